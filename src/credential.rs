//! The one type that holds a secret, and what may be asked of it.

use crate::encoding::{self, hex};
use zeroize::Zeroizing;

/// How many characters in a row of a secret count as a part of it, when text from outside is searched.
/// Shorter runs turn up by chance in any error message.
const TELLING_RUN: usize = 8;

/// A credential's value. Wiped from memory when dropped; prints as its mask; cannot be serialised, compared
/// in the open, or turned into a `String` by accident. [`Secret::expose`] is the one way to its bytes, and
/// clippy's `disallowed-methods` refuses every caller but the two that fill a request.
pub struct Secret {
    value: Zeroizing<String>,
    /// Bytes at the start that every key of the kind has, and that tell nothing.
    known: usize,
}

impl Secret {
    /// Takes a value; its first `known` bytes are the same for every key of its kind (`sk-proj-`).
    pub fn new(value: String, known: usize) -> Self {
        let known = if value.is_char_boundary(known) { known } else { 0 };
        Self { value: Zeroizing::new(value), known }
    }

    /// The bytes themselves, to fill a request with or to sign one. Nothing else.
    pub fn expose(&self) -> &str {
        &self.value
    }

    /// `sk-proj-…Q7fA`: what every key of the kind has, and at most an eighth of the rest, four characters
    /// at the most.
    pub fn mask(&self) -> String {
        let (known, unknown) = self.value.split_at(self.known);
        let shown = (unknown.chars().count() / 8).min(4);
        let tail = unknown.char_indices().rev().nth(shown.wrapping_sub(1)).map_or("", |(at, _)| &unknown[at..]);
        format!("{known}…{}", if shown == 0 { "" } else { tail })
    }

    /// Whether two findings hold one key, without showing either.
    pub fn same_as(&self, other: &Self) -> bool {
        *self.value == *other.value
    }

    /// Whether it begins and ends so, as a mask from elsewhere says.
    pub fn fits(&self, start: &str, end: &str) -> bool {
        self.value.len() >= start.len() + end.len() && self.value.starts_with(start) && self.value.ends_with(end)
    }

    /// A number that equal secrets share, so that many can be compared without comparing each with each. Mixed
    /// with a salt and never shown or kept: it sorts, [`Secret::same_as`] decides.
    pub fn bucket(&self, salt: u64) -> u64 {
        // FNV-1a: http://www.isthe.com/chongo/tech/comp/fnv/, 2026-11
        self.value
            .bytes()
            .fold(salt ^ 0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
    }

    /// Length in bytes.
    pub fn len(&self) -> usize {
        self.value.len()
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.value.is_empty()
    }

    /// Whether every byte may stand in an HTTP token, as a WebSocket's subprotocol must: a browser's own
    /// exception would print the whole value otherwise.
    pub fn is_http_token(&self) -> bool {
        !self.is_empty() && self.value.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b))
    }

    /// Whether every byte may stand in an HTTP header's value; a blank only within it (`FlyV1 fm2_…`).
    pub fn is_header_safe(&self) -> bool {
        let value: &str = &self.value;
        !value.is_empty() && value.trim_matches(' ') == value && value.bytes().all(|b| (0x20..=0x7e).contains(&b))
    }

    /// Text from outside with every run of this secret taken out that is long enough to be one: as it stands,
    /// percent-encoded, in base64 at any of its three alignments, or in hex.
    pub fn redact(&self, text: &str) -> String {
        let mut text = text.to_owned();
        let unknown = &self.value.as_bytes()[self.known..];
        let mut forms: Vec<Zeroizing<Vec<u8>>> = vec![Zeroizing::new(unknown.to_vec())];
        for skip in 0..3 {
            if let Some(rest) = self.value.as_bytes().get(skip..) {
                // The first character of a shifted alignment mixes with what stands before: left out.
                forms.push(Zeroizing::new(base64(rest).into_bytes()));
            }
        }
        forms.push(Zeroizing::new(hex(unknown).into_bytes()));
        if unknown.iter().any(|b| !b.is_ascii_alphanumeric() && !b"-_.~".contains(b)) {
            forms.push(Zeroizing::new(percent_encode(unknown)));
        }
        for form in &forms {
            text = without_runs(&text, form);
        }
        text
    }
}

impl core::fmt::Debug for Secret {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(&self.mask())
    }
}

/// Replaces every run of at least [`TELLING_RUN`] bytes that `text` shares with `secret` by `…`.
fn without_runs(text: &str, secret: &[u8]) -> String {
    let run = TELLING_RUN.min(secret.len());
    if run < 4 {
        return text.to_owned();
    }
    let bytes = text.as_bytes();
    let mut hide = vec![false; bytes.len()];
    let mut any = false;
    for (at, window) in bytes.windows(run).enumerate() {
        if secret.windows(run).any(|part| part.eq_ignore_ascii_case(window)) {
            hide[at..at + run].fill(true);
            any = true;
        }
    }
    if !any {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut hiding = false;
    for (at, c) in text.char_indices() {
        if hide[at] {
            if !hiding {
                out.push('…');
            }
        } else {
            out.push(c);
        }
        hiding = hide[at];
    }
    out
}

/// The whole groups of three bytes: what stands behind them mixes with what follows.
fn base64(bytes: &[u8]) -> String {
    std::mem::take(&mut *encoding::base64(&bytes[..bytes.len() / 3 * 3]))
}

/// Every byte but letters, digits and `-_.~` as `%41` (RFC 3986, section 2.3).
pub(crate) fn percent_encode(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len() * 3);
    for b in bytes {
        if b.is_ascii_alphanumeric() || b"-_.~".contains(b) {
            out.push(*b);
        } else {
            out.push(b'%');
            out.extend([b >> 4, b & 15].map(|n| b"0123456789ABCDEF"[usize::from(n)]));
        }
    }
    out
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "tests look at what they hide")]
mod tests {
    use super::*;

    fn secret() -> Secret {
        Secret::new("sk-proj-aZ81kfPw02LmQqXyT5vBn3Rt6Uc9Hd7Q7fA".to_owned(), 8)
    }

    #[test]
    fn a_mask_shows_the_prefix_and_four_characters_at_the_most() {
        assert_eq!(secret().mask(), "sk-proj-…Q7fA");
        assert_eq!(Secret::new("abcdefgh".into(), 0).mask(), "…h");
        assert_eq!(Secret::new("abc".into(), 0).mask(), "…");
    }

    #[test]
    fn debug_prints_the_mask() {
        assert_eq!(format!("{:?}", secret()), "sk-proj-…Q7fA");
    }

    #[test]
    fn an_echo_is_taken_out_whole_or_in_part() {
        let s = secret();
        let whole = format!("Incorrect API key provided: {}.", s.expose());
        assert_eq!(s.redact(&whole), "Incorrect API key provided: sk-proj-….");
        let part = format!("key aZ81kfPw02LmQq{}", "*****");
        assert_eq!(s.redact(&part), "key …*****");
    }

    #[test]
    fn an_echo_in_another_encoding_is_taken_out() {
        let s = Secret::new("a+b/cd=efgh+ij/klmnop".into(), 0);
        let percent = String::from_utf8(percent_encode(s.expose().as_bytes())).unwrap_or_default();
        assert_eq!(s.redact(&percent), "…");
        for lead in ["", "x", "xy"] {
            let all = [lead.as_bytes(), s.expose().as_bytes()].concat();
            let encoded = base64(&all);
            let left = s.redact(&encoded);
            assert!(left.len() <= 12, "{left}");
        }
    }

    #[test]
    fn words_that_only_look_alike_stay() {
        assert_eq!(secret().redact("Invalid API Key"), "Invalid API Key");
    }
}
