//! How bad a finding is. The first line that fits decides:
//!
//! | severity | when |
//! |---|---|
//! | note | the key is public by design (a publishable key, a client id) |
//! | low | its checksum fails, or it is of a test mode or sandbox |
//! | critical | a private key, or a key that rules others: admin, root, service account, cloud account, database |
//! | medium | several kinds fit, or nothing tells for certain that it is one |
//! | high | everything else: a live secret of a named provider |

use crate::provider::{Group, Kind};
use crate::recognise::{Confidence, Finding};

/// How bad a finding is, worst last.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
#[allow(missing_docs, reason = "the table above says it")]
pub enum Severity {
    Note,
    Low,
    Medium,
    High,
    Critical,
}

/// All of them, worst first.
pub const SEVERITIES: [Severity; 5] =
    [Severity::Critical, Severity::High, Severity::Medium, Severity::Low, Severity::Note];

/// Words in a kind's name that say it is for trying things out.
const TEST: &[&str] = &["test mode", "sandbox", "development", "test key"];

/// Words in a kind's name that say it rules others.
const RULES: &[&str] = &["private key", "admin", "root", "service account", "service role", "secret access key"];

impl Severity {
    /// The name in reports and attributes.
    pub fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Critical => "critical",
        }
    }

    /// Of a finding. Where several kinds fit, the worst of them counts.
    pub fn of(finding: &Finding) -> Self {
        let kinds = || finding.kinds.iter().copied();
        let worst = kinds().map(Self::of_kind).max().unwrap_or(Self::Note);
        match finding.confidence {
            Confidence::Broken => worst.min(Self::Low),
            Confidence::Undecided => worst.min(Self::Medium),
            Confidence::Certain | Confidence::Likely => worst,
        }
    }

    /// Of a kind that was recognised for certain.
    pub fn of_kind(kind: &Kind) -> Self {
        let holds = |words: &[&str]| {
            let name = kind.name.to_lowercase();
            words.iter().any(|word| name.contains(word))
        };
        if !kind.secret {
            Self::Note
        } else if holds(TEST) || kind.id.ends_with("-test") {
            Self::Low
        } else if holds(RULES) || kind.provider().group == Group::Database && kind.name.contains("onnection") {
            Self::Critical
        } else {
            Self::High
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::provider::PROVIDERS;
    use crate::recognise::Recogniser;
    use crate::recognise::made_up::made_up;

    fn kind(provider: &str, id: &str) -> &'static Kind {
        let mut kinds = PROVIDERS.iter().flat_map(|p| p.kinds).filter(|k| k.provider().id == provider);
        kinds.find(|k| k.id == id).unwrap_or_else(|| panic!("{provider}/{id}"))
    }

    #[test]
    fn the_table_holds() {
        for (provider, id, severity) in [
            ("pem", "pkcs8", Severity::Critical),
            ("database-url", "postgres", Severity::Critical),
            ("gcp", "service-account", Severity::Critical),
            ("openai", "admin", Severity::Critical),
            ("groq", "api", Severity::High),
        ] {
            assert_eq!(Severity::of_kind(kind(provider, id)), severity, "{provider}/{id}");
        }
        for kind in PROVIDERS.iter().flat_map(|p| p.kinds) {
            assert_eq!(Severity::of_kind(kind) == Severity::Note, !kind.secret, "{}", kind.name);
        }
    }

    #[test]
    fn a_broken_checksum_is_low_and_an_open_choice_medium_at_most() {
        let recogniser = Recogniser::default();
        let mut broken = made_up(kind("github", "pat-classic"), 3).into_bytes();
        let last = broken.len() - 1;
        broken[last] = if broken[last] == b'a' { b'b' } else { b'a' };
        let found = recogniser.recognise(&broken).findings;
        assert_eq!(found.iter().map(Severity::of).collect::<Vec<_>>(), [Severity::Low]);
        let bare = made_up(kind("deepseek", "api"), 3);
        let found = recogniser.recognise(bare.as_bytes()).findings;
        assert_eq!(found.iter().map(Severity::of).collect::<Vec<_>>(), [Severity::Medium]);
    }
}
