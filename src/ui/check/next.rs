//! What to do next: the provider's own pages for this key, and how to narrow, replace or revoke it.

use crate::ui::icons;
use crate::ui::respond::store;
use crate::ui::session::{Arrival, NotSent, Row, session};
use crate::ui::words::words;
use leptos::prelude::*;
use serde_json::Value;

/// Links and sentences from the provider's file.
pub fn next(row: &Row) -> Option<impl IntoView + use<>> {
    let (session, w) = (session(), words());
    let kind = row.kind()?;
    let guidance = match session.desk().guidance.get() {
        Arrival::Here(guidance) => guidance,
        Arrival::Failed => return Some(view! { <p class="muted">{w.details().guidance_failed}</p> }.into_any()),
        Arrival::NotAsked | Arrival::Awaited => return None,
    };
    let of = guidance.get(kind.provider().id)?;
    let d = w.details();
    let links: Vec<_> =
        [("console", d.console), ("usage", d.usage), ("logs", d.logs), ("docs", d.docs), ("status", d.status_page)]
            .into_iter()
            .filter_map(|(field, name)| Some(link(of.get(field)?.as_str()?, name)))
            .collect();
    let of_kind = |field: &str| text(of.get(field)?.get(kind.id));
    let unchecked = (row.obstacle() == Some(NotSent::NoCheck)).then(|| of_kind("unchecked")).flatten();
    let texts: Vec<_> = [
        (d.power, of_kind("powers")),
        (d.revoke, text(of.get("revoke"))),
        (d.scopes, text(of.get("scopes"))),
        (d.expiry, text(of.get("expiry"))),
        (d.notes, text(of.get("notes"))),
    ]
    .into_iter()
    .filter_map(|(name, text)| Some(view! { <dt>{name}</dt><dd>{text?}</dd> }))
    .collect();
    let view = view! {
        {unchecked.map(|why| view! { <p>{why}</p> })}
        <h3>{d.next}</h3>
        <ul class="links">{links}</ul>
        <dl class="advice">{texts}</dl>
        {respond(row)}
    };
    Some(view.into_any())
}

/// The ways to the Respond screen: the plan for a leak, and watching until dead where the page can ask.
fn respond(row: &Row) -> impl IntoView + use<> {
    let (session, w) = (session(), words());
    let id = row.id;
    let can_watch = row.secret().is_some() && row.obstacle().is_none();
    view! {
        <p class="onward">
            <button type="button" on:click=move |_| store::open_for(session, id, false)>{w.respond().leaked}</button>
            {can_watch.then(|| view! { <button type="button" on:click=move |_| store::open_for(session, id, true)>{w.respond().watch.title}</button> })}
        </p>
    }
}

fn text(value: Option<&Value>) -> Option<String> {
    value?.as_str().map(str::to_owned)
}

/// A link to a page of a provider, in a new tab.
pub fn link(url: &str, name: &'static str) -> impl IntoView + use<> {
    let w = words();
    view! {
        <li><a href=url.to_owned() target="_blank" rel="noopener noreferrer">{name}{icons::out()}<span class="hidden">" ("{w.details().new_tab}")"</span></a></li>
    }
}
