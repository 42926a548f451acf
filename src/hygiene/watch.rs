//! Watching a key until its provider refuses it, and the rehearsal of a rotation: what is asked when, what ends it,
//! what may be said of it. Times are milliseconds since 1970.

use crate::check::verdict::State;

/// How often is asked.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// The gap after the first question; each later one is twice the one before. Milliseconds.
    pub first: u32,
    /// The longest gap, in milliseconds.
    pub longest: u32,
    /// Questions at the most.
    pub most: u32,
    /// The longest watch, in milliseconds.
    pub total: u32,
}

/// After 5, 10, 20 … seconds, then every 10 minutes; no more than 40 questions in 6 hours.
pub const PACE: Pace = Pace { first: 5_000, longest: 600_000, most: 40, total: 6 * 3_600_000 };

/// A watch, as far as it has come. Holds nothing of the key.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Watch {
    /// When it began.
    pub began: f64,
    /// When the person said that they revoked the key.
    pub revoked: Option<f64>,
    /// Questions that were answered, by whatever.
    pub asked: u32,
    /// Questions since the gaps last began to grow.
    since: u32,
    /// When the key was last seen to be accepted.
    pub accepted: Option<f64>,
    /// How it ended.
    pub end: Option<End>,
    /// And when.
    pub ended: Option<f64>,
}

/// How a watch ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum End {
    /// The provider refused the key.
    Dead,
    /// The person stopped it.
    Stopped,
    /// It was asked as often, or watched as long, as a watch goes.
    GaveUp,
    /// The key was taken out of the page.
    Gone,
}

/// All of them.
pub const ENDS: [End; 4] = [End::Dead, End::Stopped, End::GaveUp, End::Gone];

impl End {
    /// The name in what is kept.
    pub fn name(self) -> &'static str {
        match self {
            Self::Dead => "dead",
            Self::Stopped => "stopped",
            Self::GaveUp => "gave-up",
            Self::Gone => "gone",
        }
    }
}

impl Watch {
    /// One that begins now.
    pub fn begin(at: f64, revoked: Option<f64>) -> Self {
        Self { began: at, revoked, ..Self::default() }
    }

    /// An answer came. Dead alone ends the watch, since it alone rests on a refusal; what could not be told goes on.
    pub fn hear(&mut self, state: State, at: f64, pace: &Pace) {
        if self.end.is_some() {
            return;
        }
        self.asked += 1;
        self.since += 1;
        match state {
            State::Dead => self.finish(End::Dead, at),
            State::Live | State::Limited => self.accepted = Some(at),
            State::Unknown => {}
        }
        if self.asked >= pace.most || at - self.began >= f64::from(pace.total) {
            self.finish(End::GaveUp, at);
        }
    }

    /// Milliseconds from the last answer to the next question.
    pub fn gap(&self, pace: &Pace) -> u32 {
        let doubled = self.since.saturating_sub(1).min(20);
        pace.first.saturating_mul(1 << doubled).min(pace.longest)
    }

    /// The person says that they revoked the key: the gaps begin anew.
    pub fn mark_revoked(&mut self, at: f64) {
        self.revoked = Some(at);
        self.since = 0;
    }

    /// Ends it, unless it has ended.
    pub fn finish(&mut self, end: End, at: f64) {
        if self.end.is_none() {
            self.end = Some(end);
            self.ended = Some(at);
        }
    }

    /// How long the refusal took, once it came: in milliseconds, and whether from the moment at which the key was
    /// said to be revoked (else from the watch's beginning).
    pub fn took(&self) -> Option<(f64, bool)> {
        let at = self.ended.filter(|_| self.end == Some(End::Dead))?;
        Some(match self.revoked.filter(|revoked| *revoked <= at) {
            Some(revoked) => (at - revoked, true),
            None => (at - self.began, false),
        })
    }

    /// The state for `data-state`.
    pub fn state(&self) -> &'static str {
        match self.end {
            None => "watching",
            Some(End::Dead) => "dead",
            Some(_) => "stopped",
        }
    }
}

/// A rotation, rehearsed: the new key lives while the old one still does, then the old one is dead.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Rehearsal {
    /// When it began.
    pub began: f64,
    /// What may be shown of the new key, and of the old one.
    pub masks: [String; 2],
    /// When the new key was seen to be accepted, when the old one last was after that, when the old one was refused.
    pub seen: [Option<f64>; 3],
    /// The new key was refused.
    pub refused: bool,
}

/// How far a rehearsal has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stage {
    /// The new key is to be asked.
    AskNew,
    /// It was refused: the old one must not be revoked.
    NewRefused,
    /// The old key is to be asked.
    AskOld,
    /// Both live: the old one may be revoked now.
    BothLive,
    /// The old one is dead, and the new one was alive before.
    Proven,
    /// The old one was dead before both were seen to live: the rotation left a gap, or cannot be told to have left none.
    NoOverlap,
}

impl Rehearsal {
    /// An answer about the new key.
    pub fn hear_new(&mut self, state: State, at: f64) {
        self.refused = state == State::Dead;
        if matches!(state, State::Live | State::Limited) {
            self.seen[0] = Some(at);
        }
    }

    /// An answer about the old one. It counts only once the new one lives.
    pub fn hear_old(&mut self, state: State, at: f64) {
        if self.seen[0].is_none() || self.seen[2].is_some() {
            return;
        }
        match state {
            State::Live | State::Limited => self.seen[1] = Some(at),
            State::Dead => self.seen[2] = Some(at),
            State::Unknown => {}
        }
    }

    /// How far it has come.
    pub fn stage(&self) -> Stage {
        match self.seen {
            _ if self.refused => Stage::NewRefused,
            [None, ..] => Stage::AskNew,
            [_, None, None] => Stage::AskOld,
            [_, Some(_), None] => Stage::BothLive,
            [_, Some(_), Some(_)] => Stage::Proven,
            [_, None, Some(_)] => Stage::NoOverlap,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const UNKNOWN: State = State::Unknown;

    fn gaps(n: usize) -> Vec<u32> {
        let mut watch = Watch::begin(0.0, None);
        (0..n)
            .map(|_| {
                watch.hear(State::Live, 1.0, &PACE);
                watch.gap(&PACE)
            })
            .collect()
    }

    #[test]
    fn the_gaps_double_up_to_ten_minutes() {
        assert_eq!(gaps(9), [5_000, 10_000, 20_000, 40_000, 80_000, 160_000, 320_000, 600_000, 600_000]);
        assert_eq!(gaps(39).last(), Some(&600_000));
    }

    #[test]
    fn only_a_refusal_ends_it_as_dead() {
        let mut watch = Watch::begin(0.0, None);
        for state in [State::Live, UNKNOWN, State::Limited, UNKNOWN, UNKNOWN] {
            watch.hear(state, 1_000.0, &PACE);
            assert_eq!(watch.state(), "watching", "{state:?}");
        }
        watch.hear(State::Dead, 42_000.0, &PACE);
        assert_eq!((watch.state(), watch.took()), ("dead", Some((42_000.0, false))));
        assert_eq!((watch.asked, watch.accepted), (6, Some(1_000.0)));
    }

    #[test]
    fn time_counts_from_the_revoking_where_it_was_said() {
        let mut watch = Watch::begin(0.0, None);
        watch.hear(State::Live, 1_000.0, &PACE);
        watch.mark_revoked(2_000.0);
        watch.hear(State::Dead, 44_000.0, &PACE);
        assert_eq!(watch.took(), Some((42_000.0, true)));
        let mut early = Watch::begin(10_000.0, Some(90_000.0));
        early.hear(State::Dead, 20_000.0, &PACE);
        assert_eq!(early.took(), Some((10_000.0, false)), "it was dead before it was said to be revoked");
    }

    #[test]
    fn the_gaps_begin_anew_once_the_key_is_said_to_be_revoked() {
        let mut watch = Watch::begin(0.0, None);
        for _ in 0..6 {
            watch.hear(State::Live, 1.0, &PACE);
        }
        watch.mark_revoked(2.0);
        assert_eq!(watch.gap(&PACE), 5_000);
        watch.hear(State::Live, 3.0, &PACE);
        watch.hear(State::Live, 4.0, &PACE);
        assert_eq!(watch.gap(&PACE), 10_000);
    }

    #[test]
    fn it_gives_up_after_so_many_questions_or_so_long() {
        let mut often = Watch::begin(0.0, None);
        for _ in 0..PACE.most {
            assert_eq!(often.end, None);
            often.hear(UNKNOWN, 1.0, &PACE);
        }
        assert_eq!((often.end, often.state(), often.took()), (Some(End::GaveUp), "stopped", None));
        let mut long = Watch::begin(0.0, None);
        long.hear(State::Live, f64::from(PACE.total), &PACE);
        assert_eq!(long.end, Some(End::GaveUp));
    }

    #[test]
    fn what_ended_stays_as_it_ended() {
        let mut watch = Watch::begin(0.0, None);
        watch.finish(End::Stopped, 5.0);
        watch.hear(State::Dead, 6.0, &PACE);
        watch.finish(End::Gone, 7.0);
        assert_eq!((watch.end, watch.ended, watch.asked), (Some(End::Stopped), Some(5.0), 0));
        let mut last = Watch::begin(0.0, None);
        last.hear(State::Dead, f64::from(PACE.total), &PACE);
        assert_eq!(last.end, Some(End::Dead), "a refusal at the very end is one");
    }

    #[test]
    fn a_rehearsal_is_proven_by_three_lines_in_their_order() {
        let mut rehearsal = Rehearsal::default();
        assert_eq!(rehearsal.stage(), Stage::AskNew);
        rehearsal.hear_old(State::Live, 1.0);
        assert_eq!(rehearsal.stage(), Stage::AskNew, "the old key counts only once the new one lives");
        rehearsal.hear_new(UNKNOWN, 2.0);
        assert_eq!(rehearsal.stage(), Stage::AskNew);
        rehearsal.hear_new(State::Limited, 3.0);
        assert_eq!(rehearsal.stage(), Stage::AskOld);
        rehearsal.hear_old(UNKNOWN, 4.0);
        assert_eq!(rehearsal.stage(), Stage::AskOld);
        rehearsal.hear_old(State::Live, 5.0);
        assert_eq!(rehearsal.stage(), Stage::BothLive);
        rehearsal.hear_old(State::Live, 6.0);
        rehearsal.hear_old(State::Dead, 7.0);
        assert_eq!((rehearsal.stage(), rehearsal.seen), (Stage::Proven, [Some(3.0), Some(6.0), Some(7.0)]));
    }

    #[test]
    fn a_new_key_that_is_refused_stops_the_rehearsal_and_may_be_tried_again() {
        let mut rehearsal = Rehearsal::default();
        rehearsal.hear_new(State::Dead, 1.0);
        assert_eq!(rehearsal.stage(), Stage::NewRefused);
        rehearsal.hear_new(State::Live, 2.0);
        assert_eq!(rehearsal.stage(), Stage::AskOld);
    }

    #[test]
    fn an_old_key_that_was_dead_before_is_no_overlap() {
        let mut rehearsal = Rehearsal::default();
        rehearsal.hear_new(State::Live, 1.0);
        rehearsal.hear_old(State::Dead, 2.0);
        assert_eq!(rehearsal.stage(), Stage::NoOverlap);
    }
}
