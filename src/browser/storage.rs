//! What this browser keeps, once the person has asked for it: one text in `localStorage`, and one key that cannot
//! be extracted in `IndexedDB`. Every failure is a cause; nothing here throws.

use js_sys::{Function, Promise};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CryptoKey, DomException, IdbDatabase, IdbRequest, IdbTransactionMode, Storage, StorageEvent};

/// The name under which everything is kept, in both places.
const NAME: &str = "latchkey";

/// The name under which is kept what self-tests showed (`check::self_test::Learned`).
const LEARNED: &str = "latchkey-self-tests";

/// The object store, and the key within it.
const STORE: &str = "keys";
const SEAL: &str = "seal";

/// Why the browser keeps nothing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NotKept {
    /// The browser forbids it: a private window, a setting, a blocker.
    Forbidden,
    /// There is no room left.
    Full,
}

fn local() -> Result<Storage, NotKept> {
    let storage = web_sys::window().ok_or(NotKept::Forbidden)?.local_storage();
    storage.ok().flatten().ok_or(NotKept::Forbidden)
}

/// The text that is kept; none where there is none.
///
/// # Errors
/// Where the browser forbids the look.
pub fn read() -> Result<Option<String>, NotKept> {
    local()?.get_item(NAME).map_err(|_| NotKept::Forbidden)
}

/// Keeps a text in the place of the one before.
///
/// # Errors
/// Where the browser forbids it or has no room.
pub fn write(text: &str) -> Result<(), NotKept> {
    local()?.set_item(NAME, text).map_err(|thrown| {
        let full = thrown.dyn_ref::<DomException>().is_some_and(|e| e.name() == "QuotaExceededError");
        if full { NotKept::Full } else { NotKept::Forbidden }
    })
}

/// Whether anything of this page is kept.
pub fn is_anything_kept() -> bool {
    local()
        .is_ok_and(|storage| [NAME, LEARNED].iter().any(|name| storage.get_item(name).is_ok_and(|text| text.is_some())))
}

/// What self-tests showed, as it is kept.
pub fn read_learned() -> Option<String> {
    local().ok()?.get_item(LEARNED).ok().flatten()
}

/// Keeps what self-tests showed. Where the browser does not, it is shown again by the next self-test.
pub fn write_learned(text: &str) {
    if let Ok(storage) = local() {
        _ = storage.set_item(LEARNED, text);
    }
}

/// Every name and text that this origin keeps in `localStorage`, for the person to see; on a shared host others'
/// too, by name alone.
pub fn everything() -> Vec<(String, Option<String>)> {
    let Ok(storage) = local() else { return Vec::new() };
    let count = storage.length().unwrap_or(0);
    let names = (0..count).filter_map(|at| storage.key(at).ok().flatten());
    names
        .map(|name| {
            (name == NAME || name == LEARNED)
                .then(|| storage.get_item(&name).ok().flatten())
                .map_or_else(|| (name.clone(), None), |text| (name.clone(), text))
        })
        .collect()
}

/// Forgets all of it.
pub async fn forget() {
    if let Ok(storage) = local() {
        _ = storage.remove_item(NAME);
        _ = storage.remove_item(LEARNED);
    }
    forget_seal().await;
}

/// Forgets the key.
pub async fn forget_seal() {
    let Some(factory) = factory() else { return };
    if let Ok(request) = factory.delete_database(NAME) {
        _ = done(&request).await;
    }
}

/// Calls back when another tab has kept or forgotten a text, with that text.
pub fn follow(heard: impl Fn(Option<String>) + 'static) {
    let listener = Closure::<dyn Fn(StorageEvent)>::new(move |event: StorageEvent| {
        // Without a name, all was cleared.
        match event.key() {
            Some(name) if name == NAME => heard(event.new_value()),
            None => heard(None),
            Some(_) => {}
        }
    });
    if let Some(window) = web_sys::window() {
        _ = window.add_event_listener_with_callback("storage", listener.as_ref().unchecked_ref());
    }
    listener.forget();
}

fn factory() -> Option<web_sys::IdbFactory> {
    web_sys::window()?.indexed_db().ok().flatten()
}

/// Waits for a request; none where it failed.
async fn done(request: &IdbRequest) -> Option<JsValue> {
    let mut wait = |resolve: Function, reject: Function| {
        request.set_onsuccess(Some(&resolve));
        request.set_onerror(Some(&reject));
    };
    JsFuture::from(Promise::new(&mut wait)).await.ok()?;
    request.result().ok()
}

async fn open() -> Option<IdbDatabase> {
    let request = factory()?.open_with_u32(NAME, 1).ok()?;
    let made = {
        let request = request.clone();
        Closure::<dyn Fn()>::new(move || {
            if let Some(database) = request.result().ok().and_then(|r| r.dyn_into::<IdbDatabase>().ok()) {
                _ = database.create_object_store(STORE);
            }
        })
    };
    request.set_onupgradeneeded(Some(made.as_ref().unchecked_ref()));
    let database: IdbDatabase = done(&request).await?.dyn_into().ok()?;
    Some(database)
}

/// The key that is kept; none where there is none or the browser forbids the look. Looking makes the database, so
/// it is for who was asked to remember alone.
pub async fn seal() -> Option<CryptoKey> {
    let database = open().await?;
    let store = database.transaction_with_str(STORE).ok().and_then(|t| t.object_store(STORE).ok());
    let key = match store.and_then(|s| s.get(&SEAL.into()).ok()) {
        Some(request) => done(&request).await,
        None => None,
    };
    database.close();
    key?.dyn_into().ok()
}

/// Keeps a key, unless another tab was first: what is kept then comes back.
///
/// # Errors
/// Where the browser forbids it.
pub async fn keep_seal(key: &CryptoKey) -> Result<CryptoKey, NotKept> {
    let database = open().await.ok_or(NotKept::Forbidden)?;
    let transaction = database.transaction_with_str_and_mode(STORE, IdbTransactionMode::Readwrite);
    let store = transaction.and_then(|t| t.object_store(STORE));
    let request = store.and_then(|s| s.add_with_key(key, &SEAL.into())).map_err(|_| NotKept::Forbidden)?;
    _ = done(&request).await;
    database.close();
    seal().await.ok_or(NotKept::Forbidden)
}
