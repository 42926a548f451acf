//! The slots of a request: `{key}` for the secret, `{account}` for a companion named `account`. Read by `build.rs`
//! too, so that what a file is judged by and what a page sends by are the same.

/// The slot that stands for the secret itself.
pub const KEY: &str = "key";

/// A part of a text with slots.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Piece<'t> {
    /// As it stands.
    Text(&'t str),
    /// A slot, by its name.
    Slot(&'t str),
}

/// A text's parts, in their order.
pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some((before, name, after)) = next(rest) {
        out.extend([Piece::Text(before), Piece::Slot(name)]);
        rest = after;
    }
    out.push(Piece::Text(rest));
    out
}

/// Fills a text's slots in one pass, so that no value is ever read for slots of its own. A slot for which
/// there is no value stays as it stands.
pub fn fill<V: AsRef<str>>(text: &str, mut value: impl FnMut(&str) -> Option<V>) -> String {
    let mut out = String::with_capacity(text.len());
    for piece in pieces(text) {
        match piece {
            Piece::Text(text) => out.push_str(text),
            Piece::Slot(name) => match value(name) {
                Some(value) => out.push_str(value.as_ref()),
                None => out.extend(["{", name, "}"]),
            },
        }
    }
    out
}

/// The names of a text's slots, in their order.
pub fn names(text: &str) -> Vec<&str> {
    let slot = |piece| if let Piece::Slot(name) = piece { Some(name) } else { None };
    pieces(text).into_iter().filter_map(slot).collect()
}

/// What stands before the next slot, its name, and what stands behind it. A slot is a brace, a word in lower
/// case (letters, digits, `-`), a brace: nothing of JSON or GraphQL looks like that unless it is written so.
fn next(text: &str) -> Option<(&str, &str, &str)> {
    let mut from = 0;
    while let Some(at) = text[from..].find('{') {
        let open = from + at;
        let inner = &text[open + 1..];
        let length = inner.bytes().take_while(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || *b == b'-').count();
        if length > 0 && inner.as_bytes().get(length) == Some(&b'}') && inner.as_bytes()[0].is_ascii_lowercase() {
            return Some((&text[..open], &inner[..length], &inner[length + 1..]));
        }
        from = open + 1;
    }
    None
}

/// Host, path and query of a URL with or without slots.
pub fn parts(url: &str) -> (&str, &str, &str) {
    let (address, query) = url.split_once('?').unwrap_or((url, ""));
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    (host, path, query)
}

/// Where each slot of a request stands, as `account@path key@authorization`: sorted, each once. A header's place
/// is its name; the others are `host`, `path`, `query`, `body`, `protocol` and `curl` (an option of `curl`).
pub fn places<'a>(
    url: &str,
    headers: impl Iterator<Item = (&'a str, &'a str)>,
    body: &str,
    protocols: impl Iterator<Item = &'a str>,
    curl: impl Iterator<Item = &'a str>,
) -> String {
    let (host, path, query) = parts(url);
    let mut out: Vec<String> = Vec::new();
    let mut put = |place: &str, text: &str| out.extend(names(text).into_iter().map(|name| format!("{name}@{place}")));
    put("host", host);
    put("path", path);
    put("query", query);
    put("body", body);
    headers.for_each(|(name, value)| put(name, value));
    protocols.for_each(|text| put("protocol", text));
    curl.for_each(|text| put("curl", text));
    out.sort_unstable();
    out.dedup();
    out.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slots_are_words_in_braces_and_json_is_not() {
        assert_eq!(names("Basic {account}:{key}"), ["account", "key"]);
        assert_eq!(names(r#"{"query":"{ me { id } }","token":"{key}"}"#), ["key"]);
        assert!(names("{} {1a} {A} {a b} {a").is_empty());
    }

    #[test]
    fn a_value_is_never_read_for_slots() {
        let filled = fill("{account}:{key}:{other}", |name| match name {
            "account" => Some("{key}"),
            "key" => Some("k"),
            _ => None,
        });
        assert_eq!(filled, "{key}:k:{other}");
    }

    #[test]
    fn places_name_each_slot_and_where_it_stands() {
        let headers = [("authorization", "Basic {account}:{key}"), ("accept", "application/json")];
        let none = || std::iter::empty();
        let got = places("https://{site}/a/{account}?k={key}", headers.into_iter(), "", none(), none());
        assert_eq!(got, "account@authorization account@path key@authorization key@query site@host");
    }
}
