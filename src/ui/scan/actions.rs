//! What can be done with all findings at once: hand them to Check, save them.

use crate::browser::task::spawn_local;
use crate::browser::{clipboard, download};
use crate::recognise::Finding;
use crate::scan::{FileReport, json, sarif};
use crate::ui::check::live;
use crate::ui::route::Screen;
use crate::ui::session::{Session, session};
use crate::ui::words::words;
use leptos::prelude::*;
use std::sync::Arc;

/// The row of buttons, once there is something to do.
pub fn actions() -> impl IntoView {
    let (session, w) = (session(), words());
    let counts = Memo::new(move |_| session.scan().counts());
    let some = Memo::new(move |_| counts.get().0 > 0);
    let failed = RwSignal::new(false);
    let save = move |format: &'static str, name: &'static str, kind: &'static str, text: fn(Session) -> String| {
        let press = move |_| {
            let text = text(session);
            if !download::offer(name, kind, &text) {
                failed.set(true);
                spawn_local(async move { _ = clipboard::copy(&text).await });
            }
        };
        view! { <button type="button" on:click=press>{(w.scan().export)(format)}</button> }
    };
    move || {
        some.get().then(|| view! {
            <div class="actions">
                <button type="button" class="main" disabled=move || counts.get().1 == 0 on:click=move |_| hand_over(session, w.scan().pasted)>
                    {move || (w.scan().check_these)(counts.get().1)}
                </button>
                {select_all(session)}
                {save("SARIF", "latchkey.sarif", "application/sarif+json", |session| with_reports(session, |files| sarif::sarif(files).to_string()))}
                {save("JSON", "latchkey.json", "application/json", |session| {
                    let tally = session.scan().tally.get_untracked();
                    with_reports(session, |files| json::report(files, &tally).to_string())
                })}
                <span class="caution" role="status">{move || failed.get().then_some(w.scan().export_failed)}</span>
            </div>
            <p class="leaked">{w.scan().leaked}" "<a href=Screen::Respond.hash()>{w.scan().respond}</a></p>
        })
    }
}

/// All or none.
fn select_all(session: Session) -> impl IntoView {
    let w = words();
    let left_out = session.scan().left_out;
    let all = move || left_out.read().is_empty();
    let press = move |_| {
        if untrack(all) {
            let parts = untrack(|| session.scan().parts());
            left_out.set(parts.iter().flat_map(|p| p.ids.iter().copied()).collect());
        } else {
            left_out.update(std::collections::BTreeSet::clear);
        }
    };
    let text = move || if all() { w.scan().select_none } else { w.scan().select_all };
    view! { <button type="button" class="quiet" on:click=press>{text}</button> }
}

/// The reports as both formats take them.
fn with_reports(session: Session, write: impl Fn(&[&FileReport]) -> String) -> String {
    let parts =
        untrack(|| session.scan().pasted.get().into_iter().chain(session.scan().files.get()).collect::<Vec<_>>());
    let reports: Vec<&FileReport> = parts.iter().map(|part| &part.report).collect();
    write(&reports)
}

/// Hands what is selected to Check, each file's under its path.
fn hand_over(session: Session, pasted: &'static str) {
    let left_out = session.scan().left_out.get_untracked();
    let files = untrack(|| session.scan().parts()).into_iter().filter_map(|part| {
        let chosen: Vec<Arc<Finding>> =
            part.findings().filter(|(id, _)| !left_out.contains(id)).map(|(_, f)| f.finding.clone()).collect();
        let path = part.report.path.as_text();
        let path = if path.is_empty() { pasted } else { path };
        (!chosen.is_empty()).then(|| (Arc::from(path), chosen))
    });
    live::take_over(session, files.collect());
    _ = window().location().set_hash(Screen::Check.hash());
}
