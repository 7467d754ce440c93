//! Sizes and times as options give them: `64MiB`, `60s`.

use std::time::Duration;

/// A number of bytes: `1000`, `10KiB`, `64MiB`, `1GiB`, or with `kB`, `MB`, `GB`. Not zero.
pub fn bytes(text: &str) -> Option<u64> {
    let (number, unit) = split(text)?;
    let factor = match unit {
        "" | "B" => 1,
        "kB" => 1_000,
        "MB" => 1_000_000,
        "GB" => 1_000_000_000,
        "KiB" => 1 << 10,
        "MiB" => 1 << 20,
        "GiB" => 1 << 30,
        _ => return None,
    };
    number.checked_mul(factor).filter(|bytes| *bytes > 0)
}

/// A time: `60s`, `2m`, `500ms`; a number alone is seconds. Not zero, and an hour at most.
pub fn duration(text: &str) -> Option<Duration> {
    let (number, unit) = split(text)?;
    let factor = match unit {
        "ms" => 1,
        "" | "s" => 1_000,
        "m" => 60_000,
        _ => return None,
    };
    let millis = number.checked_mul(factor)?;
    (1..=3_600_000)
        .contains(&millis)
        .then(|| Duration::from_millis(millis))
}

fn split(text: &str) -> Option<(u64, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit());
    let (number, unit) = text.split_at(end.unwrap_or(text.len()));
    Some((number.parse().ok()?, unit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_and_times_have_units() {
        let sizes = ["1", "2kB", "3KiB", "64MiB", "1GiB"].map(bytes);
        let expected = [1, 2_000, 3_072, 64 << 20, 1 << 30].map(Some);
        assert_eq!(sizes, expected);
        for wrong in ["", "0", "MiB", "1mb", "-1", "1.5MiB", "99999999999999GiB"] {
            assert_eq!(bytes(wrong), None, "{wrong}");
        }
        let times = ["60s", "2m", "500ms", "7"].map(duration);
        let expected = [60_000, 120_000, 500, 7_000].map(|ms| Some(Duration::from_millis(ms)));
        assert_eq!(times, expected);
        for wrong in ["", "0s", "s", "1h", "61m", "1 s"] {
            assert_eq!(duration(wrong), None, "{wrong}");
        }
    }
}
