//! Escapes text of the metadata and of `docs.toml` as Markdown for doc comments.
//!
//! All such text passes through this module. The result cannot end the comment or start a
//! link, a heading, a list or HTML. Addresses become links, and `code` stays code.

/// Lines longer than this number of characters are wrapped at a space.
const WIDTH: usize = 92;

/// Converts a text to paragraphs of escaped, wrapped lines, separated by an empty line.
pub fn text(text: &str) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in paragraphs(text) {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        lines.extend(wrap(&escape(&paragraph)));
    }
    lines
}

/// Formats a wire text as a code span; escapes it if it cannot be one.
pub fn code(text: &str) -> String {
    let text = clean(text);
    if text.is_empty() || text.contains('`') {
        escape_plain(&text)
    } else {
        format!("`{text}`")
    }
}

/// Splits a text into paragraphs, each one line without control characters.
pub fn paragraphs(text: &str) -> Vec<String> {
    let mut out = vec![String::new()];
    let text = text.replace("\r\n", "\n");
    for line in text.split(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}']) {
        let line = clean(line);
        if line.is_empty() {
            out.push(String::new());
        } else if let Some(last) = out.last_mut() {
            if !last.is_empty() {
                last.push(' ');
            }
            last.push_str(&line);
        }
    }
    out.retain(|paragraph| !paragraph.is_empty());
    out
}

/// Normalises white space and removes control characters, including those that change the
/// direction of text.
fn clean(text: &str) -> String {
    let visible = |c: char| {
        !matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
            | '\u{feff}')
    };
    let mut out = String::with_capacity(text.len());
    let mut apart = false;
    for c in text.chars().filter(|&c| visible(c)) {
        if c.is_control() || c.is_whitespace() {
            apart = !out.is_empty();
            continue;
        }
        if std::mem::take(&mut apart) {
            out.push(' ');
        }
        out.push(c);
    }
    out
}

/// Escapes a paragraph. Code spans are kept if the number of backticks is even.
fn escape(text: &str) -> String {
    let parts: Vec<&str> = text.split('`').collect();
    let spans = parts.iter().skip(1).step_by(2);
    if parts.len().is_multiple_of(2) || spans.clone().any(|span| span.trim().is_empty()) {
        return words(text);
    }
    let mut out = String::new();
    for (at, part) in parts.iter().enumerate() {
        if at.is_multiple_of(2) {
            out.push_str(&words(part));
        } else {
            out.push('`');
            out.push_str(part);
            out.push('`');
        }
    }
    out
}

fn words(text: &str) -> String {
    let words = text.split(' ').map(|word| match address(word) {
        Some((before, address, after)) => {
            format!("{}<{address}>{}", escape_plain(before), escape_plain(after))
        }
        None => escape_plain(word),
    });
    words.collect::<Vec<_>>().join(" ")
}

/// Finds an address in a word; returns the text before it, the address, and the text after
/// it.
fn address(word: &str) -> Option<(&str, &str, &str)> {
    let start = [word.find("https://"), word.find("http://")]
        .into_iter()
        .flatten()
        .min()?;
    let (before, rest) = word.split_at_checked(start)?;
    let inside = |c: char| c.is_ascii_alphanumeric() || "-._~:/?#@!$&'*+,;=%".contains(c);
    let end = rest.find(|c| !inside(c)).unwrap_or(rest.len());
    let (address, _) = rest.split_at_checked(end)?;
    let address = address.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', '_']);
    let host = address.split_once("://")?.1;
    let after = rest.get(address.len()..)?;
    (!host.is_empty() && !after.contains("://")).then_some((before, address, after))
}

fn escape_plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let entity = c == '&' && chars.peek().is_some_and(|n| *n == '#' || n.is_alphabetic());
        if entity || "\\`*_[]<>|~".contains(c) {
            out.push('\\');
        }
        out.push(c);
    }
    // The remaining text must not contain another address.
    match out.contains("://") {
        true => out.replace("://", "\\://"),
        false => out,
    }
}

/// Wraps a paragraph at spaces outside of code spans.
pub fn wrap(text: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut width = 0;
    for word in unbroken(text) {
        let more = word.chars().count();
        if width > 0 && width + 1 + more > WIDTH {
            lines.push(std::mem::take(&mut line));
            width = 0;
        }
        if width == 0 {
            line = harmless(word);
            width = line.chars().count();
        } else {
            line.push(' ');
            line.push_str(word);
            width += 1 + more;
        }
    }
    lines.push(line);
    lines
}

/// Splits a text into words and complete code spans.
fn unbroken(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut start = 0;
    let (mut code, mut escaped) = (false, false);
    for (at, c) in text.char_indices() {
        if c == '`' && !escaped {
            code = !code;
        }
        escaped = c == '\\' && !escaped && !code;
        if c == ' ' && !code {
            out.extend(text.get(start..at));
            start = at + 1;
        }
    }
    out.extend(text.get(start..));
    out
}

/// Escapes a word that would start a list or a rule at the start of a line.
fn harmless(word: &str) -> String {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    match (digits, word.as_bytes().get(digits)) {
        (0, Some(b'-' | b'+' | b'=' | b'#')) => format!("\\{word}"),
        (1.., Some(b'.' | b')')) => {
            let (number, rest) = word.split_at_checked(digits).unwrap_or((word, ""));
            format!("{number}\\{rest}")
        }
        _ => word.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(input: &str) -> String {
        text(input).join("\n")
    }

    #[test]
    fn plain_text_stays_as_it_is() {
        let plain = "How far the call has come: one of three, e.g. `established`.";
        assert_eq!(one(plain), plain);
    }

    #[test]
    fn nothing_breaks_out() {
        for (input, expected) in [
            ("*/ panic!(); /*", "\\*/ panic!(); /\\*"),
            ("[`Vec`](x)", "\\[`Vec`\\](x)"),
            ("a [link] <b>", "a \\[link\\] \\<b\\>"),
            ("&lt;script&gt;", "\\&lt;script\\&gt;"),
            ("back\\slash", "back\\\\slash"),
            ("{{x}}", "{{x}}"),
            ("a ` b", "a \\` b"),
            ("`` x ``", "\\`\\` x \\`\\`"),
            ("# title", "\\# title"),
            ("- item", "\\- item"),
            ("1. item", "1\\. item"),
            ("----", "\\----"),
            ("=", "\\="),
            ("tab\tbell\u{7}x", "tab bell x"),
            ("\u{202e}right\u{2066}", "right"),
            ("one\r\ntwo\n\nthree", "one two\n\nthree"),
            (
                "see https://a.example/b_c?d=1.",
                "see <https://a.example/b_c?d=1>.",
            ),
            ("(http://a.example)", "(<http://a.example>)"),
            ("xhttps://", "xhttps\\://"),
        ] {
            assert_eq!(one(input), expected, "{input:?}");
        }
        assert!(text(" \n\r\n ").is_empty());
    }

    #[test]
    fn long_text_is_wrapped_and_no_line_starts_a_list() {
        let input = format!("{} - {} 12. x", "a".repeat(91), "b".repeat(88));
        let lines = text(&input);
        assert_eq!(lines.len(), 3);
        assert!(lines[1].starts_with("\\- b"));
        assert!(lines[2].starts_with("12\\. x"));
        let code = format!("{} `- {}`", "a".repeat(91), "b ".repeat(60).trim());
        assert_eq!(text(&code).len(), 2, "code is not broken");
    }

    #[test]
    fn wire_names_are_code() {
        assert_eq!(code("state"), "`state`");
        assert_eq!(code("a`b"), "a\\`b");
        assert_eq!(code("a\nb"), "`a b`");
    }
}
