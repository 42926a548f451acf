//! What the wire log holds of a request: all but the key.

use crate::provider::checks::Check;
use crate::provider::slots::{self, KEY};

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

/// `authorization: Bearer …`: where a check carries the key, or all that it carries it in.
pub fn place(check: &Check) -> String {
    let shown = |text: &str| slots::fill(text, |_| Some("…"));
    let mut out: Vec<String> = Vec::new();
    for place in check.places().split(' ').filter_map(|p| p.split_once('@')).filter(|(s, _)| *s == KEY).map(|(_, p)| p)
    {
        out.push(match check.headers.iter().find(|(name, _)| name == place) {
            Some((name, value)) => format!("{name}: {}", shown(value)),
            None if place == "protocol" => {
                let with_key = check.protocols.iter().find(|p| p.contains("{key}"));
                format!("sec-websocket-protocol: {}", with_key.map_or(String::new(), |p| shown(p)))
            }
            None => place.to_owned(),
        });
    }
    out.join(", ")
}

/// The URL as it may be shown.
pub fn shown_url(check: &Check) -> String {
    slots::fill(&check.url, |_| Some("…"))
}
