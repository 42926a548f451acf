//! The Respond screen: what to do about a leaked key, in order, and the proof that it is dead.

mod choose;
mod rehearsal;
mod report;
mod steps;
pub mod store;
mod until_dead;

use super::check::run;
use super::route::Screen;
use super::session::session;
use super::words::words;
use crate::browser::clock;
use crate::hygiene::runbook::Case;
use leptos::prelude::*;
use std::time::Duration;

/// The screen.
pub fn screen() -> impl IntoView {
    let (session, w) = (session(), words());
    let store = session.respond();
    run::fetch_guidance(session);
    // The key's provider may have been chosen on Check meanwhile.
    if let Some(row) = untrack(|| store.key.get().and_then(|key| key.row(session))) {
        store.choose_row(&row);
    }
    // A finding elsewhere led here.
    Effect::new(move || {
        let Some(id) = session.desk().respond_to.get() else { return };
        session.desk().respond_to.set(None);
        if let Some(row) = session.rows.read_untracked().iter().find(|row| row.id == id) {
            store.choose_row(row);
        }
    });
    let answered = Memo::new(move |_| store.case.read().is_some());
    view! {
        <section class="respond">
            <h1>{w.frame.screens[Screen::Respond as usize]}</h1>
            <p class="lead">{w.respond().lead}</p>
            {choose::choose()}
            {case()}
            {move || answered.get().then(steps::steps)}
            {until_dead::section()}
            {rehearsal::section()}
            {report::section()}
        </section>
    }
}

/// Whether abuse is confirmed or suspected: it decides what comes first.
fn case() -> impl IntoView {
    let (store, w) = (session().respond(), words());
    let options: Vec<_> = [Case::Confirmed, Case::Suspected]
        .into_iter()
        .zip(w.respond().cases)
        .map(|(case, (name, meaning))| {
            let chosen = move || store.case.get() == Some(case);
            view! {
                <label class="option">
                    <input type="radio" name="case" prop:checked=chosen on:change=move |_| store.say(case) />
                    <span><strong>{name}</strong><span class="under">{meaning}</span></span>
                </label>
            }
        })
        .collect();
    view! { <fieldset class="case"><legend>{w.respond().case}</legend>{options}</fieldset> }
}

/// The time now, each second, for as long as what shows it stands.
fn ticking() -> RwSignal<f64> {
    let now = RwSignal::new(clock::now());
    if let Ok(tick) = set_interval_with_handle(move || now.set(clock::now()), Duration::from_secs(1)) {
        on_cleanup(move || tick.clear());
    }
    now
}
