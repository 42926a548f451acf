//! How well keys are kept: what the page knows of them ([`facts`]), what it makes of that ([`score`]), the checklist
//! and the texts that help ([`practices`]), and all of it as a report ([`report`]). Pure.
//!
//! What is said of each row and each practice stands in `practices/*.toml`, in both languages; the page fetches its
//! own when the screen is first wanted.

pub mod facts;
pub mod practices;
pub mod report;
pub mod score;
#[cfg(not(target_arch = "wasm32"))]
pub mod score_json;
