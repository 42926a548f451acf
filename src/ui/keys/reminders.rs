//! Reminders: the calendar file, and the browser's notifications for who asks for them.

use super::keeping;
use crate::browser::task::spawn_local;
use crate::browser::{clock, download, notify};
use crate::hygiene::calendar::calendar;
use crate::hygiene::rotation::{self, Due};
use crate::ui::session::{Session, session};
use crate::ui::words::{Words, words};
use leptos::prelude::*;

/// Both buttons.
pub fn reminders() -> impl IntoView {
    let (session, w) = (session(), words());
    let said = RwSignal::new("");
    let save = move |_| {
        let text = calendar(&session.desk().register.read_untracked(), &clock::stamp(), &w.keys().calendar_texts);
        download::offer("latchkey.ics", "text/calendar;charset=utf-8", &text);
    };
    let ask = move |_| {
        spawn_local(async move {
            if notify::ask().await {
                session.keys().keyring.update_value(|ring| ring.notify = true);
                keeping::persist(session);
                said.set(w.keys().notify_on);
                tell(session, w);
            } else {
                said.set(w.keys().notify_refused);
            }
        });
    };
    let none = move || session.desk().register.read().is_empty();
    view! {
        <button type="button" disabled=none on:click=save>{w.keys().calendar}</button>
        <button type="button" disabled=none on:click=ask>{w.keys().notify}</button>
        <span class="muted" role="status">{said}</span>
    }
}

/// Notifies of what is due, where the person asked for that.
pub fn tell(session: Session, w: &'static Words) {
    if !session.keys().keyring.with_value(|ring| ring.notify) {
        return;
    }
    let today = clock::today();
    let register = session.desk().register.read_untracked();
    let due = |e: &&crate::hygiene::register::Entry| matches!(rotation::due(e, today), Due::Overdue(_) | Due::Today);
    let labels: Vec<_> = register.entries().filter(due).map(|e| e.label.as_str()).collect();
    if !labels.is_empty() {
        notify::show(&(w.keys().notify_title)(labels.len()), &labels.join(w.comma));
    }
}
