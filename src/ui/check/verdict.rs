//! A verdict in words, shape and colour: the cell of the row, and the sentence that says all of it.

use super::own_facts;
use crate::browser::clock;
use crate::check::interpret::Evidence;
use crate::check::untrusted::Untrusted;
use crate::check::verdict::State;
use crate::provider::{Group, Kind};
use crate::recognise::Confidence;
use crate::ui::session::{How, NotSent, Progress, Row, Verdict};
use crate::ui::words::{Said, Words, words};
use crate::ui::{icons, reactive};
use leptos::prelude::*;
use std::sync::Arc;

/// The cell of the row: the word, the cause in the same line, and what it rests on beneath.
pub fn cell(row: Arc<Row>) -> impl IntoView {
    reactive::view(move || {
        let w = words();
        match &*row.progress.read() {
            Progress::Recognised => waiting(before(&row, w), "", reasons(&row, w)).into_any(),
            Progress::Queued => waiting(w.row.queued, "busy", String::new()).into_any(),
            Progress::Checking => waiting(w.row.checking, "busy", String::new()).into_any(),
            Progress::Done(verdict) => said(verdict, w).into_any(),
        }
    })
}

fn waiting(text: &'static str, class: &'static str, under: String) -> impl IntoView {
    view! {
        <span class="cell verdict waiting"><span class=class>{text}</span><span class="under">{under}</span></span>
    }
}

/// What is said before Check.
fn before(row: &Row, w: &'static Words) -> &'static str {
    if row.confidence == Confidence::Broken {
        return w.row.broken;
    }
    if row.kind().is_some_and(|kind| !kind.secret) {
        return w.row.public;
    }
    if own_facts::is_test(row) {
        return w.row.test_mode;
    }
    w.row.recognised
}

/// Why it was recognised.
pub fn reasons(row: &Row, w: &'static Words) -> String {
    row.why.iter().map(w.row.why).collect::<Vec<_>>().join(w.comma)
}

fn said(verdict: &Verdict, w: &'static Words) -> impl IntoView + use<> {
    let reading = &verdict.reading;
    let not_sent = verdict.not_sent.is_some();
    let word = if not_sent { w.verdict.not_checked } else { (w.verdict.state)(reading.state) };
    let cause =
        reading.cause.filter(|_| !not_sent).map(|c| format!("{}{}", w.comma, (w.verdict.cause)(reading.state, c)));
    let under = match verdict.not_sent {
        Some(why) => short_reason(why, w).to_owned(),
        None => [reading.host.clone(), evidence(verdict, w)]
            .into_iter()
            .filter(|t| !t.is_empty())
            .collect::<Vec<_>>()
            .join(" · "),
    };
    view! {
        <span class=format!("cell verdict {}", reading.state.name())>
            <span class="line">{icons::state(reading.state)}<span class="word">{word}</span><span class="cause">{cause}</span></span>
            <bdi class="under">{under}</bdi>
        </span>
    }
}

/// Why nothing was sent, as short as a row has room for.
fn short_reason(why: NotSent, w: &'static Words) -> &'static str {
    match why {
        NotSent::Broken => w.row.broken,
        NotSent::ChoiceOpen => w.row.several,
        NotSent::NoCheck
        | NotSent::HalfMissing
        | NotSent::Costs
        | NotSent::NotTicked
        | NotSent::Unsendable
        | NotSent::Cancelled => (w.verdict.not_sent)(why),
    }
}

/// `401, invalid_api_key`.
fn evidence(verdict: &Verdict, w: &'static Words) -> String {
    evidence_line(&verdict.reading.evidence, w)
}

/// The same of an answer's evidence.
pub fn evidence_line(evidence: &Evidence, w: &'static Words) -> String {
    let status = evidence.status.map(|s| s.to_string());
    let code = evidence.code.as_ref().map(|c| c.as_text().to_owned());
    [status, code].into_iter().flatten().collect::<Vec<_>>().join(w.comma)
}

/// The verdict in a sentence: "Dead: revoked. OpenAI said so at 14:02:11 (401, `invalid_api_key`)."
pub fn sentence(kind: Option<&'static Kind>, verdict: &Verdict, w: &'static Words) -> String {
    let (Some(kind), None) = (kind, verdict.not_sent) else {
        return verdict.not_sent.map_or_else(String::new, |why| (w.verdict.not_sent)(why).to_owned());
    };
    let reading = &verdict.reading;
    let host = has_servers_of_customers(kind).then(|| reading.host.trim_start_matches("api."));
    (w.verdict.sentence)(&Said {
        state: reading.state,
        cause: reading.cause,
        provider: kind.provider().name,
        host: host.filter(|_| reading.state == State::Dead),
        time: &clock::time_of_day(verdict.at),
        evidence: &evidence(verdict, w),
        recorded: verdict.how == How::Recorded,
        pasted: verdict.how == How::Pasted,
    })
}

/// Whether customers run servers of their own, which know keys of their own: GitHub Enterprise, GitLab.
pub fn has_servers_of_customers(kind: &Kind) -> bool {
    kind.provider().group == Group::Forge
}

/// What somebody else wrote, as text that cannot reach out of its place.
pub fn foreign(text: &Untrusted) -> impl IntoView + use<> {
    view! { <bdi>{text.as_text().to_owned()}</bdi> }
}
