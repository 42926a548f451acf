//! `plan PROVIDER [KIND]`: a JSON line a request, with the secret's slot as `{key}`.

use latchkey::check::plan;
use latchkey::provider::{self, checks::Checks};
use std::process::ExitCode;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let Some(id) = arguments.next() else {
        eprintln!("usage: plan PROVIDER [KIND]");
        return ExitCode::from(2);
    };
    let Some(provider) = provider::find(&id) else {
        eprintln!("unknown provider {id}");
        return ExitCode::from(2);
    };
    let kind = match arguments.next() {
        None => None,
        Some(id) => {
            let Some(kind) = provider.kinds.iter().find(|k| k.id == id) else {
                eprintln!("unknown kind {id} of {}", provider.id);
                return ExitCode::from(2);
            };
            Some(kind)
        }
    };
    for request in plan::describe(provider, kind, &Checks::compiled_in()) {
        println!("{request}");
    }
    ExitCode::SUCCESS
}
