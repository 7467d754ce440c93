//! What goes in: builders, operations and roots. What comes out: their items.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::print::{self, Error};
use super::scope::{Scope, deprecated, doc, ident};
use super::structs;
use crate::sdk::{Builder, Call, Method, MethodKind, Operation, Response, Root, Verb};

/// Prints the struct of an operation.
pub fn operation(item: &Operation, scope: &Scope<'_>) -> Result<Vec<String>, Error> {
    let parameters = &item.parameters;
    let name = ident(&parameters.path.name);
    let (arguments, values) = structs::required(parameters, scope);
    let mut members = structs::constants(parameters);
    members.push(quote! {
        #[doc = " Makes the operation on what `target` is the path of."]
        #[inline]
        pub fn new(target: rt::Target #(, #arguments)*) -> Self {
            Self { target, #(#values,)* ..Self::default() }
        }
    });
    let optional = parameters.fields.iter().enumerate();
    let optional = optional.filter(|(at, _)| !parameters.required.contains(at));
    members.extend(optional.map(|(_, field)| structs::setter(field, scope)));
    members.extend(structs::write_anyway());
    let must_use =
        quote! { #[must_use = "an operation is a value; hand it to a client to send it"] };
    let target = quote! { target: rt::Target };
    let mut out = vec![
        structs::definition(parameters, &must_use, Some(target), scope)?,
        print::implementation(quote! { impl #name }, members)?,
    ];
    out.extend(structs::object(parameters, "parameters")?);
    out.push(request(item, scope)?);
    Ok(out)
}

/// `rt::Operation`.
fn request(item: &Operation, scope: &Scope<'_>) -> Result<String, Error> {
    let name = ident(&item.parameters.path.name);
    let method = match item.verb {
        Verb::Get => quote! { Get },
        Verb::Post => quote! { Post },
    };
    let texts = [&item.segment, &item.qualified_name, &item.binding];
    let [segment, qualified, binding] = texts.map(|text| Literal::string(text));
    let response = match &item.response {
        Response::Nothing => quote! { () },
        Response::One(item) => scope.item(item),
        Response::Scalar(item) => {
            let item = scope.item(item);
            quote! { rt::Scalar<#item> }
        }
        Response::Page(item) => {
            let item = scope.item(item);
            quote! { rt::Page<#item> }
        }
        Response::Stream => quote! { rt::Binary },
    };
    let members = vec![
        quote! { const METHOD: rt::Method = rt::Method::#method; },
        quote! { const NAME: &'static str = #segment; },
        quote! { const QUALIFIED_NAME: &'static str = #qualified; },
        quote! { const BINDING: &'static str = #binding; },
        quote! { type Response = #response; },
        quote! { #[inline] fn target(&self) -> &rt::Target { &self.target } },
    ];
    print::implementation(quote! { impl rt::Operation for #name }, members)
}

/// Prints a builder.
pub fn builder(item: &Builder, scope: &Scope<'_>) -> Result<Vec<String>, Error> {
    let (name, docs) = (ident(&item.path.name), doc(&item.doc));
    let old = deprecated(item.deprecated.as_ref());
    let head = quote! { #docs #old #[derive(Clone, Debug)] pub struct #name };
    let mut members = vec![
        quote! {
            #[doc = " What can be asked of what `target` is the path of."]
            #[inline]
            pub fn new(target: rt::Target) -> Self { Self { target } }
        },
        quote! {
            #[doc = " The path so far."]
            #[inline]
            pub fn target(&self) -> &rt::Target { &self.target }
        },
    ];
    if let Some(one) = &item.one {
        let one = scope.path(one);
        members.push(quote! {
            #[doc = " The one with this key."]
            #[inline]
            pub fn by_id(&self, id: impl Into<rt::Key>) -> #one {
                #one::new(self.target.key(id))
            }
        });
    }
    members.extend(
        item.methods
            .iter()
            .map(|method| self::method(method, scope)),
    );
    Ok(vec![
        print::structure(head, vec![quote! { target: rt::Target }])?,
        print::implementation(quote! { impl #name }, members)?,
    ])
}

fn method(item: &Method, scope: &Scope<'_>) -> TokenStream {
    let (name, docs) = (ident(&item.name), doc(&item.doc));
    let old = deprecated(item.deprecated.as_ref());
    let signature = match &item.kind {
        MethodKind::Segment(segment, path) => {
            let (segment, path) = (Literal::string(segment), scope.path(path));
            quote! { (&self) -> #path { #path::new(self.target.segment(#segment)) } }
        }
        MethodKind::Keyed(segment, path) => {
            let (segment, path) = (Literal::string(segment), scope.path(path));
            quote! {
                (&self, id: impl Into<rt::Key>) -> #path {
                    #path::new(self.target.segment(#segment).key(id))
                }
            }
        }
        MethodKind::Named(parts, path) => {
            let path = scope.path(path);
            let names: Vec<_> = parts.iter().map(|(_, argument)| ident(argument)).collect();
            let wires = parts.iter().map(|(wire, _)| Literal::string(wire));
            quote! {
                (&self #(, #names: impl Into<rt::KeyValue>)*) -> #path {
                    #path::new(self.target.key(rt::Key::named([#((#wires, #names.into())),*])))
                }
            }
        }
        MethodKind::Stream(segment) => {
            let segment = Literal::string(segment);
            quote! { (&self) -> rt::Target { self.target.segment(#segment) } }
        }
        MethodKind::Call(call) => {
            let path = scope.path(&call.path);
            let (arguments, names) = arguments(call, scope);
            quote! {
                (&self #(, #arguments)*) -> #path {
                    #path::new(self.target.clone() #(, #names)*)
                }
            }
        }
    };
    quote! { #docs #old #[inline] pub fn #name #signature }
}

fn arguments(call: &Call, scope: &Scope<'_>) -> (Vec<TokenStream>, Vec<TokenStream>) {
    let one = |argument: &crate::sdk::Argument| {
        let name = ident(&argument.name);
        let shape = structs::argument(&argument.shape, scope);
        (quote! { #name: #shape }, quote! { #name })
    };
    call.arguments.iter().map(one).unzip()
}

/// Prints a function where paths begin.
pub fn root(item: &Root, scope: &Scope<'_>) -> Result<String, Error> {
    let (name, docs) = (ident(&item.name), doc(&item.doc));
    let old = deprecated(item.deprecated.as_ref());
    let path = scope.full(&item.call.path);
    let (arguments, names) = arguments(&item.call, scope);
    let segment = Literal::string(&item.segment);
    let target = match item.import {
        true => quote! { rt::Target::import(#segment) },
        false => quote! { rt::Target::root(#segment) },
    };
    print::item(quote! {
        #docs
        #old
        #[inline]
        pub fn #name(#(#arguments),*) -> #path { #path::new(#target #(, #names)*) }
    })
}
