//! How to mend a line that holds a key: the same line reading an environment variable, in the file's own language,
//! and what goes into `.env`, `.env.example` and `.gitignore`. Where the line cannot be rewritten surely, that is
//! said, with the expression to use. No key, and no part of one longer than its mask, stands in any of it.

mod literal;
mod variable;

use super::language::Language;
use crate::check::untrusted::Untrusted;
use crate::provider::Kind;
use literal::{Literal, Spot};
use std::ops::Range;

/// Longer lines are some tool's, not a person's, in bytes.
const LONGEST_LINE: usize = 400;

/// Beginnings of names that build tools write into the page itself.
const EXPOSING: &[&str] =
    &["NEXT_PUBLIC_", "NUXT_PUBLIC_", "EXPO_PUBLIC_", "REACT_APP_", "GATSBY_", "VITE_", "VUE_APP_", "PUBLIC_"];

/// A finding, and what stands beside it.
pub(super) struct Beside<'a> {
    pub(super) path: &'a str,
    pub(super) language: Language,
    pub(super) name: Option<&'a str>,
    /// The line in which it begins.
    pub(super) line: &'a [u8],
    /// Its place in the line; its end lies behind the line's where it has several.
    pub(super) span: Range<usize>,
    /// Whether no other key stands in the line.
    pub(super) alone: bool,
    pub(super) mask: &'a str,
    pub(super) kind: Option<&'static Kind>,
}

/// How to mend it.
#[derive(Debug)]
pub struct Fix {
    /// The variable that takes the key.
    pub variable: String,
    /// The line, rewritten.
    pub rewritten: Result<Untrusted, Unsure>,
    /// How the language reads the variable; empty where it reads none.
    pub idiom: String,
    /// What the rewritten line needs beside it: an import, a declaration.
    pub needs: Option<String>,
    /// For `.env`, with the mask where the new key goes.
    pub env: String,
    /// For `.env.example`.
    pub example: String,
    /// For `.gitignore`.
    pub ignore: String,
    /// The beginning of the name beside it, where build tools write such variables into the page.
    pub exposed: Option<&'static str>,
}

/// Why a line is not rewritten.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unsure {
    /// It stands in a comment: nothing reads it there.
    Comment,
    /// A constant or an annotation, which must be known when the program is compiled.
    Constant,
    /// The key, or the text in which it stands, has several lines.
    SeveralLines,
    /// It stands inside a longer text whose rules are not clear.
    PartOfText,
    /// Other keys stand in the line, or it is too long to be a person's.
    Crowded,
    /// The format knows no variables: the program that reads the file has to.
    Format,
    /// What a Dockerfile sets stays in the image.
    Image,
    /// The file is the right place; the repository is not.
    EnvFile,
    /// The language is not known.
    Unknown,
}

impl Fix {
    /// For a finding. `tells` says whether a text holds a part of a key.
    pub(super) fn of(beside: &Beside<'_>, tells: impl Fn(&str) -> bool) -> Self {
        let exposed = beside.name.and_then(|name| {
            let name = variable::upper_snake(name);
            EXPOSING.iter().copied().find(|start| name.starts_with(start))
        });
        let mut variable = variable::choose(beside.name, beside.kind, exposed);
        if tells(&variable) {
            variable = variable::choose(None, beside.kind, None);
        }
        let rewritten = rewrite(beside, &variable).and_then(|line| {
            let line = line.replace('\t', "    ");
            if tells(&line) { Err(Unsure::Crowded) } else { Ok(Untrusted::new(line.trim())) }
        });
        let set = if beside.language == Language::Terraform {
            format!("TF_VAR_{}", variable.to_lowercase())
        } else {
            variable.clone()
        };
        let quote = if beside.mask.contains(' ') { "\"" } else { "" };
        let name = beside.path.rsplit('/').next().unwrap_or_default();
        let own = beside.language == Language::DotEnv && !is_example(name) && !name.is_empty();
        Self {
            rewritten,
            idiom: idiom(beside.language, beside.path, &variable),
            needs: needs(beside.language, &variable),
            env: format!("{set}={quote}{}{quote}", beside.mask),
            example: format!("{set}="),
            ignore: if own { name.to_owned() } else { ".env".to_owned() },
            exposed,
            variable,
        }
    }
}

/// Whether a file of this name is made to be committed.
fn is_example(name: &str) -> bool {
    ["example", "sample", "template", "dist"].iter().any(|word| name.contains(word))
}

fn is_workflow(path: &str) -> bool {
    path.contains(".github/workflows/")
}

fn is_compose(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    name.contains("compose")
}

/// Spring reads `${NAME}` in its own files: <https://docs.spring.io/spring-boot/reference/features/external-config.html>, 2026-11.
fn is_spring(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    name.starts_with("application") || name.starts_with("bootstrap")
}

/// How a language reads a variable.
fn idiom(language: Language, path: &str, name: &str) -> String {
    match language {
        Language::JavaScript | Language::TypeScript => format!("process.env.{name}"),
        Language::Python => format!("os.environ[\"{name}\"]"),
        Language::Rust => format!("std::env::var(\"{name}\").expect(\"{name} is set\")"),
        Language::Go => format!("os.Getenv(\"{name}\")"),
        Language::Java | Language::Kotlin => format!("System.getenv(\"{name}\")"),
        Language::CSharp => format!("Environment.GetEnvironmentVariable(\"{name}\")"),
        Language::Ruby => format!("ENV.fetch(\"{name}\")"),
        Language::Php => format!("getenv('{name}')"),
        Language::Shell => format!("\"${{{name}}}\""),
        Language::Swift => format!("ProcessInfo.processInfo.environment[\"{name}\"]"),
        Language::Terraform => format!("var.{}", name.to_lowercase()),
        Language::Yaml if is_workflow(path) => format!("${{{{ secrets.{name} }}}}"),
        Language::Yaml | Language::Properties => format!("${{{name}}}"),
        Language::Docker => {
            let id = name.to_lowercase();
            format!("RUN --mount=type=secret,id={id},env={name} …")
        }
        Language::Json | Language::Toml | Language::DotEnv | Language::Other => String::new(),
    }
}

fn needs(language: Language, name: &str) -> Option<String> {
    Some(match language {
        Language::Python => "import os".to_owned(),
        Language::Go => "import \"os\"".to_owned(),
        Language::CSharp => "using System;".to_owned(),
        Language::Swift => "import Foundation".to_owned(),
        Language::Terraform => {
            format!("variable \"{}\" {{\n  type      = string\n  sensitive = true\n}}", name.to_lowercase())
        }
        _ => return None,
    })
}

fn rewrite(beside: &Beside<'_>, name: &str) -> Result<String, Unsure> {
    let language = beside.language;
    // What no line of such a file could mend comes first.
    match language {
        Language::Other => return Err(Unsure::Unknown),
        Language::Json | Language::Toml => return Err(Unsure::Format),
        Language::Docker => return Err(Unsure::Image),
        Language::DotEnv if !is_example(beside.path) => return Err(Unsure::EnvFile),
        Language::Yaml if !(is_workflow(beside.path) || is_compose(beside.path) || is_spring(beside.path)) => {
            return Err(Unsure::Format);
        }
        Language::Properties if !is_spring(beside.path) => return Err(Unsure::Format),
        _ => {}
    }
    if beside.span.end > beside.line.len() {
        return Err(Unsure::SeveralLines);
    }
    if !beside.alone || beside.line.len() > LONGEST_LINE {
        return Err(Unsure::Crowded);
    }
    let (Ok(before), Ok(after)) =
        (str::from_utf8(&beside.line[..beside.span.start]), str::from_utf8(&beside.line[beside.span.end..]))
    else {
        return Err(Unsure::Crowded);
    };
    let after = after.trim_end_matches('\r');
    let spot = Spot { before, after };
    let read = idiom(language, beside.path, name);
    match language {
        Language::DotEnv => return Ok(before.trim_end_matches(['"', '\'']).to_owned()),
        // These keep their quotes: what fills them in comes later.
        Language::Yaml | Language::Properties => {
            return if before.trim_start().starts_with('#') {
                Err(Unsure::Comment)
            } else {
                Ok(format!("{before}{read}{after}"))
            };
        }
        Language::Shell => return shell(&spot, name),
        _ => {}
    }
    match spot.literal(language)? {
        Literal::Whole { head, prefix, tail } => whole(language, head, prefix, tail, &read, beside.path),
        Literal::Part { head, prefix, quote, inner, tail } => {
            part(language, head, prefix, quote, inner, tail, &read).ok_or(Unsure::PartOfText)
        }
    }
}

/// In place of a whole text.
fn whole(language: Language, head: &str, prefix: &str, tail: &str, read: &str, path: &str) -> Result<String, Unsure> {
    let word = |word: &str| head.split(|c: char| !c.is_alphanumeric() && c != '_').any(|w| w == word);
    let start = head.trim_start();
    let constant = match language {
        Language::Rust => word("const") || word("static") || start.starts_with('#') || head.contains("!("),
        Language::Go | Language::Kotlin | Language::CSharp => word("const") || start.starts_with(['@', '[']),
        Language::Java => start.starts_with('@'),
        Language::Php => word("const") || word("private") || word("public") || word("protected") || word("static"),
        _ => false,
    };
    if constant || word("case") {
        return Err(Unsure::Constant);
    }
    let javascript = matches!(language, Language::JavaScript | Language::TypeScript);
    // A key of an object, and an attribute of a tag, want brackets of their own.
    if javascript && tail.trim_start().starts_with(':') && !head.contains('?') {
        return Err(Unsure::PartOfText);
    }
    if javascript && head.ends_with('=') && head.contains('<') {
        let react = path.ends_with('x');
        return if react { Ok(format!("{head}{{{read}}}{tail}")) } else { Err(Unsure::PartOfText) };
    }
    let read = match (language, prefix) {
        (Language::Rust, "") if head.trim_end().ends_with(['(', ',']) => format!("&{read}"),
        (Language::Python, "b" | "B") => format!("{read}.encode()"),
        (Language::Python, _) | (Language::CSharp, "$" | "@") | (_, "") => read.to_owned(),
        _ => return Err(Unsure::PartOfText),
    };
    let read = if language == Language::Swift { format!("{read} ?? \"\"") } else { read };
    Ok(format!("{head}{read}{tail}"))
}

/// In place of a part of a text; none where that is not surely right.
fn part(
    language: Language,
    head: &str,
    prefix: &str,
    quote: char,
    (left, right): (&str, &str),
    tail: &str,
    read: &str,
) -> Option<String> {
    let holds = |marks: &[char]| left.contains(marks) || right.contains(marks);
    // One text after another, with whatever sign the language joins them by; a call on the whole keeps brackets.
    let joined = |sign: &str| {
        let piece = |text: &str| (!text.is_empty()).then(|| format!("{quote}{text}{quote}"));
        let all: Vec<String> = [piece(left), Some(read.to_owned()), piece(right)].into_iter().flatten().collect();
        let all = all.join(sign);
        let called = tail.starts_with(['.', '[', '?']) || tail.trim_start().starts_with(['*', '%']);
        if called { format!("{head}({all}){tail}") } else { format!("{head}{all}{tail}") }
    };
    match language {
        Language::JavaScript | Language::TypeScript if prefix.is_empty() => {
            let plain = quote == '`' || !(holds(&['`', '\\']) || left.contains("${") || right.contains("${"));
            let in_markup = head.ends_with('=') && head.contains('<');
            (plain && !in_markup && !tail.trim_start().starts_with(':'))
                .then(|| format!("{head}`{left}${{{read}}}{right}`{tail}"))
        }
        Language::Python => {
            let other = if quote == '"' { '\'' } else { '"' };
            let read = read.replace('"', &other.to_string());
            match prefix {
                "f" | "F" => Some(format!("{head}{prefix}{quote}{left}{{{read}}}{right}{quote}{tail}")),
                "" if !holds(&['{', '}']) && !tail.trim_start().starts_with(['%', '.']) => {
                    Some(format!("{head}f{quote}{left}{{{read}}}{right}{quote}{tail}"))
                }
                _ => None,
            }
        }
        Language::Ruby => {
            let plain = quote == '"' || !holds(&['\\', '#', '"']);
            plain.then(|| format!("{head}\"{left}#{{{read}}}{right}\"{tail}"))
        }
        Language::Kotlin if prefix.is_empty() => Some(format!("{head}\"{left}${{{read}}}{right}\"{tail}")),
        Language::Terraform => Some(format!("{head}\"{left}${{{read}}}{right}\"{tail}")),
        Language::Php if !head.contains("const ") => Some(joined(" . ")),
        Language::Go | Language::Java | Language::CSharp
            if prefix.is_empty() && !head.contains("const ") && !head.trim_start().starts_with(['@', '[']) =>
        {
            Some(joined(" + "))
        }
        _ => None,
    }
}

fn shell(spot: &Spot<'_>, name: &str) -> Result<String, Unsure> {
    let Spot { before, after } = *spot;
    if before.trim_start().starts_with('#') {
        return Err(Unsure::Comment);
    }
    let quote = spot.open_quote(Language::Shell);
    // `NAME=key` alone: what should be asked is whether the variable is there.
    let set = before.trim_end_matches(['"', '\'']).trim_start();
    let set = set.strip_prefix("export ").unwrap_or(set);
    let rest = after.trim_start_matches(['"', '\'']).trim();
    if set.strip_suffix('=') == Some(name) && rest.is_empty() {
        return Ok(format!(": \"${{{name}:?is not set}}\""));
    }
    Ok(match quote {
        None => format!("{before}\"${{{name}}}\"{after}"),
        Some('"') => format!("{before}${{{name}}}{after}"),
        Some(_) => {
            let (Some(head), Some(tail)) = (before.strip_suffix('\''), after.strip_prefix('\'')) else {
                return Ok(format!("{before}'\"${{{name}}}\"'{after}"));
            };
            format!("{head}\"${{{name}}}\"{tail}")
        }
    })
}
