//! The offset of a point in time from UTC, as it was written.

use super::WireText;
use super::digits::{pair, two};

/// The offset of a local time to UTC, as it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Offset(Form);

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Form {
    Absent,
    Utc,
    /// Minutes east of UTC.
    Plus(u16),
    /// Minutes west of UTC; `-00:00` differs from `+00:00` in writing only.
    Minus(u16),
}

impl Offset {
    /// No offset, which is read as UTC.
    pub const ABSENT: Self = Self(Form::Absent);

    /// UTC, written `Z`.
    pub const UTC: Self = Self(Form::Utc);

    /// An offset written `+hh:mm` or `-hh:mm`, if it is below 24 hours.
    pub const fn from_minutes(minutes: i16) -> Option<Self> {
        match minutes {
            0..1_440 => Some(Self(Form::Plus(minutes.unsigned_abs()))),
            -1_439..0 => Some(Self(Form::Minus(minutes.unsigned_abs()))),
            _ => None,
        }
    }

    /// An offset of whole minutes; UTC is written `Z`.
    #[cfg(any(feature = "chrono", feature = "jiff", feature = "time"))]
    pub(super) fn from_seconds(seconds: i32) -> Option<Self> {
        if seconds == 0 {
            return Some(Self::UTC);
        }
        if seconds % 60 != 0 {
            return None;
        }
        Self::from_minutes(i16::try_from(seconds / 60).ok()?)
    }

    /// The minutes east of UTC; `None` if the offset is absent.
    #[inline]
    pub const fn minutes(&self) -> Option<i16> {
        match self.0 {
            Form::Absent => None,
            Form::Utc => Some(0),
            Form::Plus(minutes) => Some(minutes as i16),
            Form::Minus(minutes) => Some(-(minutes as i16)),
        }
    }

    /// Reads all of `text`, and reports whether writing gives the same text.
    #[inline]
    pub(super) fn read(text: &[u8]) -> Option<(Self, bool)> {
        let (sign, hours, minutes, exact) = match text {
            b"Z" => return Some((Self::UTC, true)),
            [] => return Some((Self::ABSENT, true)),
            b"z" => return Some((Self::UTC, false)),
            [sign, h1, h2, b':', m1, m2] => (*sign, two(*h1, *h2)?, two(*m1, *m2)?, true),
            [sign, h1, h2, m1, m2] => (*sign, two(*h1, *h2)?, two(*m1, *m2)?, false),
            [sign, h1, h2] => (*sign, two(*h1, *h2)?, 0, false),
            _ => return None,
        };
        if hours > 23 || minutes > 59 {
            return None;
        }
        let minutes = u16::from(hours) * 60 + u16::from(minutes);
        match sign {
            b'+' => Some((Self(Form::Plus(minutes)), exact)),
            b'-' => Some((Self(Form::Minus(minutes)), exact)),
            _ => None,
        }
    }

    #[inline]
    pub(super) fn append(&self, text: &mut WireText) {
        let (sign, minutes) = match self.0 {
            Form::Utc => return text.push(b'Z'),
            Form::Absent => return,
            Form::Plus(minutes) => (b'+', minutes),
            Form::Minus(minutes) => (b'-', minutes),
        };
        let [h1, h2] = pair((minutes / 60) as u8);
        let [m1, m2] = pair((minutes % 60) as u8);
        text.extend(&[sign, h1, h2, b':', m1, m2]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_minutes_east() {
        let minutes = |text: &[u8]| Offset::read(text).and_then(|(offset, _)| offset.minutes());
        assert_eq!(minutes(b"+05:30"), Some(330));
        assert_eq!(minutes(b"-05:30"), Some(-330));
        assert_eq!(minutes(b"Z"), Some(0));
        assert_eq!(minutes(b""), None);
    }

    #[test]
    fn other_spellings_are_told_apart_and_others_refused() {
        let offset =
            |text: &[u8]| Offset::read(text).map(|(offset, exact)| (offset.minutes(), exact));
        assert_eq!(offset(b"z"), Some((Some(0), false)));
        assert_eq!(offset(b"+0530"), Some((Some(330), false)));
        assert_eq!(offset(b"-05"), Some((Some(-300), false)));
        assert_eq!(offset(b"+23:59"), Some((Some(1_439), true)));
        for odd in ["+24:00", "+00:60", "+05:3", "*05:30", "05:30", "Z ", "+"] {
            assert_eq!(offset(odd.as_bytes()), None, "{odd}");
        }
    }

    #[test]
    fn is_made_from_minutes() {
        for minutes in -1_439..=1_439 {
            let offset = Offset::from_minutes(minutes).unwrap();
            assert_eq!(offset.minutes(), Some(minutes));
            let mut text = WireText::new();
            offset.append(&mut text);
            assert_eq!(Offset::read(text.as_bytes()), Some((offset, true)));
        }
        assert_eq!(Offset::from_minutes(1_440), None);
        assert_eq!(Offset::from_minutes(-1_440), None);
        assert_eq!(Offset::from_minutes(i16::MIN), None);
    }
}
