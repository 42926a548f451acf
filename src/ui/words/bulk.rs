//! Many keys: how the list is looked at, and the report on it. A live key that is watched. Reports of scanners.

use crate::check::monitor::End;
use crate::ui::session::Told;

/// The list of many keys.
#[allow(missing_docs, reason = "the texts say it")]
pub struct Bulk {
    pub show: &'static str,
    pub all: &'static str,
    pub waiting: &'static str,
    pub fitting: &'static str,
    pub order: &'static str,
    pub orders: [&'static str; 3],
    pub grouped: &'static str,
    pub report: &'static str,
    pub report_title: &'static str,
    pub report_made: fn(&str) -> String,
    /// From, to, of how many.
    pub wire_page: fn(usize, usize, usize) -> String,
    pub wire_earlier: &'static str,
    pub wire_later: &'static str,
}

/// A live key that is watched.
#[allow(missing_docs, reason = "the texts say it")]
pub struct Monitor {
    pub title: &'static str,
    pub as_of: fn(&str) -> String,
    /// Left, limit, unit.
    pub left: fn(&str, &str, &str) -> String,
    pub reset: fn(&str) -> String,
    pub again: &'static str,
    pub asking: &'static str,
    pub every: &'static str,
    /// Minutes; 0 for never.
    pub interval: fn(u32) -> String,
    /// Requests, provider, what the check costs where it costs something.
    pub cost: fn(usize, &str, Option<&str>) -> String,
    pub next: fn(&str) -> String,
    pub ended: fn(End) -> &'static str,
}

/// Reports of scanners.
#[allow(missing_docs, reason = "the texts say it")]
pub struct Foreign {
    pub name: &'static str,
    pub told: fn(&Told) -> String,
    pub caution: &'static str,
    pub tick: fn(usize) -> String,
    pub untick: fn(usize) -> String,
    pub tick_one: &'static str,
    /// On the Scan screen: how many reports went to Check.
    pub taken: fn(usize) -> String,
}
