//! The register: keys without keys. What is known of each is a mask, dates, a verdict and a fingerprint; what is
//! wrong with it is derived.

use super::date::Day;
use super::rotation::{self, Due};
use crate::check::untrusted::Untrusted;
use crate::check::verdict::{self, Cause, State};
use crate::provider::{self, Item, Kind, PROVIDERS};
use crate::recognise::Recogniser;
use serde_json::{Map, Value};

/// Days between two rotations where nobody said otherwise (the guide's advice: every 90 days).
pub const INTERVAL: u16 = 90;

/// Days before a key's end in which it is told as near.
pub const EXPIRING: i32 = 30;

/// Days after which a check is old.
pub const STALE: i32 = 30;

/// Bits that a kind must at least leave unknown, so that its fingerprint gives nothing away to who guesses.
pub const FINGERPRINT_BITS: u32 = 80;

/// Characters of a text that a register keeps, and of its notes.
const LONGEST: usize = 120;
const LONGEST_NOTES: usize = 1000;

/// Rotations that an entry remembers.
const ROTATIONS: usize = 12;

/// Where a key is used.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[allow(missing_docs, reason = "their names say it")]
pub enum Environment {
    Development,
    Staging,
    Production,
    #[default]
    Other,
}

/// All of them, in the order in which they are offered.
pub const ENVIRONMENTS: [Environment; 4] =
    [Environment::Development, Environment::Staging, Environment::Production, Environment::Other];

impl Environment {
    /// The name in files and attributes.
    pub fn name(self) -> &'static str {
        match self {
            Self::Development => "development",
            Self::Staging => "staging",
            Self::Production => "production",
            Self::Other => "other",
        }
    }

    /// Reads what [`Environment::name`] writes; all else is [`Environment::Other`].
    pub fn parse(text: &str) -> Self {
        ENVIRONMENTS.into_iter().find(|e| e.name() == text).unwrap_or_default()
    }
}

/// The last check of a key.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Checked {
    /// When.
    pub day: Day,
    /// What was said.
    pub state: State,
    /// Why; none for live.
    pub cause: Option<Cause>,
}

/// A key, without the key.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    /// Drawn by chance, the same wherever the entry goes.
    pub id: String,
    /// What its owner calls it.
    pub label: String,
    /// A provider of the catalogue by its id, or whatever its owner wrote.
    pub provider: String,
    /// The kind, by its id; empty where nobody knows.
    pub kind: String,
    /// What may be shown of it.
    pub mask: String,
    /// Where it is used.
    pub environment: Environment,
    /// By what it is used, in its owner's words.
    pub used: String,
    /// When it was made.
    pub created: Option<Day>,
    /// When it was replaced, the last time last.
    pub rotations: Vec<Day>,
    /// When it ends by itself.
    pub expires: Option<Day>,
    /// What its provider said last.
    pub checked: Option<Checked>,
    /// `SALT.DIGEST`: which of a browser's salts, and what came of it. None for kinds that could be guessed.
    pub fingerprint: Option<String>,
    /// Days between two rotations.
    pub interval: u16,
    /// In its owner's words.
    pub notes: String,
    /// When the entry was last changed, in milliseconds since 1970: the later of two wins.
    pub modified: u64,
    /// Whether it was taken out; it stays as a mark, so that another tab does not bring it back.
    pub gone: bool,
}

/// What is wrong with an entry, or soon will be.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Warning {
    /// Its end came so many days ago.
    Expired(i32),
    /// Its rotation is late by so many days.
    Overdue(i32),
    /// Its rotation is due today.
    DueToday,
    /// The same key stands under this other label, or in this other environment.
    SameKey(String, Environment),
    /// It ends in so many days.
    Expiring(i32),
    /// Its rotation is due in so many days.
    DueSoon(i32),
    /// Its last check is so many days old.
    NotChecked(i32),
}

impl Entry {
    /// An entry of which only the label is known.
    pub fn new(id: String, label: &str) -> Self {
        Self {
            id,
            label: label.to_owned(),
            provider: String::new(),
            kind: String::new(),
            mask: String::new(),
            environment: Environment::Other,
            used: String::new(),
            created: None,
            rotations: Vec::new(),
            expires: None,
            checked: None,
            fingerprint: None,
            interval: INTERVAL,
            notes: String::new(),
            modified: 0,
            gone: false,
        }
    }

    /// When it was last replaced.
    pub fn rotated(&self) -> Option<Day> {
        self.rotations.last().copied()
    }

    /// Notes a rotation.
    pub fn rotate(&mut self, day: Day) {
        self.rotations.retain(|d| *d != day);
        self.rotations.push(day);
        self.rotations.sort_unstable();
        let more = self.rotations.len().saturating_sub(ROTATIONS);
        self.rotations.drain(..more);
    }

    /// A new key stands in the place of the old one: what is known of the old one alone is forgotten.
    pub fn replaced(&mut self, day: Day) {
        self.rotate(day);
        self.mask.clear();
        self.fingerprint = None;
        self.checked = None;
        self.expires = None;
    }

    /// Says when it was last replaced, as a correction: later rotations were none.
    pub fn set_rotated(&mut self, day: Option<Day>) {
        match day {
            Some(day) => {
                self.rotations.pop();
                self.rotations.retain(|d| *d < day);
                self.rotate(day);
            }
            None => self.rotations.clear(),
        }
    }

    /// Whether its provider said that it is dead.
    pub fn is_dead(&self) -> bool {
        self.checked.is_some_and(|c| c.state == State::Dead)
    }

    /// The provider's name, as it writes itself where the catalogue knows it.
    pub fn provider_name(&self) -> &str {
        provider::find(&self.provider).map_or(&self.provider, |p| p.name)
    }

    /// Takes out of every text whatever looks like a key, cuts the mask to what a mask may show, and cuts what is
    /// too long. Everything that enters a register goes through here.
    pub fn clean(&mut self, recogniser: &Recogniser) {
        for text in [&mut self.label, &mut self.used, &mut self.provider, &mut self.kind] {
            *text = without_keys(text, LONGEST, recogniser);
        }
        self.notes = without_keys(&self.notes, LONGEST_NOTES, recogniser);
        self.mask = safe_mask(&self.mask);
        self.interval = self.interval.clamp(1, 3650);
    }

    /// As it is written into files. Fingerprints travel only where `fingerprints` says so.
    pub fn to_value(&self, fingerprints: bool) -> Value {
        let mut out = Map::new();
        let mut put = |name: &str, value: Value| {
            let empty = value.is_null() || value == "" || value == false;
            if !empty {
                out.insert(name.to_owned(), value);
            }
        };
        put("id", self.id.clone().into());
        put("modified", self.modified.into());
        put("gone", self.gone.into());
        if !self.gone {
            put("label", self.label.clone().into());
            put("provider", self.provider.clone().into());
            put("kind", self.kind.clone().into());
            put("mask", self.mask.clone().into());
            put("environment", self.environment.name().into());
            put("used", self.used.clone().into());
            put("created", date(self.created));
            put("rotations", self.rotations.iter().map(ToString::to_string).collect::<Vec<_>>().into());
            put("expires", date(self.expires));
            if let Some(Checked { day, state, cause }) = self.checked {
                put("checked", date(Some(day)));
                let cause = cause.map_or(String::new(), |c| format!(": {}", c.name()));
                put("verdict", format!("{}{cause}", state.name()).into());
            }
            if let Some(fingerprint) = self.fingerprint.as_ref().filter(|_| fingerprints) {
                put("fingerprint", fingerprint.clone().into());
            }
            put("interval", self.interval.into());
            put("notes", self.notes.clone().into());
        }
        Value::Object(out)
    }

    /// Reads what [`Entry::to_value`] wrote, with what is missing or wrong left out; none where not even the id
    /// can be read. The texts are to be cleaned.
    pub fn from_value(value: &Value) -> Option<Self> {
        let text = |name: &str| value.get(name).and_then(Value::as_str).unwrap_or_default();
        let day = |name: &str| Day::parse(text(name));
        let id = text("id");
        if id.is_empty() || id.len() > 40 || !id.bytes().all(|b| b.is_ascii_alphanumeric()) {
            return None;
        }
        let mut entry = Self::new(id.to_owned(), text("label"));
        for (field, name) in [
            (&mut entry.provider, "provider"),
            (&mut entry.kind, "kind"),
            (&mut entry.mask, "mask"),
            (&mut entry.used, "used"),
            (&mut entry.notes, "notes"),
        ] {
            text(name).clone_into(field);
        }
        entry.environment = Environment::parse(text("environment"));
        entry.created = day("created");
        let rotations = value.get("rotations").and_then(Value::as_array);
        for rotation in rotations.into_iter().flatten().filter_map(|r| Day::parse(r.as_str()?)) {
            entry.rotate(rotation);
        }
        entry.expires = day("expires");
        entry.checked = day("checked").and_then(|day| {
            let (state, cause) = verdict::parse(text("verdict"))?;
            Some(Checked { day, state, cause })
        });
        entry.fingerprint = Some(text("fingerprint")).filter(|f| is_fingerprint(f)).map(str::to_owned);
        let interval = value.get("interval").and_then(Value::as_u64).and_then(|n| u16::try_from(n).ok());
        entry.interval = interval.unwrap_or(INTERVAL);
        entry.modified = value.get("modified").and_then(Value::as_u64).unwrap_or_default();
        entry.gone = value.get("gone").and_then(Value::as_bool).unwrap_or_default();
        Some(entry)
    }
}

fn date(day: Option<Day>) -> Value {
    day.map_or(Value::Null, |d| d.to_string().into())
}

/// `SALT.DIGEST`, both in hex.
fn is_fingerprint(text: &str) -> bool {
    let hex = |part: &str| part.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    text.split_once('.').is_some_and(|(salt, digest)| salt.len() == 8 && digest.len() == 32 && hex(salt) && hex(digest))
}

/// All keys of which something is known.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Register {
    all: Vec<Entry>,
}

impl Register {
    /// Reads a list of entries; with it, how many could not be read.
    pub fn from_values(values: &[Value], recogniser: &Recogniser) -> (Self, usize) {
        let mut out = Self::default();
        let mut unread = 0;
        for value in values {
            let Some(mut entry) = Entry::from_value(value) else {
                unread += 1;
                continue;
            };
            entry.clean(recogniser);
            out.put(entry);
        }
        (out, unread)
    }

    /// The list that [`Register::from_values`] reads.
    pub fn to_values(&self, fingerprints: bool) -> Vec<Value> {
        self.all.iter().map(|e| e.to_value(fingerprints)).collect()
    }

    /// Only what is there: marks of what was taken out concern this browser alone.
    #[must_use]
    pub fn present(&self) -> Self {
        Self { all: self.entries().cloned().collect() }
    }

    /// The entries that are there, the oldest first.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.all.iter().filter(|e| !e.gone)
    }

    /// How many are there.
    pub fn len(&self) -> usize {
        self.entries().count()
    }

    /// Whether none is there.
    pub fn is_empty(&self) -> bool {
        self.entries().next().is_none()
    }

    /// The entry with this id.
    pub fn get(&self, id: &str) -> Option<&Entry> {
        self.entries().find(|e| e.id == id)
    }

    /// The entries of a key, by its fingerprints, one a salt.
    pub fn with_fingerprint(&self, fingerprints: &[String]) -> impl Iterator<Item = &Entry> {
        self.entries().filter(|e| e.fingerprint.as_ref().is_some_and(|f| fingerprints.contains(f)))
    }

    /// The entry that a key which was just met belongs to: under its label the one with its fingerprint, or, where
    /// it can have none, with its mask; else one whose key nobody has shown yet.
    pub fn place_of(&self, label: &str, provider: &str, mask: &str, fingerprints: &[String]) -> Option<&Entry> {
        let same = |e: &&Entry| e.label == label && e.provider == provider;
        let known = |e: &&Entry| match &e.fingerprint {
            Some(fingerprint) => fingerprints.contains(fingerprint),
            None => fingerprints.is_empty() && e.mask == mask,
        };
        self.entries().find(|e| same(e) && known(e)).or_else(|| self.entries().find(|e| same(e) && e.mask.is_empty()))
    }

    /// Puts an entry in, in the place of the one with its id.
    pub fn put(&mut self, entry: Entry) {
        match self.all.iter_mut().find(|e| e.id == entry.id) {
            Some(old) => *old = entry,
            None => self.all.push(entry),
        }
    }

    /// Changes an entry at a time (milliseconds since 1970); whether there is one.
    pub fn change(&mut self, id: &str, now: u64, change: impl FnOnce(&mut Entry)) -> bool {
        let Some(entry) = self.all.iter_mut().find(|e| e.id == id) else { return false };
        change(entry);
        // A clock that was set back must not make a change lose against what it changed.
        entry.modified = now.max(entry.modified.saturating_add(1));
        true
    }

    /// Takes in what another tab or file knows: of two entries with one id, the later changed stays; a
    /// fingerprint that only the older one has is kept. Whether anything changed.
    pub fn merge(&mut self, other: &Self) -> bool {
        let before = self.all.clone();
        for theirs in &other.all {
            match self.all.iter_mut().find(|e| e.id == theirs.id) {
                None => self.all.push(theirs.clone()),
                Some(ours) => {
                    if (theirs.modified, theirs.gone) > (ours.modified, ours.gone) {
                        let fingerprint = theirs.fingerprint.clone().or_else(|| ours.fingerprint.take());
                        *ours = Entry { fingerprint, ..theirs.clone() };
                    } else if ours.fingerprint.is_none() && !ours.gone {
                        ours.fingerprint.clone_from(&theirs.fingerprint);
                    }
                }
            }
        }
        before != self.all
    }

    /// What merging would do with each entry of a file that is there.
    pub fn differences(&self, other: &Self) -> Vec<(Entry, Difference)> {
        let of = |theirs: &Entry| {
            let Some(ours) = self.all.iter().find(|e| e.id == theirs.id) else { return Difference::Added };
            let fields = changed_fields(ours, theirs);
            if fields.is_empty() {
                Difference::Same
            } else if (theirs.modified, theirs.gone) > (ours.modified, ours.gone) {
                Difference::Changed(fields)
            } else {
                Difference::Older
            }
        };
        other.entries().map(|theirs| (theirs.clone(), of(theirs))).collect()
    }

    /// What is wrong with an entry, the worst first.
    pub fn warnings(&self, entry: &Entry, today: Day) -> Vec<Warning> {
        let mut out = Vec::new();
        let ends = entry.expires.filter(|_| !entry.is_dead()).map(|day| day.since(today));
        let due = rotation::due(entry, today);
        if let Some(days) = ends.filter(|days| *days <= 0) {
            out.push(Warning::Expired(-days));
        }
        match due {
            Due::Overdue(days) => out.push(Warning::Overdue(days)),
            Due::Today => out.push(Warning::DueToday),
            _ => {}
        }
        let same = |other: &&Entry| {
            other.id != entry.id && entry.fingerprint.is_some() && other.fingerprint == entry.fingerprint
        };
        if let Some(other) = self.entries().find(same) {
            out.push(Warning::SameKey(other.label.clone(), other.environment));
        }
        if let Some(days) = ends.filter(|days| (1..=EXPIRING).contains(days)) {
            out.push(Warning::Expiring(days));
        }
        if let Due::Soon(days) = due {
            out.push(Warning::DueSoon(days));
        }
        let age = entry.checked.filter(|_| !entry.is_dead()).map(|checked| today.since(checked.day));
        if let Some(days) = age.filter(|days| *days > STALE) {
            out.push(Warning::NotChecked(days));
        }
        out
    }
}

/// What merging would do with an entry.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Difference {
    /// It is new here.
    Added,
    /// These fields become other ones.
    Changed(Vec<&'static str>),
    /// It is the same.
    Same,
    /// What is here was changed later, and stays.
    Older,
}

/// The fields, by the names of the file, in which two entries differ. A file without fingerprints says nothing
/// of them.
fn changed_fields(ours: &Entry, theirs: &Entry) -> Vec<&'static str> {
    const FIELDS: &[&str] = &[
        "gone",
        "label",
        "provider",
        "kind",
        "mask",
        "environment",
        "used",
        "created",
        "rotations",
        "expires",
        "checked",
        "verdict",
        "interval",
        "notes",
    ];
    let (a, b) = (ours.to_value(true), theirs.to_value(true));
    let differs = |name: &&str| a.get(*name) != b.get(*name);
    let mut out: Vec<&str> = FIELDS.iter().copied().filter(differs).collect();
    if theirs.fingerprint.is_some() && theirs.fingerprint != ours.fingerprint {
        out.push("fingerprint");
    }
    out
}

/// Text as the register keeps it: one line, cut, with a mask in the place of each key in it.
pub(super) fn without_keys(text: &str, longest: usize, recogniser: &Recogniser) -> String {
    let one_line = text.replace(['\n', '\r', '\t'], " ");
    let text = Untrusted::new(one_line.trim()).shortened(longest.max(text.len().min(longest * 4)));
    let out = recogniser.masked(text.as_text());
    Untrusted::new(&out).shortened(longest).as_text().to_owned()
}

/// What a mask may show, of a text that says it is one: the beginning that all keys of a kind have, or four
/// characters, and four at the end. A text without `…`, `...` or `***` is taken for a key.
pub fn safe_mask(text: &str) -> String {
    let text = text.trim();
    if text.is_empty() {
        return String::new();
    }
    let Hint::Mask { start, end } =
        Hint::of_mask(text).unwrap_or(Hint::Mask { start: String::new(), end: text.into() })
    else {
        return String::new();
    };
    let whole = start.is_empty() && end == text;
    let marked = if whole { known_beginning(text) } else { known_beginning(&start) };
    let start: String = if whole || !marked.is_empty() { marked.to_owned() } else { start.chars().take(4).collect() };
    let length = if whole { end.chars().count().saturating_sub(start.chars().count()) } else { usize::MAX };
    let shown = (length / 8).min(4);
    let skip = end.chars().count().saturating_sub(shown);
    let end: String = end.chars().skip(skip).collect();
    Untrusted::new(&format!("{start}…{end}")).as_text().to_owned()
}

/// The longest beginning of a kind of the catalogue with which the text begins; shorter than three characters it
/// begins with that by chance.
fn known_beginning(text: &str) -> &str {
    let beginnings =
        PROVIDERS.iter().flat_map(|p| p.kinds).flat_map(|k| k.forms).filter_map(|form| match form.first() {
            Some(Item::Literal(literal)) if literal.len() > 2 && text.starts_with(literal) => Some(literal.len()),
            _ => None,
        });
    &text[..beginnings.max().unwrap_or(0)]
}

/// What is known of a key that somebody looks for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Hint {
    /// How it begins and ends.
    Mask {
        /// As it begins; may be empty.
        start: String,
        /// As it ends; may be empty.
        end: String,
    },
    /// A fingerprint of this register, or a beginning of one of at least eight digits.
    Fingerprint(String),
}

impl Hint {
    /// Reads what a person typed; none where it tells too little.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Some(Self::Mask { start, end }) = Self::of_mask(text) {
            return (start.chars().count() + end.chars().count() >= 3).then_some(Self::Mask { start, end });
        }
        let digits = text.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
        let hex = digits.len() >= 8 && digits.bytes().all(|b| b.is_ascii_hexdigit());
        if hex {
            return Some(Self::Fingerprint(digits));
        }
        // What stands alone may be the beginning or the end.
        (text.chars().count() >= 4).then(|| Self::Mask { start: text.to_owned(), end: String::new() })
    }

    fn of_mask(text: &str) -> Option<Self> {
        const GAPS: [(&str, char); 4] = [("…", '…'), ("...", '.'), ("**", '*'), ("••", '•')];
        let (at, of) = GAPS.iter().filter_map(|(gap, of)| Some((text.find(gap)?, *of))).min()?;
        let rest = text[at..].trim_start_matches(of);
        Some(Self::Mask { start: text[..at].to_owned(), end: rest.to_owned() })
    }

    /// Whether an entry fits: its mask where both know something, its fingerprint where it has one.
    pub fn fits(&self, entry: &Entry) -> bool {
        match self {
            Self::Fingerprint(digits) => {
                entry.fingerprint.as_ref().and_then(|f| f.split_once('.')).is_some_and(|(_, f)| f.starts_with(digits))
            }
            Self::Mask { start, end } => {
                let Some(Self::Mask { start: head, end: tail }) = Self::of_mask(&entry.mask) else { return false };
                let heads = start.starts_with(&head) || head.starts_with(start.as_str());
                let tails = end.ends_with(&tail) || tail.ends_with(end.as_str());
                // Two that have nothing in common do not fit each other by saying nothing.
                let common = start.len().min(head.len()) + end.len().min(tail.len());
                heads && tails && common >= 3
            }
        }
    }
}

impl Kind {
    /// Bits that every credential of the kind leaves unknown at the least: the shortest of its forms, each
    /// character counting as much as its class has members. What people choose has fewer, so a kind without a
    /// form of its own (a password, a URL with one inside) has none.
    pub fn unknown_bits(&self) -> u32 {
        // Sixteenths of a bit: log2(n^16), rounded down, exact in integers since n is at most 128.
        let sixteenths = |n: u32| u128::from(n.max(1)).pow(16).ilog2();
        let of_form = |form: &&[Item]| {
            let items = form.iter().map(|item| match item {
                Item::Literal(_) => 0,
                Item::Run { class, min, .. } => {
                    sixteenths(class.0[0].count_ones() + class.0[1].count_ones()) * u32::from(*min)
                }
            });
            items.sum::<u32>() / 16
        };
        self.forms.iter().map(of_form).min().unwrap_or(0)
    }

    /// Whether a fingerprint of such a credential may be kept.
    pub fn may_be_fingerprinted(&self) -> bool {
        self.secret && self.unknown_bits() >= FINGERPRINT_BITS
    }
}
