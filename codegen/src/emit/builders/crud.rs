//! The code of methods that create requests of entities, references and streams.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::scope::Scope;
use crate::emit::tokens::ident;
use crate::sdk::{CrudRequest, Stream, Type};

/// A method that creates a request.
pub fn crud<'a>(name: &str, request: &'a CrudRequest, scope: &Scope<'a>) -> TokenStream {
    let name = ident(name);
    let (arguments, request, made) = parts(request, scope);
    quote! {
        pub fn #name(&self, #arguments) -> rt::#request {
            rt::#made
        }
    }
}

/// The arguments of a method, the type of its request and how that is made.
type Parts = (TokenStream, TokenStream, TokenStream);

fn parts<'a>(request: &'a CrudRequest, scope: &Scope<'a>) -> Parts {
    match request {
        CrudRequest::Get(item) => reads("Get", item, scope),
        CrudRequest::List(item) => reads("List", item, scope),
        CrudRequest::Create(item) => sends("Create", item, scope),
        CrudRequest::Update(item) => sends("Update", item, scope),
        CrudRequest::Replace(item) => sends("Replace", item, scope),
        CrudRequest::Lookup(lookup) => {
            let (item, argument) = (scope.item(&lookup.item), ident(&lookup.argument));
            let filter = &lookup.filter;
            (
                quote!(#argument: impl Into<rt::Literal>),
                quote!(Lookup<#item>),
                quote!(Lookup::by(&self.target, #filter, #argument)),
            )
        }
        CrudRequest::Count => (quote!(), quote!(Count), quote!(Count::of(&self.target))),
        CrudRequest::Delete => (quote!(), quote!(Delete), quote!(Delete::of(&self.target))),
        CrudRequest::AddReference => (
            quote!(address: &str),
            quote!(SetReference),
            quote!(SetReference::add(&self.target, address)),
        ),
        CrudRequest::SetReference => (
            quote!(address: &str),
            quote!(SetReference),
            quote!(SetReference::set(&self.target, address)),
        ),
        CrudRequest::RemoveReference => (
            quote!(),
            quote!(RemoveReference),
            quote!(RemoveReference::of(&self.target)),
        ),
        CrudRequest::RemoveReferenceTo => (
            quote!(address: &str),
            quote!(RemoveReference),
            quote!(RemoveReference::to(&self.target, address)),
        ),
        CrudRequest::Download(stream) => {
            let segment = segment(stream);
            (
                quote!(),
                quote!(Download),
                quote!(Download::of(self.target.#segment)),
            )
        }
        CrudRequest::Clear(stream) => {
            let segment = segment(stream);
            (
                quote!(),
                quote!(Delete),
                quote!(Delete::of(&self.target.#segment)),
            )
        }
        CrudRequest::Upload(stream) => {
            let segment = segment(stream);
            (
                quote!(content_type: &str, bytes: Vec<u8>),
                quote!(Upload),
                quote!(Upload::of(self.target.#segment, content_type, bytes)),
            )
        }
    }
}

/// A request for an entity or a collection.
fn reads<'a>(kind: &str, item: &'a Type, scope: &Scope<'a>) -> Parts {
    let (kind, item) = (ident(kind), scope.item(item));
    (
        quote!(),
        quote!(#kind<#item>),
        quote!(#kind::of(&self.target)),
    )
}

/// A request that has an entity as its body.
fn sends<'a>(kind: &str, item: &'a Type, scope: &Scope<'a>) -> Parts {
    let (kind, item) = (ident(kind), scope.item(item));
    (
        quote!(body: impl Into<#item>),
        quote!(#kind<#item>),
        quote!(#kind::of(&self.target, &body.into())),
    )
}

/// The method call that appends the segment of a stream.
fn segment(stream: &Stream) -> TokenStream {
    match stream {
        Stream::Property(name) => quote!(segment(#name)),
        Stream::Value => quote!(system("$value")),
    }
}
