//! Durations: texts in, values and texts out.

use proptest::prelude::*;

use super::*;

fn parsed(text: &str) -> Option<(String, bool)> {
    Duration::parse_wire(text.as_bytes()).map(|p| (p.value.to_string(), p.exact))
}

fn value(text: &str) -> Duration {
    Duration::parse(text).unwrap()
}

#[test]
fn keeps_canonical_texts() {
    for text in [
        "PT0S",
        "P0D",
        "-P0D",
        "PT60S",
        "PT90M",
        "P1DT2H3.5S",
        "-PT15M",
        "P1DT0H",
        "P1D",
        "PT0.694S",
        "PT1H0M0.000S",
        "P10675199DT2H48M5.4775807S",
        "-P18446744073709551615DT4294967295H4294967295M4294967295.123456789012S",
    ] {
        assert_eq!(parsed(text), Some((text.to_owned(), true)), "{text}");
    }
}

#[test]
fn reads_other_spellings() {
    for (text, written) in [
        ("+PT5M", "PT5M"),
        ("PT05M", "PT5M"),
        ("P00DT00S", "P0DT0S"),
        ("PT5.S", "PT5S"),
        ("PT.5S", "PT0.5S"),
        ("PT1.1234567890129S", "PT1.123456789012S"),
    ] {
        assert_eq!(parsed(text), Some((written.to_owned(), false)), "{text}");
    }
}

#[test]
fn refuses_what_is_no_duration() {
    for text in [
        "",
        "P",
        "-P",
        "PT",
        "P1DT",
        "1D",
        "P1W",
        "P1Y",
        "P1M",
        "PT1D",
        "P1H",
        "PT1S1M",
        "PT1M1M",
        "PT1M1H",
        "P1D1D",
        "PT1.5H",
        "P1.5D",
        "PT.S",
        "PTS",
        "PD",
        "P1DTT1S",
        "PT1S ",
        "pt1s",
        "--PT1S",
        "PT-1S",
        "PT1,5S",
        "PT4294967296S",
        "P18446744073709551616D",
        "01:00:00",
    ] {
        assert_eq!(parsed(text), None, "{text}");
    }
}

#[test]
fn measures_lengths() {
    assert_eq!(value("P1DT2H3M4.5S").total_nanos(), 93_784_500_000_000);
    assert_eq!(value("-PT0.000000000999S").total_nanos(), 0);
    assert_eq!(value("-PT15M").total_nanos(), -900_000_000_000);
    assert!(value("PT60S").same_length(&value("PT1M")));
    assert_ne!(value("PT60S"), value("PT1M"));
    assert!(value("PT1M") < value("PT60.000000000001S"));
    assert!(value("-PT1M") < value("PT0S"));
    assert_ne!(value("PT1M").cmp(&value("PT60S")), Ordering::Equal);
}

#[test]
fn knows_its_sign() {
    assert!(value("-PT0.000000000001S").is_negative());
    assert!(!value("-PT0S").is_negative());
    assert_eq!((-value("PT15M")).to_string(), "-PT15M");
    assert_eq!((-value("-PT15M")).to_string(), "PT15M");
    assert_eq!((-Duration::ZERO).to_string(), "PT0S");
}

#[test]
fn converts_to_std() {
    let std = std::time::Duration::new(93_784, 500_000_000);
    assert_eq!(value("P1DT2H3M4.5S").as_std(), Some(std));
    assert_eq!(Duration::from(std).to_string(), "P1DT2H3M4.5S");
    assert_eq!(
        Duration::from(std::time::Duration::ZERO).to_string(),
        "PT0S"
    );
    assert_eq!(value("-PT1S").as_std(), None);
    assert_eq!(value("-PT0S").as_std(), Some(std::time::Duration::ZERO));
    assert_eq!(value("P18446744073709551615D").as_std(), None);
    let longest = std::time::Duration::new(u64::MAX, 999_999_999);
    assert_eq!(Duration::from(longest).as_std(), Some(longest));
    assert_eq!(Duration::from_seconds(-90).to_string(), "-PT1M30S");
    assert_eq!(Duration::from_nanos(i128::MAX), None);
}

#[test]
fn is_small() {
    assert_eq!(size_of::<Option<Duration>>(), 32);
}

proptest! {
    #[test]
    fn exact_means_the_same_text(
        text in "[-+]?P([0-9]{1,3}D)?\
                 (T([0-9]{1,3}H)?([0-9]{1,2}M)?([0-9]{0,2}(\\.[0-9]{0,14})?S)?)?"
    ) {
        if let Some(read) = Duration::parse_wire(text.as_bytes()) {
            prop_assert_eq!(read.exact, read.value.to_string() == text, "{}", text);
        }
    }

    #[test]
    fn canonical_texts_are_read(
        text in "-?P((0|[1-9][0-9]{0,5})D)?T(0|[1-9][0-9]{0,5})H([0-9]M)?([0-9](\\.[0-9]{1,12})?S)?"
    ) {
        prop_assert_eq!(parsed(&text), Some((text, true)));
    }

    #[test]
    fn nanos_round_trip(seconds in any::<u64>(), nanos in 0..1_000_000_000_u32, negative: bool) {
        let length = i128::from(seconds) * 1_000_000_000 + i128::from(nanos);
        let length = if negative { -length } else { length };
        let value = Duration::from_nanos(length).unwrap();
        prop_assert_eq!(value.total_nanos(), length);
        let read = Duration::parse_wire(value.to_string().as_bytes());
        prop_assert_eq!(read, Some(Parsed::new(value, true)));
    }

    #[test]
    fn never_panics(text in "-?P[0-9DTHMS.]{0,30}") {
        let _ = Duration::parse_wire(text.as_bytes());
    }
}
