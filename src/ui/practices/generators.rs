//! Text made for a person's own variables: `.env`, `.gitignore`, a hook, loading code, references, rotation.

use super::copyable::copyable;
use super::known;
use crate::hygiene::practices::{Guide, fill, variables};
use crate::ui::session::session;
use crate::ui::words::words;
use leptos::prelude::*;
use std::sync::Arc;

/// A name to begin with, where no key brought one.
const BEGIN: &str = "OPENAI_API_KEY";

/// All generators, over one list of names.
pub fn generators(guide: &Arc<Guide>) -> impl IntoView + use<> {
    let (session, w) = (session(), words());
    let found = variables(&untrack(|| known::variables(session))).join(" ");
    let typed = RwSignal::new(if found.is_empty() { BEGIN.to_owned() } else { found });
    let names = Memo::new(move |_| variables(&typed.read()));
    let guide = guide.clone();
    let made = move || {
        let names = names.read();
        let one = |generator: crate::hygiene::practices::Generator<'_>| {
            let variants = generator
                .variants()
                .map(|(name, template, source)| (name.to_owned(), fill(template, &names), source.to_owned()))
                .collect();
            view! {
                <section class="generator" data-generator=generator.id().to_owned()>
                    <h3>{generator.title().to_owned()}</h3>
                    <p class="muted">{generator.note().to_owned()}</p>
                    {copyable(generator.title().to_owned(), variants)}
                </section>
            }
        };
        guide.generators().map(one).collect::<Vec<_>>()
    };
    view! {
        <div class="generators no-print">
            <h2>{w.practices().generators}</h2>
            <p class="names">
                <label for="variables">{w.practices().variables}</label>
                <input id="variables" type="text" autocomplete="off" spellcheck="false" translate="no" data-gramm="false" prop:value=typed on:input=move |event| typed.set(event_target_value(&event)) />
                <span class="muted">{w.practices().variables_hint}</span>
            </p>
            {made}
        </div>
    }
}
