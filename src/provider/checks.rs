//! The checks and answers of all providers, as `build.rs` wrote them: natively compiled in, in the page
//! fetched by hash before anyone can press Check.

use crate::check::verdict::{self, Cause, State};
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;

/// The checks of every provider that has any, by id.
#[derive(Deserialize)]
#[serde(transparent)]
pub struct Checks(BTreeMap<String, ProviderChecks>);

/// What one provider's file says of checking.
#[derive(Deserialize)]
pub struct ProviderChecks {
    /// Whether its answers can be read by a page.
    pub access: Access,
    /// The headers that a page may read, in lower case, beside those that every page may.
    pub exposes: Vec<String>,
    /// In the file's order.
    pub checks: Vec<Check>,
    /// In the file's order: the first that fits decides.
    pub answers: Vec<Rule>,
}

/// Whether a page of another origin may read a provider's answers.
#[derive(Deserialize, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(rename_all = "kebab-case")]
pub enum Access {
    /// It may.
    Works,
    /// Its yes can be read and its no can't.
    HidesNo,
    /// It refuses browsers: not tried.
    Refuses,
    /// Not known: tried.
    Unknown,
}

impl Access {
    /// The name in files and in the drivers' output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Works => "works",
            Self::HidesNo => "hides-no",
            Self::Refuses => "refuses",
            Self::Unknown => "unknown",
        }
    }
}

/// A request that tells whether a key works; the secret stands in as `{key}`.
#[derive(Deserialize, Debug)]
pub struct Check {
    /// Unique within its provider.
    pub id: String,
    /// In words.
    pub title: String,
    /// The kinds it is for.
    pub kinds: Vec<String>,
    /// `GET`, `POST` or `WEBSOCKET`.
    pub method: String,
    /// Where it goes.
    pub url: String,
    /// Where the key stands: a header's name, or `protocol`, `body`, `query`, `path`.
    pub place: String,
    /// Names in lower case, and values.
    #[serde(default)]
    pub headers: Vec<(String, String)>,
    /// What a `POST` carries.
    pub body: Option<String>,
    /// A socket's subprotocols.
    #[serde(default)]
    pub protocols: Vec<String>,
    /// Whether it is the other door, asked only where the first answer could not be read.
    #[serde(default)]
    pub hidden: bool,
    /// Whether its URL, by other methods, can change fields of the key's own account.
    #[serde(default)]
    pub own: bool,
    /// Whether the page may send it: its URL stands in the policy.
    #[serde(default)]
    pub page: bool,
    /// `free`, or what it costs.
    pub cost: String,
    /// Facts and where they stand in the answer.
    #[serde(default)]
    pub facts: Vec<(String, String)>,
}

impl Check {
    /// The host it asks.
    pub fn host(&self) -> &str {
        let rest = self.url.split_once("://").map_or("", |(_, rest)| rest);
        rest.split(['/', '?', ':']).next().unwrap_or_default()
    }

    /// Whether it is a socket and no request.
    pub fn is_socket(&self) -> bool {
        self.method == "WEBSOCKET"
    }
}

/// What one answer means.
#[derive(Deserialize)]
pub struct Rule {
    /// Shown as the evidence's rule.
    pub id: String,
    /// The checks it is for; none named, all.
    #[serde(default)]
    pub checks: Vec<String>,
    /// HTTP statuses, or for a socket 101 (an event came) and close codes.
    pub status: Vec<u16>,
    /// Paths, and what must stand there.
    #[serde(default)]
    pub body: Vec<(String, Value)>,
    /// Patterns over the whole body, one of which must fit.
    #[serde(default)]
    pub text: Vec<String>,
    /// Headers, and patterns of which one must fit.
    #[serde(default)]
    pub header: Vec<(String, Vec<String>)>,
    /// As the file writes it.
    verdict: String,
    /// A sentence for the person.
    pub says: Option<String>,
}

impl Rule {
    /// State and cause. `build.rs` admits no others than those of the table.
    pub fn verdict(&self) -> (State, Option<Cause>) {
        verdict::parse(&self.verdict).unwrap_or((State::Unknown, Some(Cause::Unexpected)))
    }
}

impl Checks {
    /// Reads the file of checks.
    ///
    /// # Errors
    /// Where the text is not what `build.rs` wrote: the page then says that it was not delivered whole.
    pub fn parse(text: &str) -> Result<Self, ChecksUnreadable> {
        serde_json::from_str(text).map_err(|_| ChecksUnreadable)
    }

    /// All of them, compiled in.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn compiled_in() -> Self {
        Self::parse(super::CHECKS_JSON).unwrap_or_else(|_| Self(BTreeMap::new()))
    }

    /// One provider's, by id.
    pub fn of(&self, provider: &str) -> Option<&ProviderChecks> {
        self.0.get(provider)
    }
}

impl ProviderChecks {
    /// The check with this id.
    pub fn check(&self, id: &str) -> Option<&Check> {
        self.checks.iter().find(|c| c.id == id)
    }
}

/// The file of checks is not what the build wrote.
#[derive(Debug, PartialEq, Eq)]
pub struct ChecksUnreadable;

impl core::fmt::Display for ChecksUnreadable {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("The list of checks did not arrive whole. Reload the page.")
    }
}
