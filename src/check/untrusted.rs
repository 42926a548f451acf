//! Text from others: models' names, messages, variable and file names.

/// Text that somebody else wrote. It never becomes markup or a formula: each format has one encoder here,
/// and the page shows it in text nodes alone.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Untrusted(String);

impl Untrusted {
    /// Takes text in, without controls and without what turns the direction of writing around.
    pub fn new(text: &str) -> Self {
        Self(text.chars().filter(|c| !is_hidden(*c)).collect())
    }

    /// For a text node.
    pub fn as_text(&self) -> &str {
        &self.0
    }

    /// The first `limit` characters, with `…` where there were more.
    #[must_use]
    pub fn shortened(&self, limit: usize) -> Self {
        match self.0.char_indices().nth(limit) {
            Some((at, _)) => Self(format!("{}…", &self.0[..at])),
            None => self.clone(),
        }
    }
}

/// Controls (line ends and tabs become nothing too: all of this is shown in one line), marks and overrides of
/// direction, and other characters that are not seen.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{ad}' | '\u{fff9}'..='\u{fffb}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn controls_and_direction_marks_are_taken_out() {
        assert_eq!(Untrusted::new("a\u{202e}b\u{0}c\nd").as_text(), "abcd");
    }

    #[test]
    fn long_text_is_shortened_by_characters() {
        assert_eq!(Untrusted::new("äöüß").shortened(2).as_text(), "äö…");
        assert_eq!(Untrusted::new("äö").shortened(2).as_text(), "äö");
    }
}
