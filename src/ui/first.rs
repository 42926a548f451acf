//! The page before its program is whole. The first download holds the recogniser and this: what stands in the box is
//! recognised at once and listed as plain rows. The page itself (`ui::mount`) arrives right after, draws the same rows
//! with all that belongs to them, and takes over what was given until then. Nothing here knows Leptos: that would double
//! the first download.

use super::words::en::first as says;
use super::{guard, parts};
use crate::browser::files;
use crate::browser::task::spawn_local;
use crate::recognise::{Confidence, Finding, Recogniser};
use crate::scan::foreign;
use js_sys::{Function, Reflect};
use std::cell::{OnceCell, RefCell};
use std::rc::Rc;
use wasm_bindgen::prelude::{Closure, JsValue};
use wasm_bindgen::{JsCast, intern};
use web_sys::{ClipboardEvent, DataTransfer, Document, DragEvent, Element, Event, EventTarget, File, KeyboardEvent};
use web_sys::{HtmlElement, HtmlTextAreaElement};
use zeroize::Zeroizing;

/// Text longer than this, in UTF-16 units, is held beside the box and not drawn in it: a browser lays out a
/// few hundred kilobytes of text at once, not tens of megabytes.
pub const TOO_LONG_FOR_THE_BOX: u32 = 256 * 1024;

/// Bytes that are looked at in one step.
const SLICE: usize = 64 * 1024;

/// As many rows are listed here; a longer list is the page's, which draws what is in sight.
const ROWS: usize = 100;

/// What was given before the page was there, for it to take.
#[derive(Default)]
pub struct Given {
    /// Texts too long for the box.
    pub texts: Vec<Zeroizing<Vec<u8>>>,
    /// Files that were dropped or pasted.
    pub files: Vec<File>,
    /// Whether the keys for Check were struck.
    pub check: bool,
    /// Whether the list of shortcuts was asked for.
    pub shortcuts: bool,
}

/// Something that is listened to, until it is dropped.
struct Listener {
    on: EventTarget,
    name: &'static str,
    heard: Closure<dyn FnMut(Event)>,
}

impl Listener {
    fn new(on: &EventTarget, name: &'static str, heard: impl FnMut(Event) + 'static) -> Self {
        let (on, heard) = (on.clone(), Closure::<dyn FnMut(Event)>::new(heard));
        _ = on.add_event_listener_with_callback(name, heard.as_ref().unchecked_ref());
        Self { on, name, heard }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        _ = self.on.remove_event_listener_with_callback(self.name, self.heard.as_ref().unchecked_ref());
    }
}

#[derive(Default)]
struct First {
    listeners: Vec<Listener>,
    given: Given,
}

thread_local! {
    static RECOGNISER: OnceCell<Rc<Recogniser>> = const { OnceCell::new() };
    static FIRST: RefCell<First> = RefCell::default();
}

/// The page's one recogniser, made when it is first wanted.
pub fn recogniser() -> Rc<Recogniser> {
    RECOGNISER.with(|made| made.get_or_init(Rc::default).clone())
}

/// Answers input, and fetches the page.
pub fn start() {
    if stands_for_the_page() {
        listen();
        read_box();
        guard::say_ready();
    }
    spawn_local(async {
        match parts::page().await {
            Ok(mount) => mount(),
            Err(_) => say_failed(),
        }
    });
}

/// The listening ends here: the page is there, and takes what was given.
pub fn leave() -> Given {
    let First { listeners, given } = FIRST.with(RefCell::take);
    drop(listeners);
    given
}

/// Whether what the shell shows is what is wanted: Check, in English. Else the page is waited for.
fn stands_for_the_page() -> bool {
    let Some(window) = web_sys::window() else { return false };
    let hash = window.location().hash().unwrap_or_default();
    let english = !super::words::wants_chinese();
    paste_box().is_some() && english && (hash.is_empty() || hash == "#/check")
}

fn document() -> Option<Document> {
    web_sys::window()?.document()
}

/// The box itself. It stands in the page's own markup, so that what is typed before the program arrives is kept.
pub fn paste_box() -> Option<HtmlTextAreaElement> {
    document()?.get_element_by_id("paste")?.dyn_into().ok()
}

fn listen() {
    let (Some(window), Some(paste)) = (web_sys::window(), paste_box()) else { return };
    let struck = |event: Event| {
        let Ok(event) = event.dyn_into::<KeyboardEvent>() else { return };
        let in_box = event.target() == paste_box().map(EventTarget::from);
        let command = event.ctrl_key() || event.meta_key();
        match event.key().as_str() {
            "Enter" if command => {
                event.prevent_default();
                given(|given| given.check = true);
            }
            "Escape" => given(|given| given.check = false),
            "/" if !in_box && !command && !event.alt_key() => {
                event.prevent_default();
                _ = paste_box().map(|paste| paste.focus());
            }
            "?" if !in_box && !command => given(|given| given.shortcuts = true),
            _ => {}
        }
    };
    let left = |_| {
        given(|given| *given = Given::default());
        if let Some(paste) = paste_box() {
            paste.set_value("");
        }
        read_box();
    };
    let listeners = vec![
        Listener::new(&paste, "input", |_| changed()),
        Listener::new(&paste, "paste", |event| _ = event.dyn_ref().map(pasted)),
        Listener::new(&window, "keydown", struck),
        Listener::new(&window, "dragover", |event| guard::stay(&event)),
        Listener::new(&window, "drop", |event| dropped(&event)),
        Listener::new(&window, "pagehide", left),
    ];
    FIRST.with_borrow_mut(|first| first.listeners = listeners);
}

fn given<T>(look: impl FnOnce(&mut Given) -> T) -> T {
    FIRST.with_borrow_mut(|first| look(&mut first.given))
}

/// What was asked for was asked of what stood there then.
fn changed() {
    given(|given| given.check = false);
    read_box();
}

fn dropped(event: &Event) {
    guard::stay(event);
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let on_box = target.is_some_and(|target| target.closest("#shell .box").is_ok_and(|found| found.is_some()));
    if on_box {
        take_files(event.dyn_ref::<DragEvent>().and_then(DragEvent::data_transfer).as_ref());
    }
}

/// A large text is taken from the event itself: drawing it in the box would freeze the page.
fn pasted(event: &ClipboardEvent) {
    let Some(data) = event.clipboard_data() else { return };
    if take_files(Some(&data)) {
        event.prevent_default();
        return;
    }
    if let Some(text) = too_long(&data) {
        event.prevent_default();
        given(|given| given.texts.push(text));
        changed();
    }
}

/// The text of a paste, where it is too long for the box.
pub fn too_long(data: &DataTransfer) -> Option<Zeroizing<Vec<u8>>> {
    let mut text = Zeroizing::new(data.get_data("text/plain").ok()?);
    let long = text.len() > TOO_LONG_FOR_THE_BOX as usize;
    long.then(|| Zeroizing::new(std::mem::take(&mut *text).into_bytes()))
}

fn take_files(data: Option<&DataTransfer>) -> bool {
    let Some(list) = data.and_then(DataTransfer::files).filter(|list| list.length() > 0) else { return false };
    given(|given| given.files.extend(files::of(&list)));
    changed();
    true
}

/// Recognises what stands in the box, and lists it.
fn read_box() {
    let Some(paste) = paste_box() else { return };
    let text = Zeroizing::new(if paste.text_length() > TOO_LONG_FOR_THE_BOX {
        Vec::new()
    } else {
        paste.value().into_bytes()
    });
    // A scanner's report is more than the keys that stand in it: it waits for the page.
    let findings = if text.is_empty() || foreign::is_report(&text) {
        Vec::new()
    } else {
        let recogniser = recogniser();
        let mut scan = recogniser.scan_untold(&text);
        while scan.step(SLICE) {}
        scan.finish().findings
    };
    _ = list(&findings);
}

/// A row a credential, equal ones folded into one.
fn list(findings: &[Finding]) -> Option<()> {
    let document = document()?;
    let of_shell = |selector: &str| document.query_selector(&format!("#shell {selector}")).ok().flatten();
    let (list, status, reason) = (of_shell(".ledger")?, of_shell("[role=status]")?, of_shell(".reason")?);
    list.set_text_content(None);
    status.set_text_content(None);
    let nothing = given(|given| given.texts.is_empty() && given.files.is_empty())
        && paste_box().is_none_or(|paste| paste.text_length() == 0);
    reason.set_text_content(nothing.then_some(says::NOTHING_YET));
    let mut folded: Vec<(&Finding, usize)> = Vec::new();
    let mut all = true;
    for finding in findings {
        match folded.iter().position(|(one, _)| one.secret.same_as(&finding.secret)) {
            Some(at) => folded[at].1 += 1,
            None if folded.len() == ROWS => all = false,
            None => folded.push((finding, 1)),
        }
    }
    let none = folded.is_empty();
    list.unchecked_ref::<HtmlElement>().set_hidden(none);
    if none {
        return Some(());
    }
    if all {
        status.set_text_content(Some(&says::found(folded.len())));
    }
    for (finding, times) in folded {
        let row = row(&document, finding, times)?;
        list.append_child(&row).ok()?;
    }
    Some(())
}

/// The row as `check::finding` will draw it, without what unfolds or is odd about it.
fn row(document: &Document, finding: &Finding, times: usize) -> Option<Element> {
    let element = |name: &str, class: &str, text: &str| -> Option<Element> {
        let element = document.create_element(intern(name)).ok()?;
        if !class.is_empty() {
            element.set_class_name(intern(class));
        }
        if !text.is_empty() {
            element.set_text_content(Some(text));
        }
        Some(element)
    };
    let cell = |class: &str, over: Element, under: &str| -> Option<Element> {
        let cell = element("span", class, "")?;
        cell.append_child(&over).ok()?;
        cell.append_child(&*element("span", "under", under)?).ok()?;
        Some(cell)
    };
    let undecided = finding.confidence == Confidence::Undecided;
    let kinds = if undecided { &finding.kinds[..] } else { finding.kinds.get(..1)? };
    let joined = |with: &str, of: fn(&crate::provider::Kind) -> &str| {
        kinds.iter().map(|kind| of(kind)).collect::<Vec<_>>().join(with)
    };
    let mut place = says::line(finding.line);
    if times > 1 {
        place = format!("{place}, {}", says::times(times));
    }
    let (whose, kind) = if undecided {
        (says::SEVERAL.to_owned(), joined(", ", |kind| kind.provider().name))
    } else {
        (joined("", |kind| kind.provider().name), joined("", |kind| kind.name))
    };
    let state = match (finding.confidence, kinds) {
        (Confidence::Broken, _) => says::BROKEN,
        (_, [kind]) if !kind.secret => says::PUBLIC,
        _ => says::NOT_CHECKED,
    };
    let why: Vec<String> = finding.why.iter().map(says::why).collect();
    let state = element("span", "", state)?;

    let button = element("button", "row", "")?;
    button.set_attribute("type", "button").ok()?;
    button.set_attribute("aria-expanded", "false").ok()?;
    let cells = [
        cell("cell what", element("bdi", "mono mask", &finding.secret.mask())?, &place)?,
        cell("cell whose", element("span", "", &whose)?, &kind)?,
        cell("cell verdict waiting", state, &why.join(", "))?,
        cell("cell fact", element("bdi", "", "")?, "")?,
        element("span", "fold", "")?,
    ];
    for cell in &cells {
        button.append_child(cell).ok()?;
    }
    let row = element("li", "finding", "")?;
    let told = [
        ("data-finding", ""),
        ("data-line", &finding.line.to_string()),
        ("data-provider", &joined(" ", |kind| kind.provider().id)),
        ("data-kind", &joined(" ", |kind| kind.id)),
        ("data-state", "recognised"),
    ];
    for (name, value) in told {
        row.set_attribute(name, value).ok()?;
    }
    row.append_child(&button).ok()?;
    Some(row)
}

/// The page did not arrive. The shell's own script has the sentence for that. What is typed is still recognised; nobody
/// will come for what would be kept for the page, so that nothing is.
fn say_failed() {
    drop(leave());
    if let (Some(window), Some(paste)) = (web_sys::window(), paste_box()) {
        let stay = |name| Listener::new(&window, name, |event| guard::stay(&event));
        let listeners = vec![Listener::new(&paste, "input", |_| read_box()), stay("dragover"), stay("drop")];
        FIRST.with_borrow_mut(|first| first.listeners = listeners);
    }
    let Some(window) = web_sys::window() else { return };
    let failed = Reflect::get(&window, &JsValue::from_str("latchkeyFailed"));
    if let Some(failed) = failed.ok().and_then(|failed| failed.dyn_into::<Function>().ok()) {
        _ = failed.call0(&JsValue::UNDEFINED);
    }
}
