//! The Respond screen's texts.

use crate::hygiene::incident::{Event, StepState};
use crate::hygiene::runbook::{Case, Nature, StepId};
use crate::hygiene::watch::{End, Stage};

/// The Respond screen, and watching until dead.
#[allow(missing_docs, reason = "the texts say it")]
pub struct Respond {
    pub lead: &'static str,
    pub choose: &'static str,
    pub general: &'static str,
    pub on_page: &'static str,
    pub earlier: &'static str,
    pub providers: &'static str,
    pub undecided: &'static str,
    pub paste_first: &'static str,
    pub open_check: &'static str,
    pub case: &'static str,
    /// Confirmed and suspected: the word, and what it means for the order.
    pub cases: [(&'static str, &'static str); 2],
    pub steps: &'static str,
    pub clock: &'static str,
    /// Steps that are dealt with, and all.
    pub progress: fn(usize, usize) -> String,
    pub step: fn(StepId) -> &'static str,
    pub text: fn(StepId, Nature, Case) -> &'static str,
    pub not_needed: &'static str,
    pub state: fn(StepState) -> &'static str,
    /// How far, when, and how long after the start.
    pub when: fn(StepState, &str, &str) -> String,
    /// A provider's name, before what its file says.
    pub says: fn(&str) -> String,
    /// The name that stood beside the key.
    pub search_for: fn(&str) -> String,
    pub note: &'static str,
    pub note_masked: &'static str,
    /// Milliseconds.
    pub duration: fn(f64) -> String,
    pub watch: WatchWords,
    pub rehearsal: RehearsalWords,
    pub report: ReportWords,
    /// In a row's details on Check.
    pub leaked: &'static str,
}

/// Watching until dead.
#[allow(missing_docs, reason = "the texts say it")]
pub struct WatchWords {
    pub title: &'static str,
    pub lead: &'static str,
    pub needs_key: &'static str,
    /// The request; questions at the most.
    pub cost: fn(&str, u32) -> String,
    pub free: &'static str,
    pub costs: fn(&str) -> String,
    pub start: fn(&str) -> String,
    pub stop: &'static str,
    pub elsewhere: &'static str,
    pub revoked_now: &'static str,
    pub notify: &'static str,
    pub notify_on: &'static str,
    pub notify_off: &'static str,
    /// The provider's name.
    pub notification: fn(&str) -> String,
    pub asking: &'static str,
    /// Answers so far, seconds to the next question.
    pub going: fn(u32, u32) -> String,
    pub last: &'static str,
    /// How long it took, whether since it was said to be revoked, at which question.
    pub rejected: fn(&str, bool, u32) -> String,
    /// How long before that it was still accepted; none where it never was.
    pub accepted_before: fn(Option<&str>) -> String,
    /// How else it ended, after how many answers.
    pub ended: fn(End, u32) -> String,
}

/// The rehearsal of a rotation.
#[allow(missing_docs, reason = "the texts say it")]
pub struct RehearsalWords {
    pub title: &'static str,
    pub lead: &'static str,
    pub needs_two: &'static str,
    pub new_key: &'static str,
    pub old_key: &'static str,
    pub start: &'static str,
    pub lines: [&'static str; 3],
    pub not_yet: &'static str,
    pub stage: fn(Stage) -> &'static str,
}

/// The incident report.
#[allow(missing_docs, reason = "the texts say it")]
pub struct ReportWords {
    pub title: &'static str,
    pub lead: &'static str,
    pub waits: &'static str,
    pub preview: &'static str,
    pub download: &'static str,
    pub key: &'static str,
    pub provider: &'static str,
    pub kind: &'static str,
    pub case: &'static str,
    pub written: &'static str,
    pub not_known: &'static str,
    pub timeline: &'static str,
    /// Of a step, by its name, of the watch, by what is said of it.
    pub event: fn(Event) -> String,
    pub foot: &'static str,
}
