//! Endpoints whose host the person chooses (`custom.html`): what they typed, read strictly; the catalogue's checks that
//! can go there; and the one rule of where a key goes: to the origin that was typed, and to no other.

use super::companions::{self, Companions};
use crate::provider::checks::{Access, Check, Checks};
use crate::provider::{Companion, Item, PROVIDERS, Provider, slots};

/// An address that a person typed: `https://gateway.acme.example/v1`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Endpoint {
    origin: String,
    /// Without port.
    host: String,
    port: Option<u16>,
    /// Without a slash at its end: empty for the root.
    path: String,
}

/// Why a text is no such address.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NotAnEndpoint {
    /// There is nothing in it.
    Empty,
    /// Neither `https:` nor `http:`.
    Scheme,
    /// A name or password stands before the host, which hides where it leads.
    UserInfo,
    /// Its host is none, or written in a way that browsers read as another one.
    Host,
    /// Its port is no number from 1 to 65,535.
    Port,
    /// Its path holds what does not belong there: `?`, `#`, `..`, a space.
    Path,
    /// It does not fit the hosts that this kind of key belongs to.
    NotTheirs,
}

/// What a browser does on the way to an endpoint.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reach {
    /// Nothing particular.
    Open,
    /// This machine, in the clear: browsers that count it as safe let a page reach it; Chromium asks leave first.
    ThisMachine,
    /// The local network, by https: Chromium asks leave first.
    LocalNetwork,
    /// Another machine in the clear: refused.
    Plain,
}

impl Endpoint {
    /// Reads what was typed. Without a scheme this machine is meant by `http:`, any other by `https:`.
    ///
    /// # Errors
    /// Where it is no address, or one that a browser could read otherwise than a person: the reason.
    pub fn parse(text: &str) -> Result<Self, NotAnEndpoint> {
        let text = text.trim();
        if text.is_empty() {
            return Err(NotAnEndpoint::Empty);
        }
        if !text.bytes().all(|b| (0x21..=0x7e).contains(&b) && !b"\\\"'<>`{}|^".contains(&b)) {
            let (before, _) = text.split_at(text.find('/').filter(|at| !text[..*at].ends_with(':')).unwrap_or(0));
            return Err(if before.is_ascii() { NotAnEndpoint::Host } else { NotAnEndpoint::Path });
        }
        let (scheme, rest) = match text.split_once("://") {
            Some((scheme, rest)) => (scheme.to_ascii_lowercase(), rest),
            None => (String::new(), text),
        };
        let (authority, path) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
        if authority.contains('@') {
            return Err(NotAnEndpoint::UserInfo);
        }
        if authority.starts_with('[') {
            // No policy can name an address of version 6.
            return Err(NotAnEndpoint::Host);
        }
        let (host, port) = match authority.rsplit_once(':') {
            Some((host, port)) => {
                let digits = port.bytes().all(|b| b.is_ascii_digit()) && !port.starts_with('0');
                let number = port.parse::<u16>().ok().filter(|_| digits);
                (host, Some(number.ok_or(NotAnEndpoint::Port)?))
            }
            None => (authority, None),
        };
        let host = host.to_ascii_lowercase();
        if !is_host(&host) {
            return Err(NotAnEndpoint::Host);
        }
        let scheme = match scheme.as_str() {
            "" if is_this_machine(&host) => "http",
            "" | "https" => "https",
            "http" => "http",
            _ => return Err(NotAnEndpoint::Scheme),
        };
        let path = path.trim_end_matches('/');
        if path.contains(['?', '#', '%'])
            || path.split('/').any(|part| matches!(part, "." | ".."))
            || path.contains("//")
        {
            return Err(NotAnEndpoint::Path);
        }
        let port = port.filter(|port| *port != if scheme == "https" { 443 } else { 80 });
        let mut out = Self { origin: String::new(), host, port, path: path.to_owned() };
        out.origin = format!("{scheme}://{}", out.authority());
        Ok(out)
    }

    /// `https://gateway.acme.example:8443`: the scheme, the host, and the port where it is not the scheme's own.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Where a server of `OpenAI`'s form has its list: with `/v1` where no path was typed, and without the end of one
    /// of its other addresses.
    pub fn openai_base(&self) -> String {
        let path = ["/chat/completions", "/completions", "/models", "/responses", "/embeddings"]
            .iter()
            .find_map(|end| self.path.strip_suffix(end))
            .unwrap_or(&self.path);
        format!("{}{}", self.origin, if path.is_empty() { "/v1" } else { path })
    }

    /// What a browser does on the way.
    pub fn reach(&self) -> Reach {
        match (self.origin.starts_with("https:"), is_this_machine(&self.host)) {
            (false, true) => Reach::ThisMachine,
            (false, false) => Reach::Plain,
            (true, true) => Reach::LocalNetwork,
            (true, false) if is_local(&self.host) => Reach::LocalNetwork,
            (true, false) => Reach::Open,
        }
    }

    fn authority(&self) -> String {
        self.port.map_or_else(|| self.host.clone(), |port| format!("{}:{port}", self.host))
    }
}

/// Letters, digits and hyphens with dots between; a last part that is a number makes it an address of four plain
/// numbers, as `https://url.spec.whatwg.org/#ends-in-a-number-checker` (2026-11) has it: `0x7f.1` is none.
fn is_host(host: &str) -> bool {
    let parts: Vec<_> = host.split('.').collect();
    let plain = |part: &&str| {
        (1..=63).contains(&part.len())
            && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b))
            && !part.starts_with('-')
            && !part.ends_with('-')
    };
    let last = parts.last().copied().unwrap_or_default();
    let numeric = last.bytes().all(|b| b.is_ascii_digit()) || last.starts_with("0x");
    host.len() <= 253 && parts.iter().all(plain) && (!numeric || four_numbers(host).is_some())
}

fn four_numbers(host: &str) -> Option<[u8; 4]> {
    let number = |part: &str| part.parse::<u8>().ok().filter(|n| n.to_string() == part);
    let numbers: Option<Vec<_>> = host.split('.').map(number).collect();
    numbers?.try_into().ok()
}

/// The names of this machine that a policy can hold.
fn is_this_machine(host: &str) -> bool {
    matches!(host, "localhost" | "127.0.0.1")
}

/// Whether a host is likely one of the local network: a private address (RFC 1918, RFC 3927), a name without a dot,
/// or one under a suffix that the public net does not know.
fn is_local(host: &str) -> bool {
    match four_numbers(host) {
        Some([10 | 127, ..] | [192, 168, ..] | [172, 16..=31, ..] | [169, 254, ..]) => true,
        Some(_) => false,
        None => {
            let ends = [".local", ".lan", ".home.arpa", ".internal", ".intranet", ".localhost"];
            !host.contains('.') || ends.iter().any(|end| host.ends_with(end))
        }
    }
}

/// A check of the catalogue that can go to a host of the person's own.
pub struct Target<'a> {
    /// Whose key it checks.
    pub provider: &'static Provider,
    /// As the file has it.
    pub check: &'a Check,
    /// Whether its provider is known to refuse browsers: then `curl` asks.
    pub refuses: bool,
}

/// Providers with a public host of their own whose customers run the same program elsewhere.
const ALSO_ELSEWHERE: &[&str] = &["gitlab"];

/// Every check of the catalogue that can go to a host of the person's own, by provider.
pub fn targets(checks: &Checks) -> Vec<Target<'_>> {
    let mut out = Vec::new();
    for provider in *PROVIDERS {
        let Some(known) = checks.of(provider.id) else { continue };
        for check in &known.checks {
            // Of a public host's checks those that decide; the others tell facts.
            let decides =
                |kind: &String| known.checks.iter().find(|c| c.kinds.contains(kind)).is_some_and(|c| c.id == check.id);
            let elsewhere = ALSO_ELSEWHERE.contains(&provider.id) && check.kinds.iter().any(decides);
            let theirs = host_companion(provider, check).is_some() || elsewhere;
            if theirs && check.curl.is_empty() && !check.is_socket() {
                let refuses = check.access.unwrap_or(known.access) == Access::Refuses;
                out.push(Target { provider, check, refuses });
            }
        }
    }
    out
}

/// The companion that makes up the host of a check.
pub fn host_companion(provider: &'static Provider, check: &Check) -> Option<&'static Companion> {
    let (host, ..) = slots::parts(&check.url);
    slots::names(host).into_iter().filter_map(|slot| provider.companion(slot)).find(|c| c.host)
}

/// What the hosts of a companion end in, where they all end alike: `NAME.supabase.co` for an example.
pub fn ending(companion: &Companion) -> &'static str {
    match companion.forms.first().and_then(|form| form.last()) {
        Some(Item::Literal(tail)) => tail,
        _ => "",
    }
}

/// The companions that a target asks for beside key and host.
pub fn others(provider: &'static Provider, check: &Check) -> Vec<&'static Companion> {
    let slots = check.slots();
    slots.iter().filter_map(|slot| provider.companion(slot)).filter(|c| !c.host).collect()
}

/// A check as it goes to an endpoint: its host is the one that was typed, its path stands behind the typed one.
///
/// # Errors
/// Where the endpoint is none of the hosts that this kind of key belongs to.
pub fn at(provider: &'static Provider, check: &Check, endpoint: &Endpoint) -> Result<Check, NotAnEndpoint> {
    let (_, path, query) = slots::parts(&check.url);
    let mut origin = endpoint.origin.clone();
    if let Some(companion) = host_companion(provider, check) {
        companions::Half::new(companion, &endpoint.authority(), true).ok_or(NotAnEndpoint::NotTheirs)?;
        if let (Some(port), None) = (companion.tail.strip_prefix(':'), endpoint.port) {
            origin = format!("{origin}:{port}");
        }
    }
    let query = if query.is_empty() { String::new() } else { format!("?{query}") };
    let url = format!("{origin}{}{path}{query}", endpoint.path);
    let out = Check { url, off: None, ..check.clone() };
    if stays_at(&out, endpoint) { Ok(out) } else { Err(NotAnEndpoint::NotTheirs) }
}

/// Whether a check goes to the endpoint's own host and scheme, and no slot can change that: it may name a port of its
/// own where none was typed.
pub fn stays_at(check: &Check, endpoint: &Endpoint) -> bool {
    let Some(rest) = check.url.strip_prefix(&endpoint.origin) else { return false };
    let port = rest.strip_prefix(':').filter(|_| endpoint.port.is_none());
    let rest = port.map_or(rest, |rest| rest.trim_start_matches(|c: char| c.is_ascii_digit()));
    rest.starts_with('/') && !check.is_socket()
}

/// The origin that a check goes to, as it is confirmed by the person and named on the button.
pub fn origin_of(check: &Check) -> String {
    let scheme = check.url.split("://").next().unwrap_or_default();
    format!("{scheme}://{}", slots::parts(&check.url).0)
}

/// The companions that a check wants, all of them known.
pub fn is_complete(provider: &'static Provider, check: &Check, known: &Companions) -> bool {
    others(provider, check).iter().all(|companion| known.contains_key(companion.id))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::provider::find;

    fn endpoint(text: &str) -> Endpoint {
        Endpoint::parse(text).unwrap_or_else(|why| panic!("{text}: {why:?}"))
    }

    #[test]
    fn an_origin_is_what_was_typed_and_nothing_else() {
        for (typed, origin) in [
            ("https://gateway.acme.example/v1/", "https://gateway.acme.example"),
            (" HTTPS://Gateway.Acme.example:443/v1 ", "https://gateway.acme.example"),
            ("gateway.acme.example", "https://gateway.acme.example"),
            ("localhost:11434", "http://localhost:11434"),
            ("127.0.0.1:1234/v1", "http://127.0.0.1:1234"),
            ("http://192.168.0.9:8000", "http://192.168.0.9:8000"),
            ("http://nas:80/x", "http://nas"),
        ] {
            assert_eq!(endpoint(typed).origin(), origin, "{typed}");
        }
    }

    #[test]
    fn what_a_browser_could_read_otherwise_than_a_person_is_refused() {
        use NotAnEndpoint as N;
        for (typed, why) in [
            ("", N::Empty),
            ("  ", N::Empty),
            ("ftp://acme.example", N::Scheme),
            ("javascript://acme.example/%0aalert(1)", N::Scheme),
            ("https://api.openai.com@evil.example/v1", N::UserInfo),
            ("https://api.openai.com:pw@evil.example", N::UserInfo),
            ("https://evil.example\\@api.openai.com", N::Host),
            ("https:\\\\evil.example", N::Host),
            ("https://аpi.openai.com/v1", N::Host),
            ("https://", N::Host),
            ("https://.acme.example", N::Host),
            ("https://-acme.example", N::Host),
            ("http://2130706433/", N::Host),
            ("http://0x7f.1/", N::Host),
            ("http://127.1/", N::Host),
            ("http://127.0.0.01/", N::Host),
            ("https://[::1]/", N::Host),
            ("https://acme.example:0", N::Port),
            ("https://acme.example:99999", N::Port),
            ("https://acme.example:", N::Port),
            ("https://acme.example/v1?key=x", N::Path),
            ("https://acme.example/#x", N::Path),
            ("https://acme.example/a/../b", N::Path),
            ("https://acme.example//evil.example/", N::Path),
            ("https://acme.example/%2e%2e/", N::Path),
        ] {
            assert_eq!(Endpoint::parse(typed), Err(why), "{typed}");
        }
    }

    #[test]
    fn what_a_browser_does_on_the_way_is_told_beforehand() {
        for (typed, reach) in [
            ("https://gateway.acme.example", Reach::Open),
            ("https://8.8.8.8", Reach::Open),
            ("localhost:11434", Reach::ThisMachine),
            ("http://127.0.0.1:1234", Reach::ThisMachine),
            ("https://localhost:8443", Reach::LocalNetwork),
            ("https://192.168.1.5", Reach::LocalNetwork),
            ("https://172.20.0.1", Reach::LocalNetwork),
            ("https://172.32.0.1", Reach::Open),
            ("https://gitlab.local", Reach::LocalNetwork),
            ("https://gitlab", Reach::LocalNetwork),
            ("http://192.168.0.9:8000", Reach::Plain),
            ("http://gateway.acme.example", Reach::Plain),
            // The policy names these two alone.
            ("http://127.0.0.2:1234", Reach::Plain),
        ] {
            assert_eq!(endpoint(typed).reach(), reach, "{typed}");
        }
    }

    #[test]
    fn the_list_of_models_is_looked_for_under_v1_where_no_path_was_typed() {
        for (typed, base) in [
            ("localhost:11434", "http://localhost:11434/v1"),
            ("https://gw.acme.example/openai/v1/", "https://gw.acme.example/openai/v1"),
            ("https://gw.acme.example/v1/chat/completions", "https://gw.acme.example/v1"),
            ("https://gw.acme.example/v1/models", "https://gw.acme.example/v1"),
        ] {
            assert_eq!(endpoint(typed).openai_base(), base, "{typed}");
        }
    }

    fn target(provider: &str, id: &str, typed: &str) -> Result<String, NotAnEndpoint> {
        let checks = Checks::compiled_in();
        let provider = find(provider).expect("in the catalogue");
        let check = checks.of(provider.id).and_then(|known| known.check(id)).expect("a check of it");
        at(provider, check, &endpoint(typed)).map(|check| check.url)
    }

    #[test]
    fn a_check_goes_to_the_typed_host_behind_the_typed_path() {
        for (provider, id, typed, url) in [
            ("gitea", "user", "https://git.acme.example", "https://git.acme.example/api/v1/user"),
            ("gitea", "user", "https://acme.example/git/", "https://acme.example/git/api/v1/user"),
            ("gitea", "user", "localhost:3000", "http://localhost:3000/api/v1/user"),
            ("gitlab", "user", "https://gitlab.acme.example:8443", "https://gitlab.acme.example:8443/api/v4/user"),
            ("shopify", "scopes", "acme.myshopify.com", "https://acme.myshopify.com/admin/oauth/access_scopes.json"),
            (
                "azure-openai",
                "models",
                "acme.openai.azure.com",
                "https://acme.openai.azure.com/openai/models?api-version=2024-10-21",
            ),
            (
                "splunk",
                "context",
                "splunk.acme.example",
                "https://splunk.acme.example:8089/services/authentication/current-context?output_mode=json",
            ),
            (
                "splunk",
                "context",
                "splunk.acme.example:9443",
                "https://splunk.acme.example:9443/services/authentication/current-context?output_mode=json",
            ),
        ] {
            assert_eq!(target(provider, id, typed).as_deref(), Ok(url), "{typed}");
        }
    }

    #[test]
    fn a_host_that_is_not_of_a_provider_with_hosts_of_its_own_is_refused() {
        for (provider, id, typed) in [
            ("azure-openai", "models", "https://acme.openai.azure.com.evil.example"),
            ("shopify", "scopes", "https://evil.example"),
            ("supabase", "tables", "https://evil.example"),
        ] {
            assert_eq!(target(provider, id, typed), Err(NotAnEndpoint::NotTheirs), "{typed}");
        }
    }

    #[test]
    fn no_check_leaves_the_origin_that_was_typed() {
        let checks = Checks::compiled_in();
        let endpoint = endpoint("https://git.acme.example");
        let gitea = checks.of("gitea").and_then(|known| known.check("user")).expect("a check of it");
        for url in [
            "https://git.acme.example.evil.example/x",
            "https://git.acme.example@evil.example/x",
            "https://git.acme.example{key}/x",
            "https://git.acme.example",
            "http://git.acme.example/x",
            "https://git.acme.example:{key}/x",
        ] {
            assert!(!stays_at(&Check { url: url.into(), ..gitea.clone() }, &endpoint), "{url}");
        }
    }

    #[test]
    fn every_target_has_a_place_to_go_and_asks_for_what_it_needs() {
        let checks = Checks::compiled_in();
        let all = targets(&checks);
        assert!(all.len() > 25, "{}", all.len());
        for Target { provider, check, .. } in all {
            let (host, ..) = slots::parts(&check.url);
            let typed = slots::fill(host, |_| Some("acme"));
            let lax = match at(provider, check, &endpoint(&typed)) {
                Err(NotAnEndpoint::NotTheirs) => continue,
                other => other.unwrap_or_else(|why| panic!("{}: {why:?}", provider.id)),
            };
            assert!(others(provider, &lax).iter().all(|c| !c.host), "{}", provider.id);
            assert!(origin_of(&lax).starts_with("https://acme") || origin_of(&lax) == "https://gitlab.com");
        }
    }
}
