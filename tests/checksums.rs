//! What checksums promise over the whole catalogue.

use latchkey::provider::{Kind, Mark, PROVIDERS};
use latchkey::recognise::checksum::Checksum;
use latchkey::recognise::made_up::made_up;
use latchkey::recognise::{Confidence, Finding, Recogniser, Why};
use std::collections::BTreeSet;
use std::sync::LazyLock;

static RECOGNISER: LazyLock<Recogniser> = LazyLock::new(Recogniser::default);

fn with_checksum() -> impl Iterator<Item = (&'static Kind, Checksum)> {
    PROVIDERS.iter().flat_map(|p| p.kinds).filter_map(|kind| Some((kind, kind.checksum?)))
}

fn path(kind: &Kind) -> String {
    format!("{}/{}", kind.provider().id, kind.id)
}

/// A made-up key of a kind beside a name of its provider, so that shared forms are decided too.
fn beside_name(kind: &Kind, key: &str) -> String {
    let name = kind.env.first().or(kind.provider().env.first()).map_or("KEY", |name| name);
    format!("{} = \"{key}\"\n", name.to_uppercase())
}

fn findings(text: &str) -> Vec<Finding> {
    RECOGNISER.recognise(text.as_bytes()).findings
}

/// Bytes at the end, or the share of all, in which a rule does not look: what it leaves to the issuer's key.
fn sees_every_character(rule: Checksum) -> bool {
    !matches!(
        rule,
        Checksum::JsonParts
            | Checksum::Macaroon
            | Checksum::WeaviateUser
            | Checksum::IntercomToken
            | Checksum::BedrockText
            | Checksum::JfrogReference
            // One exclusive or, modulo 62: letters 62 apart in it look the same.
            | Checksum::CratesTrusted
    )
}

/// Every other value with one character changed to another of the same class, one a place.
fn mutations(key: &str) -> impl Iterator<Item = (usize, String)> {
    key.bytes().enumerate().filter(|(_, b)| b.is_ascii_alphanumeric()).map(|(at, byte)| {
        let other = match byte {
            b'0'..=b'8' | b'a'..=b'e' | b'g'..=b'y' | b'A'..=b'E' | b'G'..=b'Y' => byte + 1,
            b'9' => b'0',
            b'f' | b'z' => b'a',
            _ => b'A',
        };
        let mut bytes = key.as_bytes().to_vec();
        bytes[at] = other;
        (at, String::from_utf8(bytes).expect("ASCII"))
    })
}

#[test]
fn every_rule_is_named_by_a_kind() {
    let used: BTreeSet<_> = with_checksum().map(|(_, rule)| format!("{rule:?}")).collect();
    let all: BTreeSet<_> = Checksum::ALL.iter().map(|(_, rule)| format!("{rule:?}")).collect();
    assert_eq!(used, all);
}

#[test]
fn a_sound_key_is_told_by_its_checksum_and_never_broken() {
    for (kind, rule) in with_checksum() {
        let mut carried = 0;
        for seed in 0..6 {
            let key = made_up(kind, seed);
            let found = findings(&beside_name(kind, &key));
            assert_eq!(found.len(), 1, "{}: {key}", path(kind));
            assert_ne!(found[0].confidence, Confidence::Broken, "{} {rule:?}: {key}", path(kind));
            carried += usize::from(found[0].why.contains(&Why::Checksum));
        }
        // Where older keys without a checksum have the same form, made-up ones may be such.
        let older = rule == Checksum::AzureMarvin || path(kind) == "gitlab/job";
        assert!(carried > 0 || older || kind.mark != Mark::Own, "{} {rule:?}", path(kind));
    }
}

#[test]
fn any_wrong_character_under_a_true_checksum_is_told() {
    for (kind, rule) in with_checksum().filter(|(_, rule)| sees_every_character(*rule)) {
        let key = made_up(kind, 11);
        if findings(&beside_name(kind, &key))[0].why.iter().all(|why| *why != Why::Checksum) {
            continue;
        }
        for (at, wrong) in mutations(&key).step_by(1 + key.len() / 100) {
            for found in findings(&beside_name(kind, &wrong)) {
                let same = found.kinds.iter().any(|k| **k == *kind);
                let sure = matches!(found.confidence, Confidence::Certain | Confidence::Likely);
                assert!(!(same && sure), "{} {rule:?} at {at}: {wrong}", path(kind));
            }
        }
    }
}

#[test]
fn most_wrong_characters_under_a_structure_are_told_where_it_looks() {
    // What a structure sees, as the least share of all wrong characters that are told; the rest lies in texts and
    // signatures that only the issuer can judge.
    for (rule, least) in [
        (Checksum::JsonParts, 0.02),
        (Checksum::Macaroon, 0.10),
        (Checksum::WeaviateUser, 0.30),
        (Checksum::IntercomToken, 0.40),
        (Checksum::BedrockText, 0.10),
        (Checksum::JfrogReference, 0.20),
        (Checksum::CratesTrusted, 0.90),
    ] {
        let (mut told, mut all) = (0.0, 0.0);
        for (kind, _) in with_checksum().filter(|(_, other)| *other == rule) {
            for (_, wrong) in mutations(&made_up(kind, 5)).step_by(3) {
                let found = findings(&beside_name(kind, &wrong));
                let sure = found.iter().any(|f| matches!(f.confidence, Confidence::Certain | Confidence::Likely));
                told += f64::from(u8::from(!sure));
                all += 1.0;
            }
        }
        println!("{rule:?}: {:.0} % of {all}", told / all * 100.0);
        assert!(told / all >= least, "{rule:?}: {told} of {all}");
    }
}

#[test]
fn a_cut_token_of_json_is_told() {
    let kind = with_checksum().find(|(kind, _)| path(kind) == "jwt/jws").expect("is in the catalogue").0;
    let keys = (0..100).map(|seed| made_up(kind, seed));
    let (head, body, signature) = keys
        .filter_map(|key| {
            let mut parts = key.split('.').map(str::to_owned);
            Some((parts.next()?, parts.next()?, parts.next()?))
        })
        .find(|(_, body, _)| body.len() >= 18)
        .expect("one is long enough to be cut");
    let cut = format!("{head}.{}.{signature}", &body[..body.len() - 4]);
    let found = findings(&format!("JWT={cut}\n"));
    assert_eq!(found[0].confidence, Confidence::Broken, "{cut}");
}
