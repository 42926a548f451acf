//! A few lines of code around a finding, with every key in them masked.

use crate::check::untrusted::Untrusted;
use crate::recognise::Recognised;
use std::ops::Range;
use zeroize::Zeroizing;

/// Lines shown before and behind a finding.
const LINES: usize = 2;

/// Bytes shown on each side of a finding in its own line, and of the other lines.
const REACH: usize = 96;

/// Bytes in a row of a key that count as a part of it, when they turn up elsewhere. Shorter runs turn up by chance.
const RUN: usize = 8;

/// A line of code, fit to be shown.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Line {
    /// Its number, from 1.
    pub number: usize,
    /// What stands in it.
    pub pieces: Vec<Piece>,
}

/// A piece of a line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Piece {
    /// Code.
    Text(Untrusted),
    /// A key's mask, and whether it is the one in question.
    Mask(String, bool),
    /// Here the line was cut.
    Cut,
}

impl Piece {
    /// As text.
    pub fn as_text(&self) -> &str {
        match self {
            Self::Text(text) => text.as_text(),
            Self::Mask(mask, _) => mask,
            Self::Cut => "…",
        }
    }
}

/// What must not be shown of a text: the places of all that looks like a key, and every run of one elsewhere.
pub struct Masking {
    /// Ascending, without overlaps: place and mask.
    places: Vec<(Range<usize>, String)>,
    /// Runs of [`RUN`] bytes in lower case, ascending.
    runs: Zeroizing<Vec<u64>>,
}

impl Masking {
    /// For all that was recognised in a text.
    pub fn new(text: &[u8], recognised: &Recognised) -> Self {
        let findings = recognised.findings.iter().map(|f| (f.span.clone(), f.secret.mask()));
        let notes = recognised.notes.iter().map(|n| (n.span.clone(), n.mask.clone()));
        let mut places: Vec<_> = findings.chain(notes).filter(|(span, _)| span.end <= text.len()).collect();
        places.sort_by_key(|(span, _)| span.start);
        places.dedup_by(|later, kept| later.0.start < kept.0.end);
        let runs_in = |span: &Range<usize>| (span.len() + 1).saturating_sub(RUN);
        let mut runs = Zeroizing::new(Vec::with_capacity(recognised.findings.iter().map(|f| runs_in(&f.span)).sum()));
        for finding in recognised.findings.iter().filter(|f| f.span.end <= text.len()) {
            // What every key of the kind begins with tells nothing.
            let known = finding.secret.mask().find('…').unwrap_or(0).min(finding.span.len());
            runs.extend(text[finding.span.start + known..finding.span.end].windows(RUN).map(run));
        }
        runs.sort_unstable();
        runs.dedup();
        Self { places, runs }
    }

    /// Text from the same file with every part of a key taken out.
    pub fn clean(&self, text: &str) -> Untrusted {
        let bytes = text.as_bytes();
        let mut hide = vec![false; bytes.len()];
        for (at, window) in bytes.windows(RUN).enumerate() {
            if self.runs.binary_search(&run(window)).is_ok() {
                hide[at..at + RUN].fill(true);
            }
        }
        let mut out = String::with_capacity(text.len());
        let mut hiding = false;
        for (at, c) in text.char_indices() {
            match (hide[at], c) {
                (true, _) if !hiding => out.push('…'),
                (true, _) => {}
                (false, '\t') => out.push_str("    "),
                (false, c) => out.push(c),
            }
            hiding = hide[at];
        }
        Untrusted::new(&out)
    }

    /// Whether a part of a key stands in it.
    pub fn tells(&self, text: &str) -> bool {
        text.as_bytes().windows(RUN).any(|window| self.runs.binary_search(&run(window)).is_ok())
    }

    /// Whether another key stands in the range than the one that begins at `this`.
    pub fn others(&self, range: &Range<usize>, this: usize) -> bool {
        self.from(range.start).iter().take_while(|(p, _)| p.start < range.end).any(|(p, _)| p.start != this)
    }

    /// Places that end behind an offset.
    fn from(&self, at: usize) -> &[(Range<usize>, String)] {
        &self.places[self.places.partition_point(|(place, _)| place.end <= at)..]
    }

    /// The lines around a key of `text`; it begins on the line numbered `number`.
    pub fn surroundings(&self, text: &[u8], span: &Range<usize>, number: usize) -> Vec<Line> {
        let mut before = line_at(text, span.start).start;
        let mut first = number;
        while first > 1 && number - first < LINES && before > 0 {
            before = line_at(text, before - 1).start;
            first -= 1;
        }
        let mut lines = Vec::new();
        let mut at = before;
        let mut behind = 0;
        loop {
            let (line, end) = self.line(text, at, first, span);
            let holds = line.pieces.iter().any(|p| matches!(p, Piece::Mask(_, true)));
            first += 1 + newlines(&text[at..end]);
            if at > span.start && !holds {
                behind += 1;
            }
            lines.push(line);
            at = end + 1;
            if at >= text.len() || (behind >= LINES && at > span.end) {
                return lines;
            }
        }
    }

    /// The line that begins at `start`, and where it ends. A key of several lines counts as a part of its first.
    fn line(&self, text: &[u8], start: usize, number: usize, this: &Range<usize>) -> (Line, usize) {
        let mut pieces = Vec::new();
        let (mut at, mut shown) = (start, 0);
        let end = loop {
            let place = self.from(at).first();
            let line_end = line_at(text, at).end;
            let Some((place, mask)) = place.filter(|(p, _)| p.start < line_end) else {
                self.text(text, at..line_end, this, &mut shown, &mut pieces);
                break line_end;
            };
            self.text(text, at..place.start.max(at), this, &mut shown, &mut pieces);
            let own = line_at(text, this.start).contains(&place.start);
            let near = if own { place.start.abs_diff(this.start) < this.len() + REACH } else { shown < REACH };
            if near || place.start == this.start {
                pieces.push(Piece::Mask(mask.clone(), place.start == this.start));
            } else {
                cut(&mut pieces);
            }
            at = place.end;
        };
        (Line { number, pieces }, end)
    }

    /// Code between two keys, cut where it is far from the one in question.
    fn text(&self, text: &[u8], range: Range<usize>, this: &Range<usize>, shown: &mut usize, pieces: &mut Vec<Piece>) {
        let near = this.start.saturating_sub(REACH)..this.end + REACH;
        let own = line_at(text, this.start).start <= range.start && range.end <= line_at(text, this.end).end;
        let (start, end) = if own {
            (range.start.max(near.start.min(range.end)), range.end.min(near.end.max(range.start)))
        } else {
            (range.start, range.end.min(range.start + REACH.saturating_sub(*shown)))
        };
        // Not within a character.
        let start = (start..end).find(|at| text[*at] & 0xc0 != 0x80).unwrap_or(start);
        let end = (start..=end).rev().find(|at| text.get(*at).is_none_or(|b| b & 0xc0 != 0x80)).unwrap_or(end);
        if start > range.start {
            cut(pieces);
        }
        if start < end {
            pieces.push(Piece::Text(self.clean(&String::from_utf8_lossy(&text[start..end]))));
            *shown += end - start;
        }
        if end < range.end && (start < end || start == range.start) {
            cut(pieces);
        }
    }
}

fn cut(pieces: &mut Vec<Piece>) {
    if pieces.last() != Some(&Piece::Cut) {
        pieces.push(Piece::Cut);
    }
}

/// The line in which an offset stands, without its end.
pub(super) fn line_at(text: &[u8], at: usize) -> Range<usize> {
    let at = at.min(text.len());
    let start = text[..at].iter().rposition(|b| *b == b'\n').map_or(0, |end| end + 1);
    let end = text[at..].iter().position(|b| *b == b'\n').map_or(text.len(), |more| at + more);
    start..end
}

/// How many lines end in a text.
pub(super) fn newlines(text: &[u8]) -> usize {
    text.split(|b| *b == b'\n').count() - 1
}

fn run(window: &[u8]) -> u64 {
    window.iter().fold(0, |run, byte| run << 8 | u64::from(byte.to_ascii_lowercase()))
}
