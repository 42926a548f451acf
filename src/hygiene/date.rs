//! Days of the calendar, as a register needs them: no time, no zone.

use crate::civil;
use core::fmt;

/// A day, counted from 1970-01-01 in the proleptic Gregorian calendar.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Day(pub i32);

impl Day {
    /// The day of a date; none where the calendar has no such date or the year is not one of 1900 to 9999.
    pub fn of(year: i32, month: u32, day: u32) -> Option<Self> {
        if !(1900..=9999).contains(&year) || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
            return None;
        }
        let it = Self(i32::try_from(civil::days(year.into(), month.into(), day.into())).ok()?);
        (it.date().2 == day).then_some(it)
    }

    /// Reads `2026-11-25`, with whatever stands behind it (`T14:02:11Z`).
    pub fn parse(text: &str) -> Option<Self> {
        let date = text.get(..10)?;
        if text[10..].starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        let mut parts = date.split('-');
        let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
        let sound = [(year, 4), (month, 2), (day, 2)]
            .iter()
            .all(|(part, len)| part.len() == *len && part.bytes().all(|b| b.is_ascii_digit()));
        if !sound {
            return None;
        }
        Self::of(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
    }

    /// So many days later, or earlier.
    #[must_use]
    pub fn plus(self, days: i32) -> Self {
        Self(self.0.saturating_add(days))
    }

    /// Days from another to this one.
    pub fn since(self, other: Self) -> i32 {
        self.0.saturating_sub(other.0)
    }

    /// Year, month and day.
    pub fn date(self) -> (i32, u32, u32) {
        let (year, month, day) = civil::date(self.0.into());
        let small = |n: i64| u32::try_from(n).unwrap_or_default();
        (i32::try_from(year).unwrap_or(i32::MAX), small(month), small(day))
    }

    /// `20261125`, as calendars write it.
    pub fn compact(self) -> String {
        self.to_string().replace('-', "")
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.date();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_of_four_centuries_reads_back_as_itself() {
        let first = Day::of(1900, 1, 1).map_or(0, |d| d.0);
        for n in first..first + 146_097 {
            let day = Day(n);
            assert_eq!(Day::parse(&day.to_string()), Some(day));
        }
    }

    #[test]
    fn known_days_have_their_numbers() {
        assert_eq!(Day::parse("1970-01-01"), Some(Day(0)));
        assert_eq!(Day::parse("2000-02-29"), Some(Day(11_016)));
        assert_eq!(Day::parse("2026-11-25T14:02:11Z"), Some(Day(20_782)));
    }

    #[test]
    fn dates_that_no_calendar_has_are_refused() {
        for text in [
            "2026-02-29",
            "2026-13-01",
            "2026-04-31",
            "2026-1-1",
            "26-11-25",
            "2026-11-255",
            "+026-11-25",
            "",
            "äöüßäöüß",
        ] {
            assert_eq!(Day::parse(text), None, "{text}");
        }
    }
}
