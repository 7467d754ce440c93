//! Conversions of [`Decimal`] from and to `rust_decimal`, without rounding.

use super::{Decimal, OutOfRange};

impl From<rust_decimal::Decimal> for Decimal {
    fn from(value: rust_decimal::Decimal) -> Self {
        Self::from_checked(&value.to_string())
    }
}

impl TryFrom<&Decimal> for rust_decimal::Decimal {
    type Error = OutOfRange;

    fn try_from(value: &Decimal) -> Result<Self, OutOfRange> {
        const ERROR: OutOfRange = OutOfRange::new("rust_decimal::Decimal");
        let text = value.as_str();
        let number = match text.contains(['e', 'E']) {
            true => Self::from_scientific(text),
            false => Self::from_str_exact(text),
        };
        let number = number.map_err(|_| ERROR)?;
        // Digits may have been cut off on the way.
        if Decimal::from(number) == *value {
            Ok(number)
        } else {
            Err(ERROR)
        }
    }
}

impl TryFrom<Decimal> for rust_decimal::Decimal {
    type Error = OutOfRange;

    fn try_from(value: Decimal) -> Result<Self, OutOfRange> {
        (&value).try_into()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn convert(text: &str) -> Option<String> {
        let value = Decimal::parse(text).unwrap();
        rust_decimal::Decimal::try_from(value)
            .ok()
            .map(|number| number.to_string())
    }

    #[test]
    fn keeps_the_number_or_fails() {
        for (text, expected) in [
            ("1.50", Some("1.50")),
            ("-0.694", Some("-0.694")),
            ("15e-1", Some("1.5")),
            ("1E3", Some("1000")),
            (
                "79228162514264337593543950335",
                Some("79228162514264337593543950335"),
            ),
            ("79228162514264337593543950336", None),
            ("0.12345678901234567890123456789", None),
            ("1e-29", None),
            ("1e99", None),
            ("1e999999999999999999", None),
            ("123456789012345678901234567895e-2", None),
        ] {
            assert_eq!(convert(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn zeros_are_numbers() {
        for number in [
            rust_decimal::Decimal::new(0, 3),
            -rust_decimal::Decimal::new(0, 1),
        ] {
            assert_eq!(
                Decimal::parse(Decimal::from(number).as_str()),
                Ok(Decimal::from(0))
            );
        }
    }

    proptest! {
        #[test]
        fn round_trips(digits: i64, scale in 0..28_u32) {
            let number = rust_decimal::Decimal::new(digits, scale);
            let value = Decimal::from(number);
            prop_assert!(Decimal::parse(value.as_str()).is_ok());
            prop_assert_eq!(rust_decimal::Decimal::try_from(&value), Ok(number));
        }

        #[test]
        fn agrees_or_fails(text in "-?[1-9][0-9]{0,30}(\\.[0-9]{1,30})?([eE]-?[0-9]{1,2})?") {
            let value = Decimal::parse(&text).unwrap();
            if let Ok(number) = rust_decimal::Decimal::try_from(&value) {
                prop_assert_eq!(Decimal::from(number), value);
            }
        }
    }
}
