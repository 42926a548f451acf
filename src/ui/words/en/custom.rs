//! English: hosts of the person's own.

use crate::check::custom::{NotAnEndpoint, Reach};
use crate::ui::words::custom::CustomWords;

pub const CUSTOM: CustomWords = CustomWords {
    why: "This page stands apart from the main one because its policy is wide: here your browser would let a page send to any https: address, and to this machine. So it takes one key and one address, both typed by you, and reads neither from storage, a link or another window. Keys of public providers belong on the main page, where the browser admits exact addresses alone.",
    what: "What stands there",
    openai: "OpenAI's form (Ollama, vLLM, a gateway …)",
    address: "Address",
    such_as: |address| format!("Such as {address}"),
    wrong: |why| match why {
        NotAnEndpoint::Empty => "",
        NotAnEndpoint::Scheme => "An address begins with https:// or, on this machine, http://.",
        NotAnEndpoint::UserInfo => "Leave out what stands before the @: it hides where the address leads.",
        NotAnEndpoint::Host => {
            "That is no host, or one that a browser could read as another. Letters of other alphabets are written as xn--…"
        }
        NotAnEndpoint::Port => "A port is a number from 1 to 65535.",
        NotAnEndpoint::Path => "Leave out what follows ? or #, and anything but plain letters in the path.",
        NotAnEndpoint::NotTheirs => "Keys of this kind belong to other hosts: see the example.",
    },
    key: "Key",
    key_optional: "Leave it empty where the server wants none.",
    key_wrong: "A character stands in the key that no request can carry.",
    reach: |reach| match reach {
        Reach::Open => "",
        Reach::ThisMachine => {
            "This address is on your machine. Chromium asks you for leave before a page may reach it: allow it. Safari may refuse; then use another browser or the terminal."
        }
        Reach::LocalNetwork => {
            "This address is in your local network. Chromium asks you for leave before a page may reach it: allow it. Its certificate must be one that your browser trusts."
        }
        Reach::Plain => {
            "Your browser refuses this: a page of https: may not ask another machine by plain http:, where anyone on the way could read the key. Put a proxy with https: before the server, bring it to this machine (ssh -L 8000:HOST:8000 USER@HOST, then http://localhost:8000), or ask from a terminal, below."
        }
    },
    narrow: |list| format!("Whoever set up this copy of the page lets it send to these alone: {list}"),
    refuses: |provider| format!("{provider} lets no page read its answers: ask from a terminal, below."),
    confirm: |origin| format!("This key belongs to {origin} and may go there."),
    check: |origin| format!("Check at {origin}"),
    check_none: "Check",
    answer: "What it said",
    made_up_too: "If a list comes back, a made-up key is tried as well: a server that lists its models for anyone says nothing of yours.",
    anyone: "It lists its models for anyone, a made-up key included. So it is there and answers, and says nothing of the key.",
    let_in_title: "How a server lets this page in",
    let_in: |origin| {
        [
            format!("Ollama: start it with OLLAMA_ORIGINS={origin}"),
            "LM Studio: switch on Enable CORS in the server's settings".into(),
            format!("vLLM: --allowed-origins '[\"{origin}\"]'"),
            format!(
                "Gitea, Forgejo: in app.ini under [cors] ENABLED = true, ALLOW_DOMAIN = {origin}, HEADERS = Authorization"
            ),
            "A proxy before it: answer OPTIONS, and send Access-Control-Allow-Origin with refusals too".into(),
        ]
    },
    asked_leave: "If your browser asked for leave to reach your machine or network and it was refused, allow it beside the address bar and try again.",
    bedrock: "Amazon Bedrock answers no page: the main page gives a command for its keys.",
};
