//! The box, and the large texts and files that are held beside it.

use super::live;
use crate::browser::files;
use crate::browser::task::spawn_local;
use crate::ui::first::too_long;
use crate::ui::session::{Held, Session, session};
use crate::ui::words::words;
use crate::ui::{parts, reactive};
use leptos::ev;
use leptos::prelude::*;
use std::sync::Arc;
use wasm_bindgen::JsCast;
use web_sys::{ClipboardEvent, DragEvent, File, HtmlInputElement};

/// The box with what belongs to it. The box itself is put into its place by `ui::mount`.
pub fn paste() -> impl IntoView {
    let (session, w) = (session(), words());
    let over = RwSignal::new(false);
    let dropped = move |event: DragEvent| {
        over.set(false);
        let files = event.data_transfer().and_then(|data| data.files()).filter(|files| files.length() > 0);
        if let Some(files) = files {
            event.prevent_default();
            take_files(session, files::of(&files));
        }
    };
    let dragged = move |event: DragEvent| {
        parts::fetch_checking(session);
        event.prevent_default();
        over.set(true);
    };
    let from_scan = move || {
        let found = |h: &Arc<Held>| h.found.read_untracked().as_ref().map_or(0, |f| f.findings.len());
        let count: usize = session.held.read().iter().filter(|h| h.from_scan).map(found).sum();
        (count > 0).then(|| view! {
            <p class="held">
                <span>{(w.check.handed_over)(count)}</span>
                <button type="button" class="quiet" on:click=move |_| live::let_go_of_scan(session)>{w.check.let_go}</button>
            </p>
        })
    };
    let shared = is_shared_host().then(|| view! { <p class="caution">{w.check.shared_host}</p> });
    view! {
        <div class="box" class:over=reactive::flag(move || over.get()) on:drop=dropped on:dragover=dragged on:dragleave=move |_| over.set(false)>
            <label for="paste">{w.check.label}</label>
            <div id="paste-place" on:input=move |_| live::read_box(session) on:paste=move |event| pasted(session, &event) on:focusin=move |_| parts::fetch_checking(session)></div>
            {reactive::view(move || session.held.get().into_iter().filter(|h| !h.from_scan).map(held).collect::<Vec<_>>().into_any())}
            {reactive::shown(from_scan)}
        </div>
        {shared}
    }
}

/// The control that opens files.
pub fn open_files() -> impl IntoView {
    let (session, w) = (session(), words());
    let picked = move |event: ev::Event| {
        let Some(input) = event.target().and_then(|t| t.dyn_into::<HtmlInputElement>().ok()) else { return };
        if let Some(files) = input.files() {
            take_files(session, files::of(&files));
        }
        input.set_value("");
    };
    view! { <label class="button"><input type="file" multiple class="hidden" on:change=picked />{w.check.open_file}</label> }
}

fn take_files(session: Session, files: Vec<File>) {
    spawn_local(hold_files(session, files));
}

/// Takes files, each beside what is in the box.
pub async fn hold_files(session: Session, files: Vec<File>) {
    for file in files::read(files).await {
        live::hold(session, Some(file.name), file.bytes);
    }
}

/// A large text is taken from the event itself: drawing it in the box would freeze the page.
fn pasted(session: Session, event: &ClipboardEvent) {
    let Some(data) = event.clipboard_data() else { return };
    if let Some(files) = data.files().filter(|files| files.length() > 0) {
        event.prevent_default();
        take_files(session, files::of(&files));
        return;
    }
    if let Some(text) = too_long(&data) {
        event.prevent_default();
        live::hold(session, None, text);
    }
}

/// A text that is held: what is in it, and a way to let it go.
fn held(held: Arc<Held>) -> impl IntoView {
    let (session, w) = (session(), words());
    let Held { id, size, .. } = *held;
    let (found, percent) = (held.found.clone(), held.percent.clone());
    let size = size_in_words(size);
    let text = move || {
        let count = found.read().as_ref().map(|f| f.findings.len());
        (w.check.held)(&size, held.name.as_deref(), count, percent.get())
    };
    view! {
        <p class="held">
            <span>{reactive::text(text)}</span>
            <button type="button" class="quiet" on:click=move |_| live::let_go(session, id)>{w.check.let_go}</button>
        </p>
    }
}

/// `3.2 MB`.
pub fn size_in_words(bytes: usize) -> String {
    let (unit, name) = if bytes < 1024 * 1024 { (1024, "KB") } else { (1024 * 1024, "MB") };
    let tenths = bytes * 10 / unit;
    format!("{}.{} {name}", tenths / 10, tenths % 10)
}

/// Whether other pages of the same account share this page's origin.
pub fn is_shared_host() -> bool {
    let location = window().location();
    let (host, path) = (location.hostname().unwrap_or_default(), location.pathname().unwrap_or_default());
    host.ends_with(".github.io") && !path.trim_matches('/').is_empty() && path != "/index.html"
}
