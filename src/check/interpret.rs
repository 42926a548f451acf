//! One answer from one host in, verdict and facts out. The same function judges a live answer, a recorded one,
//! one pasted back from `curl`, and the page's demonstration.

use super::answer::{Answer, Response, Socket};
use super::untrusted::Untrusted;
use super::verdict::{Cause, State};
use crate::civil;
use crate::credential::Secret;
use crate::provider::checks::{Check, ProviderChecks, Rule};
use serde_json::{Map, Value, json};

/// Who looks at the answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum View {
    /// `curl`: every header is seen.
    Whole,
    /// A page: the headers that the provider exposes, and the few that every page may read.
    Page,
}

/// Response headers that a page of another origin may always read.
/// <https://fetch.spec.whatwg.org/#cors-safelisted-response-header-name>, 2026-11
const ALWAYS_READABLE: &[&str] =
    &["cache-control", "content-language", "content-length", "content-type", "expires", "last-modified", "pragma"];

/// Characters of a provider's message that are shown as evidence.
const MESSAGE_LIMIT: usize = 300;

/// The judgement of one answer.
#[derive(Clone, PartialEq, Debug)]
pub struct Reading {
    /// What can be said of the key.
    pub state: State,
    /// Why; none for live.
    pub cause: Option<Cause>,
    /// The check's id.
    pub check: String,
    /// The host that spoke.
    pub host: String,
    /// What the answer tells of the key, in the file's order.
    pub facts: Vec<Fact>,
    /// What the verdict rests on.
    pub evidence: Evidence,
    /// A sentence of the provider's file on this very answer.
    pub says: Option<String>,
}

/// What a verdict rests on.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Evidence {
    /// HTTP status, or a socket's close code.
    pub status: Option<u16>,
    /// The provider's own code.
    pub code: Option<Untrusted>,
    /// The provider's own words, with the key taken out.
    pub message: Option<Untrusted>,
    /// The rule of the provider's file that fitted.
    pub rule: Option<String>,
    /// What this host's refusal means, should every other world of the provider refuse the key too.
    pub refusal: Option<Cause>,
}

/// Something that an answer tells of a key.
#[derive(Clone, PartialEq, Debug)]
pub struct Fact {
    /// One of [`crate::provider::fact::FACTS`].
    pub name: String,
    /// What was found.
    pub value: FactValue,
}

/// A fact's value.
#[derive(Clone, PartialEq, Debug)]
pub enum FactValue {
    /// Text, or a date as ISO 8601.
    Text(Untrusted),
    /// A number as the provider wrote it.
    Number(serde_json::Number),
    /// Yes or no.
    Bool(bool),
    /// Several.
    List(Vec<Untrusted>),
}

/// Judges an answer to one check. Whatever it echoes of `secrets` is taken out of what is kept.
pub fn interpret<'s>(
    provider: &ProviderChecks,
    check: &Check,
    answer: &Answer,
    view: View,
    secrets: impl IntoIterator<Item = &'s Secret>,
) -> Reading {
    let secrets: Vec<_> = secrets.into_iter().collect();
    judge(provider, check, answer, view, &secrets)
}

fn judge(provider: &ProviderChecks, check: &Check, answer: &Answer, view: View, secrets: &[&Secret]) -> Reading {
    let seen = Seen::new(provider, answer, view);
    let rule = provider.answers.iter().find(|rule| seen.fits(rule, check));
    let (mut state, mut cause) = rule.map_or_else(|| seen.without_rule(), Rule::verdict);
    let mut evidence = seen.evidence(state, secrets);
    evidence.rule = rule.map(|r| r.id.clone());
    if state == State::Dead && check.worlds.is_some() {
        // One world's no: `conclude::over_worlds` has the last word.
        evidence.refusal = cause;
        (state, cause) = (State::Unknown, Some(Cause::Elsewhere));
    }
    let facts = match state {
        State::Live | State::Limited => seen.facts(check, secrets),
        State::Dead | State::Unknown => Vec::new(),
    };
    Reading {
        state,
        cause,
        check: check.id.clone(),
        host: check.host().to_owned(),
        facts,
        evidence,
        says: rule.and_then(|r| r.says.clone()),
    }
}

/// Judges an answer whose check is not known: the checks are tried in the file's order, and the first with a
/// rule that fits speaks; where none does, the first of the answer's sort.
pub fn interpret_any(provider: &ProviderChecks, answer: &Answer, view: View) -> Option<Reading> {
    let socket = matches!(answer, Answer::Socket(_));
    let mut readings =
        provider.checks.iter().filter(|c| c.is_socket() == socket).map(|c| judge(provider, c, answer, view, &[]));
    let first = readings.next()?;
    if first.evidence.rule.is_some() {
        return Some(first);
    }
    Some(readings.find(|r| r.evidence.rule.is_some()).unwrap_or(first))
}

impl Reading {
    /// As the driver `examples/interpret.rs` prints it.
    pub fn to_json(&self, provider: &str) -> Value {
        let facts: Map<_, _> = self.facts.iter().map(|f| (f.name.clone(), f.value.to_json())).collect();
        json!({
            "provider": provider,
            "check": self.check,
            "state": self.state.name(),
            "cause": self.cause.map(Cause::name),
            "host": self.host,
            "facts": facts,
            "evidence": {
                "status": self.evidence.status,
                "code": self.evidence.code.as_ref().map(Untrusted::as_text),
                "message": self.evidence.message.as_ref().map(Untrusted::as_text),
                "rule": self.evidence.rule,
                "refusal": self.evidence.refusal.map(|cause| format!("dead: {}", cause.name())),
            },
            "says": self.says,
        })
    }
}

impl FactValue {
    /// As JSON.
    pub fn to_json(&self) -> Value {
        match self {
            Self::Text(text) => json!(text.as_text()),
            Self::Number(number) => json!(number),
            Self::Bool(yes) => json!(yes),
            Self::List(list) => json!(list.iter().map(Untrusted::as_text).collect::<Vec<_>>()),
        }
    }
}

/// An answer, taken apart once for all rules.
struct Seen<'a> {
    /// What rules match their `status` against.
    status: Option<u16>,
    headers: Vec<&'a (String, String)>,
    /// The body, the socket's first event, or its close reason.
    text: &'a str,
    json: Option<Value>,
    socket: Option<&'a Socket>,
}

impl<'a> Seen<'a> {
    fn new(provider: &ProviderChecks, answer: &'a Answer, view: View) -> Self {
        match answer {
            Answer::Http(response) => {
                let readable = |name: &str| {
                    view == View::Whole
                        || ALWAYS_READABLE.contains(&name)
                        || provider.exposes.iter().any(|e| e == name || e == "*")
                };
                let Response { status, headers, body } = response;
                Self {
                    status: Some(*status),
                    headers: headers.iter().filter(|(name, _)| readable(name)).collect(),
                    text: body,
                    json: serde_json::from_str(body).ok(),
                    socket: None,
                }
            }
            Answer::Socket(socket) => {
                let event = socket.events.first().map(String::as_str);
                let reason = socket.close.as_ref().map_or("", |(_, reason)| reason);
                Self {
                    status: if event.is_some() { Some(101) } else { socket.close.as_ref().map(|(code, _)| *code) },
                    headers: Vec::new(),
                    text: event.unwrap_or(reason),
                    json: event.and_then(|e| serde_json::from_str(e).ok()),
                    socket: Some(socket),
                }
            }
        }
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }

    fn fits(&self, rule: &Rule, check: &Check) -> bool {
        self.status.is_some_and(|s| rule.status.contains(&s))
            && (rule.checks.is_empty() || rule.checks.contains(&check.id))
            && rule.body.iter().all(|(path, wanted)| {
                self.json.as_ref().is_some_and(|json| {
                    let found = walk(json, path);
                    if wanted.get("is").is_some_and(|is| is == "null") {
                        return found.iter().all(|v| v.is_null());
                    }
                    found.iter().any(|v| meets(v, wanted, json))
                })
            })
            && (rule.text.is_empty() || rule.text.iter().any(|p| matches(p, self.text)))
            && rule
                .header
                .iter()
                .all(|(name, any)| self.header(name).is_some_and(|value| any.iter().any(|p| matches(p, value))))
    }

    /// What an answer means that no rule of the file fits.
    fn without_rule(&self) -> (State, Option<Cause>) {
        let cause = match self.status {
            _ if self.socket.is_some() => Cause::Hidden,
            Some(429) => Cause::RateLimited,
            Some(500..=599) => Cause::ProviderError,
            _ => Cause::Unexpected,
        };
        (State::Unknown, Some(cause))
    }

    fn evidence(&self, state: State, secrets: &[&Secret]) -> Evidence {
        let status = match self.socket {
            Some(socket) => socket.close.as_ref().map(|(code, _)| *code),
            None => self.status,
        };
        if state == State::Live {
            return Evidence { status, ..Evidence::default() };
        }
        let clean = |text: String| Untrusted::new(&redacted(&text, secrets)).shortened(MESSAGE_LIMIT);
        let code = self.json.as_ref().and_then(|json| first_text(json, CODE_PATHS, |t| !t.contains(' ')));
        let message = match &self.json {
            Some(json) => first_text(json, MESSAGE_PATHS, |_| true),
            None => plain_message(self.text),
        };
        Evidence { status, code: code.map(clean), message: message.map(clean), ..Evidence::default() }
    }

    fn facts(&self, check: &Check, secrets: &[&Secret]) -> Vec<Fact> {
        check
            .facts
            .iter()
            .filter_map(|(name, spec)| {
                let value = self.fact(spec, secrets)?;
                Some(Fact { name: name.clone(), value })
            })
            .collect()
    }

    fn fact(&self, spec: &str, secrets: &[&Secret]) -> Option<FactValue> {
        let (path, filter) = spec.split_once(" | ").unwrap_or((spec, ""));
        if let Some(name) = path.strip_prefix("header ") {
            return read(&[&Value::String(self.header(name)?.to_owned())], false, filter, None, secrets);
        }
        if let Some((before, after)) = path.strip_prefix("text ").and_then(|p| p.split_once('*')) {
            let (_, rest) = self.text.split_once(before)?;
            let found = if after.is_empty() { rest } else { rest.split_once(after)?.0 };
            return read(&[&Value::String(found.trim().to_owned())], false, filter, None, secrets);
        }
        let json = self.json.as_ref()?;
        let joined = filter.strip_prefix("join ").map(|other| walk(json, other));
        read(&walk(json, path), path.contains("[]"), filter, joined.as_deref(), secrets)
    }
}

/// Values found at a fact's path, filtered and with the secret taken out. Nothing, where there is nothing to say.
fn read(
    found: &[&Value],
    several: bool,
    filter: &str,
    joined: Option<&[&Value]>,
    secrets: &[&Secret],
) -> Option<FactValue> {
    let clean = |text: &str| Untrusted::new(&redacted(text, secrets));
    if filter == "keys" {
        let granted = |v: &Value| !matches!(v, Value::Null | Value::Bool(false));
        let tables = found.iter().filter_map(|v| v.as_object()).flatten();
        let list: Vec<_> = tables.filter(|(_, v)| granted(v)).map(|(name, _)| clean(name)).collect();
        return (!list.is_empty()).then_some(FactValue::List(list));
    }
    let mut values = found.iter().enumerate().filter(|(_, v)| !v.is_null() && !v.is_object());
    if several {
        let list: Vec<_> = values
            .filter_map(|(at, v)| {
                let mut text = scalar_text(v, filter)?;
                if let Some(other) = joined.and_then(|j| j.get(at)).and_then(|v| scalar_text(v, "")) {
                    text = format!("{text} {other}");
                }
                Some(clean(&text))
            })
            .collect();
        return (!list.is_empty()).then_some(FactValue::List(list));
    }
    let (_, value) = values.next()?;
    if let Value::Array(list) = value {
        let list: Vec<_> = list.iter().filter_map(|v| scalar_text(v, filter)).map(|t| clean(&t)).collect();
        return (!list.is_empty()).then_some(FactValue::List(list));
    }
    match value {
        Value::Bool(yes) => Some(FactValue::Bool(*yes)),
        Value::Number(number) if filter.is_empty() => Some(FactValue::Number(number.clone())),
        _ => {
            let mut text = scalar_text(value, filter)?;
            if let Some(other) = joined.and_then(|j| j.first()).and_then(|v| scalar_text(v, "")) {
                text = format!("{text} {other}");
            }
            (!text.is_empty()).then(|| FactValue::Text(clean(&text)))
        }
    }
}

fn redacted(text: &str, secrets: &[&Secret]) -> String {
    secrets.iter().fold(text.to_owned(), |text, secret| secret.redact(&text))
}

fn scalar_text(value: &Value, filter: &str) -> Option<String> {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Bool(yes) => yes.to_string(),
        Value::Null | Value::Array(_) | Value::Object(_) => return None,
    };
    let (name, argument) = filter.split_once(' ').unwrap_or((filter, ""));
    match name {
        "strip" => Some(text.strip_prefix(argument).unwrap_or(&text).to_owned()),
        "unix" => {
            let seconds: i64 = text.split('.').next()?.parse().ok()?;
            (seconds > 0).then(|| date_of_unix(seconds))
        }
        "cents" => {
            let cents: i64 = text.parse().ok()?;
            Some(format!("{}.{:02}", cents / 100, cents.abs() % 100))
        }
        _ => Some(text),
    }
}

/// `2026-11-25 14:02 UTC` for seconds since 1970.
pub fn date_of_unix(seconds: i64) -> String {
    let (year, month, day) = civil::date(seconds.div_euclid(86_400));
    let (hour, minute) = (seconds.rem_euclid(86_400) / 3600, seconds.rem_euclid(3600) / 60);
    format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02} UTC")
}

const CODE_PATHS: &[&str] = &[
    "error.details[].reason",
    "error.code",
    "error.type",
    "error.status",
    "detail.status",
    "detail.code",
    "code",
    "error_code",
    "fault.detail.errorcode",
    "error",
    "type",
];

const MESSAGE_PATHS: &[&str] = &[
    "error.message",
    "message",
    "error_description",
    "error",
    "detail.message",
    "detail",
    "errors[].message",
    "msg",
    "fault.faultstring",
];

fn first_text(json: &Value, paths: &[&str], good: fn(&str) -> bool) -> Option<String> {
    // A code in words says more than the status repeated as a number.
    let words = |v: &&Value| v.as_str().is_some_and(|t| !t.is_empty() && good(t));
    let found = |wanted: fn(&Value) -> Option<String>, pick: &dyn Fn(&&Value) -> bool| {
        paths.iter().find_map(|path| walk(json, path).into_iter().find(pick).and_then(wanted))
    };
    found(|v| v.as_str().map(str::to_owned), &words)
        .or_else(|| found(|v| Some(v.to_string()), &|v: &&Value| v.is_number()))
}

/// The words of a body that is no JSON: a page's title, or the first line of plain text.
fn plain_message(text: &str) -> Option<String> {
    let text = text.trim();
    let start: String = text.chars().take(20_000).collect();
    let lower = start.to_ascii_lowercase();
    let words = if lower.starts_with('<') {
        let from = lower.find("<title")?;
        let from = from + lower[from..].find('>')? + 1;
        let to = from + lower[from..].find('<')?;
        start[from..to].trim()
    } else {
        start.lines().next().unwrap_or_default().trim()
    };
    (!words.is_empty()).then(|| words.to_owned())
}

/// Every value at a path: `error.code`, `data[].id`, `errors[0].code`, `[].id`, `.` for the whole. A name that
/// holds a dot has a backslash before it.
fn walk<'v>(json: &'v Value, path: &str) -> Vec<&'v Value> {
    let mut here = vec![json];
    if path == "." {
        return here;
    }
    let mut rest = Some(path);
    while let Some(path) = rest {
        let (step, after) = step(path);
        rest = after;
        let (name, list) = match step.strip_suffix(']').and_then(|s| s.rsplit_once('[')) {
            Some((name, index)) => (name, Some(index)),
            None => (step.as_str(), None),
        };
        if !name.is_empty() {
            here = here.into_iter().filter_map(|v| v.get(name)).collect();
        }
        match list.map(str::parse::<usize>) {
            None => {}
            Some(Ok(index)) => here = here.into_iter().filter_map(|v| v.get(index)).collect(),
            Some(Err(_)) => here = here.into_iter().filter_map(Value::as_array).flatten().collect(),
        }
    }
    here
}

/// The first step of a path, and the path behind it.
fn step(path: &str) -> (String, Option<&str>) {
    let mut name = String::new();
    let mut escaped = false;
    for (at, c) in path.char_indices() {
        match c {
            '\\' if !escaped => escaped = true,
            '.' if !escaped => return (name, Some(&path[at + 1..])),
            c => {
                name.push(c);
                escaped = false;
            }
        }
    }
    (name, None)
}

fn meets(value: &Value, wanted: &Value, whole: &Value) -> bool {
    match wanted {
        Value::String(pattern) => value.as_str().is_some_and(|text| matches(pattern, text)),
        Value::Array(any) => any.iter().any(|w| meets(value, w, whole)),
        Value::Object(table) => table.iter().all(|(what, argument)| match what.as_str() {
            "is" => match argument.as_str() {
                Some("array") => value.is_array(),
                Some("object") => value.is_object(),
                Some("string") => value.is_string(),
                Some("number") => value.is_number(),
                Some("present") => !value.is_null(),
                Some("empty") => [json!(""), json!([]), json!({})].contains(value),
                _ => false,
            },
            "at-most" => number(value).zip(limit(argument, whole)).is_some_and(|(v, a)| v <= a),
            "at-least" => number(value).zip(limit(argument, whole)).is_some_and(|(v, a)| v >= a),
            "not" => !meets(value, argument, whole),
            _ => false,
        }),
        Value::Number(number) => value.as_f64().zip(number.as_f64()).is_some_and(|(v, n)| (v - n).abs() < f64::EPSILON),
        Value::Bool(_) | Value::Null => value == wanted,
    }
}

/// A number, also where it stands as text: `"0.00"`.
fn number(value: &Value) -> Option<f64> {
    value.as_f64().or_else(|| value.as_str()?.trim().parse().ok())
}

/// What a number is measured by: another one, or the one at a path of the same answer.
fn limit(argument: &Value, whole: &Value) -> Option<f64> {
    match argument.as_str() {
        Some(path) => walk(whole, path).first().copied().and_then(number),
        None => argument.as_f64(),
    }
}

/// Whether a pattern, in which `*` stands for anything, fits the whole text.
fn matches(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(rest) = text.strip_prefix(parts.next().unwrap_or_default()) else { return false };
    let mut rest = rest;
    let mut parts = parts.peekable();
    if parts.peek().is_none() {
        return rest.is_empty();
    }
    while let Some(part) = parts.next() {
        if parts.peek().is_none() {
            return rest.ends_with(part);
        }
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_anything() {
        for (pattern, text, fits) in [
            ("abc", "abc", true),
            ("abc", "abcd", false),
            ("abc*", "abcd", true),
            ("*bc*", "abcd", true),
            ("*d", "abcd", true),
            ("a*c*e", "abcde", true),
            ("a*c*e", "abde", false),
            ("*", "", true),
            ("a*a", "a", false),
        ] {
            assert_eq!(matches(pattern, text), fits, "{pattern} {text}");
        }
    }

    #[test]
    fn paths_walk_objects_and_lists() {
        let json = json!({"error": {"details": [{"a": 1}, {"reason": "R"}]}, "data": [{"id": "x"}, {"id": "y"}]});
        assert_eq!(walk(&json, "error.details[].reason"), [&json!("R")]);
        assert_eq!(walk(&json, "data[].id"), [&json!("x"), &json!("y")]);
        assert_eq!(walk(&json!([{"id": 1}]), "[].id"), [&json!(1)]);
        assert!(walk(&json, "error.none").is_empty());
        assert_eq!(walk(&json, "data[1].id"), [&json!("y")]);
        assert_eq!(walk(&json!([{"a.b": 1}]), "[0].a\\.b"), [&json!(1)]);
    }

    #[test]
    fn numbers_are_measured_by_numbers_and_by_each_other() {
        let whole = json!({"used": "1000.0", "limit": 1000, "none": []});
        let fits = |path: &str, wanted: Value| walk(&whole, path).iter().any(|v| meets(v, &wanted, &whole));
        assert!(fits("used", json!({"at-least": "limit"})));
        assert!(fits("limit", json!({"at-most": 1000})));
        assert!(!fits("limit", json!({"at-least": 1001})));
        assert!(!fits("used", json!({"at-least": "nothing.there"})));
        assert!(fits("none", json!({"is": "empty"})));
    }

    #[test]
    fn dates_of_unix_seconds() {
        assert_eq!(date_of_unix(0), "1970-01-01 00:00 UTC");
        assert_eq!(date_of_unix(1_709_210_096), "2024-02-29 12:34 UTC");
        assert_eq!(date_of_unix(4_102_444_799), "2099-12-31 23:59 UTC");
    }

    #[test]
    fn the_words_of_a_body_that_is_no_json() {
        assert_eq!(plain_message("<html><TITLE>Sign in</title>").as_deref(), Some("Sign in"));
        assert_eq!(plain_message("Retry later\nmore").as_deref(), Some("Retry later"));
        assert_eq!(plain_message("<html></html>"), None);
    }
}
