//! Every request that Latchkey made, to whom, and where the key stood in it: what devtools show, for people who
//! do not open them.

use super::session::session;
use super::words::words;
use crate::browser::clock;
use crate::browser::wire::{End, Sent};
use leptos::prelude::*;

/// The table.
pub fn table() -> impl IntoView {
    let (session, w) = (session(), words());
    let heads: Vec<_> = w.wire().columns.iter().map(|name| view! { <th scope="col">{*name}</th> }).collect();
    let rows = move || session.log.read().iter().map(row).collect::<Vec<_>>();
    let none = move || session.log.read().is_empty().then(|| view! { <p class="muted">{w.wire().none}</p> });
    view! {
        {none}
        <div class="scrolls" tabindex="0" role="region" aria-label=w.wire().name>
            <table class="wire" aria-label=w.wire().name>
                <thead><tr>{heads}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        <p class="muted">{w.wire().limits}</p>
    }
}

fn row(sent: &Sent) -> impl IntoView + use<> {
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
        <tr>
            <td>{clock::time_of_day(sent.at)}</td>
            <td>{sent.method.clone()}</td>
            <td class="mono">{sent.url.clone()}</td>
            <td class="mono">{key}</td>
            <td>{end}</td>
            <td class="number">{took}</td>
        </tr>
    }
}
