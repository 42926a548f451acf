//! Findings in a plain form of our own, masks only.

use super::FileReport;
use super::skip::Skip;
use serde_json::{Value, json};

/// The path of what was pasted.
const PASTED: &str = "pasted-code";

/// What was looked at, and what was not.
#[derive(Clone, Default, PartialEq, Debug)]
pub struct Tally {
    /// Files scanned.
    pub files: usize,
    /// Their bytes.
    pub bytes: u64,
    /// Files and folders skipped, by reason.
    pub skipped: Vec<(Skip, usize)>,
}

impl Tally {
    /// One more was skipped.
    pub fn skip(&mut self, why: Skip) {
        match self.skipped.binary_search_by_key(&why, |(reason, _)| *reason) {
            Ok(at) => self.skipped[at].1 += 1,
            Err(at) => self.skipped.insert(at, (why, 1)),
        }
    }
}

impl Skip {
    /// The name in reports and attributes.
    pub fn name(self) -> &'static str {
        match self {
            Self::Dependencies => "dependencies",
            Self::History => "history",
            Self::Built => "built",
            Self::Binary => "binary",
            Self::TooLarge => "too-large",
            Self::Unreadable => "unreadable",
        }
    }
}

/// A file's path in reports.
pub(super) fn path(file: &FileReport) -> &str {
    let path = file.path.as_text();
    if path.is_empty() { PASTED } else { path }
}

/// All findings.
pub fn report(files: &[&FileReport], tally: &Tally) -> Value {
    let findings: Vec<Value> = files
        .iter()
        .flat_map(|file| {
            file.findings.iter().map(|found| {
                let kinds = found.finding.kinds.iter();
                json!({
                    "file": path(file),
                    "line": found.region.line,
                    "column": found.region.column,
                    "endLine": found.region.end_line,
                    "endColumn": found.region.end_column,
                    "language": file.language.name(),
                    "rules": kinds.map(|kind| format!("{}/{}", kind.provider().id, kind.id)).collect::<Vec<_>>(),
                    "severity": found.severity.name(),
                    "confidence": found.finding.confidence.name(),
                    "mask": found.mask,
                    "variable": found.fix.variable,
                })
            })
        })
        .collect();
    let skipped: serde_json::Map<String, Value> =
        tally.skipped.iter().map(|(why, count)| (why.name().to_owned(), json!(count))).collect();
    json!({
        "tool": "Latchkey",
        "version": env!("CARGO_PKG_VERSION"),
        "scanned": { "files": tally.files, "bytes": tally.bytes },
        "skipped": skipped,
        "findings": findings,
        "notes": files.iter().map(|file| file.notes.len()).sum::<usize>(),
    })
}
