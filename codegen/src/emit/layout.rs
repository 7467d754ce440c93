//! The layout of generated code: prettyplease indents and breaks lines, and a pass over them adds
//! the blank lines that set items apart.

use proc_macro2::TokenStream;

/// Formats the code of a file.
///
/// # Errors
///
/// If it is not Rust.
pub fn format(code: TokenStream) -> syn::Result<String> {
    let file = syn::parse2(code)?;
    Ok(with_blank_lines(&prettyplease::unparse(&file)))
}

/// Adds the blank lines that prettyplease leaves out.
///
/// One goes before the docs and attributes of each function, of each documented field or variant
/// and of each item of the file. None goes to the start of a block, or between constants, `use`
/// lines and declarations of modules: those stay dense.
fn with_blank_lines(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    // Where the docs and attributes of the next item begin, and whether it has docs.
    let (mut start, mut documented) = (0, false);
    let mut in_attribute = false;
    let mut block_begins = true;
    for line in text.lines() {
        out.push_str(line);
        out.push('\n');
        let code = line.trim_start();
        documented |= code.starts_with("///");
        in_attribute |= code.starts_with("#[");
        if in_attribute || code.starts_with("///") {
            in_attribute &= !code.ends_with(']');
            continue;
        }
        let begins = |words: &[&str]| words.iter().any(|word| code.starts_with(word));
        // `for` continues an `impl` that did not fit on its line.
        let dense = begins(&["use ", "type ", "mod ", "pub mod ", "for "]);
        let of_the_file = line.starts_with(char::is_alphabetic) && !dense;
        let apart = of_the_file
            || begins(&["fn ", "pub fn ", "const fn "])
            || documented && !begins(&["pub const "]);
        if apart && !block_begins {
            out.insert(start, '\n');
        }
        block_begins = code.ends_with('{');
        (start, documented) = (out.len(), false);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blank_lines_set_apart_what_has_docs_or_a_body() {
        let dense = "use a as rt;
type B = u8;
#[derive(Clone)]
pub struct A {
    /// First.
    #[deprecated(
        note = \"]\"
    )]
    pub a: u8,
    pub b: u8,
    /// Last.
    pub c: u8,
}
impl A {
    /// One.
    const ONE: u8 = 1;
    /// Two.
    pub const TWO: u8 = 2;
    #[inline]
    fn a() {
        b();
    }
}
";
        let set_apart = "use a as rt;
type B = u8;

#[derive(Clone)]
pub struct A {
    /// First.
    #[deprecated(
        note = \"]\"
    )]
    pub a: u8,
    pub b: u8,

    /// Last.
    pub c: u8,
}

impl A {
    /// One.
    const ONE: u8 = 1;
    /// Two.
    pub const TWO: u8 = 2;

    #[inline]
    fn a() {
        b();
    }
}
";
        assert_eq!(with_blank_lines(dense), set_apart);
    }
}
