//! Notifications, where the person allows them. They are asked for on a click and at no other time.

use wasm_bindgen_futures::JsFuture;
use web_sys::{Notification, NotificationOptions, NotificationPermission};

/// Asks; whether the answer is yes.
pub async fn ask() -> bool {
    // Where there are none, asking throws.
    let Ok(asked) = Notification::request_permission() else { return false };
    JsFuture::from(asked).await.is_ok() && may()
}

/// Whether the answer was yes.
pub fn may() -> bool {
    js_sys::Reflect::has(&js_sys::global(), &"Notification".into()).unwrap_or(false)
        && Notification::permission() == NotificationPermission::Granted
}

/// Shows one, in the place of the one before. Phones allow none from a page; whether it was shown.
pub fn show(title: &str, body: &str) -> bool {
    let options = NotificationOptions::new();
    options.set_body(body);
    options.set_tag("latchkey");
    may() && Notification::new_with_options(title, &options).is_ok()
}
