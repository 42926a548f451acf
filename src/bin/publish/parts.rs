//! The parts of the program that arrive later (src/ui/parts.rs): their files into the site, each under its hash, and
//! the script that fetches them. `tests/tools/bin/wasm-bindgen` left them in a folder, with a script of `wasm-split`'s
//! own, from which only the names are taken: that one finds its files by its own address, which an inline script has
//! not, imports the glue, and writes to the console.

use crate::native::{Asset, Result, hex, read, write_bytes};
use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// The line of the glue that imports the script, as far as it is the same for all.
const IMPORT: &str = " from \"./__wasm_split.js\"";

/// What `wasm-split`'s own script says of one file.
struct Part<'a> {
    /// The constant that loads it.
    name: &'a str,
    /// Whether the program asks for it, and not only another part.
    asked_for: bool,
    /// None where there is nothing in it.
    file: Option<&'a str>,
    /// The constants that load what it needs.
    needs: &'a str,
}

impl<'a> Part<'a> {
    /// The part itself, where the program asks for it; else those that need it, by name.
    fn wanted_by(&self, all: &[Part<'a>]) -> Vec<&'a str> {
        let short = |part: &Part<'a>| part.name.trim_start_matches("__wasm_split_load_");
        if self.asked_for {
            return vec![short(self)];
        }
        let mut names: Vec<_> = all
            .iter()
            .filter(|other| other.asked_for && other.needs.split(", ").any(|n| n == self.name))
            .map(short)
            .collect();
        names.sort_unstable();
        names
    }
}

/// Puts the parts of `folder` into the site; the glue, with the script that fetches them in the place of its imports.
pub fn parts(folder: &Path, site: &Path, glue: &str) -> Result<String> {
    let script = read(&folder.join("__wasm_split.js"))?;
    let shared = between(&script, "const {", "} = initSync").ok_or("wasm-split's script shares nothing")?;
    let mut out = format!(
        "const parts = (() => {{\n\
        let shared;\n\
        const imports = () => shared ??= (({{ {shared} }}) => ({{ __wasm_split: {{ {shared} }} }}))(wasm);\n\
        const load = (file, integrity, needs) => {{\n\
        let coming;\n\
        return () => coming ??= (async () => {{\n\
        const bytes = fetch(file, {{ integrity, credentials: \"same-origin\" }}).then((a) => a.ok ? a.arrayBuffer() : Promise.reject());\n\
        bytes.catch(() => {{}});\n\
        await Promise.all(needs.map((need) => need()));\n\
        await WebAssembly.instantiate(await bytes, imports());\n\
        }})().catch(() => {{\n\
        coming = undefined;\n\
        throw undefined;\n\
        }});\n\
        }};\n\
        const tell = (load) => async (callback, data) => {{\n\
        const came = await load().then(() => true, () => false);\n\
        imports().__wasm_split.__indirect_function_table.get(callback)(data, came);\n\
        }};\n"
    );
    let mut asked_for = Vec::new();
    let all = listed(&script)?;
    for part in &all {
        let load = match part.file {
            None => "async () => {}".to_owned(),
            Some(file) => {
                let bytes = fs::read(folder.join(file)).map_err(|e| format!("{file}: {e}"))?;
                let name = format!("{}-{}.wasm", part.wanted_by(&all).join("-"), &hex(&Sha256::digest(&bytes))[..16]);
                write_bytes(site, &name, &bytes)?;
                let Asset { file, integrity } = Asset::of(&name, &bytes);
                format!("load(\"{file}\", \"{integrity}\", [{}])", part.needs)
            }
        };
        let name = part.name;
        if part.asked_for {
            let _ = writeln!(out, "const {name} = tell({load});");
            asked_for.push(name);
        } else {
            let _ = writeln!(out, "const {name} = {load};");
        }
    }
    let _ = write!(out, "return {{ {} }};\n}})();\n", asked_for.join(", "));
    for line in glue.lines() {
        match line.strip_prefix("import * as ").and_then(|rest| rest.strip_suffix(IMPORT)) {
            Some(name) => _ = writeln!(out, "const {name} = parts;"),
            None => _ = writeln!(out, "{line}"),
        }
    }
    Ok(out)
}

/// The parts in the script's order, each after those that it needs.
fn listed(script: &str) -> Result<Vec<Part<'_>>> {
    let mut out = Vec::new();
    let mut rest = script;
    while let Some(at) = rest.find(" = makeLoad(").into_iter().chain(rest.find(" = wrapAsyncCb(makeLoad(")).min() {
        let name = rest[..at].rsplit(' ').next().unwrap_or_default();
        let body = &rest[at + " = ".len()..];
        // Its last argument: `, [needed, needed])`.
        let (load, after) = body.split_once(", [").ok_or("wasm-split's script does not say what a part needs")?;
        let (needs, after) = after.split_once(']').ok_or("wasm-split's script has a list without an end")?;
        let asked_for = load.starts_with("wrapAsyncCb(");
        out.push(Part { name, asked_for, file: between(load, "new URL(\"./", "\""), needs });
        rest = after;
    }
    if out.iter().any(|part| part.asked_for) { Ok(out) } else { Err("wasm-split's script loads nothing".into()) }
}

fn between<'a>(text: &'a str, from: &str, to: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(from)?;
    Some(rest.split_once(to)?.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_come_in_the_order_in_which_they_need_each_other() {
        let script = "import { initSync } from \"./main.js\";\nconst { memory, } = initSync(undefined);\nfunction makeLoad(a, b) {}\n/* a, b */\nconst __chunk_3 = makeLoad(() => {\nconst src = fetch(new URL(\"./chunk_3.wasm\", import.meta.url));\n}\n, []);\nexport const __load_a = wrapAsyncCb(makeLoad(() => {\nconst src = fetch(new URL(\"./split_a.wasm\", import.meta.url));\n}\n, [__chunk_3]));\nexport const __load_b = wrapAsyncCb(makeLoad(() => async (_imp) => ({}), []));\n";
        let parts = listed(script).expect("parts");
        let names: Vec<_> = parts.iter().map(|p| (p.name, p.asked_for, p.file, p.needs)).collect();
        assert_eq!(
            names,
            [
                ("__chunk_3", false, Some("chunk_3.wasm"), ""),
                ("__load_a", true, Some("split_a.wasm"), "__chunk_3"),
                ("__load_b", true, None, ""),
            ]
        );
        assert_eq!(parts[0].wanted_by(&parts), ["__load_a"]);
        assert!(listed("const a = 1;").is_err());
    }
}
