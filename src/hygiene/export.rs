//! What is known of keys as a file. Plain, it is the register without its fingerprints and nothing else: a list to
//! hand around. Sealed with a passphrase, it is everything: fingerprints with the salts by which they match again in
//! another browser, what the person said, and the records of Respond. Those hold no key either, and yet they are not
//! for everyone: they tell which key leaked when, what was not done about it yet, and what the person noted of that.
//! What is kept in a browser has the same form, whole. Sealing itself is the browser's part (`browser::crypto`).
//!
//! The version rises where what a file says means something else. What a file does not speak of (an older one neither
//! of `practices` nor of `incidents`) was not said, and an older Latchkey leaves out what it does not know.

use super::incident::Incident;
use super::record;
use super::register::Register;
use super::said::Said;
pub(crate) use crate::encoding::hex;
use crate::recognise::Recogniser;
use serde_json::{Value, json};

/// What every such file says it is.
const FORMAT: &str = "latchkey-register";

/// The version that is written. There was none before it.
const VERSION: u64 = 1;

/// Rounds of PBKDF2-HMAC-SHA-256 that are written: OWASP's current count
/// (<https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html>, 2026-11).
pub const ROUNDS: u32 = 600_000;

/// Rounds that a file may ask for: more would hold the page up for minutes.
const MOST_ROUNDS: u64 = 10_000_000;

/// A salt under which fingerprints were made, by its name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SaltRecord {
    /// Eight hex digits; a fingerprint begins with them.
    pub id: String,
    /// In a sealed file the salt itself; in plain storage sealed by a key of the browser.
    pub bytes: Vec<u8>,
}

/// A register with the salts of its fingerprints, and what else is kept.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Payload {
    /// The entries.
    pub register: Register,
    /// Their salts, where they came along.
    pub salts: Vec<SaltRecord>,
    /// Whether the person asked to be notified.
    pub notify: bool,
    /// What the person said of how keys are kept, and the scores of it.
    pub said: Said,
    /// Responses to leaks, as [`Incident::kept`].
    pub incidents: Vec<Incident>,
    /// Entries and responses that could not be read.
    pub unread: usize,
}

/// A payload that only its passphrase opens: AES-256-GCM under a key of PBKDF2-SHA-256.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sealed {
    /// Rounds of PBKDF2.
    pub rounds: u32,
    /// Its salt.
    pub salt: Vec<u8>,
    /// The cipher's nonce.
    pub nonce: Vec<u8>,
    /// What was sealed, with the cipher's tag.
    pub data: Vec<u8>,
    /// SHA-256 over [`Sealed::summed`]: tells a damaged file from a wrong passphrase.
    pub sum: Vec<u8>,
}

/// What a file holds.
#[derive(Clone, PartialEq, Debug)]
pub enum Content {
    /// For everyone.
    Plain(Payload),
    /// For who knows the passphrase.
    Sealed(Sealed),
}

/// Why a file cannot be taken in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unreadable {
    /// It is no JSON.
    NotJson,
    /// It is another program's.
    OtherFormat,
    /// A newer Latchkey wrote it.
    Newer,
    /// Parts of it are missing or were changed.
    Damaged,
    /// It is whole, and the passphrase is another.
    WrongPassphrase,
}

impl Payload {
    /// As a plain file: the register alone, without fingerprints.
    pub fn plain(&self) -> String {
        json!({ "format": FORMAT, "version": VERSION, "entries": self.register.to_values(false) }).to_string()
    }

    /// As it is kept or sealed: with everything.
    pub fn whole(&self) -> String {
        let salts: Vec<Value> = self.salts.iter().map(|s| json!({ "id": s.id, "bytes": hex(&s.bytes) })).collect();
        let entries = self.register.to_values(true);
        let incidents: Vec<Value> = self.incidents.iter().map(Incident::to_value).collect();
        json!({
            "format": FORMAT, "version": VERSION, "entries": entries, "salts": salts, "notify": self.notify,
            "practices": self.said.to_value(), "incidents": incidents,
        })
        .to_string()
    }
}

impl Sealed {
    /// As a file.
    pub fn file(&self) -> String {
        let Self { rounds, salt, nonce, data, sum } = self;
        json!({
            "format": FORMAT, "version": VERSION,
            "sealed": {
                "key": "PBKDF2-HMAC-SHA-256", "rounds": rounds, "salt": hex(salt),
                "cipher": "AES-256-GCM", "nonce": hex(nonce), "data": hex(data), "sha256": hex(sum),
            },
        })
        .to_string()
    }

    /// The bytes that the sum is over: all that opening it needs.
    pub fn summed(&self) -> Vec<u8> {
        [&self.rounds.to_be_bytes()[..], &self.salt, &self.nonce, &self.data].concat()
    }

    fn parse(value: &Value) -> Option<Self> {
        let bytes = |name: &str| from_hex(value.get(name)?.as_str()?);
        let rounds = value.get("rounds")?.as_u64().filter(|n| (1..=MOST_ROUNDS).contains(n))?;
        let sealed = Self {
            rounds: u32::try_from(rounds).ok()?,
            salt: bytes("salt")?,
            nonce: bytes("nonce").filter(|n| n.len() == 12)?,
            data: bytes("data").filter(|d| d.len() >= 16)?,
            sum: bytes("sha256").filter(|s| s.len() == 32)?,
        };
        Some(sealed)
    }
}

/// Reads a file, or what is kept in a browser.
///
/// # Errors
/// Where it is no JSON, another program's, a newer version's, or damaged. A single entry or response that is damaged
/// is left out and counted in [`Payload::unread`].
pub fn parse(text: &str, recogniser: &Recogniser) -> Result<Content, Unreadable> {
    let text = text.trim_start_matches('\u{feff}');
    let value: Value = serde_json::from_str(text).map_err(|_| {
        // Cut off, it begins like one of ours and is no JSON any more.
        let ours = text.trim_start().starts_with('{') && text.contains(FORMAT);
        if ours { Unreadable::Damaged } else { Unreadable::NotJson }
    })?;
    if value.get("format").and_then(Value::as_str) != Some(FORMAT) {
        return Err(Unreadable::OtherFormat);
    }
    match value.get("version").and_then(Value::as_u64) {
        None | Some(0) => return Err(Unreadable::Damaged),
        Some(version) if version > VERSION => return Err(Unreadable::Newer),
        Some(_) => {}
    }
    if let Some(sealed) = value.get("sealed") {
        return Sealed::parse(sealed).map(Content::Sealed).ok_or(Unreadable::Damaged);
    }
    let entries = value.get("entries").and_then(Value::as_array).ok_or(Unreadable::Damaged)?;
    let (register, mut unread) = Register::from_values(entries, recogniser);
    let salts = value.get("salts").and_then(Value::as_array).into_iter().flatten().filter_map(|salt| {
        let id = salt.get("id")?.as_str().filter(|id| id.len() == 8 && from_hex(id).is_some())?;
        Some(SaltRecord { id: id.to_owned(), bytes: from_hex(salt.get("bytes")?.as_str()?)? })
    });
    let notify = value.get("notify").and_then(Value::as_bool).unwrap_or_default();
    let said = value.get("practices").map(Said::of).unwrap_or_default();
    let mut incidents = Vec::new();
    for value in value.get("incidents").and_then(Value::as_array).into_iter().flatten() {
        match Incident::from_value(value, recogniser) {
            // Two records of one response are one.
            Some(incident) => _ = record::merge(&mut incidents, &[incident]),
            None => unread += 1,
        }
    }
    Ok(Content::Plain(Payload { register, salts: salts.collect(), notify, said, incidents, unread }))
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    let digits: Vec<u8> =
        text.chars().map(|c| c.to_digit(16).and_then(|d| u8::try_from(d).ok())).collect::<Option<_>>()?;
    let whole = digits.len().is_multiple_of(2);
    whole.then(|| digits.chunks_exact(2).map(|pair| pair[0] << 4 | pair[1]).collect())
}
