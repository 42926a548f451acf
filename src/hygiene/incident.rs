//! One leaked key and what was done about it: the record (a mask at the most, and the person's own notes), and the
//! report in Markdown.

use super::runbook::{Case, StepId};
use super::watch::{End, Pace, Rehearsal, Watch};
use crate::check::untrusted::Untrusted;
use crate::check::verdict::State;
use crate::credential::Secret;
use crate::recognise::{NoteKind, Recogniser, with_masks};
use std::fmt::Write as _;

/// The record. It holds no key; what "remember" keeps of it is [`Incident::kept`]. Times are milliseconds since 1970.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Incident {
    /// What leaked.
    pub subject: Subject,
    /// What is known of the leak, once it was said.
    pub case: Option<Case>,
    /// When that was said last.
    pub said: Option<f64>,
    /// When it was said first: the clock counts from here.
    pub began: Option<f64>,
    /// Steps that were touched.
    pub steps: Vec<Taken>,
    /// The last watch.
    pub watch: Option<Watch>,
    /// The last rehearsal.
    pub rehearsal: Option<Rehearsal>,
}

/// What leaked. Empty where it is not known.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Subject {
    /// The provider's id.
    pub provider: String,
    /// The kind's id.
    pub kind: String,
    /// What may be shown of the key.
    pub mask: String,
}

/// A step, as far as it was taken.
#[derive(Clone, PartialEq, Debug)]
pub struct Taken {
    /// Which.
    pub id: StepId,
    /// How far.
    pub state: StepState,
    /// When that was said last, where it ever was.
    pub changed: Option<f64>,
    /// What the person wrote and left, keys taken out.
    pub note: String,
    /// When it was left.
    pub noted: Option<f64>,
    /// What the person is writing. It may end in the middle of a key, so it is not kept before it is left.
    pub draft: Option<String>,
}

impl Taken {
    /// A step that nobody touched.
    pub fn new(id: StepId) -> Self {
        Self { id, state: StepState::Open, changed: None, note: String::new(), noted: None, draft: None }
    }

    /// Since when it is no more open.
    pub fn since(&self) -> Option<f64> {
        self.changed.filter(|_| self.state != StepState::Open)
    }

    /// The note, as far as it is written.
    pub fn text(&self) -> &str {
        self.draft.as_deref().unwrap_or(&self.note)
    }
}

/// How far a step is taken.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum StepState {
    /// It waits.
    #[default]
    Open,
    /// It is done.
    Done,
    /// The person says that it is not needed.
    NotNeeded,
}

/// All of them.
pub const STEP_STATES: [StepState; 3] = [StepState::Open, StepState::Done, StepState::NotNeeded];

impl StepState {
    /// The name in `data-state`, and in what is kept.
    pub fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Done => "done",
            Self::NotNeeded => "not-needed",
        }
    }
}

/// Something that happened.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Event {
    /// The response began.
    Began,
    /// A step was done, or said not to be needed.
    Step(StepId, StepState),
    /// The watch began.
    WatchBegan,
    /// The key was accepted for the last time.
    Accepted,
    /// The watch ended.
    WatchEnded(End),
}

impl Incident {
    /// What is known of a step.
    pub fn step(&self, id: StepId) -> Option<&Taken> {
        self.steps.iter().find(|s| s.id == id)
    }

    /// How far a step is taken.
    pub fn state(&self, id: StepId) -> StepState {
        self.step(id).map_or(StepState::Open, |s| s.state)
    }

    /// A step's record, to be written to.
    pub fn step_mut(&mut self, id: StepId) -> &mut Taken {
        let at = self.steps.iter().position(|s| s.id == id).unwrap_or_else(|| {
            self.steps.push(Taken::new(id));
            self.steps.len() - 1
        });
        &mut self.steps[at]
    }

    /// What is known of the leak was said. The clock counts from the first time.
    pub fn say(&mut self, case: Case, at: f64) {
        self.case = Some(case);
        self.said = Some(after(self.said, at));
        self.began.get_or_insert(at);
    }

    /// Sets how far a step is taken. Revoking is told to the watch under way, which counts from it.
    pub fn take(&mut self, id: StepId, state: StepState, at: f64) {
        let step = self.step_mut(id);
        step.state = state;
        step.changed = Some(after(step.changed, at));
        if id == StepId::Revoke {
            self.tell_watch(state, at);
        }
    }

    /// Tells the watch under way whether the key was revoked.
    pub(super) fn tell_watch(&mut self, state: StepState, at: f64) {
        if let Some(watch) = self.watch.as_mut().filter(|w| w.end.is_none()) {
            match state {
                StepState::Done => watch.mark_revoked(at),
                _ => watch.revoked = None,
            }
        }
    }

    /// The notes that were being written are left as they are. Whether there were any.
    pub fn leave_notes(&mut self, at: f64) -> bool {
        let mut any = false;
        for step in &mut self.steps {
            let Some(draft) = step.draft.take() else { continue };
            any = true;
            if draft != step.note {
                step.note = draft;
                step.noted = Some(after(step.noted, at));
            }
        }
        any
    }

    /// The watch heard an answer. A refusal is the proof, so it ticks the step of that name.
    pub fn hear(&mut self, state: State, at: f64, pace: &Pace) {
        let Some(watch) = self.watch.as_mut() else { return };
        watch.hear(state, at, pace);
        if watch.end == Some(End::Dead) {
            self.take(StepId::Prove, StepState::Done, at);
        }
    }

    /// When the key was said to be revoked.
    pub fn revoked(&self) -> Option<f64> {
        self.step(StepId::Revoke).filter(|s| s.state == StepState::Done)?.changed
    }

    /// What happened, in its order.
    pub fn timeline(&self) -> Vec<(f64, Event)> {
        let mut out: Vec<_> = self.began.map(|at| (at, Event::Began)).into_iter().collect();
        out.extend(self.steps.iter().filter_map(|s| Some((s.since()?, Event::Step(s.id, s.state)))));
        if let Some(watch) = &self.watch {
            out.push((watch.began, Event::WatchBegan));
            out.extend(watch.accepted.map(|at| (at, Event::Accepted)));
            out.extend(watch.ended.zip(watch.end).map(|(at, end)| (at, Event::WatchEnded(end))));
        }
        out.sort_by(|a, b| a.0.total_cmp(&b.0));
        out
    }
}

/// The time of a change: a clock that was set back must not make it lose against what it changed.
fn after(before: Option<f64>, now: f64) -> f64 {
    before.map_or(now, |before| now.max(before + 1.0))
}

/// A person's note with every key masked: those that the recogniser finds, whole or cut off, and those that are
/// `known`.
pub fn without_keys<'a>(recogniser: &Recogniser, known: impl Iterator<Item = &'a Secret>, note: &str) -> String {
    let found = recogniser.recognise(note.as_bytes());
    let mut places: Vec<_> = found.findings.iter().map(|f| (f.span.clone(), f.secret.mask())).collect();
    let part = |what| matches!(what, NoteKind::CutShort(..) | NoteKind::Malformed);
    places.extend(found.notes.iter().filter(|n| part(n.what)).map(|n| (n.span.clone(), n.mask.clone())));
    let mut out = with_masks(note, places);
    for secret in known {
        out = secret.redact(&out);
    }
    out
}

/// A report, its words chosen; what others wrote is [`Untrusted`].
pub struct Report {
    /// Its heading.
    pub title: &'static str,
    /// What it is about: a name and a value each.
    pub facts: Vec<(&'static str, Untrusted)>,
    /// When the clock began, in milliseconds since 1970.
    pub began: f64,
    /// The timeline's heading, and what happened.
    pub timeline: (&'static str, Vec<(f64, String)>),
    /// The steps' heading, and the steps: name, state, note.
    pub steps: (&'static str, Vec<(&'static str, &'static str, String)>),
    /// Further parts, each with its heading and its lines: the proof, the rehearsal. Left out where empty.
    pub parts: Vec<(&'static str, Vec<String>)>,
    /// The last sentence.
    pub foot: &'static str,
}

impl Report {
    /// As Markdown; `date` writes a time.
    pub fn markdown(&self, date: &dyn Fn(f64) -> String) -> String {
        let mut out = format!("# {}\n\n", self.title);
        for (name, value) in &self.facts {
            let _ = writeln!(out, "- {name}: {}", value.markdown());
        }
        let _ = writeln!(out, "\n## {}\n", self.timeline.0);
        for (at, what) in &self.timeline.1 {
            let _ = writeln!(out, "- `{}` ({}) {what}", since(at - self.began), date(*at));
        }
        let _ = writeln!(out, "\n## {}\n", self.steps.0);
        for (number, (name, state, note)) in self.steps.1.iter().enumerate() {
            let _ = writeln!(out, "{}. {name}: {state}", number + 1);
            quote(&mut out, note);
        }
        for (name, lines) in self.parts.iter().filter(|(_, lines)| !lines.is_empty()) {
            let _ = writeln!(out, "\n## {name}\n");
            for line in lines {
                let _ = writeln!(out, "- {line}");
            }
        }
        let _ = writeln!(out, "\n{}", self.foot);
        out
    }
}

/// A note as a block that nothing in it can close, indented into its list item.
fn quote(out: &mut String, note: &str) {
    if note.trim().is_empty() {
        return;
    }
    let longest = note.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat((longest + 1).max(3));
    let _ = writeln!(out, "\n   {fence}text");
    for line in note.trim_end().lines() {
        let _ = writeln!(out, "   {}", Untrusted::new(line).as_text());
    }
    let _ = writeln!(out, "   {fence}\n");
}

/// `+00:03:12`: hours, minutes and seconds since the clock began, or `-…` before it.
pub fn since(ms: f64) -> String {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "`as` saturates")]
    let seconds = (ms.abs() / 1000.0) as u32;
    let sign = if ms < 0.0 && seconds > 0 { '-' } else { '+' };
    format!("{sign}{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::provider::PROVIDERS;
    use crate::recognise::made_up::made_up;

    fn report(note: &str) -> String {
        Report {
            title: "Incident report",
            facts: vec![("Key", Untrusted::new("sk-…Q7fA")), ("File", Untrusted::new("a`b\n# c"))],
            began: 1_000.0,
            timeline: ("Timeline", vec![(1_000.0, "began".into()), (193_000.0, "revoked".into())]),
            steps: ("Steps", vec![("Revoke", "done", note.into()), ("Replace", "open", String::new())]),
            parts: vec![("Proof", vec!["rejected".into()]), ("Rehearsal", Vec::new())],
            foot: "Masks only.",
        }
        .markdown(&|ms| format!("at {ms}"))
    }

    #[test]
    fn a_report_tells_what_happened_with_the_time_since_the_start() {
        let text = report("told the team\nat once");
        assert!(text.contains("- `+00:03:12` (at 193000) revoked\n"), "{text}");
        assert!(text.contains("1. Revoke: done\n\n   ```text\n   told the team\n   at once\n   ```\n"), "{text}");
        assert!(text.contains("2. Replace: open\n"), "{text}");
        assert!(text.contains("## Proof\n\n- rejected\n"), "{text}");
        assert!(!text.contains("Rehearsal"), "an empty part is left out: {text}");
    }

    #[test]
    fn what_others_wrote_cannot_leave_its_place() {
        let text = report("```\n# Heading\n<img src=x>\n````\u{202e}");
        assert!(text.contains("   `````text\n   ```\n   # Heading\n   <img src=x>\n   ````\n   `````\n"), "{text}");
        assert!(text.contains("- File: ``a`b# c``\n"), "{text}");
    }

    #[test]
    fn a_key_in_a_note_is_masked_whichever_kind_it_is_of() {
        let recogniser = Recogniser::default();
        for provider in *PROVIDERS {
            for kind in provider.kinds.iter().filter(|k| k.secret && k.mark == crate::provider::Mark::Own) {
                let key = made_up(kind, 7);
                let note = without_keys(&recogniser, [].into_iter(), &format!("they used {key} – twice: {key}."));
                assert!(!note.contains(&key), "{} {}: {note}", provider.id, kind.id);
            }
        }
    }

    #[test]
    fn a_key_that_the_page_knows_is_masked_even_where_nothing_tells_that_it_is_one() {
        let secret = Secret::new("correct-horse-battery".into(), 0);
        let note = without_keys(&Recogniser::default(), [&secret].into_iter(), "it was correct-horse-battery, é");
        assert_eq!(note, "it was …, é");
    }

    #[test]
    fn a_key_that_was_cut_off_is_masked_too() {
        let groq = PROVIDERS.iter().find(|p| p.id == "groq").expect("it is in the catalogue");
        let key = made_up(&groq.kinds[0], 7);
        let note = without_keys(&Recogniser::default(), [].into_iter(), &format!("half of it: {} …", &key[..30]));
        assert!(!note.contains(&key[..12]) && note.starts_with("half of it: gsk_…"), "{note}");
    }

    #[test]
    fn what_is_being_written_becomes_the_note_once_it_is_left() {
        let mut incident = Incident::default();
        incident.step_mut(StepId::Logs).draft = Some("two addresses".into());
        let step = |i: &Incident| i.step(StepId::Logs).map(|s| (s.text().to_owned(), s.note.clone(), s.noted));
        assert_eq!(step(&incident), Some(("two addresses".into(), String::new(), None)));
        assert!(incident.leave_notes(5.0) && !incident.leave_notes(6.0));
        assert_eq!(step(&incident), Some(("two addresses".into(), "two addresses".into(), Some(5.0))));
    }

    #[test]
    fn a_watch_under_way_is_told_that_the_key_was_revoked() {
        let mut incident = Incident { watch: Some(Watch::begin(0.0, None)), ..Incident::default() };
        incident.take(StepId::Revoke, StepState::Done, 5.0);
        assert_eq!(incident.watch.as_ref().and_then(|w| w.revoked), Some(5.0));
        incident.take(StepId::Revoke, StepState::Open, 6.0);
        assert_eq!(incident.watch.as_ref().and_then(|w| w.revoked), None);
        assert_eq!(incident.revoked(), None);
    }

    #[test]
    fn a_refusal_ticks_the_step_that_asks_for_it_and_nothing_else_does() {
        let mut incident = Incident { watch: Some(Watch::begin(0.0, None)), ..Incident::default() };
        for (state, step) in [
            (State::Unknown, StepState::Open),
            (State::Live, StepState::Open),
            (State::Limited, StepState::Open),
            (State::Dead, StepState::Done),
        ] {
            incident.hear(state, 7.0, &crate::hygiene::watch::PACE);
            assert_eq!(incident.state(StepId::Prove), step, "{state:?}");
        }
    }

    #[test]
    fn the_timeline_is_in_its_order() {
        let mut incident = Incident { began: Some(10.0), ..Incident::default() };
        incident.take(StepId::Replace, StepState::Done, 30.0);
        incident.take(StepId::Revoke, StepState::Done, 20.0);
        incident.take(StepId::Logs, StepState::Open, 25.0);
        let mut watch = Watch::begin(15.0, None);
        watch.finish(End::Dead, 40.0);
        incident.watch = Some(watch);
        let events: Vec<_> = incident.timeline().into_iter().map(|(_, e)| e).collect();
        assert_eq!(
            events,
            [
                Event::Began,
                Event::WatchBegan,
                Event::Step(StepId::Revoke, StepState::Done),
                Event::Step(StepId::Replace, StepState::Done),
                Event::WatchEnded(End::Dead),
            ]
        );
    }

    #[test]
    fn time_since_is_hours_minutes_seconds() {
        assert_eq!(since(0.0), "+00:00:00");
        assert_eq!(since(3_723_999.0), "+01:02:03");
        assert_eq!(since(-61_000.0), "-00:01:01");
        assert_eq!(since(-400.0), "+00:00:00");
    }
}
