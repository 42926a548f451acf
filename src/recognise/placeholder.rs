//! Telling a credential from what only stands for one.

use super::NoteKind;
use crate::provider::Item;

/// Words that no random value holds by chance: six letters and more.
const WORDS: &[&str] = &[
    "example",
    "placeholder",
    "changeme",
    "change-me",
    "change_me",
    "replace",
    "redacted",
    "insert",
    "yourkey",
    "your-key",
    "your_key",
    "yourapi",
    "your-api",
    "your_api",
    "yoursecret",
    "your-secret",
    "your_secret",
    "yourtoken",
    "your-token",
    "your_token",
    "xxxxx",
    "000000",
    "dummykey",
    "sample",
];

/// Rows of a keyboard and of the alphabets, as fingers run over them.
const ROWS: &[u8] = b"qwertyuiop asdfghjkl zxcvbnm ";

/// Bytes of a long value in which words are looked for.
const READ: usize = 400;

/// Characters in a row, each the next of the one before or the same as it, that chance does not make.
const LONGEST_RUN: usize = 6;

/// Bytes that something has to have behind what all keys of a kind begin with, so that a word is lost on it.
pub(super) const LEAST: usize = 6;

/// Values of so many bytes may well be something structured, and not only chance, in base64.
const LONG: usize = 60;

/// Passwords that connection strings of documents and of a developer's own machine have.
const NO_PASSWORDS: &[&str] = &[
    "admin", "guest", "mongo", "mysql", "pass", "passwd", "password", "postgres", "pwd", "redis", "root", "secret",
    "test", "user", "username",
];

/// Length of a text that says in words that a key belongs in its place, as documents write it (`your-api-key`);
/// nought where none begins here.
pub(super) fn written_out(text: &[u8]) -> usize {
    let begins = |word: &[u8]| text.get(..word.len()).is_some_and(|here| here.eq_ignore_ascii_case(word));
    if !begins(b"your") && !begins(b"insert") && !begins(b"replace") && !begins(b"change") {
        return 0;
    }
    let length = text.iter().take(LONG).take_while(|b| super::form::is_token(**b)).count();
    if length > LEAST && length < LONG { length } else { 0 }
}

/// Whether the unknown part of a value is no random one.
pub(super) fn is_one(value: &[u8]) -> bool {
    if let Some((user, password)) = user_and_password(value) {
        let is = |word: &str| password.eq_ignore_ascii_case(word.as_bytes());
        return NO_PASSWORDS.iter().any(|word| is(word)) || password == user || is_made(password);
    }
    is_made(value)
}

/// `USER:PASSWORD@` of a connection string, its scheme left out or not.
fn user_and_password(value: &[u8]) -> Option<(&[u8], &[u8])> {
    let at = value.iter().rposition(|b| *b == b'@')?;
    let begin = value[..at].windows(3).position(|w| w == b"://").map_or(0, |scheme| scheme + 3);
    let colon = value[begin..at].iter().position(|b| *b == b':')?;
    Some((&value[begin..begin + colon], &value[begin + colon + 1..at]))
}

fn is_made(value: &[u8]) -> bool {
    let lower = value[..value.len().min(READ)].to_ascii_lowercase();
    let begins = |byte: u8| b"cdeiprsxy0".contains(&byte);
    let word =
        |(at, first): (usize, &u8)| begins(*first) && WORDS.iter().any(|word| lower[at..].starts_with(word.as_bytes()));
    if lower.iter().enumerate().any(word) {
        return true;
    }
    let along = |a: u8, b: u8| b != b' ' && ROWS.windows(2).any(|keys| keys == [a, b]);
    if longest_run(&lower, along) >= LONGEST_RUN {
        return true;
    }
    // Zeros in base64 are a row of `A`, and what is in PEM and the like holds many.
    let zeros = value.len() >= LONG && value.iter().map(|b| usize::from(*b == b'A')).sum::<usize>() * 2 < value.len();
    for step in [0i16, 1, -1] {
        let next = |a: u8, b: u8| {
            i16::from(b) - i16::from(a) == step && b.is_ascii_alphanumeric() && !(zeros && step == 0 && b == b'A')
        };
        if longest_run(value, next) >= LONGEST_RUN {
            return true;
        }
    }
    value.len() >= 12 && (distinct(value) < 6 || periodic(value))
}

/// The most bytes in a row of which each goes with the one before.
fn longest_run(value: &[u8], goes: impl Fn(u8, u8) -> bool) -> usize {
    let (mut run, mut longest) = (1, 1);
    for pair in value.windows(2) {
        run = if goes(pair[0], pair[1]) { run + 1 } else { 1 };
        longest = longest.max(run);
    }
    longest
}

fn distinct(value: &[u8]) -> usize {
    let mut seen = [false; 256];
    value.iter().filter(|b| !std::mem::replace(&mut seen[usize::from(**b)], true)).count()
}

/// `abcabcabc…`, with a period of at most eight, over the whole of a value.
fn periodic(value: &[u8]) -> bool {
    (1..=8).any(|period| value.len() >= period * 3 && value.iter().zip(&value[period..]).all(|(a, b)| a == b))
}

/// Whether something that begins like a key and is none is worth telling: long enough to have been meant for
/// one, and not a name in a program that happens to begin alike.
pub(super) fn is_worth_a_note(value: &[u8], known: usize, least: usize, is_placeholder: bool) -> bool {
    let rest = &value[known.min(value.len())..];
    if is_placeholder {
        return rest.len() >= LEAST;
    }
    let digits = rest.iter().filter(|b| b.is_ascii_digit()).count();
    rest.len() >= 12 && rest.len() * 3 >= (least - known.min(least)) && digits >= 2 && rest.len() - digits >= 4
}

/// A value without a mark of its own that everyone writes in just this way for something else.
pub(super) fn hash_or_uuid(value: &[u8]) -> Option<NoteKind> {
    let hex = value.iter().all(u8::is_ascii_hexdigit);
    if hex && matches!(value.len(), 32 | 40 | 56 | 64 | 96 | 128) {
        return Some(NoteKind::Hash);
    }
    let uuid = value.len() == 36
        && value.iter().enumerate().all(|(at, b)| match at {
            8 | 13 | 18 | 23 => *b == b'-',
            _ => b.is_ascii_hexdigit(),
        });
    uuid.then_some(NoteKind::Uuid)
}

/// Whether a value could come from the form's classes by chance: one of letters and digits that holds no
/// letter beyond `f`, or no digit at all, is a hash or a word and no such key.
pub(super) fn could_be(value: &[u8], items: &[Item]) -> bool {
    let wide = items.iter().any(|i| matches!(i, Item::Run { class, .. } if class.has(b'z') || class.has(b'Z')));
    let digits = items.iter().any(|i| matches!(i, Item::Run { class, .. } if class.has(b'0')));
    let letters = items.iter().any(|i| matches!(i, Item::Run { class, .. } if class.has(b'a')));
    !(wide && value.iter().all(u8::is_ascii_hexdigit))
        && (!digits || value.iter().any(u8::is_ascii_digit) || mixes_cases(value))
        && (!letters || value.iter().any(u8::is_ascii_alphabetic))
}

/// Whether letters change their case as often as chance makes them, and no name in a program does: one random
/// value of 24 in seventy has no digit.
fn mixes_cases(value: &[u8]) -> bool {
    let changes = value.windows(2).filter(|pair| pair[0].is_ascii_uppercase() != pair[1].is_ascii_uppercase()).count();
    let upper = value.iter().filter(|b| b.is_ascii_uppercase()).count();
    value.len() >= 16 && changes * 3 >= value.len() && upper * 3 >= value.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_for_a_key_is_told() {
        for text in [
            "your-api-key-here",
            "xxxxxxxxxxxxxxxx",
            "1234567890abcdef",
            "abc123abc123abc123",
            "AKIAIOSFODNN7EXAMPLE",
            "qwertyuiopasdfgh",
            "aaaaaaaaaaaaaaaaaaaa",
            "abcdefghijklmnop",
            "REPLACE_ME_0981",
        ] {
            assert!(is_one(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn what_chance_makes_is_not() {
        for text in ["Zk3vQ9wLmT7xR2bN", "9f86d081884c7d659a2feaa0c55ad015", "b3Xq0Lr8sWc5Yd1Ze6Af"] {
            assert!(!is_one(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn every_word_is_looked_for() {
        for word in WORDS {
            assert!(is_one(format!("Zk3vQ9{word}T7xR2b").as_bytes()), "{word}");
        }
    }

    #[test]
    fn hashes_and_uuids_are_told() {
        assert_eq!(hash_or_uuid(b"d41d8cd98f00b204e9800998ecf8427e"), Some(NoteKind::Hash));
        assert_eq!(hash_or_uuid(b"123e4567-e89b-12d3-a456-426614174000"), Some(NoteKind::Uuid));
        assert_eq!(hash_or_uuid(b"Zk3vQ9wLmT7xR2bN"), None);
    }
}
