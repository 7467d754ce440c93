//! Passing over values that nobody reads, with full validation.

use super::reader::{Failed, Reader};
use super::scan::special_from;

impl Reader<'_> {
    /// Passes over one value of any kind.
    pub(crate) fn skip_value(&mut self) -> Result<(), Failed> {
        match self.peek() {
            Some(b'{' | b'[') => self.skip_nested(),
            _ => self.skip_value_flat(),
        }
    }

    /// Passes over a string, from its opening quote.
    pub(crate) fn skip_string(&mut self) -> Result<(), Failed> {
        self.at += 1;
        loop {
            self.at = special_from(self.bytes, self.at);
            match self.bytes.get(self.at) {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(());
                }
                Some(b'\\') => {
                    self.at += 1;
                    match self.bytes.get(self.at) {
                        Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => {
                            self.at += 1;
                        }
                        Some(b'u') => {
                            self.at += 1;
                            self.hex4()?;
                        }
                        _ => return self.syntax("an escape sequence"),
                    }
                }
                Some(_) => return self.syntax("no control character in a text"),
                None => return self.syntax("`\"`"),
            }
        }
    }

    /// Passes over an object or a list, without recursion: one bit a level
    /// says which of the two it is.
    fn skip_nested(&mut self) -> Result<(), Failed> {
        let outer = self.depth;
        let mut objects: u128 = 0;
        loop {
            // At a value.
            match self.peek() {
                Some(open @ (b'{' | b'[')) => {
                    self.enter()?;
                    self.at += 1;
                    objects = objects << 1 | u128::from(open == b'{');
                    let close = if open == b'{' { b'}' } else { b']' };
                    if self.peek() == Some(close) {
                        self.at += 1;
                        self.leave();
                        objects >>= 1;
                    } else {
                        if open == b'{' {
                            self.skip_name()?;
                        }
                        continue;
                    }
                }
                _ => self.skip_value_flat()?,
            }
            // Behind a value.
            loop {
                if self.depth == outer {
                    return Ok(());
                }
                let in_object = objects & 1 == 1;
                match self.peek() {
                    Some(b',') => {
                        self.at += 1;
                        if in_object {
                            self.skip_name()?;
                        }
                        break;
                    }
                    Some(b'}') if in_object => {}
                    Some(b']') if !in_object => {}
                    _ if in_object => return self.syntax("`,` or `}`"),
                    _ => return self.syntax("`,` or `]`"),
                }
                self.at += 1;
                self.leave();
                objects >>= 1;
            }
        }
    }

    #[inline]
    fn skip_value_flat(&mut self) -> Result<(), Failed> {
        match self.peek() {
            Some(b'"') => self.skip_string(),
            Some(b't') => self.literal("true"),
            Some(b'f') => self.literal("false"),
            Some(b'n') => self.literal("null"),
            Some(b'-' | b'0'..=b'9') => self.skip_number(),
            _ => self.syntax("a JSON value"),
        }
    }

    /// Passes over the name of a member and the colon.
    pub(crate) fn skip_name(&mut self) -> Result<(), Failed> {
        if self.peek() != Some(b'"') {
            return self.syntax("the name of a member");
        }
        self.skip_string()?;
        self.expect(b':', "`:`")
    }

    /// Passes over a number.
    pub(crate) fn skip_number(&mut self) -> Result<(), Failed> {
        if self.bytes.get(self.at) == Some(&b'-') {
            self.at += 1;
        }
        match self.bytes.get(self.at) {
            Some(b'0') => self.at += 1,
            Some(b'1'..=b'9') => self.skip_digits(),
            _ => return self.syntax("a digit"),
        }
        if self.bytes.get(self.at) == Some(&b'.') {
            self.at += 1;
            self.expect_digits()?;
        }
        if let Some(b'e' | b'E') = self.bytes.get(self.at) {
            self.at += 1;
            if let Some(b'+' | b'-') = self.bytes.get(self.at) {
                self.at += 1;
            }
            self.expect_digits()?;
        }
        Ok(())
    }

    fn expect_digits(&mut self) -> Result<(), Failed> {
        match self.bytes.get(self.at) {
            Some(b'0'..=b'9') => {
                self.skip_digits();
                Ok(())
            }
            _ => self.syntax("a digit"),
        }
    }

    fn skip_digits(&mut self) {
        while let Some(b'0'..=b'9') = self.bytes.get(self.at) {
            self.at += 1;
        }
    }
}
