//! A JWT taken apart: header, claims and what is signed, without any check of the signature.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::HeaderValue;
use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};

use super::Refusal;

/// The longest token that is looked at, in bytes. Tokens of the service have about 700.
const MAX_TOKEN: usize = 16 * 1024;

/// The members of the header that decide how the token is checked.
///
/// `cty` is not among them: the service sets it to `JWT` although no token is nested.
#[derive(Deserialize)]
pub(super) struct Header {
    pub alg: String,
    pub kid: Option<String>,
    /// Extensions that have to be understood. None is.
    pub crit: Option<IgnoredAny>,
}

/// The claims that are checked or handed on.
#[derive(Deserialize)]
pub(super) struct Claims {
    pub iss: Option<String>,
    pub aud: Option<Audience>,
    /// Seconds since 1970, which may have a fraction.
    pub exp: Option<f64>,
    pub nbf: Option<f64>,
    pub tid: Option<String>,
    pub appid: Option<String>,
    pub azp: Option<String>,
}

/// One audience or several.
#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum Audience {
    One(String),
    Many(Vec<String>),
}

impl Audience {
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        match self {
            Self::One(one) => std::slice::from_ref(one),
            Self::Many(many) => many.as_slice(),
        }
        .iter()
        .map(String::as_str)
    }
}

/// A token whose signature has not been checked.
pub(super) struct UnverifiedToken<'a> {
    pub header: Header,
    pub claims: Claims,
    /// What is signed: the first two parts and the dot between them.
    pub message: &'a [u8],
    pub signature: Vec<u8>,
}

impl<'a> UnverifiedToken<'a> {
    /// Reads the value of an `Authorization` header.
    pub fn read(authorization: &'a HeaderValue) -> Result<Self, Refusal> {
        let text = authorization.to_str().map_err(|_| Refusal::Malformed)?;
        let text = text.trim_ascii();
        let (scheme, token) = text.split_once(' ').unwrap_or((text, ""));
        if !scheme.eq_ignore_ascii_case("bearer") {
            return Err(Refusal::Scheme);
        }
        let token = token.trim_ascii_start();
        if token.len() > MAX_TOKEN {
            return Err(Refusal::Malformed);
        }
        let (message, signature) = token.rsplit_once('.').ok_or(Refusal::Malformed)?;
        // A further dot is in neither alphabet, so there are exactly three parts.
        let (header, claims) = message.split_once('.').ok_or(Refusal::Malformed)?;
        let header: Header = json(header)?;
        if header.crit.is_some() {
            return Err(Refusal::Malformed);
        }
        Ok(Self {
            header,
            claims: json(claims)?,
            message: message.as_bytes(),
            signature: bytes(signature)?,
        })
    }
}

fn json<T: DeserializeOwned>(part: &str) -> Result<T, Refusal> {
    serde_json::from_slice(&bytes(part)?).map_err(|_| Refusal::Malformed)
}

fn bytes(part: &str) -> Result<Vec<u8>, Refusal> {
    URL_SAFE_NO_PAD.decode(part).map_err(|_| Refusal::Malformed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(authorization: &str) -> Option<Refusal> {
        let value = HeaderValue::from_bytes(authorization.as_bytes()).unwrap();
        UnverifiedToken::read(&value).err()
    }

    fn token(header: &str, claims: &str) -> String {
        let [header, claims] = [header, claims].map(|part| URL_SAFE_NO_PAD.encode(part));
        format!("Bearer {header}.{claims}.c2ln")
    }

    #[test]
    fn a_token_has_three_parts() {
        let whole = token(r#"{"alg":"RS256"}"#, "{}");
        assert_eq!(read(&whole), None);
        assert_eq!(read(&whole.replace("Bearer ", "bEARER   ")), None);
        for wrong in [
            "Bearer",
            "Bearer ",
            "Bearer a",
            "Bearer a.b",
            "Bearer ..",
            "Bearer é.b.c",
        ] {
            assert_eq!(read(wrong), Some(Refusal::Malformed), "{wrong}");
        }
        assert_eq!(read(&format!("{whole}.c2ln")), Some(Refusal::Malformed));
        assert_eq!(read(&format!("{whole}=")), Some(Refusal::Malformed));
        let long = format!("Bearer {}", "a".repeat(MAX_TOKEN + 1));
        assert_eq!(read(&long), Some(Refusal::Malformed));
    }

    #[test]
    fn the_scheme_is_bearer() {
        for wrong in ["", "Basic YTpi", "Bearer2 a.b.c", "a.b.c"] {
            assert_eq!(read(wrong), Some(Refusal::Scheme), "{wrong}");
        }
    }

    #[test]
    fn claims_have_their_types_and_occur_once() {
        for wrong in [
            r#"{"exp":"soon"}"#,
            r#"{"iss":["a"]}"#,
            r#"{"aud":1}"#,
            r#"{"tid":{}}"#,
            r#"{"iss":"a","iss":"b"}"#,
            "[]",
            "null",
            "",
        ] {
            let refusal = read(&token(r#"{"alg":"RS256"}"#, wrong));
            assert_eq!(refusal, Some(Refusal::Malformed), "{wrong}");
        }
    }

    #[test]
    fn no_critical_extension_is_understood() {
        let header = r#"{"alg":"RS256","crit":["b64"],"b64":false}"#;
        assert_eq!(read(&token(header, "{}")), Some(Refusal::Malformed));
    }
}
