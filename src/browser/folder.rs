//! What a person drops or picks to be scanned: files with their paths, folders walked, what is skipped told.

use super::clock;
use crate::scan::skip::{self, Skip};
use js_sys::{Array, Function, Promise, Reflect};
use std::collections::BTreeSet;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::{DataTransfer, File, FileList, FileSystemDirectoryEntry, FileSystemEntry, FileSystemFileEntry};

/// How long the walk may go on between two breaths, in milliseconds.
const SLICE_MS: f64 = 8.0;

/// A file to be scanned.
pub struct Given {
    /// Its path within what was given.
    pub path: String,
    /// The file; not read yet.
    pub file: File,
    /// Its size in bytes.
    pub size: u64,
}

/// What is to be scanned, and what is not.
#[derive(Default)]
pub struct Walked {
    /// In the order in which they were met.
    pub files: Vec<Given>,
    /// Files and folders that are skipped, each once.
    pub skipped: Vec<Skip>,
}

impl Walked {
    fn meet(&mut self, path: String, file: File) {
        let size = size(&file);
        match skip::file(&path, size) {
            Some(why) => self.skipped.push(why),
            None => self.files.push(Given { path, file, size }),
        }
    }
}

/// A file's size in bytes.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a size is a whole number below 2^53")]
fn size(file: &File) -> u64 {
    file.size() as u64
}

/// Of a control for files or for a folder. The list is read at once, since it goes with the control's value.
pub fn picked(list: &FileList) -> impl Future<Output = Walked> + use<> {
    let files: Vec<File> = (0..list.length()).filter_map(|at| list.get(at)).collect();
    sorted_out(files)
}

async fn sorted_out(files: Vec<File>) -> Walked {
    let mut walked = Walked::default();
    let mut folders = BTreeSet::new();
    let mut began = clock::steady();
    for file in files {
        // Of a folder each file comes with its path, those of skipped folders too.
        let path = Reflect::get(&file, &JsValue::from_str("webkitRelativePath")).ok().and_then(|p| p.as_string());
        let path = path.filter(|p| !p.is_empty()).unwrap_or_else(|| file.name());
        match skip::folder(&path) {
            Some((folder, why)) => {
                if folders.insert(folder.to_owned()) {
                    walked.skipped.push(why);
                }
            }
            None => walked.meet(path, file),
        }
        if clock::steady() - began > SLICE_MS {
            clock::breathe().await;
            began = clock::steady();
        }
    }
    walked
}

/// What a drop holds: to be asked while its event is handled, since it is empty afterwards.
pub fn dropped(data: &DataTransfer) -> Vec<FileSystemEntry> {
    let items = data.items();
    (0..items.length()).filter_map(|at| items.get(at)?.webkit_get_as_entry().ok()?).collect()
}

/// Walks through folders. One that is skipped is not looked into.
pub async fn walk(entries: Vec<FileSystemEntry>) -> Walked {
    let mut walked = Walked::default();
    // The last is the next: the first that was given comes first.
    let mut open: Vec<FileSystemEntry> = entries.into_iter().rev().collect();
    while let Some(entry) = open.pop() {
        let path = entry.full_path().trim_start_matches('/').to_owned();
        if entry.is_file() {
            match file_of(entry.unchecked_into()).await {
                Some(file) => walked.meet(path, file),
                None => walked.skipped.push(Skip::Unreadable),
            }
        } else if let Some(why) = skip::folder_name(&entry.name()) {
            walked.skipped.push(why);
        } else if let Some(inside) = entries_of(entry.unchecked_into()).await {
            open.extend(inside.into_iter().rev());
        } else {
            walked.skipped.push(Skip::Unreadable);
        }
    }
    walked
}

async fn file_of(entry: FileSystemFileEntry) -> Option<File> {
    let mut ask = |resolve: Function, reject: Function| entry.file_with_callback_and_callback(&resolve, &reject);
    JsFuture::from(Promise::new(&mut ask)).await.ok()?.dyn_into().ok()
}

/// What stands in a folder: its reader gives a hundred at a time.
async fn entries_of(folder: FileSystemDirectoryEntry) -> Option<Vec<FileSystemEntry>> {
    let reader = folder.create_reader();
    let mut all = Vec::new();
    loop {
        let mut ask = |resolve: Function, reject: Function| {
            _ = reader.read_entries_with_callback_and_callback(&resolve, &reject);
        };
        let some: Array = JsFuture::from(Promise::new(&mut ask)).await.ok()?.dyn_into().ok()?;
        if some.length() == 0 {
            return Some(all);
        }
        // Chromium knows no constructor of entries by which one could be told: `dyn_into` refuses them all.
        all.extend(some.iter().map(FileSystemEntry::unchecked_from_js));
    }
}
