//! Text in pieces of any size, and what stands in it looked at.

use super::offline::Tell;
use super::prefilter::{AHEAD, Anchor, Prefilter};
use super::settle::{Seen, What};
use super::window::Window;
use super::{NoteKind, Recognised, Why, bare, context, form, placeholder, settle};
use crate::provider::{Kind, Mark, Provider};
use form::Fit;
use std::ops::Range;

/// Bytes of a piece that are taken in at once, so that what is held stays small however large the piece.
const BITE: usize = 64 * 1024;

/// Bytes that are held at least; up to so many a text is held whole, for what must be known of all of it.
const HELD: usize = 256 * 1024;

/// Bytes that are looked at before what they held is settled.
const UNSETTLED: usize = 4 * 1024;

/// A recognition of text that comes in pieces.
///
/// ```
/// let recogniser = latchkey::recognise::Recogniser::default();
/// let mut stream = recogniser.stream();
/// for piece in ["no", "thing ", "here"] {
///     stream.push(piece.as_bytes());
/// }
/// assert!(stream.finish().findings.is_empty());
/// ```
pub struct Stream<'r> {
    prefilter: &'r Prefilter,
    /// Reads what a credential tells of itself.
    pub(super) tell: Tell,
    pub(super) window: Window,
    /// Where in the window the next hit is looked for.
    at: usize,
    /// Where it was last settled what was seen.
    settled: usize,
    /// What was seen and may yet be overlapped by something else.
    pub(super) seen: Vec<Seen>,
    pub(super) out: Recognised,
    /// The places of all that is in `out`, as long as the text is held whole.
    pub(super) taken: Vec<Range<usize>>,
}

impl<'r> Stream<'r> {
    pub(super) fn new(prefilter: &'r Prefilter, tell: Tell) -> Self {
        Self {
            prefilter,
            tell,
            window: Window::new(),
            at: 0,
            settled: 0,
            seen: Vec::new(),
            out: Recognised::default(),
            taken: Vec::new(),
        }
    }

    /// Takes the next piece. Takes about 3 ms a megabyte in a browser; a page gives it pieces of less.
    pub fn push(&mut self, piece: &[u8]) {
        for bite in piece.chunks(BITE) {
            self.window.feed(bite, false);
            let ahead = self.prefilter.after + context::NEAR;
            self.look_up_to(self.window.text.len().saturating_sub(ahead), false);
        }
    }

    /// What was found.
    pub fn finish(mut self) -> Recognised {
        self.window.feed(&[], true);
        let end = self.window.text.len();
        self.window.text.extend([0; AHEAD]);
        self.look_up_to(end, true);
        let end = self.window.text.len() - AHEAD;
        self.window.text.truncate(end);
        if self.window.gone == 0 {
            bare::lines(&mut self);
        }
        self.out
    }

    /// What was found so far: no later piece changes it.
    pub fn so_far(&self) -> &Recognised {
        &self.out
    }

    /// Bytes that were taken.
    pub fn taken_in(&self) -> usize {
        self.window.source_len()
    }

    fn look_up_to(&mut self, end: usize, last: bool) {
        let Self { prefilter, window, seen, .. } = self;
        let text = &window.text[..];
        prefilter.each(text, self.at, end.max(self.at), |at, length, anchor| look(text, seen, at..at + length, anchor));
        self.at = self.at.max(end);
        if last || self.at >= self.settled + UNSETTLED {
            self.settled = self.at;
            // What is found later begins no further back than a form or a host's neighbourhood reaches.
            let reach = self.prefilter.before.max(context::NEAR);
            settle::settle(self, if last { usize::MAX } else { self.at.saturating_sub(reach) });
            self.let_go();
        }
    }

    /// Lets go of text that nothing asks for again.
    fn let_go(&mut self) {
        let around = self.prefilter.before + 2 * context::NEAR;
        let first = self.seen.iter().map(|seen| seen.span.start).fold(self.at, usize::min);
        let count = first.saturating_sub(around);
        if count < HELD {
            return;
        }
        self.window.let_go(count);
        self.at -= count;
        self.settled -= count;
        for seen in &mut self.seen {
            seen.span = seen.span.start - count..seen.span.end - count;
        }
        self.taken = Vec::new();
    }
}

fn look(text: &[u8], seen: &mut Vec<Seen>, hit: Range<usize>, anchor: Anchor) {
    match anchor {
        Anchor::Form { kind, form, item } => seen.extend(look_at_form(text, hit.start, kind, form, item)),
        Anchor::Name(provider) => seen.extend(look_beside_name(text, &hit, provider)),
        Anchor::Host(provider, host) => {
            let starts = context::values_near_host(text, &hit, provider);
            seen.extend(starts.into_iter().filter_map(|start| {
                let all = unmarked(text, start, provider);
                take_unmarked(text, all, provider, None, false, Why::Host(host))
            }));
        }
    }
}

fn look_at_form(text: &[u8], at: usize, kind: &'static Kind, form: usize, item: usize) -> Option<Seen> {
    let items = kind.forms[form];
    let fit = form::at_anchor(text, items, item, at)?;
    let known = form::known(items);
    let (span, value, joined) = match fit {
        Fit::Whole(span) => {
            let value = String::from_utf8_lossy(&text[span.clone()]).into_owned();
            (span, value, false)
        }
        Fit::Broken(span, value) if kind.mark == Mark::Own => (span, value, true),
        Fit::Cut { span, least } if kind.mark == Mark::Own && known >= 3 => {
            let value = &text[span.clone()];
            // Most are names in a program that begin alike, and too short for anything.
            if value.len() < known + placeholder::LEAST {
                return None;
            }
            let is_placeholder = placeholder::is_one(&value[known..]);
            let what = if is_placeholder {
                NoteKind::Placeholder
            } else if value.len() < least {
                NoteKind::CutShort(value.len(), least)
            } else {
                NoteKind::Malformed
            };
            let worth = placeholder::is_worth_a_note(value, known, least, is_placeholder);
            return worth.then_some(Seen { span, kind, what: What::Note(what) });
        }
        Fit::Broken(..) | Fit::Cut { .. } => return None,
    };
    if placeholder::is_one(&value.as_bytes()[known.min(value.len())..]) {
        return Some(Seen { span, kind, what: What::Note(NoteKind::Placeholder) });
    }
    let mut why = vec![if item == 0 { Why::Prefix } else { Why::Infix }];
    if item == 0 && form::has_infix(items) {
        why.push(Why::Infix);
    }
    let strength = if kind.mark == Mark::Own { 3 } else { 2 };
    Some(Seen { span, kind, what: What::Value { value, known, why, joined, strength } })
}

fn look_beside_name(text: &[u8], hit: &Range<usize>, provider: &'static Provider) -> Option<Seen> {
    let name = context::name_at(text, hit)?;
    let start = context::value_after(text, name.end)?;
    // Most words that are hit are no names, and most names are given no such value: that is told first.
    let all = unmarked(text, start, provider);
    let stands_for_one = all.is_empty().then(|| placeholder::written_out(&text[start..]));
    if stands_for_one == Some(0) {
        return None;
    }
    let relation = context::names(provider, &text[name.clone()])?;
    if let Some(length) = stands_for_one {
        let kind = relation.kind.or(provider.kinds.first()).filter(|_| !relation.weak)?;
        return Some(Seen { span: start..start + length, kind, what: What::Note(NoteKind::Placeholder) });
    }
    let written = String::from_utf8_lossy(&text[name]).into_owned();
    take_unmarked(text, all, provider, relation.kind, relation.weak, Why::Variable(written))
}

type Fitting = (&'static Kind, &'static [crate::provider::Item], Range<usize>);

/// The unmarked kinds of a provider that the value at `start` may be of.
fn unmarked(text: &[u8], start: usize, provider: &'static Provider) -> Vec<Fitting> {
    let kinds = provider.kinds.iter().filter(|k| k.mark == Mark::None);
    let forms = kinds.flat_map(|kind| kind.forms.iter().map(move |items| (kind, *items)));
    forms.filter_map(|(kind, items)| Some((kind, items, form::whole_at(text, items, start)?))).collect()
}

/// The first of them that is meant: of the kind that is named, if one is.
fn take_unmarked(
    text: &[u8],
    all: Vec<Fitting>,
    provider: &'static Provider,
    kind: Option<&'static Kind>,
    weak: bool,
    why: Why,
) -> Option<Seen> {
    // Where no kind is named, one that has no name of its own is meant; where all have one, any.
    let all_named = provider.kinds.iter().filter(|k| k.mark == Mark::None).all(|k| !k.env.is_empty());
    let wanted = |k: &Kind| kind.map_or(k.env.is_empty() || all_named, |only| *k == *only);
    for (kind, items, span) in all.into_iter().filter(|(kind, ..)| wanted(kind)) {
        let value = &text[span.clone()];
        if placeholder::is_one(value) {
            return Some(Seen { span, kind, what: What::Note(NoteKind::Placeholder) });
        }
        if (weak && placeholder::hash_or_uuid(value).is_some()) || !placeholder::could_be(value, items) {
            continue;
        }
        let value = String::from_utf8_lossy(value).into_owned();
        let what = What::Value { value, known: 0, why: vec![Why::Form, why], joined: false, strength: 1 };
        return Some(Seen { span, kind, what });
    }
    None
}
