//! Reports of scanners among what was given: what they told, what of it could be used, and the ticks without which
//! none of their keys is sent.

use crate::browser::clock::Breath;
use crate::recognise::Recogniser;
use crate::scan::foreign::{Reader, Tool};
use crate::ui::reactive;
use crate::ui::session::{Found, NotSent, Row, Session, Told, session};
use crate::ui::words::words;
use leptos::prelude::*;
use std::pin::Pin;
use std::sync::Arc;

/// What a report's findings come to, once they are read.
pub type Reading<'a> = Pin<Box<dyn Future<Output = Found> + 'a>>;

/// Reads a report, in slices.
pub fn read<'a>(recogniser: &'a Recogniser, bytes: &'a [u8]) -> Reading<'a> {
    Box::pin(async move {
        let mut reader = Reader::new(bytes);
        let mut breath = Breath::default();
        while reader.step() {
            breath.take().await;
        }
        let report = reader.done();
        let tool = report.tool.map_or("JSON", Tool::name);
        let mut told = Told { tool, places: Vec::new(), cut: report.cut, unknown: 0, damaged: report.damaged };
        let mut found = Found::default();
        for one in report.told {
            breath.take().await;
            let Some((finding, beside)) = one.recognise(recogniser) else {
                told.unknown += 1;
                continue;
            };
            found.beside.insert(found.findings.len(), beside);
            found.findings.push(Arc::new(finding));
            told.places.push((one.file.as_text().into(), format!("{tool} {}", one.rule.as_text()).into()));
        }
        found.report = Some(Arc::new(told));
        found
    })
}

/// What the reports told, and their ticks.
pub fn reports() -> impl IntoView {
    let (session, w) = (session(), words());
    let ticks = Memo::new(move |_| ticks(session));
    let said = move || {
        session
            .reports
            .read()
            .iter()
            .map(|told| view! { <p>{(w.foreign().told)(told)}</p> })
            .collect::<Vec<_>>()
            .into_any()
    };
    let buttons = move || {
        let (ticked, open) = ticks.get();
        (ticked + open > 0).then(|| {
            view! {
                <p class="caution">{w.foreign().caution}</p>
                <div class="actions">
                    <button type="button" hidden=open == 0 on:click=move |_| tick(session, true)>{(w.foreign().tick)(open)}</button>
                    <button type="button" hidden=ticked == 0 on:click=move |_| tick(session, false)>{(w.foreign().untick)(ticked)}</button>
                </div>
            }
        })
    };
    view! {
        <section class="reports" hidden=reactive::flag(move || session.reports.read().is_empty()) aria-label=w.foreign().name>
            {reactive::view(said)}
            {reactive::shown(buttons)}
        </section>
    }
}

/// Keys of reports that are ticked, and those that would be sent if they were.
fn ticks(session: Session) -> (usize, usize) {
    let rows = session.follow();
    untrack(|| {
        let told = || rows.iter().filter(|row| row.told.is_some());
        let ticked = told().filter(|row| row.ticked.get()).count();
        (ticked, told().filter(|row| row.obstacle() == Some(NotSent::NotTicked)).count())
    })
}

/// Ticks all that would be sent, or takes every tick away.
fn tick(session: Session, on: bool) {
    for row in session.rows.read_untracked().iter().filter(|row| row.told.is_some()) {
        if !on || untrack(|| row.obstacle()) == Some(NotSent::NotTicked) {
            row.ticked.set(on);
        }
    }
    session.tell();
}

/// The tick without which a key that a report told of is not sent.
pub fn tick_of(row: &Arc<Row>) -> Option<impl IntoView + use<>> {
    let (session, w) = (session(), words());
    let told = row.told.clone()?;
    let (ticked, mask) = (row.ticked.clone(), row.mask.clone());
    let checked = {
        let ticked = ticked.clone();
        reactive::flag(move || ticked.get())
    };
    let change = move |event| {
        ticked.set(event_target_checked(&event));
        session.tell();
    };
    Some(view! {
        <label class="tick-one"><input type="checkbox" prop:checked=checked on:change=change />{w.foreign().tick_one}" "<bdi class="mono">{mask}</bdi><bdi class="muted">{told.to_string()}</bdi></label>
    })
}
