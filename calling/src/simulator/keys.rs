//! Keys that sign callbacks as the service does.

use aws_lc_rs::encoding::AsDer;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::{KeyPair as _, RSA_PKCS1_SHA256};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

/// A key that is made for a test, and signs tokens as the service does.
///
/// ```
/// use msgraph_calling::auth::KeySet;
/// use msgraph_calling::simulator::{SigningKey, jwks};
/// use serde_json::json;
///
/// let key = SigningKey::generate("first");
/// let token = key.token(&json!({"iss": "https://api.botframework.com", "aud": "an app id"}));
/// let authorization = format!("Bearer {token}");
///
/// let published = KeySet::from_jwks(jwks([&key]).to_string().as_bytes())?;
/// assert_eq!(published.ids().collect::<Vec<_>>(), ["first"]);
/// # Ok::<(), msgraph_calling::auth::KeysError>(())
/// ```
#[derive(Debug)]
pub struct SigningKey {
    id: String,
    pair: KeyPair,
}

impl SigningKey {
    /// A new RSA key of 2,048 bits with this id.
    ///
    /// # Panics
    ///
    /// If the system has no random numbers.
    pub fn generate(id: impl Into<String>) -> Self {
        let pair = KeyPair::generate(KeySize::Rsa2048);
        Self {
            id: id.into(),
            pair: pair.unwrap_or_else(|_| fail("no RSA key")),
        }
    }

    /// The id of the key (`kid`).
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The public key as a JSON Web Key.
    pub fn jwk(&self) -> Value {
        let public = self.pair.public_key();
        let encode = |number: &[u8]| URL_SAFE_NO_PAD.encode(number);
        json!({
            "kty": "RSA",
            "use": "sig",
            "kid": self.id,
            "x5t": self.id,
            "n": encode(public.modulus().big_endian_without_leading_zero()),
            "e": encode(public.exponent().big_endian_without_leading_zero()),
            "endorsements": ["msteams"],
        })
    }

    /// The public key as DER (`SubjectPublicKeyInfo`).
    ///
    /// # Panics
    ///
    /// If it cannot be encoded.
    pub fn public_key_der(&self) -> Vec<u8> {
        match self.pair.public_key().as_der() {
            Ok(der) => der.as_ref().to_vec(),
            Err(_) => fail("no DER of a key"),
        }
    }

    /// A signed token with these claims, and the header that the service writes: RS256, this
    /// key's id, and `cty` although no token is nested.
    ///
    /// # Panics
    ///
    /// If it cannot be signed.
    pub fn token(&self, claims: &Value) -> String {
        let header = json!({
            "alg": "RS256",
            "kid": self.id,
            "typ": "JWT",
            "cty": "JWT",
            "x5t": self.id,
        });
        self.sign(&header, claims)
    }

    /// A token with this header and these claims, signed by RS256 whatever the header says.
    ///
    /// # Panics
    ///
    /// If it cannot be signed.
    pub fn sign(&self, header: &Value, claims: &Value) -> String {
        let [header, claims] =
            [header, claims].map(|part| URL_SAFE_NO_PAD.encode(part.to_string()));
        let message = format!("{header}.{claims}");
        let mut signature = vec![0; self.pair.public_modulus_len()];
        let random = SystemRandom::new();
        let signed = self.pair.sign(
            &RSA_PKCS1_SHA256,
            &random,
            message.as_bytes(),
            &mut signature,
        );
        if signed.is_err() {
            fail("no signature");
        }
        format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature))
    }
}

/// The JSON Web Key Set that publishes these keys.
pub fn jwks<'a>(keys: impl IntoIterator<Item = &'a SigningKey>) -> Value {
    let keys: Vec<_> = keys.into_iter().map(SigningKey::jwk).collect();
    json!({ "keys": keys })
}

#[track_caller]
#[expect(clippy::panic, reason = "a test fails by a panic")]
fn fail(message: &str) -> ! {
    panic!("{message}")
}
