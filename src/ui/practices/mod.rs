//! The Practices screen: the hygiene score with its reasons, the checklist, and text that helps.

mod breakdown;
mod checklist;
mod copyable;
mod export;
mod gauge;
mod generators;
mod known;
mod trend;

use super::route::Screen;
use super::session::{Arrival, Session, session};
use super::words::words;
use crate::browser::task::spawn_local;
use crate::browser::{clock, files};
use crate::hygiene::practices::Guide;
use crate::hygiene::said::{Said, Scored};
use crate::hygiene::score::{Facts, Score, score, what_if};
use crate::provider;
use leptos::prelude::*;
use std::collections::BTreeSet;
use std::sync::Arc;

/// What all parts of the screen look at.
#[derive(Clone, Copy)]
struct Standing {
    facts: Memo<Facts>,
    score: Memo<Score>,
    /// Rows that are thought of as mended.
    tried: RwSignal<BTreeSet<(usize, Option<usize>)>>,
}

impl Standing {
    fn new(session: Session) -> Self {
        let facts = Memo::new(move |_| known::facts(session));
        Self { facts, score: Memo::new(move |_| score(&facts.read())), tried: RwSignal::new(BTreeSet::new()) }
    }

    /// The score with what is thought of as mended; none where nothing is.
    fn if_mended(self) -> Option<Score> {
        let tried = self.tried.read();
        let first = tried.first()?;
        let mended = tried
            .iter()
            .skip(1)
            .fold(what_if(&self.facts.read(), first.0, first.1), |facts, (row, key)| what_if(&facts, *row, *key));
        Some(score(&mended))
    }
}

/// Fetches the texts, once a language.
fn fetch_guide(session: Session, chinese: bool) {
    let guide = session.desk().guides[usize::from(chinese)];
    if !matches!(*guide.read_untracked(), Arrival::NotAsked) {
        return;
    }
    guide.set(Arrival::Awaited);
    let (file, integrity) = if chinese {
        (provider::PRACTICES_ZH_FILE, provider::PRACTICES_ZH_INTEGRITY)
    } else {
        (provider::PRACTICES_EN_FILE, provider::PRACTICES_EN_INTEGRITY)
    };
    spawn_local(async move {
        let text = files::own(file, integrity).await;
        let read = text.and_then(|text| Guide::parse(&text));
        guide.set(read.map_or(Arrival::Failed, |it| Arrival::Here(Arc::new(it))));
    });
}

/// Keeps each new score; on the device where the person asked for it (`keys::keeping`).
fn remember(session: Session, score: Memo<Score>) {
    Effect::new(move || {
        let Some(reached) = score.read().score else { return };
        session.desk().scores.update(|all| Said::reach(all, Scored { at: clock::now(), score: reached }));
    });
}

/// The screen.
pub fn screen() -> impl IntoView {
    let (session, w) = (session(), words());
    let chinese = w.lang.starts_with("zh");
    fetch_guide(session, chinese);
    let standing = Standing::new(session);
    remember(session, standing.score);
    let content = move || match session.desk().guides[usize::from(chinese)].get() {
        Arrival::Here(guide) => content(standing, &guide).into_any(),
        Arrival::Failed => view! { <p class="caution" role="status">{w.practices().failed}</p> }.into_any(),
        Arrival::NotAsked | Arrival::Awaited => {
            view! { <p class="muted" role="status">{w.practices().awaited}</p> }.into_any()
        }
    };
    view! {
        <section class="practices">
            <h1>{w.frame.screens[Screen::Practices as usize]}</h1>
            <p class="lead">{w.practices().lead}</p>
            {content}
        </section>
    }
}

fn content(standing: Standing, guide: &Arc<Guide>) -> impl IntoView + use<> {
    let w = words();
    view! {
        {gauge::panel(standing, guide)}
        {export::buttons(standing, guide)}
        <h2>{w.practices().breakdown}</h2>
        {breakdown::breakdown(standing, guide)}
        {trend::trend()}
        {checklist::checklist(standing, guide)}
        {generators::generators(guide)}
    }
}
