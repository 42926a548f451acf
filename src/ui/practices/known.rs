//! What the session knows of keys, as the facts of the score: the rows of Check with their verdicts, and every place
//! where each was seen. Scan's findings and the register's lines join here, as sightings and labels of the same keys.

use crate::browser::clock;
use crate::check::interpret::{Fact, FactValue};
use crate::check::untrusted::Untrusted;
use crate::check::verdict::{Cause, State};
use crate::hygiene::facts::{
    self, Expiry, Observed, Pasted, Place, Sighting, day, environment, mode, place_in_file, privilege,
};
use crate::hygiene::score::{Facts, KeyState};
use crate::recognise::{Finding, Why};
use crate::ui::check::live;
use crate::ui::session::{Row, Session, Verdict};
use leptos::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Milliseconds of a day.
const DAY: f64 = 86_400_000.0;

/// Facts of all keys, and the person's answers. The demonstration's keys are nobody's and are left out.
pub fn facts(session: Session) -> Facts {
    let said = session.desk().answers.get();
    let keys = if session.demo.get() { Vec::new() } else { observed(session) };
    #[expect(clippy::cast_possible_truncation, reason = "days; `as` saturates")]
    let today = (clock::now() / DAY) as facts::Day;
    facts::facts(&keys, today, said.answers, said.bonus)
}

/// The names of the variables beside keys, in the order of the text.
pub fn variables(session: Session) -> String {
    let rows = session.rows.read();
    rows.iter().filter_map(|row| variable(&row.why)).collect::<Vec<_>>().join(" ")
}

fn observed(session: Session) -> Vec<Observed> {
    let rows = session.follow();
    let sightings = Seen::everywhere(session);
    let secret = |row: &&Arc<Row>| row.finding.is_some() && row.kinds.iter().any(|kind| kind.secret);
    rows.iter().filter(secret).map(|row| observe(row, &sightings)).collect()
}

fn observe(row: &Row, seen: &Seen) -> Observed {
    let kind = row.kind();
    let whose = kind.map_or_else(
        || row.kinds.iter().map(|kind| kind.provider().name).collect::<Vec<_>>().join(" / "),
        |kind| kind.provider().name.to_owned(),
    );
    let place = row.file.as_deref().map_or_else(String::new, |file| format!("{file}:"));
    let mut key = Observed::new(format!("{whose} {} ({place}{})", row.mask, row.line));
    key.mode = kind.and_then(|kind| mode(kind.id));
    key.sightings = row.finding.as_deref().map(|finding| seen.of(finding)).unwrap_or_default();
    key.privilege = kind.and_then(|kind| privilege(kind.id, None, None, &[]));
    let progress = row.progress.read();
    if let Some(verdict) = progress.verdict().filter(|verdict| verdict.not_sent.is_none()) {
        judge(&mut key, kind.map_or("", |kind| kind.id), verdict);
    }
    key
}

/// What an answer tells.
fn judge(key: &mut Observed, kind: &str, verdict: &Verdict) {
    let reading = &verdict.reading;
    key.state = match reading.state {
        State::Live => KeyState::Live,
        State::Limited => KeyState::Limited,
        State::Dead => KeyState::Dead,
        State::Unknown => KeyState::Unknown,
    };
    let value = |name: &str| reading.facts.iter().find(|fact| fact.name == name).map(|fact| &fact.value);
    let text = |name: &str| match value(name) {
        Some(FactValue::Text(text)) => Some(text.as_text()),
        _ => None,
    };
    let administers = match value("admin") {
        Some(FactValue::Bool(yes)) => Some(*yes),
        _ => None,
    };
    let scopes: Vec<&str> = match value("scopes") {
        Some(FactValue::List(scopes)) => scopes.iter().map(Untrusted::as_text).collect(),
        Some(FactValue::Text(scopes)) => scopes.as_text().split([',', ' ']).filter(|scope| !scope.is_empty()).collect(),
        _ => Vec::new(),
    };
    key.privilege = privilege(kind, administers, text("role"), &scopes);
    key.expires = text("expires").and_then(day).map_or(Expiry::Unknown, Expiry::On);
    key.rotated = text("created").and_then(day);
    let capped = reading.facts.iter().any(|Fact { name, value }| {
        name == "credit-limit" && matches!(value, FactValue::Number(_) | FactValue::Text(_))
    });
    let elsewhere_only = (reading.state, reading.cause) == (State::Limited, Some(Cause::Restricted));
    key.restricted = (capped || elsewhere_only).then_some(true);
}

/// Every place where something was recognised, by the secret.
struct Seen {
    salt: u64,
    places: BTreeMap<u64, Vec<(Arc<Finding>, Sighting)>>,
}

impl Seen {
    fn everywhere(session: Session) -> Self {
        let (salt, in_box) = session.live.with_value(live::Live::in_box);
        let mut seen = Self { salt, places: BTreeMap::new() };
        let text = crate::ui::first::paste_box().map(|paste| zeroize::Zeroizing::new(paste.value().into_bytes()));
        let pasted = Pasted::new(text.as_ref().map_or(&[], |text| text.as_slice()));
        for finding in &in_box.findings {
            seen.add(finding, pasted.place(&finding.span, variable(&finding.why)), None);
        }
        for held in session.held.get() {
            let Some(found) = held.found.get() else { continue };
            let name = held.name.as_deref();
            for finding in &found.findings {
                let place = name.and_then(|name| place_in_file(name, variable(&finding.why)));
                seen.add(finding, place.unwrap_or(Place::Bare), name);
            }
        }
        seen
    }

    fn add(&mut self, finding: &Arc<Finding>, place: Place, file: Option<&str>) {
        let variable = variable(&finding.why);
        let sighting = Sighting {
            place,
            file: file.map(str::to_owned),
            variable: variable.map(str::to_owned),
            environment: file.and_then(environment).or_else(|| variable.and_then(environment)),
        };
        self.places.entry(finding.secret.bucket(self.salt)).or_default().push((finding.clone(), sighting));
    }

    fn of(&self, finding: &Finding) -> Vec<Sighting> {
        let near = self.places.get(&finding.secret.bucket(self.salt)).map_or(&[][..], Vec::as_slice);
        let same = near.iter().filter(|(other, _)| other.secret.same_as(&finding.secret));
        same.map(|(_, sighting)| sighting.clone()).collect()
    }
}

/// The name that stood beside a key.
fn variable(why: &[Why]) -> Option<&str> {
    why.iter().find_map(|why| if let Why::Variable(name) = why { Some(name.as_str()) } else { None })
}
