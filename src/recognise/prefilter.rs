//! One pass over the text that stops at nothing but what may be a credential: an Aho-Corasick automaton with
//! its failure links resolved into a table, so that every byte costs two look-ups and no branch but one.
//!
//! The crates that do this choose a slower form at this size and cannot use SIMD in WebAssembly
//! (`shared/perf.md`, part 4: DFA 510 to 548 MB/s, the crates' own choice 166), and weigh 58 KB in brotli;
//! this is a hundred lines. Letters are folded to lower case: names come in any style, and what the folding
//! lets through in a prefix the form refuses.

use crate::provider::{Item, Kind, Mark, Provider};
use std::collections::HashMap;

/// A state: the offset of its row in the table.
pub(super) type State = u32;

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

pub(super) struct Prefilter {
    /// Byte to column; column 0 is every byte that no pattern holds.
    columns: [u8; 256],
    /// Row after row, each with a column a byte class.
    table: Vec<State>,
    /// States from here on are hits.
    first_hit: State,
    stride: u32,
    /// By hit state, counted from the first: pattern length, and what it is.
    hits: Vec<Vec<(u16, Anchor)>>,
}

impl Prefilter {
    pub(super) const START: State = 0;

    pub(super) fn new(providers: &'static [Provider]) -> Self {
        let patterns = patterns(providers);
        let mut columns = [0u8; 256];
        let mut width = 1u8;
        for byte in patterns.iter().flat_map(|(text, _)| text.bytes()) {
            if columns[usize::from(byte)] == 0 {
                columns[usize::from(byte)] = width;
                columns[usize::from(byte.to_ascii_uppercase())] = width;
                width += 1;
            }
        }
        let mut nodes = vec![Node::default()];
        for (text, anchor) in patterns {
            let mut here = 0;
            for byte in text.bytes() {
                let column = columns[usize::from(byte)];
                here = if let Some(next) = nodes[here].next.get(&column) {
                    *next
                } else {
                    nodes.push(Node::default());
                    let new = nodes.len() - 1;
                    nodes[here].next.insert(column, new);
                    new
                };
            }
            let length = u16::try_from(text.len()).unwrap_or(u16::MAX);
            nodes[here].hits.push((length, anchor));
        }
        Self::resolve(nodes, columns, width)
    }

    /// Breadth first: every missing edge becomes the one of the longest proper suffix that has it.
    fn resolve(mut nodes: Vec<Node>, columns: [u8; 256], width: u8) -> Self {
        let stride = u32::from(width);
        let mut order = vec![0];
        let mut moves = vec![vec![0usize; usize::from(width)]; nodes.len()];
        let mut done = 0;
        while done < order.len() {
            let node = order[done];
            done += 1;
            let fail = nodes[node].fail;
            for column in 0..width {
                let fallback = if node == 0 { 0 } else { moves[fail][usize::from(column)] };
                moves[node][usize::from(column)] = match nodes[node].next.get(&column).copied() {
                    Some(child) => {
                        nodes[child].fail = fallback;
                        let inherited = nodes[fallback].hits.clone();
                        nodes[child].hits.extend(inherited);
                        order.push(child);
                        child
                    }
                    None => fallback,
                };
            }
        }
        // Hits last, so that one comparison tells them.
        order.sort_by_key(|node| (!nodes[*node].hits.is_empty(), *node));
        let mut number = vec![0; nodes.len()];
        for (place, node) in (0u32..).zip(&order) {
            number[*node] = place * stride;
        }
        let first_hit = order.iter().find(|n| !nodes[**n].hits.is_empty()).map_or(u32::MAX, |n| number[*n]);
        let table = order.iter().flat_map(|n| moves[*n].iter().map(|to| number[*to])).collect();
        let hits = order.iter().map(|n| std::mem::take(&mut nodes[*n].hits)).filter(|h| !h.is_empty()).collect();
        Self { columns, table, first_hit, stride, hits }
    }

    #[inline]
    pub(super) fn next(&self, state: State, byte: u8) -> State {
        self.table[state as usize + usize::from(self.columns[usize::from(byte)])]
    }

    #[inline]
    pub(super) fn is_hit(&self, state: State) -> bool {
        state >= self.first_hit
    }

    pub(super) fn anchors(&self, state: State) -> &[(u16, Anchor)] {
        &self.hits[((state - self.first_hit) / self.stride) as usize]
    }
}

#[derive(Default)]
struct Node {
    next: HashMap<u8, usize>,
    fail: usize,
    hits: Vec<(u16, Anchor)>,
}

fn patterns(providers: &'static [Provider]) -> Vec<(String, Anchor)> {
    let mut out = Vec::new();
    for provider in providers {
        for kind in provider.kinds.iter().filter(|k| k.mark != Mark::None) {
            for (form, items) in kind.forms.iter().enumerate() {
                if let Some((item, text)) = anchor(items) {
                    out.push((text.to_ascii_lowercase(), Anchor::Form { kind, form, item }));
                }
            }
        }
        if provider.kinds.iter().any(|k| k.mark == Mark::None) {
            out.extend(provider.words.iter().map(|word| ((*word).to_owned(), Anchor::Name(provider))));
            out.extend(provider.hosts.iter().map(|host| ((*host).to_owned(), Anchor::Host(provider, host))));
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
