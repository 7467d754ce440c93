//! Generates JSON values of primitive types: plain ones first, then limits and unusual forms.

use super::Choices;

const STRINGS: &[&str] = &[
    r#""s""#,
    r#""""#,
    r#""é😀""#,
    r#""\u00e9\ud83d\ude00\n\"\\\/""#,
    r#""\u0000\u001f""#,
    r#""a text that is longer than any small buffer would hold, to be sure of that""#,
    r#""null""#,
    r#""19:meeting_M2IzYzczNTI@thread.v2""#,
];
const BOOLEANS: &[&str] = &["true", "false"];
const BYTES: &[&str] = &["0", "7", "255"];
const SBYTES: &[&str] = &["0", "-128", "127"];
const INT16: &[&str] = &["0", "-32768", "32767", "-1"];
const INT32: &[&str] = &["0", "-2147483648", "2147483647", "1", "1.0", "1e3"];
const INT64: &[&str] = &[
    "0",
    "9007199254740993",
    "-9223372036854775808",
    "9223372036854775807",
    r#""9223372036854775807""#,
    r#""-5""#,
    "2.0",
];
const DOUBLES: &[&str] = &[
    "0",
    "0.1",
    "-0.0",
    "5",
    "1e300",
    "2.2250738585072014e-308",
    "5e-324",
    "0.30000000000000004",
    "123456789012345678901234567890",
    r#""INF""#,
    r#""-INF""#,
    r#""NaN""#,
    "1.50",
];
const SINGLES: &[&str] = &[
    "0",
    "0.5",
    "-1.25",
    "3.4028235e38",
    "0.1",
    r#""INF""#,
    "16777217",
];
const DECIMALS: &[&str] = &[
    "0",
    "0.00",
    "-1.50",
    "12345678901234567890123456789.0123456789",
    "1e-7",
    r#""1.10""#,
];
const GUIDS: &[&str] = &[
    r#""550fae72-d251-43ec-868c-373732c2704f""#,
    r#""550FAE72-D251-43EC-868C-373732C2704F""#,
    r#""00000000-0000-0000-0000-000000000000""#,
];
const DATES: &[&str] = &[
    r#""2026-01-02""#,
    r#""0001-01-01""#,
    r#""9999-12-31""#,
    r#""2024-02-29""#,
];
const TIMES: &[&str] = &[
    r#""08:30:00""#,
    r#""23:59:59.123456789012""#,
    r#""00:00:00.0000000""#,
    r#""08:30""#,
];
const DATE_TIMES: &[&str] = &[
    r#""2026-01-02T03:04:05Z""#,
    r#""2026-01-02T03:04:05.0000000Z""#,
    r#""2026-01-02T03:04:05.123456789012Z""#,
    r#""0001-01-01T00:00:00-08:00""#,
    r#""9999-12-31T23:59:59.9+14:00""#,
    r#""2024-02-29T23:59Z""#,
    r#""2024-02-29T23:59:59+00:00""#,
    r#""2024-02-29T23:59:59""#,
];
const DURATIONS: &[&str] = &[
    r#""PT0S""#,
    r#""-P1DT2H3.5S""#,
    r#""P1D""#,
    r#""PT1H30M""#,
    r#""PT219.123456789012S""#,
    r#""PT90M""#,
    r#""P0DT0H0M10S""#,
];
const BINARIES: &[&str] = &[
    r#""AAECAwT/""#,
    r#""""#,
    r#""AAECAwT_""#,
    r#""AA==""#,
    r#""AA""#,
    r#""-_-_""#,
];
const ANYTHING: &[&str] = &[
    "1",
    "null",
    r#""x""#,
    "true",
    "123456789012345678901234567890",
    "-18446744073709551617",
    "0.1000000000000000055511151231257827",
    "1E400",
    "[]",
    "{}",
    r#"{"a":[1,{"b":null}]}"#,
    "-0",
];

/// The text of a value; `None` if the type may hold any JSON.
pub fn text(name: &str, choices: &mut Choices<'_>) -> Option<&'static str> {
    let values = match name {
        "Edm.String" => STRINGS,
        "Edm.Boolean" => BOOLEANS,
        "Edm.Byte" => BYTES,
        "Edm.SByte" => SBYTES,
        "Edm.Int16" => INT16,
        "Edm.Int32" => INT32,
        "Edm.Int64" => INT64,
        "Edm.Double" => DOUBLES,
        "Edm.Single" => SINGLES,
        "Edm.Decimal" => DECIMALS,
        "Edm.Guid" => GUIDS,
        "Edm.Date" => DATES,
        "Edm.TimeOfDay" => TIMES,
        "Edm.DateTimeOffset" => DATE_TIMES,
        "Edm.Duration" => DURATIONS,
        "Edm.Binary" => BINARIES,
        _ => return None,
    };
    choices.of(values)
}

/// The text of any value.
pub fn anything(choices: &mut Choices<'_>) -> &'static str {
    choices.of(ANYTHING).unwrap_or("null")
}
