//! Conversions from and to the types of `jiff`.
//!
//! Fractions of a nanosecond are truncated. A leap second becomes the second after it in a
//! point in time, and is out of range in a time of day.

use jiff::civil::Time;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ZonedDateTime};

use super::{Date, DateTimeOffset, Duration, Offset, OutOfRange, TimeOfDay};

impl TryFrom<Date> for jiff::civil::Date {
    type Error = OutOfRange;

    fn try_from(value: Date) -> Result<Self, OutOfRange> {
        const ERROR: OutOfRange = OutOfRange::new("jiff::civil::Date");
        let year = i16::try_from(value.year()).map_err(|_| ERROR)?;
        // Months and days are far below 128.
        Self::new(year, value.month() as i8, value.day() as i8).map_err(|_| ERROR)
    }
}

impl TryFrom<jiff::civil::Date> for Date {
    type Error = OutOfRange;

    fn try_from(value: jiff::civil::Date) -> Result<Self, OutOfRange> {
        let (month, day) = (value.month().unsigned_abs(), value.day().unsigned_abs());
        Self::new(value.year().into(), month, day).ok_or(OutOfRange::new("Edm.Date"))
    }
}

impl TryFrom<TimeOfDay> for Time {
    type Error = OutOfRange;

    fn try_from(value: TimeOfDay) -> Result<Self, OutOfRange> {
        const ERROR: OutOfRange = OutOfRange::new("jiff::civil::Time");
        let nanos = i32::try_from(value.nanos()).map_err(|_| ERROR)?;
        // Hours, minutes and seconds are below 128.
        let (hour, minute, second) = (value.hour(), value.minute(), value.second());
        Self::new(hour as i8, minute as i8, second as i8, nanos).map_err(|_| ERROR)
    }
}

impl TryFrom<Time> for TimeOfDay {
    type Error = OutOfRange;

    fn try_from(value: Time) -> Result<Self, OutOfRange> {
        let (hour, minute) = (value.hour().unsigned_abs(), value.minute().unsigned_abs());
        let (second, nanos) = (value.second().unsigned_abs(), value.subsec_nanosecond());
        Self::new(hour, minute, second, nanos.unsigned_abs())
            .ok_or(OutOfRange::new("Edm.TimeOfDay"))
    }
}

impl TryFrom<DateTimeOffset> for Timestamp {
    type Error = OutOfRange;

    fn try_from(value: DateTimeOffset) -> Result<Self, OutOfRange> {
        Self::from_nanosecond(value.unix_nanos()).map_err(|_| OutOfRange::new("jiff::Timestamp"))
    }
}

impl TryFrom<Timestamp> for DateTimeOffset {
    type Error = OutOfRange;

    fn try_from(value: Timestamp) -> Result<Self, OutOfRange> {
        Self::from_unix_nanos(value.as_nanosecond()).ok_or(OutOfRange::new("Edm.DateTimeOffset"))
    }
}

impl TryFrom<DateTimeOffset> for ZonedDateTime {
    type Error = OutOfRange;

    fn try_from(value: DateTimeOffset) -> Result<Self, OutOfRange> {
        let minutes = i32::from(value.offset_minutes().unwrap_or(0));
        let offset = jiff::tz::Offset::from_seconds(minutes * 60)
            .map_err(|_| OutOfRange::new("jiff::tz::Offset"))?;
        Ok(Self::new(value.try_into()?, TimeZone::fixed(offset)))
    }
}

/// The name of the time zone is lost; offsets with seconds are out of range.
impl TryFrom<&ZonedDateTime> for DateTimeOffset {
    type Error = OutOfRange;

    fn try_from(value: &ZonedDateTime) -> Result<Self, OutOfRange> {
        Offset::from_seconds(value.offset().seconds())
            .and_then(|offset| Self::try_from(value.timestamp()).ok()?.at_offset(offset))
            .ok_or(OutOfRange::new("Edm.DateTimeOffset"))
    }
}

impl TryFrom<Duration> for SignedDuration {
    type Error = OutOfRange;

    fn try_from(value: Duration) -> Result<Self, OutOfRange> {
        Self::try_from_nanos_i128(value.total_nanos())
            .ok_or(OutOfRange::new("jiff::SignedDuration"))
    }
}

impl TryFrom<SignedDuration> for Duration {
    type Error = OutOfRange;

    fn try_from(value: SignedDuration) -> Result<Self, OutOfRange> {
        Self::from_nanos(value.as_nanos()).ok_or(OutOfRange::new("Edm.Duration"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn instant(text: &str) -> Option<(i128, i32, String)> {
        let value = ZonedDateTime::try_from(DateTimeOffset::parse(text).unwrap()).ok()?;
        let back = DateTimeOffset::try_from(&value).unwrap().to_string();
        Some((
            value.timestamp().as_nanosecond(),
            value.offset().seconds(),
            back,
        ))
    }

    #[test]
    fn instants() {
        let nanos = 1_709_209_800_500_000_000;
        for (text, offset, back) in [
            ("2024-02-29T12:30:00.5000000Z", 0, "2024-02-29T12:30:00.5Z"),
            ("2024-02-29T12:30:00.5", 0, "2024-02-29T12:30:00.5Z"),
            (
                "2024-02-29T18:00:00.5000000009+05:30",
                19_800,
                "2024-02-29T18:00:00.5+05:30",
            ),
            (
                "2024-02-29T04:30:00.5-08:00",
                -28_800,
                "2024-02-29T04:30:00.5-08:00",
            ),
        ] {
            assert_eq!(
                instant(text),
                Some((nanos, offset, back.to_owned())),
                "{text}"
            );
        }
        let value = DateTimeOffset::parse("2016-12-31T23:59:60Z").unwrap();
        let leap = Timestamp::try_from(value).unwrap();
        assert_eq!(
            DateTimeOffset::try_from(leap).unwrap().to_string(),
            "2017-01-01T00:00:00Z"
        );
        assert_eq!(instant("12024-01-01T00:00:00Z"), None);
        let zone = TimeZone::fixed(jiff::tz::Offset::from_seconds(3_601).unwrap());
        assert!(DateTimeOffset::try_from(&ZonedDateTime::new(leap, zone)).is_err());
    }

    #[test]
    fn dates_and_times() {
        let date = Date::parse("2024-02-29").unwrap();
        assert_eq!(
            Date::try_from(jiff::civil::Date::try_from(date).unwrap()),
            Ok(date)
        );
        for far in ["12024-01-01", "99999-01-01"] {
            assert!(jiff::civil::Date::try_from(Date::parse(far).unwrap()).is_err());
        }
        let clock = TimeOfDay::parse("23:59:58.123456789").unwrap();
        assert_eq!(
            TimeOfDay::try_from(Time::try_from(clock).unwrap()),
            Ok(clock)
        );
        assert!(Time::try_from(TimeOfDay::parse("23:59:60").unwrap()).is_err());
        assert!(Time::try_from(TimeOfDay::parse("24:00:00").unwrap()).is_err());
    }

    #[test]
    fn durations() {
        for text in ["PT0S", "-P1DT2H3M4.5S", "PT0.000000001S"] {
            let value = Duration::parse(text).unwrap();
            let converted = SignedDuration::try_from(value).unwrap();
            assert_eq!(converted.as_nanos(), value.total_nanos());
            assert_eq!(Duration::try_from(converted), Ok(value));
        }
        for extreme in [SignedDuration::MIN, SignedDuration::MAX] {
            let value = Duration::try_from(extreme).unwrap();
            assert_eq!(SignedDuration::try_from(value), Ok(extreme));
        }
        let long = Duration::parse("P18446744073709551615D").unwrap();
        assert!(SignedDuration::try_from(long).is_err());
    }
}
