//! From the folder of provider files to what the crate holds: tables for recognition, one file of checks,
//! one of guidance. Compiled into `build.rs` alone; what is wrong in a file is refused by `validate.rs`.

use crate::schema::{Access, Answer, Check, Companion, Kind, Mark, OneOrMany, ProviderFile, When, Writes};
use crate::slots;
use crate::validate::validate;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
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
    paths.sort();
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

// ---- checks ------------------------------------------------------------------------------------------

/// Whether a check is meant for a kind: one it names, or, where it names none, any secret that has no reason not to.
pub fn covers(check: &Check, kind: &Kind) -> bool {
    if check.kinds.is_empty() { kind.secret && kind.unchecked.is_none() } else { check.kinds.contains(&kind.id) }
}

/// A check's URL as written.
pub fn url(check: &Check) -> &str {
    check.get.as_ref().or(check.post.as_ref()).or(check.socket.as_ref()).map_or("", String::as_str)
}

fn method(check: &Check) -> &'static str {
    match (&check.get, &check.post) {
        (Some(_), _) => "GET",
        (_, Some(_)) => "POST",
        _ => "WEBSOCKET",
    }
}

/// Where the slots of a check stand (`slots::places`), as written.
pub fn places(check: &Check) -> String {
    places_with(check, &[])
}

/// Where the slots of a check stand, once some of them are filled by choices.
fn places_with(check: &Check, chosen: &[(&str, &str)]) -> String {
    let at = |text: &str| at(text, chosen);
    let headers: Vec<_> = check.header.iter().map(|(n, v)| (n.clone(), at(v.as_str().unwrap_or_default()))).collect();
    let protocols: Vec<_> = check.protocols.iter().map(|p| at(p)).collect();
    let curl: Vec<_> = check.curl.values().map(|v| at(v.as_str().unwrap_or_default())).collect();
    slots::places(
        &at(url(check)),
        headers.iter().map(|(n, v)| (n.as_str(), v.as_str())),
        &at(check.body.as_deref().unwrap_or_default()),
        protocols.iter().map(String::as_str),
        curl.iter().map(String::as_str),
    )
}

fn at(text: &str, chosen: &[(&str, &str)]) -> String {
    slots::fill(text, |name| chosen.iter().find(|(slot, _)| *slot == name).map(|(_, value)| value))
}

/// Every way of filling a check's slots that have a fixed set of choices: one, empty, where there are none.
pub fn concrete<'a>(check: &Check, file: &'a ProviderFile) -> Vec<Vec<(&'a str, &'a str)>> {
    let places = places(check);
    let used = |c: &&Companion| places.split(' ').any(|p| p.split('@').next() == Some(&c.id));
    let mut out = vec![Vec::new()];
    for companion in file.companions.iter().filter(|c| !c.choices.is_empty()).filter(used) {
        out = out
            .iter()
            .flat_map(|chosen: &Vec<(&str, &str)>| {
                companion.choices.iter().map(|choice| {
                    let mut chosen = chosen.clone();
                    chosen.push((&companion.id, choice));
                    chosen
                })
            })
            .collect();
    }
    out
}

/// The companion whose choices a check asks one after another.
fn worlds<'a>(check: &Check, file: &'a ProviderFile) -> Option<&'a Companion> {
    let places = places(check);
    file.companions.iter().find(|c| c.each && places.split(' ').any(|p| p.split('@').next() == Some(&c.id)))
}

/// Why the page itself may not send a check; none where its exact URLs stand in the policy.
pub fn off(check: &Check, file: &ProviderFile) -> Option<&'static str> {
    let concrete = concrete(check, file);
    let address = at(url(check), &concrete[0]);
    let (host, path, query) = slots::parts(&address);
    let is_secret = |slot: &&str| *slot == slots::KEY || file.companions.iter().any(|c| c.id == **slot && c.secret);
    let filled = |part: &str| slots::names(part).is_empty();
    if !check.curl.is_empty() {
        Some("signed")
    } else if check.access.unwrap_or(file.browser.access) == Access::Refuses {
        Some("refuses")
    } else if check.writes == Writes::Open && url(check) != SOCKET_EXCEPTION {
        Some("writes")
    } else if !filled(host) {
        Some("host")
    } else if !filled(path) || path.is_empty() || path.ends_with('/') {
        // A policy reads a path that ends with a slash as a prefix: it would admit all beneath it.
        Some("path")
    } else if slots::names(query).iter().any(is_secret) {
        // A browser writes the whole address of a refused request into its console.
        Some("query")
    } else {
        None
    }
}

/// The check that decides over a kind: the first that the page may send, else the first.
fn main_check<'a>(kind: &Kind, file: &'a ProviderFile) -> Option<&'a Check> {
    let first = || file.checks.iter().filter(|c| covers(c, kind) && c.when == When::First);
    first().find(|c| off(c, file).is_none()).or_else(|| first().next())
}

/// The companions of a check, each once.
fn needs(check: &Check) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for slot in places(check).split_whitespace().filter_map(|p| p.split('@').next()) {
        if slot != slots::KEY && !out.iter().any(|s| s == slot) {
            out.push(slot.to_owned());
        }
    }
    out
}

/// The exact URLs of a check that the page may send, without queries, each with the places of its slots and the
/// choices that made it.
fn destinations(check: &Check, file: &ProviderFile) -> Vec<(String, String, String)> {
    if off(check, file).is_some() {
        return Vec::new();
    }
    let address = |chosen: &Vec<(&str, &str)>| {
        let url = at(url(check), chosen);
        let choice: Vec<_> = chosen.iter().map(|(_, choice)| *choice).collect();
        (url.split('?').next().unwrap_or_default().to_owned(), places_with(check, chosen), choice.join(" "))
    };
    concrete(check, file).iter().map(address).collect()
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
/// The first field of a companion's record, and of a provider's; a kind's is empty.
const COMPANION: &str = "+";
const PROVIDER: &str = "=";

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
        records.extend(file.kinds.iter().map(|kind| kind_record(kind, &mut classes)));
    }
    table(&classes, &records)
}

/// Where keys may be sent and what they need for it, in the same form: a part of the program that arrives after the
/// recogniser wants it. A record a provider, in the order of the other text, and behind it one a kind and one a companion.
pub fn sending(entries: &[Entry]) -> String {
    let mut classes: Vec<u128> = Vec::new();
    let mut records = Vec::new();
    for Entry { file, .. } in entries {
        records.push(PROVIDER.to_owned());
        records.extend(file.kinds.iter().map(|kind| sending_record(kind, file)));
        records.extend(file.companions.iter().map(|companion| companion_record(companion, file, &mut classes)));
    }
    table(&classes, &records)
}

fn table(classes: &[u128], records: &[String]) -> String {
    let classes: Vec<_> = classes.iter().map(|class| format!("{class:x}")).collect();
    format!("{}{RECORD}{}", classes.join(MEMBER), records.join(RECORD))
}

fn sending_record(kind: &Kind, file: &ProviderFile) -> String {
    let main = main_check(kind, file);
    let checks = file.checks.iter().filter(|c| covers(c, kind));
    let urls: Vec<_> = checks
        .flat_map(|check| destinations(check, file))
        .map(|(url, places, choice)| [url, places, choice].join(PART))
        .collect();
    [
        String::new(),
        main.map_or(0, |c| destinations(c, file).len()).to_string(),
        main.map_or(Vec::new(), needs).join(MEMBER),
        usize::from(main.is_some_and(|c| c.cost != "free")).to_string(),
        urls.join(MEMBER),
    ]
    .join(FIELD)
}

fn kind_record(kind: &Kind, classes: &mut Vec<u128>) -> String {
    [
        String::new(),
        kind.id.clone(),
        kind.name.clone(),
        (kind.mark as usize).to_string(),
        kind.checksum.clone().unwrap_or_default(),
        kind.offline.clone().unwrap_or_default(),
        kind.env.iter().map(|n| normal(n)).collect::<Vec<_>>().join(MEMBER),
        usize::from(kind.secret).to_string(),
        forms_text(&kind.form, classes),
    ]
    .join(FIELD)
}

fn companion_record(companion: &Companion, file: &ProviderFile, classes: &mut Vec<u128>) -> String {
    let kind = companion.kind.as_ref().and_then(|id| file.kinds.iter().find(|k| k.id == *id));
    let (env, secret, forms) = match kind {
        Some(kind) => (&kind.env, kind.secret, Some(&kind.form)),
        None => (&companion.env, companion.secret, companion.form.as_ref()),
    };
    [
        COMPANION.to_owned(),
        companion.id.clone(),
        companion.name.clone(),
        forms.map_or_else(String::new, |forms| forms_text(forms, classes)),
        companion.choices.join(MEMBER),
        companion.means.iter().map(|(word, choice)| [&**word, &**choice].join(PART)).collect::<Vec<_>>().join(MEMBER),
        usize::from(companion.each).to_string(),
        usize::from(companion.host).to_string(),
        tail(companion, file),
        usize::from(secret).to_string(),
        env.iter().map(|n| normal(n)).collect::<Vec<_>>().join(MEMBER),
    ]
    .join(FIELD)
}

/// What the checks write behind a companion in their host, where they agree: `.myshopify.com`.
fn tail(companion: &Companion, file: &ProviderFile) -> String {
    let slot = format!("{{{}}}", companion.id);
    let mut tails = file.checks.iter().filter_map(|check| slots::parts(url(check)).0.split_once(&slot)).map(|(_, t)| t);
    let first = tails.next().unwrap_or_default();
    if companion.host && tails.all(|tail| tail == first) { first.to_owned() } else { String::new() }
}

fn forms_text(forms: &OneOrMany, classes: &mut Vec<u128>) -> String {
    forms.as_slice().iter().map(|form| form_text(form, classes)).collect::<Vec<_>>().join(MEMBER)
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
        let access = access_name(file.browser.access);
        out.insert(
            entry.id.clone(),
            json!({ "access": access, "exposes": file.browser.exposes, "checks": checks, "answers": answers }),
        );
    }
    Value::Object(out)
}

fn access_name(access: Access) -> &'static str {
    match access {
        Access::Works => "works",
        Access::HidesNo => "hides-no",
        Access::Refuses => "refuses",
        Access::Unknown => "unknown",
    }
}

fn check_json(check: &Check, file: &ProviderFile) -> Value {
    let mut out = Map::new();
    out.insert("id".into(), json!(check.id));
    out.insert("title".into(), json!(check.title));
    let kinds: Vec<_> = file.kinds.iter().filter(|k| covers(check, k)).map(|k| &k.id).collect();
    out.insert("kinds".into(), json!(kinds));
    out.insert("method".into(), json!(method(check)));
    out.insert("url".into(), json!(url(check)));
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
    if let Some(access) = check.access {
        out.insert("access".into(), json!(access_name(access)));
    }
    if let Some(why) = off(check, file) {
        out.insert("off".into(), json!(why));
    }
    if let Some(companion) = worlds(check, file) {
        out.insert("worlds".into(), json!(companion.id));
    }
    let curl = check.curl.iter().map(|(n, v)| json!([n, v.as_str().unwrap_or_default()])).collect();
    put_list(&mut out, "curl", curl);
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
    if answer.plain {
        out.insert("text".into(), json!([""]));
    } else if let Some(text) = &answer.text {
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
        let companions: Map<_, _> = file.companions.iter().map(|c| (c.id.clone(), json!(c.what))).collect();
        if !companions.is_empty() {
            words.insert("companions".into(), Value::Object(companions));
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
        for check in &entry.file.checks {
            for (url, ..) in destinations(check, &entry.file) {
                let whys = out.entry(url).or_default();
                let why = format!("{}: {}", entry.id, check.title);
                if !whys.contains(&why) {
                    whys.push(why);
                }
            }
        }
    }
    out
}
