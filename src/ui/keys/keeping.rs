//! Remembering: what of the register, of what the person said and of responses to leaks is kept in this browser, from
//! when the person asks until they take it back. Kept is one text (`hygiene::export`) and one key of the browser, which closes the salts of the fingerprints;
//! with a passphrase the text is sealed by it, and no key is kept.

use super::reminders;
use crate::browser::crypto::{NoCrypto, Salt, Seal, random};
use crate::browser::storage::{self, NotKept};
use crate::browser::task::spawn_local;
use crate::credential::Secret;
use crate::hygiene::export::{self, Content, Payload, SaltRecord, Sealed, Unreadable, hex};
use crate::hygiene::incident::Incident;
use crate::hygiene::record;
use crate::hygiene::register::{Entry, Register};
use crate::hygiene::said::{Answers, Said};
use crate::ui::first::recogniser;
use crate::ui::session::Session;
use crate::ui::words;
use leptos::prelude::*;

/// Bytes of a salt: as long as the digest (RFC 2104, section 3).
const SALT: usize = 32;

/// How all of that stands to this browser's storage.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Remembering {
    /// Nothing is kept.
    Off,
    /// It is kept.
    On,
    /// It is kept, sealed with a passphrase.
    Sealed,
    /// Something is kept that waits for its passphrase.
    Locked,
    /// Keeping was asked for, and the browser does not.
    Failed(NotKept),
    /// Something is kept that cannot be read; it stays as it is until it is forgotten.
    Unreadable(Unreadable),
}

/// The salts of fingerprints, each closed by a key of the browser, and the key of the passphrase.
#[derive(Default)]
pub struct Keyring {
    seal: Option<Seal>,
    salts: Vec<Salt>,
    records: Vec<SaltRecord>,
    passphrase: Option<Seal>,
    locked: Option<Sealed>,
    /// What this tab kept last: as long as that is there, no other tab has kept anything since.
    last: String,
    /// Whether the person asked to be notified.
    pub notify: bool,
    writing: bool,
    again: bool,
}

/// Reads what is kept, and follows what other tabs keep.
pub fn begin(session: Session) {
    // Not each letter of a note is a change of what is kept.
    let incidents = Memo::new(move |_| kept_incidents(&session.respond().incidents.read()));
    Effect::new(move || {
        session.desk().answers.track();
        session.desk().scores.track();
        // Not tracked alone: what nobody reads is never worked out.
        drop(incidents.read());
        persist(session);
    });
    std::mem::forget(window_event_listener_untyped("pagehide", move |_| keep_last_notes(session)));
    storage::follow(move |text| match text {
        Some(text) => spawn_local(take_in(session, text)),
        None => let_go(session),
    });
    // A browser that forbids the look has nothing that we kept.
    if let Ok(Some(text)) = storage::read() {
        spawn_local(async move {
            take_in(session, text).await;
            reminders::tell(session, words::current());
        });
    }
}

/// Takes in a text that is kept: at the start, or from another tab.
async fn take_in(session: Session, text: String) {
    match export::parse(&text, &recogniser()) {
        Ok(Content::Plain(payload)) => {
            let seal = storage::seal().await.map(Seal::kept);
            if let Some(seal) = &seal {
                _ = adopt(session, seal, &payload.salts, Some(seal)).await;
            }
            merge(session, &payload);
            session.keys().remembering.set(Remembering::On);
            if differs(session, &payload) {
                persist(session);
            }
        }
        Ok(Content::Sealed(sealed)) => {
            let key = session.keys().keyring.with_value(|ring| ring.passphrase.clone());
            let opened = match key {
                Some(key) => open(session, &key, &sealed).await.ok(),
                None => None,
            };
            if let Some(payload) = opened {
                session.keys().remembering.set(Remembering::Sealed);
                if differs(session, &payload) {
                    persist(session);
                }
            } else {
                session.keys().keyring.update_value(|ring| ring.locked = Some(sealed));
                session.keys().remembering.set(Remembering::Locked);
            }
        }
        Err(why) => session.keys().remembering.set(Remembering::Unreadable(why)),
    }
}

/// Whether there is more here than was kept. The same in another order is no more: two tabs would write it in turns.
fn differs(session: Session, kept: &Payload) -> bool {
    let Payload { mut register, mut incidents, said: mut all, .. } = kept.clone();
    all.merge(&said(session));
    register.merge(&session.desk().register.read_untracked())
        || record::merge(&mut incidents, &kept_now(session))
        || all != kept.said
}

/// What is kept of the responses.
fn kept_now(session: Session) -> Vec<Incident> {
    let mut kept = kept_incidents(&session.respond().incidents.read_untracked());
    if !kept.is_empty() {
        let recogniser = recogniser();
        for incident in &mut kept {
            incident.clean(&recogniser);
        }
    }
    kept
}

fn kept_incidents(all: &[Incident]) -> Vec<Incident> {
    all.iter().filter_map(Incident::kept).collect()
}

/// The page is left in the midst of a note: it is kept as it is, as far as that goes without waiting for anything.
fn keep_last_notes(session: Session) {
    if !session.respond().leave_notes() || session.keys().remembering.get_untracked() != Remembering::On {
        return;
    }
    let Ok(Some(kept)) = storage::read() else { return };
    if let Ok(Content::Plain(mut payload)) = export::parse(&kept, &recogniser()) {
        record::merge(&mut payload.incidents, &kept_now(session));
        _ = storage::write(&payload.whole());
    }
}

/// What the person said, and the scores of it.
fn said(session: Session) -> Said {
    Said { answers: session.desk().answers.get_untracked(), scores: session.desk().scores.get_untracked() }
}

fn merge(session: Session, payload: &Payload) {
    let (before, mut both) = (said(session), said(session));
    both.merge(&payload.said);
    if both != before {
        session.desk().answers.set(both.answers);
        session.desk().scores.set(both.scores);
    }
    session.respond().take_in(&payload.incidents);
    session.keys().keyring.update_value(|ring| ring.notify |= payload.notify);
    // Who looks at the register is told only where it became another.
    _ = session.desk().register.try_maybe_update(|register| (register.merge(&payload.register), ()));
}

/// Opens what is sealed, and takes it in.
async fn open(session: Session, key: &Seal, sealed: &Sealed) -> Result<Payload, Unreadable> {
    let text = key.open_text(sealed).await?;
    let Content::Plain(payload) = export::parse(&text, &recogniser())? else {
        return Err(Unreadable::Damaged);
    };
    take_salts(session, &payload.salts).await.map_err(|_| Unreadable::Damaged)?;
    merge(session, &payload);
    Ok(payload)
}

/// Opens what waits for its passphrase.
pub async fn unlock(session: Session, passphrase: &str) -> Result<(), Unreadable> {
    let Some(sealed) = session.keys().keyring.with_value(|ring| ring.locked.clone()) else { return Ok(()) };
    let key = Seal::opening(passphrase, &sealed).await.map_err(|_| Unreadable::Damaged)?;
    open(session, &key, &sealed).await?;
    session.keys().keyring.update_value(|ring| {
        ring.passphrase = Some(key);
        ring.locked = None;
    });
    session.keys().remembering.set(Remembering::Sealed);
    persist(session);
    Ok(())
}

/// Begins to remember; with a passphrase all is sealed.
pub async fn remember(session: Session, passphrase: &str) {
    let done = match passphrase {
        "" => remember_plainly(session).await,
        passphrase => remember_sealed(session, passphrase).await,
    };
    if let Err(why) = done {
        session.keys().remembering.set(Remembering::Failed(why));
    }
}

async fn remember_plainly(session: Session) -> Result<(), NotKept> {
    let forbidden = |_: NoCrypto| NotKept::Forbidden;
    let old = own_seal(session).await.map_err(forbidden)?;
    let kept = Seal::kept(storage::keep_seal(old.key()).await?);
    // The kept one may be another tab's: the salts are closed again.
    let records = session.keys().keyring.with_value(|ring| ring.records.clone());
    let mut closed = Vec::new();
    for record in &records {
        let salt = old.open_salt(record).await.map_err(forbidden)?;
        closed.push(kept.close_salt(&record.id, &salt).await.map_err(forbidden)?);
    }
    session.keys().keyring.update_value(|ring| {
        ring.seal = Some(kept);
        ring.records = closed;
    });
    if let Err(why) = write_plainly(session) {
        storage::forget().await;
        return Err(why);
    }
    session.keys().remembering.set(Remembering::On);
    Ok(())
}

async fn remember_sealed(session: Session, passphrase: &str) -> Result<(), NotKept> {
    let key = Seal::of_passphrase(passphrase).await.map_err(|_| NotKept::Forbidden)?;
    let text = sealed_text(session, &key).await.map_err(|_| NotKept::Forbidden)?;
    storage::write(&text)?;
    session.keys().keyring.update_value(|ring| ring.passphrase = Some(key));
    session.keys().remembering.set(Remembering::Sealed);
    // The salts lie in what the passphrase seals: no key of this browser is needed any more.
    storage::forget_seal().await;
    Ok(())
}

/// Keeps nothing any more. What this tab knows stays in it.
pub async fn stop(session: Session) {
    session.keys().remembering.set(Remembering::Off);
    storage::forget().await;
    session.keys().keyring.update_value(|ring| {
        ring.passphrase = None;
        ring.locked = None;
    });
}

/// Forgets everything, here and, by the storage's own word, in other tabs.
pub async fn forget(session: Session) {
    storage::forget().await;
    let_go(session);
}

fn let_go(session: Session) {
    session.keys().remembering.set(Remembering::Off);
    session.keys().registered.update(std::collections::BTreeMap::clear);
    session.desk().register.set(Register::default());
    session.desk().answers.set(Answers::default());
    session.desk().scores.set(Vec::new());
    session.respond().forget();
    session.keys().keyring.set_value(Keyring::default());
}

/// Keeps what has changed, where remembering is on. What another tab has kept meanwhile is taken in first.
pub fn persist(session: Session) {
    let busy = session.keys().keyring.try_update_value(|ring| {
        ring.again |= ring.writing;
        core::mem::replace(&mut ring.writing, true)
    });
    if busy == Some(true) {
        return;
    }
    spawn_local(async move {
        loop {
            if let Err(why) = write(session).await {
                session.keys().remembering.set(Remembering::Failed(why));
            }
            let again = session.keys().keyring.try_update_value(|ring| {
                ring.writing = core::mem::take(&mut ring.again);
                ring.writing
            });
            if again != Some(true) {
                return;
            }
        }
    });
}

async fn write(session: Session) -> Result<(), NotKept> {
    let remembering = session.keys().remembering.get_untracked();
    if !matches!(remembering, Remembering::On | Remembering::Sealed) {
        return Ok(());
    }
    let Some(kept) = storage::read()? else {
        // Another tab forgot it, and its word is on the way.
        return Ok(());
    };
    if remembering == Remembering::On && session.keys().keyring.with_value(|ring| ring.last == kept) {
        return write_plainly(session);
    }
    match export::parse(&kept, &recogniser()) {
        Ok(Content::Plain(payload)) if remembering == Remembering::On => {
            if let Some(seal) = session.keys().keyring.with_value(|ring| ring.seal.clone()) {
                _ = adopt(session, &seal, &payload.salts, Some(&seal)).await;
            }
            merge(session, &payload);
            // Nothing is waited for between this and the writing, so that no other change comes between.
            write_plainly(session)
        }
        Ok(Content::Sealed(sealed)) if remembering == Remembering::Sealed => {
            let Some(key) = session.keys().keyring.with_value(|ring| ring.passphrase.clone()) else { return Ok(()) };
            // Another tab may have chosen another passphrase: then this one has to be told.
            if open(session, &key, &sealed).await.is_err() {
                session.keys().keyring.update_value(|ring| ring.locked = Some(sealed));
                session.keys().remembering.set(Remembering::Locked);
                return Ok(());
            }
            let text = sealed_text(session, &key).await.map_err(|_| NotKept::Forbidden)?;
            storage::write(&text)
        }
        // Changed under us by another tab, whose word is on the way.
        _ => Ok(()),
    }
}

fn write_plainly(session: Session) -> Result<(), NotKept> {
    let text = kept_payload(session).whole();
    storage::write(&text)?;
    session.keys().keyring.update_value(|ring| ring.last = text);
    Ok(())
}

/// As this browser keeps it: salts closed by its key.
fn kept_payload(session: Session) -> Payload {
    let register = session.desk().register.get_untracked();
    let incidents = kept_now(session);
    session.keys().keyring.with_value(|ring| Payload {
        register,
        incidents,
        salts: ring.records.clone(),
        notify: ring.notify,
        said: said(session),
        unread: 0,
    })
}

/// With the salts themselves, sealed.
async fn sealed_text(session: Session, key: &Seal) -> Result<String, NoCrypto> {
    let payload = kept_payload(session);
    seal_payload(session, payload, key).await
}

async fn seal_payload(session: Session, mut payload: Payload, key: &Seal) -> Result<String, NoCrypto> {
    let seal = own_seal(session).await?;
    for record in &mut payload.salts {
        record.bytes = seal.open_salt(record).await?.to_vec();
    }
    let text = zeroize::Zeroizing::new(payload.whole());
    for record in &mut payload.salts {
        zeroize::Zeroize::zeroize(&mut record.bytes);
    }
    Ok(key.close_text(&text).await?.file())
}

/// The file that goes to another browser: sealed, with everything that is there.
pub async fn sealed_file(session: Session, passphrase: &str) -> Option<String> {
    let mut payload = kept_payload(session);
    payload.register = payload.register.present();
    let key = Seal::of_passphrase(passphrase).await.ok()?;
    seal_payload(session, payload, &key).await.ok()
}

/// The file for everyone: the register without fingerprints.
pub fn plain_file(session: Session) -> String {
    Payload { register: session.desk().register.get_untracked().present(), ..Payload::default() }.plain()
}

/// What a sealed file holds.
pub async fn open_file(sealed: &Sealed, passphrase: &str) -> Result<Payload, Unreadable> {
    let key = Seal::opening(passphrase, sealed).await.map_err(|_| Unreadable::Damaged)?;
    match export::parse(&key.open_text(sealed).await?, &recogniser())? {
        Content::Plain(payload) => Ok(payload),
        Content::Sealed(_) => Err(Unreadable::Damaged),
    }
}

/// Takes a file in: merged, not put in the place of what is there.
pub async fn take_file(session: Session, payload: Payload) {
    _ = take_salts(session, &payload.salts).await;
    merge(session, &Payload { register: payload.register.present(), notify: false, ..payload });
    persist(session);
}

/// The key of this browser that closes salts.
async fn own_seal(session: Session) -> Result<Seal, NoCrypto> {
    if let Some(seal) = session.keys().keyring.with_value(|ring| ring.seal.clone()) {
        return Ok(seal);
    }
    let made = Seal::random().await?;
    // Another task may have been quicker meanwhile.
    let kept = session.keys().keyring.try_update_value(|ring| ring.seal.get_or_insert(made).clone());
    kept.ok_or(NoCrypto)
}

/// Takes salts in as they are.
async fn take_salts(session: Session, salts: &[SaltRecord]) -> Result<(), NoCrypto> {
    let seal = own_seal(session).await?;
    adopt(session, &seal, salts, None).await
}

/// Takes salts in that are not known yet: as they are, or as `closed_by` closed them.
async fn adopt(session: Session, seal: &Seal, salts: &[SaltRecord], closed_by: Option<&Seal>) -> Result<(), NoCrypto> {
    session.keys().keyring.update_value(|ring| {
        ring.seal.get_or_insert_with(|| seal.clone());
    });
    for record in salts {
        if session.keys().keyring.with_value(|ring| ring.records.iter().any(|r| r.id == record.id)) {
            continue;
        }
        let (salt, closed) = match closed_by {
            // One that cannot be opened (its key was lost) is of no use; the others are.
            Some(by) => match by.open_salt(record).await {
                Ok(salt) => (salt, record.clone()),
                Err(NoCrypto) => continue,
            },
            None => (zeroize::Zeroizing::new(record.bytes.clone()), seal.close_salt(&record.id, &record.bytes).await?),
        };
        let signs = Salt::of(&record.id, &salt).await?;
        session.keys().keyring.update_value(|ring| {
            if ring.records.iter().all(|r| r.id != record.id) {
                ring.salts.push(signs);
                ring.records.push(closed);
            }
        });
    }
    Ok(())
}

/// The fingerprints of a secret, one a salt that this tab knows; the first is made where there is none. The caller
/// has made sure that its kind cannot be guessed.
pub async fn fingerprints(session: Session, secret: &Secret) -> Result<Vec<String>, NoCrypto> {
    if session.keys().keyring.with_value(|ring| ring.salts.is_empty()) {
        let id = hex(&random::<4>()?);
        let salt = zeroize::Zeroizing::new(random::<SALT>()?);
        let seal = own_seal(session).await?;
        let (closed, signs) = (seal.close_salt(&id, &salt[..]).await?, Salt::of(&id, &salt[..]).await?);
        session.keys().keyring.update_value(|ring| {
            // Another task may have been quicker meanwhile.
            if ring.salts.is_empty() {
                ring.salts.push(signs);
                ring.records.push(closed);
            }
        });
    }
    let salts = session.keys().keyring.with_value(|ring| ring.salts.clone());
    let mut out = Vec::new();
    for salt in &salts {
        out.push(salt.fingerprint(secret).await?);
    }
    Ok(out)
}

/// Changes an entry, cleans what was written into it, and keeps that.
pub fn change(session: Session, id: &str, now: u64, change: impl FnOnce(&mut Entry)) {
    let recogniser = recogniser();
    session.desk().register.update(|register| {
        register.change(id, now, |entry| {
            change(entry);
            entry.clean(&recogniser);
        });
    });
    persist(session);
}

/// Puts an entry in, cleaned, and keeps that.
pub fn put(session: Session, mut entry: Entry) {
    entry.clean(&recogniser());
    session.desk().register.update(|register| register.put(entry));
    persist(session);
}
