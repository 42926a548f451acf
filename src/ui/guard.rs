//! What the page does of itself: keeps this tab on its own origin, and wipes secrets when it is left. Where the program
//! breaks, the first script of `index.html` says so, without a word of what it was working on.

use super::check::live;
use super::session::Session;
use js_sys::Reflect;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::{Closure, JsValue};
use web_sys::{DragEvent, Event, EventTarget, HtmlTextAreaElement};

/// The page answers input.
pub fn say_ready() {
    if let Some(root) = document().document_element() {
        _ = root.set_attribute("data-ready", "true");
    }
}

/// For as long as the page stands.
pub fn watch(session: Session) {
    stay_here();
    forever("pagehide", move |_| {
        live::wipe(session);
        if let Some(part) = session.screens.get_untracked().here() {
            (part.wipe)(session);
        }
    });
    forever("beforeunload", move |event| {
        if session.has_verdicts() {
            event.prevent_default();
        }
    });
    forever("dragover", |event| stay(&event));
    forever("drop", |event| stay(&event));
    if option_env!("LATCHKEY_DEADLINE_MS").is_some() {
        forever("latchkey:panic", |_| {
            let text = crate::ui::first::paste_box().map_or_else(String::new, |p| p.value());
            panic!("a test asked for this: {text}");
        });
    }
}

/// A file that misses its place would replace the page. Text that is dragged into a field goes there.
pub fn stay(event: &Event) {
    let data = event.dyn_ref::<DragEvent>().and_then(DragEvent::data_transfer);
    let files = data.is_none_or(|data| data.types().includes(&JsValue::from_str("Files"), 0));
    let field = event.target().is_some_and(|target| target.is_instance_of::<HtmlTextAreaElement>());
    if files || !field {
        event.prevent_default();
    }
}

fn forever(name: &'static str, heard: impl Fn(Event) + 'static) {
    std::mem::forget(window_event_listener_untyped(name, heard));
}

/// Cancels what would take this tab to another origin. No boundary: a new window is none of its business.
fn stay_here() {
    let navigation = Reflect::get(&window(), &JsValue::from_str("navigation"));
    let Some(navigation) = navigation.ok().and_then(|n| n.dyn_into::<EventTarget>().ok()) else { return };
    let listener = Closure::<dyn Fn(Event)>::new(|event: Event| {
        let field = |of: &JsValue, name: &str| Reflect::get(of, &JsValue::from_str(name)).unwrap_or(JsValue::UNDEFINED);
        let url = field(&field(&event, "destination"), "url").as_string().unwrap_or_default();
        // A file that the page gives to the person leaves nowhere.
        let given = field(&event, "downloadRequest").is_string();
        let url = url.strip_prefix("blob:").filter(|_| given).unwrap_or(&url);
        let origin = window().location().origin().unwrap_or_default();
        let stays = url.strip_prefix(&origin).is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?', '#']));
        if !stays {
            event.prevent_default();
        }
    });
    _ = navigation.add_event_listener_with_callback("navigate", listener.as_ref().unchecked_ref());
    listener.forget();
}
