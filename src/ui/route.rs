//! `#/check`, `#/scan` …: a hash route, so that any static host and any sub-path serves the page.

use leptos::prelude::*;

/// The screens, in the order of the navigation.
pub const SCREENS: [Screen; 6] =
    [Screen::Check, Screen::Scan, Screen::Practices, Screen::Keys, Screen::Respond, Screen::Trust];

/// A screen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs, reason = "their names say it")]
pub enum Screen {
    Check,
    Scan,
    Practices,
    Keys,
    Respond,
    Trust,
}

impl Screen {
    /// Its hash.
    pub fn hash(self) -> &'static str {
        match self {
            Self::Check => "#/check",
            Self::Scan => "#/scan",
            Self::Practices => "#/practices",
            Self::Keys => "#/keys",
            Self::Respond => "#/respond",
            Self::Trust => "#/trust",
        }
    }

    /// The one that the address bar names; the first where it names none.
    pub fn current() -> Self {
        let hash = window().location().hash().unwrap_or_default();
        SCREENS.into_iter().find(|s| s.hash() == hash).unwrap_or(Self::Check)
    }
}

/// Follows the address bar.
pub fn follow(screen: RwSignal<Screen>) {
    let listener = window_event_listener_untyped("hashchange", move |_| screen.set(Screen::current()));
    std::mem::forget(listener);
}
