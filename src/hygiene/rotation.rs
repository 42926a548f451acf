//! When a key is to be replaced, and the picture of it.

use super::date::Day;
use super::register::Entry;

/// Days before a rotation in which it is told as near.
pub const SOON: i32 = 14;

/// Days that a picture reaches to either side of today.
pub const REACH: i32 = 180;

/// How a key stands to its next rotation.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Due {
    /// Since so many days.
    Overdue(i32),
    /// Today.
    Today,
    /// In so many days, at most [`SOON`].
    Soon(i32),
    /// In so many days.
    Later(i32),
    /// Nobody said when it was made, or it is dead.
    Unknown,
}

impl Due {
    /// The name in `data-due`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Overdue(_) => "overdue",
            Self::Today => "today",
            Self::Soon(_) => "soon",
            Self::Later(_) => "later",
            Self::Unknown => "unknown",
        }
    }
}

/// The day on which an entry's key is to be replaced: an interval after it was made or last replaced. None for
/// a dead key, and where neither day is known.
pub fn day(entry: &Entry) -> Option<Day> {
    if entry.is_dead() {
        return None;
    }
    Some(entry.rotated().or(entry.created)?.plus(i32::from(entry.interval)))
}

/// How an entry stands to it.
pub fn due(entry: &Entry, today: Day) -> Due {
    match day(entry).map(|day| day.since(today)) {
        None => Due::Unknown,
        Some(0) => Due::Today,
        Some(days) if days < 0 => Due::Overdue(-days),
        Some(days) if days <= SOON => Due::Soon(days),
        Some(days) => Due::Later(days),
    }
}

/// A point of an entry's picture.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Point {
    /// Days from today; within [`REACH`], points beyond it stand at the edge.
    pub at: i32,
    /// What happened, or will.
    pub what: Mark,
}

/// What a point is of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mark {
    /// It was made.
    Created,
    /// It was replaced.
    Rotated,
    /// It is to be replaced.
    Due,
    /// It ends by itself.
    Expires,
}

/// Rotations past and due, and the end, in their order. What is due stands at the edge where it lies beyond
/// it, since it must not be missed; the past falls off.
pub fn timeline(entry: &Entry, today: Day) -> Vec<Point> {
    let past = entry.rotations.iter().map(|day| (*day, Mark::Rotated));
    let past = entry.created.map(|day| (day, Mark::Created)).into_iter().chain(past);
    let next = [day(entry).map(|day| (day, Mark::Due)), entry.expires.map(|day| (day, Mark::Expires))];
    let mut points: Vec<Point> = past
        .filter(|(day, _)| day.since(today) >= -REACH)
        .chain(next.into_iter().flatten())
        .map(|(day, what)| Point { at: day.since(today).clamp(-REACH, REACH), what })
        .collect();
    points.sort_by_key(|point| point.at);
    points
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::verdict::{Cause, State};
    use crate::hygiene::register::Checked;

    const TODAY: Day = Day(20_000);

    fn rotated(days_ago: i32) -> Entry {
        Entry { rotations: vec![TODAY.plus(-days_ago)], ..Entry::new("a".into(), "A") }
    }

    #[test]
    fn due_is_the_interval_after_the_last_rotation() {
        let cases = [(0, Due::Later(90)), (75, Due::Later(15)), (76, Due::Soon(14)), (89, Due::Soon(1))];
        for (ago, expected) in cases.into_iter().chain([(90, Due::Today), (91, Due::Overdue(1))]) {
            assert_eq!(due(&rotated(ago), TODAY), expected, "{ago} days ago");
        }
        let monthly = Entry { interval: 30, ..rotated(31) };
        assert_eq!(due(&monthly, TODAY), Due::Overdue(1));
    }

    #[test]
    fn without_a_day_or_of_a_dead_key_nothing_is_due() {
        assert_eq!(due(&Entry::new("a".into(), "A"), TODAY), Due::Unknown);
        let checked = Some(Checked { day: TODAY, state: State::Dead, cause: Some(Cause::Revoked) });
        assert_eq!(due(&Entry { checked, ..rotated(400) }, TODAY), Due::Unknown);
    }

    #[test]
    fn a_key_that_was_never_replaced_is_due_by_its_making() {
        let made = Entry { created: Some(TODAY.plus(-100)), ..Entry::new("a".into(), "A") };
        assert_eq!(due(&made, TODAY), Due::Overdue(10));
    }

    #[test]
    fn the_picture_keeps_what_is_long_overdue_at_its_edge() {
        let points = timeline(&rotated(400), TODAY);
        assert_eq!(points, [Point { at: -REACH, what: Mark::Due }]);
        let points = timeline(&Entry { expires: Some(TODAY.plus(999)), ..rotated(10) }, TODAY);
        assert_eq!(points.iter().map(|p| p.at).collect::<Vec<_>>(), [-10, 80, REACH]);
    }
}
