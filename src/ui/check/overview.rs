//! All that is summed over the rows, in one walk over them: what the buttons name, what the summary counts.

use crate::browser::cancel::Cancel;
use crate::check::bulk::order::{Sums, place};
use crate::check::verdict::State;
use crate::provider::Kind;
use crate::ui::session::{NotSent, Row, Session, Verdict};
use leptos::prelude::*;
use std::collections::BTreeSet;
use std::sync::Arc;

/// How it stands.
#[derive(Clone, PartialEq, Default)]
pub struct Overview {
    /// Credentials in the list.
    pub rows: usize,
    /// Those with a verdict, by state.
    pub sums: Sums,
    /// Those of which nothing was said yet.
    pub waiting: usize,
    /// Those that cannot be sent as they stand.
    pub obstacles: usize,
    /// What a press of Check is about.
    pub wanted: Wanted,
    /// Those of which nothing could be told, and that can be asked again.
    pub untold: usize,
    /// Those that were not answered when the person stopped.
    pub stopped: usize,
}

/// What a press of Check is about, for the button to name.
#[derive(Clone, PartialEq, Default)]
pub struct Wanted {
    /// Keys that would be sent.
    pub keys: usize,
    /// The hosts that would be asked, in the order of the list.
    pub hosts: Vec<&'static str>,
    /// Their providers' names.
    pub providers: Vec<&'static str>,
    /// Whether all of them were checked before.
    pub again: bool,
}

/// The overview, as it changes.
pub fn overview(session: Session) -> Memo<Overview> {
    Memo::new(move |_| {
        let rows = session.follow();
        untrack(|| sum(&rows))
    })
}

fn sum(rows: &[Arc<Row>]) -> Overview {
    let mut out = Overview { rows: rows.len(), ..Overview::default() };
    for row in rows {
        out.obstacles += usize::from(row.obstacle().is_some());
        let progress = row.progress.read();
        let Some(verdict) = progress.verdict() else {
            out.waiting += 1;
            continue;
        };
        out.sums[place(verdict.reading.state)] += 1;
        match verdict.not_sent {
            Some(NotSent::Cancelled) => out.stopped += 1,
            None if verdict.reading.state == State::Unknown && row.obstacle().is_none() => out.untold += 1,
            _ => {}
        }
    }
    let wanted = wanted(rows);
    out.wanted = destinations(&wanted);
    out.wanted.again = wanted.iter().all(|r| r.progress.read().verdict().is_some());
    out
}

/// The hosts and providers that would be asked, and how many keys.
fn destinations(rows: &[Arc<Row>]) -> Wanted {
    let mut out = Wanted::default();
    let mut kinds: BTreeSet<(usize, &str)> = BTreeSet::new();
    for row in rows.iter().filter(|r| r.obstacle().is_none()) {
        let Some(kind) = row.kind() else { continue };
        out.keys += 1;
        let chooses = |kind: &Kind| kind.provider().companions().iter().any(|c| !c.choices.is_empty());
        if !kinds.insert((kind.provider, kind.id)) && !chooses(kind) {
            continue;
        }
        let add = |list: &mut Vec<&'static str>, name| {
            if !list.contains(&name) {
                list.push(name);
            }
        };
        row.hosts().into_iter().for_each(|host| add(&mut out.hosts, host));
        add(&mut out.providers, kind.provider().name);
    }
    out
}

/// The credentials that a press of Check is about: those without a verdict, else all; of a report's, the ticked ones.
pub fn wanted(rows: &[Arc<Row>]) -> Vec<Arc<Row>> {
    untrack(|| {
        let rows: Vec<_> = rows.iter().filter(|r| r.obstacle() != Some(NotSent::NotTicked)).cloned().collect();
        let fresh = |r: &&Arc<Row>| r.progress.read().verdict().is_none_or(|v| v.not_sent.is_some());
        let fresh: Vec<_> = rows.iter().filter(fresh).cloned().collect();
        if fresh.iter().any(|r| r.obstacle().is_none()) || rows.iter().all(|r| r.obstacle().is_some()) {
            return fresh;
        }
        rows
    })
}

/// Those of which nothing could be told, and of which something may be told at the next try.
pub fn untold(rows: &[Arc<Row>]) -> Vec<Arc<Row>> {
    let open = |v: &Arc<Verdict>| v.reading.state == State::Unknown && v.not_sent.is_none();
    let open = |r: &&Arc<Row>| r.progress.read_untracked().verdict().is_some_and(open);
    rows.iter().filter(|r| open(r) && untrack(|| r.obstacle().is_none())).cloned().collect()
}

/// Those that were not answered when the person stopped.
pub fn stopped(rows: &[Arc<Row>]) -> Vec<Arc<Row>> {
    let open = |v: &Arc<Verdict>| v.not_sent == Some(NotSent::Cancelled);
    rows.iter().filter(|r| r.progress.read_untracked().verdict().is_some_and(open)).cloned().collect()
}

/// Checks these credentials, where the part of the program that does is here.
pub fn check(session: Session, rows: Vec<Arc<Row>>) {
    if let Some(part) = session.checking.get_untracked().here() {
        (part.check)(session, rows);
    }
}

/// Stops the check under way.
pub fn cancel(session: Session) {
    session.cancel.with_value(Cancel::pull);
}
