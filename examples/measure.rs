//! `measure FILE…`: how fast each file is recognised on this machine, as a JSON line a file. The best of five;
//! times in milliseconds. `tests/bench` calls it.

use latchkey::recognise::Recogniser;
use serde_json::json;
use std::process::ExitCode;
use std::time::Instant;

const RUNS: usize = 5;

fn main() -> ExitCode {
    let began = Instant::now();
    let recogniser = Recogniser::default();
    let tables = ms(began);
    for path in std::env::args_os().skip(1) {
        let source = match std::fs::read(&path) {
            Ok(source) => source,
            Err(error) => {
                eprintln!("{}: {error}", path.display());
                return ExitCode::from(2);
            }
        };
        let mut best = [f64::MAX; 3];
        let mut findings = 0;
        for _ in 0..RUNS {
            let began = Instant::now();
            let mut scan = recogniser.scan(&source);
            let prepared = ms(began);
            while scan.step(64 * 1024) {}
            let stepped = ms(began);
            findings = scan.finish().findings.len();
            let times = [ms(began), prepared, ms(began) - stepped];
            if times[0] < best[0] {
                best = times;
            }
        }
        let [all, prepare, finish] = best;
        println!(
            "{}",
            json!({
                "file": path.to_string_lossy(), "bytes": source.len(), "findings": findings, "tables": tables,
                "all": all, "prepare": prepare, "finish": finish,
            })
        );
    }
    ExitCode::SUCCESS
}

fn ms(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1000.0
}
