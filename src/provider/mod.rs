//! What is known of each provider: one data file each (`README.md` beside this file), parted by `build.rs`
//! into the tables here (recognition, always at hand, and what sending needs) and two files that the page fetches
//! (checks, guidance).

pub mod checks;
pub mod fact;
mod sending;
pub mod slots;
mod table;

use crate::recognise::checksum::Checksum;
use crate::recognise::offline::Offline;

mod files {
    include!(concat!(env!("OUT_DIR"), "/files.rs"));
}

pub use files::*;
pub use table::PROVIDERS;

/// A provider, as far as recognising its credentials goes.
#[derive(Debug)]
pub struct Provider {
    /// Index into [`PROVIDERS`].
    pub place: usize,
    /// The id: its file's name.
    pub id: &'static str,
    /// As the provider writes itself.
    pub name: &'static str,
    /// The heading it stands under in lists.
    pub group: Group,
    /// Variable names that give a key of this provider away: lower case, letters and digits only.
    pub env: &'static [&'static str],
    /// Beginnings of names for which the prefilter looks; empty where no kind needs a name.
    pub words: &'static [&'static str],
    /// HTTP headers that belong to this provider alone, in lower case.
    pub headers: &'static [&'static str],
    /// Hosts of its API.
    pub hosts: &'static [&'static str],
    /// The kinds of credential it gives out.
    pub kinds: &'static [Kind],
}

/// What a key needs beside itself before it can be checked: a second half, an account, a site.
#[derive(Debug)]
pub struct Companion {
    /// The slot's name: `account` for `{account}`.
    pub id: &'static str,
    /// In words: `Account SID`.
    pub name: &'static str,
    /// The forms of which a value must fit one, from end to end; empty where there are `choices`.
    pub forms: &'static [&'static [Item]],
    /// A fixed set of values.
    pub choices: &'static [&'static str],
    /// Whether the choices are worlds: asked one after another, in this order, until one knows the key.
    pub each: bool,
    /// Words that a name beside the key may give for a choice (`PAYPAL_MODE=sandbox`), and the choice.
    pub means: &'static [(&'static str, &'static str)],
    /// Whether it becomes part of a host of the customer's own choosing: never asked from the main page.
    pub host: bool,
    /// What its check writes behind it in the host: `.myshopify.com`, `:8089`; mostly nothing.
    pub tail: &'static str,
    /// Whether it is as secret as the key.
    pub secret: bool,
    /// Names that give a value away; as [`Provider::env`].
    pub env: &'static [&'static str],
}

/// What a provider is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs)]
pub enum Group {
    Ai,
    Forge,
    Cloud,
    Payments,
    Mail,
    Chat,
    Monitoring,
    Database,
    Data,
    Work,
    Other,
}

impl Group {
    /// All of them, in the order in which they are listed; `build.rs` writes a group as its place here.
    pub const ALL: [Self; 11] = [
        Self::Ai,
        Self::Forge,
        Self::Cloud,
        Self::Payments,
        Self::Mail,
        Self::Chat,
        Self::Monitoring,
        Self::Database,
        Self::Data,
        Self::Work,
        Self::Other,
    ];
}

/// A kind of credential: the forms it has, and where it may be sent.
#[derive(Debug)]
pub struct Kind {
    /// Index into [`PROVIDERS`].
    pub provider: usize,
    /// Index into its provider's kinds.
    pub place: usize,
    /// The id, unique within its provider.
    pub id: &'static str,
    /// In words: `Project key`.
    pub name: &'static str,
    /// What its form proves by itself.
    pub mark: Mark,
    /// The checksum that a sound one satisfies, if there is one.
    pub checksum: Option<Checksum>,
    /// How to read what it tells of itself, where it does.
    pub offline: Option<Offline>,
    /// Names that mean this kind and no other of the provider; as [`Provider::env`].
    pub env: &'static [&'static str],
    /// Whether finding it matters: `false` for keys that are public by design.
    pub secret: bool,
    /// The forms, each a row of items.
    pub forms: &'static [&'static [Item]],
}

impl Kind {
    /// The provider that gives it out.
    pub fn provider(&self) -> &'static Provider {
        &PROVIDERS[self.provider]
    }

    /// Where the page may send it, and in which place of the request; empty where the page has no check.
    pub fn destinations(&self) -> &'static [Destination] {
        sending::of_kind(self.provider, self.place).destinations
    }

    /// How many of them, from the first, are its main check's: one for each choice.
    pub fn main(&self) -> usize {
        sending::of_kind(self.provider, self.place).main
    }

    /// The companions of its main check, in the order of the request.
    pub fn needs(&self) -> &'static [&'static str] {
        sending::of_kind(self.provider, self.place).needs
    }

    /// Whether its main check costs something, so that the person is asked first.
    pub fn costs(&self) -> bool {
        sending::of_kind(self.provider, self.place).costs
    }
}

impl PartialEq for Kind {
    fn eq(&self, other: &Self) -> bool {
        self.provider == other.provider && self.id == other.id
    }
}

/// What a form proves by itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mark {
    /// The provider, for certain.
    Own,
    /// That it is a credential, of one provider among several.
    Shared,
    /// Nothing without a name beside it.
    None,
}

/// One item of a form.
#[derive(Debug)]
pub enum Item {
    /// Exactly this text.
    Literal(&'static str),
    /// So many bytes of a class.
    Run {
        /// The bytes that may stand here.
        class: &'static Class,
        /// At least so many.
        min: u16,
        /// At most so many.
        max: u16,
    },
}

/// A set of ASCII bytes, a bit each.
#[derive(PartialEq, Eq, Debug)]
pub struct Class(pub [u64; 2]);

impl Class {
    /// Whether the byte is in the set.
    pub fn has(&self, byte: u8) -> bool {
        byte < 128 && self.0[usize::from(byte >> 6)] >> (byte & 63) & 1 == 1
    }
}

/// A URL that a kind of key may be sent to, as compiled into the page: a check that names another is refused,
/// so the fetched file alone cannot redirect a key.
#[derive(Debug)]
pub struct Destination {
    /// Without query.
    pub url: &'static str,
    /// Where each slot stands ([`slots::places`]).
    pub places: &'static str,
    /// The choices that made this URL, with a space between them.
    pub choice: &'static str,
}

impl Provider {
    /// What its keys need beside themselves before they can be checked.
    pub fn companions(&self) -> &'static [Companion] {
        sending::companions(self.place)
    }

    /// The companion with this id.
    pub fn companion(&self, id: &str) -> Option<&'static Companion> {
        self.companions().iter().find(|c| c.id == id)
    }
}

/// The provider with this id.
pub fn find(id: &str) -> Option<&'static Provider> {
    // In the order of their files' names, which is not that of their ids: `github-models.toml`, `github.toml`.
    PROVIDERS.iter().find(|p| p.id == id)
}

/// The exact URLs of the page's policy, without queries.
pub fn policy_urls() -> Vec<String> {
    POLICY.iter().map(|(url, _)| (*url).to_owned()).collect()
}
