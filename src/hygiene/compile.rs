//! From the data files of `practices/` to what the crate holds (the figures of the score's rows) and what the page
//! fetches (all texts, a file a language). Compiled into `build.rs` alone; what is wrong or missing in a file is
//! refused here, in words that name it.

use serde::Deserialize;
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::path::Path;

/// The languages, as the files name them.
pub const LANGUAGES: [&str; 2] = ["en", "zh"];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rows {
    row: Vec<Row>,
    cap: Vec<Cap>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cap {
    en: String,
    zh: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    id: String,
    points: u8,
    severity: Severity,
    source: String,
    en: RowText,
    zh: RowText,
}

#[derive(Deserialize, Debug)]
#[serde(rename_all = "lowercase")]
enum Severity {
    Critical,
    High,
    Medium,
    Low,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RowText {
    measures: String,
    reason: String,
    action: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Practices {
    practice: Vec<Practice>,
}

/// An item of the checklist.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Practice {
    id: String,
    part: Part,
    /// The question that it asks, if any: D1 to D8.
    answers: Option<String>,
    /// What lifts a good score, if it asks for it.
    bonus: Option<String>,
    /// The measured rows that speak of it.
    #[serde(default)]
    shown: Vec<String>,
    en: PracticeText,
    zh: PracticeText,
    sources: Vec<Source>,
    #[serde(default)]
    snippet: Vec<Snippet>,
}

#[derive(Deserialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
enum Part {
    Practice,
    Mistake,
    Plan,
    Tools,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PracticeText {
    title: String,
    why: String,
    how: Vec<String>,
    /// What Latchkey itself can show about it.
    shows: String,
    /// The question of `bonus`.
    bonus: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Source {
    name: String,
    url: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Snippet {
    language: String,
    code: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Generators {
    generator: Vec<Generator>,
}

/// Text that is written for a person's own variables.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Generator {
    id: String,
    en: GeneratorText,
    zh: GeneratorText,
    variant: Vec<Variant>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GeneratorText {
    title: String,
    note: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Variant {
    name: String,
    source: Option<String>,
    template: String,
}

const PER_KEY: usize = 6;
const ROW_IDS: [&str; 15] = ["M1", "M2", "M3", "M4", "M5", "M6", "M7", "D1", "D2", "D3", "D4", "D5", "D6", "D7", "D8"];
const BONUS: [&str; 4] = ["federated", "addresses", "push-protection", "rehearsal"];

/// What is read of the folder.
pub struct Guide {
    rows: Vec<Row>,
    caps: Vec<Cap>,
    practices: Vec<Practice>,
    generators: Vec<Generator>,
}

/// Reads and checks the folder's files.
pub fn read(folder: &Path) -> Result<Guide, String> {
    let rows: Rows = file(folder, "rows.toml")?;
    let practices: Practices = file(folder, "practices.toml")?;
    let generators: Generators = file(folder, "generators.toml")?;
    let guide =
        Guide { rows: rows.row, caps: rows.cap, practices: practices.practice, generators: generators.generator };
    validate_rows(&guide.rows).map_err(|e| format!("rows.toml: {e}"))?;
    if guide.caps.len() != 8 {
        return Err(format!("rows.toml: C1 to C8 are eight `[[cap]]`; found {}", guide.caps.len()));
    }
    filled(guide.caps.iter().flat_map(|cap| [&cap.en, &cap.zh])).map_err(|e| format!("rows.toml: `[[cap]]`: {e}"))?;
    validate_practices(&guide.practices).map_err(|e| format!("practices.toml: {e}"))?;
    for generator in &guide.generators {
        let texts = [&generator.en, &generator.zh].into_iter().flat_map(|t| [&t.title, &t.note]);
        filled(texts).map_err(|e| format!("generators.toml: `{}`: {e}", generator.id))?;
        if generator.variant.is_empty() {
            return Err(format!("generators.toml: `{}` has no `[[generator.variant]]`", generator.id));
        }
        for url in generator.variant.iter().filter_map(|v| v.source.as_ref()) {
            https(url).map_err(|e| format!("generators.toml: `{}`: {e}", generator.id))?;
        }
    }
    Ok(guide)
}

fn file<T: serde::de::DeserializeOwned>(folder: &Path, name: &str) -> Result<T, String> {
    let text = std::fs::read_to_string(folder.join(name)).map_err(|e| format!("{name}: {e}"))?;
    toml::from_str(&text).map_err(|e| format!("{name}: {e}"))
}

fn validate_rows(rows: &[Row]) -> Result<(), String> {
    let ids: Vec<_> = rows.iter().map(|row| row.id.as_str()).collect();
    if ids != ROW_IDS {
        return Err(format!("the rows are {ROW_IDS:?}, in this order; found {ids:?}"));
    }
    let sum = |rows: &[Row]| rows.iter().map(|row| u32::from(row.points)).sum::<u32>();
    let sums = [sum(&rows[..PER_KEY]), sum(&rows[PER_KEY..=PER_KEY]), sum(&rows[PER_KEY + 1..])];
    if sums != [53, 2, 45] {
        return Err(format!("M1 to M6 have 53 points, M7 has 2, D1 to D8 have 45 (score.md); found {sums:?}"));
    }
    for row in rows {
        let texts = [&row.en, &row.zh].into_iter().flat_map(|t| [&t.measures, &t.reason, &t.action]);
        filled(texts).and_then(|()| https(&row.source)).map_err(|e| format!("`{}`: {e}", row.id))?;
    }
    Ok(())
}

fn validate_practices(practices: &[Practice]) -> Result<(), String> {
    for (part, wanted, name) in [
        (Part::Practice, 6, "practices"),
        (Part::Mistake, 3, "mistakes"),
        (Part::Plan, 1, "plans"),
        (Part::Tools, 1, "lists of tools"),
    ] {
        let found = practices.iter().filter(|p| p.part == part).count();
        if found != wanted {
            return Err(format!("the guide has {wanted} {name}; found {found}"));
        }
    }
    let asked = |id: &str| practices.iter().filter(|p| p.answers.as_deref() == Some(id)).count();
    if let Some(id) = ROW_IDS[PER_KEY + 1..].iter().find(|id| asked(id) != 1) {
        return Err(format!("`{id}` is asked {} times; every question is asked once", asked(id)));
    }
    for practice in practices {
        validate_practice(practice).map_err(|e| format!("`{}`: {e}", practice.id))?;
    }
    Ok(())
}

fn validate_practice(practice: &Practice) -> Result<(), String> {
    for text in [&practice.en, &practice.zh] {
        filled([&text.title, &text.why, &text.shows].into_iter().chain(&text.how).chain(&text.bonus))?;
        if text.how.is_empty() {
            return Err("`how` says nothing".into());
        }
        if text.bonus.is_some() != practice.bonus.is_some() {
            return Err("`bonus` wants a question in both languages, and a question wants `bonus`".into());
        }
    }
    if practice.en.how.len() != practice.zh.how.len() {
        return Err("`how` has not as many points in one language as in the other".into());
    }
    if let Some(id) = practice.answers.iter().chain(&practice.shown).find(|id| !ROW_IDS.contains(&id.as_str())) {
        return Err(format!("there is no row `{id}`"));
    }
    if let Some(name) = practice.bonus.iter().find(|name| !BONUS.contains(&name.as_str())) {
        return Err(format!("there is no bonus `{name}`"));
    }
    if practice.sources.is_empty() {
        return Err("no `sources`".into());
    }
    practice.sources.iter().try_for_each(|source| https(&source.url))
}

fn filled<'a>(mut texts: impl Iterator<Item = &'a String>) -> Result<(), String> {
    if texts.any(|text| text.trim().is_empty()) { Err("a text is empty in one language".into()) } else { Ok(()) }
}

fn https(url: &str) -> Result<(), String> {
    if url.starts_with("https://") { Ok(()) } else { Err(format!("`{url}` is no https: URL")) }
}

/// The table of the score's rows, as Rust.
pub fn rows(guide: &Guide) -> String {
    let mut out = String::from("/// Every row, in its order.\npub static ROWS: [Row; 15] = [\n");
    for Row { id, points, severity, source, en, .. } in &guide.rows {
        let _ = write!(out, "Row {{ id: {id:?}, points: {points}, severity: Severity::{severity:?}, ");
        for (field, text) in
            [("source", source), ("measures", &en.measures), ("reason", &en.reason), ("action", &en.action)]
        {
            let _ = write!(out, "#[cfg(not(target_arch = \"wasm32\"))] {field}: {text:?}, ");
        }
        out.push_str("},\n");
    }
    out.push_str("];\n");
    out
}

/// All texts in one language, as the page fetches them.
pub fn texts(guide: &Guide, language: &str) -> Value {
    let chinese = language == LANGUAGES[1];
    let rows: serde_json::Map<_, _> = guide
        .rows
        .iter()
        .map(|row| {
            let text = if chinese { &row.zh } else { &row.en };
            let value =
                json!({"measures": text.measures, "reason": text.reason, "action": text.action, "source": row.source});
            (row.id.clone(), value)
        })
        .collect();
    let practices = guide.practices.iter().map(|p| {
        let text = if chinese { &p.zh } else { &p.en };
        json!({
            "id": p.id,
            "part": match p.part { Part::Practice => 0, Part::Mistake => 1, Part::Plan => 2, Part::Tools => 3 },
            "answers": p.answers, "bonus": p.bonus, "shown": p.shown,
            "title": text.title, "why": text.why, "how": text.how, "shows": text.shows, "ask": text.bonus,
            "sources": p.sources.iter().map(|s| json!([s.name, s.url])).collect::<Vec<_>>(),
            "snippets": p.snippet.iter().map(|s| json!([s.language, s.code.trim_end()])).collect::<Vec<_>>(),
        })
    });
    let generators = guide.generators.iter().map(|g| {
        let text = if chinese { &g.zh } else { &g.en };
        json!({
            "id": g.id, "title": text.title, "note": text.note,
            "variants": g.variant.iter().map(|v| json!([v.name, v.template, v.source])).collect::<Vec<_>>(),
        })
    });
    json!({
        "rows": rows,
        "caps": guide.caps.iter().map(|cap| if chinese { &cap.zh } else { &cap.en }).collect::<Vec<_>>(),
        "practices": practices.collect::<Vec<_>>(),
        "generators": generators.collect::<Vec<_>>(),
    })
}
