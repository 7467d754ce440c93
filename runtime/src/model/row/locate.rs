//! Finds the value of a JSON text at which `serde_json` stopped.

use crate::json::PathStep;

/// An object or list that has begun.
struct Frame {
    start: usize,
    is_object: bool,
    /// The name of the member, once it has been read.
    name: Option<String>,
    /// The position of the item.
    index: usize,
}

/// The path and the start of the value that ends, or is about to begin, after so many bytes of a
/// JSON text.
pub(super) fn value_at(text: &str, consumed: usize) -> (Vec<PathStep>, usize) {
    let bytes = text.as_bytes();
    let mut frames: Vec<Frame> = Vec::new();
    let (mut at, mut start) = (0, 0);
    while let Some(byte) = bytes.get(at).filter(|_| at < consumed) {
        let end = match byte {
            b'"' => string_end(bytes, at),
            b'{' | b'[' | b'}' | b']' | b':' | b',' => at + 1,
            byte if byte.is_ascii_whitespace() => {
                at += 1;
                continue;
            }
            _ => scalar_end(bytes, at),
        };
        match (byte, frames.last_mut()) {
            (b'{' | b'[', _) => {
                let is_object = *byte == b'{';
                frames.push(Frame {
                    start: at,
                    is_object,
                    name: None,
                    index: 0,
                });
                start = if is_object {
                    at
                } else {
                    next_value(bytes, end)
                };
            }
            (b'}' | b']', _) => start = frames.pop().map_or(0, |frame| frame.start),
            (b':', _) => start = next_value(bytes, end),
            (b',', Some(frame)) if frame.is_object => {
                frame.name = None;
                start = frame.start;
            }
            (b',', Some(frame)) => {
                frame.index += 1;
                start = next_value(bytes, end);
            }
            (b'"', Some(frame)) if frame.is_object && frame.name.is_none() => {
                let name = text.get(at..end).unwrap_or_default();
                frame.name = serde_json::from_str(name).ok();
            }
            _ => start = at,
        }
        at = end;
    }
    let steps = frames
        .into_iter()
        .filter_map(|frame| match frame.is_object {
            true => frame.name.map(PathStep::Member),
            false => Some(PathStep::Index(frame.index)),
        });
    (steps.collect(), start)
}

fn string_end(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    loop {
        match bytes.get(at) {
            Some(b'\\') => at += 2,
            Some(b'"') | None => return (at + 1).min(bytes.len()),
            Some(_) => at += 1,
        }
    }
}

fn scalar_end(bytes: &[u8], start: usize) -> usize {
    let ends = |byte: &u8| byte.is_ascii_whitespace() || b",]}:".contains(byte);
    let rest = bytes.get(start..).unwrap_or_default();
    start + rest.iter().position(ends).unwrap_or(rest.len()).max(1)
}

fn next_value(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    at + rest
        .iter()
        .position(|byte| !byte.is_ascii_whitespace())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn every_position_is_of_some_value(consumed in 0..80_usize) {
            let text = r#"{"a":[1,{"b\"":"}é]","c":null}, [] ,[[2]]],"d":{"e":-1.5e3}}"#;
            let (_, start) = value_at(text, consumed);
            let rest = text.get(start..).unwrap();
            let mut values = serde_json::Deserializer::from_str(rest).into_iter::<serde_json::Value>();
            proptest::prop_assert!(
                matches!(values.next(), Some(Ok(_))) || rest.starts_with(']'),
                "{rest}"
            );
        }
    }
}
