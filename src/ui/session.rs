//! What the page knows while it stands open: findings, verdicts, requests. It lives at the root, since keys wander
//! between screens, and in memory alone.

use super::check::live::Live;
use super::custom::run::Custom;
use super::keys::Keys;
use super::parts::{Checking, Part, Screens};
use super::respond::store::{Handle, Store};
use super::route::Screen;
use super::scan::store::Scanned;
use super::self_test::run::SelfTests;
use super::theme::Theme;
use crate::browser::cancel::Cancel;
use crate::browser::clock;
use crate::browser::task::spawn_local;
use crate::browser::wire::Sent;
use crate::check::bulk::order::View;
use crate::check::companions::{self, Companions, Half, Value};
use crate::check::interpret::Reading;
use crate::check::monitor::Monitor;
use crate::credential::Secret;
use crate::hygiene::practices::Guide;
use crate::hygiene::register::Register;
use crate::hygiene::said::{Answers, Scored};
use crate::provider::checks::Checks;
use crate::provider::{Destination, Kind, slots};
use crate::recognise::{Confidence, Finding, NoteKind, Oddity, Why};
use leptos::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

/// So many rows are summed over at each change, and drawn whole.
pub const FEW: usize = 200;

/// Milliseconds between two sums over more.
const TELL_MS: i32 = 200;

/// All of it, for as long as the page is open. Copies are handles on the same.
#[derive(Clone, Copy)]
pub struct Session(&'static Shared);

impl Deref for Session {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        self.0
    }
}

/// What the parts of the program that arrive after the page hold. Made when the first of them wants it, so that the page
/// knows nothing of it.
pub struct Desk {
    /// What is told of each provider.
    pub guidance: RwSignal<Arrival<serde_json::Value>>,
    /// The guide to keeping keys, in English and in Chinese.
    pub guides: [RwSignal<Arrival<Guide>>; 2],
    /// What the person said of how keys are kept.
    pub answers: RwSignal<Answers>,
    /// The scores that were reached, the newest last.
    pub scores: RwSignal<Vec<Scored>>,
    /// Keys without keys.
    pub register: RwSignal<Register>,
    /// How the register is kept, and what of it is in sight.
    keys: Keys,
    /// What the Respond screen keeps.
    respond: Store,
    /// Live keys that are asked again at an interval.
    pub monitors: RwSignal<Vec<(Handle, Monitor)>>,
    /// The row for which the Respond screen is to open.
    pub respond_to: RwSignal<Option<usize>>,
    /// What the Scan screen found.
    scanned: Scanned,
    /// What self-tests of the catalogue have shown.
    self_tests: SelfTests,
    /// What `custom.html` knows.
    custom: Custom,
}

/// What a session holds.
pub struct Shared {
    /// The screen in sight.
    pub screen: RwSignal<Screen>,
    /// Light, dark, or as the system has it.
    pub theme: RwSignal<Theme>,
    /// Credentials, in the order of the text.
    pub rows: RwSignal<Vec<Arc<Row>>>,
    /// What looks like credentials and is none.
    pub notes: RwSignal<Arc<Vec<NoteRow>>>,
    /// Large texts and files, which are not put into the box.
    pub held: RwSignal<Vec<Arc<Held>>>,
    /// Reports of scanners among all that was given.
    pub reports: RwSignal<Vec<Arc<Told>>>,
    /// How the list is looked at.
    pub view: RwSignal<View>,
    /// Whether there is anything in the box.
    pub typed: RwSignal<bool>,
    /// Whether text is being looked at.
    pub reading: RwSignal<bool>,
    /// Whether the rows are the demonstration's.
    pub demo: RwSignal<bool>,
    /// What Clear took, for the few seconds in which it can be brought back.
    pub cleared: RwSignal<Option<Arc<Cleared>>>,
    /// The check under way.
    pub run: RwSignal<Option<Run>>,
    /// Counts changes of any row's progress, for what sums over all of them.
    changes: RwSignal<u32>,
    /// Whether it is about to be counted.
    changing: StoredValue<bool>,
    /// The same of the wire log.
    logging: StoredValue<bool>,
    /// Every request that left this page.
    pub log: RwSignal<Vec<Sent>>,
    /// The list of checks.
    pub checks: RwSignal<Arrival<Checks>>,
    /// The part of the program that checks.
    pub checking: RwSignal<Part<Checking>>,
    /// The part with the other screens.
    pub screens: RwSignal<Part<Screens>>,
    /// The rows that the search for a key has found.
    pub fits: RwSignal<BTreeSet<usize>>,
    /// What the other parts of the program hold: [`Session::desk`].
    desk: OnceLock<Desk>,
    /// Owns all of this, and the desk once there is one.
    owner: Owner,
    /// What is not for others to see: the recogniser, the switch that cancels.
    pub live: StoredValue<Live, LocalStorage>,
    /// The switch of the check under way.
    pub cancel: StoredValue<Cancel, LocalStorage>,
}

/// A file of the page that arrives after it.
pub enum Arrival<T: 'static> {
    /// Nobody asked for it yet.
    NotAsked,
    /// It is on its way.
    Awaited,
    /// It is here.
    Here(Arc<T>),
    /// It did not arrive, or not whole.
    Failed,
}

impl<T> Clone for Arrival<T> {
    fn clone(&self) -> Self {
        match self {
            Self::NotAsked => Self::NotAsked,
            Self::Awaited => Self::Awaited,
            Self::Here(it) => Self::Here(it.clone()),
            Self::Failed => Self::Failed,
        }
    }
}

impl<T> Arrival<T> {
    /// What arrived.
    pub fn here(self) -> Option<Arc<T>> {
        if let Self::Here(it) = self { Some(it) } else { None }
    }
}

/// How far a check has come.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Run {
    /// Keys that have their verdict.
    pub done: usize,
    /// Keys in all.
    pub all: usize,
    /// Seconds that are left, once that can be told.
    pub left: Option<u32>,
    /// Keys that had their verdict when that was last said aloud.
    pub said: usize,
}

/// A credential in the list. Equal ones are folded into one.
pub struct Row {
    /// Its place among all that the page has shown; a row that reads otherwise has another.
    pub id: usize,
    /// What may be shown of it.
    pub mask: String,
    /// The credential; none in the demonstration.
    pub finding: Option<Arc<Finding>>,
    /// The kinds that it may be of.
    pub kinds: Vec<&'static Kind>,
    /// How sure that is.
    pub confidence: Confidence,
    /// Why it was recognised.
    pub why: Vec<Why>,
    /// What is odd about it.
    pub oddities: Vec<Oddity>,
    /// The file it stands in, where it is not the box.
    pub file: Option<Arc<str>>,
    /// The line it first stands on.
    pub line: usize,
    /// How often it stands in the text.
    pub times: usize,
    /// The scanner and the rule that told of it, where it stands in a report: it is somebody's, and perhaps not the
    /// person's own.
    pub told: Option<Arc<str>>,
    /// Whether it may be sent; one from a report only once the person has ticked it.
    pub ticked: ArcRwSignal<bool>,
    /// What the person chose, where several kinds fit.
    pub chosen: ArcRwSignal<Option<usize>>,
    /// What it needs beside itself, as far as that is known.
    pub companions: ArcRwSignal<Companions>,
    /// Whether the person agreed to what its check costs.
    pub agreed: ArcRwSignal<bool>,
    /// How far it is checked.
    pub progress: ArcRwSignal<Progress>,
    /// Whether it is unfolded.
    pub open: ArcRwSignal<bool>,
}

impl Row {
    /// The secret; none in the demonstration.
    pub fn secret(&self) -> Option<&Secret> {
        self.finding.as_ref().map(|f| &f.secret)
    }

    /// The kind that it counts as: the one that it is, or the one that was chosen.
    pub fn kind(&self) -> Option<&'static Kind> {
        if self.confidence == Confidence::Undecided {
            return self.kinds.get(self.chosen.get()?).copied();
        }
        self.kinds.first().copied()
    }

    /// Why it would not be sent; none where it would.
    pub fn obstacle(&self) -> Option<NotSent> {
        if self.confidence == Confidence::Broken {
            return Some(NotSent::Broken);
        }
        let Some(kind) = self.kind() else { return Some(NotSent::ChoiceOpen) };
        if kind.destinations().is_empty() {
            return Some(NotSent::NoCheck);
        }
        if !companions::missing(kind, &self.companions.read()).is_empty() {
            return Some(NotSent::HalfMissing);
        }
        if kind.costs() && !self.agreed.get() {
            return Some(NotSent::Costs);
        }
        (!self.ticked.get()).then_some(NotSent::NotTicked)
    }

    /// Where it would be sent first: one host, or one for each world that is open.
    pub fn hosts(&self) -> Vec<&'static str> {
        let Some(kind) = self.kind() else { return Vec::new() };
        let known = self.companions.read();
        let made = |d: &&Destination| {
            let open = |half: &Half| {
                half.given && matches!(&half.value, Value::Plain(v) if !d.choice.split(' ').any(|c| c == v))
            };
            let choices =
                kind.needs().iter().filter(|id| kind.provider().companion(id).is_some_and(|c| !c.choices.is_empty()));
            !choices.filter_map(|id| known.get(id)).any(open)
        };
        kind.destinations()[..kind.main()].iter().filter(made).map(|d| host_of(d.url)).collect()
    }
}

/// `api.groq.com` of a URL.
pub fn host_of(url: &'static str) -> &'static str {
    slots::parts(url).0
}

/// How far a credential is checked.
#[derive(Clone)]
pub enum Progress {
    /// Not at all.
    Recognised,
    /// It waits for its host's turn.
    Queued,
    /// It was sent.
    Checking,
    /// Its verdict is here.
    Done(Arc<Verdict>),
}

impl Progress {
    /// The verdict, once there is one.
    pub fn verdict(&self) -> Option<&Arc<Verdict>> {
        if let Self::Done(verdict) = self { Some(verdict) } else { None }
    }
}

/// A judgement, with what the page knows of how it came about.
pub struct Verdict {
    /// The judgement.
    pub reading: Reading,
    /// `GET https://…`, as far as anything was sent.
    pub request: Option<String>,
    /// When the answer came, in milliseconds since 1970.
    pub at: f64,
    /// Who asked.
    pub how: How,
    /// Why nothing was sent, where nothing was.
    pub not_sent: Option<NotSent>,
}

/// Who asked the provider.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// This page.
    Asked,
    /// The person, by `curl`.
    Pasted,
    /// Nobody now: the answer was recorded.
    Recorded,
}

/// Why a credential was not sent.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum NotSent {
    /// Its checksum fails.
    Broken,
    /// Nobody chose whose it is.
    ChoiceOpen,
    /// The page has no check for it, or its provider refuses browsers.
    NoCheck,
    /// What it needs beside itself is not all there.
    HalfMissing,
    /// Its check costs something, and nobody agreed to that.
    Costs,
    /// A report told of it, and the person did not tick it.
    NotTicked,
    /// A character stands in it that no request can carry.
    Unsendable,
    /// The person stopped.
    Cancelled,
}

/// Something that looks like a credential and is none, in the list.
#[derive(Clone, PartialEq)]
pub struct NoteRow {
    /// What may be shown of it.
    pub mask: String,
    /// What it is.
    pub what: NoteKind,
    /// Whose key it looks like.
    pub provider: Option<&'static str>,
    /// The file it stands in, where it is not the box.
    pub file: Option<Arc<str>>,
    /// The line it stands on.
    pub line: usize,
}

/// A large text or a file: its findings are kept, the text is not.
pub struct Held {
    /// Its place among all that were held.
    pub id: usize,
    /// The file's name; none for pasted text.
    pub name: Option<Arc<str>>,
    /// Its size in bytes.
    pub size: usize,
    /// What was recognised in it, once it was read.
    pub found: ArcRwSignal<Option<Arc<Found>>>,
    /// How much of it was read, in hundredths.
    pub percent: ArcRwSignal<u8>,
    /// Whether its findings were handed over by the Scan screen.
    pub from_scan: bool,
}

/// What was recognised in one text.
#[derive(Default)]
pub struct Found {
    /// Credentials.
    pub findings: Vec<Arc<Finding>>,
    /// What stands beside them of what they need, by their places in the list.
    pub beside: BTreeMap<usize, Companions>,
    /// What looks like credentials and is none.
    pub notes: Vec<crate::recognise::Note>,
    /// Where the text was a scanner's report: what that told.
    pub report: Option<Arc<Told>>,
}

/// A scanner's report, as far as it could be used.
#[derive(PartialEq)]
pub struct Told {
    /// Who wrote it.
    pub tool: &'static str,
    /// The file and the rule of each credential that was recognised in it.
    pub places: Vec<(Arc<str>, Arc<str>)>,
    /// Findings whose secrets were cut out.
    pub cut: usize,
    /// Findings that are no kind of credential that Latchkey knows.
    pub unknown: usize,
    /// Whether some of it could not be read.
    pub damaged: bool,
}

/// What Clear took.
pub struct Cleared {
    /// What stood in the box.
    pub text: zeroize::Zeroizing<String>,
    /// The large texts.
    pub held: Vec<Arc<Held>>,
    /// The rows, with their verdicts.
    pub rows: Vec<Arc<Row>>,
}

impl Desk {
    fn new() -> Self {
        Self {
            guidance: RwSignal::new(Arrival::NotAsked),
            guides: [(); 2].map(|()| RwSignal::new(Arrival::NotAsked)),
            answers: RwSignal::new(Answers::default()),
            scores: RwSignal::new(Vec::new()),
            register: RwSignal::default(),
            keys: Keys::default(),
            respond: Store::new(),
            monitors: RwSignal::new(Vec::new()),
            respond_to: RwSignal::new(None),
            scanned: Scanned::default(),
            self_tests: SelfTests::default(),
            custom: Custom::default(),
        }
    }
}

impl Session {
    /// A page that was just opened.
    pub fn new(owner: &Owner, screen: Screen) -> Self {
        Self(Box::leak(Box::new(Shared {
            screen: RwSignal::new(screen),
            theme: RwSignal::new(Theme::System),
            rows: RwSignal::new(Vec::new()),
            notes: RwSignal::new(Arc::default()),
            held: RwSignal::new(Vec::new()),
            reports: RwSignal::new(Vec::new()),
            view: RwSignal::new(View::default()),
            typed: RwSignal::new(false),
            reading: RwSignal::new(false),
            demo: RwSignal::new(false),
            cleared: RwSignal::new(None),
            run: RwSignal::new(None),
            changes: RwSignal::new(0),
            changing: StoredValue::new(false),
            logging: StoredValue::new(false),
            log: RwSignal::new(Vec::new()),
            checks: RwSignal::new(Arrival::NotAsked),
            checking: RwSignal::new(Part::default()),
            screens: RwSignal::new(Part::default()),
            fits: RwSignal::default(),
            desk: OnceLock::new(),
            owner: owner.clone(),
            live: StoredValue::new_local(Live::default()),
            cancel: StoredValue::new_local(Cancel::default()),
        })))
    }

    /// What the parts of the program that arrive later hold.
    pub fn desk(self) -> &'static Desk {
        self.0.desk.get_or_init(|| self.0.owner.with(Desk::new))
    }

    /// What the Scan screen found.
    pub fn scan(self) -> Scanned {
        self.desk().scanned
    }

    /// What self-tests of the catalogue have shown.
    pub fn self_tests(self) -> SelfTests {
        self.desk().self_tests
    }

    /// What `custom.html` knows.
    pub fn custom(self) -> Custom {
        self.desk().custom
    }

    /// How the register is kept, and what of it is in sight.
    pub fn keys(self) -> Keys {
        self.desk().keys
    }

    /// The responses under way, and the watch.
    pub fn respond(self) -> Store {
        self.desk().respond
    }

    /// Sets a row's progress, and lets the sums know.
    pub fn progress(self, row: &Row, progress: Progress) {
        row.progress.set(progress);
        if let Some(part) = self.checking.get_untracked().here() {
            (part.checked)(self, row);
        }
        // Summing over many at each change of each would take the square of their number.
        if self.rows.read_untracked().len() <= FEW {
            self.tell();
        } else if !self.changing.get_value() {
            self.changing.set_value(true);
            spawn_local(async move {
                clock::sleep(TELL_MS).await;
                if self.changing.get_value() {
                    self.tell();
                }
            });
        }
    }

    /// Takes a request into the wire log, which is told of many a moment late.
    pub fn log(self, sent: Sent) {
        self.log.update_untracked(|all| all.push(sent));
        if self.log.read_untracked().len() <= FEW {
            self.log.notify();
        } else if !self.logging.get_value() {
            self.logging.set_value(true);
            spawn_local(async move {
                clock::sleep(TELL_MS).await;
                self.logging.set_value(false);
                self.log.notify();
            });
        }
    }

    /// Lets the sums know at once.
    pub fn tell(self) {
        self.changing.set_value(false);
        self.changes.update(|n| *n = n.wrapping_add(1));
    }

    /// Follows every change of any row; with many rows, a moment late. What is read of the rows need not be tracked.
    pub fn follow(self) -> Vec<Arc<Row>> {
        self.changes.track();
        self.rows.get()
    }

    /// Whether there are verdicts that would be lost.
    pub fn has_verdicts(self) -> bool {
        let rows = self.rows.read_untracked();
        !self.demo.get_untracked()
            && rows.iter().any(|r| {
                r.progress.read_untracked().verdict().is_some_and(|v| v.how != How::Recorded && v.not_sent.is_none())
            })
    }
}

/// The session of the page that a component stands in.
pub fn session() -> Session {
    expect_context()
}
