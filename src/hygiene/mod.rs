//! How well keys are kept: what the page knows of them ([`facts`]), what it makes of that ([`score`]), the checklist
//! and the texts that help ([`practices`]), all of it as a report ([`report`]). What is known of each key without
//! holding it ([`register`]), when it is due ([`rotation`], [`calendar`]), what the person said ([`said`]), and what
//! leaves the page ([`export`]). What to do on the day that one leaks ([`runbook`]), the proof that it is dead
//! ([`watch`]), the account of it ([`incident`]), and what is kept of that ([`record`]). Pure.
//!
//! What is said of each row and each practice stands in `practices/*.toml`, in both languages; the page fetches its
//! own when the screen is first wanted.

pub mod calendar;
pub mod date;
pub mod export;
pub mod facts;
pub mod incident;
pub mod practices;
pub mod record;
pub mod register;
pub mod report;
pub mod rotation;
pub mod runbook;
pub mod said;
pub mod score;
#[cfg(not(target_arch = "wasm32"))]
pub mod score_json;
pub mod watch;
