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

    /// For a cell of a CSV file (RFC 4180): quoted, and with an apostrophe before what a spreadsheet would take
    /// for a formula (<https://owasp.org/www-community/attacks/CSV_Injection>, 2026-11).
    pub fn csv(&self) -> String {
        let formula = self.0.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
        format!("\"{}{}\"", if formula { "'" } else { "" }, self.0.replace('"', "\"\""))
    }

    /// For Markdown: a code span, its fence longer than any run of backticks inside. The bar is escaped for
    /// tables, where a code span does not protect it.
    pub fn markdown(&self) -> String {
        let longest = self.0.split(|c| c != '`').map(str::len).max().unwrap_or(0);
        let fence = "`".repeat(longest + 1);
        let space =
            if self.0.starts_with(['`', ' ']) || self.0.ends_with(['`', ' ']) || self.0.is_empty() { " " } else { "" };
        format!("{fence}{space}{}{space}{fence}", self.0.replace('|', "\\|"))
    }

    /// For a text value of a calendar file (RFC 5545, section 3.3.11), not yet folded.
    pub fn ics(&self) -> String {
        let mut out = String::with_capacity(self.0.len());
        for c in self.0.chars() {
            if matches!(c, '\\' | ';' | ',') {
                out.push('\\');
            }
            out.push(c);
        }
        out
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
    fn a_cell_of_csv_is_no_formula_and_one_cell() {
        assert_eq!(Untrusted::new("=HYPERLINK(\"x\")").csv(), "\"'=HYPERLINK(\"\"x\"\")\"");
        assert_eq!(Untrusted::new("a,b\r\nc").csv(), "\"a,bc\"");
        for start in ["+1", "-1", "@x", "\t=1", " =1", "＝1"] {
            assert!(Untrusted::new(start).csv().starts_with("\"'"), "{start}");
        }
    }

    #[test]
    fn markdown_stays_in_its_code_span() {
        assert_eq!(Untrusted::new("<b>[x](y)").markdown(), "`<b>[x](y)`");
        assert_eq!(Untrusted::new("a``b").markdown(), "```a``b```");
        assert_eq!(Untrusted::new("`").markdown(), "`` ` ``");
        assert_eq!(Untrusted::new("a|b").markdown(), "`a\\|b`");
    }

    #[test]
    fn text_of_a_calendar_is_escaped() {
        assert_eq!(Untrusted::new("a,b;c\\d\nBEGIN:VEVENT").ics(), "a\\,b\\;c\\\\dBEGIN:VEVENT");
    }

    #[test]
    fn long_text_is_shortened_by_characters() {
        assert_eq!(Untrusted::new("äöüß").shortened(2).as_text(), "äö…");
        assert_eq!(Untrusted::new("äö").shortened(2).as_text(), "äö");
    }
}
