//! Bytes and numbers out of the digits that credentials are written in, and back.

use crate::encoding;

/// `0-9A-Za-z`, the base 62 of GitHub, Microsoft and KSUID.
pub(super) const BASE62: &[u8] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// Crockford's base 32, small letters, as ULIDs are written. <https://www.crockford.com/base32.html>, 2026-11
pub(super) const CROCKFORD: &[u8] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// RFC 4648's base 32, small letters.
pub(super) const BASE32: &[u8] = b"abcdefghijklmnopqrstuvwxyz234567";

/// Reads base64 in the alphabet of text or of URLs (RFC 4648, sections 4 and 5), padded or not: tokens come in all
/// four ways. None where a character is of neither alphabet, or one too many is left over.
pub(super) fn from_base64(text: &[u8]) -> Option<Vec<u8>> {
    let padding = text.iter().rev().take_while(|b| **b == b'=').count();
    let digits = &text[..text.len() - padding];
    let sextet = |digit: &u8| match digit {
        b'A'..=b'Z' => Some(digit - b'A'),
        b'a'..=b'z' => Some(digit - b'a' + 26),
        b'0'..=b'9' => Some(digit - b'0' + 52),
        b'+' | b'-' => Some(62),
        b'/' | b'_' => Some(63),
        _ => None,
    };
    from_bits(digits, 6, sextet).filter(|_| digits.len() % 4 != 1)
}

/// Reads RFC 4648's base 32, in capitals or small letters, without padding.
pub(super) fn from_base32(text: &[u8]) -> Option<Vec<u8>> {
    from_bits(text, 5, |digit| place(BASE32, digit.to_ascii_lowercase()))
}

/// Bytes from digits of `width` bits each, first bit first; what does not fill a byte at the end is dropped.
fn from_bits(digits: &[u8], width: u32, value: impl Fn(&u8) -> Option<u8>) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(digits.len());
    let (mut bits, mut held) = (0u32, 0);
    for digit in digits {
        bits = bits << width | u32::from(value(digit)?);
        held += width;
        if held >= 8 {
            held -= 8;
            out.push((bits >> held).to_le_bytes()[0]);
        }
    }
    Some(out)
}

/// Where a digit stands in its alphabet.
pub(super) fn place(alphabet: &[u8], digit: u8) -> Option<u8> {
    u8::try_from(alphabet.iter().position(|b| *b == digit)?).ok()
}

/// A number in the base of its alphabet; none where a digit is foreign or the number is over 128 bits.
pub(super) fn number(text: &[u8], alphabet: &[u8]) -> Option<u128> {
    text.iter().try_fold(0u128, |sum, digit| {
        sum.checked_mul(alphabet.len() as u128)?.checked_add(u128::from(place(alphabet, *digit)?))
    })
}

/// `number` in the base of `alphabet`, most significant first, padded to `width` with its first digit.
#[allow(clippy::cast_possible_truncation, reason = "alphabets have fewer than a hundred digits")]
pub(super) fn written(mut number: u32, alphabet: &[u8], width: usize) -> Vec<u8> {
    let mut out = vec![alphabet[0]; width];
    for place in out.iter_mut().rev() {
        *place = alphabet[number as usize % alphabet.len()];
        number /= alphabet.len() as u32;
    }
    out
}

/// The base64 of text (RFC 4648, section 4), without padding.
pub(super) fn to_base64(bytes: &[u8]) -> String {
    encoding::base64(bytes).to_string()
}

/// As it stands in URLs (RFC 4648, section 5).
#[cfg(not(target_arch = "wasm32"))]
pub(super) fn to_base64_url(bytes: &[u8]) -> String {
    to_base64(bytes).replace('+', "-").replace('/', "_")
}

#[cfg(test)]
mod tests {
    use super::*;

    // RFC 4648, section 10.
    #[test]
    fn base64_reads_and_writes_the_rfcs_examples() {
        for (bytes, text) in [("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")] {
            assert_eq!(to_base64(bytes.as_bytes()), text);
            assert_eq!(from_base64(text.as_bytes()).as_deref(), Some(bytes.as_bytes()));
        }
        assert_eq!(from_base64(b"Zm8=").as_deref(), Some(&b"fo"[..]));
        assert_eq!(from_base64(b"-_8"), from_base64(b"+/8="));
        assert_eq!(from_base64(b"Zm9vY"), None, "one left over");
        assert_eq!(from_base64(b"Zm9v!A"), None);
    }

    #[test]
    fn base32_reads_the_rfcs_example() {
        assert_eq!(from_base32(b"MZXW6YTB").as_deref(), Some(&b"fooba"[..]));
    }

    #[test]
    fn numbers_go_both_ways() {
        assert_eq!(written(61 * 62 + 1, BASE62, 4), b"00z1");
        assert_eq!(number(b"00z1", BASE62), Some(61 * 62 + 1));
        assert_eq!(number(b"-", BASE62), None);
        assert_eq!(number(&[b'z'; 40], BASE62), None, "over 128 bits");
    }
}
