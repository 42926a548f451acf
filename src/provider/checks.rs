//! The checks and answers of all providers, as `build.rs` wrote them: natively compiled in, in the page
//! fetched by hash before anyone can press Check.

use super::slots;
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

/// A request that tells whether a key works; the secret stands in as `{key}`, companions as `{account}`.
#[derive(Deserialize, Debug, Clone)]
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
    /// Whether its own answers can be read by a page, where that differs from the provider's.
    pub access: Option<Access>,
    /// Why the page may not send it; none where its URLs stand in the policy.
    pub off: Option<Off>,
    /// The companion whose choices are worlds ([`super::Companion::each`]): a refusal from one of them is not the
    /// last word.
    pub worlds: Option<String>,
    /// Options of `curl` that it needs, by their long names.
    #[serde(default)]
    pub curl: Vec<(String, String)>,
    /// `free`, or what it costs.
    pub cost: String,
    /// Facts and where they stand in the answer.
    #[serde(default)]
    pub facts: Vec<(String, String)>,
}

/// Why a check is for `curl` and not for the page.
#[derive(Deserialize, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(rename_all = "kebab-case")]
pub enum Off {
    /// It is signed in a way that `curl` knows.
    Signed,
    /// Its provider refuses browsers.
    Refuses,
    /// At its URL a stranger could store or send.
    Writes,
    /// Its host is of the customer's own choosing.
    Host,
    /// No exact URL of it can stand in the policy: its path holds the key or a companion, or ends with a slash,
    /// which a policy reads as a prefix.
    Path,
    /// Its query holds the key: a browser writes the whole address of a refused request into its console.
    Query,
}

impl Off {
    /// The name in files and in the drivers' output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Signed => "signed",
            Self::Refuses => "refuses",
            Self::Writes => "writes",
            Self::Host => "host",
            Self::Path => "path",
            Self::Query => "query",
        }
    }
}

impl Check {
    /// The check with some of its slots filled: those of companions with a fixed set of choices.
    #[must_use]
    pub fn at(&self, chosen: &[(&str, &str)]) -> Self {
        let at = |text: &str| {
            slots::fill(text, |name| chosen.iter().find(|(slot, _)| *slot == name).map(|(_, value)| value))
        };
        let pairs = |list: &[(String, String)]| list.iter().map(|(n, v)| (n.clone(), at(v))).collect();
        Self {
            url: at(&self.url),
            headers: pairs(&self.headers),
            body: self.body.as_deref().map(at),
            protocols: self.protocols.iter().map(|p| at(p)).collect(),
            curl: pairs(&self.curl),
            ..self.clone()
        }
    }

    /// Where each of its slots stands ([`slots::places`]).
    pub fn places(&self) -> String {
        slots::places(
            &self.url,
            self.headers.iter().map(|(n, v)| (n.as_str(), v.as_str())),
            self.body.as_deref().unwrap_or_default(),
            self.protocols.iter().map(String::as_str),
            self.curl.iter().map(|(_, v)| v.as_str()),
        )
    }

    /// Its slots, each once, the key first.
    pub fn slots(&self) -> Vec<String> {
        let mut out = vec![slots::KEY.to_owned()];
        for place in self.places().split_whitespace() {
            let slot = place.split('@').next().unwrap_or_default();
            if !out.iter().any(|s| s == slot) {
                out.push(slot.to_owned());
            }
        }
        out
    }

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
