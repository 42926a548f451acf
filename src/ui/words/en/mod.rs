//! English.

pub mod bulk;
pub mod companions;
pub mod custom;
pub mod first;
pub mod keys;
pub mod practices;
pub mod respond;
pub mod scan;
pub mod self_test;

use super::{Check, Details, Frame, List, OwnHost, Row, Said, Trust, Verdicts, Wire, Words};
use crate::check::answer::NoAnswer;
use crate::check::verdict::{Cause, State};
use crate::provider::Group;
use crate::recognise::offline::Mode;
use crate::recognise::{NoteKind, Oddity};
use crate::ui::session::NotSent;

/// The page in English.
pub static EN: Words = Words {
    lang: "en",
    other: ("中文", "zh-Hans"),
    colon: ": ",
    comma: ", ",
    frame: Frame {
        skip: "Skip to the content",
        navigation: "Screens",
        screens: ["Check", "Scan", "Practices", "Keys", "Respond", "Trust"],
        theme: "Theme",
        themes: ["System", "Light", "Dark"],
        foot: "For keys that are yours. No key is stored, and nothing is sent before you press Check.",
        shortcuts: "Keyboard",
        shortcut: [("/", "Go to the box"), ("Ctrl+Enter, ⌘+Enter", "Check"), ("Esc", "Cancel"), ("?", "This list")],
        close: "Close",
        part_failed: "This part of the program did not arrive.",
        try_again: "Try again",
    },
    check: Check {
        title: "Check",
        lead: "Paste API keys, or text that holds them. Each key goes from this browser straight to its own provider, and to no one else.",
        label: "Keys, or text that holds them",
        placeholder: "A key a line, a .env file, JSON, code, a curl command …",
        open_file: "Open files",
        check: "Check",
        check_some: |keys, hosts, providers, again| {
            let to = match (hosts, providers) {
                ([host], _) => (*host).to_owned(),
                (_, [provider]) => format!("{} hosts of {provider}", hosts.len()),
                _ => format!("{} providers", providers.len()),
            };
            format!("Check {} {}at {to}", count(keys, "key", "keys"), if again { "again " } else { "" })
        },
        check_none: "Check: nothing can be sent",
        cancel: "Cancel",
        clear: "Clear",
        undo: "Bring it back",
        cleared: "Cleared.",
        samples: "Try with samples",
        retry: |n| format!("Retry {n} unknown"),
        nothing_yet: first::NOTHING_YET,
        list_awaited: "The list of checks is on its way.",
        list_failed: "The list of checks did not arrive whole, so nothing can be checked.",
        reload: "Reload the page",
        nothing_to_send: "Each needs something first: see its row.",
        demo: "A demonstration: answers that were recorded, judged by the same code. Nothing was sent, and these keys are made up.",
        shared_host: "Other pages of this account share this address, and could read this box. Keep a copy at an address of your own: the README says how.",
        found: |all, waiting| {
            if waiting == 0 {
                first::found(all)
            } else {
                let all = count(all, "credential", "credentials");
                format!("{all} found, {waiting} of which cannot be sent as it stands.")
            }
        },
        reading: "Reading …",
        nothing_found: "No credential was recognised.",
        looked_for: "Looked for: the beginnings, lengths and checksums of the keys below, and names beside a value, such as MISTRAL_API_KEY=…. If a key stands alone and its provider marks none, write the provider's name before it.",
        providers: "Providers",
        group: |group| match group {
            Group::Ai => "AI models",
            Group::Forge => "Code hosting",
            Group::Cloud => "Cloud",
            Group::Payments => "Payments",
            Group::Mail => "Mail",
            Group::Chat => "Chat",
            Group::Monitoring => "Monitoring",
            Group::Database => "Databases",
            Group::Data => "Data",
            Group::Work => "Work",
            Group::Other => "Other",
        },
        sum: |[live, limited, dead, unknown]| {
            let named = [(live, "live"), (limited, "limited"), (dead, "dead"), (unknown, "unknown")];
            let parts: Vec<_> = named.iter().filter(|(n, _)| *n > 0).map(|(n, word)| format!("{word} {n}")).collect();
            parts.join(", ")
        },
        progress: "Checking",
        progress_text: |done, all, left| match left {
            Some(seconds) if seconds >= 90 => format!("{done} of {all}, about {} min left", seconds.div_ceil(60)),
            Some(seconds) if seconds > 1 => format!("{done} of {all}, about {seconds} s left"),
            _ => format!("{done} of {all}"),
        },
        held: |size, name, found, percent| {
            let what = name.map_or_else(|| format!("{size} of pasted text"), |name| format!("{size} from {name}"));
            match found {
                Some(n) => format!("{what}: {}", count(n, "credential", "credentials")),
                None => format!("{what}: reading, {percent} %"),
            }
        },
        let_go: "Remove",
        ledger: "Credentials",
        handed_over: |n| format!("{} from Scan", count(n, "credential", "credentials")),
        requests: |n| if n == 0 { "Requests: none so far".into() } else { format!("Requests: {n}") },
        more_rows: |n| format!("Show {n} more"),
        notes: |n| count(n, "thing that looks like a key and is none", "things that look like keys and are none"),
        note: |what, provider| {
            let of = provider.map_or(String::new(), |p| format!("{p}: "));
            match what {
                NoteKind::Placeholder => format!("{of}a placeholder or a documented example"),
                NoteKind::CutShort(is, least) => format!("{of}cut short, {is} characters of at least {least}"),
                NoteKind::Malformed => format!("{of}begins like a key and does not go on like one"),
                NoteKind::Hash => format!("{of}a hash, by its looks"),
                NoteKind::Uuid => format!("{of}a UUID, by its looks"),
            }
        },
        way: "The way of a key: from your browser to its provider, with no one between",
        way_browser: "your browser",
        way_provider: "the key's provider",
        way_none: "no one between",
        promises: [
            "Recognised here, while you type, without any network.",
            "Sent only when you press Check, to the hosts that the button names.",
            "No key is stored. Close the page, and it is gone.",
        ],
    },
    row: Row {
        line: first::line,
        times: first::times,
        provider: "Provider",
        choose: "Choose …",
        several: first::SEVERAL,
        recognised: first::NOT_CHECKED,
        broken: first::BROKEN,
        public: first::PUBLIC,
        test_mode: "Test mode, no real data",
        ended: |date| format!("Expired on {date}, by its own words. Nobody was asked."),
        fact,
        mode: |mode| match mode {
            Mode::Test => "test",
            Mode::Live => "live",
        },
        yes: "yes",
        no: "no",
        fits: "May be it",
        queued: "Waiting for its turn",
        checking: "Checking …",
        why: first::why,
        oddity: |oddity| match oddity {
            Oddity::Invisible => "Characters that cannot be seen stood inside it. They were taken out.",
            Oddity::LookAlike => {
                "Letters of another alphabet stood in it. They were read as the Latin ones they look like."
            }
            Oddity::Broken => "A line break or a space cut it in two. It was joined.",
            Oddity::StrayQuote => "A quote stands on one side of it only.",
        },
        demo: "recorded",
    },
    list: List {
        resume: |n| format!("Resume: {n} not answered yet"),
        on_the_way: |done, all| format!("{done} of {all} checked"),
        keys: |n| count(n, "key", "keys"),
        find_note: |n| {
            format!(
                "Of these {n}, only the rows in sight are in the document: your browser’s own search does not find the others. Filter them, or look for one by its mask beneath the list."
            )
        },
        past: "Past the list",
        earlier: "Go on to the rows before",
        further: "Go on to the rows after",
        none: "No credential is of this sort now.",
    },
    verdict: Verdicts {
        state: |state| match state {
            State::Live => "Live",
            State::Limited => "Limited",
            State::Dead => "Dead",
            State::Unknown => "Could not tell",
        },
        not_checked: "Not checked",
        cause,
        meaning,
        not_sent: |why| match why {
            NotSent::Broken => "Its checksum fails, so it is cut short or mistyped. It was not sent.",
            NotSent::ChoiceOpen => {
                "Several providers give out keys of this form. Choose one: it is never tried on each."
            }
            NotSent::NoCheck => "This page cannot check this kind of key itself.",
            NotSent::HalfMissing => companions::COMPANIONS.half_missing,
            NotSent::Costs => companions::COMPANIONS.costs,
            NotSent::NotTicked => "A report told of it. Tick it to have it checked.",
            NotSent::Unsendable => "A character stands in it that no request can carry.",
            NotSent::Cancelled => "Cancelled before an answer came.",
        },
        sentence,
        elsewhere: "A server of a customer's own would know keys of its own: this is what the public one said.",
    },
    own_host: OwnHost {
        title: "A host of your own",
        lead: "Checks a key at an address that you name: a server of yours, a gateway, a customer's host. It goes there and nowhere else.",
        back: "To the main page",
        link: "Check at a host of your own",
        link_why: "Ollama, a gateway, GitLab, Grafana and the like: on a page of its own, since this one's policy admits exact addresses alone and yours is not among them.",
    },
};

/// What unfolds beneath a row.
pub static DETAILS: Details = Details {
    facts: "What the key shows",
    own_facts: "Read from the key itself",
    evidence: "Evidence",
    recognised_by: "Recognised by",
    next: "What to do next",
    search: "Search",
    shown: |some, all| format!("{some} of {all}"),
    request: "Request",
    status: "Status",
    code: "Code",
    message: "Message",
    rule: "Rule",
    time: "Time",
    will_send: |request, place| format!("Check will send {request}, with the key in {place}."),
    will_ask_door: "If the answer cannot be read, the provider's socket is asked with the same key. Unlike the request, a socket carries that host's cookies.",
    power: "What it can do",
    console: "Its console",
    usage: "Usage",
    logs: "Audit log",
    docs: "Documentation",
    status_page: "Provider's status",
    revoke: "Revoke",
    scopes: "Narrow",
    expiry: "Expiry",
    notes: "Note",
    new_tab: "opens a new tab",
    guidance_failed: "The provider's links did not arrive. Reload the page.",
    curl: "Ask from a terminal",
    curl_how: "The command asks for the key without showing it. Paste what it prints below: the same code judges it, here.",
    shells: ["sh", "PowerShell"],
    copy: "Copy",
    copied: "Copied",
    copy_failed: "Select it and copy it by hand",
    paste: "Paste the answer",
    no_answer: |why| match why {
        NoAnswer::Empty => "Paste all that curl printed.",
        NoAnswer::NoStatus => "The first line should begin with HTTP/ and a status. Paste all that curl printed.",
    },
};

/// The wire log.
pub static WIRE: Wire = Wire {
    name: "Requests",
    columns: ["Time", "Method", "Address", "Key", "Ended", "Took"],
    none: "This page has sent nothing to anyone but the place it came from.",
    no_key: "no key",
    no_status: "no readable answer",
    reached: "somebody answered",
    event: "an event",
    closed: |code| format!("closed {code}"),
    timeout: "deadline passed",
    cancelled: "cancelled",
    limits: "This is what Latchkey's own code sent. It cannot prove that there was nothing else: your browser's network panel can.",
};

/// The Trust screen.
pub static TRUST: Trust = Trust {
    lead: "How to verify rather than believe, and what is left open.",
    verify: "See for yourself",
    verify_steps: &[
        "Open your browser's developer tools, the Network panel, before you paste anything. Nothing should appear while you type.",
        "Press Check: one request a key should go to the host that the button named, with the key in a header, and to no other.",
        "Read the policy below. Your browser enforces it: this page's code can reach the addresses it lists, and no others.",
        "Build the page from its source, and compare the hashes in build.json.",
    ],
    open: "What this cannot protect from",
    open_points: &[
        "Whoever serves this page could serve another one. Host a copy of your own if that matters.",
        "Extensions of your browser can read every page, this one too. A private window without extensions helps.",
        "A machine that is compromised sees what you see.",
        "The policy names addresses, not whose credential is used at them. It narrows what could leave, and does not make leaving impossible: new windows, WebRTC and name look-ups are outside every policy.",
        "A provider sees that its key was used, when, and from which network.",
        "What the browser itself keeps of pasted text (clipboard, memory) is out of this page's hands.",
    ],
    policy: "The policy in force",
    policy_none: "No policy was found in this document: it was not built by `make dist`, or something took it out. Do not paste a key here.",
    addresses: "Where this page may send",
    addresses_lead: |n| format!("{n} exact addresses, each with the checks that want it:"),
    socket: "A socket, asked only where OpenAI's refusal cannot be read. Somebody could speak to a model there with a key of their own: it is the one address on the list that does more than read. Nothing is sent on it but the key.",
    stored: "What is stored",
    built: "Built from",
};

fn count(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

fn cause(state: State, cause: Cause) -> &'static str {
    match (state, cause) {
        (_, Cause::NoQuota) => "no credit left",
        (State::Limited, Cause::RateLimited) => "too many requests now",
        (_, Cause::RateLimited) => "too many requests",
        (_, Cause::Scope) => "narrow scope",
        (State::Limited, Cause::Restricted) => "restricted",
        (_, Cause::Restricted) => "your network is refused",
        (_, Cause::Invalid) => "invalid",
        (_, Cause::Revoked) => "revoked",
        (_, Cause::Expired) => "expired",
        (_, Cause::Disabled) => "disabled",
        (_, Cause::Hidden) => "hidden",
        (_, Cause::Unconfirmed) => "refused, unconfirmed",
        (_, Cause::Elsewhere) => "refused here",
        (_, Cause::Cors) => "closed to browsers",
        (_, Cause::Offline) => "offline",
        (_, Cause::Unreachable) => "no connection",
        (_, Cause::Timeout) => "no answer in time",
        (_, Cause::ProviderError) => "the provider has trouble",
        (_, Cause::Unexpected) => "unexpected answer",
        (_, Cause::NotSent) => "not checked",
    }
}

fn meaning(state: State, cause: Cause) -> &'static str {
    match (state, cause) {
        (_, Cause::NoQuota) => "The key is accepted, but its account has no credit or quota left.",
        (State::Limited, Cause::RateLimited) => "The provider knew the key and asks for a pause.",
        (_, Cause::RateLimited) => "The provider asked for a pause before it looked at the key. Retry in a while.",
        (_, Cause::Scope) => "The key is accepted, but may not read this. It may do other things.",
        (State::Limited, Cause::Restricted) => "The key is accepted, but not from this address, site, app or country.",
        (_, Cause::Restricted) => "The provider refused your network, country or browser, not the key.",
        (_, Cause::Invalid) => "The provider does not know this key: it was deleted, replaced or mistyped.",
        (_, Cause::Revoked) => "Somebody took this key back.",
        (_, Cause::Expired) => "Its time is over.",
        (_, Cause::Disabled) => "The key, its account or its organisation was switched off.",
        (_, Cause::Hidden) => {
            "This provider shows pages its yes and hides its no, so a refusal is likely. To be sure, ask from a terminal."
        }
        (_, Cause::Unconfirmed) => "The key was refused, in words that no document explains. It is probably dead.",
        (_, Cause::Elsewhere) => "Refused here, but keys of this kind also live at other hosts, which were not asked.",
        (_, Cause::Cors) => "The provider answered, but lets no page read it. Ask from a terminal.",
        (_, Cause::Offline) => "Your browser says that it has no network.",
        (_, Cause::Unreachable) => {
            "Not even a bare request without a key got through: name not found, a blocker, a firewall, or the host is down."
        }
        (_, Cause::Timeout) => "The provider did not answer in time. Retry in a while.",
        (_, Cause::ProviderError) => "The provider answered with an error of its own. Retry in a while.",
        (_, Cause::Unexpected) => {
            "The answer fits nothing that is known of this provider: a portal, a firewall, or a new shape. It says nothing of the key."
        }
        (_, Cause::NotSent) => "",
    }
}

fn sentence(said: &Said<'_>) -> String {
    let Said { state, cause: why, provider, host, time, evidence, recorded, pasted } = *said;
    let word = match state {
        State::Live => "Live",
        State::Limited => "Limited",
        State::Dead => "Dead",
        State::Unknown => "Could not tell",
    };
    let at = host.map_or(String::new(), |host| format!(" at {host}"));
    let why = why.map_or(String::new(), |c| format!(": {}", cause(state, c)));
    let brackets = if evidence.is_empty() { String::new() } else { format!(" ({evidence})") };
    let source = if recorded {
        format!("A recorded answer of {provider}{brackets}.")
    } else if pasted {
        format!("{provider} said so in the answer that you pasted at {time}{brackets}.")
    } else if state == State::Unknown && evidence.is_empty() {
        format!("{provider} was asked at {time}.")
    } else if state == State::Unknown {
        format!("{provider} answered at {time}{brackets}.")
    } else {
        format!("{provider} said so at {time}{brackets}.")
    };
    format!("{word}{at}{why}. {source}")
}

fn fact(name: &str) -> String {
    let words = match name {
        "limit-requests" => "Requests allowed",
        "left-requests" => "Requests left",
        "reset-requests" => "Requests reset",
        "limit-tokens" => "Tokens allowed",
        "left-tokens" => "Tokens left",
        "reset-tokens" => "Tokens reset",
        "credit-reset" | "credits-reset" => "Credit resets",
        "topped-up" => "Topped up",
        "key-id" => "Id of the key",
        "created" => "Created",
        _ => {
            let mut words = name.replace('-', " ");
            if let Some(first) = words.get_mut(..1) {
                first.make_ascii_uppercase();
            }
            return words;
        }
    };
    words.to_owned()
}
