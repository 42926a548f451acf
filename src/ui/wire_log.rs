//! Every request that Latchkey made, to whom, and where the key stood in it: what devtools show, for people who
//! do not open them.

use super::reactive;
use super::session::{FEW, session};
use super::words::words;
use crate::browser::clock;
use crate::browser::wire::{End, Sent};
use leptos::prelude::*;

/// The table; of a long log a page at a time, the newest first to be seen.
pub fn table() -> impl IntoView {
    let (session, w) = (session(), words());
    let heads: Vec<_> = w.wire().columns.iter().map(|name| view! { <th scope="col">{*name}</th> }).collect();
    let back = RwSignal::new(0_usize);
    let all = Memo::new(move |_| session.log.read().len());
    let page = Memo::new(move |_| {
        let end = all.get().saturating_sub(back.get() * FEW);
        (end.saturating_sub(FEW), end)
    });
    let rows = move || (page.get().0..page.get().1).collect::<Vec<_>>();
    let none = move || (all.get() == 0).then(|| view! { <p class="muted">{w.wire().none}</p> });
    let pages = move || {
        (all.get() > FEW).then(|| {
            let (from, to) = page.get();
            view! {
                <p class="actions">
                    <span class="muted">{(w.bulk().wire_page)(from + 1, to, all.get())}</span>
                    <button type="button" class="quiet" disabled=from == 0 on:click=move |_| back.update(|b| *b += 1)>{w.bulk().wire_earlier}</button>
                    <button type="button" class="quiet" disabled=back.get() == 0 on:click=move |_| back.update(|b| *b -= 1)>{w.bulk().wire_later}</button>
                </p>
            }
        })
    };
    view! {
        {reactive::shown(none)}
        {reactive::shown(pages)}
        <div class="scrolls" tabindex="0" role="region" aria-label=w.wire().name>
            <table class="wire" aria-label=w.wire().name aria-rowcount=reactive::text(move || (all.get() + 1).to_string())>
                <thead><tr>{heads}</tr></thead>
                <tbody><For each=rows key=|at| *at children=move |at| session.log.with_untracked(|log| log.get(at).map(|sent| row(at, sent))) /></tbody>
            </table>
        </div>
        <p class="muted">{w.wire().limits}</p>
    }
}

fn row(at: usize, sent: &Sent) -> impl IntoView + use<> {
    let w = words();
    let end = match sent.end {
        End::Status(status) => status.to_string(),
        End::NoStatus => w.wire().no_status.into(),
        End::Reached => w.wire().reached.into(),
        End::Event => w.wire().event.into(),
        End::Closed(code) => (w.wire().closed)(code),
        End::Timeout => w.wire().timeout.into(),
        End::Cancelled => w.wire().cancelled.into(),
    };
    let key = sent.key.clone().unwrap_or_else(|| w.wire().no_key.into());
    #[expect(clippy::cast_possible_truncation, reason = "milliseconds of one request")]
    let took = format!("{} ms", sent.took as i32);
    view! {
        <tr aria-rowindex=at + 2>
            <td>{clock::time_of_day(sent.at)}</td>
            <td>{sent.method.clone()}</td>
            <td class="mono">{sent.url.clone()}</td>
            <td class="mono">{key}</td>
            <td>{end}</td>
            <td class="number">{took}</td>
        </tr>
    }
}
