//! Copying.

use wasm_bindgen_futures::JsFuture;

/// Puts text into the clipboard; whether that went well.
pub async fn copy(text: &str) -> bool {
    let Some(window) = web_sys::window() else { return false };
    // Outside a secure context there is no clipboard, and asking for it throws.
    if !window.is_secure_context() {
        return false;
    }
    JsFuture::from(window.navigator().clipboard().write_text(text)).await.is_ok()
}
