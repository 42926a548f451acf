//! Text in, findings out: where each credential stands, of which kind, how sure, and why. Offline.
//!
//! ```text
//! bytes ─► window ─► prefilter ─► form ─► placeholder? ─► settle ─► Finding or Note
//!          (UTF-16,   (one table   (from    (xxxx, your-    (overlaps,
//!          zero        look-up a    the      key, 123456)    checksum, the
//!          width)      byte)        anchor)                  name beside it)
//! ```
//!
//! The [`prefilter`] looks for every literal that marks a kind (`sk-proj-`), and every word that begins a name
//! which gives an unmarked kind away (`mistral`). What it hits is looked at closely; all other bytes cost one
//! look-up. A [`Stream`] takes text in pieces of any size and holds no more of it than the longest form and
//! what may stand around it; a [`Scan`] is one over text that is all there. Neither does much at once, so that
//! a page can yield in between, and how text was cut never changes what is found.

mod bare;
pub mod checksum;
mod context;
mod digits;
mod form;
pub mod made_up;
pub mod offline;
mod placeholder;
mod prefilter;
mod settle;
mod stream;
mod token;
mod window;

pub use stream::Stream;

use crate::credential::Secret;
use crate::order;
use crate::provider::{Kind, PROVIDERS};
use prefilter::Prefilter;
use std::ops::Range;

/// A credential, found.
#[derive(Debug)]
pub struct Finding {
    /// Where it stands, in bytes of the source.
    pub span: Range<usize>,
    /// The line it begins on, from 1.
    pub line: usize,
    /// The kinds it may be of: one, unless it is undecided.
    pub kinds: Vec<&'static Kind>,
    /// How sure that is.
    pub confidence: Confidence,
    /// Why it was recognised.
    pub why: Vec<Why>,
    /// What is odd about it.
    pub oddities: Vec<Oddity>,
    /// What it tells of itself, without any request; nothing where its checksum fails.
    pub facts: Vec<offline::Fact>,
    /// The value, cleaned.
    pub secret: Secret,
}

/// How sure a finding is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Confidence {
    /// The value's own mark or checksum belongs to one provider, whatever the name beside it.
    Certain,
    /// The name beside it decided.
    Likely,
    /// Several kinds fit, or nothing tells that it is this one.
    Undecided,
    /// Its checksum fails: truncated, mistyped or a placeholder.
    Broken,
}

impl Confidence {
    /// The name in the driver's output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Certain => "certain",
            Self::Likely => "likely",
            Self::Undecided => "undecided",
            Self::Broken => "broken",
        }
    }
}

/// A reason for a finding.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Why {
    /// It begins as this kind does.
    Prefix,
    /// A mark stands inside it.
    Infix,
    /// Its checksum holds.
    Checksum,
    /// Its checksum fails.
    ChecksumFails,
    /// Its length and characters fit.
    Form,
    /// The name beside it, as written.
    Variable(String),
    /// A host of the provider near it.
    Host(&'static str),
}

impl Why {
    /// As the driver prints it.
    pub fn text(&self) -> String {
        match self {
            Self::Prefix => "prefix".into(),
            Self::Infix => "infix".into(),
            Self::Checksum => "checksum".into(),
            Self::ChecksumFails => "checksum fails".into(),
            Self::Form => "form".into(),
            Self::Variable(name) => format!("variable {name}"),
            Self::Host(host) => format!("host {host}"),
        }
    }
}

/// What is odd about a finding. All but the last were mended, since that was certain.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Oddity {
    /// Characters that are not seen stood inside it.
    Invisible,
    /// Letters of another alphabet stood for Latin ones.
    LookAlike,
    /// A line break or spaces cut it in two.
    Broken,
    /// A quote on one side only.
    StrayQuote,
}

/// Something that looks like a key and is none.
#[derive(Debug)]
pub struct Note {
    /// Where it stands, in bytes of the source.
    pub span: Range<usize>,
    /// The line it begins on, from 1.
    pub line: usize,
    /// What it is.
    pub what: NoteKind,
    /// Whose key it looks like.
    pub kind: Option<&'static Kind>,
    /// What may be shown of it.
    pub mask: String,
}

/// What a note is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NoteKind {
    /// A placeholder, or a key that a document gives as an example.
    Placeholder,
    /// It begins like a key of the kind and ends too early: so many characters of at least so many.
    CutShort(usize, usize),
    /// It begins like a key of the kind and does not go on like one.
    Malformed,
    /// A hash by its looks.
    Hash,
    /// A UUID.
    Uuid,
}

/// All that was recognised, in the order of the text.
#[derive(Debug, Default)]
pub struct Recognised {
    /// Credentials.
    pub findings: Vec<Finding>,
    /// What looks like credentials and is none.
    pub notes: Vec<Note>,
}

/// A recogniser, its tables built. Making one takes about a millisecond; keep it.
pub struct Recogniser {
    prefilter: Prefilter,
}

impl Default for Recogniser {
    fn default() -> Self {
        Self { prefilter: Prefilter::new(&PROVIDERS) }
    }
}

impl Recogniser {
    /// A text with its mask in the place of every credential in it.
    pub fn masked(&self, text: &str) -> String {
        let found = self.recognise(text.as_bytes()).findings;
        with_masks(text, found.iter().map(|finding| (finding.span.clone(), finding.secret.mask())).collect())
    }

    /// All of it at once.
    pub fn recognise(&self, source: &[u8]) -> Recognised {
        let mut scan = self.scan(source);
        while scan.step(usize::MAX) {}
        scan.finish()
    }

    /// In steps.
    pub fn scan<'a>(&'a self, source: &'a [u8]) -> Scan<'a> {
        Scan { stream: self.stream(), source }
    }

    /// In steps, and without [`Finding::facts`]: for whoever wants to know only what is where.
    pub fn scan_untold<'a>(&'a self, source: &'a [u8]) -> Scan<'a> {
        Scan { stream: Stream::new(&self.prefilter, |_, _| Vec::new()), source }
    }

    /// Text that comes in pieces.
    pub fn stream(&self) -> Stream<'_> {
        Stream::new(&self.prefilter, offline::common)
    }
}

/// A recognition under way.
pub struct Scan<'a> {
    stream: Stream<'a>,
    /// What was not looked at yet.
    source: &'a [u8],
}

impl Scan<'_> {
    /// Looks at up to `bytes` more; whether there is more to look at.
    pub fn step(&mut self, bytes: usize) -> bool {
        let (now, later) = self.source.split_at(bytes.min(self.source.len()));
        self.source = later;
        self.stream.push(now);
        !later.is_empty()
    }

    /// What was found in all that was looked at.
    pub fn finish(self) -> Recognised {
        self.stream.finish()
    }
}

/// A text with masks in the place of what stands there; of places that overlap the later one keeps its own.
pub fn with_masks(text: &str, places: Vec<(Range<usize>, String)>) -> String {
    let mut out = text.to_owned();
    let mut before = text.len();
    // From the last to the first, so that the places before stay true.
    for (span, mask) in order::by(places, |(span, _)| u128::MAX - span.end as u128) {
        let span = span.start..span.end.min(before);
        if out.get(span.clone()).is_some() {
            before = span.start;
            out.replace_range(span, &mask);
        }
    }
    out
}
