//! Text in, findings out: where each credential stands, of which kind, how sure, and why. Offline.
//!
//! ```text
//! bytes ─► clean ─► prefilter ─► form, checksum ─► placeholder? ─► context ─► Finding or Note
//!          (UTF-16,  (one table    (from the anchor  (xxxx, your-   (the name
//!          zero      look-up a     outwards)         key, 123456)   beside it)
//!          width)    byte)
//! ```
//!
//! The [`prefilter`] is a table-driven automaton over every literal that marks a kind (`sk-proj-`), and every
//! word that begins a name which gives an unmarked kind away (`mistral`). What it hits is looked at closely;
//! all other bytes cost one look-up. A [`Scan`] goes in steps, so that a page can yield between them.

pub mod checksum;
mod clean;
pub mod companions;
mod context;
mod digits;
mod form;
#[cfg(not(target_arch = "wasm32"))]
pub mod made_up;
pub mod offline;
mod placeholder;
mod prefilter;
mod token;

use crate::credential::Secret;
use crate::provider::{Kind, Mark, PROVIDERS, Provider};
use clean::Clean;
use form::Fit;
use prefilter::{Anchor, Prefilter};
use std::collections::BTreeMap;
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
        Self { prefilter: Prefilter::new(PROVIDERS) }
    }
}

impl Recogniser {
    /// All of it at once.
    pub fn recognise(&self, source: &[u8]) -> Recognised {
        let mut scan = self.scan(source);
        while scan.step(usize::MAX) {}
        scan.finish()
    }

    /// In steps.
    pub fn scan<'a>(&'a self, source: &'a [u8]) -> Scan<'a> {
        Scan {
            recogniser: self,
            clean: Clean::new(source),
            at: 0,
            state: Prefilter::START,
            candidates: Vec::new(),
            notes: Vec::new(),
        }
    }
}

/// A recognition under way.
pub struct Scan<'a> {
    recogniser: &'a Recogniser,
    clean: Clean<'a>,
    at: usize,
    state: prefilter::State,
    candidates: Vec<Candidate>,
    notes: Vec<(Range<usize>, NoteKind, Option<&'static Kind>)>,
}

/// A value that fits a form, in cleaned text.
struct Candidate {
    span: Range<usize>,
    value: String,
    kind: &'static Kind,
    known: usize,
    why: Vec<Why>,
    joined: bool,
    /// 3: its own mark; 2: a shared mark; 1: a name.
    strength: u8,
}

impl Scan<'_> {
    /// Looks at up to `bytes` more; whether there is more to look at.
    pub fn step(&mut self, bytes: usize) -> bool {
        let text = &*self.clean.text;
        let end = self.at.saturating_add(bytes).min(text.len());
        let prefilter = &self.recogniser.prefilter;
        let mut state = self.state;
        let mut hits = Vec::new();
        for (at, byte) in text[self.at..end].iter().enumerate() {
            state = prefilter.next(state, *byte);
            if prefilter.is_hit(state) {
                hits.push((self.at + at + 1, state));
            }
        }
        self.state = state;
        self.at = end;
        for (hit, state) in hits {
            for (length, anchor) in self.recogniser.prefilter.anchors(state) {
                self.look(hit - usize::from(*length)..hit, *anchor);
            }
        }
        self.at < self.clean.text.len()
    }

    fn look(&mut self, hit: Range<usize>, anchor: Anchor) {
        match anchor {
            Anchor::Form { kind, form, item } => self.look_at_form(hit, kind, form, item),
            Anchor::Name(provider) => self.look_beside_name(&hit, provider),
            Anchor::Host(provider, host) => self.look_near_host(&hit, provider, host),
        }
    }

    fn look_at_form(&mut self, hit: Range<usize>, kind: &'static Kind, form: usize, item: usize) {
        let text = &*self.clean.text;
        let items = kind.forms[form];
        let Some(fit) = form::at_anchor(text, items, item, hit.start) else { return };
        let known = form::known(items);
        let strength = if kind.mark == Mark::Own { 3 } else { 2 };
        let (span, value, joined) = match fit {
            Fit::Whole(span) => {
                let value = String::from_utf8_lossy(&text[span.clone()]).into_owned();
                (span, value, false)
            }
            Fit::Broken(span, value) if kind.mark == Mark::Own => (span, value, true),
            Fit::Cut { span, least } if kind.mark == Mark::Own && known >= 3 => {
                let value = &text[span.clone()];
                let what = if placeholder::is_one(&value[known.min(value.len())..]) {
                    NoteKind::Placeholder
                } else if value.len() < least {
                    NoteKind::CutShort(value.len(), least)
                } else {
                    NoteKind::Malformed
                };
                if placeholder::is_worth_a_note(value, known, least) {
                    self.notes.push((span, what, Some(kind)));
                }
                return;
            }
            Fit::Broken(..) | Fit::Cut { .. } => return,
        };
        if placeholder::is_one(&value.as_bytes()[known.min(value.len())..]) {
            self.notes.push((span, NoteKind::Placeholder, Some(kind)));
            return;
        }
        let mut why = vec![if item == 0 { Why::Prefix } else { Why::Infix }];
        if item == 0 && form::has_infix(items) {
            why.push(Why::Infix);
        }
        self.candidates.push(Candidate { span, value, kind, known, why, joined, strength });
    }

    fn look_beside_name(&mut self, hit: &Range<usize>, provider: &'static Provider) {
        let text = &*self.clean.text;
        let Some(name) = context::name_at(text, hit) else { return };
        let Some(relation) = context::names(provider, &text[name.clone()]) else { return };
        let Some(start) = context::value_after(text, name.end) else { return };
        let written = String::from_utf8_lossy(&text[name]).into_owned();
        self.take_unmarked(start, provider, relation.kind, relation.weak, Why::Variable(written));
    }

    fn look_near_host(&mut self, hit: &Range<usize>, provider: &'static Provider, host: &'static str) {
        for start in context::values_near_host(&self.clean.text, hit, provider) {
            self.take_unmarked(start, provider, None, false, Why::Host(host));
        }
    }

    /// Takes the value at `start` for an unmarked kind of the provider, if it has its form.
    fn take_unmarked(
        &mut self,
        start: usize,
        provider: &'static Provider,
        kind: Option<&'static Kind>,
        weak: bool,
        why: Why,
    ) {
        let text = &*self.clean.text;
        let unmarked = || provider.kinds.iter().filter(|k| k.mark == Mark::None);
        // Where no kind is named, one that has no name of its own is meant; where all have one, any.
        let all_named = unmarked().all(|k| !k.env.is_empty());
        let wanted = unmarked().filter(|k| kind.map_or(k.env.is_empty() || all_named, |only| **k == *only));
        for kind in wanted {
            for items in kind.forms {
                let Some(span) = form::whole_at(text, items, start) else { continue };
                let value = &text[span.clone()];
                if placeholder::is_one(value) {
                    self.notes.push((span, NoteKind::Placeholder, Some(kind)));
                    return;
                }
                if (weak && placeholder::hash_or_uuid(value).is_some()) || !placeholder::could_be(value, items) {
                    continue;
                }
                let value = String::from_utf8_lossy(value).into_owned();
                let why = vec![Why::Form, why];
                self.candidates.push(Candidate { span, value, kind, known: 0, why, joined: false, strength: 1 });
                return;
            }
        }
    }

    /// What was found.
    pub fn finish(mut self) -> Recognised {
        let mut candidates = std::mem::take(&mut self.candidates);
        // Of overlapping values the one with the stronger mark stands, then the longer one.
        candidates.sort_by(|a, b| {
            b.strength.cmp(&a.strength).then(b.span.len().cmp(&a.span.len())).then(a.span.start.cmp(&b.span.start))
        });
        let mut taken = Taken::default();
        let mut groups: Vec<Vec<Candidate>> = Vec::new();
        for candidate in candidates {
            match taken.at(&candidate.span) {
                None => {
                    taken.take(&candidate.span, groups.len());
                    groups.push(vec![candidate]);
                }
                Some(group) => {
                    let first = &groups[group][0];
                    let shares = candidate.strength == first.strength || candidate.strength == 2;
                    if first.span == candidate.span && shares {
                        groups[group].push(candidate);
                    }
                }
            }
        }
        let mut out =
            Recognised { findings: groups.into_iter().map(|group| self.finding(group)).collect(), notes: Vec::new() };
        self.bare_lines(&mut out, &mut taken);
        for (span, what, kind) in std::mem::take(&mut self.notes) {
            if taken.at(&span).is_some() {
                continue;
            }
            let value = String::from_utf8_lossy(&self.clean.text[span.clone()]).into_owned();
            let known = kind.map_or(0, |k| form::known(k.forms[0]));
            let mask = Secret::new(value, known).mask();
            taken.take(&span, 0);
            let span = self.clean.original(&span);
            out.notes.push(Note { span, line: 0, what, kind, mask });
        }
        out.findings.sort_by_key(|f| f.span.start);
        out.notes.sort_by_key(|n| n.span.start);
        self.clean.number_lines(out.findings.iter_mut().map(|f| (f.span.start, &mut f.line)));
        self.clean.number_lines(out.notes.iter_mut().map(|n| (n.span.start, &mut n.line)));
        out
    }

    /// One finding from all candidates of one place.
    fn finding(&self, mut group: Vec<Candidate>) -> Finding {
        let text = &*self.clean.text;
        let span = group[0].span.clone();
        let name = context::name_before(text, span.start);
        if let Some(name) = &name
            && group[0].strength == 3
        {
            let name = context::Name::new(name.as_bytes());
            let meant = |strength| group.iter().any(|c| c.strength == strength && context::mentions(c.kind, &name));
            // One form of two providers (Google's for Gemini and for Maps): its first owner's, unless the name
            // beside it is the other's.
            let wanted = if meant(2) && !meant(3) { 2 } else { 3 };
            group.retain(|c| c.strength == wanted);
        } else {
            let strongest = group[0].strength;
            group.retain(|c| c.strength == strongest);
        }
        // Two kinds of one provider with one form are no choice between providers: the name decides, or the
        // first in the file.
        let mut kinds: Vec<&'static Kind> = Vec::new();
        let place = |kind: &Kind| kind.provider().kinds.iter().position(|k| k == kind);
        group.sort_by_key(|c| (c.kind.provider, !name_means(name.as_deref(), c.kind), place(c.kind)));
        for candidate in &group {
            if kinds.iter().all(|k| k.provider != candidate.kind.provider) {
                kinds.push(candidate.kind);
            }
        }
        let first = group.swap_remove(0);
        let Candidate { value, known, mut why, joined, strength, .. } = first;
        let mut confidence = match strength {
            3 if kinds.len() == 1 => Confidence::Certain,
            1 if kinds.len() == 1 => Confidence::Likely,
            _ => Confidence::Undecided,
        };
        if confidence == Confidence::Undecided
            && let Some((kind, reason)) = context::decide(text, &span, &kinds, name.as_deref())
        {
            kinds = vec![kind];
            why.push(reason);
            confidence = Confidence::Likely;
        } else if let Some(name) = name
            && !why.iter().any(|w| matches!(w, Why::Variable(_)))
        {
            why.push(Why::Variable(name));
        }
        if let [kind] = kinds[..]
            && let Some(checksum) = kind.checksum
        {
            match checksum.verify(&value, known) {
                Some(true) => why.push(Why::Checksum),
                Some(false) => {
                    why.push(Why::ChecksumFails);
                    confidence = Confidence::Broken;
                }
                None => {}
            }
        }
        let mut oddities = self.clean.oddities(&span);
        if joined {
            oddities.push(Oddity::Broken);
        }
        if context::has_stray_quote(text, &span) {
            oddities.push(Oddity::StrayQuote);
        }
        let sound = confidence != Confidence::Broken;
        let facts = if sound { offline::common(&kinds, &value) } else { Vec::new() };
        Finding {
            span: self.clean.original(&span),
            line: 0,
            kinds,
            confidence,
            why,
            oddities,
            facts,
            secret: Secret::new(value, known),
        }
    }

    /// Values that stand alone on their lines, with nothing that gives them away: where that is all that was
    /// pasted, the person may choose.
    fn bare_lines(&mut self, out: &mut Recognised, taken: &mut Taken) {
        const LIMIT: usize = 64 * 1024;
        let text = &*self.clean.text;
        if text.len() > LIMIT {
            return;
        }
        let lines: Vec<_> = context::bare_lines(text).collect();
        if lines.iter().any(Option::is_none) {
            return;
        }
        for span in lines.into_iter().flatten() {
            if taken.at(&span).is_some() {
                continue;
            }
            let value = &text[span.clone()];
            if let Some(what) = placeholder::hash_or_uuid(value) {
                self.notes.push((span, what, None));
                continue;
            }
            if placeholder::is_one(value) {
                continue;
            }
            let fits = |kind: &&'static Kind| {
                kind.mark == Mark::None
                    && kind.forms.iter().any(|items| {
                        form::whole_at(text, items, span.start) == Some(span.clone())
                            && placeholder::could_be(value, items)
                    })
            };
            let kinds: Vec<_> = PROVIDERS.iter().filter_map(|p| p.kinds.iter().find(fits)).collect();
            if kinds.is_empty() {
                continue;
            }
            taken.take(&span, 0);
            out.findings.push(Finding {
                secret: Secret::new(String::from_utf8_lossy(value).into_owned(), 0),
                span: self.clean.original(&span),
                line: 0,
                kinds,
                confidence: Confidence::Undecided,
                why: vec![Why::Form],
                oddities: self.clean.oddities(&span),
                facts: Vec::new(),
            });
        }
    }
}

/// Places that are spoken for, none of which overlap: start to end, and whose it is.
#[derive(Default)]
struct Taken(BTreeMap<usize, (usize, usize)>);

impl Taken {
    /// Who holds a place that overlaps with this one.
    fn at(&self, span: &Range<usize>) -> Option<usize> {
        let (_, (end, owner)) = self.0.range(..span.end).next_back()?;
        (*end > span.start).then_some(*owner)
    }

    fn take(&mut self, span: &Range<usize>, owner: usize) {
        self.0.insert(span.start, (span.end, owner));
    }
}

/// Whether a name means this kind and no other of its provider.
fn name_means(name: Option<&str>, kind: &Kind) -> bool {
    let Some(name) = name.map(|name| context::Name::new(name.as_bytes())) else { return false };
    kind.env.iter().any(|env| name.holds(env))
}
