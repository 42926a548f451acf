//! Any bytes, cut anywhere: no panic, spans inside the text and in order, and the same findings as uncut.
#![no_main]

use latchkey::recognise::{Recognised, Recogniser};
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

static RECOGNISER: LazyLock<Recogniser> = LazyLock::new(Recogniser::default);

fuzz_target!(|bytes: &[u8]| {
    // The first two bytes say how the rest is cut.
    let [a, b, source @ ..] = bytes else { return };
    let whole = RECOGNISER.recognise(source);
    let mut stream = RECOGNISER.stream();
    let mut rest = source;
    let mut sizes = [usize::from(*a) + 1, usize::from(*b) * 3 + 1].into_iter().cycle();
    while !rest.is_empty() {
        let (piece, later) = rest.split_at(sizes.next().unwrap_or(1).min(rest.len()));
        stream.push(piece);
        rest = later;
    }
    let cut = stream.finish();
    assert_eq!(told(&whole), told(&cut));
    assert!(whole.findings.is_sorted_by_key(|finding| finding.span.start));
    for finding in &whole.findings {
        assert!(finding.span.start < finding.span.end && finding.span.end <= source.len());
        assert!(finding.line >= 1 && !finding.kinds.is_empty() && !finding.secret.is_empty());
    }
});

fn told(found: &Recognised) -> Vec<String> {
    let finding = |f: &latchkey::recognise::Finding| {
        format!("{:?} {} {} {:?} {:?}", f.span, f.line, f.kinds[0].id, f.confidence, f.oddities)
    };
    let note = |n: &latchkey::recognise::Note| format!("{:?} {} {:?}", n.span, n.line, n.what);
    found.findings.iter().map(finding).chain(found.notes.iter().map(note)).collect()
}
