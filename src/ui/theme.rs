//! Light, dark, or as the system has it. Not stored: nothing is.

use leptos::prelude::*;

/// The themes, in the order of the switch.
pub const THEMES: [Theme; 3] = [Theme::System, Theme::Light, Theme::Dark];

/// A theme.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs, reason = "their names say it")]
pub enum Theme {
    System,
    Light,
    Dark,
}

/// Puts the theme on the document's element, where the tokens look for it.
pub fn apply(theme: Theme) {
    let Some(root) = document().document_element() else { return };
    _ = match theme {
        Theme::System => root.remove_attribute("data-theme"),
        Theme::Light => root.set_attribute("data-theme", "light"),
        Theme::Dark => root.set_attribute("data-theme", "dark"),
    };
}
