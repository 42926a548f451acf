//! How far a scan is, and what it came to: one line that is announced, a bar, and what was skipped.

use super::store::Run;
use crate::ui::check::paste::size_in_words;
use crate::ui::session::session;
use crate::ui::words::words;
use leptos::prelude::*;

/// The line, the bar, the sums.
pub fn progress() -> impl IntoView {
    let (session, w) = (session(), words());
    let scan = session.scan();
    let line = Memo::new(move |_| {
        if scan.run.read().is_some() {
            return String::new();
        }
        let parts = scan.parts();
        let findings: usize = parts.iter().map(|p| p.ids.len()).sum();
        let read = scan.tally.read().files > 0 || (scan.typed.get() && !scan.reading.get());
        let found = match findings {
            0 if read => w.scan().nothing_found.to_owned(),
            0 => String::new(),
            _ => (w.scan().found)(findings, parts.len()),
        };
        if scan.cancelled.get() { format!("{} {found}", w.scan().cancelled) } else { found }
    });
    view! {
        <div class="summary">
            <p role="status">{line}</p>
            {move || scan.run.get().map(bar)}
            {sums}
        </div>
    }
}

fn bar(run: Run) -> impl IntoView {
    let w = words();
    let text = if run.all == 0 { w.scan().listing.to_owned() } else { (w.scan().progress_text)(run.done, run.all) };
    let shown = text.clone();
    let percent = (run.bytes_done * 100).checked_div(run.bytes).unwrap_or(0);
    view! {
        <div class="progress" role="progressbar" aria-label=w.scan().progress aria-valuemin="0" aria-valuemax="100" aria-valuenow=percent aria-valuetext=text>
            <svg viewBox="0 0 100 2" preserveAspectRatio="none" aria-hidden="true" focusable="false">
                <rect class="rail" width="100" height="2" />
                <rect class="done" width=percent height="2" />
            </svg>
            <span>{w.scan().progress}" "{shown}</span>
        </div>
    }
}

/// What was scanned, and what was skipped, by reason.
fn sums() -> impl IntoView {
    let (session, w) = (session(), words());
    move || {
        let tally = session.scan().tally.read();
        let some = tally.files > 0 || !tally.skipped.is_empty();
        some.then(|| {
            let size = size_in_words(usize::try_from(tally.bytes).unwrap_or(usize::MAX / 16));
            let skipped: Vec<_> = tally
                .skipped
                .iter()
                .map(|(why, n)| view! { <li data-skipped=why.name() data-count=*n>{(w.scan().skipped)(*why, *n)}</li> })
                .collect();
            view! {
                <ul class="sums">
                    <li data-scanned=tally.files>{(w.scan().scanned)(tally.files, &size)}</li>
                    {skipped}
                </ul>
            }
        })
    }
}
