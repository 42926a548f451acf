//! Time: now, later, and how it is written.

use crate::hygiene::date::Day;
use js_sys::{Date, Function, Promise};
use wasm_bindgen_futures::JsFuture;

/// Milliseconds since 1970.
pub fn now() -> f64 {
    Date::now()
}

/// Whole seconds since 1970.
#[expect(clippy::cast_possible_truncation, reason = "a clock that is 292 billion years off helps nobody")]
pub fn seconds() -> i64 {
    (Date::now() / 1000.0) as i64
}

/// Milliseconds that only ever grow.
pub fn steady() -> f64 {
    web_sys::window().and_then(|w| w.performance()).map_or_else(Date::now, |p| p.now())
}

/// [`steady`] in whole milliseconds.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a page does not stand open for 500 million years"
)]
pub fn steady_ms() -> u64 {
    steady() as u64
}

/// Waits.
pub async fn sleep(ms: i32) {
    let mut wait = |resolve: Function, _: Function| {
        if let Some(window) = web_sys::window() {
            _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, ms);
        }
    };
    _ = JsFuture::from(Promise::new(&mut wait)).await;
}

/// Lets the browser draw and take input before going on.
pub async fn breathe() {
    sleep(0).await;
}

/// The longest that a slice of work may take, in milliseconds (design.md, rule 4).
const SLICE_MS: f64 = 8.0;

/// Long work in slices: lets the browser draw when one is used up.
pub struct Breath(f64);

impl Default for Breath {
    fn default() -> Self {
        Self(steady())
    }
}

impl Breath {
    /// Waits, if the slice is used up; whether it was.
    pub async fn take(&mut self) -> bool {
        let over = steady() - self.0 > SLICE_MS;
        if over {
            breathe().await;
            self.0 = steady();
        }
        over
    }
}

/// `14:02:11`, by the clock of this machine.
pub fn time_of_day(ms: f64) -> String {
    let date = Date::new(&ms.into());
    let two = |n: u32| [b'0' + (n / 10 % 10) as u8, b'0' + (n % 10) as u8].map(char::from);
    let [h, m, s] = [date.get_hours(), date.get_minutes(), date.get_seconds()].map(two);
    [h[0], h[1], ':', m[0], m[1], ':', s[0], s[1]].iter().collect()
}

/// `2026-11-25 14:02:11`, by the clock of this machine.
pub fn date_and_time(ms: f64) -> String {
    let date = Date::new(&ms.into());
    let day = Day::of(i32::try_from(date.get_full_year()).unwrap_or(1970), date.get_month() + 1, date.get_date());
    let (year, month, day) = day.unwrap_or(Day(0)).date();
    format!("{year}-{month:02}-{day:02} {}", time_of_day(ms))
}

/// `2026-11-25T14:02:11.000Z`.
pub fn date(ms: f64) -> String {
    Date::new(&ms.into()).to_iso_string().into()
}

/// Today, by the calendar of this machine.
pub fn today() -> Day {
    let now = Date::new_0();
    let year = i32::try_from(now.get_full_year()).unwrap_or(1970);
    Day::of(year, now.get_month() + 1, now.get_date()).unwrap_or(Day(0))
}

/// [`now`] in whole milliseconds.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "`as` saturates")]
pub fn now_ms() -> u64 {
    now() as u64
}

/// `20261125T140211Z`: now, as calendars write it.
pub fn stamp() -> String {
    let iso = date(now());
    let whole: String = iso.chars().take(19).filter(|c| !matches!(c, '-' | ':')).collect();
    whole + "Z"
}
