//! English: the Respond screen.

use crate::hygiene::incident::{Event, StepState};
use crate::hygiene::runbook::{Case, Nature, StepId};
use crate::hygiene::watch::{End, Stage};
use crate::ui::words::respond::{RehearsalWords, ReportWords, Respond, WatchWords};

/// The Respond screen.
pub static RESPOND: Respond = Respond {
    lead: "A key leaked: now what. Choose it, say what you know, and go through the steps, each with its provider's own page, the time, and room for notes.",
    choose: "What leaked",
    general: "Something else: the general plan",
    on_page: "Keys on this page",
    earlier: "Responses under way",
    providers: "A provider, without its key",
    undecided: "Several providers give out keys of this form. Choose one on Check, and its own plan appears here.",
    paste_first: "To choose the key itself, and to watch it until it is dead, paste it into the box of Check first.",
    open_check: "Open Check",
    case: "Is abuse confirmed?",
    cases: [
        (
            "Confirmed",
            "Somebody else used it, or anyone can read it. Revoke at once: a service that fails is the smaller harm.",
        ),
        (
            "Suspected",
            "It may have been seen, and nothing shows that it was used. Replace first, then revoke, so that nothing fails meanwhile.",
        ),
    ],
    steps: "Steps",
    clock: "Since the start",
    progress: |done, all| format!("{done} of {all} steps dealt with"),
    step: |id| match id {
        StepId::Revoke => "Revoke the old key",
        StepId::Replace => "Make a new one",
        StepId::Update => "Update every service that uses it",
        StepId::Logs => "Review the logs",
        StepId::Billing => "Watch the bill",
        StepId::Leak => "Close the leak",
        StepId::Prove => "Prove that it is dead",
        StepId::Restrict => "Narrow where it works from",
        StepId::Beside => "Look for a secret beside it",
    },
    text,
    not_needed: "Not needed",
    state: |state| match state {
        StepState::Open => "open",
        StepState::Done => "done",
        StepState::NotNeeded => "not needed",
    },
    when: |state, time, since| match state {
        StepState::NotNeeded => format!("Not needed, said at {time}, {since} after the start"),
        _ => format!("Done at {time}, {since} after the start"),
    },
    says: |name| format!("At {name}"),
    search_for: |name| format!("It stood beside the name {name}: search for that everywhere."),
    note: "Note",
    note_masked: "A key stood in this note. It was masked, since notes go into the report.",
    duration: |ms| {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "`as` saturates")]
        let seconds = (ms / 1000.0).round() as u32;
        match (seconds / 3600, seconds / 60 % 60, seconds % 60) {
            (0, 0, s) => format!("{s} s"),
            (0, m, s) => format!("{m} min {s} s"),
            (h, m, _) => format!("{h} h {m} min"),
        }
    },
    watch: WatchWords {
        title: "Watch until dead",
        lead: "Asks the provider again and again, at growing gaps, until it refuses the key. Only its own refusal counts: no answer, or an odd one, proves nothing.",
        needs_key: "Watching needs the key itself. Paste it into the box of Check, then choose it above.",
        cost: |request, most| {
            format!(
                "Each question is {request} with the key, after 5, 10, 20 seconds and so on up to 10 minutes, at most {most} times in 6 hours. Each may stand in the provider's log as one use of the key."
            )
        },
        free: "It costs nothing.",
        costs: |what| format!("What one costs: {what}."),
        start: |host| format!("Watch at {host}"),
        stop: "Stop watching",
        elsewhere: "Another key is being watched: stop that first.",
        revoked_now: "I revoked it just now",
        notify: "Notify me",
        notify_on: "Your browser will notify you. The notification says neither the key nor its mask.",
        notify_off: "Your browser allows no notifications here.",
        notification: |provider| format!("The key that you watched is dead: {provider} refuses it."),
        asking: "Asking …",
        going: |asked, next| format!("Asked {}. Next in {next} s.", times(asked)),
        last: "Last answer",
        rejected: |took, marked, nth| {
            let from = if marked { "you marked it revoked" } else { "the watch began" };
            format!("Rejected {took} after {from}, at question {nth}.")
        },
        accepted_before: |gap| {
            gap.map_or_else(
                || "It was not seen to be accepted since the watch began.".into(),
                |gap| format!("It was last accepted {gap} before that."),
            )
        },
        ended: |end, asked| match end {
            End::Dead => "Dead.".into(),
            End::Stopped => format!("Stopped after it was asked {}. It was not seen dead.", times(asked)),
            End::GaveUp => format!(
                "Not refused, though it was asked {}: the watch ends here. See on the provider's page whether the right key was revoked.",
                times(asked)
            ),
            End::Gone => "The key was taken out of the page, so the watch ended.".into(),
        },
    },
    rehearsal: RehearsalWords {
        title: "Rehearse a rotation",
        lead: "Shows that a rotation leaves no gap: the new key lives while the old one still does, then the old one is dead. The watch above is used for it, and asks the new key too.",
        needs_two: "Paste the new key into the box of Check as well: a second key of the same provider.",
        new_key: "New key",
        old_key: "Old key",
        start: "Ask both, then watch the old one",
        lines: ["The new key lives", "The old key still lives", "The old key is dead"],
        not_yet: "not seen yet",
        stage: |stage| match stage {
            Stage::AskNew => "Not seen yet whether the new key lives. Do not revoke the old one.",
            Stage::NewRefused => "The new key was refused. Keep the old one until the new one is right.",
            Stage::AskOld => "The new key lives. Not seen yet whether the old one still does.",
            Stage::BothLive => "Both live. Revoke the old key now: it is watched until it is dead.",
            Stage::Proven => "Shown: the new key lived before the old one died.",
            Stage::NoOverlap => {
                "The old key was dead before both were seen to live, so it cannot be told that there was no gap."
            }
        },
    },
    report: ReportWords {
        title: "Incident report",
        lead: "What was done and when, as Markdown: for the post-mortem, the ticket, the customer. It holds masks and your notes, and no key.",
        waits: "It begins once you have said whether abuse is confirmed.",
        preview: "Look at it",
        download: "Download",
        key: "Key",
        provider: "Provider",
        kind: "Kind",
        case: "Abuse",
        written: "Written",
        not_known: "not known",
        timeline: "Timeline",
        event: |event| match event {
            Event::Began => "the response began".into(),
            Event::Step(_, StepState::NotNeeded) => "not needed".into(),
            Event::Step(..) => "done".into(),
            Event::WatchBegan => "watch: began".into(),
            Event::Accepted => "watch: the key was accepted for the last time".into(),
            Event::WatchEnded(End::Dead) => "watch: the provider refused the key".into(),
            Event::WatchEnded(End::Stopped) => "watch: stopped".into(),
            Event::WatchEnded(End::GaveUp) => "watch: ended without a refusal".into(),
            Event::WatchEnded(End::Gone) => "watch: ended, the key was taken out of the page".into(),
        },
        foot: "Written by Latchkey, in the browser. Keys stand here as masks; times are those of this machine's clock.",
    },
    leaked: "It leaked: what now",
};

fn times(n: u32) -> String {
    if n == 1 { "once".into() } else { format!("{n} times") }
}

fn text(id: StepId, nature: Nature, case: Case) -> &'static str {
    match (id, nature) {
        (StepId::Revoke, _) => revoke(nature, case),
        (StepId::Replace, _) => replace(nature),
        (StepId::Update, Nature::SignedToken) => {
            "Give the new signing secret to everything that signs or verifies: servers, gateways, jobs. Their users sign in again."
        }
        (StepId::Update, _) => {
            "Give the new one to everything that uses the old: servers, jobs, CI, colleagues' machines. Search for its variable's name in code and settings, and see each service work."
        }
        (StepId::Logs, _) => {
            "Look at what was done since it leaked: addresses, hours and calls that are not yours, new users, new keys. Whoever had it may have left another way in. Keep what you find."
        }
        (StepId::Billing, _) => {
            "Look at usage and cost daily for a week. Set a limit and an alert. Tell the provider's support of charges that are not yours."
        }
        (StepId::Leak, _) => {
            "Take it out of where it leaked: code, chats, tickets, build logs, images. If it was committed to a repository, rewriting history is no remedy: clones, forks, caches and those who watch commits have it already. Only revoking helps."
        }
        (StepId::Prove, Nature::PrivateKey | Nature::Password | Nature::SignedToken) => {
            "Try the old one yourself, where it used to work: it must be refused."
        }
        (StepId::Prove, _) => {
            "See the old one refused by its provider. Below, it is asked until it is; where this page has no check for it, try it yourself."
        }
        (StepId::Restrict, _) => {
            "Let it work from your own sites and apps alone, and set quotas, where the provider can."
        }
        (StepId::Beside, _) => {
            "This kind is made to be seen: there is nothing to revoke. Make sure that no secret one stands beside it, and that this is not one by mistake."
        }
    }
}

fn revoke(nature: Nature, case: Case) -> &'static str {
    match nature {
        Nature::Key | Nature::Public if case == Case::Confirmed => {
            "Take it back now, on its provider's page. What still uses it will fail until it has the new one."
        }
        Nature::Key | Nature::Public => {
            "Once nothing uses the old one any more, take it back. Until then, whoever holds it can use it."
        }
        Nature::PrivateKey => {
            "Nobody can take a private key back. Take its public half out wherever it opens something: authorized_keys, deploy keys, apps, signers. If there is a certificate, have its issuer revoke it."
        }
        Nature::Password => {
            "Change that user's password, or drop the user. End open connections: they outlive the change. Close the address to networks that do not need it."
        }
        Nature::SignedToken => {
            "A signed token holds until it expires, whatever is deleted. Change the secret or key that signed it: that ends every token it signed. If the issuer keeps a list of revoked tokens, put it there as well."
        }
        Nature::SigningSecret => {
            "Roll the secret at the provider. Until then, anyone who has it can sign messages that your endpoint believes: refuse them, or confirm each with the provider."
        }
        Nature::Address => "Delete the address: whoever knows it can use it, and it can be used for nothing else.",
        Nature::RefreshToken => {
            "Revoke the grant behind it, not the one token: it gives out ever new access tokens, and those already given out may live until they expire."
        }
        Nature::ClientSecret => {
            "Add a new secret, then delete this one. Tokens that were given out with it may live on: revoke those as well."
        }
        Nature::Passing => {
            "End the session: sign out everywhere, or revoke the grant behind it. Do not wait until it expires."
        }
    }
}

fn replace(nature: Nature) -> &'static str {
    match nature {
        Nature::Key | Nature::Public => {
            "One for each application and environment, with the narrowest scope that does, an expiry and a spending limit. Keep it in a secret manager, and send it by neither mail nor chat."
        }
        Nature::PrivateKey => {
            "Make a new pair on the machine that uses it, under a passphrase or in hardware, and put its public half where the old one stood."
        }
        Nature::Password => "Make a user of its own for each application, with no more rights than it needs.",
        Nature::SignedToken => "Make a new signing secret or key, and give its tokens a shorter life.",
        Nature::SigningSecret => {
            "Put the new secret at your endpoint. Where the provider lets two hold at once, use that time."
        }
        Nature::Address => "Make a new address, and keep it like a key.",
        Nature::RefreshToken => "Sign in again, for a new grant with no more scopes than needed.",
        Nature::ClientSecret => "Put the new secret where the application runs, and nowhere else.",
        Nature::Passing => "Sign in again. If a program used the session, give it a key of its own.",
    }
}
