//! What goes in: any text or bytes. What comes out: the literal that means them:
//! nothing that the metadata says can end one early.

use std::fmt::{Display, Formatter, Result, Write};

/// A text as a string literal.
#[derive(Clone, Copy, Debug)]
pub struct Str<'a>(pub &'a str);

/// Bytes as a byte string literal.
#[derive(Clone, Copy, Debug)]
pub struct Bytes<'a>(pub &'a [u8]);

impl Display for Str<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        f.write_char('"')?;
        let plain = |b: &u8| matches!(b, b' '..=b'~') && !matches!(b, b'"' | b'\\');
        if self.0.as_bytes().iter().all(plain) {
            f.write_str(self.0)?;
        } else {
            escape(self.0, f)?;
        }
        f.write_char('"')
    }
}

fn escape(text: &str, f: &mut Formatter<'_>) -> Result {
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            // Before a digit it would read as a number of C.
            '\0' if chars.as_str().starts_with(|next| matches!(next, '0'..='7')) => {
                f.write_str("\\x00")?;
            }
            '\0' => f.write_str("\\0")?,
            '\'' => f.write_char('\'')?,
            c => c.escape_debug().try_for_each(|c| f.write_char(c))?,
        }
    }
    Ok(())
}

impl Display for Bytes<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        f.write_str("b\"")?;
        let mut rest = self.0;
        while let Some((byte, after)) = rest.split_first() {
            rest = after;
            match byte {
                0 if matches!(rest.first(), Some(b'0'..=b'7')) => f.write_str("\\x00")?,
                0 => f.write_str("\\0")?,
                0xFF => f.write_str("\\xFF")?,
                b'\t' => f.write_str("\\t")?,
                b'\n' => f.write_str("\\n")?,
                b'\r' => f.write_str("\\r")?,
                b'"' => f.write_str("\\\"")?,
                b'\\' => f.write_str("\\\\")?,
                b' '..=b'~' => f.write_char(char::from(*byte))?,
                _ => write!(f, "\\x{byte:02X}")?,
            }
        }
        f.write_char('"')
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proc_macro2::Literal;

    #[test]
    fn texts_read_back_and_are_written_as_a_compiler_does() {
        let every = ('\0'..=char::MAX).map(String::from);
        let hostile = [
            "\x001",
            "\x008",
            "\"); fn x() {} (\"",
            "\\",
            "\\\"",
            "*/",
            "'",
            "\r\n",
        ];
        for text in every.chain(hostile.map(str::to_owned)) {
            let made = Str(&text).to_string();
            assert_eq!(made, Literal::string(&text).to_string());
        }
        let text = hostile.concat();
        let read: syn::LitStr = syn::parse_str(&Str(&text).to_string()).unwrap();
        assert_eq!(read.value(), text);
    }

    #[test]
    fn bytes_read_back() {
        let mut bytes: Vec<u8> = (0..=255).collect();
        bytes.extend(b"\x001\x009\"\\");
        let made = Bytes(&bytes).to_string();
        assert_eq!(made, Literal::byte_string(&bytes).to_string());
        let read: syn::LitByteStr = syn::parse_str(&made).unwrap();
        assert_eq!(read.value(), bytes);
    }
}
