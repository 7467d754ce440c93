//! The functions at which paths begin, and the client that has each of them as a method.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::builders::{self, arguments, key_arguments, options, passed, value_argument};
use super::conditions::{Not, attribute};
use super::scope::Scope;
use super::tokens::{deprecated, ident};
use crate::sdk::{Access, Root, Sdk, Service};
use crate::service::BatchFormat;

/// The functions at which paths begin, and the client.
pub fn roots<'a>(sdk: &'a Sdk, scope: &Scope<'a>) -> TokenStream {
    let nothing = TokenStream::new();
    let functions = sdk.roots.iter();
    let functions = functions.map(|root| function(root, &nothing, &nothing, scope));
    let (receiver, through) = (quote!(&self,), quote!(.through(&self.0)));
    let methods = sdk.roots.iter();
    let methods = methods.map(|root| function(root, &receiver, &through, scope));
    let (client, service) = (ident(&sdk.service.client), service(&sdk.service));
    quote! {
        #(#functions)*

        /// A client of the service, with a method for each root of its paths.
        ///
        /// It is cheap to clone; clones share connections and the token.
        #[cfg(feature = "client")]
        #[cfg_attr(docsrs, doc(cfg(feature = "client")))]
        #[derive(Clone, Debug)]
        pub struct #client(rt::Client);

        #[cfg(feature = "client")]
        impl #client {
            #(#methods)*
        }

        #service
    }
}

/// What makes a struct the client of a service.
fn service(service: &Service) -> TokenStream {
    let client = ident(&service.client);
    let Service {
        version,
        preferences,
        ..
    } = service;
    let optional = |text: &Option<String>| match text {
        Some(text) => quote!(Some(#text)),
        None => quote!(None),
    };
    let (root, scope) = (optional(&service.root), optional(&service.scope));
    let odata_version = optional(&service.odata_version);
    let sdk_header = optional(&service.sdk_header);
    let batch = batch(service);
    let ieee754_compatible = service.ieee754_compatible.then(|| {
        quote!(
            const IEEE754_COMPATIBLE: bool = true;
        )
    });
    // Microsoft Graph documents `Accept: text/plain`.
    let any_count = (!service.in_clouds).then(|| {
        quote!(
            const TAKES_ANY_COUNT: bool = true;
        )
    });
    let address = service.root.as_ref().map(|root| {
        let slash = if version.is_empty() { "" } else { "/" };
        let address = format!("{root}{slash}{version}");
        quote!(, #address)
    });
    let in_clouds = service.in_clouds.then(|| {
        quote! {
            #[cfg(feature = "client")]
            #[doc(hidden)]
            impl rt::InClouds for #client {}
        }
    });
    quote! {
        #[cfg(feature = "client")]
        rt::service_client!(#client #address);

        #[cfg(feature = "client")]
        #[doc(hidden)]
        impl rt::ServiceClient for #client {
            const PACKAGE: (&'static str, &'static str) =
                (env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION"));
            const SERVICE: rt::Service = rt::Service {
                root: #root,
                version: #version,
                scope: #scope,
                odata_version: #odata_version,
                preferences: &[#(#preferences),*],
                sdk_header: #sdk_header,
                batch: #batch,
            };
            #ieee754_compatible
            #any_count
        }

        #in_clouds
    }
}

/// How batches are written.
fn batch(service: &Service) -> TokenStream {
    let (format, as_graph) = match service.batch {
        BatchFormat::Json => (quote!(Json), false),
        BatchFormat::Graph => (quote!(Json), true),
        BatchFormat::Multipart => (quote!(Multipart), false),
    };
    let limit = match service.batch_limit.map(usize::from) {
        Some(limit) => {
            let limit = Literal::usize_unsuffixed(limit);
            quote!(Some(#limit))
        }
        None => quote!(None),
    };
    quote! {
        rt::BatchDialect { format: rt::BatchFormat::#format, limit: #limit, as_graph: #as_graph }
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
    let (returned, make) = match item.access {
        None | Some(Access::OWNED) => (quote!(#path), quote!(#path::new)),
        Some(access) => {
            let access = builders::access_type(access);
            (quote!(#path<#access>), quote!(From::from))
        }
    };
    let segment = &item.segment;
    let target = match item.import {
        true => quote!(import),
        false => quote!(root),
    };
    let (doc, note) = (&item.doc, deprecated(item.deprecated.as_ref()));
    let condition = attribute(scope.areas(), item.when, Not::Off);
    let arguments = arguments(&item.constructor, scope);
    let passed = passed(&item.constructor);
    let key = item.key.as_ref().map(|key| {
        let key = builders::key(key, scope);
        quote!(.key(#key))
    });
    let keys = item.key.iter().flat_map(|key| key_arguments(key, scope));
    let keys = keys.chain(arguments);
    let option_arguments = item.options.iter().map(|part| value_argument(part, scope));
    let all = keys.chain(option_arguments);
    let set = match item.import {
        true => quote!(option),
        false => quote!(read_option),
    };
    let options = options(&item.options, &set, scope);
    quote! {
        #doc
        #condition
        #note
        #[inline]
        pub fn #name(#receiver #(#all),*) -> #returned {
            #make(rt::Target::#target(#segment)#through #key #options #passed)
        }
    }
}
