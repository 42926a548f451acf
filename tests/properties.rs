//! What holds for any text: seeded chance makes it, so a failure comes again.

use latchkey::provider::{Item, Kind, Mark, PROVIDERS};
use latchkey::recognise::checksum::Checksum;
use latchkey::recognise::made_up::made_up;
use latchkey::recognise::{Confidence, Recognised, Recogniser, Why};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::LazyLock;

static RECOGNISER: LazyLock<Recogniser> = LazyLock::new(Recogniser::default);

/// <https://prng.di.unimi.it/splitmix64.c>, 2015.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) >> 8).unwrap_or_default()
    }

    fn below(&mut self, end: usize) -> usize {
        self.next() % end
    }

    fn of<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(list.len())]
    }

    /// Harmless words, with line ends among them.
    fn words(&mut self, count: usize) -> String {
        const WORDS: &[&str] = &[
            "order",
            "queue",
            "\n",
            "0x1f",
            "ключ",
            "naïve",
            "(a, b)",
            "x = 1;",
            "\n\n",
            "密钥",
            "/* … */",
            "😀",
            "\r\n",
        ];
        (0..count).fold(String::new(), |text, _| text + self.of(WORDS) + " ")
    }
}

fn kinds() -> Vec<&'static Kind> {
    PROVIDERS.iter().flat_map(|p| p.kinds).collect()
}

/// All that is told of a text, so that two can be compared.
fn told(found: &Recognised) -> Vec<String> {
    let finding = |f: &latchkey::recognise::Finding| {
        let kinds: Vec<_> = f.kinds.iter().map(|k| (k.provider().id, k.id)).collect();
        format!("{:?} {} {kinds:?} {:?} {:?} {:?}", f.span, f.line, f.confidence, f.why, f.oddities)
    };
    let note = |n: &latchkey::recognise::Note| format!("{:?} {} {:?}", n.span, n.line, n.what);
    found.findings.iter().map(finding).chain(found.notes.iter().map(note)).collect()
}

/// Text of many credentials, half-credentials and traps.
fn mixture(chance: &mut Chance, parts: usize) -> String {
    let kinds = kinds();
    let mut text = String::new();
    for _ in 0..parts {
        let kind = chance.of(&kinds);
        let key = made_up(kind, chance.next() as u64);
        let name = kind.env.first().or(kind.provider().env.first()).map_or("key".into(), |n| n.to_uppercase());
        let cut = key.len() - chance.below(key.len().min(12));
        let cut = if key.is_char_boundary(cut) { cut } else { key.len() };
        let host = kind.provider().hosts.first().copied().unwrap_or("example.com");
        let words = chance.below(12);
        text += &chance.words(words);
        _ = match chance.below(7) {
            0 => writeln!(text, "{name}={key}"),
            1 => writeln!(text, "  \"{name}\": \"{key}\","),
            2 => write!(text, "{key} "),
            3 => writeln!(text, "{}", &key[..cut]),
            4 => writeln!(text, "curl -H 'Authorization: Bearer {key}' https://{host}/v1"),
            5 => writeln!(text, "{}\n  {}", &key[..cut / 2], &key[cut / 2..]),
            _ => writeln!(text, "{name}=your-{name}-here\u{200b}"),
        };
    }
    text
}

#[test]
fn how_a_text_is_cut_never_changes_what_is_found() {
    let mut chance = Chance(1);
    for round in 0..60 {
        let text = mixture(&mut chance, 30);
        let source = match round % 3 {
            0 => text.into_bytes(),
            1 => [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect(),
            _ => text.chars().map(|c| u8::try_from(c).unwrap_or(b'?')).collect::<Vec<u8>>(),
        };
        let whole = told(&RECOGNISER.recognise(&source));
        for most in [1, 5, 300, 40_000] {
            let mut stream = RECOGNISER.stream();
            let mut rest = &source[..];
            while !rest.is_empty() {
                let (piece, later) = rest.split_at((1 + chance.below(most)).min(rest.len()));
                stream.push(piece);
                rest = later;
            }
            assert_eq!(told(&stream.finish()), whole, "round {round}, pieces of up to {most}");
        }
    }
}

#[test]
fn a_text_too_large_to_be_held_is_cut_as_well_as_a_small_one() {
    let mut chance = Chance(2);
    let mut text = String::new();
    while text.len() < 2_500_000 {
        text += &mixture(&mut chance, 3);
        text += &chance.words(120);
    }
    let whole = told(&RECOGNISER.recognise(text.as_bytes()));
    assert!(whole.len() > 1000, "{}", whole.len());
    for most in [7, 4000, 700_000, usize::MAX] {
        let mut stream = RECOGNISER.stream();
        let mut rest = text.as_bytes();
        while !rest.is_empty() {
            let (piece, later) = rest.split_at((1 + chance.below(most)).min(rest.len()));
            stream.push(piece);
            rest = later;
        }
        assert_eq!(told(&stream.finish()), whole, "pieces of up to {most}");
    }
}

#[test]
fn what_was_let_go_of_changes_nothing() {
    // The same piece of text, at the beginning and a megabyte further on, where the window has moved.
    let mut chance = Chance(3);
    let piece = format!("\n\n{}\n\n", mixture(&mut chance, 200));
    let shown = |found: &Recognised, from: usize| -> Vec<_> {
        let here = found.findings.iter().filter(|f| f.span.start >= from);
        here.map(|f| (f.span.start - from, f.span.end - from, f.kinds[0].id, f.confidence)).collect()
    };
    let padding = "a line of nothing much\n".repeat(60_000);
    let alone = RECOGNISER.recognise(format!("{padding}{piece}").as_bytes());
    let tail = RECOGNISER.recognise(format!("a line of nothing much\n{piece}").as_bytes());
    assert_eq!(shown(&alone, padding.len()), shown(&tail, "a line of nothing much\n".len()));
}

#[test]
fn offsets_fall_on_the_credential_exactly() {
    let mut chance = Chance(4);
    for kind in kinds().into_iter().filter(|k| k.mark == Mark::Own) {
        for _ in 0..8 {
            let key = made_up(kind, chance.next() as u64);
            let (before, after) = (chance.words(6), chance.words(6));
            let (open, close) =
                chance.of(&[(" ", " "), ("\"", "\""), ("= ", "\n"), ("('", "')"), ("\t", ";"), ("", "\n")]);
            // A form that goes on with what stands beside it (a connection string with `;`) rightly takes it in.
            let goes_on = |item: Option<&Item>, byte: Option<u8>| match (item, byte) {
                (Some(Item::Run { class, .. }), Some(byte)) => class.has(byte),
                _ => false,
            };
            let joins = |items: &[Item]| {
                goes_on(items.first(), open.bytes().last()) || goes_on(items.last(), close.bytes().next())
            };
            if kind.forms.iter().any(|items| joins(items)) {
                continue;
            }
            let text = format!("{before}{open}{key}{close}{after}");
            let start = before.len() + open.len();
            let found = RECOGNISER.recognise(text.as_bytes()).findings;
            let spans: Vec<_> = found.iter().map(|f| f.span.clone()).collect();
            assert!(
                spans.contains(&(start..start + key.len())),
                "{}/{} {spans:?} in {text:?}",
                kind.provider().id,
                kind.id
            );
            let line = 1 + text[..start].matches('\n').count();
            assert!(found.iter().any(|f| f.line == line && f.span.start == start), "line {line} in {text:?}");
        }
    }
}

/// The least share of changes to one character that a checksum shows: all where it is long, all but one in its
/// digits' number where it is one digit. None for rules that look at a structure alone and leave texts and signature
/// to the issuer: `tests/checksums.rs` says how much each of those sees.
fn least_told(rule: Checksum) -> Option<f64> {
    match rule {
        Checksum::Crc32Base62
        | Checksum::Crc32Hex
        | Checksum::Crc32HexAll
        | Checksum::GitlabRoutable
        | Checksum::GrafanaServiceAccount
        | Checksum::Confluent
        | Checksum::AzureMarvin
        | Checksum::AzureClientSecret
        | Checksum::AgeBech32 => Some(1.0),
        // One of 62, one of 37.
        Checksum::CratesTrusted | Checksum::CheckoutMod37 => Some(0.9),
        Checksum::JsonParts
        | Checksum::Macaroon
        | Checksum::WeaviateUser
        | Checksum::IntercomToken
        | Checksum::BedrockText
        | Checksum::JfrogReference => None,
    }
}

#[test]
fn any_change_to_a_checksummed_credential_is_told() {
    let mut chance = Chance(5);
    let mut tried = BTreeSet::new();
    for kind in kinds() {
        let Some((rule, least)) = kind.checksum.and_then(|rule| Some((rule, least_told(rule)?))) else { continue };
        let (mut told, mut all) = (0.0, 0.0);
        for _ in 0..60 {
            let key = made_up(kind, chance.next() as u64);
            // Of some kinds older keys, which made-up ones may be, carry no checksum in the same form.
            if !RECOGNISER.recognise(key.as_bytes()).findings.iter().any(|f| f.why.contains(&Why::Checksum)) {
                continue;
            }
            // The prefix is no part of what the checksum is of.
            let prefix = match kind.forms[0].first() {
                Some(Item::Literal(prefix)) if key.starts_with(prefix) => prefix.len(),
                _ => 0,
            };
            let mut changed = key.into_bytes();
            let at = prefix + chance.below(changed.len() - prefix);
            let other = chance.of(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");
            if changed[at] == other {
                continue;
            }
            changed[at] = other;
            let taken = RECOGNISER.recognise(&changed).findings.iter().any(|finding| {
                let sound = finding.kinds[0] == kind && finding.confidence != Confidence::Broken;
                sound || finding.why.contains(&Why::Checksum)
            });
            told += f64::from(u8::from(!taken));
            all += 1.0;
        }
        if all > 0.0 {
            tried.insert(format!("{rule:?}"));
            assert!(told >= all * least, "{}/{}: {told} of {all}", kind.provider().id, kind.id);
        }
    }
    let rules = Checksum::ALL.iter().filter(|(_, rule)| least_told(*rule).is_some());
    assert_eq!(tried, rules.map(|(_, rule)| format!("{rule:?}")).collect(), "each rule was tried");
}

#[test]
fn any_bytes_are_taken_without_a_panic() {
    let mut chance = Chance(6);
    for round in 0..400 {
        let mut source = mixture(&mut chance, 5).into_bytes();
        source.extend(b"the end");
        for _ in 0..chance.below(60) {
            let at = chance.below(source.len() - 1);
            match chance.below(4) {
                0 => source[at] = u8::try_from(chance.below(256)).unwrap_or_default(),
                1 => drop(source.remove(at)),
                2 => source.insert(at, chance.of(b"\n\"' =:\xff\xfe\xd8\xe2\x80\x8b\0")),
                _ if at > 40 => source.truncate(at),
                _ => source.extend(b"sk-proj-"),
            }
        }
        if round % 5 == 0 {
            source.splice(0..0, chance.of(&[[0xff, 0xfe], [0xfe, 0xff]]));
        }
        let found = RECOGNISER.recognise(&source);
        for span in found.findings.iter().map(|f| &f.span).chain(found.notes.iter().map(|n| &n.span)) {
            assert!(span.start < span.end && span.end <= source.len(), "{span:?} of {}", source.len());
        }
    }
}
