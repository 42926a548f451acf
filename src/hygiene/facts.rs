//! From what the page knows of keys to the rows of the score. Pure, and made of plain structs, so that Check, Scan
//! and the register can each bring what they know: a key is one [`Observed`], each place where it was seen one
//! [`Sighting`]. What nobody knows stays unknown; nothing is guessed in a key's favour.

use super::score::{ANSWERS, Answer, BONUS, Facts, Key, KeyState, Value};
use crate::civil;
use std::ops::Range;

/// Days since 1970-01-01.
pub type Day = i32;

/// Where a key stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Place {
    /// By itself, with nothing that says where it came from: unknown.
    Bare,
    /// In a `.env`: where it belongs. Whether git follows that file is the answer of D2.
    EnvFile,
    /// In a configuration file that may be tracked or not: unknown.
    Configuration,
    /// Written into code: exposed.
    Code,
    /// In a variable that a bundler puts into what clients download: exposed.
    ClientVariable,
    /// In the query or the user part of a URL, which ends up in logs and histories: exposed.
    Url,
    /// In a file that is committed as an example: exposed.
    ExampleFile,
    /// In a chat or a mail: exposed.
    Conversation,
}

impl Place {
    /// Whether M1 counts it as exposure; none where that cannot be told.
    pub fn exposes(self) -> Option<bool> {
        match self {
            Self::Bare | Self::Configuration => None,
            Self::EnvFile => Some(false),
            Self::Code | Self::ClientVariable | Self::Url | Self::ExampleFile | Self::Conversation => Some(true),
        }
    }
}

/// What a file, or a line of the register, is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs, reason = "their names say it")]
pub enum Environment {
    Development,
    Staging,
    Production,
}

/// Once that a key was seen.
#[derive(Clone, PartialEq, Debug)]
pub struct Sighting {
    /// In what.
    pub place: Place,
    /// The file's name; none for pasted text.
    pub file: Option<String>,
    /// The name that it is given there.
    pub variable: Option<String>,
    /// What the file is for, where its name or the register says so.
    pub environment: Option<Environment>,
}

/// How much a key may do, from the least.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Privilege {
    /// Some things only, or reading only.
    Narrow,
    /// Much, without administration.
    Broad,
    /// Administration, or everything.
    Administration,
}

/// When a key ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[allow(missing_docs, reason = "their names say it")]
pub enum Expiry {
    #[default]
    Unknown,
    Never,
    On(Day),
}

/// Whether a key moves real money and data.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs, reason = "their names say it")]
pub enum Mode {
    Live,
    Test,
}

/// A key, as far as the page knows it.
#[derive(Clone, PartialEq, Debug)]
pub struct Observed {
    /// What it is called, masked; never the key.
    pub label: String,
    /// What its provider said.
    pub state: KeyState,
    /// Where it was seen.
    pub sightings: Vec<Sighting>,
    /// The register's lines that have its fingerprint.
    pub registered: Vec<String>,
    /// What it may do, where an answer or its kind tells.
    pub privilege: Option<Privilege>,
    /// When it ends.
    pub expires: Expiry,
    /// When it was made or last rotated.
    pub rotated: Option<Day>,
    /// Whether it works for some callers or up to a sum only.
    pub restricted: Option<bool>,
    /// Its mode; none where its kind has no test mode.
    pub mode: Option<Mode>,
}

impl Observed {
    /// A key of which nothing is known but its name.
    pub fn new(label: String) -> Self {
        Self {
            label,
            state: KeyState::Unknown,
            sightings: Vec::new(),
            registered: Vec::new(),
            privilege: None,
            expires: Expiry::Unknown,
            rotated: None,
            restricted: None,
            mode: None,
        }
    }

    fn is_alive(&self) -> bool {
        matches!(self.state, KeyState::Live | KeyState::Limited)
    }

    fn environments(&self) -> impl Iterator<Item = Environment> {
        self.sightings.iter().filter_map(|s| s.environment)
    }

    fn is_in_production_and_elsewhere(&self) -> bool {
        let is = |wanted: bool| self.environments().any(|e| (e == Environment::Production) == wanted);
        is(true) && is(false)
    }

    /// M1: 0 where any place exposes it, 1 where every place is known not to.
    fn exposure(&self) -> Value {
        let mut seen = self.sightings.iter().map(|s| s.place.exposes());
        if seen.clone().any(|exposes| exposes == Some(true)) {
            return Value::Known(0.0);
        }
        if !self.sightings.is_empty() && seen.all(|exposes| exposes == Some(false)) {
            return Value::Known(1.0);
        }
        Value::Unknown
    }

    /// M2.
    fn privilege(&self) -> Value {
        self.privilege.map_or(Value::Unknown, |privilege| {
            Value::Known(match privilege {
                Privilege::Narrow => 1.0,
                Privilege::Broad => 0.5,
                Privilege::Administration => 0.0,
            })
        })
    }

    /// M3: the better of the time that is left and the time that has passed. A key that never ends and whose age
    /// nobody knows may have been made today: unknown.
    fn age(&self, today: Day) -> Value {
        let left = if let Expiry::On(day) = self.expires { Some(day - today) } else { None };
        let passed = self.rotated.map(|day| today - day);
        let best = left.into_iter().chain(passed).min();
        best.map_or(Value::Unknown, |days| {
            Value::Known(match days {
                ..=90 => 1.0,
                91..=180 => 0.75,
                181..=365 => 0.5,
                366.. => 0.0,
            })
        })
    }

    /// M4: 0 where it stands under two names, in two files, two environments or two lines of the register; 1 where
    /// it has one of these. A bare key tells nothing of where else it is used.
    fn reuse(&self) -> Value {
        let files = self.sightings.iter().filter_map(|s| s.file.as_deref());
        let names = self.sightings.iter().filter_map(|s| s.variable.as_deref());
        let lines = self.registered.iter().map(String::as_str);
        let environments = self.environments().map(|e| match e {
            Environment::Development => "development",
            Environment::Staging => "staging",
            Environment::Production => "production",
        });
        let spread = [distinct(files), distinct(names), distinct(lines), distinct(environments)];
        match spread.into_iter().max() {
            None | Some(0) => Value::Unknown,
            Some(1) => Value::Known(1.0),
            Some(_) => Value::Known(0.0),
        }
    }

    /// M6: unknown where no file says what it is for, and without meaning for kinds that have no test mode.
    fn fit(&self) -> Value {
        let Some(mode) = self.mode else { return Value::NotApplicable };
        let misfit = match mode {
            Mode::Live => Environment::Development,
            Mode::Test => Environment::Production,
        };
        match (self.environments().next(), self.environments().any(|e| e == misfit)) {
            (None, _) => Value::Unknown,
            (Some(_), misfits) => Value::Known(if misfits { 0.0 } else { 1.0 }),
        }
    }
}

/// How many different texts there are: none, one, or two that stand for more.
fn distinct<'a>(mut texts: impl Iterator<Item = &'a str>) -> u8 {
    let Some(first) = texts.next() else { return 0 };
    if texts.any(|text| !text.eq_ignore_ascii_case(first)) { 2 } else { 1 }
}

/// What the score rests on.
pub fn facts(keys: &[Observed], today: Day, answers: [Option<Answer>; ANSWERS], bonus: [bool; BONUS.len()]) -> Facts {
    let alive = || keys.iter().filter(|key| key.is_alive());
    Facts {
        keys: keys
            .iter()
            .map(|key| Key {
                label: key.label.clone(),
                state: key.state,
                rows: [
                    key.exposure(),
                    key.privilege(),
                    key.age(today),
                    key.reuse(),
                    key.restricted.map_or(Value::Unknown, |yes| Value::Known(if yes { 1.0 } else { 0.0 })),
                    key.fit(),
                ],
            })
            .collect(),
        dead_wood: dead_wood(keys),
        answers,
        administration: alive()
            .any(|key| key.privilege == Some(Privilege::Administration) && key.expires == Expiry::Never),
        production_elsewhere: alive().any(Observed::is_in_production_and_elsewhere),
        bonus,
    }
}

/// M7: 0 where a dead key stands in a place that M1 counts, 1 where keys were checked and none does, unknown where
/// none was.
fn dead_wood(keys: &[Observed]) -> Value {
    let dead = |key: &&Observed| key.state == KeyState::Dead;
    if keys.iter().filter(dead).any(|key| key.exposure() == Value::Known(0.0)) {
        return Value::Known(0.0);
    }
    if keys.iter().any(|key| key.state != KeyState::Unknown) { Value::Known(1.0) } else { Value::Unknown }
}

// ---- reading places and powers -----------------------------------------------------------------------------

/// Beginnings of names that bundlers put into what clients download.
/// <https://nextjs.org/docs/app/guides/environment-variables>, <https://vite.dev/guide/env-and-mode>,
/// <https://create-react-app.dev/docs/adding-custom-environment-variables/>,
/// <https://docs.expo.dev/guides/environment-variables/>, 2026-11
const CLIENT_PREFIXES: &[&str] =
    &["NEXT_PUBLIC_", "VITE_", "REACT_APP_", "EXPO_PUBLIC_", "NUXT_PUBLIC_", "VUE_APP_", "GATSBY_", "PUBLIC_"];

/// Endings of files that are code: the languages of Scan, and what else is committed as a matter of course.
const CODE: &[&str] = &[
    "js",
    "mjs",
    "cjs",
    "jsx",
    "ts",
    "tsx",
    "mts",
    "vue",
    "svelte",
    "py",
    "ipynb",
    "rs",
    "go",
    "java",
    "kt",
    "scala",
    "cs",
    "rb",
    "php",
    "sh",
    "bash",
    "zsh",
    "ps1",
    "yml",
    "yaml",
    "dockerfile",
    "swift",
    "dart",
    "c",
    "h",
    "cc",
    "cpp",
    "lua",
    "pl",
    "r",
    "sql",
    "tf",
    "html",
    "htm",
    "md",
    "rst",
];

/// Endings of files that hold settings, in git or not.
const CONFIGURATION: &[&str] =
    &["json", "jsonc", "toml", "ini", "cfg", "conf", "properties", "xml", "plist", "tfvars", "config"];

/// Endings of mails and chats.
const CONVERSATION: &[&str] = &["eml", "mbox", "msg"];

/// Where a key in a file stands, by the file's name and the variable's; none where they do not tell.
pub fn place_in_file(file: &str, variable: Option<&str>) -> Option<Place> {
    if is_for_clients(variable) { Some(Place::ClientVariable) } else { by_name(file) }
}

/// A pasted text, which has no name: its shape says what it is from.
pub struct Pasted<'t> {
    text: &'t [u8],
    whole: Option<Place>,
}

impl<'t> Pasted<'t> {
    /// Looks at it once, for all that is found in it.
    pub fn new(text: &'t [u8]) -> Self {
        Self { text, whole: by_shape(&String::from_utf8_lossy(text)) }
    }

    /// Where a key stands; `span` in bytes of the text.
    pub fn place(&self, span: &Range<usize>, variable: Option<&str>) -> Place {
        if is_for_clients(variable) {
            return Place::ClientVariable;
        }
        let (before, after) = line_around(self.text, span);
        if is_in_url(&before) {
            return Place::Url;
        }
        if self.whole == Some(Place::EnvFile) {
            return Place::EnvFile;
        }
        if is_prose(&before) {
            return Place::Conversation;
        }
        self.whole.unwrap_or_else(|| by_line(&before, &after))
    }
}

fn is_for_clients(variable: Option<&str>) -> bool {
    let upper = variable.map(str::to_ascii_uppercase);
    upper.is_some_and(|name| CLIENT_PREFIXES.iter().any(|prefix| name.starts_with(prefix)))
}

fn by_name(file: &str) -> Option<Place> {
    let name = file.rsplit(['/', '\\']).next().unwrap_or(file).to_ascii_lowercase();
    let words = || name.split(|c: char| !c.is_ascii_alphanumeric());
    let ending = name.rsplit('.').next().unwrap_or_default();
    if words().any(|word| matches!(word, "example" | "sample" | "template" | "dist")) {
        return Some(Place::ExampleFile);
    }
    if name.starts_with(".env") || ending == "env" || name == "env" {
        return Some(Place::EnvFile);
    }
    if CODE.contains(&ending) || words().any(|word| word == "dockerfile") {
        return Some(Place::Code);
    }
    if CONVERSATION.contains(&ending) {
        return Some(Place::Conversation);
    }
    CONFIGURATION.contains(&ending).then_some(Place::Configuration)
}

/// What stands before and after on the same line.
fn line_around(text: &[u8], span: &Range<usize>) -> (String, String) {
    let (Some(before), Some(after)) = (text.get(..span.start), text.get(span.end..)) else { return Default::default() };
    let start = before.iter().rposition(|b| *b == b'\n').map_or(0, |at| at + 1);
    let end = after.iter().position(|b| *b == b'\n').unwrap_or(after.len());
    let of = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (of(&before[start..]), of(&after[..end]))
}

/// In the query, the fragment or the user part of a URL: the scheme and one of their marks stand before it, and no
/// space or quote between.
fn is_in_url(before: &str) -> bool {
    let word = before.rsplit([' ', '\t', '"', '\'', '`', '<', '(']).next().unwrap_or_default();
    let rest = word.split_once("https://").or_else(|| word.split_once("http://")).map(|(_, rest)| rest);
    // `https://user:KEY@host` has nothing before the key but the user.
    rest.is_some_and(|rest| rest.contains(['?', '&', '#']) || (rest.contains(':') && !rest.contains('/')))
}

/// What a whole text is, as far as its first lines tell.
fn by_shape(text: &str) -> Option<Place> {
    let lines: Vec<_> = text.lines().map(str::trim).filter(|line| !line.is_empty()).take(400).collect();
    if lines.iter().all(|line| is_env_line(line)) && lines.iter().any(|line| !line.starts_with('#')) {
        return Some(Place::EnvFile);
    }
    let heads = |head: &str| lines.iter().any(|line| line.to_ascii_lowercase().starts_with(head));
    let mail = heads("from:") && (heads("to:") || heads("subject:"));
    if mail || lines.iter().filter(|line| is_said(line)).count() >= 2 {
        return Some(Place::Conversation);
    }
    lines.first()?.starts_with(['{', '[']).then_some(Place::Configuration)
}

/// A literal is quoted on both sides, and given to something.
fn by_line(before: &str, after: &str) -> Place {
    let quoted = before.ends_with(['"', '\'', '`']) && after.starts_with(['"', '\'', '`']);
    if quoted && before.contains(['=', ':', '(', ',']) { Place::Code } else { Place::Bare }
}

/// `NAME=value`, `export NAME=value`, or a comment.
fn is_env_line(line: &str) -> bool {
    if line.starts_with('#') {
        return true;
    }
    let line = line.strip_prefix("export ").unwrap_or(line);
    let Some((name, value)) = line.split_once('=') else { return false };
    !name.is_empty()
        && name.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
        && !value.starts_with(' ')
        && !value.ends_with(';')
}

/// Four words or more in a row, as people write to each other.
fn is_prose(before: &str) -> bool {
    let words = before.trim_start_matches(['/', '#', '*', ' ', '\t']);
    // Comments and commands have words too.
    let code = before.trim_start().starts_with(['/', '#', '*', '-', '$']) || before.contains(['=', ';', '{', '`']);
    let letters = |word: &&str| word.chars().all(|c| c.is_alphabetic() || matches!(c, '\'' | '’' | ',' | ':' | '.'));
    !code && words.split_whitespace().filter(letters).count() >= 4 && !words.starts_with("curl ")
}

/// `[14:02] Ada: …`, `14:02 Ada …`: a line of a chat.
fn is_said(line: &str) -> bool {
    let head: String = line.chars().take(24).collect();
    let bytes = head.as_bytes();
    let time = bytes
        .windows(4)
        .any(|w| w[0].is_ascii_digit() && w[1] == b':' && w[2].is_ascii_digit() && w[3].is_ascii_digit());
    time && line.split_whitespace().count() >= 3 && !line.contains(['=', '{', ';'])
}

/// What a file is for, by its name, or what a variable is, by its own.
pub fn environment(name: &str) -> Option<Environment> {
    let lower = name.to_ascii_lowercase();
    lower.split(|c: char| !c.is_ascii_alphanumeric()).find_map(|word| match word {
        "prod" | "production" => Some(Environment::Production),
        "staging" | "stage" | "preview" => Some(Environment::Staging),
        "dev" | "development" | "local" | "test" | "tests" | "testing" => Some(Environment::Development),
        _ => None,
    })
}

/// The mode that a kind's id names (`secret-live`, `restricted-test`).
pub fn mode(kind: &str) -> Option<Mode> {
    kind.split('-').find_map(|word| match word {
        "live" => Some(Mode::Live),
        "test" | "sandbox" => Some(Mode::Test),
        _ => None,
    })
}

/// What a key may do, by its kind's id and what its provider told: whether it administers, its role, its scopes.
/// None where nothing tells.
pub fn privilege(kind: &str, administers: Option<bool>, role: Option<&str>, scopes: &[&str]) -> Option<Privilege> {
    let words =
        |text: &str| text.split(|c: char| !c.is_ascii_alphanumeric()).map(str::to_ascii_lowercase).collect::<Vec<_>>();
    let kind = words(kind);
    let has = |wanted: &[&str]| kind.iter().any(|word| wanted.contains(&word.as_str()));
    if administers == Some(true) || has(&["admin", "root", "owner", "management"]) {
        return Some(Privilege::Administration);
    }
    if has(&["restricted", "publishable", "readonly"]) {
        return Some(Privilege::Narrow);
    }
    let scopes: Vec<_> = if scopes.is_empty() { role.into_iter().collect() } else { scopes.to_vec() };
    // The widest scope decides.
    let privileges = scopes.into_iter().map(|scope| {
        let words = words(scope);
        let any = |wanted: &[&str]| words.iter().any(|word| wanted.contains(&word.as_str()));
        // GitLab's `api` reaches all that its user does.
        if scope == "*" || scope == "api" || any(&["admin", "administrator", "owner", "all", "full", "root", "sudo"]) {
            Privilege::Administration
        } else if any(&["read", "readonly", "view", "viewer", "finegrained"]) && !any(&["write"]) {
            Privilege::Narrow
        } else {
            Privilege::Broad
        }
    });
    privileges.max()
}

/// The day of an ISO 8601 date (`2026-11-25T…`).
pub fn day(date: &str) -> Option<Day> {
    let mut parts = date.get(..10)?.split('-');
    let year: i32 = parts.next()?.parse().ok()?;
    let month: i32 = parts.next()?.parse().ok()?;
    let day: i32 = parts.next()?.parse().ok()?;
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) || !(1970..=9999).contains(&year) {
        return None;
    }
    Day::try_from(civil::days(year.into(), month.into(), day.into())).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TODAY: Day = 20_000;

    fn seen(place: Place) -> Observed {
        let sighting = Sighting { place, file: None, variable: None, environment: None };
        Observed { sightings: vec![sighting], ..Observed::new("a".into()) }
    }

    fn rows(key: &Observed) -> [Value; 6] {
        facts(std::slice::from_ref(key), TODAY, [None; 8], [false; 4]).keys[0].rows
    }

    /// The place of `KEY!` in a pasted text.
    fn pasted(text: &str) -> Place {
        let at = text.find("KEY!").expect("the text holds KEY!");
        Pasted::new(text.as_bytes()).place(&(at..at + 4), None)
    }

    #[test]
    fn a_key_in_code_a_url_an_example_or_a_chat_is_exposed() {
        for (text, wanted) in [
            ("const key = \"KEY!\";\nuse(key);", Place::Code),
            ("client = Client(api_key='KEY!')", Place::Code),
            ("fetch(`https://maps.example/api?key=KEY!&q=1`)", Place::Url),
            ("git clone https://ada:KEY!@github.com/a/b", Place::Url),
            ("hi, here is the new key for you: KEY!", Place::Conversation),
            ("[14:02] Ada: the key?\n[14:03] Bob: it is KEY!", Place::Conversation),
            ("From: ada@example.com\nTo: bob@example.com\nSubject: key\n\nKEY!", Place::Conversation),
        ] {
            assert_eq!(pasted(text), wanted, "{text}");
            assert_eq!(rows(&seen(wanted))[0], Value::Known(0.0), "{text}");
        }
    }

    #[test]
    fn a_dot_env_is_no_exposure_and_a_bare_key_is_unknown() {
        assert_eq!(pasted("# shop\nA=1\nexport B_KEY=KEY!\n"), Place::EnvFile);
        assert_eq!(rows(&seen(Place::EnvFile))[0], Value::Known(1.0));
        for text in ["KEY!", "  KEY!\nother", "curl -H \"Authorization: Bearer KEY!\" https://api.example/v1"] {
            assert_eq!(pasted(text), Place::Bare, "{text}");
        }
        assert_eq!(pasted("{\n  \"key\": \"KEY!\"\n}"), Place::Configuration);
        assert_eq!(rows(&seen(Place::Bare))[0], Value::Unknown);
        assert_eq!(rows(&Observed::new("a".into()))[0], Value::Unknown);
    }

    #[test]
    fn a_files_name_says_what_it_is() {
        for (file, wanted) in [
            ("src/app.ts", Place::Code),
            ("Dockerfile", Place::Code),
            ("deploy/values.yaml", Place::Code),
            (".env", Place::EnvFile),
            (".env.production", Place::EnvFile),
            ("shop.env", Place::EnvFile),
            (".env.example", Place::ExampleFile),
            ("config.sample.json", Place::ExampleFile),
            ("settings.json", Place::Configuration),
            ("thread.eml", Place::Conversation),
            ("notes", Place::Bare),
        ] {
            assert_eq!(place_in_file(file, None).unwrap_or(Place::Bare), wanted, "{file}");
        }
    }

    #[test]
    fn a_clients_variable_is_exposed_even_in_a_dot_env() {
        let name = Some("NEXT_PUBLIC_OPENAI_KEY");
        assert_eq!(place_in_file(".env", name), Some(Place::ClientVariable));
        assert_eq!(Pasted::new(b"NEXT_PUBLIC_OPENAI_KEY=KEY!").place(&(23..27), name), Place::ClientVariable);
        assert_eq!(rows(&seen(Place::ClientVariable))[0], Value::Known(0.0));
    }

    #[test]
    fn one_exposed_place_outweighs_all_others() {
        let mut key = seen(Place::EnvFile);
        key.sightings.extend(seen(Place::Bare).sightings);
        assert_eq!(rows(&key)[0], Value::Unknown);
        key.sightings.extend(seen(Place::Code).sightings);
        assert_eq!(rows(&key)[0], Value::Known(0.0));
    }

    #[test]
    fn privilege_is_read_from_kind_role_and_scopes() {
        for (kind, administers, role, scopes, wanted) in [
            ("admin", None, None, &[][..], Some(Privilege::Administration)),
            ("api", Some(true), None, &[], Some(Privilege::Administration)),
            ("restricted-live", None, None, &[], Some(Privilege::Narrow)),
            ("user", None, Some("read"), &[], Some(Privilege::Narrow)),
            ("user", None, Some("write"), &[], Some(Privilege::Broad)),
            ("personal", None, None, &["read_api", "read_user"], Some(Privilege::Narrow)),
            ("personal", None, None, &["read:org", "repo"], Some(Privilege::Broad)),
            ("personal", None, None, &["repo", "admin:org"], Some(Privilege::Administration)),
            ("personal", None, None, &["api"], Some(Privilege::Administration)),
            ("api", Some(false), None, &[], None),
        ] {
            assert_eq!(privilege(kind, administers, role, scopes), wanted, "{kind} {role:?} {scopes:?}");
        }
    }

    #[test]
    fn age_is_the_better_of_what_is_left_and_what_has_passed() {
        let with = |expires, rotated| rows(&Observed { expires, rotated, ..Observed::new("a".into()) })[2];
        assert_eq!(with(Expiry::On(TODAY + 90), None), Value::Known(1.0));
        assert_eq!(with(Expiry::On(TODAY + 91), None), Value::Known(0.75));
        assert_eq!(with(Expiry::On(TODAY + 700), Some(TODAY - 365)), Value::Known(0.5));
        assert_eq!(with(Expiry::Never, Some(TODAY - 366)), Value::Known(0.0));
        assert_eq!(with(Expiry::Never, None), Value::Unknown);
        assert_eq!(with(Expiry::Unknown, None), Value::Unknown);
    }

    #[test]
    fn a_key_under_two_names_files_or_environments_is_reused() {
        let place = |file: &str, variable: &str| Sighting {
            place: Place::EnvFile,
            file: (!file.is_empty()).then(|| file.to_owned()),
            variable: (!variable.is_empty()).then(|| variable.to_owned()),
            environment: environment(file),
        };
        let reuse = |sightings| rows(&Observed { sightings, ..Observed::new("a".into()) })[3];
        assert_eq!(reuse(vec![place("", "")]), Value::Unknown);
        assert_eq!(reuse(vec![place("", "A_KEY")]), Value::Known(1.0));
        assert_eq!(reuse(vec![place("", "A_KEY"), place("", "a_key")]), Value::Known(1.0));
        assert_eq!(reuse(vec![place("", "A_KEY"), place("", "B_KEY")]), Value::Known(0.0));
        assert_eq!(reuse(vec![place(".env.production", "A"), place(".env.development", "A")]), Value::Known(0.0));
        let registered = Observed { registered: vec!["shop".into(), "blog".into()], ..Observed::new("a".into()) };
        assert_eq!(rows(&registered)[3], Value::Known(0.0));
    }

    #[test]
    fn live_keys_fit_production_and_test_keys_do_not() {
        let fit = |mode, name: &str| {
            let mut key = seen(Place::EnvFile);
            key.sightings[0].environment = environment(name);
            rows(&Observed { mode, ..key })[5]
        };
        assert_eq!(fit(mode("secret-live"), ".env.development"), Value::Known(0.0));
        assert_eq!(fit(mode("secret-live"), ".env.production"), Value::Known(1.0));
        assert_eq!(fit(mode("secret-test"), ".env.production"), Value::Known(0.0));
        assert_eq!(fit(mode("secret-test"), ".env"), Value::Unknown);
        assert_eq!(fit(mode("api"), ".env.production"), Value::NotApplicable);
    }

    #[test]
    fn dead_wood_is_a_dead_key_where_m1_would_count_it() {
        let of = |keys: &[Observed]| facts(keys, TODAY, [None; 8], [false; 4]).dead_wood;
        let state = |place, state| Observed { state, ..seen(place) };
        assert_eq!(of(&[state(Place::Code, KeyState::Dead)]), Value::Known(0.0));
        assert_eq!(of(&[state(Place::EnvFile, KeyState::Dead)]), Value::Known(1.0));
        assert_eq!(of(&[state(Place::Code, KeyState::Live)]), Value::Known(1.0));
        assert_eq!(of(&[state(Place::Code, KeyState::Unknown)]), Value::Unknown);
        assert_eq!(of(&[]), Value::Unknown);
    }

    #[test]
    fn c2_and_c3_take_living_keys_alone() {
        let mut key = seen(Place::EnvFile);
        key.privilege = Some(Privilege::Administration);
        key.expires = Expiry::Never;
        key.sightings[0].environment = Some(Environment::Production);
        key.sightings.push(Sighting { environment: Some(Environment::Staging), ..key.sightings[0].clone() });
        for (state, flagged) in [(KeyState::Limited, true), (KeyState::Dead, false), (KeyState::Unknown, false)] {
            let it = facts(&[Observed { state, ..key.clone() }], TODAY, [None; 8], [false; 4]);
            assert_eq!((it.administration, it.production_elsewhere), (flagged, flagged), "{state:?}");
        }
    }

    #[test]
    fn days_are_counted_from_1970() {
        assert_eq!(day("1970-01-01"), Some(0));
        assert_eq!(day("2000-03-01T00:00:00Z"), Some(11_017));
        assert_eq!(day("2026-11-25T14:02:11.000Z"), Some(20_782));
        for text in ["", "2026-13-01", "soon", "26-11-2025"] {
            assert_eq!(day(text), None, "{text}");
        }
    }
}
