//! Files that the page gives to the person.

use super::clock;
use crate::browser::task::spawn_local;
use js_sys::Array;
use wasm_bindgen::JsCast;
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

/// How long the browser has to take the file, in milliseconds.
const TAKEN_BY: i32 = 60_000;

/// Offers a text as a file to be kept; whether the browser could be asked. It does not leave this machine.
pub fn offer(name: &str, kind: &str, text: &str) -> bool {
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    let parts = Array::of1(&text.into());
    let Ok(blob) = Blob::new_with_str_sequence_and_options(&parts, &options) else { return false };
    let Ok(url) = Url::create_object_url_with_blob(&blob) else { return false };
    let anchor = web_sys::window()
        .and_then(|w| w.document())
        .and_then(|d| d.create_element("a").ok())
        .and_then(|a| a.dyn_into::<HtmlAnchorElement>().ok());
    if let Some(anchor) = &anchor {
        anchor.set_href(&url);
        anchor.set_download(name);
        anchor.click();
    }
    spawn_local(async move {
        clock::sleep(TAKEN_BY).await;
        _ = Url::revoke_object_url(&url);
    });
    anchor.is_some()
}
