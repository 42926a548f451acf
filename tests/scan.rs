//! What the Scan screen tells of code: where each key stands, how bad that is, how to mend the line. All of it
//! without a part of any key.

use latchkey::provider::{Kind, PROVIDERS};
use latchkey::recognise::Recogniser;
use latchkey::recognise::made_up::made_up;
use latchkey::scan::fix::Unsure;
use latchkey::scan::json::{Tally, report};
use latchkey::scan::language::Language;
use latchkey::scan::reading::{PIECE, Reading};
use latchkey::scan::sarif::sarif;
use latchkey::scan::severity::Severity;
use latchkey::scan::skip::Skip;
use latchkey::scan::surroundings::{Line, Piece};
use latchkey::scan::{CodeFinding, FileReport};
use std::fmt::Write as _;
use std::sync::{Arc, LazyLock};

static RECOGNISER: LazyLock<Recogniser> = LazyLock::new(Recogniser::default);

/// As the page does it, piece by piece.
fn scan_bytes(path: &str, bytes: &[u8], piece: usize) -> FileReport {
    let mut reading = Reading::new(path);
    let mut pieces = bytes.chunks(piece).peekable();
    loop {
        while !reading.is_full()
            && let Some(piece) = pieces.next()
        {
            reading.push(piece);
        }
        let last = pieces.peek().is_none();
        let recognised = RECOGNISER.recognise(reading.text());
        let mut filing = reading.file(recognised, last);
        while filing.step() {}
        filing.done();
        if last {
            return reading.done();
        }
    }
}

fn scan(path: &str, text: &str) -> FileReport {
    scan_bytes(path, text.as_bytes(), PIECE)
}

fn kind(provider: &str, kind: &str) -> &'static Kind {
    let provider =
        PROVIDERS.iter().find(|p| p.id == provider).unwrap_or_else(|| panic!("{provider} is in the catalogue"));
    provider.kinds.iter().find(|k| k.id == kind).unwrap_or_else(|| panic!("{kind} is a kind"))
}

fn groq(seed: u64) -> String {
    made_up(kind("groq", "api"), seed)
}

fn only(report: &FileReport) -> &Arc<CodeFinding> {
    assert_eq!(report.findings.len(), 1, "{report:?}");
    &report.findings[0]
}

fn shown(lines: &[Line]) -> String {
    let line =
        |line: &Line| format!("{}: {}\n", line.number, line.pieces.iter().map(Piece::as_text).collect::<String>());
    lines.iter().map(line).collect()
}

/// Whether ten characters in a row of a key stand in a text, apart from those that its kind begins with.
fn holds(text: &str, key: &str) -> bool {
    let known = key.find(['_', '-']).map_or(0, |at| at + 1);
    key.as_bytes()[known..].windows(10).any(|part| text.as_bytes().windows(10).any(|w| w == part))
}

// ---- where ----

#[test]
fn a_finding_says_its_line_and_column_in_utf16_units() {
    let key = groq(1);
    let report = scan("a.py", &format!("import os\n\nx = '😀é'; GROQ_API_KEY = '{key}'\n"));
    let region = only(&report).region;
    assert_eq!((region.line, region.column), (3, 28));
    assert_eq!((region.end_line, region.end_column), (3, 28 + key.len()));
    assert_eq!(only(&report).finding.line, 3);
}

#[test]
fn a_key_of_several_lines_ends_on_its_last() {
    let key = made_up(kind("pem", "pkcs8"), 1);
    let (head, rest) = key.split_at(60);
    let report = scan("k.pem", &format!("# a\n{head}\n{rest}\n"));
    let region = only(&report).region;
    assert_eq!(region.line, 2);
    assert!(region.end_line >= 3);
    assert_eq!(only(&report).severity, Severity::Critical);
}

#[test]
fn what_is_found_does_not_depend_on_windows_and_pieces() {
    let mut text = String::new();
    let mut keys = Vec::new();
    let mut n = 0;
    while text.len() < 1_700_000 {
        n += 1;
        if n % 37 == 0 {
            keys.push((text.matches('\n').count() + 1, text.len() + 5));
            let _ = writeln!(text, "key={};", groq(n));
        }
        let _ = writeln!(text, "// line {n} of a long file: ä nothing here");
    }
    let whole = RECOGNISER.recognise(text.as_bytes()).findings;
    for piece in [PIECE, 70_001] {
        let report = scan_bytes("big.js", text.as_bytes(), piece);
        let places = |f: &Arc<CodeFinding>| (f.finding.span.clone(), f.region.line);
        let expected: Vec<_> = whole.iter().map(|f| (f.span.clone(), f.line)).collect();
        assert_eq!(report.findings.iter().map(places).collect::<Vec<_>>(), expected);
    }
    assert!(whole.len() > 500);
}

#[test]
fn one_long_line_is_read_like_any_other() {
    let unit = "var a=1;".repeat(100_000);
    let text = format!("{unit}var k='{}';{unit}", groq(3));
    let report = scan("app.js", &text);
    let found = only(&report);
    assert_eq!((found.region.line, found.region.column), (1, unit.len() + 8));
    assert!(shown(&found.surroundings).len() < 400);
    assert_eq!(found.fix.rewritten, Err(Unsure::Crowded));
}

#[test]
fn utf16_is_read_by_its_own_lines_and_columns() {
    let text = format!("\u{feff}// 😀\nconst k = \"{}\";\n", groq(4));
    let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    for bytes in [little, big] {
        for piece in [7, PIECE] {
            let report = scan_bytes("a.js", &bytes, piece);
            let region = only(&report).region;
            assert_eq!((region.line, region.column), (2, 12), "pieces of {piece}");
        }
    }
}

#[test]
fn any_bytes_are_read_without_harm() {
    let key = groq(5);
    let odd = [b"\xff\xc3\r\n\x80\xe2\x80".as_slice(), key.as_bytes(), b"\xe2\x80\n\xf0\x9f\n"].concat();
    assert_eq!(scan_bytes("x.js", &odd, 3).findings.len(), 1);
    assert_eq!(scan_bytes("x.js", &[], 3).findings.len(), 0);
}

// ---- surroundings ----

#[test]
fn surroundings_hold_no_part_of_any_key() {
    let (a, b, c) = (groq(6), made_up(kind("github", "pat-classic"), 6), made_up(kind("mistral", "api"), 6));
    let cut = &b[..20];
    let text = format!(
        "const one = '{a}';\nconst two = '{b}'; // was {a}\nconst MISTRAL_API_KEY = '{c}';\n// once more, alone: {c} and {}\nlet cut = '{cut}';\n",
        &c[4..24]
    );
    let report = scan("a.js", &text);
    assert!(report.findings.len() >= 3);
    for found in &report.findings {
        let shown = shown(&found.surroundings) + &format!("{:?}", found.fix) + &format!("{:?}", found.name);
        for key in [&a, &b, &c] {
            assert!(!holds(&shown, key), "{shown}");
        }
        assert!(shown.contains(&found.mask));
    }
}

#[test]
fn a_name_that_is_another_key_is_not_told() {
    let (a, b) = (groq(7), groq(8));
    let report = scan("a.txt", &format!("{a}: {b}\n"));
    assert_eq!(report.findings.len(), 2);
    for found in &report.findings {
        let told = format!("{:?} {:?}", found.name, found.fix);
        assert!(!holds(&told, &a) && !holds(&told, &b), "{told}");
    }
}

#[test]
fn surroundings_are_two_lines_on_each_side() {
    let text = format!("a1\na2\na3\nk = '{}'\nb1\nb2\nb3\n", groq(9));
    let found = scan("a.py", &text);
    let found = only(&found);
    assert_eq!(shown(&found.surroundings), format!("2: a2\n3: a3\n4: k = '{}'\n5: b1\n6: b2\n", found.mask));
}

#[test]
fn a_key_of_several_lines_is_one_mask() {
    let key = made_up(kind("pem", "pkcs8"), 2);
    let (head, rest) = key.split_at(80);
    let report = scan("a.py", &format!("key = '''{head}\n{rest}'''\nnext\n"));
    let found = only(&report);
    let next = key.matches('\n').count() + 3;
    assert_eq!(shown(&found.surroundings), format!("1: key = '''{}'''\n{next}: next\n", found.mask));
    assert!(found.mask.len() < 40, "{}", found.mask);
    assert_eq!(found.fix.rewritten, Err(Unsure::SeveralLines));
}

#[test]
fn long_lines_are_cut_within_no_character() {
    let text = format!("{}\nk='{}'{}\n", "é".repeat(500), groq(10), "ü".repeat(500));
    let shown = shown(&only(&scan("a.rb", &text)).surroundings);
    assert!(!shown.contains('\u{fffd}') && shown.contains('…'), "{shown}");
    assert!(shown.chars().count() < 400);
}

// ---- the fix ----

/// The line rewritten, with `§` standing for a key.
fn fixed(path: &str, line: &str) -> Result<String, Unsure> {
    let report = scan(path, &line.replace('§', &groq(11)));
    only(&report).fix.rewritten.clone().map(|line| line.as_text().to_owned())
}

#[test]
fn a_line_is_rewritten_in_its_own_language() {
    for (path, line, expected) in [
        ("a.js", "const groqKey = '§';", "const groqKey = process.env.GROQ_KEY;"),
        (
            "a.ts",
            "const h = { authorization: \"Bearer §\" };",
            "const h = { authorization: `Bearer ${process.env.GROQ_API_KEY}` };",
        ),
        ("a.js", "fetch(`https://x.y/?key=§&a=${b}`)", "fetch(`https://x.y/?key=${process.env.GROQ_API_KEY}&a=${b}`)"),
        ("a.tsx", "  <Chat apiKey=\"§\" />", "<Chat apiKey={process.env.GROQ_API_KEY} />"),
        ("a.py", "    groq_key = \"§\"  # mine", "groq_key = os.environ[\"GROQ_KEY\"]  # mine"),
        (
            "a.py",
            "h = {'Authorization': 'Bearer §'}",
            "h = {'Authorization': f'Bearer {os.environ[\"GROQ_API_KEY\"]}'}",
        ),
        ("a.py", "h = f\"Bearer § {x}\"", "h = f\"Bearer {os.environ['GROQ_API_KEY']} {x}\""),
        ("a.py", "k = b'§'", "k = os.environ[\"GROQ_API_KEY\"].encode()"),
        ("a.rs", "let k = \"§\";", "let k = std::env::var(\"GROQ_API_KEY\").expect(\"GROQ_API_KEY is set\");"),
        (
            "a.rs",
            "    let c = Client::new(\"§\");",
            "let c = Client::new(&std::env::var(\"GROQ_API_KEY\").expect(\"GROQ_API_KEY is set\"));",
        ),
        ("a.go", "\tk := \"§\"", "k := os.Getenv(\"GROQ_API_KEY\")"),
        (
            "a.go",
            "r.Header.Set(\"Authorization\", \"Bearer §\")",
            "r.Header.Set(\"Authorization\", \"Bearer \" + os.Getenv(\"GROQ_API_KEY\"))",
        ),
        ("A.java", "String k = \"§\";", "String k = System.getenv(\"GROQ_API_KEY\");"),
        ("A.java", "b = \"Bearer §\".getBytes();", "b = (\"Bearer \" + System.getenv(\"GROQ_API_KEY\")).getBytes();"),
        ("A.kt", "val k = \"Bearer §\"", "val k = \"Bearer ${System.getenv(\"GROQ_API_KEY\")}\""),
        ("A.cs", "string k = @\"§\";", "string k = Environment.GetEnvironmentVariable(\"GROQ_API_KEY\");"),
        ("a.rb", "h['Authorization'] = 'Bearer §'", "h['Authorization'] = \"Bearer #{ENV.fetch(\"GROQ_API_KEY\")}\""),
        ("a.php", "$k = '§';", "$k = getenv('GROQ_API_KEY');"),
        ("a.php", "$h = \"Authorization: Bearer §\";", "$h = \"Authorization: Bearer \" . getenv('GROQ_API_KEY');"),
        ("a.swift", "let k = \"§\"", "let k = ProcessInfo.processInfo.environment[\"GROQ_API_KEY\"] ?? \"\""),
        ("a.sh", "export GROQ_API_KEY=§", ": \"${GROQ_API_KEY:?is not set}\""),
        ("a.sh", "key='§'", "key=\"${GROQ_API_KEY}\""),
        (
            "a.sh",
            "curl -H \"Authorization: Bearer §\" https://api.groq.com",
            "curl -H \"Authorization: Bearer ${GROQ_API_KEY}\" https://api.groq.com",
        ),
        ("a.sh", "curl -H 'Authorization: Bearer §' x", "curl -H 'Authorization: Bearer '\"${GROQ_API_KEY}\"'' x"),
        ("docker-compose.yml", "      GROQ_API_KEY: §", "GROQ_API_KEY: ${GROQ_API_KEY}"),
        (".github/workflows/ci.yml", "  GROQ_API_KEY: §", "GROQ_API_KEY: ${{ secrets.GROQ_API_KEY }}"),
        ("src/application.properties", "groq.api-key=§", "groq.api-key=${GROQ_API_KEY}"),
        ("main.tf", "  api_key = \"§\"", "api_key = var.groq_api_key"),
        (".env.example", "GROQ_API_KEY=§", "GROQ_API_KEY="),
    ] {
        assert_eq!(fixed(path, line).as_deref(), Ok(expected), "{path}: {line}");
    }
}

#[test]
fn a_line_that_cannot_be_rewritten_surely_is_not() {
    for (path, line, why) in [
        ("a.js", "// const k = '§';", Unsure::Comment),
        ("a.py", "x = 1  # §", Unsure::Comment),
        ("a.rs", "const K: &str = \"§\";", Unsure::Constant),
        ("a.go", "const k = \"§\"", Unsure::Constant),
        ("A.java", "@Value(\"§\")", Unsure::Constant),
        ("a.php", "    private $k = '§';", Unsure::Constant),
        ("a.rs", "let h = \"Bearer §\";", Unsure::PartOfText),
        ("a.py", "h = r'Bearer §'", Unsure::PartOfText),
        ("a.js", "const a = { '§': 1 };", Unsure::PartOfText),
        ("a.js", "§`;", Unsure::SeveralLines),
        ("a.py", "k = \"\"\"§\"\"\"", Unsure::SeveralLines),
        ("a.json", "{\"groq\": \"§\"}", Unsure::Format),
        ("a.toml", "groq = \"§\"", Unsure::Format),
        ("k8s.yaml", "groq: §", Unsure::Format),
        ("Dockerfile", "ENV GROQ_API_KEY=§", Unsure::Image),
        (".env", "GROQ_API_KEY=§", Unsure::EnvFile),
        ("notes.md", "my key is §", Unsure::Unknown),
    ] {
        assert_eq!(fixed(path, line), Err(why), "{path}: {line}");
    }
}

#[test]
fn two_keys_in_a_line_are_too_many_to_rewrite() {
    let text = format!("const a = ['{}', '{}'];", groq(12), groq(13));
    assert!(scan("a.js", &text).findings.iter().all(|f| f.fix.rewritten == Err(Unsure::Crowded)));
}

#[test]
fn the_lines_for_the_other_files_name_the_variable_and_show_a_mask() {
    let report = scan("a.js", &format!("const groqToken = '{}'", groq(14)));
    let found = only(&report);
    assert_eq!(found.fix.variable, "GROQ_TOKEN");
    assert_eq!(found.fix.env, format!("GROQ_TOKEN={}", found.mask));
    assert_eq!(found.fix.example, "GROQ_TOKEN=");
    assert_eq!(found.fix.ignore, ".env");
    let report = scan("app/.env.local", &format!("GROQ_API_KEY={}", groq(14)));
    assert_eq!(only(&report).fix.ignore, ".env.local");
    let report = scan("main.tf", &format!("api_key = \"{}\"", groq(14)));
    assert_eq!(only(&report).fix.example, "TF_VAR_groq_api_key=");
    assert!(only(&report).fix.needs.as_deref().is_some_and(|n| n.contains("variable \"groq_api_key\"")));
}

#[test]
fn a_name_that_ends_up_in_the_page_is_told() {
    let report = scan(".env", &format!("VITE_GROQ_KEY={}", groq(15)));
    assert_eq!(only(&report).fix.exposed, Some("VITE_"));
    assert_eq!(only(&report).fix.variable, "GROQ_KEY");
}

#[test]
fn no_fix_of_any_kind_in_any_language_holds_a_part_of_its_key() {
    for (seed, kind) in PROVIDERS.iter().flat_map(|p| p.kinds).enumerate() {
        let key = made_up(kind, seed as u64);
        let name = kind.env.first().or(kind.provider().env.first()).map_or("token", |n| n).to_uppercase();
        for (path, text) in [("a.js", format!("const {name} = '{key}';")), ("b.yaml", format!("{name}: \"{key}\""))] {
            for found in &scan(path, &text).findings {
                let told = format!("{:?} {}", found.fix, shown(&found.surroundings));
                // What every key of the kind begins with may be told.
                let known = found.mask.find('…').unwrap_or(0).min(key.len());
                let told = told.replace(&found.mask, "");
                let part = |w: &[u8]| told.as_bytes().windows(10).any(|t| t == w);
                assert!(!key.as_bytes()[known..].windows(10).any(part), "{}: {told}", found.rule());
            }
        }
    }
}

// ---- reports ----

/// Files with odd paths, and keys of all sorts.
fn files() -> (Vec<FileReport>, Vec<String>) {
    let keys: Vec<String> = [("groq", "api"), ("github", "pat-classic"), ("pem", "pkcs8"), ("stripe", "secret-test")]
        .iter()
        .enumerate()
        .map(|(seed, (provider, id))| made_up(kind(provider, id), seed as u64))
        .collect();
    let all = keys.join("\n");
    let paths = ["src/a.js", "with space/ä:b%.py", "", "https://evil.example/x.js", "../up.rs"];
    (paths.iter().map(|path| scan(path, &all)).collect(), keys)
}

#[test]
fn sarif_is_valid_against_its_schema() {
    let schema = std::fs::read_to_string("tests/schemas/sarif-schema-2.1.0.json").expect("the schema is there");
    // Its pattern of languages has a bracket too many, which JavaScript forgives and this crate does not.
    let schema = schema.replace("-[a-zA-Z]{2}]?$", "-[a-zA-Z]{2}$");
    let schema: serde_json::Value = serde_json::from_str(&schema).expect("it is JSON");
    let schema = jsonschema::validator_for(&schema).expect("it is a schema");
    let (files, _) = files();
    let log = sarif(&files.iter().collect::<Vec<_>>());
    let errors: Vec<String> = schema.iter_errors(&log).map(|e| format!("{}: {e}", e.instance_path())).collect();
    assert_eq!(errors, Vec::<String>::new());
    let empty = sarif(&[]);
    assert!(schema.is_valid(&empty));
    let mut wrong = log;
    wrong["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]["startLine"] = 0.into();
    assert!(!schema.is_valid(&wrong), "the schema looks at regions");
}

#[test]
fn sarif_names_rules_places_and_relative_paths() {
    let (files, _) = files();
    let log = sarif(&files.iter().collect::<Vec<_>>());
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().expect("rules");
    let results = run["results"].as_array().expect("results");
    assert_eq!(results.len(), files.iter().map(|f| f.findings.len()).sum::<usize>());
    assert!(rules.len() < results.len());
    let mut places = Vec::new();
    for result in results {
        let rule = usize::try_from(result["ruleIndex"].as_u64().expect("an index")).expect("small");
        assert_eq!(result["ruleId"], rules[rule]["id"]);
        let place = &result["locations"][0]["physicalLocation"];
        let uri = place["artifactLocation"]["uri"].as_str().expect("a URI");
        assert!(uri.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~/%".contains(&b)), "{uri}");
        assert!(!uri.starts_with('/'), "{uri}");
        assert!(place["region"]["startLine"].as_u64() >= Some(1));
        assert!(place.get("contextRegion").is_none() && place["region"].get("snippet").is_none());
        places.push(result["partialFingerprints"]["latchkeyPlace/v1"].as_str().expect("a fingerprint").to_owned());
    }
    assert!(results.iter().any(|r| {
        r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "with%20space/%C3%A4%3Ab%25.py"
    }));
    places.sort();
    let all = places.len();
    places.dedup();
    assert_eq!(places.len(), all, "each finding has a fingerprint of its own");
}

#[test]
fn a_fingerprint_stays_when_lines_move_and_does_not_know_the_key() {
    let print = |text: &str| {
        let log = sarif(&[&scan("a.js", text)]);
        log["runs"][0]["results"][0]["partialFingerprints"].clone()
    };
    assert_eq!(print(&format!("a='{}'", groq(1))), print(&format!("\n\n\na='{}'", groq(2))));
}

#[test]
fn reports_hold_masks_and_no_part_of_a_key() {
    let (files, keys) = files();
    let all: Vec<&FileReport> = files.iter().collect();
    let mut tally = Tally { files: 5, bytes: 99, skipped: Vec::new() };
    tally.skip(Skip::Binary);
    tally.skip(Skip::Dependencies);
    tally.skip(Skip::Binary);
    let json = report(&all, &tally);
    for text in [sarif(&all).to_string(), json.to_string()] {
        for key in &keys {
            let known = if key.starts_with("-----") { 30 } else { 11 };
            let part = |w: &[u8]| text.as_bytes().windows(10).any(|t| t == w);
            assert!(!key.as_bytes()[known..key.len() - 24].windows(10).any(part), "{text}");
        }
        assert!(text.contains("gsk_…"), "{text}");
    }
    assert_eq!(json["skipped"], serde_json::json!({ "dependencies": 1, "binary": 2 }));
    assert_eq!(json["findings"][0]["file"], "src/a.js");
    assert_eq!(json["findings"][0]["line"], 1);
}

#[test]
fn a_report_names_the_language() {
    assert_eq!(scan("a.kt", "x").language, Language::Kotlin);
}
