//! The functions where paths begin, and the client that has each of them as a method.

use proc_macro2::TokenStream;
use quote::quote;

use super::builders::{arguments, passed};
use super::conditions::{Not, attribute};
use super::scope::Scope;
use super::tokens::{deprecated, ident};
use crate::sdk::{Root, Sdk};

/// Where paths begin: functions, and the client.
pub fn roots<'a>(sdk: &'a Sdk, scope: &Scope<'a>) -> TokenStream {
    let nothing = TokenStream::new();
    let functions = sdk.roots.iter();
    let functions = functions.map(|root| function(root, &nothing, &nothing, scope));
    let (receiver, through) = (quote!(&self,), quote!(.through(&self.0)));
    let methods = sdk.roots.iter();
    let methods = methods.map(|root| function(root, &receiver, &through, scope));
    quote! {
        #(#functions)*

        /// A client of the service: where paths begin that requests can be sent along.
        ///
        /// Cheap to clone; clones share connections and the token.
        #[cfg(feature = "client")]
        #[derive(Clone, Debug)]
        pub struct Client(rt::GraphClient);

        #[cfg(feature = "client")]
        impl Client {
            /// A client of the global cloud, with any credential of `azure_identity`, or one of
            /// your own.
            ///
            /// # Errors
            ///
            /// See [`rt::ClientBuilder::build`]; with these settings there is none.
            #[inline]
            pub fn new(
                credential: std::sync::Arc<dyn rt::client::TokenCredential>,
            ) -> Result<Self, rt::client::Error> {
                Ok(Self(rt::GraphClient::new(credential)?))
            }

            /// A client with settings of your own; `into()` makes what it builds this client.
            #[inline]
            pub fn builder(
                credential: std::sync::Arc<dyn rt::client::TokenCredential>,
            ) -> rt::ClientBuilder {
                rt::GraphClient::builder(credential)
            }

            #(#methods)*
        }

        #[cfg(feature = "client")]
        impl From<rt::GraphClient> for Client {
            #[inline]
            fn from(client: rt::GraphClient) -> Self {
                Self(client)
            }
        }

        #[cfg(feature = "client")]
        impl std::ops::Deref for Client {
            type Target = rt::GraphClient;

            #[inline]
            fn deref(&self) -> &rt::GraphClient {
                &self.0
            }
        }
    }
}

/// A function where paths begin, or with a `receiver` the method of the client that does the same
/// and sends requests `through` it.
fn function<'a>(
    item: &'a Root,
    receiver: &TokenStream,
    through: &TokenStream,
    scope: &Scope<'a>,
) -> TokenStream {
    let (name, path) = (ident(&item.name), scope.full(&item.call.path));
    let segment = &item.segment;
    let target = match item.import {
        true => quote!(import),
        false => quote!(root),
    };
    let (doc, note) = (&item.doc, deprecated(item.deprecated.as_ref()));
    let condition = attribute(scope.areas(), item.when, Not::Off);
    let arguments = arguments(&item.call, scope);
    let passed = passed(&item.call);
    quote! {
        #doc
        #condition
        #note
        #[inline]
        pub fn #name(#receiver #(#arguments),*) -> #path {
            #path::new(rt::Target::#target(#segment)#through #passed)
        }
    }
}
