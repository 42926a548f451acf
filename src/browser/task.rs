//! Work that goes on beside what called it.

use std::pin::Pin;

/// Runs a future on this page's own thread. Behind one type, since each type of future that the scheduler knows weighs
/// a kilobyte and a half in the download.
pub fn spawn_local(future: impl Future<Output = ()> + 'static) {
    let future: Pin<Box<dyn Future<Output = ()>>> = Box::pin(future);
    wasm_bindgen_futures::spawn_local(future);
}
