//! The score as a report in Markdown: the number with what it rests on, what to do first, every row with its reason.
//! It names keys by their labels, which hold masks at the most.

use super::practices::Guide;
use super::score::{FIRST_ANSWER, Facts, Line, ROWS, Score};
use crate::check::untrusted::Untrusted;
use std::fmt::Write as _;

/// What the report says of its own, in one language.
#[allow(missing_docs, reason = "the texts say it")]
pub struct ReportWords {
    pub title: &'static str,
    /// Score and grade.
    pub score: fn(u8, &str) -> String,
    /// From, to.
    pub range: fn(u8, u8) -> String,
    /// Hundredths.
    pub known: fn(u8) -> String,
    pub made: fn(&str) -> String,
    pub first: &'static str,
    pub caps: &'static str,
    pub rows: &'static str,
    /// Row, key, points, reason, gain.
    pub columns: [&'static str; 5],
    pub unknown: &'static str,
    pub contradicted: &'static str,
    pub limits: &'static str,
}

/// The report, made at `date`.
pub fn report(score: &Score, facts: &Facts, guide: &Guide, words: &ReportWords, date: &str) -> String {
    let mut out = format!("# {}\n\n", words.title);
    let headline = match (score.score, score.grade) {
        (Some(number), Some(grade)) => (words.score)(number, grade),
        _ => (words.range)(score.low, score.high),
    };
    let _ = write!(out, "**{headline}**\n\n{} {}\n", (words.known)(percent(score.known)), (words.made)(date));
    if let Some(line) = score.next_action() {
        let text = guide.row(line.row);
        let _ = write!(out, "\n## {}\n\n{} {} {}\n", words.first, text.action, label(line, facts), gain(line));
    }
    if score.caps().next().is_some() {
        let _ = write!(out, "\n## {}\n\n", words.caps);
        for cap in score.caps() {
            let _ = writeln!(out, "- C{cap}: {}", guide.cap(cap));
        }
    }
    let [row, key, points, reason, gains] = words.columns;
    let _ = write!(
        out,
        "\n## {}\n\n| {row} | {key} | {points} | {reason} | {gains} |\n|---|---|---|---|---|\n",
        words.rows
    );
    for line in &score.lines {
        let text = guide.row(line.row);
        let got = line.got().map_or_else(|| words.unknown.to_owned(), points_of);
        let why = match line.value {
            _ if line.contradicted => words.contradicted,
            Some(value) if value >= 1.0 => "",
            _ => text.reason,
        };
        let _ = writeln!(
            out,
            "| {} {} | {} | {got} / {} | {why} | {} |",
            ROWS[line.row].id,
            text.measures,
            label(line, facts),
            line.of,
            gain(line)
        );
    }
    let _ = write!(out, "\n{}\n", words.limits);
    out
}

/// Hundredths, half up.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share")]
pub fn percent(share: f64) -> u8 {
    (share * 100.0 + 0.5).floor() as u8
}

/// Points as they are written: `7.5`, `15`.
pub fn points_of(points: f64) -> String {
    let text = format!("{points:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn gain(line: &Line) -> String {
    line.gain.filter(|gain| *gain > 0).map_or_else(String::new, |gain| format!("+{gain}"))
}

/// The key's label as a code span that nothing in it can end, nor the table's cell.
fn label(line: &Line, facts: &Facts) -> String {
    let Some(key) = line.key.filter(|_| line.row < FIRST_ANSWER).and_then(|at| facts.keys.get(at)) else {
        return String::new();
    };
    let clean = Untrusted::new(&key.label);
    let text = clean.as_text().replace('|', "\\|");
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    format!("{fence} {text} {fence}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hygiene::score::{Key, KeyState, Value, score};
    use crate::provider;

    const WORDS: ReportWords = ReportWords {
        title: "Key hygiene",
        score: |n, g| format!("{n}, {g}"),
        range: |a, b| format!("{a} to {b}"),
        known: |p| format!("{p} % known."),
        made: |d| format!("Made {d}."),
        first: "First",
        caps: "Caps",
        rows: "Rows",
        columns: ["Row", "Key", "Points", "Why", "Gain"],
        unknown: "?",
        contradicted: "a fact says otherwise",
        limits: "Limits.",
    };

    fn of(facts: &Facts) -> String {
        let guide = Guide::parse(provider::PRACTICES_EN_JSON).expect("JSON");
        report(&score(facts), facts, &guide, &WORDS, "2026-11-25")
    }

    fn leaked(label: &str) -> Facts {
        let mut rows = [Value::Known(1.0); 6];
        rows[0] = Value::Known(0.0);
        let answers = [Some(crate::hygiene::score::Answer::Yes); 8];
        let key = Key { label: label.into(), state: KeyState::Live, rows };
        Facts { keys: vec![key], dead_wood: Value::Known(1.0), answers, ..Facts::default() }
    }

    #[test]
    fn it_says_number_reason_and_what_to_do_first() {
        let text = of(&leaked("gsk_…Q7fA"));
        for part in [
            "**39, F**",
            "## First",
            "Revoke it",
            "` gsk_…Q7fA ` +",
            "- C1: ",
            "- C7: ",
            "| D1 ",
            "0 / 15",
            "a fact says otherwise",
        ] {
            assert!(text.contains(part), "{part} in {text}");
        }
    }

    #[test]
    fn too_little_known_gives_the_range() {
        assert!(of(&Facts::default()).contains("**0 to 79**"));
    }

    #[test]
    fn a_label_with_markup_and_line_breaks_stays_a_label() {
        let text = of(&leaked("a`b``c|d\n## e"));
        assert!(text.contains("``` a`b``c\\|d## e ```"), "{text}");
        assert_eq!(text.matches("\n## ").count(), 3);
    }

    #[test]
    fn points_are_written_short() {
        assert_eq!([7.5, 15.0, 0.0, 1.25].map(points_of), ["7.5", "15", "0", "1.25"]);
    }
}
