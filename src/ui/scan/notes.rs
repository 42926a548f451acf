//! What looks like a key in code and is none, folded away.

use super::finding;
use crate::ui::session::session;
use crate::ui::words::words;
use leptos::prelude::*;

/// Notes drawn; the count says how many there are.
const NOTES: usize = 200;

/// The count, and the notes once they are wanted.
pub fn notes() -> impl IntoView {
    let (session, w) = (session(), words());
    let scan = session.scan();
    let parts = move || scan.pasted.get().into_iter().chain(scan.files.get());
    let count = Memo::new(move |_| parts().map(|p| p.report.notes.len()).sum::<usize>());
    let open = RwSignal::new(false);
    let list = move || {
        let mut rows = Vec::new();
        for part in parts() {
            for note in part.report.notes.iter().take(NOTES - rows.len()) {
                let what = (w.check.note)(note.what, note.kind.map(|k| k.provider().name));
                let place = finding::place(&part.report, note.line, w);
                rows.push(view! {
                    <li data-note="" data-line=note.line>
                        <bdi class="mono">{note.mask.clone()}</bdi><span>{what}</span><bdi class="muted">{place}</bdi>
                    </li>
                });
            }
        }
        view! { <ul>{rows}</ul> }
    };
    move || {
        (count.get() > 0).then(|| {
            view! {
                <details class="notes" prop:open=open on:toggle=move |_| open.update(|o| *o = !*o)>
                    <summary>{(w.check.notes)(count.get())}</summary>
                    {move || open.get().then(list)}
                </details>
            }
        })
    }
}
