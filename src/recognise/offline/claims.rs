//! What stands in JSON inside a value.

use super::{Facts, Offline};
use crate::recognise::token;
use serde_json::Value;

/// How a claim is written.
#[derive(Clone, Copy, PartialEq)]
enum As {
    /// Text, a number, or a list of such.
    Words,
    /// Seconds since 1970, whole or not.
    Seconds,
    /// An address of which the host counts.
    Host,
}

use As::{Host, Seconds, Words};

/// A claim, the fact it is, and how it is written; `m.r` is `r` within `m`, and a key that holds a dot is tried
/// as it is first.
type Claim = (&'static str, &'static str, As);

const JWT: &[Claim] = &[
    ("iss", "issuer", Words),
    ("sub", "subject", Words),
    ("aud", "audience", Words),
    ("ref", "project", Words),
    ("role", "role", Words),
    ("scope", "scopes", Words),
    ("scp", "scopes", Words),
    ("scopes", "scopes", Words),
    ("iat", "created", Seconds),
    ("exp", "expires", Seconds),
];

/// The claims of a kind's own making.
fn claims(rule: Offline) -> &'static [Claim] {
    match rule {
        Offline::Mapbox => &[("u", "user", Words), ("scopes", "scopes", Words), ("exp", "expires", Seconds)],
        Offline::Snyk => &[("h", "host", Words), ("e", "expires", Seconds)],
        Offline::Monday => &[("uid", "user", Words), ("actid", "account", Words), ("rgn", "region", Words)],
        Offline::Turso => &[("a", "scopes", Words), ("iat", "created", Seconds), ("exp", "expires", Seconds)],
        Offline::Minimax => &[("GroupID", "organisation", Words), ("exp", "expires", Seconds)],
        Offline::GrafanaCloud => &[("o", "organisation", Words), ("n", "name", Words), ("m.r", "region", Words)],
        Offline::GrafanaLegacy => &[("id", "organisation", Words), ("n", "name", Words)],
        Offline::Sentry => &[("url", "host", Host), ("org", "organisation", Words), ("iat", "created", Seconds)],
        Offline::OnePassword => &[("signInAddress", "host", Host), ("email", "account", Words)],
        Offline::Qstash => &[("UserID", "user", Words)],
        Offline::Miro => &[("miro.origin", "region", Words)],
        Offline::Comet => &[("baseUrl", "host", Host)],
        _ => JWT,
    }
}

pub(super) fn payload(rule: Offline, value: &str, out: &mut Facts) {
    for json in token::json(value).flatten() {
        for (path, name, form) in claims(rule) {
            let found = json.get(path).or_else(|| path.split('.').try_fold(&json, |json, key| json.get(key)));
            if let Some(found) = found {
                put(out, name, found, *form);
            }
        }
    }
}

fn put(out: &mut Facts, name: &'static str, found: &Value, form: As) {
    match form {
        Words => out.text(name, words(found)),
        Seconds => out.time(name, seconds(found)),
        Host => {
            let text = words(found);
            let host = text.split_once("://").map_or(text.as_str(), |(_, rest)| rest);
            out.text(name, host.split('/').next().unwrap_or_default());
        }
    }
}

fn words(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Array(all) => all.iter().map(words).filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" "),
        _ => String::new(),
    }
}

#[allow(clippy::cast_possible_truncation, reason = "what is no time is dropped by Facts::time")]
fn seconds(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_f64().map(|seconds| seconds as i64))
}

/// Each caveat narrows: its kind's number first (0 times, 1 projects, 3 user), or, in older tokens, permissions.
pub(super) fn caveats(value: &str, out: &mut Facts) -> Option<()> {
    let macaroon = token::macaroon(value.split_once('-')?.1)?;
    for caveat in macaroon.caveats {
        let Ok(caveat) = serde_json::from_slice::<Value>(&caveat) else { continue };
        let at = |place: usize| caveat.get(place).unwrap_or(&Value::Null);
        match caveat.get(0).and_then(Value::as_u64) {
            Some(0) => {
                out.time("expires", seconds(at(1)));
            }
            Some(1) => out.text("project", words(at(1))),
            Some(3) => out.text("user", words(at(1))),
            Some(_) => {}
            None => {
                let permissions = caveat.get("permissions").unwrap_or(&Value::Null);
                out.text("scopes", words(permissions));
                out.text("project", words(permissions.get("projects").unwrap_or(&Value::Null)));
            }
        }
    }
    Some(())
}
