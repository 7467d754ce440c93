//! What goes in: the paths that a file refers to. What comes out: how each is
//! written there, and the `use` lines that make it so.

use std::cell::RefCell;
use std::collections::BTreeMap;

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;

use crate::sdk::{Doc, Path, Sdk, Shape, Type};

/// The names of one file.
pub struct Scope<'a> {
    sdk: &'a Sdk,
    /// Simple names that already mean something here.
    names: RefCell<BTreeMap<String, Meaning>>,
}

enum Meaning {
    Own(Path),
    Import(Path),
}

impl<'a> Scope<'a> {
    /// A file with these items of its own.
    pub fn new(sdk: &'a Sdk, own: impl IntoIterator<Item = Path>) -> Self {
        let own = own.into_iter();
        let own = own.map(|path| (path.name.clone(), Meaning::Own(path)));
        Self {
            sdk,
            names: RefCell::new(own.collect()),
        }
    }

    /// A path as this file writes it: imported, or in full if its name is taken.
    pub fn path(&self, path: &Path) -> TokenStream {
        let name = ident(&path.name);
        let mut names = self.names.borrow_mut();
        let import = || Meaning::Import(path.clone());
        match names.entry(path.name.clone()).or_insert_with(import) {
            Meaning::Own(known) | Meaning::Import(known) if known == path => quote! { #name },
            _ => {
                let modules = self.modules(path);
                quote! { #modules::#name }
            }
        }
    }

    /// A path in full.
    pub fn full(&self, path: &Path) -> TokenStream {
        let (modules, name) = (self.modules(path), ident(&path.name));
        quote! { #modules::#name }
    }

    fn modules(&self, path: &Path) -> TokenStream {
        let modules = self.sdk.root.iter().chain(&path.modules).map(|m| ident(m));
        quote! { #(#modules)::* }
    }

    /// The type of one value.
    pub fn item(&self, item: &Type) -> TokenStream {
        match item {
            Type::Scalar(name) => {
                let name = ident(name);
                quote! { #name }
            }
            Type::String => quote! { String },
            Type::Runtime(name) => {
                let name = ident(name);
                quote! { rt::#name }
            }
            Type::Model(path) => self.path(path),
            Type::Flags(path) => {
                let path = self.path(path);
                quote! { rt::Flags<#path> }
            }
            Type::OneOrMany(path) => {
                let path = self.path(path);
                quote! { rt::OneOrMany<#path> }
            }
        }
    }

    /// The type of one value, with every path in full.
    pub fn item_in_full(&self, item: &Type) -> TokenStream {
        match item {
            Type::Model(path) => self.full(path),
            Type::Flags(path) => {
                let path = self.full(path);
                quote! { rt::Flags<#path> }
            }
            Type::OneOrMany(path) => {
                let path = self.full(path);
                quote! { rt::OneOrMany<#path> }
            }
            other => self.item(other),
        }
    }

    /// The type of a field without the `Option`.
    pub fn shape(&self, shape: &Shape) -> TokenStream {
        let mut tokens = self.item(&shape.item);
        if shape.boxed {
            tokens = quote! { Box<#tokens> };
        }
        if shape.list {
            tokens = quote! { Vec<#tokens> };
        }
        tokens
    }

    /// The `use` lines: of the runtime, and one for each module.
    pub fn uses(&self) -> Vec<TokenStream> {
        let runtime = ident(&self.sdk.runtime);
        let mut lines = vec![quote! { use #runtime as rt; }];
        let mut modules: BTreeMap<Vec<String>, Vec<Ident>> = BTreeMap::new();
        for meaning in self.names.borrow().values() {
            if let Meaning::Import(path) = meaning {
                modules
                    .entry(path.modules.clone())
                    .or_default()
                    .push(ident(&path.name));
            }
        }
        for (module, names) in modules {
            let module = self.sdk.root.iter().chain(&module).map(|m| ident(m));
            lines.push(match names.as_slice() {
                [name] => quote! { use #(#module)::*::#name; },
                _ => quote! { use #(#module)::*::{#(#names),*}; },
            });
        }
        lines
    }
}

/// An identifier of the [`Sdk`], raw or not.
pub fn ident(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(raw) => Ident::new_raw(raw, Span::call_site()),
        None => Ident::new(name, Span::call_site()),
    }
}

/// The attributes that print as `///` lines.
pub fn doc(doc: &Doc) -> TokenStream {
    let lines = doc.0.iter().map(|line| {
        let text = if line.is_empty() {
            String::new()
        } else {
            format!(" {line}")
        };
        let text = Literal::string(&text);
        quote! { #[doc = #text] }
    });
    quote! { #(#lines)* }
}

/// `#[deprecated]`, if there is a note.
pub fn deprecated(note: Option<&String>) -> TokenStream {
    match note {
        Some(note) => {
            let note = Literal::string(note);
            quote! { #[deprecated(note = #note)] }
        }
        None => TokenStream::new(),
    }
}

/// The table of the runtime that finds names.
pub fn names<'n>(wires: impl IntoIterator<Item = &'n str>) -> TokenStream {
    let wires: Vec<&str> = wires.into_iter().collect();
    let keys = wires.iter().map(|wire| Literal::string(&key(wire)));
    let index = Literal::byte_string(&crate::names::index::table(&wires));
    quote! { rt::Names { keys: &[#(#keys),*], index: #index } }
}

/// A name as it stands in JSON text: quoted, escaped, with its colon.
fn key(wire: &str) -> String {
    let mut out = String::from("\"");
    for c in wire.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if u32::from(c) < 0x20 => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push_str("\":");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(modules: &[&str], name: &str) -> Path {
        Path {
            modules: modules.iter().map(|&m| m.to_owned()).collect(),
            name: name.to_owned(),
            when: crate::sdk::When::ALWAYS,
        }
    }

    #[test]
    fn a_name_is_imported_once_and_written_in_full_when_taken() {
        let sdk = Sdk {
            runtime: "runtime".into(),
            root: vec!["crate".into()],
            ..Sdk::default()
        };
        let scope = Scope::new(
            &sdk,
            [path(&["models"], "Call"), path(&["requests"], "Other")],
        );
        let text = |p: &Path| scope.path(p).to_string();
        assert_eq!(text(&path(&["models"], "Modality")), "Modality");
        assert_eq!(
            text(&path(&["models", "call_records"], "Modality")),
            "crate :: models :: call_records :: Modality"
        );
        assert_eq!(text(&path(&["models"], "Modality")), "Modality");
        assert_eq!(text(&path(&["models"], "Call")), "Call");
        assert_eq!(
            text(&path(&["models"], "Other")),
            "crate :: models :: Other"
        );
        let uses: Vec<String> = scope.uses().iter().map(ToString::to_string).collect();
        assert_eq!(
            uses,
            ["use runtime as rt ;", "use crate :: models :: Modality ;"]
        );
    }

    #[test]
    fn keys_are_json_text() {
        assert_eq!(key("id"), "\"id\":");
        assert_eq!(key("a\"b\\\n"), "\"a\\\"b\\\\\\u000a\":");
    }
}
