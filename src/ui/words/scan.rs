//! The words of the Scan screen.

use crate::scan::fix::Unsure;
use crate::scan::severity::Severity;
use crate::scan::skip::Skip;

/// The Scan screen.
#[allow(missing_docs, reason = "the texts say it")]
pub struct Scan {
    pub lead: &'static str,
    pub label: &'static str,
    pub placeholder: &'static str,
    pub open_files: &'static str,
    pub open_folder: &'static str,
    pub or_drop: &'static str,
    pub cancel: &'static str,
    pub clear: &'static str,
    pub progress: &'static str,
    /// Files done, of so many.
    pub progress_text: fn(usize, usize) -> String,
    pub listing: &'static str,
    pub cancelled: &'static str,
    /// Findings, in so many places (files, or the pasted code).
    pub found: fn(usize, usize) -> String,
    pub nothing_found: &'static str,
    /// Files, and their size.
    pub scanned: fn(usize, &str) -> String,
    pub skipped: fn(Skip, usize) -> String,
    pub pasted: &'static str,
    /// Findings in one file.
    pub in_file: fn(usize) -> String,
    pub severity: fn(Severity) -> &'static str,
    /// Mask, line.
    pub select: fn(&str, usize) -> String,
    pub select_all: &'static str,
    pub select_none: &'static str,
    pub check_these: fn(usize) -> String,
    pub export: fn(&str) -> String,
    pub export_failed: &'static str,
    pub around: &'static str,
    pub leaked: &'static str,
    pub respond: &'static str,
    pub fix: &'static str,
    pub public: &'static str,
    pub line: &'static str,
    pub instead: &'static str,
    pub needs: &'static str,
    pub env: &'static str,
    pub example: &'static str,
    pub ignore: &'static str,
    pub copy: fn(&str) -> String,
    pub unsure: fn(Unsure) -> &'static str,
    pub exposed: fn(&str) -> String,
    pub promises: [&'static str; 3],
}
