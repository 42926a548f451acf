//! Every point gained or lost, with its reason; lost ones first. A row can be thought of as mended, to see what the
//! score would be.

use super::Standing;
use crate::hygiene::practices::Guide;
use crate::hygiene::report::points_of;
use crate::hygiene::score::{Line, ROWS};
use crate::ui::words::words;
use leptos::prelude::*;
use std::cmp::Reverse;
use std::sync::Arc;

/// Rows that are shown at first; with many keys there are many more, and the questions stand beneath them.
const ROWS_AT_FIRST: usize = 20;

/// The list.
pub fn breakdown(standing: Standing, guide: &Arc<Guide>) -> impl IntoView + use<> {
    let w = words();
    let guide = guide.clone();
    let shown = RwSignal::new(ROWS_AT_FIRST);
    let hidden = move || standing.score.read().lines.len().saturating_sub(shown.get());
    let lines = move || {
        let score = standing.score.read();
        let mut lines: Vec<_> = score.lines.iter().collect();
        lines.sort_by_key(|line| order(line));
        lines.into_iter().take(shown.get()).map(|line| row(line, standing, &guide)).collect::<Vec<_>>()
    };
    let more = move || {
        (hidden() > 0).then(|| {
            view! {
                <p class="print-only">{(w.practices().more_rows)(hidden())}</p>
                <button type="button" class="no-print more" on:click=move |_| shown.set(usize::MAX)>{(w.check.more_rows)(hidden())}</button>
            }
        })
    };
    view! {
        <p class="muted no-print">{w.practices().breakdown_lead}</p>
        <ul class="lines">{lines}</ul>
        {more}
    }
}

/// Lost, then unknown, then gained; within each what would gain most first.
fn order(line: &Line) -> (u8, Reverse<i16>, usize) {
    let sort = match line.value {
        Some(value) if value >= 1.0 => 2,
        Some(_) => 0,
        None => 1,
    };
    (sort, Reverse(line.gain.unwrap_or_default()), line.row)
}

fn row(line: &Line, standing: Standing, guide: &Guide) -> impl IntoView + use<> {
    let w = words();
    let text = guide.row(line.row);
    let id = (line.row, line.key);
    let key = line.key.and_then(|at| standing.facts.read_untracked().keys.get(at).map(|key| key.label.clone()));
    let full = line.value.is_some_and(|value| value >= 1.0);
    let (sort, got) = match line.value {
        None => ("unknown", w.practices().report.unknown.to_owned()),
        Some(_) => (if full { "gained" } else { "lost" }, line.got().map(points_of).unwrap_or_default()),
    };
    let why = if line.contradicted { w.practices().report.contradicted } else { text.reason };
    let name = key.as_ref().map_or_else(|| text.measures.to_owned(), |key| format!("{}: {key}", text.measures));
    let change = move |_| {
        standing.tried.update(|tried| {
            if !tried.remove(&id) {
                tried.insert(id);
            }
        });
    };
    let tick = (!full).then(|| {
        view! { <input type="checkbox" class="no-print" aria-label=(w.practices().as_if_mended)(&name) prop:checked=move || standing.tried.read().contains(&id) on:change=change /> }
    });
    view! {
        <li class="line" data-row=ROWS[line.row].id data-line-state=sort>
            <span class="tick">{tick}</span>
            <span class="what">
                <span>{text.measures.to_owned()}</span>
                {key.map(|key| view! { <bdi class="under mono">{key}</bdi> })}
                {(!full).then(|| view! { <span class="under">{why.to_owned()}" "{text.action.to_owned()}</span> })}
            </span>
            <span class="number">{got}" / "{line.of}</span>
            <span class="gain">{line.gain.filter(|gain| *gain > 0).map(|gain| format!("+{gain}"))}</span>
        </li>
    }
}
