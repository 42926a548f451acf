//! How long a check of many keys will take, told from how it went so far. Each host has a pace of its own (its limits
//! differ, and it may have asked for a pause), so the slowest one decides. Times are milliseconds that only grow.

use std::collections::VecDeque;

/// What happened longer ago than this does not count, in milliseconds: a host that was throttled and is no more
/// should not be remembered for it.
const MEMORY: f64 = 20_000.0;

/// Answers of a host before its pace is believed.
const ENOUGH: usize = 3;

/// Milliseconds between two announcements to people who do not see the bar.
const SAY_EVERY: f64 = 30_000.0;

/// A check under way.
#[derive(Clone, Debug, Default)]
pub struct Pace {
    hosts: Vec<Host>,
    began: f64,
    said: f64,
}

#[derive(Clone, Debug)]
struct Host {
    left: usize,
    answered: usize,
    /// When the latest answers came, the oldest first.
    recent: VecDeque<f64>,
    not_before: f64,
}

impl Pace {
    /// One that begins now, with so many keys at each host.
    pub fn new(now: f64, keys: impl IntoIterator<Item = usize>) -> Self {
        let host = |left| Host { left, answered: 0, recent: VecDeque::new(), not_before: 0.0 };
        Self { hosts: keys.into_iter().map(host).collect(), began: now, said: now }
    }

    /// A key of a host has its verdict.
    pub fn answered(&mut self, host: usize, now: f64) {
        let Some(host) = self.hosts.get_mut(host) else { return };
        host.left = host.left.saturating_sub(1);
        host.answered += 1;
        host.recent.push_back(now);
        while host.recent.front().is_some_and(|at| now - at > MEMORY) {
            host.recent.pop_front();
        }
    }

    /// A host asked to be left alone until then.
    pub fn paused(&mut self, host: usize, until: f64) {
        if let Some(host) = self.hosts.get_mut(host) {
            host.not_before = host.not_before.max(until);
        }
    }

    /// Seconds that are left; none before there is a pace to tell them from.
    pub fn left(&self, now: f64) -> Option<u32> {
        let answered: usize = self.hosts.iter().map(|h| h.answered).sum();
        if answered < ENOUGH {
            return None;
        }
        let passed = (now - self.began).max(1.0);
        let all = passed / real(answered);
        let busy = self.hosts.iter().filter(|h| h.left > 0);
        // A host that did not answer yet: as quick as all together, each taking its turn.
        let slowest =
            busy.map(|h| h.each(now, self.began).unwrap_or(all) * real(h.left) + (h.not_before - now).max(0.0));
        let slowest = slowest.fold(0.0, f64::max);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "seconds; `as` saturates")]
        Some((slowest / 1_000.0).ceil() as u32)
    }

    /// Whether it is time to say aloud how far it has come: seldom, so that nothing else is talked over.
    pub fn speaks(&mut self, now: f64) -> bool {
        let speaks = now - self.said >= SAY_EVERY;
        if speaks {
            self.said = now;
        }
        speaks
    }
}

impl Host {
    /// Milliseconds from one answer to the next.
    fn each(&self, now: f64, began: f64) -> Option<f64> {
        if self.recent.len() < ENOUGH {
            return (self.answered >= ENOUGH).then(|| (now - began) / real(self.answered));
        }
        // All of it lies within the memory: counted from the beginning, not from the first answer.
        let from = if self.recent.len() == self.answered { began } else { *self.recent.front()? };
        Some((now - from).max(1.0) / real(self.recent.len()))
    }
}

fn real(n: usize) -> f64 {
    f64::from(u32::try_from(n).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_promised_before_there_is_a_pace() {
        let mut pace = Pace::new(0.0, [1_000]);
        assert_eq!(pace.left(500.0), None);
        pace.answered(0, 100.0);
        pace.answered(0, 200.0);
        assert_eq!(pace.left(500.0), None);
        pace.answered(0, 300.0);
        assert!(pace.left(500.0).is_some());
    }

    #[test]
    fn an_even_pace_is_told_to_the_second() {
        let mut pace = Pace::new(0.0, [1_000]);
        for n in 1..=100 {
            pace.answered(0, f64::from(n) * 10.0);
        }
        assert_eq!(pace.left(1_000.0), Some(9), "900 keys at 10 ms each");
    }

    #[test]
    fn the_slowest_host_decides() {
        let mut pace = Pace::new(0.0, [10_000, 100]);
        for n in 1..=1_000 {
            pace.answered(0, f64::from(n) * 10.0);
        }
        for n in 1..=5 {
            pace.answered(1, f64::from(n) * 2_000.0);
        }
        assert_eq!(pace.left(10_000.0), Some(190), "95 keys at 2 s each");
    }

    #[test]
    fn a_pause_counts_and_an_old_slowness_does_not() {
        let mut pace = Pace::new(0.0, [1_000]);
        for n in 1..=10 {
            pace.answered(0, f64::from(n) * 1_000.0);
        }
        assert_eq!(pace.left(10_000.0), Some(990));
        pace.paused(0, 70_000.0);
        assert_eq!(pace.left(10_000.0), Some(1_050));
        for n in 0..490 {
            pace.answered(0, 70_000.0 + f64::from(n) * 10.0);
        }
        assert_eq!(pace.left(74_900.0), Some(5), "500 keys at 10 ms each");
    }

    #[test]
    fn all_answered_leaves_nothing() {
        let mut pace = Pace::new(0.0, [3, 0]);
        (1..=3).for_each(|n| pace.answered(0, f64::from(n)));
        assert_eq!(pace.left(10.0), Some(0));
        pace.answered(7, 11.0);
    }

    #[test]
    fn it_speaks_seldom() {
        let mut pace = Pace::new(0.0, [10]);
        let said: Vec<_> = (0..100).map(|s| f64::from(s) * 1_000.0).filter(|now| pace.speaks(*now)).collect();
        assert_eq!(said, [30_000.0, 60_000.0, 90_000.0]);
    }
}
