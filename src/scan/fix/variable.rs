//! The name of the variable that takes a key: from the name beside it, else as its provider writes it.

use crate::provider::Kind;

/// Longer names are sentences.
const LONGEST: usize = 48;

/// Words of which names of variables are made, besides the provider's own.
const WORDS: &[&str] = &[
    "ACCESS",
    "ACCOUNT",
    "ADMIN",
    "API",
    "APP",
    "APPLICATION",
    "AUTH",
    "BOT",
    "CLIENT",
    "CLOUD",
    "CONNECTION",
    "CREDENTIALS",
    "DATABASE",
    "DEPLOY",
    "DSN",
    "ENCRYPTION",
    "ID",
    "INTEGRATION",
    "JSON",
    "JWT",
    "KEY",
    "LICENSE",
    "MANAGEMENT",
    "OAUTH",
    "ORG",
    "PASSWORD",
    "PAT",
    "PERSONAL",
    "PRIVATE",
    "PROJECT",
    "PUBLIC",
    "READ",
    "REFRESH",
    "REST",
    "ROLE",
    "SECRET",
    "SERVER",
    "SERVICE",
    "SID",
    "SIGNING",
    "SSH",
    "STRING",
    "TEST",
    "TOKEN",
    "URI",
    "URL",
    "USER",
    "WEBHOOK",
    "WRITE",
];

/// Words that say that something is a key, and not whose.
const GENERIC: &[&str] = &[
    "API",
    "APIKEY",
    "KEY",
    "TOKEN",
    "SECRET",
    "ACCESS",
    "AUTH",
    "AUTHORIZATION",
    "BEARER",
    "PASSWORD",
    "X",
    "MY",
    "DEFAULT",
    "VALUE",
    "CONFIG",
    "PROCESS",
    "ENV",
    "OS",
    "ENVIRON",
    "CREDENTIALS",
    "CLIENT",
    "PRIVATE",
    "HEADERS",
    "SELF",
    "THIS",
    "CONST",
    "STRING",
    "TEST",
    "OLD",
    "NEW",
    "PROD",
    "DEV",
    "DATA",
    "ID",
    "USER",
    "URL",
    "URI",
    "DSN",
];

/// Words of which a name has at least one, if it is a key's.
const KEY_WORDS: &[&str] =
    &["KEY", "TOKEN", "SECRET", "PASSWORD", "PAT", "URL", "URI", "DSN", "CREDENTIALS", "AUTH", "JWT", "CONNECTION"];

/// A name for a key of the kind. What the build tools would expose by its beginning loses that.
pub(super) fn choose(written: Option<&str>, kind: Option<&Kind>, exposed: Option<&str>) -> String {
    let own = written.map(upper_snake).unwrap_or_default();
    let own = exposed.and_then(|start| own.strip_prefix(start)).unwrap_or(&own);
    // Of `process.env.X` the way there is no part of the name.
    let own = own.strip_prefix("PROCESS_ENV_").or_else(|| own.strip_prefix("OS_ENVIRON_")).unwrap_or(own);
    let words = || own.split('_');
    let means_one = words().any(|word| !GENERIC.contains(&word));
    let is_keys = words().any(|word| KEY_WORDS.iter().any(|key| word.ends_with(key)));
    let begins = own.starts_with(|c: char| c.is_ascii_uppercase());
    if means_one && is_keys && begins && own.len() <= LONGEST {
        return own.to_owned();
    }
    kind.map_or_else(|| "API_KEY".to_owned(), of_kind)
}

/// The name that the provider gives the variable.
fn of_kind(kind: &Kind) -> String {
    let provider = kind.provider();
    let own: Vec<String> = provider.id.split('-').map(str::to_uppercase).collect();
    match kind.env.first().or(provider.env.first()) {
        Some(name) => spelled(&name.to_uppercase(), &own),
        None => format!("{}_API_KEY", own.join("_")),
    }
}

/// `OPENAIAPIKEY` as `OPENAI_API_KEY`: the catalogue's table keeps names without style, so the words are found
/// again, the fewest letters left over and then the fewest words.
fn spelled(name: &str, own: &[String]) -> String {
    let words = || WORDS.iter().copied().chain(own.iter().map(String::as_str));
    // The cost of each beginning of the name, and the length of the word that ends it: 0 for a letter left over.
    let mut best = vec![(0, 0)];
    for end in 1..=name.len() {
        let mut least = (best[end - 1].0 + 100, 0);
        for word in words().filter(|word| word.len() > 1 && name[..end].ends_with(word)) {
            let cost = best[end - word.len()].0 + 1;
            if cost < least.0 {
                least = (cost, word.len());
            }
        }
        best.push(least);
    }
    let mut parts: Vec<&str> = Vec::new();
    let (mut end, mut left) = (name.len(), 0);
    while end > 0 {
        let length = best[end].1;
        if length == 0 {
            left += 1;
            end -= 1;
            continue;
        }
        if left > 0 {
            parts.push(&name[end..end + left]);
            left = 0;
        }
        parts.push(&name[end - length..end]);
        end -= length;
    }
    if left > 0 {
        parts.push(&name[..left]);
    }
    parts.reverse();
    parts.join("_")
}

/// `openAiKey`, `openai.api-key`: `OPEN_AI_KEY`, `OPENAI_API_KEY`.
pub(super) fn upper_snake(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 4);
    let mut before = '_';
    for c in name.chars() {
        let word_ends = !c.is_ascii_alphanumeric() || (c.is_ascii_uppercase() && before.is_ascii_lowercase());
        if word_ends && !out.is_empty() && !out.ends_with('_') {
            out.push('_');
        }
        if c.is_ascii_alphanumeric() {
            out.push(c.to_ascii_uppercase());
        }
        before = c;
    }
    out.truncate(out.trim_end_matches('_').len());
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::provider::PROVIDERS;

    #[test]
    fn the_name_beside_a_key_is_kept_where_it_is_a_good_one() {
        for (written, name) in [
            ("OPENAI_API_KEY", "OPENAI_API_KEY"),
            ("groqApiKey", "GROQ_API_KEY"),
            ("openai.api-key", "OPENAI_API_KEY"),
            ("process.env.MY_GROQ_KEY", "MY_GROQ_KEY"),
            ("stripeSecret", "STRIPE_SECRET"),
        ] {
            assert_eq!(choose(Some(written), None, None), name);
        }
    }

    #[test]
    fn a_name_that_says_nothing_gives_way_to_the_providers() {
        let kind = PROVIDERS.iter().find(|p| p.id == "groq").map(|p| &p.kinds[0]);
        for written in ["apiKey", "Authorization", "x-api-key", "KEY", "key1", "groq", "9lives_key", "mystery"] {
            assert_eq!(choose(Some(written), kind, None), "GROQ_API_KEY", "{written}");
        }
        assert_eq!(choose(None, kind, None), "GROQ_API_KEY");
    }

    #[test]
    fn a_beginning_that_exposes_is_taken_off() {
        assert_eq!(choose(Some("VITE_GROQ_KEY"), None, Some("VITE_")), "GROQ_KEY");
    }

    #[test]
    fn providers_names_are_spelled_as_in_their_files() {
        let mut wrong = Vec::new();
        for provider in *PROVIDERS {
            let file = std::fs::read_to_string(format!("src/provider/{}.toml", provider.id)).unwrap_or_default();
            let list = file.lines().take_while(|l| !l.starts_with('[')).find_map(|l| l.strip_prefix("env = [\""));
            let Some(written) = list.and_then(|l| l.split('"').next()) else { continue };
            let first = written.replace('_', "");
            if provider.env.first().is_none_or(|e| e.to_uppercase() != first) {
                continue;
            }
            let own: Vec<String> = provider.id.split('-').map(str::to_uppercase).collect();
            if spelled(&first, &own) != written {
                wrong.push(format!("{written}: {}", spelled(&first, &own)));
            }
        }
        assert!(wrong.len() * 15 < PROVIDERS.len(), "{} of {}: {wrong:#?}", wrong.len(), PROVIDERS.len());
    }
}
