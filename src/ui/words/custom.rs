//! What is said on `custom.html`.

use crate::check::custom::{NotAnEndpoint, Reach};

/// The page for hosts of the person's own.
#[allow(missing_docs, reason = "the texts say it")]
pub struct CustomWords {
    pub why: &'static str,
    pub what: &'static str,
    pub openai: &'static str,
    pub address: &'static str,
    pub such_as: fn(&str) -> String,
    pub wrong: fn(NotAnEndpoint) -> &'static str,
    pub key: &'static str,
    pub key_optional: &'static str,
    pub key_wrong: &'static str,
    /// What the browser does on the way.
    pub reach: fn(Reach) -> &'static str,
    /// Where this copy of the page may send.
    pub narrow: fn(&str) -> String,
    pub refuses: fn(&str) -> String,
    /// The origin that is confirmed.
    pub confirm: fn(&str) -> String,
    pub check: fn(&str) -> String,
    pub check_none: &'static str,
    pub answer: &'static str,
    pub made_up_too: &'static str,
    pub anyone: &'static str,
    /// This page's own origin, for a server's settings.
    pub let_in: fn(&str) -> [String; 5],
    pub let_in_title: &'static str,
    pub asked_leave: &'static str,
    pub bedrock: &'static str,
}
