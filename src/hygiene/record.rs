//! What remembering keeps of the Respond screen: of each response what leaked (its mask at the most), what was said
//! and done about it and when, the notes, how the last watch ended, and the times of the rehearsal.

use super::incident::{Incident, STEP_STATES, StepState, Subject, Taken, without_keys};
use super::register::{self, safe_mask};
use super::runbook::{CASES, Case, STEPS, StepId};
use super::watch::{ENDS, End, Rehearsal, Watch};
use crate::recognise::Recogniser;
use serde_json::{Map, Value, json};

/// Characters of a note that are kept. The note's field takes no more.
pub const LONGEST_NOTE: usize = 4000;

/// Characters of an id that are kept.
const LONGEST_ID: usize = 60;

impl Incident {
    /// What is kept of it: no watch under way, no note that is still being written, no step that nobody touched.
    /// None where nothing was said or done yet.
    pub fn kept(&self) -> Option<Self> {
        let mut kept = self.clone();
        kept.watch = kept.watch.filter(|w| w.end.is_some());
        kept.steps.retain(|s| s.changed.or(s.noted).is_some());
        for step in &mut kept.steps {
            step.draft = None;
        }
        let begun = kept.began.is_some() || !kept.steps.is_empty() || kept.watch.is_some() || kept.rehearsal.is_some();
        begun.then_some(kept)
    }

    /// When anything of it was said, done, noted or seen last.
    pub fn touched(&self) -> Option<f64> {
        let steps = self.steps.iter().flat_map(|s| [s.changed, s.noted]);
        let seen = self.rehearsal.iter().flat_map(|r| r.seen);
        let ended = self.watch.as_ref().and_then(|w| w.ended);
        steps.chain(seen).chain([self.said, ended]).flatten().reduce(f64::max)
    }

    /// Takes out of every text whatever looks like a key, and cuts what is too long. Everything that is kept goes
    /// through here, on its way out and on its way in.
    pub fn clean(&mut self, recogniser: &Recogniser) {
        for id in [&mut self.subject.provider, &mut self.subject.kind] {
            *id = register::without_keys(id, LONGEST_ID, recogniser);
        }
        let masks = self.rehearsal.iter_mut().flat_map(|r| &mut r.masks);
        for mask in masks.chain([&mut self.subject.mask]) {
            *mask = safe_mask(mask);
        }
        for step in &mut self.steps {
            let shown = |c: &char| !c.is_control() || matches!(c, '\n' | '\t');
            let note = without_keys(recogniser, [].into_iter(), &step.note);
            step.note = note.chars().filter(shown).take(LONGEST_NOTE).collect();
        }
    }

    /// As it is written.
    pub fn to_value(&self) -> Value {
        let Self { subject, case, said, began, steps, watch, rehearsal } = self;
        let step = |s: &Taken| {
            let it = json!({ "state": s.state.name(), "changed": s.changed, "note": s.note, "noted": s.noted });
            (s.id.name().to_owned(), it)
        };
        json!({
            "provider": subject.provider, "kind": subject.kind, "mask": subject.mask,
            "case": case.map(Case::name), "said": said, "began": began,
            "steps": steps.iter().map(step).collect::<Map<_, _>>(),
            "watch": watch.as_ref().map(|w| json!({
                "began": w.began, "revoked": w.revoked, "asked": w.asked, "accepted": w.accepted,
                "end": w.end.map(End::name), "ended": w.ended,
            })),
            "rehearsal": rehearsal.as_ref().map(|r| {
                json!({ "began": r.began, "masks": r.masks, "seen": r.seen, "refused": r.refused })
            }),
        })
    }

    /// Reads what [`Incident::to_value`] wrote, cleaned, with what is missing or wrong left out; none where nothing
    /// of a response can be read.
    pub fn from_value(value: &Value, recogniser: &Recogniser) -> Option<Self> {
        let steps = STEPS.into_iter().filter_map(|id| {
            let it = value["steps"].get(id.name())?;
            let state = named(&it["state"], STEP_STATES, StepState::name).unwrap_or_default();
            let (changed, noted) = (time(&it["changed"]), time(&it["noted"]));
            Some(Taken { state, changed, note: text(&it["note"]), noted, ..Taken::new(id) })
        });
        let out = Self {
            subject: Subject {
                provider: text(&value["provider"]),
                kind: text(&value["kind"]),
                mask: text(&value["mask"]),
            },
            case: named(&value["case"], CASES, Case::name),
            said: time(&value["said"]),
            began: time(&value["began"]),
            steps: steps.collect(),
            watch: watch(&value["watch"]),
            rehearsal: rehearsal(&value["rehearsal"]),
        };
        let mut out = out.kept()?;
        out.clean(recogniser);
        Some(out)
    }

    /// Takes in what another tab or file knows of the same response: of what was said, of a step's state, of a note
    /// and of what was watched the later one stays, and the clock counts from the earlier start. What is under way
    /// here goes on.
    fn merge(&mut self, other: &Self) {
        self.began = [self.began, other.began].into_iter().flatten().reduce(f64::min);
        // None is earlier than any time.
        if other.said > self.said {
            (self.case, self.said) = (other.case, other.said);
        }
        for theirs in &other.steps {
            let ours = self.step_mut(theirs.id);
            if theirs.noted > ours.noted {
                (ours.note, ours.noted) = (theirs.note.clone(), theirs.noted);
            }
            if theirs.changed > ours.changed {
                (ours.state, ours.changed) = (theirs.state, theirs.changed);
                if let Some(at) = theirs.changed.filter(|_| theirs.id == StepId::Revoke) {
                    self.tell_watch(theirs.state, at);
                }
            }
        }
        if self.watch.as_ref().is_some_and(|w| w.end.is_none()) {
            return;
        }
        let ended = |i: &Self| i.watch.as_ref().and_then(|w| w.ended);
        if ended(other) > ended(self) {
            self.watch.clone_from(&other.watch);
        }
        let told = |i: &Self| {
            i.rehearsal.as_ref().map(|r| (r.began, r.seen.into_iter().flatten().reduce(f64::max), r.refused))
        };
        if told(other) > told(self) {
            self.rehearsal.clone_from(&other.rehearsal);
        }
    }
}

/// Takes in what another tab or file knows of responses. Those that are here keep their places. Whether anything
/// changed.
pub fn merge(all: &mut Vec<Incident>, other: &[Incident]) -> bool {
    let before = all.clone();
    for theirs in other {
        match all.iter_mut().find(|ours| ours.subject == theirs.subject) {
            Some(ours) => ours.merge(theirs),
            None => all.push(theirs.clone()),
        }
    }
    *all != before
}

/// Of how many responses another tab or file knows more.
pub fn news(all: &[Incident], other: &[Incident]) -> usize {
    other.iter().filter(|theirs| merge(&mut all.to_vec(), &[(*theirs).clone()])).count()
}

fn watch(value: &Value) -> Option<Watch> {
    let mut out = Watch::begin(time(&value["began"])?, time(&value["revoked"]));
    out.asked = value["asked"].as_u64().and_then(|n| u32::try_from(n).ok()).unwrap_or_default();
    out.accepted = time(&value["accepted"]);
    out.finish(named(&value["end"], ENDS, End::name)?, time(&value["ended"])?);
    Some(out)
}

fn rehearsal(value: &Value) -> Option<Rehearsal> {
    let mut out = Rehearsal { began: time(&value["began"])?, ..Rehearsal::default() };
    out.masks = [0, 1].map(|at| text(&value["masks"][at]));
    out.seen = [0, 1, 2].map(|at| time(&value["seen"][at]));
    out.refused = value["refused"].as_bool().unwrap_or_default();
    Some(out)
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// Milliseconds since 1970 that a calendar can write.
fn time(value: &Value) -> Option<f64> {
    value.as_f64().filter(|at| (0.0..=8.64e15).contains(at))
}

fn named<T: Copy>(value: &Value, all: impl IntoIterator<Item = T>, name: impl Fn(T) -> &'static str) -> Option<T> {
    let wanted = value.as_str()?;
    all.into_iter().find(|it| name(*it) == wanted)
}
