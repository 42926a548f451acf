//! The Keys screen: a register of keys without keys.

mod edit;
mod entry;
mod files;
pub mod keep;
pub mod keeping;
mod remember;
mod reminders;
pub mod stored;
mod timeline;
pub mod which;

use super::route::Screen;
use super::session::{Session, session};
use super::words::words;
use crate::browser::task::spawn_local;
use crate::browser::{clock, crypto};
use crate::hygiene::date::Day;
use crate::hygiene::register::{Entry, Warning};
use keeping::{Keyring, Remembering};
use leptos::prelude::*;
use std::collections::BTreeMap;

/// How long a removal can be undone, in milliseconds.
const REGRET: i32 = 8_000;

/// How the register is kept, and what of it is in sight. Copies are handles on the same.
#[derive(Clone, Copy)]
pub struct Keys {
    /// Whether this browser remembers it.
    pub remembering: RwSignal<Remembering>,
    /// The entry of each row that stands in the register, by the row's id.
    pub registered: RwSignal<BTreeMap<usize, String>>,
    /// The mask or fingerprint that somebody looks for.
    pub hint: RwSignal<String>,
    /// The salts of fingerprints, and what seals them.
    pub keyring: StoredValue<Keyring, LocalStorage>,
}

impl Default for Keys {
    fn default() -> Self {
        Self {
            remembering: RwSignal::new(Remembering::Off),
            registered: RwSignal::default(),
            hint: RwSignal::default(),
            keyring: StoredValue::new_local(Keyring::default()),
        }
    }
}

/// What this screen alone knows.
#[derive(Clone, Copy)]
struct View {
    /// The entry that is unfolded, by its id.
    open: RwSignal<Option<String>>,
    /// What was removed last, for the few seconds in which it can be brought back.
    removed: RwSignal<Option<Entry>>,
    today: Day,
}

/// The screen.
pub fn screen() -> impl IntoView {
    let (session, w) = (session(), words());
    let view = View { open: RwSignal::new(None), removed: RwSignal::new(None), today: clock::today() };
    provide_context(view);
    let add = move |_| add(session, view, w.keys().new_label);
    view! {
        <section class="keys">
            <h1>{w.frame.screens[Screen::Keys as usize]}</h1>
            <p class="lead">{w.keys().lead}</p>
            {remember::remember()}
            <div class="actions">
                <button type="button" on:click=add>{w.keys().add}</button>
                {reminders::reminders()}
                {undo(session, view)}
            </div>
            {list()}
            {files::files()}
        </section>
    }
}

/// The register, a row an entry, beneath a line that sums it up.
fn list() -> impl IntoView {
    let (session, w) = (session(), words());
    let view = expect_context::<View>();
    let ids = Memo::new(move |_| session.desk().register.read().entries().map(|e| e.id.clone()).collect::<Vec<_>>());
    let summary = move || {
        let register = session.desk().register.read();
        if register.is_empty() {
            return w.keys().empty.to_owned();
        }
        let mut sums = [0; 4];
        for entry in register.entries() {
            let warnings = register.warnings(entry, view.today);
            let kinds: [fn(&Warning) -> bool; 4] = [
                |w| matches!(w, Warning::Overdue(_) | Warning::DueToday),
                |w| matches!(w, Warning::DueSoon(_)),
                |w| matches!(w, Warning::Expired(_) | Warning::Expiring(_)),
                |w| matches!(w, Warning::SameKey(..)),
            ];
            for (sum, kind) in sums.iter_mut().zip(kinds) {
                *sum += usize::from(warnings.iter().any(kind));
            }
        }
        (w.keys().sum)(register.len(), sums)
    };
    view! {
        <p class="sum" role="status">{summary}</p>
        {move || (!ids.read().is_empty()).then(timeline::legend)}
        <ul class="ledger register" aria-label=w.keys().list hidden=move || ids.read().is_empty()>
            <For each=move || ids.get() key=String::clone children=move |id| entry::entry(&id) />
        </ul>
        {edit::providers()}
    }
}

/// An entry with nothing in it, unfolded.
fn add(session: Session, view: View, label: &str) {
    let Ok(id) = crypto::random_id() else { return };
    let entry = Entry { modified: clock::now_ms(), ..Entry::new(id.clone(), label) };
    keeping::put(session, entry);
    view.open.set(Some(id.clone()));
    spawn_local(async move {
        clock::breathe().await;
        edit::focus_label(&id);
    });
}

/// Takes an entry out. It can be brought back for a while.
fn remove(session: Session, view: View, id: &str) {
    let Some(entry) = session.desk().register.read_untracked().get(id).cloned() else { return };
    keeping::change(session, id, clock::now_ms(), |entry| entry.gone = true);
    view.removed.set(Some(entry));
    let id = id.to_owned();
    spawn_local(async move {
        clock::sleep(REGRET).await;
        view.removed.try_update(|removed| {
            if removed.as_ref().is_some_and(|entry| entry.id == id) {
                *removed = None;
            }
        });
    });
}

fn undo(session: Session, view: View) -> impl IntoView {
    let w = words();
    move || {
        view.removed.get().map(|entry| {
            let back = entry.clone();
            let bring = move |_| {
                let modified = clock::now_ms().max(back.modified + 2);
                keeping::put(session, Entry { modified, ..back.clone() });
                view.removed.set(None);
            };
            view! {
                <span class="undo" role="status"><span>{(w.keys().removed)(&entry.label)}</span><button type="button" class="quiet" on:click=bring>{w.check.undo}</button></span>
            }
        })
    }
}
