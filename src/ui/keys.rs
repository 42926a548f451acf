//! The Keys screen.

use super::not_yet;
use super::route::Screen;
use super::words::words;
use leptos::prelude::*;

/// The screen.
pub fn screen() -> impl IntoView {
    not_yet::screen(Screen::Keys, words().later.keys)
}
