//! The plan for a leaked credential: which steps, in which order, with what its provider's file says of each.
//!
//! The order is the guide's (revoke, replace, update every service, review logs, watch billing) where abuse is
//! confirmed. Where a leak is only suspected, the new key comes first and the old one goes once nothing uses it, so
//! that nothing fails meanwhile (OWASP Secrets Management cheat sheet, 9.2: revoke, rotate, delete, log;
//! <https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html>, 2026-11).

use crate::provider::Kind;
use serde_json::Value;

/// What is known of the leak.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Case {
    /// Somebody else uses the key, or all the world can read it.
    Confirmed,
    /// It may have been seen.
    Suspected,
}

/// Both.
pub const CASES: [Case; 2] = [Case::Confirmed, Case::Suspected];

impl Case {
    /// The name in what is kept.
    pub fn name(self) -> &'static str {
        match self {
            Self::Confirmed => "confirmed",
            Self::Suspected => "suspected",
        }
    }
}

/// What has to be replaced: it decides what revoking and replacing mean.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Nature {
    /// A key or token that its provider gives out and takes back.
    Key,
    /// Half of a pair: nobody can take it back.
    PrivateKey,
    /// A password inside an address: of a database, a queue, a store.
    Password,
    /// A token whose signature is its proof.
    SignedToken,
    /// A secret that two sides share to sign messages with.
    SigningSecret,
    /// An address that is the secret itself.
    Address,
    /// Gives out ever new access tokens.
    RefreshToken,
    /// An application's own secret; its users hold tokens of their own.
    ClientSecret,
    /// Ends by itself, or with a session.
    Passing,
    /// Made to be seen: nothing to revoke.
    Public,
}

/// Every nature, for tests and tables.
pub const NATURES: [Nature; 10] = [
    Nature::Key,
    Nature::PrivateKey,
    Nature::Password,
    Nature::SignedToken,
    Nature::SigningSecret,
    Nature::Address,
    Nature::RefreshToken,
    Nature::ClientSecret,
    Nature::Passing,
    Nature::Public,
];

/// Words of a kind's id, and what they tell; the first row of which all words stand in the id decides.
const TELLING: &[(&[&str], Nature)] = &[
    (&["refresh"], Nature::RefreshToken),
    (&["webhook", "secret"], Nature::SigningSecret),
    (&["signing"], Nature::SigningSecret),
    (&["signature"], Nature::SigningSecret),
    (&["hmac"], Nature::SigningSecret),
    (&["webhook"], Nature::Address),
    (&["connector"], Nature::Address),
    (&["hook"], Nature::Address),
    (&["connection"], Nature::Password),
    (&["client", "secret"], Nature::ClientSecret),
    (&["app", "secret"], Nature::ClientSecret),
    (&["application", "secret"], Nature::ClientSecret),
    (&["consumer", "secret"], Nature::ClientSecret),
    (&["session"], Nature::Passing),
    (&["temporary"], Nature::Passing),
    (&["short"], Nature::Passing),
    (&["ephemeral"], Nature::Passing),
    (&["job"], Nature::Passing),
];

impl Nature {
    /// Told by the catalogue's own words, so that a new provider needs nothing here.
    pub fn of(kind: &Kind) -> Self {
        if !kind.secret {
            return Self::Public;
        }
        match kind.provider().id {
            "pem" => return Self::PrivateKey,
            "database-url" => return Self::Password,
            "jwt" => return Self::SignedToken,
            _ => {}
        }
        if kind.id == "password" {
            return Self::Password;
        }
        let has = |word: &&str| kind.id.split('-').any(|part| part == *word);
        if let Some((_, nature)) = TELLING.iter().find(|(words, _)| words.iter().all(has)) {
            return *nature;
        }
        // Some providers' plain keys have the shape of a signed token, and are revoked like any key.
        if has(&"jwt") && !kind.name.starts_with("API key") { Self::SignedToken } else { Self::Key }
    }
}

/// A step.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum StepId {
    /// Take the old one back.
    Revoke,
    /// Make a new one, narrower.
    Replace,
    /// Give it to every service that uses the old one.
    Update,
    /// Look at what was done with the old one.
    Logs,
    /// Watch what it costs.
    Billing,
    /// Close the leak; rewriting history is no remedy.
    Leak,
    /// See the old one refused.
    Prove,
    /// Of a public key: narrow where it may be used from.
    Restrict,
    /// Of a public key: make sure that no secret one stands beside it.
    Beside,
}

use StepId as S;

/// All of them.
pub const STEPS: [StepId; 9] =
    [S::Revoke, S::Replace, S::Update, S::Logs, S::Billing, S::Leak, S::Prove, S::Restrict, S::Beside];

const CONFIRMED: &[StepId] = &[S::Revoke, S::Replace, S::Update, S::Logs, S::Billing, S::Leak, S::Prove];
const SUSPECTED: &[StepId] = &[S::Replace, S::Update, S::Revoke, S::Logs, S::Billing, S::Leak, S::Prove];
const PUBLIC: &[StepId] = &[S::Beside, S::Restrict, S::Billing];

impl StepId {
    /// The name in `data-step` and in what is kept.
    pub fn name(self) -> &'static str {
        match self {
            S::Revoke => "revoke",
            S::Replace => "replace",
            S::Update => "update",
            S::Logs => "logs",
            S::Billing => "billing",
            S::Leak => "leak",
            S::Prove => "prove",
            S::Restrict => "restrict",
            S::Beside => "beside",
        }
    }

    /// The provider's pages that belong to this step.
    fn links(self) -> &'static [Link] {
        match self {
            S::Revoke => &[Link::Console, Link::Docs],
            S::Replace | S::Restrict => &[Link::Console],
            S::Logs => &[Link::Logs, Link::Usage],
            S::Billing => &[Link::Usage],
            S::Prove => &[Link::Status],
            S::Update | S::Leak | S::Beside => &[],
        }
    }

    /// The fields of the provider's file that say something of this step.
    fn says(self) -> &'static [&'static str] {
        match self {
            S::Revoke => &["revoke"],
            S::Replace => &["scopes", "expiry"],
            S::Restrict => &["scopes"],
            _ => &[],
        }
    }
}

/// A page of the provider.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Link {
    /// Where its keys are kept.
    Console,
    /// How they are meant.
    Docs,
    /// What they were used for.
    Usage,
    /// What was done with them.
    Logs,
    /// Whether it has trouble.
    Status,
}

impl Link {
    fn field(self) -> &'static str {
        match self {
            Self::Console => "console",
            Self::Docs => "docs",
            Self::Usage => "usage",
            Self::Logs => "logs",
            Self::Status => "status",
        }
    }
}

/// A step with what its provider says of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Step {
    /// Which.
    pub id: StepId,
    /// Sentences of the provider's file.
    pub says: Vec<String>,
    /// Its pages, each once.
    pub links: Vec<(Link, String)>,
}

/// The plan.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Runbook {
    /// What has to be replaced.
    pub nature: Nature,
    /// What someone can do who has it, in the words of the provider's file.
    pub power: Option<String>,
    /// In order.
    pub steps: Vec<Step>,
}

/// The plan for a credential of this provider and kind: `guidance` is the whole file of that name. Where nothing is
/// known of either, the steps are the general ones.
pub fn plan(guidance: Option<&Value>, provider: &str, kind: Option<&Kind>, case: Case) -> Runbook {
    let facts = guidance.and_then(|g| g.get(provider));
    let nature = kind.map_or(Nature::Key, Nature::of);
    let order = match (nature, case) {
        (Nature::Public, _) => PUBLIC,
        (_, Case::Confirmed) => CONFIRMED,
        (_, Case::Suspected) => SUSPECTED,
    };
    let text = |field: &str| facts?.get(field)?.as_str().map(str::to_owned);
    let page = |link: &Link| Some((*link, text(link.field()).filter(|url| url.starts_with("https://"))?));
    let step = |id: &StepId| Step {
        id: *id,
        says: id.says().iter().filter_map(|field| text(field)).collect(),
        links: id.links().iter().filter_map(page).collect(),
    };
    let power = kind.and_then(|k| facts?.get("powers")?.get(k.id)?.as_str().map(str::to_owned));
    Runbook { nature, power, steps: order.iter().map(step).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::provider::{GUIDANCE_JSON, PROVIDERS, find};

    fn guidance() -> Value {
        serde_json::from_str(GUIDANCE_JSON).expect("build.rs wrote it")
    }

    fn kind(provider: &str, id: &str) -> &'static Kind {
        let found = find(provider).and_then(|p| p.kinds.iter().find(|k| k.id == id));
        found.unwrap_or_else(|| panic!("{provider} has no kind {id}"))
    }

    fn order(provider: &str, kind: Option<&Kind>, case: Case) -> Vec<&'static str> {
        plan(Some(&guidance()), provider, kind, case).steps.iter().map(|s| s.id.name()).collect()
    }

    #[test]
    fn confirmed_abuse_revokes_first_and_a_suspicion_replaces_first() {
        let key = Some(kind("openai", "project"));
        let confirmed = order("openai", key, Case::Confirmed);
        assert_eq!(confirmed, ["revoke", "replace", "update", "logs", "billing", "leak", "prove"]);
        let suspected = order("openai", key, Case::Suspected);
        assert_eq!(suspected, ["replace", "update", "revoke", "logs", "billing", "leak", "prove"]);
    }

    #[test]
    fn every_kind_of_every_provider_has_a_runbook_in_either_case() {
        let guidance = guidance();
        for provider in *PROVIDERS {
            let kinds = provider.kinds.iter().map(Some).chain([None]);
            for kind in kinds {
                for case in [Case::Confirmed, Case::Suspected] {
                    let runbook = plan(Some(&guidance), provider.id, kind, case);
                    let name = format!("{} {}", provider.id, kind.map_or("", |k| k.id));
                    let has = |id| runbook.steps.iter().any(|s| s.id == id);
                    assert_eq!(runbook.nature == Nature::Public, kind.is_some_and(|k| !k.secret), "{name}");
                    assert_eq!(has(StepId::Revoke), runbook.nature != Nature::Public, "{name}");
                    assert_eq!(
                        runbook.steps.last().map(|s| s.id == StepId::Prove),
                        Some(has(StepId::Revoke)),
                        "{name}"
                    );
                    for (_, url) in runbook.steps.iter().flat_map(|s| &s.links) {
                        assert!(url.starts_with("https://"), "{name}: {url}");
                    }
                }
            }
        }
    }

    #[test]
    fn what_the_providers_file_says_stands_at_its_step() {
        let runbook = plan(Some(&guidance()), "groq", Some(kind("groq", "api")), Case::Confirmed);
        let revoke = &runbook.steps[0];
        assert!(revoke.says[0].contains("API Keys page"), "{revoke:?}");
        assert_eq!(revoke.links[0], (Link::Console, "https://console.groq.com/keys".into()));
        let logs = runbook.steps.iter().find(|s| s.id == StepId::Logs).expect("it is in the plan");
        assert_eq!(logs.links[0], (Link::Logs, "https://console.groq.com/dashboard/logs".into()));
        assert!(runbook.power.is_some_and(|p| p.contains("models")));
    }

    #[test]
    fn a_provider_without_facts_gets_the_general_plan() {
        let none = plan(Some(&guidance()), "nobody", None, Case::Confirmed);
        assert_eq!(none.steps.len(), CONFIRMED.len());
        assert!(none.steps.iter().all(|s| s.says.is_empty() && s.links.is_empty()));
        assert_eq!(none, plan(None, "", None, Case::Confirmed), "nor does it wait for the file");
    }

    #[test]
    fn a_page_that_is_not_https_is_no_link() {
        let odd = serde_json::json!({ "x": { "console": "javascript:alert(1)", "logs": "http://x.example" } });
        assert!(plan(Some(&odd), "x", None, Case::Confirmed).steps.iter().all(|s| s.links.is_empty()));
    }

    #[test]
    fn the_kind_tells_what_has_to_be_replaced() {
        for (provider, id, nature) in [
            ("openai", "project", Nature::Key),
            ("pem", "openssh", Nature::PrivateKey),
            ("neon", "connection", Nature::Password),
            ("neon", "password", Nature::Password),
            ("jwt", "jws", Nature::SignedToken),
            ("supabase", "service-role-jwt", Nature::SignedToken),
            ("nebius", "jwt", Nature::Key),
            ("stripe", "webhook-secret", Nature::SigningSecret),
            ("slack", "signing-secret", Nature::SigningSecret),
            ("slack", "webhook", Nature::Address),
            ("anthropic", "oauth-refresh", Nature::RefreshToken),
            ("slack", "legacy-refresh", Nature::RefreshToken),
            ("slack", "client-secret", Nature::ClientSecret),
            ("slack", "session", Nature::Passing),
            ("stripe", "publishable", Nature::Public),
        ] {
            assert_eq!(Nature::of(kind(provider, id)), nature, "{provider} {id}");
        }
        let database = find("database-url").expect("it is in the catalogue");
        assert!(database.kinds.iter().all(|k| Nature::of(k) == Nature::Password));
    }

    #[test]
    fn every_nature_turns_up_in_the_catalogue() {
        let kinds = || PROVIDERS.iter().flat_map(|p| p.kinds);
        for nature in NATURES {
            assert!(kinds().any(|k| Nature::of(k) == nature), "{nature:?}");
        }
    }
}
