//! `catalogue [SEED]`: all that is known, a JSON line a provider, with a made-up credential of each kind. The
//! browser tests and their server are derived from it.

use latchkey::check::plan;
use latchkey::provider::checks::{Access, Checks};
use latchkey::provider::{Item, Kind, Mark, PROVIDERS};
use latchkey::recognise::made_up::{made_up, made_up_value};
use latchkey::recognise::offline::{self, Told};
use serde_json::json;

fn main() {
    let seed: u64 = std::env::args().nth(1).and_then(|s| s.parse().ok()).unwrap_or(1);
    let checks = Checks::compiled_in();
    // Examples of one seed resemble each other across kinds: each kind has seeds of its own.
    let mut own = seed.wrapping_mul(1 << 16);
    let mut next = || {
        own += 1;
        own
    };
    for provider in *PROVIDERS {
        let known = checks.of(provider.id);
        let kinds: Vec<_> = provider
            .kinds
            .iter()
            .map(|kind| {
                let mark = match kind.mark {
                    Mark::Own => "own",
                    Mark::Shared => "shared",
                    Mark::None => "none",
                };
                let example = made_up(kind, next());
                json!({
                    "id": kind.id, "name": kind.name, "mark": mark, "env": kind.env, "secret": kind.secret,
                    "checkable": !kind.destinations().is_empty(),
                    "main": kind.main(), "needs": kind.needs(), "costs": kind.costs(),
                    "tells": tells(kind, &example), "example": example, "literals": literals(kind),
                })
            })
            .collect();
        let requests = plan::describe(provider, None, &checks);
        let companions: Vec<_> = provider
            .companions()
            .iter()
            .map(|c| {
                json!({
                    "id": c.id, "name": c.name, "choices": c.choices, "each": c.each, "host": c.host, "secret": c.secret,
                    "env": c.env, "example": c.forms.first().map(|form| made_up_value(form, seed)),
                })
            })
            .collect();
        println!(
            "{}",
            json!({
                "provider": provider.id, "name": provider.name, "env": provider.env, "hosts": provider.hosts,
                "access": known.map_or(Access::Unknown, |k| k.access).name(),
                "exposes": known.map(|k| &k.exposes), "kinds": kinds, "companions": companions, "requests": requests,
                "policy": provider.kinds.iter().flat_map(Kind::destinations).map(|d| d.url).collect::<Vec<_>>(),
            })
        );
    }
}

/// What every key of a kind has, and that tells nothing.
fn literals(kind: &Kind) -> Vec<String> {
    let text = |item: &Item| if let Item::Literal(text) = item { *text } else { "\0" };
    // A form may write its words letter by letter.
    let all = kind.forms.iter().map(|items| items.iter().map(text).collect::<String>());
    all.flat_map(|words| words.split('\0').map(str::to_owned).collect::<Vec<_>>()).filter(|w| !w.is_empty()).collect()
}

/// Names and numbers that stand in this credential and may be shown (`tests/offline.rs`).
fn tells(kind: &Kind, example: &str) -> Vec<String> {
    let text = |fact: offline::Fact| if let Told::Text(text) = fact.value { Some(text) } else { None };
    offline::facts(kind, example).into_iter().filter_map(text).collect()
}
