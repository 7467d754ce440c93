//! The functions at which paths begin, and the client that has each of them as a method.

use proc_macro2::TokenStream;
use quote::quote;

use super::builders::{arguments, passed};
use super::conditions::{Not, attribute};
use super::scope::Scope;
use super::tokens::{deprecated, ident};
use crate::sdk::{Root, Sdk};

/// The functions at which paths begin, and the client.
pub fn roots<'a>(sdk: &'a Sdk, scope: &Scope<'a>) -> TokenStream {
    let nothing = TokenStream::new();
    let functions = sdk.roots.iter();
    let functions = functions.map(|root| function(root, &nothing, &nothing, scope));
    let (receiver, through) = (quote!(&self,), quote!(.through(&self.0)));
    let methods = sdk.roots.iter();
    let methods = methods.map(|root| function(root, &receiver, &through, scope));
    quote! {
        #(#functions)*

        /// A client of the service, with a method for each root of its paths.
        ///
        /// It is cheap to clone; clones share connections and the token.
        #[cfg(feature = "client")]
        #[cfg_attr(docsrs, doc(cfg(feature = "client")))]
        #[derive(Clone, Debug)]
        pub struct GraphClient(rt::Client);

        #[cfg(feature = "client")]
        impl GraphClient {
            #(#methods)*
        }

        #[cfg(feature = "client")]
        rt::service_client!(GraphClient);
    }
}

/// A function at which paths begin. With a `receiver` it is a method of the client, and requests go
/// `through` that client.
fn function<'a>(
    item: &'a Root,
    receiver: &TokenStream,
    through: &TokenStream,
    scope: &Scope<'a>,
) -> TokenStream {
    let (name, path) = (ident(&item.name), scope.full(&item.constructor.path));
    let segment = &item.segment;
    let target = match item.import {
        true => quote!(import),
        false => quote!(root),
    };
    let (doc, note) = (&item.doc, deprecated(item.deprecated.as_ref()));
    let condition = attribute(scope.areas(), item.when, Not::Off);
    let arguments = arguments(&item.constructor, scope);
    let passed = passed(&item.constructor);
    let key = item.keyed.then(|| quote!(.key(id)));
    let id = item.keyed.then(|| quote!(id: impl Into<rt::Key>,));
    quote! {
        #doc
        #condition
        #note
        #[inline]
        pub fn #name(#receiver #id #(#arguments),*) -> #path {
            #path::new(rt::Target::#target(#segment)#through #key #passed)
        }
    }
}
