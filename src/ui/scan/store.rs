//! What the Scan screen found, kept at the root with the session: findings, never whole files.

use crate::scan::json::Tally;
use crate::scan::severity::Severity;
use crate::scan::{CodeFinding, FileReport};
use crate::ui::check::live;
use crate::ui::session::Session;
use leptos::prelude::*;
use std::collections::BTreeSet;
use std::sync::Arc;
use web_sys::HtmlTextAreaElement;

/// All of it. Copies are handles on the same.
#[derive(Clone, Copy, Default)]
pub struct Scanned {
    /// The pasted code's findings.
    pub pasted: RwSignal<Option<Arc<Part>>>,
    /// Files in which something was found.
    pub files: RwSignal<Vec<Arc<Part>>>,
    /// What was read of files, and what was not.
    pub tally: RwSignal<Tally>,
    /// The scan of files under way.
    pub run: RwSignal<Option<Run>>,
    /// Reports of other scanners among them, which went to Check.
    pub reports: RwSignal<usize>,
    /// Whether the last one was stopped.
    pub cancelled: RwSignal<bool>,
    /// Whether there is anything in the box.
    pub typed: RwSignal<bool>,
    /// Whether what is in the box is being looked at.
    pub reading: RwSignal<bool>,
    /// Findings that are not to be handed to Check, by their number.
    pub left_out: RwSignal<BTreeSet<usize>>,
    /// What is not for others to see.
    pub inner: StoredValue<Inner, LocalStorage>,
}

/// What the scans keep between two runs.
#[derive(Default)]
pub struct Inner {
    /// The box. It outlives the screen, so that what stands in it stays.
    pub textarea: Option<HtmlTextAreaElement>,
    /// Counts pasted texts; a run whose text is no more the newest stops.
    pub newest_text: usize,
    /// Counts scans of files; as above.
    pub newest_scan: usize,
    /// What waits for its turn.
    pub waiting: Vec<crate::browser::folder::Walked>,
}

/// What was found in one file, or in the pasted code.
pub struct Part {
    /// Its place among all that the page has shown.
    pub id: usize,
    /// What was found; the path is empty where it was pasted.
    pub report: FileReport,
    /// A number for each finding.
    pub ids: Vec<usize>,
}

impl Part {
    /// Gives numbers to what was found, and leaves out what Check could say nothing about.
    pub fn new(session: Session, report: FileReport) -> Arc<Self> {
        let ids: Vec<usize> = report.findings.iter().map(|_| live::next_id(session)).collect();
        let out = ids.iter().zip(&report.findings).filter(|(_, f)| f.severity <= Severity::Low).map(|(id, _)| *id);
        let out: Vec<usize> = out.collect();
        if !out.is_empty() {
            session.scan().left_out.update(|all| all.extend(out));
        }
        Arc::new(Self { id: live::next_id(session), report, ids })
    }

    /// Its findings with their numbers.
    pub fn findings(&self) -> impl Iterator<Item = (usize, &Arc<CodeFinding>)> {
        self.ids.iter().copied().zip(&self.report.findings)
    }
}

/// How far a scan of files has come.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Run {
    /// Files done.
    pub done: usize,
    /// Files in all; none while folders are still walked.
    pub all: usize,
    /// Bytes done.
    pub bytes_done: u64,
    /// Bytes in all.
    pub bytes: u64,
}

impl Scanned {
    /// The pasted code first, then the files.
    pub fn parts(&self) -> Vec<Arc<Part>> {
        self.pasted.get().into_iter().chain(self.files.get()).filter(|p| !p.report.findings.is_empty()).collect()
    }

    /// Findings in all, and those that are selected.
    pub fn counts(&self) -> (usize, usize) {
        let parts = self.parts();
        let all = parts.iter().map(|p| p.ids.len()).sum();
        let left_out = self.left_out.read();
        let out = parts.iter().flat_map(|p| &p.ids).filter(|id| left_out.contains(id)).count();
        (all, all - out)
    }
}

/// Takes what stands in the box back.
pub fn empty_box(session: Session) {
    let scan = session.scan();
    scan.inner.with_value(|inner| {
        if let Some(textarea) = &inner.textarea {
            textarea.set_value("");
        }
    });
    scan.typed.set(false);
    scan.reading.set(false);
    scan.pasted.set(None);
}

/// Takes everything back. Secrets are wiped with the last handle on them.
pub fn wipe(session: Session) {
    let scan = session.scan();
    scan.inner.update_value(|inner| {
        inner.newest_text += 1;
        inner.newest_scan += 1;
        inner.waiting.clear();
        if let Some(textarea) = &inner.textarea {
            textarea.set_value("");
        }
    });
    scan.pasted.set(None);
    scan.files.set(Vec::new());
    scan.tally.set(Tally::default());
    scan.run.set(None);
    scan.reports.set(0);
    scan.cancelled.set(false);
    scan.typed.set(false);
    scan.reading.set(false);
    scan.left_out.set(BTreeSet::new());
}
