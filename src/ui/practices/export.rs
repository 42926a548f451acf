//! The report: copied, saved, printed.

use super::Standing;
use crate::browser::task::spawn_local;
use crate::browser::{clipboard, clock, download};
use crate::hygiene::practices::Guide;
use crate::hygiene::report::report;
use crate::ui::words::words;
use leptos::prelude::*;
use std::sync::Arc;

/// The three buttons.
pub fn buttons(standing: Standing, guide: &Arc<Guide>) -> impl IntoView + use<> {
    let w = words();
    let guide = guide.clone();
    let made = move || {
        let date = clock::date(clock::now());
        let date = date.get(..10).unwrap_or_default().to_owned();
        let text =
            untrack(|| report(&standing.score.read(), &standing.facts.read(), &guide, &w.practices().report, &date));
        (text, date)
    };
    let copied = RwSignal::new(w.practices().copy_report);
    let copy = {
        let made = made.clone();
        move |_| {
            let (text, _) = made();
            spawn_local(async move {
                copied.set(if clipboard::copy(&text).await { w.details().copied } else { w.details().copy_failed });
                clock::sleep(3_000).await;
                copied.set(w.practices().copy_report);
            });
        }
    };
    let save = move |_| {
        let (text, date) = made();
        download::offer(&format!("key-hygiene-{date}.md"), "text/markdown", &text);
    };
    view! {
        <p class="actions no-print">
            <button type="button" on:click=save>{w.practices().save_report}</button>
            <button type="button" on:click=copy>{copied}</button>
            <button type="button" on:click=move |_| _ = window().print()>{w.practices().print}</button>
        </p>
    }
}
