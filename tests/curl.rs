//! The commands for a terminal, run by the shells that people have, with a `curl` that writes down what it was given.

use latchkey::check::companions::{Companions, Half, Value};
use latchkey::check::curl::{for_powershell, for_shell};
use latchkey::check::plan;
use latchkey::provider::checks::{Check, Checks};
use latchkey::provider::{Item, PROVIDERS, Provider, find};
use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};

const SHELLS: &[&str] = &["bash", "dash", "sh"];

/// A folder with a `curl` in it that prints its arguments and its standard input.
fn folder(name: &str) -> PathBuf {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::create_dir_all(&folder).expect("a folder");
    let curl = folder.join("curl");
    std::fs::write(&curl, "#!/bin/sh\nprintf 'ARG %s\\n' \"$@\"\ncat\n").expect("a file");
    std::fs::set_permissions(&curl, std::fs::Permissions::from_mode(0o755)).expect("may be run");
    folder
}

fn has(shell: &str) -> bool {
    Command::new(shell).args(["-c", ":"]).status().is_ok_and(|s| s.success())
}

/// What the fake `curl` was given: arguments and settings; and all that was printed.
fn run(shell: &str, command: &str, typed: &str, name: &str) -> String {
    let folder = folder(name);
    let path = format!("{}:{}", folder.display(), std::env::var("PATH").unwrap_or_default());
    let mut child = Command::new(shell)
        .args(["-c", command])
        .env("PATH", path)
        .current_dir(&folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the shell runs");
    child.stdin.take().expect("piped").write_all(typed.as_bytes()).expect("it reads");
    let out = child.wait_with_output().expect("it ends");
    assert!(!folder.join("pwned").exists(), "{shell}: a command was run by {command}");
    format!("{}{}", String::from_utf8_lossy(&out.stdout), String::from_utf8_lossy(&out.stderr))
}

fn check(provider: &str, id: &str) -> (Check, &'static Provider) {
    let checks = Checks::compiled_in();
    let check = checks.of(provider).and_then(|c| c.check(id)).expect("a check").clone();
    (check, find(provider).expect("a provider"))
}

/// A value that fits a form: the least of each item.
fn example(form: &[Item]) -> String {
    let part = |item: &Item| match item {
        Item::Literal(text) => (*text).to_owned(),
        Item::Run { class, min, .. } => {
            let byte = (0..128u8).rev().find(|b| class.has(*b)).expect("a byte");
            char::from(byte).to_string().repeat(usize::from(*min).max(1))
        }
    };
    form.iter().map(part).collect()
}

/// Everything that a check needs, made up.
fn all_companions(provider: &'static Provider) -> Companions {
    let value = |c: &latchkey::provider::Companion| {
        c.forms.first().map_or(c.choices.first().map(|c| (*c).to_owned()), |f| Some(example(f)))
    };
    provider.companions().iter().filter_map(|c| Some((c.id, Half::new(c, &value(c)?, true)?))).collect()
}

/// Every check of the catalogue, its first choice made.
fn every_check() -> Vec<(&'static Provider, Check)> {
    let checks = Checks::compiled_in();
    let mut out = Vec::new();
    for provider in *PROVIDERS {
        for check in checks.of(provider.id).map_or(&[][..], |known| &known.checks) {
            if !check.is_socket() {
                out.push((provider, check.at(&plan::concrete(check, provider)[0])));
            }
        }
    }
    out
}

#[test]
fn the_key_goes_in_by_standard_input_and_is_never_an_argument() {
    let (check, provider) = check("openai", "models");
    let command = for_shell(&check, provider, &Companions::new()).expect("a command");
    for shell in SHELLS.iter().filter(|s| has(s)) {
        let out = run(shell, &command, "sk-0123%s\\n\n", "never");
        assert!(out.contains("does not have"), "a backslash is no part of a key: {out}");
        let out = run(shell, &command, "sk-0123%s$(touch${IFS}pwned)`id`;'x\n", "argument");
        assert!(
            out.contains("header = \"authorization: Bearer sk-0123%s$(touch${IFS}pwned)`id`;'x\""),
            "{shell}: {out}"
        );
        assert!(out.contains("url = \"https://api.openai.com/v1/models\""), "{out}");
        assert!(!out.lines().any(|l| l.starts_with("ARG") && l.contains("sk-")), "{out}");
        let arguments: Vec<_> = out.lines().filter_map(|l| l.split_once("ARG ")).map(|(_, a)| a).collect();
        assert_eq!(arguments[0], "-q", "no settings of the machine's own come first");
        for bad in ["-v", "-L", "--verbose", "--location"] {
            assert!(!arguments.contains(&bad), "{bad}");
        }
    }
}

#[test]
fn an_empty_key_sends_nothing() {
    let (check, provider) = check("openai", "models");
    let command = for_shell(&check, provider, &Companions::new()).expect("a command");
    for shell in SHELLS.iter().filter(|s| has(s)) {
        for typed in ["", "\n", "two words\n", "quote\"\n", "tab\there\n"] {
            let out = run(shell, &command, typed, "empty");
            assert!(!out.contains("ARG"), "{shell} {typed:?}: {out}");
        }
    }
}

#[test]
fn a_pair_goes_in_as_user_with_its_first_half_in_the_line() {
    let (check, provider) = check("twilio", "account");
    let sid = format!("AC{}", "0".repeat(32));
    let account = provider.companion("account").expect("a companion");
    let known = Companions::from([("account", Half::new(account, &sid, true).expect("it fits"))]);
    let command = for_shell(&check, provider, &known).expect("a command");
    for shell in SHELLS.iter().filter(|s| has(s)) {
        let out = run(shell, &command, "secret0123\n", "pair");
        assert!(out.contains(&format!("user = \"{sid}:secret0123\"")), "{out}");
        assert!(out.contains(&format!("url = \"https://api.twilio.com/2010-04-01/Accounts/{sid}.json\"")), "{out}");
    }
    assert!(for_shell(&check, provider, &Companions::new()).is_none(), "a half is missing");
}

#[test]
fn a_hostile_companion_makes_no_command() {
    let (check, provider) = check("twilio", "account");
    let account = provider.companion("account").expect("a companion");
    let sid = format!("AC{}", "0".repeat(32));
    let hostile = [
        "'; touch pwned; '",
        "$(touch pwned)",
        "`touch pwned`",
        "x\n-o pwned",
        "\"\noutput = \"pwned",
        "\u{2019}; touch pwned; \u{2018}",
        "../../x",
        "x@evil.example/",
    ];
    for tail in hostile {
        for text in [tail.to_owned(), format!("{sid}{tail}"), format!("{tail}{sid}")] {
            assert!(Half::new(account, &text, true).is_none(), "{text:?}");
            // Even one that got past the form by another way.
            let known = Companions::from([("account", Half { value: Value::Plain(text.clone()), given: true })]);
            assert!(for_shell(&check, provider, &known).is_none(), "{text:?}");
            assert!(for_powershell(&check, provider, &known).is_none(), "{text:?}");
        }
    }
}

#[test]
fn what_a_file_says_is_quoted_whatever_it_holds() {
    let (mut check, provider) = check("openai", "models");
    let hostile = r#"a'; touch pwned; echo '$(touch pwned)`touch pwned`"\n%s !!"#;
    check.headers.push(("x-note".into(), hostile.into()));
    check.url = format!("https://api.openai.com/v1/models?q={}", "'$(touch${IFS}pwned)'");
    let command = for_shell(&check, provider, &Companions::new()).expect("a command");
    for shell in SHELLS.iter().filter(|s| has(s)) {
        let out = run(shell, &command, "k0123456\n", "quoted");
        assert!(
            out.contains(r#"header = "x-note: a'; touch pwned; echo '$(touch pwned)`touch pwned`\"\\n%s !!""#),
            "{out}"
        );
    }
}

#[test]
fn escapes_of_a_terminal_are_taken_out_of_what_comes_back() {
    let (check, provider) = check("openai", "models");
    let command = for_shell(&check, provider, &Companions::new()).expect("a command");
    let folder = folder("escapes");
    std::fs::write(
        folder.join("curl"),
        "#!/bin/sh\ncat >/dev/null\nprintf 'a\\033]0;title\\007b\\302\\233c\\303\\251\\000d\\r\\n'\n",
    )
    .expect("a file");
    for shell in SHELLS.iter().filter(|s| has(s)) {
        let path = format!("{}:{}", folder.display(), std::env::var("PATH").unwrap_or_default());
        let mut child = Command::new(shell)
            .args(["-c", &command])
            .env("PATH", path)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the shell runs");
        child.stdin.take().expect("piped").write_all(b"k0123456\n").expect("it reads");
        let out = child.wait_with_output().expect("it ends");
        assert!(String::from_utf8_lossy(&out.stdout).ends_with("a]0;titlebcéd\n"), "{shell}: {:?}", out.stdout);
    }
}

#[test]
fn every_check_has_a_command_that_both_shells_can_read_and_that_holds_no_slot() {
    let checks = every_check();
    assert!(checks.len() > 20);
    let mut script = String::new();
    for (provider, check) in checks {
        let known = all_companions(provider);
        let shell = for_shell(&check, provider, &known);
        let shell = shell.unwrap_or_else(|| panic!("{} {}: no command", provider.id, check.id));
        let power = for_powershell(&check, provider, &known).expect("the other one");
        for command in [&shell, &power] {
            assert!(!command.contains("{key}"), "{command}");
            assert!(!command.contains('\n'), "{command}");
        }
        script += &shell;
        script.push('\n');
    }
    let file = folder("syntax").join("all.sh");
    std::fs::write(&file, script).expect("a file");
    for shell in SHELLS.iter().filter(|s| has(s)) {
        let out = Command::new(shell).arg("-n").arg(&file).output().expect("the shell runs");
        assert!(out.status.success(), "{shell}: {}", String::from_utf8_lossy(&out.stderr));
    }
}
