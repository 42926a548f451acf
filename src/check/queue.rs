//! Which request goes next, and when: at most so many at once, at most so many a host, every host in turn, and
//! a host that says "too many" left alone for a while. Pure: time comes in as a number of milliseconds.

use std::collections::VecDeque;

/// Requests under way at once, over all hosts.
pub const OVERALL: usize = 16;
/// Requests under way at once at one host.
pub const PER_HOST: usize = 6;
/// The pause after a first 429 that names no time, in milliseconds; each further one doubles it.
const FIRST_PAUSE: u64 = 1_000;
/// The longest pause that is kept, whatever a host asks for, in milliseconds.
const LONGEST_PAUSE: u64 = 120_000;

/// A place in the queue.
pub type Ticket = u64;

/// What the queue says when asked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Next {
    /// This one may go now.
    Go(Ticket),
    /// Nothing may go before this time.
    Wait(u64),
    /// Nothing may go until one that is under way has come back, or nothing waits.
    Idle,
}

/// Requests that wait, by host.
#[derive(Default)]
pub struct Queue {
    hosts: Vec<Host>,
    under_way: usize,
    tickets: Ticket,
    /// The host whose turn it is.
    turn: usize,
}

struct Host {
    name: String,
    waiting: VecDeque<Ticket>,
    under_way: usize,
    not_before: u64,
    pause: u64,
}

impl Queue {
    /// Queues a request to a host.
    pub fn join(&mut self, host: &str) -> Ticket {
        self.tickets += 1;
        let ticket = self.tickets;
        self.host(host).waiting.push_back(ticket);
        ticket
    }

    /// Takes the next one that may go.
    pub fn next(&mut self, now: u64) -> Next {
        if self.under_way >= OVERALL {
            return Next::Idle;
        }
        let mut earliest = None;
        let hosts = self.hosts.len();
        for step in 0..hosts {
            let at = (self.turn + step) % hosts;
            let host = &mut self.hosts[at];
            if host.waiting.is_empty() || host.under_way >= PER_HOST {
                continue;
            }
            if host.not_before > now {
                earliest = Some(earliest.map_or(host.not_before, |e: u64| e.min(host.not_before)));
                continue;
            }
            if let Some(ticket) = host.waiting.pop_front() {
                host.under_way += 1;
                self.under_way += 1;
                self.turn = (at + 1) % hosts;
                return Next::Go(ticket);
            }
        }
        earliest.map_or(Next::Idle, Next::Wait)
    }

    /// A request to this host has come back.
    pub fn done(&mut self, host: &str) {
        let host = self.host(host);
        host.under_way = host.under_way.saturating_sub(1);
        self.under_way = self.under_way.saturating_sub(1);
    }

    /// The host answered, and not with "too many": its pauses begin anew.
    pub fn welcomed(&mut self, host: &str) {
        self.host(host).pause = 0;
    }

    /// The host said "too many requests", and perhaps for how long (in milliseconds).
    pub fn throttled(&mut self, host: &str, now: u64, named: Option<u64>) {
        let host = self.host(host);
        host.pause = if host.pause == 0 { FIRST_PAUSE } else { host.pause * 2 };
        let pause = named.unwrap_or(host.pause).min(LONGEST_PAUSE);
        host.not_before = host.not_before.max(now + pause);
    }

    /// Until when a host is left alone; 0 where it is not.
    pub fn paused_until(&self, host: &str) -> u64 {
        self.hosts.iter().find(|h| h.name == host).map_or(0, |h| h.not_before)
    }

    /// All that waits is sent away; what is under way comes back by itself.
    pub fn clear(&mut self) {
        for host in &mut self.hosts {
            host.waiting.clear();
        }
    }

    fn host(&mut self, name: &str) -> &mut Host {
        let at = self.hosts.iter().position(|h| h.name == name).unwrap_or_else(|| {
            let name = name.to_owned();
            self.hosts.push(Host { name, waiting: VecDeque::new(), under_way: 0, not_before: 0, pause: 0 });
            self.hosts.len() - 1
        });
        &mut self.hosts[at]
    }
}

/// The pause that a 429 names, in milliseconds: by `retry-after` in seconds (a date there is left alone: few
/// servers send one, and clocks differ), else by the body's own "try again in 1m2.5s".
pub fn named_pause(retry_after: Option<&str>, body: &str) -> Option<u64> {
    if let Some(seconds) = retry_after.and_then(|text| text.trim().parse::<u64>().ok()) {
        return Some(seconds.saturating_mul(1_000));
    }
    let (_, rest) = body.split_once("try again in ")?;
    duration(rest)
}

/// Milliseconds at the start of `1m2.5s`, `20s`, `350ms`, `2 seconds`.
pub(super) fn duration(text: &str) -> Option<u64> {
    let mut rest = text;
    let mut total = None;
    loop {
        let digits = rest.bytes().take_while(|b| b.is_ascii_digit() || *b == b'.').count();
        let Ok(number) = rest[..digits].parse::<f32>() else { return total };
        let unit_text = rest[digits..].trim_start();
        let letters = unit_text.bytes().take_while(u8::is_ascii_alphabetic).count();
        let unit = match &unit_text[..letters] {
            "ms" => 1.0,
            "s" | "sec" | "secs" | "second" | "seconds" => 1_000.0,
            "m" | "min" | "minute" | "minutes" => 60_000.0,
            "h" | "hour" | "hours" => 3_600_000.0,
            _ => return total,
        };
        // A host's own figure, bounded: a cast of a large or odd one saturates.
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "`as` saturates, and the queue bounds it"
        )]
        let part = (number * unit) as u64;
        total = Some(total.unwrap_or(0).saturating_add(part));
        rest = &unit_text[letters..];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drain(queue: &mut Queue, now: u64) -> Vec<Ticket> {
        let mut out = Vec::new();
        while let Next::Go(ticket) = queue.next(now) {
            out.push(ticket);
        }
        out
    }

    #[test]
    fn at_most_six_a_host_and_sixteen_overall() {
        let mut queue = Queue::default();
        for host in ["a", "b", "c"] {
            (0..10).for_each(|_| _ = queue.join(host));
        }
        assert_eq!(drain(&mut queue, 0).len(), OVERALL);
        let mut one = Queue::default();
        (0..10).for_each(|_| _ = one.join("a"));
        assert_eq!(drain(&mut one, 0).len(), PER_HOST);
        one.done("a");
        assert_eq!(drain(&mut one, 0), [7]);
    }

    #[test]
    fn every_host_has_its_turn() {
        let mut queue = Queue::default();
        let many: Vec<_> = (0..20).map(|_| queue.join("many")).collect();
        let few = queue.join("few");
        assert_eq!(drain(&mut queue, 0)[..3], [many[0], few, many[1]]);
    }

    #[test]
    fn a_throttled_host_waits_and_the_others_go_on() {
        let mut queue = Queue::default();
        queue.throttled("a", 100, Some(3_000));
        queue.join("a");
        let other = queue.join("b");
        assert_eq!(queue.next(200), Next::Go(other));
        assert_eq!(queue.next(200), Next::Wait(3_100));
        assert_eq!(queue.next(3_100), Next::Go(1));
    }

    #[test]
    fn pauses_grow_until_the_host_answers_and_end_somewhere() {
        let mut queue = Queue::default();
        queue.join("a");
        queue.throttled("a", 0, None);
        assert_eq!(queue.next(0), Next::Wait(1_000));
        queue.throttled("a", 0, None);
        assert_eq!(queue.next(0), Next::Wait(2_000));
        queue.throttled("a", 0, Some(u64::MAX));
        assert_eq!(queue.next(0), Next::Wait(LONGEST_PAUSE));
        assert_eq!((queue.paused_until("a"), queue.paused_until("b")), (LONGEST_PAUSE, 0));
        queue.welcomed("a");
        queue.throttled("a", 200_000, None);
        assert_eq!(queue.next(200_000), Next::Wait(201_000));
    }

    #[test]
    fn ten_thousand_over_forty_hosts_all_go_within_the_limits_and_in_turn() {
        let hosts: Vec<String> = (0..40).map(|n| format!("host-{n}.example")).collect();
        let mut queue = Queue::default();
        // The first host has half of all.
        let mut waits = std::collections::BTreeMap::new();
        for n in 0..10_000 {
            let host = if n % 2 == 0 { 0 } else { n / 2 % 40 };
            waits.insert(queue.join(&hosts[host]), host);
        }
        let (mut under_way, mut went) = (VecDeque::new(), [0; 40]);
        while !waits.is_empty() {
            while let Next::Go(ticket) = queue.next(0) {
                let host = waits.remove(&ticket).expect("each goes once");
                went[host] += 1;
                under_way.push_back(host);
                assert!(under_way.len() <= OVERALL);
                assert!(under_way.iter().filter(|h| **h == host).count() <= PER_HOST);
            }
            let few: Vec<_> = went[1..].to_vec();
            let (least, most) = (few.iter().min(), few.iter().max());
            assert!(waits.len() < 5_000 || most.zip(least).is_some_and(|(most, least)| most - least <= 1), "{few:?}");
            let host = under_way.pop_front().expect("something is under way while anything waits");
            queue.done(&hosts[host]);
        }
        assert_eq!(went.iter().sum::<usize>(), 10_000);
    }

    #[test]
    fn cancel_sends_all_away() {
        let mut queue = Queue::default();
        queue.join("a");
        queue.clear();
        assert_eq!(queue.next(0), Next::Idle);
    }

    #[test]
    fn a_pause_is_read_where_it_is_named() {
        assert_eq!(named_pause(Some("7"), ""), Some(7_000));
        assert_eq!(named_pause(Some("Wed, 21 Oct 2026 07:28:00 GMT"), ""), None);
        assert_eq!(named_pause(None, "Rate limit reached. Please try again in 1m2.5s."), Some(62_500));
        assert_eq!(named_pause(None, "Please try again in 20 seconds, or upgrade"), Some(20_000));
        assert_eq!(named_pause(None, "try again in a while"), None);
    }
}
