//! What a credential tells of itself, without any request: expiry, account, workspace, host. What is read here
//! comes from whoever wrote the credential: it is shown and never used, no host of it is ever asked.
//!
//! No fact is a part of the secret that its mask would hide: the functions here read what is public in a value
//! (payloads, names, numbers) and pass passwords, keys and signatures by.

mod account;
mod address;
mod claims;
mod rule;
mod time;

pub use rule::Offline;

use crate::provider::{Item, Kind};

/// One thing that a credential tells.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fact {
    /// A name of `provider/fact.rs`.
    pub name: &'static str,
    /// What it tells.
    pub value: Told,
}

/// What a fact says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Told {
    /// Words of whoever made the credential.
    Text(String),
    /// Seconds since 1970.
    Time(i64),
    /// Whether it reaches real data.
    Mode(Mode),
}

/// Whether a credential is for trying things out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mode {
    /// A sandbox: no real money, no real data.
    Test,
    /// The real thing, where the provider has both.
    Live,
}

/// Characters of a fact; what is longer is cut.
const LONGEST: usize = 160;

/// Facts in the making.
struct Facts(Vec<Fact>);

impl Facts {
    fn text(&mut self, name: &'static str, text: impl AsRef<str>) {
        let text = text.as_ref();
        if !text.is_empty() && self.0.iter().all(|fact| fact.name != name) {
            let text = text.char_indices().nth(LONGEST).map_or(text.into(), |(at, _)| format!("{}…", &text[..at]));
            self.0.push(Fact { name, value: Told::Text(text) });
        }
    }

    /// A time between 1970 and 9999; others are no times.
    fn time(&mut self, name: &'static str, seconds: Option<i64>) {
        if let Some(seconds) = seconds.filter(|s| (1..253_402_300_800).contains(s)) {
            self.0.push(Fact { name, value: Told::Time(seconds) });
        }
    }
}

/// All that a value of this kind tells.
pub fn facts(kind: &Kind, value: &str) -> Vec<Fact> {
    let mut out = Facts(Vec::new());
    if let Some(rule) = kind.offline {
        // What cannot be read tells nothing.
        _ = read(rule, value, &mut out);
    }
    if let Some(mode) = mode(kind, value) {
        out.0.push(Fact { name: "mode", value: Told::Mode(mode) });
    }
    out.0
}

/// Reads what a value of any of these kinds tells. The first part of the page goes without: the code that reads facts
/// weighs 6 KB in its download.
pub(super) type Tell = fn(&[&'static Kind], &str) -> Vec<Fact>;

/// What a value tells that may be of any of these kinds: that on which all agree.
pub(super) fn common(kinds: &[&'static Kind], value: &str) -> Vec<Fact> {
    let Some((first, others)) = kinds.split_first() else { return Vec::new() };
    let mut out = facts(first, value);
    for kind in others {
        let other = facts(kind, value);
        out.retain(|fact| other.contains(fact));
    }
    out
}

fn read(rule: Offline, value: &str, out: &mut Facts) -> Option<()> {
    match rule {
        Offline::AwsAccount => out.text("account", account::aws(value)?),
        Offline::Bedrock => account::bedrock(value, out)?,
        Offline::GcpJson => account::gcp(value, out),
        Offline::PypiCaveats => claims::caveats(value, out)?,
        Offline::StripeAccount => out.text("account", account::stripe(value)?),
        Offline::Slack => account::slack(value, out),
        Offline::PostmanTime => out.time("created", time::postman(value)),
        Offline::DiscordBot => account::discord(&account::in_base64(value.split('.').next()?)?, out)?,
        Offline::DiscordWebhook => account::discord(between(value, "/webhooks/", "/")?, out)?,
        Offline::Ksuid => out.time("created", time::ksuid(value)),
        Offline::PaddleUlid => out.time("created", time::ulid(between(value, "apikey_", "_")?)),
        Offline::JfrogExpiry => out.time("expires", time::jfrog(value)),
        Offline::FlutterwaveTime => out.time("created", time::flutterwave(value)),
        Offline::DatabaseUrl => address::database(value, out)?,
        Offline::AzureConnection => address::azure(value, out),
        Offline::AzureSas => address::sas(value, out),
        Offline::SentryDsn => address::dsn(value, out)?,
        Offline::ClerkHost => {
            let host = account::in_base64(value.rsplit('_').next()?)?;
            out.text("host", host.strip_suffix('$')?);
        }
        Offline::TelegramBot => out.text("account", between(value, "/bot", ":").or(before(value, ":"))?),
        Offline::AsanaUser => out.text("user", between(value, "/", "/").or(between(value, "/", ":"))?),
        Offline::ClickupUser => out.text("user", between(value, "_", "_")?),
        Offline::TwitchChannel => out.text("account", between(value, "_", "_")?),
        Offline::SalesforceOrg => out.text("organisation", before(value, "!")?),
        Offline::MailchimpRegion => out.text("region", value.rsplit_once('-')?.1),
        Offline::HubspotRegion => out.text("region", between(value, "-", "-")?),
        Offline::LogfireRegion => out.text("region", between(value, "pylf_v", "")?.split('_').nth(1)?),
        Offline::TwitterUser => out.text("user", before(value, "-")?),
        Offline::BraintreeMerchant => {
            let parts: Vec<&str> = value.split(['$', '_']).collect();
            out.text("account", if value.contains('$') { parts.get(parts.len() - 2)? } else { parts.last()? });
        }
        rule => claims::payload(rule, value, out),
    }
    Some(())
}

/// What stands before a mark.
fn before<'v>(value: &'v str, mark: &str) -> Option<&'v str> {
    value.split_once(mark).map(|(text, _)| text)
}

/// What stands between two marks; nothing for the second means the end.
fn between<'v>(value: &'v str, from: &str, to: &str) -> Option<&'v str> {
    let (_, rest) = value.split_once(from)?;
    if to.is_empty() { Some(rest) } else { before(rest, to) }
}

/// Test or live, where the form says so in a literal that stands in the value.
fn mode(kind: &Kind, value: &str) -> Option<Mode> {
    const TEST: &[&str] = &["test", "sandbox", "sbox", "sdbx"];
    const LIVE: &[&str] = &["live", "production"];
    let literals = kind.forms.iter().flat_map(|items| *items).filter_map(|item| match item {
        Item::Literal(text) if value.contains(text) => Some(text.to_ascii_lowercase()),
        _ => None,
    });
    literals.into_iter().find_map(|literal| {
        let says = |words: &[&str]| literal.split(|c: char| !c.is_ascii_alphanumeric()).any(|w| words.contains(&w));
        says(TEST).then_some(Mode::Test).or(says(LIVE).then_some(Mode::Live))
    })
}
