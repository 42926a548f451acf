//! What to ask for a key, as data: the requests, with slots where the secret goes.

use crate::provider::checks::{Check, Checks, ProviderChecks};
use crate::provider::{Kind, Provider};
use serde_json::{Value, json};

/// The requests for one kind of key, in the order in which they are asked.
pub struct Plan<'a> {
    /// The provider's access, exposed headers and answers.
    pub provider: &'a ProviderChecks,
    /// Decides the verdict. Its choices are still open: [`Plan::worlds`].
    pub main: &'a Check,
    /// Asked where the main one's answer could not be read.
    pub other_door: Option<&'a Check>,
    /// Asked once the main one said live, for facts alone.
    pub more: Vec<&'a Check>,
}

/// What is known of a companion whose values are a fixed set.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Choice<'v> {
    /// Nothing.
    Open,
    /// A name beside the key speaks for it: asked first.
    Likely(&'v str),
    /// The person chose it: asked alone.
    Made(&'v str),
}

impl<'a> Plan<'a> {
    /// The plan for a kind; none where the page has no check for it, or it may go nowhere.
    pub fn of(checks: &'a Checks, kind: &Kind) -> Option<Self> {
        let provider = checks.of(kind.provider().id)?;
        let fits = |c: &&Check| {
            c.off.is_none()
                && c.kinds.iter().any(|k| k == kind.id)
                && concrete(c, kind.provider()).iter().all(|chosen| allowed(&c.at(chosen), kind))
        };
        let mut first = provider.checks.iter().filter(|c| !c.hidden).filter(fits);
        let main = first.next()?;
        let more = first.filter(|c| c.cost == "free").collect();
        let other_door = provider.checks.iter().filter(|c| c.hidden).find(fits);
        Some(Self { provider, main, other_door, more })
    }
}

/// A check as it is sent: its choices made, one for each world that is to be asked, the likeliest first. Empty where a choice that is not asked one
/// after another is still open.
pub fn worlds<'v>(
    check: &Check,
    provider: &'static Provider,
    choice: &dyn Fn(&str) -> Choice<'v>,
) -> Vec<(Vec<Chosen>, Check)> {
    let out: Vec<_> = concrete(check, provider)
        .into_iter()
        .filter(|chosen| {
            chosen.iter().all(|(slot, value)| match choice(slot) {
                Choice::Made(made) => made == *value,
                Choice::Likely(likely) if check.worlds.as_deref() != Some(slot) => likely == *value,
                Choice::Open => check.worlds.as_deref() == Some(slot),
                Choice::Likely(_) => true,
            })
        })
        .map(|chosen| (chosen.clone(), check.at(&chosen)))
        .collect();
    // The order of the file stays among equals.
    let likely =
        |(chosen, _): &(Vec<Chosen>, Check)| chosen.iter().any(|(slot, value)| choice(slot) == Choice::Likely(value));
    let (mut first, rest): (Vec<_>, Vec<_>) = out.into_iter().partition(likely);
    first.extend(rest);
    first
}

/// A slot and the choice that fills it.
pub type Chosen = (&'static str, &'static str);

/// Every way of filling the slots of a check that have a fixed set of choices, in the file's order; one, empty,
/// where there are none.
pub fn concrete(check: &Check, provider: &'static Provider) -> Vec<Vec<Chosen>> {
    let slots = check.slots();
    let mut out = vec![Vec::new()];
    for companion in provider.companions().iter().filter(|c| !c.choices.is_empty()) {
        if slots.iter().any(|slot| slot == companion.id) {
            let with = |chosen: &Vec<Chosen>| {
                companion.choices.iter().map(|choice| [&chosen[..], &[(companion.id, *choice)]].concat()).collect()
            };
            out = out.iter().flat_map(|chosen| -> Vec<_> { with(chosen) }).collect();
        }
    }
    out
}

/// Whether the tables compiled into the page let this kind of key go to this check's address, its choices made,
/// with every slot in its place. The file of checks is fetched: it alone must not decide where a key goes.
pub fn allowed(check: &Check, kind: &Kind) -> bool {
    let url = check.url.split('?').next().unwrap_or_default();
    let places = check.places();
    kind.destinations().iter().any(|d| d.url == url && d.places == places)
}

/// The distinct requests of a provider, or of one of its kinds, in the file's order, one for each choice, as the
/// driver `examples/plan.rs` prints them.
pub fn describe(provider: &'static Provider, kind: Option<&Kind>, checks: &Checks) -> Vec<Value> {
    let Some(known) = checks.of(provider.id) else { return Vec::new() };
    let wanted = |c: &&Check| kind.is_none_or(|k| c.kinds.iter().any(|id| id == k.id));
    let mut out: Vec<Value> = Vec::new();
    for check in known.checks.iter().filter(wanted) {
        for chosen in concrete(check, provider) {
            out.push(describe_check(provider.id, known, &check.at(&chosen), &chosen));
        }
    }
    out
}

fn describe_check(provider: &str, known: &ProviderChecks, check: &Check, chosen: &[Chosen]) -> Value {
    let headers: serde_json::Map<_, _> = check.headers.iter().map(|(n, v)| (n.clone(), json!(v))).collect();
    let mut out = json!({
        "provider": provider,
        "check": check.id,
        "method": check.method,
        "url": check.url,
        "headers": headers,
        "body": check.body,
        "slots": check.slots(),
        "cost": check.cost,
        "browser": check.access.unwrap_or(known.access).name(),
        "kinds": check.kinds,
        "when": if check.hidden { "hidden" } else { "first" },
        "page": check.off.is_none(),
    });
    if let Some(why) = check.off {
        out["off"] = json!(why.name());
    }
    if let Some(companion) = &check.worlds {
        out["world"] = json!(chosen.iter().find(|(slot, _)| slot == companion).map(|(_, choice)| choice));
    }
    if !check.curl.is_empty() {
        out["curl"] = json!(check.curl.iter().cloned().collect::<std::collections::BTreeMap<_, _>>());
    }
    if check.is_socket() {
        out["protocols"] = json!(check.protocols);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::provider::find;

    fn hosts(choice: Choice<'_>) -> Vec<String> {
        let checks = Checks::compiled_in();
        let moonshot = find("moonshot").expect("in the catalogue");
        let check = checks.of("moonshot").and_then(|c| c.check("balance")).expect("a check of it");
        worlds(check, moonshot, &|_| choice).into_iter().map(|(_, check)| check.host().to_owned()).collect()
    }

    #[test]
    fn worlds_are_asked_in_the_files_order_the_likely_one_first_the_chosen_one_alone() {
        assert_eq!(hosts(Choice::Open), ["api.moonshot.ai", "api.moonshot.cn"]);
        assert_eq!(hosts(Choice::Likely("api.moonshot.cn")), ["api.moonshot.cn", "api.moonshot.ai"]);
        assert_eq!(hosts(Choice::Made("api.moonshot.cn")), ["api.moonshot.cn"]);
        assert!(hosts(Choice::Made("evil.example")).is_empty());
    }

    #[test]
    fn a_check_that_differs_from_the_tables_is_not_sent() {
        let checks = Checks::compiled_in();
        let kind = find("moonshot").and_then(|p| p.kinds.iter().find(|k| k.id == "api")).expect("in the catalogue");
        let check = checks.of("moonshot").and_then(|c| c.check("balance")).expect("a check of it");
        let at = check.at(&[("platform", "api.moonshot.cn")]);
        assert!(allowed(&at, kind));
        assert!(!allowed(check, kind), "a choice is still open");
        assert!(!allowed(&check.at(&[("platform", "evil.example")]), kind));
        let header = |name: &str| Check { headers: vec![(name.into(), "Bearer {key}".into())], ..at.clone() };
        assert!(!allowed(&header("x-elsewhere"), kind));
        let twice = Check { url: format!("{}?k={{key}}", at.url), ..at.clone() };
        assert!(!allowed(&twice, kind), "the key stands in a second place");
    }
}
