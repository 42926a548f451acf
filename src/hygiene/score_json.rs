//! The score's facts and outcome as JSON, for the driver and the tests. Native only: the page needs neither.

use super::score::{Answer, BONUS, DEAD_WOOD, FIRST_ANSWER, Facts, KEY_ROWS, Key, KeyState, Line, ROWS, Score, Value};
use serde_json::{Map, Number, Value as Json, json};
use std::fmt;

/// What is wrong with a file of facts, in words.
#[derive(Debug)]
pub struct Malformed(String);

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Malformed {}

fn malformed<T>(says: impl Into<String>) -> Result<T, Malformed> {
    Err(Malformed(says.into()))
}

/// Reads facts as `score.md` writes them. A field that is left out is unknown; one that is not known is an error,
/// since a misspelt row would be a silent one.
///
/// # Errors
/// Says which field is wrong, and what may stand there.
pub fn read(text: &str) -> Result<Facts, Malformed> {
    let json: Json = serde_json::from_str(text).map_err(|e| Malformed(format!("this is no JSON: {e}")))?;
    let top = object(&json, "the file")?;
    known_fields(top, &["keys", "M7", "answers", "flags", "bonus"], "the file")?;
    let mut facts = Facts { dead_wood: value(top.get("M7"), "M7")?, ..Facts::default() };
    for (at, key) in list(top, "keys")?.iter().enumerate() {
        facts.keys.push(read_key(key, at)?);
    }
    let none = Map::new();
    let answers = match top.get("answers") {
        None | Some(Json::Null) => &none,
        Some(answers) => object(answers, "answers")?,
    };
    let ids: Vec<_> = ROWS[FIRST_ANSWER..].iter().map(|row| row.id).collect();
    known_fields(answers, &ids, "answers")?;
    for (slot, id) in facts.answers.iter_mut().zip(&ids) {
        *slot = match answers.get(*id) {
            None | Some(Json::Null) => None,
            Some(said) => Some(said.as_str().and_then(Answer::of).ok_or_else(|| {
                Malformed(format!("answers.{id} is {said}; it may be yes, partly, no, dont-know, n/a, or left out"))
            })?),
        };
    }
    for flag in list(top, "flags")? {
        match flag.as_str() {
            Some("C2") => facts.administration = true,
            Some("C3") => facts.production_elsewhere = true,
            _ => return malformed(format!("flags holds {flag}; it may hold C2 and C3, the others are derived")),
        }
    }
    for bonus in list(top, "bonus")? {
        let Some(at) = BONUS.iter().position(|(name, _)| bonus.as_str() == Some(name)) else {
            let names = BONUS.map(|(name, _)| name).join(", ");
            return malformed(format!("bonus holds {bonus}; it may hold {names}"));
        };
        facts.bonus[at] = true;
    }
    Ok(facts)
}

fn read_key(json: &Json, at: usize) -> Result<Key, Malformed> {
    let place = format!("keys[{at}]");
    let fields = object(json, &place)?;
    let ids: Vec<_> = ROWS[..KEY_ROWS].iter().map(|row| row.id).collect();
    known_fields(fields, &[&["label", "state"], &ids[..]].concat(), &place)?;
    let label = match fields.get("label") {
        None | Some(Json::Null) => String::new(),
        Some(Json::String(label)) => label.clone(),
        Some(other) => return malformed(format!("{place}.label is {other}; it is a text")),
    };
    let state = match fields.get("state").map(Json::as_str) {
        Some(Some("live")) => KeyState::Live,
        Some(Some("limited")) => KeyState::Limited,
        Some(Some("dead")) => KeyState::Dead,
        None | Some(Some("unknown")) => KeyState::Unknown,
        Some(_) => {
            let state = &fields["state"];
            return malformed(format!("{place}.state is {state}; it may be live, limited, dead or unknown"));
        }
    };
    let mut rows = [Value::Unknown; KEY_ROWS];
    for (row, id) in rows.iter_mut().zip(&ids) {
        *row = value(fields.get(*id), &format!("{place}.{id}"))?;
    }
    Ok(Key { label, state, rows })
}

fn value(json: Option<&Json>, place: &str) -> Result<Value, Malformed> {
    match json {
        None | Some(Json::Null) => Ok(Value::Unknown),
        Some(Json::String(text)) if text == "n/a" => Ok(Value::NotApplicable),
        Some(json) => match json.as_f64() {
            Some(value) if (0.0..=1.0).contains(&value) => Ok(Value::Known(value)),
            _ => malformed(format!("{place} is {json}; it is a number from 0 to 1, null (unknown) or \"n/a\"")),
        },
    }
}

fn object<'j>(json: &'j Json, place: &str) -> Result<&'j Map<String, Json>, Malformed> {
    json.as_object().ok_or_else(|| Malformed(format!("{place} is no JSON object")))
}

fn list<'j>(fields: &'j Map<String, Json>, name: &str) -> Result<&'j [Json], Malformed> {
    match fields.get(name) {
        None | Some(Json::Null) => Ok(&[]),
        Some(Json::Array(list)) => Ok(list),
        Some(other) => malformed(format!("{name} is {other}; it is a list")),
    }
}

fn known_fields(fields: &Map<String, Json>, known: &[&str], place: &str) -> Result<(), Malformed> {
    match fields.keys().find(|name| !known.contains(&name.as_str())) {
        Some(name) => malformed(format!("{place} has a field {name}; it may have {}", known.join(", "))),
        None => Ok(()),
    }
}

/// The outcome, as the driver prints it.
pub fn write(score: &Score, facts: &Facts) -> Json {
    json!({
        "score": score.score,
        "low": score.low,
        "high": score.high,
        "grade": score.grade,
        "known": number(rounded(score.known, 100.0)),
        "base": score.base.map(|base| number(rounded(base, 10.0))),
        "caps": score.caps().map(|cap| format!("C{cap}")).collect::<Vec<_>>(),
        "lines": score.lines.iter().map(|line| write_line(line, facts)).collect::<Vec<_>>(),
    })
}

fn write_line(line: &Line, facts: &Facts) -> Json {
    json!({
        "row": ROWS[line.row].id,
        "key": line.key.and_then(|at| facts.keys.get(at)).map(|key| &key.label),
        "got": line.got().map(|got| number(rounded(got, 1e6))),
        "of": line.of,
        "why": why(line),
        "gain": line.gain,
    })
}

/// Why a line stands as it does, in English; the page has its own words for the same.
pub fn why(line: &Line) -> String {
    let row = &ROWS[line.row];
    match line.value {
        _ if line.contradicted => format!("The answer says otherwise, and a fact beats it. {}", row.reason),
        Some(value) if value >= 1.0 => format!("{}.", row.measures),
        Some(_) => row.reason.to_owned(),
        None if line.row > DEAD_WOOD => format!("Not answered: {}?", row.measures),
        None => format!("Not known: {}.", row.measures),
    }
}

/// Half up, to a place.
fn rounded(figure: f64, place: f64) -> f64 {
    (figure * place + 0.5 + 1e-9).floor() / place
}

/// Whole figures without a point.
fn number(figure: f64) -> Json {
    #[expect(clippy::cast_possible_truncation, reason = "points and hundredths")]
    let whole = figure as i64;
    #[expect(clippy::cast_precision_loss, clippy::float_cmp, reason = "whether it is whole")]
    if whole as f64 == figure {
        return whole.into();
    }
    Number::from_f64(figure).map_or(Json::Null, Json::Number)
}
