//! What credentials tell of themselves.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use latchkey::provider::fact::FACTS;
use latchkey::provider::{Kind, PROVIDERS};
use latchkey::recognise::made_up::made_up;
use latchkey::recognise::offline::{self, Fact, Mode, Told};
use latchkey::recognise::{Confidence, Finding, Recogniser};
use std::sync::LazyLock;

static RECOGNISER: LazyLock<Recogniser> = LazyLock::new(Recogniser::default);

fn kind(provider: &str, id: &str) -> &'static Kind {
    let provider = PROVIDERS.iter().find(|p| p.id == provider).expect("is in the catalogue");
    provider.kinds.iter().find(|k| k.id == id).expect("is a kind")
}

fn only(text: &str) -> Finding {
    let mut found = RECOGNISER.recognise(text.as_bytes()).findings;
    assert_eq!(found.len(), 1, "{found:?} in {text:?}");
    found.remove(0)
}

fn told(finding: &Finding, name: &str) -> Option<String> {
    let fact = finding.facts.iter().find(|fact| fact.name == name)?;
    Some(match &fact.value {
        Told::Text(text) => text.clone(),
        Told::Time(seconds) => seconds.to_string(),
        Told::Mode(mode) => format!("{mode:?}"),
    })
}

fn token(header: &str, payload: &str) -> String {
    [header, payload, "a signature of thirty-two bytes."].map(|part| URL_SAFE_NO_PAD.encode(part)).join(".")
}

#[test]
fn every_fact_has_a_name_that_the_page_has_words_for() {
    for kind in PROVIDERS.iter().flat_map(|p| p.kinds) {
        for seed in 0..3 {
            let name = kind.env.first().or(kind.provider().env.first()).map_or("KEY", |name| name);
            for finding in RECOGNISER.recognise(format!("{name}={}", made_up(kind, seed)).as_bytes()).findings {
                for Fact { name, .. } in finding.facts {
                    assert!(FACTS.contains(&name), "{name} of {}/{}", kind.provider().id, kind.id);
                }
            }
        }
    }
}

#[test]
fn a_json_web_token_tells_issuer_and_expiry_even_while_it_is_undecided() {
    let jwt = token(
        r#"{"alg":"HS256","typ":"JWT"}"#,
        r#"{"iss":"https://sign-in.example.org/","sub":"shop-42","aud":["a","b"],"exp":1709210096,"iat":1709206496.5}"#,
    );
    for text in [format!("JWT={jwt}"), jwt] {
        let finding = only(&text);
        assert_eq!(told(&finding, "issuer").as_deref(), Some("https://sign-in.example.org/"), "{finding:?}");
        assert_eq!(told(&finding, "audience").as_deref(), Some("a b"));
        assert_eq!(told(&finding, "expires").as_deref(), Some("1709210096"));
        assert_eq!(told(&finding, "created").as_deref(), Some("1709206496"));
    }
}

#[test]
fn a_supabase_key_tells_project_and_role() {
    let jwt = token(
        r#"{"alg":"HS256","typ":"JWT"}"#,
        r#"{"iss":"supabase","ref":"qzkvwmxtrbnhgdfsljcp","role":"service_role","iat":1700000000,"exp":2000000000}"#,
    );
    let finding = only(&format!("SUPABASE_SERVICE_ROLE_KEY={jwt}"));
    assert_eq!(finding.kinds[0].id, "service-role-jwt");
    assert_eq!(told(&finding, "project").as_deref(), Some("qzkvwmxtrbnhgdfsljcp"));
    assert_eq!(told(&finding, "role").as_deref(), Some("service_role"));
}

#[test]
fn a_password_is_never_a_fact() {
    for (text, database) in [
        ("postgresql://shop:Zq8vLm2xWn4@db.internal.net:5432/orders?sslmode=require", "orders"),
        ("mysql://shop:Zq8;vLm@2xWn4@db.internal.net/orders", "orders"),
        ("amqps://shop:Zq8vLm2xWn4@mq.internal.net/orders", "orders"),
    ] {
        let finding = only(text);
        assert_eq!(told(&finding, "user").as_deref(), Some("shop"), "{finding:?}");
        assert_eq!(told(&finding, "database").as_deref(), Some(database));
        assert!(told(&finding, "host").is_some_and(|host| host.contains("internal.net")));
        assert!(!format!("{:?}", finding.facts).contains("vLm"), "{finding:?}");
    }
}

#[test]
fn what_facts_leave_untold_is_long_enough_to_be_a_secret() {
    for kind in PROVIDERS.iter().flat_map(|p| p.kinds).filter(|kind| kind.secret) {
        for seed in 0..20 {
            let key = made_up(kind, seed);
            let untold = offline::facts(kind, &key).into_iter().fold(key.clone(), |rest, fact| match fact.value {
                // Of an account's number the key may hold a part (Stripe's `acct_1`).
                Told::Text(text) => rest.replace(&text, "").replace(text.trim_start_matches("acct_1"), ""),
                Told::Time(_) | Told::Mode(_) => rest,
            });
            // A password in a connection string may be as short as its owner chose.
            let least = if kind.provider().id == "database-url" { 1 } else { 16 };
            assert!(untold.len() >= least.min(key.len()), "{}/{}: {untold:?} is left", kind.provider().id, kind.id);
        }
    }
}

#[test]
fn test_and_live_are_told_from_the_forms_own_words() {
    for (provider, id, mode) in [
        ("stripe", "secret", Some(Mode::Live)),
        ("stripe", "secret-test", Some(Mode::Test)),
        ("paddle", "api-sandbox", Some(Mode::Test)),
        ("braintree", "access-token", None),
        ("groq", "api", None),
    ] {
        let finding = only(&made_up(kind(provider, id), 4));
        let told = finding.facts.iter().find(|fact| fact.name == "mode").map(|fact| fact.value.clone());
        if provider == "braintree" {
            assert!(told.is_some(), "{finding:?}");
        } else {
            assert_eq!(told, mode.map(Told::Mode), "{provider}/{id}");
        }
    }
}

#[test]
fn a_short_term_bedrock_key_tells_region_account_and_end() {
    let finding = only(&made_up(kind("aws-bedrock", "short-term"), 2));
    assert_eq!(told(&finding, "region").as_deref(), Some("eu-west-1"), "{finding:?}");
    // 2026-11-25 12:00 UTC and twelve hours.
    assert_eq!(told(&finding, "expires").as_deref(), Some("1795651200"));
    let long = only(&made_up(kind("aws-bedrock", "long-term"), 2));
    assert_eq!(told(&long, "account").as_deref(), Some("408213976551"));
}

#[test]
fn an_access_key_id_tells_its_account_and_is_no_secret() {
    let finding = only(&made_up(kind("aws", "access-key-id"), 2));
    assert!(!finding.kinds[0].secret);
    assert!(told(&finding, "account").is_some_and(|a| a.len() == 12 && a.bytes().all(|b| b.is_ascii_digit())));
}

#[test]
fn a_service_account_tells_project_mail_and_key_id_bare_escaped_and_in_base64() {
    let body =
        STANDARD.encode((0..1216u32).map(|n| n.wrapping_mul(2_654_435_761).to_be_bytes()[0]).collect::<Vec<_>>());
    let lines: Vec<&str> = body.as_bytes().chunks(64).filter_map(|line| std::str::from_utf8(line).ok()).collect();
    let json = format!(
        "{{\n  \"type\": \"service_account\",\n  \"project_id\": \"shop-417\",\n  \"private_key_id\": \
         \"8d3f0b6c2a9e4f17b5c08e61d4a7f392c6b1e05d\",\n  \"private_key\": \"-----BEGIN PRIVATE KEY-----\\n{}\\n-----END \
         PRIVATE KEY-----\\n\",\n  \"client_email\": \"deploy@shop-417.iam.gserviceaccount.com\",\n  \"token_uri\": \
         \"https://oauth2.googleapis.com/token\"\n}}",
        lines.join("\\n")
    );
    for text in [json.clone(), STANDARD.encode(&json)] {
        let finding = only(&text);
        assert_eq!(finding.kinds[0].provider().id, "gcp", "{finding:?}");
        assert_eq!(told(&finding, "project").as_deref(), Some("shop-417"));
        assert_eq!(told(&finding, "account").as_deref(), Some("deploy@shop-417.iam.gserviceaccount.com"));
        assert!(told(&finding, "key-id").is_some_and(|id| id.starts_with("8d3f")));
    }
}

#[test]
fn what_a_broken_key_says_is_not_taken_from_it() {
    let jwt = token(r#"{"alg":"HS256","typ":"JWT"}"#, r#"{"iss":"https://sign-in.example.org/","exp":1709210096}"#);
    let (head, rest) = jwt.split_once('.').expect("three parts");
    let (body, signature) = rest.split_once('.').expect("three parts");
    let finding = only(&format!("JWT={head}.{}.{signature}", &body[..body.len() - 3]));
    assert_eq!(finding.confidence, Confidence::Broken);
    assert_eq!(finding.facts, []);
}
