//! The way round a provider that no page can read: a command for a terminal, and a box for what it prints.

use super::{details, run};
use crate::browser::task::spawn_local;
use crate::browser::{clipboard, clock};
use crate::check::companions;
use crate::check::curl::{for_powershell, for_shell};
use crate::check::plan;
use crate::provider::checks::Off;
use crate::ui::custom;
use crate::ui::session::{Row, session};
use crate::ui::words::words;
use leptos::ev::Event;
use leptos::prelude::*;
use std::sync::Arc;
use web_sys::HtmlTextAreaElement;
use zeroize::Zeroizing;

/// The command and the box, where they would tell more than the page could.
pub fn curl(row: &Arc<Row>) -> Option<impl IntoView + use<>> {
    let (session, w) = (session(), words());
    if row.finding.is_none() || !details::wants_terminal(row) {
        return None;
    }
    let kind = row.kind()?;
    let checks = session.checks.get().here()?;
    let known = checks.of(kind.provider().id)?;
    let fits = || known.checks.iter().filter(|c| !c.hidden && c.kinds.iter().any(|k| k == kind.id));
    let check = fits().find(|c| c.off.is_none()).or_else(|| fits().next())?;
    let companions = row.companions.read();
    let (_, check) =
        plan::worlds(check, kind.provider(), &|slot| companions::choice(&companions, slot)).into_iter().next()?;
    let commands =
        [for_shell(&check, kind.provider(), &companions)?, for_powershell(&check, kind.provider(), &companions)?];
    let id = format!("answer-{}", row.id);
    let cost = (check.cost != "free").then(|| view! { <p class="caution">{check.cost.clone()}</p> });
    let own_page = (check.off == Some(Off::Host)).then(custom::link);
    let said = RwSignal::new("");
    let judge = {
        let row = row.clone();
        move |event: Event| {
            let text = Zeroizing::new(event_target_value(&event));
            match run::judge_pasted(session, &row, &check, &text) {
                Ok(()) => {
                    // What matters of it is kept in the verdict; the rest may hold anything.
                    event_target::<HtmlTextAreaElement>(&event).set_value("");
                    said.set("");
                }
                Err(why) => said.set((w.details().no_answer)(&why)),
            }
        }
    };
    Some(view! {
        {own_page}
        <h3>{w.details().curl}</h3>
        <p>{w.details().curl_how}</p>
        {cost}
        {command(commands)}
        <p class="answer">
            <label for=id.clone()>{w.details().paste}</label>
            <textarea id=id rows="4" autocomplete="off" spellcheck="false" translate="no" data-gramm="false" on:input=judge></textarea>
            <span class="caution" role="status">{said}</span>
        </p>
    })
}

/// One command at a time: for this machine's shell, or for the other.
pub fn command(commands: [String; 2]) -> impl IntoView {
    let w = words();
    let windows = window().navigator().user_agent().is_ok_and(|agent| agent.contains("Windows"));
    let at = RwSignal::new(usize::from(windows));
    let copied = RwSignal::new(w.details().copy);
    let commands = Arc::new(commands);
    let shells: Vec<_> = (0..2)
        .map(|shell| {
            let pressed = move || if at.get() == shell { "true" } else { "false" };
            view! { <button type="button" class="quiet" aria-pressed=pressed on:click=move |_| at.set(shell)>{w.details().shells[shell]}</button> }
        })
        .collect();
    let copy = {
        let commands = commands.clone();
        move |_| {
            let text = commands[at.get_untracked()].clone();
            spawn_local(async move {
                copied.set(if clipboard::copy(&text).await { w.details().copied } else { w.details().copy_failed });
                clock::sleep(3_000).await;
                copied.set(w.details().copy);
            });
        }
    };
    view! {
        <p class="shells">{shells}<button type="button" on:click=copy>{copied}</button></p>
        <pre tabindex="0"><code data-curl="">{move || commands[at.get()].clone()}</code></pre>
    }
}
