//! Why a callback is refused.

use std::error::Error;
use std::fmt;

use http::StatusCode;

/// Why a callback is refused.
///
/// It has nothing of the token in it, and can be logged. [`status`](Self::status) is what to
/// answer the callback with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Refusal {
    /// There is no `Authorization` header.
    Missing,
    /// The scheme of the `Authorization` header is not `Bearer`.
    Scheme,
    /// The token is not a signed JWT: its parts, their encoding, or the types of its claims.
    Malformed,
    /// The token is not signed with RS256.
    Algorithm,
    /// The token names no key, or one that the service does not publish.
    UnknownKey,
    /// The signature does not belong to the token.
    Signature,
    /// The key that signed the token lacks an endorsement.
    Endorsement,
    /// The token has expired.
    Expired,
    /// The token does not say when it expires.
    NoExpiry,
    /// The token is not valid yet.
    NotYetValid,
    /// The token was issued for another application.
    Audience,
    /// The token was issued by another issuer.
    Issuer,
    /// The token does not say which tenant it is about.
    NoTenant,
    /// The token is about a tenant that is not allowed.
    Tenant,
    /// The token is about another tenant than the call that is reported.
    CallTenant,
    /// The keys of the service could not be fetched, so the token could not be checked.
    KeysUnavailable,
}

impl Refusal {
    /// The status to answer with: 401 if the token proves nothing, 403 if it is genuine and not
    /// for this bot, 503 if it could not be checked.
    ///
    /// Only the last one asks the service to send the callback again.
    pub fn status(self) -> StatusCode {
        match self {
            Self::Missing
            | Self::Scheme
            | Self::Malformed
            | Self::Algorithm
            | Self::UnknownKey
            | Self::Signature
            | Self::Issuer
            | Self::Expired
            | Self::NoExpiry
            | Self::NotYetValid => StatusCode::UNAUTHORIZED,
            Self::Audience
            | Self::Endorsement
            | Self::NoTenant
            | Self::Tenant
            | Self::CallTenant => StatusCode::FORBIDDEN,
            Self::KeysUnavailable => StatusCode::SERVICE_UNAVAILABLE,
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Missing => "the callback has no Authorization header",
            Self::Scheme => "the scheme of the Authorization header is not Bearer",
            Self::Malformed => "the token is not a signed JWT",
            Self::Algorithm => "the token is not signed with RS256",
            Self::UnknownKey => "the token is signed with a key that is not published",
            Self::Signature => "the signature of the token is wrong",
            Self::Endorsement => "the key of the token lacks an endorsement",
            Self::Expired => "the token has expired",
            Self::NoExpiry => "the token has no expiry time",
            Self::NotYetValid => "the token is not valid yet",
            Self::Audience => "the token is for another application",
            Self::Issuer => "the token is from another issuer",
            Self::NoTenant => "the token names no tenant",
            Self::Tenant => "the token is about a tenant that is not allowed",
            Self::CallTenant => "the token is about another tenant than the call",
            Self::KeysUnavailable => "the keys of the service could not be fetched",
        })
    }
}

impl Error for Refusal {}
