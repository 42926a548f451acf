//! The demonstration: recorded answers, judged by the same code, without any network. The keys are masks alone.

use super::{live, run};
use crate::browser::clock;
use crate::browser::wire;
use crate::check::answer::Answer;
use crate::check::conclude::{self, Silence};
use crate::check::interpret::{View, interpret};
use crate::provider;
use crate::provider::checks::Checks;
use crate::ui::session::{How, Session, Verdict};
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

/// A recorded answer to a key that nobody has.
struct Sample {
    provider: &'static str,
    kind: &'static str,
    check: &'static str,
    mask: &'static str,
    /// None, where the answer could not be read.
    answer: Option<&'static str>,
}

const SAMPLES: &[Sample] = &[Sample {
    provider: "openai",
    kind: "project",
    check: "models",
    mask: "sk-proj-…Q7fA",
    answer: Some(include_str!("../../../tests/answers/openai/live.http")),
}];

/// Shows them.
pub fn show(session: Session) {
    spawn_local(async move {
        let Some(checks) = run::arrived(session).await else { return };
        live::wipe(session);
        session.demo.set(true);
        let rows = SAMPLES.iter().enumerate().filter_map(|(at, sample)| {
            let kind = provider::find(sample.provider)?.kinds.iter().find(|k| k.id == sample.kind)?;
            Some(run::demo_row(kind, sample.mask, at + 1, judge(&checks, sample)?))
        });
        session.rows.set(rows.collect());
    });
}

fn judge(checks: &Checks, sample: &Sample) -> Option<Verdict> {
    let known = checks.of(sample.provider)?;
    let check = known.check(sample.check)?;
    let reading = match sample.answer {
        Some(text) => interpret(known, check, &Answer::parse(text).ok()?, View::Page, None),
        None => conclude::silent(known, check, Silence::Unreadable),
    };
    let request = Some(format!("{} {}", check.method, wire::shown_url(check)));
    Some(Verdict { reading, request, at: clock::now(), how: How::Recorded, not_sent: None })
}
