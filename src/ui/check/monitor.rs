//! What is left of a live key's credit and limits, drawn, and asked again: on demand, or at an interval that a person
//! chooses while the page is open.

use super::{facts, run};
use crate::browser::cancel::Cancel;
use crate::browser::clock;
use crate::browser::queue::Line;
use crate::browser::task::spawn_local;
use crate::check::interpret::Fact;
use crate::check::monitor::{Gauge, INTERVALS, Monitor, Reset, gauges, numbers};
use crate::check::plan::Plan;
use crate::check::verdict::State;
use crate::ui::reactive;
use crate::ui::respond::store::Handle;
use crate::ui::session::{How, Row, Session, Verdict, session};
use crate::ui::words::{Words, words};
use leptos::prelude::*;
use std::sync::Arc;

/// The tests build with a clock that runs faster: five minutes take a second.
const FASTER: f64 = match option_env!("LATCHKEY_DEADLINE_MS") {
    Some(_) => 300.0,
    None => 1.0,
};

/// How often is looked whether one is due, in milliseconds.
const GLANCE: i32 = 250;

/// The numbers of a verdict, as gauges where there is a limit.
pub fn numbers_of(verdict: &Verdict) -> Option<impl IntoView + use<>> {
    let w = words();
    let facts = &verdict.reading.facts;
    let gauges = gauges(facts, verdict.at);
    let numbers = numbers(facts, &gauges);
    if gauges.is_empty() && numbers.is_empty() {
        return None;
    }
    let numbers: Vec<_> = numbers
        .into_iter()
        .map(|fact| view! { <dt>{(w.row.fact)(&fact.name)}</dt><dd><bdi data-fact=fact.name.clone()>{facts::text(&fact.value, w)}</bdi></dd> })
        .collect();
    let gauges: Vec<_> = gauges.iter().map(|one| gauge(one, w)).collect();
    Some(view! {
        <h3>{w.monitor().title}</h3>
        <div data-monitor="">
            {gauges}
            <dl class="facts numbers">{numbers}</dl>
            <p class="muted">{(w.monitor().as_of)(&clock::time_of_day(verdict.at))}</p>
        </div>
    })
}

/// What a verdict tells beside those numbers.
pub fn others(verdict: &Verdict) -> Vec<Fact> {
    let facts = &verdict.reading.facts;
    let shown = numbers(facts, &gauges(facts, verdict.at));
    facts.iter().filter(|fact| shown.iter().all(|s| s.name != fact.name)).cloned().collect()
}

/// A limit, drawn; its numbers stand beside it.
fn gauge(gauge: &Gauge, w: &'static Words) -> impl IntoView + use<> {
    let name = (w.row.fact)(gauge.limit_name);
    let text = (w.monitor().left)(&gauge.left.to_string(), &gauge.limit.to_string(), &gauge.unit);
    let reset = gauge.reset.as_ref().map(|reset| {
        let when = match reset {
            Reset::At(at) => clock::date_and_time(*at),
            Reset::Said(text) => text.as_text().to_owned(),
        };
        view! { <span class="muted">{(w.monitor().reset)(&when)}</span> }
    });
    let width = gauge.left / gauge.limit * 100.0;
    view! {
        <div class="limit">
            <span>{name.clone()}</span>
            <div role="meter" aria-label=name aria-valuemin="0" aria-valuemax=gauge.limit aria-valuenow=gauge.left aria-valuetext=text.clone()>
                <svg class="meter" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true" focusable="false">
                    <rect class="rail" width="100" height="4" /><rect class="done" width=width height="4" />
                </svg>
            </div>
            <bdi>{text}</bdi>
            {reset}
        </div>
    }
}

/// Asking again, for a key that its provider accepts.
pub fn controls(row: &Arc<Row>) -> impl IntoView + use<> {
    let (session, w) = (session(), words());
    let handle = Handle::of(row);
    let lives = {
        let row = row.clone();
        Memo::new(move |_| {
            let accepted =
                |v: &Arc<Verdict>| v.how == How::Asked && matches!(v.reading.state, State::Live | State::Limited);
            row.progress.read().verdict().is_some_and(accepted) || of(session, &handle).is_some()
        })
    };
    let row = row.clone();
    reactive::shown(move || lives.get().then(|| asking(session, &row, w)))
}

fn asking(session: Session, row: &Arc<Row>, w: &'static Words) -> impl IntoView + use<> {
    let handle = Handle::of(row);
    let busy = RwSignal::new(false);
    let now = {
        let handle = handle.clone();
        move |_| {
            let handle = handle.clone();
            busy.set(true);
            spawn_local(async move {
                ask(session, &handle, &Cancel::default()).await;
                _ = busy.try_set(false);
            });
        }
    };
    let chosen = {
        let handle = handle.clone();
        move |event| {
            let minutes: u32 = event_target_value(&event).parse().unwrap_or(0);
            watch(session, &handle, minutes);
        }
    };
    let options: Vec<_> = INTERVALS
        .iter()
        .map(|minutes| {
            let handle = handle.clone();
            let selected = move || of(session, &handle).map_or(0, |m| m.minutes()) == *minutes;
            view! { <option value=*minutes prop:selected=reactive::flag(selected)>{(w.monitor().interval)(*minutes)}</option> }
        })
        .collect();
    let says = move || {
        let monitor = of(session, &handle)?;
        match (monitor.ended(), monitor.next()) {
            (Some(end), _) => Some((w.monitor().ended)(end).to_owned()),
            (None, Some(next)) => Some((w.monitor().next)(&clock::time_of_day(next / FASTER))),
            (None, None) => None,
        }
    };
    view! {
        <div class="asking" data-asking="">
            <div class="actions">
                <button type="button" disabled=reactive::flag(move || busy.get()) on:click=now>{reactive::text(move || (if busy.get() { w.monitor().asking } else { w.monitor().again }).to_owned())}</button>
                <label class="order">{w.monitor().every}" "<select on:change=chosen>{options}</select></label>
                <span role="status">{reactive::text(move || says().unwrap_or_default())}</span>
            </div>
            <p class="muted">{cost(session, row, w)}</p>
        </div>
    }
}

/// What each question costs.
fn cost(session: Session, row: &Row, w: &'static Words) -> Option<String> {
    let checks = session.checks.get().here()?;
    let kind = untrack(|| row.kind())?;
    let plan = Plan::of(&checks, kind)?;
    let costs = Some(plan.main.cost.as_str()).filter(|cost| *cost != "free");
    Some((w.monitor().cost)(1 + plan.more.len(), kind.provider().name, costs))
}

fn of(session: Session, handle: &Handle) -> Option<Monitor> {
    session.desk().monitors.read().iter().find(|(h, _)| h == handle).map(|(_, monitor)| monitor.clone())
}

/// Asks every so many minutes from now on; 0 no more.
fn watch(session: Session, handle: &Handle, minutes: u32) {
    let idle = session.desk().monitors.read_untracked().iter().all(|(_, m)| !m.is_on());
    let monitor = Monitor::new(minutes, clock::now() * FASTER);
    session.desk().monitors.update(|all| {
        all.retain(|(h, _)| h != handle);
        all.push((handle.clone(), monitor));
    });
    if idle && minutes > 0 {
        spawn_local(go_on(session));
    }
}

/// Asks whatever is due, until nothing is watched any more.
async fn go_on(session: Session) {
    while session.desk().monitors.read_untracked().iter().any(|(_, m)| m.is_on()) {
        clock::sleep(GLANCE).await;
        let (now, hidden) = (clock::now() * FASTER, document().hidden());
        let mut due = Vec::new();
        let mut ended = false;
        session.desk().monitors.update_untracked(|all| {
            all.retain(|(handle, _)| untrack(|| handle.row(session)).is_some());
            for (handle, monitor) in all {
                if monitor.due(now, hidden) {
                    due.push(handle.clone());
                }
                ended |= monitor.ended().is_some();
            }
        });
        if ended {
            session.desk().monitors.notify();
        }
        for handle in due {
            ask(session, &handle, &Cancel::default()).await;
        }
    }
}

/// Asks once; the row keeps what is known of it until the answer is there.
async fn ask(session: Session, handle: &Handle, cancel: &Cancel) {
    let Some(row) = untrack(|| handle.row(session)) else { return };
    let checks = run::arrived(session).await;
    run::ask_with(session, &row, cancel, &Line::default(), checks.as_deref(), run::Manner::Again).await;
    let Some(state) = row.progress.read_untracked().verdict().map(|v| v.reading.state) else { return };
    session.desk().monitors.update(|all| {
        if let Some((_, monitor)) = all.iter_mut().find(|(h, _)| h == handle) {
            monitor.hear(state, clock::now() * FASTER);
        }
    });
}
