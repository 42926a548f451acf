//! What looks like keys and is none; and, where nothing was recognised, what was looked for.

use crate::provider::{Group, PROVIDERS};
use crate::ui::reactive;
use crate::ui::session::{NoteRow, session};
use crate::ui::words::words;
use leptos::prelude::*;

/// Notes beneath the credentials.
pub fn notes() -> impl IntoView {
    let (session, w) = (session(), words());
    let some = move || {
        let notes = session.notes.get();
        (!notes.is_empty()).then(|| {
            let rows: Vec<_> = notes.iter().take(200).map(note).collect();
            view! {
                <div class="notes">
                    <h2>{(w.check.notes)(notes.len())}</h2>
                    <ul>{rows}</ul>
                </div>
            }
        })
    };
    let nothing = Memo::new(move |_| {
        let held = session.held.read();
        let read = held.iter().all(|h| h.found.read().is_some());
        let something = session.typed.get() || !held.is_empty();
        something && read && !session.reading.get() && session.rows.read().is_empty()
    });
    view! {
        {reactive::shown(some)}
        {reactive::shown(move || nothing.get().then(looked_for))}
    }
}

fn note(note: &NoteRow) -> impl IntoView + use<> {
    let w = words();
    let line = (w.row.line)(note.line);
    let place = note.file.as_ref().map_or(line.clone(), |file| format!("{file}{}{line}", w.comma));
    view! {
        <li data-note="" data-line=note.line>
            <bdi class="mono">{note.mask.clone()}</bdi>
            <span>{(w.check.note)(note.what, note.provider)}</span>
            <span class="muted">{place}</span>
        </li>
    }
}

fn looked_for() -> impl IntoView {
    let w = words();
    view! {
        <div class="looked-for">
            <p>{w.check.nothing_found}</p>
            <p class="muted">{w.check.looked_for}</p>
            {providers()}
        </div>
    }
}

/// Everyone in the catalogue, by what they are for.
fn providers() -> impl IntoView {
    let w = words();
    let lists: Vec<_> = Group::ALL
        .into_iter()
        .filter_map(|group| {
            let names: Vec<_> = PROVIDERS.iter().filter(|p| p.group == group).map(|p| p.name).collect();
            (!names.is_empty()).then(|| view! { <dt>{(w.check.group)(group)}</dt><dd>{names.join(w.comma)}</dd> })
        })
        .collect();
    view! { <dl class="providers" aria-label=w.check.providers>{lists}</dl> }
}
