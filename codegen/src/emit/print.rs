//! What goes in: tokens. What comes out: text, laid out by prettyplease an item
//! at a time; between members stand the blank lines that it leaves out.

use proc_macro2::TokenStream;
use quote::quote;

/// Emitted tokens that are no Rust: a fault of the generator, never of its input.
#[derive(Debug)]
pub struct Error {
    /// What the parser said.
    pub message: String,
    /// The tokens.
    pub tokens: String,
}

/// What stands between the braces of an item.
#[derive(Clone, Copy)]
enum Inside {
    Fields,
    Variants,
    Functions,
}

/// Prints one whole item.
pub fn item(tokens: TokenStream) -> Result<String, Error> {
    match syn::parse2::<syn::Item>(tokens.clone()) {
        Ok(item) => Ok(prettyplease::unparse(&syn::File {
            shebang: None,
            frontmatter: None,
            attrs: Vec::new(),
            items: vec![item],
        })),
        Err(error) => Err(Error {
            message: error.to_string(),
            tokens: tokens.to_string(),
        }),
    }
}

/// Prints a struct: what comes before the brace, and its fields.
pub fn structure(head: TokenStream, fields: Vec<TokenStream>) -> Result<String, Error> {
    braced(head, fields, Inside::Fields)
}

/// Prints an enum: what comes before the brace, and its variants.
pub fn enumeration(head: TokenStream, variants: Vec<TokenStream>) -> Result<String, Error> {
    braced(head, variants, Inside::Variants)
}

/// Prints an `impl`: what comes before the brace, and its members.
pub fn implementation(head: TokenStream, members: Vec<TokenStream>) -> Result<String, Error> {
    braced(head, members, Inside::Functions)
}

fn braced(head: TokenStream, members: Vec<TokenStream>, inside: Inside) -> Result<String, Error> {
    let empty = item(quote! { #head {} })?;
    let mut out = empty.trim_end().trim_end_matches("{}").to_owned();
    out.push_str("{\n");
    let mut first = true;
    let mut before_constant = false;
    for member in members {
        let text = item(match inside {
            Inside::Fields => quote! { struct X { #member } },
            Inside::Variants => quote! { enum X { #member } },
            Inside::Functions => quote! { impl X { #member } },
        })?;
        let body = between_braces(&text);
        let constant = body.trim_end().ends_with(';');
        let apart = match inside {
            Inside::Functions => !(constant && before_constant),
            Inside::Fields | Inside::Variants => body.trim_start().starts_with("///"),
        };
        if apart && !first {
            out.push('\n');
        }
        out.push_str(&body);
        (first, before_constant) = (false, constant);
    }
    out.push_str("}\n");
    Ok(out)
}

/// The lines between the first and the last.
fn between_braces(text: &str) -> String {
    let mut lines: Vec<&str> = text.lines().skip(1).collect();
    lines.pop();
    let mut out = lines.join("\n");
    if !out.is_empty() {
        out.push('\n');
    }
    out
}

/// Moves every line a step to the right.
pub fn indent(text: &str) -> String {
    let mut out = String::new();
    for line in text.lines() {
        if !line.is_empty() {
            out.push_str("    ");
            out.push_str(line);
        }
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_stand_apart() {
        let text = implementation(
            quote! { impl A },
            vec![
                quote! { #[doc = " one"] pub const ONE: u8 = 1; },
                quote! { #[doc = " two"] pub const TWO: u8 = 2; },
                quote! { #[inline] fn f(&self) {} },
                quote! { #[inline] fn g(&self) -> u8 { 1 } },
            ],
        );
        assert_eq!(
            text.unwrap(),
            "impl A {\n    /// one\n    pub const ONE: u8 = 1;\n    /// two\n    pub const TWO: u8 = 2;\n\n    \
             #[inline]\n    fn f(&self) {}\n\n    #[inline]\n    fn g(&self) -> u8 {\n        1\n    }\n}\n"
        );
    }

    #[test]
    fn fields_with_docs_stand_apart_and_nothing_is_nothing() {
        let fields = vec![
            quote! { #[doc = " a"] pub a: u8 },
            quote! { #[doc = " b"] pub b: u8 },
        ];
        assert_eq!(
            structure(quote! { pub struct A }, fields).unwrap(),
            "pub struct A {\n    /// a\n    pub a: u8,\n\n    /// b\n    pub b: u8,\n}\n"
        );
        assert_eq!(
            structure(quote! { struct A }, vec![]).unwrap(),
            "struct A {\n}\n"
        );
    }

    #[test]
    fn tokens_that_are_no_item_are_refused() {
        assert!(item(quote! { 1 + 1 }).is_err());
    }
}
