//! The runbook: a step a line, each with its provider's pages, its state and a note.

use super::store::Store;
use super::ticking;
use crate::browser::clock;
use crate::hygiene::incident::{StepState, since, without_keys};
use crate::hygiene::record::LONGEST_NOTE;
use crate::hygiene::runbook::{Case, Link, Runbook, Step, StepId, plan};
use crate::recognise::Why;
use crate::ui::check::next;
use crate::ui::first::recogniser;
use crate::ui::session::{Session, session};
use crate::ui::words::words;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlTextAreaElement;

/// The plan in force.
fn runbook(session: Session) -> Runbook {
    let (provider, kind) = session.respond().provider();
    let case = session.respond().case.get().unwrap_or(Case::Confirmed);
    plan(session.desk().guidance.get().here().as_deref(), provider.map_or("", |p| p.id), kind, case)
}

/// The steps' ids in their order, for the report.
pub fn order(session: Session) -> Vec<StepId> {
    runbook(session).steps.iter().map(|s| s.id).collect()
}

/// All of them, under the clock.
pub fn steps() -> impl IntoView {
    let (session, w) = (session(), words());
    let store = session.respond();
    let runbook = Memo::new(move |_| runbook(session));
    let now = ticking();
    let clock =
        move || store.with(|i| i.began).map(|began| since(now.get() - began).trim_start_matches('+').to_owned());
    let progress = move || {
        let runbook = runbook.read();
        let done = runbook.steps.iter().filter(|s| store.with(|i| i.state(s.id)) != StepState::Open).count();
        (w.respond().progress)(done, runbook.steps.len())
    };
    // Other steps are other lines; what was done and noted is read from the record.
    let lines = move || {
        store.current.track();
        let runbook = runbook.get();
        let case = store.case.get().unwrap_or(Case::Confirmed);
        let nature = runbook.nature;
        let line = |(at, s): (usize, Step)| {
            let text = (w.respond().text)(s.id, nature, case);
            step(session, at + 1, s, text)
        };
        runbook.steps.into_iter().enumerate().map(line).collect::<Vec<_>>()
    };
    view! {
        <div class="steps-head">
            <h2>{w.respond().steps}</h2>
            <span class="muted" role="status">{progress}</span>
            <span class="clock" role="timer"><span class="muted">{w.respond().clock}</span>" "<span class="mono" data-clock="">{clock}</span></span>
        </div>
        <ol class="steps">{lines}</ol>
    }
}

/// One of them.
fn step(session: Session, number: usize, step: Step, text: &'static str) -> impl IntoView {
    let (store, w, id) = (session.respond(), words(), step.id);
    let r = w.respond();
    let title = (r.step)(id);
    let state = Memo::new(move |_| store.with(|i| i.state(id)));
    // Pressing what is pressed opens the step again.
    let toggle = move |to: StepState| store.take(id, if state.get_untracked() == to { StepState::Open } else { to });
    let when = move || {
        let (at, began) = store.with(|i| Some((i.step(id)?.since()?, i.began?)))?;
        Some((r.when)(state.get(), &clock::time_of_day(at), &(r.duration)((at - began).max(0.0))))
    };
    let name = store.provider().0.map_or("", |p| p.name);
    let says: Vec<_> = step
        .says
        .into_iter()
        .map(|text| {
            view! { <p class="says"><span class="muted">{(r.says)(name)}{w.colon}</span>{text}</p> }
        })
        .collect();
    let links: Vec<_> = step.links.into_iter().map(|(link, url)| next::link(&url, link_name(link))).collect();
    let search = (id == StepId::Update).then(|| untrack(|| variable(session))).flatten();
    let box_id = format!("step-{}", id.name());
    let pressed = move || if state.get() == StepState::NotNeeded { "true" } else { "false" };
    view! {
        <li class="step" data-step=id.name() data-state=move || state.get().name()>
            <div class="step-head">
                <input type="checkbox" id=box_id.clone() prop:checked=move || state.get() == StepState::Done on:change=move |_| toggle(StepState::Done) />
                <label for=box_id>{number}". "{title}</label>
                <button type="button" class="quiet" aria-pressed=pressed aria-label=format!("{}{}{title}", r.not_needed, w.colon) on:click=move |_| toggle(StepState::NotNeeded)>{r.not_needed}</button>
            </div>
            <div class="step-body">
                <p class="muted when">{when}</p>
                <p>{text}</p>
                {says}
                {search.map(|name| view! { <p><bdi>{(r.search_for)(&name)}</bdi></p> })}
                {(!links.is_empty()).then(|| view! { <ul class="links">{links}</ul> })}
                {note(session, id)}
            </div>
        </li>
    }
}

/// The name that stood beside the key in the box.
fn variable(session: Session) -> Option<String> {
    let row = session.respond().key.get()?.row(session)?;
    row.why.iter().find_map(|why| if let Why::Variable(name) = why { Some(name.clone()) } else { None })
}

/// A note. What the record holds of it has no key in it at any time, and the box neither once it is left; only then
/// is it kept.
fn note(session: Session, id: StepId) -> impl IntoView {
    let (store, w): (Store, _) = (session.respond(), words());
    let r = w.respond();
    let at = store.current.get_untracked();
    // What another tab has noted stands in the box too, unless somebody is writing in it.
    let written = Memo::new(move |before: Option<&String>| {
        let incidents = store.incidents.read();
        let step = incidents.get(at).and_then(|i| i.step(id));
        match (step, before) {
            (Some(step), Some(before)) if step.draft.is_some() => before.clone(),
            (step, _) => step.map_or_else(String::new, |s| s.text().to_owned()),
        }
    });
    let open = !written.read_untracked().is_empty();
    let masked = RwSignal::new(false);
    let clean = move |text: &str| {
        let rows = session.rows.read_untracked();
        let known = rows.iter().filter_map(|row| row.secret());
        without_keys(&recogniser(), known, text)
    };
    let input = move |event| {
        let note = clean(&event_target_value(&event));
        store.update_at(at, |i| i.step_mut(id).draft = Some(note));
    };
    let leave = move |event: web_sys::Event| {
        let Some(area) = event.target().and_then(|t| t.dyn_into::<HtmlTextAreaElement>().ok()) else { return };
        let note = clean(&area.value());
        if note != area.value() {
            area.set_value(&note);
            masked.set(true);
        }
        store.leave_notes();
    };
    on_cleanup(move || _ = store.leave_notes());
    let name = format!("{}{}{}", r.note, w.colon, (r.step)(id));
    view! {
        <details class="note" open=open>
            <summary>{r.note}<span class="hidden">{w.colon}{(r.step)(id)}</span></summary>
            <textarea aria-label=name rows="3" maxlength=LONGEST_NOTE.to_string() autocomplete="off" spellcheck="false" translate="no" data-gramm="false" prop:value=written on:input=input on:change=leave></textarea>
            <p class="caution" role="status">{move || masked.get().then_some(r.note_masked)}</p>
        </details>
    }
}

fn link_name(link: Link) -> &'static str {
    let d = words().details();
    match link {
        Link::Console => d.console,
        Link::Docs => d.docs,
        Link::Usage => d.usage,
        Link::Logs => d.logs,
        Link::Status => d.status_page,
    }
}
