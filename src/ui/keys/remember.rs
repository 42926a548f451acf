//! The switch that lets this browser remember, with its meaning beside it.

use super::keeping::{self, Remembering};
use crate::browser::task::spawn_local;
use crate::ui::check::is_shared_host;
use crate::ui::session::session;
use crate::ui::words::words;
use leptos::prelude::*;

/// The switch.
pub fn remember() -> impl IntoView {
    let (session, w) = (session(), words());
    let k = w.keys();
    let shared = is_shared_host();
    // Where others share this address, a passphrase is asked for first.
    let wanted = RwSignal::new(false);
    let on =
        move || !matches!(session.keys().remembering.get(), Remembering::Off | Remembering::Failed(_)) || wanted.get();
    let begin = move |passphrase: String| {
        spawn_local(async move {
            keeping::remember(session, &passphrase).await;
            wanted.set(false);
        });
    };
    let switch = move |event| {
        let checked = event_target_checked(&event);
        wanted.set(checked);
        if checked && !shared {
            begin(String::new());
        } else if !checked {
            spawn_local(keeping::stop(session));
        }
    };
    let ask = move |means| {
        passphrase("remember-passphrase", k.passphrase, if shared { k.remember_now } else { k.encrypt }, means, begin)
    };
    let state = move || match session.keys().remembering.get() {
        Remembering::Off => ().into_any(),
        Remembering::On => ask(k.remember_passphrase).into_any(),
        Remembering::Sealed => view! { <p>{k.remember_sealed}</p> }.into_any(),
        Remembering::Locked => locked().into_any(),
        Remembering::Failed(why) => view! { <p class="caution" role="alert">{(k.not_kept)(why)}</p> }.into_any(),
        Remembering::Unreadable(why) => {
            view! { <p class="caution" role="alert">{(k.kept_unreadable)(why)}</p> }.into_any()
        }
    };
    let fixed = move || matches!(session.keys().remembering.get(), Remembering::Locked | Remembering::Unreadable(_));
    view! {
        <div class="remember" data-remembering=move || session.keys().remembering.get().name()>
            <p><label><input type="checkbox" role="switch" prop:checked=on on:change=switch disabled=fixed />{k.remember}</label></p>
            <p class="muted">{k.remember_means}</p>
            {move || (shared && wanted.get()).then(|| ask(k.remember_shared))}
            {state}
        </div>
    }
}

/// What is kept waits for its passphrase.
fn locked() -> impl IntoView {
    let (session, w) = (session(), words());
    let failed = RwSignal::new(None);
    let unlock = move |passphrase: String| {
        failed.set(None);
        spawn_local(async move { failed.set(keeping::unlock(session, &passphrase).await.err()) });
    };
    view! {
        {passphrase("unlock-passphrase", w.keys().passphrase, w.keys().unlock, w.keys().locked, unlock)}
        {move || failed.get().map(|why| view! { <p class="caution" role="alert">{(w.keys().unreadable)(why)}</p> })}
    }
}

/// A passphrase and the button that takes it; the field is emptied.
pub fn passphrase(
    id: &'static str,
    label: &'static str,
    action: &'static str,
    means: &'static str,
    take: impl Fn(String) + Clone + 'static,
) -> impl IntoView {
    let typed = RwSignal::new(String::new());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let passphrase = core::mem::take(&mut *typed.write());
        if !passphrase.is_empty() {
            take(passphrase);
        }
    };
    view! {
        <form class="passphrase" on:submit=submit>
            <p class="muted">{means}</p>
            <p class="field">
                <label for=id>{label}</label>
                <input id=id type="password" autocomplete="off" required data-1p-ignore="" data-lpignore="true" data-bwignore="" prop:value=typed on:input=move |e| typed.set(event_target_value(&e)) />
            </p>
            <button type="submit" disabled=move || typed.read().is_empty()>{action}</button>
        </form>
    }
}

impl Remembering {
    /// The name in `data-remembering`.
    fn name(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::On => "on",
            Self::Sealed => "sealed",
            Self::Locked => "locked",
            Self::Failed(_) => "failed",
            Self::Unreadable(_) => "unreadable",
        }
    }
}
