//! What the Respond screen keeps while the page stands: the responses under way, and the watch. The watch goes on
//! while other screens are looked at.

use crate::browser::cancel::Cancel;
use crate::browser::clock;
use crate::hygiene::incident::{Incident, StepState, Subject};
use crate::hygiene::runbook::{Case, StepId};
use crate::provider::{self, Kind, Provider};
use crate::ui::check::run;
use crate::ui::session::{Progress, Row, Session, Verdict};
use leptos::prelude::*;
use std::sync::Arc;

/// Copies are handles on the same.
#[derive(Clone, Copy)]
pub struct Store {
    /// Every response of this session. They hold no secret: what "remember" keeps is this, as it stands.
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
        let subject = Subject { provider, kind: kind.map_or("", |k| k.id).to_owned(), mask: row.mask.clone() };
        self.choose(subject, Some(Handle::of(row)));
    }

    /// What is known of the leak was said. The clock counts from the first time.
    pub fn say(&self, case: Case) {
        self.update(|incident| {
            incident.case = Some(case);
            incident.began.get_or_insert_with(clock::now);
        });
    }

    /// Sets how far a step is taken.
    pub fn take(&self, id: StepId, state: StepState) {
        self.update(|incident| incident.take(id, state, clock::now()));
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
