//! The self-test of the catalogue, on the Trust screen: what it costs, what it shows, and the table for an issue.

pub mod run;

use super::reactive;
use super::session::{Arrival, Session, session};
use super::words::words;
use crate::browser::task::spawn_local;
use crate::browser::{clipboard, clock};
use crate::check::self_test::{self, Done, Refusal};
use crate::provider::{PROVIDERS, checks::Checks, find};
use leptos::prelude::*;
use std::sync::Arc;

/// All of it.
pub fn self_test() -> AnyView {
    let (session, w) = (session(), words().self_test());
    let body = move || match session.checks.get() {
        Arrival::Here(checks) => controls(session, &checks),
        Arrival::Failed => view! { <p class="caution">{words().check.list_failed}</p> }.into_any(),
        Arrival::NotAsked | Arrival::Awaited => ().into_any(),
    };
    view! {
        <h2 id="self-test">{w.title}</h2>
        <p>{w.lead}</p>
        <div class="self-test">{reactive::view(body)}{reactive::shown(move || table(session))}</div>
    }
    .into_any()
}

/// The choice, the cost, the button.
fn controls(session: Session, checks: &Arc<Checks>) -> AnyView {
    let (at, w) = (session.self_tests(), words().self_test());
    let mut options = vec![view! { <option value="">{w.all}</option> }.into_any()];
    for provider in PROVIDERS.iter().filter(|p| p.kinds.iter().any(|k| !k.destinations().is_empty())) {
        options.push(view! { <option value=provider.id>{provider.name}</option> }.into_any());
    }
    let choice = move || Some(at.chosen.get()).filter(|id| !id.is_empty());
    let cost = {
        let checks = checks.clone();
        move || {
            let tests = self_test::tests(&checks, choice().as_deref());
            (w.cost)(tests.len(), self_test::hosts(&tests))
        }
    };
    let checks = checks.clone();
    let press = move |_| {
        if at.running.get_untracked().is_some() {
            run::cancel(session);
        } else {
            run::start(session, &checks, untrack(choice).as_deref());
        }
    };
    let text = move || if at.running.get().is_some() { w.cancel } else { w.start }.to_owned();
    let progress = move || at.running.get().map_or_else(String::new, |(done, all)| (w.progress)(done, all));
    view! {
        <p class="field">
            <label for="self-test-of">{w.provider}</label>
            <select id="self-test-of" prop:value=at.chosen disabled=reactive::flag(move || at.running.get().is_some()) on:change=move |e| at.chosen.set(event_target_value(&e))>{options}</select>
        </p>
        <p>{reactive::text(cost)}</p>
        <p class="actions"><button type="button" on:click=press>{reactive::text(text)}</button><span role="status">{reactive::text(progress)}</span></p>
    }
    .into_any()
}

/// What was shown, the drifted first; and the same to be copied.
fn table(session: Session) -> Option<AnyView> {
    let w = words().self_test();
    let done = session.self_tests().done.get();
    if done.is_empty() {
        return None;
    }
    let drifted = done.iter().filter(|d| d.shown.is_drift()).count();
    let heads: Vec<_> = w.columns.iter().map(|name| view! { <th scope="col">{*name}</th> }).collect();
    let rows: Vec<_> = done.iter().map(row).collect();
    let copied = RwSignal::new(w.copy);
    let copy = move |_| {
        let done = done.clone();
        spawn_local(async move {
            let commit = super::trust::meta("meta[name='latchkey-commit']").unwrap_or_default();
            let good = clipboard::copy(&self_test::markdown(&done, &commit)).await;
            copied.set(if good { w.copied } else { w.copy_failed });
            clock::sleep(3_000).await;
            copied.set(w.copy);
        });
    };
    Some(
        view! {
            <p data-drifted=drifted>{(w.drifted)(drifted)}</p>
            <p class="actions"><button type="button" on:click=copy>{copied}</button></p>
            <p class="muted">{w.issue}</p>
            <div class="scrolls" tabindex="0" role="region" aria-label=w.title>
                <table aria-label=w.title><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>
            </div>
        }
        .into_any(),
    )
}

fn row(done: &Done) -> AnyView {
    let w = words();
    let (s, reading) = (w.self_test(), &done.reading);
    let refusal = match done.shown.refusal() {
        Some(Refusal::Readable) => s.readable,
        Some(Refusal::Hidden) => s.hidden,
        None => "",
    };
    let cause = reading.cause.map_or("", |cause| (w.verdict.cause)(reading.state, cause));
    let judged = [(w.verdict.state)(reading.state), cause].join(w.comma);
    let code = reading.evidence.code.as_ref().map(|code| code.shortened(60).as_text().to_owned());
    let status = reading.evidence.status.map(|status| status.to_string());
    let answer = [status, code].into_iter().flatten().collect::<Vec<_>>().join(w.comma);
    let cells = [
        (s.shown)(done.shown).to_owned(),
        if done.shown.reached() { s.yes } else { s.no }.to_owned(),
        refusal.to_owned(),
        judged.trim_end_matches(w.comma).to_owned(),
        answer,
        format!("{} ms", done.took),
        done.at.replace('T', " ").chars().take(16).collect(),
    ];
    let cells: Vec<_> = cells.into_iter().map(|text| view! { <td><bdi>{text}</bdi></td> }).collect();
    let name = find(done.provider).map_or(done.provider, |provider| provider.name);
    let asked = [reading.host.as_str(), reading.check.as_str()].join(w.comma);
    view! {
        <tr data-self-test=done.provider data-check=reading.check.clone() data-shown=done.shown.name() class:drifted=done.shown.is_drift()>
            <th scope="row">{name}<span class="under">{asked}</span></th>{cells}
        </tr>
    }
    .into_any()
}
