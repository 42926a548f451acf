//! In which text of a line a key stands.

use super::Unsure;
use crate::scan::language::Language;

/// What stands before and behind a key in its line.
#[derive(Clone, Copy)]
pub(super) struct Spot<'a> {
    pub(super) before: &'a str,
    pub(super) after: &'a str,
}

/// The text, in quotes, that a key stands in.
pub(super) enum Literal<'a> {
    /// The key is all of it.
    Whole { head: &'a str, prefix: &'a str, tail: &'a str },
    /// There is more in it, on one side or both.
    Part { head: &'a str, prefix: &'a str, quote: char, inner: (&'a str, &'a str), tail: &'a str },
}

/// The quotes of a language.
fn quotes(language: Language) -> &'static str {
    match language {
        Language::JavaScript | Language::TypeScript => "\"'`",
        Language::Python | Language::Ruby | Language::Php | Language::Shell => "\"'",
        Language::Go => "\"`",
        _ => "\"",
    }
}

/// What begins a comment.
fn comments(language: Language) -> &'static [&'static str] {
    match language {
        Language::Python | Language::Ruby | Language::Shell => &["#"],
        Language::Php | Language::Terraform => &["//", "#", "/*"],
        _ => &["//", "/*"],
    }
}

impl<'a> Spot<'a> {
    /// The quote that is open where the key begins.
    pub(super) fn open_quote(&self, language: Language) -> Option<char> {
        open(self.before, language).ok().flatten().map(|at| char::from(self.before.as_bytes()[at]))
    }

    /// The text that the key stands in.
    pub(super) fn literal(&self, language: Language) -> Result<Literal<'a>, Unsure> {
        let Spot { before, after } = *self;
        // Lines in the middle of a comment of several.
        if before.trim_start().starts_with("* ") {
            return Err(Unsure::Comment);
        }
        let Some(open) = open(before, language)? else { return Err(Unsure::SeveralLines) };
        let quote = char::from(before.as_bytes()[open]);
        let Some(close) = close(after, quote) else { return Err(Unsure::SeveralLines) };
        let (head, tail) = (&before[..open], &after[close + 1..]);
        // Three quotes open a text of several lines.
        if head.ends_with(quote) && before[open + 1..].is_empty() && tail.starts_with(quote) {
            return Err(Unsure::SeveralLines);
        }
        let prefix = prefix(head, language);
        let head = &head[..head.len() - prefix.len()];
        let inner = (&before[open + 1..], &after[..close]);
        Ok(match inner {
            ("", "") => Literal::Whole { head, prefix, tail },
            _ => Literal::Part { head, prefix, quote, inner, tail },
        })
    }
}

/// Where the quote stands that is open at the end of `before`; an error where that end is in a comment.
fn open(before: &str, language: Language) -> Result<Option<usize>, Unsure> {
    let mut open: Option<usize> = None;
    let mut escaped = false;
    for (at, c) in before.char_indices() {
        if std::mem::take(&mut escaped) {
            continue;
        }
        match open {
            Some(start) if c == char::from(before.as_bytes()[start]) => open = None,
            Some(_) => escaped = c == '\\',
            None if quotes(language).contains(c) => open = Some(at),
            None if comments(language).iter().any(|mark| before[at..].starts_with(mark)) => {
                return Err(Unsure::Comment);
            }
            None => {}
        }
    }
    Ok(open)
}

/// Where the quote is closed.
fn close(after: &str, quote: char) -> Option<usize> {
    let mut escaped = false;
    for (at, c) in after.char_indices() {
        if c == quote && !escaped {
            return Some(at);
        }
        escaped = c == '\\' && !escaped;
    }
    None
}

/// What changes the rules of a text, right before its quote: `f`, `rb`, `@`, `$`, a tag.
fn prefix(head: &str, language: Language) -> &str {
    let count = match language {
        Language::CSharp => head.bytes().rev().take_while(|b| matches!(b, b'@' | b'$')).count(),
        Language::Shell | Language::Terraform => 0,
        _ => head.bytes().rev().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'#')).count(),
    };
    let prefix = &head[head.len() - count..];
    // `return"…"`, `print "…"` without a space are words of the language, not marks of the text.
    if prefix.len() > 3 { "" } else { prefix }
}
