//! The hygiene score: facts and the owner's answers in, points and reasons out. Pure.
//!
//! The rule, to the last figure, is `score.md`; the rows stand in one table, [`ROWS`], written by `build.rs` from
//! `rows.toml`, which the page, the report, the driver and the tests read.
//!
//! ```text
//! M1..M6 of each key ─► share a key ─► ½ lowest + ½ mean ─┐
//! M7 ─────────────────────────────────────────────────────┴► measured (55) ─┐
//! D1..D8, facts beating answers (C7) ─────────────────────► declared (45) ──┴► base ─► bonus ─► lowest cap ─► score
//! ```
//!
//! Figures are `f64`. Sums of a few thousand fractions are wrong by less than [`SLACK`], and no two figures that
//! the rule tells apart are that near: so a threshold that is met exactly counts as met.

/// Rows of a key: M1 to M6.
pub const KEY_ROWS: usize = 6;

/// Rows that are answered: D1 to D8.
pub const ANSWERS: usize = 8;

/// Where M7, and then D1, stand in [`ROWS`].
pub const DEAD_WOOD: usize = KEY_ROWS;
/// See [`DEAD_WOOD`].
pub const FIRST_ANSWER: usize = KEY_ROWS + 1;

const SLACK: f64 = 1e-10;

/// The rows' places in a key.
const EXPOSED: usize = 0;
const REUSED: usize = 3;
/// The answers that a fact can contradict.
const NEVER_IN_CODE: usize = 0;
const OWN_KEY_EACH: usize = 4;

/// Points of all rows of a key, and of M7.
const KEY_POINTS: f64 = 53.0;
const DEAD_WOOD_POINTS: f64 = 2.0;
const MEASURED: f64 = KEY_POINTS + DEAD_WOOD_POINTS;
const DECLARED: f64 = 45.0;

/// A row of the table.
#[derive(Debug)]
pub struct Row {
    /// `M1` … `D8`.
    pub id: &'static str,
    /// Points at the most; those of M1 to M6 are a key's.
    pub points: u8,
    /// How much harm it stands for.
    pub severity: Severity,
    /// Where it is documented.
    #[cfg(not(target_arch = "wasm32"))]
    pub source: &'static str,
    /// What is measured or asked. The page has these texts, in its language, from the practices file.
    #[cfg(not(target_arch = "wasm32"))]
    pub measures: &'static str,
    /// Why it matters.
    #[cfg(not(target_arch = "wasm32"))]
    pub reason: &'static str,
    /// What to do to gain it.
    #[cfg(not(target_arch = "wasm32"))]
    pub action: &'static str,
}

/// How much harm a row stands for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
#[allow(missing_docs, reason = "their names say it")]
pub enum Severity {
    Critical,
    High,
    Medium,
    Low,
}

mod table {
    use super::{Row, Severity};
    include!(concat!(env!("OUT_DIR"), "/rows.rs"));
}
pub use table::ROWS;

/// What is known of a row.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Value {
    /// From 0, the worst, to 1.
    Known(f64),
    /// Not seen, not answered.
    Unknown,
    /// It has no meaning here.
    NotApplicable,
}

impl Value {
    /// The figure, where it is known.
    pub fn known(self) -> Option<f64> {
        if let Self::Known(value) = self { Some(value) } else { None }
    }

    fn is_zero(self) -> bool {
        self.known().is_some_and(|value| value <= 0.0)
    }

    fn is_applicable(self) -> bool {
        self != Self::NotApplicable
    }

    fn filled(self, with: f64) -> Self {
        if self == Self::Unknown { Self::Known(with) } else { self }
    }
}

/// Whether a key still opens anything.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs, reason = "their names say it")]
pub enum KeyState {
    Live,
    Limited,
    Dead,
    /// Also: not checked.
    Unknown,
}

impl KeyState {
    fn is_alive(self) -> bool {
        matches!(self, Self::Live | Self::Limited)
    }
}

/// A key and what is known of it.
#[derive(Clone, PartialEq, Debug)]
pub struct Key {
    /// What it is called; never the key.
    pub label: String,
    /// Whether it still opens anything.
    pub state: KeyState,
    /// M1 to M6.
    pub rows: [Value; KEY_ROWS],
}

/// What an owner says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs, reason = "their names say it")]
pub enum Answer {
    Yes,
    Partly,
    No,
    DontKnow,
    NotApplicable,
}

/// Every answer, in the order in which they are offered.
pub const EVERY_ANSWER: [Answer; 5] =
    [Answer::Yes, Answer::Partly, Answer::No, Answer::DontKnow, Answer::NotApplicable];

impl Answer {
    /// The name in files and attributes.
    pub fn name(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::Partly => "partly",
            Self::No => "no",
            Self::DontKnow => "dont-know",
            Self::NotApplicable => "n/a",
        }
    }

    /// The answer of this name.
    pub fn of(name: &str) -> Option<Self> {
        EVERY_ANSWER.into_iter().find(|answer| answer.name() == name)
    }

    fn value(self) -> Value {
        match self {
            Self::Yes => Value::Known(1.0),
            Self::Partly => Value::Known(0.5),
            Self::No | Self::DontKnow => Value::Known(0.0),
            Self::NotApplicable => Value::NotApplicable,
        }
    }

    /// Whether it says that there is nothing to lose: what a fact can contradict.
    fn is_bold(self) -> bool {
        matches!(self, Self::Yes | Self::Partly | Self::NotApplicable)
    }
}

/// What lifts a score that is good already: the names, in files, and the points of each.
pub const BONUS: [(&str, u8); 4] = [("federated", 2), ("addresses", 1), ("push-protection", 1), ("rehearsal", 1)];

/// All that the score rests on.
#[derive(Clone, PartialEq, Debug)]
pub struct Facts {
    /// The keys.
    pub keys: Vec<Key>,
    /// M7.
    pub dead_wood: Value,
    /// D1 to D8; none where there is no answer.
    pub answers: [Option<Answer>; ANSWERS],
    /// C2: a live or limited key has administration rights and no expiry.
    pub administration: bool,
    /// C3: one live or limited key is in production and elsewhere.
    pub production_elsewhere: bool,
    /// As [`BONUS`].
    pub bonus: [bool; BONUS.len()],
}

impl Default for Facts {
    fn default() -> Self {
        Self {
            keys: Vec::new(),
            dead_wood: Value::Unknown,
            answers: [None; ANSWERS],
            administration: false,
            production_elsewhere: false,
            bonus: [false; BONUS.len()],
        }
    }
}

/// The score, and all that it is made of.
#[derive(Clone, PartialEq, Debug)]
pub struct Score {
    /// 0 to 100; none while too little is known.
    pub score: Option<u8>,
    /// Where the score is none: what it is if all that is unknown is bad. Else the score.
    pub low: u8,
    /// Where the score is none: what it is if all that is unknown is good. Else the score.
    pub high: u8,
    /// `A+` to `F`; none where the score is.
    pub grade: Option<&'static str>,
    /// The share of what applies that is known, 0 to 1.
    pub known: f64,
    /// Before bonus and caps, 0 to 100.
    pub base: Option<f64>,
    /// Whether C1 to C8 hold, binding or not.
    pub caps: [bool; 8],
    /// Every row that applies: keys in their order, then M7 and the answers.
    pub lines: Vec<Line>,
}

/// A row of the outcome.
#[derive(Clone, PartialEq, Debug)]
pub struct Line {
    /// Its place in [`ROWS`].
    pub row: usize,
    /// The key's place, for M1 to M6.
    pub key: Option<usize>,
    /// From 0 to 1; none where it is unknown.
    pub value: Option<f64>,
    /// Points at the most.
    pub of: u8,
    /// Whether a fact beat the answer (C7).
    pub contradicted: bool,
    /// The score with this row alone at 1, less the score; none where either is.
    pub gain: Option<i16>,
}

impl Line {
    /// Points gained; none where the row is unknown.
    pub fn got(&self) -> Option<f64> {
        self.value.map(|value| value * f64::from(self.of))
    }
}

impl Score {
    /// Which of C1 to C8 hold, by their numbers.
    pub fn caps(&self) -> impl Iterator<Item = usize> {
        (1..).zip(self.caps).filter_map(|(number, holds)| holds.then_some(number))
    }

    /// The single next best action: the row that would gain most, after caps. Where none would by itself (two
    /// exposed keys hold each other down), the gravest that is lost, then the one with most points.
    pub fn next_action(&self) -> Option<&Line> {
        let lost = |line: &&Line| line.value.is_some_and(|v| v < 1.0) && !line.contradicted;
        let gains = |line: &&Line| line.gain.is_some_and(|g| g > 0);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "hundredths of 15 points")]
        let rank = |line: &Line| {
            let missing = f64::from(line.of) * (1.0 - line.value.unwrap_or_default());
            (line.gain.unwrap_or_default().max(0), std::cmp::Reverse(ROWS[line.row].severity), (missing * 100.0) as u32)
        };
        self.lines.iter().rev().filter(|line| gains(line) || lost(line)).max_by_key(|line| rank(line))
    }
}

/// The score of these facts.
pub fn score(facts: &Facts) -> Score {
    let sums = Sums::of(&facts.keys);
    let run = Run::new(facts, &sums, None);
    let score = run.score();
    let (low, high) = score.map_or_else(|| (range(facts, 0.0, run.known), range(facts, 1.0, run.known)), |s| (s, s));
    Score {
        score,
        low,
        high,
        grade: score.map(|s| grade(s, run.grave)),
        known: run.known,
        base: run.base,
        caps: run.caps,
        lines: lines(facts, &sums, &run),
    }
}

/// The score with one row at 1: what a person would gain.
pub fn what_if(facts: &Facts, row: usize, key: Option<usize>) -> Facts {
    let mut facts = facts.clone();
    match (key, row.checked_sub(FIRST_ANSWER)) {
        (Some(key), _) => {
            if let Some(key) = facts.keys.get_mut(key)
                && row < KEY_ROWS
            {
                key.rows[row] = Value::Known(1.0);
            }
        }
        (None, Some(answer)) => facts.answers[answer] = Some(Answer::Yes),
        (None, None) => facts.dead_wood = Value::Known(1.0),
    }
    facts
}

/// One end of the range: every unknown row filled, `known` as it was.
fn range(facts: &Facts, with: f64, known: f64) -> u8 {
    let mut filled = facts.clone();
    for key in &mut filled.keys {
        key.rows = key.rows.map(|value| value.filled(with));
    }
    filled.dead_wood = filled.dead_wood.filled(with);
    let answer = if with > 0.0 { Answer::Yes } else { Answer::No };
    filled.answers = filled.answers.map(|given| given.or(Some(answer)));
    filled.bonus = [false; BONUS.len()];
    let run = Run::new(&filled, &Sums::of(&filled.keys), Some(known));
    // Nothing applies at all: anything is possible.
    run.capped().map_or(if with > 0.0 { 100 } else { 0 }, round)
}

fn grade(score: u8, grave: bool) -> &'static str {
    match score {
        97.. if !grave => "A+",
        90.. => "A",
        80.. => "B",
        70.. => "C",
        55.. => "D",
        _ => "F",
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 100; `as` saturates")]
fn round(figure: f64) -> u8 {
    (figure + 0.5 + SLACK).floor() as u8
}

// ---- a key -----------------------------------------------------------------------------------------------

/// What a key adds to the whole.
#[derive(Clone, Copy, Default)]
struct One {
    /// Its share of the points that are known, C1 applied.
    share: Option<f64>,
    /// The share of its points that is known.
    known: Option<f64>,
    /// Exposed; exposed and alive; reused; with a critical or high row at 0.
    marks: [bool; 4],
}

impl One {
    fn of(key: &Key) -> Self {
        if key.state == KeyState::Dead {
            return Self::default();
        }
        let (mut got, mut known, mut applicable) = (0.0, 0.0, 0.0);
        let mut grave = false;
        for (value, row) in key.rows.iter().zip(&ROWS) {
            let points = f64::from(row.points);
            if value.is_applicable() {
                applicable += points;
            }
            if let Some(value) = value.known() {
                known += points;
                got += points * value;
            }
            grave |= value.is_zero() && row.severity <= Severity::High;
        }
        let exposed = key.rows[EXPOSED].is_zero();
        let exposed_alive = exposed && key.state.is_alive();
        let share = (known > 0.0).then(|| got / known).map(|s| if exposed_alive { s.min(0.20) } else { s });
        Self {
            share,
            known: (applicable > 0.0).then(|| known / applicable),
            marks: [exposed, exposed_alive, key.rows[REUSED].is_zero(), grave],
        }
    }
}

/// A count, a sum and the two lowest of what is summed, so that one can be taken out again.
#[derive(Clone, Copy, Default)]
struct Sum {
    count: u32,
    total: f64,
    lowest: [Option<(f64, usize)>; 2],
}

impl Sum {
    fn add(&mut self, value: f64, owner: usize) {
        self.count += 1;
        self.total += value;
        let lower = |than: Option<(f64, usize)>| than.is_none_or(|(lowest, _)| value < lowest);
        if lower(self.lowest[0]) {
            self.lowest = [Some((value, owner)), self.lowest[0]];
        } else if lower(self.lowest[1]) {
            self.lowest[1] = Some((value, owner));
        }
    }

    fn remove(&mut self, value: f64, owner: usize) {
        self.count -= 1;
        self.total -= value;
        match self.lowest {
            [Some((_, first)), second] if first == owner => self.lowest = [second, None],
            [first, Some((_, second))] if second == owner => self.lowest = [first, None],
            _ => {}
        }
    }

    fn mean(&self) -> Option<f64> {
        (self.count > 0).then(|| self.total / f64::from(self.count))
    }
}

/// What all keys add to the whole.
#[derive(Clone, Copy, Default)]
struct Sums {
    share: Sum,
    known: Sum,
    /// How many keys have each of their marks.
    counts: [u32; 4],
}

impl Sums {
    fn of(keys: &[Key]) -> Self {
        let mut sums = Self::default();
        for (at, key) in keys.iter().enumerate() {
            sums.add(&One::of(key), at);
        }
        sums
    }

    fn add(&mut self, one: &One, owner: usize) {
        if let Some(share) = one.share {
            self.share.add(share, owner);
        }
        if let Some(known) = one.known {
            self.known.add(known, owner);
        }
        for (count, holds) in self.counts.iter_mut().zip(one.marks) {
            *count += u32::from(holds);
        }
    }

    /// The sums with one key otherwise. Used once: what is lowest is known for two keys only.
    fn with(mut self, owner: usize, old: &One, new: &One) -> Self {
        if let Some(share) = old.share {
            self.share.remove(share, owner);
        }
        if let Some(known) = old.known {
            self.known.remove(known, owner);
        }
        for (count, holds) in self.counts.iter_mut().zip(old.marks) {
            *count -= u32::from(holds);
        }
        self.add(new, owner);
        self
    }

    fn exposed(&self) -> bool {
        self.counts[0] > 0
    }
}

// ---- the whole -------------------------------------------------------------------------------------------

/// One way through the arithmetic.
struct Run {
    base: Option<f64>,
    known: f64,
    bonus: f64,
    caps: [bool; 8],
    /// A critical or high row is at 0.
    grave: bool,
    /// D1 to D8, facts having beaten answers.
    answers: [(Value, bool); ANSWERS],
}

impl Run {
    /// `known`: as it was, where the facts were filled up.
    fn new(facts: &Facts, keys: &Sums, known: Option<f64>) -> Self {
        let [exposed, exposed_alive, reused, grave_keys] = keys.counts.map(|count| count > 0);
        let answers = answers(facts, exposed || facts.dead_wood.is_zero(), reused);
        let (mut got, mut answered, mut asked) = (0.0, 0.0, 0.0);
        let mut grave = grave_keys;
        for ((value, _), row) in answers.iter().zip(&ROWS[FIRST_ANSWER..]) {
            let points = f64::from(row.points);
            if value.is_applicable() {
                asked += points;
            }
            if let Some(value) = value.known() {
                answered += points;
                got += points * value;
            }
            grave |= value.is_zero() && row.severity <= Severity::High;
        }
        let declared = (answered > 0.0).then(|| got / answered);
        let measured = measured(keys, facts.dead_wood);
        let base = match (measured, declared) {
            (Some(measured), Some(declared)) => Some(MEASURED * measured + DECLARED * declared),
            (Some(one), None) | (None, Some(one)) => Some(100.0 * one),
            (None, None) => None,
        };
        let known = known.unwrap_or_else(|| known_share(keys, facts.dead_wood, answered, asked));
        let [under_half, under_three_quarters] = [0.50, 0.75].map(|threshold| known < threshold - SLACK);
        let good = base.is_some_and(|base| base >= 90.0 - SLACK) && !under_three_quarters;
        let points = BONUS.iter().zip(facts.bonus).filter(|(_, holds)| good && *holds);
        Self {
            base,
            known,
            bonus: points.map(|((_, points), _)| f64::from(*points)).sum(),
            caps: [
                exposed_alive,
                facts.administration,
                facts.production_elsewhere,
                measured.is_none(),
                under_half,
                under_three_quarters,
                answers.iter().any(|(_, contradicted)| *contradicted),
                keys.exposed() || answers[NEVER_IN_CODE].0.is_zero(),
            ],
            grave,
            answers,
        }
    }

    /// With bonus, under the lowest cap.
    fn capped(&self) -> Option<f64> {
        let caps = self.caps.iter().zip(CAPS).filter(|(holds, _)| **holds);
        let cap = caps.map(|(_, cap)| f64::from(cap)).fold(100.0, f64::min);
        Some((self.base? + self.bonus).min(cap))
    }

    fn score(&self) -> Option<u8> {
        if self.caps[4] { None } else { self.capped().map(round) }
    }
}

/// What C1 to C8 leave at the most; 100 for those that are no cap by themselves.
pub const CAPS: [u8; 8] = [39, 69, 79, 79, 100, 96, 100, 84];

/// D1 to D8, and whether a fact beat the answer.
fn answers(facts: &Facts, exposed: bool, reused: bool) -> [(Value, bool); ANSWERS] {
    let mut at = 0;
    facts.answers.map(|answer| {
        let fact = (at == NEVER_IN_CODE && exposed) || (at == OWN_KEY_EACH && reused);
        at += 1;
        match answer {
            Some(answer) if fact && answer.is_bold() => (Value::Known(0.0), true),
            Some(answer) => (answer.value(), false),
            None => (Value::Unknown, false),
        }
    })
}

fn measured(keys: &Sums, dead_wood: Value) -> Option<f64> {
    let (lowest, _) = keys.share.lowest[0]?;
    let keys = 0.5 * lowest + 0.5 * keys.share.mean()?;
    Some(dead_wood.known().map_or(keys, |value| (KEY_POINTS * keys + DEAD_WOOD_POINTS * value) / MEASURED))
}

fn known_share(keys: &Sums, dead_wood: Value, answered: f64, asked: f64) -> f64 {
    let (mut known, mut applicable) = (answered, asked);
    if let Some(mean) = keys.known.mean() {
        known += KEY_POINTS * mean;
        applicable += KEY_POINTS;
    }
    if dead_wood.is_applicable() {
        applicable += DEAD_WOOD_POINTS;
        known += dead_wood.known().map_or(0.0, |_| DEAD_WOOD_POINTS);
    }
    if applicable > 0.0 { known / applicable } else { 0.0 }
}

// ---- the lines -------------------------------------------------------------------------------------------

fn lines(facts: &Facts, sums: &Sums, run: &Run) -> Vec<Line> {
    let score = run.score();
    let gain = |facts: &Facts, sums: &Sums| Some(i16::from(Run::new(facts, sums, None).score()?) - i16::from(score?));
    let mut lines = Vec::new();
    let line = |row: usize, key, value: Value, contradicted, gain| Line {
        row,
        key,
        value: value.known(),
        of: ROWS[row].points,
        contradicted,
        gain,
    };
    // Facts that differ from these in their keys alone, which a run takes from the sums.
    let without_keys = facts.without_keys();
    for (at, key) in facts.keys.iter().enumerate().filter(|(_, key)| key.state != KeyState::Dead) {
        let old = One::of(key);
        let mut better = key.clone();
        for (row, value) in key.rows.into_iter().enumerate().filter(|(_, value)| value.is_applicable()) {
            better.rows[row] = Value::Known(1.0);
            let gained = gain(&without_keys, &sums.with(at, &old, &One::of(&better)));
            better.rows[row] = value;
            lines.push(line(row, Some(at), value, false, gained));
        }
    }
    if facts.dead_wood.is_applicable() {
        let better = what_if(&without_keys, DEAD_WOOD, None);
        lines.push(line(DEAD_WOOD, None, facts.dead_wood, false, gain(&better, sums)));
    }
    for (at, (value, contradicted)) in run.answers.into_iter().enumerate().filter(|(_, (v, _))| v.is_applicable()) {
        let better = what_if(&without_keys, FIRST_ANSWER + at, None);
        lines.push(line(FIRST_ANSWER + at, None, value, contradicted, gain(&better, sums)));
    }
    lines
}

impl Facts {
    fn without_keys(&self) -> Self {
        Self { keys: Vec::new(), ..*self }
    }
}
