//! A writer that appends JSON text to a string.
//!
//! Every member and item is followed by a comma, and closing a bracket removes the last
//! one. So no caller has to know which member comes first.

use super::scan::special_from;

/// Appends JSON text.
#[derive(Default)]
pub struct Writer {
    pub(crate) out: String,
    /// Whether values of `Edm.Int64` and `Edm.Decimal` are strings (OData JSON Format 4.01, section
    /// 3.2, `IEEE754Compatible`).
    pub(crate) quotes_exact_numbers: bool,
}

impl Writer {
    /// Appends a key: a JSON string and a colon.
    #[inline]
    pub(crate) fn key(&mut self, key: &str) {
        self.out.push_str(key);
    }

    /// Appends text as it is.
    #[inline]
    pub(crate) fn raw(&mut self, text: &str) {
        self.out.push_str(text);
    }

    /// Appends a number of a type whose values a double may not hold.
    #[inline]
    pub(crate) fn exact_number(&mut self, text: &str) {
        if self.quotes_exact_numbers {
            self.out.push('"');
            self.out.push_str(text);
            self.out.push('"');
        } else {
            self.out.push_str(text);
        }
    }

    #[inline]
    pub(crate) fn comma(&mut self) {
        self.out.push(',');
    }

    #[inline]
    pub(crate) fn open_list(&mut self) {
        self.out.push('[');
    }

    #[inline]
    pub(crate) fn close_list(&mut self) {
        self.close(']');
    }

    #[inline]
    pub(crate) fn open_object(&mut self) {
        self.out.push('{');
    }

    #[inline]
    pub(crate) fn close_object(&mut self) {
        self.close('}');
    }

    #[inline]
    fn close(&mut self, bracket: char) {
        if self.out.as_bytes().last() == Some(&b',') {
            self.out.truncate(self.out.len() - 1);
        }
        self.out.push(bracket);
    }

    /// Appends a JSON string.
    #[inline]
    pub(crate) fn string(&mut self, text: &str) {
        self.out.push('"');
        let end = special_from(text.as_bytes(), 0);
        if end == text.len() {
            self.out.push_str(text);
        } else {
            escape(&mut self.out, text, end);
        }
        self.out.push('"');
    }
}

/// Appends `text` and escapes what JSON requires; nothing before `plain` needs it.
#[cold]
fn escape(out: &mut String, text: &str, plain: usize) {
    let bytes = text.as_bytes();
    let mut from = 0;
    let mut at = plain;
    while let Some(byte) = bytes.get(at) {
        out.push_str(&text[from..at]);
        match byte {
            b'"' => out.push_str("\\\""),
            b'\\' => out.push_str("\\\\"),
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            b'\t' => out.push_str("\\t"),
            0x08 => out.push_str("\\b"),
            0x0c => out.push_str("\\f"),
            _ => {
                const HEX: [char; 16] = [
                    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f',
                ];
                out.push_str("\\u00");
                out.extend(HEX.get(usize::from(byte >> 4)));
                out.extend(HEX.get(usize::from(byte & 15)));
            }
        }
        from = at + 1;
        at = special_from(bytes, from);
    }
    out.push_str(&text[from..]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_written_as_serde_json_writes_them() {
        let mut all: String = (0..0x180).filter_map(char::from_u32).collect();
        all.push_str("会議 😀");
        for text in ["", "plain", "\"", "a\\b\n", &all] {
            let mut writer = Writer::default();
            writer.string(text);
            assert_eq!(writer.out, serde_json::to_string(text).unwrap());
        }
    }

    #[test]
    fn exact_numbers_are_strings_if_asked_for() {
        let mut writer = Writer::default();
        writer.exact_number("-1");
        writer.quotes_exact_numbers = true;
        writer.exact_number("-1");
        assert_eq!(writer.out, "-1\"-1\"");
    }

    #[test]
    fn closing_takes_the_last_comma() {
        let mut writer = Writer::default();
        writer.open_list();
        writer.close_list();
        writer.comma();
        writer.open_object();
        writer.key("\"a\":");
        writer.raw("1");
        writer.comma();
        writer.close_object();
        assert_eq!(writer.out, "[],{\"a\":1}");
    }
}
