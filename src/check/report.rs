//! What was found of many keys, to keep or hand on: CSV, JSON, Markdown. Masks only, and whatever others wrote goes
//! through the encoder of its format. States and causes carry the names of product.md in every language, so that a
//! report can be read by a program.

use super::bulk::order::{Sums, place};
use super::interpret::{Fact, FactValue};
use super::untrusted::Untrusted;
use super::verdict::{Cause, State};
use serde_json::{Map, Value, json};
use std::fmt::Write as _;

/// A list longer than this is told by its length, but for JSON.
const SHORT: usize = 12;

/// What a report says of one credential.
#[derive(Clone, Debug)]
pub struct Line {
    /// The mask.
    pub mask: String,
    /// The provider's name, or several with commas between while it is undecided.
    pub provider: String,
    /// The kind's name; empty while it is undecided.
    pub kind: &'static str,
    /// The verdict; none before it.
    pub state: Option<State>,
    /// Its cause.
    pub cause: Option<Cause>,
    /// The host that spoke.
    pub host: Untrusted,
    /// HTTP status, or a socket's close code.
    pub status: Option<u16>,
    /// The provider's own code.
    pub code: Untrusted,
    /// When the answer came: `2026-11-25T14:02:11.000Z`; empty before it.
    pub checked: String,
    /// The file that it stands in; empty where that is the box.
    pub file: Untrusted,
    /// The line that it stands on.
    pub line: usize,
    /// How often it stands there.
    pub times: usize,
    /// What the answer told.
    pub facts: Vec<Fact>,
}

/// How many of live, limited, dead, unknown.
pub fn sums<'l>(lines: impl IntoIterator<Item = &'l Line>) -> Sums {
    let mut sums = Sums::default();
    lines.into_iter().filter_map(|l| l.state).for_each(|state| sums[place(state)] += 1);
    sums
}

const COLUMNS: [&str; 13] = [
    "mask", "provider", "kind", "state", "cause", "host", "status", "code", "checked", "file", "line", "times", "facts",
];

impl Line {
    /// The name of its state.
    fn state(&self) -> &'static str {
        self.state.map_or("not-checked", State::name)
    }

    fn cause(&self) -> &'static str {
        self.cause.map_or("", Cause::name)
    }

    /// `balance: 4.2; scopes: a, b`.
    fn facts(&self) -> String {
        let mut out = String::new();
        for fact in &self.facts {
            let _ = write!(out, "{}{}: {}", if out.is_empty() { "" } else { "; " }, fact.name, shown(&fact.value));
        }
        out
    }

    fn cells(&self) -> [Untrusted; 13] {
        let own = Untrusted::new;
        let status = self.status.map_or_else(String::new, |s| s.to_string());
        [
            own(&self.mask),
            own(&self.provider),
            own(self.kind),
            own(self.state()),
            own(self.cause()),
            self.host.clone(),
            own(&status),
            self.code.clone(),
            own(&self.checked),
            self.file.clone(),
            own(&self.line.to_string()),
            own(&self.times.to_string()),
            own(&self.facts()),
        ]
    }
}

fn shown(value: &FactValue) -> String {
    match value {
        FactValue::Text(text) => text.as_text().to_owned(),
        FactValue::Number(number) => number.to_string(),
        FactValue::Bool(yes) => yes.to_string(),
        FactValue::List(list) if list.len() > SHORT => list.len().to_string(),
        FactValue::List(list) => list.iter().map(Untrusted::as_text).collect::<Vec<_>>().join(", "),
    }
}

/// RFC 4180, with a byte order mark: without it Excel reads UTF-8 as something else.
pub fn csv(lines: &[Line]) -> String {
    let mut out = format!("\u{feff}{}\r\n", COLUMNS.join(","));
    for line in lines {
        let cells = line.cells();
        for (at, cell) in cells.iter().enumerate() {
            out += if at == 0 { "" } else { "," };
            out += &cell.csv();
        }
        out += "\r\n";
    }
    out
}

/// One object a credential, facts whole; made at `made`.
pub fn json(lines: &[Line], made: &str) -> String {
    let [live, limited, dead, unknown] = sums(lines);
    let credential = |line: &Line| {
        let facts: Map<_, _> = line.facts.iter().map(|f| (f.name.clone(), f.value.to_json())).collect();
        json!({
            "mask": line.mask,
            "provider": line.provider,
            "kind": line.kind,
            "state": line.state(),
            "cause": line.cause.map(Cause::name),
            "host": line.host.as_text(),
            "status": line.status,
            "code": line.code.as_text(),
            "checked": line.checked,
            "file": line.file.as_text(),
            "line": line.line,
            "times": line.times,
            "facts": facts,
        })
    };
    let report = json!({
        "tool": "Latchkey",
        "version": env!("CARGO_PKG_VERSION"),
        "made": made,
        "sums": { "live": live, "limited": limited, "dead": dead, "unknown": unknown },
        "credentials": lines.iter().map(credential).collect::<Vec<Value>>(),
    });
    format!("{report:#}\n")
}

/// A heading, the sums, a table; `title` and `summary` are the page's own words.
pub fn markdown(lines: &[Line], title: &str, summary: &str, made: &str) -> String {
    let mut out = format!("# {title}\n\n{summary}\n\n{made}\n\n|");
    let columns = |name: &str| !matches!(name, "status" | "checked");
    let heads: Vec<_> = COLUMNS.iter().filter(|name| columns(name)).collect();
    for name in &heads {
        let _ = write!(out, " {name} |");
    }
    let _ = writeln!(out, "\n|{}", "---|".repeat(heads.len()));
    for line in lines {
        out += "|";
        for (name, cell) in COLUMNS.iter().zip(line.cells()) {
            if columns(name) {
                let cell = if cell.as_text().is_empty() { String::new() } else { cell.markdown() };
                let _ = write!(out, " {cell} |");
            }
        }
        out += "\n";
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line() -> Line {
        Line {
            mask: "sk-proj-…Q7fA".into(),
            provider: "OpenAI".into(),
            kind: "Project key",
            state: Some(State::Live),
            cause: None,
            host: Untrusted::new("api.openai.com"),
            status: Some(200),
            code: Untrusted::default(),
            checked: "2026-11-25T14:02:11.000Z".into(),
            file: Untrusted::new("src/.env"),
            line: 3,
            times: 2,
            facts: vec![Fact { name: "organisation".into(), value: FactValue::Text(Untrusted::new("Acme, Inc.")) }],
        }
    }

    fn hostile() -> Line {
        Line {
            file: Untrusted::new("=HYPERLINK(\"https://evil.example\",\"x\").env"),
            code: Untrusted::new("@SUM(1+1)|`</td><script>alert(1)</script>\r\n| forged | row |"),
            facts: vec![Fact { name: "name".into(), value: FactValue::Text(Untrusted::new("a\"b\n=c\u{202e}d")) }],
            ..line()
        }
    }

    /// Reads a row of CSV back, as a spreadsheet does.
    fn cells(row: &str) -> Vec<String> {
        let (mut out, mut cell, mut quoted) = (Vec::new(), String::new(), false);
        let mut chars = row.chars().peekable();
        while let Some(c) = chars.next() {
            match c {
                '"' if quoted && chars.next_if_eq(&'"').is_some() => cell.push('"'),
                '"' => quoted = !quoted,
                ',' if !quoted => out.push(std::mem::take(&mut cell)),
                c => cell.push(c),
            }
        }
        out.push(cell);
        out
    }

    #[test]
    fn csv_has_a_row_for_each_with_the_cells_that_its_head_names() {
        let text = csv(&[line(), line()]);
        let rows: Vec<_> = text.trim_start_matches('\u{feff}').split_terminator("\r\n").collect();
        assert_eq!(rows.len(), 3);
        assert_eq!(rows[0].split(',').count(), COLUMNS.len());
        let row = cells(rows[1]);
        assert_eq!(row.len(), COLUMNS.len());
        assert_eq!(row[..5], ["sk-proj-…Q7fA", "OpenAI", "Project key", "live", ""]);
        assert_eq!(row[12], "organisation: Acme, Inc.");
    }

    #[test]
    fn csv_starts_no_formula_and_breaks_no_row() {
        let text = csv(&[hostile()]);
        assert_eq!(text.matches("\r\n").count(), 2);
        assert_eq!(text.matches('\n').count(), 2, "no line break of others");
        let row = cells(text.lines().nth(1).unwrap_or_default());
        assert_eq!(row.len(), COLUMNS.len());
        assert!(row.iter().all(|cell| !cell.starts_with(['=', '+', '-', '@'])), "{row:?}");
    }

    #[test]
    fn markdown_starts_no_markup_and_breaks_no_row() {
        let text = markdown(&[hostile()], "Title", "live 1", "made");
        let rows: Vec<_> = text.lines().filter(|l| l.starts_with('|')).collect();
        assert_eq!(rows.len(), 3);
        let cells = |row: &str| row.replace("\\|", "").matches('|').count();
        assert_eq!(cells(rows[0]), cells(rows[2]), "{}", rows[2]);
        // All of it stands in a code span.
        let outside: String = rows[2].split("``").step_by(2).collect::<String>();
        assert!(!outside.contains("<script>"), "{outside}");
    }

    #[test]
    fn json_is_json_with_facts_whole_and_sums() {
        let many = FactValue::List((0..50).map(|n| Untrusted::new(&n.to_string())).collect());
        let models = Line { facts: vec![Fact { name: "models".into(), value: many }], ..line() };
        let dead = Line { state: Some(State::Dead), cause: Some(Cause::Revoked), ..hostile() };
        let waiting = Line { state: None, ..line() };
        let report: Value =
            serde_json::from_str(&json(&[models.clone(), dead, waiting], "now")).expect("the report is JSON");
        assert_eq!(report["sums"], json!({ "live": 1, "limited": 0, "dead": 1, "unknown": 0 }));
        assert_eq!(report["credentials"][0]["facts"]["models"].as_array().map(Vec::len), Some(50));
        assert_eq!(report["credentials"][1]["cause"], "revoked");
        assert_eq!(report["credentials"][2]["state"], "not-checked");
        assert!(csv(&[models]).contains("models: 50"));
    }
}
