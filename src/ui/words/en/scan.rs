//! The Scan screen in English.

use super::count;
use crate::scan::fix::Unsure;
use crate::scan::severity::Severity;
use crate::scan::skip::Skip;
use crate::ui::words::Scan;

pub static SCAN: Scan = Scan {
    lead: "Find the keys that stand in code. It is read in this page, and nothing of it is sent anywhere.",
    label: "Code to scan",
    placeholder: "Paste a piece of code …",
    open_files: "Open files",
    open_folder: "Open a folder",
    or_drop: "Or drop files or a folder here.",
    cancel: "Cancel",
    clear: "Clear",
    progress: "Scanning",
    progress_text: |done, all| format!("{done} of {}", count(all, "file", "files")),
    listing: "Looking through the folder …",
    cancelled: "Cancelled: what was found so far is below.",
    found: |findings, places| {
        format!("{} in {}", count(findings, "credential", "credentials"), count(places, "place", "places"))
    },
    nothing_found: "No credential was recognised.",
    scanned: |files, size| format!("{} scanned, {size}", count(files, "file", "files")),
    skipped: |why, n| match why {
        Skip::Dependencies => count(n, "folder of others' code", "folders of others' code"),
        Skip::History => count(n, "folder of version control", "folders of version control"),
        Skip::Built => count(n, "folder of build output", "folders of build output"),
        Skip::Binary => count(n, "file that is no text", "files that are no text"),
        Skip::TooLarge => count(n, "file over 256 MB", "files over 256 MB"),
        Skip::Unreadable => count(n, "file the browser could not read", "files the browser could not read"),
    },
    pasted: "Pasted code",
    in_file: |n| count(n, "credential", "credentials"),
    severity: |severity| match severity {
        Severity::Critical => "Critical",
        Severity::High => "High",
        Severity::Medium => "Medium",
        Severity::Low => "Low",
        Severity::Note => "Note",
    },
    select: |mask, line| format!("Select {mask}, line {line}"),
    select_all: "Select all",
    select_none: "Select none",
    check_these: |n| format!("Check these {n}"),
    export: |format| format!("Save as {format}"),
    export_failed: "The browser saved no file: it is in the clipboard.",
    around: "The code around it, keys masked",
    leaked: "A key that was committed is a leaked key: taking it out of the code does not take it back. Revoke it first.",
    respond: "What to do about a leaked key",
    fix: "The fix",
    public: "This kind is public by design: it may stand in code.",
    line: "The line, rewritten",
    instead: "Read it so",
    needs: "That needs",
    env: ".env, with a new key in place of the mask",
    example: ".env.example, to be committed",
    ignore: ".gitignore",
    copy: |what| format!("Copy: {what}"),
    unsure: |why| match why {
        Unsure::Comment => "It stands in a comment, where nothing reads it: take the comment out.",
        Unsure::Constant => {
            "A constant or annotation cannot read the environment: read the variable where the program starts, and hand it on."
        }
        Unsure::SeveralLines => {
            "It has several lines: keep it in a file of its own outside the repository, or in one variable."
        }
        Unsure::PartOfText => "It stands inside a longer text, which cannot be rewritten surely.",
        Unsure::Crowded => {
            "The line holds more than this key, or was written by a tool: it cannot be rewritten surely."
        }
        Unsure::Format => {
            "This format knows no variables: take the value out, and let the program that reads the file ask the environment. Some tools fill in ${…} themselves."
        }
        Unsure::Image => {
            "What a Dockerfile sets stays in the image for all who get it: give the key when the container runs (docker run --env-file .env), or as a build secret."
        }
        Unsure::EnvFile => "This is the right file for a key, as long as it stays out of the repository.",
        Unsure::Unknown => "The language of this file is not known.",
    },
    exposed: |start| {
        format!(
            "Variables that begin with {start} are written into the page, where everyone can read them: drop that beginning, and ask the provider from a server."
        )
    },
    promises: [
        "Read here, in the page. Switch the network off and it works the same.",
        "Of a file only its findings are kept, each with a few lines around it, every key masked.",
        "For each: how bad it is, the line rewritten in its own language, and what goes into .env.",
    ],
};
