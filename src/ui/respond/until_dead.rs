//! Watching until dead: what it costs, how far it is, how it ended; and the loop that asks.

use super::store::{Handle, watchable};
use super::ticking;
use crate::browser::cancel::Cancel;
use crate::browser::queue::Line;
use crate::browser::task::spawn_local;
use crate::browser::{clock, notify, wire};
use crate::check::plan::Plan;
use crate::check::verdict::State;
use crate::hygiene::incident::StepState;
use crate::hygiene::runbook::StepId;
use crate::hygiene::watch::{End, PACE, Pace, Rehearsal, Watch};
use crate::provider;
use crate::ui::check::{run, verdict};
use crate::ui::icons;
use crate::ui::route::Screen;
use crate::ui::session::{Row, Session, host_of, session};
use crate::ui::words::{Words, words};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// The tests build with a shorter first gap.
const THIS_PACE: Pace = match option_env!("LATCHKEY_DEADLINE_MS") {
    Some(_) => Pace { first: 300, ..PACE },
    None => PACE,
};

/// How often is looked whether the next question is due, or the watch was stopped. Milliseconds.
const GLANCE: i32 = 200;

/// Its part of the screen.
pub fn section() -> impl IntoView {
    let (session, w) = (session(), words());
    let store = session.respond();
    let watch = Memo::new(move |_| store.with(|i| i.watch.clone()));
    let state = Memo::new(move |_| watch.read().as_ref().map_or("idle", Watch::state));
    let heading = NodeRef::<leptos::html::H2>::new();
    Effect::new(move || {
        if let Some(heading) = heading.get().filter(|_| store.to_watch.get()) {
            store.to_watch.set(false);
            heading.scroll_into_view();
            _ = heading.unchecked_ref::<HtmlElement>().focus();
        }
    });
    view! {
        <section class="watch" data-watch="" data-state=state aria-labelledby="watch-title">
            <h2 id="watch-title" tabindex="-1" node_ref=heading>{w.respond().watch.title}</h2>
            <p>{w.respond().watch.lead}</p>
            {move || cost(session, w)}
            {buttons(session, state)}
            {move || (state.get() == "watching").then(|| going(session))}
            <div role="status">{move || watch.get().and_then(|watch| outcome(&watch, w))}</div>
        </section>
    }
}

/// What it sends, and what that costs; or why it cannot be.
fn cost(session: Session, w: &'static Words) -> AnyView {
    let words = &w.respond().watch;
    let row = session.respond().key.get().and_then(|key| key.row(session)).filter(|row| row.secret().is_some());
    let Some(row) = row else {
        return view! { <p class="muted">{words.needs_key}" "<a href=Screen::Check.hash()>{w.respond().open_check}</a></p> }
            .into_any();
    };
    if let Some(why) = row.obstacle() {
        return view! { <p class="caution">{(w.verdict.not_sent)(why)}</p> }.into_any();
    }
    let checks = session.checks.get().here();
    let plan = checks.as_ref().zip(row.kind()).and_then(|(checks, kind)| Plan::of(checks, kind));
    plan.map(|plan| {
        let request = format!("{} {}", plan.main.method, wire::shown_url(plan.main));
        let price = if plan.main.cost == "free" { words.free.to_owned() } else { (words.costs)(&plan.main.cost) };
        view! { <p class="muted"><bdi>{(words.cost)(&request, PACE.most)}" "{price}</bdi></p> }
    })
    .into_any()
}

fn buttons(session: Session, state: Memo<&'static str>) -> impl IntoView {
    let (store, w) = (session.respond(), words());
    let words = &w.respond().watch;
    let watching = move || state.get() == "watching";
    let elsewhere = move || store.watched.get().is_some() && !watching();
    let host = move || Some(host_of(watchable(session)?.kind()?.destinations().first()?.url));
    let start = move || {
        let host = host().filter(|_| !watching())?;
        let begin = move |_| begin(session, None, w);
        Some(
            view! { <button type="button" class="main" disabled=elsewhere on:click=begin>{(words.start)(host)}</button> },
        )
    };
    let stop = move |_| store.cancel.with_value(Cancel::pull);
    let unmarked = move || watching() && store.with(|i| i.revoked().is_none());
    let granted = RwSignal::new(notify::may());
    let refused = RwSignal::new(false);
    let ask = move |_| {
        spawn_local(async move {
            let yes = notify::ask().await;
            granted.set(yes);
            refused.set(!yes);
        });
    };
    let wanted = move || host().is_some() && !granted.get();
    let said = move || match (granted.get(), refused.get()) {
        (true, _) if watching() => words.notify_on,
        (false, true) => words.notify_off,
        _ => "",
    };
    view! {
        <div class="actions">
            {start}
            <button type="button" hidden=move || !watching() on:click=stop>{words.stop}</button>
            <button type="button" hidden=move || !unmarked() on:click=move |_| store.take(StepId::Revoke, StepState::Done)>{words.revoked_now}</button>
            <button type="button" hidden=move || !wanted() on:click=ask>{words.notify}</button>
        </div>
        <p class="muted" role="status">{said}{move || elsewhere().then_some(words.elsewhere)}</p>
    }
}

/// How far it is. It changes each second, and is not announced.
fn going(session: Session) -> impl IntoView {
    let (store, w) = (session.respond(), words());
    let words = &w.respond().watch;
    let now = ticking();
    let going = move || {
        let asked = store.with(|i| i.watch.as_ref().map_or(0, |w| w.asked));
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "`as` saturates")]
        match store.due.get() {
            Some(due) => (words.going)(asked, ((due - now.get()) / 1000.0).ceil() as u32),
            None => words.asking.to_owned(),
        }
    };
    let last = move || {
        let (_, verdict) = store.answer.get().filter(|(at, _)| *at == store.current.get())?;
        let meaning = verdict.reading.cause.map_or("", |cause| (w.verdict.meaning)(verdict.reading.state, cause));
        Some(view! {
            <p class=verdict.reading.state.name()>{icons::state(verdict.reading.state)}" "<bdi>{words.last}{w.colon}{verdict::sentence(store.provider().1, &verdict, w)}</bdi></p>
            <p class="muted">{meaning}</p>
        })
    };
    view! { <div class="going"><p class="busy">{going}</p>{last}</div> }
}

/// How it ended.
fn outcome(watch: &Watch, w: &'static Words) -> Option<impl IntoView + use<>> {
    let end = watch.end?;
    let dead = end == End::Dead;
    let class = if dead { "outcome dead" } else { "outcome" };
    let lines = said(watch, w);
    Some(view! {
        <p class=class>
            {dead.then(|| view! { {icons::state(State::Dead)}<strong class="word">{(w.verdict.state)(State::Dead)}</strong>" " })}
            <span>{lines.join(" ")}</span>
        </p>
    })
}

/// What may be said of a watch that has ended: for the screen and for the report.
pub fn said(watch: &Watch, w: &'static Words) -> Vec<String> {
    let words = &w.respond().watch;
    let Some(end) = watch.end else { return Vec::new() };
    let Some((took, marked)) = watch.took() else { return vec![(words.ended)(end, watch.asked)] };
    let duration = |ms: f64| (w.respond().duration)(ms);
    let gap = watch.accepted.zip(watch.ended).map(|(accepted, ended)| duration(ended - accepted));
    vec![(words.rejected)(&duration(took), marked, watch.asked), (words.accepted_before)(gap.as_deref())]
}

/// Begins to watch the key of the response in sight; with a new key, as a rehearsal.
pub fn begin(session: Session, new: Option<&Row>, words: &'static Words) {
    let store = session.respond();
    let (Some(old), Some(row)) = (store.key.get_untracked(), untrack(|| watchable(session))) else { return };
    if store.watched.get_untracked().is_some() {
        return;
    }
    let at = store.current.get_untracked();
    let cancel = Cancel::default();
    store.cancel.set_value(cancel.clone());
    store.watched.set(Some(at));
    store.due.set(None);
    store.update_at(at, |incident| {
        incident.watch = Some(Watch::begin(clock::now(), incident.revoked()));
        if let Some(new) = new {
            let masks = [new.mask.clone(), row.mask.clone()];
            incident.rehearsal = Some(Rehearsal { began: clock::now(), masks, ..Rehearsal::default() });
        }
    });
    let watching = Watching { session, at, old, new: new.map(Handle::of), cancel, line: Line::default(), words };
    drop(row);
    spawn_local(async move {
        watching.go().await;
        store.watched.set(None);
        store.due.set(None);
    });
}

/// A watch under way. It holds no key: the row is looked up for each question.
struct Watching {
    session: Session,
    at: usize,
    old: Handle,
    new: Option<Handle>,
    cancel: Cancel,
    line: Line,
    words: &'static Words,
}

impl Watching {
    async fn go(&self) {
        while self.round().await.is_some() && self.pause().await {}
        if self.cancel.is_pulled() {
            self.finish(End::Stopped);
        }
    }

    /// Asks the new key until it was seen to live, then the old one; none once it is over.
    async fn round(&self) -> Option<()> {
        if let Some(new) = self.new.as_ref().filter(|_| self.rehearsal(|r| r.seen[0].is_none())) {
            let state = self.ask(new).await?;
            self.session.respond().update_at(self.at, |i| {
                i.rehearsal.as_mut().into_iter().for_each(|r| r.hear_new(state, clock::now()));
            });
            if state == State::Dead {
                self.finish(End::Stopped);
                return None;
            }
            if state == State::Unknown {
                return self.hear(state);
            }
        }
        let state = self.ask(&self.old).await?;
        self.session.respond().update_at(self.at, |i| {
            i.rehearsal
                .as_mut()
                .filter(|_| self.new.is_some())
                .into_iter()
                .for_each(|r| r.hear_old(state, clock::now()));
        });
        self.hear(state)
    }

    /// One question; none where the key is gone or the watch was stopped.
    async fn ask(&self, key: &Handle) -> Option<State> {
        let store = self.session.respond();
        store.due.set(None);
        let Some(row) = untrack(|| key.row(self.session)) else {
            self.finish(End::Gone);
            return None;
        };
        let verdict = run::ask(self.session, &row, &self.cancel, &self.line, false).await?;
        if self.cancel.is_pulled() {
            return None;
        }
        let state = verdict.reading.state;
        store.answer.set(Some((self.at, verdict)));
        Some(state)
    }

    fn hear(&self, state: State) -> Option<()> {
        let store = self.session.respond();
        store.update_at(self.at, |i| i.hear(state, clock::now(), &THIS_PACE));
        if state == State::Dead {
            let id = store.incidents.with_untracked(|all| all.get(self.at).map(|i| i.subject.provider.clone()));
            let name = id.and_then(|id| provider::find(&id)).map_or("", |p| p.name);
            notify::show("Latchkey", &(self.words.respond().watch.notification)(name));
        }
        self.watch(|w| w.end.is_none()).then_some(())
    }

    /// Waits for the next question; whether there is to be one.
    async fn pause(&self) -> bool {
        let heard = clock::now();
        loop {
            let due = heard + f64::from(self.watch(|w| w.gap(&THIS_PACE)));
            if self.session.respond().due.get_untracked() != Some(due) {
                self.session.respond().due.set(Some(due));
            }
            if self.cancel.is_pulled() {
                return false;
            }
            if clock::now() >= due {
                return true;
            }
            clock::sleep(GLANCE).await;
        }
    }

    fn finish(&self, end: End) {
        self.session.respond().update_at(self.at, |i| {
            i.watch.as_mut().into_iter().for_each(|w| w.finish(end, clock::now()));
        });
    }

    fn watch<T: Default>(&self, read: impl FnOnce(&Watch) -> T) -> T {
        self.session
            .respond()
            .incidents
            .with_untracked(|all| all.get(self.at)?.watch.as_ref().map(read))
            .unwrap_or_default()
    }

    fn rehearsal(&self, read: impl FnOnce(&Rehearsal) -> bool) -> bool {
        let incidents = self.session.respond().incidents;
        incidents.with_untracked(|all| all.get(self.at)?.rehearsal.as_ref().map(read)).unwrap_or_default()
    }
}
