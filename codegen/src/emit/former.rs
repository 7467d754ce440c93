//! The code of former names: deprecated aliases of items and of members.

use proc_macro2::TokenStream;
use quote::quote;

use super::scope::Scope;
use super::tokens::{DocLine, deprecated, ident};
use crate::sdk::{Alias, TextEnum};

/// An alias of an item.
pub fn alias<'a>(item: &'a Alias, scope: &Scope<'a>) -> TokenStream {
    let (name, target) = (ident(&item.path.name), scope.full(&item.target));
    let (doc, note) = (&item.doc, deprecated(Some(&item.note)));
    let condition = scope.compiled_with(item.target.when);
    let (parameter, argument) = match item.has_access_param {
        true => (Some(quote!(<Access = rt::Owned>)), Some(quote!(<Access>))),
        false => (None, None),
    };
    quote! {
        #doc
        #note
        #condition
        pub type #name #parameter = #target #argument;
    }
}

/// A constant for each former name of a member.
pub fn members(item: &TextEnum) -> TokenStream {
    if item.former.is_empty() {
        return TokenStream::new();
    }
    let name = ident(&item.path.name);
    let constants = item.former.iter().map(|former| {
        let (was, is) = (ident(&former.name), ident(&former.now));
        let doc = format!("The former name of [`{}`](Self::{0}).", former.now);
        let (doc, note) = (DocLine(&doc), format!("renamed to `{}`", former.now));
        quote! {
            #doc
            #[deprecated(note = #note)]
            pub const #was: Self = Self::#is;
        }
    });
    quote! {
        #[allow(non_upper_case_globals)]
        impl #name {
            #(#constants)*
        }
    }
}
