//! The shape of a provider's file, as `build.rs` reads it. See `README.md` beside this file for what each
//! field means; this is that text as types, so that a misspelt field is an error and not a silence.

use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Table;

/// A provider's whole file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProviderFile {
    pub name: String,
    pub group: Group,
    #[serde(default)]
    pub env: Vec<String>,
    #[serde(default)]
    pub headers: Vec<String>,
    #[serde(default)]
    pub hosts: Vec<String>,
    pub console: Option<String>,
    pub docs: Option<String>,
    pub usage: Option<String>,
    pub logs: Option<String>,
    pub status: Option<String>,
    pub revoke: Option<String>,
    pub scopes: Option<String>,
    pub expiry: Option<String>,
    pub notes: Option<String>,
    pub browser: Browser,
    #[serde(default, rename = "kind")]
    pub kinds: Vec<Kind>,
    #[serde(default, rename = "companion")]
    pub companions: Vec<Companion>,
    #[serde(default, rename = "check")]
    pub checks: Vec<Check>,
    #[serde(default, rename = "answer")]
    pub answers: Vec<Answer>,
}

/// What a provider is for, the heading it stands under in lists.
#[derive(Deserialize, Clone, Copy, Debug)]
#[serde(rename_all = "kebab-case")]
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

/// Whether a page of another origin may read what the provider answers.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Browser {
    pub access: Access,
    #[serde(default)]
    pub exposes: Vec<String>,
    pub evidence: String,
}

#[derive(Deserialize, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(rename_all = "kebab-case")]
pub enum Access {
    Works,
    HidesNo,
    Refuses,
    Unknown,
}

/// How sure a fact is; ordered from the weakest.
#[derive(Deserialize, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
#[serde(rename_all = "kebab-case")]
pub enum Sure {
    Memory,
    One,
    Several,
    Documented,
}

#[derive(Deserialize)]
#[serde(untagged)]
pub enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

impl OneOrMany {
    pub fn as_slice(&self) -> &[String] {
        match self {
            Self::One(one) => std::slice::from_ref(one),
            Self::Many(many) => many,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kind {
    pub id: String,
    pub name: String,
    pub form: OneOrMany,
    pub mark: Mark,
    pub checksum: Option<String>,
    pub offline: Option<String>,
    #[serde(default)]
    pub env: Vec<String>,
    #[serde(default = "yes")]
    pub secret: bool,
    pub power: Option<String>,
    pub unchecked: Option<String>,
    pub sure: Sure,
    pub source: OneOrMany,
}

fn yes() -> bool {
    true
}

#[derive(Deserialize, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(rename_all = "kebab-case")]
pub enum Mark {
    Own,
    Shared,
    None,
}

/// What a key needs beside itself before it can be checked.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Companion {
    pub id: String,
    pub name: String,
    pub kind: Option<String>,
    pub form: Option<OneOrMany>,
    #[serde(default)]
    pub choices: Vec<String>,
    #[serde(default)]
    pub means: BTreeMap<String, String>,
    #[serde(default)]
    pub each: bool,
    #[serde(default)]
    pub host: bool,
    #[serde(default)]
    pub secret: bool,
    #[serde(default)]
    pub env: Vec<String>,
    pub what: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Check {
    pub id: String,
    pub title: String,
    #[serde(default)]
    pub kinds: Vec<String>,
    pub get: Option<String>,
    pub post: Option<String>,
    pub socket: Option<String>,
    #[serde(default)]
    pub header: Table,
    pub body: Option<String>,
    #[serde(default)]
    pub protocols: Vec<String>,
    #[serde(default)]
    pub curl: BTreeMap<String, toml::Value>,
    pub access: Option<Access>,
    #[serde(default)]
    pub when: When,
    pub writes: Writes,
    pub cost: String,
    #[serde(default)]
    pub facts: Table,
    pub sure: Sure,
    pub source: OneOrMany,
}

#[derive(Deserialize, Clone, Copy, PartialEq, Eq, Debug, Default)]
#[serde(rename_all = "kebab-case")]
pub enum When {
    #[default]
    First,
    Hidden,
}

#[derive(Deserialize, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(rename_all = "kebab-case")]
pub enum Writes {
    None,
    Own,
    Open,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    pub id: String,
    #[serde(default)]
    pub checks: Vec<String>,
    pub status: StatusList,
    #[serde(default)]
    pub body: Table,
    pub text: Option<OneOrMany>,
    #[serde(default)]
    pub plain: bool,
    #[serde(default)]
    pub header: BTreeMap<String, OneOrMany>,
    pub verdict: String,
    pub sure: Sure,
    pub source: OneOrMany,
    pub says: Option<String>,
    pub recorded: OneOrMany,
}

#[derive(Deserialize)]
#[serde(untagged)]
pub enum StatusList {
    One(u16),
    Many(Vec<u16>),
}

impl StatusList {
    pub fn as_vec(&self) -> Vec<u16> {
        match self {
            Self::One(one) => vec![*one],
            Self::Many(many) => many.clone(),
        }
    }
}
