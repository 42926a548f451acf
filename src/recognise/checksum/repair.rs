//! Made-up values made sound: the checksum written over its place, or the structure built around the random
//! characters that stood there ([`Checksum::written`] does the first alone). For tests and examples alone; the page carries none of this.

use super::Checksum;
use crate::recognise::digits::{to_base64, to_base64_url};
use crate::recognise::token;

impl Checksum {
    /// Makes a value sound; as it is where nothing is known to write.
    pub fn repair(self, value: &str, prefix: usize) -> String {
        match self {
            Self::JsonParts => json_parts(value),
            Self::Macaroon => macaroon(value, prefix),
            Self::WeaviateUser => weaviate(value),
            Self::IntercomToken => intercom(value),
            Self::BedrockText => bedrock(value, prefix),
            Self::JfrogReference => jfrog(value),
            _ => self.written(value, prefix),
        }
    }
}

/// The letters and digits of a value, over and over: made-up text that no one takes for a placeholder.
fn filler(value: &str) -> impl Iterator<Item = u8> {
    let letters: Vec<u8> = value.bytes().filter(u8::is_ascii_alphanumeric).collect();
    (0..).map(move |at| letters[at % letters.len()])
}

fn text(value: &str, length: usize) -> String {
    // From behind the prefix, which is the same in all.
    filler(value).skip(24).take(length).map(char::from).collect()
}

fn hex(value: &str, length: usize) -> String {
    const DIGITS: &[u8] = b"0123456789abcdef";
    filler(value).skip(24).take(length).map(|b| char::from(DIGITS[usize::from(b.wrapping_mul(37) >> 2 & 15)])).collect()
}

fn json_parts(value: &str) -> String {
    let mut out = String::new();
    let mut done = 0;
    for mut span in token::json_spans(value) {
        // Where a secret follows behind `_`, its base64 is of the plain alphabet and ends there.
        if !value.contains('.')
            && let Some(end) = value[span.clone()].find('_')
        {
            span.end = span.start + end;
        }
        let part = value[span.clone()].trim_end_matches('=');
        let padding = span.len() - part.len();
        // One digit of base64 too many is in no token: one more joins it.
        let part = if part.len() % 4 == 1 { format!("{part}A") } else { part.to_owned() };
        let bytes = crate::recognise::digits::from_base64(part.as_bytes()).unwrap_or_default();
        let json = if serde_json::from_slice::<serde_json::Map<_, _>>(&bytes).is_ok() { bytes } else { closed(&bytes) };
        out.push_str(&value[done..span.start]);
        out.push_str(&to_base64_url(&json));
        out.push_str(&"=".repeat(padding));
        done = span.end;
    }
    out + &value[done..]
}

/// Where one is in a JSON object of texts.
#[derive(Clone, Copy, PartialEq)]
enum At {
    Key,
    InKey,
    Colon,
    Value,
    InValue,
    Comma,
}

impl At {
    /// What closes the object from here.
    fn close(self) -> &'static [u8] {
        match self {
            Self::Key => b"\"\":0}",
            Self::InKey => b"\":0}",
            Self::Colon => b":0}",
            Self::Value => b"0}",
            Self::InValue => b"\"}",
            Self::Comma => b"}",
        }
    }
}

/// JSON of the same length that begins as these bytes do, what fits no JSON taken for what would.
fn closed(bytes: &[u8]) -> Vec<u8> {
    let noise = to_base64(bytes);
    let mut filler = filler(&noise).filter(u8::is_ascii_alphabetic);
    let mut out = vec![b'{'];
    let mut state = At::Key;
    while out.len() + state.close().len() < bytes.len() {
        let byte = bytes[out.len()];
        let next = bytes.get(out.len() + 1).copied().unwrap_or_default();
        let ends = |after: &[u8]| byte == b'"' && after.contains(&next);
        let left = bytes.len() - out.len();
        let letter = filler.next().unwrap_or(b'x');
        let (byte, then) = match state {
            At::Key => (b'"', At::InKey),
            At::InKey if ends(b":") => (b'"', At::Colon),
            At::InKey => (if byte.is_ascii_alphabetic() || b"._-".contains(&byte) { byte } else { letter }, At::InKey),
            At::Colon => (b':', At::Value),
            // A form may end within this byte, and then wants a number.
            At::Value if byte >> 4 == 3 => (b'7', At::Comma),
            At::Value => (b'"', At::InValue),
            At::InValue if ends(b",}") => (b'"', At::Comma),
            At::InValue => {
                let fits = (b' '..=b'~').contains(&byte) && !b"\"\\".contains(&byte);
                (if fits { byte } else { letter }, At::InValue)
            }
            At::Comma if left > At::Key.close().len() + 1 => (b',', At::Key),
            At::Comma => (b' ', At::Comma),
        };
        out.push(byte);
        state = then;
    }
    out.extend(state.close());
    out
}

fn macaroon(value: &str, prefix: usize) -> String {
    let location = value[..prefix].split_once('-').map_or("", |(_, text)| text);
    let mut bytes = crate::recognise::digits::from_base64(location.as_bytes()).unwrap_or_default();
    let mut field = |kind: u8, data: &str| {
        bytes.push(kind);
        bytes.push(u8::try_from(data.len()).unwrap_or_default());
        bytes.extend(data.bytes());
    };
    let id = hex(value, 32);
    field(2, &[&id[..8], &id[8..12], &id[12..16], &id[16..20], &id[20..]].join("-"));
    bytes.push(0);
    bytes.extend(b"\x02\x1c[1, [\"first\", \"second-one\"]]\x00\x00\x06\x20");
    bytes.extend(text(value, 32).bytes());
    let owner = value.split('-').next().unwrap_or_default();
    format!("{owner}-{}", to_base64_url(&bytes))
}

fn weaviate(value: &str) -> String {
    let (id, secret) = (to_base64(text(value, 12).as_bytes()), to_base64(text(&value[9..], 32).as_bytes()));
    to_base64(format!("{id}_{secret}=_v200").as_bytes())
}

fn intercom(value: &str) -> String {
    let id = hex(value, 32);
    let id = [&id[..8], &id[8..12], &id[12..16], &id[16..20], &id[20..]].join("_");
    to_base64(format!("tok:{id}:1:0").as_bytes()) + "="
}

fn bedrock(value: &str, prefix: usize) -> String {
    let inside = if value.starts_with("ABSK") {
        format!("BedrockAPIKey-{}-at-408213976551:{}", text(value, 4), text(&value[prefix..], 56))
    } else {
        format!(
            "bedrock.amazonaws.com/?Action=CallWithBearerToken&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=ASIA{}\
             %2F20261125%2Feu-west-1%2Fbedrock%2Faws4_request&X-Amz-Date=20261125T120000Z&X-Amz-Expires=43200\
             &X-Amz-SignedHeaders=host&X-Amz-Signature={}&Version=1",
            text(&value[prefix..].to_ascii_uppercase(), 16),
            hex(value, 64)
        )
    };
    let before = if value.starts_with("ABSK") { "ABSK" } else { "bedrock-api-key-" };
    before.to_owned() + &to_base64(inside.as_bytes())
}

fn jfrog(value: &str) -> String {
    to_base64(format!("reftkn:01:1800000000:{}", text(value, 27)).as_bytes())
}
