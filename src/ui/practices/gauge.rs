//! The score as an arc with its grade, what holds it down, and what to do first.

use super::Standing;
use crate::hygiene::practices::Guide;
use crate::hygiene::report::percent;
use crate::hygiene::score::Score;
use crate::ui::words::words;
use leptos::prelude::*;
use std::sync::Arc;

/// The panel on top.
pub fn panel(standing: Standing, guide: &Arc<Guide>) -> impl IntoView + use<> {
    let w = words();
    let Standing { score, .. } = standing;
    let (capped, onward) = (guide.clone(), guide.clone());
    let number = move || score.read().score.map(|number| number.to_string());
    let grade = move || score.read().grade;
    let below = move || {
        let score = score.read();
        match score.score {
            Some(_) => w.practices().of_100.to_owned(),
            None => format!("{} – {}", score.low, score.high),
        }
    };
    let open = move || score.read().score.is_none().then(|| view! { <p class="open">{w.practices().not_enough}</p> });
    let caps = move || {
        let score = score.read();
        let said: Vec<_> =
            score.caps().map(|cap| view! { <li data-cap=cap>{capped.cap(cap).to_owned()}</li> }).collect();
        (!said.is_empty()).then(|| view! { <ul class="caps">{said}</ul> })
    };
    let mended = move || {
        standing.if_mended().map(|then| {
            let says = (w.practices().if_mended)(then.score, then.grade.unwrap_or_default());
            view! {
                <p class="mended" role="status" data-what-if=then.score.map(|s| s.to_string()).unwrap_or_default()>
                    {says}" "
                    <button type="button" class="quiet" on:click=move |_| standing.tried.update(std::collections::BTreeSet::clear)>{w.practices().forget_mended}</button>
                </p>
            }
        })
    };
    view! {
        <div class="hygiene">
            <div class="gauge" role="img" aria-label=move || label(&score.read())>
                <svg viewBox="0 0 120 120" aria-hidden="true" focusable="false">
                    <circle class="rail" cx="60" cy="60" r="52" pathLength="100" />
                    <circle class="arc" class:range=move || score.read().score.is_none() cx="60" cy="60" r="52" pathLength="100" stroke-dasharray=move || dashes(&score.read()) />
                </svg>
                <p class="figure">
                    <span class="number" data-score="">{number}</span>
                    <span class="letter" data-grade="">{grade}</span>
                    <span class="under" data-range="">{below}</span>
                </p>
            </div>
            <div class="standing-of-all">
                {open}
                <p class="muted" data-known=move || percent(score.read().known)>{move || (w.practices().known)(percent(score.read().known))}</p>
                {caps}
                {move || next(&score.read(), standing, &onward)}
                {mended}
            </div>
        </div>
    }
}

/// What the arc says, for ears.
fn label(score: &Score) -> String {
    let w = words();
    match score.score {
        Some(number) => (w.practices().report.score)(number, score.grade.unwrap_or_default()),
        None => (w.practices().report.range)(score.low, score.high),
    }
}

/// The arc's dashes of a hundred: the score from the top on, or the range where it lies.
fn dashes(score: &Score) -> String {
    match score.score {
        Some(number) => format!("{number} 100"),
        None => format!("0 {} {} 100", score.low, score.high - score.low),
    }
}

fn next(score: &Score, standing: Standing, guide: &Guide) -> AnyView {
    let w = words();
    let Some(line) = score.next_action() else {
        let says = if score.score.is_none() { w.practices().begin } else { w.practices().nothing_left };
        return view! { <p class="next">{says}</p> }.into_any();
    };
    let text = guide.row(line.row);
    let key = line.key.and_then(|at| standing.facts.read().keys.get(at).map(|key| key.label.clone()));
    let gain =
        line.gain.filter(|gain| *gain > 0).map(|gain| view! { " "<span class="gain">{format!("+{gain}")}</span> });
    view! {
        <div class="next" data-next=crate::hygiene::score::ROWS[line.row].id>
            <h2>{w.practices().report.first}</h2>
            <p>{text.action.to_owned()}{gain}</p>
            {key.map(|key| view! { <p class="muted"><bdi class="mono">{key}</bdi></p> })}
        </div>
    }
    .into_any()
}
