//! What goes in: the [`Registry`]. What comes out: its two tables.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::print::{self, Error};
use super::scope::{Scope, ident};
use crate::sdk::{
    Registry, RegistryField, RegistryKind, RegistryOperation, RegistryType, RegistryValue,
};

/// Prints the tables.
pub fn registry(item: &Registry, scope: &Scope<'_>) -> Result<Vec<String>, Error> {
    let types = item.types.iter().map(|item| entry(item, scope));
    let operations = item.operations.iter().map(|item| operation(item, scope));
    Ok(vec![
        print::item(quote! {
            #[doc = " Every type, sorted by OData name."]
            pub static TYPES: &[rt::RegistryEntry] = &[#(#types),*];
        })?,
        print::item(quote! {
            #[doc = " Every operation, sorted by qualified name and binding."]
            pub static OPERATIONS: &[rt::RegistryOperation] = &[#(#operations),*];
        })?,
    ])
}

fn entry(item: &RegistryType, scope: &Scope<'_>) -> TokenStream {
    let name = Literal::string(&item.name);
    let kind = ident(match item.kind {
        RegistryKind::Entity => "Entity",
        RegistryKind::Complex => "Complex",
        RegistryKind::Enum => "Enum",
        RegistryKind::Flags => "Flags",
        RegistryKind::Union => "Union",
    });
    let is_abstract = item.is_abstract;
    let fields = item.fields.iter().map(field);
    let members = item.members.iter().map(|text| Literal::string(text));
    let derived = item.derived.iter().map(|text| Literal::string(text));
    let value = scope.item_in_full(&item.value);
    quote! {
        rt::RegistryEntry {
            name: #name,
            kind: rt::Kind::#kind,
            is_abstract: #is_abstract,
            fields: &[#(#fields),*],
            members: &[#(#members),*],
            derived: &[#(#derived),*],
            read: rt::document::<#value>,
        }
    }
}

fn operation(item: &RegistryOperation, scope: &Scope<'_>) -> TokenStream {
    let (name, binding) = (Literal::string(&item.name), Literal::string(&item.binding));
    let is_action = item.action;
    let parameters = item.parameters.iter().map(field);
    let response = match &item.response {
        Some(response) => {
            let response = value(response);
            quote! { Some(#response) }
        }
        None => quote! { None },
    };
    let path = scope.full(&item.path);
    quote! {
        rt::RegistryOperation {
            name: #name,
            binding: #binding,
            is_action: #is_action,
            parameters: &[#(#parameters),*],
            response: #response,
            read: rt::document::<#path>,
        }
    }
}

fn field(item: &RegistryField) -> TokenStream {
    let name = Literal::string(&item.name);
    let value = value(&item.value);
    quote! { field(#name, #value) }
}

fn value(item: &RegistryValue) -> TokenStream {
    let name = Literal::string(&item.name);
    match (item.collection, item.one_or_many) {
        (false, false) => quote! { one(#name) },
        (true, _) => quote! { many(#name) },
        (false, true) => quote! { one_or_many(#name) },
    }
}

/// The functions that keep the tables short.
pub fn helpers() -> Result<Vec<String>, Error> {
    let value = |name: &str, collection: bool, one_or_many: bool| {
        let name = ident(name);
        print::item(quote! {
            const fn #name(name: &'static str) -> rt::ValueType {
                rt::ValueType { name, collection: #collection, one_or_many: #one_or_many }
            }
        })
    };
    Ok(vec![
        value("one", false, false)?,
        value("many", true, false)?,
        value("one_or_many", false, true)?,
        print::item(quote! {
            const fn field(name: &'static str, value_type: rt::ValueType) -> rt::RegistryField {
                rt::RegistryField { name, value_type }
            }
        })?,
    ])
}
