//! One finding: how bad, what, where in its line; and what unfolds.

use super::fix;
use crate::recognise::{Confidence, Why};
use crate::scan::severity::Severity;
use crate::scan::surroundings::{Line, Piece};
use crate::scan::{CodeFinding, FileReport};
use crate::ui::icons;
use crate::ui::session::session;
use crate::ui::words::{Words, words};
use leptos::prelude::*;
use std::sync::Arc;

/// The row and what unfolds. `path` is its file's; empty where it was pasted.
pub fn finding(id: usize, path: &str, found: &Arc<CodeFinding>) -> impl IntoView + use<> {
    let w = words();
    let open = RwSignal::new(false);
    let kinds = |of: fn(&'static crate::provider::Kind) -> &'static str| {
        found.finding.kinds.iter().map(|k| of(k)).collect::<Vec<_>>().join(" ")
    };
    let unfolded = {
        let found = found.clone();
        move || open.get().then(|| details(&found, w))
    };
    let oddities: Vec<_> =
        found.finding.oddities.iter().map(|o| view! { <p class="odd">{(w.row.oddity)(*o)}</p> }).collect();
    view! {
        <li
            class="finding"
            data-scan-finding=""
            data-provider=kinds(|k| k.provider().id)
            data-kind=kinds(|k| k.id)
            data-file=path.to_owned()
            data-line=found.region.line
            data-severity=found.severity.name()
        >
            <div class="pick">
                {pick(id, found)}
                {summary(id, found, open)}
            </div>
            {oddities}
            <div id=format!("scan-{id}") class="unfolds">{unfolded}</div>
        </li>
    }
}

/// Whether it is handed to Check with the others.
fn pick(id: usize, found: &CodeFinding) -> impl IntoView + use<> {
    let (session, w) = (session(), words());
    let left_out = session.scan().left_out;
    let toggle = move |_| {
        left_out.update(|all| {
            if !all.remove(&id) {
                all.insert(id);
            }
        });
    };
    view! {
        <input type="checkbox" aria-label=(w.scan().select)(&found.mask, found.region.line) prop:checked=move || !left_out.read().contains(&id) on:change=toggle />
    }
}

/// What can be seen of it at a glance; pressing it unfolds the rest.
fn summary(id: usize, found: &CodeFinding, open: RwSignal<bool>) -> impl IntoView + use<> {
    let w = words();
    let own = found.surroundings.iter().find(|line| line.pieces.iter().any(|p| matches!(p, Piece::Mask(_, true))));
    let severity = found.severity;
    let (name, kind) = whose(found, w);
    view! {
        <button type="button" class="row" aria-expanded=move || if open.get() { "true" } else { "false" } aria-controls=format!("scan-{id}") on:click=move |_| open.update(|o| *o = !*o)>
            <span class=format!("cell severity {}", severity.name())>
                <span class="line">{mark(severity)}<span class="word">{(w.scan().severity)(severity)}</span></span>
                <span class="under">{(w.row.line)(found.region.line)}</span>
            </span>
            <span class="cell whose"><span>{name}</span><span class="under">{kind}</span></span>
            <span class="cell code"><bdi class="mono">{own.map(|line| pieces(line, true))}</bdi></span>
            {icons::fold()}
        </button>
    }
}

/// Provider and kind in words.
fn whose(found: &CodeFinding, w: &'static Words) -> (String, String) {
    match (found.finding.confidence, &found.finding.kinds[..]) {
        (Confidence::Undecided, [_, _, ..]) => {
            let all = found.finding.kinds.iter().map(|k| k.provider().name).collect::<Vec<_>>();
            (w.row.several.to_owned(), all.join(w.comma))
        }
        (_, [kind, ..]) => (kind.provider().name.to_owned(), kind.name.to_owned()),
        _ => (String::new(), String::new()),
    }
}

/// A severity's mark: five shapes that stay apart without colour.
fn mark(severity: Severity) -> impl IntoView {
    let (shape, fill) = match severity {
        Severity::Critical => ("M5 1.5h6L14.5 5v6L11 14.5H5L1.5 11V5z", "currentColor"),
        Severity::High => ("M8 2l6.5 11.5h-13z", "currentColor"),
        Severity::Medium => ("M8 3l5.6 10H2.4z", "none"),
        Severity::Low => ("M8 3.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9z", "none"),
        Severity::Note => ("M3 8h10", "none"),
    };
    view! {
        <svg class="mark" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
            <path d=shape fill=fill stroke="currentColor" stroke-width="1.6" />
        </svg>
    }
}

/// What stands in a line; spaces at its beginning only where lines stand beneath each other.
fn pieces(line: &Line, alone: bool) -> impl IntoView + use<> {
    let piece = |(at, piece): (usize, &Piece)| match piece {
        Piece::Text(text) => {
            let text = text.as_text();
            let text = if alone && at == 0 { text.trim_start() } else { text };
            view! { <span>{text.to_owned()}</span> }.into_any()
        }
        Piece::Mask(mask, true) => view! { <mark>{mask.clone()}</mark> }.into_any(),
        Piece::Mask(mask, false) => view! { <span class="hidden-key">{mask.clone()}</span> }.into_any(),
        Piece::Cut => view! { <span class="cut">"…"</span> }.into_any(),
    };
    line.pieces.iter().enumerate().map(piece).collect::<Vec<_>>()
}

/// The code around it, why it was recognised, and the fix.
fn details(found: &CodeFinding, w: &'static Words) -> impl IntoView + use<> {
    let lines: Vec<_> = found
        .surroundings
        .iter()
        .map(|line| view! { <span class="number">{line.number}</span><bdi>{pieces(line, false)}</bdi> })
        .collect();
    let why = |why: &Why| match why {
        // The name may hold a part of another key: only what was cleaned is shown.
        Why::Variable(_) => found.name.as_ref().map(|name| (w.row.why)(&Why::Variable(name.as_text().to_owned()))),
        why => Some((w.row.why)(why)),
    };
    let reasons = found.finding.why.iter().filter_map(why).collect::<Vec<_>>().join(w.comma);
    view! {
        <div class="details">
            <div class="around mono" role="group" aria-label=w.scan().around>{lines}</div>
            <p class="muted">{w.details().recognised_by}{w.colon}<bdi>{reasons}</bdi></p>
            {fix::fix(found, w)}
        </div>
    }
}

/// Where a note of a file stands.
pub fn place(report: &FileReport, line: usize, w: &'static Words) -> String {
    let path = report.path.as_text();
    let path = if path.is_empty() { w.scan().pasted } else { path };
    format!("{path}{}{}", w.comma, (w.row.line)(line))
}
