//! What a provider's file must hold to be taken into the catalogue. Compiled into `build.rs` alone; what is wrong
//! is refused in words that name the file, the field and the reason.

use crate::checksum::Checksum;
use crate::compile::{Entry, Item, concrete, covers, parse_form};
use crate::fact::FACTS;
use crate::offline::Offline;
use crate::schema::{Answer, Check, Companion, Kind, Mark, ProviderFile, Sure, When};
use crate::slots::{self, KEY};
use crate::verdict::{self, State};
use std::collections::HashSet;
use std::path::Path;

/// Options of `curl` that a check may ask for: what a browser cannot do by itself.
const CURL_OPTIONS: &[&str] = &["aws-sigv4", "digest", "user"];

/// The most addresses that one check may stand for, over all choices.
const MOST_CHOICES: usize = 64;

/// Verdicts that no rule speaks: an answer recorded for one of them need not be named by any.
const WITHOUT_RULE: &[&str] =
    &["unknown unexpected", "unknown provider-error", "unknown rate-limited", "unknown hidden"];

/// Refuses a file that is wrong, in words that say why.
pub fn validate(entry: &Entry, answers: &Path) -> Result<(), String> {
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
    unique("companion", file.companions.iter().map(|c| &c.id))?;
    unique("check", file.checks.iter().map(|c| &c.id))?;
    unique("answer", file.answers.iter().map(|a| &a.id))?;
    for kind in &file.kinds {
        validate_kind(kind, file).map_err(|e| format!("kind `{}`: {e}", kind.id))?;
    }
    for companion in &file.companions {
        validate_companion(companion, file).map_err(|e| format!("companion `{}`: {e}", companion.id))?;
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
        validate_recorded(entry, answers)?;
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
        // What is no secret needs no excuse: it is often the other half of one.
        (None, false) if !file.checks.is_empty() && kind.secret => {
            Err("no check names it; add one, or say in `unchecked` why there is none".into())
        }
        (Some(_), true) => Err("it has a check and an `unchecked` reason; one of them is wrong".into()),
        _ => Ok(()),
    }
}

fn validate_companion(companion: &Companion, file: &ProviderFile) -> Result<(), String> {
    if companion.id == KEY || slots::names(&format!("{{{}}}", companion.id)).is_empty() {
        return Err("an id is a word in lower case (letters, digits, `-`), and not `key`".into());
    }
    let forms = match (&companion.kind, &companion.form, &companion.choices[..]) {
        (Some(kind), None, []) => {
            let kind = file.kinds.iter().find(|k| k.id == *kind).ok_or(format!("`{kind}` is no `[[kind]]`"))?;
            if !companion.env.is_empty() || companion.secret {
                return Err("`env` and `secret` are those of its `kind`: leave them out".into());
            }
            kind.form.as_slice()
        }
        (None, Some(form), []) => form.as_slice(),
        (None, None, [_, ..]) => &[],
        _ => return Err("exactly one of `form`, `choices`, `kind` is needed".into()),
    };
    for form in forms {
        let items = parse_form(form).map_err(|e| format!("form `{form}`: {e}"))?;
        let allowed = |b: u8| {
            if companion.host { b.is_ascii_alphanumeric() || b".-:".contains(&b) } else { is_quotable(b) }
        };
        if !items.iter().all(|i| item_bytes(i).into_iter().all(allowed)) {
            let which =
                if companion.host { "letters, digits, `.`, `-`, `:`" } else { "what can be seen, no quotes, no `\\`" };
            return Err(format!("form `{form}`: only {which} may stand in it"));
        }
    }
    for choice in &companion.choices {
        if !choice.bytes().all(|b| b.is_ascii_alphanumeric() || b".-_:/".contains(&b)) || choice.is_empty() {
            return Err(format!("choice `{choice}`: letters, digits, `.`, `-`, `_`, `:`, `/` only"));
        }
    }
    for (word, choice) in &companion.means {
        if word.is_empty() || word.chars().any(|c| c.is_ascii_uppercase() || c.is_whitespace()) {
            return Err(format!("`means` has the word `{word}`: one word, in lower case"));
        }
        if !companion.choices.contains(choice) {
            return Err(format!("`means` says `{word}` is `{choice}`, which is none of `choices`"));
        }
        if companion.env.is_empty() {
            return Err("`means` is read behind a name: `env` is empty".into());
        }
    }
    if companion.each && companion.choices.len() < 2 {
        return Err("`each` asks one choice after another: name at least two in `choices`".into());
    }
    if (companion.host || companion.secret) && !companion.choices.is_empty() {
        return Err("`host` and `secret` go with a `form`".into());
    }
    if companion.what.is_empty() {
        return Err("`what` is empty: where does one find it?".into());
    }
    let used = file.checks.iter().flat_map(places).any(|(slot, _)| slot == companion.id);
    if used { Ok(()) } else { Err(format!("no check holds `{{{}}}`", companion.id)) }
}

/// What a companion may hold: printable, and nothing that ends a quotation in a shell or in curl's settings.
fn is_quotable(byte: u8) -> bool {
    (b' '..=b'~').contains(&byte) && !b"'\"\\`$".contains(&byte)
}

fn item_bytes(item: &Item) -> Vec<u8> {
    match item {
        Item::Literal(text) => text.bytes().collect(),
        Item::Run { class, .. } => (0..128).filter(|b| class >> b & 1 == 1).collect(),
    }
}

/// Slots and where they stand, of the check as written.
fn places(check: &Check) -> Vec<(String, String)> {
    let places = crate::compile::places(check);
    places.split_whitespace().filter_map(|p| p.split_once('@')).map(|(s, p)| (s.into(), p.into())).collect()
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
    if url.contains(' ') {
        return Err(format!("`{url}` holds a space"));
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
        let value = value.as_str().ok_or(format!("header `{name}`: its value is no text"))?;
        if value.strip_prefix("Basic ").is_some_and(|pair| !pair.contains(':')) {
            return Err(format!("header `{name}`: what follows `Basic ` is a pair, `{{account}}:{{key}}`"));
        }
    }
    validate_slots(check, file)?;
    validate_curl(check)?;
    if check.when == When::First && check.socket.is_some() {
        return Err("a socket is another door: `when = \"hidden\"`".into());
    }
    if check.body.is_some() && check.post.is_none() {
        return Err("`body` goes with `post`".into());
    }
    if check.cost.is_empty() {
        return Err("`cost` is `free`, or a sentence".into());
    }
    check.facts.iter().try_for_each(|(name, spec)| validate_fact(name, spec))
}

fn validate_slots(check: &Check, file: &ProviderFile) -> Result<(), String> {
    let places = places(check);
    for (slot, place) in &places {
        let companion = file.companions.iter().find(|c| c.id == *slot);
        match companion {
            None if slot != KEY => {
                return Err(format!(
                    "`{{{slot}}}` is neither the key nor a `[[companion]]` (GraphQL: `{{ me }}`, with spaces)"
                ));
            }
            Some(c) if place == "host" && c.choices.is_empty() && !c.host => {
                return Err(format!(
                    "`{{{slot}}}` stands in the host: its companion needs `host = true`, or `choices`"
                ));
            }
            Some(c) if c.host && place != "host" => {
                return Err(format!("`{{{slot}}}` stands outside the host, and its companion says `host = true`"));
            }
            None if place == "host" => return Err("`{key}` stands in the host".into()),
            _ => {}
        }
    }
    if !places.iter().any(|(slot, _)| slot == KEY) {
        return Err("`{key}` stands nowhere".into());
    }
    let worlds = file.companions.iter().filter(|c| c.each && places.iter().any(|(slot, _)| *slot == c.id)).count();
    if worlds > 1 {
        return Err("two of its companions say `each`: worlds are asked along one line".into());
    }
    if concrete(check, file).len() > MOST_CHOICES {
        return Err(format!("its choices make more than {MOST_CHOICES} addresses"));
    }
    Ok(())
}

fn validate_curl(check: &Check) -> Result<(), String> {
    for (name, value) in &check.curl {
        if !CURL_OPTIONS.contains(&name.as_str()) {
            return Err(format!("curl option `{name}` is not one of {CURL_OPTIONS:?}"));
        }
        if value.as_str().is_none() && value.as_bool() != Some(true) {
            return Err(format!("curl option `{name}`: a text, or `true`"));
        }
    }
    if !check.curl.is_empty() && check.socket.is_some() {
        return Err("`curl` goes with `get` or `post`".into());
    }
    Ok(())
}

fn validate_fact(name: &str, spec: &toml::Value) -> Result<(), String> {
    if !FACTS.contains(&name) {
        return Err(format!("fact `{name}` is not in src/provider/fact.rs"));
    }
    let spec = spec.as_str().ok_or(format!("fact `{name}`: its path is no text"))?;
    if let Some(header) = spec.strip_prefix("header ") {
        let header = header.split(" | ").next().unwrap_or(header);
        if header.chars().any(|c| c.is_ascii_uppercase()) {
            return Err(format!("fact `{name}`: header names stand in lower case"));
        }
        return Ok(());
    }
    if let Some(pattern) = spec.strip_prefix("text ") {
        let pattern = pattern.split(" | ").next().unwrap_or(pattern);
        let two = pattern.split_once('*').is_some_and(|(before, after)| !before.is_empty() && !after.contains('*'));
        return if two { Ok(()) } else { Err(format!("fact `{name}`: `text BEFORE*AFTER`, with one star")) };
    }
    let (path, filter) = spec.split_once(" | ").unwrap_or((spec, ""));
    validate_path(path).map_err(|e| format!("fact `{name}`: {e}"))?;
    let filter = filter.split(' ').next().unwrap_or_default();
    if !["", "unix", "cents", "strip", "join", "keys"].contains(&filter) {
        return Err(format!("fact `{name}`: no filter is named `{filter}`"));
    }
    Ok(())
}

/// `error.code`, `data[].id`, `errors[0].code`, `.`.
fn validate_path(path: &str) -> Result<(), String> {
    let brackets = path.split('[').skip(1).all(|rest| {
        let (inner, after) = rest.split_once(']').unwrap_or(("x", ""));
        inner.bytes().all(|b| b.is_ascii_digit()) && (after.is_empty() || after.starts_with('.'))
    });
    if path.is_empty() || path.contains(' ') || !brackets {
        return Err(format!("path `{path}`: names with `.` between them, `[]` or `[0]` behind a list's"));
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
    let matched = !answer.body.is_empty() || answer.text.is_some() || !answer.header.is_empty();
    if answer.plain {
        if matched || answer.sure != Sure::Documented || state == State::Live {
            return Err(
                "`plain` is for a documented refusal that has no body: no `body`, `text` or `header` beside it".into(),
            );
        }
    } else if !matched && state != State::Unknown {
        return Err(format!(
            "`{}` by status alone: say what the body or a header must hold (or `plain = true`, where a document \
             names the bare status)",
            answer.verdict
        ));
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
        validate_path(path).and_then(|()| validate_condition(condition)).map_err(|e| format!("body `{path}`: {e}"))?;
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
                    "is" => value.as_str().is_some_and(|v| {
                        ["array", "object", "string", "number", "present", "null", "empty"].contains(&v)
                    }),
                    "at-most" | "at-least" => {
                        value.is_integer()
                            || value.is_float()
                            || value.as_str().is_some_and(|p| validate_path(p).is_ok())
                    }
                    "not" => value.is_str(),
                    _ => false,
                });
            if known { Ok(()) } else { Err("a table says `is`, `at-most`, `at-least` or `not`".into()) }
        }
        toml::Value::Array(any) => any.iter().try_for_each(validate_condition),
        toml::Value::Datetime(_) => Err("a date is no condition".into()),
        _ => Ok(()),
    }
}

/// Every recorded answer says where it is from and what it means, is named by a rule unless none speaks, and
/// among them is one that lives and one that is refused.
fn validate_recorded(entry: &Entry, answers: &Path) -> Result<(), String> {
    let folder = answers.join(&entry.id);
    let named: HashSet<_> = entry.file.answers.iter().flat_map(|a| a.recorded.as_slice()).collect();
    let (mut lives, mut refused) = (false, false);
    let mut files: Vec<_> = std::fs::read_dir(&folder)
        .map_err(|e| format!("tests/answers/{}: {e}", entry.id))?
        .filter_map(|f| f.ok().map(|f| f.file_name().to_string_lossy().into_owned()))
        .collect();
    files.sort();
    for case in files {
        let wrong = |reason: String| format!("tests/answers/{}/{case}: {reason}", entry.id);
        let text = std::fs::read(folder.join(&case)).map_err(|e| wrong(e.to_string()))?;
        let text = String::from_utf8_lossy(&text);
        let head = |field: &str| {
            let mut lines = text.lines().take_while(|l| l.starts_with('#'));
            lines.find_map(|l| l[1..].trim().strip_prefix(field)?.strip_prefix(':')).map(|v| v.trim().to_owned())
        };
        if head("source").is_none_or(|s| s.is_empty()) {
            return Err(wrong("no `# source:` on top".into()));
        }
        let expect = head("expect").ok_or_else(|| wrong("no `# expect:` on top".into()))?;
        let check = head("check").ok_or_else(|| wrong("no `# check:` on top".into()))?;
        if !entry.file.checks.iter().any(|c| c.id == check) {
            return Err(wrong(format!("`# check: {check}` is no `[[check]]`")));
        }
        for said in [Some(expect.clone()), head("expect-browser"), head("refusal")].into_iter().flatten() {
            if verdict::parse(&said.replacen(' ', ": ", 1)).is_none() {
                return Err(wrong(format!("`{said}` is no verdict of src/check/verdict.rs")));
            }
        }
        if !named.contains(&case) && !WITHOUT_RULE.contains(&expect.as_str()) {
            return Err(wrong(format!("it says `{expect}`, and no rule names it in `recorded`")));
        }
        lives |= expect == "live";
        refused |= expect.starts_with("dead") || expect == "unknown unconfirmed" || expect == "unknown elsewhere";
    }
    match (lives, refused) {
        (true, true) => Ok(()),
        (false, _) => Err(format!("no recorded answer in tests/answers/{} is `live`", entry.id)),
        (_, false) => Err(format!("no recorded answer in tests/answers/{} is a refusal", entry.id)),
    }
}
