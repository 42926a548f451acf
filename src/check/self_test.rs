//! The catalogue tested where the page runs: each check is sent with a made-up key of the right form, and what came
//! back says whether the provider can be reached, whether a page may read its refusal, and whether that refusal is
//! still judged as one. Never a key of anybody's.

use super::companions::{Companions, Half, Value};
use super::interpret::Reading;
use super::plan::{self, Plan};
use super::verdict::{Cause, State};
use crate::credential::Secret;
use crate::hygiene::date::Day;
use crate::provider::checks::{Access, Check, Checks};
use crate::provider::{Kind, PROVIDERS, Provider, find};
use crate::recognise::made_up::{made_up_value, of_form};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

/// Days for which what was learned holds: providers change.
const HOLDS: i32 = 7;

/// Milliseconds between two requests to one host.
pub const SPACE_MS: i32 = 1_500;

/// One check to be tried with a made-up key.
#[derive(Clone)]
pub struct Test {
    /// Whose.
    pub provider: &'static Provider,
    /// The kind of the made-up key.
    pub kind: &'static Kind,
    /// Its choices made: of several worlds the first.
    pub check: Check,
}

/// Every check by which the page decides over a key, and every other door, of one provider or of all; each once.
pub fn tests(checks: &Checks, only: Option<&str>) -> Vec<Test> {
    let mut out: Vec<Test> = Vec::new();
    for provider in PROVIDERS.iter().filter(|p| only.is_none_or(|id| p.id == id)) {
        for kind in provider.kinds {
            let Some(plan) = Plan::of(checks, kind) else { continue };
            for check in std::iter::once(plan.main).chain(plan.other_door) {
                if out.iter().any(|t| t.provider.id == provider.id && t.check.id == check.id) {
                    continue;
                }
                let first = plan::concrete(check, provider).into_iter().next().unwrap_or_default();
                out.push(Test { provider, kind, check: check.at(&first) });
            }
        }
    }
    out
}

/// How many hosts these ask.
pub fn hosts(tests: &[Test]) -> usize {
    let mut hosts: Vec<_> = tests.iter().map(|t| t.check.host()).collect();
    hosts.sort_unstable();
    hosts.dedup();
    hosts.len()
}

impl Test {
    /// A key that nobody ever issued, and what goes with it.
    pub fn made_up(&self, seed: u64) -> (Secret, Companions) {
        let mut companions = Companions::new();
        for slot in self.check.slots() {
            if let Some(companion) = self.provider.companion(&slot)
                && let Some(form) = companion.forms.first()
            {
                let text = made_up_value(form, seed ^ 0x5eed);
                let value =
                    if companion.secret { Value::Secret(Arc::new(Secret::new(text, 0))) } else { Value::Plain(text) };
                companions.insert(companion.id, Half { value, given: true });
            }
        }
        (Secret::new(of_form(self.kind, seed), 0), companions)
    }
}

/// What one test showed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Shown {
    /// The refusal was read, and is judged as one.
    Refused,
    /// It was refused in words that nothing confirms, as the catalogue has it.
    Unconfirmed,
    /// The provider answered, and no page may read that.
    Hidden,
    /// The provider answered, and looked at no key: too many requests, a network that it refuses, trouble of its own.
    Untold,
    /// Nobody answered.
    NotReached,
    /// The catalogue is wrong: it takes a made-up key for one that was accepted.
    Accepted,
    /// The catalogue is wrong: it does not know this refusal.
    Unrecognised,
}

impl Shown {
    /// What an answer to a made-up key shows.
    pub fn of(reading: &Reading) -> Self {
        match (reading.state, reading.cause) {
            (State::Live | State::Limited, _) => Self::Accepted,
            (State::Dead, _) | (_, Some(Cause::Elsewhere)) => Self::Refused,
            (_, Some(Cause::Unconfirmed)) => Self::Unconfirmed,
            (_, Some(Cause::Hidden | Cause::Cors)) => Self::Hidden,
            (_, Some(Cause::RateLimited | Cause::Restricted | Cause::ProviderError)) => Self::Untold,
            (_, Some(Cause::Offline | Cause::Unreachable | Cause::Timeout | Cause::NotSent)) => Self::NotReached,
            (State::Unknown, _) => Self::Unrecognised,
        }
    }

    /// Whether the catalogue is wrong.
    pub fn is_drift(self) -> bool {
        matches!(self, Self::Accepted | Self::Unrecognised)
    }

    /// Whether anybody answered.
    pub fn reached(self) -> bool {
        self != Self::NotReached
    }

    /// Whether a page may read this provider's refusals, where that was shown.
    pub fn refusal(self) -> Option<Refusal> {
        match self {
            Self::Refused | Self::Unconfirmed | Self::Unrecognised => Some(Refusal::Readable),
            Self::Hidden => Some(Refusal::Hidden),
            Self::Untold | Self::NotReached | Self::Accepted => None,
        }
    }

    /// The name in attributes and in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Refused => "refused",
            Self::Unconfirmed => "unconfirmed",
            Self::Hidden => "hidden",
            Self::Untold => "untold",
            Self::NotReached => "not-reached",
            Self::Accepted => "drifted-accepted",
            Self::Unrecognised => "drifted-unrecognised",
        }
    }
}

/// Whether a page may read a refusal.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Refusal {
    /// It may.
    Readable,
    /// It may not.
    Hidden,
}

/// A test that was done.
#[derive(Clone)]
pub struct Done {
    /// The provider's id.
    pub provider: &'static str,
    /// The answer's judgement.
    pub reading: Reading,
    /// What it shows.
    pub shown: Shown,
    /// How long it took, in milliseconds.
    pub took: u32,
    /// When, as ISO 8601.
    pub at: String,
}

/// The table for an issue: states and codes, no bodies and no messages.
pub fn markdown(done: &[Done], commit: &str) -> String {
    let mut out = format!("Commit: `{commit}`\n\n");
    out.push_str("| provider | check | host | shown | judged | status | code | rule | ms | at |\n");
    out.push_str("|---|---|---|---|---|---|---|---|---|---|\n");
    for Done { provider, reading, shown, took, at } in done {
        let judged = match reading.cause {
            Some(cause) => format!("{}: {}", reading.state.name(), cause.name()),
            None => reading.state.name().to_owned(),
        };
        let evidence = &reading.evidence;
        let status = evidence.status.map_or_else(String::new, |status| status.to_string());
        let code = evidence.code.as_ref().map_or_else(String::new, |code| code.shortened(60).markdown());
        let rule = evidence.rule.as_deref().unwrap_or_default();
        let _ = writeln!(
            out,
            "| {provider} | {} | {} | {} | {judged} | {status} | {code} | {rule} | {took} | {at} |",
            reading.check,
            reading.host,
            shown.name()
        );
    }
    out
}

/// What self-tests have taught this copy of the page: which provider lets pages read its refusals, and on which day
/// that was seen. It may change the words of an unreadable answer, and nothing else.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Learned(BTreeMap<&'static str, (Refusal, Day)>);

impl Learned {
    /// Takes a test in. Another door tells nothing of what a page may read.
    pub fn take(&mut self, test: &Test, shown: Shown, today: Day) {
        if let Some(refusal) = shown.refusal().filter(|_| !test.check.is_socket()) {
            self.0.insert(test.provider.id, (refusal, today));
        }
    }

    /// Whether nothing was learned.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// A provider's access, by the catalogue and by what was learned since. Only what the catalogue knows of its yes
    /// makes an unreadable answer a likely no.
    pub fn access(&self, provider: &str, known: Access) -> Access {
        match (known, self.0.get(provider).map(|(refusal, _)| *refusal)) {
            (Access::Works, Some(Refusal::Hidden)) => Access::HidesNo,
            (Access::HidesNo, Some(Refusal::Readable)) => Access::Works,
            _ => known,
        }
    }

    /// As it is stored: a line a provider.
    pub fn to_text(&self) -> String {
        let word = |refusal: Refusal| if refusal == Refusal::Hidden { "hidden" } else { "readable" };
        self.0.iter().fold(String::new(), |mut out, (provider, (refusal, day))| {
            let _ = writeln!(out, "{provider} {} {}", word(*refusal), day.0);
            out
        })
    }

    /// Reads what was stored; lines that are old, of the future, or not of this form are left out.
    pub fn parse(text: &str, today: Day) -> Self {
        let line = |line: &str| {
            let mut words = line.split(' ');
            let provider = find(words.next()?)?;
            let refusal = match words.next()? {
                "hidden" => Refusal::Hidden,
                "readable" => Refusal::Readable,
                _ => return None,
            };
            let day = words.next()?.parse::<i32>().ok().filter(|day| (today.0 - HOLDS..=today.0).contains(day))?;
            words.next().is_none().then_some((provider.id, (refusal, Day(day))))
        };
        Self(text.lines().filter_map(line).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::answer::{Answer, Response};
    use crate::check::companions::fits;
    use crate::check::conclude::{Silence, silent};
    use crate::check::interpret::{View, interpret};
    use crate::recognise::Recogniser;

    fn reading(state: State, cause: Option<Cause>) -> Reading {
        let checks = Checks::compiled_in();
        let groq = checks.of("groq").expect("in the catalogue");
        Reading { state, cause, ..silent(groq, &groq.checks[0], Silence::Timeout) }
    }

    fn one(provider: &str) -> Test {
        tests(&Checks::compiled_in(), Some(provider)).remove(0)
    }

    #[test]
    fn every_test_goes_where_the_tables_allow_with_all_that_it_needs() {
        let checks = Checks::compiled_in();
        let all = tests(&checks, None);
        assert!(all.len() > 100, "{}", all.len());
        for test in &all {
            assert!(plan::allowed(&test.check, test.kind), "{}", test.provider.id);
            let (secret, companions) = test.made_up(7);
            assert!(!secret.is_empty(), "{}", test.provider.id);
            for slot in test.check.slots().iter().filter(|slot| *slot != "key") {
                let companion = test.provider.companion(slot).expect("a companion");
                assert!(!companion.host, "{}: a customer's host is never asked", test.provider.id);
                assert!(companions.contains_key(companion.id), "{}: {slot}", test.provider.id);
                if let Value::Plain(text) = &companions[companion.id].value {
                    assert!(fits(companion, text), "{}: {text}", test.provider.id);
                }
            }
        }
    }

    #[test]
    fn a_made_up_key_has_the_form_of_its_kind() {
        let recogniser = Recogniser::default();
        for (provider, kind) in [("groq", "api"), ("github", "pat-classic"), ("stripe", "secret")] {
            let provider = find(provider).expect("in the catalogue");
            let kind = provider.kinds.iter().find(|k| k.id == kind).unwrap_or(&provider.kinds[0]);
            let found = recogniser.recognise(of_form(kind, 11).as_bytes()).findings;
            assert!(found.len() == 1 && found[0].kinds.contains(&kind), "{}", provider.id);
        }
    }

    #[test]
    fn a_refusal_that_is_judged_as_one_shows_no_drift() {
        assert_eq!(Shown::of(&reading(State::Dead, Some(Cause::Invalid))), Shown::Refused);
        assert_eq!(Shown::of(&reading(State::Unknown, Some(Cause::Elsewhere))), Shown::Refused);
        assert_eq!(Shown::of(&reading(State::Unknown, Some(Cause::Unconfirmed))), Shown::Unconfirmed);
        for cause in [Cause::Cors, Cause::Hidden] {
            assert_eq!(Shown::of(&reading(State::Unknown, Some(cause))), Shown::Hidden);
        }
        for cause in [Cause::Timeout, Cause::Unreachable, Cause::Offline, Cause::NotSent] {
            assert!(!Shown::of(&reading(State::Unknown, Some(cause))).reached());
        }
    }

    #[test]
    fn a_made_up_key_that_is_called_good_and_a_refusal_that_is_not_known_are_drift() {
        assert!(Shown::of(&reading(State::Live, None)).is_drift());
        assert!(Shown::of(&reading(State::Limited, Some(Cause::Scope))).is_drift());
        assert!(Shown::of(&reading(State::Unknown, Some(Cause::Unexpected))).is_drift());
        assert!(!Shown::of(&reading(State::Unknown, Some(Cause::RateLimited))).is_drift());
    }

    #[test]
    fn an_answer_of_a_new_shape_is_found_by_the_same_interpreter() {
        let checks = Checks::compiled_in();
        let groq = checks.of("groq").expect("in the catalogue");
        let test = one("groq");
        let shown = |status, body: &str| {
            let answer = Answer::Http(Response { status, headers: Vec::new(), body: body.into() });
            Shown::of(&interpret(groq, &test.check, &answer, View::Page, []))
        };
        assert_eq!(shown(401, r#"{"error":{"code":"invalid_api_key","message":"Invalid API Key"}}"#), Shown::Refused);
        assert_eq!(shown(401, r#"{"problem":"key"}"#), Shown::Unrecognised);
        assert_eq!(shown(503, ""), Shown::Untold);
    }

    #[test]
    fn the_table_has_states_and_codes_and_nothing_that_the_provider_wrote_at_length() {
        let mut told = reading(State::Unknown, Some(Cause::Unexpected));
        told.evidence.status = Some(401);
        told.evidence.code = Some(super::super::untrusted::Untrusted::new("odd | `code`"));
        told.evidence.message = Some(super::super::untrusted::Untrusted::new("a message"));
        let done =
            Done { provider: "groq", shown: Shown::of(&told), reading: told, took: 120, at: "2026-11-25".into() };
        let text = markdown(&[done], "abc");
        let row = text.lines().last().unwrap_or_default();
        assert_eq!(
            row,
            "| groq | models | api.groq.com | drifted-unrecognised | unknown: unexpected | 401 | `` odd \\| `code` `` |  | 120 | 2026-11-25 |"
        );
        assert!(!text.contains("a message"));
    }

    #[test]
    fn what_was_learned_changes_words_alone() {
        let mut learned = Learned::default();
        let (groq, today) = (one("groq"), Day(20_000));
        assert_eq!(learned.access("groq", Access::Works), Access::Works);
        learned.take(&groq, Shown::Hidden, today);
        assert_eq!(learned.access("groq", Access::Works), Access::HidesNo);
        // Of a provider whose yes was never read, an unreadable answer is no likely no; one that refuses stays so.
        assert_eq!(learned.access("groq", Access::Unknown), Access::Unknown);
        assert_eq!(learned.access("groq", Access::Refuses), Access::Refuses);
        learned.take(&groq, Shown::NotReached, today);
        assert_eq!(learned.access("groq", Access::Works), Access::HidesNo, "what says nothing changes nothing");
        learned.take(&groq, Shown::Refused, today);
        assert_eq!(learned.access("groq", Access::HidesNo), Access::Works);
    }

    #[test]
    fn what_was_learned_holds_for_seven_days() {
        let mut learned = Learned::default();
        learned.take(&one("groq"), Shown::Hidden, Day(20_000));
        let text = learned.to_text();
        assert_eq!(Learned::parse(&text, Day(20_007)), learned);
        for other in [Day(20_008), Day(19_999)] {
            assert!(Learned::parse(&text, other).is_empty());
        }
        for odd in ["groq hidden", "nobody hidden 20000", "groq live 20000", "groq hidden 20000 x", "\u{0}"] {
            assert!(Learned::parse(odd, Day(20_000)).is_empty(), "{odd}");
        }
    }

    #[test]
    fn the_other_door_teaches_nothing_of_what_pages_may_read() {
        let checks = Checks::compiled_in();
        let door = tests(&checks, Some("openai")).into_iter().find(|t| t.check.is_socket()).expect("a door of it");
        let mut learned = Learned::default();
        learned.take(&door, Shown::Refused, Day(20_000));
        assert!(learned.is_empty());
    }
}
