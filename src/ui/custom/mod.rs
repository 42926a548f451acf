//! `custom.html`: a page of its own for hosts that the person chooses, under a wide policy (design.md, Trust). It is
//! the same program; the document says which page it is. It keeps nothing and reads nothing that is kept.

mod answer;
mod form;
pub mod run;

use super::parts::Part;
use super::session::session;
use super::words::words;
use super::{frame, icons, parts, reactive};
use leptos::prelude::*;

pub use form::screen;

/// Whether this document is that page.
pub fn is_here() -> bool {
    document().document_element().is_some_and(|root| root.get_attribute("data-page").as_deref() == Some("custom"))
}

/// Where that page is, seen from the main one; none where this copy has none.
pub fn address() -> Option<String> {
    let meta = document().query_selector("meta[name='latchkey-custom']").ok().flatten()?;
    meta.get_attribute("content").filter(|address| !address.is_empty())
}

/// The link to it, and why it is apart; on the main page.
pub fn link() -> Option<AnyView> {
    let (address, w) = (address()?, &words().own_host);
    Some(
        view! { <p class="elsewhere"><a href=address>{w.link}</a><span class="under">{w.link_why}</span></p> }
            .into_any(),
    )
}

/// The page: what stands before its part of the program is here, and then that.
pub fn page(switch_language: impl Fn() + Send + Sync + 'static) -> AnyView {
    let (session, w) = (session(), words());
    parts::fetch_screens(session);
    let body = move || match session.screens.get() {
        Part::Here(part) => (part.custom)(),
        Part::Failed => view! { <p class="caution" role="alert">{w.frame.part_failed}</p> }.into_any(),
        Part::NotAsked | Part::Awaited => ().into_any(),
    };
    view! {
        <header class="top">
            <a class="brand" href="./">{icons::latch()}"Latchkey"</a>
            <div class="switches">
                {frame::theme_switch()}
                <button type="button" class="quiet" lang=w.other.1 on:click=move |_| switch_language()>{w.other.0}</button>
            </div>
        </header>
        <main id="main">
            <section class="custom">
                <h1>{w.own_host.title}</h1>
                <p class="lead">{w.own_host.lead}</p>
                {reactive::view(body)}
            </section>
        </main>
        <footer class="foot"><p>{w.frame.foot}</p><a href="./">{w.own_host.back}</a></footer>
    }
    .into_any()
}
