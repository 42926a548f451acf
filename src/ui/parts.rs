//! The program arrives in parts. The first answers input: the recogniser, and a plain list (`first.rs`). The page itself
//! follows by itself. Checking, and what unfolds beneath a row, is fetched with the first key or whatever else announces
//! one; the other screens when one is wanted. `wasm-split` parts them at the functions below: what can be reached
//! through one of them alone goes into its file. So a part calls into those after it by their tables only.

#![expect(clippy::unnecessary_wraps, reason = "what is split off can fail to arrive, though not to be made")]

use super::check::overview::Overview;
use super::check::{companions, details, foreign, lanes, looking, run, samples};
use super::keys::{keep, keeping, which};
use super::route::Screen;
use super::session::{Arrival, Row, Session};
use super::words::{Words, ZH};
use super::{custom, keys, practices, respond, scan, self_test, trust, wire_log};
use crate::browser::files;
use crate::browser::task::spawn_local;
use crate::provider;
use crate::recognise::Recogniser;
use futures_channel::oneshot;
use leptos::prelude::*;
use std::sync::Arc;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

/// How far a part has come.
#[derive(Default)]
pub enum Part<T: 'static> {
    /// Nobody asked for it yet.
    #[default]
    NotAsked,
    /// It is on its way.
    Awaited,
    /// It did not come; the next who wants it asks again.
    Failed,
    /// Here it is.
    Here(&'static T),
}

impl<T> Clone for Part<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Part<T> {}

impl<T> Part<T> {
    /// The part, once it is here.
    pub fn here(self) -> Option<&'static T> {
        if let Self::Here(part) = self { Some(part) } else { None }
    }
}

/// Checking, and what unfolds beneath a row.
pub struct Checking {
    /// Takes in the list of checks, and what this browser remembers.
    begin: fn(Session, Option<String>),
    /// Checks these credentials.
    pub check: fn(Session, Vec<Arc<Row>>),
    /// A row's verdict has changed: what the register keeps of its key does too.
    pub checked: fn(Session, &Row),
    /// The demonstration.
    pub samples: fn(Session),
    /// What unfolds beneath a row.
    pub details: fn(&Arc<Row>) -> AnyView,
    /// What a row needs before it can be checked.
    pub missing: fn(&Arc<Row>) -> AnyView,
    /// What stands above the list: reports of scanners, what all rows of a kind need, how the list is looked at.
    pub above: fn(Memo<Overview>) -> AnyView,
    /// Reads a scanner's report.
    pub report: for<'a> fn(&'a Recogniser, &'a [u8]) -> foreign::Reading<'a>,
    /// What stands beneath it: the report on a few, the search for a key by a mask or a fingerprint.
    pub below: fn(Memo<Overview>) -> AnyView,
    /// The wire log.
    pub wire_log: fn() -> AnyView,
}

/// The screens beside Check.
pub struct Screens {
    /// Draws one.
    pub draw: fn(Screen) -> AnyView,
    /// Draws what `custom.html` is for.
    pub custom: fn() -> AnyView,
    /// Stops what a screen has under way.
    pub cancel: fn(Session),
    /// Wipes the secrets that a screen holds.
    pub wipe: fn(Session),
}

/// The page itself.
#[wasm_split(page, fallible)]
pub fn page() -> Result<fn(), SplitLoaderError> {
    Ok(super::mount)
}

#[wasm_split(checking, fallible)]
fn checking() -> Result<&'static Checking, SplitLoaderError> {
    Ok(&Checking {
        begin: |session, checks| {
            run::take_checks(session, checks);
            // The page for hosts of the person's own reads nothing that is kept.
            if !custom::is_here() {
                keeping::begin(session);
                self_test::run::begin(session);
            }
        },
        check: lanes::check,
        checked: keep::checked,
        samples: samples::show,
        details: |row| details::details(row).into_any(),
        missing: |row| (foreign::tick_of(row), companions::missing(row)).into_any(),
        above: |overview| (foreign::reports(), companions::for_all(), looking::above(overview)).into_any(),
        report: foreign::read,
        below: |overview| (looking::below(overview), which::which()).into_any(),
        wire_log: || wire_log::table().into_any(),
    })
}

#[wasm_split(screens, fallible)]
fn screens() -> Result<&'static Screens, SplitLoaderError> {
    Ok(&Screens {
        draw: |screen| match screen {
            Screen::Check => ().into_any(),
            Screen::Scan => scan::screen().into_any(),
            Screen::Practices => practices::screen().into_any(),
            Screen::Keys => keys::screen().into_any(),
            Screen::Respond => respond::screen().into_any(),
            Screen::Trust => trust::screen().into_any(),
        },
        custom: custom::screen,
        cancel: scan::run::cancel,
        wipe: |session| {
            scan::store::wipe(session);
            custom::run::wipe(session);
        },
    })
}

/// Chinese, for those who want it.
#[wasm_split(chinese, fallible)]
pub fn chinese() -> Result<&'static Words, SplitLoaderError> {
    Ok(&ZH)
}

/// Fetches checking and, beside it, the list of checks; as soon as a key is to be expected.
pub fn fetch_checking(session: Session) {
    if !matches!(session.checking.get_untracked(), Part::NotAsked | Part::Failed) {
        return;
    }
    session.checking.set(Part::Awaited);
    let (give, list) = oneshot::channel();
    spawn_local(async move {
        _ = give.send(files::own(provider::CHECKS_FILE, provider::CHECKS_INTEGRITY).await);
    });
    spawn_local(async move {
        if let Ok(part) = checking().await {
            session.checking.set(Part::Here(part));
            (part.begin)(session, list.await.unwrap_or_default());
        } else {
            session.checking.set(Part::Failed);
            session.checks.set(Arrival::Failed);
        }
    });
}

/// Fetches the other screens.
pub fn fetch_screens(session: Session) {
    if !matches!(session.screens.get_untracked(), Part::NotAsked | Part::Failed) {
        return;
    }
    session.screens.set(Part::Awaited);
    // What is kept of keys, which other screens show, comes with checking.
    fetch_checking(session);
    spawn_local(async move {
        session.screens.set(screens().await.map_or(Part::Failed, Part::Here));
    });
}
