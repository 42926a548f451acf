//! All that the page says, in one place a language. A text with a number or a name in it is a function.

pub mod bulk;
pub mod companions;
pub mod custom;
pub mod en;
pub mod keys;
pub mod practices;
pub mod respond;
mod scan;
pub mod self_test;
mod zh;

pub use en::EN;
pub use scan::Scan;
pub use zh::ZH;

use super::parts;
use super::session::NotSent;
use crate::check::answer::NoAnswer;
use crate::check::verdict::{Cause, State};
use crate::provider::Group;
use crate::recognise::offline::Mode;
use crate::recognise::{NoteKind, Oddity, Why};
use leptos::prelude::*;
use std::cell::Cell;

/// A language.
#[allow(missing_docs, reason = "the texts say it")]
pub struct Words {
    /// As `lang` has it.
    pub lang: &'static str,
    /// How the other language calls itself, and its `lang`.
    pub other: (&'static str, &'static str),
    /// Between two parts of a sentence: `": "`, and between two of a row: `", "`.
    pub colon: &'static str,
    pub comma: &'static str,
    pub frame: Frame,
    pub check: Check,
    pub row: Row,
    pub list: List,
    pub verdict: Verdicts,
    pub own_host: OwnHost,
}

/// What one part of the program alone says stands apart, so that it arrives with that part (`ui::parts`).
impl Words {
    fn is_english(&self) -> bool {
        self.lang == EN.lang
    }

    /// Of the Scan screen.
    pub fn scan(&self) -> &'static scan::Scan {
        if self.is_english() { &en::scan::SCAN } else { &zh::scan::SCAN }
    }

    /// Of the Practices screen.
    pub fn practices(&self) -> &'static practices::Practices {
        if self.is_english() { &en::practices::PRACTICES } else { &zh::practices::PRACTICES }
    }

    /// Of the Keys screen.
    pub fn keys(&self) -> &'static keys::Keys {
        if self.is_english() { &en::keys::KEYS } else { &zh::keys::KEYS }
    }

    /// Of the Respond screen.
    pub fn respond(&self) -> &'static respond::Respond {
        if self.is_english() { &en::respond::RESPOND } else { &zh::respond::RESPOND }
    }

    /// Of what a key needs beside itself.
    pub fn companions(&self) -> &'static companions::CompanionWords {
        if self.is_english() { &en::companions::COMPANIONS } else { &zh::companions::COMPANIONS }
    }

    /// Of how a list is looked at.
    pub fn bulk(&self) -> &'static bulk::Bulk {
        if self.is_english() { &en::bulk::BULK } else { &zh::bulk::BULK }
    }

    /// Of a live key that is watched.
    pub fn monitor(&self) -> &'static bulk::Monitor {
        if self.is_english() { &en::bulk::MONITOR } else { &zh::bulk::MONITOR }
    }

    /// Of scanners' reports.
    pub fn foreign(&self) -> &'static bulk::Foreign {
        if self.is_english() { &en::bulk::FOREIGN } else { &zh::bulk::FOREIGN }
    }

    /// Of what unfolds beneath a row.
    pub fn details(&self) -> &'static Details {
        if self.is_english() { &en::DETAILS } else { &zh::DETAILS }
    }

    /// Of the wire log.
    pub fn wire(&self) -> &'static Wire {
        if self.is_english() { &en::WIRE } else { &zh::WIRE }
    }

    /// Of the page for hosts of the person's own.
    pub fn custom(&self) -> &'static custom::CustomWords {
        if self.is_english() { &en::custom::CUSTOM } else { &zh::custom::CUSTOM }
    }

    /// Of the catalogue's self-test.
    pub fn self_test(&self) -> &'static self_test::SelfTestWords {
        if self.is_english() { &en::self_test::SELF_TEST } else { &zh::self_test::SELF_TEST }
    }

    /// Of the Trust screen.
    pub fn trust(&self) -> &'static Trust {
        if self.is_english() { &en::TRUST } else { &zh::TRUST }
    }
}

/// What is said of the page for hosts of the person's own before its part of the program is there.
#[allow(missing_docs, reason = "the texts say it")]
pub struct OwnHost {
    pub title: &'static str,
    pub lead: &'static str,
    pub back: &'static str,
    /// On the main page: the link, and why it leads to another page.
    pub link: &'static str,
    pub link_why: &'static str,
}

/// What stands around every screen.
#[allow(missing_docs, reason = "the texts say it")]
pub struct Frame {
    pub skip: &'static str,
    pub navigation: &'static str,
    /// In the order of `SCREENS`.
    pub screens: [&'static str; 6],
    pub theme: &'static str,
    /// In the order of `THEMES`.
    pub themes: [&'static str; 3],
    pub foot: &'static str,
    pub shortcuts: &'static str,
    /// Keys, and what they do.
    pub shortcut: [(&'static str, &'static str); 4],
    pub close: &'static str,
    pub part_failed: &'static str,
    pub try_again: &'static str,
}

/// The Check screen, apart from its rows.
#[allow(missing_docs, clippy::struct_field_names, reason = "the texts say it, and three are of the button Check")]
pub struct Check {
    pub title: &'static str,
    pub lead: &'static str,
    pub label: &'static str,
    pub placeholder: &'static str,
    pub open_file: &'static str,
    pub check: &'static str,
    /// Keys, hosts, providers, and whether they were checked before.
    pub check_some: fn(usize, &[&str], &[&str], bool) -> String,
    pub check_none: &'static str,
    pub cancel: &'static str,
    pub clear: &'static str,
    pub undo: &'static str,
    pub cleared: &'static str,
    pub samples: &'static str,
    pub retry: fn(usize) -> String,
    pub nothing_yet: &'static str,
    pub list_awaited: &'static str,
    pub list_failed: &'static str,
    pub reload: &'static str,
    pub nothing_to_send: &'static str,
    pub demo: &'static str,
    pub shared_host: &'static str,
    /// Credentials, of which need something before they can be checked.
    pub found: fn(usize, usize) -> String,
    pub reading: &'static str,
    pub nothing_found: &'static str,
    pub looked_for: &'static str,
    pub providers: &'static str,
    pub group: fn(Group) -> &'static str,
    /// How many of live, limited, dead, unknown.
    pub sum: fn([usize; 4]) -> String,
    pub progress: &'static str,
    pub progress_text: fn(usize, usize, Option<u32>) -> String,
    /// Size, name, credentials once they are known, hundredths until then.
    pub held: fn(&str, Option<&str>, Option<usize>, u8) -> String,
    pub let_go: &'static str,
    pub ledger: &'static str,
    pub handed_over: fn(usize) -> String,
    /// Requests that were made.
    pub requests: fn(usize) -> String,
    pub more_rows: fn(usize) -> String,
    pub notes: fn(usize) -> String,
    pub note: fn(NoteKind, Option<&str>) -> String,
    pub way: &'static str,
    pub way_browser: &'static str,
    pub way_provider: &'static str,
    pub way_none: &'static str,
    pub promises: [&'static str; 3],
}

/// The list of credentials.
#[allow(missing_docs, reason = "the texts say it")]
pub struct List {
    pub resume: fn(usize) -> String,
    /// Keys that have their verdict, of how many: said aloud now and then.
    pub on_the_way: fn(usize, usize) -> String,
    pub keys: fn(usize) -> String,
    /// That the browser's own search does not see all of them.
    pub find_note: fn(usize) -> String,
    pub past: &'static str,
    pub earlier: &'static str,
    pub further: &'static str,
    pub none: &'static str,
}

/// A credential's row.
#[allow(missing_docs, reason = "the texts say it")]
pub struct Row {
    pub line: fn(usize) -> String,
    pub times: fn(usize) -> String,
    pub provider: &'static str,
    pub choose: &'static str,
    pub several: &'static str,
    pub recognised: &'static str,
    pub broken: &'static str,
    pub public: &'static str,
    /// A key that reaches no real data.
    pub test_mode: &'static str,
    /// Past its end, by its own words: the date.
    pub ended: fn(&str) -> String,
    pub fact: fn(&str) -> String,
    pub mode: fn(Mode) -> &'static str,
    pub yes: &'static str,
    pub no: &'static str,
    pub fits: &'static str,
    pub queued: &'static str,
    pub checking: &'static str,
    pub why: fn(&Why) -> String,
    pub oddity: fn(Oddity) -> &'static str,
    pub demo: &'static str,
}

/// What is said of an answer.
#[allow(missing_docs, reason = "the texts say it")]
pub struct Verdicts {
    pub state: fn(State) -> &'static str,
    pub not_checked: &'static str,
    pub cause: fn(State, Cause) -> &'static str,
    /// Cause, what that means and what to do.
    pub meaning: fn(State, Cause) -> &'static str,
    pub not_sent: fn(NotSent) -> &'static str,
    /// The whole finding in one sentence.
    pub sentence: fn(&Said<'_>) -> String,
    pub elsewhere: &'static str,
}

/// What a verdict's sentence is made of.
#[allow(missing_docs, reason = "their names say it")]
pub struct Said<'a> {
    pub state: State,
    pub cause: Option<Cause>,
    pub provider: &'a str,
    /// Where customers run servers of their own: which one spoke.
    pub host: Option<&'a str>,
    pub time: &'a str,
    /// `401, invalid_api_key`.
    pub evidence: &'a str,
    pub recorded: bool,
    pub pasted: bool,
}

/// What unfolds beneath a row.
#[allow(missing_docs, reason = "the texts say it")]
pub struct Details {
    pub facts: &'static str,
    /// What stands in the key, without asking.
    pub own_facts: &'static str,
    pub evidence: &'static str,
    pub recognised_by: &'static str,
    pub next: &'static str,
    pub search: &'static str,
    pub shown: fn(usize, usize) -> String,
    pub request: &'static str,
    pub status: &'static str,
    pub code: &'static str,
    pub message: &'static str,
    pub rule: &'static str,
    pub time: &'static str,
    pub will_send: fn(&str, &str) -> String,
    pub will_ask_door: &'static str,
    pub power: &'static str,
    pub console: &'static str,
    pub usage: &'static str,
    pub logs: &'static str,
    pub docs: &'static str,
    pub status_page: &'static str,
    pub revoke: &'static str,
    pub scopes: &'static str,
    pub expiry: &'static str,
    pub notes: &'static str,
    pub new_tab: &'static str,
    pub guidance_failed: &'static str,
    pub curl: &'static str,
    pub curl_how: &'static str,
    pub shells: [&'static str; 2],
    pub copy: &'static str,
    pub copied: &'static str,
    pub copy_failed: &'static str,
    pub paste: &'static str,
    pub no_answer: fn(&NoAnswer) -> &'static str,
}

/// The wire log.
#[allow(missing_docs, reason = "the texts say it")]
pub struct Wire {
    pub name: &'static str,
    pub columns: [&'static str; 6],
    pub none: &'static str,
    pub no_key: &'static str,
    pub no_status: &'static str,
    pub reached: &'static str,
    pub event: &'static str,
    pub closed: fn(u16) -> String,
    pub timeout: &'static str,
    pub cancelled: &'static str,
    pub limits: &'static str,
}

/// The Trust screen.
#[allow(missing_docs, reason = "the texts say it")]
pub struct Trust {
    pub lead: &'static str,
    pub verify: &'static str,
    pub verify_steps: &'static [&'static str],
    pub open: &'static str,
    pub open_points: &'static [&'static str],
    pub policy: &'static str,
    pub policy_none: &'static str,
    pub addresses: &'static str,
    pub addresses_lead: fn(usize) -> String,
    pub socket: &'static str,
    pub stored: &'static str,
    pub built: &'static str,
}

/// The language of the page that a component stands in.
pub fn words() -> &'static Words {
    expect_context()
}

/// The language that the page is drawn in, for what stands in no component.
pub fn current() -> &'static Words {
    CURRENT.get()
}

/// The page is drawn in this one from here on.
pub fn set_current(words: &'static Words) {
    CURRENT.set(words);
}

thread_local! {
    static CURRENT: Cell<&'static Words> = const { Cell::new(&EN) };
}

/// Whether the browser asks for Chinese.
pub fn wants_chinese() -> bool {
    window().navigator().language().unwrap_or_default().to_ascii_lowercase().starts_with("zh")
}

/// The language that a given one is not; the same where it does not arrive.
pub async fn other(than: &'static Words) -> &'static Words {
    if than.is_english() { parts::chinese().await.unwrap_or(than) } else { &EN }
}
