//! Keeping keys well: what is known of each key without holding it, when it is due, and what leaves the page.

pub mod calendar;
pub mod date;
pub mod export;
pub mod register;
pub mod rotation;
