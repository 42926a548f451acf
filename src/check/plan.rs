//! What to ask for a key, as data: the requests, with slots where the secret goes.

use crate::provider::checks::{Check, Checks, ProviderChecks};
use crate::provider::{Kind, Provider};
use serde_json::{Value, json};

/// The slot that stands for the secret in URLs, headers, bodies and subprotocols.
pub const KEY: &str = "{key}";

/// The requests for one kind of key, in the order in which they are asked.
pub struct Plan<'a> {
    /// The provider's access, exposed headers and answers.
    pub provider: &'a ProviderChecks,
    /// Decides the verdict.
    pub main: &'a Check,
    /// Asked where the main one's answer could not be read.
    pub other_door: Option<&'a Check>,
    /// Asked once the main one said live, for facts alone.
    pub more: Vec<&'a Check>,
}

impl<'a> Plan<'a> {
    /// The plan for a kind; none where the page has no check for it, or it may go nowhere.
    pub fn of(checks: &'a Checks, kind: &Kind) -> Option<Self> {
        let provider = checks.of(kind.provider().id)?;
        let fits = |c: &&Check| c.page && c.kinds.iter().any(|k| k == kind.id) && allowed(c, kind);
        let mut first = provider.checks.iter().filter(|c| !c.hidden).filter(fits);
        let main = first.next()?;
        let more = first.filter(|c| c.cost == "free").collect();
        let other_door = provider.checks.iter().filter(|c| c.hidden).find(fits);
        Some(Self { provider, main, other_door, more })
    }
}

/// Whether the tables compiled into the page let this kind of key go to this check's address, in this place.
/// The file of checks is fetched: it alone must not decide where a key goes.
pub fn allowed(check: &Check, kind: &Kind) -> bool {
    let url = check.url.split('?').next().unwrap_or_default();
    kind.destinations.iter().any(|d| d.url == url && d.place == check.place)
        && !check.headers.iter().any(|(name, value)| value.contains(KEY) && *name != check.place)
}

/// The distinct requests of a provider, or of one of its kinds, in the file's order, as the driver
/// `examples/plan.rs` prints them.
pub fn describe(provider: &Provider, kind: Option<&Kind>, checks: &Checks) -> Vec<Value> {
    let Some(known) = checks.of(provider.id) else { return Vec::new() };
    let wanted = |c: &&Check| kind.is_none_or(|k| c.kinds.iter().any(|id| id == k.id));
    known.checks.iter().filter(wanted).map(|c| describe_check(provider.id, known, c)).collect()
}

fn describe_check(provider: &str, known: &ProviderChecks, check: &Check) -> Value {
    let headers: serde_json::Map<_, _> = check.headers.iter().map(|(n, v)| (n.clone(), json!(v))).collect();
    let mut out = json!({
        "provider": provider,
        "check": check.id,
        "method": check.method,
        "url": check.url,
        "headers": headers,
        "body": check.body,
        "slots": ["key"],
        "cost": check.cost,
        "browser": known.access.name(),
        "kinds": check.kinds,
        "when": if check.hidden { "hidden" } else { "first" },
    });
    if check.is_socket() {
        out["protocols"] = json!(check.protocols);
    }
    out
}
