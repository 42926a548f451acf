//! What WebCrypto does for the register: fingerprints, and sealing with a passphrase. Keys of the browser are
//! `CryptoKey`s that cannot be extracted; no exception's text leaves here.

use crate::credential::Secret;
use crate::hygiene::export::{ROUNDS, SaltRecord, Sealed, Unreadable, hex};
use js_sys::{Array, Object, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CryptoKey, SubtleCrypto};
use zeroize::Zeroizing;

/// Bytes of a cipher's nonce (NIST SP 800-38D, section 8.2).
const NONCE: usize = 12;

/// Bytes of a fingerprint that are kept: enough that two keys do not meet by chance.
const FINGERPRINT: usize = 16;

/// There is no WebCrypto here (no secure context), or it refused.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NoCrypto;

type Result<T> = core::result::Result<T, NoCrypto>;

fn subtle() -> Result<SubtleCrypto> {
    let window = web_sys::window().ok_or(NoCrypto)?;
    // Outside a secure context there is none, and calling it would throw.
    if !window.is_secure_context() {
        return Err(NoCrypto);
    }
    Ok(window.crypto().map_err(|_| NoCrypto)?.subtle())
}

/// Random bytes.
///
/// # Errors
/// Where the browser gives none.
pub fn random<const N: usize>() -> Result<[u8; N]> {
    let mut out = [0; N];
    let crypto = web_sys::window().ok_or(NoCrypto)?.crypto().map_err(|_| NoCrypto)?;
    crypto.get_random_values_with_u8_array(&mut out).map_err(|_| NoCrypto)?;
    Ok(out)
}

/// A name that no other entry has.
///
/// # Errors
/// Where the browser gives no random bytes.
pub fn random_id() -> Result<String> {
    Ok(hex(&random::<8>()?))
}

fn algorithm(fields: &[(&str, &JsValue)]) -> Object {
    let out = Object::new();
    for (name, value) in fields {
        _ = Reflect::set(&out, &JsValue::from_str(name), value);
    }
    out
}

async fn bytes(promise: core::result::Result<js_sys::Promise, JsValue>) -> Result<Zeroizing<Vec<u8>>> {
    let buffer = JsFuture::from(promise.map_err(|_| NoCrypto)?).await.map_err(|_| NoCrypto)?;
    Ok(Zeroizing::new(Uint8Array::new(&buffer).to_vec()))
}

async fn key(promise: core::result::Result<js_sys::Promise, JsValue>) -> Result<CryptoKey> {
    let key = JsFuture::from(promise.map_err(|_| NoCrypto)?).await.map_err(|_| NoCrypto)?;
    key.dyn_into().map_err(|_| NoCrypto)
}

fn usages(names: &[&str]) -> JsValue {
    names.iter().map(|name| JsValue::from_str(name)).collect::<Array>().into()
}

/// A salt of fingerprints: which one, and the key that signs under it.
#[derive(Clone)]
pub struct Salt {
    id: String,
    signs: CryptoKey,
}

impl Salt {
    /// Takes a salt's bytes in. They cannot be had back from it.
    ///
    /// # Errors
    /// Where there is no WebCrypto.
    pub async fn of(id: &str, salt: &[u8]) -> Result<Self> {
        let hmac = algorithm(&[("name", &"HMAC".into()), ("hash", &"SHA-256".into())]);
        let data = Uint8Array::from(salt);
        let signs = key(subtle()?.import_key_with_object("raw", &data, &hmac, false, &usages(&["sign"]))).await?;
        Ok(Self { id: id.to_owned(), signs })
    }

    /// Its name: the beginning of its fingerprints.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// `SALT.DIGEST`. The narrow way of design.md, rule 3: the bytes go into HMAC-SHA-256 and nowhere else. Who
    /// calls it makes sure that the kind cannot be guessed (`Kind::may_be_fingerprinted`).
    ///
    /// # Errors
    /// Where there is no WebCrypto.
    #[expect(clippy::disallowed_methods, reason = "fingerprinting: the bytes become an HMAC, which is all that leaves")]
    pub async fn fingerprint(&self, secret: &Secret) -> Result<String> {
        let signed = subtle()?.sign_with_str_and_u8_array("HMAC", &self.signs, secret.expose().as_bytes());
        let digest = bytes(signed).await?;
        Ok(format!("{}.{}", self.id, hex(digest.get(..FINGERPRINT).ok_or(NoCrypto)?)))
    }
}

/// A key of AES-256-GCM that cannot be extracted, with how it was made where a passphrase made it.
#[derive(Clone)]
pub struct Seal {
    key: CryptoKey,
    made: Option<(u32, Vec<u8>)>,
}

impl Seal {
    /// A new one, by chance.
    ///
    /// # Errors
    /// Where there is no WebCrypto.
    pub async fn random() -> Result<Self> {
        let aes = algorithm(&[("name", &"AES-GCM".into()), ("length", &256.into())]);
        let key = key(subtle()?.generate_key_with_object(&aes, false, &usages(&["encrypt", "decrypt"]))).await?;
        Ok(Self { key, made: None })
    }

    /// One that was kept as it is.
    pub fn kept(key: CryptoKey) -> Self {
        Self { key, made: None }
    }

    /// What the browser keeps.
    pub fn key(&self) -> &CryptoKey {
        &self.key
    }

    /// A new one, of a passphrase.
    ///
    /// # Errors
    /// Where there is no WebCrypto.
    pub async fn of_passphrase(passphrase: &str) -> Result<Self> {
        Self::again(passphrase, ROUNDS, &random::<16>()?).await
    }

    /// The one that opens what was sealed.
    ///
    /// # Errors
    /// Where there is no WebCrypto.
    pub async fn opening(passphrase: &str, sealed: &Sealed) -> Result<Self> {
        Self::again(passphrase, sealed.rounds, &sealed.salt).await
    }

    async fn again(passphrase: &str, rounds: u32, salt: &[u8]) -> Result<Self> {
        let subtle = subtle()?;
        let data = Uint8Array::from(passphrase.as_bytes());
        let name = algorithm(&[("name", &"PBKDF2".into())]);
        let base = key(subtle.import_key_with_object("raw", &data, &name, false, &usages(&["deriveKey"]))).await?;
        let pbkdf2 = algorithm(&[
            ("name", &"PBKDF2".into()),
            ("hash", &"SHA-256".into()),
            ("iterations", &rounds.into()),
            ("salt", &Uint8Array::from(salt)),
        ]);
        let aes = algorithm(&[("name", &"AES-GCM".into()), ("length", &256.into())]);
        let uses = usages(&["encrypt", "decrypt"]);
        let key = key(subtle.derive_key_with_object_and_object(&pbkdf2, &base, &aes, false, &uses)).await?;
        Ok(Self { key, made: Some((rounds, salt.to_vec())) })
    }

    /// Closes bytes: a fresh nonce, then what came of them.
    async fn close(&self, plain: &[u8]) -> Result<(Vec<u8>, Vec<u8>)> {
        let nonce = random::<NONCE>()?;
        let gcm = algorithm(&[("name", &"AES-GCM".into()), ("iv", &Uint8Array::from(&nonce[..]))]);
        let data = bytes(subtle()?.encrypt_with_object_and_u8_array(&gcm, &self.key, plain)).await?;
        Ok((nonce.to_vec(), data.to_vec()))
    }

    async fn open(&self, nonce: &[u8], data: &[u8]) -> Result<Zeroizing<Vec<u8>>> {
        let gcm = algorithm(&[("name", &"AES-GCM".into()), ("iv", &Uint8Array::from(nonce))]);
        bytes(subtle()?.decrypt_with_object_and_u8_array(&gcm, &self.key, data)).await
    }

    /// Closes a salt for keeping, nonce first.
    ///
    /// # Errors
    /// Where there is no WebCrypto.
    pub async fn close_salt(&self, id: &str, salt: &[u8]) -> Result<SaltRecord> {
        let (mut bytes, data) = self.close(salt).await?;
        bytes.extend(data);
        Ok(SaltRecord { id: id.to_owned(), bytes })
    }

    /// Opens what [`Seal::close_salt`] closed.
    ///
    /// # Errors
    /// Where another key closed it.
    pub async fn open_salt(&self, record: &SaltRecord) -> Result<Zeroizing<Vec<u8>>> {
        let (nonce, data) = record.bytes.split_at_checked(NONCE).ok_or(NoCrypto)?;
        self.open(nonce, data).await
    }

    /// Closes a text into a file.
    ///
    /// # Errors
    /// Where there is no WebCrypto, or no passphrase made this key.
    pub async fn close_text(&self, text: &str) -> Result<Sealed> {
        let (rounds, salt) = self.made.clone().ok_or(NoCrypto)?;
        let (nonce, data) = self.close(text.as_bytes()).await?;
        let mut sealed = Sealed { rounds, salt, nonce, data, sum: Vec::new() };
        sealed.sum = sum(&sealed).await?;
        Ok(sealed)
    }

    /// Opens a file.
    ///
    /// # Errors
    /// `Damaged` where its sum differs or it is no text, else `WrongPassphrase` where this key does not open it.
    pub async fn open_text(&self, sealed: &Sealed) -> core::result::Result<Zeroizing<String>, Unreadable> {
        if sum(sealed).await.map_err(|_| Unreadable::Damaged)? != sealed.sum {
            return Err(Unreadable::Damaged);
        }
        let text = self.open(&sealed.nonce, &sealed.data).await.map_err(|_| Unreadable::WrongPassphrase)?;
        String::from_utf8(text.to_vec()).map(Zeroizing::new).map_err(|_| Unreadable::Damaged)
    }
}

async fn sum(sealed: &Sealed) -> Result<Vec<u8>> {
    Ok(bytes(subtle()?.digest_with_str_and_u8_array("SHA-256", &sealed.summed())).await?.to_vec())
}
