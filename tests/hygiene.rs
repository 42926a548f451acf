//! The register, what leaves it, and what comes back.

use ical::parser::Component as _;
use latchkey::check::verdict::{Cause, State};
use latchkey::hygiene::calendar::{Texts, calendar};
use latchkey::hygiene::date::Day;
use latchkey::hygiene::export::{self, Content, Payload, SaltRecord, Sealed, Unreadable};
use latchkey::hygiene::incident::{Incident, StepState, Subject, Taken};
use latchkey::hygiene::record;
use latchkey::hygiene::register::{Checked, Difference, Entry, Environment, Hint, Register, Warning, safe_mask};
use latchkey::hygiene::runbook::{Case, StepId};
use latchkey::hygiene::said::{Answers, Said, Scored};
use latchkey::hygiene::score::Answer;
use latchkey::hygiene::watch::{End, PACE, Rehearsal, Watch};
use latchkey::provider::{self, PROVIDERS};
use latchkey::recognise::{Recogniser, made_up::made_up};

const TODAY: Day = Day(20_782);
const TEXTS: Texts = Texts {
    name: "Keys to rotate",
    rotate: |label, provider| format!("Rotate {label} ({provider})"),
    expires: |label, provider| format!("{label} ({provider}) expires"),
};

/// Labels that try to be something else.
const HOSTILE: &[&str] = &[
    "a\r\nEND:VEVENT\r\nBEGIN:VEVENT",
    "=HYPERLINK(\"https://example.com\")",
    "<img src=x onerror=alert(1)>",
    "a;b,c\\d\\n",
    "\u{202e}gpj.exe",
    "`|[x](javascript:1)|`",
    "密钥密钥密钥密钥密钥密钥密钥密钥密钥密钥密钥密钥密钥密钥密钥密钥密钥密钥密钥密钥",
];

fn entry(id: &str, label: &str) -> Entry {
    Entry {
        provider: "groq".into(),
        kind: "api".into(),
        mask: "gsk_…Q7fA".into(),
        environment: Environment::Production,
        used: "the site".into(),
        created: Some(TODAY.plus(-200)),
        rotations: vec![TODAY.plus(-100), TODAY.plus(-10)],
        expires: Some(TODAY.plus(300)),
        checked: Some(Checked { day: TODAY.plus(-1), state: State::Limited, cause: Some(Cause::NoQuota) }),
        fingerprint: Some(format!("0a1b2c3d.{}", "0123456789abcdef".repeat(2))),
        modified: 5,
        ..Entry::new(id.into(), label)
    }
}

fn register(entries: impl IntoIterator<Item = Entry>) -> Register {
    let mut out = Register::default();
    for entry in entries {
        out.put(entry);
    }
    out
}

fn read(text: &str) -> Payload {
    match export::parse(text, &Recogniser::default()) {
        Ok(Content::Plain(payload)) => payload,
        other => panic!("{other:?}"),
    }
}

/// A response with everything in it that is kept.
fn incident() -> Incident {
    let mut it = Incident {
        subject: Subject { provider: "groq".into(), kind: "api".into(), mask: "gsk_…Q7fA".into() },
        ..Incident::default()
    };
    it.say(Case::Suspected, 1_000.0);
    it.take(StepId::Revoke, StepState::Done, 2_000.0);
    it.step_mut(StepId::Logs).draft = Some("two addresses\nthat are not ours".into());
    it.leave_notes(3_000.0);
    it.take(StepId::Billing, StepState::NotNeeded, 4_000.0);
    let mut watch = Watch::begin(5_000.0, it.revoked());
    watch.hear(State::Live, 6_000.0, &PACE);
    watch.finish(End::GaveUp, 7_000.0);
    it.watch = Some(read_watch(&watch));
    let masks = ["gsk_…aaaa".into(), "gsk_…Q7fA".into()];
    it.rehearsal =
        Some(Rehearsal { began: 5_000.0, masks, seen: [Some(5_500.0), Some(6_000.0), None], refused: false });
    it
}

/// How its gaps grew is of no use once a watch has ended, and is not kept.
fn read_watch(watch: &Watch) -> Watch {
    let mut out = Watch::begin(watch.began, watch.revoked);
    (out.asked, out.accepted, out.end, out.ended) = (watch.asked, watch.accepted, watch.end, watch.ended);
    out
}

// ---- the register

#[test]
fn an_entry_reads_back_as_it_was_written() {
    let payload = Payload {
        register: register([entry("a", "Site"), Entry::new("b".into(), "Bare")]),
        salts: vec![SaltRecord { id: "0a1b2c3d".into(), bytes: vec![0, 255, 7] }],
        notify: true,
        said: Said {
            answers: Answers {
                answers: [
                    Some(Answer::Partly),
                    None,
                    Some(Answer::NotApplicable),
                    None,
                    None,
                    None,
                    None,
                    Some(Answer::No),
                ],
                bonus: [false, true, false, true],
                given: std::array::from_fn(|at| if at % 2 == 0 { 0.0 } else { 1_764_000_000_000.0 }),
            },
            scores: vec![Scored { at: 1_764_000_000_000.0, score: 39 }, Scored { at: 1_764_000_000_500.0, score: 84 }],
        },
        incidents: vec![incident()],
        unread: 0,
    };
    assert_eq!(read(&payload.whole()), payload);
}

#[test]
fn what_was_said_elsewhere_is_taken_in_and_beats_nothing_that_was_said_here() {
    let with = |at: u8, answer| {
        let mut said = Said::default();
        said.answers.answers[usize::from(at)] = Some(answer);
        said.scores = vec![Scored { at: 10.0 - f64::from(at), score: 40 + at }];
        said
    };
    let (mut here, there) = (with(0, Answer::No), with(1, Answer::Yes));
    here.merge(&there);
    here.merge(&with(0, Answer::Yes));
    assert_eq!(here.answers.answers[..2], [Some(Answer::No), Some(Answer::Yes)]);
    assert_eq!(here.scores.iter().map(|s| s.score).collect::<Vec<_>>(), [41, 40], "by their time, each once");
    let odd = serde_json::json!({ "answers": { "D1": "perhaps", "D99": "yes" }, "bonus": 3, "scores": [[1, 300], "x", [2, 50]] });
    assert_eq!(Said::of(&odd), Said { scores: vec![Scored { at: 2.0, score: 50 }], ..Said::default() });
}

#[test]
fn of_two_answers_in_two_tabs_the_later_stays_and_one_that_was_taken_back_stays_so() {
    let mut here = Said::default();
    here.answers.answer(0, Some(Answer::No), 10.0);
    here.answers.answer(1, Some(Answer::Yes), 10.0);
    here.answers.lift(2, true, 10.0);
    let mut there = here.clone();
    there.answers.answer(0, Some(Answer::Yes), 20.0);
    there.answers.answer(1, None, 3.0);
    here.answers.lift(2, false, 20.0);
    let before = here.clone();
    here.merge(&there);
    there.merge(&before);
    assert_eq!(here, there);
    assert_eq!(here.answers.answers[..2], [Some(Answer::Yes), None], "a clock that was set back loses no answer");
    assert!(!here.answers.bonus[2]);
}

#[test]
fn warnings_tell_the_worst_first() {
    let late = Entry { rotations: vec![], expires: Some(TODAY), ..entry("a", "Late") };
    let register = register([late.clone(), Entry { label: "Twin".into(), ..entry("b", "Twin") }]);
    let expected =
        [Warning::Expired(0), Warning::Overdue(110), Warning::SameKey("Twin".into(), Environment::Production)];
    assert_eq!(register.warnings(&late, TODAY), expected);
    let near =
        Entry { rotations: vec![TODAY.plus(-80)], expires: Some(TODAY.plus(30)), fingerprint: None, ..late.clone() };
    assert_eq!(register.warnings(&near, TODAY), [Warning::Expiring(30), Warning::DueSoon(10)]);
    let old = Checked { day: TODAY.plus(-31), state: State::Live, cause: None };
    let forgotten = Entry { checked: Some(old), fingerprint: None, ..entry("c", "Forgotten") };
    assert_eq!(register.warnings(&forgotten, TODAY), [Warning::NotChecked(31)]);
}

#[test]
fn a_dead_key_is_late_for_nothing() {
    let dead = Checked { day: TODAY.plus(-400), state: State::Dead, cause: Some(Cause::Revoked) };
    let entry = Entry {
        checked: Some(dead),
        rotations: vec![],
        expires: Some(TODAY.plus(-9)),
        fingerprint: None,
        ..entry("a", "Dead")
    };
    assert_eq!(register([entry.clone()]).warnings(&entry, TODAY), []);
}

#[test]
fn of_two_tabs_the_later_change_stays_and_what_was_taken_out_stays_out() {
    let mut here = register([entry("a", "Old"), entry("b", "Both")]);
    let mut there = here.clone();
    assert!(there.change("a", 9, |e| e.label = "New".into()));
    assert!(there.change("b", 9, |e| e.gone = true));
    here.put(entry("c", "Mine"));
    assert!(here.merge(&there));
    assert!(!here.merge(&there), "merging again changes nothing");
    there.merge(&here);
    let labels = |r: &Register| r.entries().map(|e| e.label.clone()).collect::<Vec<_>>();
    assert_eq!((labels(&here), labels(&there)), (vec!["New".into(), "Mine".into()], vec!["New".into(), "Mine".into()]));
}

#[test]
fn a_clock_that_was_set_back_does_not_make_a_change_lose() {
    let mut here = register([Entry { modified: 1_000, ..entry("a", "Old") }]);
    let before = here.clone();
    here.change("a", 3, |e| e.label = "New".into());
    here.merge(&before);
    assert_eq!(here.get("a").map(|e| e.label.as_str()), Some("New"));
}

#[test]
fn a_key_that_somebody_types_into_a_field_is_masked() {
    let groq = provider::find("groq").map(|p| &p.kinds[0]).expect("groq");
    let key = made_up(groq, 7);
    let mut it = entry("a", &format!("the key {key} of the site"));
    it.notes = format!("{key}\nline two");
    it.mask.clone_from(&key);
    it.clean(&Recogniser::default());
    let written = it.to_value(true).to_string();
    for at in 0..key.len() - 12 {
        assert!(!written.contains(&key[at..at + 12]), "{written}");
    }
    assert!(it.label.starts_with("the key gsk_…") && it.label.ends_with(" of the site"), "{}", it.label);
    assert!(it.mask.starts_with("gsk_…"), "{}", it.mask);
}

#[test]
fn a_mask_shows_what_a_mask_may_and_no_more() {
    assert_eq!(safe_mask("sk-proj-…Q7fA"), "sk-proj-…Q7fA");
    assert_eq!(safe_mask("sk-proj-abcdefgh...XXXXQ7fA"), "sk-proj-…Q7fA");
    assert_eq!(safe_mask("abcdefgh****wxyz1234"), "abcd…1234");
    assert_eq!(safe_mask("hunter2hunter2"), "…2");
    assert_eq!(safe_mask(""), "");
}

/// Twice, since what is kept is cleaned again when it is read.
#[test]
fn no_mask_of_any_kind_shows_more_than_an_eighth_of_what_is_unknown() {
    for kind in PROVIDERS.iter().flat_map(|p| p.kinds) {
        let key = made_up(kind, 3);
        let once = safe_mask(&key);
        let (head, tail) = once.split_once('…').unwrap_or((&once, ""));
        let (shown, unknown) = (tail.chars().count(), key.chars().count() - head.chars().count());
        assert!(
            key.starts_with(head) && shown <= unknown / 8 && shown <= 4,
            "{} {}: {once}",
            kind.provider().id,
            kind.id
        );
        assert_eq!(safe_mask(&once), once, "{} {}", kind.provider().id, kind.id);
    }
}

#[test]
fn a_kind_that_can_be_guessed_has_no_fingerprint() {
    let bits = |provider: &str, kind: &str| {
        let provider = provider::find(provider).expect(provider);
        provider.kinds.iter().find(|k| k.id == kind).map(provider::Kind::unknown_bits)
    };
    for kind in provider::find("database-url").expect("database-url").kinds {
        assert!(!kind.may_be_fingerprinted(), "{}: {}", kind.id, kind.unknown_bits());
    }
    assert!(bits("groq", "api").is_some_and(|b| (300..=312).contains(&b)), "52 of 62 characters");
}

#[test]
fn every_provider_is_found_by_its_id() {
    for provider in *PROVIDERS {
        assert_eq!(provider::find(provider.id).map(|p| p.name), Some(provider.name));
    }
}

// ---- responses to leaks

/// A payload with these responses, written and read.
fn kept(incidents: &[Incident]) -> Vec<Incident> {
    let incidents = incidents.iter().filter_map(Incident::kept).collect();
    read(&Payload { incidents, ..Payload::default() }.whole()).incidents
}

#[test]
fn what_is_under_way_is_not_kept() {
    let mut it = incident();
    it.watch = Some(Watch::begin(9_000.0, None));
    it.step_mut(StepId::Logs).draft = Some("half of a key: gsk_12".into());
    it.step_mut(StepId::Leak).draft = Some("and another".into());
    let [read] = &kept(&[it.clone(), Incident::default()])[..] else { panic!("one response was begun") };
    assert_eq!((read.watch.as_ref(), read.step(StepId::Leak)), (None, None));
    assert_eq!(read.step(StepId::Logs).map(Taken::text), Some("two addresses\nthat are not ours"));
    assert!(it.leave_notes(9_500.0));
    assert_eq!(kept(&[it])[0].step(StepId::Leak).map(Taken::text), Some("and another"));
}

#[test]
fn a_payload_that_speaks_of_no_response_still_reads() {
    let whole = Payload { register: register([entry("a", "Site")]), ..Payload::default() }.whole();
    let mut value: serde_json::Value = serde_json::from_str(&whole).expect("it was just written");
    value.as_object_mut().expect("an object").remove("incidents").expect("it is written");
    let read = read(&value.to_string());
    assert_eq!((read.register.len(), read.incidents, read.unread), (1, vec![], 0));
}

#[test]
fn a_damaged_response_loses_what_is_damaged_and_takes_no_other_with_it() {
    let whole = Payload { incidents: vec![incident()], ..Payload::default() }.whole();
    let broken = whole
        .replace("\"suspected\"", "7")
        .replace("\"gave-up\"", "\"tired\"")
        .replace("\"not-needed\"", "[]")
        .replace("\"incidents\":[", "\"incidents\":[3,{\"provider\":\"groq\",\"steps\":[1]},{\"began\":1e300},");
    let read = read(&broken);
    assert_eq!((read.unread, read.incidents.len()), (3, 1));
    let it = &read.incidents[0];
    assert_eq!((it.case, it.watch.as_ref(), it.began), (None, None, Some(1_000.0)));
    assert_eq!((it.state(StepId::Billing), it.state(StepId::Revoke)), (StepState::Open, StepState::Done));
}

#[test]
fn a_key_never_stands_in_what_is_kept_of_a_response() {
    let recogniser = Recogniser::default();
    let groq = provider::find("groq").map(|p| &p.kinds[0]).expect("groq");
    let key = made_up(groq, 7);
    let mut it = incident();
    it.subject = Subject { provider: key.clone(), kind: key.clone(), mask: key.clone() };
    it.rehearsal = Some(Rehearsal { masks: [key.clone(), key.clone()], ..Rehearsal::default() });
    it.step_mut(StepId::Logs).note = format!("{key}\nand half of it, {}", &key[..30]);
    let holds = |text: &str| (0..key.len() - 12).any(|at| text.contains(&key[at..at + 12]));
    let unclean = Payload { incidents: vec![it.clone()], ..Payload::default() }.whole();
    assert!(holds(&unclean), "the test would see one");
    let read = Payload { incidents: read(&unclean).incidents, ..Payload::default() }.whole();
    assert!(!holds(&read) && read.contains("and half of it, gsk_…"), "on the way in: {read}");
    it.clean(&recogniser);
    let clean = Payload { incidents: vec![it.clone()], ..Payload::default() }.whole();
    assert!(!holds(&clean), "on the way out: {clean}");
    let before = it.clone();
    it.clean(&recogniser);
    assert_eq!(it, before, "what is clean stays as it is");
}

/// The response to a key is found again by its safe mask, once it was kept.
#[test]
fn the_safe_mask_of_every_kind_is_kept_as_it_is() {
    let recogniser = Recogniser::default();
    for kind in PROVIDERS.iter().flat_map(|p| p.kinds) {
        let key = made_up(kind, 3);
        for finding in recogniser.recognise(key.as_bytes()).findings {
            let mask = safe_mask(&finding.secret.mask());
            assert_eq!(safe_mask(&mask), mask, "{} {}", kind.provider().id, kind.id);
        }
    }
}

#[test]
fn of_two_tabs_the_later_change_of_each_step_and_note_stays() {
    let mut here = vec![incident()];
    let mut there = here.clone();
    there[0].say(Case::Confirmed, 8_000.0);
    there[0].take(StepId::Revoke, StepState::Open, 8_000.0);
    there[0].take(StepId::Leak, StepState::Done, 8_000.0);
    there[0].step_mut(StepId::Logs).draft = Some("theirs, the earlier one".into());
    there[0].leave_notes(8_000.0);
    there.push(Incident { subject: Subject::default(), began: Some(8_000.0), ..Incident::default() });
    here[0].began = Some(500.0);
    here[0].take(StepId::Leak, StepState::NotNeeded, 9_000.0);
    here[0].step_mut(StepId::Logs).draft = Some("ours, the later one".into());
    here[0].leave_notes(9_000.0);

    assert_eq!(record::news(&here, &there), 2);
    assert!(record::merge(&mut here, &there) && record::merge(&mut there, &here));
    assert_eq!(record::news(&here, &there), 0);
    assert!(!record::merge(&mut here, &there), "merging again changes nothing");
    for side in [&here, &there] {
        assert_eq!((side.len(), side[0].case, side[0].began), (2, Some(Case::Confirmed), Some(500.0)));
        assert_eq!(side[0].state(StepId::Revoke), StepState::Open, "to open it again is a change too");
        assert_eq!(side[0].state(StepId::Leak), StepState::NotNeeded);
        assert_eq!(side[0].step(StepId::Logs).map(Taken::text), Some("ours, the later one"));
    }
}

#[test]
fn a_clock_that_was_set_back_does_not_make_a_step_lose() {
    let mut here = vec![incident()];
    let before = here.clone();
    here[0].take(StepId::Revoke, StepState::NotNeeded, 3.0);
    record::merge(&mut here, &before);
    assert_eq!(here[0].state(StepId::Revoke), StepState::NotNeeded);
}

#[test]
fn a_watch_under_way_goes_on_whatever_another_tab_has_seen_and_hears_that_the_key_was_revoked() {
    let mut here = vec![incident()];
    let mut there = here.clone();
    here[0].take(StepId::Revoke, StepState::Open, 8_000.0);
    here[0].watch = Some(Watch::begin(8_000.0, None));
    there[0].take(StepId::Revoke, StepState::Done, 9_000.0);
    there[0].watch.as_mut().expect("it has ended").ended = Some(9_000.0);
    record::merge(&mut here, &there);
    assert_eq!(here[0].watch.as_ref().map(|w| (w.state(), w.revoked)), Some(("watching", Some(9_000.0))));
    here[0].watch.as_mut().expect("it goes on").finish(End::Dead, 10_000.0);
    record::merge(&mut here, &there);
    assert_eq!(here[0].watch.as_ref().and_then(|w| w.end), Some(End::Dead), "the later outcome stays");
    record::merge(&mut there, &here);
    assert_eq!(there[0].watch.as_ref().and_then(|w| w.end), Some(End::Dead));
}

// ---- which one is it?

#[test]
fn a_mask_from_elsewhere_fits_the_entry_that_it_can_be() {
    let it = entry("a", "Site");
    let fits = |text: &str| Hint::parse(text).is_some_and(|hint| hint.fits(&it));
    for text in ["gsk_…Q7fA", "gsk_ab…7fA", "gsk_****Q7fA", "…xxQ7fA", "gsk_abcd", "01234567", "0a1b2c3d.01234567"]
    {
        assert!(fits(text), "{text}");
    }
    for text in ["gsk_…Q7fB", "sk-proj-…Q7fA", "…A", "fedcba98", "abc", ""] {
        assert!(!fits(text), "{text}");
    }
}

// ---- files

#[test]
fn a_plain_file_holds_no_fingerprint_no_salt_and_no_response() {
    let salts = vec![SaltRecord { id: "0a1b2c3d".into(), bytes: vec![7; 32] }];
    let register = register([entry("a", "Site")]);
    let file = Payload { register, salts, incidents: vec![incident()], ..Payload::default() }.plain();
    assert!(!file.contains("incidents") && !file.contains("addresses"), "{file}");
    assert!(!file.contains("fingerprint") && !file.contains("0a1b2c3d") && !file.contains("0707"), "{file}");
}

#[test]
fn an_import_says_what_it_would_change_and_keeps_what_is_newer_here() {
    let mut here = register([entry("a", "Same"), entry("b", "Old"), entry("d", "Kept")]);
    here.change("d", 50, |e| e.label = "Mine".into());
    let mut there = register([entry("a", "Same"), entry("b", "Old"), entry("c", "New"), entry("d", "Theirs")]);
    there.change("b", 9, |e| e.environment = Environment::Staging);
    let file = read(&Payload { register: there, ..Payload::default() }.plain()).register;
    let said: Vec<_> = here.differences(&file).into_iter().map(|(e, d)| (e.id, d)).collect();
    let expected = [
        ("a".to_owned(), Difference::Same),
        ("b".to_owned(), Difference::Changed(vec!["environment"])),
        ("c".to_owned(), Difference::Added),
        ("d".to_owned(), Difference::Older),
    ];
    assert_eq!(said, expected);
    here.merge(&file);
    let label = |id: &str| here.get(id).map(|e| e.label.clone());
    assert_eq!((label("c"), label("d")), (Some("New".into()), Some("Mine".into())));
    assert!(here.get("b").is_some_and(|e| e.fingerprint.is_some()), "a file without fingerprints takes none away");
}

#[test]
fn what_is_no_file_of_ours_is_told_apart() {
    let parse = |text: &str| export::parse(text, &Recogniser::default());
    let whole = Payload { register: register([entry("a", "Site")]), ..Payload::default() }.whole();
    assert_eq!(parse(""), Err(Unreadable::NotJson));
    assert_eq!(parse("hello"), Err(Unreadable::NotJson));
    assert_eq!(parse("{\"format\":\"other\",\"version\":1}"), Err(Unreadable::OtherFormat));
    assert_eq!(parse("[]"), Err(Unreadable::OtherFormat));
    assert_eq!(parse(&whole.replace("\"version\":1", "\"version\":2")), Err(Unreadable::Newer));
    assert_eq!(parse(&whole[..whole.len() - 20]), Err(Unreadable::Damaged));
    assert_eq!(parse(&whole.replace("\"entries\":[", "\"others\":[")), Err(Unreadable::Damaged));
}

#[test]
fn one_damaged_entry_takes_no_other_with_it() {
    let whole = Payload { register: register([entry("a", "Site"), entry("b", "Other")]), ..Payload::default() }.whole();
    let read = read(&whole.replace("\"id\":\"a\"", "\"id\":7").replace(&TODAY.plus(300).to_string(), "soon"));
    assert_eq!((read.unread, read.register.len()), (1, 1));
    assert_eq!(read.register.get("b").and_then(|e| e.expires), None);
}

#[test]
fn a_sealed_file_reads_back_and_a_cut_one_is_damaged() {
    let sealed =
        Sealed { rounds: export::ROUNDS, salt: vec![1; 16], nonce: vec![2; 12], data: vec![3; 40], sum: vec![4; 32] };
    let file = sealed.file();
    assert_eq!(export::parse(&file, &Recogniser::default()), Ok(Content::Sealed(sealed)));
    for broken in [file.replace("600000", "99999999999"), file.replace("0202", "02"), file.replace("0303", "zz")] {
        assert_eq!(export::parse(&broken, &Recogniser::default()), Err(Unreadable::Damaged));
    }
}

#[test]
fn hostile_labels_come_back_from_a_file_as_one_harmless_line() {
    for label in HOSTILE {
        let read = read(&Payload { register: register([entry("a", label)]), ..Payload::default() }.whole());
        let label = read.register.get("a").map(|e| e.label.clone()).unwrap_or_default();
        assert!(!label.is_empty() && !label.contains(|c: char| c.is_control() || c == '\u{202e}'), "{label:?}");
    }
}

// ---- the calendar

/// Read back by another library.
fn events(file: &str) -> Vec<ical::parser::ical::component::IcalEvent> {
    let mut calendars: Vec<_> = ical::IcalParser::new(file.as_bytes()).collect::<Result<_, _>>().expect("a calendar");
    assert_eq!(calendars.len(), 1);
    calendars.remove(0).events
}

fn value(event: &ical::parser::ical::component::IcalEvent, name: &str) -> String {
    event.get_property(name).and_then(|p| p.value.clone()).unwrap_or_default()
}

#[test]
fn another_library_reads_one_event_a_rotation_and_one_an_end() {
    let file = calendar(&register([entry("a", "Site"), Entry::new("b".into(), "Undated")]), "20261125T140211Z", &TEXTS);
    let events = events(&file);
    assert_eq!(events.len(), 2);
    assert_eq!(value(&events[0], "UID"), "a-rotation@latchkey");
    assert_eq!(value(&events[0], "DTSTART"), TODAY.plus(80).compact());
    assert_eq!(value(&events[0], "DTEND"), TODAY.plus(81).compact());
    assert_eq!(value(&events[0], "SUMMARY"), "Rotate Site (Groq)");
    assert_eq!(value(&events[1], "UID"), "a-expiry@latchkey");
    for event in &events {
        assert_eq!(value(event, "DTSTAMP"), "20261125T140211Z");
        assert_eq!(event.alarms.len(), 1);
        assert_eq!(event.alarms[0].get_property("TRIGGER").and_then(|p| p.value.clone()).as_deref(), Some("-P3D"));
    }
}

#[test]
fn a_calendar_holds_neither_mask_nor_fingerprint() {
    let file = calendar(&register([entry("a", "Site")]), "20261125T140211Z", &TEXTS);
    assert!(!file.contains("Q7fA") && !file.contains("gsk_") && !file.contains("0a1b2c3d"), "{file}");
}

#[test]
fn lines_are_folded_at_75_octets_between_characters() {
    for label in HOSTILE {
        let file = calendar(&register([entry("a", &label.repeat(4))]), "20261125T140211Z", &TEXTS);
        assert!(file.ends_with("END:VCALENDAR\r\n"));
        for line in file.split_terminator("\r\n") {
            assert!(line.len() <= 75 && !line.contains(['\r', '\n']), "{line:?}");
        }
        let events = events(&file);
        assert_eq!(events.len(), 2, "{label:?} made events of its own");
        let summary = value(&events[0], "SUMMARY").replace("\\,", ",").replace("\\;", ";").replace("\\\\", "\\");
        let kept: String = label.repeat(4).chars().filter(|c| !c.is_control() && *c != '\u{202e}').collect();
        assert_eq!(summary, format!("Rotate {kept} (Groq)"));
    }
}
