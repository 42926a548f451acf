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

impl Part<'_> {
    /// Its name as `src/ui/parts.rs` has it, where the program asks for it.
    fn asked(&self) -> Option<&str> {
        self.name.strip_prefix("__wasm_split_load_").filter(|_| self.asked_for)
    }

    /// Whether it needs the other, or is it.
    fn takes(&self, other: &Part<'_>) -> bool {
        self.name == other.name || self.needs.split(", ").any(|name| name == other.name)
    }
}

/// The parts in the order in which the page wants them. What two of them share goes with the first.
const ORDER: [&str; 4] = ["page", "checking", "screens", "chinese"];

/// Files below this many bytes cost more as a request than as a part of the first.
const SMALL: usize = 1000;

/// What goes into one file, since it is fetched together.
struct Bundle<'a> {
    asked: &'a str,
    modules: Vec<(&'a str, Vec<u8>)>,
}

/// Puts the parts of `folder` into the site; the glue, with the script that fetches them in the place of its imports.
pub fn parts(folder: &Path, site: &Path, glue: &str) -> Result<String> {
    let script = read(&folder.join("__wasm_split.js"))?;
    let shared = between(&script, "const {", "} = initSync").ok_or("wasm-split's script shares nothing")?;
    let mut out = format!(
        "const parts = (() => {{\n\
        let shared;\n\
        const imports = () => shared ??= (({{ {shared} }}) => ({{ __wasm_split: {{ {shared} }} }}))(wasm);\n\
        const load = (file, integrity, sizes, needs) => {{\n\
        let coming;\n\
        return () => coming ??= (async () => {{\n\
        const bytes = fetch(file, {{ integrity, credentials: \"same-origin\" }}).then((a) => a.ok ? a.arrayBuffer() : Promise.reject());\n\
        bytes.catch(() => {{}});\n\
        await Promise.all(needs().map((need) => need()));\n\
        const all = new Uint8Array(await bytes);\n\
        let at = 0;\n\
        await Promise.all(sizes.map((size) => WebAssembly.instantiate(all.subarray(at, at += size), imports())));\n\
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
    let all = listed(&script)?;
    let bundles = bundles(&all, |file| fs::read(folder.join(file)).map_err(|e| format!("{file}: {e}")))?;
    let mut asked_for = Vec::new();
    for part in &all {
        let Some(asked) = part.asked() else { continue };
        let wanted = |bundle: &&Bundle<'_>| all.iter().any(|one| part.takes(one) && bundle.holds(one.name));
        let needs: Vec<_> = bundles.iter().filter(wanted).map(|b| b.asked).filter(|name| *name != asked).collect();
        let Some(bundle) = bundles.iter().find(|bundle| bundle.asked == asked) else { continue };
        let bytes: Vec<u8> = bundle.modules.iter().flat_map(|(_, bytes)| bytes.iter().copied()).collect();
        let sizes: Vec<_> = bundle.modules.iter().map(|(_, bytes)| bytes.len().to_string()).collect();
        let name = format!("{asked}-{}.wasm", &hex(&Sha256::digest(&bytes))[..16]);
        write_bytes(site, &name, &bytes)?;
        let Asset { file, integrity } = Asset::of(&name, &bytes);
        let (sizes, needs) = (sizes.join(", "), needs.join(", "));
        let _ = writeln!(out, "const {asked} = load(\"{file}\", \"{integrity}\", [{sizes}], () => [{needs}]);");
        let _ = writeln!(out, "const {} = tell({asked});", part.name);
        asked_for.push(part.name);
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

/// Which file goes with which part.
fn bundles<'a>(all: &'a [Part<'a>], read: impl Fn(&str) -> Result<Vec<u8>>) -> Result<Vec<Bundle<'a>>> {
    let place = |name: &str| ORDER.iter().position(|known| *known == name);
    if let Some(unknown) = all.iter().filter_map(Part::asked).find(|name| place(name).is_none()) {
        return Err(format!("the part `{unknown}` has no place in the order of parts"));
    }
    let mut out = ORDER.map(|asked| Bundle { asked, modules: Vec::new() });
    for part in all {
        let Some(file) = part.file else { continue };
        let bytes = read(file)?;
        let takers = all.iter().filter(|other| other.takes(part)).filter_map(Part::asked).filter_map(place);
        let at = if bytes.len() < SMALL { Some(0) } else { takers.min() };
        if let Some(at) = at {
            out[at].modules.push((part.name, bytes));
        }
    }
    Ok(out.into())
}

impl Bundle<'_> {
    fn holds(&self, name: &str) -> bool {
        self.modules.iter().any(|(one, _)| *one == name)
    }
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
        assert!(listed("const a = 1;").is_err());
    }

    #[test]
    fn what_two_parts_share_goes_with_the_first_and_what_is_small_with_the_page() {
        let part = |name, asked_for, file, needs| Part { name, asked_for, file: Some(file), needs };
        let all = [
            part("__chunk_1", false, "shared", ""),
            part("__chunk_2", false, "small", ""),
            part("__wasm_split_load_screens", true, "screens", "__chunk_1, __chunk_2"),
            part("__wasm_split_load_checking", true, "checking", "__chunk_1"),
            part("__wasm_split_load_page", true, "page", ""),
        ];
        let bundles = bundles(&all, |file| Ok(vec![0; if file == "small" { 10 } else { SMALL }])).expect("bundles");
        let named: Vec<Vec<_>> = bundles.iter().map(|b| b.modules.iter().map(|(name, _)| *name).collect()).collect();
        assert_eq!(
            named,
            [
                vec!["__chunk_2", "__wasm_split_load_page"],
                vec!["__chunk_1", "__wasm_split_load_checking"],
                vec!["__wasm_split_load_screens"],
                vec![],
            ]
        );
    }
}
