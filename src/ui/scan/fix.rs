//! How to mend a line: the line rewritten, and what goes into the files beside it, each to be copied.

use crate::browser::task::spawn_local;
use crate::browser::{clipboard, clock};
use crate::scan::CodeFinding;
use crate::scan::severity::Severity;
use crate::ui::words::{Words, words};
use leptos::prelude::*;

/// All of it.
pub fn fix(found: &CodeFinding, w: &'static Words) -> impl IntoView + use<> {
    let (fix, s) = (&found.fix, w.scan());
    if found.severity == Severity::Note {
        return view! { <p>{s.public}</p> }.into_any();
    }
    let rewritten = match &fix.rewritten {
        Ok(line) => snippet(s.line, line.as_text(), "line").into_any(),
        Err(why) => {
            let idiom = (!fix.idiom.is_empty()).then(|| snippet(s.instead, &fix.idiom, "idiom"));
            view! { <p>{(s.unsure)(*why)}</p>{idiom} }.into_any()
        }
    };
    let exposed = fix.exposed.map(|start| view! { <p class="caution">{(s.exposed)(start)}</p> });
    view! {
        <h3>{s.fix}</h3>
        <div class="fix" data-fix="">
            {exposed}
            {rewritten}
            {fix.needs.as_ref().map(|needs| snippet(s.needs, needs, "needs"))}
            {snippet(s.env, &fix.env, "env")}
            {snippet(s.example, &fix.example, "example")}
            {snippet(s.ignore, &fix.ignore, "ignore")}
        </div>
    }
    .into_any()
}

/// A few lines with their name, to be copied.
fn snippet(name: &'static str, text: &str, what: &'static str) -> impl IntoView + use<> {
    let w = words();
    let said = RwSignal::new(w.details().copy);
    let (copied, text) = (text.to_owned(), text.to_owned());
    let copy = move |_| {
        let text = copied.clone();
        spawn_local(async move {
            said.set(if clipboard::copy(&text).await { w.details().copied } else { w.details().copy_failed });
            clock::sleep(3_000).await;
            said.set(w.details().copy);
        });
    };
    view! {
        <div class="snippet">
            <p class="muted">{name}</p>
            <pre><code data-snippet=what>{text}</code></pre>
            <button type="button" class="quiet" aria-label=(w.scan().copy)(name) on:click=copy>{said}</button>
        </div>
    }
}
