//! The code of an action or a function: a value that is sent.

use proc_macro2::TokenStream;
use quote::quote;

use super::builders::leads_to;
use super::conditions::{Not, attribute};
use super::scope::Scope;
use super::structs;
use super::tokens::{Part, ident};
use crate::sdk::{BuilderRef, Operation, Response, Verb};

/// The struct of an operation and what it implements.
pub fn operation<'a>(item: &'a Operation, scope: &Scope<'a>) -> TokenStream {
    let parameters = &item.parameters;
    let name = ident(&parameters.path.name);
    let must_use = quote! {
        #[must_use = "an operation does nothing until it is sent"]
    };
    let definition = Part(|| structs::definition(parameters, Some(&must_use), scope));
    let constants = Part(|| structs::constants(parameters));
    let arguments = structs::arguments(parameters, scope);
    let required = structs::required(parameters);
    let optional = structs::except(parameters, &parameters.required);
    let setters = optional.map(|(_, field)| Part(move || structs::setter(field, scope)));
    let escape_hatches = Part(structs::escape_hatches);
    let table = Part(|| structs::table(parameters));
    let request = Part(|| request(item, scope));
    let compose = item.compose.as_ref().map(|next| compose(next, scope));
    quote! {
        #definition

        impl #name {
            #constants

            /// Creates the operation on the entity or collection at `target`.
            #[inline]
            pub fn new(target: rt::Target #(, #arguments)*) -> Self {
                Self {
                    target,
                    #(#required,)*
                    ..Self::default()
                }
            }

            #(#setters)*
            #escape_hatches
            #compose
        }

        #table
        rt::operation!(#name);
        #request
    }
}

/// The method that returns the builder of the paths that go on from the result.
fn compose<'a>(next: &'a BuilderRef, scope: &Scope<'a>) -> TokenStream {
    let condition = scope.condition(&next.path);
    let condition = condition.and_then(|when| attribute(scope.areas(), when, Not::Off));
    let (builder, make) = leads_to(next, scope);
    quote! {
        /// The paths that go on from the result, below the path of the function.
        #condition
        #[inline]
        pub fn compose(&self) -> #builder {
            #make(rt::compose(self))
        }
    }
}

/// `impl rt::Operation`.
fn request<'a>(item: &'a Operation, scope: &Scope<'a>) -> TokenStream {
    let name = ident(&item.parameters.path.name);
    let method = match item.verb {
        Verb::Get => quote!(Get),
        Verb::Post => quote!(Post),
    };
    let Operation {
        segment,
        qualified_name,
        binding,
        ..
    } = item;
    let sends_empty_object = item.sends_empty_object.then(|| {
        quote!(
            const SENDS_EMPTY_OBJECT: bool = true;
        )
    });
    let response = match &item.response {
        Response::Nothing => quote!(()),
        Response::One(item) => {
            let item = scope.item(item);
            quote!(Option<#item>)
        }
        Response::Scalar(item) => {
            let item = scope.item(item);
            quote!(Option<rt::Scalar<#item>>)
        }
        Response::Page(item) => {
            let item = scope.item(item);
            quote!(rt::Page<#item>)
        }
        Response::Stream => quote!(rt::Content),
    };
    quote! {
        impl rt::Operation for #name {
            const METHOD: rt::Method = rt::Method::#method;
            const NAME: &'static str = #segment;
            const QUALIFIED_NAME: &'static str = #qualified_name;
            const BINDING: &'static str = #binding;
            #sends_empty_object
            type Response = #response;

            #[inline]
            fn target(&self) -> &rt::Target {
                &self.target
            }
        }
    }
}
