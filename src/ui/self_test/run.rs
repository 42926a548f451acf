//! A self-test under way: each host asked one check at a time, with a pause between, and a made-up key each time.

use crate::browser::cancel::Cancel;
use crate::browser::queue::Line;
use crate::browser::task::spawn_local;
use crate::browser::{clock, fetch, socket, storage};
use crate::check::answer::{Answer, Response};
use crate::check::companions::Halves;
use crate::check::conclude;
use crate::check::interpret::{Reading, View, interpret};
use crate::check::self_test::{self, Done, Learned, SPACE_MS, Shown, Test};
use crate::provider::checks::Checks;
use crate::ui::keys::keeping::Remembering;
use crate::ui::session::Session;
use leptos::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The pause between two requests to one host; the tests build with a shorter one.
const SPACE: i32 = if option_env!("LATCHKEY_DEADLINE_MS").is_some() { 30 } else { SPACE_MS };

/// How often what is done is drawn, in milliseconds.
const DRAWN: i32 = 250;

/// What self-tests have shown. Copies are handles on the same.
#[derive(Clone, Copy)]
pub struct SelfTests {
    /// The tests that were done, the newest of each check.
    pub done: RwSignal<Arc<Vec<Done>>>,
    /// What they taught.
    pub learned: RwSignal<Learned>,
    /// How many of how many are done.
    pub running: RwSignal<Option<(usize, usize)>>,
    /// The provider that was chosen; none for all.
    pub chosen: RwSignal<String>,
    cancel: StoredValue<Cancel, LocalStorage>,
}

impl Default for SelfTests {
    fn default() -> Self {
        Self {
            done: RwSignal::default(),
            learned: RwSignal::default(),
            running: RwSignal::new(None),
            chosen: RwSignal::default(),
            cancel: StoredValue::new_local(Cancel::default()),
        }
    }
}

/// Reads what was learned once the person has it remembered, and keeps what is learned from then on.
pub fn begin(session: Session) {
    Effect::new(move |_| {
        let tests = session.self_tests();
        if session.keys().remembering.get() != Remembering::On {
            return;
        }
        let known = tests.learned.get();
        let kept = storage::read_learned().map(|text| Learned::parse(&text, clock::today()));
        match kept.filter(|kept| !kept.is_empty()) {
            Some(kept) if known.is_empty() => tests.learned.set(kept),
            _ if known.is_empty() => {}
            _ => storage::write_learned(&known.to_text()),
        }
    });
}

/// Stops what is under way.
pub fn cancel(session: Session) {
    session.self_tests().cancel.with_value(Cancel::pull);
}

/// Tests these checks, each with a made-up key.
pub fn start(session: Session, checks: &Arc<Checks>, only: Option<&str>) {
    let at = session.self_tests();
    let tests = self_test::tests(checks, only);
    if at.running.get_untracked().is_some() || tests.is_empty() {
        return;
    }
    let (all, cancel, line) = (tests.len(), Cancel::default(), Line::default());
    at.cancel.set_value(cancel.clone());
    at.running.set(Some((0, all)));
    let fresh = StoredValue::new_local(Vec::<(Test, Done)>::new());
    let mut hosts: BTreeMap<String, Vec<Test>> = BTreeMap::new();
    for test in tests {
        hosts.entry(test.check.host().to_owned()).or_default().push(test);
    }
    let open = Arc::new(hosts.len());
    for tests in hosts.into_values() {
        let (checks, cancel, line, open) = (checks.clone(), cancel.clone(), line.clone(), open.clone());
        spawn_local(async move {
            for test in tests {
                let Some(leave) = line.turn(test.check.host(), &cancel).await else { break };
                if let Some(done) = one(session, &checks, &test, &cancel, &line).await {
                    fresh.update_value(|list| list.push((test, done)));
                }
                clock::sleep(SPACE).await;
                drop(leave);
            }
            drop(open);
        });
    }
    spawn_local(async move {
        loop {
            clock::sleep(DRAWN).await;
            let over = Arc::strong_count(&open) == 1;
            let list = fresh.try_update_value(std::mem::take).unwrap_or_default();
            at.running.update(|running| *running = running.map(|(done, all)| (done + list.len(), all)));
            take(at, list);
            if over {
                break;
            }
            if cancel.is_pulled() {
                line.clear();
            }
        }
        at.running.set(None);
    });
}

/// Takes in what was done.
fn take(at: SelfTests, list: Vec<(Test, Done)>) {
    if list.is_empty() {
        return;
    }
    let today = clock::today();
    at.learned.update(|learned| list.iter().for_each(|(test, done)| learned.take(test, done.shown, today)));
    at.done.update(|all| {
        let all = Arc::make_mut(all);
        for (_, done) in list {
            all.retain(|old| old.provider != done.provider || old.reading.check != done.reading.check);
            all.push(done);
        }
        all.sort_by_key(|done| (!done.shown.is_drift(), done.provider, done.reading.check.clone()));
    });
}

/// Sends one check with a made-up key, and judges what came back.
async fn one(session: Session, checks: &Checks, test: &Test, cancel: &Cancel, line: &Line) -> Option<Done> {
    let known = checks.of(test.provider.id)?;
    let (secret, companions) = test.made_up(js_sys::Math::random().to_bits());
    let halves = Halves { secret: &secret, companions: &companions };
    let began = clock::steady();
    let log = |sent| session.log.update(|all| all.push(sent));
    let answer = if test.check.is_socket() {
        socket::ask(&test.check, test.kind, &secret, cancel, &log).await
    } else {
        fetch::send(&test.check, test.kind, &halves, false, cancel, &log).await
    };
    if cancel.is_pulled() {
        return None;
    }
    if let Ok(Answer::Http(Response { status: 429, .. })) = &answer {
        line.heard(test.check.host(), true, None);
    }
    let reading: Reading = match answer {
        Ok(answer) => interpret(known, &test.check, &answer, View::Page, halves.secrets()),
        Err(silence) => conclude::silent(known, &test.check, silence),
    };
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "milliseconds of one request")]
    let took = (clock::steady() - began) as u32;
    let shown = Shown::of(&reading);
    Some(Done { provider: test.provider.id, reading, shown, took, at: clock::date(clock::now()) })
}
