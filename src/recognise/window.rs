//! Text as it was meant, as much of it as is being looked at: UTF-16 read as such, what is not seen taken out,
//! look-alikes written in Latin, with the way back to the source's own bytes.

use super::Oddity;
use std::borrow::Cow;
use std::ops::Range;
use zeroize::Zeroizing;

/// The cleaned text that is held, and where each byte of it stood. Places that are handed in and out count from
/// the beginning of what is held; what is kept inside counts from the beginning of the text.
pub(super) struct Window {
    pub(super) text: Zeroizing<Vec<u8>>,
    /// Cleaned bytes that were let go of.
    pub(super) gone: usize,
    coding: Coding,
    /// The beginning of a character whose end has not come yet.
    rest: Vec<u8>,
    /// Bytes of the source that were read, without `rest`.
    read: usize,
    /// Source offset that the next byte has if nothing more is changed.
    expected: usize,
    /// Where the distance between cleaned and source changes: cleaned offset, source offset; ascending.
    steps: Vec<(usize, usize)>,
    /// Cleaned bytes that stand for more than one of the source, and for how many.
    wide: Vec<(usize, usize)>,
    /// Cleaned offsets at which something was changed, and what.
    changes: Vec<(usize, Oddity)>,
    /// A cleaned offset, and the number of its line.
    line: (usize, usize),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Coding {
    /// Fewer than two bytes have come.
    Unknown,
    /// UTF-8; what is none is left as it stands, and so is Latin-1.
    Bytes,
    Utf16Le,
    Utf16Be,
}

impl Window {
    pub(super) fn new() -> Self {
        Self {
            text: Zeroizing::new(Vec::new()),
            gone: 0,
            coding: Coding::Unknown,
            rest: Vec::new(),
            read: 0,
            expected: 0,
            steps: Vec::new(),
            wide: Vec::new(),
            changes: Vec::new(),
            line: (0, 1),
        }
    }

    /// Takes more of the source; with `last`, that was all.
    pub(super) fn feed(&mut self, bytes: &[u8], last: bool) {
        let mut source = if self.rest.is_empty() {
            Cow::Borrowed(bytes)
        } else {
            Cow::Owned([&std::mem::take(&mut self.rest), bytes].concat())
        };
        if self.coding == Coding::Unknown {
            self.coding = match &source[..] {
                [0xff, 0xfe, ..] => Coding::Utf16Le,
                [0xfe, 0xff, ..] => Coding::Utf16Be,
                [] | [_] if !last => {
                    self.rest = source.into_owned();
                    return;
                }
                _ => Coding::Bytes,
            };
            if self.coding != Coding::Bytes {
                source = Cow::Owned(source[2..].to_vec());
                self.read = 2;
            }
        }
        match self.coding {
            Coding::Utf16Le => self.feed_utf16(&source, u16::from_le_bytes, last),
            Coding::Utf16Be => self.feed_utf16(&source, u16::from_be_bytes, last),
            Coding::Bytes | Coding::Unknown => self.feed_bytes(&source, last),
        }
    }

    fn feed_bytes(&mut self, source: &[u8], last: bool) {
        // Nothing that is replaced begins with a byte below C2, and most text has none.
        if source.is_ascii() {
            self.run(source);
            return;
        }
        let mut chunks = source.utf8_chunks().peekable();
        while let Some(chunk) = chunks.next() {
            let mut valid = chunk.valid();
            while !valid.is_empty() {
                let ascii = valid.bytes().take_while(u8::is_ascii).count();
                self.run(&valid.as_bytes()[..ascii]);
                let others = valid.len() - valid[ascii..].trim_start_matches(|c: char| !c.is_ascii()).len();
                for c in valid[ascii..others].chars() {
                    self.character(c, c.len_utf8());
                }
                valid = &valid[others..];
            }
            let rest = chunk.invalid();
            let cut = || std::str::from_utf8(rest).is_err_and(|e| e.error_len().is_none());
            if !last && chunks.peek().is_none() && !rest.is_empty() && cut() {
                self.rest = rest.to_vec();
            } else {
                self.run(rest);
            }
        }
    }

    fn feed_utf16(&mut self, source: &[u8], unit: fn([u8; 2]) -> u16, last: bool) {
        let mut whole = source.len() / 2 * 2;
        let high =
            whole.checked_sub(2).is_some_and(|at| (0xd800..0xdc00).contains(&unit([source[at], source[at + 1]])));
        if high && !last {
            whole -= 2;
        }
        let units = source[..whole].chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
        for c in char::decode_utf16(units) {
            let (c, width) = c.map_or((char::REPLACEMENT_CHARACTER, 2), |c| (c, c.len_utf16() * 2));
            self.character(c, width);
        }
        self.rest = source[whole..].to_vec();
    }

    /// Bytes that stay as they are.
    fn run(&mut self, bytes: &[u8]) {
        if bytes.is_empty() {
            return;
        }
        self.step();
        self.text.extend_from_slice(bytes);
        self.read += bytes.len();
        self.expected = self.read;
    }

    /// A character that takes `width` bytes in the source.
    fn character(&mut self, c: char, width: usize) {
        let at = self.end();
        if is_unseen(c) {
            self.changes.push((at, Oddity::Invisible));
            self.read += width;
            return;
        }
        self.step();
        let written = latin(c);
        match written {
            Some(latin) => {
                if latin.is_ascii_alphanumeric() || latin == b'-' {
                    self.changes.push((at, Oddity::LookAlike));
                }
                self.text.push(latin);
            }
            None => self.text.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
        }
        if written.is_some() || c.is_ascii() && width > 1 {
            self.wide.push((at, width));
        }
        self.expected = self.read + (self.end() - at);
        self.read += width;
    }

    fn step(&mut self) {
        if self.expected != self.read {
            self.steps.push((self.end(), self.read));
        }
    }

    fn end(&self) -> usize {
        self.gone + self.text.len()
    }

    /// Bytes of the source that were taken.
    pub(super) fn source_len(&self) -> usize {
        self.read + self.rest.len()
    }

    /// Lets go of the first bytes.
    pub(super) fn let_go(&mut self, count: usize) {
        let from = self.gone + count;
        if self.line.0 < from {
            self.line = (from, self.line_of(count));
        }
        self.text.drain(..count);
        self.gone = from;
        let needed = self.steps.partition_point(|(cleaned, _)| *cleaned <= from).saturating_sub(1);
        self.steps.drain(..needed);
        self.wide.retain(|(at, _)| *at >= from);
        self.changes.retain(|(at, _)| *at >= from);
    }

    /// The line of a place, from 1; places are asked for in about their order, and none before the last that
    /// [`Window::begin_at`] named.
    pub(super) fn line_of(&self, at: usize) -> usize {
        let (counted, line) = self.line;
        line + newlines(&self.text[counted - self.gone..at])
    }

    /// No line before this place will be asked for again.
    pub(super) fn begin_at(&mut self, at: usize) {
        if self.line.0 < self.gone + at {
            self.line = (self.gone + at, self.line_of(at));
        }
    }

    /// Where a span stands in the source.
    pub(super) fn original(&self, span: &Range<usize>) -> Range<usize> {
        let Some(last) = span.end.checked_sub(1) else { return 0..0 };
        let last = self.gone + last;
        // Credentials are ASCII once cleaned: the end is the last byte's own place and what it stands for.
        let width = self.wide.binary_search_by_key(&last, |(at, _)| *at).map_or(1, |at| self.wide[at].1);
        self.original_at(self.gone + span.start)..self.original_at(last) + width
    }

    fn original_at(&self, at: usize) -> usize {
        let step = self.steps.partition_point(|(cleaned, _)| *cleaned <= at);
        match step.checked_sub(1).map(|i| self.steps[i]) {
            Some((cleaned, source)) => source + (at - cleaned),
            None => at,
        }
    }

    /// What was changed within a span.
    pub(super) fn oddities(&self, span: &Range<usize>) -> Vec<Oddity> {
        let (start, end) = (self.gone + span.start, self.gone + span.end);
        let from = self.changes.partition_point(|(at, _)| *at < start);
        let mut out = Vec::new();
        for (at, oddity) in self.changes[from..].iter().take_while(|(at, _)| *at < end) {
            // What was taken out at the very start stood before the credential, not in it.
            if (*at > start || *oddity == Oddity::LookAlike) && !out.contains(oddity) {
                out.push(*oddity);
            }
        }
        out
    }
}

/// Counts line ends, eight bytes at a time.
fn newlines(bytes: &[u8]) -> usize {
    const LOW: u64 = 0x7f7f_7f7f_7f7f_7f7f;
    let (eights, rest) = bytes.as_chunks::<8>();
    let count = |eight: &[u8; 8]| {
        let other = u64::from_le_bytes(*eight) ^ 0x0a0a_0a0a_0a0a_0a0a;
        // The high bit of each byte that is not zero, and so was no line end.
        let high = ((other & LOW) + LOW) | other;
        (!(high | LOW)).count_ones() as usize
    };
    eights.iter().map(count).sum::<usize>() + rest.iter().map(|b| usize::from(*b == b'\n')).sum::<usize>()
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

    /// The text as it is read in pieces of every size.
    fn read(source: &[u8]) -> impl Iterator<Item = Window> {
        (1..=source.len()).map(|size| {
            let mut window = Window::new();
            for piece in source.chunks(size) {
                window.feed(piece, false);
            }
            window.feed(&[], true);
            window
        })
    }

    #[test]
    fn what_is_not_seen_is_taken_out_and_the_way_back_is_kept() {
        for window in read("x\u{200b}yz".as_bytes()) {
            assert_eq!(&window.text[..], b"xyz");
            assert_eq!(window.original(&(0..3)), 0..6);
            assert_eq!(window.original(&(1..2)), 4..5);
            assert_eq!(window.oddities(&(0..3)), [Oddity::Invisible]);
            assert_eq!(window.oddities(&(1..3)), []);
        }
    }

    #[test]
    fn look_alikes_become_latin() {
        let source = "sk-prоj".as_bytes();
        for window in read(source) {
            assert_eq!(&window.text[..], b"sk-proj");
            assert_eq!(window.original(&(0..7)), 0..source.len());
            assert_eq!(window.original(&(3..6)), 3..7);
            assert_eq!(window.original(&(6..7)), 7..8);
            assert_eq!(window.oddities(&(0..7)), [Oddity::LookAlike]);
        }
    }

    #[test]
    fn utf16_counts_in_its_own_bytes_in_either_order() {
        for (mark, bytes) in [([0xff, 0xfe], u16::to_le_bytes as fn(u16) -> [u8; 2]), ([0xfe, 0xff], u16::to_be_bytes)]
        {
            let mut source = mark.to_vec();
            source.extend("é😀=k1".encode_utf16().flat_map(bytes));
            for window in read(&source) {
                assert_eq!(&window.text[..], "é😀=k1".as_bytes());
                assert_eq!(window.original(&(7..9)), 10..14);
            }
        }
    }

    #[test]
    fn bytes_that_are_no_utf8_stay_where_they_are() {
        for source in [&b"a\x00\x80b\xc3"[..], b"caf\xe9 k=1", b"\xf0\x9f"] {
            for window in read(source) {
                assert_eq!(&window.text[..], source);
                assert_eq!(window.original(&(0..source.len())), 0..source.len());
            }
        }
    }

    #[test]
    fn lines_and_places_stay_when_the_beginning_is_let_go_of() {
        let source = "a\u{200b}\nb\nc\u{200b}d\n".as_bytes();
        let mut window = Window::new();
        window.feed(source, true);
        window.let_go(3);
        assert_eq!(&window.text[..], b"\ncd\n");
        assert_eq!(window.line_of(1), 3);
        assert_eq!(window.original(&(1..3)), 7..12);
    }

    #[test]
    fn line_ends_are_counted_as_one_would() {
        for length in 0..40 {
            let text: Vec<u8> =
                (0..length).map(|i: u8| if i.is_multiple_of(3) { b'\n' } else { i.wrapping_mul(53) }).collect();
            assert_eq!(newlines(&text), text.split(|b| *b == b'\n').count() - 1);
        }
    }
}
