//! The code of methods that create requests of entities, references and streams.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::scope::Scope;
use crate::emit::tokens::ident;
use crate::sdk::{CrudRequest, Stream};

/// A method that creates a request.
pub fn crud<'a>(name: &str, request: &'a CrudRequest, scope: &Scope<'a>) -> TokenStream {
    let name = ident(name);
    let (arguments, request, made) = match request {
        CrudRequest::Get(item) => {
            let item = scope.item(item);
            (quote!(), quote!(Get<#item>), quote!(Get::of(&self.target)))
        }
        CrudRequest::List(item) => {
            let item = scope.item(item);
            (
                quote!(),
                quote!(List<#item>),
                quote!(List::of(&self.target)),
            )
        }
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
        CrudRequest::Create(item) => {
            let item = scope.item(item);
            (
                quote!(body: impl Into<#item>),
                quote!(Create<#item>),
                quote!(Create::of(&self.target, &body.into())),
            )
        }
        CrudRequest::Update(item) => {
            let item = scope.item(item);
            (
                quote!(body: impl Into<#item>),
                quote!(Update<#item>),
                quote!(Update::of(&self.target, &body.into())),
            )
        }
        CrudRequest::Replace(item) => {
            let item = scope.item(item);
            (
                quote!(body: impl Into<#item>),
                quote!(Replace<#item>),
                quote!(Replace::of(&self.target, &body.into())),
            )
        }
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
    };
    quote! {
        pub fn #name(&self, #arguments) -> rt::#request {
            rt::#made
        }
    }
}

/// The method call that appends the segment of a stream.
fn segment(stream: &Stream) -> TokenStream {
    match stream {
        Stream::Property(name) => quote!(segment(#name)),
        Stream::Value => quote!(system("$value")),
    }
}
