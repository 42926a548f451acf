//! From a recognised key to a verdict: what to ask ([`plan`]), what the answer means ([`interpret`]), what
//! several answers mean together ([`conclude`]). Pure: the one place that sends is `browser/`.

pub mod answer;
pub mod bulk;
pub mod companions;
pub mod conclude;
pub mod curl;
pub mod custom;
pub mod fill;
pub mod interpret;
pub mod monitor;
pub mod openai_form;
pub mod plan;
pub mod queue;
pub mod report;
pub mod self_test;
pub mod untrusted;
pub mod verdict;
