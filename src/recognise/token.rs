//! What is written inside a credential for all to read: JSON, macaroons. The values here come from outside; none
//! of them is a secret, and none is ever used as an address.

use super::digits::from_base64;
use serde::de::IgnoredAny;
use serde_json::Value;
use std::ops::Range;

/// The base64 of `{"`.
const OPENING: &str = "eyJ";

/// What may stand right before the base64 of JSON within a part.
const BEFORE_JSON: &[char] = &['_', '-', ':', '*', '|'];

/// Where base64 of JSON stands in a value: in every part between dots but the signature, from `eyJ` on.
pub(super) fn json_spans(value: &str) -> Vec<Range<usize>> {
    let parts: Vec<&str> = value.split('.').collect();
    // Of five parts (RFC 7516) the first alone is open, of the others all but the last.
    let open = if parts.len() == 5 { 1 } else { (parts.len() - 1).max(1) };
    let mut start = 0;
    let mut out = Vec::new();
    for part in &parts[..open] {
        let marked = |(at, _): &(usize, &str)| *at == 0 || part[..*at].ends_with(BEFORE_JSON);
        if let Some((at, _)) = part.match_indices(OPENING).find(marked) {
            out.push(start + at..start + part.len());
        }
        start += part.len() + 1;
    }
    out
}

/// The JSON objects in a value; none for a part that is none.
pub(super) fn json(value: &str) -> impl Iterator<Item = Option<Value>> {
    json_spans(value).into_iter().map(|span| {
        let text = &value[span];
        // Behind `_` a secret may follow (Sentry, Miro), and the alphabet of URLs has that character too.
        object(text).or_else(|| object(text.split('_').next()?))
    })
}

/// Whether every part that should be a JSON object is one; none where no part should. What a reader may refuse and a writer
/// may have written (half a surrogate pair, a number out of range) counts as JSON here: a token is called broken only where
/// it is.
pub(super) fn json_holds(value: &str) -> Option<bool> {
    let spans = json_spans(value);
    // Nothing of it is kept: to read it into values would weigh 4 KB in the first download.
    let holds = |text: &str| {
        let bytes = from_base64(text.as_bytes()).unwrap_or_default();
        let json = std::str::from_utf8(&bytes).unwrap_or_default();
        json.starts_with('{') && serde_json::from_str::<IgnoredAny>(json).is_ok()
    };
    let mut parts = spans.into_iter().map(|span| &value[span]);
    let first = parts.next()?;
    let whole = |text: &str| holds(text) || text.split('_').next().is_some_and(holds);
    Some(std::iter::once(first).chain(parts).all(whole))
}

fn object(text: &str) -> Option<Value> {
    let bytes = from_base64(text.as_bytes())?;
    serde_json::from_slice(&bytes).ok().filter(Value::is_object)
}

/// A version 2 macaroon. <https://github.com/rescrv/libmacaroons/blob/master/doc/format.txt>, 2026-11
#[derive(Debug)]
pub(super) struct Macaroon {
    /// What stands in its caveats, in their order.
    pub(super) caveats: Vec<Vec<u8>>,
}

/// The kinds of fields.
const END: u8 = 0;
const LOCATION: u8 = 1;
const IDENTIFIER: u8 = 2;
const SIGNATURE: u8 = 6;

/// Reads a macaroon, all of it or nothing.
pub(super) fn macaroon(text: &str) -> Option<Macaroon> {
    let bytes = from_base64(text.as_bytes())?;
    let (2, mut rest) = bytes.split_first().map(|(version, rest)| (*version, rest))? else { return None };
    let mut kind;
    (kind, _, rest) = field(rest)?;
    if kind == LOCATION {
        (kind, _, rest) = field(rest)?;
    }
    if kind != IDENTIFIER {
        return None;
    }
    rest = rest.strip_prefix(&[END])?;
    let mut caveats = Vec::new();
    loop {
        if let Some(behind) = rest.strip_prefix(&[END]) {
            let (SIGNATURE, [_, ..], []) = field(behind)? else { return None };
            return Some(Macaroon { caveats });
        }
        while rest.first() != Some(&END) {
            let (kind, data, behind) = field(rest)?;
            if kind == IDENTIFIER {
                caveats.push(data.to_vec());
            }
            rest = behind;
        }
        rest = &rest[1..];
    }
}

/// Kind, data, and what is behind: a byte, a length in groups of seven bits, so many bytes.
fn field(bytes: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (kind, mut rest) = bytes.split_first()?;
    if *kind == END {
        return None;
    }
    let (mut length, mut shift) = (0usize, 0);
    loop {
        let (byte, behind) = rest.split_first()?;
        rest = behind;
        length |= usize::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            break;
        }
        shift += 7;
        if shift > 14 {
            return None;
        }
    }
    let (data, rest) = rest.split_at_checked(length)?;
    Some((*kind, data, rest))
}

#[cfg(test)]
mod tests {
    use super::json_holds;

    #[test]
    fn a_token_is_broken_only_where_its_json_is() {
        // {"a":"\ud800"}, {"a":1e999}, {"a":1}, each as a token of three parts.
        for sound in ["eyJhIjoiXHVkODAwIn0", "eyJhIjoxZTk5OX0", "eyJhIjoxfQ"] {
            assert_eq!(json_holds(&format!("{sound}.{sound}.c2ln")), Some(true), "{sound}");
        }
        // {"a":1 without its end, and with a byte that is no UTF-8.
        for broken in ["eyJhIjox", "eyJhIjoi_yJ9"] {
            assert_eq!(json_holds(&format!("{broken}.{broken}.c2ln")), Some(false), "{broken}");
        }
        assert_eq!(json_holds("plain"), None);
    }
}
