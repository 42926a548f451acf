//! The rules that look whether what is inside a value is what its kind always holds.

use crate::recognise::digits::from_base64;
use crate::recognise::token;

pub(super) fn json_parts(value: &str) -> Option<bool> {
    token::json_holds(value)
}

pub(super) fn macaroon(value: &str) -> bool {
    // The first literal reaches into the macaroon, up to its location; before the hyphen stands whose it is.
    value.split_once('-').is_some_and(|(_, text)| token::macaroon(text).is_some())
}

pub(super) fn weaviate(value: &str) -> bool {
    let text = plain(value).unwrap_or_default();
    let parts: Vec<&str> = text.split('_').collect();
    let holds = |part: &str, bytes| from_base64(part.as_bytes()).is_some_and(|b| b.len() == bytes);
    matches!(parts[..], [id, secret, "v200"] if holds(id, 12) && holds(secret, 32))
}

pub(super) fn intercom(value: &str) -> bool {
    let text = plain(value).unwrap_or_default();
    let id = text.strip_prefix("tok:").and_then(|rest| rest.strip_suffix(":1:0")).unwrap_or_default();
    id.split('_').map(str::len).eq([8, 4, 4, 4, 12])
        && id.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f' | b'_'))
}

pub(super) fn bedrock(value: &str) -> bool {
    let text = value.strip_prefix("ABSK").or_else(|| value.strip_prefix("bedrock-api-key-"));
    text.and_then(plain).is_some()
}

pub(super) fn jfrog(value: &str) -> bool {
    let text = plain(value).unwrap_or_default();
    let expiry = text.strip_prefix("reftkn:01:").and_then(|rest| rest.split_once(':'));
    expiry.is_some_and(|(digits, _)| digits.len() == 10 && digits.bytes().all(|b| b.is_ascii_digit()))
}

/// What base64 holds, where that is visible ASCII.
fn plain(text: &str) -> Option<String> {
    let bytes = from_base64(text.as_bytes())?;
    bytes.iter().all(u8::is_ascii_graphic).then(|| String::from_utf8(bytes).ok())?
}
