//! What follows the state of the page, behind a handful of types: each type of closure that a view holds brings a
//! kilobyte of code for building, following and dropping it, and these bring it once for all.

use leptos::prelude::*;
use leptos::tachys::reactive_graph::SharedReactiveFunction;
use std::sync::{Arc, Mutex};

/// A piece of the page that follows the state.
pub type Following<T> = SharedReactiveFunction<T>;

/// Text, or the value of an attribute.
pub fn text(of: impl FnMut() -> String + Send + 'static) -> Following<String> {
    Arc::new(Mutex::new(of))
}

/// The value of an attribute that is not always there.
pub fn maybe(of: impl FnMut() -> Option<String> + Send + 'static) -> Following<Option<String>> {
    Arc::new(Mutex::new(of))
}

/// A switch: `hidden`, `disabled`, a class.
pub fn flag(of: impl FnMut() -> bool + Send + 'static) -> Following<bool> {
    Arc::new(Mutex::new(of))
}

/// A view that is not always there.
pub fn shown<V: IntoAny>(mut of: impl FnMut() -> Option<V> + Send + 'static) -> Following<Option<AnyView>> {
    Arc::new(Mutex::new(move || of().map(IntoAny::into_any)))
}

/// A view that becomes another.
pub fn view(of: impl FnMut() -> AnyView + Send + 'static) -> Following<AnyView> {
    Arc::new(Mutex::new(of))
}
