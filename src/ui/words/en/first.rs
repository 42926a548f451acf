//! What the first part of the program says, before the page's words are here (`ui::first`).

use super::count;
use crate::recognise::Why;

/// Beneath the button, while there is nothing in the box.
pub const NOTHING_YET: &str = "Nothing to check yet.";

/// Before a check.
pub const NOT_CHECKED: &str = "Not checked yet";

/// Of a credential whose checksum does not hold.
pub const BROKEN: &str = "Checksum fails";

/// Of a key that is public by design.
pub const PUBLIC: &str = "Public by design, no secret";

/// Where several providers fit.
pub const SEVERAL: &str = "Several providers fit";

/// How many credentials there are.
pub fn found(all: usize) -> String {
    format!("{} found.", count(all, "credential", "credentials"))
}

/// Where one stands.
pub fn line(n: usize) -> String {
    format!("line {n}")
}

/// How often one stands there.
pub fn times(n: usize) -> String {
    format!("{n} times")
}

/// Why one was recognised.
pub fn why(why: &Why) -> String {
    match why {
        Why::Prefix => "its beginning".into(),
        Why::Infix => "a mark inside it".into(),
        Why::Checksum => "its checksum holds".into(),
        Why::ChecksumFails => "its checksum fails".into(),
        Why::Form => "its length and characters".into(),
        Why::Variable(name) => format!("the name {name}"),
        Why::Host(host) => format!("{host} near it"),
    }
}
