//! One line that says how it stands, announced as it changes, and the bar of a check under way.

use crate::browser::clock;
use crate::check::verdict::State;
use crate::ui::reactive;
use crate::ui::session::{Run, session};
use crate::ui::words::words;
use leptos::prelude::*;

/// The line, and the bar.
pub fn summary() -> impl IntoView {
    let (session, w) = (session(), words());
    let line = Memo::new(move |_| {
        let rows = session.follow();
        if session.run.read().is_some() {
            return String::new();
        }
        if session.reading.get() {
            return w.check.reading.to_owned();
        }
        let mut sums = [0; 4];
        for row in &rows {
            if let Some(verdict) = row.progress.read().verdict() {
                sums[at(verdict.reading.state)] += 1;
            }
        }
        if sums.iter().any(|n| *n > 0) {
            return (w.check.sum)(sums);
        }
        if rows.is_empty() {
            return String::new();
        }
        (w.check.found)(rows.len(), rows.iter().filter(|r| r.obstacle().is_some()).count())
    });
    view! {
        <div class="summary">
            <p role="status">{reactive::text(move || line.get())}</p>
            {reactive::shown(move || session.run.get().map(bar))}
        </div>
    }
}

fn at(state: State) -> usize {
    match state {
        State::Live => 0,
        State::Limited => 1,
        State::Dead => 2,
        State::Unknown => 3,
    }
}

fn bar(run: Run) -> impl IntoView {
    let w = words();
    let text = (w.check.progress_text)(run.done, run.all, left(run));
    let shown = text.clone();
    let width = run.done * 100 / run.all.max(1);
    view! {
        <div class="progress" role="progressbar" aria-label=w.check.progress aria-valuemin="0" aria-valuemax=run.all aria-valuenow=run.done aria-valuetext=text>
            <svg viewBox="0 0 100 2" preserveAspectRatio="none" aria-hidden="true" focusable="false">
                <rect class="rail" width="100" height="2" />
                <rect class="done" width=width height="2" />
            </svg>
            <span>{w.check.progress}" "{shown}</span>
        </div>
    }
}

/// Seconds that are left, by the pace so far; none before there is one.
fn left(run: Run) -> Option<u32> {
    if run.done < 3 {
        return None;
    }
    let passed = clock::steady() - run.began;
    let (done, all) = (f64::from(u32::try_from(run.done).ok()?), f64::from(u32::try_from(run.all).ok()?));
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "seconds; `as` saturates")]
    let seconds = (passed / done * (all - done) / 1000.0).ceil() as u32;
    Some(seconds)
}
