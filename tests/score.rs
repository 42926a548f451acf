//! The score's promises (score.md), figure by figure.

use latchkey::hygiene::score::{
    Answer, EVERY_ANSWER, FIRST_ANSWER, Facts, KEY_ROWS, Key, KeyState, ROWS, Score, Severity, Value, score, what_if,
};
use latchkey::hygiene::score_json;
use serde_json::{Value as Json, json};

const EXAMPLE: &str = include_str!("score/worked-example.json");

const STATES: [KeyState; 4] = [KeyState::Live, KeyState::Limited, KeyState::Dead, KeyState::Unknown];

fn example() -> Facts {
    score_json::read(EXAMPLE).expect("the worked example is well formed")
}

fn of(json: &Json) -> Score {
    score(&score_json::read(&json.to_string()).expect("well formed"))
}

fn caps(score: &Score) -> Vec<usize> {
    score.caps().collect()
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() < 0.0005
}

/// A key with all that is good.
fn clean() -> Json {
    json!({"label": "clean", "state": "live", "M1": 1, "M2": 1, "M3": 1, "M4": 1, "M5": 1, "M6": 1})
}

fn with(mut key: Json, changes: &Json) -> Json {
    for (name, value) in changes.as_object().into_iter().flatten() {
        key[name] = value.clone();
    }
    key
}

fn all(answer: &str) -> Json {
    ROWS[FIRST_ANSWER..].iter().map(|row| (row.id.to_owned(), json!(answer))).collect::<serde_json::Map<_, _>>().into()
}

// ---- the worked example ------------------------------------------------------------------------------------

#[test]
fn stage_one_a_live_key_is_exposed_39_f() {
    let it = score(&example());
    assert_eq!((it.score, it.low, it.high, it.grade), (Some(39), 39, 39, Some("F")));
    assert!(near(it.base.unwrap_or_default(), 60.2), "{:?}", it.base);
    assert!(near(it.known, (53.0 * (1.0 + 37.0 / 53.0) / 2.0 + 2.0 + 45.0) / 100.0));
    assert_eq!(caps(&it), [1, 7, 8]);
    let first = it.next_action().expect("there is something to do");
    assert_eq!((ROWS[first.row].id, first.key), ("M1", Some(1)), "the leaked key comes first");
}

#[test]
fn stage_two_it_is_revoked_and_still_in_the_code_84_b() {
    let mut facts = example();
    facts.keys[1].state = KeyState::Dead;
    facts.dead_wood = Value::Known(0.0);
    let it = score(&facts);
    assert_eq!((it.score, it.grade), (Some(84), Some("B")));
    assert!(near(it.base.unwrap_or_default(), 90.0));
    assert_eq!(caps(&it), [7, 8]);
    assert!(it.lines.iter().all(|line| line.key != Some(1)), "a dead key leaves M1 to M6");
}

#[test]
fn stage_three_its_line_is_gone_100_a_plus() {
    let mut facts = example();
    facts.keys.pop();
    let it = score(&facts);
    assert_eq!((it.score, it.grade, it.known), (Some(100), Some("A+"), 1.0));
    assert_eq!(caps(&it), [] as [usize; 0]);
    assert_eq!(it.next_action(), None);
}

#[test]
fn the_driver_prints_the_line_of_the_rule() {
    let facts = example();
    let line = score_json::write(&score(&facts), &facts);
    for (field, value) in [
        ("score", json!(39)),
        ("low", json!(39)),
        ("high", json!(39)),
        ("grade", json!("F")),
        ("known", json!(0.92)),
        ("base", json!(60.2)),
        ("caps", json!(["C1", "C7", "C8"])),
    ] {
        assert_eq!(line[field], value, "{field}");
    }
    let lines = line["lines"].as_array().expect("lines");
    let rows: Vec<_> = lines.iter().map(|l| l["row"].as_str().unwrap_or_default()).collect();
    let key = ["M1", "M2", "M3", "M4", "M5", "M6"];
    assert_eq!(rows, [&key[..], &key, &["M7", "D1", "D2", "D3", "D4", "D5", "D6", "D7", "D8"]].concat());
    assert_eq!((&lines[6]["key"], &lines[6]["got"], &lines[6]["of"]), (&json!("leaked"), &json!(0), &json!(15)));
    assert_eq!(lines[7]["got"], Json::Null, "unknown");
    assert!(lines.iter().all(|l| l["why"].as_str().is_some_and(|why| !why.is_empty())));
}

// ---- the table ---------------------------------------------------------------------------------------------

#[test]
fn the_table_has_the_points_and_severities_of_the_rule() {
    let points: Vec<_> = ROWS.iter().map(|row| row.points).collect();
    assert_eq!(points, [15, 10, 10, 8, 6, 4, 2, 8, 6, 6, 6, 6, 4, 4, 5]);
    let of = |severity| ROWS.iter().filter(|r| r.severity == severity).map(|r| r.id).collect::<Vec<_>>();
    assert_eq!(of(Severity::Critical), ["M1", "D1"]);
    assert_eq!(of(Severity::High), ["M2", "M3", "M4", "D2", "D3", "D4", "D5", "D8"]);
}

// ---- caps --------------------------------------------------------------------------------------------------

#[test]
fn c1_takes_live_and_limited_keys_alone() {
    for (state, binds) in [("live", true), ("limited", true), ("unknown", false), ("dead", false)] {
        let it = of(
            &json!({"keys": [clean(), with(clean(), &json!({"state": state, "M1": 0}))], "M7": 1, "answers": all("yes")}),
        );
        assert_eq!(caps(&it).contains(&1), binds, "{state}");
        assert_eq!(it.score == Some(39), binds, "{state}");
    }
}

#[test]
fn c1_leaves_an_exposed_key_a_fifth_at_the_most() {
    let it = of(&json!({"keys": [with(clean(), &json!({"M1": 0}))], "M7": "n/a"}));
    assert!(near(it.base.unwrap_or_default(), 20.0), "{:?}", it.base);
    let unchecked = of(&json!({"keys": [with(clean(), &json!({"M1": 0, "state": "unknown"}))], "M7": "n/a"}));
    assert!(near(unchecked.base.unwrap_or_default(), 100.0 * 38.0 / 53.0), "{:?}", unchecked.base);
}

#[test]
fn c2_and_c3_are_as_flagged() {
    for (flag, at_most) in [("C2", 69), ("C3", 79)] {
        let it = of(&json!({"keys": [clean()], "M7": 1, "answers": all("yes"), "flags": [flag]}));
        assert_eq!((it.score, it.base), (Some(at_most), Some(100.0)));
    }
    let both = of(&json!({"keys": [clean()], "M7": 1, "answers": all("yes"), "flags": ["C3", "C2"]}));
    assert_eq!((both.score, caps(&both)), (Some(69), vec![2, 3]));
}

#[test]
fn c4_ticking_boxes_buys_no_a() {
    let it = of(&json!({"keys": [], "M7": "n/a", "answers": all("yes")}));
    assert_eq!((it.score, it.grade, it.base, it.known), (Some(79), Some("C"), Some(100.0), 1.0));
    assert_eq!(caps(&it), [4]);
}

#[test]
fn c4_m7_alone_measures_nothing() {
    let it = of(&json!({"keys": [], "M7": 0, "answers": with(all("yes"), &json!({"D1": "no"}))}));
    assert!(near(it.base.unwrap_or_default(), 100.0 * 37.0 / 45.0), "{:?}", it.base);
    assert_eq!(caps(&it), [4, 8]);
    assert!(it.lines.iter().any(|line| ROWS[line.row].id == "M7" && line.value == Some(0.0)), "its line is shown");
}

#[test]
fn c5_under_half_there_is_neither_number_nor_letter() {
    let it = of(&json!({"keys": [clean()], "M7": null, "answers": {}}));
    assert!(it.known > 0.5 && it.score.is_some());
    let it = of(&json!({"keys": [with(clean(), &json!({"M1": null}))], "M7": null, "answers": {}}));
    assert_eq!((it.score, it.grade, caps(&it)), (None, None, vec![5, 6]));
    assert!(it.low < it.high && it.base == Some(100.0));
    assert!(it.lines.iter().all(|line| line.gain.is_none()));
}

#[test]
fn exactly_half_is_not_under_half() {
    // D1, D2, D3: 20 of the 40 points that apply.
    let half = json!({"M7": "n/a", "answers": {"D1": "yes", "D2": "yes", "D3": "yes", "D4": null, "D5": null, "D6": null, "D7": null, "D8": "n/a"}});
    let it = of(&half);
    assert!(near(it.known, 0.5) && it.score.is_some(), "{}", it.known);
}

#[test]
fn c6_under_three_quarters_there_is_no_a_plus() {
    let key = with(clean(), &json!({"M2": null, "M3": null, "M5": null}));
    let it = of(&json!({"keys": [key], "M7": 1, "answers": with(all("yes"), &json!({"D8": null}))}));
    assert!(it.known < 0.75 && it.known > 0.5);
    assert_eq!((it.score, it.grade, it.base, caps(&it)), (Some(96), Some("A"), Some(100.0), vec![6]));
}

#[test]
fn c7_a_fact_beats_a_bold_answer_and_leaves_a_modest_one() {
    for (answer, beaten) in [("yes", true), ("partly", true), ("n/a", true), ("no", false), ("dont-know", false)] {
        let leaked = with(clean(), &json!({"M1": 0, "state": "unknown"}));
        let it = of(&json!({"keys": [leaked], "M7": 1, "answers": with(all("yes"), &json!({"D1": answer}))}));
        assert_eq!(caps(&it).contains(&7), beaten, "{answer}");
        let line = it.lines.iter().find(|line| ROWS[line.row].id == "D1").expect("it counts");
        assert_eq!((line.value, line.contradicted), (Some(0.0), beaten), "{answer}");
    }
    let unanswered = of(
        &json!({"keys": [with(clean(), &json!({"M1": 0}))], "M7": 1, "answers": with(all("yes"), &json!({"D1": null}))}),
    );
    assert!(!caps(&unanswered).contains(&7));
}

#[test]
fn c7_a_key_used_twice_contradicts_a_key_each() {
    let it = of(&json!({"keys": [with(clean(), &json!({"M4": 0}))], "M7": 1, "answers": all("yes")}));
    assert_eq!(caps(&it), [7]);
    assert!(it.lines.iter().any(|line| ROWS[line.row].id == "D5" && line.contradicted));
    let dead = of(
        &json!({"keys": [clean(), with(clean(), &json!({"M4": 0, "state": "dead"}))], "M7": 1, "answers": all("yes")}),
    );
    assert_eq!(caps(&dead), [] as [usize; 0], "a dead key contradicts nothing by M4");
}

#[test]
fn c7_dead_wood_contradicts_keys_never_in_code() {
    let it = of(&json!({"keys": [clean()], "M7": 0, "answers": with(all("yes"), &json!({"D1": "n/a"}))}));
    assert_eq!(caps(&it), [7, 8]);
    assert!(near(it.known, 1.0), "what was n/a applies again");
}

#[test]
fn c8_a_critical_row_at_nothing_leaves_84() {
    let it = of(&json!({"keys": [clean()], "M7": 1, "answers": with(all("yes"), &json!({"D1": "dont-know"}))}));
    assert_eq!((it.score, caps(&it)), (Some(84), vec![8]));
    let unchecked = of(
        &json!({"keys": [clean(), with(clean(), &json!({"M1": 0, "state": "unknown"}))], "M7": 1, "answers": all("n/a")}),
    );
    assert!(caps(&unchecked).contains(&8) && !caps(&unchecked).contains(&1));
}

// ---- grades and bonus --------------------------------------------------------------------------------------

#[test]
fn a_high_row_at_nothing_takes_the_plus() {
    // One of 40 clean keys has a whole high row at 0; nothing else is asked.
    let keys: Vec<_> = std::iter::once(with(clean(), &json!({"M4": 0}))).chain((0..39).map(|_| clean())).collect();
    let all_bonus = json!(["federated", "addresses", "push-protection", "rehearsal"]);
    let it = of(&json!({"keys": keys, "M7": 1, "answers": with(all("yes"), &json!({"D5": "no"})), "bonus": all_bonus}));
    assert_ne!(it.grade, Some("A+"));
    let it =
        of(&json!({"keys": [clean()], "M7": 1, "answers": with(all("yes"), &json!({"D8": "no"})), "bonus": all_bonus}));
    assert_eq!((it.score, it.grade), (Some(100), Some("A")), "95 and 5 of bonus");
}

#[test]
fn bonus_counts_from_a_base_of_90_and_three_quarters_known() {
    let bonus = json!(["federated", "addresses", "push-protection", "rehearsal"]);
    let facts = |d: &Json| json!({"keys": [clean()], "M7": 1, "answers": with(all("yes"), d), "bonus": bonus});
    assert_eq!(of(&facts(&json!({"D6": "no", "D2": "no"}))).score, Some(95), "exactly 90 is enough");
    assert_eq!(of(&facts(&json!({"D6": "no", "D2": "no", "D7": "partly"}))).score, Some(88));
    assert_eq!(of(&facts(&json!({}))).score, Some(100), "never above 100");
    let half_known = json!({"keys": [with(clean(), &json!({"M1": null, "M2": null}))], "M7": 1, "answers": with(all("yes"), &json!({"D6": null})), "bonus": bonus});
    assert_eq!(of(&half_known).score, Some(96), "C6");
}

#[test]
fn halves_are_rounded_up() {
    // M2 whole and three quarters of M3: 17.5 of 20.
    let key = json!({"state": "live", "M1": "n/a", "M2": 1, "M3": 0.75, "M4": "n/a", "M5": "n/a", "M6": "n/a"});
    let it = of(&json!({"keys": [key], "M7": "n/a", "answers": all("n/a")}));
    assert_eq!((it.score, it.base), (Some(88), Some(87.5)));
}

// ---- range -------------------------------------------------------------------------------------------------

#[test]
fn the_range_is_two_full_runs() {
    let it = of(&json!({"keys": [{"label": "a", "state": "live"}], "answers": {}}));
    assert_eq!((it.score, it.low, it.base, it.known), (None, 0, None, 0.0));
    assert_eq!(it.high, 96, "C6 stays, since known stays as it was");
    assert_eq!(caps(&it), [4, 5, 6]);
    let low = of(&json!({"keys": [{"state": "live", "M2": 1}], "answers": {"D2": "yes"}}));
    assert!(low.low <= 39, "unknown exposure at its worst is C1");
    let flagged = of(&json!({"keys": [{"state": "live", "M2": 0}], "flags": ["C2"]}));
    assert_eq!(flagged.high, 69, "C2 as flagged");
}

#[test]
fn nothing_answered_and_no_key_is_self_declared_at_best() {
    let it = of(&json!({}));
    assert_eq!((it.score, it.known, it.base, it.low, it.high), (None, 0.0, None, 0, 79));
}

#[test]
fn where_nothing_applies_anything_is_possible() {
    let it = of(&json!({"keys": [], "M7": "n/a", "answers": all("n/a"), "flags": [], "bonus": []}));
    assert_eq!((it.score, it.known, it.base, it.low, it.high), (None, 0.0, None, 0, 100));
    assert!(it.lines.is_empty());
}

// ---- what must not move it ---------------------------------------------------------------------------------

#[test]
fn living_or_dying_moves_nothing_by_itself() {
    let scores: Vec<_> = ["live", "limited", "unknown"]
        .map(|state| of(&json!({"keys": [with(clean(), &json!({"M2": 0.5, "state": state}))], "M7": 1, "answers": all("partly")})).score)
        .into();
    assert!(scores.windows(2).all(|pair| pair[0] == pair[1]), "{scores:?}");
}

#[test]
fn a_second_key_equal_to_the_first_changes_no_figure() {
    let mut random = Random(7);
    for _ in 0..500 {
        let mut facts = random.facts(1);
        let one = score(&facts);
        facts.keys.push(facts.keys[0].clone());
        let two = score(&facts);
        assert_eq!((one.score, one.low, one.high, one.grade), (two.score, two.low, two.high, two.grade), "{facts:?}");
        assert!(near(one.known, two.known) && one.base.map(f64::round) == two.base.map(f64::round));
        assert_eq!(one.caps, two.caps);
    }
}

// ---- properties --------------------------------------------------------------------------------------------

#[test]
fn a_better_value_never_lowers_the_score() {
    const VALUES: [f64; 5] = [0.0, 0.25, 0.5, 0.75, 1.0];
    let mut random = Random(20_261_125);
    for _ in 0..3_000 {
        let count = random.below(4);
        let facts = random.facts(count);
        for key in 0..facts.keys.len() {
            for row in 0..KEY_ROWS {
                rises(&VALUES.map(|value| {
                    let mut better = facts.clone();
                    better.keys[key].rows[row] = Value::Known(value);
                    better
                }));
            }
        }
        rises(&VALUES.map(|value| Facts { dead_wood: Value::Known(value), ..facts.clone() }));
        for answer in 0..facts.answers.len() {
            rises(&[Answer::No, Answer::Partly, Answer::Yes].map(|said| {
                let mut better = facts.clone();
                better.answers[answer] = Some(said);
                better
            }));
        }
    }
}

fn rises<const N: usize>(facts: &[Facts; N]) {
    let scores = facts.each_ref().map(score);
    for (at, pair) in scores.windows(2).enumerate() {
        if let [Some(worse), Some(better)] = [pair[0].score, pair[1].score] {
            assert!(better >= worse, "{worse} fell to {better}: {:?}", facts[at]);
        }
        if pair.iter().all(|s| s.score.is_none()) {
            assert!(pair[1].high >= pair[0].high && pair[1].low >= pair[0].low, "the range fell: {:?}", facts[at]);
        }
    }
}

#[test]
fn each_gain_is_what_a_run_with_that_row_at_1_says() {
    let mut random = Random(3);
    for _ in 0..300 {
        let count = random.below(5);
        let facts = random.facts(count);
        let it = score(&facts);
        assert!(it.low <= it.high && it.high <= 100, "{facts:?}");
        for line in &it.lines {
            let then = score(&what_if(&facts, line.row, line.key)).score;
            let gain = then.zip(it.score).map(|(then, now)| i16::from(then) - i16::from(now));
            assert_eq!(line.gain, gain, "{} of {facts:?}", ROWS[line.row].id);
        }
    }
}

#[test]
fn ten_thousand_keys_take_no_time_worth_telling() {
    let mut random = Random(9);
    let facts = random.facts(10_000);
    let began = std::time::Instant::now();
    let it = score(&facts);
    assert!(it.lines.len() > 10_000);
    assert!(began.elapsed().as_secs() < 5, "{:?}", began.elapsed());
}

/// A seeded source of facts (splitmix64: <https://prng.di.unimi.it/splitmix64.c>, 2026-11).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end as u64).unwrap_or_default()
    }

    fn value(&mut self) -> Value {
        match self.below(8) {
            0 => Value::Unknown,
            1 => Value::NotApplicable,
            2 => Value::Known(0.0),
            3 => Value::Known(0.5),
            4 => Value::Known(0.75),
            _ => Value::Known(1.0),
        }
    }

    fn facts(&mut self, keys: usize) -> Facts {
        let keys = (0..keys)
            .map(|at| Key {
                label: format!("key {at}"),
                state: STATES[self.below(4)],
                rows: std::array::from_fn(|_| self.value()),
            })
            .collect();
        Facts {
            keys,
            dead_wood: self.value(),
            answers: std::array::from_fn(|_| {
                EVERY_ANSWER.get(self.below(9)).or(Some(&Answer::Yes)).copied().filter(|_| self.below(8) > 0)
            }),
            administration: self.below(8) == 0,
            production_elsewhere: self.below(8) == 0,
            bonus: std::array::from_fn(|_| self.below(2) == 0),
        }
    }
}

// ---- the driver's input ------------------------------------------------------------------------------------

#[test]
fn malformed_facts_are_told_in_words() {
    for (text, says) in [
        ("{", "no JSON"),
        ("[]", "no JSON object"),
        (r#"{"keys": 1}"#, "keys is 1; it is a list"),
        (r#"{"keys": [{"state": "alive"}]}"#, "keys[0].state is \"alive\"; it may be live, limited, dead or unknown"),
        (r#"{"keys": [{"M1": 2}]}"#, "keys[0].M1 is 2"),
        (r#"{"keys": [{"M9": 1}]}"#, "keys[0] has a field M9"),
        (r#"{"keys": [{"label": 7}]}"#, "keys[0].label is 7"),
        (r#"{"M7": "yes"}"#, "M7 is \"yes\""),
        (r#"{"answers": {"D1": "maybe"}}"#, "answers.D1 is \"maybe\""),
        (r#"{"answers": {"D9": "yes"}}"#, "answers has a field D9"),
        (r#"{"flags": ["C1"]}"#, "flags holds \"C1\""),
        (r#"{"bonus": ["luck"]}"#, "bonus holds \"luck\""),
        (r#"{"note": 1}"#, "the file has a field note"),
    ] {
        let error = score_json::read(text).expect_err(text).to_string();
        assert!(error.contains(says), "{text}: {error}");
    }
}

#[test]
fn the_driver_leaves_with_2_and_words() {
    let driver = std::process::Command::new(env!("CARGO"))
        .args(["run", "--quiet", "--locked", "--example", "score", "--", "tests/score/nowhere.json"])
        .output()
        .expect("cargo runs");
    assert_eq!(driver.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&driver.stderr).contains("nowhere.json"));
}
