//! The types of an [`Sdk`] as plain serde derives, which benchmarks compare the generated types with.
//!
//! A type that others derive from becomes one struct with the members of all of them, because a
//! derived enum cannot be read if the type is missing in the JSON. Flags are text, untyped JSON is
//! `serde_json::Value`.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;

use super::scope::{Name, Written};
use super::tokens::{DocLine, ident};
use super::{EmitError, layout};
use crate::lower::markdown::code;
use crate::sdk::{AnyEnum, Field, FieldType, Item, Module, Path, Sdk, Struct, TextEnum, Type};

/// How undeclared members are treated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// They are lost.
    Closed,
    /// They are kept in a map, for which serde buffers the whole object.
    Flatten,
}

/// Prints the models as one file with nested modules; `sdk.root` is the path of its module.
///
/// # Errors
///
/// If a template printed something that is not Rust.
pub fn baseline(sdk: &Sdk, style: Style) -> Result<String, EmitError> {
    let mut baseline = Baseline {
        structs: BTreeMap::new(),
        merged: BTreeSet::new(),
        sdk,
        style,
    };
    let mut todo = vec![&sdk.models];
    while let Some(module) = todo.pop() {
        todo.extend(&module.modules);
        for item in module.files.iter().flat_map(|file| &file.items) {
            match item {
                Item::Struct(item) => {
                    baseline.structs.insert(&item.path, item);
                }
                Item::AnyEnum(item) => {
                    baseline.merged.insert(&item.path);
                }
                _ => {}
            }
        }
    }
    let runtime = ident(&sdk.runtime);
    let models = baseline.module(&sdk.models);
    let text = layout::format(quote! {
        use #runtime::codegen as rt;

        pub mod models {
            #models
        }
    })?;
    Ok(format!("// {}\n\n{text}", sdk.header))
}

struct Baseline<'a> {
    structs: BTreeMap<&'a Path, &'a Struct>,
    merged: BTreeSet<&'a Path>,
    sdk: &'a Sdk,
    style: Style,
}

impl<'a> Baseline<'a> {
    /// The items of a namespace and of the namespaces below it.
    fn module(&self, root: &'a Module) -> TokenStream {
        let modules = root.modules.iter().map(|module| {
            let (name, inside) = (ident(&module.name), self.module(module));
            quote!(pub mod #name { #inside })
        });
        let items = root.files.iter().flat_map(|file| &file.items);
        let items = items.map(|item| match item {
            Item::Struct(item) => self.structure(&item.path, &item.fields),
            Item::AnyEnum(item) => self.structure(&item.path, &self.merge(item)),
            Item::TextEnum(item) => text_enum(item),
            Item::Builder(_) | Item::Operation(_) | Item::Alias(_) => TokenStream::new(),
        });
        quote! {
            #[allow(unused_imports)]
            use super::*;

            #(#modules)*
            #(#items)*
        }
    }

    /// The fields of the base and of all types that derive from it.
    fn merge(&self, item: &AnyEnum) -> Vec<Field> {
        let mut fields: Vec<Field> = Vec::new();
        let mut names = BTreeSet::new();
        for variant in item.base.iter().chain(&item.derived) {
            let own = self
                .structs
                .get(&variant.path)
                .map(|found| found.fields.as_slice());
            for field in own.unwrap_or_default() {
                match fields.iter_mut().find(|known| known.wire == field.wire) {
                    Some(known) if known.field_type != field.field_type => {
                        known.field_type = FieldType {
                            item: Type::Runtime("RawJson"),
                            list: false,
                            boxed: false,
                        };
                    }
                    Some(_) => {}
                    None => {
                        let mut field = field.clone();
                        while !names.insert(field.name.clone()) {
                            field.name.push('_');
                        }
                        fields.push(field);
                    }
                }
            }
        }
        fields
    }

    fn structure(&self, path: &Path, fields: &[Field]) -> TokenStream {
        let name = ident(&path.name);
        let doc = format!("`{}`", path.name);
        let doc = DocLine(&doc);
        let fields = fields.iter().map(|field| {
            let (name, wire) = (ident(&field.name), &field.wire);
            let held = self.field_type(&field.field_type);
            let doc = code(wire);
            let doc = DocLine(&doc);
            quote! {
                #doc
                #[serde(rename = #wire, default, skip_serializing_if = "Option::is_none")]
                pub #name: Option<#held>,
            }
        });
        let extra = (self.style == Style::Flatten).then(|| {
            quote! {
                /// Undeclared members.
                #[serde(flatten)]
                pub extra: serde_json::Map<String, serde_json::Value>,
            }
        });
        quote! {
            #doc
            #[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
            pub struct #name {
                /// The type that the object says it is of.
                #[serde(
                    rename = "@odata.type",
                    default,
                    skip_serializing_if = "Option::is_none"
                )]
                pub odata_type: Option<String>,
                #(#fields)*
                #extra
            }
        }
    }

    fn field_type(&self, field_type: &FieldType) -> TokenStream {
        let merged = matches!(&field_type.item, Type::Model(path) if self.merged.contains(path));
        let mut out = match &field_type.item {
            Type::Flags(_) => quote!(String),
            Type::Runtime("RawJson") => quote!(serde_json::Value),
            // The payloads of the benchmarks have one value; for an untagged enum serde would
            // buffer it first.
            Type::OneOrMany(path) => {
                let name = Name::full(&self.sdk.root, path);
                quote!(Box<#name>)
            }
            other => {
                let item = Written::in_full(&self.sdk.root, other);
                quote!(#item)
            }
        };
        if field_type.boxed || merged && !field_type.list {
            out = quote!(Box<#out>);
        }
        if field_type.list {
            out = quote!(Vec<#out>);
        }
        out
    }
}

fn text_enum(item: &TextEnum) -> TokenStream {
    let name = ident(&item.path.name);
    let doc = format!("`{}`", item.path.name);
    let doc = DocLine(&doc);
    let members = item.members.iter().map(|member| {
        let (name, wire) = (ident(&member.name), &member.wire);
        let doc = code(wire);
        let doc = DocLine(&doc);
        quote! {
            #doc
            #[serde(rename = #wire)]
            #name,
        }
    });
    quote! {
        #doc
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
        pub enum #name {
            #(#members)*
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sdk::{Doc, File, Variant};

    fn field(name: &str, item: Type) -> Field {
        Field {
            name: name.to_owned(),
            constant: name.to_uppercase(),
            setter: format!("with_{name}"),
            wire: name.to_owned(),
            field_type: FieldType {
                item,
                list: false,
                boxed: false,
            },
            doc: Doc::default(),
            deprecated: None,
        }
    }

    fn path(name: &str) -> Path {
        Path {
            modules: vec!["models".to_owned()],
            name: name.to_owned(),
            when: crate::sdk::When::ALWAYS,
        }
    }

    #[test]
    fn a_merged_struct_has_the_members_of_all() {
        let structure = |name: &str, fields: Vec<Field>| {
            Item::Struct(Struct {
                path: path(name),
                fields,
                ..Struct::default()
            })
        };
        let variant = |name: &str| Variant {
            name: name.to_owned(),
            path: path(name),
            wire: String::new(),
        };
        let any = AnyEnum {
            path: path("AnyA"),
            base: Some(variant("A")),
            derived: vec![variant("B")],
            ..AnyEnum::default()
        };
        let file = |items| File {
            name: "x".to_owned(),
            items,
            ..File::default()
        };
        let items = vec![
            structure("A", vec![field("a", Type::String)]),
            structure(
                "B",
                vec![
                    field("a", Type::String),
                    field("b", Type::Model(path("AnyA"))),
                ],
            ),
            Item::AnyEnum(any),
        ];
        let sdk = Sdk {
            runtime: "rt_crate".to_owned(),
            root: vec!["crate".to_owned()],
            models: Module {
                files: vec![file(items)],
                ..Module::default()
            },
            ..Sdk::default()
        };
        let closed = baseline(&sdk, Style::Closed).unwrap();
        let (_, any) = closed.split_once("pub struct AnyA").unwrap();
        assert!(any.contains("pub a: Option<String>"));
        assert!(
            any.contains("pub b: Option<Box<crate::models::AnyA>>"),
            "{any}"
        );
        assert!(!closed.contains("flatten"));
        assert_eq!(
            baseline(&sdk, Style::Flatten)
                .unwrap()
                .matches("serde(flatten)")
                .count(),
            3
        );
    }
}
