//! What stands around every screen: the way to the others, the switches, the foot.

use super::route::{SCREENS, Screen};
use super::session::session;
use super::theme::{THEMES, Theme};
use super::words::words;
use super::{icons, keyboard, reactive};
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// The header, with the navigation.
pub fn header(switch_language: impl Fn() + Send + Sync + 'static) -> impl IntoView {
    let w = words();
    let links: Vec<_> = SCREENS.into_iter().zip(w.frame.screens).map(|(screen, name)| link(screen, name)).collect();
    let skip = |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        if let Some(main) = document().get_element_by_id("main").and_then(|m| m.dyn_into::<web_sys::HtmlElement>().ok())
        {
            _ = main.focus();
        }
    };
    view! {
        <header class="top">
            <a class="skip" href="#/check" on:click=skip>{w.frame.skip}</a>
            <a class="brand" href="#/check">{icons::latch()}"Latchkey"</a>
            <nav aria-label=w.frame.navigation><ul>{links}</ul></nav>
            <div class="switches">
                {theme_switch()}
                <button type="button" class="quiet" lang=w.other.1 on:click=move |_| switch_language()>{w.other.0}</button>
            </div>
        </header>
    }
}

fn link(screen: Screen, name: &'static str) -> impl IntoView {
    let session = session();
    let current = reactive::maybe(move || (session.screen.get() == screen).then(|| "page".to_owned()));
    view! { <li><a href=screen.hash() aria-current=current>{name}</a></li> }
}

/// System, light, dark.
pub fn theme_switch() -> impl IntoView {
    let (session, w) = (session(), words());
    let at = move || THEMES.iter().position(|t| *t == session.theme.get()).unwrap_or(0);
    let next = move |_| session.theme.set(THEMES[(untrack(at) + 1) % THEMES.len()]);
    let text = move || w.frame.themes[at()].to_owned();
    let icon = move || {
        icons::theme(match session.theme.get() {
            Theme::System => 0,
            Theme::Light => 1,
            Theme::Dark => 2,
        })
        .into_any()
    };
    view! {
        <button type="button" class="quiet theme" on:click=next>
            {reactive::view(icon)}<span class="hidden">{w.frame.theme}{w.colon}</span><span>{reactive::text(text)}</span>
        </button>
    }
}

/// The foot of the page.
pub fn footer() -> impl IntoView {
    let w = words();
    view! {
        <footer class="foot">
            <p>{w.frame.foot}</p>
            <button type="button" class="quiet" on:click=move |_| keyboard::show()>{w.frame.shortcuts}</button>
        </footer>
    }
}
