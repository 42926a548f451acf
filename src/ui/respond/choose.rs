//! What leaked: a key of the box, a provider without its key, or nothing that is known.

use super::store::Handle;
use crate::hygiene::incident::{Incident, Subject};
use crate::hygiene::register::safe_mask;
use crate::hygiene::runbook::{Case, plan};
use crate::provider::{self, PROVIDERS};
use crate::ui::route::Screen;
use crate::ui::session::{Row, Session, session};
use crate::ui::words::{Words, words};
use leptos::prelude::*;

/// Something that can be chosen.
#[derive(Clone, PartialEq)]
struct Choice {
    value: String,
    label: String,
}

/// The choice, and what follows from it at once.
pub fn choose() -> impl IntoView {
    let (session, w) = (session(), words());
    let (store, r) = (session.respond(), w.respond());
    let value = Memo::new(move |_| chosen(session));
    let power = Memo::new(move |_| {
        let (provider, kind) = store.provider();
        let guidance = session.desk().guidance.get().here();
        plan(guidance.as_deref(), provider.map_or("", |p| p.id), kind, Case::Confirmed).power
    });
    let undecided = move || store.key.get().is_some() && store.provider().0.is_none();
    let unlisted = move || session.rows.read().is_empty();
    // Another source of keys is another list here.
    let keys = Memo::new(move |_| session.rows.read().iter().map(|row| row_choice(row, w)).collect::<Vec<_>>());
    let earlier = Memo::new(move |_| earlier(session, w));
    view! {
        <div class="choose">
            <label for="leaked">{r.choose}</label>
            <select id="leaked" on:change=move |event| pick(session, &event_target_value(&event))>
                <option value="" prop:selected=move || value.read().is_empty()>{r.general}</option>
                {move || group(r.on_page, keys.get(), value)}
                {move || group(r.earlier, earlier.get(), value)}
                {group(r.providers, providers(), value)}
            </select>
            {move || power.get().map(|power| view! { <p><span class="muted">{w.details().power}{w.colon}</span>{power}</p> })}
            {move || undecided().then(|| view! { <p class="caution">{r.undecided}</p> })}
            {move || unlisted().then(|| view! {
                <p class="muted">{r.paste_first}" "<a href=Screen::Check.hash()>{r.open_check}</a></p>
            })}
        </div>
    }
}

/// A part of the list, under its heading; none where it is empty.
fn group(name: &'static str, choices: Vec<Choice>, value: Memo<String>) -> Option<impl IntoView> {
    let option = |choice: Choice| {
        let own = choice.value.clone();
        view! { <option value=choice.value prop:selected=move || *value.read() == own>{choice.label}</option> }
    };
    let options: Vec<_> = choices.into_iter().map(option).collect();
    (!options.is_empty()).then(|| view! { <optgroup label=name>{options}</optgroup> })
}

/// Responses whose key is not in the box any more, or not in sight.
fn earlier(session: Session, w: &'static Words) -> Vec<Choice> {
    let store = session.respond();
    let (current, key) = (store.current.get(), store.key.get());
    let in_box = key.is_some_and(|key| key.row(session).is_some());
    let choice = |(at, incident): (usize, &Incident)| {
        let Incident { subject, case, watch, .. } = incident;
        let begun = !subject.mask.is_empty() && (case.is_some() || watch.is_some());
        let provider = provider::find(&subject.provider).map_or(w.row.several, |p| p.name);
        (begun && !(at == current && in_box))
            .then(|| Choice { value: format!("incident:{at}"), label: format!("{} · {provider}", subject.mask) })
    };
    store.incidents.read().iter().enumerate().filter_map(choice).collect()
}

fn providers() -> Vec<Choice> {
    let mut all: Vec<_> = PROVIDERS.iter().collect();
    all.sort_by_key(|p| p.name.to_lowercase());
    all.into_iter().map(|p| Choice { value: format!("provider:{}", p.id), label: p.name.to_owned() }).collect()
}

fn row_choice(row: &Row, w: &'static Words) -> Choice {
    let whose = row.kind().map_or(w.row.several.to_owned(), |k| format!("{}{}{}", k.provider().name, w.comma, k.name));
    let line = (w.row.line)(row.line);
    let place = row.file.as_ref().map_or(line.clone(), |file| format!("{file}{}{line}", w.comma));
    Choice { value: format!("row:{}", row.id), label: format!("{} · {whose} · {place}", row.mask) }
}

/// The value of what is in sight.
fn chosen(session: Session) -> String {
    let store = session.respond();
    if let Some(row) = store.key.get().and_then(|key| key.row(session)) {
        return format!("row:{}", row.id);
    }
    let subject = store.subject.read();
    if !subject.mask.is_empty() {
        return format!("incident:{}", store.current.get());
    }
    if subject.provider.is_empty() { String::new() } else { format!("provider:{}", subject.provider) }
}

fn pick(session: Session, value: &str) {
    let store = session.respond();
    match value.split_once(':') {
        Some(("row", id)) => {
            let rows = session.rows.read_untracked();
            if let Some(row) = rows.iter().find(|row| row.id.to_string() == id) {
                store.choose_row(row);
            }
        }
        Some(("incident", at)) => {
            let Ok(at) = at.parse::<usize>() else { return };
            let subject = store.incidents.read_untracked().get(at).map(|i| i.subject.clone());
            if let Some(subject) = subject {
                let rows = session.rows.read_untracked();
                let key = rows.iter().find(|row| safe_mask(&row.mask) == subject.mask).map(|row| Handle::of(row));
                store.choose(subject, key);
            }
        }
        Some((_, id)) => store.choose(Subject { provider: id.to_owned(), ..Subject::default() }, None),
        None => store.choose(Subject::default(), None),
    }
}
