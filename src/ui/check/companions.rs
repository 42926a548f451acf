//! What a key needs beside itself: what was found near it, and fields for what was not.

use super::run;
use crate::check::companions::{self, Half};
use crate::provider::{Companion, Kind};
use crate::ui::session::{NotSent, Progress, Row, Session, session};
use crate::ui::words::words;
use leptos::prelude::*;
use std::sync::Arc;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

/// What takes a value that fits.
type Take = Arc<dyn Fn(Half) + Send + Sync>;

/// Fields for what is missing of one key; beneath a row.
pub fn missing(row: &Arc<Row>) -> Option<AnyView> {
    let (session, w) = (session(), words().companions());
    row.finding.as_ref()?;
    let kind = row.kind()?;
    let missing = companions::missing(kind, &row.companions.read());
    if missing.is_empty() {
        return (row.obstacle() == Some(NotSent::Costs)).then(|| cost(session, row, kind));
    }
    run::fetch_guidance(session);
    let fields: Vec<_> = missing.into_iter().map(|c| of_row(session, row, kind, c)).collect();
    Some(view! { <fieldset class="companions"><legend>{w.missing}</legend>{fields}</fieldset> }.into_any())
}

/// What is known of one key, to be looked at and changed; in its details.
pub fn known(row: &Arc<Row>) -> Option<AnyView> {
    let (session, w) = (session(), words().companions());
    row.finding.as_ref()?;
    let kind = row.kind()?;
    let missing = companions::missing(kind, &row.companions.read());
    let there = kind.needs().iter().filter_map(|id| kind.provider().companion(id));
    let there: Vec<_> = there.filter(|c| missing.iter().all(|m| m.id != c.id)).collect();
    if there.is_empty() {
        return None;
    }
    let lines: Vec<_> = there
        .into_iter()
        .map(|companion| match row.companions.read().get(companion.id) {
            Some(half) if companion.choices.is_empty() => value(session, row, companion, half),
            _ => of_row(session, row, kind, companion),
        })
        .collect();
    Some(view! { <fieldset class="companions"><legend>{w.known}</legend>{lines}</fieldset> }.into_any())
}

/// Fields for what two or more keys of a kind are all missing; above the list.
pub fn for_all() -> impl IntoView {
    let session = session();
    let groups = Memo::new(move |_| {
        let mut groups: Vec<(&'static Kind, usize, Vec<&'static str>)> = Vec::new();
        for row in session.follow() {
            let Some(kind) = row.kind().filter(|k| !k.needs().is_empty() && row.finding.is_some()) else { continue };
            let missing: Vec<_> = companions::missing(kind, &row.companions.read()).iter().map(|c| c.id).collect();
            match groups.iter_mut().find(|(k, _, m)| *k == kind && *m == missing) {
                _ if missing.is_empty() => {}
                Some((_, keys, _)) => *keys += 1,
                None => groups.push((kind, 1, missing)),
            }
        }
        groups.retain(|(_, keys, _)| *keys > 1);
        groups
    });
    move || {
        groups.get().into_iter().map(|(kind, keys, missing)| group(session, kind, keys, &missing)).collect::<Vec<_>>()
    }
}

fn group(session: Session, kind: &'static Kind, keys: usize, missing: &[&'static str]) -> AnyView {
    let w = words().companions();
    run::fetch_guidance(session);
    let fields: Vec<_> = missing
        .iter()
        .filter_map(|id| kind.provider().companion(id))
        .map(|companion| {
            let take = move |half: Half| {
                for row in session.rows.get_untracked().iter().filter(|r| untrack(|| r.kind()) == Some(kind)) {
                    if companions::missing(kind, &row.companions.read_untracked()).iter().any(|c| c.id == companion.id)
                    {
                        give(session, row, companion, Some(half.clone()));
                    }
                }
            };
            field(session, &format!("all-{}-{}", kind.provider, kind.id), kind, companion, "", Arc::new(take))
        })
        .collect();
    let legend = (w.for_all)(keys, kind.provider().name, kind.name);
    view! { <fieldset class="companions all" data-for-all=kind.id><legend>{legend}</legend>{fields}</fieldset> }
        .into_any()
}

/// Sets or takes away what is known of a companion; what was said without it does not hold.
fn give(session: Session, row: &Row, companion: &'static Companion, half: Option<Half>) {
    row.companions.update(|known| {
        known.remove(companion.id);
        known.extend(half.map(|half| (companion.id, half)));
    });
    session.progress(row, Progress::Recognised);
}

/// The field of one key; a host that stands near it is offered and not filled in.
fn of_row(session: Session, row: &Arc<Row>, kind: &'static Kind, companion: &'static Companion) -> AnyView {
    let w = words().companions();
    let half = row.companions.read().get(companion.id).cloned();
    let take: Take = {
        let row = row.clone();
        Arc::new(move |half| give(session, &row, companion, Some(half)))
    };
    if companion.each {
        return worlds(session, row, companion, half.as_ref());
    }
    let current = half.as_ref().filter(|_| !companion.host).map_or_else(String::new, Half::shown);
    let offer = half.filter(|half| companion.host && !half.given).map(|half| {
        let (text, take) = ((w.confirm)(&half.shown()), take.clone());
        let press = move |_| take(Half { given: true, ..half.clone() });
        view! { <button type="button" on:click=press>{text}</button> }
    });
    view! { {field(session, &row.id.to_string(), kind, companion, &current, take)}{offer} }.into_any()
}

/// A field, or a choice, that gives its value on as soon as it fits.
fn field(
    session: Session,
    of: &str,
    kind: &'static Kind,
    companion: &'static Companion,
    now: &str,
    take: Take,
) -> AnyView {
    let w = words().companions();
    let id = format!("companion-{of}-{}", companion.id);
    let wrong = RwSignal::new(String::new());
    let own = id.clone();
    let changed = move |text: String| match Half::new(companion, text.trim(), true) {
        Some(half) => {
            // The next that is asked for may be drawn in this very field.
            if let Some(input) = document().get_element_by_id(&own).and_then(|e| e.dyn_into::<HtmlInputElement>().ok())
            {
                input.set_value("");
            }
            take(half);
        }
        None if text.is_empty() => wrong.set(String::new()),
        None => wrong.set((w.wrong)(companion.name)),
    };
    let control = if companion.choices.is_empty() {
        view! {
            <input id=id.clone() class="mono" class:masked=companion.secret autocomplete="off" spellcheck="false" autocapitalize="off" translate="no" data-gramm="false" data-1p-ignore="" data-lpignore="true" on:change=move |e| changed(event_target_value(&e)) />
        }
        .into_any()
    } else {
        let options: Vec<_> = companion.choices.iter().map(|c| view! { <option value=*c>{*c}</option> }).collect();
        let now = now.to_owned();
        view! {
            <select id=id.clone() prop:value=now on:change=move |e| changed(event_target_value(&e))><option value="">{w.choose}</option>{options}</select>
        }
        .into_any()
    };
    let what = move || {
        let guidance = session.desk().guidance.get().here()?;
        Some(guidance.get(kind.provider().id)?.get("companions")?.get(companion.id)?.as_str()?.to_owned())
    };
    view! {
        <p class="field" data-companion=companion.id>
            <label for=id>{companion.name}</label>
            {control}
            <span class="hint">{what}</span>
            <span class="caution" role="status">{move || wrong.get()}</span>
        </p>
    }
    .into_any()
}

/// The choice of one world, or of all.
fn worlds(session: Session, row: &Arc<Row>, companion: &'static Companion, half: Option<&Half>) -> AnyView {
    let w = words().companions();
    let id = format!("companion-{}-{}", row.id, companion.id);
    let now = half.filter(|h| h.given).map_or_else(String::new, Half::shown);
    let options: Vec<_> = companion.choices.iter().map(|c| view! { <option value=*c>{*c}</option> }).collect();
    let row = row.clone();
    let choose = move |event| give(session, &row, companion, Half::new(companion, &event_target_value(&event), true));
    view! {
        <p class="field" data-companion=companion.id>
            <label for=id.clone()>{companion.name}</label>
            <select id=id prop:value=now on:change=choose><option value="">{w.all}</option>{options}</select>
        </p>
    }
    .into_any()
}

/// A value that is known, and a way to change it.
fn value(session: Session, row: &Arc<Row>, companion: &'static Companion, half: &Half) -> AnyView {
    let w = words().companions();
    let (shown, found) = (half.shown(), (!half.given).then_some(w.found));
    let row = row.clone();
    view! {
        <p class="field" data-companion=companion.id>
            <span>{companion.name}</span>
            <bdi class="mono">{shown}</bdi>
            <span class="hint">{found}</span>
            <button type="button" class="quiet" on:click=move |_| give(session, &row, companion, None)>{(w.change)(companion.name)}</button>
        </p>
    }
    .into_any()
}

/// What a check costs, and leave to send it.
fn cost(session: Session, row: &Arc<Row>, kind: &'static Kind) -> AnyView {
    let w = words().companions();
    let checks = session.checks.get().here();
    let costs = checks.as_ref().and_then(|c| {
        let fits =
            |check: &&crate::provider::checks::Check| check.off.is_none() && check.kinds.iter().any(|k| k == kind.id);
        Some(c.of(kind.provider().id)?.checks.iter().find(fits)?.cost.clone())
    });
    let row = row.clone();
    let agree = move |_| {
        row.agreed.set(true);
        session.progress(&row, Progress::Recognised);
    };
    view! { <p class="choice" data-cost=""><span>{costs}</span><button type="button" on:click=agree>{w.agree}</button></p> }.into_any()
}
