//! What unfolds beneath an entry: its fields, each kept as it is changed, and what can be done with it.

use super::{View, keeping, timeline};
use crate::browser::clock;
use crate::hygiene::date::Day;
use crate::hygiene::register::{ENVIRONMENTS, Entry, Environment, INTERVAL};
use crate::provider::PROVIDERS;
use crate::ui::session::session;
use crate::ui::words::words;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

/// A field that is written as text.
#[derive(Clone, Copy)]
enum Field {
    Label,
    Provider,
    Mask,
    Used,
    Created,
    Rotated,
    Expires,
    Interval,
    Notes,
}

/// All of them, in the order of the form and of its words.
const FIELDS: [(Field, &str); 9] = [
    (Field::Label, "text"),
    (Field::Provider, "text"),
    (Field::Mask, "text"),
    (Field::Used, "text"),
    (Field::Created, "date"),
    (Field::Rotated, "date"),
    (Field::Expires, "date"),
    (Field::Interval, "number"),
    (Field::Notes, "text"),
];

fn get(entry: &Entry, field: Field) -> String {
    let day = |day: Option<Day>| day.map_or(String::new(), |d| d.to_string());
    match field {
        Field::Label => entry.label.clone(),
        Field::Provider => entry.provider_name().to_owned(),
        Field::Mask => entry.mask.clone(),
        Field::Used => entry.used.clone(),
        Field::Created => day(entry.created),
        Field::Rotated => day(entry.rotated()),
        Field::Expires => day(entry.expires),
        Field::Interval => entry.interval.to_string(),
        Field::Notes => entry.notes.clone(),
    }
}

fn set(entry: &mut Entry, field: Field, text: String) {
    match field {
        Field::Label => entry.label = text,
        Field::Provider => {
            let known = PROVIDERS.iter().find(|p| p.name.eq_ignore_ascii_case(text.trim()));
            entry.provider = known.map_or(text, |p| p.id.to_owned());
        }
        Field::Mask => entry.mask = text,
        Field::Used => entry.used = text,
        Field::Created => entry.created = Day::parse(&text),
        Field::Rotated => entry.set_rotated(Day::parse(&text)),
        Field::Expires => entry.expires = Day::parse(&text),
        Field::Interval => entry.interval = text.parse().unwrap_or(INTERVAL),
        Field::Notes => entry.notes = text,
    }
}

/// The form.
pub fn edit(id: &str, found: Memo<Option<Entry>>) -> impl IntoView + use<> {
    let (session, w) = (session(), words());
    let view = expect_context::<View>();
    let mut fields: Vec<_> = FIELDS
        .into_iter()
        .zip(w.keys().fields)
        .enumerate()
        .map(|(at, (field, name))| input(id, at, field, name, found).into_any())
        .collect();
    fields.insert(3, environment(id, found).into_any());
    let (rotated, removed) = (id.to_owned(), id.to_owned());
    let rotate = move |_| {
        keeping::change(session, &rotated, clock::now_ms(), |entry| entry.replaced(view.today));
    };
    let picture = move || found.get().map(|entry| timeline::timeline(&entry, view.today));
    let fingerprint = move || {
        found.get().and_then(|e| e.fingerprint).map_or_else(
            || view! { <span class="muted">{w.keys().no_fingerprint}</span> }.into_any(),
            |f| view! { <span class="mono">{f}</span> }.into_any(),
        )
    };
    view! {
        <div class="details edit">
            <div class="again">{picture}</div>
            <div class="fields">{fields}</div>
            <p class="muted">{w.keys().mask_hint}</p>
            <p class="print"><span>{w.keys().fingerprint}{w.colon}</span>{fingerprint}</p>
            <div class="actions">
                <button type="button" on:click=rotate>{w.keys().rotated_today}</button>
                <button type="button" class="quiet" on:click=move |_| super::remove(session, view, &removed)>{w.keys().remove}</button>
            </div>
            <p class="muted">{w.keys().rotated_hint}</p>
        </div>
    }
}

fn input(
    id: &str,
    at: usize,
    field: (Field, &'static str),
    name: &'static str,
    found: Memo<Option<Entry>>,
) -> impl IntoView + use<> {
    let session = session();
    let (field, kind) = field;
    let (entry, name_of) = (id.to_owned(), format!("{id}-{at}"));
    let value = move || found.read().as_ref().map_or(String::new(), |entry| get(entry, field));
    let changed = move |event: leptos::ev::Event| {
        let text = event_target_value(&event);
        keeping::change(session, &entry, clock::now_ms(), |entry| set(entry, field, text));
        // What was cleaned away stands in the field no more, even where the entry is what it was.
        if let Some(input) = event.target().and_then(|t| t.dyn_into::<HtmlInputElement>().ok()) {
            input.set_value(&untrack(value));
        }
    };
    let list = matches!(field, Field::Provider).then_some("provider-names");
    view! {
        <p class="field">
            <label for=name_of.clone()>{name}</label>
            <input id=name_of type=kind list=list autocomplete="off" spellcheck="false" data-1p-ignore="" data-lpignore="true" data-bwignore="" min=(kind == "number").then_some("1") prop:value=value on:change=changed />
        </p>
    }
}

fn environment(id: &str, found: Memo<Option<Entry>>) -> impl IntoView + use<> {
    let (session, w) = (session(), words());
    let (entry, name) = (id.to_owned(), format!("{id}-environment"));
    let value = move || found.read().as_ref().map_or("", |entry| entry.environment.name());
    let changed = move |event: leptos::ev::Event| {
        let chosen = Environment::parse(&event_target_value(&event));
        keeping::change(session, &entry, clock::now_ms(), |entry| entry.environment = chosen);
    };
    let options: Vec<_> = ENVIRONMENTS
        .into_iter()
        .map(
            |e| view! { <option value=e.name() selected=untrack(value) == e.name()>{(w.keys().environment)(e)}</option> },
        )
        .collect();
    view! {
        <p class="field">
            <label for=name.clone()>{w.keys().environment_label}</label>
            <select id=name prop:value=value on:change=changed>{options}</select>
        </p>
    }
}

/// The names that the provider's field offers.
pub fn providers() -> impl IntoView {
    let names: Vec<_> = PROVIDERS.iter().map(|p| view! { <option value=p.name></option> }).collect();
    view! { <datalist id="provider-names">{names}</datalist> }
}

/// Puts the cursor into an entry's label, which is chosen whole.
pub fn focus_label(id: &str) {
    let input = document().get_element_by_id(&format!("{id}-0")).and_then(|e| e.dyn_into::<HtmlInputElement>().ok());
    if let Some(input) = input {
        _ = input.focus();
        input.select();
    }
}
