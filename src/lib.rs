//! Latchkey checks API keys straight against their own providers, from the browser.
//!
//! The way of a key:
//!
//! 1. [`recognise`]: text in, findings out: where each credential stands, of which kind, how sure, and why.
//! 2. [`check::plan`]: what to ask, as data with slots where the secret goes.
//! 3. `browser::fetch`: the one place that fills the slots and sends.
//! 4. [`check::interpret`]: an answer in, verdict, evidence and facts out.
//! 5. [`hygiene`]: facts and the owner's answers in, points and reasons out.
//! 6. `ui`: what a person sees of it.
//!
//! [`credential`] holds the secret, [`provider`] what is known of each provider. All of these are pure and compile
//! natively; `browser` and `ui` exist in the page alone.

pub mod check;
mod civil;
pub mod credential;
mod encoding;
pub mod hygiene;
mod order;
pub mod provider;
pub mod recognise;
pub mod scan;

#[cfg(target_arch = "wasm32")]
pub mod browser;
#[cfg(target_arch = "wasm32")]
pub mod ui;
