//! What unfolds beneath a row: the verdict in a sentence, facts, evidence, what to do next.

use super::{companions as beside_key, curl, facts, next, own_facts, run, verdict};
use crate::browser::{clock, wire};
use crate::check::companions;
use crate::check::plan::{self, Plan};
use crate::check::verdict::{Cause, State};
use crate::ui::keys::keep;
use crate::ui::session::{NotSent, Row, Verdict, session};
use crate::ui::words::{Words, words};
use leptos::prelude::*;
use std::sync::Arc;

/// All of it.
pub fn details(row: &Arc<Row>) -> impl IntoView + use<> {
    let session = session();
    run::fetch_guidance(session);
    let (judged, onward, asked, beside) = (row.clone(), row.clone(), row.clone(), row.clone());
    let judgement = move || match judged.progress.read().verdict() {
        Some(verdict) => judgement(&judged, verdict).into_any(),
        None => intent(&judged).into_any(),
    };
    view! {
        <div class="details">
            {judgement}
            {move || beside_key::known(&beside)}
            {move || curl::curl(&asked)}
            {keep::keep_button(row)}
            {move || next::next(&onward)}
        </div>
    }
}

/// What was said, and what that rests on.
fn judgement(row: &Row, verdict: &Arc<Verdict>) -> impl IntoView + use<> {
    let w = words();
    let kind = row.kind();
    let reading = &verdict.reading;
    let meaning = reading.cause.map_or("", |cause| (w.verdict.meaning)(reading.state, cause));
    let elsewhere = reading.state == State::Dead && kind.is_some_and(verdict::has_servers_of_customers);
    view! {
        <p class="sentence"><bdi>{verdict::sentence(kind, verdict, w)}</bdi></p>
        {(!meaning.is_empty()).then(|| view! { <p>{meaning}</p> })}
        {reading.says.clone().map(|says| view! { <p>{says}</p> })}
        {elsewhere.then(|| view! { <p>{w.verdict.elsewhere}</p> })}
        {facts::facts(&reading.facts)}
        {own_facts::list(row, &reading.facts)}
        {verdict.not_sent.is_none().then(|| evidence(row, verdict, w))}
        {recognised_by(row, w)}
    }
}

fn evidence(row: &Row, verdict: &Verdict, w: &'static Words) -> impl IntoView + use<> {
    let d = w.details();
    let evidence = &verdict.reading.evidence;
    let line =
        |name: &'static str, value: Option<AnyView>| value.map(|value| view! { <dt>{name}</dt><dd>{value}</dd> });
    let plain = |text: String| view! { <bdi class="mono">{text}</bdi> }.into_any();
    let foreign = |text| verdict::foreign(text).into_any();
    view! {
        <h3>{d.evidence}</h3>
        <dl class="evidence" data-evidence="">
            {line(d.request, verdict.request.clone().map(plain))}
            {line(d.status, evidence.status.map(|s| plain(s.to_string())))}
            {line(d.code, evidence.code.as_ref().map(foreign))}
            {line(d.message, evidence.message.as_ref().map(foreign))}
            {line(d.rule, evidence.rule.clone().map(|rule| plain(format!("{} / {rule}", row.kind().map_or("", |k| k.provider().id)))))}
            {line(d.time, Some(plain(clock::date(verdict.at))))}
        </dl>
    }
}

fn recognised_by(row: &Row, w: &'static Words) -> Option<impl IntoView + use<>> {
    let reasons = verdict::reasons(row, w);
    (!reasons.is_empty())
        .then(|| view! { <p class="muted">{w.details().recognised_by}{w.colon}<bdi>{reasons}</bdi></p> })
}

/// Before Check: what it will send.
fn intent(row: &Row) -> impl IntoView + use<> {
    let (session, w) = (session(), words());
    let planned = row.obstacle().map_or_else(
        || {
            let checks = session.checks.get().here()?;
            let kind = row.kind()?;
            let plan = Plan::of(&checks, kind)?;
            let companions = row.companions.read();
            let worlds = plan::worlds(plan.main, kind.provider(), &|slot| companions::choice(&companions, slot));
            let requests: Vec<_> = worlds
                .iter()
                .map(|(_, check)| {
                    let request = format!("{} {}", check.method, wire::shown_url(check));
                    view! { <p><bdi>{(w.details().will_send)(&request, &wire::place(check))}</bdi></p> }
                })
                .collect();
            let door = plan.other_door.map(|_| view! { <p class="muted">{w.details().will_ask_door}</p> });
            Some(view! { {requests}{door} }.into_any())
        },
        |why| Some(view! { <p>{(w.verdict.not_sent)(why)}</p> }.into_any()),
    );
    view! {
        {own_facts::list(row, &[])}
        {planned}
        {recognised_by(row, w)}
    }
}

/// Whether a question from a terminal would tell more than the page could.
pub fn wants_terminal(row: &Row) -> bool {
    let unreadable = row
        .progress
        .read()
        .verdict()
        .is_some_and(|verdict| matches!(verdict.reading.cause, Some(Cause::Hidden | Cause::Cors)));
    unreadable || row.obstacle() == Some(NotSent::NoCheck)
}
