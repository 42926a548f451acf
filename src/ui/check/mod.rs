//! The Check screen: one box, what stands in it, and what its providers say.

mod actions;
pub mod companions;
pub mod curl;
pub mod details;
pub mod facts;
mod finding;
pub mod live;
pub mod next;
pub mod notes;
mod own_facts;
pub mod paste;
pub mod run;
pub mod samples;
mod start;
mod summary;
pub mod verdict;

pub use paste::is_shared_host;

use super::reactive;
use super::route::Screen;
use super::session::{Row, session};
use super::words::words;
use leptos::prelude::*;
use std::sync::Arc;

/// Rows drawn at first, and more at each request.
const ROWS: usize = 200;

/// The screen. It stays in the document while another is in sight, since the box does.
pub fn screen() -> impl IntoView {
    let (session, w) = (session(), words());
    view! {
        <section class="check" hidden=reactive::flag(move || session.screen.get() != Screen::Check)>
            <h1>{w.check.title}</h1>
            <p class="lead">{w.check.lead}</p>
            {paste::paste()}
            {actions::actions()}
            {summary::summary()}
            {reactive::shown(move || session.checking.get().here().map(|part| (part.for_all)()))}
            {ledger()}
            {reactive::shown(move || session.checking.get().here().map(|part| (part.which)()))}
            {notes::notes()}
            {start::start()}
            {requests()}
        </section>
    }
}

/// The credentials, a row each.
fn ledger() -> impl IntoView {
    let (session, w) = (session(), words());
    let drawn = RwSignal::new(ROWS);
    let rows = move || session.rows.read().iter().take(drawn.get()).cloned().collect::<Vec<Arc<Row>>>();
    let left = move || session.rows.read().len().saturating_sub(drawn.get());
    let more = move || {
        (left() > 0).then(|| view! {
            <button type="button" on:click=move |_| drawn.update(|n| *n += ROWS)>{(w.check.more_rows)(left().min(ROWS))}</button>
        })
    };
    view! {
        <h2 class="hidden" hidden=reactive::flag(move || session.rows.read().is_empty())>{w.check.ledger}</h2>
        <ul class="ledger" aria-label=w.check.ledger hidden=reactive::flag(move || session.rows.read().is_empty())>
            <For each=rows key=|row| row.id children=|row| finding::finding(&row) />
        </ul>
        {reactive::shown(more)}
    }
}

/// The wire log, folded away.
fn requests() -> impl IntoView {
    let (session, w) = (session(), words());
    let open = RwSignal::new(false);
    view! {
        <details class="requests" on:toggle=move |_| open.update(|o| *o = !*o)>
            <summary>{reactive::text(move || (w.check.requests)(session.log.read().len()))}</summary>
            {reactive::shown(move || session.checking.get().here().map(|part| (part.wire_log)()))}
        </details>
    }
}
