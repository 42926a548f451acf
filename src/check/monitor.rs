//! A live key watched: its limits as gauges, from the facts of its verdict, and when it is asked again.

use super::interpret::{Fact, FactValue};
use super::queue;
use super::untrusted::Untrusted;
use super::verdict::State;

/// A limit, and how much of it is left.
#[derive(Clone, PartialEq, Debug)]
pub struct Gauge {
    /// The fact that names the limit: `limit-requests`.
    pub limit_name: &'static str,
    /// What is allowed.
    pub limit: f64,
    /// What is left of it, none of it below nought.
    pub left: f64,
    /// `USD` and the like; empty where the provider names none.
    pub unit: String,
    /// When it is full again.
    pub reset: Option<Reset>,
}

/// When a limit is full again.
#[derive(Clone, PartialEq, Debug)]
pub enum Reset {
    /// At a time, in milliseconds since 1970.
    At(f64),
    /// In the provider's own words, a date as a rule.
    Said(Untrusted),
}

/// The facts that make a gauge: what is allowed, what is left, what is used, when it begins anew. Either of the
/// middle two is enough.
const GAUGES: &[(&str, &str, &str, &str)] = &[
    ("credit-limit", "credit-left", "spent", "credit-reset"),
    ("credits-limit", "credit-left", "credits-used", "credits-reset"),
    ("limit-requests", "left-requests", "", "reset-requests"),
    ("limit-tokens", "left-tokens", "", "reset-tokens"),
];

/// Numbers without a limit that a person would look for, in this order.
pub const NUMBERS: &[&str] = &[
    "balance",
    "credit-left",
    "granted",
    "topped-up",
    "spent",
    "spent-today",
    "spent-week",
    "spent-month",
    "credits-used",
    "left-requests",
    "left-tokens",
];

/// The gauges that an answer's facts make; it came at `at`, milliseconds since 1970.
pub fn gauges(facts: &[Fact], at: f64) -> Vec<Gauge> {
    let fact = |name: &str| facts.iter().find(|f| f.name == name).map(|f| &f.value);
    let gauge = |(limit_name, left, used, reset): &(&'static str, &str, &str, &str)| {
        let (limit, unit) = amount(fact(limit_name)?)?;
        let left = match fact(left).and_then(amount) {
            Some((left, _)) => left,
            None => limit - amount(fact(used)?)?.0,
        };
        (limit > 0.0).then(|| Gauge {
            limit_name,
            limit,
            left: left.clamp(0.0, limit),
            unit,
            reset: fact(reset).and_then(|value| reset_of(value, at)),
        })
    };
    GAUGES.iter().filter_map(gauge).collect()
}

/// The numbers that no gauge shows, by their names.
pub fn numbers<'f>(facts: &'f [Fact], gauges: &[Gauge]) -> Vec<&'f Fact> {
    let shown = |name: &str| {
        let of = |(limit, left, used, _): &(&str, &str, &str, &str)| {
            gauges.iter().any(|g| g.limit_name == *limit) && (*left == name || *used == name)
        };
        GAUGES.iter().any(of)
    };
    let of = |name: &&'static str| facts.iter().find(|f| f.name == **name).filter(|f| !shown(&f.name));
    NUMBERS.iter().filter_map(of).collect()
}

/// A number at the start of a fact, and what stands behind it.
fn amount(value: &FactValue) -> Option<(f64, String)> {
    let text = match value {
        FactValue::Number(number) => return number.as_f64().map(|n| (n, String::new())),
        FactValue::Text(text) => text.as_text(),
        FactValue::List(list) => list.first().filter(|_| list.len() == 1)?.as_text(),
        FactValue::Bool(_) => return None,
    };
    let digits = text.bytes().take_while(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-')).count();
    let unit = text[digits..].trim().to_owned();
    let number: f64 = text[..digits].parse().ok()?;
    (unit.len() <= 8 && unit.chars().all(char::is_alphabetic)).then_some((number, unit))
}

/// Seconds since 1970 are above this, seconds from now below it.
const SECONDS_SINCE_1970: f64 = 1e9;

fn reset_of(value: &FactValue, at: f64) -> Option<Reset> {
    let text = match value {
        FactValue::Number(number) => number.to_string(),
        FactValue::Text(text) => text.as_text().to_owned(),
        FactValue::Bool(_) | FactValue::List(_) => return None,
    };
    if let Ok(number) = text.parse::<f64>() {
        return Some(Reset::At(if number < SECONDS_SINCE_1970 {
            at + number.max(0.0) * 1_000.0
        } else if number < SECONDS_SINCE_1970 * 1_000.0 {
            number * 1_000.0
        } else {
            number
        }));
    }
    #[expect(clippy::cast_precision_loss, reason = "a pause of fewer than 285,000 years")]
    let later = |ms: u64| Reset::At(at + ms as f64);
    if let Some(ms) = queue::duration(&text) {
        return Some(later(ms));
    }
    Some(Reset::Said(Untrusted::new(&text).shortened(40)))
}

/// Minutes between two questions that a person may choose; 0 asks only on demand.
pub const INTERVALS: [u32; 4] = [0, 5, 15, 60];

/// Hidden for so long, the page is forgotten: nothing more is asked. Milliseconds.
pub const FORGOTTEN: f64 = 30.0 * 60_000.0;

/// Questions in a row that told nothing, before no more are asked.
const IN_VAIN: u8 = 3;

/// When one key is asked again, while the page is open. Holds nothing of the key.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Monitor {
    /// Minutes between two questions; 0 asks only on demand.
    minutes: u32,
    last: f64,
    hidden: Option<f64>,
    in_vain: u8,
    ended: Option<End>,
}

/// Why no more is asked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum End {
    /// The provider refuses the key.
    Dead,
    /// Nobody looked at the page for long.
    Hidden,
    /// Nothing could be told several times in a row.
    InVain,
}

impl Monitor {
    /// One that asks every so many minutes, beginning now; 0 never.
    pub fn new(minutes: u32, now: f64) -> Self {
        Self { minutes, last: now, ..Self::default() }
    }

    /// Whether it asks by itself.
    pub fn is_on(&self) -> bool {
        self.minutes > 0 && self.ended.is_none()
    }

    /// Minutes between two questions; 0 where it asks only on demand.
    pub fn minutes(&self) -> u32 {
        self.minutes
    }

    fn every(&self) -> f64 {
        f64::from(self.minutes) * 60_000.0
    }

    /// Why it asks no more.
    pub fn ended(&self) -> Option<End> {
        self.ended
    }

    /// When it asks next, in milliseconds on its clock.
    pub fn next(&self) -> Option<f64> {
        self.is_on().then_some(self.last + self.every())
    }

    /// Whether it is to be asked now.
    pub fn due(&mut self, now: f64, hidden: bool) -> bool {
        if !self.is_on() {
            return false;
        }
        let since = if hidden { Some(*self.hidden.get_or_insert(now)) } else { self.hidden.take().and(None) };
        if since.is_some_and(|since| now - since >= FORGOTTEN) {
            self.ended = Some(End::Hidden);
            return false;
        }
        now - self.last >= self.every()
    }

    /// An answer came, whoever asked.
    pub fn hear(&mut self, state: State, now: f64) {
        self.last = now;
        self.in_vain = if state == State::Unknown { self.in_vain + 1 } else { 0 };
        let end = match state {
            State::Dead => Some(End::Dead),
            State::Unknown if self.in_vain >= IN_VAIN => Some(End::InVain),
            State::Live | State::Limited | State::Unknown => None,
        };
        if self.minutes > 0 {
            self.ended = self.ended.or(end);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(name: &str, value: &str) -> Fact {
        Fact { name: name.into(), value: FactValue::Text(Untrusted::new(value)) }
    }

    fn number(name: &str, value: i64) -> Fact {
        Fact { name: name.into(), value: FactValue::Number(value.into()) }
    }

    #[test]
    fn what_is_left_of_a_limit_is_a_gauge_with_the_time_of_its_reset() {
        let facts = [
            text("limit-requests", "5000"),
            text("left-requests", "4999"),
            text("reset-requests", "2026-11-25 14:02 UTC"),
        ];
        let gauge = &gauges(&facts, 0.0)[0];
        assert_eq!((gauge.limit_name, gauge.limit, gauge.left), ("limit-requests", 5_000.0, 4_999.0));
        assert_eq!(gauge.reset, Some(Reset::Said(Untrusted::new("2026-11-25 14:02 UTC"))));
    }

    #[test]
    fn what_is_used_says_what_is_left_and_never_less_than_nothing() {
        let of = |used| gauges(&[number("credits-limit", 10_000), number("credits-used", used)], 0.0)[0].left;
        assert_eq!((of(2_500), of(12_000)), (7_500.0, 0.0));
    }

    #[test]
    fn money_keeps_its_unit() {
        let gauge = &gauges(&[text("credit-limit", "20 USD"), text("credit-left", "4.50 USD")], 0.0)[0];
        assert_eq!((gauge.left, gauge.unit.as_str()), (4.5, "USD"));
    }

    #[test]
    fn without_a_limit_or_with_words_for_a_number_there_is_no_gauge() {
        assert!(gauges(&[number("left-requests", 3)], 0.0).is_empty());
        assert!(gauges(&[text("limit-requests", "unlimited"), number("left-requests", 3)], 0.0).is_empty());
        assert!(gauges(&[number("credit-limit", 0), number("credit-left", 0)], 0.0).is_empty());
        assert!(gauges(&[number("credits-limit", 5)], 0.0).is_empty());
    }

    #[test]
    fn a_reset_is_read_as_a_pause_as_seconds_or_as_a_date() {
        let reset = |value: &str| reset_of(&FactValue::Text(Untrusted::new(value)), 1_000.0);
        assert_eq!(reset("6m0s"), Some(Reset::At(361_000.0)));
        assert_eq!(reset("30"), Some(Reset::At(31_000.0)));
        assert_eq!(reset("1764079200"), Some(Reset::At(1_764_079_200_000.0)));
        assert_eq!(reset("1764079200000"), Some(Reset::At(1_764_079_200_000.0)));
        assert_eq!(reset("2026-12-01T00:00:00Z"), Some(Reset::Said(Untrusted::new("2026-12-01T00:00:00Z"))));
    }

    #[test]
    fn numbers_that_a_gauge_shows_are_not_told_twice() {
        let facts = [
            text("balance", "3 USD"),
            number("credit-limit", 20),
            number("credit-left", 5),
            number("spent-today", 1),
            text("user", "a"),
        ];
        let names = |facts: &[Fact]| -> Vec<String> {
            numbers(facts, &gauges(facts, 0.0)).into_iter().map(|f| f.name.clone()).collect()
        };
        assert_eq!(names(&facts), ["balance", "spent-today"]);
        assert_eq!(names(&facts[2..3]), ["credit-left"], "no gauge, so it is told");
    }

    const MINUTE: f64 = 60_000.0;

    #[test]
    fn nothing_is_asked_unless_an_interval_is_chosen() {
        assert!(!Monitor::default().due(1e12, false));
        assert!(!Monitor::new(0, 0.0).due(1e12, false));
    }

    #[test]
    fn it_asks_at_the_interval_counted_from_the_last_answer() {
        let mut monitor = Monitor::new(5, 0.0);
        assert!(!monitor.due(4.9 * MINUTE, false));
        assert!(monitor.due(5.0 * MINUTE, false));
        monitor.hear(State::Live, 6.0 * MINUTE);
        assert!(!monitor.due(10.0 * MINUTE, false));
        assert_eq!(monitor.next(), Some(11.0 * MINUTE));
    }

    #[test]
    fn a_page_that_nobody_looks_at_for_long_asks_no_more() {
        let mut monitor = Monitor::new(5, 0.0);
        assert!(!monitor.due(MINUTE, true));
        assert!(monitor.due(20.0 * MINUTE, true), "hidden for a while, it goes on");
        monitor.hear(State::Live, 20.0 * MINUTE);
        assert!(!monitor.due(21.0 * MINUTE, false), "seen again");
        assert!(!monitor.due(22.0 * MINUTE, true), "and hidden again: it counts anew");
        assert!(monitor.due(51.0 * MINUTE, true));
        assert!(!monitor.due(52.0 * MINUTE, true));
        assert_eq!(monitor.ended(), Some(End::Hidden));
    }

    #[test]
    fn death_ends_it_and_so_does_asking_in_vain() {
        let mut monitor = Monitor::new(1, 0.0);
        monitor.hear(State::Unknown, 0.0);
        monitor.hear(State::Unknown, 0.0);
        monitor.hear(State::Live, 0.0);
        assert!(monitor.is_on());
        for _ in 0..3 {
            monitor.hear(State::Unknown, 0.0);
        }
        assert_eq!(monitor.ended(), Some(End::InVain));
        let mut monitor = Monitor::new(1, 0.0);
        monitor.hear(State::Dead, 0.0);
        assert_eq!((monitor.ended(), monitor.due(1e9, false)), (Some(End::Dead), false));
    }
}
