//! Times that stand in a value, in seconds since 1970.

use super::between;
use crate::civil;
use crate::recognise::digits::{BASE62, CROCKFORD, from_base64, number, place};

pub(super) fn postman(value: &str) -> Option<i64> {
    i64::from_str_radix(value.strip_prefix("PMAK-")?.get(..8)?, 16).ok()
}

/// The first four of the twenty bytes that 27 digits of base 62 are.
pub(super) fn ksuid(value: &str) -> Option<i64> {
    let mut words = [0u32; 5];
    for digit in value.get(..27)?.bytes() {
        let mut carry = u64::from(place(BASE62, digit)?);
        for word in words.iter_mut().rev() {
            let sum = u64::from(*word) * 62 + carry;
            *word = u32::try_from(sum & 0xffff_ffff).ok()?;
            carry = sum >> 32;
        }
    }
    Some(i64::from(words[0]) + 1_400_000_000)
}

pub(super) fn ulid(value: &str) -> Option<i64> {
    i64::try_from(number(value.get(..10)?.as_bytes(), CROCKFORD)? / 1000).ok()
}

pub(super) fn jfrog(value: &str) -> Option<i64> {
    let text = String::from_utf8(from_base64(value.as_bytes())?).ok()?;
    text.strip_prefix("reftkn:01:")?.get(..10)?.parse().ok()
}

pub(super) fn flutterwave(value: &str) -> Option<i64> {
    let digits = super::before(value, "vt-X")?.rsplit('-').next()?;
    Some(i64::from_str_radix(digits, 16).ok()? / 1000)
}

/// A date as ISO 8601 writes it, in full or without hyphens and colons, in UTC; the time of day may be missing.
pub(super) fn written(text: &str) -> Option<i64> {
    let text = text.replace("%3A", ":").replace("%3a", ":");
    let text = text.split(['Z', '.']).next()?;
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let part = |from: usize, to: usize| digits.get(from..to).map_or(Some(0), |part| part.parse::<i64>().ok());
    let (year, month, day) = (part(0, 4)?, part(4, 6)?, part(6, 8)?);
    if digits.len() < 8 || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    let days = civil::days(year, month, day);
    Some(days * 86_400 + part(8, 10)? * 3600 + part(10, 12)? * 60 + part(12, 14)?)
}

/// When a signed address was made, and when it ends.
pub(super) fn signed(text: &str) -> Option<(i64, i64)> {
    let made = written(between(text, "X-Amz-Date=", "&")?)?;
    let lives: i64 = between(text, "X-Amz-Expires=", "&")?.parse().ok()?;
    Some((made, made.checked_add(lives)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    // The example in segmentio/ksuid's readme: 2017-10-09 21:00:47 -0700.
    #[test]
    fn a_ksuid_tells_its_second() {
        assert_eq!(ksuid("0ujtsYcgvSTl8PAuAdqWYSMnLOv"), Some(1_507_608_047));
        assert_eq!(ksuid("short"), None);
    }

    // The example of the ULID specification's readme: its time is 1469918176385.
    #[test]
    fn a_ulid_tells_its_second() {
        assert_eq!(ulid("01aryz6s41"), Some(1_469_918_176));
    }

    #[test]
    fn dates_are_read_in_full_and_short() {
        for text in ["2024-02-29T12:34:56Z", "20240229T123456Z", "2024-02-29T12%3A34%3A56Z", "2024-02-29T12:34:56.789Z"]
        {
            assert_eq!(written(text), Some(1_709_210_096), "{text}");
        }
        assert_eq!(written("1970-01-01"), Some(0));
        assert_eq!(written("2026-13-01"), None);
        assert_eq!(written(""), None);
    }
}
