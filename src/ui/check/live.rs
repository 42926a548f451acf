//! Recognises as one types: in slices that leave the browser time to draw, each newer text stopping the older run.

use crate::browser::clock::{self, Breath};
use crate::browser::task::spawn_local;
use crate::check::bulk::order::View;
use crate::check::companions::{self, Companions};
use crate::check::interpret::{FactValue, Reading};
use crate::check::untrusted::Untrusted;
use crate::credential::Secret;
use crate::recognise::{Finding, Recogniser};
use crate::scan::foreign;
use crate::ui::first::{TOO_LONG_FOR_THE_BOX, paste_box, recogniser};
use crate::ui::parts::{self, Part};
use crate::ui::session::{Found, Held, NoteRow, Progress, Row, Session, Told};
use leptos::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;
use zeroize::Zeroizing;

/// Bytes that are looked at between two glances at the clock.
const SLICE: usize = 64 * 1024;

/// What recognising keeps between two runs.
#[derive(Default)]
pub struct Live {
    /// Counts texts; a run whose text is no more the newest stops.
    newest: usize,
    /// The newest text whose credentials are listed.
    listed: usize,
    /// Counts foldings; one that is no more the newest stops.
    foldings: usize,
    /// Counts rows and held texts.
    ids: usize,
    salt: u64,
    /// What was recognised in the box.
    in_box: Arc<Found>,
}

impl Live {
    /// The salt that equal secrets are told by, and what was recognised in the box.
    pub fn in_box(&self) -> (u64, Arc<Found>) {
        (self.salt, self.in_box.clone())
    }

    /// The box is empty.
    fn forget_text(&mut self) {
        self.newest += 1;
        self.listed = self.newest;
        self.in_box = Arc::default();
    }

    /// The number of the text in the box, and whether its credentials are listed.
    pub fn text(&self) -> (usize, bool) {
        (self.newest, self.newest == self.listed)
    }
}

/// The box's text was changed.
pub fn read_box(session: Session) {
    let Some(paste) = paste_box() else { return };
    if paste.text_length() > TOO_LONG_FOR_THE_BOX {
        let text = paste.value();
        paste.set_value("");
        session.typed.set(false);
        session.live.update_value(Live::forget_text);
        hold(session, None, Zeroizing::new(text.into_bytes()));
        return;
    }
    let empty = paste.text_length() == 0;
    session.typed.set(!empty);
    if !empty {
        parts::fetch_checking(session);
        leave_demo(session);
        session.cleared.set(None);
    }
    let mine = session.live.try_update_value(|live| {
        live.newest += 1;
        live.newest
    });
    spawn_local(async move {
        // One run a frame, however many keys are struck.
        clock::sleep(12).await;
        let newest = move || session.live.with_value(|live| Some(live.newest) == mine);
        if !newest() {
            return;
        }
        let Some(paste) = paste_box() else { return };
        let text = Zeroizing::new(paste.value().into_bytes());
        session.reading.set(true);
        let found = recognise(session, &text, newest, |_| ()).await;
        if let Some(found) = found {
            session.live.update_value(|live| live.in_box = Arc::new(found));
            fold_all(session).await;
            session.live.update_value(|live| live.listed = mine.unwrap_or_default());
            session.reading.set(!newest() && session.reading.get_untracked());
        }
    });
}

/// Takes a large text or a file, beside what is in the box.
pub fn hold(session: Session, name: Option<String>, bytes: Zeroizing<Vec<u8>>) {
    parts::fetch_checking(session);
    leave_demo(session);
    session.cleared.set(None);
    let held = Arc::new(Held {
        id: next_id(session),
        name: name.map(Arc::from),
        size: bytes.len(),
        found: ArcRwSignal::new(None),
        percent: ArcRwSignal::new(0),
        from_scan: false,
    });
    session.held.update(|all| all.push(held.clone()));
    spawn_local(async move {
        let id = held.id;
        let wanted = move || session.held.read_untracked().iter().any(|h| h.id == id);
        let percent = held.percent.clone();
        if let Some(found) = recognise(session, &bytes, wanted, move |p| percent.set(p)).await {
            held.found.set(Some(Arc::new(found)));
            fold(session);
        }
    });
}

/// Takes what the Scan screen found, each file's findings under its path, in place of what it gave before.
pub fn take_over(session: Session, files: Vec<(Arc<str>, Vec<Arc<Finding>>)>) {
    parts::fetch_checking(session);
    leave_demo(session);
    session.cleared.set(None);
    let taken = files.into_iter().map(|(path, findings)| {
        Arc::new(Held {
            id: next_id(session),
            name: Some(path),
            size: 0,
            found: ArcRwSignal::new(Some(Arc::new(Found { findings, ..Found::default() }))),
            percent: ArcRwSignal::new(100),
            from_scan: true,
        })
    });
    let taken: Vec<_> = taken.collect();
    session.held.update(|all| {
        all.retain(|held| !held.from_scan);
        all.extend(taken);
    });
    fold(session);
}

/// Lets go of what the Scan screen gave.
pub fn let_go_of_scan(session: Session) {
    take_over(session, Vec::new());
}

/// Lets go of a held text.
pub fn let_go(session: Session, id: usize) {
    session.held.update(|all| all.retain(|held| held.id != id));
    fold(session);
}

/// All that is in a text; none where it was no more wanted before the end.
async fn recognise(session: Session, bytes: &[u8], wanted: impl Fn() -> bool, seen: impl Fn(u8)) -> Option<Found> {
    let recogniser = recogniser();
    if foreign::is_report(bytes) {
        return report(session, &recogniser, bytes, wanted).await;
    }
    let mut scan = recogniser.scan(bytes);
    let (mut breath, mut at) = (Breath::default(), 0);
    while scan.step(SLICE) {
        at += SLICE;
        if breath.take().await {
            seen(u8::try_from(at * 100 / bytes.len().max(1)).unwrap_or(100));
            if !wanted() {
                return None;
            }
        }
    }
    let found = scan.finish();
    let mut beside = BTreeMap::new();
    for (at, finding) in found.findings.iter().enumerate() {
        if finding.kinds.iter().any(|k| !k.needs().is_empty()) {
            let mut known = Companions::new();
            finding.kinds.iter().for_each(|kind| known.extend(companions::beside(bytes, &finding.span, kind)));
            beside.insert(at, known);
            breath.take().await;
        }
    }
    let findings = found.findings.into_iter().map(Arc::new).collect();
    Some(Found { findings, beside, notes: found.notes, report: None })
}

/// All that a scanner's report tells of; the part of the program that reads one may still be on its way.
async fn report(session: Session, recogniser: &Recogniser, bytes: &[u8], wanted: impl Fn() -> bool) -> Option<Found> {
    while wanted() {
        match session.checking.get_untracked() {
            Part::Here(part) => return Some((part.report)(recogniser, bytes).await).filter(|_| wanted()),
            Part::Failed => return None,
            Part::NotAsked | Part::Awaited => clock::sleep(20).await,
        }
    }
    None
}

/// Lists what was recognised everywhere, equal credentials folded into one, verdicts kept.
fn fold(session: Session) {
    spawn_local(fold_all(session));
}

/// The same, in slices; it stops where another one has begun since.
async fn fold_all(session: Session) {
    let mine = session.live.try_update_value(|live| {
        live.foldings += 1;
        live.foldings
    });
    let newest = move || session.live.with_value(|live| Some(live.foldings) == mine);
    let mut folded = Folded::new(session);
    let mut breath = Breath::default();
    for held in session.held.get_untracked() {
        if let Some(found) = held.found.get_untracked() {
            let name = held.name.clone().or_else(|| Some(Arc::from("…")));
            folded.take(&found, name.as_ref(), &mut breath).await;
        }
    }
    let in_box = session.live.with_value(|live| live.in_box.clone());
    folded.take(&in_box, None, &mut breath).await;
    let reports = std::mem::take(&mut folded.reports);
    let (rows, notes) = folded.done(session, &mut breath).await;
    if !newest() {
        return;
    }
    session.notes.set(Arc::new(notes));
    if *session.reports.read_untracked() != reports {
        session.reports.set(reports);
    }
    session.rows.set(rows);
}

/// Rows in the making.
struct Folded {
    salt: u64,
    rows: Vec<Row>,
    notes: Vec<NoteRow>,
    by_secret: BTreeMap<u64, Vec<usize>>,
    reports: Vec<Arc<Told>>,
}

impl Folded {
    fn new(session: Session) -> Self {
        let salt = session.live.try_update_value(|live| {
            if live.salt == 0 {
                live.salt = js_sys::Math::random().to_bits() | 1;
            }
            live.salt
        });
        Self {
            salt: salt.unwrap_or(1),
            rows: Vec::new(),
            notes: Vec::new(),
            by_secret: BTreeMap::new(),
            reports: Vec::new(),
        }
    }

    async fn take(&mut self, found: &Found, file: Option<&Arc<str>>, breath: &mut Breath) {
        self.reports.extend(found.report.clone());
        for (at, finding) in found.findings.iter().enumerate() {
            breath.take().await;
            let beside = || found.beside.get(&at).cloned().unwrap_or_default();
            let place = found.report.as_ref().and_then(|report| report.places.get(at));
            let told = place.map(|(_, rule)| rule.clone());
            let same = self.by_secret.entry(finding.secret.bucket(self.salt)).or_default();
            let equal = |row: &Row| row.secret().is_some_and(|s| s.same_as(&finding.secret));
            if let Some(at) = same.iter().find(|at| equal(&self.rows[**at])) {
                self.rows[*at].meet_again(finding, beside(), told.is_some());
                continue;
            }
            same.push(self.rows.len());
            let file = place.map(|(path, _)| path).filter(|path| !path.is_empty()).or(file);
            self.rows.push(Row::of(finding, beside(), file.cloned(), told));
        }
        self.notes.extend(found.notes.iter().map(|note| NoteRow {
            mask: note.mask.clone(),
            what: note.what,
            provider: note.kind.map(|k| k.provider().name),
            file: file.cloned(),
            line: note.line,
        }));
    }

    /// Rows that were there before keep what became of them; those that read the same keep their place too.
    async fn done(self, session: Session, breath: &mut Breath) -> (Vec<Arc<Row>>, Vec<NoteRow>) {
        let old = session.rows.get_untracked();
        let mut before: BTreeMap<u64, Vec<&Arc<Row>>> = BTreeMap::new();
        for row in &old {
            if let Some(secret) = row.secret() {
                before.entry(secret.bucket(self.salt)).or_default().push(row);
            }
        }
        let mut rows = Vec::with_capacity(self.rows.len());
        for row in self.rows {
            breath.take().await;
            let secret: Option<&Secret> = row.secret();
            let same = secret.and_then(|secret| {
                let likely = before.get(&secret.bucket(self.salt))?;
                likely.iter().find(|old| old.secret().is_some_and(|s| s.same_as(secret)) && old.kinds == row.kinds)
            });
            if let Some(old) = same.filter(|old| old.told.is_some() && row.told.is_none()) {
                old.ticked.set(true);
            }
            rows.push(match same {
                Some(old) if old.reads_as(&row) => {
                    old.joined(&row);
                    (*old).clone()
                }
                Some(old) => Arc::new(Row {
                    id: next_id(session),
                    chosen: old.chosen.clone(),
                    companions: old.joined(&row),
                    agreed: old.agreed.clone(),
                    ticked: old.ticked.clone(),
                    progress: old.progress.clone(),
                    open: old.open.clone(),
                    ..row
                }),
                None => Arc::new(Row { id: next_id(session), ..row }),
            });
        }
        (rows, self.notes)
    }
}

impl Row {
    fn of(finding: &Arc<Finding>, companions: Companions, file: Option<Arc<str>>, told: Option<Arc<str>>) -> Self {
        Self {
            id: 0,
            mask: finding.secret.mask(),
            kinds: finding.kinds.clone(),
            confidence: finding.confidence,
            why: finding.why.clone(),
            oddities: finding.oddities.clone(),
            file,
            line: finding.line,
            times: 1,
            ticked: ArcRwSignal::new(told.is_none()),
            told,
            chosen: ArcRwSignal::new(None),
            companions: ArcRwSignal::new(companions),
            agreed: ArcRwSignal::new(false),
            progress: ArcRwSignal::new(Progress::Recognised),
            open: ArcRwSignal::new(false),
            finding: Some(finding.clone()),
        }
    }

    /// The same credential once more; what tells its kind apart the second time counts for both. What the person gave
    /// is their own, whatever a report says of it.
    fn meet_again(&mut self, again: &Arc<Finding>, beside: Companions, told: bool) {
        use crate::recognise::Confidence::Undecided;
        self.times += 1;
        if !told && self.told.take().is_some() {
            self.ticked.set(true);
        }
        self.companions
            .update_untracked(|known| beside.into_iter().for_each(|(id, half)| _ = known.entry(id).or_insert(half)));
        if self.confidence == Undecided && again.confidence != Undecided {
            self.kinds.clone_from(&again.kinds);
            self.confidence = again.confidence;
            self.why.clone_from(&again.why);
        }
    }

    /// What is known of its companions, with what now stands beside it where the person gave nothing.
    fn joined(&self, now: &Self) -> ArcRwSignal<Companions> {
        let now = now.companions.get_untracked();
        let same = |a: &Companions, b: &Companions| {
            a.len() == b.len() && a.iter().all(|(id, half)| b.get(id).is_some_and(|o| o.shown() == half.shown()))
        };
        let mut known = self.companions.get_untracked();
        known.retain(|_, half| half.given);
        for (id, half) in now {
            known.entry(id).or_insert(half);
        }
        if !same(&known, &self.companions.read_untracked()) {
            self.companions.set(known);
        }
        self.companions.clone()
    }

    fn reads_as(&self, other: &Self) -> bool {
        self.line == other.line
            && self.times == other.times
            && self.confidence == other.confidence
            && self.file == other.file
            && self.why == other.why
            && self.oddities == other.oddities
            && self.told == other.told
    }
}

/// A number that no row or held text had before.
pub fn next_id(session: Session) -> usize {
    let id = session.live.try_update_value(|live| {
        live.ids += 1;
        live.ids
    });
    id.unwrap_or_default()
}

/// Masks every credential that stands in what is kept of an answer that a person pasted: it may hold more than the
/// key that was asked about.
pub fn without_keys(reading: &mut Reading) {
    let recogniser = recogniser();
    let clean = |text: &mut Untrusted| *text = Untrusted::new(&recogniser.masked(text.as_text()));
    let evidence = &mut reading.evidence;
    [&mut evidence.code, &mut evidence.message].into_iter().flatten().for_each(clean);
    for fact in &mut reading.facts {
        match &mut fact.value {
            FactValue::Text(text) => clean(text),
            FactValue::List(list) => list.iter_mut().for_each(clean),
            FactValue::Number(_) | FactValue::Bool(_) => {}
        }
    }
}

/// Takes everything back: box, held texts, rows. Secrets are wiped with the last handle on them.
pub fn wipe(session: Session) {
    session.live.update_value(|live| {
        live.forget_text();
        live.foldings += 1;
    });
    if let Some(paste) = paste_box() {
        paste.set_value("");
    }
    session.typed.set(false);
    session.reading.set(false);
    session.demo.set(false);
    session.held.set(Vec::new());
    session.notes.set(Arc::default());
    session.reports.set(Vec::new());
    session.view.set(View::default());
    session.rows.set(Vec::new());
    session.cleared.set(None);
}

fn leave_demo(session: Session) {
    if session.demo.get_untracked() {
        session.demo.set(false);
        session.live.update_value(|live| live.foldings += 1);
        session.rows.set(Vec::new());
    }
}
