//! How much a change breaks.

/// How much a change breaks, the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// Requests or responses of existing programs are refused or misread.
    WireBreaking,
    /// Programs go on working, but code may have to change to be compiled anew.
    SourceBreaking,
    /// The service may behave in another way.
    BehaviourHint,
    /// Something is there that was not.
    Addition,
    /// Nothing that a program can notice.
    Noise,
}

impl Class {
    /// The word in reports, such as `wire-breaking`.
    pub fn word(self) -> &'static str {
        match self {
            Self::WireBreaking => "wire-breaking",
            Self::SourceBreaking => "source-breaking",
            Self::BehaviourHint => "behaviour-hint",
            Self::Addition => "addition",
            Self::Noise => "noise",
        }
    }

    /// The effect on requests and responses: `breaking`, `hint`, `addition` or `none`.
    pub fn wire(self) -> &'static str {
        match self {
            Self::WireBreaking => "breaking",
            Self::BehaviourHint => "hint",
            Self::Addition => "addition",
            Self::SourceBreaking | Self::Noise => "none",
        }
    }
}
