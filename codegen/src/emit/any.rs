//! What goes in: an [`AnyEnum`]. What comes out: the enum, its table, the
//! conversions into it, and the members that all its types share.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::print::{self, Error};
use super::scope::{Scope, deprecated, doc, ident, names};
use crate::sdk::{AnyEnum, Member, Shape, Type, Variant};

/// Prints an enum over a type and those that derive from it.
pub fn any_enum(item: &AnyEnum, scope: &Scope<'_>) -> Result<Vec<String>, Error> {
    let name = ident(&item.path.name);
    let mut out = vec![definition(item, scope)?, table(item)?];
    let default = match (&item.base, &item.fallback) {
        (Some(base), _) => {
            let (variant, path) = (ident(&base.name), scope.path(&base.path));
            quote! { Self::#variant(#path::default()) }
        }
        (None, Some(fallback)) => {
            let fallback = ident(fallback);
            quote! { Self::#fallback(rt::UnknownObject::default()) }
        }
        (None, None) => quote! { Self::make(0) },
    };
    out.push(print::item(quote! {
        impl Default for #name {
            #[inline]
            fn default() -> Self { #default }
        }
    })?);
    for variant in item.base.iter() {
        out.push(conversion(item, variant, quote! { value }, scope)?);
    }
    for variant in &item.derived {
        out.push(conversion(
            item,
            variant,
            quote! { Box::new(value) },
            scope,
        )?);
    }
    let members = methods(item, scope);
    if !members.is_empty() {
        out.push(print::implementation(quote! { impl #name }, members)?);
    }
    out.push(print::item(quote! { rt::any_model!(#name); })?);
    Ok(out)
}

fn definition(item: &AnyEnum, scope: &Scope<'_>) -> Result<String, Error> {
    let (name, docs) = (ident(&item.path.name), doc(&item.doc));
    let old = deprecated(item.deprecated.as_ref());
    let mut variants = Vec::new();
    if let Some(base) = &item.base {
        let (variant, path) = (ident(&base.name), scope.path(&base.path));
        variants.push(quote! {
            #[doc = " The base type itself, or a type that the metadata does not name."]
            #variant(#path)
        });
    }
    for derived in &item.derived {
        let (variant, path) = (ident(&derived.name), scope.path(&derived.path));
        let docs = Literal::string(&format!(" {}", super::structs::code(&derived.wire)));
        variants.push(quote! { #[doc = #docs] #variant(Box<#path>) });
    }
    if let Some(fallback) = &item.fallback {
        let fallback = ident(fallback);
        variants.push(quote! {
            #[doc = " An object of a type that the metadata does not name, or of none."]
            #fallback(rt::UnknownObject)
        });
    }
    let head = quote! { #docs #old #[derive(Clone)] #[non_exhaustive] pub enum #name };
    print::enumeration(head, variants)
}

/// `rt::AnyModel`: positions are those of the names, the fallback comes last.
fn table(item: &AnyEnum) -> Result<String, Error> {
    let name = ident(&item.path.name);
    let names = names(
        item.base
            .iter()
            .chain(&item.derived)
            .map(|v| v.wire.as_str()),
    );
    let (mut make, mut object, mut object_mut, mut position) = (vec![], vec![], vec![], vec![]);
    let mut at = 0;
    let mut rest = quote! {};
    if let Some(base) = &item.base {
        let variant = ident(&base.name);
        rest = quote! { Self::#variant(Default::default()) };
        object.push(quote! { Self::#variant(value) => value });
        object_mut.push(quote! { Self::#variant(value) => value });
        position.push(quote! { Self::#variant(_) => 0 });
        at += 1;
    }
    for derived in &item.derived {
        let (variant, number) = (ident(&derived.name), Literal::usize_unsuffixed(at));
        make.push(quote! { #number => Self::#variant(Box::default()) });
        object.push(quote! { Self::#variant(value) => &**value });
        object_mut.push(quote! { Self::#variant(value) => &mut **value });
        position.push(quote! { Self::#variant(_) => #number });
        at += 1;
    }
    if let Some(fallback) = &item.fallback {
        let (fallback, number) = (ident(fallback), Literal::usize_unsuffixed(at));
        rest = quote! { Self::#fallback(rt::UnknownObject::default()) };
        object.push(quote! { Self::#fallback(value) => value });
        object_mut.push(quote! { Self::#fallback(value) => value });
        position.push(quote! { Self::#fallback(_) => #number });
    }
    let make = if make.is_empty() {
        quote! { fn make(_position: usize) -> Self { #rest } }
    } else {
        quote! { fn make(position: usize) -> Self { match position { #(#make,)* _ => #rest } } }
    };
    let base_first = item.base.is_some();
    let members = vec![
        quote! { const TYPES: &'static rt::Names = &#names; },
        quote! { const BASE_FIRST: bool = #base_first; },
        quote! { #[inline] #make },
        quote! {
            #[inline]
            fn object(&self) -> &dyn rt::Object { match self { #(#object,)* } }
        },
        quote! {
            #[inline]
            fn object_mut(&mut self) -> &mut dyn rt::Object { match self { #(#object_mut,)* } }
        },
        quote! { #[inline] fn position(&self) -> usize { match self { #(#position,)* } } },
    ];
    print::implementation(quote! { impl rt::AnyModel for #name }, members)
}

fn conversion(
    item: &AnyEnum,
    variant: &Variant,
    value: TokenStream,
    scope: &Scope<'_>,
) -> Result<String, Error> {
    let (name, path, variant) = (
        ident(&item.path.name),
        scope.path(&variant.path),
        ident(&variant.name),
    );
    print::item(quote! {
        impl From<#path> for #name {
            #[inline]
            fn from(value: #path) -> Self { Self::#variant(#value) }
        }
    })
}

fn methods(item: &AnyEnum, scope: &Scope<'_>) -> Vec<TokenStream> {
    item.members
        .iter()
        .map(|member| reader(member, scope))
        .collect()
}

/// A member of the base, whatever the type.
fn reader(member: &Member, scope: &Scope<'_>) -> TokenStream {
    let (method, docs) = (ident(&member.method), doc(&member.doc));
    let old = deprecated(member.deprecated.as_ref());
    let position = Literal::usize_unsuffixed(member.position);
    let item = scope.item(&member.shape.item);
    let shape = scope.shape(&member.shape);
    let found = quote! { rt::member::<#shape>(rt::AnyModel::object(self), #position) };
    let (returns, found) = match &member.shape {
        Shape { list: true, .. } => (quote! { &[#item] }, quote! { #found.map(Vec::as_slice) }),
        Shape {
            item: Type::Scalar(_),
            ..
        } => (item, quote! { #found.copied() }),
        Shape {
            item: Type::String, ..
        } => (quote! { &str }, quote! { #found.map(String::as_str) }),
        Shape { boxed: true, .. } => (quote! { &#item }, quote! { #found.map(|value| &**value) }),
        _ => (quote! { &#item }, found),
    };
    quote! {
        #docs
        #old
        #[inline]
        pub fn #method(&self) -> Option<#returns> { #found }
    }
}
