//! The tables of all types and operations by their OData names.

use proc_macro2::TokenStream;
use quote::quote;

use super::scope::Scope;
use super::tokens::Part;
use crate::sdk::{
    Registry, RegistryField, RegistryKind, RegistryOperation, RegistryType, RegistryValue,
};

/// The tables, and the functions that shorten their entries.
pub fn registry<'a>(item: &'a Registry, scope: &Scope<'a>) -> TokenStream {
    let types = item
        .types
        .iter()
        .map(|found| Part(move || entry(found, scope)));
    let operations = item
        .operations
        .iter()
        .map(|found| Part(move || operation(found, scope)));
    quote! {
        pub use rt::registry::{
            Cardinality, Document, ReadDocument, RegistryEntry, RegistryField, RegistryOperation,
            TypeKind, ValueType,
        };

        /// Every type, sorted by OData name.
        pub static TYPES: &[RegistryEntry] = &[#(#types),*];

        /// Every operation, sorted by qualified name and binding.
        pub static OPERATIONS: &[RegistryOperation] = &[#(#operations),*];

        const fn one(name: &'static str) -> ValueType {
            ValueType {
                name,
                cardinality: Cardinality::One,
            }
        }

        const fn many(name: &'static str) -> ValueType {
            ValueType {
                name,
                cardinality: Cardinality::Many,
            }
        }

        const fn one_or_many(name: &'static str) -> ValueType {
            ValueType {
                name,
                cardinality: Cardinality::OneOrMany,
            }
        }

        const fn field(name: &'static str, value_type: ValueType) -> RegistryField {
            RegistryField {
                name,
                value_type,
            }
        }
    }
}

fn entry<'a>(item: &'a RegistryType, scope: &Scope<'a>) -> TokenStream {
    let kind = match item.kind {
        RegistryKind::Entity => quote!(Entity),
        RegistryKind::Complex => quote!(Complex),
        RegistryKind::Enum => quote!(Enum),
        RegistryKind::Flags => quote!(Flags),
        RegistryKind::Union => quote!(Union),
    };
    let RegistryType {
        name,
        is_abstract,
        members,
        derived,
        ..
    } = item;
    let fields = item.fields.iter().map(|item| Part(|| field(item)));
    let value = scope.item_in_full(&item.value);
    quote! {
        RegistryEntry {
            name: #name,
            kind: TypeKind::#kind,
            is_abstract: #is_abstract,
            fields: &[#(#fields),*],
            members: &[#(#members),*],
            derived: &[#(#derived),*],
            read: rt::document::<#value>,
        }
    }
}

fn operation<'a>(item: &'a RegistryOperation, scope: &Scope<'a>) -> TokenStream {
    let response = match &item.response {
        Some(response) => {
            let response = value(response);
            quote!(Some(#response))
        }
        None => quote!(None),
    };
    let RegistryOperation {
        name,
        binding,
        action,
        ..
    } = item;
    let parameters = item.parameters.iter().map(|item| Part(|| field(item)));
    let path = scope.full(&item.path);
    quote! {
        RegistryOperation {
            name: #name,
            binding: #binding,
            is_action: #action,
            parameters: &[#(#parameters),*],
            response: #response,
            read: rt::document::<#path>,
        }
    }
}

fn field(item: &RegistryField) -> TokenStream {
    let (name, value) = (&item.name, Part(|| value(&item.value)));
    quote!(field(#name, #value))
}

fn value(item: &RegistryValue) -> TokenStream {
    let name = &item.name;
    match (item.collection, item.one_or_many) {
        (false, false) => quote!(one(#name)),
        (true, _) => quote!(many(#name)),
        (false, true) => quote!(one_or_many(#name)),
    }
}
