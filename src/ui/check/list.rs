//! The credentials, a row each. Of a long list only the rows in sight are in the document, with a few more at either
//! side; what stands before and behind them is kept as empty space, and each row says the how manieth it is.
//!
//! ```text
//! space        what is not drawn, with a button that draws its end (for keys and screen readers)
//! rows         in sight, and a little more
//! space        the same
//! ```
//!
//! A row that has the focus stays, wherever the page is scrolled to, with a space of its own between it and the rest.
//! Rows that stay are never moved in the document, since that would take the focus from them: so this list keeps its
//! elements itself.

use super::finding;
use crate::check::bulk::heights::Heights;
use crate::check::bulk::order::{Entry, Item, Show, View, arrange};
use crate::ui::reactive;
use crate::ui::route::Screen;
use crate::ui::session::{FEW, Row, Session, session};
use crate::ui::words::words;
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyViewState;
use leptos::{ev, html};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{Element, HtmlElement, Node, ResizeObserver};

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

/// Something that is to be drawn, and the place of its entry.
#[derive(Clone, Copy, PartialEq)]
struct Drawn {
    key: Key,
    at: usize,
}

/// Something that is drawn.
struct Mounted {
    drawn: Drawn,
    element: HtmlElement,
    state: AnyViewState,
    /// Owns all that follows the state within.
    owner: Owner,
}

impl Drop for Mounted {
    fn drop(&mut self) {
        self.state.unmount();
        self.owner.cleanup();
    }
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
    mounted: StoredValue<Vec<Mounted>, LocalStorage>,
    /// Under which rows are owned.
    owner: StoredValue<Option<Owner>>,
    /// Entries, headings included.
    all: RwSignal<usize>,
    /// Rows among them.
    shown: RwSignal<usize>,
    element: NodeRef<html::Ul>,
}

/// The list, with what a person needs to know of it where it is long.
pub fn list() -> impl IntoView {
    let (session, w) = (session(), words());
    let list = List {
        session,
        inner: StoredValue::new(Inner { usual: USUAL, ..Inner::default() }),
        mounted: StoredValue::new_local(Vec::new()),
        owner: StoredValue::new(Owner::current()),
        all: RwSignal::new(0),
        shown: RwSignal::new(0),
        element: NodeRef::new(),
    };
    list.follow();
    let unlisted = move || session.rows.read().is_empty();
    let long = Memo::new(move |_| list.all.get() > FEW);
    let many = Memo::new(move |_| list.shown.get());
    let note = move || {
        long.get().then(|| {
            view! {
                <p class="muted find-note">{reactive::text(move || (w.list.find_note)(many.get()))}</p>
                <button type="button" class="skips" on:click=|_| go_past()>{w.list.past}</button>
            }
        })
    };
    let empty = move || (!unlisted() && many.get() == 0).then(|| view! { <p class="muted">{w.list.none}</p> });
    view! {
        <h2 class="hidden" hidden=reactive::flag(unlisted)>{w.check.ledger}</h2>
        {reactive::shown(note)}
        <ul class="ledger" class:long=reactive::flag(move || long.get()) node_ref=list.element aria-label=w.check.ledger hidden=reactive::flag(unlisted)></ul>
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
            if self.element.get().is_none() {
                return;
            }
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
                self.shown.set(entries.iter().filter(|entry| matches!(entry, Entry::Row(_))).count());
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
            self.mounted.update_value(Vec::clear);
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
            self.in_place(|| self.look());
        });
    }

    /// Draws what is in sight.
    fn look(self) {
        let Some(list) = self.element.get_untracked() else { return };
        let Some(wanted) = self.inner.try_with_value(|i| self.in_sight(i, &list)).flatten() else { return };
        let same = self.mounted.with_value(|m| m.iter().map(|m| m.drawn).eq(wanted.iter().copied()));
        if !same {
            untrack(|| self.draw(&list, &wanted));
        }
        self.measure();
    }

    fn in_sight(self, inner: &Inner, list: &Element) -> Option<Vec<Drawn>> {
        if inner.entries.len() <= FEW {
            return Some((0..inner.entries.len()).map(|at| inner.drawn(at)).collect());
        }
        if self.session.screen.get_untracked() != Screen::Check && self.mounted.with_value(|m| !m.is_empty()) {
            return None;
        }
        let top = list.get_bounding_client_rect().top();
        let height = window().inner_height().ok().and_then(|h| h.as_f64()).unwrap_or(0.0);
        let range = inner.heights.in_sight(whole(-top), whole(height - top), MORE);
        let pinned = self.focused().filter(|at| !range.contains(at) && *at < inner.entries.len());
        let (before, after) = (pinned.filter(|at| *at < range.start), pinned.filter(|at| *at >= range.end));
        let space = |n, at| Drawn { key: Key::Space(n), at };
        let mut out = vec![space(0, range.start)];
        if let Some(at) = before {
            out.extend([inner.drawn(at), space(1, range.start)]);
        }
        out.extend(range.clone().map(|at| inner.drawn(at)));
        if let Some(at) = after {
            out.extend([space(2, range.end), inner.drawn(at)]);
        }
        out.push(space(3, range.end));
        Some(out)
    }

    /// Takes out what is no more wanted, and puts in what is new; what stays is not touched.
    fn draw(self, list: &Element, wanted: &[Drawn]) {
        let Some(owner) = self.owner.get_value() else { return };
        let old = self.mounted.try_update_value(std::mem::take).unwrap_or_default();
        let keys: BTreeSet<Key> = wanted.iter().map(|drawn| drawn.key).collect();
        let mut kept: BTreeMap<Key, Mounted> = BTreeMap::new();
        for one in old {
            if keys.contains(&one.drawn.key) {
                kept.insert(one.drawn.key, one);
            }
        }
        let mut now: Vec<Mounted> = Vec::with_capacity(wanted.len());
        for drawn in wanted.iter().rev() {
            let next = now.last().map(|m: &Mounted| m.element.clone());
            let next = next.as_deref().map(AsRef::<Node>::as_ref);
            let mounted = match kept.remove(&drawn.key) {
                Some(mut mounted) => {
                    if mounted.element.next_sibling().as_ref() != next {
                        mounted.state.mount(list, next);
                    }
                    mounted.drawn = *drawn;
                    Some(mounted)
                }
                None => self.mount(*drawn, &owner, list, next),
            };
            now.extend(mounted);
        }
        now.reverse();
        self.mounted.set_value(now);
    }

    fn mount(self, drawn: Drawn, owner: &Owner, list: &Element, next: Option<&Node>) -> Option<Mounted> {
        let owner = owner.with(Owner::new);
        let mut state = owner.with(|| self.entry(drawn).build());
        state.mount(list, next);
        let element = match next {
            Some(next) => next.unchecked_ref::<Element>().previous_element_sibling(),
            None => list.last_element_child(),
        };
        let element = element?.dyn_into().ok()?;
        Some(Mounted { drawn, element, state, owner })
    }

    /// The entry that has the focus within.
    fn focused(self) -> Option<usize> {
        let focus = document().active_element()?.closest(".ledger > li").ok()??;
        self.mounted.with_value(|mounted| {
            let has = mounted.iter().find(|m| *m.element == focus)?;
            (!has.is_space()).then_some(has.drawn.at)
        })
    }

    /// Something within has another height now.
    fn settle(self) {
        self.in_place(|| self.measure());
    }

    /// Changes the list so that what is in sight stays where it is.
    fn in_place(self, change: impl FnOnce()) {
        let top = |element: &HtmlElement| element.get_bounding_client_rect().top();
        let long = self.inner.with_value(|i| i.entries.len() > FEW);
        let anchor = self.mounted.with_value(|mounted| {
            let in_sight = |m: &&Mounted| !m.is_space() && m.element.get_bounding_client_rect().bottom() > 0.0;
            mounted.iter().find(in_sight).map(|m| (m.element.clone(), top(&m.element)))
        });
        change();
        let Some((element, before)) = anchor.filter(|(element, _)| long && element.is_connected()) else { return };
        let moved = top(&element) - before;
        if moved.abs() >= 1.0 {
            window().scroll_by_with_x_and_y(0.0, moved);
        }
    }

    /// Measures what is drawn, keeps the space for what is not, and numbers the rows.
    fn measure(self) {
        if self.inner.with_value(|i| i.entries.len() <= FEW) {
            return;
        }
        self.mounted.with_value(|mounted| {
            self.inner.update_value(|i| i.measure(mounted));
            self.inner.with_value(|i| i.space(mounted));
        });
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
        let further = n >= 2;
        let on = if further { w.list.further } else { w.list.earlier };
        view! { <li class="space" data-further=further.to_string()><button type="button" class="skips" on:click=move |_| self.go_on(further)>{on}</button></li> }
            .into_any()
    }

    /// Brings the row after the last one that is drawn into sight, or the one before the first, and gives it the focus.
    fn go_on(self, further: bool) {
        let key = Key::Space(if further { 3 } else { 0 });
        let edge = self.mounted.with_value(|m| m.iter().find(|m| m.drawn.key == key).map_or(0, |m| m.drawn.at));
        let wanted =
            if further { edge.min(self.all.get_untracked().saturating_sub(1)) } else { edge.saturating_sub(1) };
        let down = self.inner.with_value(|i| i.heights.top(wanted));
        let Some(list) = self.element.get_untracked() else { return };
        #[expect(clippy::cast_precision_loss, reason = "pixels of a page")]
        window().scroll_by_with_x_and_y(0.0, list.get_bounding_client_rect().top() + down as f64 - 80.0);
        self.look();
        let row = self.mounted.with_value(|m| {
            let row = m.iter().find(|m| m.drawn.at == wanted && !m.is_space())?;
            row.element.query_selector(".row").ok().flatten()
        });
        if let Some(row) = row.and_then(|row| row.dyn_into::<HtmlElement>().ok()) {
            _ = row.focus();
        }
    }
}

impl Mounted {
    fn is_space(&self) -> bool {
        matches!(self.drawn.key, Key::Space(_))
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

    fn measure(&mut self, mounted: &[Mounted]) {
        let width = mounted.first().map_or(0, |m| m.element.offset_width());
        let height = |m: &Mounted| u32::try_from(whole(m.element.get_bounding_client_rect().height())).ok();
        let heights: Vec<_> =
            mounted.iter().filter(|m| !m.is_space()).filter_map(|m| Some((m.drawn, height(m)?))).collect();
        let rows = heights.iter().filter(|(drawn, _)| matches!(drawn.key, Key::Row(_))).map(|(_, height)| *height);
        // Another width is another layout: nothing that was measured holds.
        let lowest = rows.min().unwrap_or(self.usual);
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
    fn space(&self, mounted: &[Mounted]) {
        let size = self.entries.len().to_string();
        let mut from = 0;
        for (at, one) in mounted.iter().enumerate() {
            if one.is_space() {
                let to = mounted.get(at + 1).map_or(self.entries.len(), |next| next.drawn.at);
                let high = self.heights.top(to.max(from)) - self.heights.top(from);
                _ = one.element.style().set_property("height", &format!("{high}px"));
            } else {
                from = one.drawn.at + 1;
                _ = one.element.set_attribute("aria-posinset", &from.to_string());
                _ = one.element.set_attribute("aria-setsize", &size);
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
