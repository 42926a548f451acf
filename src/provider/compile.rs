//! From the folder of provider files to what the crate holds: tables for recognition, one file of checks,
//! one of guidance. Compiled into `build.rs` alone; what is wrong in a file is refused here, in words that
//! name the file, the field and the reason.

use crate::checksum::Checksum;
use crate::fact::FACTS;
use crate::offline::Offline;
use crate::schema::{Access, Answer, Check, Kind, Mark, ProviderFile, Sure, When, Writes};
use crate::verdict::{self, State};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, HashSet};
use std::path::Path;

/// A provider's id (its file's name) and what stands in the file.
pub struct Entry {
    pub id: String,
    pub file: ProviderFile,
}

/// The one address at which a stranger could write and which the page's policy holds all the same
/// (design.md, "Another door"): it takes no more than a key, and tells a dead OpenAI key from a live one.
const SOCKET_EXCEPTION: &str = "wss://api.openai.com/v1/realtime?intent=transcription";

/// Reads and checks every `*.toml` of the folder, in the order of their names.
pub fn read(folder: &Path, answers: &Path) -> Result<Vec<Entry>, String> {
    let mut paths: Vec<_> = std::fs::read_dir(folder)
        .map_err(|e| format!("{}: {e}", folder.display()))?
        .filter_map(|entry| entry.ok().map(|e| e.path()))
        .filter(|path| path.extension().is_some_and(|e| e == "toml"))
        .collect();
    // By id: as paths, `github-models.toml` would stand before `github.toml`.
    paths.sort_by_key(|path| path.file_stem().map(std::ffi::OsStr::to_os_string));
    let mut entries = Vec::new();
    for path in paths {
        let id = path.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
        let shown = format!("src/provider/{id}.toml");
        let text = std::fs::read_to_string(&path).map_err(|e| format!("{shown}: {e}"))?;
        let file: ProviderFile = toml::from_str(&text).map_err(|e| format!("{shown}: {e}"))?;
        let entry = Entry { id, file };
        validate(&entry, answers).map_err(|e| format!("{shown}: {e}"))?;
        entries.push(entry);
    }
    Ok(entries)
}

fn validate(entry: &Entry, answers: &Path) -> Result<(), String> {
    let file = &entry.file;
    for url in [&file.console, &file.docs, &file.usage, &file.logs, &file.status].into_iter().flatten() {
        if !url.starts_with("https://") {
            return Err(format!("`{url}` is no https: URL; leave the field out where none is known"));
        }
    }
    if file.browser.evidence.is_empty() {
        return Err("`browser.evidence` is empty: who measured, when?".into());
    }
    let kinds = file.kinds.iter().map(|k| (&k.id, k.sure, &k.source));
    let checks = file.checks.iter().map(|c| (&c.id, c.sure, &c.source));
    let rules = file.answers.iter().map(|a| (&a.id, a.sure, &a.source));
    for (id, sure, source) in kinds.chain(checks).chain(rules) {
        if sure > Sure::Memory && source.as_slice().iter().all(String::is_empty) {
            return Err(format!("`{id}` is said to be {sure:?} and names no source"));
        }
    }
    unique("kind", file.kinds.iter().map(|k| &k.id))?;
    unique("check", file.checks.iter().map(|c| &c.id))?;
    unique("answer", file.answers.iter().map(|a| &a.id))?;
    for kind in &file.kinds {
        validate_kind(kind, file).map_err(|e| format!("kind `{}`: {e}", kind.id))?;
    }
    for check in &file.checks {
        validate_check(check, file).map_err(|e| format!("check `{}`: {e}", check.id))?;
    }
    for answer in &file.answers {
        validate_answer(answer, entry, answers).map_err(|e| format!("answer `{}`: {e}", answer.id))?;
    }
    if !file.checks.is_empty() {
        if !file.answers.iter().any(|a| a.verdict == "live") {
            return Err("no `[[answer]]` means `live`: a check must be able to succeed".into());
        }
        if !file.answers.iter().any(|a| a.verdict.starts_with("dead") || a.verdict == "unknown: unconfirmed") {
            return Err("no `[[answer]]` is a refusal (`dead: …`, or `unknown: unconfirmed`)".into());
        }
    }
    Ok(())
}

fn unique<'a>(what: &str, ids: impl Iterator<Item = &'a String>) -> Result<(), String> {
    let mut seen = HashSet::new();
    for id in ids {
        if !seen.insert(id) {
            return Err(format!("two of `[[{what}]]` have the id `{id}`"));
        }
    }
    Ok(())
}

fn validate_kind(kind: &Kind, file: &ProviderFile) -> Result<(), String> {
    for form in kind.form.as_slice() {
        let items = parse_form(form).map_err(|e| format!("form `{form}`: {e}"))?;
        let literal = items.iter().any(|i| matches!(i, Item::Literal(l) if l.len() >= 2));
        if kind.mark != Mark::None && !literal {
            return Err(format!("form `{form}` has no literal of two bytes, so its mark can only be `none`"));
        }
    }
    if let Some(checksum) = &kind.checksum
        && Checksum::named(checksum).is_none()
    {
        let known: Vec<_> = Checksum::ALL.iter().map(|(name, _)| *name).collect();
        return Err(format!("checksum `{checksum}` is not one of {known:?} (src/recognise/checksum/rule.rs)"));
    }
    if let Some(offline) = &kind.offline
        && Offline::named(offline).is_none()
    {
        let known: Vec<_> = Offline::ALL.iter().map(|(name, _)| *name).collect();
        return Err(format!("offline `{offline}` is not one of {known:?} (src/recognise/offline/rule.rs)"));
    }
    let checked = file.checks.iter().any(|c| covers(c, kind));
    match (&kind.unchecked, checked) {
        (None, false) if !file.checks.is_empty() => {
            Err("no check names it; add one, or say in `unchecked` why there is none".into())
        }
        (Some(_), true) => Err("it has a check and an `unchecked` reason; one of them is wrong".into()),
        _ => Ok(()),
    }
}

/// Whether a check is meant for a kind: one it names, or, where it names none, any that has no reason not to.
fn covers(check: &Check, kind: &Kind) -> bool {
    if check.kinds.is_empty() { kind.unchecked.is_none() } else { check.kinds.contains(&kind.id) }
}

fn validate_check(check: &Check, file: &ProviderFile) -> Result<(), String> {
    let urls: Vec<_> = [&check.get, &check.post, &check.socket].into_iter().flatten().collect();
    let [url] = urls[..] else {
        return Err("exactly one of `get`, `post`, `socket` is needed".into());
    };
    let scheme = if check.socket.is_some() { "wss://" } else { "https://" };
    if !url.starts_with(scheme) {
        return Err(format!("`{url}` does not begin with {scheme}"));
    }
    for kind in &check.kinds {
        if !file.kinds.iter().any(|k| k.id == *kind) {
            return Err(format!("`kinds` names `{kind}`, which is no `[[kind]]`"));
        }
    }
    for (name, value) in &check.header {
        if name.chars().any(|c| c.is_ascii_uppercase()) {
            return Err(format!("header `{name}`: names stand in lower case"));
        }
        if value.as_str().is_none() {
            return Err(format!("header `{name}`: its value is no text"));
        }
    }
    if place(check).is_none() {
        return Err("`{key}` stands nowhere, or in more than one place".into());
    }
    if check.when == When::First && check.socket.is_some() {
        return Err("a socket is another door: `when = \"hidden\"`".into());
    }
    if check.body.is_some() && check.post.is_none() {
        return Err("`body` goes with `post`".into());
    }
    for (name, spec) in &check.facts {
        if !FACTS.contains(&name.as_str()) {
            return Err(format!("fact `{name}` is not in src/provider/fact.rs"));
        }
        let spec = spec.as_str().ok_or(format!("fact `{name}`: its path is no text"))?;
        if let Some(header) = spec.strip_prefix("header ") {
            let header = header.split(" | ").next().unwrap_or(header);
            if header.chars().any(|c| c.is_ascii_uppercase()) {
                return Err(format!("fact `{name}`: header names stand in lower case"));
            }
            continue;
        }
        if let Some((_, filter)) = spec.split_once(" | ") {
            let filter = filter.split(' ').next().unwrap_or_default();
            if !["unix", "cents", "strip", "join"].contains(&filter) {
                return Err(format!("fact `{name}`: no filter is named `{filter}`"));
            }
        }
    }
    Ok(())
}

fn validate_answer(answer: &Answer, entry: &Entry, answers: &Path) -> Result<(), String> {
    let Some((state, _)) = verdict::parse(&answer.verdict) else {
        return Err(format!("`{}` is no verdict of src/check/verdict.rs", answer.verdict));
    };
    if state == State::Dead && answer.sure < Sure::Several {
        return Err("`dead` needs `sure` to be `documented` or `several`; else write `unknown: unconfirmed`".into());
    }
    let proven = !answer.body.is_empty() || answer.text.is_some() || !answer.header.is_empty();
    if matches!(state, State::Live) && !proven {
        return Err(format!("`{}` by status alone: say what the body or a header must hold", answer.verdict));
    }
    for check in &answer.checks {
        if !entry.file.checks.iter().any(|c| c.id == *check) {
            return Err(format!("`checks` names `{check}`, which is no `[[check]]`"));
        }
    }
    for name in answer.header.keys() {
        if name.chars().any(|c| c.is_ascii_uppercase()) {
            return Err(format!("header `{name}`: names stand in lower case"));
        }
    }
    for (path, condition) in &answer.body {
        validate_condition(condition).map_err(|e| format!("body `{path}`: {e}"))?;
    }
    for case in answer.recorded.as_slice() {
        if !answers.join(&entry.id).join(case).is_file() {
            return Err(format!("tests/answers/{}/{case} does not exist", entry.id));
        }
    }
    Ok(())
}

fn validate_condition(condition: &toml::Value) -> Result<(), String> {
    match condition {
        toml::Value::Table(table) => {
            let known = table.len() == 1
                && table.iter().all(|(key, value)| match key.as_str() {
                    "is" => value
                        .as_str()
                        .is_some_and(|v| ["array", "object", "string", "number", "present", "null"].contains(&v)),
                    "at-most" => value.is_integer() || value.is_float(),
                    "not" => value.is_str(),
                    _ => false,
                });
            if known { Ok(()) } else { Err("a table says `is`, `at-most` or `not`".into()) }
        }
        toml::Value::Array(any) => any.iter().try_for_each(validate_condition),
        toml::Value::Datetime(_) => Err("a date is no condition".into()),
        _ => Ok(()),
    }
}

/// Where in its request a check carries the key: a header's name, or `protocol`, `body`, `query`, `path`.
fn place(check: &Check) -> Option<String> {
    let mut places = Vec::new();
    for (name, value) in &check.header {
        if value.as_str().is_some_and(|v| v.contains("{key}")) {
            places.push(name.clone());
        }
    }
    if check.protocols.iter().any(|p| p.contains("{key}")) {
        places.push("protocol".into());
    }
    if check.body.as_ref().is_some_and(|b| b.contains("{key}")) {
        places.push("body".into());
    }
    if let Some((path, query)) = url(check).split_once('?').or(Some((url(check), ""))) {
        if path.contains("{key}") {
            places.push("path".into());
        }
        if query.contains("{key}") {
            places.push("query".into());
        }
    }
    (places.len() == 1).then(|| places.remove(0))
}

fn url(check: &Check) -> &str {
    check.get.as_ref().or(check.post.as_ref()).or(check.socket.as_ref()).map_or("", String::as_str)
}

fn method(check: &Check) -> &'static str {
    match (&check.get, &check.post) {
        (Some(_), _) => "GET",
        (_, Some(_)) => "POST",
        _ => "WEBSOCKET",
    }
}

/// Whether the page itself may send a check: its exact URL stands in the policy.
fn in_policy(check: &Check, file: &ProviderFile) -> bool {
    let allowed = check.writes != Writes::Open || url(check) == SOCKET_EXCEPTION;
    allowed && file.browser.access != Access::Refuses && !url(check).split('?').next().unwrap_or_default().contains('{')
}

// ---- forms -------------------------------------------------------------------------------------------

/// One item of a form.
pub enum Item {
    Literal(String),
    Run { class: u128, min: u16, max: u16 },
}

/// Reads `sk-proj- [A-Za-z0-9_-]{74} T3BlbkFJ [A-Za-z0-9_-]{74}`.
pub fn parse_form(form: &str) -> Result<Vec<Item>, String> {
    form.split(' ').map(parse_item).collect()
}

fn parse_item(item: &str) -> Result<Item, String> {
    if item.is_empty() {
        return Err("two spaces in a row".into());
    }
    let Some(rest) = item.strip_prefix('[') else {
        let bare = item.replace("\\[", "").replace("\\]", "").replace("\\{", "");
        if bare.contains(['[', ']', '{']) {
            return Err(format!("`{item}`: a space is missing between a literal and a class"));
        }
        return Ok(Item::Literal(String::from_utf8_lossy(&unescape(item)?).into_owned()));
    };
    let (class, count) = rest.rsplit_once(']').ok_or(format!("`{item}`: no `]`"))?;
    let class = parse_class(class)?;
    let (min, max) = match count.strip_prefix('{').and_then(|c| c.strip_suffix('}')) {
        None if count.is_empty() => (1, 1),
        None => return Err(format!("`{item}`: the count stands as {{n}}, {{a,b}} or {{a,}}")),
        Some(count) => {
            let number = |text: &str| text.parse::<u16>().map_err(|_| format!("`{text}` is no count"));
            match count.split_once(',') {
                None => (number(count)?, number(count)?),
                Some((min, "")) => (number(min)?, 16_384),
                Some((min, max)) => (number(min)?, number(max)?),
            }
        }
    };
    if min > max {
        return Err(format!("`{item}`: {min} is more than {max}"));
    }
    Ok(Item::Run { class, min, max })
}

/// A class's bytes; `-` stands for itself at either end, and between two others for a range.
fn parse_class(text: &str) -> Result<u128, String> {
    let atoms = unescape(text)?;
    let mut class = 0u128;
    let mut at = 0;
    while at < atoms.len() {
        let from = atoms[at];
        let range = at + 2 < atoms.len() && atoms[at + 1] == b'-';
        let to = if range { atoms[at + 2] } else { from };
        if from > to {
            return Err(format!("class `[{text}]`: a range runs backwards"));
        }
        for b in from..=to {
            class |= 1 << b;
        }
        at += if range { 3 } else { 1 };
    }
    Ok(class)
}

/// The bytes of a text in which `\s` is a space, `\n`, `\r`, `\t` are what they are in Rust, and a
/// backslash before anything else stands for that itself.
fn unescape(text: &str) -> Result<Vec<u8>, String> {
    let mut out = Vec::new();
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        let byte = match byte {
            b'\\' => match bytes.next().ok_or("a backslash at the end")? {
                b's' => b' ',
                b'n' => b'\n',
                b'r' => b'\r',
                b't' => b'\t',
                other => other,
            },
            plain => plain,
        };
        if !byte.is_ascii() {
            return Err(format!("`{text}` is not ASCII"));
        }
        out.push(byte);
    }
    Ok(out)
}

// ---- what is written ---------------------------------------------------------------------------------

/// Between records, fields of a record, members of a list, parts of a member: `src/provider/table.rs` reads them.
const RECORD: &str = "\u{1e}";
const FIELD: &str = "\u{1f}";
const MEMBER: &str = "\u{1d}";
const PART: &str = "\u{1c}";

/// The tables of recognition, as one text: a third of what nested statics weigh in the download. The classes of
/// bytes come first; then a record a provider, and behind it one a kind.
pub fn recognition(entries: &[Entry]) -> String {
    let mut classes: Vec<u128> = Vec::new();
    let mut records = Vec::new();
    for entry in entries {
        let file = &entry.file;
        let names: Vec<_> = file.env.iter().chain(&file.headers).map(|n| normal(n)).collect();
        records.push(
            [
                entry.id.clone(),
                file.name.clone(),
                (file.group as usize).to_string(),
                names.join(MEMBER),
                words(file).join(MEMBER),
                file.headers.join(MEMBER),
                file.hosts.join(MEMBER),
            ]
            .join(FIELD),
        );
        for kind in &file.kinds {
            let forms: Vec<_> = kind.form.as_slice().iter().map(|form| form_text(form, &mut classes)).collect();
            let checks = file.checks.iter().filter(|c| covers(c, kind) && in_policy(c, file));
            let destinations: Vec<_> = checks
                .map(|c| [url(c).split('?').next().unwrap_or_default(), &place(c).unwrap_or_default()].join(PART))
                .collect();
            records.push(
                [
                    String::new(),
                    kind.id.clone(),
                    kind.name.clone(),
                    (kind.mark as usize).to_string(),
                    kind.checksum.clone().unwrap_or_default(),
                    kind.offline.clone().unwrap_or_default(),
                    kind.env.iter().map(|n| normal(n)).collect::<Vec<_>>().join(MEMBER),
                    usize::from(kind.secret).to_string(),
                    forms.join(MEMBER),
                    destinations.join(MEMBER),
                ]
                .join(FIELD),
            );
        }
    }
    let classes: Vec<_> = classes.iter().map(|class| format!("{class:x}")).collect();
    format!("{}{RECORD}{}", classes.join(MEMBER), records.join(RECORD))
}

/// A form's items: a literal behind `=`, or a class's number, the least and the most.
fn form_text(form: &str, classes: &mut Vec<u128>) -> String {
    let items = parse_form(form).unwrap_or_default().into_iter().map(|item| match item {
        Item::Literal(text) => format!("={text}"),
        Item::Run { class, min, max } => {
            let at = classes.iter().position(|c| *c == class).unwrap_or_else(|| {
                classes.push(class);
                classes.len() - 1
            });
            format!("{at},{min},{max}")
        }
    });
    items.collect::<Vec<_>>().join(PART)
}

/// A name without its style: `OPENAI_API_KEY`, `openAiKey` and `openai.api-key` compare by letters and digits.
fn normal(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

/// What the prefilter looks for so as to find a provider's names: the first words of each, four letters at
/// least, in every way of joining them where one word is too short (`co_api`, `co-api`, `coapi`). Only names
/// of providers with unmarked kinds are looked for; all others are read backwards from the value.
fn words(file: &ProviderFile) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    if file.kinds.iter().all(|k| k.mark != Mark::None) {
        return out;
    }
    let kinds = file.kinds.iter().flat_map(|k| &k.env);
    for name in file.env.iter().chain(&file.headers).chain(kinds) {
        let lower = name.to_ascii_lowercase();
        let parts: Vec<_> = lower.split(|c: char| !c.is_ascii_alphanumeric()).filter(|p| !p.is_empty()).collect();
        let mut take = 0;
        while take < parts.len() && parts[..take].concat().len() < 4 {
            take += 1;
        }
        for joint in ["", "_", "-", "."] {
            let word = parts[..take].join(joint);
            if !out.contains(&word) {
                out.push(word);
            }
        }
    }
    // A word that another one begins with finds all that the longer would.
    let all = out.clone();
    out.retain(|word| !all.iter().any(|other| other != word && word.starts_with(other)));
    out
}

/// The checks and answers, as the page fetches them.
pub fn checks(entries: &[Entry]) -> Value {
    let mut out = Map::new();
    for entry in entries.iter().filter(|e| !e.file.checks.is_empty()) {
        let file = &entry.file;
        let checks: Vec<_> = file.checks.iter().map(|c| check_json(c, file)).collect();
        let answers: Vec<_> = file.answers.iter().map(answer_json).collect();
        let access = match file.browser.access {
            Access::Works => "works",
            Access::HidesNo => "hides-no",
            Access::Refuses => "refuses",
            Access::Unknown => "unknown",
        };
        out.insert(
            entry.id.clone(),
            json!({ "access": access, "exposes": file.browser.exposes, "checks": checks, "answers": answers }),
        );
    }
    Value::Object(out)
}

fn check_json(check: &Check, file: &ProviderFile) -> Value {
    let mut out = Map::new();
    out.insert("id".into(), json!(check.id));
    out.insert("title".into(), json!(check.title));
    let kinds: Vec<_> = file.kinds.iter().filter(|k| covers(check, k)).map(|k| &k.id).collect();
    out.insert("kinds".into(), json!(kinds));
    out.insert("method".into(), json!(method(check)));
    out.insert("url".into(), json!(url(check)));
    out.insert("place".into(), json!(place(check)));
    let headers: Vec<_> = check.header.iter().map(|(n, v)| json!([n, v.as_str()])).collect();
    put_list(&mut out, "headers", headers);
    if let Some(body) = &check.body {
        out.insert("body".into(), json!(body));
    }
    put_list(&mut out, "protocols", check.protocols.iter().map(|p| json!(p)).collect());
    if check.when == When::Hidden {
        out.insert("hidden".into(), json!(true));
    }
    if check.writes == Writes::Own {
        out.insert("own".into(), json!(true));
    }
    if in_policy(check, file) {
        out.insert("page".into(), json!(true));
    }
    out.insert("cost".into(), json!(check.cost));
    let facts = check.facts.iter().map(|(n, v)| json!([n, v.as_str()])).collect();
    put_list(&mut out, "facts", facts);
    Value::Object(out)
}

fn answer_json(answer: &Answer) -> Value {
    let mut out = Map::new();
    out.insert("id".into(), json!(answer.id));
    put_list(&mut out, "checks", answer.checks.iter().map(|c| json!(c)).collect());
    out.insert("status".into(), json!(answer.status.as_vec()));
    let body = answer.body.iter().map(|(path, value)| json!([path, value])).collect();
    put_list(&mut out, "body", body);
    if let Some(text) = &answer.text {
        out.insert("text".into(), json!(text.as_slice()));
    }
    let header = answer.header.iter().map(|(name, any)| json!([name, any.as_slice()])).collect();
    put_list(&mut out, "header", header);
    out.insert("verdict".into(), json!(answer.verdict));
    if let Some(says) = &answer.says {
        out.insert("says".into(), json!(says));
    }
    Value::Object(out)
}

fn put_list(out: &mut Map<String, Value>, name: &str, list: Vec<Value>) {
    if !list.is_empty() {
        out.insert(name.into(), Value::Array(list));
    }
}

/// What a person is told of each provider: pages, revoking, scopes, what each kind of key can do.
pub fn guidance(entries: &[Entry]) -> Value {
    let mut out = Map::new();
    for entry in entries {
        let file = &entry.file;
        let mut words = Map::new();
        let mut put = |name: &str, value: &Option<String>| {
            if let Some(value) = value {
                words.insert(name.into(), json!(value));
            }
        };
        put("console", &file.console);
        put("docs", &file.docs);
        put("usage", &file.usage);
        put("logs", &file.logs);
        put("status", &file.status);
        put("revoke", &file.revoke);
        put("scopes", &file.scopes);
        put("expiry", &file.expiry);
        put("notes", &file.notes);
        let mut powers = Map::new();
        let mut unchecked = Map::new();
        for kind in &file.kinds {
            if let Some(power) = &kind.power {
                powers.insert(kind.id.clone(), json!(power));
            }
            if let Some(why) = &kind.unchecked {
                unchecked.insert(kind.id.clone(), json!(why));
            }
        }
        words.insert("powers".into(), Value::Object(powers));
        words.insert("unchecked".into(), Value::Object(unchecked));
        out.insert(entry.id.clone(), Value::Object(words));
    }
    Value::Object(out)
}

/// The exact URLs of the page's policy, without their queries (a policy's path matches any), each with the
/// providers and checks that want it.
pub fn policy(entries: &[Entry]) -> BTreeMap<String, Vec<String>> {
    let mut out: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for entry in entries {
        for check in entry.file.checks.iter().filter(|c| in_policy(c, &entry.file)) {
            let url = url(check).split('?').next().unwrap_or_default().to_owned();
            out.entry(url).or_default().push(format!("{}: {}", entry.id, check.title));
        }
    }
    out
}
