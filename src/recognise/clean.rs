//! Text as it was meant: UTF-16 read as such, what is not seen taken out, look-alikes written in Latin, with
//! the way back to the source's own bytes.

use super::Oddity;
use std::borrow::Cow;
use std::ops::Range;

/// Cleaned bytes, and where each stood.
pub(super) struct Clean<'a> {
    pub(super) text: Cow<'a, [u8]>,
    source: &'a [u8],
    /// Where the distance between cleaned and source changes: cleaned offset, source offset; ascending.
    /// Empty where nothing was changed.
    steps: Vec<(usize, usize)>,
    /// Cleaned offsets at which something was changed, and what.
    changes: Vec<(usize, Oddity)>,
}

impl<'a> Clean<'a> {
    pub(super) fn new(source: &'a [u8]) -> Self {
        match source {
            [0xff, 0xfe, rest @ ..] => Self::from_utf16(source, rest, u16::from_le_bytes),
            [0xfe, 0xff, rest @ ..] => Self::from_utf16(source, rest, u16::from_be_bytes),
            _ => Self::from_bytes(source),
        }
    }

    fn from_bytes(source: &'a [u8]) -> Self {
        let untouched = |source| Self { text: Cow::Borrowed(source), source, steps: Vec::new(), changes: Vec::new() };
        // Nothing that is replaced begins with a byte below C2, and most text has none.
        if source.is_ascii() {
            return untouched(source);
        }
        let mut builder = Builder::new(source.len());
        let mut at = 0;
        for chunk in source.utf8_chunks() {
            for c in chunk.valid().chars() {
                builder.push(c, at);
                at += c.len_utf8();
            }
            for byte in chunk.invalid() {
                builder.byte(*byte, at);
                at += 1;
            }
        }
        if builder.steps.is_empty() { untouched(source) } else { builder.done(source) }
    }

    fn from_utf16(source: &'a [u8], rest: &[u8], unit: fn([u8; 2]) -> u16) -> Self {
        let units = rest.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
        let mut builder = Builder::new(rest.len() / 2);
        let mut at = 2;
        for c in char::decode_utf16(units) {
            let (c, width) = c.map_or((char::REPLACEMENT_CHARACTER, 2), |c| (c, c.len_utf16() * 2));
            builder.push(c, at);
            at += width;
        }
        builder.done(source)
    }

    /// Where a span of cleaned text stands in the source.
    pub(super) fn original(&self, span: &Range<usize>) -> Range<usize> {
        let Some(last) = span.end.checked_sub(1) else { return 0..0 };
        // Credentials are ASCII once cleaned: the end is the last byte's own place and one character more.
        let end = self.original_at(last) + self.width_at(last);
        self.original_at(span.start)..end
    }

    fn original_at(&self, at: usize) -> usize {
        let step = self.steps.partition_point(|(cleaned, _)| *cleaned <= at);
        match step.checked_sub(1).map(|i| self.steps[i]) {
            Some((cleaned, source)) => source + (at - cleaned),
            None => at,
        }
    }

    fn width_at(&self, at: usize) -> usize {
        // Within a run both sides go byte by byte; only the last byte before a step may stand for more.
        let from = self.original_at(at);
        if from >= self.source.len() {
            return 0;
        }
        let utf16 = matches!(self.source, [0xff, 0xfe, ..] | [0xfe, 0xff, ..]);
        if utf16 {
            return 2;
        }
        match self.source[from] {
            0xc2..=0xdf => 2,
            0xe0..=0xef => 3,
            0xf0..=0xf4 => 4,
            _ => 1,
        }
    }

    /// What was changed within a span of cleaned text.
    pub(super) fn oddities(&self, span: &Range<usize>) -> Vec<Oddity> {
        let mut out = Vec::new();
        for (at, oddity) in &self.changes {
            // What was taken out at the very start stood before the credential, not in it.
            let inside = *at < span.end && (*at > span.start || (*at == span.start && *oddity == Oddity::LookAlike));
            if inside && !out.contains(oddity) {
                out.push(*oddity);
            }
        }
        out
    }

    /// Writes the line number of each offset (ascending, in the source).
    pub(super) fn number_lines<'b>(&self, offsets: impl Iterator<Item = (usize, &'b mut usize)>) {
        let mut line = 1;
        let mut counted = 0;
        for (offset, number) in offsets {
            line += self.source[counted..offset].split(|b| *b == b'\n').count() - 1;
            counted = offset;
            *number = line;
        }
    }
}

struct Builder {
    text: Vec<u8>,
    steps: Vec<(usize, usize)>,
    changes: Vec<(usize, Oddity)>,
    /// Source offset that the next byte would have if nothing more were changed.
    expected: usize,
}

impl Builder {
    fn new(capacity: usize) -> Self {
        Self { text: Vec::with_capacity(capacity), steps: Vec::new(), changes: Vec::new(), expected: 0 }
    }

    fn byte(&mut self, byte: u8, at: usize) {
        if self.expected != at {
            self.steps.push((self.text.len(), at));
        }
        self.text.push(byte);
        self.expected = at + 1;
    }

    fn push(&mut self, c: char, at: usize) {
        if is_unseen(c) {
            self.changes.push((self.text.len(), Oddity::Invisible));
            return;
        }
        if let Some(latin) = latin(c) {
            if latin.is_ascii_alphanumeric() || latin == b'-' {
                self.changes.push((self.text.len(), Oddity::LookAlike));
            }
            self.byte(latin, at);
            return;
        }
        let mut buffer = [0; 4];
        for (skip, byte) in c.encode_utf8(&mut buffer).bytes().enumerate() {
            self.byte(byte, at + skip);
        }
    }

    fn done(self, source: &[u8]) -> Clean<'_> {
        Clean { text: Cow::Owned(self.text), source, steps: self.steps, changes: self.changes }
    }
}

/// Characters that no one sees and no key holds.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// The ASCII character that another was surely meant for.
#[allow(clippy::cast_possible_truncation)]
fn latin(c: char) -> Option<u8> {
    Some(match c {
        '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{3000}' => b' ',
        '\u{2010}'..='\u{2015}' | '\u{2212}' => b'-',
        '\u{2018}' | '\u{2019}' => b'\'',
        '\u{201c}'..='\u{201e}' => b'"',
        '\u{ff01}'..='\u{ff5e}' => (c as u32 - 0xff01) as u8 + b'!',
        'а' | 'α' => b'a',
        'с' => b'c',
        'ԁ' => b'd',
        'е' => b'e',
        'һ' => b'h',
        'і' => b'i',
        'ј' => b'j',
        'ո' => b'n',
        'о' | 'ο' => b'o',
        'р' | 'ρ' => b'p',
        'ѕ' => b's',
        'υ' => b'u',
        'ν' => b'v',
        'ԝ' => b'w',
        'х' | 'χ' => b'x',
        'у' => b'y',
        'А' | 'Α' => b'A',
        'В' | 'Β' => b'B',
        'С' => b'C',
        'Е' | 'Ε' => b'E',
        'Н' | 'Η' => b'H',
        'І' | 'Ι' => b'I',
        'Ј' => b'J',
        'К' | 'Κ' => b'K',
        'М' | 'Μ' => b'M',
        'Ν' => b'N',
        'О' | 'Ο' => b'O',
        'Р' | 'Ρ' => b'P',
        'Ѕ' => b'S',
        'Т' | 'Τ' => b'T',
        'Х' | 'Χ' => b'X',
        'У' | 'Υ' => b'Y',
        'Ζ' => b'Z',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_seen_is_taken_out_and_the_way_back_is_kept() {
        let source = "x\u{200b}yz".as_bytes();
        let clean = Clean::new(source);
        assert_eq!(&*clean.text, b"xyz");
        assert_eq!(clean.original(&(0..3)), 0..6);
        assert_eq!(clean.original(&(1..2)), 4..5);
        assert_eq!(clean.oddities(&(0..3)), [Oddity::Invisible]);
        assert_eq!(clean.oddities(&(1..3)), []);
    }

    #[test]
    fn look_alikes_become_latin() {
        let source = "sk-prоj".as_bytes();
        let clean = Clean::new(source);
        assert_eq!(&*clean.text, b"sk-proj");
        assert_eq!(clean.original(&(0..7)), 0..source.len());
        assert_eq!(clean.original(&(6..7)), 7..8);
        assert_eq!(clean.oddities(&(0..7)), [Oddity::LookAlike]);
    }

    #[test]
    fn utf16_counts_in_its_own_bytes() {
        let mut source = vec![0xff, 0xfe];
        source.extend("é=k1".encode_utf16().flat_map(u16::to_le_bytes));
        let clean = Clean::new(&source);
        assert_eq!(clean.text, "é=k1".as_bytes());
        assert_eq!(clean.original(&(3..5)), 6..10);
    }

    #[test]
    fn bytes_that_are_no_utf8_stay_where_they_are() {
        let source = b"\xff\xfea\x00\x80b\xc3";
        let clean = Clean::new(&source[2..]);
        assert_eq!(&*clean.text, &source[2..]);
    }
}
