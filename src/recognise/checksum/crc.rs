//! The rules that rest on CRC-32.

use super::Expected;
use crate::encoding;
use crate::recognise::digits::{BASE62, to_base64, written};

const BASE36: &[u8] = b"0123456789abcdefghijklmnopqrstuvwxyz";

pub(super) fn base62(value: &str, prefix: usize) -> Option<Expected> {
    let at = value.len().checked_sub(6)?;
    Some(Expected::one(at, text(written(crc32(value.get(prefix..at)?.as_bytes()), BASE62, 6))))
}

pub(super) fn hex(value: &str, prefix: usize) -> Option<Expected> {
    let at = value.len().checked_sub(8)?;
    Some(Expected::one(at, encoding::hex(&crc32(value.get(prefix..at)?.as_bytes()).to_be_bytes())))
}

pub(super) fn hex_of_all(value: &str) -> Option<Expected> {
    let at = value.len().checked_sub(8)?;
    let all = value.get(..at)?.replace("%3D", "=");
    let sum = encoding::hex(&crc32(all.as_bytes()).to_be_bytes()).to_ascii_uppercase();
    Some(Expected { at, texts: vec![sum], any_case: true })
}

pub(super) fn gitlab(value: &str, prefix: usize) -> Option<Expected> {
    let at = value.len().checked_sub(9)?;
    let payload = value.get(prefix..)?.split('.').next()?;
    let length = text(written(u32::try_from(payload.len()).ok()?, BASE36, 2));
    let all = format!("{}{length}", value.get(..at)?);
    Some(Expected::one(at, length + &text(written(crc32(all.as_bytes()), BASE36, 7))))
}

pub(super) fn grafana(value: &str) -> Option<Expected> {
    let at = value.rfind('_')?;
    Some(Expected::one(at + 1, encoding::hex(&crc32(&value.as_bytes()[..at]).to_le_bytes())))
}

pub(super) fn confluent(value: &str, prefix: usize) -> Option<Expected> {
    let at = value.len().checked_sub(6)?;
    Some(Expected::one(at, to_base64(&crc32(value.get(prefix..at)?.as_bytes()).to_le_bytes())))
}

fn text(digits: Vec<u8>) -> String {
    String::from_utf8(digits).unwrap_or_default()
}

/// CRC-32 (IEEE 802.3, reflected), bit by bit: it runs over a few dozen bytes, and a table would weigh more.
fn crc32(bytes: &[u8]) -> u32 {
    let mut crc = !0u32;
    for byte in bytes {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = crc >> 1 ^ (0xedb8_8320 & (crc & 1).wrapping_neg());
        }
    }
    !crc
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recognise::checksum::Checksum;

    #[test]
    fn crc32_is_the_ieee_one() {
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
    }

    // The one in grafana/grafana, pkg/components/satokengen/tokengen_test.go, put together here.
    #[test]
    fn grafanas_own_example_holds() {
        let key = ["glsa_", "yscW25imSKJIuav8zF37", "RZmnbiDvB05G", "_fcaaf58a"].concat();
        assert_eq!(Checksum::GrafanaServiceAccount.verify(&key, 5), Some(true));
        assert_eq!(Checksum::GrafanaServiceAccount.verify(&key.replace("yscW", "yscV"), 5), Some(false));
    }

    #[test]
    fn an_equals_sign_of_an_address_counts_as_one() {
        let plain = format!("ATCTT3xFfGN0{}=00000000", "aB3_".repeat(30));
        let sound = Checksum::Crc32HexAll.repair(&plain, 12);
        let escaped = sound.replace('=', "%3D");
        assert_eq!(Checksum::Crc32HexAll.verify(&escaped, 12), Some(true));
        assert_eq!(Checksum::Crc32HexAll.verify(&sound.to_ascii_lowercase(), 12), Some(false), "the prefix counts");
    }

    #[test]
    fn gitlabs_routable_tokens_carry_length_and_crc() {
        let broken = format!("glpat-{}.01.{}", "aB3_".repeat(8), "0".repeat(9));
        let sound = Checksum::GitlabRoutable.repair(&broken, 6);
        assert_eq!(Checksum::GitlabRoutable.verify(&sound, 6), Some(true), "{sound}");
        assert_eq!(Checksum::GitlabRoutable.verify(&sound.replacen("aB3", "aB4", 1), 6), Some(false));
        assert_eq!(Checksum::GitlabRoutable.verify("glpat-", 6), None);
    }
}
