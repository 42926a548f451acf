//! A screen that says what will be there.

use super::route::Screen;
use super::words::words;
use leptos::prelude::*;

/// Its name and what it will hold.
pub fn screen(at: Screen, will_hold: &'static [&'static str]) -> impl IntoView {
    let w = words();
    let name = w.frame.screens[at as usize];
    let points: Vec<_> = will_hold.iter().map(|point| view! { <li>{*point}</li> }).collect();
    view! {
        <section class="later">
            <h1>{name}</h1>
            <p class="lead">{w.later.not_yet}</p>
            <ul>{points}</ul>
        </section>
    }
}
