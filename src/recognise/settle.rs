//! From what was seen to what is said: of things that overlap one stands, and the name beside it, its checksum
//! and its neighbourhood say what it is.

use super::offline::Tell;
use super::stream::Stream;
use super::window::Window;
use super::{Confidence, Finding, Note, NoteKind, Oddity, Why, context, form, placeholder};
use crate::credential::Secret;
use crate::order;
use crate::provider::Kind;
use std::collections::BTreeMap;
use std::ops::Range;

/// Something that was seen at a place.
pub(super) struct Seen {
    pub(super) span: Range<usize>,
    pub(super) kind: &'static Kind,
    pub(super) what: What,
}

pub(super) enum What {
    /// A value that fits one of the kind's forms.
    Value {
        value: String,
        known: usize,
        why: Vec<Why>,
        joined: bool,
        /// 3: its own mark; 2: a shared mark; 1: a name.
        strength: u8,
    },
    /// Something that only looks like one.
    Note(NoteKind),
}

/// A value, taken apart.
struct Candidate {
    span: Range<usize>,
    kind: &'static Kind,
    value: String,
    known: usize,
    why: Vec<Why>,
    joined: bool,
    strength: u8,
}

/// Settles everything that ends before `end`, and that nothing found later can overlap.
pub(super) fn settle(stream: &mut Stream<'_>, end: usize) {
    // Mostly in order already, and of one place in the order in which they were seen.
    if !stream.seen.is_sorted_by_key(|seen| seen.span.start) {
        stream.seen = order::by(std::mem::take(&mut stream.seen), |seen| seen.span.start as u128);
    }
    loop {
        let mut reach = 0;
        let count = stream
            .seen
            .iter()
            .take_while(|seen| {
                let joins = reach == 0 || seen.span.start < reach;
                reach = if joins { reach.max(seen.span.end) } else { reach };
                joins
            })
            .count();
        if count == 0 || reach > end {
            return;
        }
        let cluster = stream.seen.drain(..count).collect();
        settle_together(stream, cluster);
    }
}

/// Settles what overlaps.
fn settle_together(stream: &mut Stream<'_>, cluster: Vec<Seen>) {
    let Stream { window, out, taken: all_taken, tell, .. } = stream;
    window.begin_at(cluster[0].span.start);
    let mut candidates = Vec::new();
    let mut notes = Vec::new();
    for Seen { span, kind, what } in cluster {
        match what {
            What::Value { value, known, why, joined, strength } => {
                candidates.push(Candidate { span, kind, value, known, why, joined, strength });
            }
            What::Note(what) => notes.push((span, kind, what)),
        }
    }
    // Of overlapping values the one that stands whole does, then the one with the stronger mark, then the
    // longer one: two keys on two lines are not one that was broken.
    let candidates = order::by(candidates, |c| {
        let rank = u128::from(c.joined) << 8 | u128::from(u8::MAX - c.strength);
        let shortness = u128::from(u32::MAX).saturating_sub(c.span.len() as u128);
        rank << 96 | shortness << 64 | c.span.start as u128
    });
    let mut taken = Taken::default();
    let mut groups: Vec<Vec<Candidate>> = Vec::new();
    for candidate in candidates {
        match taken.at(&candidate.span) {
            None => {
                taken.take(&candidate.span, groups.len());
                groups.push(vec![candidate]);
            }
            Some(group) => {
                let first = &groups[group][0];
                let shares = candidate.strength == first.strength || candidate.strength == 2;
                if first.span == candidate.span && shares {
                    groups[group].push(candidate);
                }
            }
        }
    }
    for group in order::by(groups, |group| group[0].span.start as u128) {
        all_taken.push(group[0].span.clone());
        out.findings.push(finding(window, group, *tell));
    }
    for (span, kind, what) in notes {
        if taken.at(&span).is_none() {
            taken.take(&span, 0);
            all_taken.push(span.clone());
            let line = window.line_of(span.start);
            out.notes.push(note(window, &span, line, Some(kind), what));
        }
    }
}

/// What only looks like a credential.
pub(super) fn note(
    window: &Window,
    span: &Range<usize>,
    line: usize,
    kind: Option<&'static Kind>,
    what: NoteKind,
) -> Note {
    let value = String::from_utf8_lossy(&window.text[span.clone()]).into_owned();
    let known = kind.map_or(0, |k| form::known(k.forms[0]));
    // Words in a key's place hide nothing, and say more when they are seen.
    let words = placeholder::written_out(value.as_bytes()) == value.len() && !value.bytes().any(|b| b.is_ascii_digit());
    let mask = if words { value } else { Secret::new(value, known).mask() };
    Note { span: window.original(span), line, what, kind, mask }
}

/// One finding from all candidates of one place.
fn finding(window: &Window, mut group: Vec<Candidate>, tell: Tell) -> Finding {
    let text = &window.text[..];
    let span = group[0].span.clone();
    let name = context::name_before(text, span.start);
    if let Some(name) = &name
        && group[0].strength == 3
    {
        let name = context::Name::new(name.as_bytes());
        let meant = |strength| group.iter().any(|c| c.strength == strength && context::mentions(c.kind, &name));
        // One form of two providers (Google's for Gemini and for Maps): its first owner's, unless the name
        // beside it is the other's.
        let wanted = if meant(2) && !meant(3) { 2 } else { 3 };
        group.retain(|c| c.strength == wanted);
    } else {
        let strongest = group[0].strength;
        group.retain(|c| c.strength == strongest);
    }
    // Two kinds of one provider with one form are no choice between providers: the name decides, or the
    // first in the file.
    let mut kinds: Vec<&'static Kind> = Vec::new();
    let place = |kind: &Kind| kind.provider().kinds.iter().position(|k| k == kind);
    let mut group = order::by(group, |c| {
        let meant = u128::from(!name_means(name.as_deref(), c.kind));
        (c.kind.provider as u128) << 64 | meant << 32 | place(c.kind).unwrap_or_default() as u128
    });
    for candidate in &group {
        if kinds.iter().all(|k| k.provider != candidate.kind.provider) {
            kinds.push(candidate.kind);
        }
    }
    let first = group.swap_remove(0);
    let Candidate { value, known, mut why, joined, strength, .. } = first;
    let mut confidence = match strength {
        3 if kinds.len() == 1 => Confidence::Certain,
        1 if kinds.len() == 1 => Confidence::Likely,
        _ => Confidence::Undecided,
    };
    if confidence == Confidence::Undecided
        && let Some((kind, reason)) = context::decide(text, &span, &kinds, name.as_deref())
    {
        kinds = vec![kind];
        why.push(reason);
        confidence = Confidence::Likely;
    } else if let Some(name) = name
        && !why.iter().any(|w| matches!(w, Why::Variable(_)))
    {
        why.push(Why::Variable(name));
    }
    if let [kind] = kinds[..]
        && let Some(checksum) = kind.checksum
    {
        match checksum.verify(&value, known) {
            Some(true) => why.push(Why::Checksum),
            Some(false) => {
                why.push(Why::ChecksumFails);
                confidence = Confidence::Broken;
            }
            None => {}
        }
    }
    let mut oddities = window.oddities(&span);
    if joined {
        oddities.push(Oddity::Broken);
    }
    if context::has_stray_quote(text, &span) {
        oddities.push(Oddity::StrayQuote);
    }
    let sound = confidence != Confidence::Broken;
    let facts = if sound { tell(&kinds, &value) } else { Vec::new() };
    Finding {
        span: window.original(&span),
        line: window.line_of(span.start),
        kinds,
        confidence,
        why,
        oddities,
        facts,
        secret: Secret::new(value, known),
    }
}

/// Places that are spoken for, none of which overlap: start to end, and whose it is.
#[derive(Default)]
struct Taken(BTreeMap<usize, (usize, usize)>);

impl Taken {
    /// Who holds a place that overlaps with this one.
    fn at(&self, span: &Range<usize>) -> Option<usize> {
        let (_, (end, owner)) = self.0.range(..span.end).next_back()?;
        (*end > span.start).then_some(*owner)
    }

    fn take(&mut self, span: &Range<usize>, owner: usize) {
        self.0.insert(span.start, (span.end, owner));
    }
}

/// Whether a name means this kind and no other of its provider.
fn name_means(name: Option<&str>, kind: &Kind) -> bool {
    let meant = name.and_then(|name| context::names(kind.provider(), name.as_bytes())?.kind);
    meant.is_some_and(|meant| meant == kind)
}
