//! What the Respond screen keeps while the page stands: the responses under way, and the watch. The watch goes on
//! while other screens are looked at.

use crate::browser::cancel::Cancel;
use crate::browser::clock;
use crate::hygiene::incident::{Incident, StepState, Subject};
use crate::hygiene::record;
use crate::hygiene::register::safe_mask;
use crate::hygiene::runbook::{Case, StepId};
use crate::provider::{self, Kind, Provider};
use crate::ui::check::run;
use crate::ui::session::{Progress, Row, Session, Verdict};
use leptos::prelude::*;
use std::sync::Arc;

/// Copies are handles on the same.
#[derive(Clone, Copy)]
pub struct Store {
    /// Every response of this session, and those that are kept. They hold no secret.
    pub incidents: RwSignal<Vec<Incident>>,
    /// The one in sight.
    pub current: RwSignal<usize>,
    /// What that is about; follows no keystroke in a note.
    pub subject: Memo<Subject>,
    /// What is known of that leak.
    pub case: Memo<Option<Case>>,
    /// The key that it is about, where that stands in the box.
    pub key: RwSignal<Option<Handle>>,
    /// The response whose key is being watched.
    pub watched: RwSignal<Option<usize>>,
    /// When the next question is due, in milliseconds since 1970; none while one is under way.
    pub due: RwSignal<Option<f64>>,
    /// The last answer to the watch, and the response that it is about.
    pub answer: RwSignal<Option<(usize, Arc<Verdict>)>>,
    /// Whether the watch's part was asked for: it is scrolled to.
    pub to_watch: RwSignal<bool>,
    /// Stops the watch.
    pub cancel: StoredValue<Cancel, LocalStorage>,
}

/// A row of the box, found again however often the box is read anew: its progress stays the same one.
#[derive(Clone, PartialEq)]
pub struct Handle(ArcRwSignal<Progress>);

impl Handle {
    /// Of a row.
    pub fn of(row: &Row) -> Self {
        Self(row.progress.clone())
    }

    /// The row as it stands now; none once it was taken out of the page.
    pub fn row(&self, session: Session) -> Option<Arc<Row>> {
        session.rows.read().iter().find(|row| row.progress == self.0).cloned()
    }
}

impl Store {
    /// Nothing leaked yet.
    pub fn new() -> Self {
        let (incidents, current) = (RwSignal::new(vec![Incident::default()]), RwSignal::new(0));
        let now = move || incidents.read().get(current.get()).map(|i: &Incident| (i.subject.clone(), i.case));
        Self {
            incidents,
            current,
            subject: Memo::new(move |_| now().unwrap_or_default().0),
            case: Memo::new(move |_| now().unwrap_or_default().1),
            key: RwSignal::new(None),
            watched: RwSignal::new(None),
            due: RwSignal::new(None),
            answer: RwSignal::new(None),
            to_watch: RwSignal::new(false),
            cancel: StoredValue::new_local(Cancel::default()),
        }
    }

    /// Reads the response in sight.
    pub fn with<T>(&self, read: impl FnOnce(&Incident) -> T) -> T {
        let incidents = self.incidents.read();
        read(incidents.get(self.current.get()).unwrap_or(&Incident::default()))
    }

    /// Changes the response in sight.
    pub fn update(&self, change: impl FnOnce(&mut Incident)) {
        self.update_at(self.current.get_untracked(), change);
    }

    /// Changes one of the responses.
    pub fn update_at(&self, at: usize, change: impl FnOnce(&mut Incident)) {
        self.incidents.update(|all| {
            if let Some(incident) = all.get_mut(at) {
                change(incident);
            }
        });
    }

    /// Brings the response about this subject into sight, or begins one.
    pub fn choose(&self, subject: Subject, key: Option<Handle>) {
        let known = self.incidents.read_untracked().iter().position(|i| i.subject == subject);
        let at = known.unwrap_or_else(|| {
            self.incidents.update(|all| all.push(Incident { subject, ..Incident::default() }));
            self.incidents.read_untracked().len() - 1
        });
        self.key.set(key);
        self.current.set(at);
    }

    /// The same, about a row of the box.
    pub fn choose_row(&self, row: &Row) {
        let kind = untrack(|| row.kind());
        let provider = kind.map_or("", |k| k.provider().id).to_owned();
        let subject = Subject { provider, kind: kind.map_or("", |k| k.id).to_owned(), mask: safe_mask(&row.mask) };
        self.choose(subject, Some(Handle::of(row)));
    }

    /// What is known of the leak was said.
    pub fn say(&self, case: Case) {
        self.update(|incident| incident.say(case, clock::now()));
    }

    /// Sets how far a step is taken.
    pub fn take(&self, id: StepId, state: StepState) {
        self.update(|incident| incident.take(id, state, clock::now()));
    }

    /// The notes that were being written are left. Whether there were any.
    pub fn leave_notes(&self) -> bool {
        let now = clock::now();
        let leave = |all: &mut Vec<Incident>| all.iter_mut().fold(false, |any, i| i.leave_notes(now) | any);
        self.incidents.try_maybe_update(|all| (leave(all), ())).is_some()
    }

    /// Takes in what is kept. Where nobody has begun anything here, the response that was touched last comes into
    /// sight, as it stood before the page was opened anew.
    pub fn take_in(&self, kept: &[Incident]) {
        _ = self.incidents.try_maybe_update(|all| (record::merge(all, kept), ()));
        let all = self.incidents.read_untracked();
        let untouched = |i: &Incident| i.subject == Subject::default() && i.kept().is_none();
        if self.key.read_untracked().is_some() || !all.get(self.current.get_untracked()).is_some_and(untouched) {
            return;
        }
        let touched = all.iter().enumerate().filter_map(|(at, i)| Some((i.touched()?, at)));
        let last = touched.reduce(|a, b| if b.0 > a.0 { b } else { a });
        drop(all);
        if let Some((_, at)) = last {
            self.current.set(at);
        }
    }

    /// Forgets all of it, and stops the watch.
    pub fn forget(&self) {
        self.cancel.with_value(Cancel::pull);
        self.key.set(None);
        self.answer.set(None);
        self.current.set(0);
        self.incidents.set(vec![Incident::default()]);
    }

    /// Whose key leaked, and of which kind, as far as that is known.
    pub fn provider(&self) -> (Option<&'static Provider>, Option<&'static Kind>) {
        let subject = self.subject.read();
        let provider = provider::find(&subject.provider);
        (provider, provider.and_then(|p| p.kinds.iter().find(|k| k.id == subject.kind)))
    }
}

/// The row that could be watched: it is in the box, it is real, and it could be sent.
pub fn watchable(session: Session) -> Option<Arc<Row>> {
    let row = session.respond().key.get()?.row(session)?;
    (row.secret().is_some() && row.obstacle().is_none()).then_some(row)
}

/// Opens the screen for a row of the box, at its watch or at its top.
pub fn open_for(session: Session, row: usize, to_watch: bool) {
    session.desk().respond_to.set(Some(row));
    session.respond().to_watch.set(to_watch);
    run::fetch_guidance(session);
    _ = window().location().set_hash(crate::ui::route::Screen::Respond.hash());
}
