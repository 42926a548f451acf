//! Private keys of many lines: as they are, escaped in JSON, in `.env` files, in YAML; their places exact.

use latchkey::provider::Kind;
use latchkey::recognise::{Confidence, Recogniser};

/// A PEM block of made-up lines, `label` as in `RSA PRIVATE KEY`.
fn block(label: &str) -> String {
    let mut state = 7u64;
    let lines: Vec<String> = (0..20)
        .map(|_| {
            (0..64)
                .map(|_| {
                    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
                    state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                    char::from(ALPHABET[usize::from(state.to_be_bytes()[0] & 63)])
                })
                .collect()
        })
        .collect();
    format!("-----BEGIN {label}-----\n{}\n-----END {label}-----", lines.join("\n"))
}

fn path(kind: &Kind) -> String {
    format!("{}/{}", kind.provider().id, kind.id)
}

#[test]
fn a_private_key_is_found_however_it_is_wrapped_and_its_place_is_exact() {
    let recogniser = Recogniser::default();
    for label in ["RSA PRIVATE KEY", "PRIVATE KEY", "EC PRIVATE KEY", "ENCRYPTED PRIVATE KEY", "OPENSSH PRIVATE KEY"] {
        let plain = block(label);
        let escaped = plain.replace('\n', "\\n");
        let twice = plain.replace('\n', "\\\\n");
        let windows = plain.replace('\n', "\r\n");
        let indented = plain.replace('\n', "\n    ");
        for (how, key, text) in [
            ("as it is", &plain, format!("{plain}\n")),
            ("in JSON", &escaped, format!("{{\"key\": \"{escaped}\\n\", \"other\": 1}}\n")),
            ("in .env", &escaped, format!("PORT=80\nSIGNING_KEY=\"{escaped}\\n\"\nDEBUG=1\n")),
            ("bare in .env", &escaped, format!("SIGNING_KEY={escaped}\n")),
            ("escaped twice", &twice, format!("\"{{\\\"key\\\": \\\"{twice}\\\\n\\\"}}\"\n")),
            ("of Windows", &windows, format!("{windows}\r\n")),
            ("in YAML", &indented, format!("tls:\n  key: |\n    {indented}\n  port: 1\n")),
        ] {
            let found = recogniser.recognise(text.as_bytes()).findings;
            let places: Vec<_> = found.iter().map(|f| path(f.kinds[0])).collect();
            assert_eq!(found.len(), 1, "{label} {how}: {places:?}");
            let start = text.find(key.as_str()).expect("it was put there");
            assert_eq!(found[0].span, start..start + key.len(), "{label} {how}");
            assert_eq!(found[0].kinds[0].provider().id, "pem", "{label} {how}");
            assert_eq!(found[0].confidence, Confidence::Certain, "{label} {how}");
        }
    }
}

#[test]
fn a_service_account_is_found_as_one_whether_it_stands_in_many_lines_one_or_within_a_string() {
    let recogniser = Recogniser::default();
    let key = block("PRIVATE KEY").replace('\n', "\\n");
    let json = format!(
        "{{\n  \"type\": \"service_account\",\n  \"project_id\": \"shop-417\",\n  \"private_key_id\": \
         \"8d3f0b6c2a9e4f17b5c08e61d4a7f392c6b1e05d\",\n  \"private_key\": \"{key}\\n\",\n  \"client_email\": \
         \"deploy@shop-417.iam.gserviceaccount.com\",\n  \"token_uri\": \"https://oauth2.googleapis.com/token\"\n}}"
    );
    let one_line = json.replace('\n', " ");
    let in_string = one_line.replace('\\', "\\\\").replace('"', "\\\"");
    for (how, key, text) in [
        ("in a file", &json, format!("{json}\n")),
        ("in one line", &one_line, format!("GOOGLE_CREDENTIALS='{one_line}'\nPORT=80\n")),
        ("in a string", &in_string, format!("GOOGLE_CREDENTIALS=\"{in_string}\"\nPORT=80\n")),
    ] {
        let found = recogniser.recognise(text.as_bytes()).findings;
        let kinds: Vec<_> = found.iter().map(|f| path(f.kinds[0])).collect();
        assert_eq!(kinds, ["gcp/service-account"], "{how}");
        let start = text.find(key.as_str()).expect("it was put there");
        assert_eq!(found[0].span, start..start + key.len(), "{how}");
        assert!(found[0].facts.iter().any(|fact| fact.name == "project"), "{how}: {:?}", found[0].facts);
    }
}
