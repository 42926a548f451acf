//! Servers that speak OpenAI's form: Ollama, vLLM, LM Studio, llama.cpp, `LiteLLM`, One API, a company's gateway. They
//! are nobody's in particular, so they stand in no provider's file; their answers are judged by the same
//! [`interpret`](super::interpret::interpret), by the rules here.
//!
//! A refusal is `dead` in words alone that one of these programs has for it, in its documents, its source or
//! recorded by several people; any other 401 is `unknown: unconfirmed`, since whatever stands before the server can
//! refuse as well.

use super::interpret::{Evidence, Reading};
use super::verdict::{Cause, State};
use crate::credential::Secret;
use crate::provider::checks::{Check, ProviderChecks};

/// The rules, in the shape of the file of checks. The words, and where they are from:
///
/// - `invalid_api_key`, "Incorrect API key provided": <https://platform.openai.com/docs/guides/error-codes>; LM Studio
///   says "Malformed LM Studio API token provided" under the same code (recorded 2026-06-29 and 2026-08-31)
/// - "Invalid API Key" of the type `authentication_error`: llama.cpp, <https://github.com/ggml-org/llama.cpp/pull/14352>
/// - `token_not_found_in_db`, `expired_key`, `budget_exceeded`: `LiteLLM`,
///   <https://docs.litellm.ai/docs/proxy/error_reference>, <https://github.com/BerriAI/litellm/issues/11639>,
///   <https://github.com/BerriAI/litellm/issues/18731>
/// - `one_api_error`, `new_api_error` with a sentence of theirs: `model/token.go` of One API and New API, in many copies
/// - `{"error": "Unauthorized"}`: vLLM and `SGLang` (`add_api_key_middleware`), and too many others
///
/// All read 2026-11-25.
const RULES: &str = r#"{
"access": "unknown", "exposes": [], "checks": [],
"answers": [
{"id": "models", "status": [200], "body": [["data[].id", {"is": "string"}]], "verdict": "live"},
{"id": "no-models", "status": [200], "body": [["object", "list"], ["data", {"is": "empty"}]], "verdict": "live",
 "says": "It lists no model."},
{"id": "no-models-null", "status": [200], "body": [["object", "list"], ["data", {"is": "null"}]], "verdict": "live",
 "says": "It lists no model."},
{"id": "no-key", "status": [401], "body": [["error.message", ["*token is required*", "You didn't provide an API key*", "*No api key passed in*", "未提供令牌*"]]],
 "verdict": "unknown: unconfirmed",
 "says": "The server says that no key arrived: it was lost on the way, or is wanted in another place."},
{"id": "invalid", "status": [401],
 "body": [["error.code", "invalid_api_key"], ["error.message", ["Incorrect API key provided*", "Malformed LM Studio API token*"]]],
 "verdict": "dead: invalid"},
{"id": "llama-cpp", "status": [401], "body": [["error.type", "authentication_error"], ["error.message", "Invalid API Key"]],
 "verdict": "dead: invalid"},
{"id": "litellm", "status": [401], "body": [["error.type", "token_not_found_in_db"]], "verdict": "dead: invalid"},
{"id": "litellm-expired", "status": [400, 401], "body": [["error.type", "expired_key"]], "verdict": "dead: expired"},
{"id": "litellm-budget", "status": [400, 401, 403, 429], "body": [["error.type", "budget_exceeded"]],
 "verdict": "limited: no-quota"},
{"id": "one-api", "status": [401],
 "body": [["error.type", ["one_api_error", "new_api_error"]], ["error.message", ["无效的令牌*", "Invalid token*"]]],
 "verdict": "dead: invalid"},
{"id": "one-api-expired", "status": [401],
 "body": [["error.type", ["one_api_error", "new_api_error"]], ["error.message", "该令牌已过期*"]],
 "verdict": "dead: expired"},
{"id": "one-api-disabled", "status": [401],
 "body": [["error.type", ["one_api_error", "new_api_error"]], ["error.message", "该令牌状态不可用*"]],
 "verdict": "dead: disabled"},
{"id": "one-api-quota", "status": [401, 403],
 "body": [["error.type", ["one_api_error", "new_api_error"]], ["error.message", "该令牌额度已用尽*"]],
 "verdict": "limited: no-quota"},
{"id": "unauthorized", "status": [401], "body": [["error", "Unauthorized"]], "verdict": "unknown: unconfirmed",
 "says": "vLLM and SGLang refuse a wrong key in these words, and so do many gateways for other reasons."},
{"id": "refused", "status": [401], "body": [["error.message", {"is": "string"}]], "verdict": "unknown: unconfirmed"},
{"id": "refused-detail", "status": [401], "body": [["detail", {"is": "string"}]], "verdict": "unknown: unconfirmed"},
{"id": "nothing-there", "status": [404, 405], "verdict": "unknown: unexpected",
 "says": "No list of models stands at this address. Most servers want /v1 at its end."}
]}"#;

/// The rules by which answers of this form are judged.
pub fn rules() -> Option<ProviderChecks> {
    serde_json::from_str(RULES).ok()
}

/// The question: the list of models at a base address such as `http://localhost:11434/v1`.
pub fn models(base: &str) -> Check {
    Check {
        id: "models".into(),
        title: "List of models".into(),
        kinds: Vec::new(),
        method: "GET".into(),
        url: format!("{base}/models"),
        headers: vec![("authorization".into(), "Bearer {key}".into())],
        body: None,
        protocols: Vec::new(),
        hidden: false,
        own: false,
        access: None,
        off: None,
        worlds: None,
        curl: Vec::new(),
        cost: "free".into(),
        facts: vec![("models".into(), "data[].id".into())],
    }
}

/// What the list says of the key, once a made-up key was tried as well: many servers list their models for anyone,
/// and then the list tells what is there, and nothing of the key.
#[must_use]
pub fn with_made_up(key: Reading, made_up: &Reading) -> Reading {
    let lists = |reading: &Reading| reading.state == State::Live;
    if !lists(&key) || !lists(made_up) {
        return key;
    }
    Reading {
        state: State::Unknown,
        cause: Some(Cause::Unexpected),
        evidence: Evidence { rule: Some(ANYONE.into()), ..key.evidence },
        ..key
    }
}

/// A key that nobody ever issued, of the form that such servers know.
pub fn made_up(seed: u64) -> Secret {
    Secret::new(
        format!(
            "sk-{:016x}{:016x}",
            seed.wrapping_mul(0x9e37_79b9_7f4a_7c15),
            seed.rotate_left(29) ^ 0x5851_f42d_4c95_7f2d
        ),
        3,
    )
}

/// The rule of a list that anyone gets.
pub const ANYONE: &str = "lists-for-anyone";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::answer::{Answer, Response};
    use crate::check::interpret::{View, interpret};

    fn read(status: u16, body: &str) -> Reading {
        let rules = rules().expect("the rules are well formed");
        let secret = Secret::new(["sk", "made-up-of-nobody"].join("-"), 0);
        let answer = Answer::Http(Response { status, headers: Vec::new(), body: body.into() });
        interpret(&rules, &models("http://localhost:11434/v1"), &answer, View::Page, [&secret])
    }

    fn verdict(status: u16, body: &str) -> (State, Option<Cause>) {
        let reading = read(status, body);
        (reading.state, reading.cause)
    }

    const UNCONFIRMED: (State, Option<Cause>) = (State::Unknown, Some(Cause::Unconfirmed));
    const UNEXPECTED: (State, Option<Cause>) = (State::Unknown, Some(Cause::Unexpected));

    #[test]
    fn a_list_of_models_is_live_and_names_them() {
        let reading = read(200, r#"{"object":"list","data":[{"id":"qwen3:8b","object":"model"},{"id":"llama3.2"}]}"#);
        assert_eq!((reading.state, reading.host.as_str()), (State::Live, "localhost"));
        assert_eq!(reading.facts[0].value.to_json(), serde_json::json!(["qwen3:8b", "llama3.2"]));
        for empty in [r#"{"object":"list","data":[]}"#, r#"{"object":"list","data":null}"#] {
            assert_eq!(verdict(200, empty), (State::Live, None), "{empty}");
        }
    }

    #[test]
    fn a_refusal_in_the_documented_words_of_one_of_them_is_dead() {
        for (status, body, cause) in [
            (
                401,
                r#"{"error":{"message":"Incorrect API key provided: sk-…","type":"invalid_request_error","param":null,"code":"invalid_api_key"}}"#,
                Cause::Invalid,
            ),
            (
                401,
                r#"{"error":{"type":"invalid_request","code":"invalid_api_key","message":"Malformed LM Studio API token provided: lm…"}}"#,
                Cause::Invalid,
            ),
            (
                401,
                r#"{"error":{"code":401,"message":"Invalid API Key","type":"authentication_error"}}"#,
                Cause::Invalid,
            ),
            (
                401,
                r#"{"error":{"message":"Authentication Error, Invalid proxy server token passed. Received API Key = …","type":"token_not_found_in_db","param":"key","code":"401"}}"#,
                Cause::Invalid,
            ),
            (
                400,
                r#"{"error":{"message":"Authentication Error - Expired Key. Key Expiry time 2025-01-01","type":"expired_key","param":"…","code":"400"}}"#,
                Cause::Expired,
            ),
            (401, r#"{"error":{"message":"无效的令牌 (request id: 2026…)","type":"new_api_error"}}"#, Cause::Invalid),
            (401, r#"{"error":{"message":"该令牌已过期 (request id: 2026…)","type":"one_api_error"}}"#, Cause::Expired),
        ] {
            assert_eq!(verdict(status, body), (State::Dead, Some(cause)), "{body}");
        }
    }

    #[test]
    fn a_budget_that_is_spent_shows_that_the_key_was_known() {
        let spent = r#"{"error":{"message":"Budget has been exceeded! Current cost: 2, Max budget: 1","type":"budget_exceeded","code":"400"}}"#;
        assert_eq!(verdict(400, spent), (State::Limited, Some(Cause::NoQuota)));
        let used_up = r#"{"error":{"message":"该令牌额度已用尽 (request id: 2026…)","type":"new_api_error"}}"#;
        assert_eq!(verdict(401, used_up), (State::Limited, Some(Cause::NoQuota)));
    }

    #[test]
    fn any_other_refusal_of_this_form_is_unconfirmed() {
        for body in [
            r#"{"error":"Unauthorized"}"#,
            r#"{"error":{"message":"Authentication Error, Invalid proxy server token passed. valid_token=None.","type":"auth_error","code":"401"}}"#,
            r#"{"error":{"message":"An LM Studio API token is required to make requests to this server, but none was provided","code":"invalid_api_key"}}"#,
            // Behind the gateway, not the gateway: its own key is refused.
            r#"{"error":{"message":"litellm.AuthenticationError: OpenAIException - Incorrect API key provided: …","code":"invalid_api_key"}}"#,
            r#"{"detail":"Not authenticated"}"#,
        ] {
            assert_eq!(verdict(401, body), UNCONFIRMED, "{body}");
        }
    }

    #[test]
    fn what_is_not_of_this_form_says_nothing() {
        for (status, body) in [
            (200, "<html>Sign in</html>"),
            (200, "{}"),
            (200, r#"{"data":[]}"#),
            (401, ""),
            (401, "<html>401</html>"),
            (403, r#"{"error":{"message":"forbidden"}}"#),
            (404, "404 page not found"),
        ] {
            assert_eq!(verdict(status, body), UNEXPECTED, "{status} {body}");
        }
        assert_eq!(verdict(503, "{}"), (State::Unknown, Some(Cause::ProviderError)));
        assert_eq!(verdict(429, "{}"), (State::Unknown, Some(Cause::RateLimited)));
    }

    #[test]
    fn a_made_up_key_is_another_each_time() {
        assert!(!made_up(1).same_as(&made_up(2)) && made_up(1).is_header_safe());
    }

    #[test]
    fn a_list_that_a_made_up_key_gets_too_says_nothing_of_the_key() {
        let list = || read(200, r#"{"data":[{"id":"m"}]}"#);
        let anyone = with_made_up(list(), &list());
        assert_eq!((anyone.state, anyone.cause), UNEXPECTED);
        assert_eq!(anyone.evidence.rule.as_deref(), Some(ANYONE));
        assert_eq!(anyone.facts.len(), 1, "what is there is still told");
        let refused = read(401, r#"{"error":"Unauthorized"}"#);
        assert_eq!(with_made_up(list(), &refused).state, State::Live);
        assert_eq!(with_made_up(refused, &list()).cause, Some(Cause::Unconfirmed));
    }
}
