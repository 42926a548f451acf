//! What happens after Check is pressed: each credential asked once, its host's queue kept, a second door tried
//! where the first answer could not be read, facts fetched once it is known to live.

use super::live;
use crate::browser::cancel::Cancel;
use crate::browser::queue::Line;
use crate::browser::task::spawn_local;
use crate::browser::wire::{self, Sent};
use crate::browser::{clock, fetch, files, socket};
use crate::check::answer::{Answer, NoAnswer, Response};
use crate::check::companions::{self, Halves};
use crate::check::conclude::{self, Silence};
use crate::check::interpret::{Evidence, Reading, View, interpret};
use crate::check::plan::{self, Chosen, Plan};
use crate::check::queue::named_pause;
use crate::check::verdict::{Cause, State};
use crate::provider::checks::{Access, Check, Checks};
use crate::provider::{self, Kind, slots};
use crate::recognise::Confidence;
use crate::ui::session::{Arrival, How, NotSent, Progress, Row, Session, Verdict};
use leptos::prelude::*;
use std::sync::Arc;

/// Asks for one credential once, when it is its host's turn in the queue, and says what came of it. With `facts`,
/// a key that lives is asked for what its main check does not tell.
pub async fn ask(session: Session, row: &Row, cancel: &Cancel, line: &Line, facts: bool) -> Option<Arc<Verdict>> {
    let checks = arrived(session).await;
    let manner = if facts { Manner::Whole } else { Manner::Verdict };
    ask_with(session, row, cancel, line, checks.as_deref(), manner).await;
    row.progress.with_untracked(|progress| progress.verdict().cloned())
}

/// How much is asked.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// For the verdict alone.
    Verdict,
    /// For the verdict, and of a key that lives what its main check does not tell.
    Whole,
    /// The same, while what was said before stays to be seen until the answer is there.
    Again,
}

/// The same, by a list of checks that is there.
pub async fn ask_with(
    session: Session,
    row: &Row,
    cancel: &Cancel,
    line: &Line,
    checks: Option<&Checks>,
    manner: Manner,
) {
    One { session, row, cancel, line, manner }.check(checks).await;
}

/// Takes in the list of checks as it was fetched.
pub fn take_checks(session: Session, text: Option<String>) {
    let checks = text.and_then(|text| Checks::parse(&text).ok());
    session.checks.set(checks.map_or(Arrival::Failed, |c| Arrival::Here(Arc::new(c))));
}

/// Fetches what is told of each provider, once.
pub fn fetch_guidance(session: Session) {
    if !matches!(*session.desk().guidance.read_untracked(), Arrival::NotAsked) {
        return;
    }
    session.desk().guidance.set(Arrival::Awaited);
    spawn_local(async move {
        let text = files::own(provider::GUIDANCE_FILE, provider::GUIDANCE_INTEGRITY).await;
        let guidance = text.and_then(|text| serde_json::from_str(&text).ok());
        session.desk().guidance.set(guidance.map_or(Arrival::Failed, |g| Arrival::Here(Arc::new(g))));
    });
}

/// Waits for the list of checks.
pub async fn arrived(session: Session) -> Option<Arc<Checks>> {
    loop {
        match session.checks.get_untracked() {
            Arrival::Here(checks) => return Some(checks),
            Arrival::Failed => return None,
            Arrival::NotAsked | Arrival::Awaited => clock::sleep(20).await,
        }
    }
}

/// One credential on its way.
#[derive(Clone, Copy)]
struct One<'a> {
    session: Session,
    row: &'a Row,
    cancel: &'a Cancel,
    line: &'a Line,
    manner: Manner,
}

impl One<'_> {
    async fn check(&self, checks: Option<&Checks>) {
        let planned = (|| {
            if let Some(obstacle) = untrack(|| self.row.obstacle()) {
                return Err(obstacle);
            }
            let kind = untrack(|| self.row.kind()).ok_or(NotSent::ChoiceOpen)?;
            let plan = checks.and_then(|c| Plan::of(c, kind)).ok_or(NotSent::NoCheck)?;
            let secret = self.row.secret().ok_or(NotSent::NoCheck)?;
            if secret.is_header_safe() { Ok((kind, plan, secret)) } else { Err(NotSent::Unsendable) }
        })();
        match planned {
            Err(why) => self.session.progress(self.row, Progress::Done(Arc::new(not_sent(why)))),
            Ok((kind, plan, secret)) => {
                let companions = self.row.companions.get_untracked();
                Asked { one: self, kind, plan: &plan, halves: Halves { secret, companions: &companions } }.ask().await;
            }
        }
    }
}

/// One credential with all that it is sent with.
struct Asked<'a> {
    one: &'a One<'a>,
    kind: &'static Kind,
    plan: &'a Plan<'a>,
    halves: Halves<'a>,
}

impl Asked<'_> {
    async fn ask(&self) {
        let One { session, row, .. } = *self.one;
        if self.one.manner != Manner::Again {
            session.progress(row, Progress::Queued);
        }
        let (mut reading, mut requests, world) = self.worlds().await;
        if conclude::wants_other_door(&reading)
            && let Some(door) = self.plan.other_door
        {
            let other = self.door(door).await;
            if other.state != State::Unknown {
                requests = vec![request_line(door)];
            }
            reading = conclude::with_other_door(reading, other);
        }
        let not_sent = (reading.cause == Some(Cause::NotSent)).then_some(NotSent::Cancelled);
        let request = not_sent.is_none().then(|| requests.join(", "));
        let verdict =
            |reading| Verdict { reading, request: request.clone(), at: clock::now(), how: How::Asked, not_sent };
        let more = reading.state == State::Live && !self.plan.more.is_empty();
        // Of a key that is asked again, facts are not shown by halves.
        if !(more && self.one.manner == Manner::Again) {
            session.progress(row, Progress::Done(Arc::new(verdict(reading.clone()))));
        }
        if reading.state != State::Live || self.one.manner == Manner::Verdict {
            return;
        }
        let known = reading.facts.len();
        for more in &self.plan.more {
            let more = more.at(&world);
            if !more.slots().iter().all(|slot| slot == slots::KEY || self.halves.companions.contains_key(&**slot)) {
                continue;
            }
            let answer = self.door(&more).await;
            for fact in answer.facts {
                if reading.facts.iter().all(|f| f.name != fact.name) {
                    reading.facts.push(fact);
                }
            }
        }
        if reading.facts.len() > known || self.one.manner == Manner::Again {
            session.progress(row, Progress::Done(Arc::new(verdict(reading))));
        }
    }

    /// Asks the main check's worlds one after another, until one knows the key; most have but one. Returns what they
    /// say together, the requests, and the choices of the one that spoke last.
    async fn worlds(&self) -> (Reading, Vec<String>, Vec<Chosen>) {
        let main = self.plan.main;
        let worlds = plan::worlds(main, self.kind.provider(), &|slot| companions::choice(self.halves.companions, slot));
        let (mut readings, mut requests, mut last) = (Vec::new(), Vec::new(), Vec::new());
        for (chosen, check) in worlds {
            let reading = self.door(&check).await;
            requests.push(request_line(&check));
            last = chosen;
            let over = matches!(reading.state, State::Live | State::Limited) || reading.cause == Some(Cause::NotSent);
            if reading.cause == Some(Cause::NotSent) {
                return (reading, requests, last);
            }
            readings.push(reading);
            if over {
                break;
            }
        }
        let together = if main.worlds.is_some() { conclude::over_worlds(readings, true) } else { readings.pop() };
        let reading = together.unwrap_or_else(|| conclude::silent(self.plan.provider, main, Silence::NotSent));
        (reading, requests, last)
    }

    /// Asks once, when it is its host's turn.
    async fn door(&self, check: &Check) -> Reading {
        let (One { session, row, cancel, line, .. }, plan) = (*self.one, self.plan);
        let Some(leave) = line.turn(check.host(), cancel).await else {
            return conclude::silent(plan.provider, check, Silence::NotSent);
        };
        if row.progress.with_untracked(|p| matches!(p, Progress::Queued)) {
            session.progress(row, Progress::Checking);
        }
        let log = |sent: Sent| session.log(sent);
        let answer = if check.is_socket() {
            socket::ask(check, self.kind, self.halves.secret, cancel, &log).await
        } else {
            let readable = check.access.unwrap_or(plan.provider.access) == Access::Works;
            fetch::send(check, self.kind, &self.halves, readable, cancel, &log).await
        };
        if let Ok(Answer::Http(Response { status, body, .. })) = &answer {
            let retry_after = answer.as_ref().ok().and_then(retry_after);
            line.heard(check.host(), *status == 429, named_pause(retry_after, body));
        }
        drop(leave);
        match answer {
            Ok(answer) => interpret(plan.provider, check, &answer, View::Page, self.halves.secrets()),
            Err(silence) => {
                let known = check.access.unwrap_or(plan.provider.access);
                let learned = session.self_tests().learned;
                let access = learned.with_untracked(|learned| learned.access(self.kind.provider().id, known));
                conclude::silent_with(access, check, silence)
            }
        }
    }
}

fn request_line(check: &Check) -> String {
    format!("{} {}", check.method, wire::shown_url(check))
}

fn retry_after(answer: &Answer) -> Option<&str> {
    if let Answer::Http(response) = answer { response.header("retry-after") } else { None }
}

/// The verdict on what was not sent.
pub fn not_sent(why: NotSent) -> Verdict {
    let reading = Reading {
        state: State::Unknown,
        cause: Some(Cause::NotSent),
        check: String::new(),
        host: String::new(),
        facts: Vec::new(),
        evidence: Evidence::default(),
        says: None,
    };
    Verdict { reading, request: None, at: clock::now(), how: How::Asked, not_sent: Some(why) }
}

/// Judges what a person pasted back from `curl`, which asked `check`: its choices made.
pub fn judge_pasted(session: Session, row: &Row, check: &Check, text: &str) -> Result<(), NoAnswer> {
    let answer = Answer::parse(text)?;
    let checks = session.checks.get_untracked().here();
    let Some(kind) = untrack(|| row.kind()) else { return Ok(()) };
    let (Some(known), Some(secret)) = (checks.as_ref().and_then(|c| c.of(kind.provider().id)), row.secret()) else {
        return Ok(());
    };
    let companions = row.companions.get_untracked();
    let halves = Halves { secret, companions: &companions };
    let mut reading = interpret(known, check, &answer, View::Whole, halves.secrets());
    if let Some(slot) = &check.worlds {
        let chosen = matches!(companions::choice(&companions, slot), plan::Choice::Made(_));
        reading = conclude::over_worlds(vec![reading.clone()], chosen).unwrap_or(reading);
    }
    live::without_keys(&mut reading);
    let request = Some(request_line(check));
    let verdict = Verdict { reading, request, at: clock::now(), how: How::Pasted, not_sent: None };
    session.progress(row, Progress::Done(Arc::new(verdict)));
    Ok(())
}

/// Whether a row is a demonstration's that may be judged as one.
pub fn demo_row(kind: &'static Kind, mask: &str, id: usize, verdict: Verdict) -> Arc<Row> {
    Arc::new(Row {
        id,
        mask: mask.to_owned(),
        finding: None,
        kinds: vec![kind],
        confidence: Confidence::Certain,
        why: Vec::new(),
        oddities: Vec::new(),
        file: None,
        line: id,
        times: 1,
        told: None,
        ticked: ArcRwSignal::new(true),
        chosen: ArcRwSignal::new(None),
        companions: ArcRwSignal::default(),
        agreed: ArcRwSignal::new(false),
        progress: ArcRwSignal::new(Progress::Done(Arc::new(verdict))),
        open: ArcRwSignal::new(false),
    })
}
