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

/// What was dropped or picked, to be called at once: the list is empty as soon as its control is emptied, or its event is
/// over.
pub fn of(list: &FileList) -> Vec<File> {
    (0..list.length()).filter_map(|i| list.get(i)).collect()
}

/// What is in files; what cannot be read (a folder, a file too large) is left out.
pub async fn read(files: Vec<File>) -> Vec<Given> {
    let mut out = Vec::new();
    for file in files.into_iter().filter(|f| f.size() <= LARGEST) {
        if let Ok(buffer) = JsFuture::from(file.array_buffer()).await {
            let bytes = Zeroizing::new(Uint8Array::new(&buffer).to_vec());
            out.push(Given { name: file.name(), bytes });
        }
    }
    out
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
