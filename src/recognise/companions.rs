//! Halves that belong together: an AWS secret beside its key id, a Twilio token beside its account.
//!
//! Pure pairing by kinds and places. Another half is looked for on the same line first, then in the same section (up
//! to a blank line, a heading in brackets, the end of an object), then within [`REACH`] bytes; where a level holds
//! one, it is the companion, and where it holds two that differ, nobody is: a wrong pair reads like a dead key.

use super::{Confidence, Finding};
use crate::provider::{Kind, Mark};
use std::ops::Range;

/// Bytes between two halves, at most.
pub const REACH: usize = 400;

/// For each finding of one text, the indices of those that are its other halves: at most one of a kind, and each
/// holds for both sides. `source` is the text that the findings' spans count in, `findings` in its order.
pub fn companions(source: &[u8], findings: &[Finding]) -> Vec<Vec<usize>> {
    let mut all: Vec<Vec<usize>> = (0..findings.len()).map(|at| beside(source, findings, at)).collect();
    let one_sided = all.clone();
    for (at, own) in all.iter_mut().enumerate() {
        own.retain(|other| one_sided[*other].contains(&at));
    }
    all
}

/// Of each kind that goes with this finding's, the one finding that stands beside it.
fn beside(source: &[u8], findings: &[Finding], at: usize) -> Vec<usize> {
    let Some(kind) = decided(&findings[at]) else { return Vec::new() };
    let mut found: Vec<(&'static Kind, Level, Option<usize>)> = Vec::new();
    let near = |other: &Finding| level(source, &findings[at].span, &other.span);
    // In the order of the text: what is out of reach on either side ends the search.
    let before = findings[..at].iter().enumerate().rev().map_while(|(i, f)| Some((i, f, near(f)?)));
    let after = findings.iter().enumerate().skip(at + 1).map_while(|(i, f)| Some((i, f, near(f)?)));
    for (index, finding, level) in before.chain(after) {
        let Some(other) = decided(finding).filter(|other| go_together(kind, other)) else { continue };
        match found.iter_mut().find(|(known, ..)| *known == other) {
            None => found.push((other, level, Some(index))),
            Some(held) if level < held.1 => *held = (other, level, Some(index)),
            // The same value twice is one half.
            Some((_, held, half))
                if level == *held && half.is_some_and(|i| !findings[i].secret.same_as(&finding.secret)) =>
            {
                *half = None;
            }
            Some(_) => {}
        }
    }
    found.into_iter().filter_map(|(.., index)| index).collect()
}

/// The kind of a finding of which there is no doubt.
fn decided(finding: &Finding) -> Option<&'static Kind> {
    let sure = matches!(finding.confidence, Confidence::Certain | Confidence::Likely);
    finding.kinds.first().copied().filter(|_| sure && finding.kinds.len() == 1)
}

/// Whether two kinds can be halves of one credential: of one provider, not both mere names, and not both so marked
/// that each stands for itself (Stripe's secret and publishable keys).
fn go_together(one: &Kind, other: &Kind) -> bool {
    one.provider == other.provider
        && one.id != other.id
        && (one.secret || other.secret)
        && !(one.mark == Mark::Own && other.mark == Mark::Own)
}

/// How near two places are, the nearest first.
#[derive(Clone, Copy, PartialEq, PartialOrd, Debug)]
enum Level {
    Line,
    Section,
    Reach,
}

/// None where they are out of reach.
fn level(source: &[u8], one: &Range<usize>, other: &Range<usize>) -> Option<Level> {
    let (first, second) = if one.start <= other.start { (one, other) } else { (other, one) };
    let between = source.get(first.end..second.start).filter(|between| between.len() <= REACH)?;
    if !between.contains(&b'\n') {
        return Some(Level::Line);
    }
    let mut lines = between.split(|b| *b == b'\n').map(<[u8]>::trim_ascii).skip(1).peekable();
    let mut parted = between.contains(&b'}');
    while let Some(line) = lines.next() {
        // The last piece is the beginning of the second half's own line: it may be empty.
        parted |= line.starts_with(b"[") || (line.is_empty() && lines.peek().is_some());
    }
    Some(if parted { Level::Reach } else { Level::Section })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::provider::PROVIDERS;
    use crate::recognise::Recogniser;
    use crate::recognise::made_up::made_up;

    fn key(provider: &str, kind: &str, seed: u64) -> String {
        let provider = PROVIDERS.iter().find(|p| p.id == provider).expect("is in the catalogue");
        made_up(provider.kinds.iter().find(|k| k.id == kind).expect("is a kind"), seed)
    }

    fn pairs(text: &str) -> Vec<Vec<usize>> {
        let found = Recogniser::default().recognise(text.as_bytes()).findings;
        companions(text.as_bytes(), &found)
    }

    fn profile(seed: u64) -> String {
        let (id, secret) = (key("aws", "access-key-id", seed), key("aws", "secret", seed));
        format!("aws_access_key_id = {id}\naws_secret_access_key = {secret}\n")
    }

    #[test]
    fn a_secret_is_joined_to_the_key_id_beside_it() {
        assert_eq!(pairs(&profile(1)), [vec![1], vec![0]]);
        let (sid, token) = (key("twilio", "account-sid", 2), key("twilio", "auth-token", 2));
        let text = format!("TWILIO_ACCOUNT_SID={sid}\n# see the console\nTWILIO_AUTH_TOKEN={token}\n");
        assert_eq!(pairs(&text), [vec![1], vec![0]]);
    }

    #[test]
    fn each_profile_keeps_its_own_secret() {
        let text = format!("[default]\n{}[production]\n{}", profile(1), profile(2));
        assert_eq!(pairs(&text), [vec![1], vec![0], vec![3], vec![2]]);
        let text = format!("{}\n{}", profile(1), profile(2));
        assert_eq!(pairs(&text), [vec![1], vec![0], vec![3], vec![2]]);
    }

    #[test]
    fn where_two_fit_nobody_is_joined() {
        assert_eq!(pairs(&format!("{}{}", profile(1), profile(2))), [vec![], vec![], vec![], Vec::<usize>::new()]);
    }

    #[test]
    fn what_is_far_away_or_somebody_elses_is_not_joined() {
        let (id, secret) = (key("aws", "access-key-id", 1), key("aws", "secret", 1));
        let far = format!("AWS_ACCESS_KEY_ID={id}\n{}AWS_SECRET_ACCESS_KEY={secret}\n", "# filler\n".repeat(60));
        assert_eq!(pairs(&far), [vec![], Vec::<usize>::new()]);
        let token = key("twilio", "auth-token", 2);
        assert_eq!(
            pairs(&format!("AWS_ACCESS_KEY_ID={id}\nTWILIO_AUTH_TOKEN={token}\n")),
            [vec![], Vec::<usize>::new()]
        );
    }

    #[test]
    fn two_keys_that_stand_for_themselves_are_no_pair() {
        let (secret, public) = (key("stripe", "secret", 1), key("stripe", "publishable", 1));
        assert_eq!(pairs(&format!("A={secret}\nB={public}\n")), [vec![], Vec::<usize>::new()]);
    }
}
