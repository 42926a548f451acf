//! Files: the page's own, fetched by their hash, and those that a person drops or picks.

use gloo_net::http::Request;
use js_sys::Uint8Array;
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, FileList};
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
