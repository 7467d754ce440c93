//! What goes in: a [`TextEnum`]. What comes out: the enum, its table, and the
//! calls of the runtime's macros.

use proc_macro2::Literal;
use quote::quote;

use super::print::{self, Error};
use super::scope::{deprecated, doc, ident, names};
use crate::sdk::TextEnum;

/// Prints an enumeration type.
pub fn text_enum(item: &TextEnum) -> Result<Vec<String>, Error> {
    let (name, docs) = (ident(&item.path.name), doc(&item.doc));
    let old = deprecated(item.deprecated.as_ref());
    let fallback = ident(&item.fallback);
    let mut variants: Vec<_> = item
        .members
        .iter()
        .map(|member| {
            let (name, docs) = (ident(&member.name), doc(&member.doc));
            let old = deprecated(member.deprecated.as_ref());
            quote! { #docs #old #name }
        })
        .collect();
    variants.push(quote! {
        #[doc = " A text that the metadata does not name."]
        #fallback(rt::UnknownText)
    });
    let head = quote! {
        #docs
        #old
        #[derive(Clone, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum #name
    };
    let mut out = vec![print::enumeration(head, variants)?, table(item)?];
    out.push(print::item(quote! { rt::text_enum!(#name); })?);
    if item.flags {
        out.push(print::item(quote! { rt::flags!(#name); })?);
    }
    Ok(out)
}

fn table(item: &TextEnum) -> Result<String, Error> {
    let name = ident(&item.path.name);
    let fallback = ident(&item.fallback);
    let type_name = Literal::string(&item.type_name);
    let names = names(item.members.iter().map(|member| member.wire.as_str()));
    let values = item
        .members
        .iter()
        .map(|member| Literal::i64_unsuffixed(member.value));
    let (mut to, mut from) = (Vec::new(), Vec::new());
    for (position, member) in item.members.iter().enumerate() {
        let (position, member) = (Literal::usize_unsuffixed(position), ident(&member.name));
        to.push(quote! { #position => Self::#member });
        from.push(quote! { Self::#member => #position });
    }
    let (from_position, position) = if item.members.is_empty() {
        (
            quote! { fn from_position(_position: usize) -> Option<Self> { None } },
            quote! { match self { Self::#fallback(text) => Err(text) } },
        )
    } else {
        (
            quote! {
                fn from_position(position: usize) -> Option<Self> {
                    Some(match position { #(#to,)* _ => return None })
                }
            },
            quote! { Ok(match self { #(#from,)* Self::#fallback(text) => return Err(text) }) },
        )
    };
    let members = vec![
        quote! { const NAMES: &'static rt::Names = &#names; },
        quote! { const VALUES: &'static [i64] = &[#(#values),*]; },
        quote! { const TYPE_NAME: &'static str = #type_name; },
        quote! { #[inline] #from_position },
        quote! {
            #[inline]
            fn position(&self) -> Result<usize, &rt::UnknownText> { #position }
        },
        quote! { #[inline] fn unknown(text: rt::UnknownText) -> Self { Self::#fallback(text) } },
    ];
    print::implementation(quote! { impl rt::TextEnum for #name }, members)
}
