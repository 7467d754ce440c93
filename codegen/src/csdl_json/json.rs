//! A writer of indented JSON text.

use std::borrow::Cow;

/// A JSON text that is being written.
#[derive(Debug, Default)]
pub(super) struct Json {
    out: String,
    depth: usize,
    /// Whether the innermost object or array already has a member or item.
    filled: bool,
}

impl Json {
    /// Creates a writer with capacity for about this many bytes.
    pub fn with_capacity(bytes: usize) -> Self {
        Self {
            out: String::with_capacity(bytes),
            ..Self::default()
        }
    }

    /// Returns the finished text.
    pub fn finish(mut self) -> String {
        self.out.push('\n');
        self.out
    }

    /// Opens an object.
    pub fn open_object(&mut self) {
        self.open('{');
    }

    /// Closes an object.
    pub fn close_object(&mut self) {
        self.close('}');
    }

    /// Opens an array.
    pub fn open_array(&mut self) {
        self.open('[');
    }

    /// Closes an array.
    pub fn close_array(&mut self) {
        self.close(']');
    }

    /// Starts the next item of an array.
    pub fn item(&mut self) {
        if self.filled {
            self.out.push(',');
        }
        self.filled = true;
        self.line();
    }

    /// Starts the next member of an object.
    pub fn key(&mut self, name: &str) {
        self.item();
        self.string(name);
        self.out.push_str(": ");
    }

    /// Writes a member with a string value.
    pub fn text(&mut self, name: &str, value: &str) {
        self.key(name);
        self.string(value);
    }

    /// Writes a member with a boolean value.
    pub fn flag(&mut self, name: &str, value: bool) {
        self.key(name);
        self.raw(if value { "true" } else { "false" });
    }

    /// Writes a string value.
    pub fn string(&mut self, text: &str) {
        self.out.push('"');
        let mut rest = text;
        let special = |b: u8| b < b' ' || b == b'"' || b == b'\\';
        while let Some(at) = rest.bytes().position(special) {
            let (plain, tail) = rest.split_at(at);
            self.out.push_str(plain);
            let mut tail = tail.chars();
            match tail.next().unwrap_or_default() {
                '\n' => self.out.push_str("\\n"),
                '\r' => self.out.push_str("\\r"),
                '\t' => self.out.push_str("\\t"),
                c @ ('"' | '\\') => self.out.extend(['\\', c]),
                c => self.out.push_str(&format!("\\u{:04x}", u32::from(c))),
            }
            rest = tail.as_str();
        }
        self.out.push_str(rest);
        self.out.push('"');
    }

    /// Writes a number if the text is one, otherwise a string.
    pub fn number_or_string(&mut self, text: &str) {
        match number(text) {
            Some(number) => self.out.push_str(&number),
            None => self.string(text),
        }
    }

    /// Writes a value that is already JSON.
    pub fn raw(&mut self, json: &str) {
        self.out.push_str(json);
    }

    fn open(&mut self, bracket: char) {
        self.out.push(bracket);
        self.depth += 1;
        self.filled = false;
    }

    fn close(&mut self, bracket: char) {
        self.depth -= 1;
        if self.filled {
            self.line();
        }
        self.filled = true;
        self.out.push(bracket);
    }

    fn line(&mut self) {
        self.out.push('\n');
        for _ in 0..self.depth {
            self.out.push_str("  ");
        }
    }
}

/// Converts an XML decimal to the notation of JSON without changing its digits.
///
/// Returns `None` if the text is not a number or has more digits than common JSON readers
/// accept.
pub(super) fn number(text: &str) -> Option<Cow<'_, str>> {
    let text = text.trim();
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (unsigned, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let any = |text: &str| !text.is_empty() && digits(text);
    if !digits(whole) || !digits(fraction.unwrap_or_default()) {
        return None;
    }
    if whole.is_empty() && fraction.unwrap_or_default().is_empty() {
        return None;
    }
    if exponent.is_some_and(|e| !any(e.strip_prefix(['+', '-']).unwrap_or(e))) {
        return None;
    }
    if !text.parse::<f64>().is_ok_and(f64::is_finite) {
        return None;
    }
    let short = whole.trim_start_matches('0');
    let whole_is_json = !whole.is_empty() && (short.len() == whole.len() || whole == "0");
    if whole_is_json && fraction != Some("") && !text.starts_with('+') {
        return Some(Cow::Borrowed(text));
    }
    let mut out = String::with_capacity(text.len() + 1);
    if text.starts_with('-') {
        out.push('-');
    }
    out.push_str(if short.is_empty() { "0" } else { short });
    if let Some(fraction) = fraction.filter(|f| !f.is_empty()) {
        out.push('.');
        out.push_str(fraction);
    }
    if let Some(exponent) = exponent {
        out.push('e');
        out.push_str(exponent);
    }
    Some(Cow::Owned(out))
}

#[cfg(test)]
mod tests {
    use super::{Json, number};

    #[test]
    fn numbers_get_the_spelling_of_json_and_keep_their_digits() {
        for (text, json) in [
            ("0", Some("0")),
            ("-0", Some("-0")),
            (" 12 ", Some("12")),
            ("+007", Some("7")),
            ("-00.50", Some("-0.50")),
            (".5", Some("0.5")),
            ("5.", Some("5")),
            ("1.0E+3", Some("1.0E+3")),
            ("01e5", Some("1e5")),
            (
                "123456789012345678901234567890",
                Some("123456789012345678901234567890"),
            ),
            ("", None),
            (".", None),
            ("-", None),
            ("1e", None),
            ("1e999", None),
            ("0x10", None),
            ("INF", None),
            ("NaN", None),
            ("1 2", None),
        ] {
            assert_eq!(number(text).as_deref(), json, "{text}");
        }
    }

    #[test]
    fn strings_are_escaped_and_items_indented() {
        let mut json = Json::default();
        json.open_object();
        json.text("a\"b", "\\ \u{1}\t\r\n\u{2028}ü");
        json.key("list");
        json.open_array();
        json.item();
        json.open_object();
        json.close_object();
        json.item();
        json.number_or_string("NaN");
        json.close_array();
        json.flag("x", true);
        json.close_object();
        let expected = "{\n  \"a\\\"b\": \"\\\\ \\u0001\\t\\r\\n\u{2028}ü\",\n  \"list\": [\n    {},\n    \"NaN\"\n  ],\n  \"x\": true\n}\n";
        assert_eq!(json.finish(), expected);
    }
}
