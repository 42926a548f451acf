//! The Scan screen: the keys that stand in code, how bad each is, and how to mend the line.

mod actions;
mod finding;
mod fix;
mod notes;
mod progress;
pub mod run;
mod source;
pub mod store;

use super::session::session;
use super::words::words;
use crate::scan::CodeFinding;
use leptos::prelude::*;
use std::sync::Arc;
use store::Part;

/// Findings drawn at first, and more at each request.
const ROWS: usize = 200;

/// The screen.
pub fn screen() -> impl IntoView {
    let (session, w) = (session(), words());
    let [.., name, _, _, _, _] = w.frame.screens;
    view! {
        <section class="scan" on:drop=move |event| source::dropped(session, &event) on:dragover=|event| event.prevent_default()>
            <h1>{name}</h1>
            <p class="lead">{w.scan().lead}</p>
            {source::source()}
            {progress::progress()}
            {actions::actions()}
            {results()}
            {notes::notes()}
            {start()}
        </section>
    }
}

/// Files, and the findings in each.
fn results() -> impl IntoView {
    let (session, w) = (session(), words());
    let drawn = RwSignal::new(ROWS);
    let total = Memo::new(move |_| session.scan().parts().iter().map(|p| p.ids.len()).sum::<usize>());
    // Of each file as many as are to be drawn.
    let parts = move || {
        let mut left = drawn.get();
        let mut out: Vec<(Arc<Part>, usize)> = Vec::new();
        for part in session.scan().parts() {
            let rows = part.ids.len().min(left);
            if rows == 0 {
                break;
            }
            left -= rows;
            out.push((part, rows));
        }
        out
    };
    let more = move || {
        let left = total.get().saturating_sub(drawn.get());
        (left > 0).then(|| view! {
            <button type="button" on:click=move |_| drawn.update(|n| *n += ROWS)>{(w.check.more_rows)(left.min(ROWS))}</button>
        })
    };
    view! {
        <For each=parts key=|(part, rows)| (part.id, *rows) children=|(part, rows)| file(&part, rows) />
        {more}
    }
}

/// One file: its path, and so many of its findings.
fn file(part: &Arc<Part>, rows: usize) -> impl IntoView + use<> {
    let w = words();
    let path = part.report.path.as_text().to_owned();
    let name = if path.is_empty() { w.scan().pasted.to_owned() } else { path.clone() };
    let label = name.clone();
    let about = [part.report.language.name(), &(w.scan().in_file)(part.ids.len())].map(str::to_owned);
    let about = about.into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>().join(w.comma);
    let found: Vec<(usize, Arc<CodeFinding>)> = part.findings().take(rows).map(|(id, f)| (id, f.clone())).collect();
    let found: Vec<_> = found.into_iter().map(|(id, f)| finding::finding(id, &path, &f)).collect();
    view! {
        <section class="file">
            <h2><bdi class="path">{name}</bdi>" "<span class="muted">{about}</span></h2>
            <ul class="ledger" aria-label=label>{found}</ul>
        </section>
    }
}

/// What stands beneath the box before anything is in it.
fn start() -> impl IntoView {
    let (session, w) = (session(), words());
    let scan = session.scan();
    let here = move || {
        !scan.typed.get() && scan.run.read().is_none() && scan.tally.read().files == 0 && scan.parts().is_empty()
    };
    let promises: Vec<_> = w.scan().promises.iter().map(|text| view! { <li>{*text}</li> }).collect();
    view! { <div class="begin" hidden=move || !here()><ol class="promises">{promises}</ol></div> }
}
