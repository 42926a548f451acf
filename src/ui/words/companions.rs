//! What is said of a key's companions: second halves, accounts, sites.

/// What is asked for beside a key.
#[allow(missing_docs, reason = "the texts say it")]
pub struct CompanionWords {
    pub missing: &'static str,
    pub known: &'static str,
    pub found: &'static str,
    pub choose: &'static str,
    /// Worlds, one after another.
    pub all: &'static str,
    pub wrong: fn(&str) -> String,
    pub confirm: fn(&str) -> String,
    pub change: fn(&str) -> String,
    /// Keys, provider, kind.
    pub for_all: fn(usize, &str, &str) -> String,
    pub agree: &'static str,
    pub half_missing: &'static str,
    pub costs: &'static str,
}
