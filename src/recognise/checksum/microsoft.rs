//! Microsoft's identifiable keys: a signature near the end, then the Marvin hash of what stands before it.

use super::Expected;
use crate::recognise::digits::{from_base64, to_base64, written};

/// The seeds of each signature, as the eight letters that they are. Left out, since the repository speaks against
/// itself: API Management (`APIM`, the seed of another service), Redis (`AzCa`, two ways of writing the sum), Event
/// Grid (`AZEG`, its example holds with another seed than the one named); and, for the same reason, the rule of its
/// newer common annotated keys (`JQQJ99`), which none of its examples fits.
const SEEDS: &[(&str, &[&[u8; 8]])] = &[
    ("+ASt", &[b"Default0"]),
    ("+ASb", MESSAGING),
    ("+AEh", MESSAGING),
    ("+ARm", MESSAGING),
    ("AIoT", &[b"IoTHub00", b"DpsKey00", b"Device00"]),
    ("ACDb", &[b"MastRW00", b"MastRO00", b"SystRW00", b"SystRO00", b"SysAll00", b"Resour00", b"Encryp00"]),
    ("+ABa", &[b"AbAcct00"]),
    ("+AMC", &[b"Classic0"]),
    ("AzSe", &[b"PAdmin00", b"Query000"]),
    ("AzFu", &[b"Functi00", b"Master00", b"System00"]),
    ("+ACR", &[b"ACRDflt0"]),
];

const MESSAGING: &[&[u8; 8]] = &[b"Send0000", b"Listen00", b"Manage00", b"System00", b"Unknown0"];

/// The digits that signature and checksum take at the end, padding aside.
const SIGNED: usize = 10;

/// The names before a key in a connection string.
const NAMES: &[&str] = &["AccountKey=", "AccessKey="];

/// The key of a connection string, or the value itself.
pub(super) fn azure(value: &str) -> Option<Expected> {
    let at = NAMES.iter().find_map(|name| Some(value.find(name)? + name.len())).unwrap_or(0);
    let key = value[at..].split([';', '=']).next()?;
    let signature = key.get(key.len().checked_sub(SIGNED)?..)?.get(..4)?;
    let (_, seeds) = SEEDS.iter().find(|(known, _)| *known == signature)?;
    let bytes = from_base64(key.as_bytes())?;
    let (all, _) = bytes.split_at(bytes.len().checked_sub(4)?);
    let texts = seeds.iter().map(|seed| {
        let signed = to_base64(&[all, &marvin(all, **seed).to_le_bytes()].concat());
        // Functions writes in the alphabet of URLs.
        if signature == "AzFu" { signed.replace('+', "-").replace('/', "_") } else { signed }
    });
    Some(Expected { at, texts: texts.collect(), any_case: false })
}

pub(super) fn client_secret(value: &str) -> Option<Expected> {
    const ALPHABET: &[u8] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ1234567890.-_~";
    if value.get(3..6)? != "8Q~" {
        return None;
    }
    let at = value.len().checked_sub(3)?;
    let digits = written(marvin(value.get(..at)?.as_bytes(), *b"AadPwd00"), ALPHABET, 6);
    Some(Expected::one(at, String::from_utf8_lossy(&digits[..3]).into_owned()))
}

/// Marvin, its two halves folded into one. <https://github.com/microsoft/SymCrypt/blob/main/lib/marvin32.c>, 2026-11
fn marvin(bytes: &[u8], seed: [u8; 8]) -> u32 {
    let (low, high) = marvin_halves(bytes, u64::from_be_bytes(seed));
    low ^ high
}

fn marvin_halves(bytes: &[u8], seed: u64) -> (u32, u32) {
    let halves = seed.to_le_bytes();
    let half = |at: usize| u32::from_le_bytes([halves[at], halves[at + 1], halves[at + 2], halves[at + 3]]);
    let (mut low, mut high) = (half(0), half(4));
    let mut mix = |word: u32| {
        low = low.wrapping_add(word);
        high ^= low;
        low = low.rotate_left(20).wrapping_add(high);
        high = high.rotate_left(9) ^ low;
        low = low.rotate_left(27).wrapping_add(high);
        high = high.rotate_left(19);
    };
    let mut words = bytes.chunks_exact(4);
    for word in &mut words {
        mix(u32::from_le_bytes([word[0], word[1], word[2], word[3]]));
    }
    let rest = words.remainder();
    let mut last = [0; 4];
    last[..rest.len()].copy_from_slice(rest);
    last[rest.len()] = 0x80;
    mix(u32::from_le_bytes(last));
    mix(0);
    (low, high)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recognise::checksum::Checksum;

    // SymCrypt's own, as microsoft/security-utilities marvin_tests.rs gives them.
    #[test]
    fn marvin_is_the_one_of_symcrypt() {
        assert_eq!(marvin_halves(b"abc", 0xd53c_d9ce_cd08_93b7), (0x4927_69bf, 0x22c7_4339));
        assert_eq!(marvin_halves(b"abcdefghijklmnopqrstuvwxyz", 0x0ddd_deee_efff_f000), (0x7260_aca2, 0xa128_eb7e));
    }

    // Ends of the examples in microsoft/security-utilities identifiable_scans.rs; before each stands one letter,
    // as often as the length wants it.
    #[test]
    fn microsofts_own_examples_hold() {
        for (letter, times, end) in [
            ("a", 76, "+ASt5mnCaw=="),
            ("a", 76, "ACDbOpqrYA=="),
            ("a", 76, "+ABa13FZVQ=="),
            ("a", 76, "+AMCFNqWyA=="),
            ("a", 33, "+ASbHpHeAI="),
            ("a", 33, "+AEhG2s/8w="),
            ("a", 33, "+ARmD7h+qo="),
            ("a", 33, "AIoTOumzco="),
            ("a", 42, "AzSeCjhzCu"),
            ("d", 42, "+ACRCUDxQE"),
            ("d", 44, "AzFu182vhA=="),
        ] {
            let key = letter.repeat(times) + end;
            assert_eq!(Checksum::AzureMarvin.verify(&key, 0), Some(true), "{key}");
            assert_eq!(Checksum::AzureMarvin.verify(&key.replacen(letter, "c", 1), 0), Some(false), "{key}");
        }
        let secret = format!("zzz8Q~{}blP", "z".repeat(31));
        assert_eq!(Checksum::AzureClientSecret.verify(&secret, 0), Some(true));
    }

    #[test]
    fn the_key_in_a_connection_string_is_looked_at_and_an_older_one_carries_nothing() {
        let key = format!("{}+ASt5mnCaw==", "a".repeat(76));
        let whole = format!("DefaultEndpointsProtocol=https;AccountName=shop;AccountKey={key};EndpointSuffix=x");
        assert_eq!(Checksum::AzureMarvin.verify(&whole, 0), Some(true));
        assert_eq!(Checksum::AzureMarvin.verify(&whole.replace("aa+ASt", "ab+ASt"), 0), Some(false));
        assert_eq!(Checksum::AzureMarvin.verify(&whole.replace("+ASt", "xxxx"), 0), None);
    }
}
