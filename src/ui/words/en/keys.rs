//! The Keys screen in English.

use super::count;
use crate::browser::storage::NotKept;
use crate::hygiene::calendar::Texts;
use crate::hygiene::export::Unreadable;
use crate::hygiene::register::{Environment, Warning};
use crate::hygiene::rotation::{Due, Mark};
use crate::ui::words::keys::Keys;

/// The texts.
pub static KEYS: Keys = Keys {
    lead: "A register of keys without the keys: what each is for, where it is used, and when it is to be replaced. A key itself is never written down here.",
    empty: "No key is registered yet. Check one and keep it from its details, or add it by hand.",
    list: "Registered keys",
    add: "Add a key by hand",
    new_label: "New key",
    sum: |all, [late, soon, ending, twice]| {
        let mut parts = vec![count(all, "key", "keys")];
        for (n, what) in
            [(late, "due for rotation"), (soon, "due soon"), (ending, "ending or ended"), (twice, "used twice")]
        {
            if n > 0 {
                parts.push(format!("{n} {what}"));
            }
        }
        parts.join(", ")
    },
    due: |due| match due {
        Due::Overdue(n) => ("Overdue", format!("by {}", days(n))),
        Due::Today => ("Due today", String::new()),
        Due::Soon(n) => ("Due soon", format!("in {}", days(n))),
        Due::Later(n) => ("In time", format!("due in {}", days(n))),
        Due::Unknown => ("No date", String::new()),
    },
    warning: |warning, environment| match warning {
        Warning::Expired(0) => "It expires today.".into(),
        Warning::Expired(n) => format!("It expired {} ago.", days(*n)),
        Warning::Overdue(n) => format!("Its rotation is {} late.", days(*n)),
        Warning::DueToday => "Its rotation is due today.".into(),
        Warning::SameKey(label, _) => {
            format!("The same key is registered as {label} ({environment}). Give each its own.")
        }
        Warning::Expiring(n) => format!("It expires in {}.", days(*n)),
        Warning::DueSoon(n) => format!("Its rotation is due in {}.", days(*n)),
        Warning::NotChecked(n) => format!("It was last checked {} ago.", days(*n)),
    },
    environment: |environment| match environment {
        Environment::Development => "Development",
        Environment::Staging => "Staging",
        Environment::Production => "Production",
        Environment::Other => "Other environment",
    },
    not_checked: "Not checked",
    checked: |verdict, day| format!("{verdict}, {day}"),
    fields: [
        "Label",
        "Provider",
        "Mask",
        "Used by",
        "Created",
        "Last rotated",
        "Expires",
        "Rotate every (days)",
        "Notes",
    ],
    environment_label: "Environment",
    fingerprint: "Fingerprint",
    no_fingerprint: "None: this key was not kept from a check, or its kind could be guessed.",
    mask_hint: "A whole key typed into any field is cut to its mask.",
    rotated_today: "Rotated today",
    rotated_hint: "Forgets the old key's mask, fingerprint and verdict: check the new one and keep it.",
    remove: "Remove",
    removed: |label| format!("{label} was removed."),
    timeline: "Rotations",
    legend: ["−6 months", "today", "+6 months"],
    mark: |mark| match mark {
        Mark::Created => "created",
        Mark::Rotated => "rotated",
        Mark::Due => "rotation due",
        Mark::Expires => "expires",
    },

    keep: "Keep in the register",
    kept_as: "In the register as",
    show: "Show",

    which: "Which one is it?",
    which_hint: "A mask or fingerprint from a leak alert, such as sk-proj-…Q7fA",
    which_found: |rows, labels| match (rows, labels) {
        (0, []) => "None fits.".into(),
        (rows, []) => format!("{} above may be it.", count(rows, "key", "keys")),
        (0, labels) => format!("In the register: {}.", labels.join(", ")),
        (rows, labels) => {
            format!("{} above may be it. In the register: {}.", count(rows, "key", "keys"), labels.join(", "))
        }
    },
    which_little: "That is too little to tell keys apart: give three characters or more.",

    remember: "Remember on this device",
    remember_means: "Off: all of it lives as long as this tab. On, this browser keeps the register (labels, masks, dates, verdicts, notes, fingerprints), the answers and scores of Practices, and the records of Respond (provider, mask, steps with their times, notes, how a watch ended, rehearsals), and never a key. Switching it off takes them out again.",
    remember_passphrase: "With a passphrase everything is kept encrypted, and each visit asks for it. A lost passphrase cannot be brought back.",
    remember_shared: "Other pages of this account share this address and could read what is kept here, so a passphrase is needed.",
    remember_sealed: "Kept encrypted with your passphrase.",
    remember_now: "Remember",
    passphrase: "Passphrase",
    encrypt: "Encrypt it",
    locked: "A register is kept here, encrypted. Its passphrase opens it.",
    unlock: "Unlock",
    not_kept: |why| match why {
        NotKept::Forbidden => {
            "This browser keeps nothing for this page (a private window, or a setting). The register lives as long as this tab: export it to keep it."
        }
        NotKept::Full => {
            "This browser has no room left for this page. The register lives as long as this tab: export it to keep it."
        }
    },
    kept_unreadable: |why| match why {
        Unreadable::Newer => {
            "What is kept here was written by a newer Latchkey. It is left as it is: reload the page to get that one."
        }
        _ => {
            "What is kept here is damaged and cannot be read. It is left as it is, and shown on the Trust screen, until you forget it there."
        }
    },

    calendar: "Calendar file",
    calendar_texts: Texts {
        name: "Keys to rotate",
        rotate: |label, provider| {
            if provider.is_empty() {
                format!("Rotate the key {label}")
            } else {
                format!("Rotate the key {label} ({provider})")
            }
        },
        expires: |label, provider| {
            if provider.is_empty() {
                format!("The key {label} expires")
            } else {
                format!("The key {label} expires ({provider})")
            }
        },
    },
    notify: "Notify me when one is due",
    notify_on: "Notifications are on, whenever this page is opened.",
    notify_refused: "This browser allows no notifications from this page. The calendar file reminds as well.",
    notify_title: |n| format!("{} to rotate", count(n, "key", "keys")),

    files: "Export and import",
    export_plain: "Export, plain",
    export_plain_means: "JSON that anyone can read: the register without its fingerprints. What you said in Practices and did in Respond is not in it.",
    export_sealed: "Export, encrypted",
    export_sealed_means: "Everything: fingerprints that match in another browser too, the answers and scores of Practices, the records of Respond. Only the passphrase opens it.",
    working: "Working …",
    import: "Import",
    import_sealed: "This file is encrypted.",
    open: "Open",
    unreadable: |why| match why {
        Unreadable::NotJson => "This file is no JSON.",
        Unreadable::OtherFormat => "This file is JSON, and not one of Latchkey's registers.",
        Unreadable::Newer => "A newer Latchkey wrote this file: reload the page to get that one.",
        Unreadable::Damaged => "This file is damaged: parts of it are missing or were changed. Nothing was taken in.",
        Unreadable::WrongPassphrase => "The file is whole, and this is not its passphrase.",
    },
    import_sum: |[added, changed, same, older, unread]| {
        let mut parts = vec![format!("{added} new"), format!("{changed} changed"), format!("{same} the same")];
        if older > 0 {
            parts.push(format!("{older} newer here, and kept"));
        }
        if unread > 0 {
            parts.push(format!("{unread} unreadable, and left out"));
        }
        format!("This file holds: {}.", parts.join(", "))
    },
    import_added: "new",
    import_changed: |fields| format!("changes {}", fields.join(", ")),
    import_older: "newer here, kept",
    import_responses: |n| {
        format!(
            "Its records of Respond tell what is not here of {}. The later change of each step stays.",
            count(n, "leak", "leaks")
        )
    },
    import_do: "Take it in",
    import_nothing: "There is nothing in it that is not here.",
    cancel: "Cancel",

    stored_lead: "This is all that this page has stored in this browser, as it stands:",
    stored_none: "Nothing: no cookie, no storage, no history of keys. Remembering is a switch on the Keys screen.",
    stored_seal: "In IndexedDB: one key of this browser, which cannot be extracted. It closes the salts above.",
    stored_other: "Of another page at this address.",
    stored_learns: &[
        "Who reads the register learns which providers you use, by what names and where; when keys were made and are due; what a check said; and the ends of keys that masks show. Not the keys.",
        "Who reads the records of Respond learns which key leaked and when, what was done about it and what was not, and your notes, in which keys are masked. They hold no key, and yet they are not for everyone: an export takes them along only if it is encrypted.",
        "A fingerprint tells who holds a key already that it is this one, if they also have this browser's salt. It does not lead to the key: kinds that could be guessed have none.",
        "A script that runs at this address, or a person at this device, can read all of it. A passphrase keeps them out while the page is shut.",
    ],
    forget: "Forget everything",
    forgotten: "Everything is forgotten.",
};

fn days(n: i32) -> String {
    count(usize::try_from(n).unwrap_or(0), "day", "days")
}
