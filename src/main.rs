//! Starts the page; nothing else.

#[cfg(target_arch = "wasm32")]
fn main() {
    latchkey::ui::start();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("Latchkey is a page: `make serve` builds and serves it.");
}
