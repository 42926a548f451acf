//! From a verdict into the register by one click, and what a later check of the same key changes there.

use super::keeping;
use crate::browser::task::spawn_local;
use crate::browser::{clock, crypto};
use crate::check::interpret::{Fact, FactValue};
use crate::check::verdict::State;
use crate::hygiene::date::Day;
use crate::hygiene::register::{Checked, Entry};
use crate::provider::Kind;
use crate::recognise::Why;
use crate::ui::route::Screen;
use crate::ui::session::{How, Progress, Row, Session, Verdict, session};
use crate::ui::words::words;
use leptos::prelude::*;
use std::sync::Arc;

/// The button, or the way to the entry where there is one.
pub fn keep_button(row: &Arc<Row>) -> Option<impl IntoView + use<>> {
    let (session, w) = (session(), words());
    // A demonstration's rows are nobody's keys.
    row.finding.as_ref()?;
    let row = row.clone();
    let entry = {
        let (id, mask) = (row.id, row.mask.clone());
        move || {
            let registered = session.keys().registered.read();
            // After a rotation the entry is of another key.
            let register = session.desk().register.read();
            register.get(registered.get(&id)?).filter(|entry| entry.mask == mask).map(|entry| entry.label.clone())
        }
    };
    let view = move || {
        row.kind().filter(|kind| kind.secret)?;
        let view = if let Some(label) = entry() {
            let link = view! { <a href=Screen::Keys.hash()>{w.keys().show}</a> };
            view! { <p class="kept" data-kept="">{w.keys().kept_as}{w.colon}<bdi>{label}</bdi>" "{link}</p> }.into_any()
        } else {
            let row = row.clone();
            let keep = move |_| keep(session, row.clone());
            view! { <p class="kept"><button type="button" on:click=keep>{w.keys().keep}</button></p> }.into_any()
        };
        Some(view)
    };
    Some(view)
}

/// Puts a row's key into the register: its mask, what its provider said, and a fingerprint where none could guess.
fn keep(session: Session, row: Arc<Row>) {
    let Some(kind) = untrack(|| row.kind()) else { return };
    spawn_local(async move {
        let fingerprints = of_row(session, &row, kind).await;
        let label = label(&row, kind);
        let place = session
            .desk()
            .register
            .read_untracked()
            .place_of(&label, kind.provider().id, &row.mask, &fingerprints)
            .cloned();
        let entry = place.or_else(|| Some(Entry::new(crypto::random_id().ok()?, &label)));
        let Some(mut entry) = entry else { return };
        kind.provider().id.clone_into(&mut entry.provider);
        kind.id.clone_into(&mut entry.kind);
        entry.mask.clone_from(&row.mask);
        entry.fingerprint = fingerprints.first().cloned();
        if let Some(file) = row.file.as_deref().filter(|_| entry.used.is_empty()) {
            file.clone_into(&mut entry.used);
        }
        if let Progress::Done(verdict) = &*row.progress.read_untracked() {
            take_verdict(&mut entry, verdict);
        }
        entry.modified = clock::now_ms().max(entry.modified + 1);
        session.keys().registered.update(|all| _ = all.insert(row.id, entry.id.clone()));
        keeping::put(session, entry);
    });
}

/// A key of the register was checked again.
pub fn checked(session: Session, row: &Row) {
    let progress = row.progress.get_untracked();
    let (Progress::Done(verdict), Some(finding), Some(kind)) = (progress, row.finding.clone(), untrack(|| row.kind()))
    else {
        return;
    };
    if verdict.how == How::Recorded || verdict.not_sent.is_some() || session.desk().register.read_untracked().is_empty()
    {
        return;
    }
    let (id, mask) = (row.id, row.mask.clone());
    spawn_local(async move {
        let kept = session.keys().registered.read_untracked().get(&id).cloned();
        // After a rotation the entry is of another key.
        let of_it =
            |id: &String| session.desk().register.read_untracked().get(id).is_some_and(|entry| entry.mask == mask);
        let mut entries = Vec::from_iter(kept.filter(of_it));
        if kind.may_be_fingerprinted() {
            let fingerprints = keeping::fingerprints(session, &finding.secret).await.unwrap_or_default();
            let register = session.desk().register.read_untracked();
            entries.extend(register.with_fingerprint(&fingerprints).map(|entry| entry.id.clone()));
        }
        for entry in entries {
            keeping::change(session, &entry, clock::now_ms(), |entry| take_verdict(entry, &verdict));
            session.keys().registered.update(|all| _ = all.entry(id).or_insert(entry));
        }
    });
}

/// The fingerprints of a row's key; none where its kind could be guessed.
async fn of_row(session: Session, row: &Row, kind: &Kind) -> Vec<String> {
    match row.secret().filter(|_| kind.may_be_fingerprinted()) {
        Some(secret) => keeping::fingerprints(session, secret).await.unwrap_or_default(),
        None => Vec::new(),
    }
}

/// What the name beside it calls it, else its provider.
fn label(row: &Row, kind: &Kind) -> String {
    let name = row.why.iter().find_map(|why| match why {
        Why::Variable(name) => Some(name.clone()),
        _ => None,
    });
    name.unwrap_or_else(|| kind.provider().name.to_owned())
}

fn take_verdict(entry: &mut Entry, verdict: &Verdict) {
    let reading = &verdict.reading;
    if verdict.not_sent.is_some() {
        return;
    }
    let cause = reading.cause.filter(|_| reading.state != State::Live);
    entry.checked = Some(Checked { day: clock::today(), state: reading.state, cause });
    let date = |name: &str| reading.facts.iter().find(|fact| fact.name == name).and_then(day);
    entry.expires = date("expires").or(entry.expires);
    entry.created = date("created").or(entry.created);
}

fn day(fact: &Fact) -> Option<Day> {
    match &fact.value {
        FactValue::Text(text) => Day::parse(text.as_text()),
        _ => None,
    }
}
