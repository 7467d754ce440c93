//! The keys that sign callbacks, and where they come from.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use jsonwebtoken::crypto::aws_lc;
use jsonwebtoken::{Algorithm, DecodingKey};
use serde::Deserialize;
use serde::de::IgnoredAny;

/// Where the keys of the service come from.
///
/// [`CallbackValidator`](super::CallbackValidator) fetches them from the service's OpenID
/// metadata; another source can be set with
/// [`keys`](super::CallbackValidatorBuilder::keys). A [`KeySet`] is a source that always has the
/// same keys. The trait is implemented with [`async_trait`](https://docs.rs/async-trait).
#[async_trait]
pub trait KeySource: Send + Sync {
    /// Fetches all current keys.
    ///
    /// The validator decides when; it drops a fetch that takes longer than 10 seconds.
    async fn fetch(&self) -> Result<KeySet, KeysError>;
}

#[async_trait]
impl KeySource for KeySet {
    async fn fetch(&self) -> Result<KeySet, KeysError> {
        Ok(self.clone())
    }
}

/// The RSA keys of a JSON Web Key Set, by their ids.
#[derive(Clone, Default)]
pub struct KeySet {
    keys: BTreeMap<String, Arc<PublicKey>>,
}

/// A public key of the service.
pub(super) struct PublicKey {
    key: DecodingKey,
    /// What the key may sign for; empty if it says nothing about it.
    pub endorsements: Vec<String>,
}

impl KeySet {
    /// Reads a JSON Web Key Set (RFC 7517): `{"keys": [...]}`.
    ///
    /// Keys of other kinds and for other purposes are left out, and so are keys without an id.
    ///
    /// # Errors
    ///
    /// If the text is no key set, or no key is left.
    ///
    /// ```
    /// use msgraph_calling::auth::KeySet;
    ///
    /// let keys = KeySet::from_jwks(br#"{"keys": [
    ///     {"kty": "RSA", "use": "sig", "kid": "first", "n": "sXch", "e": "AQAB"},
    ///     {"kty": "EC", "kid": "second", "crv": "P-256", "x": "sXch", "y": "sXch"}
    /// ]}"#)?;
    /// assert_eq!(keys.ids().collect::<Vec<_>>(), ["first"]);
    /// # Ok::<(), msgraph_calling::auth::KeysError>(())
    /// ```
    pub fn from_jwks(json: &[u8]) -> Result<Self, KeysError> {
        let document: Document = serde_json::from_slice(json)
            .map_err(|error| KeysError::new(format!("the key set is not as expected: {error}")))?;
        let mut keys = BTreeMap::new();
        for entry in document.keys {
            if let Entry::Rsa(jwk) = entry
                && let Some((id, key)) = jwk.key()
            {
                keys.entry(id).or_insert(Arc::new(key));
            }
        }
        match keys.is_empty() {
            true => Err(KeysError::new("the key set has no RSA key for signatures")),
            false => Ok(Self { keys }),
        }
    }

    /// The ids of the keys (`kid`), sorted.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.keys.keys().map(String::as_str)
    }

    pub(super) fn get(&self, id: &str) -> Option<&Arc<PublicKey>> {
        self.keys.get(id)
    }
}

impl fmt::Debug for KeySet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.ids()).finish()
    }
}

impl PublicKey {
    /// Whether the signature is this key's, by RS256.
    pub fn verifies(&self, message: &[u8], signature: &Vec<u8>) -> bool {
        // Named, because the default of the process depends on what other crates turn on, and
        // panics where they turn on both.
        let provider = &aws_lc::DEFAULT_PROVIDER;
        (provider.verifier_factory)(&Algorithm::RS256, &self.key)
            .is_ok_and(|verifier| verifier.verify(message, signature).is_ok())
    }
}

#[derive(Deserialize)]
struct Document {
    keys: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Entry {
    Rsa(Jwk),
    Other(IgnoredAny),
}

#[derive(Deserialize)]
struct Jwk {
    kty: String,
    kid: String,
    r#use: Option<String>,
    alg: Option<String>,
    n: String,
    e: String,
    #[serde(default)]
    endorsements: Vec<String>,
}

impl Jwk {
    fn key(self) -> Option<(String, PublicKey)> {
        let fits = self.kty == "RSA"
            && self.r#use.is_none_or(|purpose| purpose == "sig")
            && self.alg.is_none_or(|algorithm| algorithm == "RS256");
        let key = DecodingKey::from_rsa_components(&self.n, &self.e).ok()?;
        let endorsements = self.endorsements;
        fits.then_some((self.kid, PublicKey { key, endorsements }))
    }
}

/// Why keys could not be fetched.
#[derive(Debug)]
pub struct KeysError {
    message: String,
    source: Option<Box<dyn Error + Send + Sync>>,
}

impl KeysError {
    /// An error that is its message.
    pub fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            source: None,
        }
    }

    /// The same error with what caused it.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }
}

impl fmt::Display for KeysError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl Error for KeysError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_that_cannot_sign_a_callback_are_left_out() {
        let keys = KeySet::from_jwks(
            br#"{"keys": [
                {"kty": "RSA", "kid": "plain", "n": "AQAB", "e": "AQAB"},
                {"kty": "RSA", "kid": "sig", "use": "sig", "alg": "RS256", "n": "AQAB", "e": "AQAB",
                 "x5c": ["MII"], "endorsements": ["msteams"]},
                {"kty": "RSA", "kid": "encryption", "use": "enc", "n": "AQAB", "e": "AQAB"},
                {"kty": "RSA", "kid": "other-algorithm", "alg": "PS256", "n": "AQAB", "e": "AQAB"},
                {"kty": "RSA", "kid": "no-base64", "n": "?", "e": "AQAB"},
                {"kty": "RSA", "n": "AQAB", "e": "AQAB"},
                {"kty": "oct", "kid": "secret", "k": "AQAB"},
                7
            ]}"#,
        );
        let keys = keys.unwrap();
        assert_eq!(keys.ids().collect::<Vec<_>>(), ["plain", "sig"]);
        assert!(keys.get("plain").unwrap().endorsements.is_empty());
        assert_eq!(keys.get("sig").unwrap().endorsements, ["msteams"]);
    }

    #[test]
    fn a_set_without_usable_keys_is_an_error() {
        for json in ["", "[]", "{}", r#"{"keys": {}}"#, r#"{"keys": []}"#] {
            assert!(KeySet::from_jwks(json.as_bytes()).is_err(), "{json}");
        }
    }
}
