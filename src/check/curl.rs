//! The same check as a command for a terminal, for providers that refuse browsers or hide their no.
//!
//! The key is read from a prompt without being shown: it stands neither in the command, nor in the shell's
//! history, nor in the list of processes (`printf` is part of the shell, and the header goes in by standard
//! input). No `-v` and no `-L`: the first prints the key, the second takes it elsewhere.

use super::plan::KEY;
use crate::provider::checks::Check;
use std::fmt::Write as _;

/// For sh, bash, dash and zsh. None for sockets and for keys that do not stand in a header.
pub fn for_shell(check: &Check) -> Option<String> {
    let (name, value) = key_header(check)?;
    let mut command = String::from(
        "(trap 'stty echo' EXIT INT TERM; printf 'Key (not shown): '; stty -echo; IFS= read -r key; stty echo; echo; ",
    );
    let header = format!("{name}: {value}").replace('%', "%%").replace(KEY, "%s");
    let _ = write!(command, "printf {} \"$key\" | curl -sS -i --max-time 20 -H @-", quote_sh(&format!("{header}\\n")));
    for (name, value) in check.headers.iter().filter(|(_, v)| !v.contains(KEY)) {
        let _ = write!(command, " -H {}", quote_sh(&format!("{name}: {value}")));
    }
    if check.method == "POST" {
        let _ = write!(command, " --data-raw {}", quote_sh(check.body.as_deref().unwrap_or_default()));
    }
    let _ = write!(command, " {} | tr -d '\\033')", quote_sh(&check.url));
    Some(command)
}

/// For PowerShell, by its `curl.exe`.
pub fn for_powershell(check: &Check) -> Option<String> {
    let (name, value) = key_header(check)?;
    let (before, after) = value.split_once(KEY)?;
    let mut command = String::from(
        "$key = [Net.NetworkCredential]::new('', (Read-Host 'Key (not shown)' -AsSecureString)).Password; ",
    );
    let _ = write!(
        command,
        "({} + $key + {}) | curl.exe -sS -i --max-time 20 -H '@-'",
        quote_powershell(&format!("{name}: {before}")),
        quote_powershell(after)
    );
    for (name, value) in check.headers.iter().filter(|(_, v)| !v.contains(KEY)) {
        let _ = write!(command, " -H {}", quote_powershell(&format!("{name}: {value}")));
    }
    if check.method == "POST" {
        let body = check.body.as_deref().unwrap_or_default().replace('"', "\\\"");
        let _ = write!(command, " --data-raw {}", quote_powershell(&body));
    }
    let _ = write!(command, " {}; Remove-Variable key", quote_powershell(&check.url));
    Some(command)
}

fn key_header(check: &Check) -> Option<(&str, &str)> {
    let mut with_key = check.headers.iter().filter(|(_, v)| v.contains(KEY));
    let (name, value) = with_key.next()?;
    if check.slots() != ["key"] || !check.curl.is_empty() || value.starts_with("Basic ") {
        return None;
    }
    (!check.is_socket() && with_key.next().is_none()).then_some((name, value))
}

fn quote_sh(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

fn quote_powershell(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::provider::checks::Checks;

    #[test]
    fn the_key_goes_in_by_standard_input() {
        let checks = Checks::compiled_in();
        let openai = checks.of("openai").expect("openai is in the catalogue");
        let command = for_shell(&openai.checks[0]).expect("its key stands in a header");
        assert!(command.contains("printf 'authorization: Bearer %s\\n' \"$key\" | curl"), "{command}");
        assert!(command.contains("'https://api.openai.com/v1/models'"), "{command}");
        let command = for_powershell(&openai.checks[0]).expect("its key stands in a header");
        assert!(command.contains("('authorization: Bearer ' + $key + '')"), "{command}");
    }

    #[test]
    fn quotes_cannot_be_left() {
        assert_eq!(quote_sh("a'; rm -rf ~; '"), r"'a'\''; rm -rf ~; '\'''");
        assert_eq!(quote_powershell("a'b"), "'a''b'");
    }
}
