//! Check, Cancel, Clear and their like: each says what it will do, and to whom.

use super::{live, paste, run};
use crate::browser::clock;
use crate::browser::task::spawn_local;
use crate::ui::parts::Part;
use crate::ui::reactive;
use crate::ui::session::{Arrival, Cleared, Row, Session, session};
use crate::ui::words::words;
use leptos::prelude::*;
use std::sync::Arc;
use zeroize::Zeroizing;

/// How long Clear can be undone, in milliseconds.
const REGRET: i32 = 8_000;

/// The row of buttons, with the reason why Check cannot be pressed where it cannot.
pub fn actions() -> impl IntoView {
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
            {check_button(running)}
            <button type="button" hidden=reactive::flag(move || !running.get()) on:click=move |_| run::cancel(session)>{w.check.cancel}</button>
            {retry_button(running)}
            {reactive::shown(samples)}
            {paste::open_files()}
            <button type="button" hidden=reactive::flag(move || !anything.get()) disabled=reactive::flag(move || running.get()) on:click=move |_| clear(session)>{w.check.clear}</button>
            {undo(session)}
        </div>
        {reason()}
    }
}

fn check_button(running: Memo<bool>) -> impl IntoView {
    let (session, w) = (session(), words());
    let text = Memo::new(move |_| {
        let rows = session.follow();
        if rows.is_empty() || session.demo.get() {
            return w.check.check.to_owned();
        }
        let wanted = run::wanted(&rows);
        let again = wanted.iter().all(|r| r.progress.read().verdict().is_some());
        match run::destinations(&wanted) {
            (0, ..) => w.check.check_none.to_owned(),
            (keys, hosts, providers) => (w.check.check_some)(keys, &hosts, &providers, again),
        }
    });
    let off = move || running.get() || session.rows.read().is_empty() || session.demo.get() || !arrived(session);
    let press = move |_| {
        let rows = untrack(|| run::wanted(&session.rows.read()));
        check(session, rows);
    };
    view! { <button type="button" class="main" disabled=reactive::flag(off) aria-describedby="reason" on:click=press>{reactive::text(move || text.get())}</button> }
}

fn check(session: Session, rows: Vec<Arc<Row>>) {
    if let Some(part) = session.checking.get_untracked().here() {
        (part.check)(session, rows);
    }
}

/// The demonstration; pressed before its part of the program is here, it waits for that.
fn show_samples(session: Session) {
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

fn retry_button(running: Memo<bool>) -> impl IntoView {
    let (session, w) = (session(), words());
    let untold = Memo::new(move |_| if session.demo.get() { 0 } else { run::untold(&session.follow()).len() });
    let press = move |_| {
        let rows = untrack(|| run::untold(&session.rows.read()));
        check(session, rows);
    };
    reactive::shown(move || {
        (untold.get() > 0 && !running.get()).then(|| {
            view! {
                <button type="button" on:click=press>{(w.check.retry)(untold.get())}</button>
            }
        })
    })
}

/// Why Check cannot be pressed, or what pressing it will not do.
fn reason() -> impl IntoView {
    let (session, w) = (session(), words());
    let says = move || {
        let checks = session.checks.read();
        if matches!(*checks, Arrival::Failed) {
            let reload = |_| _ = window().location().reload();
            return view! { {w.check.list_failed}" "<button type="button" on:click=reload>{w.check.reload}</button> }
                .into_any();
        }
        let rows = session.follow();
        if session.demo.get() {
            return w.check.demo.into_any();
        }
        if rows.is_empty() {
            return if session.typed.get() { ().into_any() } else { w.check.nothing_yet.into_any() };
        }
        if !matches!(*checks, Arrival::Here(_)) {
            return w.check.list_awaited.into_any();
        }
        if rows.iter().all(|r| r.obstacle().is_some()) {
            return w.check.nothing_to_send.into_any();
        }
        ().into_any()
    };
    view! { <p id="reason" class="reason" class:demo=reactive::flag(move || session.demo.get())>{reactive::view(says)}</p> }
}

/// Takes all away; for a few seconds it can be brought back, from memory alone.
fn clear(session: Session) {
    let text = live::paste_box().map_or_else(String::new, |p| p.value());
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
        if let Some(paste) = live::paste_box() {
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
