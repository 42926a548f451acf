//! A check under way: the keys parted by the host that each goes to first, some of each host's on their way at a time.
//! Ten thousand are not planned at once, and no host's keys wait behind another's.

use super::run::{self, Manner};
use crate::browser::cancel::Cancel;
use crate::browser::clock::{self, Breath};
use crate::browser::queue::Line;
use crate::browser::task::spawn_local;
use crate::check::bulk::order::Sort;
use crate::check::bulk::pace::Pace;
use crate::check::queue::PER_HOST;
use crate::check::verdict::{Cause, State};
use crate::provider::checks::Checks;
use crate::ui::session::{NotSent, Progress, Row, Run, Session, Verdict, host_of};
use leptos::prelude::*;
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;
use std::sync::Arc;

/// Keys of a host that are on their way or next: twice those under way, so that none of its places stays empty.
const ON_THEIR_WAY: usize = 2 * PER_HOST;

/// Milliseconds between two glances at how far it has come.
const GLANCE: i32 = 100;

/// Checks these credentials.
pub fn check(session: Session, rows: Vec<Arc<Row>>) {
    if session.run.get_untracked().is_some() || session.demo.get_untracked() || rows.is_empty() {
        return;
    }
    session.run.set(Some(Run { all: rows.len(), ..Run::default() }));
    let cancel = Cancel::default();
    session.cancel.set_value(cancel.clone());
    let work = Rc::new(Work {
        session,
        cancel,
        line: Line::default(),
        lanes: RefCell::default(),
        pace: RefCell::default(),
        done: Cell::new(0),
        all: rows.len(),
    });
    spawn_local(async move {
        work.part(rows).await;
        let checks = run::arrived(session).await;
        work.begin(checks.as_ref());
        work.watch().await;
        // What lives in somebody's report comes first.
        if session.reports.with_untracked(|reports| !reports.is_empty()) {
            session.view.update(|view| view.sort = Sort::Verdict);
        }
        session.run.set(None);
        session.tell();
    });
}

struct Work {
    session: Session,
    cancel: Cancel,
    line: Line,
    lanes: RefCell<Vec<Lane>>,
    pace: RefCell<Pace>,
    done: Cell<usize>,
    all: usize,
}

/// The keys of a host.
struct Lane {
    host: &'static str,
    waiting: VecDeque<Waiting>,
}

struct Waiting {
    row: Arc<Row>,
    /// Whether its host turned it away once, for it was asked too much.
    again: bool,
}

impl Work {
    /// Parts the keys by their hosts; those that cannot be sent have their verdict at once.
    async fn part(&self, rows: Vec<Arc<Row>>) {
        let mut by_host = BTreeMap::new();
        let mut refused = BTreeMap::new();
        let mut breath = Breath::default();
        for row in rows {
            let host = untrack(|| {
                let kind = row.kind().filter(|_| row.obstacle().is_none());
                kind.and_then(|kind| kind.destinations().first()).map(|d| host_of(d.url))
            });
            match host {
                Some(host) => {
                    self.session.progress(&row, Progress::Queued);
                    let mut lanes = self.lanes.borrow_mut();
                    let at = *by_host.entry(host).or_insert_with(|| {
                        lanes.push(Lane { host, waiting: VecDeque::new() });
                        lanes.len() - 1
                    });
                    lanes[at].waiting.push_back(Waiting { row, again: false });
                }
                None => self.refuse(&row, untrack(|| row.obstacle()).unwrap_or(NotSent::NoCheck), &mut refused),
            }
            breath.take().await;
        }
        *self.pace.borrow_mut() = Pace::new(clock::steady(), self.lanes.borrow().iter().map(|lane| lane.waiting.len()));
    }

    /// The verdict on what is not sent; one for all with the same reason.
    fn refuse(&self, row: &Row, why: NotSent, known: &mut BTreeMap<NotSent, Arc<Verdict>>) {
        let verdict = known.entry(why).or_insert_with(|| Arc::new(run::not_sent(why))).clone();
        self.session.progress(row, Progress::Done(verdict));
        self.done.set(self.done.get() + 1);
    }

    fn begin(self: &Rc<Self>, checks: Option<&Arc<Checks>>) {
        let lanes = self.lanes.borrow().len();
        for lane in 0..lanes {
            let keys = self.lanes.borrow()[lane].waiting.len();
            for _ in 0..keys.min(ON_THEIR_WAY) {
                let (work, checks) = (self.clone(), checks.cloned());
                spawn_local(async move { work.take_from(lane, checks.as_deref()).await });
            }
        }
    }

    /// Asks for one key of a host after another.
    async fn take_from(&self, lane: usize, checks: Option<&Checks>) {
        while !self.cancel.is_pulled() {
            let next = self.lanes.borrow_mut()[lane].waiting.pop_front();
            let Some(Waiting { row, again }) = next else { return };
            run::ask_with(self.session, &row, &self.cancel, &self.line, checks, Manner::Whole).await;
            if !again && !self.cancel.is_pulled() && self.was_turned_away(lane, &row) {
                self.session.progress(&row, Progress::Queued);
                self.lanes.borrow_mut()[lane].waiting.push_back(Waiting { row, again: true });
                continue;
            }
            self.done.set(self.done.get() + 1);
            self.pace.borrow_mut().answered(lane, clock::steady());
        }
    }

    /// Whether a key met "too many requests" while others wait for the same host: it is asked once more, after them.
    fn was_turned_away(&self, lane: usize, row: &Row) -> bool {
        let throttled =
            |v: &Arc<Verdict>| (v.reading.state, v.reading.cause) == (State::Unknown, Some(Cause::RateLimited));
        !self.lanes.borrow()[lane].waiting.is_empty() && row.progress.read_untracked().verdict().is_some_and(throttled)
    }

    /// Tells the page how far it is, until all is done.
    async fn watch(&self) {
        let mut refused = BTreeMap::new();
        let mut said = 0;
        while self.done.get() < self.all {
            clock::sleep(GLANCE).await;
            if self.cancel.is_pulled() {
                self.line.clear();
                let left: Vec<_> =
                    self.lanes.borrow_mut().iter_mut().flat_map(|l| std::mem::take(&mut l.waiting)).collect();
                let mut breath = Breath::default();
                for waiting in left {
                    self.refuse(&waiting.row, NotSent::Cancelled, &mut refused);
                    breath.take().await;
                }
            }
            if self.pace.borrow_mut().speaks(clock::steady()) {
                said = self.done.get();
            }
            self.session.run.set(Some(Run { done: self.done.get(), all: self.all, left: self.left(), said }));
        }
    }

    fn left(&self) -> Option<u32> {
        let mut pace = self.pace.borrow_mut();
        for (at, lane) in self.lanes.borrow().iter().enumerate() {
            #[expect(clippy::cast_precision_loss, reason = "milliseconds since the page was opened")]
            pace.paused(at, self.line.paused_until(lane.host) as f64);
        }
        pace.left(clock::steady())
    }
}
