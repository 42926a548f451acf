//! Which language a file is written in: by its name, else by its first line, else by what stands in it.

/// A language, as far as fixes differ.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs, reason = "their names say it")]
pub enum Language {
    JavaScript,
    TypeScript,
    Python,
    Rust,
    Go,
    Java,
    CSharp,
    Ruby,
    Php,
    Shell,
    Yaml,
    Json,
    Toml,
    Docker,
    DotEnv,
    Terraform,
    Kotlin,
    Swift,
    Properties,
    Other,
}

use Language::{
    CSharp, Docker, DotEnv, Go, Java, JavaScript, Json, Kotlin, Other, Php, Properties, Python, Ruby, Rust, Shell,
    Swift, Terraform, Toml, TypeScript, Yaml,
};

/// Endings of file names, in lower case.
const ENDINGS: &[(&str, Language)] = &[
    ("js", JavaScript),
    ("mjs", JavaScript),
    ("cjs", JavaScript),
    ("jsx", JavaScript),
    ("vue", JavaScript),
    ("svelte", JavaScript),
    ("astro", JavaScript),
    ("ts", TypeScript),
    ("mts", TypeScript),
    ("cts", TypeScript),
    ("tsx", TypeScript),
    ("py", Python),
    ("pyi", Python),
    ("pyw", Python),
    ("rs", Rust),
    ("go", Go),
    ("java", Java),
    ("cs", CSharp),
    ("rb", Ruby),
    ("rake", Ruby),
    ("gemspec", Ruby),
    ("php", Php),
    ("sh", Shell),
    ("bash", Shell),
    ("zsh", Shell),
    ("yml", Yaml),
    ("yaml", Yaml),
    ("json", Json),
    ("jsonc", Json),
    ("json5", Json),
    ("ipynb", Json),
    ("toml", Toml),
    ("dockerfile", Docker),
    ("env", DotEnv),
    ("tf", Terraform),
    ("tfvars", Terraform),
    ("hcl", Terraform),
    ("kt", Kotlin),
    ("kts", Kotlin),
    ("swift", Swift),
    ("properties", Properties),
];

/// Interpreters that a first line names.
const INTERPRETERS: &[(&str, Language)] = &[
    ("python", Python),
    ("node", JavaScript),
    ("deno", TypeScript),
    ("bun", TypeScript),
    ("ruby", Ruby),
    ("php", Php),
    ("zsh", Shell),
    ("bash", Shell),
    ("sh", Shell),
];

/// What a line begins with, and what that speaks for.
const OPENINGS: &[(&str, Language)] = &[
    ("<?php", Php),
    ("package main", Go),
    ("func ", Go),
    ("import (", Go),
    ("def ", Python),
    ("from ", Python),
    ("import os", Python),
    ("elif ", Python),
    ("const ", JavaScript),
    ("let ", JavaScript),
    ("var ", JavaScript),
    ("import {", JavaScript),
    ("export ", JavaScript),
    ("function ", JavaScript),
    ("await ", JavaScript),
    ("interface ", TypeScript),
    ("type ", TypeScript),
    ("use ", Rust),
    ("fn ", Rust),
    ("pub ", Rust),
    ("impl ", Rust),
    ("let mut ", Rust),
    ("public class ", Java),
    ("import java", Java),
    ("package com.", Java),
    ("private static final ", Java),
    ("using System", CSharp),
    ("namespace ", CSharp),
    ("private const string ", CSharp),
    ("require '", Ruby),
    ("require \"", Ruby),
    ("module ", Ruby),
    ("puts ", Ruby),
    ("#!/bin/", Shell),
    ("curl ", Shell),
    ("echo ", Shell),
    ("export ", Shell),
    ("fi", Shell),
    ("FROM ", Docker),
    ("RUN ", Docker),
    ("ENV ", Docker),
    ("resource \"", Terraform),
    ("provider \"", Terraform),
    ("variable \"", Terraform),
    ("fun ", Kotlin),
    ("val ", Kotlin),
    ("import Foundation", Swift),
    ("[", Toml),
    ("---", Yaml),
    ("- name:", Yaml),
    ("services:", Yaml),
    ("apiVersion:", Yaml),
];

/// Bytes at the start of a file that are looked at.
const HEAD: usize = 16 * 1024;

impl Language {
    /// As it writes itself.
    pub fn name(self) -> &'static str {
        match self {
            JavaScript => "JavaScript",
            TypeScript => "TypeScript",
            Python => "Python",
            Rust => "Rust",
            Go => "Go",
            Java => "Java",
            CSharp => "C#",
            Ruby => "Ruby",
            Php => "PHP",
            Shell => "Shell",
            Yaml => "YAML",
            Json => "JSON",
            Toml => "TOML",
            Docker => "Dockerfile",
            DotEnv => ".env",
            Terraform => "Terraform",
            Kotlin => "Kotlin",
            Swift => "Swift",
            Properties => "Properties",
            Other => "",
        }
    }

    /// The language of a file with this path that begins so.
    pub fn of(path: &str, text: &[u8]) -> Self {
        let by_name = Self::of_name(path);
        if by_name != Other {
            return by_name;
        }
        let head = String::from_utf8_lossy(&text[..text.len().min(HEAD)]);
        let first = head.lines().next().unwrap_or_default();
        if let Some(interpreter) = first.strip_prefix("#!") {
            let named = INTERPRETERS.iter().find(|(name, _)| interpreter.contains(name));
            return named.map_or(Other, |(_, language)| *language);
        }
        // A file whose name says something else is no code, whatever its words are; what has no name was pasted.
        if path.rsplit('/').next().unwrap_or_default().contains('.') { Other } else { Self::of_text(&head) }
    }

    fn of_name(path: &str) -> Self {
        let name = path.rsplit(['/', '\\']).next().unwrap_or_default().to_ascii_lowercase();
        match &*name {
            "dockerfile" | "containerfile" => return Docker,
            "gemfile" | "rakefile" | "vagrantfile" => return Ruby,
            ".bashrc" | ".zshrc" | ".profile" | ".bash_profile" | ".zprofile" => return Shell,
            "pipfile" => return Toml,
            _ => {}
        }
        if name.starts_with("dockerfile.") {
            return Docker;
        }
        if name == ".env" || name.starts_with(".env.") || name == ".envrc" {
            return DotEnv;
        }
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
        ENDINGS.iter().find(|(known, _)| *known == ending).map_or(Other, |(_, language)| *language)
    }

    fn of_text(head: &str) -> Self {
        let lines = || head.lines().map(str::trim).filter(|l| !l.is_empty());
        let start = head.trim_start();
        if (start.starts_with('{') && start.contains("\":")) || start.starts_with("[{") {
            return Json;
        }
        let is_assignment = |line: &str| {
            line.starts_with('#')
                || line.split_once('=').is_some_and(|(name, _)| {
                    !name.is_empty() && name.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
                })
        };
        if lines().next().is_some() && lines().all(is_assignment) {
            return DotEnv;
        }
        let mut votes = [0_u16; Other as usize];
        for line in lines() {
            for (opening, language) in OPENINGS {
                votes[*language as usize] += u16::from(line.starts_with(opening));
            }
            votes[Python as usize] += u16::from(line.starts_with("import ") && !line.ends_with(';'));
            votes[JavaScript as usize] += u16::from(line.contains("process.env") || line.contains("=> {"));
            votes[TypeScript as usize] += 2 * u16::from(line.contains(": string") || line.contains(" as const"));
            votes[Java as usize] += u16::from(line.contains("String ") && line.ends_with(';'));
            votes[CSharp as usize] += u16::from(line.contains("string ") && line.ends_with(';'));
            votes[Rust as usize] += u16::from(line.contains("::") && line.ends_with(';'));
            votes[Php as usize] += 2 * u16::from(line.starts_with('$') && line.ends_with(';'));
            votes[Go as usize] += u16::from(line.contains(" := "));
        }
        // Whatever speaks for JavaScript speaks for TypeScript too, once there are types.
        if votes[TypeScript as usize] > 0 {
            votes[TypeScript as usize] += votes[JavaScript as usize];
        }
        let most = votes.iter().copied().max().unwrap_or_default();
        let all = [
            JavaScript, TypeScript, Python, Rust, Go, Java, CSharp, Ruby, Php, Shell, Yaml, Json, Toml, Docker, DotEnv,
            Terraform, Kotlin, Swift, Properties,
        ];
        if most > 0 {
            return all.into_iter().find(|language| votes[*language as usize] == most).unwrap_or(Other);
        }
        let is_pair =
            |line: &str| line.starts_with('#') || line.starts_with("- ") || line.contains(": ") || line.ends_with(':');
        if lines().next().is_some() && lines().all(is_pair) { Yaml } else { Other }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_it_first() {
        for (path, language) in [
            ("src/app.tsx", TypeScript),
            ("a/b.PY", Python),
            ("Dockerfile", Docker),
            ("deploy/Dockerfile.prod", Docker),
            (".env.local", DotEnv),
            ("prod.env", DotEnv),
            ("main.tf", Terraform),
            ("application.properties", Properties),
            ("Gemfile", Ruby),
            ("build.gradle.kts", Kotlin),
            ("notes.md", Other),
        ] {
            assert_eq!(Language::of(path, b"def x():"), language, "{path}");
        }
    }

    #[test]
    fn a_first_line_says_it_where_the_name_does_not() {
        assert_eq!(Language::of("bin/run", b"#!/usr/bin/env python3\n"), Python);
        assert_eq!(Language::of("bin/run", b"#!/bin/sh\n"), Shell);
        assert_eq!(Language::of("bin/run", b"#!/usr/bin/env node\n"), JavaScript);
    }

    #[test]
    fn a_pasted_piece_is_told_by_its_words() {
        for (text, language) in [
            ("import os\n\ndef main():\n    key = 1\n", Python),
            ("const a = 'b';\nawait go();\n", JavaScript),
            ("const a: string = 'b';\nexport type X = string;\n", TypeScript),
            ("package main\n\nfunc main() {\n\tx := 1\n}\n", Go),
            ("use std::env;\nfn main() {\n    let mut x = 1;\n}\n", Rust),
            ("A_KEY=1\nB=2\n# no\n", DotEnv),
            ("{\n  \"a\": 1\n}", Json),
            ("FROM node:22\nENV A=b\nRUN npm ci\n", Docker),
            ("<?php\n$key = 'a';\n", Php),
            ("resource \"aws_x\" \"y\" {\n}\n", Terraform),
            ("services:\n  web:\n    image: x\n", Yaml),
            ("public class A {\n  String k = \"a\";\n}\n", Java),
            ("using System;\nnamespace A;\nstring k = \"a\";\n", CSharp),
            ("just words", Other),
            ("", Other),
        ] {
            assert_eq!(Language::of("", text.as_bytes()), language, "{text}");
        }
    }
}
