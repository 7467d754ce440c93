//! Numbers and truth values in a string: `"42"`, `"0.5"`, `"true"`.
//!
//! OData allows them for `Edm.Int64` and `Edm.Decimal` (`IEEE754Compatible`), and services
//! write them elsewhere, too. All primitive types are read by the same rule: the text is one
//! number or truth value in the notation of OData, and nothing else.

use std::borrow::Cow;
use std::str::FromStr;

use super::reader::{Failed, Reader, Spelling};

/// The number in a text, as JSON spells it: OData allows a `+` and zeros in front.
pub(crate) fn number_in(text: &str) -> Option<Cow<'_, str>> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let rest = digits.trim_start_matches('0');
    let zeros = digits.len() - rest.len();
    let digits = match rest.starts_with(|char: char| char.is_ascii_digit()) {
        true => rest,
        // The last zero stays, as in `0` and `0.5`.
        false => digits.get(zeros.checked_sub(1)?..)?,
    };
    let mut reader = Reader::new(digits);
    if reader.skip_number().is_err() || reader.at < digits.len() {
        return None;
    }
    Some(match negative {
        true => format!("-{digits}").into(),
        false => digits.into(),
    })
}

impl Reader<'_> {
    /// Reads a floating-point number in a string, or `"INF"`, `"-INF"` or `"NaN"`.
    #[cold]
    pub(super) fn quoted_float<T: From<f32> + FromStr>(
        &mut self,
        is_finite: fn(&T) -> bool,
    ) -> Result<T, Failed> {
        let start = self.at;
        let text = self.string()?;
        let special = match &*text {
            "INF" => Some(f32::INFINITY),
            "-INF" => Some(f32::NEG_INFINITY),
            "NaN" => Some(f32::NAN),
            _ => None,
        };
        if let Some(special) = special {
            let exact = self.since(start).len() == text.len() + 2;
            self.spelling = Spelling::canonical_if(exact);
            return Ok(special.into());
        }
        self.spelling = Spelling::Other;
        let value = number_in(&text).and_then(|number| number.parse().ok());
        match value.filter(is_finite) {
            Some(value) => Ok(value),
            None => {
                self.at = start;
                self.misfit("a number, \"INF\", \"-INF\" or \"NaN\"")
            }
        }
    }

    /// Reads `"true"` or `"false"`, in any ASCII case.
    #[cold]
    pub(super) fn quoted_boolean(&mut self) -> Result<bool, Failed> {
        let start = self.at;
        let text = self.string()?;
        self.spelling = Spelling::Other;
        if text.eq_ignore_ascii_case("true") {
            return Ok(true);
        }
        if text.eq_ignore_ascii_case("false") {
            return Ok(false);
        }
        self.at = start;
        self.misfit("true or false")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Texts that are no number.
    const NONE: [&str; 24] = [
        "", "-", "+", ".", "e5", "--1", "1.", "+-1", "-+1", ".5", "1e", "1e+", "1.e5", "1,5", " 1",
        "1 ", "0x10", "1_000", "١", "1.5.2", "00-1", "-e1", "1\u{0}", "1e5.0",
    ];

    #[test]
    fn a_text_is_a_number_of_odata_or_none() {
        for (text, number) in [
            ("0", "0"),
            ("-0", "-0"),
            ("+5", "5"),
            ("007", "7"),
            ("-007.50", "-7.50"),
            ("00", "0"),
            ("00.5", "0.5"),
            ("1E+05", "1E+05"),
        ] {
            assert_eq!(number_in(text).as_deref(), Some(number), "{text}");
        }
        for text in NONE {
            assert_eq!(number_in(text), None, "{text:?}");
        }
    }

    #[test]
    fn no_type_reads_a_text_that_is_no_number() {
        for text in NONE {
            let json = serde_json::Value::from(text).to_string();
            assert!(Reader::new(&json).integer(i64::MIN, i64::MAX).is_err());
            assert!(Reader::new(&json).integer(0, 255).is_err());
            assert!(Reader::new(&json).double().is_err(), "{text:?}");
            assert!(Reader::new(&json).single().is_err(), "{text:?}");
            assert!(Reader::new(&json).boolean().is_err(), "{text:?}");
        }
    }

    #[test]
    fn texts_are_read_by_all_types_and_marked_as_another_spelling() {
        let mut reader = Reader::new("\"0.5\"");
        assert_eq!(reader.double(), Ok(0.5));
        assert_eq!(reader.spelling, Spelling::Other);
        let mut reader = Reader::new("\"-1e1\"");
        assert_eq!(reader.single(), Ok(-10.0));
        assert_eq!(reader.spelling, Spelling::Other);
        for (json, value) in [("\"true\"", true), ("\"False\"", false)] {
            let mut reader = Reader::new(json);
            assert_eq!(reader.boolean(), Ok(value));
            assert_eq!(reader.spelling, Spelling::Other);
        }
        for (json, spelling) in [
            ("\"INF\"", Spelling::Canonical),
            ("\"-INF\"", Spelling::Canonical),
            ("\"NaN\"", Spelling::Canonical),
            ("\"I\\u004eF\"", Spelling::Other),
        ] {
            let mut reader = Reader::new(json);
            let value = reader.double().unwrap();
            assert!(!value.is_finite());
            assert_eq!(value.is_nan(), json.contains('a'));
            assert_eq!(value.is_sign_negative(), json.contains('-'));
            assert_eq!(reader.spelling, spelling, "{json}");
        }
        assert!(Reader::new("\"inf\"").double().is_err());
        assert!(Reader::new("\"1e999\"").double().is_err());
        assert!(Reader::new("\"1e39\"").single().is_err());
        assert!(Reader::new("\"256\"").integer(0, 255).is_err());
        assert!(Reader::new("\"yes\"").boolean().is_err());
    }
}
