//! What a key needs beside itself, found beside it in the text: a second half, an account, a site.

use super::plan::Choice;
use crate::credential::Secret;
use crate::provider::{Companion, Item, Kind};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What fills the slots of a check.
pub struct Halves<'a> {
    /// The key.
    pub secret: &'a Secret,
    /// Its companions, by their slots.
    pub companions: &'a Companions,
}

/// What is known of a key's companions, by their slots.
pub type Companions = BTreeMap<&'static str, Half>;

/// What is known of one companion.
#[derive(Clone, Debug)]
pub struct Half {
    /// Its value.
    pub value: Value,
    /// Whether the person gave or confirmed it; else it only stands beside the key.
    pub given: bool,
}

/// A companion's value.
#[derive(Clone, Debug)]
pub enum Value {
    /// One that may be shown.
    Plain(String),
    /// As secret as the key.
    Secret(Arc<Secret>),
}

impl Half {
    /// Takes a value in, where the companion admits it.
    pub fn new(companion: &Companion, value: &str, given: bool) -> Option<Self> {
        let value = fits(companion, value).then(|| {
            let value = value.to_owned();
            if companion.secret { Value::Secret(Arc::new(Secret::new(value, 0))) } else { Value::Plain(value) }
        })?;
        Some(Self { value, given })
    }

    /// As it may be shown: itself, or a mask.
    pub fn shown(&self) -> String {
        match &self.value {
            Value::Plain(text) => text.clone(),
            Value::Secret(secret) => secret.mask(),
        }
    }
}

impl Halves<'_> {
    /// All that is secret of them, so that it is taken out of what comes back.
    pub fn secrets(&self) -> impl Iterator<Item = &Secret> {
        let second = self.companions.values().filter_map(|half| match &half.value {
            Value::Secret(secret) => Some(&**secret),
            Value::Plain(_) => None,
        });
        std::iter::once(self.secret).chain(second)
    }
}

/// What is known of a companion with a fixed set of choices.
pub fn choice<'k>(known: &'k Companions, slot: &str) -> Choice<'k> {
    match known.get(slot) {
        Some(Half { value: Value::Plain(value), given: true }) => Choice::Made(value),
        Some(Half { value: Value::Plain(value), given: false }) => Choice::Likely(value),
        _ => Choice::Open,
    }
}

/// The companions without which a key of this kind cannot be sent: those of its main check that are not known yet.
/// Worlds may stay open; a host has to be confirmed.
pub fn missing(kind: &Kind, known: &Companions) -> Vec<&'static Companion> {
    let needed = kind.needs.iter().filter_map(|id| kind.provider().companion(id)).filter(|c| !c.each);
    needed.filter(|c| known.get(c.id).is_none_or(|half| c.host && !half.given)).collect()
}

/// Bytes before and behind a key in which its companions are looked for.
const NEAR: usize = 2048;

/// Whether a value is one that a companion may have: the whole of it fits a form, or it is one of the choices.
pub fn fits(companion: &Companion, value: &str) -> bool {
    companion.choices.contains(&value)
        || !value.is_empty() && companion.forms.iter().any(|form| rest_fits(value.as_bytes(), form))
}

/// Backtracks from the longest run to the shortest; forms have few items.
fn rest_fits(text: &[u8], items: &[Item]) -> bool {
    let Some((item, rest)) = items.split_first() else { return text.is_empty() };
    match item {
        Item::Literal(literal) => text.strip_prefix(literal.as_bytes()).is_some_and(|text| rest_fits(text, rest)),
        Item::Run { class, min, max } => {
            let run = text.iter().take(usize::from(*max)).take_while(|b| class.has(**b)).count();
            (usize::from(*min)..=run).rev().any(|n| rest_fits(&text[n..], rest))
        }
    }
}

/// How near two places of a text are to each other: a value on the key's line is nearer than one in its section (up
/// to a blank line, a heading in brackets, the end of an object), and that nearer than all else.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Near {
    Line,
    Section,
    Window,
}

impl Near {
    fn of(between: &str) -> Self {
        if !between.contains('\n') && !between.contains('}') {
            Self::Line
        } else if !["\n\n", "\n\r\n", "\n[", "}"].iter().any(|end| between.contains(end)) {
            Self::Section
        } else {
            Self::Window
        }
    }
}

/// The values beside a key of this kind, each the nearest that its companion's names or its form give away. Where two
/// that differ are equally near, none is taken: a wrong pair reads like a dead key, so the person is asked.
pub fn beside(text: &[u8], key: &std::ops::Range<usize>, kind: &Kind) -> Companions {
    let needed = || kind.needs.iter().filter_map(|id| kind.provider().companion(id));
    if needed().next().is_none() {
        return Companions::new();
    }
    let from = key.start.saturating_sub(NEAR);
    let window = String::from_utf8_lossy(&text[from..text.len().min(key.end + NEAR)]);
    let place = window.floor_char_boundary(key.start - from);
    let mut out = Companions::new();
    for companion in needed() {
        let mut nearest: Option<(Near, Option<String>)> = None;
        let mut at = 0;
        for piece in window.split(['\n', ',', ';', '{', '}', '&']) {
            let (start, end) = (at, at + piece.len());
            at = end + 1;
            let Some(value) = value_of(piece, companion) else { continue };
            let near = Near::of(if start > place { &window[place..start] } else { &window[end.min(place)..place] });
            match &mut nearest {
                Some((best, _)) if *best < near => {}
                Some((best, held)) if *best == near => {
                    if held.as_ref() != Some(&value) {
                        *held = None;
                    }
                }
                _ => nearest = Some((near, Some(value))),
            }
        }
        let half = nearest.and_then(|(_, value)| Half::new(companion, &value?, false));
        out.extend(half.map(|half| (companion.id, half)));
    }
    out
}

/// The value of a companion in a piece of text `NAME = "value"`; by its form alone, where that has a mark.
fn value_of(piece: &str, companion: &Companion) -> Option<String> {
    let words = piece.split(|c: char| c.is_whitespace() || "\"'`()<>|=".contains(c)).filter(|w| !w.is_empty());
    let named = piece.split_once(['=', ':']).is_some_and(|(name, _)| {
        let name: String = name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
        companion.env.iter().any(|env| name.ends_with(env))
    });
    let marked = companion.forms.iter().any(|f| matches!(f.first(), Some(Item::Literal(l)) if l.len() >= 2));
    for word in words {
        let word = if named { word.trim_start_matches([':', ' ']) } else { word };
        if (named || marked) && fits(companion, word) {
            return Some(word.to_owned());
        }
        if named && let Some(choice) = companion.choices.iter().find(|c| word.contains(*c) || is_part(c, word)) {
            return Some((*choice).to_owned());
        }
    }
    None
}

/// Whether a site's name stands for a choice: `datadoghq.eu` for `api.datadoghq.eu`.
fn is_part(choice: &str, word: &str) -> bool {
    word.len() >= 2 && choice.strip_suffix(word).is_some_and(|before| before.ends_with(['.', '-', '/']))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::provider::find;

    fn kind(provider: &str, id: &str) -> &'static Kind {
        let provider = find(provider).expect("in the catalogue");
        provider.kinds.iter().find(|k| k.id == id).expect("a kind of it")
    }

    fn found(text: &str, key: &str, kind: &Kind) -> Vec<(&'static str, String)> {
        let at = text.find(key).expect("the key is in the text");
        let beside = beside(text.as_bytes(), &(at..at + key.len()), kind);
        beside.into_iter().map(|(id, half)| (id, half.shown())).collect()
    }

    fn sid(letter: char) -> String {
        format!("AC{}", String::from(letter).repeat(32))
    }

    #[test]
    fn a_value_fits_whole_or_not_at_all() {
        let account = find("twilio").expect("twilio").companion("account").expect("account");
        assert!(fits(account, &sid('a')));
        for wrong in
            [format!("{}a", sid('a')), format!(" {}", sid('a')), sid('g'), String::new(), format!("{}\n", sid('a'))]
        {
            assert!(!fits(account, &wrong), "{wrong:?}");
        }
    }

    #[test]
    fn the_nearest_second_half_is_taken() {
        let (one, two) = (sid('1'), sid('2'));
        let text = format!(
            "TWILIO_ACCOUNT_SID={one}\nTWILIO_AUTH_TOKEN=first\n\nTWILIO_ACCOUNT_SID=\"{two}\"\nTWILIO_AUTH_TOKEN=second\n"
        );
        let kind = kind("twilio", "auth-token");
        assert_eq!(found(&text, "first", kind), [("account", one)]);
        assert_eq!(found(&text, "second", kind), [("account", two)]);
        assert!(found("TWILIO_ACCOUNT_SID=nonsense\nkey", "key", kind).is_empty());
    }

    #[test]
    fn of_two_second_halves_that_are_equally_near_none_is_taken() {
        let (one, two) = (sid('1'), sid('2'));
        let kind = kind("twilio", "auth-token");
        let rows = format!(
            "A_TWILIO_ACCOUNT_SID={one}\nA_TWILIO_AUTH_TOKEN=first\nB_TWILIO_ACCOUNT_SID={two}\nB_TWILIO_AUTH_TOKEN=second\n"
        );
        assert!(found(&rows, "first", kind).is_empty());
        assert!(found(&rows, "second", kind).is_empty());
        let lines = format!("{{\"sid\":\"{one}\",\"token\":\"first\"}}\n{{\"sid\":\"{two}\",\"token\":\"second\"}}");
        assert_eq!(found(&lines, "first", kind), [("account", one.clone())]);
        assert_eq!(found(&lines, "second", kind), [("account", two)]);
        let twice = format!("TWILIO_ACCOUNT_SID={one}\nTWILIO_AUTH_TOKEN=first\nSID={one}\n");
        assert_eq!(found(&twice, "first", kind), [("account", one)]);
    }

    #[test]
    fn a_world_is_known_by_its_name_in_the_text() {
        let kind = kind("moonshot", "api");
        let text = "MOONSHOT_BASE_URL=https://api.moonshot.cn/v1\nMOONSHOT_API_KEY=key1";
        assert_eq!(found(text, "key1", kind), [("platform", "api.moonshot.cn".to_owned())]);
        assert!(found("https://api.moonshot.cn/v1 key1", "key1", kind).is_empty());
    }
}
