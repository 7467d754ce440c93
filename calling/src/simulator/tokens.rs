//! The tokens of deliveries, good and bad.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use aws_lc_rs::hmac;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use super::faults::WrongToken;
use super::keys::{SigningKey, jwks};
use super::notices::with;

const ISSUER: &str = "https://api.botframework.com";

/// The application of the service in whose name callbacks come.
const SERVICE_APP: &str = "26a7ee05-5602-4d76-a7ba-eae8b7b67941";

/// For how long a token is used again: signing takes longer than all the rest of a delivery.
const REUSED: Duration = Duration::from_secs(60);

const LIFETIME: u64 = 300;

/// The keys that were made in this process, by their numbers. Making one takes longer than most
/// tests, so that simulators share them; the first is the one that nobody publishes.
static MADE: Mutex<Vec<Arc<SigningKey>>> = Mutex::new(Vec::new());

fn nth_key(number: usize) -> Arc<SigningKey> {
    let mut made = MADE.lock().unwrap_or_else(PoisonError::into_inner);
    while made.len() <= number {
        let id = format!("key-{}", made.len());
        made.push(Arc::new(SigningKey::generate(id)));
    }
    made.get(number)
        .cloned()
        .unwrap_or_else(|| super::fail("no key"))
}

/// The keys of the service, and what they sign.
pub(super) struct Keyring {
    app_id: String,
    /// The published keys; the last one signs.
    keys: Vec<Arc<SigningKey>>,
    made: usize,
    /// Tokens by tenant.
    recent: BTreeMap<String, (SystemTime, String)>,
}

impl Keyring {
    pub fn new(app_id: String) -> Self {
        Self {
            app_id,
            keys: vec![nth_key(1)],
            made: 1,
            recent: BTreeMap::new(),
        }
    }

    /// The published keys.
    pub fn jwks(&self) -> Value {
        jwks(self.keys.iter().map(Arc::as_ref))
    }

    /// Signs by a new key from now on.
    pub fn roll(&mut self, keep: bool) {
        self.made += 1;
        if !keep {
            self.keys.clear();
        }
        self.keys.push(nth_key(self.made));
        self.recent.clear();
    }

    fn key(&self) -> &SigningKey {
        match self.keys.last() {
            Some(key) => key,
            None => super::fail("no key"),
        }
    }

    /// The value of `Authorization` for a delivery about a tenant.
    pub fn authorization(&mut self, tenant: &str) -> String {
        let now = SystemTime::now();
        if let Some((made, token)) = self.recent.get(tenant)
            && now.duration_since(*made).is_ok_and(|age| age < REUSED)
        {
            return token.clone();
        }
        let token = self.key().token(&self.claims(tenant, seconds(now)));
        let value = format!("Bearer {token}");
        self.recent.insert(tenant.to_owned(), (now, value.clone()));
        value
    }

    fn claims(&self, tenant: &str, start: u64) -> Value {
        json!({
            "iss": ISSUER,
            "aud": self.app_id,
            "tid": tenant,
            "appid": SERVICE_APP,
            "nbf": start,
            "exp": start + LIFETIME,
        })
    }

    /// The value of `Authorization` that a forger sends.
    pub fn forged(&self, kind: WrongToken, tenant: &str) -> Option<String> {
        let now = seconds(SystemTime::now());
        let claims = self.claims(tenant, now);
        let token = match kind {
            WrongToken::Missing => return None,
            WrongToken::Malformed => "not.a-token".to_owned(),
            WrongToken::Unsigned => {
                let header = json!({ "alg": "none", "typ": "JWT" });
                format!("{}.", unsigned(&header, &claims))
            }
            WrongToken::PublicKeyAsSecret => {
                let header = json!({ "alg": "HS256", "typ": "JWT", "kid": self.key().id() });
                let message = unsigned(&header, &claims);
                let secret = hmac::Key::new(hmac::HMAC_SHA256, &self.key().public_key_der());
                let signature = hmac::sign(&secret, message.as_bytes());
                format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature))
            }
            WrongToken::UnknownKey => nth_key(0).token(&claims),
            WrongToken::Signature => {
                let id = self.key().id().to_owned();
                let header = json!({ "alg": "RS256", "typ": "JWT", "kid": id });
                nth_key(0).sign(&header, &claims)
            }
            WrongToken::Tampered => {
                let token = self.key().token(&claims);
                let changed = with(claims, [("appid", "somebody else".into())]);
                let mut parts = token.split('.');
                let header = parts.next().unwrap_or_default();
                let signature = parts.nth(1).unwrap_or_default();
                let changed = URL_SAFE_NO_PAD.encode(changed.to_string());
                format!("{header}.{changed}.{signature}")
            }
            WrongToken::Expired => self.key().token(&self.claims(tenant, now - 3600)),
            WrongToken::NotYetValid => self.key().token(&self.claims(tenant, now + 3600)),
            WrongToken::Audience => self.sign_with(claims, ("aud", "another-bot".into())),
            WrongToken::Issuer => {
                self.sign_with(claims, ("iss", "https://login.example.com".into()))
            }
            WrongToken::NoTenant => self.sign_with(claims, ("tid", Value::Null)),
            WrongToken::OtherTenant => self.sign_with(claims, ("tid", "another-tenant".into())),
        };
        Some(format!("Bearer {token}"))
    }

    fn sign_with(&self, claims: Value, change: (&str, Value)) -> String {
        self.key().token(&with(claims, [change]))
    }
}

fn unsigned(header: &Value, claims: &Value) -> String {
    let [header, claims] = [header, claims].map(|part| URL_SAFE_NO_PAD.encode(part.to_string()));
    format!("{header}.{claims}")
}

fn seconds(time: SystemTime) -> u64 {
    time.duration_since(UNIX_EPOCH)
        .unwrap_or_default()
        .as_secs()
}
