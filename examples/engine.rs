//! The engine for `tests/bench/browser.mjs`: the same recogniser as the page's, with nothing around it, as
//! WebAssembly that a bench can call. Natively it is empty.

#![cfg(target_arch = "wasm32")]
#![allow(missing_docs, reason = "its one caller is the bench")]

use latchkey::recognise::Recogniser;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
pub struct Engine(Recogniser);

#[wasm_bindgen]
impl Engine {
    #[wasm_bindgen(constructor)]
    #[allow(clippy::new_without_default, reason = "the bench makes it")]
    pub fn new() -> Self {
        Self(Recogniser::default())
    }

    /// A line a finding: its line, its provider and how sure it is. `text` is copied in, as a page has to.
    pub fn recognise(&self, text: &[u8], slice: usize) -> String {
        let mut scan = self.0.scan(text);
        while scan.step(slice) {}
        let findings = scan.finish().findings;
        findings.iter().map(|f| format!("{} {} {}\n", f.line, f.kinds[0].provider().id, f.confidence.name())).collect()
    }
}

/// The yardstick: an automaton's walk over the text, a look-up a byte that waits for the last one and no more.
#[wasm_bindgen]
pub fn walk(text: &[u8], table: &[u16]) -> u32 {
    let mut state = 0;
    let mut sum = 0;
    for byte in text {
        state = table[usize::from(state & 0xff) << 6 | usize::from(byte & 63)];
        sum += u32::from(state >> 15);
    }
    sum
}
