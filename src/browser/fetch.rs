//! The one door by which keys leave: fills a check's slots, sends it, and says what came back, or why nothing did.

use super::cancel::Cancel;
use super::clock;
use super::wire::{self, End, Sent};
use crate::check::answer::{Answer, Response};
use crate::check::companions::{Halves, Value};
use crate::check::conclude::Silence;
use crate::check::custom::{self, Endpoint};
use crate::check::fill::{self, Filled};
use crate::check::plan;
use crate::provider::Kind;
use crate::provider::checks::Check;
use crate::provider::slots::KEY;
use js_sys::{Math, Reflect, Uint8Array};
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::{Closure, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortSignal, Headers, ReadableStreamDefaultReader, ReferrerPolicy, RequestCache, RequestCredentials, RequestInit,
    RequestMode, RequestRedirect, SecurityPolicyViolationEvent,
};

/// How long an answer may take, body included, in milliseconds. The tests build with a shorter one.
const DEADLINE: i32 = match option_env!("LATCHKEY_DEADLINE_MS") {
    Some(text) => number(text),
    None => 10_000,
};

/// The most that is read of a body, in bytes.
const LARGEST_BODY: usize = 4 * 1024 * 1024;

/// How an attempt failed.
enum Failure {
    /// Stopped by the deadline.
    Timeout,
    /// Stopped by the person.
    Cancelled,
    /// The body is longer than is read.
    TooLarge,
    /// The browser gives no reason.
    NoStatus,
}

/// Sends a check with a key and its companions, where both tables agree that it may go there. A failure of the
/// network is tried once more; so is an answer that could not be read, from a provider whose answers can be
/// (`readable`): then the connection was cut.
///
/// # Errors
/// Where there is no answer: the reason why.
pub async fn send(
    check: &Check,
    kind: &Kind,
    halves: &Halves<'_>,
    readable: bool,
    cancel: &Cancel,
    log: &dyn Fn(Sent),
) -> Result<Answer, Silence> {
    if !plan::allowed(check, kind) || check.is_socket() {
        return Err(Silence::NotSent);
    }
    send_filled(check, halves, readable, cancel, log).await
}

/// Sends a check to the endpoint that the person typed, where it goes to that endpoint and cannot leave it
/// (`custom.html`, whose policy admits such hosts).
///
/// # Errors
/// Where there is no answer: the reason why.
pub async fn send_to(
    check: &Check,
    endpoint: &Endpoint,
    halves: &Halves<'_>,
    cancel: &Cancel,
    log: &dyn Fn(Sent),
) -> Result<Answer, Silence> {
    if !custom::stays_at(check, endpoint) {
        return Err(Silence::NotSent);
    }
    send_filled(check, halves, false, cancel, log).await
}

async fn send_filled(
    check: &Check,
    halves: &Halves<'_>,
    readable: bool,
    cancel: &Cancel,
    log: &dyn Fn(Sent),
) -> Result<Answer, Silence> {
    let mut retried = false;
    loop {
        let Some(filled) = filled(check, halves) else { return Err(Silence::NotSent) };
        match attempt(check, &filled, cancel, log).await {
            Ok(response) => return Ok(Answer::Http(response)),
            Err(Failure::Timeout) => return Err(Silence::Timeout),
            Err(Failure::Cancelled) => return Err(Silence::NotSent),
            Err(Failure::TooLarge) => return Err(Silence::TooLarge),
            Err(Failure::NoStatus) => {}
        }
        let silence = why_silent(check, cancel, log).await;
        let worth_a_try = silence == Silence::Unreachable || (silence == Silence::Unreadable && readable);
        if retried || !worth_a_try {
            return Err(silence);
        }
        retried = true;
        #[expect(clippy::cast_possible_truncation, reason = "between 300 and 1,000")]
        clock::sleep(300 + (Math::random() * 700.0) as i32).await;
    }
}

/// One attempt, in the log however it ends.
async fn attempt(check: &Check, filled: &Filled, cancel: &Cancel, log: &dyn Fn(Sent)) -> Result<Response, Failure> {
    let (at, began) = (clock::now(), clock::steady());
    let (result, status) = match request(check, filled) {
        Some(init) => exchange(&filled.url, &init, cancel).await,
        None => (Err(Failure::Cancelled), None),
    };
    if check.url.contains('{') {
        forget_timings();
    }
    let end = match (&result, status) {
        (_, Some(status)) => End::Status(status),
        (Err(Failure::Timeout), _) => End::Timeout,
        (Err(Failure::Cancelled), _) => End::Cancelled,
        _ => End::NoStatus,
    };
    log(Sent {
        at,
        method: check.method.clone(),
        url: wire::shown_url(check),
        key: Some(wire::place(check)),
        end,
        took: clock::steady() - began,
    });
    result
}

/// The check with the key and its companions in their places.
#[expect(clippy::disallowed_methods, reason = "one of the two places that fill a request: the key goes into its slot")]
fn filled(check: &Check, halves: &Halves<'_>) -> Option<Filled> {
    fill::fill(check, &|slot| match slot {
        KEY => Some(halves.secret.expose()),
        _ => halves.companions.get(slot).map(|half| match &half.value {
            Value::Plain(text) => text.as_str(),
            Value::Secret(secret) => secret.expose(),
        }),
    })
}

/// The request as the browser takes it.
fn request(check: &Check, filled: &Filled) -> Option<RequestInit> {
    let init = options(&check.method, RequestRedirect::Error);
    let headers = Headers::new().ok()?;
    for (name, value) in &filled.headers {
        // The exception of a refused value would print it; the alphabet was looked at, and its text is dropped.
        headers.append(name, value).ok()?;
    }
    init.set_headers(&headers);
    if let Some(body) = &filled.body {
        init.set_body(&JsValue::from_str(body));
    }
    Some(init)
}

/// What holds for every request: no cookies, no referrer, no cache.
fn options(method: &str, redirect: RequestRedirect) -> RequestInit {
    let init = RequestInit::new();
    init.set_method(method);
    init.set_credentials(RequestCredentials::Omit);
    init.set_referrer_policy(ReferrerPolicy::NoReferrer);
    init.set_cache(RequestCache::NoStore);
    init.set_redirect(redirect);
    init
}

/// Sends, and reads the answer up to the bound and the deadline; and the status, once there was one.
async fn exchange(url: &str, init: &RequestInit, cancel: &Cancel) -> (Result<Response, Failure>, Option<u16>) {
    let status = Cell::new(None);
    let work = |signal: AbortSignal| {
        let status = &status;
        async move {
            init.set_signal(Some(&signal));
            let window = web_sys::window().ok_or(Failure::NoStatus)?;
            let answer =
                JsFuture::from(window.fetch_with_str_and_init(url, init)).await.map_err(|_| Failure::NoStatus)?;
            let answer: web_sys::Response = answer.dyn_into().map_err(|_| Failure::NoStatus)?;
            status.set(Some(answer.status()));
            let body = read_body(&answer).await?;
            Ok(Response { status: answer.status(), headers: readable_headers(&answer.headers()), body })
        }
    };
    let result = within_deadline(DEADLINE, cancel, work).await;
    (result, status.get())
}

/// Runs an abortable piece of work, and tells a deadline and a cancel from a failure of its own.
async fn within_deadline<T, F: Future<Output = Result<T, Failure>>>(
    ms: i32,
    cancel: &Cancel,
    work: impl FnOnce(AbortSignal) -> F,
) -> Result<T, Failure> {
    let controller = cancel.controller().ok_or(Failure::Cancelled)?;
    let late = Rc::new(Cell::new(false));
    let ring = Closure::<dyn FnMut()>::new({
        let (late, controller) = (late.clone(), controller.clone());
        move || {
            late.set(true);
            controller.abort();
        }
    });
    let window = web_sys::window().ok_or(Failure::NoStatus)?;
    let alarm = window.set_timeout_with_callback_and_timeout_and_arguments_0(ring.as_ref().unchecked_ref(), ms);
    let result = work(controller.signal()).await;
    _ = alarm.map(|alarm| window.clear_timeout_with_handle(alarm));
    cancel.finished(&controller.signal());
    match result {
        Err(_) if cancel.is_pulled() => Err(Failure::Cancelled),
        Err(_) if late.get() => Err(Failure::Timeout),
        Err(Failure::TooLarge) => {
            controller.abort();
            Err(Failure::TooLarge)
        }
        other => other,
    }
}

async fn read_body(answer: &web_sys::Response) -> Result<String, Failure> {
    let Some(stream) = answer.body() else { return Ok(String::new()) };
    let reader: ReadableStreamDefaultReader = stream.get_reader().unchecked_into();
    let mut bytes = Vec::new();
    loop {
        let piece = JsFuture::from(reader.read()).await.map_err(|_| Failure::NoStatus)?;
        let field = |name: &str| Reflect::get(&piece, &JsValue::from_str(name)).unwrap_or(JsValue::UNDEFINED);
        if field("done").is_truthy() {
            return Ok(String::from_utf8(bytes).unwrap_or_else(|e| String::from_utf8_lossy(e.as_bytes()).into_owned()));
        }
        let piece: Uint8Array = field("value").unchecked_into();
        if bytes.len() + piece.length() as usize > LARGEST_BODY {
            return Err(Failure::TooLarge);
        }
        bytes.extend(piece.to_vec());
    }
}

/// The headers that the browser lets this page see.
fn readable_headers(headers: &Headers) -> Vec<(String, String)> {
    let pairs = js_sys::Array::from(headers);
    pairs
        .iter()
        .filter_map(|pair| {
            let pair = js_sys::Array::from(&pair);
            Some((pair.get(0).as_string()?, pair.get(1).as_string()?))
        })
        .collect()
}

/// Why a request failed without a status: no network, a host that does not answer at all, or one that answers and
/// lets no page read it. Found out by a bare request to the same address, **without any key**.
async fn why_silent(check: &Check, cancel: &Cancel, log: &dyn Fn(Sent)) -> Silence {
    let Some(window) = web_sys::window() else { return Silence::Unreachable };
    if !window.navigator().on_line() {
        return Silence::Offline;
    }
    let url = without_slots(&check.url);
    let init = options("GET", RequestRedirect::Follow);
    init.set_mode(RequestMode::NoCors);
    let elsewhere = Elsewhere::watch(&url);
    let (at, began) = (clock::now(), clock::steady());
    let work = |signal: AbortSignal| {
        let (window, init, url) = (&window, &init, &url);
        async move {
            init.set_signal(Some(&signal));
            JsFuture::from(window.fetch_with_str_and_init(url, init)).await.map_err(|_| Failure::NoStatus)
        }
    };
    let result = within_deadline(DEADLINE.min(5_000), cancel, work).await.map(drop);
    if result.is_err() {
        // The event of a refused redirect comes a moment after the promise.
        clock::sleep(20).await;
    }
    let reached = result.is_ok() || elsewhere.seen();
    let (end, silence) = match result {
        Err(Failure::Cancelled) => (End::Cancelled, Silence::NotSent),
        _ if reached => (End::Reached, Silence::Unreadable),
        Err(Failure::Timeout) => (End::Timeout, Silence::Unreachable),
        _ if !window.navigator().on_line() => (End::NoStatus, Silence::Offline),
        _ => (End::NoStatus, Silence::Unreachable),
    };
    log(Sent { at, method: "GET".into(), url, key: None, end, took: clock::steady() - began });
    silence
}

/// A URL whose query, if a slot stands in it, is left out.
fn without_slots(url: &str) -> String {
    if !url.contains('{') {
        return url.to_owned();
    }
    url.split('?').next().unwrap_or_default().to_owned()
}

/// Sees whether the policy refused a redirect of the bare request: then somebody answered.
struct Elsewhere {
    seen: Rc<Cell<bool>>,
    listener: Closure<dyn FnMut(SecurityPolicyViolationEvent)>,
}

impl Elsewhere {
    fn watch(url: &str) -> Self {
        let seen = Rc::new(Cell::new(false));
        let listener = Closure::new({
            let (seen, url) = (seen.clone(), url.to_owned());
            move |event: SecurityPolicyViolationEvent| {
                if event.blocked_uri() == url {
                    seen.set(true);
                }
            }
        });
        if let Some(document) = web_sys::window().and_then(|w| w.document()) {
            let name = "securitypolicyviolation";
            _ = document.add_event_listener_with_callback(name, listener.as_ref().unchecked_ref());
        }
        Self { seen, listener }
    }

    fn seen(&self) -> bool {
        self.seen.get()
    }
}

impl Drop for Elsewhere {
    fn drop(&mut self) {
        if let Some(document) = web_sys::window().and_then(|w| w.document()) {
            let name = "securitypolicyviolation";
            _ = document.remove_event_listener_with_callback(name, self.listener.as_ref().unchecked_ref());
        }
    }
}

/// Takes away what the browser's own list of requests says of URLs, where a key may stand in one.
fn forget_timings() {
    if let Some(performance) = web_sys::window().and_then(|w| w.performance()) {
        performance.clear_resource_timings();
    }
}

/// A number at compile time; 10,000 where the text is none.
const fn number(text: &str) -> i32 {
    let bytes = text.as_bytes();
    let (mut at, mut out) = (0, 0i32);
    while at < bytes.len() {
        if !bytes[at].is_ascii_digit() || at > 5 {
            return 10_000;
        }
        out = out * 10 + (bytes[at] - b'0') as i32;
        at += 1;
    }
    if at == 0 { 10_000 } else { out }
}
