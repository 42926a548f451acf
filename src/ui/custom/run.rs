//! One question to an endpoint that the person typed and confirmed.

use crate::browser::cancel::Cancel;
use crate::browser::task::spawn_local;
use crate::browser::{clock, fetch};
use crate::check::answer::{Answer, NoAnswer};
use crate::check::companions::{Companions, Half, Halves};
use crate::check::conclude;
use crate::check::custom::{self, Endpoint, NotAnEndpoint, Target};
use crate::check::interpret::{Reading, View, interpret};
use crate::check::openai_form;
use crate::check::verdict::State;
use crate::credential::Secret;
use crate::provider::checks::{Check, Checks, ProviderChecks};
use crate::provider::{Provider, find};
use crate::ui::session::{Arrival, How, Session};
use leptos::prelude::*;
use std::sync::Arc;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

/// The field of the key. What stands in it is read when it is sent, and kept nowhere else.
pub const KEY: &str = "custom-key";

/// What this page knows. Copies are handles on the same.
#[derive(Clone, Copy)]
pub struct Custom {
    /// What stands there: `PROVIDER CHECK` of the catalogue, or nothing for `OpenAI`'s form.
    pub what: RwSignal<String>,
    /// The address as it was typed.
    pub typed: RwSignal<String>,
    /// What a key needs beside itself and the host.
    pub companions: RwSignal<Companions>,
    /// The origin that was confirmed.
    pub confirmed: RwSignal<String>,
    /// Why the key was not taken.
    pub key_wrong: RwSignal<bool>,
    /// Whether the endpoint is being asked.
    pub asking: RwSignal<bool>,
    /// What it said.
    pub said: RwSignal<Option<Arc<Said>>>,
    cancel: StoredValue<Cancel, LocalStorage>,
}

impl Default for Custom {
    fn default() -> Self {
        Self {
            what: RwSignal::default(),
            typed: RwSignal::default(),
            companions: RwSignal::default(),
            confirmed: RwSignal::default(),
            key_wrong: RwSignal::new(false),
            asking: RwSignal::new(false),
            said: RwSignal::new(None),
            cancel: StoredValue::new_local(Cancel::default()),
        }
    }
}

/// What an endpoint said.
pub struct Said {
    /// Its judgement.
    pub reading: Reading,
    /// `GET https://…`
    pub request: String,
    /// `localhost:11434`
    pub host: String,
    /// When, in milliseconds since 1970.
    pub at: f64,
    /// Who asked.
    pub how: How,
}

/// What is asked, as it stands in the fields.
#[derive(Clone)]
pub struct Question {
    /// Whose check it is; none for `OpenAI`'s form.
    pub provider: Option<&'static Provider>,
    /// With its host.
    pub check: Check,
    /// Where it goes.
    pub endpoint: Endpoint,
    /// Whether its provider is known to refuse browsers.
    pub refuses: bool,
}

/// The target that is chosen; none for `OpenAI`'s form.
pub fn target<'a>(checks: &'a Checks, what: &str) -> Option<Target<'a>> {
    custom::targets(checks).into_iter().find(|t| what == name(t))
}

/// A target's name in the list's values.
pub fn name(target: &Target<'_>) -> String {
    format!("{} {}", target.provider.id, target.check.id)
}

/// What would be asked.
pub fn question(checks: &Checks, what: &str, typed: &str) -> Result<Question, NotAnEndpoint> {
    let endpoint = Endpoint::parse(typed)?;
    let Some(Target { provider, check, refuses }) = target(checks, what) else {
        let check = openai_form::models(&endpoint.openai_base());
        return Ok(Question { provider: None, check, endpoint, refuses: false });
    };
    let check = custom::at(provider, check, &endpoint)?;
    Ok(Question { provider: Some(provider), check, endpoint, refuses })
}

/// The companions for a question, its host among them.
pub fn companions(question: &Question, session: Session) -> Companions {
    let mut known = session.custom().companions.get_untracked();
    if let Some(companion) = question.provider.and_then(|p| p.companions().iter().find(|c| c.host)) {
        known.extend(Half::new(companion, question.endpoint.origin(), true).map(|half| (companion.id, half)));
    }
    known
}

fn field() -> Option<HtmlInputElement> {
    document().get_element_by_id(KEY)?.dyn_into().ok()
}

/// Takes the key and what was said of it away.
pub fn wipe(session: Session) {
    if let Some(field) = field() {
        field.set_value("");
    }
    session.custom().said.set(None);
}

/// Stops the question under way.
pub fn cancel(session: Session) {
    session.custom().cancel.with_value(Cancel::pull);
}

/// Asks, where the very origin was confirmed.
pub fn ask(session: Session, question: Question) {
    let at = session.custom();
    let Arrival::Here(checks) = session.checks.get_untracked() else { return };
    if at.asking.get_untracked() || at.confirmed.get_untracked() != custom::origin_of(&question.check) {
        return;
    }
    let text = zeroize::Zeroizing::new(field().map_or_else(String::new, |field| field.value()));
    let secret = Secret::new(text.trim().to_owned(), 0);
    let keyless = secret.is_empty() && question.provider.is_none();
    at.key_wrong.set(!keyless && !secret.is_header_safe());
    if at.key_wrong.get_untracked() {
        return;
    }
    let cancel = Cancel::default();
    at.cancel.set_value(cancel.clone());
    at.asking.set(true);
    at.said.set(None);
    spawn_local(async move {
        let said = asked(session, &checks, &question, secret, keyless, &cancel).await;
        if !cancel.is_pulled() {
            at.said.set(said.map(Arc::new));
        }
        at.asking.set(false);
    });
}

async fn asked(
    session: Session,
    checks: &Checks,
    question: &Question,
    secret: Secret,
    keyless: bool,
    cancel: &Cancel,
) -> Option<Said> {
    let log = |sent| session.log.update(|all| all.push(sent));
    let known = companions(question, session);
    let once = async |secret: &Secret, check: &Check| {
        let halves = Halves { secret, companions: &known };
        let answer = fetch::send_to(check, &question.endpoint, &halves, cancel, &log).await;
        with_rules(checks, question, |rules| match answer {
            Ok(answer) => interpret(rules, check, &answer, View::Page, halves.secrets()),
            Err(silence) => conclude::silent(rules, check, silence),
        })
    };
    let reading = if keyless {
        // Without a key there is nothing to judge: who lists for nobody lists for anyone.
        let check = Check { headers: Vec::new(), ..question.check.clone() };
        let reading = once(&openai_form::made_up(0), &check).await?;
        openai_form::with_made_up(reading.clone(), &reading)
    } else {
        let reading = once(&secret, &question.check).await?;
        if question.provider.is_none() && reading.state == State::Live {
            let made_up = openai_form::made_up(js_sys::Math::random().to_bits());
            openai_form::with_made_up(reading, &once(&made_up, &question.check).await?)
        } else {
            reading
        }
    };
    Some(said(question, reading, How::Asked))
}

/// Judges what a person pasted back from `curl`.
pub fn judge(session: Session, question: &Question, text: &str) -> Result<(), NoAnswer> {
    let answer = Answer::parse(text)?;
    let Arrival::Here(checks) = session.checks.get_untracked() else { return Ok(()) };
    let secret = Secret::new(field().map_or_else(String::new, |field| field.value().trim().to_owned()), 0);
    let known = companions(question, session);
    let halves = Halves { secret: &secret, companions: &known };
    let reading = with_rules(&checks, question, |rules| {
        interpret(rules, &question.check, &answer, View::Whole, halves.secrets())
    });
    if let Some(mut reading) = reading {
        crate::ui::check::live::without_keys(&mut reading);
        session.custom().said.set(Some(Arc::new(said(question, reading, How::Pasted))));
    }
    Ok(())
}

fn with_rules<T>(checks: &Checks, question: &Question, read: impl FnOnce(&ProviderChecks) -> T) -> Option<T> {
    match question.provider {
        Some(provider) => checks.of(provider.id).map(read),
        None => openai_form::rules().map(|rules| read(&rules)),
    }
}

fn said(question: &Question, mut reading: Reading, how: How) -> Said {
    // What the file says of the public host does not hold for another.
    let public =
        |says: &String| question.provider.is_some_and(|provider| provider.hosts.iter().any(|host| says.contains(host)));
    reading.says = reading.says.filter(|says| !public(says));
    let origin = custom::origin_of(&question.check);
    let host = origin.split_once("://").map_or(origin.as_str(), |(_, host)| host).to_owned();
    let request = format!("{} {}", question.check.method, crate::browser::wire::shown_url(&question.check));
    Said { reading, request, host, at: clock::now(), how }
}

/// Whether the policy of this copy lets the page send there.
pub fn policy_admits(origin: &str) -> bool {
    sources().iter().any(|source| match source.strip_suffix(":*") {
        Some(any_port) => origin == any_port || origin.strip_prefix(any_port).is_some_and(|rest| rest.starts_with(':')),
        None => source == origin || source == "https:" && origin.starts_with("https:"),
    })
}

/// Where the policy of this copy lets the page send.
pub fn sources() -> Vec<String> {
    let policy = crate::ui::trust::meta("meta[http-equiv='Content-Security-Policy']").unwrap_or_default();
    let list = policy.split(';').find_map(|rule| rule.trim().strip_prefix("connect-src ")).unwrap_or_default();
    list.split(' ').filter(|source| *source != "'self'").map(str::to_owned).collect()
}

/// Whose check this is, for `curl` to look its companions up.
pub fn provider_of(question: &Question) -> Option<&'static Provider> {
    question.provider.or_else(|| find("openai"))
}
