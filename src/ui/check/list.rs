//! The credentials, a row each. Of a long list only the rows in sight are in the document, with a few more at either
//! side; what stands before and behind them is kept as empty space, and each row says the how manieth it is.
//!
//! ```text
//! space        what is not drawn, with a button that draws its end (for keys and screen readers)
//! rows         in sight, and a little more
//! space        the same
//! the row that has the focus, wherever it is, with a space of its own
//! ```

use super::finding;
use crate::browser::task::spawn_local;
use crate::check::bulk::heights::Heights;
use crate::check::bulk::order::{Entry, Item, Show, View, arrange};
use crate::ui::reactive;
use crate::ui::route::Screen;
use crate::ui::session::{FEW, Row, Session, session};
use crate::ui::words::words;
use leptos::prelude::*;
use leptos::{ev, html};
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{Element, HtmlElement, HtmlUListElement, ResizeObserver};

/// The usual height of a row, before one was measured, in pixels.
const USUAL: u32 = 65;

/// Pixels above and below what is in sight that are drawn as well.
const MORE: u64 = 800;

/// What stands at a place of the list, the same as long as it is the same thing.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Key {
    Space(usize),
    Heading(&'static str),
    Row(usize),
}

/// Something that is drawn, and the place of its entry.
#[derive(Clone, Copy, PartialEq)]
struct Drawn {
    key: Key,
    at: usize,
}

#[derive(Default)]
struct Inner {
    rows: Vec<Arc<Row>>,
    entries: Vec<Entry>,
    view: View,
    heights: Heights,
    /// Heights that differ from the usual one.
    measured: BTreeMap<Key, u32>,
    usual: u32,
    width: i32,
    /// Whether a look at what is in sight is due in the next frame.
    looking: bool,
}

/// Copies are handles on the same.
#[derive(Clone, Copy)]
struct List {
    session: Session,
    inner: StoredValue<Inner>,
    drawn: RwSignal<Vec<Drawn>>,
    all: RwSignal<usize>,
    element: NodeRef<html::Ul>,
}

/// The list, with what a person needs to know of it where it is long.
pub fn list() -> impl IntoView {
    let (session, w) = (session(), words());
    let list = List {
        session,
        inner: StoredValue::new(Inner { usual: USUAL, ..Inner::default() }),
        drawn: RwSignal::new(Vec::new()),
        all: RwSignal::new(0),
        element: NodeRef::new(),
    };
    list.follow();
    let unlisted = move || session.rows.read().is_empty();
    let long = Memo::new(move |_| list.all.get() > FEW);
    let many = Memo::new(move |_| list.all.get());
    let note = move || {
        long.get().then(|| {
            view! {
                <p class="muted find-note">{reactive::text(move || (w.list.find_note)(many.get()))}</p>
                <button type="button" class="past" on:click=|_| go_past()>{w.list.past}</button>
            }
        })
    };
    let empty = move || (!unlisted() && many.get() == 0).then(|| view! { <p class="muted">{w.list.none}</p> });
    view! {
        <h2 class="hidden" hidden=reactive::flag(unlisted)>{w.check.ledger}</h2>
        {reactive::shown(note)}
        <ul class="ledger" class:long=reactive::flag(move || long.get()) node_ref=list.element aria-label=w.check.ledger hidden=reactive::flag(unlisted)>
            <For each=move || list.drawn.get() key=|drawn| drawn.key children=move |drawn| list.entry(drawn) />
        </ul>
        {reactive::shown(empty)}
        <div id="past" tabindex="-1"></div>
    }
}

/// Past the list, for whoever walks by the Tab key.
fn go_past() {
    if let Some(past) = document().get_element_by_id("past").and_then(|e| e.dyn_into::<HtmlElement>().ok()) {
        _ = past.focus();
    }
}

impl List {
    /// Draws what is in sight, whenever the rows, the view of them or the place in the page changes.
    fn follow(self) {
        Effect::new(move || {
            let rows = self.session.follow();
            let view = self.session.view.get();
            let fits = self.session.fits.read();
            if self.rearrange(&rows, view) {
                let item = |row: &Arc<Row>| {
                    untrack(|| Item {
                        provider: row.kind().map_or("", |kind| kind.provider().name),
                        state: row.progress.read().verdict().map(|v| v.reading.state),
                        fits: fits.contains(&row.id),
                    })
                };
                let entries = arrange(&rows.iter().map(item).collect::<Vec<_>>(), view);
                self.all.set(entries.len());
                self.inner.update_value(|i| i.take(rows, entries, view));
                self.look();
            }
        });
        Effect::new(move || {
            _ = self.session.screen.get();
            self.soon();
        });
        let handles = [
            window_event_listener(ev::scroll, move |_| self.soon()),
            window_event_listener(ev::resize, move |_| self.soon()),
        ];
        let heard = Closure::<dyn Fn()>::new(move || self.settle());
        let observer = ResizeObserver::new(heard.as_ref().unchecked_ref()).ok();
        let kept = StoredValue::new_local((observer, heard));
        Effect::new(move || {
            let Some(element) = self.element.get() else { return };
            kept.with_value(|(observer, _)| {
                if let Some(observer) = observer {
                    observer.observe(&element);
                }
            });
        });
        on_cleanup(move || {
            for handle in handles {
                handle.remove();
            }
            kept.with_value(|(observer, _)| observer.iter().for_each(ResizeObserver::disconnect));
        });
    }

    /// Whether the order has to be made anew. While a check is under way, rows do not move under someone's hand.
    fn rearrange(self, rows: &[Arc<Row>], view: View) -> bool {
        let (same_rows, same_view) = self.inner.with_value(|i| {
            let same = i.rows.len() == rows.len() && i.rows.iter().zip(rows).all(|(a, b)| Arc::ptr_eq(a, b));
            (same, i.view == view)
        });
        let plain = View { show: Show::All, ..View::default() } == view;
        let held = self.session.run.read_untracked().is_some() && self.focused().is_some();
        !(same_rows && same_view && (plain || held))
    }

    /// Looks at what is in sight, before the next frame.
    fn soon(self) {
        if self.inner.with_value(|i| i.entries.len() <= FEW || i.looking) {
            return;
        }
        self.inner.update_value(|i| i.looking = true);
        request_animation_frame(move || {
            _ = self.inner.try_update_value(|i| i.looking = false);
            self.look();
        });
    }

    /// Draws what is in sight.
    fn look(self) {
        let Some(drawn) = self.inner.try_with_value(|i| self.in_sight(i)).flatten() else { return };
        if *self.drawn.read_untracked() != drawn {
            self.drawn.set(drawn);
        }
        // Behind the drawing, which waits in the same queue.
        spawn_local(async move { self.settle() });
    }

    fn in_sight(self, inner: &Inner) -> Option<Vec<Drawn>> {
        if inner.entries.len() <= FEW {
            return Some((0..inner.entries.len()).map(|at| inner.drawn(at)).collect());
        }
        if self.session.screen.get_untracked() != Screen::Check && !self.drawn.read_untracked().is_empty() {
            return None;
        }
        let top = self.element.get_untracked().map_or(0.0, |e| e.get_bounding_client_rect().top());
        let height = window().inner_height().ok().and_then(|h| h.as_f64()).unwrap_or(0.0);
        let range = inner.heights.in_sight(whole(-top), whole(height - top), MORE);
        let pinned = self.focused().filter(|at| !range.contains(at) && *at < inner.entries.len());
        let space = |n, at| Drawn { key: Key::Space(n), at };
        let mut out = vec![space(0, 0)];
        out.extend(pinned.filter(|at| *at < range.start).map(|at| inner.drawn(at)));
        out.push(space(1, range.start));
        out.extend(range.clone().map(|at| inner.drawn(at)));
        out.push(space(2, range.end));
        out.extend(pinned.filter(|at| *at >= range.end).map(|at| inner.drawn(at)));
        out.push(space(3, inner.entries.len()));
        Some(out)
    }

    /// What is drawn, each with its element.
    fn elements(self) -> Vec<(Drawn, HtmlElement)> {
        let Some(list) = self.element.get_untracked() else { return Vec::new() };
        let children = list.unchecked_ref::<HtmlUListElement>().children();
        let drawn = self.drawn.read_untracked();
        let element = |(at, drawn): (usize, &Drawn)| {
            Some((*drawn, children.item(u32::try_from(at).ok()?)?.dyn_into::<HtmlElement>().ok()?))
        };
        drawn.iter().enumerate().filter_map(element).collect()
    }

    /// The entry that has the focus within.
    fn focused(self) -> Option<usize> {
        let focus = document().active_element()?.closest(".ledger > li").ok()??;
        let has = |(_, element): &(Drawn, HtmlElement)| element.unchecked_ref::<Element>() == &focus;
        let (drawn, _) = self.elements().into_iter().find(has)?;
        (!matches!(drawn.key, Key::Space(_))).then_some(drawn.at)
    }

    /// Measures what was drawn, keeps the space for what was not, and numbers the rows. What is in sight stays where
    /// it is.
    fn settle(self) {
        let elements = self.elements();
        if self.inner.try_with_value(|i| i.entries.len() <= FEW).unwrap_or(true) || elements.is_empty() {
            return;
        }
        let top = |element: &HtmlElement| element.get_bounding_client_rect().top();
        let in_sight = |(drawn, element): &&(Drawn, HtmlElement)| {
            !matches!(drawn.key, Key::Space(_)) && element.get_bounding_client_rect().bottom() > 0.0
        };
        let anchor = elements.iter().find(in_sight).map(|(_, element)| (element.clone(), top(element)));
        self.inner.update_value(|i| i.measure(&elements));
        self.inner.with_value(|i| i.space(&elements));
        let Some((element, before)) = anchor else { return };
        let moved = top(&element) - before;
        if moved.abs() >= 1.0 {
            window().scroll_by_with_x_and_y(0.0, moved);
        }
    }

    fn entry(self, drawn: Drawn) -> AnyView {
        let row = |i: &Inner| match i.entries.get(drawn.at)? {
            Entry::Row(at) => i.rows.get(*at).cloned(),
            Entry::Heading { .. } => None,
        };
        match drawn.key {
            Key::Space(n) => self.space(n),
            Key::Heading(provider) => self.heading(provider),
            Key::Row(_) => self.inner.with_value(row).map(|row| finding::finding(&row)).into_any(),
        }
    }

    /// A provider's name over its rows.
    fn heading(self, provider: &'static str) -> AnyView {
        let w = words();
        let name = if provider.is_empty() { w.row.several } else { provider };
        let said = move || {
            self.all.track();
            self.inner.with_value(|i| {
                i.entries.iter().find_map(|entry| match entry {
                    Entry::Heading { provider: p, rows, sums } if *p == provider => {
                        let said = (w.check.sum)(*sums);
                        let colon = if said.is_empty() { "" } else { w.colon };
                        Some(format!("{}{colon}{said}", (w.list.keys)(*rows)))
                    }
                    _ => None,
                })
            })
        };
        view! { <li class="group"><h3>{name}</h3>" "<span class="muted">{reactive::text(move || said().unwrap_or_default())}</span></li> }.into_any()
    }

    /// The space for what is not drawn. Whoever comes to the last row that is may go on from there.
    fn space(self, n: usize) -> AnyView {
        let w = words();
        let on = match n {
            1 => w.list.earlier,
            2 => w.list.further,
            _ => return view! { <li class="space" aria-hidden="true"></li> }.into_any(),
        };
        view! { <li class="space"><button type="button" class="past" on:click=move |_| self.go_on(n == 2)>{on}</button></li> }
            .into_any()
    }

    /// Brings the row after the last one that is drawn into sight, or the one before the first, and gives it the focus.
    fn go_on(self, further: bool) {
        let drawn = self.drawn.get_untracked();
        let at = |n| drawn.iter().find(|d| d.key == Key::Space(n)).map_or(0, |d| d.at);
        let all = self.all.get_untracked();
        let wanted = if further { at(2).min(all.saturating_sub(1)) } else { at(1).saturating_sub(1) };
        let down = self.inner.with_value(|i| i.heights.top(wanted));
        let Some(list) = self.element.get_untracked() else { return };
        #[expect(clippy::cast_precision_loss, reason = "pixels of a page")]
        window().scroll_by_with_x_and_y(0.0, list.get_bounding_client_rect().top() + down as f64 - 80.0);
        self.look();
        spawn_local(async move {
            let row = self.elements().into_iter().find(|(d, _)| d.at == wanted && !matches!(d.key, Key::Space(_)));
            let button = row.and_then(|(_, element)| element.query_selector(".row").ok().flatten());
            if let Some(button) = button.and_then(|b| b.dyn_into::<HtmlElement>().ok()) {
                _ = button.focus();
            }
        });
    }
}

impl Inner {
    fn take(&mut self, rows: Vec<Arc<Row>>, entries: Vec<Entry>, view: View) {
        (self.rows, self.entries, self.view) = (rows, entries, view);
        self.estimate();
    }

    /// Heights that were measured, and the usual one of all others.
    fn estimate(&mut self) {
        let each = (0..self.entries.len()).map(|at| self.measured.get(&self.key(at)).copied().unwrap_or(self.usual));
        self.heights = Heights::new(each.collect());
    }

    fn key(&self, at: usize) -> Key {
        match self.entries.get(at) {
            Some(Entry::Heading { provider, .. }) => Key::Heading(provider),
            Some(Entry::Row(row)) => Key::Row(self.rows.get(*row).map_or(0, |row| row.id)),
            None => Key::Space(0),
        }
    }

    fn drawn(&self, at: usize) -> Drawn {
        Drawn { key: self.key(at), at }
    }

    fn measure(&mut self, elements: &[(Drawn, HtmlElement)]) {
        let width = elements.first().map_or(0, |(_, element)| element.offset_width());
        let heights: Vec<_> = elements
            .iter()
            .filter(|(drawn, _)| !matches!(drawn.key, Key::Space(_)))
            .map(|(drawn, element)| (*drawn, whole(element.get_bounding_client_rect().height())))
            .filter_map(|(drawn, height)| Some((drawn, u32::try_from(height).ok()?)))
            .collect();
        let rows = || heights.iter().filter(|(drawn, _)| matches!(drawn.key, Key::Row(_))).map(|(_, height)| *height);
        // Another width is another layout: nothing that was measured holds.
        let lowest = rows().min().unwrap_or(self.usual);
        if width != self.width || self.measured.is_empty() && lowest != self.usual {
            (self.width, self.usual) = (width, lowest);
            self.measured.clear();
            self.estimate();
        }
        for (drawn, height) in heights {
            if self.heights.of(drawn.at) != height {
                self.heights.set(drawn.at, height);
            }
            if height == self.usual {
                self.measured.remove(&drawn.key);
            } else {
                self.measured.insert(drawn.key, height);
            }
        }
    }

    /// The height of each space: all between what is drawn before it and what is drawn after.
    fn space(&self, elements: &[(Drawn, HtmlElement)]) {
        let size = self.entries.len().to_string();
        let mut from = 0;
        for (at, (drawn, element)) in elements.iter().enumerate() {
            if let Key::Space(_) = drawn.key {
                let next = elements[at + 1..].iter().find(|(d, _)| !matches!(d.key, Key::Space(_)));
                // Of two in a row the first is the space.
                let twice = at > 0 && matches!(elements[at - 1].0.key, Key::Space(_));
                let gap: Range<usize> = from..next.map_or(self.entries.len(), |(d, _)| d.at);
                let high =
                    if twice { 0 } else { self.heights.top(gap.end.max(gap.start)) - self.heights.top(gap.start) };
                _ = element.style().set_property("height", &format!("{high}px"));
            } else {
                from = drawn.at + 1;
                _ = element.set_attribute("aria-posinset", &(drawn.at + 1).to_string());
                _ = element.set_attribute("aria-setsize", &size);
            }
        }
    }
}

/// Pixels, none of them below nought.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "`as` saturates, and below nought is nought"
)]
fn whole(pixels: f64) -> u64 {
    pixels.round() as u64
}
