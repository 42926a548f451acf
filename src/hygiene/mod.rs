//! Keeping keys well, and what to do on the day that one leaks: the plan for it ([`runbook`]), the proof that the old
//! key is dead ([`watch`]), and the report ([`incident`]). Pure.

pub mod incident;
pub mod runbook;
pub mod watch;
