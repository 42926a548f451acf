//! The fields: what stands there, where, with which key; and the origin, confirmed before anything is sent.

use super::{answer, run};
use crate::browser::wire;
use crate::check::companions::{Companions, Half};
use crate::check::custom::{self, NotAnEndpoint, Reach};
use crate::provider::checks::Checks;
use crate::provider::{Companion, slots};
use crate::ui::session::{Arrival, Session, session};
use crate::ui::words::words;
use crate::ui::{reactive, wire_log};
use leptos::prelude::*;
use run::Question;
use std::sync::Arc;

/// These stand first in the list: the others follow by name.
const FIRST: &[&str] = &["azure-openai", "gitlab", "gitea"];

/// All of it.
pub fn screen() -> AnyView {
    let (session, w) = (session(), words());
    let body = move || match session.checks.get() {
        Arrival::Here(checks) => fields(session, checks),
        Arrival::Failed => view! { <p class="caution" role="alert">{w.check.list_failed}</p> }.into_any(),
        Arrival::NotAsked | Arrival::Awaited => ().into_any(),
    };
    view! {
        <p class="why">{w.custom().why}</p>
        {reactive::view(body)}
        <h2>{w.wire().name}</h2>
        {wire_log::table()}
    }
    .into_any()
}

fn fields(session: Session, checks: Arc<Checks>) -> AnyView {
    let at = session.custom();
    let asked = Memo::new({
        let checks = checks.clone();
        move |_| Asked(run::question(&checks, &at.what.read(), &at.typed.read()))
    });
    let press = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if let Ok(question) = asked.get_untracked().0 {
            run::ask(session, question);
        }
    };
    let strike = move |event: leptos::ev::KeyboardEvent| {
        if event.key() == "Escape" {
            run::cancel(session);
        }
    };
    let others = {
        let checks = checks.clone();
        move || {
            let what = at.what.get();
            let target = run::target(&checks, &what)?;
            let list = custom::others(target.provider, target.check);
            Some(list.into_iter().map(|c| companion(session, c)).collect::<Vec<_>>())
        }
    };
    view! {
        <form class="custom-form" on:submit=press on:keydown=strike>
            {what(session, &checks)}
            {address(session, checks)}
            {reactive::shown(others)}
            {key(session)}
            {reactive::shown(move || confirm(session, &asked.read().0))}
            {actions(session, asked)}
        </form>
        {reactive::shown(move || answer::answer(session, asked))}
    }
    .into_any()
}

/// What is asked, to be compared by where it goes.
#[derive(Clone)]
pub struct Asked(pub Result<Question, NotAnEndpoint>);

impl PartialEq for Asked {
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Ok(one), Ok(two)) => one.check.url == two.check.url && one.check.id == two.check.id,
            (Err(one), Err(two)) => one == two,
            _ => false,
        }
    }
}

fn what(session: Session, checks: &Checks) -> AnyView {
    let (at, w) = (session.custom(), words().custom());
    let mut targets = custom::targets(checks);
    let place = |id: &str| FIRST.iter().position(|first| *first == id).unwrap_or(FIRST.len());
    targets.sort_by_key(|t| (place(t.provider.id), t.provider.name.to_lowercase()));
    let mut options = vec![view! { <option value="">{w.openai}</option> }.into_any()];
    for target in &targets {
        let several = targets.iter().filter(|t| t.provider.id == target.provider.id).count() > 1;
        let kinds = target.provider.kinds.iter().filter(|k| target.check.kinds.iter().any(|id| id == k.id));
        let kinds: Vec<_> = kinds.map(|k| k.name).collect();
        let of =
            if several { format!(" ({}: {})", target.check.title, kinds.join(words().comma)) } else { String::new() };
        options.push(view! { <option value=run::name(target)>{target.provider.name}{of}</option> }.into_any());
    }
    let choose = move |event| {
        at.what.set(event_target_value(&event));
        at.companions.set(Companions::default());
        at.confirmed.set(String::new());
        at.said.set(None);
    };
    view! {
        <p class="field">
            <label for="custom-what">{w.what}</label>
            <select id="custom-what" prop:value=at.what on:change=choose>{options}</select>
            <span class="hint">{w.bedrock}</span>
        </p>
    }
    .into_any()
}

fn address(session: Session, checks: Arc<Checks>) -> AnyView {
    let (at, w) = (session.custom(), words().custom());
    let example = {
        let checks = checks.clone();
        move || {
            let what = at.what.get();
            let pattern = run::target(&checks, &what).map(|t| {
                let (host, ..) = slots::parts(&t.check.url);
                if slots::names(host).is_empty() {
                    return "https://gitlab.example.com".to_owned();
                }
                let ending = custom::host_companion(t.provider, t.check).map_or("", custom::ending);
                let host = slots::fill(host, |_| Some(format!("NAME{ending}")));
                format!("https://{host}{}", if host.contains('.') { "" } else { ".example.com" })
            });
            (w.such_as)(&pattern.unwrap_or_else(|| "http://localhost:11434/v1".into()))
        }
    };
    let wrong = move || match run::question(&checks, &at.what.read(), &at.typed.read()) {
        Err(why) => (w.wrong)(why).to_owned(),
        Ok(_) => String::new(),
    };
    let typed = move |event| {
        at.typed.set(event_target_value(&event));
        at.confirmed.set(String::new());
        at.said.set(None);
    };
    view! {
        <p class="field">
            <label for="custom-address">{w.address}</label>
            <input id="custom-address" class="mono" type="text" inputmode="url" autocomplete="off" spellcheck="false" autocapitalize="off" translate="no" data-gramm="false" data-1p-ignore="" data-lpignore="true" prop:value=at.typed aria-describedby="custom-address-hint" on:input=typed />
            <span id="custom-address-hint" class="hint">{reactive::text(example)}</span>
            <span class="caution" role="status">{reactive::text(wrong)}</span>
        </p>
    }
    .into_any()
}

fn companion(session: Session, companion: &'static Companion) -> AnyView {
    let (at, w) = (session.custom(), words());
    let id = format!("custom-{}", companion.id);
    let wrong = RwSignal::new(String::new());
    let changed = move |event| {
        let text = event_target_value(&event);
        let half = Half::new(companion, text.trim(), true);
        wrong.set(if half.is_none() && !text.is_empty() {
            (w.companions().wrong)(companion.name)
        } else {
            String::new()
        });
        at.companions.update(|known| {
            known.remove(companion.id);
            known.extend(half.map(|half| (companion.id, half)));
        });
    };
    view! {
        <p class="field" data-companion=companion.id>
            <label for=id.clone()>{companion.name}</label>
            <input id=id class="mono" class:masked=companion.secret autocomplete="off" spellcheck="false" autocapitalize="off" translate="no" data-gramm="false" data-1p-ignore="" data-lpignore="true" on:input=changed />
            <span class="caution" role="status">{reactive::text(move || wrong.get())}</span>
        </p>
    }
    .into_any()
}

fn key(session: Session) -> AnyView {
    let (at, w) = (session.custom(), words().custom());
    let hint = move || if at.what.read().is_empty() { w.key_optional.to_owned() } else { String::new() };
    let wrong = move || if at.key_wrong.get() { w.key_wrong.to_owned() } else { String::new() };
    view! {
        <p class="field">
            <label for=run::KEY>{w.key}</label>
            <input id=run::KEY class="mono masked" type="text" autocomplete="off" spellcheck="false" autocapitalize="off" translate="no" data-gramm="false" data-1p-ignore="" data-lpignore="true" data-bwignore="" />
            <span class="hint">{reactive::text(hint)}</span>
            <span class="caution" role="status">{reactive::text(wrong)}</span>
        </p>
    }
    .into_any()
}

/// What the browser will do on the way, and the origin to be confirmed where it may be asked.
fn confirm(session: Session, asked: &Result<Question, NotAnEndpoint>) -> Option<AnyView> {
    let (at, w) = (session.custom(), words().custom());
    let question = asked.as_ref().ok()?;
    let origin = custom::origin_of(&question.check);
    let reach = question.endpoint.reach();
    let told = (w.reach)(reach);
    let told = (!told.is_empty()).then(|| view! { <p data-reach=format!("{reach:?}")>{told}</p> });
    let refused = refusal(question);
    if refused.is_some() || reach == Reach::Plain {
        return Some(view! { {told}{refused.map(|text| view! { <p>{text}</p> })} }.into_any());
    }
    let text = (w.confirm)(&origin);
    let set = move |event| at.confirmed.set(if event_target_checked(&event) { origin.clone() } else { String::new() });
    let request = format!("{} {}", question.check.method, wire::shown_url(&question.check));
    let sends = (words().details().will_send)(&request, &wire::place(&question.check));
    let twice = question.provider.is_none().then(|| view! { <p class="muted">{w.made_up_too}</p> });
    Some(
        view! {
            {told}
            <p class="muted"><bdi>{sends}</bdi></p>
            {twice}
            <p><label><input type="checkbox" id="custom-confirm" prop:checked=reactive::flag(move || !at.confirmed.read().is_empty()) on:change=set /><bdi>{text}</bdi></label></p>
        }
        .into_any(),
    )
}

/// Why the page cannot ask there, apart from the way.
pub fn refusal(question: &Question) -> Option<String> {
    let w = words().custom();
    if question.refuses {
        return question.provider.map(|provider| (w.refuses)(provider.name));
    }
    let admitted = question.endpoint.reach() == Reach::Plain || run::policy_admits(&custom::origin_of(&question.check));
    (!admitted).then(|| (w.narrow)(&run::sources().join(words().comma)))
}

fn actions(session: Session, asked: Memo<Asked>) -> AnyView {
    let (at, w) = (session.custom(), words());
    let complete = move |question: &Question| {
        question.provider.is_none_or(|p| custom::is_complete(p, &question.check, &at.companions.read()))
    };
    let ready = move || match &asked.read().0 {
        Ok(question) if *at.confirmed.read() == custom::origin_of(&question.check) => complete(question),
        _ => false,
    };
    let text = move || match &asked.read().0 {
        Ok(question) if refusal(question).is_none() && question.endpoint.reach() != Reach::Plain => {
            (w.custom().check)(&custom::origin_of(&question.check))
        }
        _ => w.custom().check_none.to_owned(),
    };
    let state = move || if at.asking.get() { w.row.checking.to_owned() } else { String::new() };
    view! {
        <p class="actions">
            <button type="submit" class="main" disabled=reactive::flag(move || at.asking.get() || !ready())>{reactive::text(text)}</button>
            <button type="button" hidden=reactive::flag(move || !at.asking.get()) on:click=move |_| run::cancel(session)>{w.check.cancel}</button>
            <span role="status">{reactive::text(state)}</span>
        </p>
    }
    .into_any()
}
