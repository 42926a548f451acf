//! English: the catalogue's self-test.

use super::count;
use crate::check::self_test::Shown;
use crate::ui::words::self_test::SelfTestWords;

pub const SELF_TEST: SelfTestWords = SelfTestWords {
    title: "Self-test of the catalogue",
    lead: "Providers change. Here this page tests what it knows of them: it sends each check with a made-up key of the right form, never one of yours, and shows whether the refusal arrives and is still judged as one. What it learns may change the words for an answer that cannot be read; it never makes a key live or dead.",
    provider: "Whose checks",
    all: "All providers",
    cost: |requests, hosts| {
        format!(
            "This sends {} to {}, each with a made-up key, one at a time to a host. It costs no money. To the provider it is a failed sign-in from your network: many of them can make a provider slow that down for a while.",
            count(requests, "request", "requests"),
            count(hosts, "host", "hosts")
        )
    },
    start: "Start the self-test",
    cancel: "Cancel the self-test",
    progress: |done, all| format!("{done} of {all}"),
    columns: ["Provider", "Shown", "Reached", "Refusal", "Judged", "Answer", "Took", "When (UTC)"],
    shown: |shown| match shown {
        Shown::Refused => "As expected",
        Shown::Unconfirmed => "As expected, unconfirmed",
        Shown::Hidden => "Cannot be read here",
        Shown::Untold => "Said nothing of the key",
        Shown::NotReached => "Not reached",
        Shown::Accepted => "Drifted: takes a made-up key for a good one",
        Shown::Unrecognised => "Drifted: the refusal is not recognised",
    },
    yes: "yes",
    no: "no",
    readable: "readable",
    hidden: "hidden",
    drifted: |n| {
        if n == 0 {
            "No check has drifted.".into()
        } else {
            format!("{} drifted: do not trust its verdicts until it is mended.", count(n, "check has", "checks have"))
        }
    },
    copy: "Copy the table as Markdown",
    copied: "Copied",
    copy_failed: "Copying failed",
    issue: "The copy holds states and codes, no bodies. It fits the issue form “Provider drift” of the source.",
};
