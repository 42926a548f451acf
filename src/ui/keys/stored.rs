//! What is stored in this browser now, as it stands, with the way to forget it. The Trust screen shows it.

use super::keeping::{self, Remembering};
use crate::browser::storage;
use crate::browser::task::spawn_local;
use crate::ui::session::session;
use crate::ui::words::words;
use leptos::prelude::*;

/// All of it.
pub fn stored() -> impl IntoView {
    let (session, w) = (session(), words());
    let k = w.keys();
    let forgotten = RwSignal::new(false);
    let forget = move |_| {
        spawn_local(async move {
            keeping::forget(session).await;
            forgotten.set(true);
        });
    };
    let texts = move || {
        // Looked at anew whenever it may have changed.
        session.desk().register.track();
        session.respond().incidents.track();
        let remembering = session.keys().remembering.get();
        _ = forgotten.get();
        let all = storage::everything();
        if all.is_empty() {
            return view! { <p>{k.stored_none}</p> }.into_any();
        }
        let items: Vec<_> = all
            .into_iter()
            .map(|(name, text)| {
                let text = text.map_or_else(
                    || view! { <span class="muted">{k.stored_other}</span> }.into_any(),
                    |text| view! { <pre data-stored="" tabindex="0">{text}</pre> }.into_any(),
                );
                view! { <dt class="mono">"localStorage "{name}</dt><dd>{text}</dd> }
            })
            .collect();
        let seal = (remembering == Remembering::On).then(|| view! { <p>{k.stored_seal}</p> });
        view! { <p>{k.stored_lead}</p><dl>{items}</dl>{seal} }.into_any()
    };
    let learns: Vec<_> = k.stored_learns.iter().map(|text| view! { <li>{*text}</li> }).collect();
    view! {
        <div class="stored">
            {texts}
            <ul>{learns}</ul>
            <p><button type="button" on:click=forget>{k.forget}</button></p>
            <p role="status">{move || forgotten.get().then_some(k.forgotten)}</p>
        </div>
    }
}
