//! The code of an enumeration type.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::former;
use super::names::names;
use super::tokens::{Part, deprecated, ident, number};
use crate::sdk::{TextEnum, TextMember};

/// An enumeration type.
pub fn text_enum(item: &TextEnum) -> TokenStream {
    let (name, fallback) = (ident(&item.path.name), ident(&item.fallback));
    let (doc, note) = (&item.doc, deprecated(item.deprecated.as_ref()));
    let members = item.members.iter().map(|member| {
        Part(move || {
            let name = ident(&member.name);
            let (doc, note) = (&member.doc, deprecated(member.deprecated.as_ref()));
            quote! {
                #doc
                #note
                #name,
            }
        })
    });
    let table = Part(|| table(item));
    let former = Part(|| former::members(item));
    let flags = item.flags.then(|| quote!(rt::flags!(#name);));
    quote! {
        #doc
        #note
        #[derive(Clone, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum #name {
            #(#members)*
            /// A text that is not the name of a member.
            #fallback(rt::UnknownText),
        }

        #table

        rt::text_enum!(#name);
        #flags
        #former
    }
}

/// `impl rt::TextEnum`: the position of a member is that of its name.
fn table(item: &TextEnum) -> TokenStream {
    let (name, fallback) = (ident(&item.path.name), ident(&item.fallback));
    let type_name = &item.type_name;
    let names = names(item.members.iter().map(|member| member.wire.as_str()));
    let values = item.members.iter().map(|member| value(member.value));
    let literal = item
        .qualified_literals
        .then(|| quote!(const LITERAL_PREFIX: &'static str = #type_name;));
    let (argument, from_position) = from_position(&item.members);
    let position = position(item);
    quote! {
        impl rt::TextEnum for #name {
            const NAMES: &'static rt::Names = &#names;
            const VALUES: &'static [i64] = &[#(#values),*];
            const TYPE_NAME: &'static str = #type_name;
            #literal

            #[inline]
            fn from_position(#argument: usize) -> Option<Self> {
                #from_position
            }

            #[inline]
            fn position(&self) -> Result<usize, &rt::UnknownText> {
                #position
            }

            #[inline]
            fn unknown(text: rt::UnknownText) -> Self {
                Self::#fallback(text)
            }
        }
    }
}

/// The number of a member.
fn value(value: i64) -> TokenStream {
    let minus = (value < 0).then(|| quote!(-));
    let digits = Literal::u64_unsuffixed(value.unsigned_abs());
    quote!(#minus #digits)
}

fn from_position(members: &[TextMember]) -> (TokenStream, TokenStream) {
    if members.is_empty() {
        return (quote!(_position), quote!(None));
    }
    let arms = members.iter().enumerate().map(|(position, member)| {
        Part(move || {
            let (position, name) = (number(position), ident(&member.name));
            quote!(#position => Self::#name)
        })
    });
    let body = quote! {
        Some(match position {
            #(#arms,)*
            _ => return None,
        })
    };
    (quote!(position), body)
}

fn position(item: &TextEnum) -> TokenStream {
    let fallback = ident(&item.fallback);
    if item.members.is_empty() {
        return quote! {
            match self {
                Self::#fallback(text) => Err(text),
            }
        };
    }
    let arms = item.members.iter().enumerate().map(|(position, member)| {
        Part(move || {
            let (position, name) = (number(position), ident(&member.name));
            quote!(Self::#name => #position)
        })
    });
    quote! {
        Ok(match self {
            #(#arms,)*
            Self::#fallback(text) => return Err(text),
        })
    }
}
