//! Text to copy, in variants of which one is in sight.

use crate::browser::task::spawn_local;
use crate::browser::{clipboard, clock};
use crate::ui::icons;
use crate::ui::words::words;
use leptos::prelude::*;

/// The variants: name, text, and where it is documented (empty where nowhere).
pub fn copyable(label: String, variants: Vec<(String, String, String)>) -> impl IntoView {
    let w = words();
    let at = RwSignal::new(0);
    let copied = RwSignal::new(w.details().copy);
    let options: Vec<_> = variants
        .iter()
        .enumerate()
        .map(|(place, (name, ..))| view! { <option value=place>{name.clone()}</option> })
        .collect();
    let variants = StoredValue::new(variants);
    let text =
        move || variants.with_value(|all| all.get(at.get()).map(|(_, text, _)| text.clone()).unwrap_or_default());
    let source = move || {
        let url =
            variants.with_value(|all| all.get(at.get()).map(|(.., url)| url.clone())).filter(|url| !url.is_empty())?;
        Some(
            view! { <a href=url target="_blank" rel="noopener noreferrer">{w.practices().documented}{icons::out()}<span class="hidden">{w.details().new_tab}</span></a> },
        )
    };
    let copy = move |_| {
        let text = untrack(text);
        spawn_local(async move {
            copied.set(if clipboard::copy(&text).await { w.details().copied } else { w.details().copy_failed });
            clock::sleep(3_000).await;
            copied.set(w.details().copy);
        });
    };
    let choose = move |event| at.set(event_target_value(&event).parse().unwrap_or_default());
    view! {
        <div class="copyable">
            <p class="choose">
                <select aria-label=label.clone() on:change=choose>{options}</select>
                <button type="button" on:click=copy>{copied}</button>
                {source}
            </p>
            <pre tabindex="0" role="region" aria-label=label><code>{text}</code></pre>
        </div>
    }
}
