//! Conversions from and to the types of `chrono`.
//!
//! Fractions of a nanosecond are truncated. A leap second becomes the second after it in a
//! point in time, and stays one in a time of day.

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, NaiveTime, TimeDelta, Timelike, Utc};

use super::{Date, DateTimeOffset, Duration, Offset, OutOfRange, TimeOfDay};

impl TryFrom<Date> for NaiveDate {
    type Error = OutOfRange;

    fn try_from(value: Date) -> Result<Self, OutOfRange> {
        Self::from_ymd_opt(value.year(), value.month().into(), value.day().into())
            .ok_or(OutOfRange::new("chrono::NaiveDate"))
    }
}

impl TryFrom<NaiveDate> for Date {
    type Error = OutOfRange;

    fn try_from(value: NaiveDate) -> Result<Self, OutOfRange> {
        // Months and days are far below 256.
        Self::new(value.year(), value.month() as u8, value.day() as u8)
            .ok_or(OutOfRange::new("Edm.Date"))
    }
}

impl TryFrom<TimeOfDay> for NaiveTime {
    type Error = OutOfRange;

    fn try_from(value: TimeOfDay) -> Result<Self, OutOfRange> {
        // A leap second is a nanosecond of a billion and more.
        let leap = u32::from(value.second() == 60);
        let (second, nanos) = (u32::from(value.second()) - leap, value.nanos());
        let (hour, minute) = (value.hour().into(), value.minute().into());
        Self::from_hms_nano_opt(hour, minute, second, nanos + leap * 1_000_000_000)
            .ok_or(OutOfRange::new("chrono::NaiveTime"))
    }
}

impl TryFrom<NaiveTime> for TimeOfDay {
    type Error = OutOfRange;

    fn try_from(value: NaiveTime) -> Result<Self, OutOfRange> {
        let leap = value.nanosecond() / 1_000_000_000;
        let second = (value.second() + leap) as u8;
        // Hours and minutes are below 60.
        let (hour, minute) = (value.hour() as u8, value.minute() as u8);
        Self::new(hour, minute, second, value.nanosecond() % 1_000_000_000)
            .ok_or(OutOfRange::new("Edm.TimeOfDay"))
    }
}

impl TryFrom<DateTimeOffset> for DateTime<Utc> {
    type Error = OutOfRange;

    fn try_from(value: DateTimeOffset) -> Result<Self, OutOfRange> {
        Self::from_timestamp(value.unix_timestamp(), value.time().nanos())
            .ok_or(OutOfRange::new("chrono::DateTime"))
    }
}

impl TryFrom<DateTime<Utc>> for DateTimeOffset {
    type Error = OutOfRange;

    fn try_from(value: DateTime<Utc>) -> Result<Self, OutOfRange> {
        from_parts(value.timestamp(), value.timestamp_subsec_nanos())
            .ok_or(OutOfRange::new("Edm.DateTimeOffset"))
    }
}

impl TryFrom<DateTimeOffset> for DateTime<FixedOffset> {
    type Error = OutOfRange;

    fn try_from(value: DateTimeOffset) -> Result<Self, OutOfRange> {
        let minutes = i32::from(value.offset_minutes().unwrap_or(0));
        let offset = FixedOffset::east_opt(minutes * 60);
        let offset = offset.ok_or(OutOfRange::new("chrono::FixedOffset"))?;
        Ok(DateTime::<Utc>::try_from(value)?.with_timezone(&offset))
    }
}

/// Offsets with seconds are out of range.
impl TryFrom<DateTime<FixedOffset>> for DateTimeOffset {
    type Error = OutOfRange;

    fn try_from(value: DateTime<FixedOffset>) -> Result<Self, OutOfRange> {
        from_parts(value.timestamp(), value.timestamp_subsec_nanos())
            .zip(Offset::from_seconds(value.offset().local_minus_utc()))
            .and_then(|(instant, offset)| instant.at_offset(offset))
            .ok_or(OutOfRange::new("Edm.DateTimeOffset"))
    }
}

/// The nanoseconds of a leap second reach into the next second.
fn from_parts(seconds: i64, nanos: u32) -> Option<DateTimeOffset> {
    let seconds = seconds.checked_add(i64::from(nanos / 1_000_000_000))?;
    DateTimeOffset::from_unix(seconds, nanos % 1_000_000_000)
}

impl TryFrom<Duration> for TimeDelta {
    type Error = OutOfRange;

    fn try_from(value: Duration) -> Result<Self, OutOfRange> {
        let nanos = value.total_nanos();
        let part = u32::try_from(nanos.rem_euclid(1_000_000_000)).ok();
        i64::try_from(nanos.div_euclid(1_000_000_000))
            .ok()
            .zip(part)
            .and_then(|(seconds, part)| Self::new(seconds, part))
            .ok_or(OutOfRange::new("chrono::TimeDelta"))
    }
}

impl TryFrom<TimeDelta> for Duration {
    type Error = OutOfRange;

    fn try_from(value: TimeDelta) -> Result<Self, OutOfRange> {
        let nanos = i128::from(value.num_seconds()) * 1_000_000_000;
        Self::from_nanos(nanos + i128::from(value.subsec_nanos()))
            .ok_or(OutOfRange::new("Edm.Duration"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn instant(text: &str) -> Option<(i64, i32, String)> {
        let value = DateTimeOffset::parse(text).unwrap();
        let value = DateTime::<FixedOffset>::try_from(value).ok()?;
        let back = DateTimeOffset::try_from(value).unwrap().to_string();
        Some((
            value.timestamp_nanos_opt()?,
            value.offset().local_minus_utc(),
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
        assert_eq!(instant("300000-01-01T00:00:00Z"), None);
        let value = DateTimeOffset::parse("2016-12-31T23:59:60.5Z").unwrap();
        let leap = DateTime::<Utc>::try_from(value).unwrap();
        assert_eq!(
            DateTimeOffset::try_from(leap).unwrap().to_string(),
            "2017-01-01T00:00:00.5Z"
        );
        let leap = DateTime::<Utc>::from_timestamp(1_483_228_799, 1_500_000_000).unwrap();
        assert_eq!(
            DateTimeOffset::try_from(leap).unwrap().to_string(),
            "2017-01-01T00:00:00.5Z"
        );
        let odd = leap.with_timezone(&FixedOffset::east_opt(3_601).unwrap());
        assert!(DateTimeOffset::try_from(odd).is_err());
    }

    #[test]
    fn dates_and_times() {
        let date = Date::parse("2024-02-29").unwrap();
        assert_eq!(Date::try_from(NaiveDate::try_from(date).unwrap()), Ok(date));
        assert!(NaiveDate::try_from(Date::parse("300000-01-01").unwrap()).is_err());
        for text in ["23:59:58.123456789", "23:59:60.5"] {
            let clock = TimeOfDay::parse(text).unwrap();
            assert_eq!(
                TimeOfDay::try_from(NaiveTime::try_from(clock).unwrap()),
                Ok(clock)
            );
        }
        assert!(NaiveTime::try_from(TimeOfDay::parse("24:00:00").unwrap()).is_err());
    }

    #[test]
    fn durations() {
        for text in ["PT0S", "-P1DT2H3M4.5S", "PT0.000000001S", "-PT0.25S"] {
            let value = Duration::parse(text).unwrap();
            let converted = TimeDelta::try_from(value).unwrap();
            assert_eq!(
                converted.num_nanoseconds().map(i128::from),
                Some(value.total_nanos())
            );
            assert_eq!(Duration::try_from(converted), Ok(value));
        }
        for extreme in [TimeDelta::MIN, TimeDelta::MAX] {
            let value = Duration::try_from(extreme).unwrap();
            assert_eq!(TimeDelta::try_from(value), Ok(extreme));
        }
        let long = Duration::parse("P18446744073709551615D").unwrap();
        assert!(TimeDelta::try_from(long).is_err());
    }
}
