//! The name beside a value, the header it stands in, the host near it.

use super::Why;
use super::form::is_token;
use crate::provider::{Kind, Provider};
use std::ops::Range;

/// Bytes that a name may have on one side of where it was hit.
const NAME_REACH: usize = 80;

/// Bytes between a name and its value.
const GAP: usize = 48;

/// Bytes on each side of a host, or of a value that several providers share, in which they speak for each other.
pub(super) const NEAR: usize = 400;

/// Words that, in a name, say that it names a credential.
const KEY_WORDS: &[&str] = &["key", "token", "secret", "auth", "password", "passwd", "credential", "pat", "bearer"];

/// Letters and digits of a name, in lower case.
pub(super) fn normal(name: &[u8]) -> String {
    name.iter().filter(|b| b.is_ascii_alphanumeric()).map(|b| char::from(b.to_ascii_lowercase())).collect()
}

/// What a name says.
pub(super) struct Names {
    /// The one kind it means, where it means one.
    pub(super) kind: Option<&'static Kind>,
    /// Whether it is the provider's name and no more.
    pub(super) weak: bool,
}

/// Whether a name gives a key of the provider away.
pub(super) fn names(provider: &'static Provider, name: &[u8]) -> Option<Names> {
    let name = Name::new(name);
    // The longest says most: `MJ_APIKEY_PRIVATE` is not the `MJ_APIKEY` that it begins with.
    let of_kinds = provider.kinds.iter().flat_map(|kind| kind.env.iter().map(move |env| (*env, Some(kind))));
    let of_all = provider.env.iter().map(|env| (*env, None));
    let held = of_all.chain(of_kinds).filter(|(env, _)| name.holds(env));
    if let Some((_, kind)) = held.max_by_key(|(env, kind)| (env.len(), kind.is_some())) {
        return Some(Names { kind, weak: false });
    }
    let word = provider.words.iter().map(|w| normal(w.as_bytes())).filter(|w| w.len() >= 4).find(|w| name.holds(w))?;
    if KEY_WORDS.iter().any(|key| name.letters.ends_with(key)) {
        return Some(Names { kind: None, weak: false });
    }
    (name.letters == word || name.letters == normal(provider.id.as_bytes())).then_some(Names { kind: None, weak: true })
}

/// A name without its style, and where its words began: `COHERE_API_KEY` holds `cohereapikey` and `apikey`, and
/// not the `hereapikey` of somebody else.
pub(super) struct Name {
    letters: String,
    starts: Vec<bool>,
}

impl Name {
    pub(super) fn new(name: &[u8]) -> Self {
        let mut starts = Vec::new();
        let mut before = b'_';
        for byte in name {
            if byte.is_ascii_alphanumeric() {
                let camel = byte.is_ascii_uppercase() && before.is_ascii_lowercase();
                starts.push(camel || !before.is_ascii_alphanumeric() || before.is_ascii_digit());
            }
            before = *byte;
        }
        Self { letters: normal(name), starts }
    }

    /// Whether a name in lower case, without style, stands in it from the beginning of a word on.
    pub(super) fn holds(&self, wanted: &str) -> bool {
        self.letters.match_indices(wanted).any(|(at, _)| self.starts[at])
    }
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.')
}

/// The whole name in which a hit stands. A colon with no space joins two (`Mistral:ApiKey`).
pub(super) fn name_at(text: &[u8], hit: &Range<usize>) -> Option<Range<usize>> {
    let inside = hit.start.checked_sub(1).map(|at| text[at]).is_some_and(|before| {
        let hump = before.is_ascii_lowercase() && text[hit.start].is_ascii_uppercase();
        before.is_ascii_alphabetic() && !hump
    });
    if inside {
        return None;
    }
    let before = text[..hit.start].iter().rev().take(NAME_REACH + 1).take_while(|b| is_name(**b)).count();
    let mut end = hit.end;
    loop {
        end += text[end..].iter().take(NAME_REACH + 1).take_while(|b| is_name(**b)).count();
        let joins = text.get(end) == Some(&b':')
            && text.get(end + 1).is_some_and(u8::is_ascii_alphabetic)
            && KEY_WORDS.iter().any(|word| {
                let next = &text[end + 1..(end + 1 + NAME_REACH).min(text.len())];
                let next = normal(&next[..next.iter().take_while(|b| is_name(**b)).count()]);
                next.len() < 24 && next.ends_with(word)
            });
        if !joins {
            break;
        }
        end += 1;
    }
    let start = hit.start - before;
    (end - start <= 2 * NAME_REACH).then_some(start..end)
}

/// Where the value begins that a name ending at `end` is given: behind quotes, brackets, an equals sign, a colon,
/// an arrow, a comma, spaces, the end of a tag, and the words that stand between in files of many sorts.
pub(super) fn value_after(text: &[u8], end: usize) -> Option<usize> {
    let mut at = end;
    let stop = (end + GAP).min(text.len());
    let mut lines = 0;
    loop {
        while at < stop {
            match text[at] {
                b'\n' => {
                    lines += 1;
                    if lines > 1 {
                        return None;
                    }
                }
                b'/' if text[at - 1] == b'<' => {}
                byte if is_between(byte) => {}
                _ => break,
            }
            at += 1;
        }
        let word = BETWEEN.iter().find(|word| {
            let stands = text.get(at).is_some_and(|b| b.to_ascii_lowercase() == word.as_bytes()[0])
                && text.get(at..at + word.len()).is_some_and(|here| here.eq_ignore_ascii_case(word.as_bytes()));
            stands && text.get(at + word.len()).is_some_and(|b| is_between(*b) && *b != b',')
        });
        let Some(word) = word.filter(|_| at > end) else { break };
        at += word.len();
    }
    (at > end && text.get(at).is_some_and(|b| is_token(*b))).then_some(at)
}

/// Bytes that may stand between a name and its value.
fn is_between(byte: u8) -> bool {
    matches!(
        byte,
        b' ' | b'\t' | b'\r' | b'=' | b':' | b'"' | b'\'' | b'`' | b'<' | b'>' | b',' | b'|' | b'\\' | b'?' | b'&'
    ) || matches!(byte, b'(' | b')' | b'[' | b']' | b'{')
}

/// Words that may: a header's scheme, a type, the word that a file's own format has for a value.
const BETWEEN: &[&str] = &[
    "bearer", "token", "basic", "ssws", "apikey", "api-key", "oauth", "key", "value", "default", "string", "str",
    "static", "name",
];

/// The name that the value at `start` is given, as it is written.
pub(super) fn name_before(text: &[u8], start: usize) -> Option<String> {
    let line =
        text[..start].iter().rev().take(GAP + 2 * NAME_REACH).position(|b| *b == b'\n').map_or(0, |back| start - back);
    let line = line.max(start.saturating_sub(GAP + 2 * NAME_REACH));
    let mut before = &text[line..start];
    let trim = |before: &mut &[u8]| {
        while let [
            rest @ ..,
            b' ' | b'\t' | b'"' | b'\'' | b'`' | b'=' | b':' | b'>' | b'(' | b')' | b'[' | b']' | b',' | b'|' | b'\\',
        ] = before
        {
            *before = rest;
        }
    };
    let before_trim = before.len();
    trim(&mut before);
    for word in [&b"bearer"[..], b"token", b"basic"] {
        if before.len() >= word.len() && before[before.len() - word.len()..].eq_ignore_ascii_case(word) {
            let rest = &before[..before.len() - word.len()];
            if rest.last().is_some_and(|b| !is_name(*b)) {
                before = rest;
                trim(&mut before);
            }
        }
    }
    if before.len() == before_trim && !before.is_empty() {
        return None;
    }
    let mut name: &[u8] =
        &before[before.len() - before.iter().rev().take_while(|b| is_name(**b) || **b == b':').count()..];
    while let [b'.' | b'-' | b':', rest @ ..] = name {
        name = rest;
    }
    let letters = name.iter().any(u8::is_ascii_alphabetic);
    (letters && name.len() >= 2 && name.len() <= NAME_REACH).then(|| String::from_utf8_lossy(name).into_owned())
}

/// Of several kinds that fit, the one that the name beside the value, or a host or name near it, means; none
/// where they mean several.
pub(super) fn decide(
    text: &[u8],
    span: &Range<usize>,
    kinds: &[&'static Kind],
    name: Option<&str>,
) -> Option<(&'static Kind, Why)> {
    let one = |means: &dyn Fn(&Kind) -> bool| {
        let mut meant = kinds.iter().filter(|k| means(k));
        let first = meant.next()?;
        meant.next().is_none().then_some(*first)
    };
    if let Some(name) = name
        && let Some(kind) = one(&|kind| mentions(kind, &Name::new(name.as_bytes())))
    {
        return Some((kind, Why::Variable(name.to_owned())));
    }
    let near = &text[around(text, span)];
    let mut hosts = kinds.iter().flat_map(|k| k.provider().hosts.iter().map(|host| (*k, *host)));
    let found: Vec<_> = hosts.by_ref().filter(|(_, host)| holds(near, host)).collect();
    match found[..] {
        [(kind, host)] => Some((kind, Why::Host(host))),
        _ => None,
    }
}

/// Whether a name speaks of the kind's provider.
pub(super) fn mentions(kind: &Kind, name: &Name) -> bool {
    let provider = kind.provider();
    provider.env.iter().chain(kind.env).any(|env| name.holds(env))
        || (provider.id.len() >= 4 && name.holds(&normal(provider.id.as_bytes())))
}

fn holds(text: &[u8], word: &str) -> bool {
    word.as_bytes().first().is_some_and(|first| (0..text.len()).any(|at| starts(text, at, *first, word)))
}

/// Whether a word in lower case, which begins with `first`, stands at a place in any case.
fn starts(text: &[u8], at: usize, first: u8, word: &str) -> bool {
    text[at].to_ascii_lowercase() == first
        && text.get(at..at + word.len()).is_some_and(|here| here.eq_ignore_ascii_case(word.as_bytes()))
}

/// The place around another, up to blank lines.
fn around(text: &[u8], span: &Range<usize>) -> Range<usize> {
    let from = span.start.saturating_sub(NEAR);
    let to = (span.end + NEAR).min(text.len());
    let from = text[from..span.start].windows(2).rposition(|w| w == b"\n\n").map_or(from, |at| from + at + 2);
    let to = text[span.end..to].windows(2).position(|w| w == b"\n\n").map_or(to, |at| span.end + at);
    from..to
}

/// What carries keys to any host: behind it a value begins.
const CARRIERS: &[&str] =
    &["bearer", "authorization", "x-api-key", "api-key", "api_key", "apikey", "key=", "token", "password"];

/// Where values begin that are sent to a host: behind `Bearer`, or a header or parameter that carries keys.
pub(super) fn values_near_host(text: &[u8], hit: &Range<usize>, provider: &Provider) -> Vec<usize> {
    let near = around(text, hit);
    let words: Vec<(u8, &str)> =
        CARRIERS.iter().chain(provider.headers).filter_map(|word| Some((*word.as_bytes().first()?, *word))).collect();
    let mut out = Vec::new();
    let mut put = |start: usize| {
        if !out.contains(&start) {
            out.push(start);
        }
    };
    for at in near.clone() {
        for (first, word) in &words {
            if starts(text, at, *first, word) {
                let end = at + word.len();
                let start = if word.ends_with('=') { Some(end) } else { value_after(text, end) };
                start.into_iter().for_each(&mut put);
            }
        }
        let Some(pair) = ["-u ", "--user "].iter().find(|flag| text[at..].starts_with(flag.as_bytes())) else {
            continue;
        };
        let pair = at + pair.len();
        let pair = pair + text[pair..].iter().take(NEAR).take_while(|b| matches!(b, b'"' | b'\'')).count();
        put(pair);
        if let Some(colon) = text[pair..].iter().take(NAME_REACH).position(|b| *b == b':') {
            put(pair + colon + 1);
        }
    }
    out
}

/// Whether a quote stands on one side of a value and not on the other.
pub(super) fn has_stray_quote(text: &[u8], span: &Range<usize>) -> bool {
    let quote = |b: Option<&u8>| b.copied().filter(|b| matches!(b, b'"' | b'\'' | b'`'));
    let before = quote(span.start.checked_sub(1).and_then(|at| text.get(at)));
    let after = quote(text.get(span.end));
    let line = |b: &&u8| **b != b'\n';
    match (before, after) {
        (Some(a), Some(b)) => a != b,
        // A quote on the left whose partner comes later on the line encloses more than the value.
        (Some(a), None) => !text[span.end..].iter().take(NEAR).take_while(line).any(|b| *b == a),
        (None, Some(b)) => !text[..span.start].iter().rev().take(NEAR).take_while(line).any(|x| *x == b),
        (None, None) => false,
    }
}
