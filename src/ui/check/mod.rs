//! The Check screen: one box, what stands in it, and what its providers say.

mod actions;
pub mod companions;
pub mod curl;
pub mod details;
pub mod facts;
mod finding;
pub mod foreign;
pub mod lanes;
mod list;
pub mod live;
pub mod looking;
pub mod monitor;
pub mod next;
pub mod notes;
pub mod overview;
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
use super::session::{FEW, session};
use super::words::words;
use leptos::prelude::*;

/// The screen. It stays in the document while another is in sight, since the box does.
pub fn screen() -> impl IntoView {
    let (session, w) = (session(), words());
    let overview = overview::overview(session);
    let part = move || session.checking.get().here();
    view! {
        <section class="check" hidden=reactive::flag(move || session.screen.get() != Screen::Check)>
            <h1>{w.check.title}</h1>
            <p class="lead">{w.check.lead}</p>
            {paste::paste()}
            {actions::actions(overview)}
            {summary::summary(overview)}
            {reactive::shown(move || part().map(|part| (part.above)(overview)))}
            {list::list()}
            {reactive::shown(move || part().map(|part| (part.below)(overview)))}
            {notes::notes()}
            {start::start()}
            {requests()}
        </section>
    }
}

/// The wire log, folded away. A long one is drawn only once it is looked at.
fn requests() -> impl IntoView {
    let (session, w) = (session(), words());
    let open = RwSignal::new(false);
    let drawn = Memo::new(move |_| open.get() || session.log.read().len() <= FEW);
    view! {
        <details class="requests" on:toggle=move |_| open.update(|o| *o = !*o)>
            <summary>{reactive::text(move || (w.check.requests)(session.log.read().len()))}</summary>
            {reactive::shown(move || session.checking.get().here().filter(|_| drawn.get()).map(|part| (part.wire_log)()))}
        </details>
    }
}
