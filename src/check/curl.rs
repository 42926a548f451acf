//! The same check as a command for a terminal, for what a page cannot ask.
//!
//! The secrets are read from a prompt without being shown. They stand neither in the command, nor in the shell's
//! history, nor in the list of processes: `printf` is part of the shell, and all of the request goes to `curl` as
//! settings on its standard input (`-K -`). `-q` comes first, so that no settings of the machine's own apply; there is
//! no `-v`, which prints the key, and no `-L`, which takes it elsewhere. Companions that are no secrets stand in the
//! line: each has to fit its strict form, and all text is quoted, so that nothing pasted can become a command.

use super::companions::{self, Companions, Value};
use super::fill::{self, percent};
use crate::provider::checks::Check;
use crate::provider::slots::{self, KEY, Piece};
use crate::provider::{Companion, Provider};
use std::fmt::Write as _;

/// What both shells give `curl`. A URL's brackets are no patterns, nothing but the address's own scheme is spoken (HTTPS,
/// save for a server of one's own), and no more is read than a page would.
fn options(check: &Check) -> String {
    let scheme = if check.url.starts_with("http:") { "http" } else { "https" };
    format!("-q -sS -i -g --max-time 20 --max-filesize 4194304 --proto '={scheme}' -K -")
}

/// Bytes of a secret that stands in a URL's path, as `tr` has them; anywhere else all that can be seen but `"` and `\`.
const IN_PATH: &str = "A-Za-z0-9._~:-";
const VISIBLE: &str = r"\041\043-\133\135-\176";

/// One line of settings: text, and secrets by the place of their prompt.
type Line = Vec<Part>;

enum Part {
    Text(String),
    Secret(usize),
}

/// A request as settings of `curl`.
struct Settings {
    lines: Vec<Line>,
    /// What is asked for: the key first.
    prompts: Vec<&'static str>,
    /// Whether a secret stands where nothing encodes it.
    strict: bool,
}

/// For sh, bash, dash and zsh. None for sockets, and where a companion is missing or is none.
pub fn for_shell(check: &Check, provider: &'static Provider, known: &Companions) -> Option<String> {
    let settings = settings(check, provider, known)?;
    let options = options(check);
    let class = if settings.strict { IN_PATH } else { VISIBLE };
    let mut asks = String::new();
    let mut odd = String::new();
    for (at, name) in settings.prompts.iter().enumerate() {
        let _ = write!(asks, "printf %s {}; IFS= read -r k{at}; echo; ", quote_sh(&format!("{name} (not shown): ")));
        let _ = write!(odd, r#"[ -z "$k{at}" ] || [ -n "$(printf %s "$k{at}" | LC_ALL=C tr -d '{class}')" ] || "#);
    }
    let odd = odd.trim_end_matches(" || ");
    let lines: Vec<_> = settings.lines.iter().map(line_sh).collect();
    Some(format!(
        "(s=$(stty -g 2>/dev/null); trap 'stty \"$s\" 2>/dev/null' EXIT; trap 'exit 130' HUP INT TERM; \
         stty -echo 2>/dev/null; {asks}if {odd}; then echo 'No key, or a character that a key does not have.'; else \
         printf '%s\\n' {} | curl {options} | LC_ALL=C tr -d '\\000-\\010\\013-\\037\\177' | \
         LC_ALL=C sed \"$(printf 's/\\302[\\200-\\237]//g')\"; fi)",
        lines.join(" ")
    ))
}

/// For PowerShell, by its `curl.exe`.
pub fn for_powershell(check: &Check, provider: &'static Provider, known: &Companions) -> Option<String> {
    let settings = settings(check, provider, known)?;
    let options = options(check);
    let class = if settings.strict { "[A-Za-z0-9._~:-]" } else { r"[!#-\[\]-~]" };
    let (mut asks, mut odd, mut names) = (String::new(), Vec::new(), Vec::new());
    for (at, name) in settings.prompts.iter().enumerate() {
        let prompt = quote_powershell(&format!("{name} (not shown)"));
        let _ =
            write!(asks, "$k{at} = [Net.NetworkCredential]::new('', (Read-Host {prompt} -AsSecureString)).Password; ");
        odd.push(format!(r"($k{at} -cnotmatch '\A{class}+\z')"));
        names.push(format!("k{at}"));
    }
    let lines: Vec<_> = settings.lines.iter().map(line_powershell).collect();
    Some(format!(
        "{asks}if ({}) {{ 'No key, or a character that a key does not have.' }} else {{ @({}) | curl.exe {options} | \
         ForEach-Object {{ $_ -replace '[\\x00-\\x08\\x0B-\\x1F\\x7F-\\x9F]' }} }}; Remove-Variable {}",
        odd.join(" -or "),
        lines.join(", "),
        names.join(", ")
    ))
}

fn settings(check: &Check, provider: &'static Provider, known: &Companions) -> Option<Settings> {
    if check.is_socket() {
        return None;
    }
    let mut secrets: Vec<String> = vec![KEY.to_owned()];
    let mut prompts = vec!["Key"];
    for slot in check.slots().into_iter().filter(|slot| slot != KEY) {
        let companion = provider.companion(&slot)?;
        if companion.secret {
            secrets.push(slot);
            prompts.push(companion.name);
        } else {
            plain(companion, known)?;
        }
    }
    let writer = Writer { provider, known, secrets };
    let mut out = Settings { lines: Vec::new(), prompts, strict: false };
    writer.url(check, &mut out);
    for (name, value) in &check.headers {
        out.lines.push(match value.strip_prefix("Basic ") {
            Some(pair) => writer.line("user", pair, str::to_owned),
            None => writer.line("header", &format!("{name}: {value}"), str::to_owned),
        });
    }
    for (name, value) in &check.curl {
        out.lines.push(if value.is_empty() {
            vec![Part::Text(name.clone())]
        } else {
            writer.line(name, value, str::to_owned)
        });
    }
    if check.method == "POST" {
        writer.body(check, &mut out);
    }
    Some(out)
}

/// The value of a companion that is no secret, where it is one.
fn plain<'k>(companion: &Companion, known: &'k Companions) -> Option<&'k str> {
    match &known.get(companion.id)?.value {
        Value::Plain(text) if companions::fits(companion, text) => Some(text),
        _ => None,
    }
}

/// Writes texts with slots as lines of settings.
struct Writer<'k> {
    provider: &'static Provider,
    known: &'k Companions,
    /// The slots that are asked for, in the order of the prompts.
    secrets: Vec<String>,
}

impl Writer<'_> {
    /// The address; a pair of its query that holds a secret is left to `curl` to encode.
    fn url(&self, check: &Check, out: &mut Settings) {
        let (address, query) = check.url.split_once('?').unwrap_or((&check.url, ""));
        let by_curl = |pair: &&str| check.method == "GET" && self.holds_secret(pair);
        let (encoded, fixed): (Vec<_>, Vec<_>) = query.split('&').filter(|p| !p.is_empty()).partition(by_curl);
        let url = if fixed.is_empty() { address.to_owned() } else { format!("{address}?{}", fixed.join("&")) };
        out.strict = self.holds_secret(&url);
        out.lines.push(self.line("url", &url, percent));
        if !encoded.is_empty() {
            out.lines.push(vec![Part::Text("get".into())]);
        }
        out.lines.extend(encoded.into_iter().map(|pair| self.line("data-urlencode", pair, str::to_owned)));
    }

    fn body(&self, check: &Check, out: &mut Settings) {
        let body = check.body.as_deref().unwrap_or_default();
        if fill::is_json(check) || !self.holds_secret(body) {
            let write = if fill::is_json(check) { fill::json } else { percent };
            out.lines.push(self.line("data-raw", body, write));
            return;
        }
        for pair in body.split('&') {
            let (option, write): (_, fn(&str) -> String) =
                if self.holds_secret(pair) { ("data-urlencode", str::to_owned) } else { ("data-raw", percent) };
            out.lines.push(self.line(option, pair, write));
        }
    }

    fn holds_secret(&self, text: &str) -> bool {
        slots::names(text).iter().any(|name| self.secrets.iter().any(|s| s == name))
    }

    /// `option = "text"`, the companions in it written as their place wants them.
    fn line(&self, option: &str, text: &str, write: fn(&str) -> String) -> Line {
        let mut line = Vec::new();
        // What is read by a person stands in one piece up to the next secret.
        let mut words = format!("{option} = \"");
        for piece in slots::pieces(text) {
            let name = match piece {
                Piece::Text(text) => {
                    words += &escape(text);
                    continue;
                }
                Piece::Slot(name) => name,
            };
            if let Some(at) = self.secrets.iter().position(|s| s == name) {
                line.extend([Part::Text(std::mem::take(&mut words)), Part::Secret(at)]);
            } else {
                let value = self.provider.companion(name).and_then(|c| plain(c, self.known));
                words += &escape(&write(value.unwrap_or_default()));
            }
        }
        line.push(Part::Text(words + "\""));
        line
    }
}

/// Text between the quotes of a setting.
fn escape(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n").replace('\r', "")
}

/// `'header = "authorization: Bearer '"$k0"'"'`.
fn line_sh(line: &Line) -> String {
    let quoted = |part: &Part| match part {
        Part::Text(text) => quote_sh(text),
        Part::Secret(at) => format!("\"$k{at}\""),
    };
    line.iter().map(quoted).collect()
}

fn line_powershell(line: &Line) -> String {
    let parts: Vec<_> = line
        .iter()
        .map(|part| match part {
            Part::Text(text) => quote_powershell(text),
            Part::Secret(at) => format!("$k{at}"),
        })
        .collect();
    format!("({})", parts.join(" + "))
}

fn quote_sh(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// PowerShell takes typographic quotes for its own, too.
fn quote_powershell(text: &str) -> String {
    let mut out = String::from("'");
    for c in text.chars() {
        out.extend(std::iter::repeat_n(c, if "'\u{2018}\u{2019}\u{201a}\u{201b}".contains(c) { 2 } else { 1 }));
    }
    out + "'"
}
