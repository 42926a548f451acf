//! What other scanners report is recognised by our own engine, at the place that the report names, and nothing else
//! of the report is used.

use latchkey::check::companions::beside;
use latchkey::provider::{Kind, PROVIDERS, find};
use latchkey::recognise::made_up::made_up;
use latchkey::recognise::{Confidence, Finding, Recogniser};
use latchkey::scan::foreign::{Report, Tool, is_report, read};
use serde_json::{Value, json};
use std::sync::LazyLock;

static RECOGNISER: LazyLock<Recogniser> = LazyLock::new(Recogniser::default);

fn key(provider: &str, kind: &str, seed: u64) -> String {
    made_up(kind_of(provider, kind), seed)
}

fn kind_of(provider: &str, kind: &str) -> &'static Kind {
    let provider = find(provider).unwrap_or_else(|| panic!("{provider} is in the catalogue"));
    provider.kinds.iter().find(|k| k.id == kind).unwrap_or_else(|| panic!("{kind} is a kind of {}", provider.id))
}

fn recognised(report: &Report) -> Vec<Finding> {
    report.told.iter().filter_map(|told| Some(told.recognise(&RECOGNISER)?.0)).collect()
}

fn gitleaks(secret: &str, around: &str, rule: &str) -> Value {
    json!({
        "RuleID": rule, "Description": "…", "StartLine": 12, "EndLine": 12, "StartColumn": 5, "EndColumn": 60,
        "Match": around, "Secret": secret, "File": "src/config.py", "SymlinkFile": "", "Commit": "4f0e…",
        "Link": "https://evil.example/4f0e", "Entropy": 4.9, "Author": "A", "Email": "a@example.com",
        "Date": "2026-11-01T00:00:00Z", "Message": "m", "Tags": [], "Fingerprint": "src/config.py:groq:12",
    })
}

fn trufflehog(raw: &str, second: &str, detector: &str) -> Value {
    json!({
        "SourceMetadata": { "Data": { "Git": { "commit": "4f0e…", "file": "deploy/prod.env", "email": "a@example.com", "repository": "https://evil.example/r.git", "line": 7 } } },
        "SourceID": 1, "SourceType": 16, "SourceName": "trufflehog - git", "DetectorType": 1, "DetectorName": detector,
        "DecoderName": "PLAIN", "Verified": true, "Raw": raw, "RawV2": second, "Redacted": "", "ExtraData": null, "StructuredData": null,
    })
}

fn kingfisher(snippet: &str, rule: &str) -> Value {
    json!({
        "rule": { "name": rule, "id": "kingfisher.x.1" },
        "finding": {
            "snippet": snippet, "fingerprint": "123", "confidence": "medium", "entropy": "4.5",
            "validation": { "status": "Active Credential", "response": "{\"url\":\"https://evil.example\"}" },
            "language": "Python", "line": 3, "column_start": 1, "column_end": 9, "path": "app/main.py",
        },
    })
}

fn sarif(snippet: Option<&str>) -> Value {
    let region = match snippet {
        Some(text) => json!({ "startLine": 5, "snippet": { "text": text } }),
        None => json!({ "startLine": 5 }),
    };
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0",
        "runs": [{
            "tool": { "driver": { "name": "gitleaks", "rules": [{ "id": "groq", "shortDescription": { "text": "…" } }] } },
            "results": [{
                "ruleId": "groq", "message": { "text": "groq has detected secret for file a/b.ts." },
                "locations": [{ "physicalLocation": { "artifactLocation": { "uri": "a/b.ts" }, "region": region } }],
                "partialFingerprints": { "commitSha": "4f0e…" },
            }],
        }],
    })
}

/// One finding, of which everything is as it should be.
fn one(text: &str, tool: Tool, place: (&str, usize, &str)) {
    assert!(is_report(text.as_bytes()), "{tool:?}");
    let report = read(text.as_bytes());
    assert_eq!((report.tool, report.cut, report.damaged), (Some(tool), 0, false));
    let told = &report.told[0];
    assert_eq!((told.file.as_text(), told.line, told.rule.as_text()), place);
    let found = recognised(&report);
    assert_eq!(found.len(), 1, "{tool:?}");
    assert_eq!((found[0].kinds[0].provider().id, found[0].line), ("groq", place.1));
    assert!(found[0].secret.same_as(&latchkey::credential::Secret::new(key("groq", "api", 1), 0)));
}

#[test]
fn every_tool_says_where_a_key_stands_and_our_engine_says_whose_it_is() {
    let groq = key("groq", "api", 1);
    let line = format!("GROQ_API_KEY = \"{groq}\"");
    let git = json!([gitleaks(&groq, &line, "groq-api-key")]).to_string();
    one(&git, Tool::Gitleaks, ("src/config.py", 12, "groq-api-key"));
    one(&trufflehog(&groq, "", "Groq").to_string(), Tool::Trufflehog, ("deploy/prod.env", 7, "Groq"));
    let envelope = json!({ "findings": [kingfisher(&groq, "Groq API Key")], "metadata": {} });
    one(&envelope.to_string(), Tool::Kingfisher, ("app/main.py", 3, "Groq API Key"));
    one(&kingfisher(&groq, "Groq API Key").to_string(), Tool::Kingfisher, ("app/main.py", 3, "Groq API Key"));
    one(&sarif(Some(&line)).to_string(), Tool::Sarif, ("a/b.ts", 5, "groq"));
}

#[test]
fn lists_lines_and_pretty_printed_documents_are_read_alike() {
    let keys: Vec<_> = (0..50).map(|seed| key("groq", "api", seed)).collect();
    let all = |of: &dyn Fn(&String) -> Value| keys.iter().map(of).collect::<Vec<_>>();
    let git = all(&|k| gitleaks(k, k, "groq"));
    let hog = all(&|k| trufflehog(k, "", "Groq"));
    let lines = |values: &[Value], end: &str| values.iter().map(|v| v.to_string() + end).collect::<String>();
    for text in [
        json!(git).to_string(),
        format!("\u{feff}{:#}", json!(git)),
        lines(&git, "\n"),
        lines(&hog, "\r\n"),
        format!("{:#}", json!({ "findings": all(&|k| kingfisher(k, "Groq")) })),
    ] {
        assert!(is_report(text.as_bytes()));
        assert_eq!(recognised(&read(text.as_bytes())).len(), 50);
    }
}

#[test]
fn a_line_that_is_no_finding_is_passed_over_and_said() {
    let groq = key("groq", "api", 1);
    let hog = trufflehog(&groq, "", "Groq");
    let text = format!(
        "{hog}\nlevel=error msg=\"no such branch\"\n{{\"level\":\"info\",\"msg\":\"done\"}}\n{hog}\n{{\"Raw\":"
    );
    let report = read(text.as_bytes());
    assert_eq!((report.told.len(), report.damaged), (2, true));
}

#[test]
fn a_key_without_a_mark_is_told_by_the_text_around_it_or_by_the_rule() {
    let mistral = key("mistral", "api", 3);
    let around = format!("mistral_api_key: \"{mistral}\"");
    for value in [
        gitleaks(&mistral, &around, "generic-api-key"),
        gitleaks(&mistral, &mistral, "mistral-api-key"),
        trufflehog(&mistral, "", "Mistral"),
        kingfisher(&mistral, "Mistral AI API Key"),
    ] {
        let found = recognised(&read(value.to_string().as_bytes()));
        assert_eq!(found.len(), 1, "{value}");
        assert_eq!(found[0].kinds[0].provider().id, "mistral", "{value}");
        assert_ne!(found[0].confidence, Confidence::Undecided);
    }
}

#[test]
fn a_report_without_its_secrets_is_known_as_one() {
    for cut in ["REDACTED", "REDACT", "", "gsk_abc...", "gsk_********", "[REDACTED:9f8e]"] {
        let text = json!([gitleaks(cut, "REDACTED", "groq")]).to_string();
        let report = read(text.as_bytes());
        assert_eq!((report.told.len(), report.cut), (0, 1), "{cut}");
    }
    let report = read(sarif(None).to_string().as_bytes());
    assert_eq!((report.told.len(), report.cut), (0, 1));
}

#[test]
fn hosts_that_a_report_names_are_not_used() {
    let mut tried = 0;
    for kind in PROVIDERS.iter().flat_map(|p| p.kinds) {
        let needs = kind.needs().iter().filter_map(|id| kind.provider().companion(id));
        for host in needs.filter(|c| c.host || !c.choices.is_empty()) {
            let value = host.choices.first().map_or_else(|| "server.evil.example".to_owned(), |c| (*c).to_owned());
            let (name, value_name) = (kind.env.first().or(kind.provider().env.first()), host.env.first());
            let (Some(name), Some(value_name)) = (name, value_name) else { continue };
            let made = made_up(kind, 1);
            let around = format!("{value_name}={value}\n{name}={made}\n");
            let place = around.find(&made).expect("the key is in its text");
            if !beside(around.as_bytes(), &(place..place + made.len()), kind).contains_key(host.id) {
                continue;
            }
            tried += 1;
            let report = read(json!([gitleaks(&made, &around, "x")]).to_string().as_bytes());
            let known = report.told[0].recognise(&RECOGNISER).map(|(_, beside)| beside).unwrap_or_default();
            assert!(!known.contains_key(host.id), "{} of {}", host.id, kind.provider().id);
        }
    }
    assert!(tried > 5, "hosts that would be found beside a key: {tried}");
}

#[test]
fn code_and_data_that_are_no_report_are_left_alone() {
    for text in
        ["", "[]", "{}", "GROQ_API_KEY=x", "{\"runs\": 3}", "[{\"Secret\": \"x\"}]", "{\"rule\": {}, \"finding\": 1}"]
    {
        assert!(!is_report(text.as_bytes()), "{text}");
    }
}

#[test]
fn no_report_makes_it_stop() {
    let deep = format!("[{{\"RuleID\":\"a\",\"Secret\":\"b\",\"x\":{}", "[".repeat(100_000));
    let report = read(deep.as_bytes());
    assert!(report.damaged);
    for text in [
        "[[[[",
        "]]]]",
        "{\"RuleID\":1,\"Secret\":{}}",
        "{\"locations\":[{\"physicalLocation\":{}}],\"ruleId\":\"\"}",
        "\u{feff}",
    ] {
        _ = recognised(&read(text.as_bytes()));
    }
}
