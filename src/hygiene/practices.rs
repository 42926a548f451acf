//! The checklist, and the texts that are made for a person's own variables. What it says stands in
//! `practices/*.toml`; the page fetches it in its language, as one file of JSON that [`Guide`] reads.

use super::score::{ANSWERS, Answer, BONUS, FIRST_ANSWER, Facts, ROWS, Score};
use serde_json::Value as Json;

/// All texts in one language.
pub struct Guide(Json);

/// What is said of a row of the score.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct RowText<'g> {
    /// What is measured or asked.
    pub measures: &'g str,
    /// Why it matters.
    pub reason: &'g str,
    /// What gains it.
    pub action: &'g str,
    /// Where it is documented.
    pub source: &'g str,
}

/// An item of the checklist.
#[derive(Clone, Copy)]
pub struct Practice<'g>(&'g Json);

/// Text to copy, in variants.
#[derive(Clone, Copy)]
pub struct Generator<'g>(&'g Json);

/// How an item of the checklist stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Standing {
    /// A check or a scan on this page proved or disproved it.
    Evidence,
    /// The person said so.
    Said,
    /// Neither.
    Open,
    /// The person said that it has no meaning here.
    NotApplicable,
}

impl Standing {
    /// The name in attributes.
    pub fn name(self) -> &'static str {
        match self {
            Self::Evidence => "evidence",
            Self::Said => "said",
            Self::Open => "open",
            Self::NotApplicable => "not-applicable",
        }
    }
}

fn text<'g>(json: &'g Json, field: &str) -> &'g str {
    json.get(field).and_then(Json::as_str).unwrap_or_default()
}

fn list<'g>(json: &'g Json, field: &str) -> &'g [Json] {
    json.get(field).and_then(Json::as_array).map_or(&[], Vec::as_slice)
}

fn at(json: &Json, place: usize) -> &str {
    json.get(place).and_then(Json::as_str).unwrap_or_default()
}

fn row(id: &str) -> Option<usize> {
    ROWS.iter().position(|row| row.id == id)
}

impl Guide {
    /// Reads the page's file.
    pub fn parse(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok().map(Self)
    }

    /// What is said of a row, by its place in the table.
    pub fn row(&self, row: usize) -> RowText<'_> {
        let row = self.0.get("rows").and_then(|rows| rows.get(ROWS.get(row)?.id)).unwrap_or(&Json::Null);
        RowText {
            measures: text(row, "measures"),
            reason: text(row, "reason"),
            action: text(row, "action"),
            source: text(row, "source"),
        }
    }

    /// What a cap says, by its number.
    pub fn cap(&self, number: usize) -> &str {
        number.checked_sub(1).and_then(|place| list(&self.0, "caps").get(place)?.as_str()).unwrap_or_default()
    }

    /// The checklist, in its order.
    pub fn practices(&self) -> impl Iterator<Item = Practice<'_>> {
        list(&self.0, "practices").iter().map(Practice)
    }

    /// The generators, in their order.
    pub fn generators(&self) -> impl Iterator<Item = Generator<'_>> {
        list(&self.0, "generators").iter().map(Generator)
    }
}

impl<'g> Practice<'g> {
    /// Its id.
    pub fn id(self) -> &'g str {
        text(self.0, "id")
    }

    /// 0 practices, 1 mistakes, 2 the plan, 3 tools.
    pub fn part(self) -> u64 {
        self.0.get("part").and_then(Json::as_u64).unwrap_or_default()
    }

    /// The question that it asks: which of the answers.
    pub fn asks(self) -> Option<usize> {
        row(text(self.0, "answers"))?.checked_sub(FIRST_ANSWER)
    }

    /// What lifts a good score, where it asks for it: which, and the question.
    pub fn bonus(self) -> Option<(usize, &'g str)> {
        let name = text(self.0, "bonus");
        Some((BONUS.iter().position(|(bonus, _)| *bonus == name)?, text(self.0, "ask")))
    }

    /// The measured rows that speak of it.
    pub fn shown(self) -> impl Iterator<Item = usize> {
        list(self.0, "shown").iter().filter_map(|id| row(id.as_str()?))
    }

    /// Its name.
    pub fn title(self) -> &'g str {
        text(self.0, "title")
    }

    /// Why one does it.
    pub fn why(self) -> &'g str {
        text(self.0, "why")
    }

    /// How, point by point.
    pub fn how(self) -> impl Iterator<Item = &'g str> {
        list(self.0, "how").iter().filter_map(Json::as_str)
    }

    /// What Latchkey itself can show about it.
    pub fn shows(self) -> &'g str {
        text(self.0, "shows")
    }

    /// Names and addresses of what it rests on.
    pub fn sources(self) -> impl Iterator<Item = (&'g str, &'g str)> {
        list(self.0, "sources").iter().map(|source| (at(source, 0), at(source, 1)))
    }

    /// Code, by language.
    pub fn snippets(self) -> impl Iterator<Item = (&'g str, &'g str)> {
        list(self.0, "snippets").iter().map(|snippet| (at(snippet, 0), at(snippet, 1)))
    }

    /// How it stands: evidence beats saying so.
    pub fn standing(self, facts: &Facts, score: &Score) -> Standing {
        let asked = self.asks();
        let shown: Vec<_> = self.shown().collect();
        let evident = score.lines.iter().any(|line| {
            (shown.contains(&line.row) && line.value.is_some())
                || (line.contradicted && Some(line.row) == asked.map(|answer| FIRST_ANSWER + answer))
        });
        let answer: Option<Answer> = asked.filter(|at| *at < ANSWERS).and_then(|at| facts.answers[at]);
        let lifts = self.bonus().is_some_and(|(bonus, _)| facts.bonus[bonus]);
        match answer {
            _ if evident => Standing::Evidence,
            Some(Answer::NotApplicable) => Standing::NotApplicable,
            Some(_) => Standing::Said,
            None if lifts => Standing::Said,
            None => Standing::Open,
        }
    }
}

impl<'g> Generator<'g> {
    /// Its id.
    pub fn id(self) -> &'g str {
        text(self.0, "id")
    }

    /// Its name.
    pub fn title(self) -> &'g str {
        text(self.0, "title")
    }

    /// What to mind.
    pub fn note(self) -> &'g str {
        text(self.0, "note")
    }

    /// Names, templates and sources, the last empty where there is none.
    pub fn variants(self) -> impl Iterator<Item = (&'g str, &'g str, &'g str)> {
        list(self.0, "variants").iter().map(|variant| (at(variant, 0), at(variant, 1), at(variant, 2)))
    }
}

/// A template filled: a line that holds `%NAME%` or `%name%` is written once for each variable, all others once.
pub fn fill(template: &str, names: &[String]) -> String {
    let mut out = String::new();
    for line in template.lines() {
        if line.contains("%NAME%") || line.contains("%name%") {
            for name in names {
                out.push_str(&line.replace("%NAME%", name).replace("%name%", &name.to_ascii_lowercase()));
                out.push('\n');
            }
        } else {
            out.push_str(line);
            out.push('\n');
        }
    }
    out
}

/// The most variables that text is made for.
const MOST_NAMES: usize = 40;

/// Names of variables in a text that a person typed or that stood beside keys: letters, digits and underscores, in
/// upper case, each once. All else is a border, so that nothing can end a line or a quote.
pub fn variables(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    for word in text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')) {
        let name = word.to_ascii_uppercase();
        let sound = name.len() <= 80 && name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
        if sound && !names.contains(&name) && names.len() < MOST_NAMES {
            names.push(name);
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hygiene::score::{Key, KeyState, Value, score};
    use crate::provider;

    fn guides() -> [Guide; 2] {
        [provider::PRACTICES_EN_JSON, provider::PRACTICES_ZH_JSON].map(|text| Guide::parse(text).expect("JSON"))
    }

    #[test]
    fn both_languages_say_everything() {
        for guide in guides() {
            assert_eq!(guide.practices().count(), 11);
            assert_eq!(guide.generators().count(), 5);
            for row in 0..ROWS.len() {
                let texts = guide.row(row);
                assert!(
                    [texts.measures, texts.reason, texts.action].iter().all(|t| !t.is_empty())
                        && texts.source.starts_with("https://")
                );
            }
            assert!(
                (1..=8).all(|cap| !guide.cap(cap).is_empty()) && guide.cap(0).is_empty() && guide.cap(9).is_empty()
            );
            for practice in guide.practices() {
                assert!(practice.how().count() > 0 && practice.sources().count() > 0, "{}", practice.id());
                assert!(![practice.title(), practice.why(), practice.shows()].contains(&""), "{}", practice.id());
            }
        }
        let [en, zh] = guides();
        for (en, zh) in en.practices().zip(zh.practices()) {
            assert_ne!(en.title(), zh.title());
        }
    }

    #[test]
    fn every_question_and_every_bonus_is_asked_once() {
        for guide in guides() {
            let mut asked: Vec<_> = guide.practices().filter_map(Practice::asks).collect();
            asked.sort_unstable();
            assert_eq!(asked, (0..ANSWERS).collect::<Vec<_>>());
            let mut lifts: Vec<_> = guide.practices().filter_map(|p| p.bonus().map(|(at, _)| at)).collect();
            lifts.sort_unstable();
            assert_eq!(lifts, (0..BONUS.len()).collect::<Vec<_>>());
        }
    }

    #[test]
    fn the_first_practice_has_code_in_every_language_of_scan() {
        let [en, _] = guides();
        let code: Vec<_> = en.practices().next().expect("one").snippets().map(|(language, _)| language).collect();
        for language in ["JavaScript", "Python", "Rust", "Go", "Java", "C#", "Ruby", "PHP", "Shell", "YAML", "Docker"] {
            assert!(code.iter().any(|name| name.starts_with(language)), "{language}");
        }
    }

    #[test]
    fn evidence_beats_saying_so() {
        let [guide, _] = guides();
        let first = guide.practices().next().expect("one");
        let mut facts = Facts::default();
        assert_eq!(first.standing(&facts, &score(&facts)), Standing::Open);
        facts.answers[0] = Some(Answer::Yes);
        assert_eq!(first.standing(&facts, &score(&facts)), Standing::Said);
        facts.answers[0] = Some(Answer::NotApplicable);
        assert_eq!(first.standing(&facts, &score(&facts)), Standing::NotApplicable);
        let mut rows = [Value::Unknown; 6];
        rows[0] = Value::Known(0.0);
        facts.keys.push(Key { label: "a".into(), state: KeyState::Live, rows });
        assert_eq!(first.standing(&facts, &score(&facts)), Standing::Evidence);
    }

    #[test]
    fn a_template_is_filled_for_each_variable() {
        let names = variables("openai_api_key, STRIPE_KEY\nSTRIPE_KEY");
        assert_eq!(names, ["OPENAI_API_KEY", "STRIPE_KEY"]);
        assert_eq!(
            fill("# top\n%NAME%=\n%name%\n", &names),
            "# top\nOPENAI_API_KEY=\nSTRIPE_KEY=\nopenai_api_key\nstripe_key\n"
        );
    }

    #[test]
    fn no_name_can_carry_anything_else() {
        assert_eq!(variables("A\"; rm -rf /\n$(B) 9C é"), ["A", "RM", "RF", "B"]);
        assert_eq!(variables(&"x ".repeat(99)).len(), 1);
    }

    #[test]
    fn no_template_leaves_a_mark_behind() {
        let names = ["A_KEY".to_owned(), "B_KEY".to_owned()];
        for guide in guides() {
            for (name, template, _) in guide.generators().flat_map(Generator::variants) {
                let filled = fill(template, &names);
                assert!(!filled.contains("%NAME%") && !filled.contains("%name%"), "{name}");
            }
        }
    }
}
