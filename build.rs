//! Reads the provider files, refuses what is wrong in them, and parts them into what the crate compiles in
//! and what the page fetches (design.md, "A provider, as data").

#![allow(unreachable_pub, clippy::pedantic, reason = "some of these modules are the library's own, read here too")]

#[path = "src/recognise/checksum/rule.rs"]
mod checksum;
#[path = "src/provider/compile.rs"]
mod compile;
#[path = "src/provider/fact.rs"]
mod fact;
#[path = "src/hygiene/compile.rs"]
mod guide;
#[path = "src/recognise/offline/rule.rs"]
mod offline;
#[path = "src/provider/schema.rs"]
mod schema;
#[path = "src/provider/slots.rs"]
mod slots;
#[path = "src/provider/validate.rs"]
mod validate;
#[allow(dead_code)]
#[path = "src/check/verdict.rs"]
mod verdict;

use base64::Engine as _;
use sha2::{Digest as _, Sha384};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

fn main() {
    println!("cargo::rerun-if-changed=src/provider");
    println!("cargo::rerun-if-changed=src/check/verdict.rs");
    println!("cargo::rerun-if-changed=src/recognise/checksum/rule.rs");
    println!("cargo::rerun-if-changed=src/recognise/offline/rule.rs");
    println!("cargo::rerun-if-changed=src/hygiene/compile.rs");
    println!("cargo::rerun-if-changed=src/hygiene/practices");
    println!("cargo::rerun-if-changed=tests/answers");
    if let Err(reason) = run() {
        println!("cargo::error={}", reason.replace('\n', " "));
        std::process::exit(1);
    }
}

fn run() -> Result<(), String> {
    let out = PathBuf::from(std::env::var_os("OUT_DIR").ok_or("OUT_DIR is not set")?);
    let entries = compile::read(Path::new("src/provider"), Path::new("tests/answers"))?;
    write(&out, "recognition.txt", &compile::recognition(&entries))?;
    write(&out, "sending.txt", &compile::sending(&entries))?;

    let guide = guide::read(Path::new("src/hygiene/practices")).map_err(|e| format!("src/hygiene/practices/{e}"))?;
    write(&out, "rows.rs", &guide::rows(&guide))?;

    let mut files = String::new();
    let texts = guide::LANGUAGES.map(|language| (format!("practices-{language}"), guide::texts(&guide, language)));
    let catalogue = [("checks", compile::checks(&entries)), ("guidance", compile::guidance(&entries))];
    for (name, value) in catalogue.map(|(name, value)| (name.to_owned(), value)).into_iter().chain(texts) {
        let text = value.to_string();
        let digest = Sha384::digest(text.as_bytes());
        let short: String = digest.iter().take(8).fold(String::new(), |mut s, b| {
            let _ = write!(s, "{b:02x}");
            s
        });
        let integrity = base64::engine::general_purpose::STANDARD.encode(digest);
        let upper = name.to_uppercase().replace('-', "_");
        let _ = writeln!(
            files,
            "/// The file's name beside the page.\npub const {upper}_FILE: &str = \"{name}-{short}.json\";"
        );
        let _ = writeln!(
            files,
            "/// Its hash, as `fetch` checks it.\npub const {upper}_INTEGRITY: &str = \"sha384-{integrity}\";"
        );
        let _ = writeln!(
            files,
            "/// The file itself.\n#[cfg(not(target_arch = \"wasm32\"))]\npub const {upper}_JSON: &str = include_str!(concat!(env!(\"OUT_DIR\"), \"/{name}.json\"));"
        );
        write(&out, &format!("{name}.json"), &text)?;
    }
    let _ = writeln!(
        files,
        "/// Every exact URL that the page may ask, without query, and the checks that want it.\npub static POLICY: &[(&str, &[&str])] = &["
    );
    for (url, why) in compile::policy(&entries) {
        let _ = writeln!(files, "({url:?}, &{why:?}),");
    }
    files.push_str("];\n");
    write(&out, "files.rs", &files)
}

fn write(folder: &Path, name: &str, text: &str) -> Result<(), String> {
    std::fs::write(folder.join(name), text).map_err(|e| format!("{name}: {e}"))
}
