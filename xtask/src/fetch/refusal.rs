//! Why a document is refused: codes that stay, and a message for people.

use std::fmt;

/// The kind of a refusal; its name is stable, its message is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Code {
    /// No connection: refused, no such host, a certificate that is not trusted.
    Unreachable,
    /// The response broke off, or is shorter than it says, or its compression is damaged.
    Broken,
    /// The connection brought nothing for too long.
    Idle,
    /// The whole took too long.
    Timeout,
    /// A redirect to another server.
    RedirectElsewhere,
    /// A redirect from https to another scheme.
    RedirectInsecure,
    /// More redirects than allowed, or one without an address.
    RedirectLoop,
    /// A status that is no success.
    Status,
    /// 429 or 503, and the wait that is asked for is too long.
    Throttled,
    /// The media type is not that of XML or of plain text.
    ContentType,
    /// More bytes than allowed.
    TooLarge,
    /// It does not begin as XML does.
    NotXml,
    /// It has a DOCTYPE.
    Doctype,
    /// It is no CSDL, or faulty.
    NotCsdl,
    /// Its hash is another.
    Sha256,
    /// It has far less types than the document before.
    Shrunk,
    /// The clone has no such revision or file.
    Git,
}

impl Code {
    /// The name of the code.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unreachable => "unreachable",
            Self::Broken => "broken-response",
            Self::Idle => "idle-timeout",
            Self::Timeout => "timeout",
            Self::RedirectElsewhere => "redirect-elsewhere",
            Self::RedirectInsecure => "redirect-insecure",
            Self::RedirectLoop => "redirect-loop",
            Self::Status => "status",
            Self::Throttled => "throttled",
            Self::ContentType => "content-type",
            Self::TooLarge => "too-large",
            Self::NotXml => "not-xml",
            Self::Doctype => "doctype",
            Self::NotCsdl => "not-csdl",
            Self::Sha256 => "sha256",
            Self::Shrunk => "shrunk",
            Self::Git => "git",
        }
    }
}

/// A document that was not accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Its kind.
    pub code: Code,
    /// What was expected and what came.
    pub message: String,
}

impl Refusal {
    /// Makes a refusal.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "refused[{}]: {}", self.code.name(), self.message)
    }
}
