//! Whether a form fits at a place.

use crate::provider::Item;
use std::ops::{Range, RangeInclusive};

/// How a form fits at its anchor.
pub(super) enum Fit {
    /// From one boundary to the other.
    Whole(Range<usize>),
    /// With line breaks or spaces inside, which are left out of the value.
    Broken(Range<usize>, String),
    /// It begins like the form and does not go on: what there is, and the least that there should be.
    Cut { span: Range<usize>, least: usize },
}

/// Breaks (runs of white space) that may cut one value.
const MOST_BREAKS: usize = 4;

/// Bytes that each part of a broken value must have, so that the words behind a short key do not join it.
const LEAST_PART: usize = 12;

/// Bytes of white space that one break may be.
const LONGEST_BREAK: usize = 80;

/// Bytes of a value that ends too early or does not go on like its form.
const LONGEST_CUT: usize = 4096;

/// Tries a form whose literal `items[anchor]` stands at `at`.
pub(super) fn at_anchor(text: &[u8], items: &[Item], anchor: usize, at: usize) -> Option<Fit> {
    let Item::Literal(literal) = items[anchor] else { return None };
    if !text[at..].starts_with(literal.as_bytes()) {
        return None;
    }
    let start = before(text, &items[..anchor], at)?;
    if !boundary_before(text, start) {
        return None;
    }
    if let Some(span) = whole_at(text, items, start) {
        return Some(Fit::Whole(span));
    }
    if anchor > 0 {
        return None;
    }
    if let Some((end, value)) = across_breaks(text, items, start) {
        return Some(Fit::Broken(start..end, value));
    }
    let end = start + text[start..].iter().take(LONGEST_CUT).take_while(|b| is_token(**b)).count();
    Some(Fit::Cut { span: start..end, least: least(items) })
}

/// Where a form begins whose anchor has items before it: as far back as they reach.
fn before(text: &[u8], items: &[Item], at: usize) -> Option<usize> {
    let mut start = at;
    for item in items.iter().rev() {
        match item {
            Item::Literal(literal) => {
                start = start.checked_sub(literal.len())?;
                if !text[start..].starts_with(literal.as_bytes()) {
                    return None;
                }
            }
            Item::Run { class, min, max } => {
                let run = text[..start].iter().rev().take(usize::from(*max)).take_while(|b| class.has(**b)).count();
                if run < usize::from(*min) {
                    return None;
                }
                start -= run;
            }
        }
    }
    Some(start)
}

/// The place of a value of this form that begins at `start`, boundaries on both sides.
pub(super) fn whole_at(text: &[u8], items: &[Item], start: usize) -> Option<Range<usize>> {
    if !boundary_before(text, start) {
        return None;
    }
    let end = end_of(text, items, start)?;
    Some(start..end)
}

/// Backtracks over the lengths of runs, the longest first; forms have few items, so this stays cheap.
fn end_of(text: &[u8], items: &[Item], at: usize) -> Option<usize> {
    let Some((item, rest)) = items.split_first() else {
        return boundary_after(text, at).then_some(at);
    };
    match item {
        Item::Literal(literal) => {
            let here = text.get(at..)?;
            here.starts_with(literal.as_bytes()).then(|| end_of(text, rest, at + literal.len()))?
        }
        Item::Run { class, min, max } => {
            let here = text.get(at..)?;
            let run = here.iter().take(usize::from(*max)).take_while(|b| class.has(**b)).count();
            // Up to the nearest literal where one follows: a key's own end, and not that of the next one.
            // A password may hold `@` itself: up to the last one before another address begins.
            if let Some(Item::Literal("@")) = rest.first() {
                let run = here[..run].windows(3).position(|three| three == b"://").unwrap_or(run);
                return (usize::from(*min)..=run).rev().find_map(|n| end_of(text, rest, at + n));
            }
            if let Some(Item::Literal(_)) = rest.first() {
                return (usize::from(*min)..=run).find_map(|n| end_of(text, rest, at + n));
            }
            (usize::from(*min)..=run).rev().find_map(|n| end_of(text, rest, at + n))
        }
    }
}

/// The same, over text in which white space is skipped.
fn across_breaks(text: &[u8], items: &[Item], start: usize) -> Option<(usize, String)> {
    let most = *lengths(items).end();
    let mut value = Vec::new();
    let mut places = Vec::new();
    let mut at = start;
    for _ in 0..=MOST_BREAKS {
        let part = text[at..].iter().take(most + 1).take_while(|b| is_token(**b)).count();
        if part < LEAST_PART {
            break;
        }
        value.extend_from_slice(&text[at..at + part]);
        places.extend(at..at + part);
        at += part;
        at += text[at..].iter().take(LONGEST_BREAK).take_while(|b| b.is_ascii_whitespace()).count();
    }
    let end = end_of(&value, items, 0)?;
    let last = places.get(end.checked_sub(1)?)?;
    // The last part has to end where the text's own does, else the words behind it were joined on.
    let own_end = boundary_after(text, last + 1);
    (own_end && *last >= start + end).then(|| (last + 1, String::from_utf8_lossy(&value[..end]).into_owned()))
}

fn boundary_before(text: &[u8], start: usize) -> bool {
    let Some(before) = start.checked_sub(1).map(|at| text[at]) else { return true };
    if !is_word(before) {
        return true;
    }
    // The escapes of a string: `\nghp_…`.
    matches!(before, b'n' | b'r' | b't') && start >= 2 && text[start - 2] == b'\\'
}

fn boundary_after(text: &[u8], end: usize) -> bool {
    text.get(end).is_none_or(|b| !is_word(*b))
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-'
}

/// Bytes that keys are made of.
pub(super) fn is_token(byte: u8) -> bool {
    is_word(byte) || matches!(byte, b'.' | b'+' | b'/' | b'=' | b'~')
}

/// Bytes at the start that every value of the form has.
pub(super) fn known(items: &[Item]) -> usize {
    match items.first() {
        Some(Item::Literal(text)) => text.len(),
        _ => 0,
    }
}

/// Whether a literal stands inside the form.
pub(super) fn has_infix(items: &[Item]) -> bool {
    items.iter().skip(1).any(|i| matches!(i, Item::Literal(text) if text.len() >= 2))
}

fn least(items: &[Item]) -> usize {
    *lengths(items).start()
}

/// The lengths that values of a form can have, in bytes.
pub(super) fn lengths(items: &[Item]) -> RangeInclusive<usize> {
    let length = |item: &Item| match item {
        Item::Literal(text) => (text.len(), text.len()),
        Item::Run { min, max, .. } => (usize::from(*min), usize::from(*max)),
    };
    let (least, most) = items.iter().map(length).fold((0, 0), |(a, b), (min, max)| (a + min, b + max));
    least..=most
}
