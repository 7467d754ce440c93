//! Checks that the text of a default value is a literal of its primitive type.

use super::super::Primitive;

/// Whether the text is a literal of the type. Types without a defined form accept any text.
pub(super) fn fits(primitive: Primitive, text: &str) -> bool {
    match primitive {
        Primitive::Boolean => matches!(text, "true" | "false"),
        Primitive::Byte => text.parse::<u8>().is_ok(),
        Primitive::SByte => text.parse::<i8>().is_ok(),
        Primitive::Int16 => text.parse::<i16>().is_ok(),
        Primitive::Int32 => text.parse::<i32>().is_ok(),
        Primitive::Int64 => text.parse::<i64>().is_ok(),
        Primitive::Decimal | Primitive::Double | Primitive::Single => is_number(text),
        Primitive::Stream => false,
        Primitive::Binary => is_binary(text),
        Primitive::Date => is_date(text),
        Primitive::DateTimeOffset => is_date_time(text),
        Primitive::Duration => is_duration(text),
        Primitive::Guid => is_guid(text),
        Primitive::TimeOfDay => is_time(text),
        _ => true,
    }
}

fn is_number(text: &str) -> bool {
    matches!(text, "INF" | "-INF" | "NaN")
        || text.parse::<f64>().is_ok_and(|n| n.is_finite())
            && text
                .bytes()
                .all(|b| b.is_ascii_digit() || b"+-.eE".contains(&b))
}

/// Whether the text is base64url: whole groups, and a last group with or without padding.
fn is_binary(text: &str) -> bool {
    let data = text.trim_end_matches('=');
    let padding = text.len() - data.len();
    let letter = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
    let last = data.bytes().last().unwrap_or(b'A');
    // The last character must not carry bits beyond the last byte.
    let whole = match data.len() % 4 {
        0 => padding == 0,
        2 => (padding == 0 || padding == 2) && b"AQgw".contains(&last),
        3 => (padding == 0 || padding == 1) && b"AEIMQUYcgkosw048".contains(&last),
        _ => false,
    };
    whole && data.bytes().all(letter)
}

fn is_guid(text: &str) -> bool {
    let hex = |part: &str| part.bytes().all(|b| b.is_ascii_hexdigit());
    let lengths = text.split('-').map(str::len);
    lengths.eq([8, 4, 4, 4, 12]) && text.split('-').all(hex)
}

/// Parses a number that consists of digits only.
fn digits(text: &str) -> Option<u32> {
    let all = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    text.parse().ok().filter(|_| all)
}

/// Whether the text is a two-digit number below `limit`.
fn two_below(text: &str, limit: u32) -> bool {
    text.len() == 2 && digits(text).is_some_and(|n| n < limit)
}

/// Whether the text is a date: a year of at least four digits, negative before year 1,
/// month and day.
fn is_date(text: &str) -> bool {
    let plain = text.strip_prefix('-').unwrap_or(text);
    let mut parts = plain.split('-');
    let (Some(year), Some(month), Some(day), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return false;
    };
    let long = year.len() > 4 && year.starts_with('0');
    let (Some(year), false, true) = (digits(year), long, year.len() >= 4) else {
        return false;
    };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match (digits(month), leap) {
        (Some(1 | 3 | 5 | 7 | 8 | 10 | 12), _) => 31,
        (Some(4 | 6 | 9 | 11), _) => 30,
        (Some(2), true) => 29,
        (Some(2), false) => 28,
        _ => return false,
    };
    month.len() == 2 && two_below(day, days + 1) && day != "00"
}

/// Whether the text is a time: hours, minutes, and optionally seconds with up to twelve
/// decimals.
fn is_time(text: &str) -> bool {
    let (clock, fraction) = match text.split_once('.') {
        Some((clock, fraction)) => (clock, Some(fraction)),
        None => (text, None),
    };
    let mut parts = clock.split(':');
    let hour = parts.next().is_some_and(|h| two_below(h, 24));
    let minute = parts.next().is_some_and(|m| two_below(m, 60));
    let second = parts.next();
    hour && minute
        && parts.next().is_none()
        && second.is_none_or(|s| two_below(s, 60))
        && fraction.is_none_or(|f| {
            let numeric = f.bytes().all(|b| b.is_ascii_digit());
            second.is_some() && numeric && (1..=12).contains(&f.len())
        })
}

/// Whether the text is a date and time with an offset from UTC.
fn is_date_time(text: &str) -> bool {
    let Some((date, rest)) = text.split_once(['T', 't']) else {
        return false;
    };
    let time = match rest.strip_suffix(['Z', 'z']) {
        Some(time) => time,
        None => match rest.rsplit_once(['+', '-']) {
            Some((time, offset)) if offset.len() == 5 && is_time(offset) => time,
            _ => return false,
        },
    };
    is_date(date) && is_time(time)
}

/// Whether the text is a duration: days, hours, minutes and seconds in this order, at least
/// one of them.
fn is_duration(text: &str) -> bool {
    let text = text.strip_prefix(['-', '+']).unwrap_or(text);
    let Some(rest) = text.strip_prefix('P') else {
        return false;
    };
    let (days, time) = match rest.split_once('T') {
        Some((days, time)) => (days, Some(time)),
        None => (rest, None),
    };
    let whole = |n: &str| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit());
    if !days.is_empty() && !days.strip_suffix('D').is_some_and(whole) {
        return false;
    }
    let Some(mut rest) = time else {
        return !days.is_empty();
    };
    let empty = rest.is_empty();
    for unit in ['H', 'M'] {
        if let Some((n, after)) = rest.split_once(unit) {
            if !whole(n) {
                return false;
            }
            rest = after;
        }
    }
    let seconds = |n: &str| match n.split_once('.') {
        Some((n, fraction)) => whole(n) && whole(fraction),
        None => whole(n),
    };
    !empty && (rest.is_empty() || rest.strip_suffix('S').is_some_and(seconds))
}

#[cfg(test)]
mod tests {
    use super::{Primitive, fits};

    #[test]
    fn literals_have_the_form_of_their_type() {
        let cases: [(Primitive, &str, &str); 7] = [
            (
                Primitive::Binary,
                " T0RhdGE= T0RhdGE T0RhdGEx TQ TQ== -_-_",
                "T0RhdGF T TQ= +/+/ TR ==",
            ),
            (
                Primitive::Date,
                "2024-02-29 2000-02-29 0001-01-31 -0044-03-15 12024-12-31",
                "2023-02-29 1900-02-29 2024-13-01 2024-00-01 2024-04-31 2024-1-1 24-01-01 today 2024-01-00 02024-01-01 2024-01-01T00:00Z",
            ),
            (
                Primitive::DateTimeOffset,
                "2024-02-29T23:59:59.123456789012Z 2024-01-01T00:00Z 2024-01-01t00:00:00-08:00 2024-01-01T00:00:00+14:00",
                "2024-01-01 2024-01-01T00:00:00 2024-01-01T24:00:00Z 2024-01-01T00:60:00Z 2024-01-01T00:00:00.Z 2024-01-01T00:00+1:00 now",
            ),
            (
                Primitive::Duration,
                "P1D PT0S -P3DT4H5M6.5S PT36H PT1M P0DT1S",
                "P PT P1DT P1Y PT1.5H PT5S1M P1H 1D PTS P1D1D",
            ),
            (
                Primitive::Guid,
                "00000000-0000-0000-0000-000000000000 21EC2020-3AEA-1069-a2dd-08002b30309d",
                "0 00000000000000000000000000000000 {21EC2020-3AEA-1069-A2DD-08002B30309D} 21EC202G-3AEA-1069-A2DD-08002B30309D",
            ),
            (
                Primitive::TimeOfDay,
                "00:00 23:59:59 07:59:59.999999999999",
                "24:00:00 7:59 07:59.5 07:59:60 07:59:59. 07:59:59.1234567890123 07:59:59Z noon",
            ),
            (Primitive::Int32, "0 -1 2147483647", "2147483648 1.0 0x1"),
        ];
        for (primitive, good, bad) in cases {
            for text in good.split(' ') {
                assert!(
                    fits(primitive, text) || text.is_empty(),
                    "{primitive:?} {text}"
                );
            }
            for text in bad.split(' ') {
                assert!(!fits(primitive, text), "{primitive:?} {text}");
            }
        }
        assert!(fits(Primitive::Binary, ""), "no bytes");
    }
}
