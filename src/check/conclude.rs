//! What no answer means, and what several answers mean together: two doors of one provider, its several worlds.

use super::interpret::{Evidence, Reading};
use super::verdict::{Cause, State};
use crate::provider::checks::{Access, Check, ProviderChecks};

/// Why there is no answer to judge.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Silence {
    /// The request failed without a status, and a bare request without any key reached the same address: the
    /// host is up, and the browser was refused the reading.
    Unreadable,
    /// The browser says that it has no network.
    Offline,
    /// Not even the bare request got through.
    Unreachable,
    /// Nothing within the deadline.
    Timeout,
    /// The body is longer than is read.
    TooLarge,
    /// The person stopped it, or it was never tried.
    NotSent,
}

/// The judgement where no answer came.
pub fn silent(provider: &ProviderChecks, check: &Check, silence: Silence) -> Reading {
    silent_with(check.access.unwrap_or(provider.access), check, silence)
}

/// The same, where the page knows of its own what of this provider's answers it may read
/// (`check::self_test::Learned`). It is unknown in any case: only the words differ.
pub fn silent_with(access: Access, check: &Check, silence: Silence) -> Reading {
    let cause = match silence {
        Silence::Unreadable if access == Access::HidesNo => Cause::Hidden,
        Silence::Unreadable => Cause::Cors,
        Silence::Offline => Cause::Offline,
        Silence::Unreachable => Cause::Unreachable,
        Silence::Timeout => Cause::Timeout,
        Silence::TooLarge => Cause::Unexpected,
        Silence::NotSent => Cause::NotSent,
    };
    Reading {
        state: State::Unknown,
        cause: Some(cause),
        check: check.id.clone(),
        host: check.host().to_owned(),
        facts: Vec::new(),
        evidence: Evidence {
            rule: (silence == Silence::TooLarge).then(|| "too-large".to_owned()),
            ..Evidence::default()
        },
        says: None,
    }
}

/// Whether the other door is worth asking: only where the first answer could not be read.
pub fn wants_other_door(first: &Reading) -> bool {
    matches!(first.cause, Some(Cause::Hidden | Cause::Cors))
}

/// What the first answer, which could not be read, and the other door's mean together: the door's word, where
/// it spoke; else the first one's silence, with what the door said as evidence.
pub fn with_other_door(first: Reading, door: Reading) -> Reading {
    match door.state {
        State::Unknown => Reading {
            evidence: if door.evidence == Evidence::default() { first.evidence } else { door.evidence },
            says: door.says.or(first.says),
            ..first
        },
        State::Live | State::Limited | State::Dead => door,
    }
}

/// What the worlds of one provider mean together, each asked in its turn. `all` says that no other world is left
/// that could know the key: every one was asked, or the person (or the name beside the key) chose this one.
///
/// The first that knows the key decides. It is dead where every world has refused it: as unconfirmed, if one of
/// them did so in words that nothing confirms; else in the words of the one that seems to have known it (revoked,
/// expired, disabled), else as invalid. Where one has refused and another did not speak, it may live elsewhere.
pub fn over_worlds(readings: Vec<Reading>, all: bool) -> Option<Reading> {
    let refused = |r: &Reading| r.evidence.refusal.is_some() || r.cause == Some(Cause::Unconfirmed);
    if let Some(at) = readings.iter().position(|r| matches!(r.state, State::Live | State::Limited)) {
        return readings.into_iter().nth(at);
    }
    let dead = all && readings.iter().all(refused);
    let hosts: Vec<_> = readings.iter().map(|r| r.host.clone()).collect();
    let weight = |r: &Reading| match (r.cause, r.evidence.refusal) {
        (Some(Cause::Unconfirmed), _) if dead => 3,
        (_, Some(Cause::Invalid)) => 1,
        (_, Some(_)) => 2,
        (Some(Cause::Unconfirmed), _) => 1,
        _ => 0,
    };
    // The first of the weightiest.
    let mut speaks = readings.into_iter().reduce(|best, r| if weight(&r) > weight(&best) { r } else { best })?;
    if dead {
        speaks.host = hosts.join(" ");
        if let Some(cause) = speaks.evidence.refusal.take() {
            (speaks.state, speaks.cause) = (State::Dead, Some(cause));
        }
    } else if refused(&speaks) {
        (speaks.state, speaks.cause) = (State::Unknown, Some(Cause::Elsewhere));
    }
    Some(speaks)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::provider::checks::Checks;

    fn reading(state: State, cause: Option<Cause>) -> Reading {
        let checks = Checks::compiled_in();
        let openai = checks.of("openai").expect("openai is in the catalogue");
        Reading { state, cause, ..silent(openai, &openai.checks[0], Silence::Unreadable) }
    }

    #[test]
    fn a_provider_that_hides_its_no_ends_hidden_and_any_other_cors() {
        let checks = Checks::compiled_in();
        for (id, cause) in [("openai", Cause::Hidden), ("groq", Cause::Cors)] {
            let provider = checks.of(id).expect("in the catalogue");
            assert_eq!(silent(provider, &provider.checks[0], Silence::Unreadable).cause, Some(cause));
        }
    }

    #[test]
    fn the_other_door_decides_only_where_it_speaks() {
        let hidden = || reading(State::Unknown, Some(Cause::Hidden));
        let dead = reading(State::Dead, Some(Cause::Invalid));
        assert_eq!(with_other_door(hidden(), dead).state, State::Dead);
        let silent = reading(State::Unknown, Some(Cause::Timeout));
        assert_eq!(with_other_door(hidden(), silent).cause, Some(Cause::Hidden));
    }

    fn refusal(cause: Cause) -> Reading {
        let mut out = reading(State::Unknown, Some(Cause::Elsewhere));
        out.evidence.refusal = Some(cause);
        out
    }

    fn together(readings: Vec<Reading>, all: bool) -> (State, Option<Cause>) {
        over_worlds(readings, all).map(|r| (r.state, r.cause)).expect("at least one world was asked")
    }

    #[test]
    fn a_key_is_dead_only_where_every_world_has_refused_it() {
        let no = || refusal(Cause::Invalid);
        assert_eq!(together(vec![no(), no()], true), (State::Dead, Some(Cause::Invalid)));
        assert_eq!(together(vec![no()], false), (State::Unknown, Some(Cause::Elsewhere)));
        let late = || reading(State::Unknown, Some(Cause::Timeout));
        assert_eq!(together(vec![no(), late()], true), (State::Unknown, Some(Cause::Elsewhere)));
        assert_eq!(together(vec![late(), no()], true), (State::Unknown, Some(Cause::Elsewhere)));
        assert_eq!(together(vec![late(), late()], true), (State::Unknown, Some(Cause::Timeout)));
    }

    #[test]
    fn one_world_that_knows_the_key_decides() {
        let live = reading(State::Live, None);
        assert_eq!(together(vec![refusal(Cause::Invalid), live], false), (State::Live, None));
        let limited = reading(State::Limited, Some(Cause::NoQuota));
        assert_eq!(together(vec![refusal(Cause::Invalid), limited], true).0, State::Limited);
    }

    #[test]
    fn the_weakest_refusal_is_what_is_said_and_the_most_telling_of_equals() {
        let unconfirmed = || reading(State::Unknown, Some(Cause::Unconfirmed));
        let no = refusal(Cause::Invalid);
        assert_eq!(together(vec![no, unconfirmed()], true), (State::Unknown, Some(Cause::Unconfirmed)));
        let late = reading(State::Unknown, Some(Cause::Timeout));
        assert_eq!(together(vec![unconfirmed(), late], true), (State::Unknown, Some(Cause::Elsewhere)));
        let known = refusal(Cause::Revoked);
        assert_eq!(together(vec![refusal(Cause::Invalid), known], true), (State::Dead, Some(Cause::Revoked)));
    }
}
