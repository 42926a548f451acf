//! Code in; out what stands in it, how bad that is, and how to mend it.
//!
//! ```text
//! path ─► skip? ─► bytes ─► reading ─► recognise ─► filing ─► FileReport ─► the page, SARIF, JSON
//!                           (windows)               (place, severity, surroundings, fix)
//! ```
//!
//! Of a file only its findings are kept, and a few lines around each with every key in them masked. What comes
//! from files (paths, code, names) is [`Untrusted`].

pub mod fix;
pub mod foreign;
pub mod json;
pub mod language;
pub mod reading;
pub mod sarif;
pub mod severity;
pub mod skip;
pub mod surroundings;

use crate::check::untrusted::Untrusted;
use crate::recognise::{Finding, Note};
use fix::Fix;
use language::Language;
use severity::Severity;
use std::sync::Arc;
use surroundings::Line;

/// What was found in one file.
#[derive(Debug)]
pub struct FileReport {
    /// Its path within what was given; empty for pasted text.
    pub path: Untrusted,
    /// What it is written in.
    pub language: Language,
    /// Credentials, in the order of the text.
    pub findings: Vec<Arc<CodeFinding>>,
    /// What looks like credentials and is none.
    pub notes: Vec<Note>,
}

/// A credential in code.
#[derive(Debug)]
pub struct CodeFinding {
    /// What was recognised; its line and place are those of the whole file.
    pub finding: Arc<Finding>,
    /// What may be shown of it.
    pub mask: String,
    /// The name beside it, where that holds no part of a key.
    pub name: Option<Untrusted>,
    /// How bad it is.
    pub severity: Severity,
    /// Where it stands.
    pub region: Region,
    /// The code around it, masked.
    pub surroundings: Vec<Line>,
    /// How to mend it.
    pub fix: Fix,
}

/// A place in a text: lines and columns from 1, columns in UTF-16 units, the end behind the last character.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs, reason = "their names say it")]
pub struct Region {
    pub line: usize,
    pub column: usize,
    pub end_line: usize,
    pub end_column: usize,
}

impl CodeFinding {
    /// The first kind that it may be of.
    pub fn kind(&self) -> Option<&'static crate::provider::Kind> {
        self.finding.kinds.first().copied()
    }

    /// `openai/project`: the rule that it breaks.
    pub fn rule(&self) -> String {
        self.kind().map_or_else(String::new, |kind| format!("{}/{}", kind.provider().id, kind.id))
    }
}
