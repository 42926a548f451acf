//! `/` goes to the box, Ctrl or ⌘ and Enter checks, Esc cancels, `?` lists these.

use super::check::live::Live;
use super::check::overview;
use super::route::Screen;
use super::session::{Arrival, Session};
use super::words::words;
use crate::browser::clock;
use crate::browser::task::spawn_local;
use leptos::prelude::*;
use std::cell::Cell;
use wasm_bindgen::JsCast;
use web_sys::{HtmlDialogElement, HtmlElement, KeyboardEvent};

/// How long a stroke for Check waits for what it needs, in milliseconds.
const PATIENCE_MS: f64 = 10_000.0;

thread_local! {
    /// Counts strokes for Check and for Cancel: one that is not the newest waits no more.
    static STROKES: Cell<u32> = const { Cell::new(0) };
}

/// Listens for as long as the page stands.
pub fn watch(session: Session) {
    let listener = window_event_listener(leptos::ev::keydown, move |event| strike(session, &event));
    std::mem::forget(listener);
}

fn strike(session: Session, event: &KeyboardEvent) {
    let command = event.ctrl_key() || event.meta_key();
    match event.key().as_str() {
        "Enter" if command => {
            event.prevent_default();
            check(session);
        }
        // The dialog takes Esc for itself.
        "Escape" if !is_shown() => {
            STROKES.set(STROKES.get() + 1);
            overview::cancel(session);
            if let Some(part) = session.screens.get_untracked().here() {
                (part.cancel)(session);
            }
        }
        "/" if !command && !event.alt_key() && !is_writing(event) => {
            event.prevent_default();
            session.screen.set(Screen::Check);
            _ = window().location().set_hash(Screen::Check.hash());
            if let Some(paste) = crate::ui::first::paste_box() {
                _ = paste.unchecked_ref::<HtmlElement>().focus();
            }
        }
        "?" if !command && !is_writing(event) => show(),
        _ => {}
    }
}

/// Checks what stands there now. Where that is not yet read, or the checks are not yet here, it waits for them; a text that
/// changes, Clear, Esc and [`PATIENCE_MS`] end the waiting, and nothing is sent.
pub fn check(session: Session) {
    let given = move || (session.live.with_value(Live::text).0, held(session));
    let (mine, asked) = (STROKES.get() + 1, given());
    STROKES.set(mine);
    let begun = clock::steady();
    spawn_local(async move {
        while STROKES.get() == mine && given() == asked && clock::steady() - begun < PATIENCE_MS {
            let listed = session.live.with_value(Live::text).1;
            let read = session.held.read_untracked().iter().all(|held| held.found.read_untracked().is_some());
            let arrived = matches!(*session.checks.read_untracked(), Arrival::Here(_));
            if listed && read && arrived {
                return overview::check(session, overview::wanted(&session.rows.read_untracked()));
            }
            clock::sleep(20).await;
        }
    });
}

/// The texts that are held beside the box.
fn held(session: Session) -> Vec<usize> {
    session.held.read_untracked().iter().map(|held| held.id).collect()
}

fn is_writing(event: &KeyboardEvent) -> bool {
    let Some(target) = event.target().and_then(|t| t.dyn_into::<web_sys::Element>().ok()) else { return false };
    matches!(target.tag_name().as_str(), "TEXTAREA" | "INPUT" | "SELECT")
}

fn element() -> Option<HtmlDialogElement> {
    document().get_element_by_id("shortcuts")?.dyn_into().ok()
}

fn is_shown() -> bool {
    element().is_some_and(|dialog| dialog.open())
}

/// Opens the list.
pub fn show() {
    if let Some(dialog) = element().filter(|d| !d.open()) {
        _ = dialog.show_modal();
    }
}

/// The list.
pub fn dialog() -> impl IntoView {
    let w = words();
    let rows: Vec<_> =
        w.frame.shortcut.iter().map(|(key, what)| view! { <dt><kbd>{*key}</kbd></dt><dd>{*what}</dd> }).collect();
    let close = |_| {
        if let Some(dialog) = element() {
            dialog.close();
        }
    };
    view! {
        <dialog id="shortcuts" aria-labelledby="shortcuts-title">
            <h2 id="shortcuts-title">{w.frame.shortcuts}</h2>
            <dl class="shortcuts">{rows}</dl>
            <button type="button" on:click=close>{w.frame.close}</button>
        </dialog>
    }
}
