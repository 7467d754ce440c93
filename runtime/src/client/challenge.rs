//! Challenges of `WWW-Authenticate` (RFC 9110, section 11.6.1).

use crate::edm::Binary;

/// The claims of the first challenge that has some: a parameter `claims`, base64 of JSON.
///
/// Several challenges may stand in one header, and several headers are joined by `, `. So the
/// parameters are read one after the other, whatever scheme they belong to.
pub fn claims(header: &str) -> Option<String> {
    let mut rest = header;
    loop {
        let (name, after) = rest.split_once('=')?;
        let name = name.rsplit([' ', ',', '\t']).next().unwrap_or_default();
        let (value, after) = value(after);
        if name.eq_ignore_ascii_case("claims")
            && let Ok(json) = Binary::parse(&value)
            && let Ok(json) = String::from_utf8(json.into_bytes())
            && !json.is_empty()
        {
            return Some(json);
        }
        rest = after;
    }
}

/// A token or a quoted string, and what follows it.
fn value(text: &str) -> (String, &str) {
    let Some(quoted) = text.strip_prefix('"') else {
        let end = text.find([',', ' ', '\t']).unwrap_or(text.len());
        let (token, rest) = text.split_at(end);
        return (token.to_owned(), rest);
    };
    let mut out = String::new();
    let mut characters = quoted.char_indices();
    while let Some((at, c)) = characters.next() {
        match c {
            '"' => return (out, quoted.get(at + 1..).unwrap_or_default()),
            '\\' => out.extend(characters.next().map(|(_, c)| c)),
            c => out.push(c),
        }
    }
    (out, "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn claims_are_found_in_any_challenge() {
        let json = r#"{"access_token":{"nbf":{"essential":true,"value":"1"}}}"#;
        let encoded = Binary::from(json.as_bytes()).to_string();
        let bare = encoded.trim_end_matches('=');
        for header in [
            format!(
                r#"Bearer realm="", authorization_uri="https://x/?a=b,c", error="insufficient_claims", claims="{encoded}""#
            ),
            format!("Bearer claims={bare}"),
            format!(r#"Basic realm="a \"claims=\" b", Bearer  CLAIMS="{bare}", client_id="c""#),
            format!(r#"Bearer claims="not base64!", Bearer claims="{encoded}""#),
            format!(r#"Basic realm="a\", claims=e30= b", Bearer claims="{encoded}""#),
            format!(r#"Bearer claims="", Bearer realm="x"claims="{encoded}""#),
        ] {
            assert_eq!(claims(&header).as_deref(), Some(json), "{header}");
        }
        for header in [
            "",
            "Bearer",
            "Bearer claims",
            "Bearer claims=",
            r#"Bearer claims=""#,
        ] {
            assert_eq!(claims(header), None, "{header}");
        }
    }
}
