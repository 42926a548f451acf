//! Check, Cancel, Clear and their like: each says what it will do, and to whom.

use super::overview::{self, Overview, Wanted};
use super::{live, paste};
use crate::browser::clock;
use crate::browser::task::spawn_local;
use crate::ui::parts::{self, Part};
use crate::ui::reactive;
use crate::ui::session::{Arrival, Cleared, Row, Session, session};
use crate::ui::words::words;
use leptos::prelude::*;
use std::sync::Arc;
use zeroize::Zeroizing;

/// How long Clear can be undone, in milliseconds.
const REGRET: i32 = 8_000;

/// The row of buttons, with the reason why Check cannot be pressed where it cannot.
pub fn actions(overview: Memo<Overview>) -> impl IntoView {
    let (session, w) = (session(), words());
    let running = Memo::new(move |_| session.run.read().is_some());
    let anything =
        Memo::new(move |_| !session.rows.read().is_empty() || !session.held.read().is_empty() || session.typed.get());
    let samples = move || {
        (!anything.get()).then(|| {
            view! {
                <button type="button" on:click=move |_| show_samples(session)>{w.check.samples}</button>
            }
        })
    };
    view! {
        <div class="actions">
            {check_button(running, overview)}
            <button type="button" hidden=reactive::flag(move || !running.get()) on:click=move |_| overview::cancel(session)>{w.check.cancel}</button>
            {retry_buttons(running, overview)}
            {reactive::shown(samples)}
            {paste::open_files()}
            <button type="button" hidden=reactive::flag(move || !anything.get()) disabled=reactive::flag(move || running.get()) on:click=move |_| clear(session)>{w.check.clear}</button>
            {undo(session)}
        </div>
        {reason(overview)}
    }
}

fn check_button(running: Memo<bool>, overview: Memo<Overview>) -> impl IntoView {
    let (session, w) = (session(), words());
    let text = Memo::new(move |_| {
        let overview = overview.read();
        if overview.rows == 0 || session.demo.get() {
            return w.check.check.to_owned();
        }
        let Wanted { keys, hosts, providers, again } = &overview.wanted;
        match keys {
            0 => w.check.check_none.to_owned(),
            keys => (w.check.check_some)(*keys, hosts, providers, *again),
        }
    });
    let off = move || running.get() || overview.read().rows == 0 || session.demo.get() || !arrived(session);
    let press = move |_| overview::check(session, overview::wanted(&session.rows.read_untracked()));
    view! { <button type="button" class="main" disabled=reactive::flag(off) aria-describedby="reason" on:click=press>{reactive::text(move || text.get())}</button> }
}

/// The demonstration; pressed before its part of the program is here, it waits for that.
fn show_samples(session: Session) {
    parts::fetch_checking(session);
    spawn_local(async move {
        loop {
            match session.checking.get_untracked() {
                Part::Here(part) => return (part.samples)(session),
                Part::Failed => return,
                Part::NotAsked | Part::Awaited => clock::sleep(20).await,
            }
        }
    });
}

fn arrived(session: Session) -> bool {
    matches!(*session.checks.read(), Arrival::Here(_))
}

/// Resume, after a Cancel, and Retry of what could not be told: shown while there is anything for them to do.
fn retry_buttons(running: Memo<bool>, overview: Memo<Overview>) -> impl IntoView {
    let (session, w) = (session(), words());
    let button = move |count: fn(&Overview) -> usize,
                       text: fn(usize) -> String,
                       rows: fn(&[Arc<Row>]) -> Vec<Arc<Row>>| {
        let count = Memo::new(move |_| if session.demo.get() || running.get() { 0 } else { count(&overview.read()) });
        let press = move |_| overview::check(session, rows(&session.rows.read_untracked()));
        view! { <button type="button" hidden=reactive::flag(move || count.get() == 0) on:click=press>{reactive::text(move || text(count.get()))}</button> }
    };
    view! {
        {button(|o| o.stopped, w.list.resume, overview::stopped)}
        {button(|o| o.untold, w.check.retry, overview::untold)}
    }
}

/// Why Check cannot be pressed, or what pressing it will not do.
fn reason(overview: Memo<Overview>) -> impl IntoView {
    let (session, w) = (session(), words());
    let says = move || {
        let checks = session.checks.read();
        if matches!(*checks, Arrival::Failed) {
            let reload = |_| _ = window().location().reload();
            return view! { {w.check.list_failed}" "<button type="button" on:click=reload>{w.check.reload}</button> }
                .into_any();
        }
        let counts = overview.read();
        if session.demo.get() {
            return w.check.demo.into_any();
        }
        if counts.rows == 0 {
            return if session.typed.get() { ().into_any() } else { w.check.nothing_yet.into_any() };
        }
        if !matches!(*checks, Arrival::Here(_)) {
            return w.check.list_awaited.into_any();
        }
        if counts.obstacles == counts.rows {
            return w.check.nothing_to_send.into_any();
        }
        ().into_any()
    };
    view! { <p id="reason" class="reason" class:demo=reactive::flag(move || session.demo.get())>{reactive::view(says)}</p> }
}

/// Takes all away; for a few seconds it can be brought back, from memory alone.
fn clear(session: Session) {
    let text = crate::ui::first::paste_box().map_or_else(String::new, |p| p.value());
    let demo = session.demo.get_untracked();
    let cleared = Arc::new(Cleared {
        text: Zeroizing::new(text),
        held: session.held.get_untracked(),
        rows: session.rows.get_untracked(),
    });
    live::wipe(session);
    if demo {
        return;
    }
    session.cleared.set(Some(cleared.clone()));
    spawn_local(async move {
        clock::sleep(REGRET).await;
        let same = session.cleared.read_untracked().as_ref().is_some_and(|c| Arc::ptr_eq(c, &cleared));
        if same {
            session.cleared.set(None);
        }
    });
}

fn undo(session: Session) -> impl IntoView {
    let w = words();
    let bring_back = move |_| {
        let Some(cleared) = session.cleared.get_untracked() else { return };
        session.cleared.set(None);
        session.rows.set(cleared.rows.clone());
        session.held.set(cleared.held.clone());
        if let Some(paste) = crate::ui::first::paste_box() {
            paste.set_value(&cleared.text);
        }
        live::read_box(session);
    };
    reactive::shown(move || {
        session.cleared.read().is_some().then(|| {
            view! { <span class="undo">{w.check.cleared}" "<button type="button" on:click=bring_back>{w.check.undo}</button></span> }
        })
    })
}
