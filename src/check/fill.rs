//! A request with its slots filled: what is sent, as plain data. Each value is put into the writing of its place
//! (percent-encoded in a URL and a form, escaped in JSON, in base64 after `Basic `), in one pass, so that no value
//! is ever read for slots or for markup of its own.

use crate::credential::percent_encode;
use crate::encoding;
use crate::provider::checks::Check;
use crate::provider::slots;
use zeroize::Zeroizing;

/// What is sent. It holds the key: wiped when dropped, and neither printed nor compared.
pub struct Filled {
    /// With the key, where the provider takes it nowhere else.
    pub url: Zeroizing<String>,
    /// Names in lower case, and values.
    pub headers: Vec<(String, Zeroizing<String>)>,
    /// What a `POST` carries.
    pub body: Option<Zeroizing<String>>,
}

/// Fills a check; none where a slot has no value, or a value holds what no header can carry.
pub fn fill<'v>(check: &Check, value: &dyn Fn(&str) -> Option<&'v str>) -> Option<Filled> {
    let slots = check.slots();
    if slots.iter().any(|slot| value(slot).is_none_or(str::is_empty)) {
        return None;
    }
    let filled = |text: &str, write: fn(&str) -> String| {
        Zeroizing::new(slots::fill(text, |name| value(name).map(|v| Zeroizing::new(write(v)))))
    };
    let mut headers = Vec::new();
    for (name, text) in &check.headers {
        let text = match text.strip_prefix("Basic ") {
            Some(pair) => Zeroizing::new(format!("Basic {}", *base64(filled(pair, str::to_owned).as_bytes()))),
            None => filled(text, str::to_owned),
        };
        if !text.bytes().all(|b| (0x20..=0x7e).contains(&b)) {
            return None;
        }
        headers.push((name.clone(), text));
    }
    let body = check.body.as_ref().map(|body| filled(body, if is_json(check) { json } else { percent }));
    Some(Filled { url: filled(&check.url, percent), headers, body })
}

/// Whether a check's body is JSON; a form otherwise.
pub fn is_json(check: &Check) -> bool {
    check.headers.iter().any(|(name, value)| name == "content-type" && value.contains("json"))
}

/// As a URL's query or a form has it.
pub(super) fn percent(value: &str) -> String {
    String::from_utf8(percent_encode(value.as_bytes())).unwrap_or_default()
}

/// The inside of a JSON string.
pub(super) fn json(value: &str) -> String {
    let quoted = serde_json::Value::from(value).to_string();
    quoted[1..quoted.len() - 1].to_owned()
}

/// RFC 4648, with padding.
fn base64(bytes: &[u8]) -> Zeroizing<String> {
    let mut out = encoding::base64(bytes);
    while !out.len().is_multiple_of(4) {
        out.push('=');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn check(url: &str, headers: &[(&str, &str)], body: Option<&str>) -> Check {
        let method = if body.is_some() { "POST" } else { "GET" };
        let text = json!({ "id": "c", "title": "c", "kinds": [], "method": method, "url": url, "headers": headers,
            "body": body, "cost": "free" });
        serde_json::from_value(text).expect("a check")
    }

    fn with<'v>(values: &'v [(&'v str, &'v str)]) -> impl Fn(&str) -> Option<&'v str> {
        move |slot| values.iter().find(|(name, _)| *name == slot).map(|(_, value)| *value)
    }

    #[test]
    fn a_pair_is_put_into_base64_once_it_is_filled() {
        let check = check("https://x.example/", &[("authorization", "Basic {account}:{key}")], None);
        // RFC 7617, section 2.
        let filled = fill(&check, &with(&[("account", "Aladdin"), ("key", "open sesame")])).expect("all is there");
        assert_eq!(*filled.headers[0].1, "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
        for (text, coded) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg==")] {
            assert_eq!(*base64(text.as_bytes()), coded);
        }
    }

    #[test]
    fn a_value_is_written_as_its_place_wants_it() {
        let hostile = r#"a"b\c&d=e/{key} %"#;
        let values = [("key", "k"), ("account", hostile)];
        let json_type = ("content-type", "application/json");
        let c =
            check("https://x.example/{account}?q={account}", &[json_type], Some(r#"{"a":"{account}","k":"{key}"}"#));
        let filled = fill(&c, &with(&values)).expect("all is there");
        let coded = "a%22b%5Cc%26d%3De%2F%7Bkey%7D%20%25";
        assert_eq!(*filled.url, format!("https://x.example/{coded}?q={coded}"));
        let body: serde_json::Value = serde_json::from_str(filled.body.as_ref().expect("a body")).expect("JSON");
        assert_eq!(body["a"], hostile);
        let c = check("https://x.example/", &[], Some("k={key}&a={account}"));
        assert_eq!(
            **fill(&c, &with(&values)).expect("filled").body.as_ref().expect("a body"),
            format!("k=k&a={coded}")
        );
    }

    #[test]
    fn what_is_missing_or_cannot_stand_in_a_header_is_not_sent() {
        let c = check("https://x.example/", &[("x-account", "{account}"), ("authorization", "Bearer {key}")], None);
        assert!(fill(&c, &with(&[("key", "k")])).is_none());
        assert!(fill(&c, &with(&[("key", "k"), ("account", "")])).is_none());
        assert!(fill(&c, &with(&[("key", "k"), ("account", "a\r\nhost: evil.example")])).is_none());
        assert!(fill(&c, &with(&[("key", "k"), ("account", "a")])).is_some());
    }
}
