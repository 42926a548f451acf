//! `recognise FILE`: a JSON line a finding, in order. Never prints a secret.

use latchkey::recognise::{Confidence, Recogniser, Why};
use serde_json::json;
use std::process::ExitCode;

fn main() -> ExitCode {
    let Some(path) = std::env::args_os().nth(1) else {
        eprintln!("usage: recognise FILE");
        return ExitCode::from(2);
    };
    let source = match std::fs::read(&path) {
        Ok(source) => source,
        Err(error) => {
            eprintln!("{}: {error}", path.display());
            return ExitCode::from(2);
        }
    };
    for finding in Recogniser::default().recognise(&source).findings {
        let providers: Vec<_> = finding.kinds.iter().map(|k| k.provider().id).collect();
        let kinds: Vec<_> = finding.kinds.iter().map(|k| k.id).collect();
        let (provider, kind) = if finding.confidence == Confidence::Undecided {
            (json!(providers), json!(kinds))
        } else {
            (json!(providers[0]), json!(kinds[0]))
        };
        let why: Vec<_> = finding.why.iter().map(Why::text).collect();
        println!(
            "{}",
            json!({
                "provider": provider, "kind": kind, "line": finding.line,
                "start": finding.span.start, "end": finding.span.end,
                "confidence": finding.confidence.name(), "why": why,
            })
        );
    }
    ExitCode::SUCCESS
}
