//! The demonstration: recorded answers, judged by the same code, without any network. The keys are masks alone.

use super::{live, run};
use crate::browser::clock;
use crate::browser::task::spawn_local;
use crate::browser::wire;
use crate::check::answer::Answer;
use crate::check::conclude::{self, Silence};
use crate::check::interpret::{View, interpret};
use crate::provider;
use crate::provider::checks::Checks;
use crate::ui::session::{How, Session, Verdict};
use leptos::prelude::*;

/// A recorded answer to a key that nobody has.
struct Sample {
    provider: &'static str,
    kind: &'static str,
    check: &'static str,
    mask: &'static str,
    /// None, where the answer could not be read.
    answer: Option<&'static str>,
}

/// A row of the table: the last column names the file in `tests/answers/`.
macro_rules! sample {
    ($provider:literal, $kind:literal, $check:literal, $mask:literal) => {
        Sample { provider: $provider, kind: $kind, check: $check, mask: $mask, answer: None }
    };
    ($provider:literal, $kind:literal, $check:literal, $mask:literal, $file:literal) => {
        Sample {
            answer: Some(include_str!(concat!("../../../tests/answers/", $provider, "/", $file))),
            ..sample!($provider, $kind, $check, $mask)
        }
    };
}

/// Every state, and the causes that people meet most.
const SAMPLES: &[Sample] = &[
    sample!("openrouter", "api", "key", "sk-or-v1-…c41e", "live.http"),
    sample!("github", "pat-classic", "user", "ghp_…x3Kd", "live.http"),
    sample!("anthropic", "api", "models", "sk-ant-api03-…9wAA", "no-quota.http"),
    sample!("openai", "project", "models", "sk-proj-…Q7fA", "scope.http"),
    sample!("groq", "api", "models", "gsk_…Lm2T", "rate-limited.http"),
    sample!("openai", "project", "realtime", "sk-proj-…8dRw", "socket-invalid.socket"),
    sample!("google-gemini", "aiza", "models", "AIza…7pXk", "leaked.http"),
    sample!("gitlab", "pat", "self", "glpat-…tR5z", "revoked.http"),
    sample!("cerebras", "api", "models", "csk-…e6hv"),
];

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
