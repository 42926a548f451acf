//! The incident report: built from the record, copied or downloaded as Markdown.

use super::{rehearsal, steps, until_dead};
use crate::browser::task::spawn_local;
use crate::browser::{clipboard, clock, download};
use crate::check::untrusted::Untrusted;
use crate::hygiene::incident::{Event, Incident, Report};
use crate::hygiene::runbook::Case;
use crate::ui::session::{Session, session};
use crate::ui::words::{Words, words};
use leptos::prelude::*;

/// Its part of the screen.
pub fn section() -> impl IntoView {
    let (session, w) = (session(), words());
    let (store, r) = (session.respond(), &w.respond().report);
    let begun = Memo::new(move |_| store.with(|i| i.began.is_some()));
    let copied = RwSignal::new(w.details().copy);
    let copy = move |_| {
        let text = untrack(|| markdown(session, w));
        spawn_local(async move {
            copied.set(if clipboard::copy(&text).await { w.details().copied } else { w.details().copy_failed });
            clock::sleep(3_000).await;
            copied.set(w.details().copy);
        });
    };
    let download = move |_| {
        let text = untrack(|| markdown(session, w));
        let day: String = clock::date(clock::now()).chars().take(10).collect();
        download::offer(&format!("latchkey-incident-{day}.md"), "text/markdown", &text);
    };
    let open = RwSignal::new(false);
    let preview = move || {
        open.get().then(|| view! { <pre tabindex="0"><code data-report="">{markdown(session, w)}</code></pre> })
    };
    view! {
        <section class="report" aria-labelledby="report-title">
            <h2 id="report-title">{r.title}</h2>
            <p>{r.lead}</p>
            {move || (!begun.get()).then(|| view! { <p class="muted">{r.waits}</p> })}
            <div class="actions" hidden=move || !begun.get()>
                <button type="button" on:click=copy>{copied}</button>
                <button type="button" on:click=download>{r.download}</button>
            </div>
            <details hidden=move || !begun.get() on:toggle=move |_| open.update(|o| *o = !*o)>
                <summary>{r.preview}</summary>
                {preview}
            </details>
        </section>
    }
}

/// The report on the response in sight.
fn markdown(session: Session, w: &'static Words) -> String {
    let incident = session.respond().with(Clone::clone);
    let r = &w.respond().report;
    let order = steps::order(session);
    let parts = vec![
        (w.respond().watch.title, incident.watch.as_ref().map_or_else(Vec::new, |it| until_dead::said(it, w))),
        (
            w.respond().rehearsal.title,
            incident.rehearsal.as_ref().map_or_else(Vec::new, |it| {
                let mut lines = rehearsal::lines(it, w);
                lines.push((w.respond().rehearsal.stage)(it.stage()).to_owned());
                lines
            }),
        ),
    ];
    let event = |(at, event): (f64, Event)| {
        let what = (r.event)(event);
        let what =
            if let Event::Step(id, _) = event { format!("{}{}{what}", (w.respond().step)(id), w.colon) } else { what };
        (at, what)
    };
    Report {
        title: r.title,
        facts: facts(session, &incident, w),
        began: incident.began.unwrap_or_default(),
        timeline: (r.timeline, incident.timeline().into_iter().map(event).collect()),
        steps: (
            w.respond().steps,
            order
                .into_iter()
                .map(|id| {
                    let note = incident.step(id).map_or_else(String::new, |s| s.text().to_owned());
                    ((w.respond().step)(id), (w.respond().state)(incident.state(id)), note)
                })
                .collect(),
        ),
        parts,
        foot: r.foot,
    }
    .markdown(&clock::date)
}

fn facts(session: Session, incident: &Incident, w: &'static Words) -> Vec<(&'static str, Untrusted)> {
    let r = &w.respond().report;
    let (provider, kind) = session.respond().provider();
    let case = incident.case.map(|case| w.respond().cases[usize::from(case == Case::Suspected)].0);
    let mask = Some(incident.subject.mask.as_str()).filter(|m| !m.is_empty());
    let written = clock::date(clock::now());
    [
        (r.key, mask),
        (r.provider, provider.map(|p| p.name)),
        (r.kind, kind.map(|k| k.name)),
        (r.case, case),
        (r.written, Some(written.as_str())),
    ]
    .into_iter()
    .map(|(name, value)| (name, Untrusted::new(value.unwrap_or(r.not_known))))
    .collect()
}
