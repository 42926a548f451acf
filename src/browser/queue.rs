//! The queue of `check::queue`, with futures that wait in it.

use super::cancel::Cancel;
use super::clock;
use crate::browser::task::spawn_local;
use crate::check::queue::{Next, Queue, Ticket};
use futures_channel::oneshot::{Sender, channel};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

/// A queue that requests wait in. Clones are the same queue.
#[derive(Clone, Default)]
pub struct Line(Rc<RefCell<Inner>>);

#[derive(Default)]
struct Inner {
    queue: Queue,
    waiting: BTreeMap<Ticket, Sender<()>>,
}

/// Leave to send one request to one host; given back when dropped.
pub struct Leave {
    line: Line,
    host: String,
}

impl Line {
    /// Waits for its turn; none where it was cancelled.
    pub async fn turn(&self, host: &str, cancel: &Cancel) -> Option<Leave> {
        let (sender, receiver) = channel();
        {
            let mut inner = self.0.borrow_mut();
            let ticket = inner.queue.join(host);
            inner.waiting.insert(ticket, sender);
        }
        self.pump();
        receiver.await.ok()?;
        let leave = Leave { line: self.clone(), host: host.to_owned() };
        (!cancel.is_pulled()).then_some(leave)
    }

    /// Sends away all that waits.
    pub fn clear(&self) {
        let waiting = {
            let mut inner = self.0.borrow_mut();
            inner.queue.clear();
            std::mem::take(&mut inner.waiting)
        };
        drop(waiting);
    }

    /// The host answered: with "too many", for as long as it says, or with anything else.
    pub fn heard(&self, host: &str, throttled: bool, named: Option<u64>) {
        let queue = &mut self.0.borrow_mut().queue;
        if throttled { queue.throttled(host, clock::steady_ms(), named) } else { queue.welcomed(host) }
    }

    fn pump(&self) {
        loop {
            let next = self.0.borrow_mut().queue.next(clock::steady_ms());
            match next {
                Next::Go(ticket) => {
                    let sender = self.0.borrow_mut().waiting.remove(&ticket);
                    _ = sender.map(|s| s.send(()));
                }
                Next::Wait(until) => {
                    let line = self.clone();
                    let ms = i32::try_from(until.saturating_sub(clock::steady_ms())).unwrap_or(i32::MAX);
                    spawn_local(async move {
                        clock::sleep(ms.saturating_add(1)).await;
                        line.pump();
                    });
                    return;
                }
                Next::Idle => return,
            }
        }
    }
}

impl Drop for Leave {
    fn drop(&mut self) {
        self.line.0.borrow_mut().queue.done(&self.host);
        self.line.pump();
    }
}
