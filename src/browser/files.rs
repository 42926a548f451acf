//! Files: the page's own, fetched by their hash, those that a person drops or picks, and those that they take away.

use gloo_net::http::Request;
use js_sys::{Array, Uint8Array};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, File, FileList, HtmlAnchorElement, Url};
use zeroize::Zeroizing;

/// The most that is taken from one file, in bytes.
pub const LARGEST: f64 = 256.0 * 1024.0 * 1024.0;

/// A file of this page, refused by the browser where its hash differs.
pub async fn own(name: &str, integrity: &str) -> Option<String> {
    let answer = Request::get(&format!("./{name}")).integrity(integrity).send().await.ok()?;
    if !answer.ok() {
        return None;
    }
    answer.text().await.ok()
}

/// A file that a person gave.
pub struct Given {
    /// Its name.
    pub name: String,
    /// What is in it.
    pub bytes: Zeroizing<Vec<u8>>,
}

/// Reads what was dropped or picked; what cannot be read (a folder, a file too large) is left out. The list is
/// looked through at once: it is empty as soon as its control is emptied, or its event is over.
pub fn read(list: &FileList) -> impl Future<Output = Vec<Given>> + use<> {
    let files: Vec<File> = (0..list.length()).filter_map(|i| list.get(i)).collect();
    async move {
        let mut out = Vec::new();
        for file in files.into_iter().filter(|f| f.size() <= LARGEST) {
            if let Ok(buffer) = JsFuture::from(file.array_buffer()).await {
                let bytes = Zeroizing::new(Uint8Array::new(&buffer).to_vec());
                out.push(Given { name: file.name(), bytes });
            }
        }
        out
    }
}

/// A piece of a file; none where the browser cannot read it. The browser's own copy is blanked.
#[expect(clippy::cast_precision_loss, reason = "sizes of files are far below 2^53")]
pub async fn piece(file: &File, from: u64, to: u64) -> Option<Zeroizing<Vec<u8>>> {
    let blob = file.slice_with_f64_and_f64(from as f64, to as f64).ok()?;
    let buffer = JsFuture::from(blob.array_buffer()).await.ok()?;
    let seen = Uint8Array::new(&buffer);
    let bytes = Zeroizing::new(seen.to_vec());
    seen.fill(0, 0, seen.length());
    Some(bytes)
}

/// Gives the person a text as a file, by the browser's own download.
pub fn save(name: &str, mime: &str, text: &str) {
    let kind = BlobPropertyBag::new();
    kind.set_type(mime);
    let Ok(blob) = Blob::new_with_str_sequence_and_options(&Array::of1(&text.into()), &kind) else { return };
    let Ok(url) = Url::create_object_url_with_blob(&blob) else { return };
    let link = web_sys::window().and_then(|w| w.document()).and_then(|d| d.create_element("a").ok());
    if let Some(link) = link.and_then(|l| l.dyn_into::<HtmlAnchorElement>().ok()) {
        link.set_href(&url);
        link.set_download(name);
        link.click();
    }
    // The download holds what it needs from here on.
    _ = Url::revoke_object_url(&url);
}

/// Gives the person a text as a file, by the browser's own download.
pub fn save(name: &str, mime: &str, text: &str) {
    let kind = BlobPropertyBag::new();
    kind.set_type(mime);
    let Ok(blob) = Blob::new_with_str_sequence_and_options(&Array::of1(&text.into()), &kind) else { return };
    let Ok(url) = Url::create_object_url_with_blob(&blob) else { return };
    let link = web_sys::window().and_then(|w| w.document()).and_then(|d| d.create_element("a").ok());
    if let Some(link) = link.and_then(|l| l.dyn_into::<HtmlAnchorElement>().ok()) {
        link.set_href(&url);
        link.set_download(name);
        link.click();
    }
    // The download holds what it needs from here on.
    _ = Url::revoke_object_url(&url);
}
