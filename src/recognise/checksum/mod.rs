//! The checksums that some credentials carry: what data files cannot say, written once. Their names, and where
//! each rule comes from, stand in [`rule`].
//!
//! A rule is here only where its maker documents it or it was computed over public samples and held: a key that
//! is told to be broken is never sent, so a wrong rule would keep a living key from being checked.

mod check_digit;
mod crc;
mod microsoft;
#[cfg(not(target_arch = "wasm32"))]
mod repair;
mod rule;
mod structure;

pub use rule::Checksum;

/// What should stand at a place of a value: any of the texts.
struct Expected {
    at: usize,
    texts: Vec<String>,
    /// Whether capitals count as small letters.
    any_case: bool,
}

impl Expected {
    fn one(at: usize, text: String) -> Self {
        Self { at, texts: vec![text], any_case: false }
    }

    fn stands_in(&self, value: &str) -> bool {
        self.texts.iter().any(|text| {
            value
                .get(self.at..self.at + text.len())
                .is_some_and(|found| found == text || (self.any_case && found.eq_ignore_ascii_case(text)))
        })
    }
}

impl Checksum {
    /// Whether a value of the right form carries the checksum it should; none where this value carries none (an
    /// older key of a kind that has one today). `prefix` is the length in bytes of the form's first literal.
    pub fn verify(self, value: &str, prefix: usize) -> Option<bool> {
        match self {
            Self::JsonParts => structure::json_parts(value),
            Self::Macaroon => Some(structure::macaroon(value)),
            Self::WeaviateUser => Some(structure::weaviate(value)),
            Self::IntercomToken => Some(structure::intercom(value)),
            Self::BedrockText => Some(structure::bedrock(value)),
            Self::JfrogReference => Some(structure::jfrog(value)),
            _ => Some(self.expected(value, prefix)?.stands_in(value)),
        }
    }

    /// A value with its checksum written over its place; as it is, where there is no such place.
    pub fn written(self, value: &str, prefix: usize) -> String {
        let Some(Expected { at, texts, .. }) = self.expected(value, prefix) else { return value.to_owned() };
        let text = texts.first().map_or("", String::as_str);
        // What is written may be longer than its place (base64 of which only the first digits count).
        let room = &text[..text.len().min(value.len() - at)];
        format!("{}{room}{}", &value[..at], &value[at + room.len()..])
    }

    /// Where a value's checksum stands and what it should be.
    fn expected(self, value: &str, prefix: usize) -> Option<Expected> {
        match self {
            Self::Crc32Base62 => crc::base62(value, prefix),
            Self::Crc32Hex => crc::hex(value, prefix),
            Self::Crc32HexAll => crc::hex_of_all(value),
            Self::GitlabRoutable => crc::gitlab(value, prefix),
            Self::GrafanaServiceAccount => crc::grafana(value),
            Self::Confluent => crc::confluent(value, prefix),
            Self::AzureMarvin => microsoft::azure(value),
            Self::AzureClientSecret => microsoft::client_secret(value),
            Self::CratesTrusted => check_digit::crates(value, prefix),
            Self::CheckoutMod37 => check_digit::checkout(value, prefix),
            Self::AgeBech32 => check_digit::age(value),
            _ => None,
        }
    }
}
