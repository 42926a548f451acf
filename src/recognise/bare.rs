//! Values that stand alone on their lines, with nothing that gives them away: where that is all that was
//! pasted, the person may choose.

use super::form::{self, is_token};
use super::settle::note;
use super::stream::Stream;
use super::{Confidence, Finding, Why, placeholder};
use crate::credential::Secret;
use crate::order;
use crate::provider::{Item, Kind, Mark, PROVIDERS};
use std::ops::Range;

/// Longer text than this, in bytes, is no list of keys.
const LIMIT: usize = 256 * 1024;

/// A form of an unmarked kind, and how long its values are.
struct Form {
    kind: &'static Kind,
    items: &'static [Item],
    lengths: std::ops::RangeInclusive<usize>,
}

/// Offers a choice for each such value of a text that is held whole.
pub(super) fn lines(stream: &mut Stream<'_>) {
    let Stream { window, out, taken, .. } = stream;
    let text = &window.text[..];
    if text.len() > LIMIT {
        return;
    }
    *taken = order::by(std::mem::take(taken), |span| span.start as u128);
    let is_taken = |span: &Range<usize>| {
        let before = taken.partition_point(|other| other.start < span.end);
        before.checked_sub(1).is_some_and(|at| taken[at].end > span.start)
    };
    let Some(values) = values(text, &is_taken) else { return };
    let forms = if values.is_empty() { Vec::new() } else { forms() };
    for (line, span) in values {
        let value = &text[span.clone()];
        if let Some(what) = placeholder::hash_or_uuid(value) {
            out.notes.push(note(window, &span, line, None, what));
            continue;
        }
        if placeholder::is_one(value) {
            continue;
        }
        let fits = |form: &&Form| {
            form.lengths.contains(&value.len())
                && form::whole_at(text, form.items, span.start) == Some(span.clone())
                && placeholder::could_be(value, form.items)
        };
        let mut kinds: Vec<&'static Kind> = Vec::new();
        for form in forms.iter().filter(fits) {
            if kinds.last().is_none_or(|last| last.provider != form.kind.provider) {
                kinds.push(form.kind);
            }
        }
        if kinds.is_empty() {
            continue;
        }
        let original = window.original(&span);
        out.notes.retain(|note| note.span.end <= original.start || note.span.start >= original.end);
        out.findings.push(Finding {
            secret: Secret::new(String::from_utf8_lossy(value).into_owned(), 0),
            span: original,
            line,
            kinds,
            confidence: Confidence::Undecided,
            why: vec![Why::Form],
            oddities: window.oddities(&span),
            facts: Vec::new(),
        });
    }
    out.findings = order::by(std::mem::take(&mut out.findings), |finding| finding.span.start as u128);
    out.notes = order::by(std::mem::take(&mut out.notes), |note| note.span.start as u128);
}

/// The value of each line that holds one and no more, with its number, quotes and commas aside; none where a
/// line holds something else that was not found to be a credential.
fn values(text: &[u8], is_taken: &dyn Fn(&Range<usize>) -> bool) -> Option<Vec<(usize, Range<usize>)>> {
    let mut out = Vec::new();
    let mut start = 0;
    for (number, line) in (1..).zip(text.split(|b| *b == b'\n')) {
        let here = start;
        start += line.len() + 1;
        let skip = |b: &&u8| b.is_ascii_whitespace() || matches!(b, b'"' | b'\'' | b'`' | b',' | b';');
        let left = line.iter().take_while(skip).count();
        if left == line.len() {
            continue;
        }
        let right = line.iter().rev().take_while(skip).count();
        let span = here + left..here + line.len() - right;
        if is_taken(&span) {
            continue;
        }
        if !text[span.clone()].iter().all(|b| is_token(*b)) {
            return None;
        }
        out.push((number, span));
    }
    Some(out)
}

fn forms() -> Vec<Form> {
    let kinds = PROVIDERS.iter().flat_map(|p| p.kinds).filter(|k| k.mark == Mark::None);
    let forms = kinds.flat_map(|kind| kind.forms.iter().map(move |items| (kind, *items)));
    forms.map(|(kind, items)| Form { kind, items, lengths: form::lengths(items) }).collect()
}
