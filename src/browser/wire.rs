//! What the wire log holds of a request: all but the key.

use crate::check::plan::KEY;
use crate::provider::checks::Check;

/// A request that left this page.
#[derive(Clone, PartialEq, Debug)]
pub struct Sent {
    /// When, in milliseconds since 1970.
    pub at: f64,
    /// `GET`, `POST` or `WEBSOCKET`.
    pub method: String,
    /// Where to, with `…` for a slot.
    pub url: String,
    /// The place of the key: `authorization: Bearer …`; none where no key was sent.
    pub key: Option<String>,
    /// How it ended.
    pub end: End,
    /// How long that took, in milliseconds.
    pub took: f64,
}

/// How a request ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum End {
    /// With a status that the page could read.
    Status(u16),
    /// Without any, as far as a page is told.
    NoStatus,
    /// Of the request without a key: somebody answered.
    Reached,
    /// Of a socket: an event came.
    Event,
    /// Of a socket: it was closed, with this code.
    Closed(u16),
    /// The deadline passed.
    Timeout,
    /// The person stopped it.
    Cancelled,
}

/// `authorization: Bearer …`: where a check carries the key.
pub fn place(check: &Check) -> String {
    if check.is_socket() {
        let with_key = check.protocols.iter().find(|p| p.contains(KEY));
        return format!("sec-websocket-protocol: {}", with_key.map_or(String::new(), |p| p.replace(KEY, "…")));
    }
    let with_key = check.headers.iter().find(|(_, value)| value.contains(KEY));
    with_key.map_or_else(|| check.place.clone(), |(name, value)| format!("{name}: {}", value.replace(KEY, "…")))
}

/// The URL as it may be shown.
pub fn shown_url(check: &Check) -> String {
    check.url.replace(KEY, "…")
}
