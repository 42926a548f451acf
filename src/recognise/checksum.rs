//! The checksums that some credentials carry: what data files cannot say, written once.

/// A checksum that a provider file may name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Checksum {
    /// The last six characters are the CRC-32 (IEEE) of all between prefix and them, in base 62
    /// (`0-9A-Za-z`), padded with `0`. GitHub and others.
    /// <https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/>, 2021-04-05
    Crc32Base62,
    /// `PREFIX-PAYLOAD.[VERSION.]LLCCCCCCC`: `LL` the payload's length, the last seven the CRC-32 of all
    /// before them, both in base 36 (`0-9a-z`), padded with `0`.
    /// <https://handbook.gitlab.com/handbook/engineering/architecture/design-documents/cells/routable_tokens/>, 2026-11
    GitlabRoutable,
}

impl Checksum {
    /// The one that a provider's file names so; `build.rs` lets no other name through.
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "crc32-base62" => Some(Self::Crc32Base62),
            "gitlab-routable" => Some(Self::GitlabRoutable),
            _ => None,
        }
    }

    /// Whether a value of the right form carries the checksum it should; `prefix` is the length in bytes of
    /// the form's first literal.
    pub fn holds(self, value: &str, prefix: usize) -> bool {
        match self {
            Self::Crc32Base62 => {
                let Some(body) = value.get(prefix..) else { return false };
                let Some((random, sum)) = body.len().checked_sub(6).and_then(|at| body.split_at_checked(at)) else {
                    return false;
                };
                sum.as_bytes() == base(crc32(random.as_bytes()), BASE62, 6)
            }
            Self::GitlabRoutable => {
                let Some((all, sum)) = value.len().checked_sub(7).and_then(|at| value.split_at_checked(at)) else {
                    return false;
                };
                let payload = value.get(prefix..).and_then(|p| p.split('.').next()).unwrap_or_default();
                let length = u32::try_from(payload.len()).unwrap_or(u32::MAX);
                sum.as_bytes() == base(crc32(all.as_bytes()), BASE36, 7)
                    && all.as_bytes().ends_with(&base(length, BASE36, 2))
            }
        }
    }

    /// Makes a value sound by writing its checksum over its last characters: for made-up keys.
    pub fn repair(self, value: &str, prefix: usize) -> String {
        match self {
            Self::Crc32Base62 => {
                let end = value.len().saturating_sub(6);
                let sum = base(crc32(&value.as_bytes()[prefix.min(end)..end]), BASE62, 6);
                format!("{}{}", &value[..end], String::from_utf8_lossy(&sum))
            }
            Self::GitlabRoutable => {
                let payload = value.get(prefix..).and_then(|p| p.split('.').next()).unwrap_or_default();
                let length = base(u32::try_from(payload.len()).unwrap_or(0), BASE36, 2);
                let end = value.len().saturating_sub(9);
                let all = format!("{}{}", &value[..end], String::from_utf8_lossy(&length));
                let sum = base(crc32(all.as_bytes()), BASE36, 7);
                format!("{all}{}", String::from_utf8_lossy(&sum))
            }
        }
    }
}

const BASE62: &[u8] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const BASE36: &[u8] = b"0123456789abcdefghijklmnopqrstuvwxyz";

/// `number` in the base of `digits`, most significant first, padded to `width`.
#[allow(clippy::cast_possible_truncation)]
fn base(mut number: u32, digits: &[u8], width: usize) -> Vec<u8> {
    let mut out = vec![digits[0]; width];
    for place in out.iter_mut().rev() {
        *place = digits[number as usize % digits.len()];
        number /= digits.len() as u32;
    }
    out
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

    #[test]
    fn crc32_is_the_ieee_one() {
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
    }

    #[test]
    fn a_repaired_value_holds_and_any_other_character_breaks_it() {
        let broken = format!("ghp_{}", "aB3".repeat(12));
        let sound = Checksum::Crc32Base62.repair(&broken, 4);
        assert!(Checksum::Crc32Base62.holds(&sound, 4));
        for at in 4..sound.len() {
            let mut other = sound.clone().into_bytes();
            other[at] = if other[at] == b'x' { b'y' } else { b'x' };
            let other = String::from_utf8(other).unwrap_or_default();
            assert!(!Checksum::Crc32Base62.holds(&other, 4), "at {at}");
        }
    }

    #[test]
    fn gitlabs_routable_tokens_carry_length_and_crc() {
        let broken = format!("glpat-{}.01.{}", "aB3_".repeat(8), "0".repeat(9));
        let sound = Checksum::GitlabRoutable.repair(&broken, 6);
        assert!(Checksum::GitlabRoutable.holds(&sound, 6), "{sound}");
        assert!(!Checksum::GitlabRoutable.holds(&sound.replacen("aB3", "aB4", 1), 6));
        assert!(!Checksum::GitlabRoutable.holds("glpat-", 6));
    }
}
