//! What no answer means, and what two doors of one provider mean together.

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
    let cause = match silence {
        Silence::Unreadable if provider.access == Access::HidesNo => Cause::Hidden,
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
}
