//! One key of the register: its row, what is wrong with it, and what unfolds.

use super::{View, edit, timeline};
use crate::hygiene::date::Day;
use crate::hygiene::register::{Entry, Warning};
use crate::hygiene::rotation::{self, Due};
use crate::ui::icons;
use crate::ui::session::session;
use crate::ui::words::{Words, words};
use leptos::prelude::*;

/// The row and what belongs to it.
pub fn entry(id: &str) -> impl IntoView + use<> {
    let session = session();
    let view = expect_context::<View>();
    let found = {
        let id = id.to_owned();
        Memo::new(move |_| session.desk().register.read().get(&id).cloned())
    };
    let open = {
        let id = id.to_owned();
        Memo::new(move |_| view.open.read().as_ref() == Some(&id))
    };
    let warnings = Memo::new(move |_| {
        let entry = found.get()?;
        Some(session.desk().register.read().warnings(&entry, view.today))
    });
    let of = move |name: fn(&Entry, Day) -> String| move || found.read().as_ref().map(|e| name(e, view.today));
    let w = words();
    let fits = move || found.read().as_ref().is_some_and(|e| super::which::entry_fits(session, e)).then_some("true");
    let unfolded = {
        let id = id.to_owned();
        move || open.get().then(|| edit::edit(&id, found))
    };
    view! {
        <li
            class="finding"
            data-register-entry=id.to_owned()
            data-provider=of(|e, _| e.provider.clone())
            data-environment=of(|e, _| e.environment.name().to_owned())
            data-due=of(|e, today| rotation::due(e, today).name().to_owned())
            data-state=of(|e, _| e.checked.map_or("", |c| c.state.name()).to_owned())
            data-warnings=move || warnings.get().map(|all| all.iter().map(name).collect::<Vec<_>>().join(" "))
            data-fits=fits
        >
            {row(id, found, open)}
            {move || fits().map(|_| view! { <p class="fits">{w.row.fits}</p> })}
            {move || warnings.get().map(|all| lines(&all))}
            <div id=format!("entry-{id}") class="unfolds">{unfolded}</div>
        </li>
    }
}

/// What can be seen of it at a glance.
fn row(id: &str, found: Memo<Option<Entry>>, open: Memo<bool>) -> impl IntoView + use<> {
    let w = words();
    let view = expect_context::<View>();
    let toggle = {
        let id = id.to_owned();
        move |_| view.open.update(|open| *open = Some(id.clone()).filter(|id| open.as_ref() != Some(id)))
    };
    let cells = move || {
        let entry = found.get()?;
        let due = rotation::due(&entry, view.today);
        let (word, detail) = (w.keys().due)(due);
        let detail = Some(detail).filter(|d| !d.is_empty()).map(|d| format!("{}{d}", w.comma));
        Some(view! {
            <span class="cell what"><bdi class="label">{entry.label.clone()}</bdi><bdi class="under mono">{entry.mask.clone()}</bdi></span>
            <span class="cell whose"><bdi>{entry.provider_name().to_owned()}</bdi><span class="under">{(w.keys().environment)(entry.environment)}</span></span>
            <span class=format!("cell verdict due {}", due.name())>
                <span class="line">{timeline::due_mark(due)}<span class="word">{word}</span><span class="cause">{detail}</span></span>
                <span class="under">{last_check(&entry, w)}</span>
            </span>
            <span class="cell fact">{timeline::timeline(&entry, view.today)}</span>
        })
    };
    view! {
        <button type="button" class="row" aria-expanded=move || if open.get() { "true" } else { "false" } aria-controls=format!("entry-{id}") on:click=toggle>
            {cells}
            {icons::fold()}
        </button>
    }
}

/// `Limited, no credit left, 2026-11-25`.
fn last_check(entry: &Entry, w: &'static Words) -> String {
    let Some(checked) = entry.checked else { return w.keys().not_checked.to_owned() };
    let cause = checked.cause.map(|cause| format!("{}{}", w.comma, (w.verdict.cause)(checked.state, cause)));
    let verdict = format!("{}{}", (w.verdict.state)(checked.state), cause.unwrap_or_default());
    (w.keys().checked)(&verdict, &checked.day.to_string())
}

/// What is wrong beside what the row's own word says.
fn lines(warnings: &[Warning]) -> impl IntoView + use<> {
    let w = words();
    let said = |warning: &&Warning| !matches!(warning, Warning::Overdue(_) | Warning::DueToday | Warning::DueSoon(_));
    let lines = warnings.iter().filter(said).map(|warning| {
        let environment = match warning {
            Warning::SameKey(_, environment) => (w.keys().environment)(*environment),
            _ => "",
        };
        view! { <p class="odd"><bdi>{(w.keys().warning)(warning, environment)}</bdi></p> }
    });
    lines.collect::<Vec<_>>()
}

/// A warning's name in `data-warnings`.
fn name(warning: &Warning) -> &'static str {
    match warning {
        Warning::Expired(_) => "expired",
        Warning::Overdue(_) => Due::Overdue(1).name(),
        Warning::DueToday => Due::Today.name(),
        Warning::SameKey(..) => "same-key",
        Warning::Expiring(_) => "expiring",
        Warning::DueSoon(_) => Due::Soon(1).name(),
        Warning::NotChecked(_) => "not-checked",
    }
}
