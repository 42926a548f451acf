//! The rehearsal of a rotation: three lines, seen one after the other.

use super::store::watchable;
use super::until_dead;
use crate::browser::clock;
use crate::hygiene::watch::Rehearsal;
use crate::ui::session::{Row, Session, session};
use crate::ui::words::{Words, words};
use leptos::prelude::*;
use std::sync::Arc;

/// Its part of the screen.
pub fn section() -> impl IntoView {
    let (session, w) = (session(), words());
    let store = session.respond();
    let r = &w.respond().rehearsal;
    let rehearsal = Memo::new(move |_| store.with(|i| i.rehearsal.clone()));
    let picked = RwSignal::new(None::<usize>);
    let options = move || {
        let option = |row: Arc<Row>| {
            view! { <option value=row.id selected=picked.get() == Some(row.id)>{row.mask.clone()}{w.comma}{(w.row.line)(row.line)}</option> }
        };
        others(session).into_iter().map(option).collect::<Vec<_>>()
    };
    let new = move || others(session).into_iter().find(|row| picked.get() == Some(row.id));
    let begin = move |_| {
        if let Some(new) = untrack(new) {
            until_dead::begin(session, Some(&new), w);
        }
    };
    let old = move || watchable(session).map(|row| row.mask.clone());
    let ready = move || !others(session).is_empty();
    let form = move || {
        let old = old().filter(|_| ready())?;
        Some(view! {
            <div class="pair">
                <p><span class="muted">{r.old_key}</span><bdi class="mono">{old}</bdi></p>
                <p>
                    <label for="new-key">{r.new_key}</label>
                    <select id="new-key" on:change=move |e| picked.set(event_target_value(&e).parse().ok())><option value="">{w.row.choose}</option>{options}</select>
                </p>
                <button type="button" disabled=move || new().is_none() || store.watched.get().is_some() on:click=begin>{r.start}</button>
            </div>
        })
    };
    view! {
        <section class="rehearsal" data-rehearsal="" aria-labelledby="rehearsal-title">
            <h2 id="rehearsal-title">{r.title}</h2>
            <p>{r.lead}</p>
            {move || (!ready()).then(|| view! { <p class="muted">{r.needs_two}</p> })}
            {form}
            <div role="status">{move || rehearsal.get().map(|it| told(&it, w))}</div>
        </section>
    }
}

/// Other keys of the same provider, which could be the new one.
fn others(session: Session) -> Vec<Arc<Row>> {
    let Some(old) = watchable(session) else { return Vec::new() };
    let fits = |row: &&Arc<Row>| {
        row.id != old.id
            && row.secret().is_some()
            && row.obstacle().is_none()
            && row.kind().zip(old.kind()).is_some_and(|(a, b)| a.provider == b.provider)
    };
    session.rows.read().iter().filter(fits).cloned().collect()
}

fn told(rehearsal: &Rehearsal, w: &'static Words) -> impl IntoView + use<> {
    let lines: Vec<_> = lines(rehearsal, w)
        .into_iter()
        .zip(rehearsal.seen)
        .map(|(line, seen)| view! { <li data-seen=seen.is_some().to_string()>{line}</li> })
        .collect();
    view! { <ol class="seen">{lines}</ol><p><strong>{(w.respond().rehearsal.stage)(rehearsal.stage())}</strong></p> }
}

/// The three lines, for the screen and for the report.
pub fn lines(rehearsal: &Rehearsal, w: &'static Words) -> Vec<String> {
    let r = &w.respond().rehearsal;
    let [new, old] = &rehearsal.masks;
    r.lines
        .iter()
        .zip([new, old, old])
        .zip(rehearsal.seen)
        .map(|((line, mask), seen)| {
            let when = seen.map_or_else(|| r.not_yet.to_owned(), clock::time_of_day);
            format!("{line} ({mask}){}{when}", w.colon)
        })
        .collect()
}
