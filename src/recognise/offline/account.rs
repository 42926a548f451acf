//! Accounts, users and workspaces that stand in a value.

use super::{Facts, before, between, time};
use crate::recognise::digits::{from_base32, from_base64};

/// Twelve digits: bits 47 to 7 of what base 32 makes of the characters behind the prefix.
pub(super) fn aws(value: &str) -> Option<String> {
    let id = value.get(4..20)?;
    if id.starts_with(['I', 'J']) {
        return None;
    }
    let bytes = from_base32(id.as_bytes())?;
    let number = bytes.get(..6)?.iter().fold(0u64, |sum, byte| sum << 8 | u64::from(*byte));
    Some(format!("{:012}", (number & 0x7fff_ffff_ff80) >> 7))
}

pub(super) fn bedrock(value: &str, out: &mut Facts) -> Option<()> {
    if let Some(long) = value.strip_prefix("ABSK") {
        let text = in_base64(long)?;
        let user = before(&text, ":")?;
        out.text("user", user);
        out.text("account", user.rsplit_once("-at-")?.1);
        return Some(());
    }
    let text = in_base64(value.strip_prefix("bedrock-api-key-")?)?;
    let credential = between(&text, "X-Amz-Credential=", "&")?.replace("%2F", "/");
    let mut parts = credential.split('/');
    let id = parts.next()?;
    out.text("region", parts.nth(1)?);
    out.text("key-id", id);
    if let Some(account) = aws(id) {
        out.text("account", account);
    }
    let (made, ends) = time::signed(&text)?;
    out.time("created", Some(made));
    out.time("expires", Some(ends));
    Some(())
}

pub(super) fn gcp(value: &str, out: &mut Facts) {
    // JSON within a string of JSON, or of a shell, has its quotes escaped.
    let text = in_base64(value).unwrap_or_else(|| value.to_owned()).replace('\\', "");
    let mut put = |name: &'static str, field: &str| {
        let found = between(&text, &format!("\"{field}\""), "").and_then(|rest| between(rest, "\"", "\""));
        out.text(name, found.unwrap_or_default());
    };
    put("project", "project_id");
    put("account", "client_email");
    put("key-id", "private_key_id");
}

pub(super) fn stripe(value: &str) -> Option<String> {
    let (_, rest) = value.split_once("_51")?;
    Some(format!("acct_1{}", rest.get(..15)?))
}

pub(super) fn slack(value: &str, out: &mut Facts) {
    let (address, split) = if value.starts_with("https:") { (true, '/') } else { (false, '-') };
    let numbers = |part: &&str| part.len() >= 8 && part.bytes().all(|b| b.is_ascii_digit());
    let mut parts = value.split(split);
    if address {
        out.text("team", parts.nth(4).unwrap_or_default());
    } else if value.starts_with("xapp-") {
        out.text("app", parts.nth(2).unwrap_or_default());
    } else {
        let mut numbers = parts.skip(1).take_while(numbers);
        out.text("team", numbers.next().unwrap_or_default());
        out.text("user", numbers.next().unwrap_or_default());
    }
}

pub(super) fn discord(id: &str, out: &mut Facts) -> Option<()> {
    let number: u64 = id.parse().ok()?;
    out.text("account", id);
    out.time("created", i64::try_from(((number >> 22) + 1_420_070_400_000) / 1000).ok());
    Some(())
}

/// The text that base64 holds.
pub(super) fn in_base64(text: &str) -> Option<String> {
    String::from_utf8(from_base64(text.as_bytes())?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    // The example of the source named in rule.rs, put together here.
    #[test]
    fn an_id_of_today_names_its_account_and_an_old_one_does_not() {
        assert_eq!(aws(&["ASIA", "QNZGKIQY56JQ7WML"].concat()).as_deref(), Some("029608264753"));
        assert_eq!(aws(&["AKIA", "IOSFODNN7EXAMPLE"].concat()), None);
    }

    #[test]
    fn a_snowflake_tells_its_time() {
        let mut out = Facts(Vec::new());
        // The example of Discord's reference: 1462015105796 ms.
        assert!(discord("175928847299117063", &mut out).is_some());
        assert_eq!(out.0[1].value, super::super::Told::Time(1_462_015_105));
    }
}
