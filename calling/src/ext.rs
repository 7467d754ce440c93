//! Questions that bots ask of generated enumerations.

use msgraph_beta_communications::models::{CallState, Tone};

/// Keys of a telephone as characters.
pub trait ToneExt: Sized {
    /// The character on the key: `'0'` to `'9'`, `'*'`, `'#'`, `'A'` to `'D'`. `None` for
    /// `flash` and for texts that the metadata does not name.
    fn digit(&self) -> Option<char>;

    /// The tone of a key; letters in either case.
    fn from_digit(digit: char) -> Option<Self>;
}

const KEYS: [(char, Tone); 16] = [
    ('0', Tone::Tone0),
    ('1', Tone::Tone1),
    ('2', Tone::Tone2),
    ('3', Tone::Tone3),
    ('4', Tone::Tone4),
    ('5', Tone::Tone5),
    ('6', Tone::Tone6),
    ('7', Tone::Tone7),
    ('8', Tone::Tone8),
    ('9', Tone::Tone9),
    ('*', Tone::Star),
    ('#', Tone::Pound),
    ('A', Tone::A),
    ('B', Tone::B),
    ('C', Tone::C),
    ('D', Tone::D),
];

impl ToneExt for Tone {
    fn digit(&self) -> Option<char> {
        let key = KEYS.iter().find(|(_, tone)| tone == self)?;
        Some(key.0)
    }

    fn from_digit(digit: char) -> Option<Self> {
        let digit = digit.to_ascii_uppercase();
        let key = KEYS.iter().find(|(key, _)| *key == digit)?;
        Some(key.1.clone())
    }
}

/// Whether a call can go on.
pub trait CallStateExt {
    /// Whether the call is over: `terminated`, or `deleted`, which the metadata does not name.
    ///
    /// A call that is `terminating` is not over yet.
    fn is_terminal(&self) -> bool;
}

impl CallStateExt for CallState {
    fn is_terminal(&self) -> bool {
        match self {
            Self::Terminated => true,
            state => state.as_str().eq_ignore_ascii_case("deleted"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_and_tones_are_inverse() {
        for (digit, tone) in KEYS {
            assert_eq!(tone.digit(), Some(digit));
            assert_eq!(Tone::from_digit(digit.to_ascii_lowercase()), Some(tone));
        }
        assert_eq!(Tone::Flash.digit(), None);
        assert_eq!(Tone::from("tone10").digit(), None);
        assert_eq!(Tone::from_digit('E'), None);
    }

    #[test]
    fn deleted_is_terminal_in_any_case() {
        assert!(CallState::Terminated.is_terminal());
        assert!(CallState::from("Deleted").is_terminal());
        assert!(!CallState::Terminating.is_terminal());
        assert!(!CallState::from("parked").is_terminal());
    }
}
