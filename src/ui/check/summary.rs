//! One line that says how it stands, announced as it changes, and the bar of a check under way.

use super::overview::Overview;
use crate::ui::reactive;
use crate::ui::session::{Session, session};
use crate::ui::words::words;
use leptos::prelude::*;

/// The line, and the bar. What is in the line is said aloud: at the end, and seldom on the way.
pub fn summary(overview: Memo<Overview>) -> impl IntoView {
    let (session, w) = (session(), words());
    let line = Memo::new(move |_| {
        if let Some(run) = session.run.get() {
            return if run.said > 0 { (w.list.on_the_way)(run.said, run.all) } else { String::new() };
        }
        if session.reading.get() {
            return w.check.reading.to_owned();
        }
        let overview = overview.read();
        if overview.sums.iter().any(|n| *n > 0) {
            return (w.check.sum)(overview.sums);
        }
        if overview.rows == 0 {
            return String::new();
        }
        (w.check.found)(overview.rows, overview.obstacles)
    });
    let running = Memo::new(move |_| session.run.read().is_some());
    view! {
        <div class="summary">
            <p role="status">{reactive::text(move || line.get())}</p>
            {reactive::shown(move || running.get().then(|| bar(session)))}
        </div>
    }
}

fn bar(session: Session) -> impl IntoView {
    let w = words();
    let run = move || session.run.get().unwrap_or_default();
    let text = Memo::new(move |_| (w.check.progress_text)(run().done, run().all, run().left));
    let width = move || (run().done * 100 / run().all.max(1)).to_string();
    view! {
        <div class="progress" role="progressbar" aria-label=w.check.progress aria-valuemin="0" aria-valuemax=reactive::text(move || run().all.to_string()) aria-valuenow=reactive::text(move || run().done.to_string()) aria-valuetext=reactive::text(move || text.get())>
            <svg viewBox="0 0 100 2" preserveAspectRatio="none" aria-hidden="true" focusable="false">
                <rect class="rail" width="100" height="2" />
                <rect class="done" width=reactive::text(width) height="2" />
            </svg>
            <span>{w.check.progress}" "{reactive::text(move || text.get())}</span>
        </div>
    }
}
