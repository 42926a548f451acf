//! One credential: its row, the choice where several providers fit, and what unfolds.

use super::{facts, own_facts, verdict};
use crate::check::verdict::State;
use crate::recognise::Confidence;
use crate::ui::session::{Progress, Row, session};
use crate::ui::words::words;
use crate::ui::{icons, reactive};
use leptos::prelude::*;
use std::sync::Arc;

/// The row and what belongs to it.
pub fn finding(row: &Arc<Row>) -> impl IntoView + use<> {
    let w = words();
    let attribute = |of: fn(&Row) -> Option<String>| {
        let row = row.clone();
        reactive::maybe(move || of(&row))
    };
    let oddities: Vec<_> = row.oddities.iter().map(|o| view! { <p class="odd">{(w.row.oddity)(*o)}</p> }).collect();
    let ended = own_facts::ended(row).map(|date| view! { <p class="odd">{(w.row.ended)(&date)}</p> });
    let undecided = (row.confidence == Confidence::Undecided).then(|| choice(row.clone()));
    let (session, id) = (session(), row.id);
    let fits = move || session.fits.read().contains(&id);
    let missing = {
        let row = row.clone();
        move || session.checking.get().here().map(|part| (part.missing)(&row))
    };
    let unfolded = {
        let row = row.clone();
        move || {
            let part = session.checking.get().here()?;
            row.open.get().then(|| (part.details)(&row))
        }
    };
    view! {
        <li
            class="finding"
            data-finding=""
            data-line=row.line
            data-provider=attribute(|r| Some(providers(r)))
            data-kind=attribute(|r| Some(kinds(r)))
            data-state=attribute(|r| Some(state(r).to_owned()))
            data-cause=attribute(cause)
            data-host=attribute(host)
            data-fits=reactive::maybe(move || fits().then(|| "true".to_owned()))
        >
            {summary(row.clone())}
            {reactive::shown(move || fits().then(|| view! { <p class="fits">{w.row.fits}</p> }))}
            {oddities}
            {ended}
            {undecided}
            {reactive::shown(missing)}
            <div id=format!("details-{}", row.id) class="unfolds">{reactive::shown(unfolded)}</div>
        </li>
    }
}

/// What can be seen of it at a glance; pressing it unfolds the rest.
fn summary(row: Arc<Row>) -> impl IntoView {
    let w = words();
    let toggle = {
        let open = row.open.clone();
        move |_| open.update(|o| *o = !*o)
    };
    let expanded = {
        let open = row.open.clone();
        reactive::text(move || open.get().to_string())
    };
    let (name, kind) = (row.clone(), row.clone());
    let line = (w.row.line)(row.line);
    let mut place = row.file.as_ref().map_or(line.clone(), |file| format!("{file}{}{line}", w.comma));
    if row.times > 1 {
        place = format!("{place}{}{}", w.comma, (w.row.times)(row.times));
    }
    if row.finding.is_none() {
        w.row.demo.clone_into(&mut place);
    }
    let (id, mask) = (format!("details-{}", row.id), row.mask.clone());
    view! {
        <button type="button" class="row" aria-expanded=expanded aria-controls=id on:click=toggle>
            <span class="cell what"><bdi class="mono mask">{mask}</bdi><span class="under">{place}</span></span>
            <span class="cell whose"><span>{reactive::text(move || provider_name(&name))}</span><span class="under">{reactive::text(move || kind_name(&kind))}</span></span>
            {verdict::cell(row.clone())}
            {facts::cell(row)}
            {icons::fold()}
        </button>
    }
}

/// The choice between the providers that fit. None is tried before it is made.
fn choice(row: Arc<Row>) -> impl IntoView {
    let (session, w) = (session(), words());
    let options: Vec<_> = row
        .kinds
        .iter()
        .enumerate()
        .map(|(at, kind)| view! { <option value=at>{kind.provider().name}{w.comma}{kind.name}</option> })
        .collect();
    let (chosen, id) = (row.chosen.clone(), format!("provider-{}", row.id));
    let value = {
        let chosen = chosen.clone();
        reactive::text(move || chosen.get().map_or_else(String::new, |at| at.to_string()))
    };
    let choose = move |event| {
        chosen.set(event_target_value(&event).parse().ok());
        // What was said of another choice does not hold.
        session.progress(&row, Progress::Recognised);
    };
    view! {
        <p class="choice">
            <label for=id.clone()>{w.row.provider}</label>
            <select id=id prop:value=value on:change=choose><option value="">{w.row.choose}</option>{options}</select>
        </p>
    }
}

fn joined(row: &Row, of: fn(&'static crate::provider::Kind) -> &'static str) -> String {
    match row.kind() {
        Some(kind) => of(kind).to_owned(),
        None => row.kinds.iter().map(|k| of(k)).collect::<Vec<_>>().join(" "),
    }
}

fn providers(row: &Row) -> String {
    joined(row, |kind| kind.provider().id)
}

fn kinds(row: &Row) -> String {
    joined(row, |kind| kind.id)
}

fn provider_name(row: &Row) -> String {
    let w = words();
    match row.kind() {
        Some(kind) => kind.provider().name.to_owned(),
        None => w.row.several.to_owned(),
    }
}

fn kind_name(row: &Row) -> String {
    let w = words();
    match row.kind() {
        Some(kind) => kind.name.to_owned(),
        None => row.kinds.iter().map(|k| k.provider().name).collect::<Vec<_>>().join(w.comma),
    }
}

/// The name of a row's state in `data-state`.
fn state(row: &Row) -> &'static str {
    match &*row.progress.read() {
        Progress::Recognised => "recognised",
        Progress::Queued => "queued",
        Progress::Checking => "checking",
        Progress::Done(verdict) => verdict.reading.state.name(),
    }
}

fn cause(row: &Row) -> Option<String> {
    let progress = row.progress.read();
    let reading = &progress.verdict()?.reading;
    (reading.state != State::Live).then_some(reading.cause?.name().to_owned())
}

fn host(row: &Row) -> Option<String> {
    let progress = row.progress.read();
    let host = &progress.verdict()?.reading.host;
    (!host.is_empty()).then(|| host.clone())
}
