//! Reports of other scanners: gitleaks (and betterleaks, which writes the same), trufflehog, kingfisher, each as JSON
//! or JSON lines, and SARIF. Such a tool says where something stands that looks like a secret, and few of them can
//! tell whether it still lives. What it took for one is recognised by our own engine; its file, line and rule are kept
//! as the place. Nothing else of it is used: no verdict, no link, and no host that it names.
//!
//! Read 2026-11 from the tools' own writers: gitleaks `report/finding.go`, trufflehog `pkg/output/json.go`, kingfisher
//! `src/reporter.rs` and `src/reporter/sarif_format.rs`; SARIF 2.1.0, section 3.27.

use crate::check::companions::{self, Companions};
use crate::check::untrusted::Untrusted;
use crate::recognise::{Confidence, Finding, Recogniser};
use serde_json::Value;
use zeroize::{Zeroize, Zeroizing};

/// Bytes at the beginning in which the marks of a report are looked for.
const HEAD: usize = 64 * 1024;

/// Characters of a path or a rule's name that are kept.
const NAME: usize = 200;

/// Who wrote a report.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tool {
    /// gitleaks, or betterleaks.
    Gitleaks,
    /// trufflehog.
    Trufflehog,
    /// kingfisher.
    Kingfisher,
    /// Any that writes SARIF.
    Sarif,
}

impl Tool {
    /// As it calls itself.
    pub fn name(self) -> &'static str {
        match self {
            Self::Gitleaks => "gitleaks",
            Self::Trufflehog => "trufflehog",
            Self::Kingfisher => "kingfisher",
            Self::Sarif => "SARIF",
        }
    }
}

/// What a report tells of one finding.
pub struct Told {
    /// What it took for a secret.
    secret: Zeroizing<String>,
    /// The text around it, as far as the report gives that.
    around: Zeroizing<String>,
    /// Its rule or detector.
    pub rule: Untrusted,
    /// The file it stands in.
    pub file: Untrusted,
    /// The line it stands on; 0 where the report names none.
    pub line: usize,
}

/// A report that was read.
#[derive(Default)]
pub struct Report {
    /// Who wrote it.
    pub tool: Option<Tool>,
    /// Findings with their secrets.
    pub told: Vec<Told>,
    /// Findings whose secrets were cut out.
    pub cut: usize,
    /// Whether some of it was no JSON.
    pub damaged: bool,
}

/// Whether a text is a scanner's report, by its beginning.
pub fn is_report(text: &[u8]) -> bool {
    let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text).trim_ascii_start();
    let head = String::from_utf8_lossy(&text[..text.len().min(HEAD)]);
    let all = |marks: &[&str]| marks.iter().all(|mark| head.contains(mark));
    matches!(text.first(), Some(b'{' | b'['))
        && (all(&["\"RuleID\"", "\"Secret\""])
            || all(&["\"DetectorName\"", "\"Raw\""])
            || all(&["\"rule\"", "\"finding\"", "\"snippet\""])
            || all(&["\"runs\"", "\"tool\"", "\"driver\""]))
}

/// A report on its way in, one document, line or element of its list a step.
pub struct Reader<'a> {
    rest: &'a [u8],
    report: Report,
}

impl<'a> Reader<'a> {
    /// Of a text that [`is_report`].
    pub fn new(text: &'a [u8]) -> Self {
        Self { rest: text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text), report: Report::default() }
    }

    /// Reads one more; whether there was one.
    pub fn step(&mut self) -> bool {
        // A list of findings is read element by element: as a whole it could be long.
        let between = |b: &u8| b.is_ascii_whitespace() || matches!(b, b',' | b'[' | b']');
        let skip = self.rest.iter().take_while(|b| between(b)).count();
        self.rest = &self.rest[skip..];
        if self.rest.is_empty() {
            return false;
        }
        let mut values = serde_json::Deserializer::from_slice(self.rest).into_iter::<Value>();
        if let Some(Ok(mut value)) = values.next() {
            self.rest = &self.rest[values.byte_offset()..];
            self.report.take(&value);
            wipe(&mut value);
        } else {
            // A tool's own words between its findings, or a line that was cut: the next one may be whole.
            self.report.damaged = true;
            let line = self.rest.iter().position(|b| *b == b'\n').map_or(self.rest.len(), |at| at + 1);
            self.rest = &self.rest[line..];
        }
        true
    }

    /// How much of it is left, in bytes.
    pub fn left(&self) -> usize {
        self.rest.len()
    }

    /// What was read.
    pub fn done(self) -> Report {
        self.report
    }
}

/// Reads all of it at once.
pub fn read(text: &[u8]) -> Report {
    let mut reader = Reader::new(text);
    while reader.step() {}
    reader.done()
}

impl Report {
    /// Takes the findings of a value, however deep they stand; the parser bounds the depth.
    fn take(&mut self, value: &Value) {
        if let Some((tool, told)) = finding(value) {
            self.tool = self.tool.or(Some(tool));
            if is_cut(&told.secret) {
                self.cut += 1;
            } else {
                self.told.push(told);
            }
            return;
        }
        match value {
            Value::Array(list) => list.iter().for_each(|v| self.take(v)),
            Value::Object(map) => map.values().for_each(|v| self.take(v)),
            _ => {}
        }
    }
}

/// A finding, by the names that each tool gives to its parts.
fn finding(value: &Value) -> Option<(Tool, Told)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let told = |secret: &Value, around: &Value, rule: &Value, file: &Value, line: &Value| Told {
        secret: Zeroizing::new(text(secret)),
        around: Zeroizing::new(text(around)),
        rule: name(rule),
        file: name(file),
        line: line.as_u64().and_then(|n| usize::try_from(n).ok()).unwrap_or(0),
    };
    value.as_object()?;
    if value["RuleID"].is_string() && value["Secret"].is_string() {
        let told = told(&value["Secret"], &value["Match"], &value["RuleID"], &value["File"], &value["StartLine"]);
        return Some((Tool::Gitleaks, told));
    }
    if value["Raw"].is_string() && !value["DetectorName"].is_null() {
        let at = place(&value["SourceMetadata"]["Data"]);
        let told = told(&value["Raw"], &value["RawV2"], &value["DetectorName"], &at["file"], &at["line"]);
        return Some((Tool::Trufflehog, told));
    }
    let found = &value["finding"];
    if found["snippet"].is_string() && value["rule"].is_object() {
        let told = told(&found["snippet"], &Value::Null, &value["rule"]["name"], &found["path"], &found["line"]);
        return Some((Tool::Kingfisher, told));
    }
    let at = &value["locations"][0]["physicalLocation"];
    if at.is_object() && (value["ruleId"].is_string() || value["message"].is_object()) {
        let region = &at["region"];
        let around = &at["contextRegion"]["snippet"]["text"];
        let uri = &at["artifactLocation"]["uri"];
        let told = told(&region["snippet"]["text"], around, &value["ruleId"], uri, &region["startLine"]);
        return Some((Tool::Sarif, told));
    }
    None
}

/// Where trufflehog's source names a file: `Data.Git`, `Data.Filesystem`, …
fn place(data: &Value) -> &Value {
    data.as_object().and_then(|sources| sources.values().find(|s| s.is_object())).unwrap_or(&Value::Null)
}

fn name(value: &Value) -> Untrusted {
    Untrusted::new(value.as_str().unwrap_or_default()).shortened(NAME)
}

/// Whether a secret was cut out of a report, wholly (`REDACTED`, asterisks, nothing at all) or in part.
fn is_cut(secret: &str) -> bool {
    let secret = secret.trim();
    secret.is_empty()
        || secret.contains("REDACT")
        || secret.contains('…')
        || secret.ends_with("...")
        || secret.contains("****")
}

impl Told {
    /// What our engine makes of it, with what stands beside it of what it needs; hosts are left out. None where it
    /// knows no such key.
    pub fn recognise(&self, recogniser: &Recogniser) -> Option<(Finding, Companions)> {
        let named = Zeroizing::new(format!("{}=\"{}\"\n", variable(self.rule.as_text()), *self.secret));
        // The text around it tells most; the rule's name stands in for it where there is none.
        let mut best: Option<(Finding, Companions)> = None;
        for text in [&self.around, &self.secret, &named] {
            let Some((finding, beside)) = self.within(text, recogniser) else { continue };
            let better = |(b, _): &(Finding, Companions)| {
                b.confidence == Confidence::Undecided && finding.confidence != Confidence::Undecided
            };
            if best.as_ref().is_none_or(better) {
                best = Some((finding, beside));
            }
            if best.as_ref().is_some_and(|(b, _)| b.confidence != Confidence::Undecided) {
                break;
            }
        }
        let (mut finding, mut beside) = best?;
        finding.line = self.line;
        for kind in &finding.kinds {
            // A choice is a host as well, or leads to one.
            beside.retain(|id, _| kind.provider().companion(id).is_none_or(|c| !c.host && c.choices.is_empty()));
        }
        Some((finding, beside))
    }

    /// The first credential in a text that has a part of the secret in it.
    fn within(&self, text: &str, recogniser: &Recogniser) -> Option<(Finding, Companions)> {
        let at = text.find(&**self.secret)?;
        let secret = at..at + self.secret.len();
        let bytes = text.as_bytes();
        let overlaps = |f: &Finding| f.span.start < secret.end && secret.start < f.span.end;
        let finding = recogniser.recognise(bytes).findings.into_iter().find(overlaps)?;
        let mut beside = Companions::new();
        finding.kinds.iter().for_each(|kind| beside.extend(companions::beside(bytes, &finding.span, kind)));
        Some((finding, beside))
    }
}

/// A variable's name of a rule's: `Mistral AI API Key`, `mistral-api-key`, `kingfisher.mistral.1`.
fn variable(rule: &str) -> String {
    let name: String =
        rule.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' }).collect();
    let name = name.trim_start_matches("KINGFISHER_").trim_matches(|c: char| c == '_' || c.is_ascii_digit());
    let ends = ["KEY", "TOKEN", "SECRET"].iter().any(|end| name.ends_with(end));
    if ends { name.to_owned() } else { format!("{name}_API_KEY") }
}

/// Overwrites every text of a value.
fn wipe(value: &mut Value) {
    match value {
        Value::String(text) => text.zeroize(),
        Value::Array(list) => list.iter_mut().for_each(wipe),
        Value::Object(map) => map.values_mut().for_each(wipe),
        _ => {}
    }
}
