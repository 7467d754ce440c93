//! Compares the reader with `serde_json` on a million generated and broken documents.
//!
//! Both accept the same texts and see the same strings and numbers.

use msgraph_runtime::{RawJson, from_slice, from_str};
use serde::de::IgnoredAny;

/// A small generator of pseudo-random numbers (xorshift), the same each run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 33) as usize % sides
    }

    fn pick<'a>(&mut self, texts: &[&'a str]) -> &'a str {
        texts[self.roll(texts.len())]
    }
}

const STRINGS: &[&str] = &[
    "\"\"",
    "\"a\"",
    "\"id\"",
    "\"@odata.type\"",
    "\"0123456789abcdef\"",
    "\"é会議😀\"",
    "\"\\n\\t\\\"\\\\\\/\\b\\f\\r\"",
    "\"\\u0041\\u00e9\"",
    "\"\\ud83d\\ude00\"",
    "\"\\ud83d\"",
    "\"\\ude00\"",
    "\"\\ud83dx\"",
    "\"\\ud83d\\u0041\"",
    "\"\\x\"",
    "\"\\u12\"",
    "\"\u{7f}\"",
    "\"a\tb\"",
    "\"1234567\\\"\"",
    "\"12345678\\\\\"",
    "\"\\u0000\"",
];
const NUMBERS: &[&str] = &[
    "0",
    "-0",
    "1",
    "-1",
    "12",
    "01",
    "-",
    "1.",
    ".5",
    "1.5",
    "-0.0",
    "1e5",
    "1E+5",
    "1e-5",
    "1e",
    "1e+",
    "0.1",
    "0.30000000000000004",
    "123456789012345678901234567890",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775808",
    "-9223372036854775809",
    "1e308",
    "1e309",
    "5e-324",
    "2.2250738585072014e-308",
    "0.000001",
    "1.7976931348623157e308",
    "9007199254740993",
    "0e10",
    "00",
    "1.0e0",
    "123.456000",
    "4.35",
    "8.5e-5",
];
const WORDS: &[&str] = &["true", "false", "null", "tru", "nulll", "True", "NaN", ""];
const SPACES: &[&str] = &["", "", "", " ", "\n", "\t\r ", "\u{b}", "\u{a0}"];

fn value(dice: &mut Dice, depth: usize, out: &mut String) {
    out.push_str(dice.pick(SPACES));
    match dice.roll(if depth == 0 { 3 } else { 6 }) {
        0 => out.push_str(dice.pick(STRINGS)),
        1 => out.push_str(dice.pick(NUMBERS)),
        2 => out.push_str(dice.pick(WORDS)),
        3 | 4 => {
            out.push('{');
            for at in 0..dice.roll(4) {
                if at > 0 {
                    out.push(',');
                }
                out.push_str(dice.pick(STRINGS));
                out.push_str(dice.pick(SPACES));
                out.push(':');
                value(dice, depth - 1, out);
            }
            out.push('}');
        }
        _ => {
            out.push('[');
            for at in 0..dice.roll(4) {
                if at > 0 {
                    out.push(',');
                }
                value(dice, depth - 1, out);
            }
            out.push(']');
        }
    }
    out.push_str(dice.pick(SPACES));
}

/// Cuts, doubles or replaces one byte, half of the time.
fn broken(dice: &mut Dice, text: &str) -> Vec<u8> {
    let mut bytes = text.as_bytes().to_vec();
    if bytes.is_empty() {
        return bytes;
    }
    let at = dice.roll(bytes.len());
    match dice.roll(8) {
        0 => bytes.truncate(at),
        1 => bytes.insert(at, bytes[at]),
        2 => bytes[at] = b"{}[],:\"\\0e.-n \x1f\xff"[dice.roll(16)],
        3 => {
            bytes.remove(at);
        }
        _ => {}
    }
    bytes
}

#[test]
fn a_million_documents_are_accepted_alike() {
    let mut dice = Dice(0x2545_f491_4f6c_dd1d);
    let mut text = String::new();
    let mut accepted = 0;
    for _ in 0..1_000_000 {
        text.clear();
        value(&mut dice, 3, &mut text);
        let bytes = broken(&mut dice, &text);
        let theirs = serde_json::from_slice::<IgnoredAny>(&bytes).is_ok()
            && std::str::from_utf8(&bytes).is_ok();
        let ours = std::str::from_utf8(&bytes).is_ok_and(|text| RawJson::parse(text).is_ok());
        assert_eq!(ours, theirs, "{:?}", String::from_utf8_lossy(&bytes));
        accepted += usize::from(ours);
    }
    // Neither all nor none: the comparison says something.
    assert!((100_000..900_000).contains(&accepted), "{accepted}");
}

#[test]
fn strings_are_decoded_alike() {
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    for _ in 0..200_000 {
        let mut text = String::from("\"");
        for _ in 0..dice.roll(5) {
            text.push_str(dice.pick(STRINGS).trim_matches('"'));
        }
        text.push('"');
        let bytes = broken(&mut dice, &text);
        let theirs = serde_json::from_slice::<String>(&bytes).ok();
        assert_eq!(from_slice::<String>(&bytes).ok(), theirs, "{text:?}");
    }
}

#[test]
fn numbers_are_read_alike() {
    let mut dice = Dice(0xdead_beef_cafe_f00d);
    for round in 0..300_000 {
        let text = match round % 3 {
            0 => dice.pick(NUMBERS).to_owned(),
            1 => format!("{}.{}", dice.roll(100_000), dice.roll(1_000_000)),
            _ => format!(
                "{}{}e{}",
                dice.roll(1 << 30),
                dice.roll(1 << 30),
                dice.roll(40) as i32 - 20
            ),
        };
        let theirs = serde_json::from_str::<f64>(&text).ok().map(f64::to_bits);
        let ours = from_str::<f64>(&text).ok().map(f64::to_bits);
        assert_eq!(ours, theirs, "{text}");
        let single = text.parse::<f32>().ok().filter(|value| value.is_finite());
        if theirs.is_some() {
            let ours = from_str::<f32>(&text).ok().map(f32::to_bits);
            assert_eq!(ours, single.map(f32::to_bits), "{text}");
        }
        // An integer of ours may also be written with a fraction of zeros.
        if let Ok(integer) = serde_json::from_str::<i64>(&text) {
            assert_eq!(from_str::<i64>(&text).ok(), Some(integer), "{text}");
        }
    }
}

#[test]
fn nesting_ends_at_the_same_depth() {
    for depth in [1, 126, 127, 128, 129, 100_000] {
        for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
            let inner = if open == "[" { "" } else { "1" };
            let text = format!("{}{inner}{}", open.repeat(depth), close.repeat(depth));
            let theirs = serde_json::from_str::<serde_json::Value>(&text).is_ok();
            assert_eq!(RawJson::parse(&text).is_ok(), theirs, "{depth}");
        }
    }
}
