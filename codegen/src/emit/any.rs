//! The code of a polymorphic type: an enum over a type and those that derive from it.

use proc_macro2::TokenStream;
use quote::quote;

use super::names::names;
use super::scope::Scope;
use super::tokens::{DocLine, deprecated, ident, number};
use crate::lower::markdown::code;
use crate::sdk::{AnyEnum, FieldType, Member, Type, Variant};

/// An enum over a type and those that derive from it.
pub fn any_enum<'a>(item: &'a AnyEnum, scope: &Scope<'a>) -> TokenStream {
    let name = ident(&item.path.name);
    let definition = definition(item, scope);
    let table = table(item);
    let default = match (&item.base, &item.fallback) {
        (Some(base), _) => {
            let (variant, path) = (ident(&base.name), scope.path(&base.path));
            quote!(Self::#variant(#path::default()))
        }
        (None, Some(fallback)) => {
            let fallback = ident(fallback);
            quote!(Self::#fallback(rt::UnknownObject::default()))
        }
        // Not `Self::make`: the type may have a property `make`, whose method would hide it.
        (None, None) => quote!(rt::AnyModel::make(0)),
    };
    let from_base = item.base.iter();
    let from_base = from_base.map(|base| conversion(item, base, &quote!(value), scope));
    let from_derived = item.derived.iter();
    let from_derived =
        from_derived.map(|derived| conversion(item, derived, &quote!(Box::new(value)), scope));
    let conversions: Vec<TokenStream> = from_base.chain(from_derived).collect();
    let accessors = accessors(item, scope);
    quote! {
        #definition
        #table
        impl Default for #name {
            #[inline]
            fn default() -> Self {
                #default
            }
        }
        #(#conversions)*
        #accessors
        rt::any_model!(#name);
    }
}

fn definition<'a>(item: &'a AnyEnum, scope: &Scope<'a>) -> TokenStream {
    let name = ident(&item.path.name);
    let (doc, note) = (&item.doc, deprecated(item.deprecated.as_ref()));
    let base = item.base.as_ref().map(|base| {
        let (name, path) = (ident(&base.name), scope.path(&base.path));
        quote! {
            /// A value of the base type, or of a type that the metadata does not declare.
            #name(#path),
        }
    });
    let derived = item.derived.iter().map(|derived| {
        let (name, path) = (ident(&derived.name), scope.path(&derived.path));
        let doc = code(&derived.wire);
        let doc = DocLine(&doc);
        quote! {
            #doc
            #name(Box<#path>),
        }
    });
    let fallback = item.fallback.as_ref().map(|fallback| {
        let fallback = ident(fallback);
        quote! {
            /// An object of a type that the metadata does not declare, or without a type.
            #fallback(rt::UnknownObject),
        }
    });
    quote! {
        #doc
        #note
        #[derive(Clone)]
        #[non_exhaustive]
        pub enum #name {
            #base
            #(#derived)*
            #fallback
        }
    }
}

/// `impl rt::AnyModel`: the position of a variant is that of its name; the fallback comes last.
fn table(item: &AnyEnum) -> TokenStream {
    let name = ident(&item.path.name);
    let variants = || item.base.iter().chain(&item.derived);
    let names = names(variants().map(|variant| variant.wire.as_str()));
    let base_first = item.base.is_some();
    let (argument, make) = make(item);
    let object = objects(item, &quote!(&**));
    let object_mut = objects(item, &quote!(&mut **));
    let all = variants().map(|variant| &variant.name);
    let positions = all.chain(&item.fallback).enumerate().map(|(at, variant)| {
        let (position, variant) = (number(at), ident(variant));
        quote!(Self::#variant(_) => #position)
    });
    quote! {
        impl rt::AnyModel for #name {
            const TYPES: &'static rt::Names = &#names;
            const BASE_FIRST: bool = #base_first;

            #[inline]
            fn make(#argument: usize) -> Self {
                #make
            }

            #[inline]
            fn object(&self) -> &dyn rt::Object {
                #object
            }

            #[inline]
            fn object_mut(&mut self) -> &mut dyn rt::Object {
                #object_mut
            }

            #[inline]
            fn position(&self) -> usize {
                match self {
                    #(#positions,)*
                }
            }
        }
    }
}

/// The argument and the body of `make`.
fn make(item: &AnyEnum) -> (TokenStream, TokenStream) {
    let rest = match (&item.base, &item.fallback) {
        (_, Some(fallback)) => {
            let fallback = ident(fallback);
            quote!(Self::#fallback(rt::UnknownObject::default()))
        }
        (Some(base), None) => {
            let base = ident(&base.name);
            quote!(Self::#base(Default::default()))
        }
        (None, None) => TokenStream::new(),
    };
    if item.derived.is_empty() {
        return (quote!(_position), rest);
    }
    let first = usize::from(item.base.is_some());
    let arms = item.derived.iter().enumerate().map(|(at, derived)| {
        let (position, variant) = (number(first + at), ident(&derived.name));
        quote!(#position => Self::#variant(Box::default()))
    });
    let body = quote! {
        match position {
            #(#arms,)*
            _ => #rest,
        }
    };
    (quote!(position), body)
}

/// The object inside, whatever the variant; derived types are boxed, which `unbox` undoes.
fn objects(item: &AnyEnum, unbox: &TokenStream) -> TokenStream {
    let arm = |variant: &String, value: TokenStream| {
        let variant = ident(variant);
        quote!(Self::#variant(value) => #value)
    };
    let base = item.base.iter().map(|base| arm(&base.name, quote!(value)));
    let derived = item.derived.iter();
    let derived = derived.map(|derived| arm(&derived.name, quote!(#unbox value)));
    let fallback = item.fallback.iter();
    let fallback = fallback.map(|fallback| arm(fallback, quote!(value)));
    let arms: Vec<TokenStream> = base.chain(derived).chain(fallback).collect();
    quote! {
        match self {
            #(#arms,)*
        }
    }
}

/// `impl From` for the type of a variant.
fn conversion<'a>(
    item: &'a AnyEnum,
    variant: &'a Variant,
    value: &TokenStream,
    scope: &Scope<'a>,
) -> TokenStream {
    let (name, path) = (ident(&item.path.name), scope.path(&variant.path));
    let variant = ident(&variant.name);
    quote! {
        impl From<#path> for #name {
            #[inline]
            fn from(value: #path) -> Self {
                Self::#variant(#value)
            }
        }
    }
}

/// The methods that read members without regard to the variant.
fn accessors<'a>(item: &'a AnyEnum, scope: &Scope<'a>) -> TokenStream {
    let name = ident(&item.path.name);
    let shared = item
        .members
        .iter()
        .map(|member| accessor(member, None, scope));
    let families = item.families.iter().flat_map(|family| {
        let variants = family.variants.iter().map(|name| ident(name));
        let kin = quote!(#(Self::#variants(_))|*);
        let members = family.members.iter();
        members.map(move |member| accessor(member, Some(&kin), scope))
    });
    let methods: Vec<TokenStream> = shared.chain(families).collect();
    if methods.is_empty() {
        return TokenStream::new();
    }
    quote!(impl #name { #(#methods)* })
}

/// A member of every variant or, with a pattern `kin`, of those that it matches.
fn accessor<'a>(member: &'a Member, kin: Option<&TokenStream>, scope: &Scope<'a>) -> TokenStream {
    let (method, position) = (ident(&member.method), number(member.position));
    let (doc, note) = (&member.doc, deprecated(member.deprecated.as_ref()));
    let item = scope.item(&member.field_type.item);
    let held = scope.field_type(&member.field_type);
    let (borrowed, convert) = match &member.field_type {
        FieldType { list: true, .. } => (quote!(&[#item]), quote!(.map(Vec::as_slice))),
        FieldType {
            item: Type::Scalar(_),
            ..
        } => (quote!(#item), quote!(.copied())),
        FieldType {
            item: Type::String, ..
        } => (quote!(&str), quote!(.map(String::as_str))),
        FieldType { boxed: true, .. } => (quote!(&#item), quote!(.map(|value| &**value))),
        _ => (quote!(&#item), TokenStream::new()),
    };
    let read = quote!(rt::member::<#held>(rt::AnyModel::object(self), #position)#convert);
    let read = match kin {
        Some(kin) => quote! {
            match self {
                #kin => #read,
                _ => None,
            }
        },
        None => read,
    };
    quote! {
        #doc
        #note
        #[inline]
        pub fn #method(&self) -> Option<#borrowed> {
            #read
        }
    }
}
