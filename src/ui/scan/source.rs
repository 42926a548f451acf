//! Where code comes from: the box, files, a folder, a drop.

use super::{run, store};
use crate::browser::folder;
use crate::ui::first::too_long;
use crate::ui::session::{Session, session};
use crate::ui::words::{Words, words};
use leptos::prelude::*;
use leptos::{ev, html};
use wasm_bindgen::JsCast;
use web_sys::{ClipboardEvent, DragEvent, HtmlInputElement, HtmlTextAreaElement};
use zeroize::Zeroizing;

/// The box and the buttons.
pub fn source() -> impl IntoView {
    let (session, w) = (session(), words());
    let scan = session.scan();
    let place = NodeRef::<html::Div>::new();
    Effect::new(move || {
        if let (Some(place), Some(textarea)) = (place.get(), textarea(session, w)) {
            _ = place.append_child(&textarea);
        }
    });
    let running = move || scan.run.read().is_some();
    let anything = move || scan.typed.get() || scan.tally.read().files > 0 || running() || !scan.parts().is_empty();
    view! {
        <div class="box">
            <label for="code">{w.scan().label}</label>
            <div node_ref=place on:input=move |_| read_box(session) on:paste=move |event| pasted(session, &event)></div>
        </div>
        <div class="actions">
            {open(session, w.scan().open_files, false)}
            {open(session, w.scan().open_folder, true)}
            <button type="button" hidden=move || !running() on:click=move |_| run::cancel(session)>{w.scan().cancel}</button>
            <button type="button" hidden=move || !anything() on:click=move |_| store::wipe(session)>{w.scan().clear}</button>
            <span class="muted">{w.scan().or_drop}</span>
        </div>
    }
}

/// The box, made once: it stays while other screens are looked at, and when the language changes.
fn textarea(session: Session, w: &'static Words) -> Option<HtmlTextAreaElement> {
    let textarea = match session.scan().inner.with_value(|inner| inner.textarea.clone()) {
        Some(made) => made,
        None => make(session)?,
    };
    textarea.set_placeholder(w.scan().placeholder);
    Some(textarea)
}

fn make(session: Session) -> Option<HtmlTextAreaElement> {
    let textarea: HtmlTextAreaElement = document().create_element("textarea").ok()?.dyn_into().ok()?;
    textarea.set_id("code");
    for (name, value) in [
        ("autocomplete", "off"),
        ("autocapitalize", "off"),
        ("autocorrect", "off"),
        ("spellcheck", "false"),
        ("translate", "no"),
        ("data-gramm", "false"),
        ("data-1p-ignore", ""),
        ("data-lpignore", "true"),
        ("data-bwignore", ""),
    ] {
        _ = textarea.set_attribute(name, value);
    }
    session.scan().inner.update_value(|inner| inner.textarea = Some(textarea.clone()));
    Some(textarea)
}

/// The box's text was changed.
fn read_box(session: Session) {
    let Some(textarea) = session.scan().inner.with_value(|inner| inner.textarea.clone()) else { return };
    let text = Zeroizing::new(textarea.value().into_bytes());
    session.scan().typed.set(!text.is_empty());
    // A browser lays out a few hundred kilobytes of text at once, not tens of megabytes.
    if text.len() > crate::ui::first::TOO_LONG_FOR_THE_BOX as usize {
        textarea.set_value("");
    }
    run::text(session, text);
}

/// A large text is taken from the event itself: drawing it in the box would freeze the page.
fn pasted(session: Session, event: &ClipboardEvent) {
    let Some(data) = event.clipboard_data() else { return };
    if let Some(files) = data.files().filter(|files| files.length() > 0) {
        event.prevent_default();
        run::files(session, folder::picked(&files));
        return;
    }
    if let Some(text) = too_long(&data) {
        event.prevent_default();
        session.scan().typed.set(true);
        run::text(session, text);
    }
}

/// Files or folders were dropped anywhere on the screen.
pub fn dropped(session: Session, event: &DragEvent) {
    let Some(data) = event.data_transfer() else { return };
    let entries = folder::dropped(&data);
    if !entries.is_empty() {
        event.prevent_default();
        run::files(session, folder::walk(entries));
    }
}

/// The control that opens files, or a folder.
fn open(session: Session, name: &'static str, of_folder: bool) -> impl IntoView {
    let picked = move |event: ev::Event| {
        let Some(input) = event.target().and_then(|t| t.dyn_into::<HtmlInputElement>().ok()) else { return };
        if let Some(files) = input.files().filter(|files| files.length() > 0) {
            run::files(session, folder::picked(&files));
        }
        input.set_value("");
    };
    view! { <label class="button"><input type="file" multiple prop:webkitdirectory=of_folder class="hidden" on:change=picked />{name}</label> }
}
