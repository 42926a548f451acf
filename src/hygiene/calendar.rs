//! Rotations and ends as a calendar file (RFC 5545, <https://www.rfc-editor.org/rfc/rfc5545>, 2026-11): whole-day
//! events with a reminder each, that any calendar takes in. Neither key nor mask stands in it.

use super::date::Day;
use super::register::Register;
use super::rotation;
use crate::check::untrusted::Untrusted;
use core::fmt::Write as _;

/// Octets that a line may have, its end not counted (section 3.1).
const LINE: usize = 75;

/// Days before an event at which a calendar reminds.
const REMIND: u8 = 3;

/// The words of the file, in one language: the calendar's name, and what each event is called by its key.
pub struct Texts {
    /// Of the calendar.
    pub name: &'static str,
    /// Of a rotation, by label and provider.
    pub rotate: fn(&str, &str) -> String,
    /// Of an end, by label and provider.
    pub expires: fn(&str, &str) -> String,
}

/// The file, made at a moment (`20261125T140211Z`). Its events are named by their entries, so that a newer file
/// moves them instead of doubling them.
pub fn calendar(register: &Register, stamp: &str, texts: &Texts) -> String {
    let mut out = Lines::default();
    for line in ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Latchkey//Register//EN", "CALSCALE:GREGORIAN"] {
        out.line(line);
    }
    out.text("X-WR-CALNAME", texts.name);
    for entry in register.entries() {
        let provider = entry.provider_name();
        let events = [
            ("rotation", rotation::day(entry), texts.rotate),
            ("expiry", entry.expires.filter(|_| !entry.is_dead()), texts.expires),
        ];
        for (what, day, title) in events {
            let Some(day) = day else { continue };
            out.event(&format!("{}-{what}@latchkey", entry.id), stamp, day, &title(&entry.label, provider));
        }
    }
    out.line("END:VCALENDAR");
    out.0
}

#[derive(Default)]
struct Lines(String);

impl Lines {
    fn event(&mut self, uid: &str, stamp: &str, day: Day, title: &str) {
        self.line("BEGIN:VEVENT");
        self.line(&format!("UID:{uid}"));
        self.line(&format!("DTSTAMP:{stamp}"));
        self.line(&format!("DTSTART;VALUE=DATE:{}", day.compact()));
        self.line(&format!("DTEND;VALUE=DATE:{}", day.plus(1).compact()));
        self.text("SUMMARY", title);
        self.line("TRANSP:TRANSPARENT");
        self.line("BEGIN:VALARM");
        self.line("ACTION:DISPLAY");
        self.text("DESCRIPTION", title);
        self.line(&format!("TRIGGER:-P{REMIND}D"));
        self.line("END:VALARM");
        self.line("END:VEVENT");
    }

    /// A property whose value is text that anyone may have written.
    fn text(&mut self, name: &str, value: &str) {
        self.line(&format!("{name}:{}", Untrusted::new(value).ics()));
    }

    /// One line, folded between characters.
    fn line(&mut self, line: &str) {
        let mut length = 0;
        for c in line.chars() {
            if length + c.len_utf8() > LINE {
                self.0.push_str("\r\n ");
                length = 1;
            }
            _ = self.0.write_char(c);
            length += c.len_utf8();
        }
        self.0.push_str("\r\n");
    }
}
