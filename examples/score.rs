//! `score FACTS.json`: the hygiene score of these facts, as a JSON line (score.md).

use latchkey::hygiene::{score, score_json};
use std::process::ExitCode;

fn main() -> ExitCode {
    match run() {
        Ok(line) => {
            println!("{line}");
            ExitCode::SUCCESS
        }
        Err(reason) => {
            eprintln!("{reason}");
            ExitCode::from(2)
        }
    }
}

fn run() -> Result<serde_json::Value, String> {
    let arguments: Vec<_> = std::env::args_os().skip(1).collect();
    let [path] = &arguments[..] else { return Err("usage: score FACTS.json".into()) };
    let shown = path.to_string_lossy();
    let text = std::fs::read_to_string(path).map_err(|e| format!("{shown}: {e}"))?;
    let facts = score_json::read(&text).map_err(|e| format!("{shown}: {e}"))?;
    Ok(score_json::write(&score::score(&facts), &facts))
}
