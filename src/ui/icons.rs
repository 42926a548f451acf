//! The few pictures, as inline SVG that takes its colour from the text around it.

use crate::check::verdict::State;
use leptos::prelude::*;

/// The mark of a verdict: four shapes that stay apart without colour.
pub fn state(state: State) -> impl IntoView {
    let shape = match state {
        // A filled disc.
        State::Live => "M8 2a6 6 0 1 0 0 12 6 6 0 0 0 0-12z",
        // A ring whose left half is filled.
        State::Limited => {
            "M8 2a6 6 0 1 0 0 12 6 6 0 0 0 0-12zm0 1.6v8.8a4.4 4.4 0 0 1 0-8.8zM8 3.6a4.4 4.4 0 0 1 0 8.8z"
        }
        // A crossed ring.
        State::Dead => {
            "M8 2a6 6 0 1 0 0 12 6 6 0 0 0 0-12zm0 1.6a4.4 4.4 0 0 1 2.6.8l-6.2 6.2A4.4 4.4 0 0 1 8 3.6zm3.6 1.8a4.4 4.4 0 0 1-6.2 6.2z"
        }
        State::Unknown => "",
    };
    view! {
        <svg class="mark" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
            {match state {
                State::Unknown => view! { <circle cx="8" cy="8" r="5.2" fill="none" stroke="currentColor" stroke-width="1.6" stroke-dasharray="2.72 2.72" /> }.into_any(),
                State::Limited => view! {
                    <circle cx="8" cy="8" r="5.2" fill="none" stroke="currentColor" stroke-width="1.6" />
                    <path d="M8 2.8a5.2 5.2 0 0 0 0 10.4z" fill="currentColor" />
                }.into_any(),
                State::Live | State::Dead => view! { <path d=shape fill="currentColor" fill-rule="evenodd" /> }.into_any(),
            }}
        </svg>
    }
}

/// The mark of the page: a latch over a key's hole.
pub fn latch() -> impl IntoView {
    view! {
        <svg class="latch" viewBox="0 0 16 16" width="18" height="18" aria-hidden="true" focusable="false">
            <circle cx="8" cy="6" r="3.4" fill="none" stroke="currentColor" stroke-width="1.8" />
            <path d="M8 9.4V15M8 12h3" fill="none" stroke="currentColor" stroke-width="1.8" />
        </svg>
    }
}

/// System, light, dark.
pub fn theme(at: usize) -> impl IntoView {
    let shape = [
        "M8 2.5a5.5 5.5 0 1 0 0 11zM8 2.5a5.5 5.5 0 0 1 0 11",
        "M8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM8 1v2M8 13v2M1 8h2M13 8h2M3 3l1.4 1.4M11.6 11.6L13 13M3 13l1.4-1.4M11.6 4.4L13 3",
        "M13 10A5.5 5.5 0 0 1 6 3a5.5 5.5 0 1 0 7 7z",
    ][at % 3];
    let fill = if at == 0 { "currentColor" } else { "none" };
    view! {
        <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
            <path d=shape fill=fill stroke="currentColor" stroke-width="1.4" stroke-linecap="round" fill-opacity="0.999" />
        </svg>
    }
}

/// Points to what unfolds.
pub fn fold() -> impl IntoView {
    view! {
        <svg class="fold" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
            <path d="M4 6l4 4 4-4" fill="none" stroke="currentColor" stroke-width="1.6" />
        </svg>
    }
}

/// Leads out of the page.
pub fn out() -> impl IntoView {
    view! {
        <svg class="icon out" viewBox="0 0 16 16" width="12" height="12" aria-hidden="true" focusable="false">
            <path d="M6 3h7v7M13 3L4 12" fill="none" stroke="currentColor" stroke-width="1.6" />
        </svg>
    }
}
