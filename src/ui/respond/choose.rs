//! What leaked: a key of the box, a provider without its key, or nothing that is known.

use super::store::Handle;
use crate::hygiene::incident::Subject;
use crate::hygiene::runbook::{Case, plan};
use crate::provider::{self, PROVIDERS};
use crate::ui::route::Screen;
use crate::ui::session::{Row, Session, session};
use crate::ui::words::{Words, words};
use leptos::prelude::*;

/// Something that can be chosen.
struct Choice {
    value: String,
    label: String,
}

/// A part of the list, under its heading. Another source of keys is another part.
struct Group {
    name: &'static str,
    choices: Vec<Choice>,
}

/// The choice, and what follows from it at once.
pub fn choose() -> impl IntoView {
    let (session, w) = (session(), words());
    let store = session.respond();
    let groups = move || {
        let value = chosen(session);
        let selected = |choice: &Choice| choice.value == value;
        let option = |choice: Choice| {
            let selected = selected(&choice);
            view! { <option value=choice.value selected=selected>{choice.label}</option> }
        };
        let group = |group: Group| {
            let options: Vec<_> = group.choices.into_iter().map(option).collect();
            (!options.is_empty()).then(|| view! { <optgroup label=group.name>{options}</optgroup> })
        };
        groups(session, w).into_iter().map(group).collect::<Vec<_>>()
    };
    let power = move || {
        let (provider, kind) = store.provider();
        let guidance = session.guidance.get().here();
        plan(guidance.as_deref(), provider.map_or("", |p| p.id), kind, Case::Confirmed).power
    };
    let undecided = move || store.key.get().is_some() && store.provider().0.is_none();
    let unlisted = move || session.rows.read().is_empty();
    view! {
        <div class="choose">
            <label for="leaked">{w.respond.choose}</label>
            <select id="leaked" on:change=move |event| pick(session, &event_target_value(&event))>
                <option value="">{w.respond.general}</option>
                {groups}
            </select>
            {move || power().map(|power| view! { <p><span class="muted">{w.details.power}{w.colon}</span>{power}</p> })}
            {move || undecided().then(|| view! { <p class="caution">{w.respond.undecided}</p> })}
            {move || unlisted().then(|| view! {
                <p class="muted">{w.respond.paste_first}" "<a href=Screen::Check.hash()>{w.respond.open_check}</a></p>
            })}
        </div>
    }
}

/// All that can be chosen.
fn groups(session: Session, w: &'static Words) -> [Group; 3] {
    let r = &w.respond;
    let keys = session.rows.read().iter().map(|row| row_choice(row, w)).collect();
    let (current, key) = (session.respond().current.get(), session.respond().key.get());
    let incidents = session.respond().incidents.read();
    let in_box = key.is_some_and(|key| key.row(session).is_some());
    let earlier = incidents.iter().enumerate().filter(|(at, incident)| {
        let shown = !incident.subject.mask.is_empty() && (incident.case.is_some() || incident.watch.is_some());
        shown && !(*at == current && in_box)
    });
    let earlier = earlier.map(|(at, incident)| {
        let provider = provider::find(&incident.subject.provider).map_or(w.row.several, |p| p.name);
        Choice { value: format!("incident:{at}"), label: format!("{} · {provider}", incident.subject.mask) }
    });
    let earlier = earlier.collect();
    let mut names: Vec<_> = PROVIDERS.iter().collect();
    names.sort_by_key(|p| p.name.to_lowercase());
    let providers = names.into_iter().map(|p| Choice { value: format!("provider:{}", p.id), label: p.name.to_owned() });
    [
        Group { name: r.on_page, choices: keys },
        Group { name: r.earlier, choices: earlier },
        Group { name: r.providers, choices: providers.collect() },
    ]
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
    store.with(|incident| match &incident.subject {
        Subject { mask, .. } if !mask.is_empty() => format!("incident:{}", store.current.get()),
        Subject { provider, .. } if !provider.is_empty() => format!("provider:{provider}"),
        _ => String::new(),
    })
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
                let key = rows.iter().find(|row| row.mask == subject.mask).map(|row| Handle::of(row));
                store.choose(subject, key);
            }
        }
        Some((_, id)) => store.choose(Subject { provider: id.to_owned(), ..Subject::default() }, None),
        None => store.choose(Subject::default(), None),
    }
}
