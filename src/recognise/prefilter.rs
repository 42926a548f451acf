//! One pass over the text that stops at nothing but what may be a credential: an Aho-Corasick automaton with
//! its failure links resolved into a table, so that every byte costs two look-ups and no branch but one.
//!
//! The crates that do this choose a slower form at this size and cannot use SIMD in WebAssembly
//! (`shared/perf.md`, part 4: DFA 510 to 548 MB/s, the crates' own choice 166), and weigh 58 KB in brotli;
//! this is a hundred lines. Letters are folded to lower case: names come in any style, and what the folding
//! lets through in a prefix the form refuses.

use crate::provider::{Item, Kind, Mark, Provider};

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
        let stride = usize::from(width);
        // A trie, a row a node: 0 is no edge, since none leads back to the root.
        let mut table = vec![0; stride];
        let mut hits: Vec<Vec<(u16, Anchor)>> = vec![Vec::new()];
        for (text, anchor) in patterns {
            let mut node = 0;
            for byte in text.bytes() {
                let edge = node * stride + usize::from(columns[usize::from(byte)]);
                if table[edge] == 0 {
                    table[edge] = hits.len();
                    table.resize(table.len() + stride, 0);
                    hits.push(Vec::new());
                }
                node = table[edge];
            }
            hits[node].push((u16::try_from(text.len()).unwrap_or(u16::MAX), anchor));
        }
        resolve(&mut table, &mut hits, stride);
        Self::numbered(&table, hits, columns, stride)
    }

    /// Numbers the states so that hits come last, and one comparison tells them.
    fn numbered(table: &[usize], mut hits: Vec<Vec<(u16, Anchor)>>, columns: [u8; 256], stride: usize) -> Self {
        let (plain, marked): (Vec<usize>, Vec<usize>) = (0..hits.len()).partition(|node| hits[*node].is_empty());
        let first_hit = u32::try_from(plain.len() * stride).unwrap_or(u32::MAX);
        let mut state = vec![0; hits.len()];
        for (offset, node) in (0u32..).step_by(stride).zip(plain.iter().chain(&marked)) {
            state[*node] = offset;
        }
        let rows = plain.iter().chain(&marked).map(|node| &table[node * stride..(node + 1) * stride]);
        Self {
            columns,
            table: rows.flatten().map(|to| state[*to]).collect(),
            first_hit,
            stride: u32::try_from(stride).unwrap_or(u32::MAX),
            hits: marked.iter().map(|node| std::mem::take(&mut hits[*node])).collect(),
        }
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

/// Breadth first: every missing edge becomes the one of the longest proper suffix that has it, and a node's hits
/// are joined by those of that suffix.
fn resolve(table: &mut [usize], hits: &mut [Vec<(u16, Anchor)>], stride: usize) {
    let mut suffix = vec![0; hits.len()];
    let mut order = vec![0];
    let mut done = 0;
    while let Some(node) = order.get(done).copied() {
        done += 1;
        for column in 0..stride {
            let fallback = if node == 0 { 0 } else { table[suffix[node] * stride + column] };
            let edge = &mut table[node * stride + column];
            if *edge == 0 {
                *edge = fallback;
                continue;
            }
            let child = *edge;
            suffix[child] = fallback;
            let inherited = hits[fallback].clone();
            hits[child].extend(inherited);
            order.push(child);
        }
    }
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
