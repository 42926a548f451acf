//! What the endpoint said, what that rests on, what to do where it could not be read; and the way by a terminal.

use super::form::{self, Asked};
use super::run::{self, Question, Said};
use crate::browser::clock;
use crate::check::curl::{for_powershell, for_shell};
use crate::check::custom::{Reach, is_complete};
use crate::check::openai_form::ANYONE;
use crate::check::verdict::Cause;
use crate::ui::check::{curl, facts, verdict};
use crate::ui::icons;
use crate::ui::session::{How, Session};
use crate::ui::words::{self, words};
use leptos::ev::Event;
use leptos::prelude::*;
use web_sys::HtmlTextAreaElement;
use zeroize::Zeroizing;

/// The answer, and the terminal where that would tell more.
pub fn answer(session: Session, asked: Memo<Asked>) -> Option<AnyView> {
    let question = asked.get().0.ok()?;
    let said = session.custom().said.get();
    let unreadable = said
        .as_ref()
        .is_some_and(|said| matches!(said.reading.cause, Some(Cause::Cors | Cause::Hidden | Cause::Unreachable)));
    let terminal = unreadable || form::refusal(&question).is_some() || question.endpoint.reach() == Reach::Plain;
    let told = said.map(|said| judgement(&question, &said));
    Some(
        view! {
            <div aria-live="polite">{told}</div>
            {unreadable.then(let_in)}
            {terminal.then(|| by_terminal(session, &question))}
        }
        .into_any(),
    )
}

fn judgement(question: &Question, said: &Said) -> AnyView {
    let w = words();
    let reading = &said.reading;
    let anyone = reading.evidence.rule.as_deref() == Some(ANYONE);
    let sentence = (w.verdict.sentence)(&words::Said {
        state: reading.state,
        cause: reading.cause,
        provider: &said.host,
        host: None,
        time: &clock::time_of_day(said.at),
        evidence: &verdict::evidence_line(&reading.evidence, w),
        recorded: false,
        pasted: said.how == How::Pasted,
    });
    let meaning = match reading.cause {
        _ if anyone => w.custom().anyone,
        Some(cause) => (w.verdict.meaning)(reading.state, cause),
        None => "",
    };
    let says = reading.says.clone().map(|says| view! { <p>{says}</p> });
    let (d, evidence) = (w.details(), &reading.evidence);
    let lines = [
        (d.request, Some(said.request.clone())),
        (d.status, evidence.status.map(|status| status.to_string())),
        (d.code, evidence.code.as_ref().map(|text| text.as_text().to_owned())),
        (d.message, evidence.message.as_ref().map(|text| text.as_text().to_owned())),
        (d.rule, evidence.rule.clone()),
        (d.time, Some(clock::date(said.at))),
    ];
    let line = |(name, text): (&'static str, Option<String>)| {
        text.map(|text| view! { <dt>{name}</dt><dd><bdi class="mono">{text}</bdi></dd> })
    };
    let lines: Vec<_> = lines.into_iter().map(line).collect();
    view! {
        <h2>{w.custom().answer}</h2>
        <div
            class="details"
            data-finding=""
            data-provider=question.provider.map_or("openai-form", |p| p.id)
            data-state=reading.state.name()
            data-cause=reading.cause.map(Cause::name)
            data-host=said.host.clone()
        >
            <p class=format!("sentence verdict {}", reading.state.name())>{icons::state(reading.state)}<bdi>{sentence}</bdi></p>
            {(!meaning.is_empty()).then(|| view! { <p>{meaning}</p> })}
            {says}
            {facts::facts(&reading.facts)}
            <h3>{d.evidence}</h3>
            <dl class="evidence" data-evidence="">{lines}</dl>
        </div>
    }
    .into_any()
}

/// How a server lets this page in.
fn let_in() -> AnyView {
    let w = words().custom();
    let origin = window().location().origin().unwrap_or_default();
    let items: Vec<_> = (w.let_in)(&origin).into_iter().map(|text| view! { <li><bdi>{text}</bdi></li> }).collect();
    view! { <h2>{w.let_in_title}</h2><ul class="let-in">{items}</ul><p>{w.asked_leave}</p> }.into_any()
}

fn by_terminal(session: Session, question: &Question) -> Option<AnyView> {
    let w = words();
    let provider = run::provider_of(question)?;
    if question.provider.is_some() && !is_complete(provider, &question.check, &session.custom().companions.read()) {
        return None;
    }
    let known = run::companions(question, session);
    let commands = [for_shell(&question.check, provider, &known)?, for_powershell(&question.check, provider, &known)?];
    let wrong = RwSignal::new("");
    let question = question.clone();
    let judge = move |event: Event| {
        let text = Zeroizing::new(event_target_value(&event));
        match run::judge(session, &question, &text) {
            Ok(()) => {
                event_target::<HtmlTextAreaElement>(&event).set_value("");
                wrong.set("");
            }
            Err(why) => wrong.set((w.details().no_answer)(&why)),
        }
    };
    Some(
        view! {
            <h2>{w.details().curl}</h2>
            <p>{w.details().curl_how}</p>
            {curl::command(commands)}
            <p class="answer">
                <label for="custom-answer">{w.details().paste}</label>
                <textarea id="custom-answer" rows="4" autocomplete="off" spellcheck="false" translate="no" data-gramm="false" on:input=judge></textarea>
                <span class="caution" role="status">{wrong}</span>
            </p>
        }
        .into_any(),
    )
}
