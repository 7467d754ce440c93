//! Decoding of files: UTF-8, UTF-16 with a byte order mark, ISO-8859-1 if declared.

use super::{Code, Diagnostic, Diagnostics, Sources, Span};

/// The encoding is not supported, or a byte does not fit it.
pub const ENCODING: Code = Code::new("E0001", "encoding");

impl Sources {
    /// Adds the bytes of a file: UTF-8 with or without byte order mark, UTF-16 with one,
    /// or ISO-8859-1 if the XML declaration says so.
    ///
    /// # Errors
    ///
    /// One diagnostic that names the encoding, or the first byte that does not fit it.
    /// The source is added nevertheless, up to that byte, so that it can be rendered.
    pub fn add_bytes(
        &mut self,
        name: impl Into<String>,
        bytes: Vec<u8>,
    ) -> Result<u32, Diagnostics> {
        let (text, fault) = decode(bytes);
        let at = text.len();
        let id = self.add(name, text);
        match fault {
            None => Ok(id),
            Some(message) => Err(Diagnostic::error(ENCODING, message, Span::new(id, at, 0)).into()),
        }
    }
}

/// The text up to the first byte that does not fit, and what is wrong with it.
fn decode(bytes: Vec<u8>) -> (String, Option<String>) {
    if bytes.starts_with(b"\xff\xfe\0\0") || bytes.starts_with(b"\0\0\xfe\xff") {
        return (
            String::new(),
            Some("the text is in UTF-32, which is not supported".into()),
        );
    }
    if let Some(rest) = bytes.strip_prefix(b"\xff\xfe") {
        return decode_utf16(rest, u16::from_le_bytes);
    }
    if let Some(rest) = bytes.strip_prefix(b"\xfe\xff") {
        return decode_utf16(rest, u16::from_be_bytes);
    }
    if bytes.starts_with(b"<\0") || bytes.starts_with(b"\0<") {
        let fault = "the text is in UTF-16 without byte order mark, which is not supported";
        return (String::new(), Some(fault.into()));
    }
    if declares_latin1(&bytes) {
        return (bytes.into_iter().map(char::from).collect(), None);
    }
    match String::from_utf8(bytes) {
        Ok(text) => (text, None),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let mut bytes = error.into_bytes();
            let bad = bytes.get(at).copied().unwrap_or_default();
            bytes.truncate(at);
            let text = String::from_utf8(bytes).unwrap_or_default();
            (text, Some(format!("byte 0x{bad:02x} is not UTF-8 here")))
        }
    }
}

fn decode_utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> (String, Option<String>) {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let mut text = String::with_capacity(bytes.len() / 2);
    for c in char::decode_utf16(pairs.iter().map(|&pair| unit(pair))) {
        match c {
            Ok(c) => text.push(c),
            Err(_) => return (text, Some("half a surrogate pair is not UTF-16".into())),
        }
    }
    let fault = (!rest.is_empty()).then(|| "half a code unit is not UTF-16".into());
    (text, fault)
}

fn declares_latin1(bytes: &[u8]) -> bool {
    let Some(end) = bytes.windows(2).take(256).position(|pair| pair == b"?>") else {
        return false;
    };
    let head = bytes.get(..end).unwrap_or_default().to_ascii_lowercase();
    head.starts_with(b"<?xml") && head.windows(10).any(|w| w == b"iso-8859-1")
}

#[cfg(test)]
mod tests {
    use super::super::Sources;

    fn fault(bytes: &[u8]) -> Option<String> {
        let mut sources = Sources::default();
        sources
            .add_bytes("f", bytes.to_vec())
            .err()
            .map(|d| d.render(&sources))
    }

    fn text(bytes: &[u8]) -> String {
        let mut sources = Sources::default();
        let id = sources.add_bytes("f", bytes.to_vec()).expect("readable");
        sources.get(id).expect("added").text.clone()
    }

    #[test]
    fn encodings_that_are_read() {
        assert_eq!(text(b"\xef\xbb\xbf<a/>"), "\u{feff}<a/>");
        assert_eq!(text(b"\xff\xfe<\0\xe4\0"), "<ä");
        assert_eq!(text(b"\xfe\xff\0<\0\xe4"), "<ä");
        let latin = b"<?xml version='1.0' encoding='ISO-8859-1'?><\xe4/>";
        assert!(text(latin).ends_with("<ä/>"));
    }

    #[test]
    fn encodings_that_are_refused_are_named() {
        assert!(fault(b"\xff\xfe\0\0").is_some_and(|f| f.contains("UTF-32")));
        assert!(fault(b"<\0?\0").is_some_and(|f| f.contains("UTF-16 without")));
        assert!(fault(b"\xff\xfe\0\xd8").is_some_and(|f| f.contains("surrogate")));
        let latin = fault(b"<a n='\xe4'/>").expect("refused");
        assert!(
            latin.starts_with("error[E0001 encoding]: byte 0xe4") && latin.contains(" f:1:7\n"),
            "{latin}"
        );
    }
}
