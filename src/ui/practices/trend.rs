//! The scores reached so far, as a small line.

use crate::browser::clock;
use crate::ui::session::session;
use crate::ui::words::words;
use leptos::prelude::*;

/// Width and height of the drawing, in its own units.
const WIDE: f64 = 320.0;
const HIGH: f64 = 60.0;
/// Room for the dots at the edges.
const EDGE: f64 = 5.0;

/// The line, from the second score on.
pub fn trend() -> impl IntoView {
    let (session, w) = (session(), words());
    move || {
        let scores = session.desk().scores.read();
        let (first, last) = (*scores.first()?, *scores.last()?);
        if scores.len() < 2 {
            return None;
        }
        let steps = u32::try_from(scores.len() - 1).map_or(1.0, f64::from);
        let places: Vec<(f64, f64)> = (0_u32..)
            .zip(scores.iter())
            .map(|(at, scored)| {
                let x = EDGE + (WIDE - 2.0 * EDGE) * f64::from(at) / steps;
                let y = HIGH - EDGE - (HIGH - 2.0 * EDGE) * f64::from(scored.score) / 100.0;
                (x, y)
            })
            .collect();
        let points = places.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect::<Vec<_>>().join(" ");
        let (x, y) = places[places.len() - 1];
        let says = (w.practices().trend_says)(first.score, last.score, scores.len());
        let time = |at: f64| clock::date(at).get(..10).unwrap_or_default().to_owned();
        Some(view! {
            <div class="trend" data-trend=scores.len()>
                <h2>{w.practices().trend}</h2>
                <svg viewBox=format!("0 0 {WIDE} {HIGH}") role="img" aria-label=says.clone()>
                    <path class="grid" d=format!("M0 {EDGE}H{WIDE}M0 {}H{WIDE}", HIGH - EDGE) />
                    <polyline points=points />
                    <circle cx=x cy=y r="3" />
                </svg>
                <p class="muted">{says}" "{time(first.at)}" – "{time(last.at)}". "{w.practices().trend_kept}</p>
            </div>
        })
    }
}
