//! Export and import. A file is looked at before it is taken in.

use super::{keeping, remember};
use crate::browser::task::spawn_local;
use crate::browser::{clock, download, files};
use crate::hygiene::export::{self, Content, Payload, Sealed, Unreadable};
use crate::hygiene::record;
use crate::hygiene::register::Difference;
use crate::ui::session::{Session, session};
use crate::ui::words::words;
use leptos::prelude::*;
use std::sync::Arc;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

/// How far an import has come.
#[derive(Clone)]
enum Import {
    None,
    Sealed(Arc<Sealed>, Option<Unreadable>),
    Working,
    Failed(Unreadable),
    Ready(Arc<Payload>),
}

/// Both, folded away.
pub fn files() -> impl IntoView {
    let w = words();
    let import = RwSignal::new(Import::None);
    view! {
        <details class="requests files">
            <summary>{w.keys().files}</summary>
            {export()}
            {pick(import)}
            {move || shown(import)}
        </details>
    }
}

fn export() -> impl IntoView {
    let (session, w) = (session(), words());
    let working = RwSignal::new(false);
    let name = |kind: &str| format!("latchkey-register-{}{kind}.json", clock::today());
    let plain = move |_| {
        download::offer(&name(""), "application/json", &keeping::plain_file(session));
    };
    let sealed = move |passphrase: String| {
        working.set(true);
        spawn_local(async move {
            if let Some(file) = keeping::sealed_file(session, &passphrase).await {
                download::offer(&name("-encrypted"), "application/json", &file);
            }
            working.set(false);
        });
    };
    let means = w.keys().export_sealed_means;
    view! {
        <div class="export">
            <div><p class="muted">{w.keys().export_plain_means}</p><button type="button" on:click=plain>{w.keys().export_plain}</button></div>
            {remember::passphrase("export-passphrase", w.keys().passphrase, w.keys().export_sealed, means, sealed)}
            <p role="status" class="muted">{move || working.get().then_some(w.keys().working)}</p>
        </div>
    }
}

fn pick(import: RwSignal<Import>) -> impl IntoView {
    let w = words();
    let picked = move |event: leptos::ev::Event| {
        let Some(input) = event.target().and_then(|t| t.dyn_into::<HtmlInputElement>().ok()) else { return };
        let Some(reading) = input.files().map(|list| files::read(files::of(&list))) else { return };
        input.set_value("");
        spawn_local(async move {
            if let Some(file) = reading.await.first() {
                import.set(look(&file.bytes));
            }
        });
    };
    view! { <label class="button"><input type="file" accept=".json,application/json" class="hidden" on:change=picked />{w.keys().import}</label> }
}

fn look(bytes: &[u8]) -> Import {
    let Ok(text) = core::str::from_utf8(bytes) else { return Import::Failed(Unreadable::NotJson) };
    match export::parse(text, &crate::ui::first::recogniser()) {
        Ok(Content::Plain(payload)) => Import::Ready(Arc::new(payload)),
        Ok(Content::Sealed(sealed)) => Import::Sealed(Arc::new(sealed), None),
        Err(why) => Import::Failed(why),
    }
}

fn shown(import: RwSignal<Import>) -> AnyView {
    let (session, w) = (session(), words());
    let alert = |why| view! { <p class="caution" role="alert">{(w.keys().unreadable)(why)}</p> };
    match import.get() {
        Import::None => ().into_any(),
        Import::Working => view! { <p class="muted" role="status">{w.keys().working}</p> }.into_any(),
        Import::Failed(why) => alert(why).into_any(),
        Import::Sealed(sealed, failed) => {
            let open = move |passphrase: String| {
                let sealed = sealed.clone();
                import.set(Import::Working);
                spawn_local(async move {
                    let opened = keeping::open_file(&sealed, &passphrase).await;
                    import.set(match opened {
                        Ok(payload) => Import::Ready(Arc::new(payload)),
                        Err(Unreadable::WrongPassphrase) => Import::Sealed(sealed, Some(Unreadable::WrongPassphrase)),
                        Err(why) => Import::Failed(why),
                    });
                });
            };
            let means = w.keys().import_sealed;
            view! {
                {remember::passphrase("import-passphrase", w.keys().passphrase, w.keys().open, means, open)}
                {failed.map(alert)}
            }
            .into_any()
        }
        Import::Ready(payload) => preview(session, import, &payload).into_any(),
    }
}

/// What taking it in would change.
fn preview(session: Session, import: RwSignal<Import>, payload: &Arc<Payload>) -> impl IntoView + use<> {
    let w = words();
    let differences = session.desk().register.read_untracked().differences(&payload.register);
    let mut sums = [0, 0, 0, 0, payload.unread];
    let mut lines = Vec::new();
    for (entry, difference) in &differences {
        let (at, what) = match difference {
            Difference::Added => (0, Some(w.keys().import_added.to_owned())),
            Difference::Changed(fields) => (1, Some((w.keys().import_changed)(fields))),
            Difference::Same => (2, None),
            Difference::Older => (3, Some(w.keys().import_older.to_owned())),
        };
        sums[at] += 1;
        lines
            .extend(what.map(|what| view! { <li data-import=""><bdi>{entry.label.clone()}</bdi>{w.colon}{what}</li> }));
    }
    let responses = record::news(&session.respond().incidents.read_untracked(), &payload.incidents);
    let nothing = sums[0] + sums[1] + responses == 0;
    let payload = payload.clone();
    let take = move |_| {
        let payload = (*payload).clone();
        import.set(Import::None);
        spawn_local(keeping::take_file(session, payload));
    };
    view! {
        <div class="preview" role="status">
            <p>{(w.keys().import_sum)(sums)}</p>
            <ul>{lines}</ul>
            {(responses > 0).then(|| view! { <p>{(w.keys().import_responses)(responses)}</p> })}
            {nothing.then(|| view! { <p class="muted">{w.keys().import_nothing}</p> })}
            <div class="actions">
                <button type="button" class="main" on:click=take>{w.keys().import_do}</button>
                <button type="button" on:click=move |_| import.set(Import::None)>{w.keys().cancel}</button>
            </div>
        </div>
    }
}
