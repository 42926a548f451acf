//! Every recorded answer of `tests/answers/PROVIDER/` is judged as its head says, and every rule of every
//! provider's file is shown by the answers that it names.

use latchkey::check::answer::Answer;
use latchkey::check::interpret::{Reading, View, interpret};
use latchkey::check::verdict;
use latchkey::provider::PROVIDERS;
use latchkey::provider::checks::{Check, Checks, ProviderChecks};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

struct Recorded {
    provider: String,
    case: String,
    text: String,
}

impl Recorded {
    fn head(&self, name: &str) -> Option<&str> {
        let lines = self.text.lines().take_while(|line| line.starts_with('#'));
        lines.filter_map(|line| line[1..].trim().strip_prefix(name)?.strip_prefix(':')).map(str::trim).next()
    }

    fn read(&self, known: &ProviderChecks, view: View) -> Reading {
        let id = self.head("check").unwrap_or_else(|| panic!("{self}: no `# check:`"));
        let check = known.check(id).unwrap_or_else(|| panic!("{self}: `{id}` is no check"));
        let answer = Answer::parse(&self.text).unwrap_or_else(|e| panic!("{self}: {e}"));
        interpret(known, check, &answer, view, None)
    }
}

impl std::fmt::Display for Recorded {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "tests/answers/{}/{}", self.provider, self.case)
    }
}

fn recorded() -> Vec<Recorded> {
    let mut out = Vec::new();
    for folder in entries(Path::new("tests/answers")) {
        for file in entries(&folder) {
            let name = |path: &Path| path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
            let text = String::from_utf8_lossy(&std::fs::read(&file).expect("it was listed")).into_owned();
            out.push(Recorded { provider: name(&folder), case: name(&file), text });
        }
    }
    assert!(!out.is_empty());
    out
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut out: Vec<_> = std::fs::read_dir(folder).expect("a folder").map(|e| e.expect("an entry").path()).collect();
    out.sort();
    out
}

fn said(reading: &Reading) -> String {
    match reading.cause {
        Some(cause) => format!("{} {}", reading.state.name(), cause.name()),
        None => reading.state.name().to_owned(),
    }
}

#[test]
fn every_recorded_answer_is_judged_as_its_head_says() {
    let checks = Checks::compiled_in();
    let mut wrong = Vec::new();
    for case in recorded() {
        let Some(known) = checks.of(&case.provider) else {
            wrong.push(format!("{case}: no such provider"));
            continue;
        };
        let whole = case.head("expect").unwrap_or_else(|| panic!("{case}: no `# expect:`")).to_owned();
        assert!(verdict::parse(&whole.replacen(' ', ": ", 1)).is_some(), "{case}: `{whole}` is no verdict");
        assert!(case.head("source").is_some(), "{case}: no `# source:`");
        let page = case.head("expect-browser").unwrap_or(&whole).to_owned();
        for (view, expected) in [(View::Whole, whole), (View::Page, page)] {
            let reading = case.read(known, view);
            let got = said(&reading);
            if got != expected {
                wrong.push(format!("{case}: {got}, where {expected} was expected ({view:?})"));
            }
            let refusal = reading.evidence.refusal.map(|cause| format!("dead {}", cause.name()));
            if refusal.as_deref() != case.head("refusal") {
                wrong.push(format!("{case}: the refusal means {refusal:?}, not {:?}", case.head("refusal")));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn every_rule_is_shown_by_a_recorded_answer() {
    let checks = Checks::compiled_in();
    let mut shown = BTreeSet::new();
    for case in recorded() {
        let Some(known) = checks.of(&case.provider) else { continue };
        for view in [View::Whole, View::Page] {
            if let Some(rule) = case.read(known, view).evidence.rule {
                shown.insert((case.provider.clone(), rule));
            }
        }
    }
    let mut missing = Vec::new();
    for provider in *PROVIDERS {
        for rule in checks.of(provider.id).map_or(&[][..], |known| &known.answers) {
            if !shown.contains(&(provider.id.to_owned(), rule.id.clone())) {
                missing.push(format!("{}: {}", provider.id, rule.id));
            }
        }
    }
    assert!(missing.is_empty(), "rules that no recorded answer reaches:\n{}", missing.join("\n"));
}

#[test]
fn every_provider_with_a_check_has_an_answer_that_lives_and_one_that_does_not() {
    let checks = Checks::compiled_in();
    let recorded = recorded();
    for provider in *PROVIDERS {
        let Some(known) = checks.of(provider.id) else { continue };
        let verdicts: Vec<_> =
            recorded.iter().filter(|c| c.provider == provider.id).map(|c| said(&c.read(known, View::Whole))).collect();
        assert!(verdicts.iter().any(|v| v == "live"), "{}: none is live", provider.id);
        let no = |v: &String| v.starts_with("dead") || v == "unknown unconfirmed" || v == "unknown elsewhere";
        let refused = verdicts.iter().any(no);
        assert!(refused, "{}: none is refused", provider.id);
    }
}

/// Whether a provider's file says in so many words that this bare answer is its own: `plain` (a documented refusal
/// without a body), or a list that may be empty for a living key (`"." = { is = "array" }` alone).
fn documented(known: &ProviderChecks, check: &Check, answer: &Answer) -> bool {
    let Answer::Http(response) = answer else { return false };
    let reading = interpret(known, check, answer, View::Whole, None);
    let Some(rule) = known.answers.iter().find(|r| Some(&r.id) == reading.evidence.rule.as_ref()) else { return false };
    let plain = response.body.is_empty() && rule.text == [""];
    let list = response.body == "[]" && rule.body.iter().any(|(path, is)| path == "." && is["is"] == "array");
    plain || list
}

/// What stands between a page and a provider speaks for neither: a portal, a firewall, an empty body.
#[test]
fn what_is_not_the_providers_own_answer_is_never_live_and_never_dead() {
    let checks = Checks::compiled_in();
    let strange = [
        "HTTP/1.1 200 OK\ncontent-type: text/html\n\n<html><title>Sign in to the hotel's network</title></html>",
        "HTTP/1.1 200 OK\n\n",
        "HTTP/1.1 200 OK\ncontent-type: application/json\n\n{}",
        "HTTP/1.1 200 OK\ncontent-type: application/json\n\n[]",
        "HTTP/1.1 200 OK\ncontent-type: application/json\n\nnull",
        "HTTP/1.1 401 Unauthorized\ncontent-type: text/html\n\n<html>Proxy authentication</html>",
        "HTTP/1.1 401 Unauthorized\n\n",
        "HTTP/1.1 403 Forbidden\ncontent-type: text/html\n\n<html><title>Access denied</title></html>",
        "HTTP/1.1 403 Forbidden\n\n{}",
        "HTTP/1.1 404 Not Found\n\nnot found",
        "HTTP/1.1 407 Proxy Authentication Required\n\n",
        "HTTP/1.1 429 Too Many Requests\n\n",
        "HTTP/1.1 500 Internal Server Error\n\n{\"error\":{\"message\":\"x\"}}",
        "HTTP/1.1 502 Bad Gateway\n\n<html></html>",
        "HTTP/1.1 302 Found\nlocation: https://portal.example/\n\n",
    ];
    for provider in *PROVIDERS {
        let Some(known) = checks.of(provider.id) else { continue };
        for check in known.checks.iter().filter(|c| !c.is_socket()) {
            for text in strange {
                let answer = Answer::parse(text).expect("it is an answer");
                if documented(known, check, &answer) {
                    continue;
                }
                let verdict = said(&interpret(known, check, &answer, View::Whole, None));
                assert!(verdict.starts_with("unknown"), "{} {}: {verdict} for {text:?}", provider.id, check.id);
            }
        }
    }
}
