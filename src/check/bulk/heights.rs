//! Where each entry of a long list stands, in pixels, while only those in sight are drawn. Heights that were measured
//! are kept; of the others the usual one is assumed. A tree of partial sums (Fenwick, 1994) answers both questions,
//! how far down an entry stands and which one stands there, in the time of its depth.

use std::ops::Range;

/// Heights of all entries, in whole pixels.
#[derive(Clone, Debug, Default)]
pub struct Heights {
    /// Partial sums; the first is unused.
    sums: Vec<u64>,
    each: Vec<u32>,
}

impl Heights {
    /// Of entries with these heights.
    pub fn new(each: Vec<u32>) -> Self {
        let mut sums = vec![0; each.len() + 1];
        for at in 1..sums.len() {
            sums[at] += u64::from(each[at - 1]);
            let parent = at + lowest_bit(at);
            if parent < sums.len() {
                sums[parent] += sums[at];
            }
        }
        Self { sums, each }
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.each.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.each.is_empty()
    }

    /// The height of an entry.
    pub fn of(&self, at: usize) -> u32 {
        self.each.get(at).copied().unwrap_or(0)
    }

    /// An entry was measured.
    pub fn set(&mut self, at: usize, height: u32) {
        let Some(old) = self.each.get_mut(at) else { return };
        let (less, more) = (u64::from(*old), u64::from(height));
        *old = height;
        let mut at = at + 1;
        while at < self.sums.len() {
            self.sums[at] = self.sums[at] + more - less;
            at += lowest_bit(at);
        }
    }

    /// How far down an entry begins; for one past the end, how high all are.
    pub fn top(&self, at: usize) -> u64 {
        let (mut at, mut sum) = (at.min(self.len()), 0);
        while at > 0 {
            sum += self.sums[at];
            at -= lowest_bit(at);
        }
        sum
    }

    /// How high all are.
    pub fn total(&self) -> u64 {
        self.top(self.len())
    }

    /// The entry that stands so far down; the last one where it is further.
    pub fn at(&self, mut down: u64) -> usize {
        let mut at = 0;
        let mut step = self.len().checked_ilog2().map_or(0, |depth| 1 << depth);
        while step > 0 {
            if at + step <= self.len() && self.sums[at + step] <= down {
                at += step;
                down -= self.sums[at];
            }
            step /= 2;
        }
        at.min(self.len().saturating_sub(1))
    }

    /// The entries in sight between `from` and `to` pixels down, with `more` pixels at either side.
    pub fn in_sight(&self, from: u64, to: u64, more: u64) -> Range<usize> {
        if self.is_empty() {
            return 0..0;
        }
        self.at(from.saturating_sub(more))..self.at(to.saturating_add(more)) + 1
    }
}

fn lowest_bit(at: usize) -> usize {
    at & at.wrapping_neg()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_stands_beneath_all_that_come_before() {
        let each: Vec<u32> = (0..1_000).map(|n| 40 + n % 7).collect();
        let mut heights = Heights::new(each.clone());
        heights.set(500, 900);
        let mut sum = 0;
        for (at, height) in each.iter().enumerate() {
            assert_eq!(heights.top(at), sum, "{at}");
            assert_eq!(heights.at(sum), at);
            let height = if at == 500 { 900 } else { *height };
            assert_eq!(heights.at(sum + u64::from(height) - 1), at);
            sum += u64::from(height);
        }
        assert_eq!(heights.total(), sum);
        assert_eq!(heights.at(sum + 1_000_000), 999, "below the end stands the last one");
    }

    #[test]
    fn only_what_is_in_sight_is_drawn_with_a_little_more() {
        let heights = Heights::new(vec![65; 10_000]);
        assert_eq!(heights.in_sight(0, 900, 650), 0..24);
        assert_eq!(heights.in_sight(6_500, 7_400, 650), 90..124);
        assert_eq!(heights.in_sight(649_900, 700_000, 0), 9_998..10_000);
    }

    #[test]
    fn an_entry_that_is_opened_moves_those_beneath_it() {
        let mut heights = Heights::new(vec![65; 10]);
        heights.set(3, 565);
        assert_eq!((heights.top(3), heights.top(4), heights.total()), (195, 760, 1_150));
        heights.set(3, 65);
        assert_eq!(heights.top(4), 260);
        heights.set(99, 65);
        assert_eq!(heights.total(), 650, "what is not there is not measured");
    }

    #[test]
    fn an_empty_list_has_nothing_in_sight() {
        let none = Heights::new(Vec::new());
        assert_eq!((none.in_sight(0, 900, 100), none.total(), none.at(5)), (0..0, 0, 0));
    }
}
