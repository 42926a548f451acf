//! SARIF 2.1.0 (<https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>, read 2026-11): the format in
//! which code hosts take findings. Masks only, relative paths, and no text from beside a finding (no `snippet`,
//! no `contextRegion`): it could hold another key.
//!
//! `partialFingerprints` let a host tell an old finding from a new one. Other scanners hash the line or the key.
//! A hash of a key is a way to guess it, or to know it again elsewhere; so ours is made of the path, the rule and
//! the count of that rule's findings before it in the file.

use super::severity::Severity;
use super::{CodeFinding, FileReport};
use crate::provider::Kind;
use serde_json::{Value, json};

/// The name of our partial fingerprint, with the version of how it is made.
const PLACE: &str = "latchkeyPlace/v1";

/// All findings, as a SARIF log.
pub fn sarif(files: &[&FileReport]) -> Value {
    let mut rules: Vec<&'static Kind> = Vec::new();
    let mut results = Vec::new();
    for file in files {
        let mut met: Vec<(usize, usize)> = Vec::new();
        for finding in &file.findings {
            let Some(kind) = finding.kind() else { continue };
            let index = rules.iter().position(|known| *known == kind).unwrap_or_else(|| {
                rules.push(kind);
                rules.len() - 1
            });
            let before = if let Some((_, count)) = met.iter_mut().find(|(rule, _)| *rule == index) {
                *count += 1;
                *count
            } else {
                met.push((index, 0));
                0
            };
            results.push(result(file, finding, index, before));
        }
    }
    json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "Latchkey",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules.into_iter().map(rule).collect::<Vec<_>>(),
            } },
            "columnKind": "utf16CodeUnits",
            "results": results,
        }],
    })
}

fn rule(kind: &'static Kind) -> Value {
    let severity = Severity::of_kind(kind);
    let provider = kind.provider();
    json!({
        "id": format!("{}/{}", provider.id, kind.id),
        "shortDescription": { "text": format!("{}: {}", provider.name, kind.name) },
        "defaultConfiguration": { "level": level(severity) },
        "properties": { "tags": ["security", "secret"], "security-severity": score(severity) },
    })
}

fn result(file: &FileReport, finding: &CodeFinding, rule: usize, before: usize) -> Value {
    let region = finding.region;
    let uri = uri(super::json::path(file));
    let mut whose: Vec<String> =
        finding.finding.kinds.iter().map(|kind| format!("{} ({})", kind.provider().name, kind.name)).collect();
    whose.dedup();
    json!({
        "ruleId": finding.rule(),
        "ruleIndex": rule,
        "level": level(finding.severity),
        "message": { "text": format!("A credential of {}: {}. Revoke it, and read {} from the environment.",
            whose.join(" or "), finding.mask, finding.fix.variable) },
        "locations": [{ "physicalLocation": {
            "artifactLocation": { "uri": uri },
            "region": {
                "startLine": region.line,
                "startColumn": region.column,
                "endLine": region.end_line,
                "endColumn": region.end_column,
            },
        } }],
        "partialFingerprints": { PLACE: place(&uri, &finding.rule(), before) },
        "properties": {
            "severity": finding.severity.name(),
            "confidence": finding.finding.confidence.name(),
        },
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical | Severity::High => "error",
        Severity::Medium => "warning",
        Severity::Low | Severity::Note => "note",
    }
}

/// As GitHub reads it, 0.0 to 10.0: <https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/sarif-support>, 2026-11.
fn score(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "9.5",
        Severity::High => "8.0",
        Severity::Medium => "5.5",
        Severity::Low => "2.0",
        Severity::Note => "0.0",
    }
}

/// A path as a relative reference (RFC 3986): all but what needs no escape is escaped, so that a name with a
/// colon is no scheme and one with spaces is one path.
fn uri(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.trim_start_matches('/').bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.extend([byte >> 4, byte & 15].map(|n| char::from(b"0123456789ABCDEF"[usize::from(n)])));
        }
    }
    out
}

/// FNV-1a of path, rule and count: no secret goes in.
fn place(uri: &str, rule: &str, before: usize) -> String {
    let text = format!("{uri}\n{rule}\n{before}");
    let hash = text
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    format!("{hash:016x}")
}
