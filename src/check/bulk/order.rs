//! Which rows of a long list are shown, in what order, and under which headings.

use crate::check::verdict::State;
use crate::order;

/// How many of live, limited, dead, unknown.
pub type Sums = [usize; 4];

/// The place of a state in [`Sums`].
pub fn place(state: State) -> usize {
    match state {
        State::Live => 0,
        State::Limited => 1,
        State::Dead => 2,
        State::Unknown => 3,
    }
}

/// What the order is made of, of one row.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Item {
    /// The provider's name; empty while several fit.
    pub provider: &'static str,
    /// What was said of it, once something was.
    pub state: Option<State>,
    /// Whether it fits the mask that is looked for.
    pub fits: bool,
}

/// Which rows are shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Show {
    /// All.
    #[default]
    All,
    /// Those of which this was said.
    Said(State),
    /// Those of which nothing was said yet.
    Waiting,
    /// Those that fit the mask that is looked for.
    Fitting,
}

/// What they are sorted by; equals stay in the order of the text.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Sort {
    /// The order of the text.
    #[default]
    Text,
    /// Live first, what is not checked last.
    Verdict,
    /// The provider's name; undecided ones last.
    Provider,
}

/// How a person looks at the list.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[allow(missing_docs, reason = "the types say it")]
pub struct View {
    pub show: Show,
    pub sort: Sort,
    /// Whether each provider's rows stand together under its name.
    pub grouped: bool,
}

/// One line of the list.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Entry {
    /// A provider's name, over its rows.
    Heading {
        /// The name; empty over undecided ones.
        provider: &'static str,
        /// Rows beneath it.
        rows: usize,
        /// What was said of them.
        sums: Sums,
    },
    /// A row, by its place in the text.
    Row(usize),
}

impl Show {
    /// Whether a row is shown.
    pub fn takes(self, item: &Item) -> bool {
        match self {
            Self::All => true,
            Self::Said(state) => item.state == Some(state),
            Self::Waiting => item.state.is_none(),
            Self::Fitting => item.fits,
        }
    }
}

/// The list as it is looked at.
pub fn arrange(items: &[Item], view: View) -> Vec<Entry> {
    let mut rows: Vec<usize> = (0..items.len()).filter(|at| view.show.takes(&items[*at])).collect();
    match view.sort {
        Sort::Text => {}
        Sort::Verdict => {
            rows = order::by(rows, |at| items[*at].state.map_or(Sums::default().len(), place) as u128);
        }
        Sort::Provider => rows = by_provider(rows, items),
    }
    if !view.grouped {
        return rows.into_iter().map(Entry::Row).collect();
    }
    rows = by_provider(rows, items);
    let mut out = Vec::with_capacity(rows.len() + 16);
    for group in rows.chunk_by(|a, b| items[*a].provider == items[*b].provider) {
        let mut sums = Sums::default();
        for state in group.iter().filter_map(|at| items[*at].state) {
            sums[place(state)] += 1;
        }
        out.push(Entry::Heading { provider: items[group[0]].provider, rows: group.len(), sums });
        out.extend(group.iter().copied().map(Entry::Row));
    }
    out
}

/// By the providers' names, of which 32 bytes tell all apart; the undecided come last. First by the second half, then
/// by the first, since those that are equal stay as they stood.
fn by_provider(rows: Vec<usize>, items: &[Item]) -> Vec<usize> {
    let half = |at: usize, from: usize| {
        let name = items[at].provider.as_bytes();
        let bytes: [u8; 16] = std::array::from_fn(|i| name.get(from + i).copied().unwrap_or(0));
        if name.is_empty() { u128::MAX } else { u128::from_be_bytes(bytes) }
    };
    let rows = order::by(rows, |at| half(*at, 16));
    order::by(rows, |at| half(*at, 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn items() -> Vec<Item> {
        let item = |provider, state| Item { provider, state, fits: provider == "Groq" };
        vec![
            item("OpenAI", Some(State::Dead)),
            item("", None),
            item("Groq", Some(State::Live)),
            item("OpenAI", Some(State::Live)),
            item("Groq", Some(State::Unknown)),
        ]
    }

    fn rows(view: View) -> Vec<usize> {
        let row = |entry| if let Entry::Row(at) = entry { Some(at) } else { None };
        arrange(&items(), view).into_iter().filter_map(row).collect()
    }

    #[test]
    fn the_order_of_the_text_is_the_first_one() {
        assert_eq!(rows(View::default()), [0, 1, 2, 3, 4]);
    }

    #[test]
    fn live_ones_come_first_and_equals_stay_as_they_were() {
        assert_eq!(rows(View { sort: Sort::Verdict, ..View::default() }), [2, 3, 0, 4, 1]);
    }

    #[test]
    fn undecided_ones_come_after_every_provider() {
        assert_eq!(rows(View { sort: Sort::Provider, ..View::default() }), [2, 4, 0, 3, 1]);
    }

    #[test]
    fn a_filter_shows_one_state_alone_what_waits_or_what_fits() {
        assert_eq!(rows(View { show: Show::Said(State::Live), ..View::default() }), [2, 3]);
        assert_eq!(rows(View { show: Show::Waiting, ..View::default() }), [1]);
        assert_eq!(rows(View { show: Show::Fitting, ..View::default() }), [2, 4]);
    }

    #[test]
    fn groups_stand_under_their_provider_with_their_sums_and_keep_the_sort_within() {
        let view = View { sort: Sort::Verdict, grouped: true, ..View::default() };
        let entries = arrange(&items(), view);
        assert_eq!(entries[0], Entry::Heading { provider: "Groq", rows: 2, sums: [1, 0, 0, 1] });
        assert_eq!(entries[3], Entry::Heading { provider: "OpenAI", rows: 2, sums: [1, 0, 1, 0] });
        assert_eq!(rows(view), [2, 4, 3, 0, 1]);
    }

    #[test]
    fn ten_thousand_rows_of_many_providers_are_each_there_once() {
        let names = ["a", "b", "c", "d", "e", "f", ""];
        let items: Vec<_> = (0..10_000)
            .map(|n| Item {
                provider: names[n % 7],
                state: [None, Some(State::Live), Some(State::Dead)][n % 3],
                fits: false,
            })
            .collect();
        let view = View { sort: Sort::Verdict, grouped: true, ..View::default() };
        let mut seen = vec![false; items.len()];
        for entry in arrange(&items, view) {
            if let Entry::Row(at) = entry {
                assert!(!std::mem::replace(&mut seen[at], true));
            }
        }
        assert!(seen.into_iter().all(|s| s));
    }
}
