//! English: many keys, a watched one, reports of scanners.

use super::count;
use crate::check::monitor::End;
use crate::ui::words::bulk::{Bulk, Foreign, Monitor};
use std::fmt::Write as _;

pub static BULK: Bulk = Bulk {
    show: "Show",
    all: "All",
    waiting: "Not checked",
    fitting: "Fits what you look for",
    order: "Order",
    orders: ["As in the text", "By verdict, live first", "By provider"],
    grouped: "Group by provider",
    report: "Save the report",
    report_title: "Keys that were checked",
    report_made: |date| format!("Made by Latchkey at {date}. Keys are masked."),
    wire_page: |from, to, all| format!("{from} to {to} of {all}"),
    wire_earlier: "Earlier",
    wire_later: "Later",
};

pub static MONITOR: Monitor = Monitor {
    title: "What is left",
    as_of: |time| format!("As of {time}"),
    left: |left, limit, unit| format!("{left} of {limit} {unit} left"),
    reset: |when| format!("full again {when}"),
    again: "Ask again now",
    asking: "Asking …",
    every: "Ask again by itself",
    interval: |minutes| match minutes {
        0 => "never".into(),
        60 => "every hour".into(),
        n => format!("every {n} minutes"),
    },
    cost: |requests, provider, costs| {
        let what = match costs {
            None => "They read, and cost nothing".to_owned(),
            Some(cost) => format!("What that costs: {cost}"),
        };
        format!(
            "Each time is {} to {provider}, which may stand in its logs. {what}. It ends when this page is closed, when nobody looks at it for half an hour, or when the key is dead.",
            count(requests, "request", "requests")
        )
    },
    next: |time| format!("Next at {time}."),
    ended: |end| match end {
        End::Dead => "Ended: the key is dead.",
        End::Hidden => "Ended: nobody looked at this page for half an hour.",
        End::InVain => "Ended: nothing could be told three times in a row.",
    },
};

pub static FOREIGN: Foreign = Foreign {
    name: "Reports of scanners",
    told: |told| {
        let found = told.places.len();
        if found == 0 && told.cut > 0 {
            return format!(
                "A report of {}: its {} cut out, so there is nothing to check. Run the scanner again without redaction, where the code is, and drop that report here; it stays in this page.",
                told.tool,
                count(told.cut, "secret was", "secrets were")
            );
        }
        let mut out = format!("A report of {}: {} recognised", told.tool, count(found, "credential", "credentials"));
        if told.unknown > 0 {
            _ = write!(out, ", {} of no kind that Latchkey knows", told.unknown);
        }
        if told.cut > 0 {
            _ = write!(out, ", {} with the secret cut out", told.cut);
        }
        out += ". Hosts that it names are not used.";
        if told.damaged {
            out += " Some of it could not be read.";
        }
        out
    },
    caution: "Keys from a report may be somebody else’s, and whoever owns a key can see in its logs that it was checked. None is sent unless you tick it.",
    tick: |n| format!("Tick {}", count(n, "key", "keys")),
    untick: |n| format!("Untick {}", count(n, "key", "keys")),
    tick_one: "Check this one:",
    taken: |n| format!("{} of other scanners: on Check, unticked.", count(n, "report", "reports")),
};
