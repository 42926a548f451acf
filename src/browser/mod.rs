//! What only a browser has: sending, time, clipboard, files, storage, WebCrypto. Thin, and the only user of web-sys beside `ui`.
//! No exception's text leaves this module: the browser's own words can hold a key, so each becomes a cause.

pub mod cancel;
pub mod clipboard;
pub mod clock;
pub mod crypto;
pub mod download;
pub mod fetch;
pub mod files;
pub mod folder;
pub mod notify;
pub mod queue;
pub mod socket;
pub mod storage;
pub mod task;
pub mod wire;
