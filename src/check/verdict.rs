//! The one list of states and causes (product.md, "Verdicts"). `build.rs` reads this very file to refuse a
//! provider's answer that names another, so it leans on nothing else of the crate.

/// What can be said of a credential once its provider was asked.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, PartialOrd, Ord)]
pub enum State {
    /// The answer proves that the key was accepted.
    Live,
    /// Accepted, with something in the way.
    Limited,
    /// The provider's own documented refusal, at the host that is shown.
    Dead,
    /// Could not tell, and the cause says why.
    Unknown,
}

/// Why a verdict is not simply live.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, PartialOrd, Ord)]
pub enum Cause {
    /// Accepted; no credit or quota left.
    NoQuota,
    /// Throttled: as `limited`, by an answer that knew the key; as `unknown`, before anyone looked at it.
    RateLimited,
    /// Accepted; this key may not read this.
    Scope,
    /// As `limited`, the key may not be used from here; as `unknown`, the asker was refused, not the key.
    Restricted,
    /// Refused as no key at all.
    Invalid,
    /// Taken back by its owner.
    Revoked,
    /// Its time is over.
    Expired,
    /// Its account, organisation or the key itself was switched off.
    Disabled,
    /// This provider hides its no from pages, and no other door spoke.
    Hidden,
    /// Refused in words that no document or second source knows.
    Unconfirmed,
    /// Refused here, and this kind of key also lives at other hosts not asked.
    Elsewhere,
    /// This provider lets no page read its answers.
    Cors,
    /// The browser says that it has no network.
    Offline,
    /// No connection: name not found, blocked, refused.
    Unreachable,
    /// No answer within the deadline.
    Timeout,
    /// 5xx and kin.
    ProviderError,
    /// An answer that fits no rule.
    Unexpected,
    /// Not tried: half is missing, a choice is open, `curl` only, cancelled.
    NotSent,
}

use Cause as C;
use State as S;

/// Every pair of state and cause that may be said, with the name that files and tests use.
pub const VERDICTS: &[(S, Option<C>)] = &[
    (S::Live, None),
    (S::Limited, Some(C::NoQuota)),
    (S::Limited, Some(C::RateLimited)),
    (S::Limited, Some(C::Scope)),
    (S::Limited, Some(C::Restricted)),
    (S::Dead, Some(C::Invalid)),
    (S::Dead, Some(C::Revoked)),
    (S::Dead, Some(C::Expired)),
    (S::Dead, Some(C::Disabled)),
    (S::Unknown, Some(C::Hidden)),
    (S::Unknown, Some(C::Unconfirmed)),
    (S::Unknown, Some(C::Elsewhere)),
    (S::Unknown, Some(C::RateLimited)),
    (S::Unknown, Some(C::Restricted)),
    (S::Unknown, Some(C::Cors)),
    (S::Unknown, Some(C::Offline)),
    (S::Unknown, Some(C::Unreachable)),
    (S::Unknown, Some(C::Timeout)),
    (S::Unknown, Some(C::ProviderError)),
    (S::Unknown, Some(C::Unexpected)),
    (S::Unknown, Some(C::NotSent)),
];

impl State {
    /// The name in files, attributes and the drivers' output.
    pub fn name(self) -> &'static str {
        match self {
            S::Live => "live",
            S::Limited => "limited",
            S::Dead => "dead",
            S::Unknown => "unknown",
        }
    }
}

impl Cause {
    /// The name in files, attributes and the drivers' output.
    pub fn name(self) -> &'static str {
        match self {
            C::NoQuota => "no-quota",
            C::RateLimited => "rate-limited",
            C::Scope => "scope",
            C::Restricted => "restricted",
            C::Invalid => "invalid",
            C::Revoked => "revoked",
            C::Expired => "expired",
            C::Disabled => "disabled",
            C::Hidden => "hidden",
            C::Unconfirmed => "unconfirmed",
            C::Elsewhere => "elsewhere",
            C::Cors => "cors",
            C::Offline => "offline",
            C::Unreachable => "unreachable",
            C::Timeout => "timeout",
            C::ProviderError => "provider-error",
            C::Unexpected => "unexpected",
            C::NotSent => "not-sent",
        }
    }
}

/// Reads `live` or `dead: invalid` as a provider's file writes it.
pub fn parse(text: &str) -> Option<(State, Option<Cause>)> {
    let (state, cause) = match text.split_once(": ") {
        Some((state, cause)) => (state, Some(cause)),
        None => (text, None),
    };
    VERDICTS.iter().copied().find(|(s, c)| s.name() == state && c.map(Cause::name) == cause)
}
