//! The Keys screen, and what other screens say of the register.

use crate::browser::storage::NotKept;
use crate::hygiene::calendar::Texts;
use crate::hygiene::export::Unreadable;
use crate::hygiene::register::{Environment, Warning};
use crate::hygiene::rotation::{Due, Mark};

/// The texts.
#[allow(missing_docs, reason = "the texts say it")]
pub struct Keys {
    pub lead: &'static str,
    pub empty: &'static str,
    pub list: &'static str,
    pub add: &'static str,
    pub new_label: &'static str,
    /// Entries; overdue or due today, soon, ending or ended, the same key twice.
    pub sum: fn(usize, [usize; 4]) -> String,
    pub due: fn(Due) -> (&'static str, String),
    pub warning: fn(&Warning, &str) -> String,
    pub environment: fn(Environment) -> &'static str,
    pub not_checked: &'static str,
    /// What was said, and the day.
    pub checked: fn(&str, &str) -> String,
    /// In the order of `edit::FIELDS`.
    pub fields: [&'static str; 9],
    pub environment_label: &'static str,
    pub fingerprint: &'static str,
    pub no_fingerprint: &'static str,
    pub mask_hint: &'static str,
    pub rotated_today: &'static str,
    pub rotated_hint: &'static str,
    pub remove: &'static str,
    pub removed: fn(&str) -> String,
    pub timeline: &'static str,
    pub legend: [&'static str; 3],
    pub mark: fn(Mark) -> &'static str,

    pub keep: &'static str,
    pub kept_as: &'static str,
    pub show: &'static str,

    pub which: &'static str,
    pub which_hint: &'static str,
    /// Rows and entries that fit.
    pub which_found: fn(usize, &[String]) -> String,
    pub which_little: &'static str,

    pub remember: &'static str,
    pub remember_means: &'static str,
    pub remember_passphrase: &'static str,
    pub remember_shared: &'static str,
    pub remember_sealed: &'static str,
    pub remember_now: &'static str,
    pub passphrase: &'static str,
    pub encrypt: &'static str,
    pub locked: &'static str,
    pub unlock: &'static str,
    pub not_kept: fn(NotKept) -> &'static str,
    pub kept_unreadable: fn(Unreadable) -> &'static str,

    pub calendar: &'static str,
    pub calendar_texts: Texts,
    pub notify: &'static str,
    pub notify_on: &'static str,
    pub notify_refused: &'static str,
    pub notify_title: fn(usize) -> String,

    pub files: &'static str,
    pub export_plain: &'static str,
    pub export_plain_means: &'static str,
    pub export_sealed: &'static str,
    pub export_sealed_means: &'static str,
    pub working: &'static str,
    pub import: &'static str,
    pub import_sealed: &'static str,
    pub open: &'static str,
    pub unreadable: fn(Unreadable) -> &'static str,
    /// Added, changed, the same, newer here, unreadable.
    pub import_sum: fn([usize; 5]) -> String,
    pub import_added: &'static str,
    pub import_changed: fn(&[&str]) -> String,
    pub import_older: &'static str,
    /// Responses of which the file knows more.
    pub import_responses: fn(usize) -> String,
    pub import_do: &'static str,
    pub import_nothing: &'static str,
    pub cancel: &'static str,

    pub stored_lead: &'static str,
    pub stored_none: &'static str,
    pub stored_seal: &'static str,
    pub stored_other: &'static str,
    pub stored_learns: &'static [&'static str],
    pub forget: &'static str,
    pub forgotten: &'static str,
}
