//! What is recognised, by what a person pastes.

use latchkey::provider::{Kind, Mark, PROVIDERS, find};
use latchkey::recognise::made_up::made_up;
use latchkey::recognise::{Confidence, NoteKind, Oddity, Recognised, Recogniser};
use std::sync::LazyLock;

static RECOGNISER: LazyLock<Recogniser> = LazyLock::new(Recogniser::default);

fn recognise(text: &str) -> Recognised {
    RECOGNISER.recognise(text.as_bytes())
}

fn kind(provider: &str, kind: &str) -> &'static Kind {
    let provider = find(provider).unwrap_or_else(|| panic!("{provider} is in the catalogue"));
    provider.kinds.iter().find(|k| k.id == kind).unwrap_or_else(|| panic!("{kind} is a kind"))
}

fn all() -> impl Iterator<Item = &'static Kind> {
    PROVIDERS.iter().flat_map(|p| p.kinds)
}

/// The provider and kind of the only finding.
fn only(text: &str) -> (String, Confidence) {
    let found = recognise(text).findings;
    assert_eq!(found.len(), 1, "{found:?} in {text:?}");
    let kinds: Vec<_> = found[0].kinds.iter().map(|k| format!("{}/{}", k.provider().id, k.id)).collect();
    (kinds.join(" "), found[0].confidence)
}

#[test]
fn every_provider_is_found_by_its_id() {
    for provider in *PROVIDERS {
        assert_eq!(find(provider.id).map(|p| p.id), Some(provider.id));
    }
}

#[test]
fn every_kind_with_a_mark_of_its_own_is_certain_when_it_stands_alone() {
    for kind in all().filter(|k| k.mark == Mark::Own) {
        for seed in 0..20 {
            let key = made_up(kind, seed);
            let found = recognise(&key).findings;
            assert_eq!(found.len(), 1, "{}/{}: {key}", kind.provider().id, kind.id);
            assert_eq!(found[0].kinds[0].provider().id, kind.provider().id, "{key}");
            assert_eq!(found[0].confidence, Confidence::Certain, "{}/{}: {key}", kind.provider().id, kind.id);
            assert_eq!(found[0].span, 0..key.len());
        }
    }
}

#[test]
fn every_kind_is_found_beside_its_providers_variable_in_any_style() {
    for kind in all() {
        let provider = kind.provider();
        let Some(name) = kind.env.first().or(provider.env.first()) else { continue };
        // The tables hold names without style; upper case stands for all that a file may hold.
        let name = name.to_uppercase();
        let key = made_up(kind, 7);
        for text in [
            format!("{name}={key}\n"),
            format!("export {name}=\"{key}\"\n"),
            format!("{name}: {key}\n"),
            format!("  \"{name}\": \"{key}\",\n"),
            format!("{name} = '{key}'\n"),
            format!("os.environ[\"{name}\"] = \"{key}\"\n"),
        ] {
            let (found, confidence) = only(&text);
            assert!(
                found.starts_with(&format!("{}/", provider.id)),
                "{found} for {}/{} in {text:?}",
                provider.id,
                kind.id
            );
            assert_ne!(confidence, Confidence::Undecided, "{text}");
        }
    }
}

#[test]
fn names_come_in_every_style() {
    let key = made_up(kind("mistral", "api"), 3);
    for name in [
        "MISTRAL_API_KEY",
        "mistralApiKey",
        "mistral.api-key",
        "mistral_key",
        "Mistral:ApiKey",
        "MY_MISTRAL_API_KEY_PROD",
    ] {
        let (found, confidence) = only(&format!("{name} = \"{key}\""));
        assert_eq!((found.as_str(), confidence), ("mistral/api", Confidence::Likely), "{name}");
    }
}

#[test]
fn of_two_names_that_begin_alike_the_longer_decides() {
    let key = made_up(kind("mailjet", "secret"), 5);
    assert_eq!(only(&format!("MJ_APIKEY_PRIVATE={key}")).0, "mailjet/secret");
    assert_eq!(only(&format!("MJ_APIKEY_PUBLIC={key}")).0, "mailjet/api-key");
}

#[test]
fn a_curl_line_to_a_host_gives_an_unmarked_key_away() {
    let key = made_up(kind("mistral", "api"), 4);
    let text = format!("curl https://api.mistral.ai/v1/models \\\n  -H \"Authorization: Bearer {key}\"\n");
    assert_eq!(only(&text).0, "mistral/api");
    let key = made_up(kind("elevenlabs", "legacy"), 4);
    assert_eq!(only(&format!("curl -H 'xi-api-key: {key}' https://api.elevenlabs.io/v1/user")).0, "elevenlabs/legacy");
}

#[test]
fn the_pair_that_curl_is_given_holds_an_unmarked_key() {
    let key = made_up(kind("mistral", "api"), 4);
    assert_eq!(only(&format!("curl -u api:{key} https://api.mistral.ai/v1/models")).0, "mistral/api");
    assert_eq!(only(&format!("curl -H 'Authorization: Token token={key}' https://api.mistral.ai/")).0, "mistral/api");
}

#[test]
fn a_name_that_only_ends_like_anothers_gives_nothing_away() {
    let key = made_up(kind("mistral", "api"), 4);
    assert!(recognise(&format!("NOTMISTRAL_API_KEY={key}")).findings.is_empty());
}

#[test]
fn a_shared_form_is_decided_by_the_name_and_undecided_without_one() {
    let key = made_up(kind("deepseek", "api"), 5);
    let found = recognise(&key).findings;
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].confidence, Confidence::Undecided);
    assert_eq!(only(&format!("DEEPSEEK_API_KEY={key}")), ("deepseek/api".into(), Confidence::Likely));
    assert_eq!(only(&format!("client(base_url='https://api.deepseek.com', api_key='{key}')")).1, Confidence::Likely);
}

#[test]
fn a_mark_of_its_own_beats_the_name_beside_it() {
    let key = made_up(kind("groq", "api"), 6);
    assert_eq!(only(&format!("OPENAI_API_KEY={key}")), ("groq/api".into(), Confidence::Certain));
}

#[test]
fn placeholders_are_notes_and_never_findings() {
    for text in [
        "OPENAI_API_KEY=sk-your-api-key-here",
        "OPENAI_API_KEY=sk-proj-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        "key = sk-1234567890abcdef",
        "GITHUB_TOKEN=ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        "GROQ_API_KEY=${GROQ_API_KEY}",
        "MISTRAL_API_KEY=<your key>",
        "MISTRAL_API_KEY=your_mistral_api_key_goes_here_ok",
        "COHERE_API_KEY=0123456789012345678901234567890123456789",
    ] {
        let found = recognise(text);
        assert!(found.findings.is_empty(), "{found:?} in {text:?}");
    }
    for text in [
        "GITHUB_TOKEN=ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        "MISTRAL_API_KEY = \"your-api-key\"",
        "COHERE_API_KEY=<YOUR_API_KEY>",
        "mistral_api_key: replace-me",
    ] {
        let notes = recognise(text).notes;
        assert_eq!(notes.len(), 1, "{text}");
        assert_eq!(notes[0].what, NoteKind::Placeholder);
    }
    assert_eq!(recognise("MISTRAL_API_KEY=your-api-key").notes[0].mask, "your-api-key");
    for text in ["MISTRAL_API_KEY=yours", "mistral: your-model", "MISTRAL_API_KEY=youth-club-42", "your-api-key"] {
        assert!(recognise(text).notes.is_empty(), "{text}");
    }
}

#[test]
fn hashes_uuids_and_code_are_no_findings() {
    let text = "commit 9fceb02d0ae598e95dc970b74767f19372d61af8\n\
        md5: d41d8cd98f00b204e9800998ecf8427e\n\
        id = \"123e4567-e89b-12d3-a456-426614174000\"\n\
        integrity=\"sha384-oqVuAfXRKap7fdgcCY5uykM6+R9GqQ8K/uxy9rx7HNQlGYl1kPzQho1wx4JwY8wC\"\n\
        let task-sk-list = fw_render_pass_1 + hf_hub_download;\n\
        mistral-7b-instruct-v0.2.Q4_K_M.gguf sha256 3e0039fd0273fcbebb49228943b17831aadd55cbcbf56f0af00499be2040ccf9\n";
    let found = recognise(text);
    assert!(found.findings.is_empty(), "{:?}", found.findings);
    let bare = recognise("d41d8cd98f00b204e9800998ecf8427e\n123e4567-e89b-12d3-a456-426614174000\n");
    assert!(bare.findings.is_empty());
    let whats: Vec<_> = bare.notes.iter().map(|n| n.what).collect();
    assert_eq!(whats, [NoteKind::Hash, NoteKind::Uuid]);
}

#[test]
fn a_bare_value_that_only_a_name_could_decide_is_a_choice() {
    let key = made_up(kind("mistral", "api"), 9);
    let found = recognise(&format!("{key}\n")).findings;
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].confidence, Confidence::Undecided);
    assert!(recognise(&format!("some words {key}\n")).findings.is_empty());
}

#[test]
fn what_is_not_seen_is_cleaned_and_said() {
    let key = made_up(kind("groq", "api"), 10);
    let text = format!("x {}\u{200b}{} y", &key[..20], &key[20..]);
    let found = &recognise(&text).findings[0];
    assert_eq!(found.oddities, [Oddity::Invisible]);
    assert_eq!(found.span, 2..2 + key.len() + 3);
    assert_eq!(found.secret.len(), key.len());
}

#[test]
fn look_alikes_are_cleaned_and_said() {
    let key = made_up(kind("openai", "project"), 11);
    let text = key.replacen("proj", "prоj", 1);
    let found = &recognise(&text).findings[0];
    assert_eq!(found.oddities, [Oddity::LookAlike]);
    assert_eq!(found.span, 0..text.len());
}

#[test]
fn a_value_broken_over_lines_is_joined_and_said() {
    let key = made_up(kind("groq", "api"), 12);
    let text = format!("{}\n   {}\n", &key[..30], &key[30..]);
    let found = &recognise(&text).findings;
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].oddities, [Oddity::Broken]);
    assert_eq!(found[0].span, 0..text.len() - 1);
    assert_eq!(found[0].secret.len(), key.len());
}

#[test]
fn keys_a_line_each_are_not_taken_for_one_broken_key() {
    for kind in all().filter(|k| k.mark == Mark::Own && k.secret) {
        let keys = [made_up(kind, 21), made_up(kind, 22), made_up(kind, 23)];
        let found = recognise(&keys.join("\n")).findings;
        assert_eq!(found.len(), 3, "{}/{}: {keys:?}", kind.provider().id, kind.id);
        assert!(found.iter().all(|f| f.oddities.is_empty()), "{}/{}", kind.provider().id, kind.id);
    }
}

#[test]
fn a_truncated_value_is_pointed_at() {
    let key = made_up(kind("groq", "api"), 13);
    let found = recognise(&format!("GROQ_API_KEY={}", &key[..40]));
    assert!(found.findings.is_empty());
    assert!(matches!(found.notes[0].what, NoteKind::CutShort(40, 56)), "{:?}", found.notes);
}

#[test]
fn a_stray_quote_is_said() {
    let key = made_up(kind("groq", "api"), 14);
    assert_eq!(recognise(&format!("GROQ_API_KEY=\"{key}\n")).findings[0].oddities, [Oddity::StrayQuote]);
    assert!(recognise(&format!("GROQ_API_KEY=\"{key}\"\n")).findings[0].oddities.is_empty());
}

#[test]
fn lines_and_offsets_are_those_of_the_source() {
    let key = made_up(kind("groq", "api"), 15);
    let text = format!("# é\n\n  key: {key}\n");
    let found = &recognise(&text).findings[0];
    assert_eq!(found.line, 3);
    assert_eq!(&text[found.span.clone()], key);
}

#[test]
fn utf16_is_read_as_such() {
    let key = made_up(kind("groq", "api"), 16);
    let mut source = vec![0xff, 0xfe];
    source.extend(format!("k={key}").encode_utf16().flat_map(u16::to_le_bytes));
    let found = Recogniser::default().recognise(&source).findings;
    assert_eq!(found[0].span, 6..6 + 2 * key.len());
}

#[test]
fn any_bytes_at_all_are_taken_without_a_panic() {
    let mut seed = 1u64;
    let words = [
        "sk-",
        "sk-proj-",
        "T3BlbkFJ",
        "ghp_",
        "MISTRAL_API_KEY=",
        "glpat-",
        "\u{200b}",
        "о",
        "\n",
        "\"",
        "api.mistral.ai",
        "Bearer ",
    ];
    let recogniser = Recogniser::default();
    for _ in 0..3000 {
        let mut text = Vec::new();
        for _ in 0..20 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let n = (seed >> 33) as usize;
            if n.is_multiple_of(3) {
                text.extend(words[n / 3 % words.len()].bytes());
            } else {
                text.extend((seed.to_le_bytes()).iter().take(n % 8));
            }
        }
        recogniser.recognise(&text);
    }
}

#[test]
fn steps_of_any_size_find_the_same() {
    let text = all().map(|kind| made_up(kind, 17)).collect::<Vec<_>>().join("\n");
    let recogniser = Recogniser::default();
    let spans = |found: Recognised| found.findings.into_iter().map(|f| f.span).collect::<Vec<_>>();
    let whole = spans(recogniser.recognise(text.as_bytes()));
    for step in [1, 2, 7, 64, 1000] {
        let mut scan = recogniser.scan(text.as_bytes());
        while scan.step(step) {}
        assert_eq!(spans(scan.finish()), whole);
    }
}

#[test]
fn names_and_values_stand_together_in_files_of_every_sort() {
    let key = made_up(kind("mistral", "api"), 30);
    for text in [
        format!("<add key=\"MISTRAL_API_KEY\" value=\"{key}\" />"),
        format!("<property name=\"mistral-api-key\" value=\"{key}\"/>"),
        format!("<MistralApiKey>{key}</MistralApiKey>"),
        format!("<key>MistralAPIKey</key>\n\t<string>{key}</string>"),
        format!("variable \"mistral_api_key\" {{ default = \"{key}\" }}"),
        format!("  - name: MISTRAL_API_KEY\n    value: \"{key}\""),
        format!("let mistral_api_key: &'static str = \"{key}\";"),
        format!("const mistralApiKey: string = '{key}';"),
        format!("val mistralApiKey: String = \"{key}\""),
        format!("private static final String MISTRAL_API_KEY = \"{key}\";"),
        format!("#define MISTRAL_API_KEY \"{key}\""),
        format!("char MISTRAL_API_KEY[] = \"{key}\";"),
        format!("set MISTRAL_API_KEY={key}\r\n"),
        format!("$env:MISTRAL_API_KEY = '{key}'"),
        format!("setx MISTRAL_API_KEY \"{key}\""),
        format!("ENV MISTRAL_API_KEY {key}"),
        format!("docker run -e MISTRAL_API_KEY={key} image"),
        format!("process.env.MISTRAL_API_KEY ?? \"{key}\""),
        format!("os.getenv('MISTRAL_API_KEY', '{key}')"),
        format!("INSERT INTO settings VALUES ('mistral_api_key', '{key}');"),
        format!("{{\\\"mistralApiKey\\\": \\\"{key}\\\"}}"),
        format!("| MISTRAL_API_KEY | {key} |"),
        format!("https://api.mistral.ai/v1/models?api_key={key}&page=2"),
        format!("machine api.mistral.ai login api password {key}"),
        format!("fetch('https://api.mistral.ai/v1', {{ headers: {{ Authorization: `Bearer {key}` }} }})"),
    ] {
        assert_eq!(only(&text).0, "mistral/api", "{text}");
    }
}

#[test]
fn a_connection_string_of_documents_is_a_placeholder() {
    for text in [
        "DATABASE_URL=postgres://user:password@localhost:5432/app",
        "postgres://postgres:postgres@db:5432/app",
        "mysql://deploy:deploy@127.0.0.1/app",
        "mongodb://root:changeme@mongo:27017",
    ] {
        let found = recognise(text);
        assert!(found.findings.is_empty(), "{found:?} in {text}");
        assert_eq!(found.notes[0].what, NoteKind::Placeholder, "{text}");
    }
    assert_eq!(only("DATABASE_URL=postgres://app:n7Xq2Lr8sWc5Yd1@db.internal:5432/orders").0, "database-url/postgres");
}

#[test]
fn zeros_in_base64_are_no_placeholder() {
    let key = made_up(kind("fly-io", "macaroon"), 31);
    let (head, tail) = key.split_at(30);
    let zeros = format!("{head}{}{}", "A".repeat(12), &tail[12..]);
    assert_eq!(only(&zeros).0, only(&key).0);
    let nothing_else = format!("{}{}", &key[..8], "A".repeat(key.len() - 8));
    assert!(recognise(&nothing_else).findings.is_empty());
}

#[test]
fn a_value_that_chance_left_without_a_digit_is_found_and_a_name_is_not() {
    let (half, other) = ("pRTgsIGUumYx", "lddKzwKndYSs");
    assert_eq!(only(&format!("\"vercelToken\": \"{half}{other}\",")).0, "vercel/legacy");
    assert!(recognise("vercelToken = getVercelTokenFromStore").findings.is_empty());
    assert!(recognise("VERCEL_TOKEN=abcdefuvwxyzghijklmnopqr").findings.is_empty());
}

#[test]
fn a_list_of_bare_keys_may_hold_connection_strings_and_be_long() {
    let unmarked = kind("mistral", "api");
    let mut lines = vec!["postgres://app:n7Xq2Lr8sWc5Yd1@db.internal:5432/orders".to_owned()];
    lines.extend((0..3000).map(|seed| made_up(unmarked, seed)));
    let found = recognise(&lines.join("\n")).findings;
    assert_eq!(found.len(), lines.len());
    assert_eq!(found[1].confidence, Confidence::Undecided);
    assert_eq!(found[3000].line, 3001);
}

#[test]
fn latin1_and_utf16_of_either_order_count_in_their_own_bytes() {
    let key = made_up(kind("groq", "api"), 32);
    let text = format!("naïve\nkey={key}\n");
    let latin1: Vec<u8> = text.chars().map(|c| u8::try_from(c).expect("Latin-1")).collect();
    let found = RECOGNISER.recognise(&latin1).findings;
    assert_eq!((found[0].span.clone(), found[0].line), (10..10 + key.len(), 2));
    for (mark, bytes) in [([0xff, 0xfe], u16::to_le_bytes as fn(u16) -> [u8; 2]), ([0xfe, 0xff], u16::to_be_bytes)] {
        let source: Vec<u8> = mark.into_iter().chain(text.encode_utf16().flat_map(bytes)).collect();
        let found = RECOGNISER.recognise(&source).findings;
        assert_eq!((found[0].span.clone(), found[0].line), (22..22 + 2 * key.len(), 2));
    }
}
