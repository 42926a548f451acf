//! `interpret PROVIDER [CHECK] [--browser] < ANSWER`: the verdict on one answer, as a JSON line. Where a check goes to
//! several worlds, the answer is taken for the first one's.

use latchkey::check::answer::Answer;
use latchkey::check::interpret::{View, interpret, interpret_any};
use latchkey::check::plan;
use latchkey::provider::{
    self,
    checks::{Check, Checks},
};
use std::io::Read as _;
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
    let mut view = View::Whole;
    let mut names = Vec::new();
    for argument in std::env::args().skip(1) {
        if argument == "--browser" { view = View::Page } else { names.push(argument) }
    }
    let [id, check @ ..] = &names[..] else {
        return Err("usage: interpret PROVIDER [CHECK] [--browser] < ANSWER".into());
    };
    let provider = provider::find(id).ok_or(format!("unknown provider {id}"))?;
    let checks = Checks::compiled_in();
    let known = checks.of(id).ok_or(format!("{id} has no check"))?;
    let at_first = |check: &Check| check.at(plan::concrete(check, provider).first().map_or(&[], |c| &c[..]));
    let check = match check {
        [] => None,
        [check, ..] => Some(known.check(check).ok_or(format!("unknown check {check} of {id}"))?),
    };
    let mut bytes = Vec::new();
    std::io::stdin().read_to_end(&mut bytes).map_err(|e| e.to_string())?;
    let answer = Answer::parse(&String::from_utf8_lossy(&bytes)).map_err(|e| e.to_string())?;
    let mut reading = match check {
        None => interpret_any(known, &answer, view).ok_or(format!("{id} has no check of this sort"))?,
        Some(check) => interpret(known, check, &answer, view, None),
    };
    if let Some(check) = known.check(&reading.check) {
        reading.host = at_first(check).host().into();
    }
    Ok(reading.to_json(id))
}
