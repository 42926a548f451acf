//! What remembering keeps of the Practices screen: what the person said, and the scores that were reached.

use super::score::{ANSWERS, Answer, BONUS, FIRST_ANSWER, ROWS};
use serde_json::{Map, Value, json};

/// The most scores that are kept.
const MOST_SCORES: usize = 200;

/// What the person said of how keys are kept.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Answers {
    /// D1 to D8.
    pub answers: [Option<Answer>; ANSWERS],
    /// As [`BONUS`].
    pub bonus: [bool; BONUS.len()],
    /// When each of both was said or taken back, in milliseconds since 1970; nought where nobody knows.
    pub given: [f64; ANSWERS + BONUS.len()],
}

impl Answers {
    /// Gives an answer at a time, or takes it back.
    pub fn answer(&mut self, asked: usize, answer: Option<Answer>, at: f64) {
        self.answers[asked] = answer;
        self.give(asked, at);
    }

    /// Says at a time whether a bonus holds.
    pub fn lift(&mut self, bonus: usize, holds: bool, at: f64) {
        self.bonus[bonus] = holds;
        self.give(ANSWERS + bonus, at);
    }

    /// A clock that was set back must not make an answer lose against the one before.
    fn give(&mut self, which: usize, at: f64) {
        self.given[which] = at.max(self.given[which] + 1.0);
    }
}

/// The names of what is given, in the order of [`Answers::given`].
fn names() -> impl Iterator<Item = &'static str> {
    ROWS[FIRST_ANSWER..].iter().map(|row| row.id).take(ANSWERS).chain(BONUS.iter().map(|(name, _)| *name))
}

/// A score that was reached.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Scored {
    /// When, in milliseconds since 1970.
    pub at: f64,
    /// 0 to 100.
    pub score: u8,
}

/// Both.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Said {
    /// The answers.
    pub answers: Answers,
    /// The scores, the newest last.
    pub scores: Vec<Scored>,
}

impl Said {
    /// As it is kept: answers by the names of their rows, so that a row more or less moves none.
    pub fn to_value(&self) -> Value {
        let rows = ROWS[FIRST_ANSWER..].iter().zip(self.answers.answers);
        let answers: Map<_, _> =
            rows.filter_map(|(row, said)| Some((row.id.to_owned(), said?.name().into()))).collect();
        let bonus = BONUS.iter().zip(self.answers.bonus).filter(|(_, holds)| *holds);
        let bonus: Vec<_> = bonus.map(|((name, _), _)| *name).collect();
        let scores: Vec<_> = self.scores.iter().map(|it| json!([it.at, it.score])).collect();
        let given = names().zip(self.answers.given).filter(|(_, at)| *at > 0.0);
        let given: Map<_, _> = given.map(|(name, at)| (name.to_owned(), at.into())).collect();
        json!({ "answers": answers, "bonus": bonus, "given": given, "scores": scores })
    }

    /// Reads what was kept; what cannot be read was not said.
    pub fn of(value: &Value) -> Self {
        let mut out = Self::default();
        for (slot, row) in out.answers.answers.iter_mut().zip(&ROWS[FIRST_ANSWER..]) {
            *slot = value["answers"][row.id].as_str().and_then(Answer::of);
        }
        for (slot, (name, _)) in out.answers.bonus.iter_mut().zip(&BONUS) {
            *slot = value["bonus"].as_array().is_some_and(|all| all.iter().any(|held| held == name));
        }
        for (slot, name) in out.answers.given.iter_mut().zip(names()) {
            *slot = value["given"][name].as_f64().filter(|at| at.is_finite()).unwrap_or_default();
        }
        let scores = value["scores"].as_array().into_iter().flatten().filter_map(|pair| {
            let score = u8::try_from(pair[1].as_u64()?).ok().filter(|score| *score <= 100)?;
            Some(Scored { at: pair[0].as_f64().filter(|at| at.is_finite())?, score })
        });
        out.scores = scores.collect();
        out.settle();
        out
    }

    /// Takes in what was kept elsewhere: of two answers the later stays, where nobody knows which that is the one
    /// that was given here, and scores stand by their time.
    pub fn merge(&mut self, other: &Self) {
        let (here, there) = (&mut self.answers, &other.answers);
        for which in 0..here.given.len() {
            let when = there.given[which].total_cmp(&here.given[which]);
            let (later, earlier) = (when.is_gt(), when.is_lt());
            if which < ANSWERS {
                let (ours, theirs) = (&mut here.answers[which], there.answers[which]);
                *ours = if later { theirs } else { ours.or(theirs.filter(|_| !earlier)) };
            } else {
                let (ours, theirs) = (&mut here.bonus[which - ANSWERS], there.bonus[which - ANSWERS]);
                *ours = if later { theirs } else { *ours || theirs && !earlier };
            }
            here.given[which] = here.given[which].max(there.given[which]);
        }
        self.scores.extend(&other.scores);
        self.settle();
    }

    /// Adds a score, where it is another than the last.
    pub fn reach(scores: &mut Vec<Scored>, reached: Scored) {
        if scores.last().is_none_or(|last| last.score != reached.score) {
            scores.push(reached);
            let extra = scores.len().saturating_sub(MOST_SCORES);
            scores.drain(..extra);
        }
    }

    fn settle(&mut self) {
        self.scores.sort_by(|a, b| a.at.total_cmp(&b.at));
        for scored in std::mem::take(&mut self.scores) {
            Self::reach(&mut self.scores, scored);
        }
    }
}
