//! The rules that are told by a few digits at the end, CRC aside.

use super::Expected;
use crate::recognise::digits::{BASE32, from_base32, place};

pub(super) fn crates(value: &str, prefix: usize) -> Option<Expected> {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    let at = value.len().checked_sub(1)?;
    let sum = value.get(prefix..at)?.bytes().fold(0, |sum, byte| sum ^ byte);
    Some(Expected::one(at, char::from(ALPHABET[usize::from(sum) % ALPHABET.len()]).into()))
}

pub(super) fn checkout(value: &str, prefix: usize) -> Option<Expected> {
    let at = value.len().checked_sub(1)?;
    let bytes = from_base32(value.get(prefix..at)?.as_bytes())?;
    let sum = bytes.iter().rev().fold(0, |sum, byte| (sum * 256 + u32::from(*byte)) % 37);
    let digit = BASE32.iter().chain(b"*#$=").nth(usize::try_from(sum).ok()?)?;
    Some(Expected::one(at, char::from(*digit).into()))
}

pub(super) fn age(value: &str) -> Option<Expected> {
    let lower = value.to_ascii_lowercase();
    let at = lower.len().checked_sub(6)?;
    let (human, data) = lower.get(..at)?.rsplit_once('1')?;
    Some(Expected::one(at, bech32(human, data)?.to_ascii_uppercase()))
}

/// The six characters that BIP 173 puts behind `data`; all in small letters.
fn bech32(human: &str, data: &str) -> Option<String> {
    const ALPHABET: &[u8] = b"qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    const GENERATOR: [u32; 5] = [0x3b6a_57b2, 0x2650_8e6d, 0x1ea1_19fa, 0x3d42_33dd, 0x2a14_62b3];
    let mut sum = 1u32;
    let mut take = |five: u8| {
        let top = sum >> 25;
        sum = (sum & 0x01ff_ffff) << 5 ^ u32::from(five);
        for (bit, generator) in GENERATOR.iter().enumerate() {
            sum ^= generator & (top >> bit & 1).wrapping_neg();
        }
    };
    human.bytes().for_each(|b| take(b >> 5));
    take(0);
    human.bytes().for_each(|b| take(b & 31));
    for digit in data.bytes() {
        take(place(ALPHABET, digit)?);
    }
    (0..6).for_each(|_| take(0));
    sum ^= 1;
    Some((0..6).map(|at| char::from(ALPHABET[(sum >> (25 - 5 * at) & 31) as usize])).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recognise::checksum::Checksum;

    // BIP 173, test vectors.
    #[test]
    fn bech32_holds_over_the_bips_vectors() {
        assert_eq!(bech32("a", "").as_deref(), Some("2uel5l"));
        assert_eq!(bech32("abcdef", "qpzry9x8gf2tvdw0s3jn54khce6mua7l").as_deref(), Some("mqqqxw"));
        assert_eq!(bech32("?", "").as_deref(), Some("ezyfcl"));
        assert_eq!(bech32("a", "b"), None, "b is no digit of it");
    }

    // The two in the registry's own tests (access_token.rs), put together here.
    #[test]
    fn the_registrys_own_examples_hold() {
        for raw in [["gGK6jurSwKyl9V3A", "z19z7YEFQI9aoOOd"].concat(), "0".repeat(31) + "w"] {
            let key = format!("cio_tp_{raw}");
            assert_eq!(Checksum::CratesTrusted.verify(&key, 7), Some(true), "{key}");
        }
    }

    #[test]
    fn a_digit_that_was_never_seen_breaks_nothing() {
        // The number 36 is written in a way that nobody knows.
        let key = format!("sk_sbox_{}u", "eq".to_owned() + &"a".repeat(24));
        assert_eq!(Checksum::CheckoutMod37.verify(&key, 8), None);
    }
}
