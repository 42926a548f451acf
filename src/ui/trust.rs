//! The Trust screen: how to verify rather than believe, and what is left open.

use super::custom;
use super::keys::stored;
use super::route::Screen;
use super::self_test;
use super::wire_log;
use super::words::words;
use crate::provider::POLICY;
use leptos::prelude::*;

/// The screen.
pub fn screen() -> impl IntoView {
    let w = words();
    let t = w.trust();
    let points =
        |texts: &'static [&'static str]| texts.iter().map(|text| view! { <li>{*text}</li> }).collect::<Vec<_>>();
    view! {
        <section class="trust">
            <h1>{w.frame.screens[Screen::Trust as usize]}</h1>
            <p class="lead">{t.lead}</p>
            <h2>{t.verify}</h2>
            <ol>{points(t.verify_steps)}</ol>
            <h2>{t.open}</h2>
            <ul>{points(t.open_points)}</ul>
            <h2>{w.wire().name}</h2>
            {wire_log::table()}
            {self_test::self_test()}
            <h2>{t.policy}</h2>
            {policy()}
            <h2>{t.addresses}</h2>
            {addresses()}
            {custom::link()}
            <h2>{t.stored}</h2>
            {stored::stored()}
            {built()}
        </section>
    }
}

/// What a meta element of the document says.
pub fn meta(selector: &str) -> Option<String> {
    document().query_selector(selector).ok().flatten()?.get_attribute("content")
}

/// The policy, read from the document itself, a directive a line; the addresses have a list of their own.
fn policy() -> impl IntoView {
    let w = words();
    let Some(policy) = meta("meta[http-equiv='Content-Security-Policy']") else {
        return view! { <p class="notice">{w.trust().policy_none}</p> }.into_any();
    };
    let directives: Vec<_> = policy
        .split(';')
        .map(|directive| {
            let (name, value) = directive.trim().split_once(' ').unwrap_or((directive.trim(), ""));
            let value = if name == "connect-src" { format!("'self' + {}", POLICY.len()) } else { value.to_owned() };
            view! { <tr><th scope="row" class="mono">{name.to_owned()}</th><td class="mono">{value}</td></tr> }
        })
        .collect();
    view! { <table class="policy"><tbody>{directives}</tbody></table> }.into_any()
}

fn addresses() -> impl IntoView {
    let w = words();
    let rows: Vec<_> = POLICY
        .iter()
        .map(|(url, why)| {
            let socket = url.starts_with("wss:").then(|| view! { <p class="muted">{w.trust().socket}</p> });
            view! { <tr><th scope="row" class="mono">{*url}</th><td>{why.join(w.comma)}{socket}</td></tr> }
        })
        .collect();
    view! {
        <p>{(w.trust().addresses_lead)(POLICY.len())}</p>
        <table class="addresses"><tbody>{rows}</tbody></table>
    }
}

fn built() -> impl IntoView {
    let w = words();
    let commit = meta("meta[name='latchkey-commit']").filter(|c| !c.is_empty())?;
    Some(view! { <h2>{w.trust().built}</h2><p class="mono">{commit}</p> })
}
