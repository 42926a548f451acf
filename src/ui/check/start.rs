//! What stands beneath the box before anything is in it: the way a key goes, and three promises.

use crate::ui::session::session;
use crate::ui::words::words;
use crate::ui::{custom, reactive};
use leptos::prelude::*;

/// The start.
pub fn start() -> impl IntoView {
    let (session, w) = (session(), words());
    let here = move || session.rows.read().is_empty() && !session.typed.get() && session.held.read().is_empty();
    let promises: Vec<_> = w.check.promises.iter().map(|text| view! { <li>{*text}</li> }).collect();
    view! {
        <div class="start" hidden=reactive::flag(move || !here())>
            {way()}
            <ol class="promises">{promises}</ol>
            {custom::link()}
        </div>
    }
}

/// The way of a key: from the browser to its provider, and no one between.
fn way() -> impl IntoView {
    let w = words();
    view! {
        <svg class="way" viewBox="0 0 480 96" role="img" aria-label=w.check.way>
            <rect class="line" x="1" y="13" width="118" height="46" rx="3" />
            <path class="line" d="M1 25h118" />
            <circle class="dot" cx="9" cy="19" r="1.6" /><circle class="dot" cx="16" cy="19" r="1.6" />
            <circle class="key" cx="52" cy="42" r="6" /><path class="key" d="M58 42h18M70 42v6" />
            <path class="flight" d="M126 36h214" /><path class="flight head" d="M334 30l8 6-8 6" />
            <rect class="line" x="349" y="13" width="130" height="20" rx="3" /><rect class="line" x="349" y="39" width="130" height="20" rx="3" />
            <circle class="dot" cx="360" cy="23" r="2" /><circle class="dot" cx="360" cy="49" r="2" />
            <text x="60" y="82">{w.check.way_browser}</text>
            <text x="233" y="58" class="faint">{w.check.way_none}</text>
            <text x="414" y="82">{w.check.way_provider}</text>
        </svg>
    }
}
