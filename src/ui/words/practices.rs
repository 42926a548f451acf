//! What the Practices screen says, beside the guide that it fetches.

use crate::hygiene::report::ReportWords;

/// The Practices screen.
#[allow(missing_docs, reason = "the texts say it")]
pub struct Practices {
    pub lead: &'static str,
    pub awaited: &'static str,
    pub failed: &'static str,
    pub of_100: &'static str,
    pub not_enough: &'static str,
    /// Hundredths.
    pub known: fn(u8) -> String,
    pub begin: &'static str,
    pub nothing_left: &'static str,
    /// The score then, and its grade.
    pub if_mended: fn(Option<u8>, &str) -> String,
    pub forget_mended: &'static str,
    /// For ears: the row.
    pub as_if_mended: fn(&str) -> String,
    pub breakdown: &'static str,
    pub breakdown_lead: &'static str,
    pub more_rows: fn(usize) -> String,
    pub trend: &'static str,
    /// First, last, how many.
    pub trend_says: fn(u8, u8, usize) -> String,
    pub trend_kept: &'static str,
    /// Practices, mistakes, plan, tools.
    pub parts: [&'static str; 4],
    /// In the order of `practices::Standing`.
    pub standings: [&'static str; 4],
    /// In the order of `EVERY_ANSWER`.
    pub answers: [&'static str; 5],
    pub not_answered: &'static str,
    pub take_back: &'static str,
    /// The answer that a fact beats.
    pub beaten: fn(&str) -> String,
    /// What is measured, how many are good, of how many.
    pub seen: fn(&str, usize, usize) -> String,
    pub how: &'static str,
    pub language: &'static str,
    pub sources: &'static str,
    pub documented: &'static str,
    pub generators: &'static str,
    pub variables: &'static str,
    pub variables_hint: &'static str,
    pub save_report: &'static str,
    pub copy_report: &'static str,
    pub print: &'static str,
    pub report: ReportWords,
}
