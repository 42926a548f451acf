//! What a key tells of itself, before anyone is asked: the one fact in its row, all of them beneath, and what is odd
//! about them.

use crate::browser::clock;
use crate::check::interpret::{self, date_of_unix};
use crate::check::untrusted::Untrusted;
use crate::recognise::offline::{Fact, Mode, Told};
use crate::ui::session::Row;
use crate::ui::words::{Words, words};
use leptos::prelude::*;

/// The facts that a row has room for, the most telling first.
const TELLING: &[&str] =
    &["expires", "account", "organisation", "project", "host", "issuer", "team", "user", "region", "created"];

/// All of them; none in the demonstration.
fn of(row: &Row) -> &[Fact] {
    row.finding.as_ref().map_or(&[], |finding| &finding.facts)
}

/// The most telling one, as text, and its name.
pub fn telling(row: &Row, w: &'static Words) -> Option<(String, &'static str)> {
    let fact = TELLING.iter().find_map(|name| of(row).iter().find(|fact| fact.name == *name))?;
    Some((text(&fact.value, w), fact.name))
}

/// All that no answer has told better.
pub fn list(row: &Row, answered: &[interpret::Fact]) -> Option<impl IntoView + use<>> {
    let w = words();
    let own = of(row).iter().filter(|own| answered.iter().all(|fact| fact.name != own.name));
    let rows: Vec<_> = own
        .map(|fact| {
            view! { <dt>{(w.row.fact)(fact.name)}</dt><dd><bdi data-fact=fact.name>{text(&fact.value, w)}</bdi></dd> }
        })
        .collect();
    (!rows.is_empty()).then(|| view! { <h3>{w.details().own_facts}</h3><dl class="facts">{rows}</dl> })
}

/// Whether it reaches no real data.
pub fn is_test(row: &Row) -> bool {
    of(row).iter().any(|fact| fact.value == Told::Mode(Mode::Test))
}

/// When it ended, by its own words. That is no verdict: nobody was asked.
pub fn ended(row: &Row) -> Option<String> {
    of(row).iter().find_map(|fact| match fact.value {
        Told::Time(end) if fact.name == "expires" && end < clock::seconds() => Some(date_of_unix(end)),
        _ => None,
    })
}

fn text(told: &Told, w: &'static Words) -> String {
    match told {
        Told::Text(text) => Untrusted::new(text).as_text().to_owned(),
        Told::Time(seconds) => date_of_unix(*seconds),
        Told::Mode(mode) => (w.row.mode)(*mode).to_owned(),
    }
}
