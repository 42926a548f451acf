//! Which one is it? A mask or a fingerprint from a leak alert marks the keys that it can be of: pasted ones and
//! those of the register.

use super::keeping;
use crate::browser::task::spawn_local;
use crate::hygiene::register::{Entry, Hint};
use crate::ui::session::{Session, session};
use crate::ui::words::words;
use leptos::prelude::*;
use std::collections::BTreeSet;

/// The box, beside the list; where there is nothing to mark, none.
pub fn which() -> impl IntoView {
    let (session, w) = (session(), words());
    let anything = Memo::new(move |_| !session.rows.read().is_empty() || !session.desk().register.read().is_empty());
    Effect::new(move || {
        let hint = Hint::parse(&session.keys().hint.read());
        _ = session.rows.read();
        spawn_local(mark(session, hint));
    });
    let said = move || {
        let text = session.keys().hint.get();
        if text.trim().is_empty() {
            return String::new();
        }
        let Some(hint) = Hint::parse(&text) else { return w.keys().which_little.to_owned() };
        let register = session.desk().register.read();
        let labels: Vec<_> = register.entries().filter(|e| hint.fits(e)).map(|e| e.label.clone()).collect();
        (w.keys().which_found)(session.fits.read().len(), &labels)
    };
    view! {
        <div class="which" hidden=move || !anything.get()>
            <label for="which">{w.keys().which}</label>
            <input id="which" type="search" autocomplete="off" spellcheck="false" translate="no" placeholder=w.keys().which_hint prop:value=session.keys().hint on:input=move |e| session.keys().hint.set(event_target_value(&e)) />
            <p class="muted" role="status"><bdi>{said}</bdi></p>
        </div>
    }
}

/// Whether an entry fits what is looked for.
pub fn entry_fits(session: Session, entry: &Entry) -> bool {
    Hint::parse(&session.keys().hint.read()).is_some_and(|hint| hint.fits(entry))
}

/// Marks the rows that fit.
async fn mark(session: Session, hint: Option<Hint>) {
    let mut fits = BTreeSet::new();
    if let Some(hint) = &hint {
        for row in session.rows.get_untracked() {
            let Some(secret) = row.secret() else { continue };
            let fit = match hint {
                Hint::Mask { start, end } => secret.fits(start, end),
                Hint::Fingerprint(digits) => {
                    let kind = untrack(|| row.kind()).filter(|kind| kind.may_be_fingerprinted());
                    let fingerprints = match kind {
                        Some(_) => keeping::fingerprints(session, secret).await.unwrap_or_default(),
                        None => Vec::new(),
                    };
                    let digest = |f: &String| f.split_once('.').is_some_and(|(_, f)| f.starts_with(digits));
                    // Hex digits may be a beginning or an end as well.
                    fingerprints.iter().any(digest) || secret.fits(digits, "") || secret.fits("", digits)
                }
            };
            if fit {
                fits.insert(row.id);
            }
        }
    }
    // What was typed meanwhile has a run of its own.
    if Hint::parse(&session.keys().hint.read_untracked()) == hint && *session.fits.read_untracked() != fits {
        session.fits.set(fits);
    }
}
