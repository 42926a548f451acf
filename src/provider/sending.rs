//! Where keys may be sent, and what they need for it: a text of its own beside that of recognition (`table.rs`), so that
//! it arrives with the part of the program that first wants it.

use super::table::{FIELD, PART, RECORD, Text, classes, forms, members, number, texts};
use super::{Companion, Destination};
use std::sync::LazyLock;

static TEXT: &str = include_str!(concat!(env!("OUT_DIR"), "/sending.txt"));

/// Of every provider, at its place in [`super::PROVIDERS`].
static SENDING: LazyLock<Vec<OfProvider>> = LazyLock::new(|| read(TEXT));

// `compile.rs` begins records by the same; a kind's begins with nothing.
const PROVIDER: &str = "=";
const COMPANION: &str = "+";

/// Of one provider.
#[derive(Default)]
struct OfProvider {
    kinds: Vec<Sending>,
    companions: Vec<Companion>,
}

/// Of one kind.
#[derive(Debug, Default)]
pub(super) struct Sending {
    pub main: usize,
    pub needs: &'static [&'static str],
    pub costs: bool,
    pub destinations: &'static [Destination],
}

pub(super) fn of_kind(provider: usize, kind: usize) -> &'static Sending {
    const NONE: &Sending = &Sending { main: 0, needs: &[], costs: false, destinations: &[] };
    SENDING.get(provider).and_then(|of| of.kinds.get(kind)).unwrap_or(NONE)
}

pub(super) fn companions(provider: usize) -> &'static [Companion] {
    SENDING.get(provider).map_or(&[], |of| &of.companions)
}

fn read(text: Text) -> Vec<OfProvider> {
    let mut records = text.split(RECORD);
    let classes = classes(records.next());
    let mut out: Vec<OfProvider> = Vec::new();
    for record in records {
        let mut fields = record.split(FIELD);
        let mut next = || fields.next().unwrap_or_default();
        let begins = next();
        if begins == PROVIDER {
            out.push(OfProvider::default());
            continue;
        }
        let Some(last) = out.last_mut() else { continue };
        if begins == COMPANION {
            last.companions.push(Companion {
                id: next(),
                name: next(),
                forms: forms(next(), classes),
                choices: texts(next()),
                means: members(next(), pair).leak(),
                each: next() == "1",
                host: next() == "1",
                tail: next(),
                secret: next() == "1",
                env: texts(next()),
            });
        } else {
            last.kinds.push(Sending {
                main: number(next()),
                needs: texts(next()),
                costs: next() == "1",
                destinations: members(next(), destination).leak(),
            });
        }
    }
    out
}

fn pair(text: Text) -> (Text, Text) {
    text.split_once(PART).unwrap_or_default()
}

fn destination(text: Text) -> Destination {
    let mut parts = text.split(PART);
    let mut next = || parts.next().unwrap_or_default();
    Destination { url: next(), places: next(), choice: next() }
}
