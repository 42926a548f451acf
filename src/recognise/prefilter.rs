//! The one look that every byte gets: whether the four from here on are those with which something begins that
//! may be a credential, or a name or host that gives one away.
//!
//! Bytes are folded to 32 classes (letters without case, all digits alike), so four of them make a number of
//! twenty bits, and a bit each says whether any pattern begins so: one look-up a byte, none of which waits for
//! the one before. An automaton over whole patterns was tried first: its table, 2 MB for 1,700 patterns, took
//! 9 ms to build and every look-up waited for the last. The crates that do this have no SIMD in WebAssembly and
//! weigh 58 KB in brotli (`shared/perf.md`, part 4).

use super::form::lengths;
use crate::provider::{Item, Kind, Mark, Provider};

/// What a hit may be.
#[derive(Clone, Copy, Debug)]
pub(super) enum Anchor {
    /// A literal of a kind's form.
    Form { kind: &'static Kind, form: usize, item: usize },
    /// The beginning of a name that gives an unmarked kind of this provider away.
    Name(&'static Provider),
    /// A host of a provider with unmarked kinds.
    Host(&'static Provider, &'static str),
}

/// Something to look for: its text, and what it is.
struct Pattern {
    text: &'static str,
    anchor: Anchor,
}

/// A way in which a pattern begins, as numbers, so that few patterns have to be compared with the text itself.
#[derive(Clone, Copy, Default)]
struct Listed {
    /// Its first four bytes, folded.
    gram: u32,
    /// The next four, and which bits of them are known.
    next: u32,
    known: u32,
    pattern: u16,
}

/// Eight bytes, folded, of which only the lower twenty bits of each half count: the four in front are looked up,
/// the four behind them tell most patterns apart.
#[derive(Clone, Copy, Default)]
struct Eight {
    here: u32,
    after: u32,
}

/// Bytes that are looked at together.
const GRAM: usize = 4;

/// Bits of a folded byte.
const BITS: u32 = 5;

/// Bytes that have to follow on a place for it to be looked up.
pub(super) const AHEAD: usize = 2 * GRAM - 1;

/// The bits of a folded byte.
const CLASS: u32 = (1 << BITS) - 1;

/// The bits of four folded bytes.
const MASK: u32 = (1 << (BITS * 4)) - 1;

/// The numbers that four folded bytes make, 32 to a word.
const WORDS: usize = 1 << (BITS * 4 - 5);

/// Heads of the lists in which patterns are looked up.
const HEADS: usize = 4096;

pub(super) struct Prefilter {
    /// A bit for each four folded bytes: whether a pattern begins so.
    marked: Box<[u32; WORDS]>,
    /// For each head a bit for each class that the fifth and the sixth byte may have: most of what is marked ends
    /// here, at the cost of one branch.
    goes_on: Box<[[u32; 2]; HEADS]>,
    patterns: Vec<Pattern>,
    /// Ways in which a pattern begins, those of one head together.
    listed: Vec<Listed>,
    /// Where in `listed` the patterns of a head begin.
    heads: Box<[u16; HEADS + 1]>,
    /// The most that a form reaches back from its anchor, in bytes.
    pub(super) before: usize,
    /// The most that one reaches forward.
    pub(super) after: usize,
}

impl Prefilter {
    pub(super) fn new(providers: &'static [Provider]) -> Self {
        let mut marked = zeros::<u32, WORDS>();
        let patterns = patterns(providers);
        let mut grams = Vec::new();
        for (index, pattern) in (0..).zip(&patterns) {
            let mut all = vec![0];
            for classes in beginning(pattern) {
                let longer = all.iter().flat_map(|gram| {
                    (0..1 << BITS).filter(move |class| classes >> class & 1 == 1).map(move |class| gram << BITS | class)
                });
                all = longer.collect();
            }
            let rest = pattern.text.as_bytes().get(GRAM..).unwrap_or_default();
            let bits = BITS * u32::try_from(GRAM - rest.len().min(GRAM)).unwrap_or(0);
            let known = MASK >> bits << bits;
            let next = gram(rest, 0) & known;
            grams.extend(all.into_iter().map(|gram| Listed { gram, next, known, pattern: index }));
        }
        let mut heads = zeros::<u16, { HEADS + 1 }>();
        let mut goes_on = zeros::<[u32; 2], HEADS>();
        for listed in &grams {
            for (place, classes) in goes_on[head(listed.gram)].iter_mut().enumerate() {
                let shift = class_shift(place);
                let known = listed.known >> shift & CLASS != 0;
                *classes |= if known { 1 << (listed.next >> shift & CLASS) } else { u32::MAX };
            }
            marked[listed.gram as usize >> 5] |= 1 << (listed.gram & 31);
            heads[head(listed.gram) + 1] += 1;
        }
        for at in 0..HEADS {
            heads[at + 1] += heads[at];
        }
        let mut next = heads.clone();
        let mut listed = vec![Listed::default(); grams.len()];
        for gram in grams {
            let place = &mut next[head(gram.gram)];
            listed[usize::from(*place)] = gram;
            *place += 1;
        }
        let kinds = || providers.iter().flat_map(|p| p.kinds);
        let anchored = patterns.iter().filter_map(|pattern| match pattern.anchor {
            Anchor::Form { kind, form, item } => Some(&kind.forms[form][..item]),
            _ => None,
        });
        Self {
            before: anchored.map(|items| *lengths(items).end()).max().unwrap_or(0),
            after: kinds().flat_map(|k| k.forms).map(|items| *lengths(items).end()).max().unwrap_or(0),
            marked,
            goes_on,
            patterns,
            listed,
            heads,
        }
    }

    /// Calls `meet` for every pattern that stands at a place of `from..to`, with the place and the pattern's
    /// length, in order. The text has to go on for [`AHEAD`] bytes; places that it does not are left out.
    pub(super) fn each(&self, text: &[u8], from: usize, to: usize, mut meet: impl FnMut(usize, usize, Anchor)) {
        let Some(bytes) = text.get(from..(to + AHEAD).min(text.len())) else { return };
        let Some((first, mut rest)) = bytes.split_at_checked(AHEAD) else { return };
        // The eighth is pushed in front of the look-up.
        let mut eight = Eight { here: gram(first, 0) >> BITS, after: gram(first, GRAM - 1) };
        let mut at = from;
        while let Some(skip) = self.next(rest, &mut eight) {
            self.at(text, at + skip, eight, &mut meet);
            at += skip + 1;
            rest = &rest[skip + 1..];
        }
    }

    /// The first of some bytes with which a pattern may be complete up to its eighth. A function of its own, and
    /// so small that all it holds stays in registers: put into its caller it took twice as long in a browser.
    #[inline(never)]
    fn next(&self, bytes: &[u8], eight: &mut Eight) -> Option<usize> {
        let Eight { mut here, mut after } = *eight;
        for (skip, byte) in bytes.iter().enumerate() {
            here = here << BITS | after >> (BITS * 3) & CLASS;
            after = after << BITS | u32::from(CLASSES[usize::from(*byte)]);
            if self.marked[here as usize >> 5 & (WORDS - 1)] >> (here & 31) & 1 == 1 && self.may_go_on(here, after) {
                *eight = Eight { here, after };
                return Some(skip);
            }
        }
        None
    }

    #[inline]
    fn may_go_on(&self, here: u32, after: u32) -> bool {
        let [fifth, sixth] = self.goes_on[head(here)];
        fifth >> (after >> class_shift(0) & CLASS) & sixth >> (after >> class_shift(1) & CLASS) & 1 == 1
    }

    /// The patterns that stand at a place with these eight bytes.
    fn at(&self, text: &[u8], at: usize, eight: Eight, meet: &mut impl FnMut(usize, usize, Anchor)) {
        let head = head(eight.here);
        for listed in &self.listed[usize::from(self.heads[head])..usize::from(self.heads[head + 1])] {
            if listed.gram != eight.here & MASK || listed.next != eight.after & listed.known {
                continue;
            }
            let Pattern { text: wanted, anchor } = &self.patterns[usize::from(listed.pattern)];
            let Some(there) = text.get(at..at + wanted.len()) else { continue };
            let stands = match anchor {
                Anchor::Form { .. } => there == wanted.as_bytes(),
                Anchor::Name(_) | Anchor::Host(..) => there.eq_ignore_ascii_case(wanted.as_bytes()),
            };
            if stands {
                meet(at, wanted.len(), *anchor);
            }
        }
    }
}

/// How far down in four folded bytes one of them stands.
#[expect(clippy::cast_possible_truncation, reason = "at most three")]
const fn class_shift(place: usize) -> u32 {
    BITS * (GRAM - 1 - place) as u32
}

/// Four bytes, folded; those behind the text's end count as zeros.
fn gram(text: &[u8], at: usize) -> u32 {
    (at..at + GRAM).fold(0, |gram, at| gram << BITS | fold(text.get(at).copied().unwrap_or(0)))
}

/// The head under which four folded bytes are listed; the multiplier is 2^32 over the golden ratio.
fn head(gram: u32) -> usize {
    ((gram & MASK).wrapping_mul(0x9e37_79b1) >> 20) as usize
}

#[expect(clippy::unnecessary_box_returns, reason = "tables too large for the stack")]
fn zeros<T: Copy + Default + std::fmt::Debug, const N: usize>() -> Box<[T; N]> {
    let Ok(zeros) = vec![T::default(); N].into_boxed_slice().try_into() else { unreachable!("made of that length") };
    zeros
}

/// The class of each byte: letters by themselves, digits together, then what names and prefixes are joined by.
static CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut byte = 0;
    while byte < 128u8 {
        classes[byte as usize] = match byte {
            b'a'..=b'z' => byte - b'a' + 1,
            b'A'..=b'Z' => byte - b'A' + 1,
            b'0'..=b'9' => 27,
            b'_' => 28,
            b'-' => 29,
            b'.' | b'/' | b':' => 30,
            b' ' | b'\n' | b'"' | b'\'' | b'\t' | b'\r' | b',' | b'(' | b')' | b';' => 0,
            _ => 31,
        };
        byte += 1;
    }
    classes
};

fn fold(byte: u8) -> u32 {
    u32::from(CLASSES[usize::from(byte)])
}

/// The classes that each of the first four bytes may have where a pattern stands, a bit a class: those of its
/// text, and, where that is shorter, of what its form goes on with.
fn beginning(pattern: &Pattern) -> [u32; GRAM] {
    const ANY: u32 = u32::MAX;
    let mut out = pattern.text.bytes().map(|b| 1 << fold(b)).collect::<Vec<u32>>();
    if let Anchor::Form { kind, form, item } = pattern.anchor {
        for item in &kind.forms[form][item + 1..] {
            match item {
                Item::Literal(text) => out.extend(text.bytes().map(|b| 1 << fold(b))),
                Item::Run { class, min, max } => {
                    let classes = (0..128).filter(|b| class.has(*b)).fold(0, |all, b| all | 1 << fold(b));
                    out.extend(std::iter::repeat_n(classes, usize::from(*min).min(GRAM)));
                    if min != max {
                        out.extend([ANY; GRAM]);
                    }
                }
            }
        }
    }
    out.extend([ANY; GRAM]);
    [out[0], out[1], out[2], out[3]]
}

fn patterns(providers: &'static [Provider]) -> Vec<Pattern> {
    let mut out = Vec::new();
    for provider in providers {
        for kind in provider.kinds.iter().filter(|k| k.mark != Mark::None) {
            for (form, items) in kind.forms.iter().enumerate() {
                if let Some((item, text)) = anchor(items) {
                    out.push(Pattern { text, anchor: Anchor::Form { kind, form, item } });
                }
            }
        }
        if provider.kinds.iter().any(|k| k.mark == Mark::None) {
            out.extend(provider.words.iter().map(|text| Pattern { text, anchor: Anchor::Name(provider) }));
            out.extend(provider.hosts.iter().map(|text| Pattern { text, anchor: Anchor::Host(provider, text) }));
        }
    }
    out
}

/// The literal by which a form is found: its first of at least two bytes.
fn anchor(items: &'static [Item]) -> Option<(usize, &'static str)> {
    items.iter().enumerate().find_map(|(at, item)| match item {
        Item::Literal(text) if text.len() >= 2 => Some((at, *text)),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::provider::PROVIDERS;

    #[test]
    fn every_pattern_is_met_wherever_it_stands() {
        let prefilter = Prefilter::new(&PROVIDERS);
        for pattern in patterns(&PROVIDERS).iter().filter(|p| p.text.len() >= GRAM) {
            for text in [pattern.text.to_owned(), format!("= {}x", pattern.text)].map(|text| text + "\0\0\0\0\0\0\0") {
                let from = text.find(pattern.text).unwrap_or(0);
                let mut met = false;
                prefilter.each(text.as_bytes(), 0, text.len(), |at, length, _| {
                    met |= at == from && length == pattern.text.len();
                });
                assert!(met, "{text}");
            }
        }
    }

    #[test]
    fn no_form_reaches_so_far_that_a_window_would_be_large() {
        let prefilter = Prefilter::new(&PROVIDERS);
        assert!(prefilter.before <= 2048, "{}", prefilter.before);
        assert!(prefilter.after <= 128 * 1024, "{}", prefilter.after);
    }
}
