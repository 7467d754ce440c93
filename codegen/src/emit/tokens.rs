//! What all templates need: names, docs and attributes as tokens.
//!
//! Text of the metadata reaches generated code through these alone, always as an identifier that
//! was checked or as a literal, so that no text can end the token it stands in.

use proc_macro2::{Ident, Literal, Span, TokenStream, TokenTree};
use quote::{ToTokens, TokenStreamExt, quote};

use crate::names::is_identifier;
use crate::sdk::Doc;

/// An identifier, such as `user` or `r#type`.
///
/// What is no identifier becomes a string literal, so that the parser refuses the file: a
/// `proc_macro2::Ident` of it would panic.
#[derive(Clone, Copy)]
pub struct Name<'a>(&'a str);

/// Makes an identifier.
pub fn ident(text: &str) -> Name<'_> {
    Name(text)
}

impl ToTokens for Name<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let text = self.0;
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
        let plain = text.bytes().all(plain) && !text.starts_with(|c: char| c.is_ascii_digit());
        let here = Span::call_site();
        let token = match text.strip_prefix("r#") {
            _ if plain && !matches!(text, "" | "_") => Ident::new(text, here).into(),
            _ if !is_identifier(text) => Literal::string(text).into(),
            Some(words) => Ident::new_raw(words, here).into(),
            None => TokenTree::from(Ident::new(text, here)),
        };
        tokens.append(token);
    }
}

/// A part of a template that is printed where it is interpolated.
///
/// A `TokenStream` would be copied there, token by token.
pub struct Part<F>(pub F);

impl<F: Fn() -> TokenStream> ToTokens for Part<F> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend((self.0)());
    }
}

/// A number without a suffix, such as a position in a table.
pub fn number(value: usize) -> Literal {
    Literal::usize_unsuffixed(value)
}

/// `#[deprecated(note = "…")]`, if there is a note.
pub fn deprecated(note: Option<&String>) -> Option<TokenStream> {
    note.map(|note| quote!(#[deprecated(note = #note)]))
}

/// A line of documentation; prettyplease prints it behind `///`.
pub struct DocLine<'a>(pub &'a str);

impl ToTokens for DocLine<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let line = self.0.trim_end_matches(' ');
        let mut text = String::with_capacity(line.len() + 1);
        // With a line break in it, this would become a block comment.
        for part in line.split(['\n', '\r']).filter(|part| !part.is_empty()) {
            text.push(' ');
            text.push_str(part);
        }
        tokens.extend(quote!(#[doc = #text]));
    }
}

impl ToTokens for Doc {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        for line in &self.0 {
            DocLine(line).to_tokens(tokens);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_identifiers_become_identifiers() {
        for name in ["user", "r#type", "_a1", "Größe"] {
            assert_eq!(ident(name).to_token_stream().to_string(), name);
        }
        for text in ["", "_", "1a", "a b", "r#self", "r#", "a;", "\u{200b}"] {
            let made = ident(text).to_token_stream().into_iter().next();
            assert!(matches!(made, Some(TokenTree::Literal(_))), "{text:?}");
        }
    }

    #[test]
    fn a_doc_stays_on_its_lines() {
        let doc = Doc(vec!["one\r\n} ".to_owned(), String::new()]);
        let tokens = quote!(#doc).to_string();
        assert_eq!(tokens, "# [doc = \" one }\"] # [doc = \"\"]");
    }
}
