//! Reading of JSON strings: borrowed where nothing is escaped, decoded otherwise.

use std::borrow::Cow;

use super::reader::{Failed, Reader, Spelling};
use super::scan::special_from;

impl<'a> Reader<'a> {
    /// Reads a string value.
    #[inline]
    pub(crate) fn string(&mut self) -> Result<Cow<'a, str>, Failed> {
        if self.peek() != Some(b'"') {
            return self.misfit("a text");
        }
        let start = self.at + 1;
        let end = special_from(self.bytes, start);
        if self.bytes.get(end) == Some(&b'"') {
            self.at = end + 1;
            return Ok(Cow::Borrowed(&self.text[start..end]));
        }
        self.decode(start, end).map(Cow::Owned)
    }

    /// Decodes a string from `start`; nothing before `plain` is escaped.
    #[cold]
    fn decode(&mut self, start: usize, plain: usize) -> Result<String, Failed> {
        let mut out = String::with_capacity(plain - start + 16);
        let mut from = start;
        self.at = plain;
        loop {
            out.push_str(&self.text[from..self.at]);
            match self.bytes.get(self.at) {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(out);
                }
                Some(b'\\') => {
                    self.at += 1;
                    let char = self.escape()?;
                    out.push(char);
                }
                Some(_) => return self.syntax("no control character in a text"),
                None => return self.syntax("`\"`"),
            }
            from = self.at;
            self.at = special_from(self.bytes, from);
        }
    }

    /// Reads what follows a backslash.
    fn escape(&mut self) -> Result<char, Failed> {
        let Some(byte) = self.bytes.get(self.at) else {
            return self.syntax("an escape sequence");
        };
        let char = match byte {
            b'"' => '"',
            b'\\' => '\\',
            b'/' => '/',
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                self.at += 1;
                return self.unicode();
            }
            _ => return self.syntax("an escape sequence"),
        };
        self.at += 1;
        Ok(char)
    }

    /// Reads four hexadecimal digits, twice for a surrogate pair.
    fn unicode(&mut self) -> Result<char, Failed> {
        let first = u32::from(self.hex4()?);
        if !(0xd800..0xe000).contains(&first) {
            return match char::from_u32(first) {
                Some(char) => Ok(char),
                None => self.syntax("a Unicode character"),
            };
        }
        let behind = self.at;
        if first >= 0xdc00 || !self.at_key("\\u") {
            return self.half_a_pair(behind);
        }
        self.at += 2;
        let second = u32::from(self.hex4()?);
        if !(0xdc00..0xe000).contains(&second) {
            return self.half_a_pair(behind);
        }
        match char::from_u32(0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00)) {
            Some(char) => Ok(char),
            None => self.syntax("a Unicode character"),
        }
    }

    /// Stands U+FFFD for half a surrogate pair, which ends at `behind`, where that is allowed.
    /// The spelling is then another one, so that the text is kept.
    fn half_a_pair(&mut self, behind: usize) -> Result<char, Failed> {
        if !self.keeps_surrogates {
            return self.syntax("a pair of surrogates");
        }
        self.at = behind;
        self.spelling = Spelling::Other;
        Ok(char::REPLACEMENT_CHARACTER)
    }

    /// Reads four hexadecimal digits.
    pub(super) fn hex4(&mut self) -> Result<u16, Failed> {
        let mut value = 0;
        for _ in 0..4 {
            let digit = match self.bytes.get(self.at) {
                Some(byte @ b'0'..=b'9') => byte - b'0',
                Some(byte @ b'a'..=b'f') => byte - b'a' + 10,
                Some(byte @ b'A'..=b'F') => byte - b'A' + 10,
                _ => return self.syntax("four hexadecimal digits"),
            };
            value = value << 4 | u16::from(digit);
            self.at += 1;
        }
        Ok(value)
    }

    /// Reads the name of a member and the colon, and goes to the value.
    ///
    /// Returns the decoded name and its raw text with the quotes.
    pub(crate) fn member_name(&mut self) -> Result<(Cow<'a, str>, &'a str), Failed> {
        if self.peek() != Some(b'"') {
            return self.syntax("the name of a member");
        }
        let start = self.at;
        let spelling = self.spelling;
        let name = self.string()?;
        self.spelling = spelling;
        let raw = self.since(start);
        self.expect(b':', "`:`")?;
        Ok((name, raw))
    }
}
