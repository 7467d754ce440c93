//! Parses JSON text into [`Json`], strictly by RFC 8259, and reports where the first error is.

use std::fmt;

use super::{Json, Number};

/// Deeper documents are refused, so that recursion has a bound.
const DEPTH: usize = 256;

/// Why a text is not JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// What should have come.
    pub expected: &'static str,
    /// The byte where something else came.
    pub at: usize,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
}

impl fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            expected,
            line,
            column,
            ..
        } = self;
        write!(f, "not JSON at {line}:{column}: expected {expected}")
    }
}

/// Reads a document.
///
/// # Errors
///
/// If the text is not JSON.
pub fn parse(text: &str) -> Result<Json, SyntaxError> {
    let mut parser = Parser {
        text,
        at: 0,
        depth: 0,
    };
    let value = parser.value()?;
    parser.space();
    match parser.peek() {
        None => Ok(value),
        Some(_) => parser.fail("the end"),
    }
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
}

impl Parser<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn space(&mut self) {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.peek() {
            self.at += 1;
        }
    }

    fn fail<T>(&self, expected: &'static str) -> Result<T, SyntaxError> {
        let mut at = self.at.min(self.text.len());
        while !self.text.is_char_boundary(at) {
            at -= 1;
        }
        let before = &self.text[..at];
        let start = before.rfind('\n').map_or(0, |newline| newline + 1);
        Err(SyntaxError {
            expected,
            at,
            line: before.matches('\n').count() + 1,
            column: before[start..].chars().count() + 1,
        })
    }

    fn take(&mut self, token: &str) -> bool {
        let found = self.text[self.at..].starts_with(token);
        self.at += if found { token.len() } else { 0 };
        found
    }

    fn value(&mut self) -> Result<Json, SyntaxError> {
        self.space();
        match self.peek() {
            Some(b'{') => self.nested(Self::object),
            Some(b'[') => self.nested(Self::array),
            Some(b'"') => Ok(Json::String(self.string()?)),
            Some(b'-' | b'0'..=b'9') => self.number(),
            _ if self.take("null") => Ok(Json::Null),
            _ if self.take("true") => Ok(Json::Bool(true)),
            _ if self.take("false") => Ok(Json::Bool(false)),
            _ => self.fail("a value"),
        }
    }

    fn nested(
        &mut self,
        read: fn(&mut Self) -> Result<Json, SyntaxError>,
    ) -> Result<Json, SyntaxError> {
        if self.depth == DEPTH {
            return self.fail("a document less deep");
        }
        self.depth += 1;
        self.at += 1;
        let value = read(self);
        self.depth -= 1;
        value
    }

    fn object(&mut self) -> Result<Json, SyntaxError> {
        let mut members = Vec::new();
        self.space();
        if self.take("}") {
            return Ok(Json::Object(members));
        }
        loop {
            self.space();
            if self.peek() != Some(b'"') {
                return self.fail("a name in quotes");
            }
            let name = self.string()?;
            self.space();
            if !self.take(":") {
                return self.fail("`:`");
            }
            members.push((name, self.value()?));
            self.space();
            if self.take("}") {
                return Ok(Json::Object(members));
            }
            if !self.take(",") {
                return self.fail("`,` or `}`");
            }
        }
    }

    fn array(&mut self) -> Result<Json, SyntaxError> {
        let mut items = Vec::new();
        self.space();
        if self.take("]") {
            return Ok(Json::Array(items));
        }
        loop {
            items.push(self.value()?);
            self.space();
            if self.take("]") {
                return Ok(Json::Array(items));
            }
            if !self.take(",") {
                return self.fail("`,` or `]`");
            }
        }
    }

    fn string(&mut self) -> Result<String, SyntaxError> {
        self.at += 1;
        let mut text = String::new();
        loop {
            let rest = &self.text[self.at..];
            let plain = rest
                .find(|c: char| c == '"' || c == '\\' || c < ' ')
                .unwrap_or(rest.len());
            text.push_str(&rest[..plain]);
            self.at += plain;
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(text);
                }
                Some(b'\\') => text.push(self.escape()?),
                Some(_) => return self.fail("no control character"),
                None => return self.fail("`\"`"),
            }
        }
    }

    fn escape(&mut self) -> Result<char, SyntaxError> {
        self.at += 1;
        let letter = self.peek();
        let c = match letter {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.unicode(),
            _ => return self.fail("an escape"),
        };
        self.at += 1;
        Ok(c)
    }

    fn unicode(&mut self) -> Result<char, SyntaxError> {
        let high = self.unit()?;
        let code = match high {
            0xd800..=0xdbff => {
                if !self.take("\\") {
                    return self.fail("the other half of a pair");
                }
                match self.unit()? {
                    low @ 0xdc00..=0xdfff => 0x1_0000 + ((high - 0xd800) << 10) + (low - 0xdc00),
                    _ => return self.fail("the other half of a pair"),
                }
            }
            other => other,
        };
        match char::from_u32(code) {
            Some(c) => Ok(c),
            None => self.fail("a character"),
        }
    }

    fn unit(&mut self) -> Result<u32, SyntaxError> {
        let digits = self.text.get(self.at + 1..self.at + 5);
        match digits.map(|digits| u32::from_str_radix(digits, 16)) {
            Some(Ok(unit)) if self.peek() == Some(b'u') => {
                self.at += 5;
                Ok(unit)
            }
            _ => self.fail("`u` and four digits"),
        }
    }

    fn number(&mut self) -> Result<Json, SyntaxError> {
        let start = self.at;
        self.take("-");
        if !self.take("0") && self.digits() == 0 {
            return self.fail("a digit");
        }
        if self.take(".") && self.digits() == 0 {
            return self.fail("a digit");
        }
        if self.take("e") || self.take("E") {
            let _sign = self.take("+") || self.take("-");
            if self.digits() == 0 {
                return self.fail("a digit");
            }
        }
        Ok(Json::Number(Number::new(&self.text[start..self.at])))
    }

    fn digits(&mut self) -> usize {
        let start = self.at;
        while let Some(b'0'..=b'9') = self.peek() {
            self.at += 1;
        }
        self.at - start
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refuses_what_is_not_json() {
        for (text, error) in [
            ("", "not JSON at 1:1: expected a value"),
            ("{\"a\":1,}", "not JSON at 1:8: expected a name in quotes"),
            ("[1,]", "not JSON at 1:4: expected a value"),
            ("{\n  a: 1}", "not JSON at 2:3: expected a name in quotes"),
            ("{\"a\":1 \"b\":2}", "not JSON at 1:8: expected `,` or `}`"),
            ("[01]", "not JSON at 1:3: expected `,` or `]`"),
            ("1.", "not JSON at 1:3: expected a digit"),
            ("\"\t\"", "not JSON at 1:2: expected no control character"),
            (
                "\"\\ud800x\"",
                "not JSON at 1:8: expected the other half of a pair",
            ),
            ("true false", "not JSON at 1:6: expected the end"),
            ("\"é\" x", "not JSON at 1:5: expected the end"),
        ] {
            assert_eq!(parse(text).unwrap_err().to_string(), error, "{text}");
        }
    }

    #[test]
    fn depth_has_a_bound() {
        assert!(parse(&("[".repeat(256) + &"]".repeat(256))).is_ok());
        assert!(parse(&"[".repeat(100_000)).is_err());
    }

    #[test]
    fn reads_pairs_of_escapes() {
        assert_eq!(
            parse("\"\\ud83d\\ude00\""),
            Ok(Json::String("😀".to_owned()))
        );
    }
}
