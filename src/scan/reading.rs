//! A file read in windows, so that neither its size nor the work on it weighs: of 256 MB half a megabyte is held
//! at a time. Windows overlap, and each finding is taken from the one in which it stands far from the edges, so
//! what is found does not depend on where they fall.

use super::fix::{Beside, Fix};
use super::language::Language;
use super::severity::Severity;
use super::surroundings::{Masking, line_at, newlines};
use super::{CodeFinding, FileReport, Region};
use crate::check::untrusted::Untrusted;
use crate::recognise::{Finding, Note, Recognised, Why};
use std::ops::Range;
use std::sync::Arc;
use zeroize::Zeroize;

/// Bytes in a window.
const WINDOW: usize = 512 * 1024;

/// Bytes at a window's end whose findings are left to the next one: longer than the longest key.
const MARGIN: usize = 16 * 1024;

/// Bytes of the window before that the next one begins with. With [`MARGIN`] they are more than the 64 KiB in
/// which bare values count, so that the end of a long file is not taken for a short one.
const BACK: usize = 56 * 1024;

/// The most that may be handed over at once, in bytes.
pub const PIECE: usize = 128 * 1024;

/// A file that is being read.
pub struct Reading {
    report: FileReport,
    encoding: Option<Encoding>,
    text: Vec<u8>,
    /// Where findings of this window begin to count.
    core: usize,
    /// Where the window begins in the whole, and on which line and column, from 1.
    base: Place,
}

#[derive(Clone, Copy)]
struct Place {
    offset: usize,
    line: usize,
    column: usize,
}

impl Place {
    /// Behind more text.
    fn after(self, text: &[u8]) -> Self {
        let lines = newlines(text);
        let last = text.iter().rposition(|b| *b == b'\n').map_or(text, |at| &text[at + 1..]);
        let column = if lines == 0 { self.column } else { 1 };
        Self { offset: self.offset + text.len(), line: self.line + lines, column: column + units(last) }
    }
}

/// UTF-16 units that UTF-8 text would have.
fn units(text: &[u8]) -> usize {
    text.iter().map(|b| usize::from(b & 0xc0 != 0x80) + usize::from(*b >= 0xf0)).sum()
}

impl Reading {
    /// Of a file with this path; empty for pasted text.
    pub fn new(path: &str) -> Self {
        Self {
            report: FileReport {
                path: Untrusted::new(path),
                language: Language::Other,
                findings: Vec::new(),
                notes: Vec::new(),
            },
            encoding: None,
            // Never grown, since what is left behind would not be wiped.
            text: Vec::with_capacity(WINDOW + 2 * PIECE),
            core: 0,
            base: Place { offset: 0, line: 1, column: 1 },
        }
    }

    /// Takes up to [`PIECE`] more bytes of the file.
    pub fn push(&mut self, bytes: &[u8]) {
        let encoding = self.encoding.get_or_insert_with(|| Encoding::of(bytes));
        encoding.decode(bytes, &mut self.text);
    }

    /// Whether the window is full: it is to be recognised before more is taken.
    pub fn is_full(&self) -> bool {
        self.text.len() >= WINDOW
    }

    /// The window.
    pub fn text(&self) -> &[u8] {
        &self.text
    }

    /// Files what was recognised in the window; `last` where the file ends with it.
    pub fn file(&mut self, recognised: Recognised, last: bool) -> Filing<'_> {
        if self.base.offset == 0 {
            self.report.language = Language::of(self.report.path.as_text(), &self.text);
        }
        let end = if last { self.text.len() + 1 } else { self.text.len() - MARGIN };
        let core = self.core..end;
        let masking = Masking::new(&self.text, &recognised);
        let mut findings = recognised.findings;
        findings.retain(|f| core.contains(&f.span.start));
        let mut notes = recognised.notes;
        notes.retain(|n| core.contains(&n.span.start));
        let at = self.base;
        Filing { findings: findings.into_iter(), notes, masking, core, at, last, reading: self }
    }

    /// What was found.
    pub fn done(mut self) -> FileReport {
        let path = Untrusted::new("");
        let empty = FileReport { path, language: Language::Other, findings: Vec::new(), notes: Vec::new() };
        std::mem::replace(&mut self.report, empty)
    }
}

impl Drop for Reading {
    fn drop(&mut self) {
        self.text.zeroize();
    }
}

/// Findings of one window on their way into the report, one a step.
pub struct Filing<'a> {
    reading: &'a mut Reading,
    findings: std::vec::IntoIter<Finding>,
    notes: Vec<Note>,
    masking: Masking,
    core: Range<usize>,
    /// How far lines and columns are counted.
    at: Place,
    last: bool,
}

impl Filing<'_> {
    /// Files one finding; whether there was one.
    pub fn step(&mut self) -> bool {
        let Some(finding) = self.findings.next() else { return false };
        let filed = self.code_finding(finding);
        self.reading.report.findings.push(Arc::new(filed));
        true
    }

    fn code_finding(&mut self, mut finding: Finding) -> CodeFinding {
        let span = finding.span.clone();
        let reading = &*self.reading;
        let text = &reading.text[..];
        let counted = self.at.offset - reading.base.offset;
        let start = self.at.after(&text[counted..span.start]);
        let end = start.after(&text[span.clone()]);
        self.at = start;
        finding.line = start.line;
        finding.span = reading.base.offset + span.start..reading.base.offset + span.end;
        let written = finding.why.iter().find_map(|why| if let Why::Variable(name) = why { Some(name) } else { None });
        // The name beside one key can be another key.
        let name = written.filter(|name| !self.masking.tells(name)).map(|name| Untrusted::new(name));
        let line = line_at(text, span.start);
        let severity = Severity::of(&finding);
        let beside = Beside {
            path: reading.report.path.as_text(),
            language: reading.report.language,
            name: name.as_ref().map(Untrusted::as_text),
            line: &text[line.clone()],
            span: span.start - line.start..span.end - line.start,
            alone: !self.masking.others(&line, span.start),
            mask: &finding.secret.mask(),
            kind: finding.kinds.first().copied(),
        };
        CodeFinding {
            mask: finding.secret.mask(),
            name: name.clone(),
            severity,
            region: Region { line: start.line, column: start.column, end_line: end.line, end_column: end.column },
            surroundings: self.masking.surroundings(text, &span, start.line),
            fix: Fix::of(&beside, |text| self.masking.tells(text)),
            finding: Arc::new(finding),
        }
    }

    /// Ends the window, and makes room for the next.
    pub fn done(self) {
        let Self { reading, notes, core, last, .. } = self;
        let mut at = reading.base;
        for mut note in notes {
            at = at.after(&reading.text[at.offset - reading.base.offset..note.span.start]);
            note.line = at.line;
            note.span = reading.base.offset + note.span.start..reading.base.offset + note.span.end;
            reading.report.notes.push(note);
        }
        if last {
            return;
        }
        let from = core.end.saturating_sub(BACK);
        reading.base = reading.base.after(&reading.text[..from]);
        reading.text.copy_within(from.., 0);
        let kept = reading.text.len() - from;
        reading.text[kept..].zeroize();
        reading.text.truncate(kept);
        reading.core = core.end - from;
    }
}

/// How a file's bytes become UTF-8.
enum Encoding {
    /// They are, or stay what they are.
    Bytes,
    /// UTF-16: whether its lower byte comes first, and what is left of an unfinished character.
    Utf16 { little: bool, rest: Vec<u8>, begun: bool },
}

impl Encoding {
    fn of(head: &[u8]) -> Self {
        match head {
            [0xff, 0xfe, ..] => Self::Utf16 { little: true, rest: Vec::new(), begun: false },
            [0xfe, 0xff, ..] => Self::Utf16 { little: false, rest: Vec::new(), begun: false },
            _ => Self::Bytes,
        }
    }

    fn decode(&mut self, bytes: &[u8], out: &mut Vec<u8>) {
        let Self::Utf16 { little, rest, begun } = self else {
            out.extend_from_slice(bytes);
            return;
        };
        let skip = if std::mem::replace(begun, true) { 0 } else { 2 };
        let mut units = Vec::with_capacity(bytes.len() / 2 + 2);
        let mut bytes_left = rest.iter().chain(&bytes[skip..]).copied();
        let mut left = Vec::new();
        while let Some(a) = bytes_left.next() {
            let Some(b) = bytes_left.next() else {
                left.push(a);
                break;
            };
            units.push(if *little { u16::from_le_bytes([a, b]) } else { u16::from_be_bytes([a, b]) });
        }
        // The first half of a pair waits for the second.
        if let Some(high) = units.pop_if(|unit| (0xd800..0xdc00).contains(unit)) {
            let high = if *little { high.to_le_bytes() } else { high.to_be_bytes() };
            left.splice(0..0, high);
        }
        *rest = left;
        let mut buffer = [0; 4];
        for c in char::decode_utf16(units.iter().copied()) {
            out.extend(c.unwrap_or(char::REPLACEMENT_CHARACTER).encode_utf8(&mut buffer).bytes());
        }
        units.zeroize();
    }
}
