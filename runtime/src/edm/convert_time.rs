//! Conversions from and to the types of `time`.
//!
//! Fractions of a nanosecond are truncated. A leap second becomes the second after it in a
//! point in time, and is out of range in a time of day.

use time::{Month, OffsetDateTime, Time, UtcOffset};

use super::{Date, DateTimeOffset, Duration, Offset, OutOfRange, TimeOfDay};

impl TryFrom<Date> for time::Date {
    type Error = OutOfRange;

    fn try_from(value: Date) -> Result<Self, OutOfRange> {
        Month::try_from(value.month())
            .and_then(|month| Self::from_calendar_date(value.year(), month, value.day()))
            .map_err(|_| OutOfRange::new("time::Date"))
    }
}

impl TryFrom<time::Date> for Date {
    type Error = OutOfRange;

    fn try_from(value: time::Date) -> Result<Self, OutOfRange> {
        let date = Self::new(value.year(), value.month().into(), value.day());
        date.ok_or(OutOfRange::new("Edm.Date"))
    }
}

impl TryFrom<TimeOfDay> for Time {
    type Error = OutOfRange;

    fn try_from(value: TimeOfDay) -> Result<Self, OutOfRange> {
        let (hour, minute, second) = (value.hour(), value.minute(), value.second());
        Self::from_hms_nano(hour, minute, second, value.nanos())
            .map_err(|_| OutOfRange::new("time::Time"))
    }
}

impl TryFrom<Time> for TimeOfDay {
    type Error = OutOfRange;

    fn try_from(value: Time) -> Result<Self, OutOfRange> {
        let (hour, minute, second, nanos) = value.as_hms_nano();
        Self::new(hour, minute, second, nanos).ok_or(OutOfRange::new("Edm.TimeOfDay"))
    }
}

impl TryFrom<DateTimeOffset> for OffsetDateTime {
    type Error = OutOfRange;

    fn try_from(value: DateTimeOffset) -> Result<Self, OutOfRange> {
        let minutes = i32::from(value.offset_minutes().unwrap_or(0));
        UtcOffset::from_whole_seconds(minutes * 60)
            .ok()
            .zip(Self::from_unix_timestamp_nanos(value.unix_nanos()).ok())
            .and_then(|(offset, instant)| instant.checked_to_offset(offset))
            .ok_or(OutOfRange::new("time::OffsetDateTime"))
    }
}

/// Offsets with seconds are out of range.
impl TryFrom<OffsetDateTime> for DateTimeOffset {
    type Error = OutOfRange;

    fn try_from(value: OffsetDateTime) -> Result<Self, OutOfRange> {
        let offset = Offset::from_seconds(value.offset().whole_seconds());
        Self::from_unix_nanos(value.unix_timestamp_nanos())
            .zip(offset)
            .and_then(|(instant, offset)| instant.at_offset(offset))
            .ok_or(OutOfRange::new("Edm.DateTimeOffset"))
    }
}

impl TryFrom<Duration> for time::Duration {
    type Error = OutOfRange;

    fn try_from(value: Duration) -> Result<Self, OutOfRange> {
        let nanos = value.total_nanos();
        let part = i64::try_from(nanos % 1_000_000_000).ok();
        i64::try_from(nanos / 1_000_000_000)
            .ok()
            .zip(part)
            .and_then(|(s, part)| Self::seconds(s).checked_add(Self::nanoseconds(part)))
            .ok_or(OutOfRange::new("time::Duration"))
    }
}

impl TryFrom<time::Duration> for Duration {
    type Error = OutOfRange;

    fn try_from(value: time::Duration) -> Result<Self, OutOfRange> {
        Self::from_nanos(value.whole_nanoseconds()).ok_or(OutOfRange::new("Edm.Duration"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn instant(text: &str) -> Option<(i128, i32, String)> {
        let value = OffsetDateTime::try_from(DateTimeOffset::parse(text).unwrap()).ok()?;
        let back = DateTimeOffset::try_from(value).unwrap().to_string();
        Some((
            value.unix_timestamp_nanos(),
            value.offset().whole_seconds(),
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
        let leap = instant("2016-12-31T23:59:60Z").unwrap();
        assert_eq!(leap.2, "2017-01-01T00:00:00Z");
        assert_eq!(instant("12024-01-01T00:00:00Z"), None);
        let odd = OffsetDateTime::UNIX_EPOCH.to_offset(UtcOffset::from_hms(1, 0, 1).unwrap());
        assert!(DateTimeOffset::try_from(odd).is_err());
    }

    #[test]
    fn dates_and_times() {
        let date = Date::parse("2024-02-29").unwrap();
        assert_eq!(
            Date::try_from(time::Date::try_from(date).unwrap()),
            Ok(date)
        );
        let far = Date::parse("12024-01-01").unwrap();
        assert_eq!(
            time::Date::try_from(far).unwrap_err().target(),
            "time::Date"
        );
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
            let converted = time::Duration::try_from(value).unwrap();
            assert_eq!(converted.whole_nanoseconds(), value.total_nanos());
            assert_eq!(Duration::try_from(converted), Ok(value));
        }
        for extreme in [time::Duration::MIN, time::Duration::MAX] {
            let value = Duration::try_from(extreme).unwrap();
            assert_eq!(time::Duration::try_from(value), Ok(extreme));
        }
        let long = Duration::parse("P18446744073709551615D").unwrap();
        assert!(time::Duration::try_from(long).is_err());
    }
}
