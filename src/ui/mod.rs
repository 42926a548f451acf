//! What a person sees: one file a screen, pieces that are used twice beside them, all text in `words`.

mod check;
mod custom;
mod first;
mod frame;
mod guard;
mod icons;
mod keyboard;
mod keys;
mod parts;
mod practices;
mod reactive;
mod respond;
mod route;
mod scan;
mod self_test;
mod session;
mod theme;
mod trust;
mod wire_log;
mod words;

use crate::browser::task::spawn_local;
use crate::browser::{clock, storage};
use check::{live, paste};
pub use first::start;
use leptos::mount::{UnmountHandle, mount_to};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyViewState;
use parts::Part;
use session::{Session, session};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use words::Words;

/// Takes the page's static shell over: its box stays, all else is replaced at the same size.
fn mount() {
    let given = first::leave();
    // The session outlives every drawing of the page: switching the language draws it anew.
    let owner = Owner::new();
    owner.set();
    let session = Session::new(&owner, route::Screen::current());
    guard::watch(session);
    if !custom::is_here() {
        keyboard::watch(session);
        route::follow(session.screen);
    }
    let page = Page { session, drawn: Rc::default() };
    page.draw(&words::EN);
    live::read_box(session);
    given.texts.into_iter().for_each(|text| live::hold(session, None, text));
    spawn_local(async move {
        paste::hold_files(session, given.files).await;
        if given.check {
            keyboard::check(session);
        }
    });
    if given.shortcuts {
        keyboard::show();
    }
    spawn_local(async move {
        if words::wants_chinese() {
            page.draw(words::other(&words::EN).await);
        }
        clock::breathe().await;
        guard::say_ready();
        clock::breathe().await;
        // What is kept may have something to say: a key that is due.
        if storage::is_anything_kept() {
            parts::fetch_checking(session);
        }
    });
    std::mem::forget(owner);
}

/// The page as it is drawn, in one language.
#[derive(Clone)]
struct Page {
    session: Session,
    drawn: Rc<RefCell<Option<UnmountHandle<AnyViewState>>>>,
}

impl Page {
    fn draw(&self, words: &'static Words) {
        let Some(body) = document().body() else { return };
        words::set_current(words);
        let kept = Kept::take();
        drop(self.drawn.take());
        if let Some(shell) = document().get_element_by_id("shell") {
            shell.remove();
        }
        if let Some(root) = document().document_element() {
            _ = root.set_attribute("lang", words.lang);
        }
        let page = StoredValue::new_local(self.clone());
        let session = self.session;
        let switch = move || {
            let page = page.get_value();
            spawn_local(async move { page.draw(words::other(words).await) });
        };
        let app = move || {
            provide_context(session);
            provide_context(words);
            Effect::new(move || theme::apply(session.theme.get()));
            if custom::is_here() {
                document().set_title(&format!("{} · Latchkey", words.own_host.title));
                return custom::page(switch);
            }
            let name = words.frame.screens;
            Effect::new(move || {
                let at = route::SCREENS.iter().position(|s| *s == session.screen.get()).unwrap_or(0);
                document().set_title(&format!("{} · Latchkey", name[at]));
            });
            app(switch).into_any()
        };
        *self.drawn.borrow_mut() = Some(mount_to(body, app));
        kept.put_back(words);
    }
}

/// The box, while the page around it is replaced: what stands in it, the cursor and the focus stay.
struct Kept {
    paste: Option<web_sys::HtmlTextAreaElement>,
    focused: bool,
    selection: (Option<u32>, Option<u32>),
    scrolled: i32,
}

impl Kept {
    fn take() -> Self {
        let paste = crate::ui::first::paste_box();
        let focused = document().active_element().is_some_and(|e| e.id() == "paste");
        let selection = paste
            .as_ref()
            .map_or((None, None), |p| (p.selection_start().ok().flatten(), p.selection_end().ok().flatten()));
        let scrolled = paste.as_ref().map_or(0, |p| p.scroll_top());
        if let Some(paste) = &paste {
            paste.remove();
        }
        Self { paste, focused, selection, scrolled }
    }

    fn put_back(self, words: &'static Words) {
        let (Some(paste), Some(place)) = (self.paste, document().get_element_by_id("paste-place")) else { return };
        _ = place.append_child(&paste);
        paste.set_placeholder(words.check.placeholder);
        if let (Some(start), Some(end)) = self.selection {
            _ = paste.set_selection_range(start, end);
        }
        paste.set_scroll_top(self.scrolled);
        if self.focused {
            _ = paste.unchecked_ref::<HtmlElement>().focus();
        }
    }
}

fn app(switch: impl Fn() + Send + Sync + 'static) -> impl IntoView {
    let session = session();
    let other = move || match (session.screen.get(), session.screens.get()) {
        (route::Screen::Check, _) => ().into_any(),
        (screen, Part::Here(part)) => (part.draw)(screen),
        (screen, part) => {
            if matches!(part, Part::NotAsked) {
                parts::fetch_screens(session);
            }
            not_here(session, screen, matches!(part, Part::Failed)).into_any()
        }
    };
    view! {
        {frame::header(switch)}
        <main id="main" tabindex="-1">
            {check::screen()}
            {reactive::view(other)}
        </main>
        {frame::footer()}
        {keyboard::dialog()}
    }
}

/// A screen whose part of the program is not here: its title stands already where it will be.
fn not_here(session: Session, screen: route::Screen, failed: bool) -> impl IntoView {
    let w = words::words();
    let again = move |_| parts::fetch_screens(session);
    let notice = failed.then(|| {
        view! { <p class="notice" role="alert">{w.frame.part_failed}" "<button type="button" on:click=again>{w.frame.try_again}</button></p> }
    });
    view! {
        <section aria-busy=(!failed).to_string()>
            <h1>{w.frame.screens[screen as usize]}</h1>
            {notice}
        </section>
    }
}
