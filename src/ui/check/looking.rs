//! How the list is looked at: which rows, in what order, under which headings; and the report on all of them.

use super::overview::Overview;
use crate::browser::{clock, download};
use crate::check::bulk::order::{Show, Sort, View};
use crate::check::report::{self, Line};
use crate::check::untrusted::Untrusted;
use crate::check::verdict::State;
use crate::ui::icons;
use crate::ui::reactive;
use crate::ui::session::{Row, Session, session};
use crate::ui::words::{Words, words};
use leptos::prelude::*;

/// Fewer rows than these are seen at a glance.
const A_GLANCE: usize = 4;

const SORTS: [Sort; 3] = [Sort::Text, Sort::Verdict, Sort::Provider];

/// A file's ending, its kind, and what makes it.
const FORMATS: [(&str, &str, &str); 3] = [
    ("CSV", "csv", "text/csv;charset=utf-8"),
    ("JSON", "json", "application/json"),
    ("Markdown", "md", "text/markdown;charset=utf-8"),
];

/// The tools above a list that is not seen at a glance. They stand there before there is a verdict, so that none moves
/// the rows.
pub fn above(overview: Memo<Overview>) -> impl IntoView {
    let session = session();
    let many = Memo::new(move |_| overview.read().rows >= A_GLANCE);
    let view = move || {
        view! { <div class="looking">{filter(session, overview)}{order(session)}{save(session, overview)}</div> }
    };
    reactive::shown(move || many.get().then(view))
}

/// The report on a few.
pub fn below(overview: Memo<Overview>) -> impl IntoView {
    let session = session();
    let few = Memo::new(move |_| overview.read().rows < A_GLANCE && said(&overview.read()));
    reactive::shown(move || few.get().then(|| view! { <div class="looking">{save(session, overview)}</div> }))
}

fn said(overview: &Overview) -> bool {
    overview.sums.iter().any(|n| *n > 0)
}

/// Which rows are shown: a button for each state that there is.
fn filter(session: Session, overview: Memo<Overview>) -> impl IntoView {
    let w = words();
    let choice = move |show: Show| {
        let (name, icon) = match show {
            Show::All => (w.bulk().all, None),
            Show::Said(state) => ((w.verdict.state)(state), Some(icons::state(state))),
            Show::Waiting => (w.bulk().waiting, None),
            Show::Fitting => (w.bulk().fitting, None),
        };
        let count = move || count(session, &overview.read(), show);
        let chosen = move || session.view.read().show == show;
        let class = if let Show::Said(state) = show { state.name() } else { "" };
        let press = move |_| session.view.update(|view| view.show = show);
        view! {
            <button type="button" class=class hidden=reactive::flag(move || show == Show::Fitting && count() == 0 && !chosen()) disabled=reactive::flag(move || count() == 0 && !chosen()) aria-pressed=reactive::text(move || chosen().to_string()) on:click=press>
                {icon}{name}" "<span class="number">{reactive::text(move || count().to_string())}</span>
            </button>
        }
    };
    let said = [State::Live, State::Limited, State::Dead, State::Unknown].map(Show::Said);
    let choices: Vec<_> =
        [Show::All].into_iter().chain(said).chain([Show::Waiting, Show::Fitting]).map(choice).collect();
    view! { <div class="filter" role="group" aria-label=w.bulk().show>{choices}</div> }
}

fn count(session: Session, overview: &Overview, show: Show) -> usize {
    match show {
        Show::All => overview.rows,
        Show::Said(state) => overview.sums[crate::check::bulk::order::place(state)],
        Show::Waiting => overview.waiting,
        Show::Fitting => session.fits.read().len(),
    }
}

/// In what order, and whether under headings.
fn order(session: Session) -> impl IntoView {
    let w = words();
    let options: Vec<_> = w
        .bulk()
        .orders
        .iter()
        .enumerate()
        .map(|(at, name)| {
            let chosen = move || session.view.read().sort == SORTS[at];
            view! { <option value=at prop:selected=reactive::flag(chosen)>{*name}</option> }
        })
        .collect();
    let change = move |change: &dyn Fn(&mut View)| session.view.update(change);
    let sort = move |event| {
        let sort = event_target_value(&event).parse().ok().and_then(|at: usize| SORTS.get(at)).copied();
        change(&|view| view.sort = sort.unwrap_or_default());
    };
    let group = move |event| change(&|view| view.grouped = event_target_checked(&event));
    view! {
        <label class="order">{w.bulk().order}" "<select on:change=sort>{options}</select></label>
        <label class="order"><input type="checkbox" prop:checked=reactive::flag(move || session.view.read().grouped) on:change=group />{w.bulk().grouped}</label>
    }
}

/// The report, as a file.
fn save(session: Session, overview: Memo<Overview>) -> impl IntoView {
    let w = words();
    let nothing = move || !said(&overview.read());
    let buttons: Vec<_> = FORMATS
        .iter()
        .map(|(name, end, kind)| {
            view! { <button type="button" class="quiet" disabled=reactive::flag(nothing) on:click=move |_| offer(session, w, end, kind)>{*name}</button> }
        })
        .collect();
    view! { <div class="saves" role="group" aria-label=w.bulk().report><span class="muted">{w.bulk().report}</span>{buttons}</div> }
}

fn offer(session: Session, w: &'static Words, end: &str, kind: &str) {
    let lines: Vec<_> = session.rows.read_untracked().iter().map(|row| untrack(|| line(row))).collect();
    let made = clock::date(clock::now());
    let text = match end {
        "csv" => report::csv(&lines),
        "json" => report::json(&lines, &made),
        _ => {
            let title = if session.demo.get_untracked() { w.check.demo } else { w.bulk().report_title };
            report::markdown(&lines, title, &(w.check.sum)(report::sums(&lines)), &(w.bulk().report_made)(&made))
        }
    };
    download::offer(&format!("latchkey-{}.{end}", &made[..10]), kind, &text);
}

/// What the report says of a row.
fn line(row: &Row) -> Line {
    let progress = row.progress.read();
    let verdict = progress.verdict();
    let reading = verdict.map(|v| &v.reading);
    let names = || row.kinds.iter().map(|kind| kind.provider().name).collect::<Vec<_>>().join(", ");
    Line {
        mask: row.mask.clone(),
        provider: row.kind().map_or_else(names, |kind| kind.provider().name.to_owned()),
        kind: row.kind().map_or("", |kind| kind.name),
        state: reading.map(|r| r.state),
        cause: reading.and_then(|r| r.cause),
        host: Untrusted::new(reading.map_or("", |r| &r.host)),
        status: reading.and_then(|r| r.evidence.status),
        code: reading.and_then(|r| r.evidence.code.clone()).unwrap_or_default(),
        checked: verdict.filter(|v| v.not_sent.is_none()).map(|v| clock::date(v.at)).unwrap_or_default(),
        file: Untrusted::new(row.file.as_deref().unwrap_or_default()),
        line: row.line,
        times: row.times,
        facts: reading.map(|r| r.facts.clone()).unwrap_or_default(),
    }
}
