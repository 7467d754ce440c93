//! What holds of every text that is read as a primitive value, and of every object that is sent:
//! properties for `runtime/tests/texts.rs` and for the fuzz targets.

use msgraph_runtime::codegen::Scalar;
use msgraph_runtime::edm::{Date, DateTimeOffset, Decimal, Duration, TimeOfDay};
use msgraph_runtime::{
    Item, Mode, Page, RawJson, UnknownObject, from_str, from_str_with, to_request_body, to_string,
};
use serde_json::Value;

/// Whether a text is a number of OData: `[+-]digits[.digits][e[+-]digits]`.
fn is_number(text: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let unsigned = |text: &str| text.strip_prefix(['+', '-']).unwrap_or(text).to_owned();
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(unsigned(exponent))),
        None => (text, None),
    };
    let mantissa = unsigned(mantissa);
    let sound = match mantissa.split_once('.') {
        Some((whole, part)) => digits(whole) && digits(part),
        None => digits(&mantissa),
    };
    sound && exponent.is_none_or(|exponent| digits(&exponent))
}

/// The value of a number, if it is an integer; texts are short.
fn integer(text: &str) -> Option<i128> {
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (whole, part) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let part = part.trim_end_matches('0');
    let mut value: i128 = format!("{whole}{part}").parse().ok()?;
    if value == 0 {
        return Some(0);
    }
    // An exponent that is no i64 leads out of every range.
    let mut exponent = exponent.parse::<i64>().ok()? - i64::try_from(part.len()).ok()?;
    while exponent < 0 && value % 10 == 0 {
        (value, exponent) = (value / 10, exponent + 1);
    }
    value.checked_mul(10_i128.checked_pow(u32::try_from(exponent).ok()?)?)
}

/// Reads `{"value":"<text>"}`. What is read is written back as it came; what is not, names the
/// member, and is kept in lenient mode.
fn read<T: Item + Clone>(text: &str) -> Option<T> {
    let json = format!("{{\"value\":{}}}", Value::from(text));
    match from_str::<Scalar<T>>(&json) {
        Ok(scalar) => {
            assert_eq!(to_string(&scalar), json);
            assert!(scalar.extra.is_empty(), "{json}");
            scalar.value
        }
        Err(error) => {
            assert_eq!(error.path(), "value", "{json}: {error}");
            let kept = from_str_with::<Scalar<T>>(&json, Mode::Lenient).unwrap();
            assert!(kept.value.is_none() && kept.extra.len() == 1, "{json}");
            assert_eq!(to_string(&kept), json);
            None
        }
    }
}

/// All number types and `Edm.Boolean` read the texts that are numbers or truth values, and no
/// others.
pub fn numbers(text: &str) {
    let whole = is_number(text).then(|| integer(text)).flatten();
    assert_eq!(
        read::<i64>(text).map(i128::from),
        fits(whole, i64::MIN.into(), i64::MAX.into())
    );
    assert_eq!(
        read::<i32>(text).map(i128::from),
        fits(whole, i32::MIN.into(), i32::MAX.into())
    );
    assert_eq!(
        read::<i16>(text).map(i128::from),
        fits(whole, i16::MIN.into(), i16::MAX.into())
    );
    assert_eq!(
        read::<i8>(text).map(i128::from),
        fits(whole, i8::MIN.into(), i8::MAX.into())
    );
    assert_eq!(
        read::<u8>(text).map(i128::from),
        fits(whole, 0, u8::MAX.into())
    );
    // Exponents of more than 18 digits are not read as decimals.
    let exponent = text.split(['e', 'E']).nth(1).unwrap_or_default();
    if exponent.len() < 18 {
        let decimal = read::<Decimal>(text).map(|decimal| decimal.to_f64());
        let number: Option<f64> = is_number(text).then(|| text.parse().unwrap());
        assert_eq!(decimal, number, "{text}");
    }
    let special = match text {
        "INF" => Some(f64::INFINITY),
        "-INF" => Some(f64::NEG_INFINITY),
        _ => None,
    };
    if text != "NaN" {
        let double: Option<f64> = is_number(text).then(|| text.parse().unwrap());
        let double = double.filter(|value| value.is_finite()).or(special);
        assert_eq!(read::<f64>(text), double, "{text}");
        let single: Option<f32> = is_number(text).then(|| text.parse().unwrap());
        let single = single
            .filter(|value| value.is_finite())
            .or(special.map(|value| value as f32));
        assert_eq!(read::<f32>(text), single, "{text}");
    }
    let boolean = text.eq_ignore_ascii_case("true");
    let truth = boolean || text.eq_ignore_ascii_case("false");
    assert_eq!(read::<bool>(text), truth.then_some(boolean), "{text}");
}

fn fits(value: Option<i128>, least: i128, most: i128) -> Option<i128> {
    value.filter(|value| (least..=most).contains(value))
}

/// The same bare, as a number of JSON: `serde_json` says what one is.
pub fn bare_numbers(text: &str) {
    let number = text.trim_matches([' ', '\n', '\r', '\t']);
    if !number.starts_with(|char: char| char == '-' || char.is_ascii_digit()) {
        return;
    }
    let sound = serde_json::from_str::<&serde_json::value::RawValue>(number).is_ok();
    let whole = sound.then(|| integer(number)).flatten();
    let read = from_str::<i64>(text).ok().map(i128::from);
    assert_eq!(
        read,
        fits(whole, i64::MIN.into(), i64::MAX.into()),
        "{text}"
    );
}

/// Whether a text is a duration: `[+-]P[nD][T[nH][nM][n[.n]S]]`, with at least one part, and one
/// behind `T`. Of the two numbers around a point one may be absent.
fn is_duration(text: &str) -> bool {
    let Some(rest) = text
        .strip_prefix(['+', '-'])
        .unwrap_or(text)
        .strip_prefix('P')
    else {
        return false;
    };
    let (date, time) = match rest.split_once('T') {
        Some((date, time)) => (date, Some(time)),
        None => (rest, None),
    };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let day = date.is_empty() || date.strip_suffix('D').is_some_and(digits);
    let Some(mut time) = time else {
        return day && !date.is_empty();
    };
    if !day || time.is_empty() {
        return false;
    }
    for unit in ['H', 'M'] {
        if let Some((part, behind)) = time.split_once(unit) {
            if !digits(part) {
                return false;
            }
            time = behind;
        }
    }
    let Some(seconds) = time.strip_suffix('S') else {
        return time.is_empty();
    };
    match seconds.split_once('.') {
        // One of the two may be absent, though the standard wants both.
        Some((whole, part)) => {
            (whole.is_empty() || digits(whole))
                && (part.is_empty() || digits(part))
                && seconds != "."
        }
        None => digits(seconds),
    }
}

/// Dates, times and durations are written back as they came, and what they write is read as
/// the same value. No text without a digit is one.
pub fn times(text: &str) {
    fn one<T: Item + Clone + PartialEq + std::fmt::Debug>(text: &str) -> Option<T> {
        let value: T = read(text)?;
        assert!(text.bytes().any(|byte| byte.is_ascii_digit()), "{text}");
        let written: T = from_str(&to_string(&value)).unwrap();
        assert_eq!(written, value, "{text}");
        Some(value)
    }
    one::<Date>(text);
    one::<TimeOfDay>(text);
    one::<DateTimeOffset>(text);
    // Long numbers are beyond the range.
    let duration = one::<Duration>(text).is_some();
    if text.len() < 10 {
        assert_eq!(duration, is_duration(text), "{text}");
    }
}

const OF_RESPONSES: [&str; 14] = [
    "context",
    "etag",
    "nextlink",
    "deltalink",
    "count",
    "editlink",
    "readlink",
    "mediareadlink",
    "mediaeditlink",
    "mediaetag",
    "metadataetag",
    "navigationlink",
    "associationlink",
    "removed",
];

fn is_left_out(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    let term = lower.split_once('@').map(|(_, term)| term);
    let said = |term: &str| OF_RESPONSES.contains(&term.strip_prefix("odata.").unwrap_or(term));
    name.starts_with('#') || term.is_some_and(said)
}

fn without(value: Value) -> Value {
    match value {
        Value::Array(list) => list.into_iter().map(without).collect(),
        Value::Object(object) => {
            let kept = object.into_iter().filter(|(name, _)| !is_left_out(name));
            kept.map(|(name, value)| {
                let lower = name.to_ascii_lowercase();
                let term = lower.split_once('@').map(|(_, term)| term);
                match term {
                    Some("delta" | "odata.delta") => (name, value),
                    _ => (name, without(value)),
                }
            })
            .collect()
        }
        value => value,
    }
}

/// A request body has everything of the JSON object but control information of responses, at
/// every depth; a document has that, too. Control information of a page is read in either
/// spelling.
pub fn control_information(json: &str) {
    let Ok(value) = serde_json::from_str::<Value>(json) else {
        return;
    };
    let (Ok(raw), Ok(object)) = (RawJson::parse(json), from_str::<UnknownObject>(json)) else {
        return;
    };
    let body = |bytes: Vec<u8>| serde_json::from_slice::<Value>(&bytes).unwrap();
    assert_eq!(
        body(to_request_body(&object)),
        without(value.clone()),
        "{json}"
    );
    assert_eq!(
        body(to_request_body(&raw)),
        without(value.clone()),
        "{json}"
    );
    assert_eq!(body(to_string(&object).into_bytes()), value, "{json}");
    let names = [
        "@odata.nextLink",
        "@nextLink",
        "@odata.deltaLink",
        "@deltaLink",
    ];
    let odd = |name: &String| {
        let same = |known: &&str| known.eq_ignore_ascii_case(name) && known != name;
        names.iter().any(same)
    };
    let members = value.as_object().into_iter().flatten();
    if members.map(|(name, _)| name).any(odd) {
        return;
    }
    if let Ok(page) = from_str::<Page<RawJson>>(json) {
        let [next, short_next, delta, short_delta] = names.map(|name| value.get(name));
        let is_text = |value: Option<&Value>| value.is_some_and(Value::is_string);
        assert_eq!(
            page.next_link.is_some(),
            is_text(next.or(short_next)),
            "{json}"
        );
        assert_eq!(
            page.delta_link.is_some(),
            is_text(delta.or(short_delta)),
            "{json}"
        );
        assert_eq!(body(to_string(&page).into_bytes()), value, "{json}");
    }
}
