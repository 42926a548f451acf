//! The other door: a socket that takes the key in its subprotocol and says why it closes. Nothing is sent on it.

use super::cancel::Cancel;
use super::clock;
use super::wire::{self, End, Sent};
use crate::browser::task::spawn_local;
use crate::check::answer::{Answer, Socket};
use crate::check::conclude::Silence;
use crate::check::plan;
use crate::credential::Secret;
use crate::provider::Kind;
use crate::provider::checks::Check;
use crate::provider::slots;
use futures_channel::oneshot::{Sender, channel};
use js_sys::Array;
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::prelude::{Closure, JsValue};
use wasm_bindgen::{JsCast, convert::FromWasmAbi};
use web_sys::{AbortSignal, CloseEvent, MessageEvent, WebSocket};

/// How long a socket may be silent, in milliseconds.
const PATIENCE: i32 = 5_000;

enum Heard {
    Event(String),
    Closed(u16, String),
    Nothing,
    Stopped,
}

/// Opens the check's socket with the key, and hears its first word.
///
/// # Errors
/// Where the key may not go there, cannot be a subprotocol, or nothing was heard.
pub async fn ask(
    check: &Check,
    kind: &Kind,
    secret: &Secret,
    cancel: &Cancel,
    log: &dyn Fn(Sent),
) -> Result<Answer, Silence> {
    if !plan::allowed(check, kind) || !check.is_socket() || !secret.is_http_token() {
        return Err(Silence::NotSent);
    }
    let controller = cancel.controller().ok_or(Silence::NotSent)?;
    let (at, began) = (clock::now(), clock::steady());
    let heard = match open(check, secret) {
        Some(socket) => listen(&socket, &controller.signal()).await,
        None => Heard::Nothing,
    };
    cancel.finished(&controller.signal());
    let (end, answer) = match heard {
        Heard::Event(text) => (End::Event, Ok(Socket { events: vec![text], close: None })),
        Heard::Closed(code, reason) => {
            (End::Closed(code), Ok(Socket { events: Vec::new(), close: Some((code, reason)) }))
        }
        Heard::Nothing => (End::Timeout, Err(Silence::Timeout)),
        Heard::Stopped => (End::Cancelled, Err(Silence::NotSent)),
    };
    log(Sent {
        at,
        method: check.method.clone(),
        url: wire::shown_url(check),
        key: Some(wire::place(check)),
        end,
        took: clock::steady() - began,
    });
    answer.map(Answer::Socket)
}

#[expect(
    clippy::disallowed_methods,
    reason = "one of the two places that fill a request: the key becomes a subprotocol"
)]
fn open(check: &Check, secret: &Secret) -> Option<WebSocket> {
    let protocols: Array =
        check.protocols.iter().map(|p| JsValue::from_str(&slots::fill(p, |_| Some(secret.expose())))).collect();
    // The exception of a refused subprotocol would print it; the alphabet was looked at, and its text is dropped.
    WebSocket::new_with_str_sequence(&check.url, &protocols).ok()
}

/// The first event or the close, whichever comes first; closes the socket.
async fn listen(socket: &WebSocket, stop: &AbortSignal) -> Heard {
    let (sender, heard) = channel::<Heard>();
    let ear: Ear = Rc::new(Cell::new(Some(sender)));
    let on_message = listener(&ear, |event: MessageEvent| Heard::Event(event.data().as_string().unwrap_or_default()));
    let on_close = listener(&ear, |event: CloseEvent| Heard::Closed(event.code(), event.reason()));
    let on_stop = listener(&ear, |_: JsValue| Heard::Stopped);
    socket.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    socket.set_onclose(Some(on_close.as_ref().unchecked_ref()));
    stop.set_onabort(Some(on_stop.as_ref().unchecked_ref()));
    spawn_local(async move {
        clock::sleep(PATIENCE).await;
        tell(&ear, Heard::Nothing);
    });
    let first = heard.await.unwrap_or(Heard::Nothing);
    socket.set_onmessage(None);
    socket.set_onclose(None);
    stop.set_onabort(None);
    _ = socket.close();
    first
}

/// What takes the first word, and no second.
type Ear = Rc<Cell<Option<Sender<Heard>>>>;

fn tell(ear: &Ear, word: Heard) {
    _ = ear.take().map(|sender| sender.send(word));
}

fn listener<E: FromWasmAbi + 'static>(ear: &Ear, hear: fn(E) -> Heard) -> Closure<dyn FnMut(E)> {
    let ear = ear.clone();
    Closure::new(move |event| tell(&ear, hear(event)))
}
