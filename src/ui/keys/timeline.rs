//! Rotations past and due as a small picture: half a year to either side of today, on the same scale in every row.

use crate::hygiene::date::Day;
use crate::hygiene::register::Entry;
use crate::hygiene::rotation::{self, Due, Mark, REACH};
use crate::ui::words::words;
use leptos::prelude::*;

/// The picture's width in pixels, with room for half a mark at either end.
const WIDTH: i32 = 176;
const ROOM: i32 = 6;

/// One entry's.
pub fn timeline(entry: &Entry, today: Day) -> impl IntoView + use<> {
    let w = words();
    let points = rotation::timeline(entry, today);
    let said: Vec<_> =
        points.iter().map(|point| format!("{} {}", (w.keys().mark)(point.what), today.plus(point.at))).collect();
    let marks: Vec<_> = points
        .iter()
        .map(|point| {
            let x = ROOM + (point.at + REACH) * (WIDTH - 2 * ROOM) / (2 * REACH);
            let (class, path) = match point.what {
                Mark::Created => ("made", format!("M{} 10a3 3 0 1 0 6 0 3 3 0 1 0-6 0z", x - 3)),
                Mark::Rotated => ("past", format!("M{} 10a3 3 0 1 0 6 0 3 3 0 1 0-6 0z", x - 3)),
                Mark::Due if point.at < 0 => ("next late", format!("M{x} 5l5 5-5 5-5-5z")),
                Mark::Due => ("next", format!("M{x} 5l5 5-5 5-5-5z")),
                Mark::Expires => ("end", format!("M{} 6l8 8m0-8l-8 8", x - 4)),
            };
            view! { <path class=class d=path /> }
        })
        .collect();
    let middle = WIDTH / 2;
    view! {
        <svg class="timeline" viewBox=format!("0 0 {WIDTH} 20") width=WIDTH height="20" role="img" aria-label=format!("{}{}{}", w.keys().timeline, w.colon, said.join(w.comma))>
            <path class="axis" d=format!("M{ROOM} 10H{}", WIDTH - ROOM) /><path class="now" d=format!("M{middle} 1v18") />
            {marks}
        </svg>
    }
}

/// What the scale means, above the column.
pub fn legend() -> impl IntoView {
    let w = words();
    let names = w.keys().legend.map(|name| view! { <span>{name}</span> });
    view! { <p class="legend" aria-hidden="true"><span>{names.into_iter().collect::<Vec<_>>()}</span></p> }
}

/// The mark of a state: shapes that stay apart without colour, and are none of a verdict's.
pub fn due_mark(due: Due) -> impl IntoView {
    let (shape, filled) = match due {
        // A triangle with a bar left out.
        Due::Overdue(_) => ("M8 1.5l7 12.5H1zM7.2 6v4h1.6V6zm0 5.2v1.6h1.6v-1.6z", true),
        // A full diamond, and an empty one.
        Due::Today => ("M8 1.5L14.5 8 8 14.5 1.5 8z", true),
        Due::Soon(_) => ("M8 2.5L13.5 8 8 13.5 2.5 8zM8 5v3.2h3", false),
        // A tick.
        Due::Later(_) => ("M2.5 8.5l3.5 3.5 7.5-8", false),
        // A stroke.
        Due::Unknown => ("M3 8h3m2 0h1m2 0h2", false),
    };
    let (fill, stroke) = if filled { ("currentColor", "none") } else { ("none", "currentColor") };
    view! {
        <svg class="mark" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
            <path d=shape fill=fill fill-rule="evenodd" stroke=stroke stroke-width="1.6" />
        </svg>
    }
}
