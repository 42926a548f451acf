//! English: a key's companions.

use crate::ui::words::companions::CompanionWords;

pub static COMPANIONS: CompanionWords = CompanionWords {
    missing: "Needed beside this key before it can be checked",
    known: "Beside this key",
    found: "found near the key",
    choose: "Choose …",
    all: "All, one after another",
    wrong: |name| format!("That is not the form of: {name}. The whole value has to fit, without spaces or quotes."),
    confirm: |host| format!("Use {host}, which stands near the key"),
    change: |name| format!("Change {name}"),
    for_all: |n, provider, kind| format!("{n} keys of {provider} ({kind}) need the same beside them"),
    agree: "Check it all the same",
    half_missing: "Something is needed beside this key first.",
    costs: "Its check costs something: agree in its row first.",
};
