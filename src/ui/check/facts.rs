//! What an answer tells of a key: the one fact in its row, and all of them beneath.

use super::own_facts;
use crate::check::interpret::{Fact, FactValue};
use crate::check::untrusted::Untrusted;
use crate::ui::reactive;
use crate::ui::session::Row;
use crate::ui::words::{Words, words};
use leptos::prelude::*;
use std::sync::Arc;

/// The facts that a row has room for, the most telling first.
const TELLING: &[&str] = &[
    "balance",
    "credit-left",
    "credits-used",
    "expires",
    "scopes",
    "organisation",
    "account",
    "user",
    "name",
    "project",
    "plan",
    "models",
];

/// Lists longer than this can be searched.
const SHORT: usize = 12;

/// Used up and allowed: what is drawn as a meter. The first is what is left, or, where the flag says so, used.
const METERS: &[(&str, &str, bool)] = &[
    ("left-requests", "limit-requests", false),
    ("left-tokens", "limit-tokens", false),
    ("credit-left", "credit-limit", false),
    ("credits-used", "credits-limit", true),
];

/// The one fact of the row.
pub fn cell(row: Arc<Row>) -> impl IntoView {
    reactive::view(move || {
        let w = words();
        let progress = row.progress.read();
        let facts = progress.verdict().map_or(&[][..], |v| &v.reading.facts);
        let fact = TELLING.iter().find_map(|name| facts.iter().find(|f| f.name == *name));
        let (value, name) = match fact {
            Some(Fact { name, value: FactValue::List(list) }) if list.len() > 3 => {
                (list.len().to_string(), name.as_str())
            }
            Some(Fact { name, value }) => (text(value, w), name.as_str()),
            None => own_facts::telling(&row, w).unwrap_or_default(),
        };
        let name = if name.is_empty() { String::new() } else { (w.row.fact)(name) };
        view! { <span class="cell fact"><bdi>{value}</bdi><span class="under">{name}</span></span> }.into_any()
    })
}

/// All of them.
pub fn facts(facts: &[Fact]) -> impl IntoView + use<> {
    let w = words();
    let rows: Vec<_> = facts
        .iter()
        .map(|fact| {
            let value = match &fact.value {
                FactValue::List(list) if list.len() > SHORT => long_list(&fact.name, list.clone()).into_any(),
                value => view! { <bdi data-fact=fact.name.clone()>{text(value, w)}</bdi> }.into_any(),
            };
            view! { <dt>{(w.row.fact)(&fact.name)}</dt><dd>{value}{meter(fact, facts)}</dd> }
        })
        .collect();
    (!rows.is_empty()).then(|| view! { <h3>{w.details().facts}</h3><dl class="facts">{rows}</dl> })
}

fn text(value: &FactValue, w: &'static Words) -> String {
    match value {
        FactValue::Text(text) => text.as_text().to_owned(),
        FactValue::Number(number) => number.to_string(),
        FactValue::Bool(yes) => (if *yes { w.row.yes } else { w.row.no }).to_owned(),
        FactValue::List(list) => list.iter().map(Untrusted::as_text).collect::<Vec<_>>().join(w.comma),
    }
}

/// A list that can be searched.
fn long_list(name: &str, list: Vec<Untrusted>) -> impl IntoView + use<> {
    let w = words();
    let query = RwSignal::new(String::new());
    let list = Arc::new(list);
    let found = Memo::new({
        let list = list.clone();
        move |_| {
            let query = query.read().to_lowercase();
            (0..list.len()).filter(|at| list[*at].as_text().to_lowercase().contains(&query)).collect::<Vec<_>>()
        }
    });
    let all = list.len();
    let items = move || {
        found
            .read()
            .iter()
            .map(|at| view! { <li><bdi>{list[*at].as_text().to_owned()}</bdi>" "</li> })
            .collect::<Vec<_>>()
    };
    let label = format!("{} {}", w.details().search, (w.row.fact)(name).to_lowercase());
    view! {
        <p class="search">
            <input type="search" autocomplete="off" spellcheck="false" aria-label=label.clone() placeholder=label on:input=move |e| query.set(event_target_value(&e)) />
            <span class="muted">{move || (w.details().shown)(found.read().len(), all)}</span>
        </p>
        <ul class="list" tabindex="0" role="list" aria-label=(w.row.fact)(name) data-fact=name.to_owned()>{items}</ul>
    }
}

/// A limit and what is left of it, drawn; the numbers stand beside it.
fn meter(fact: &Fact, facts: &[Fact]) -> Option<impl IntoView + use<>> {
    let w = words();
    let (_, limit, used) = METERS.iter().find(|(name, ..)| *name == fact.name)?;
    let limit = number(facts.iter().find(|f| f.name == *limit)?)?;
    let mut left = number(fact)?;
    if *used {
        left = limit - left;
    }
    if limit <= 0.0 {
        return None;
    }
    let width = (left / limit * 100.0).clamp(0.0, 100.0);
    let label = (w.details().meter)(&left.to_string(), &limit.to_string());
    Some(view! {
        <svg class="meter" viewBox="0 0 100 4" preserveAspectRatio="none" role="img" aria-label=label>
            <rect class="rail" width="100" height="4" /><rect class="done" width=width height="4" />
        </svg>
    })
}

fn number(fact: &Fact) -> Option<f64> {
    match &fact.value {
        FactValue::Number(number) => number.as_f64(),
        FactValue::Text(text) => text.as_text().parse().ok(),
        FactValue::Bool(_) | FactValue::List(_) => None,
    }
}
