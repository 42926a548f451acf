//! The checklist of the guide: what each item asks, what this page has seen of it, and how it is done.

use super::Standing;
use super::copyable::copyable;
use crate::browser::clock;
use crate::hygiene::practices::{Guide, Practice, Standing as Stands};
use crate::hygiene::score::{Answer, EVERY_ANSWER, FIRST_ANSWER};
use crate::ui::icons;
use crate::ui::session::session;
use crate::ui::words::words;
use leptos::prelude::*;
use std::sync::Arc;

/// All items, under their headings.
pub fn checklist(standing: Standing, guide: &Arc<Guide>) -> impl IntoView + use<> {
    let w = words();
    let parts: Vec<_> = (0..)
        .zip(w.practices().parts)
        .map(|(part, heading)| {
            let items: Vec<_> = guide
                .practices()
                .enumerate()
                .filter(|(_, practice)| practice.part() == part)
                .map(|(at, practice)| item(at, practice, standing, guide))
                .collect();
            view! { <h2>{heading}</h2>{items} }
        })
        .collect();
    parts
}

/// The item at a place of the list. What changes in it changes in place, so that the focus stays.
fn item(at: usize, practice: Practice<'_>, standing: Standing, guide: &Arc<Guide>) -> impl IntoView + use<> {
    let w = words();
    let stands = {
        let guide = guide.clone();
        Memo::new(move |_| {
            let practice = guide.practices().nth(at);
            practice.map_or(Stands::Open, |p| p.standing(&standing.facts.read(), &standing.score.read()))
        })
    };
    let id = practice.id().to_owned();
    let asks = practice.asks();
    let question = asks.map(|asked| question(asked, &id, guide.row(FIRST_ANSWER + asked).measures));
    let seen = evidence(practice.shown().collect(), asks, standing, guide);
    view! {
        <article class="practice" data-practice=id data-state=move || stands.get().name()>
            <header>
                <h3>{practice.title().to_owned()}</h3>
                <span class="standing">{move || w.practices().standings[stands.get() as usize]}</span>
            </header>
            <p class="why">{practice.why().to_owned()}</p>
            {question}
            {practice.bonus().map(|(bonus, text)| lift(bonus, text))}
            {seen}
            {how(practice)}
        </article>
    }
}

/// A question and its five answers.
fn question(asked: usize, practice: &str, text: &str) -> impl IntoView + use<> {
    let (session, w) = (session(), words());
    let given = move || session.desk().answers.read().answers[asked];
    let group = format!("answer-{practice}");
    let choose =
        move |answer: Option<Answer>| session.desk().answers.update(|said| said.answer(asked, answer, clock::now()));
    let answers: Vec<_> = EVERY_ANSWER
        .into_iter()
        .zip(w.practices().answers)
        .map(|(answer, name)| {
            view! {
                <label>
                    <input type="radio" name=group.clone() value=answer.name() prop:checked=move || given() == Some(answer) on:change=move |_| choose(Some(answer)) />
                    {name}
                </label>
            }
        })
        .collect();
    let said = move || given().map_or(w.practices().not_answered, |answer| w.practices().answers[place(answer)]);
    let back = move || {
        given().map(|_| view! { <button type="button" class="quiet" on:click=move |_| choose(None)>{w.practices().take_back}</button> })
    };
    view! {
        <fieldset class="answer">
            <legend>{text.to_owned()}</legend>
            <div class="choices no-print">{answers}{back}</div>
            <span class="print-only">{said}</span>
        </fieldset>
    }
}

fn place(answer: Answer) -> usize {
    EVERY_ANSWER.iter().position(|other| *other == answer).unwrap_or_default()
}

/// What lifts a good score.
fn lift(bonus: usize, text: &str) -> impl IntoView + use<> {
    let session = session();
    let holds = move || session.desk().answers.read().bonus[bonus];
    let change = move |_| session.desk().answers.update(|said| said.lift(bonus, !said.bonus[bonus], clock::now()));
    view! {
        <p class="lift">
            <label><input type="checkbox" prop:checked=holds on:change=change />{text.to_owned()}</label>
        </p>
    }
}

/// What this page has seen: the answer that a fact beats, and each measured row over all keys.
fn evidence(
    shown: Vec<usize>,
    asks: Option<usize>,
    standing: Standing,
    guide: &Arc<Guide>,
) -> impl Fn() -> Option<AnyView> + use<> {
    let w = words();
    let (session, guide) = (session(), guide.clone());
    move || {
        let score = standing.score.read();
        let beaten = asks.and_then(|asked| {
            let line = score.lines.iter().find(|line| line.row == FIRST_ANSWER + asked)?;
            let answer = session.desk().answers.read().answers[asked]?;
            line.contradicted.then(|| (w.practices().beaten)(w.practices().answers[place(answer)]))
        });
        let rows: Vec<_> = shown
            .iter()
            .filter_map(|row| {
                let known = || score.lines.iter().filter(|line| line.row == *row).filter_map(|line| line.value);
                let (all, good) = (known().count(), known().filter(|value| *value >= 1.0).count());
                let text = (w.practices().seen)(guide.row(*row).measures, good, all);
                (all > 0).then(|| view! { <li class:bad=good < all>{text}</li> })
            })
            .collect();
        (beaten.is_some() || !rows.is_empty()).then(|| {
            view! {
                <div class="seen" data-seen="">
                    {beaten.map(|says| view! { <p class="beaten">{says}</p> })}
                    <ul>{rows}</ul>
                </div>
            }
            .into_any()
        })
    }
}

/// How it is done, with code and sources; folded.
fn how(practice: Practice<'_>) -> impl IntoView + use<> {
    let w = words();
    let points: Vec<_> = practice.how().map(|point| view! { <li>{point.to_owned()}</li> }).collect();
    let snippets: Vec<_> =
        practice.snippets().map(|(language, code)| (language.to_owned(), code.to_owned(), String::new())).collect();
    let label = format!("{}{}{}", w.practices().language, w.colon, practice.title());
    let sources: Vec<_> = practice
        .sources()
        .map(|(name, url)| view! { <li><a href=url.to_owned() target="_blank" rel="noopener noreferrer">{name.to_owned()}{icons::out()}<span class="hidden">{w.details().new_tab}</span></a></li> })
        .collect();
    view! {
        <details class="how no-print">
            <summary>{w.practices().how}</summary>
            <ul class="points">{points}</ul>
            {(!snippets.is_empty()).then(|| copyable(label, snippets))}
            <p class="muted">{practice.shows().to_owned()}</p>
            <h4>{w.practices().sources}</h4>
            <ul class="sources">{sources}</ul>
        </details>
    }
}
