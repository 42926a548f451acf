//! Reads the tables of recognition from the text that `build.rs` wrote: one text weighs a third of what nested
//! statics weigh in the download. Read once, and kept for as long as the program runs.

use super::{Class, Group, Item, Kind, Mark, Provider};
use crate::recognise::checksum::Checksum;
use crate::recognise::offline::Offline;
use std::sync::LazyLock;

/// Every provider, in the order of ids.
pub static PROVIDERS: LazyLock<&'static [Provider]> = LazyLock::new(|| read(TEXT).leak());

static TEXT: &str = include_str!(concat!(env!("OUT_DIR"), "/recognition.txt"));

// `compile.rs` joins by the same.
pub(super) const RECORD: char = '\u{1e}';
pub(super) const FIELD: char = '\u{1f}';
pub(super) const MEMBER: char = '\u{1d}';
pub(super) const PART: char = '\u{1c}';

pub(super) type Text = &'static str;

fn read(text: Text) -> Vec<Provider> {
    let mut records = text.split(RECORD);
    let classes = classes(records.next());
    let mut out: Vec<Provider> = Vec::new();
    let mut kinds = Vec::new();
    for record in records {
        let mut fields = record.split(FIELD);
        let mut next = || fields.next().unwrap_or_default();
        let id = next();
        if id.is_empty() {
            kinds.push(Kind {
                provider: out.len().saturating_sub(1),
                place: kinds.len(),
                id: next(),
                name: next(),
                mark: [Mark::Own, Mark::Shared, Mark::None][number(next()).min(2)],
                checksum: Checksum::named(next()),
                offline: Offline::named(next()),
                env: texts(next()),
                secret: next() == "1",
                forms: forms(next(), classes),
            });
            continue;
        }
        close(&mut out, &mut kinds);
        out.push(Provider {
            place: out.len(),
            id,
            name: next(),
            group: Group::ALL[number(next()).min(Group::ALL.len() - 1)],
            env: texts(next()),
            words: texts(next()),
            headers: texts(next()),
            hosts: texts(next()),
            kinds: &[],
        });
    }
    close(&mut out, &mut kinds);
    out
}

/// Gives the last provider what was read since.
fn close(providers: &mut [Provider], kinds: &mut Vec<Kind>) {
    if let Some(last) = providers.last_mut() {
        last.kinds = std::mem::take(kinds).leak();
    }
}

/// The classes of bytes that the forms of a text name by number: its first record.
pub(super) fn classes(record: Option<Text>) -> &'static [Class] {
    members(record.unwrap_or_default(), class).leak()
}

pub(super) fn forms(text: Text, classes: &'static [Class]) -> &'static [&'static [Item]] {
    members(text, |form| &*parts(form, |part| item(part, classes)).leak()).leak()
}

pub(super) fn members<T>(text: Text, read: impl Fn(Text) -> T) -> Vec<T> {
    if text.is_empty() { Vec::new() } else { text.split(MEMBER).map(read).collect() }
}

fn parts<T>(text: Text, read: impl Fn(Text) -> T) -> Vec<T> {
    text.split(PART).map(read).collect()
}

pub(super) fn texts(text: Text) -> &'static [Text] {
    members(text, |member| member).leak()
}

pub(super) fn number(text: Text) -> usize {
    text.parse().unwrap_or_default()
}

fn class(text: Text) -> Class {
    let bits = u128::from_str_radix(text, 16).unwrap_or_default();
    Class([bits, bits >> 64].map(|half| u64::try_from(half & u128::from(u64::MAX)).unwrap_or_default()))
}

fn item(text: Text, classes: &'static [Class]) -> Item {
    if let Some(literal) = text.strip_prefix('=') {
        return Item::Literal(literal);
    }
    let mut numbers = text.split(',').map(|n| n.parse::<u16>().unwrap_or_default());
    let mut next = || numbers.next().unwrap_or_default();
    Item::Run { class: &classes[usize::from(next())], min: next(), max: next() }
}
