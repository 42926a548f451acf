//! What is said of the catalogue's self-test.

use crate::check::self_test::Shown;

/// The self-test on the Trust screen.
#[allow(missing_docs, reason = "the texts say it")]
pub struct SelfTestWords {
    pub title: &'static str,
    pub lead: &'static str,
    pub provider: &'static str,
    pub all: &'static str,
    /// Requests, hosts.
    pub cost: fn(usize, usize) -> String,
    pub start: &'static str,
    pub cancel: &'static str,
    pub progress: fn(usize, usize) -> String,
    /// Provider, shown, reached, refusal, judged, answer, took, when.
    pub columns: [&'static str; 8],
    pub shown: fn(Shown) -> &'static str,
    pub yes: &'static str,
    pub no: &'static str,
    pub readable: &'static str,
    pub hidden: &'static str,
    pub drifted: fn(usize) -> String,
    pub copy: &'static str,
    pub copied: &'static str,
    pub copy_failed: &'static str,
    pub issue: &'static str,
}
