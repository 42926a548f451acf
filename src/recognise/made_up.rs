//! Made-up credentials of the right form and checksum: for the catalogue's self-test, for tests and examples. No
//! file of the project holds a whole key, so that hosts of code have nothing to refuse.

use super::form;
#[cfg(not(target_arch = "wasm32"))]
use super::placeholder;
use crate::provider::{Item, Kind};

/// A credential of a kind that nobody ever issued, the same for the same seed, with the checksum that stands in it
/// written. What a structure within should hold (a token's JSON) is left to chance: who is asked refuses it anyway.
pub fn of_form(kind: &Kind, seed: u64) -> String {
    let mut random = SplitMix(seed ^ 0x9e37_79b9);
    let items = random.one_of(kind.forms);
    let value: String = items.iter().map(|item| piece(item, &mut random)).collect();
    kind.checksum.map_or(value.clone(), |sum| sum.written(&value, form::known(items)))
}

/// A credential of a kind that nobody ever issued, the same for the same seed, sound in all that can be told offline.
///
/// # Panics
///
/// Where the form cannot hold the checksum that the provider file names: one of the two is wrong.
#[cfg(not(target_arch = "wasm32"))]
pub fn made_up(kind: &Kind, seed: u64) -> String {
    let mut random = SplitMix(seed ^ 0x9e37_79b9);
    let items = random.one_of(kind.forms);
    for _ in 0..1000 {
        let value: String = items.iter().map(|item| piece(item, &mut random)).collect();
        let known = form::known(items);
        let value = kind.checksum.map_or(value.clone(), |sum| sum.repair(&value, known));
        let unknown = &value.as_bytes()[known..];
        let fits = form::whole_at(value.as_bytes(), items, 0) == Some(0..value.len());
        if fits && !placeholder::is_one(unknown) && (placeholder::could_be(unknown, items) || known > 0) {
            return value;
        }
    }
    panic!("no value of {}/{} fits its form and checksum", kind.provider().id, kind.id)
}

/// A value of a form, for what is asked for beside a credential.
pub fn made_up_value(items: &[Item], seed: u64) -> String {
    let mut random = SplitMix(seed ^ 0x9e37_79b9);
    items.iter().map(|item| piece(item, &mut random)).collect()
}

fn piece(item: &Item, random: &mut SplitMix) -> String {
    match item {
        Item::Literal(text) => (*text).to_owned(),
        Item::Run { class, min, max } => {
            let all: Vec<u8> = (0..128).filter(|b| class.has(*b)).collect();
            let most = u64::from(*max.min(&(min + 8)) - min) + 1;
            let count = u64::from(*min) + random.next() % most;
            (0..count).map(|_| char::from(random.one_of(&all))).collect()
        }
    }
}

/// <https://prng.di.unimi.it/splitmix64.c>, 2015: enough for examples, not for secrets.
struct SplitMix(u64);

impl SplitMix {
    fn one_of<T: Copy>(&mut self, all: &[T]) -> T {
        all[usize::try_from(self.next() % all.len() as u64).unwrap_or(0)]
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
}
