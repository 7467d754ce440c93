//! Conversions of [`DateTimeOffset`] from and to `SystemTime`.
//!
//! Fractions of a nanosecond are truncated. A leap second becomes the second after it.

use std::time::{Duration, SystemTime};

use super::{DateTimeOffset, OutOfRange};

impl TryFrom<DateTimeOffset> for SystemTime {
    type Error = OutOfRange;

    fn try_from(value: DateTimeOffset) -> Result<Self, OutOfRange> {
        let seconds = value.unix_timestamp();
        let distance = Duration::from_secs(seconds.unsigned_abs());
        let start = match seconds {
            0.. => Self::UNIX_EPOCH.checked_add(distance),
            _ => Self::UNIX_EPOCH.checked_sub(distance),
        };
        start
            .and_then(|start| start.checked_add(Duration::from_nanos(value.time().nanos().into())))
            .ok_or(OutOfRange::new("std::time::SystemTime"))
    }
}

impl TryFrom<SystemTime> for DateTimeOffset {
    type Error = OutOfRange;

    fn try_from(value: SystemTime) -> Result<Self, OutOfRange> {
        // Neither side of the epoch has more nanoseconds than an i128 counts.
        let nanos = match value.duration_since(SystemTime::UNIX_EPOCH) {
            Ok(after) => after.as_nanos() as i128,
            Err(before) => -(before.duration().as_nanos() as i128),
        };
        Self::from_unix_nanos(nanos).ok_or(OutOfRange::new("Edm.DateTimeOffset"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn round_trips() {
        // Windows counts in steps of 100 ns.
        for text in [
            "2024-02-29T12:30:00.5Z",
            "1969-12-31T23:59:59.7500001Z",
            "1970-01-01T00:00:00Z",
        ] {
            let value = DateTimeOffset::parse(text).unwrap();
            let system = SystemTime::try_from(value).unwrap();
            assert_eq!(DateTimeOffset::try_from(system), Ok(value), "{text}");
        }
        let half = Duration::from_millis(1_500);
        let value = DateTimeOffset::try_from(SystemTime::UNIX_EPOCH - half).unwrap();
        assert_eq!(value.to_string(), "1969-12-31T23:59:58.5Z");
    }
}
