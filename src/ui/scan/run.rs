//! Scans: pasted code as one types, files one after another, in slices that leave the browser time to draw.

use super::store::{self, Part, Run};
use crate::browser::clock::{self, Breath};
use crate::browser::files;
use crate::browser::folder::{Given, Walked};
use crate::browser::task::spawn_local;
use crate::recognise::Recogniser;
use crate::scan::FileReport;
use crate::scan::foreign;
use crate::scan::json::Tally;
use crate::scan::reading::{PIECE, Reading};
use crate::scan::skip::{self, Skip};
use crate::ui::check::live;
use crate::ui::session::Session;
use leptos::prelude::*;
use std::future::Future;
use std::rc::Rc;
use std::sync::Arc;
use zeroize::Zeroizing;

/// Bytes that are looked at between two glances at the clock.
const SLICE: usize = 32 * 1024;

/// How often the page is told how far a scan of files is, in milliseconds.
const TELL_MS: f64 = 120.0;

/// Why a scan of one file ended early.
enum Stopped {
    /// Nobody wants it any more.
    Unwanted,
    /// The file is not for scanning after all.
    Skip(Skip),
}

/// What recognises the full window of a reading, and files it.
async fn window(
    recogniser: &Recogniser,
    reading: &mut Reading,
    last: bool,
    breath: &mut Breath,
    wanted: &impl Fn() -> bool,
) -> Result<(), Stopped> {
    let found = {
        let mut scan = recogniser.scan(reading.text());
        while scan.step(SLICE) {
            if breath.take().await && !wanted() {
                return Err(Stopped::Unwanted);
            }
        }
        scan.finish()
    };
    breath.take().await;
    let mut filing = reading.file(found, last);
    while filing.step() {
        if breath.take().await && !wanted() {
            return Err(Stopped::Unwanted);
        }
    }
    filing.done();
    Ok(())
}

/// Scans pasted code; whatever was pasted before it is no more wanted.
pub fn text(session: Session, text: Zeroizing<Vec<u8>>) {
    let scan = session.scan();
    let mine = scan.inner.try_update_value(|inner| {
        inner.newest_text += 1;
        inner.newest_text
    });
    scan.reading.set(true);
    spawn_local(async move {
        // One run for a few strokes of the keyboard.
        clock::sleep(60).await;
        let wanted = move || scan.inner.with_value(|inner| Some(inner.newest_text) == mine);
        if !wanted() {
            return;
        }
        let recogniser = crate::ui::first::recogniser();
        if foreign::is_report(&text) {
            store::empty_box(session);
            return to_check(session, None, text);
        }
        let mut reading = Reading::new("");
        let mut breath = Breath::default();
        let mut pieces = text.chunks(PIECE).peekable();
        loop {
            while !reading.is_full()
                && let Some(piece) = pieces.next()
            {
                reading.push(piece);
            }
            let last = pieces.peek().is_none();
            if window(&recogniser, &mut reading, last, &mut breath, &wanted).await.is_err() {
                return;
            }
            if last {
                break;
            }
        }
        if wanted() {
            scan.pasted.set(Some(Part::new(session, reading.done())));
            scan.reading.set(false);
        }
    });
}

/// A scanner's report tells of keys that stand elsewhere: it is for Check.
fn to_check(session: Session, name: Option<String>, report: Zeroizing<Vec<u8>>) {
    session.scan().reports.update(|n| *n += 1);
    live::hold(session, name, report);
}

/// Scans files once they are known. While a scan is under way they wait for it; else they take the place of what
/// the last one found.
pub fn files(session: Session, given: impl Future<Output = Walked> + 'static) {
    let scan = session.scan();
    let waits = scan.run.get_untracked().is_some();
    if !waits {
        scan.files.set(Vec::new());
        scan.tally.set(Tally::default());
        scan.reports.set(0);
        scan.cancelled.set(false);
        scan.run.set(Some(Run::default()));
    }
    let mine = scan.inner.with_value(|inner| inner.newest_scan);
    spawn_local(async move {
        let walked = given.await;
        let wanted = move || scan.inner.with_value(|inner| inner.newest_scan == mine);
        if !wanted() {
            return;
        }
        if waits && scan.run.get_untracked().is_some() {
            scan.inner.update_value(|inner| inner.waiting.push(walked));
            return;
        }
        let recogniser = crate::ui::first::recogniser();
        let mut next = Some(walked);
        while let Some(walked) = next.take() {
            all(session, &recogniser, walked, &wanted).await;
            next = scan.inner.try_update_value(|inner| inner.waiting.pop()).flatten().filter(|_| wanted());
        }
        if wanted() {
            scan.run.set(None);
        }
    });
}

/// Stops the scan of files; what was found stays.
pub fn cancel(session: Session) {
    let scan = session.scan();
    if scan.run.get_untracked().is_none() {
        return;
    }
    scan.inner.update_value(|inner| {
        inner.newest_scan += 1;
        inner.waiting.clear();
    });
    scan.run.set(None);
    scan.cancelled.set(true);
}

/// What is told to the page from time to time, not at each of ten thousand files.
struct Told {
    session: Session,
    run: Run,
    parts: Vec<Arc<Part>>,
    skipped: Vec<Skip>,
    scanned: (usize, u64),
    at: f64,
}

impl Told {
    fn tell(&mut self) {
        let scan = self.session.scan();
        self.at = clock::steady();
        scan.run.set(Some(self.run));
        let parts = std::mem::take(&mut self.parts);
        if !parts.is_empty() {
            scan.files.update(|all| all.extend(parts));
        }
        let (files, bytes) = std::mem::take(&mut self.scanned);
        let skipped = std::mem::take(&mut self.skipped);
        scan.tally.update(|tally| {
            tally.files += files;
            tally.bytes += bytes;
            for why in skipped {
                tally.skip(why);
            }
        });
    }
}

/// Scans all of what was given, one file at a time.
async fn all(session: Session, recogniser: &Rc<Recogniser>, walked: Walked, wanted: &impl Fn() -> bool) {
    let run = Run { all: walked.files.len(), bytes: walked.files.iter().map(|f| f.size).sum(), ..Run::default() };
    let (parts, scanned) = (Vec::new(), (0, 0));
    let mut told = Told { session, run, parts, skipped: walked.skipped, scanned, at: 0.0 };
    told.tell();
    let mut breath = Breath::default();
    for given in walked.files {
        let before = told.run.bytes_done;
        let ended = one(recogniser, &given, &mut told, &mut breath, wanted).await;
        if !wanted() {
            return;
        }
        match ended {
            Ok(report) => {
                told.scanned.0 += 1;
                told.scanned.1 += given.size;
                if !(report.findings.is_empty() && report.notes.is_empty()) {
                    told.parts.push(Part::new(session, report));
                }
            }
            Err(Stopped::Skip(why)) => told.skipped.push(why),
            Err(Stopped::Unwanted) => return,
        }
        told.run.done += 1;
        told.run.bytes_done = before + given.size;
        if clock::steady() - told.at > TELL_MS {
            told.tell();
        }
    }
    told.tell();
}

/// Scans one file, of which no more than a window is held at a time.
async fn one(
    recogniser: &Recogniser,
    given: &Given,
    told: &mut Told,
    breath: &mut Breath,
    wanted: &impl Fn() -> bool,
) -> Result<FileReport, Stopped> {
    let mut reading = Reading::new(&given.path);
    let (before, mut at) = (told.run.bytes_done, 0);
    loop {
        while !reading.is_full() && at < given.size {
            let end = (at + PIECE as u64).min(given.size);
            let piece = files::piece(&given.file, at, end).await.ok_or(Stopped::Skip(Skip::Unreadable))?;
            if at == 0 && skip::is_binary(&piece) {
                return Err(Stopped::Skip(Skip::Binary));
            }
            if at == 0 && foreign::is_report(&piece) {
                let whole = files::piece(&given.file, 0, given.size).await.ok_or(Stopped::Skip(Skip::Unreadable))?;
                to_check(told.session, Some(given.path.clone()), whole);
                return Ok(reading.done());
            }
            reading.push(&piece);
            at = end;
            breath.take().await;
            if !wanted() {
                return Err(Stopped::Unwanted);
            }
        }
        let last = at >= given.size;
        window(recogniser, &mut reading, last, breath, wanted).await?;
        if last {
            return Ok(reading.done());
        }
        if clock::steady() - told.at > TELL_MS {
            told.run.bytes_done = before + at;
            told.tell();
        }
    }
}
