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
    /// Takes a value in, where the companion admits it; of a whole address, where a host is wanted, its host.
    pub fn new(companion: &Companion, value: &str, given: bool) -> Option<Self> {
        let value = admitted(companion, value)?;
        let value = if companion.secret { Value::Secret(Arc::new(Secret::new(value, 0))) } else { Value::Plain(value) };
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
    let needed = kind.needs().iter().filter_map(|id| kind.provider().companion(id)).filter(|c| !c.each);
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
    let needed = || kind.needs().iter().filter_map(|id| kind.provider().companion(id));
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

/// A value as its companion admits it: itself, or the host of the address that it is.
fn admitted(companion: &Companion, value: &str) -> Option<String> {
    if fits(companion, value) {
        return Some(value.to_owned());
    }
    companion.host.then(|| host_in(companion, value)).flatten()
}

/// The part of an address that a companion stands for: scheme, user info and path are taken off, what its check
/// writes behind it (`.myshopify.com`, `:8089`), and a port, each only where the form does not want it.
fn host_in(companion: &Companion, address: &str) -> Option<String> {
    let host = authority(address);
    let tail = companion.tail;
    let without_port = host.rsplit_once(':').map_or(host, |(before, _)| before);
    let short = |host: &str| host.strip_suffix(tail).unwrap_or(host).to_owned();
    [host.to_owned(), short(host), without_port.to_owned(), short(without_port)]
        .into_iter()
        .flat_map(|host| [host.to_ascii_lowercase(), host])
        .find(|host| fits(companion, host))
}

/// Host and port of `https://user@host:port/path`, of `host/path`, and of a host by itself.
fn authority(address: &str) -> &str {
    let (rest, url) = address.split_once("://").map_or((address, false), |(_, rest)| (rest, true));
    // A backslash counts as a slash in browsers.
    let host = &rest[..rest.find(['/', '\\', '?', '#']).unwrap_or(rest.len())];
    host.rsplit_once('@').filter(|_| url).map_or(host, |(_, host)| host)
}

/// The value of a companion in a piece of text `NAME = "value"`; by its form alone, where that has a mark.
fn value_of(piece: &str, companion: &Companion) -> Option<String> {
    let behind_name = piece.split_once(['=', ':']).and_then(|(name, value)| {
        let name: String = name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
        companion.env.iter().any(|env| name.ends_with(env)).then_some(value)
    });
    let named = behind_name.is_some();
    let separates = |c: char| c.is_whitespace() || "\"'`()<>|=".contains(c);
    let words = behind_name.unwrap_or(piece).split(separates).filter(|w| !w.is_empty());
    let begins = |literal: &Item| matches!(literal, Item::Literal(l) if l.len() >= 2);
    let marked = companion.forms.iter().any(|form| form.first().is_some_and(begins));
    for word in words {
        let word = if named { word.trim_start_matches(':') } else { word };
        if (named || marked || names_provider(companion, word))
            && let Some(value) = admitted(companion, word)
        {
            return Some(value);
        }
        if named && let Some(choice) = chosen(companion, word) {
            return Some(choice.to_owned());
        }
    }
    None
}

/// Whether an address by itself says what it is: it ends as only the hosts of this provider do.
fn names_provider(companion: &Companion, word: &str) -> bool {
    let host = authority(word);
    let host = host.rsplit_once(':').map_or(host, |(before, _)| before);
    let known = |tail: &str| tail.contains('.') && host.len() > tail.len() && host.ends_with(tail);
    let ends = companion.forms.iter().filter_map(|form| match form.last() {
        Some(Item::Literal(tail)) if tail.len() >= 6 => Some(*tail),
        _ => None,
    });
    companion.host && (known(companion.tail) || ends.into_iter().any(known))
}

/// The choice that a word stands for: by what the word means (`sandbox`), as it is or as an address of it, by a
/// part of its name (`datadoghq.eu` for `api.datadoghq.eu`), else the longest that stands in it.
fn chosen(companion: &Companion, word: &str) -> Option<&'static str> {
    let choices = companion.choices;
    let address = word.split_once("://").map_or(word, |(_, rest)| rest);
    let means = companion.means.iter().find(|(says, _)| word.eq_ignore_ascii_case(says)).map(|(_, choice)| choice);
    let is = |choice: &&&str| {
        address.strip_prefix(**choice).is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', ':', '?']))
    };
    means
        .or_else(|| choices.iter().find(is))
        .or_else(|| choices.iter().find(|choice| is_part(choice, word)))
        .or_else(|| choices.iter().filter(|choice| word.contains(**choice)).max_by_key(|choice| choice.len()))
        .copied()
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

    fn beside_key(line: &str, key: &str, provider: &str, id: &str) -> Vec<(&'static str, String)> {
        found(&format!("{line}\nKEY={key}\n"), key, kind(provider, id))
    }

    #[test]
    fn a_host_is_taken_out_of_the_address_that_a_name_gives() {
        let project = "abcdefghijklmnopqrst";
        let cases = [
            (
                "supabase",
                "secret",
                "host",
                format!("SUPABASE_URL=https://{project}.supabase.co"),
                format!("{project}.supabase.co"),
            ),
            (
                "supabase",
                "secret",
                "host",
                format!("NEXT_PUBLIC_SUPABASE_URL=\"https://{project}.supabase.co/rest/v1/\""),
                format!("{project}.supabase.co"),
            ),
            (
                "databricks",
                "pat",
                "host",
                "export DATABRICKS_HOST=https://adb-1234567890123456.7.azuredatabricks.net/?o=1".into(),
                "adb-1234567890123456.7.azuredatabricks.net".into(),
            ),
            (
                "databricks",
                "pat",
                "host",
                "host: https://Acme-Dev.cloud.databricks.com/ # DATABRICKS_HOST".into(),
                "acme-dev.cloud.databricks.com".into(),
            ),
            (
                "jfrog",
                "api-key",
                "platform",
                "JFROG_URL=https://me:pw@acme.jfrog.io/artifactory".into(),
                "acme.jfrog.io".into(),
            ),
            (
                "1password",
                "connect",
                "server",
                "OP_CONNECT_HOST=http://connect.acme.test:8080".into(),
                "connect.acme.test:8080".into(),
            ),
            (
                "turso",
                "database",
                "database",
                "TURSO_DATABASE_URL=libsql://app-acme.turso.io".into(),
                "app-acme.turso.io".into(),
            ),
            (
                "splunk",
                "enterprise",
                "host",
                "SPLUNK_URL=https://splunk.acme.test:8089/en-GB/".into(),
                "splunk.acme.test".into(),
            ),
            ("shopify", "admin", "shop", "SHOPIFY_SHOP=acme-store.myshopify.com".into(), "acme-store".into()),
            ("zendesk", "oauth", "subdomain", "ZENDESK_DOMAIN=https://acme.zendesk.com/".into(), "acme".into()),
            (
                "grafana",
                "service-account",
                "host",
                r#"{"grafanaUrl": "https://grafana.acme.test:3000/d/x"}"#.into(),
                "grafana.acme.test:3000".into(),
            ),
        ];
        for (provider, id, slot, line, host) in cases {
            assert_eq!(beside_key(&line, "key1", provider, id), [(slot, host)], "{line}");
        }
    }

    #[test]
    fn what_only_looks_like_a_host_of_theirs_is_not_taken() {
        for line in [
            "SUPABASE_URL=https://abcdefghijklmnopqrst.supabase.co.evil.test/",
            "SUPABASE_URL=https://evil.test/?https://abcdefghijklmnopqrst.supabase.co",
            "SUPABASE_URL=https://abcdefghijklmnopqrst.supabase.co@evil.test",
            "SUPABASE_URL=https://evil.test\\@abcdefghijklmnopqrst.supabase.co",
        ] {
            assert!(beside_key(line, "key1", "supabase", "secret").is_empty(), "{line}");
        }
        // Nothing but a name makes any host a server of one's own.
        assert!(beside_key("see https://docs.acme.test/", "key1", "gitea", "access-token").is_empty());
    }

    #[test]
    fn an_address_that_ends_as_only_theirs_do_needs_no_name() {
        let line = "curl https://abcdefghijklmnopqrst.supabase.co/rest/v1/";
        assert_eq!(beside_key(line, "key1", "supabase", "secret").len(), 1);
        let shop = "open https://acme-store.myshopify.com/admin";
        assert_eq!(beside_key(shop, "key1", "shopify", "admin"), [("shop", "acme-store".to_owned())]);
    }

    #[test]
    fn a_person_may_type_the_whole_address() {
        let host = find("supabase").expect("supabase").companion("host").expect("host");
        let half = Half::new(host, "https://abcdefghijklmnopqrst.supabase.co/rest", true).expect("a host of theirs");
        assert_eq!(half.shown(), "abcdefghijklmnopqrst.supabase.co");
        assert!(Half::new(host, "https://evil.test/", true).is_none());
    }

    #[test]
    fn a_word_for_a_world_points_at_its_choice() {
        for (provider, id, line, choice) in [
            ("paypal", "client-secret", "PAYPAL_MODE=sandbox", "api-m.sandbox.paypal.com"),
            ("paypal", "client-secret", "PAYPAL_MODE=live", "api-m.paypal.com"),
            ("adyen", "api", "ADYEN_ENVIRONMENT=TEST", "management-test.adyen.com"),
            ("adyen", "api", "ADYEN_ENVIRONMENT: live", "management-live.adyen.com"),
            ("plaid", "secret", "PLAID_ENV=sandbox", "sandbox.plaid.com"),
            ("braintree", "private-key", "BRAINTREE_ENVIRONMENT='Sandbox'", "payments.sandbox.braintree-api.com"),
            ("square", "access-token", "SQUARE_ENVIRONMENT=production", "connect.squareup.com"),
            ("polar", "organization", "POLAR_SERVER=sandbox", "sandbox-api.polar.sh"),
            ("paddle", "legacy", "PADDLE_ENVIRONMENT=sandbox", "sandbox-api.paddle.com"),
            ("new-relic", "user", "NEW_RELIC_REGION=EU", "api.eu.newrelic.com"),
            ("new-relic", "user", "NEW_RELIC_REGION=us", "api.newrelic.com"),
        ] {
            let found = beside_key(line, "key1", provider, id);
            assert!(found.iter().any(|(_, value)| value == choice), "{line}: {found:?}");
        }
    }

    #[test]
    fn of_choices_within_each_other_the_one_that_was_written_is_taken() {
        let langfuse = find("langfuse").expect("langfuse").companion("region").expect("region");
        assert_eq!(chosen(langfuse, "https://us.cloud.langfuse.com"), Some("us.cloud.langfuse.com"));
        assert_eq!(chosen(langfuse, "https://cloud.langfuse.com/"), Some("cloud.langfuse.com"));
        let mixpanel = find("mixpanel").expect("mixpanel").companion("site").expect("site");
        assert_eq!(chosen(mixpanel, "https://api-eu.mixpanel.com"), Some("eu.mixpanel.com"));
        assert_eq!(chosen(mixpanel, "eu.mixpanel.com"), Some("eu.mixpanel.com"));
        let datadog = find("datadog").expect("datadog").companion("site").expect("site");
        assert_eq!(chosen(datadog, "datadoghq.eu"), Some("api.datadoghq.eu"));
    }
}
