//! The code of request builders: what can be asked of one entity, or of a collection of them.

use proc_macro2::TokenStream;
use quote::quote;

use super::conditions::{Not, attribute};
use super::scope::Scope;
use super::structs;
use super::tokens::{deprecated, ident};
use crate::sdk::{Access, Ask, Builder, Call, Mark, Method, MethodKind, Stream, Way};

/// The type parameter of builders that say what led to them.
pub const MARK: &str = "Access";

/// A builder.
pub fn builder<'a>(item: &'a Builder, scope: &Scope<'a>) -> TokenStream {
    let name = ident(&item.path.name);
    let (doc, note) = (&item.doc, deprecated(item.deprecated.as_ref()));
    if item.marked {
        let implementations = marked(item, scope);
        return quote! {
            #doc
            #note
            #[derive(Clone, Debug)]
            pub struct #name<Access = rt::Owned> {
                target: rt::Target,
                access: std::marker::PhantomData<Access>,
            }

            #implementations
        };
    }
    let constructor = constructor(&quote!(Self { target }));
    let target = target();
    let methods = item
        .methods
        .iter()
        .map(|method| self::method(method, scope));
    quote! {
        #doc
        #note
        #[derive(Clone, Debug)]
        pub struct #name {
            target: rt::Target,
        }

        impl #name {
            #constructor
            #target
            #(#methods)*
        }
    }
}

/// The implementations of a builder with a type parameter.
fn marked<'a>(item: &'a Builder, scope: &Scope<'a>) -> TokenStream {
    let name = ident(&item.path.name);
    let target = target();
    let methods = |only: Option<Access>| {
        let methods = item.methods.iter();
        let methods = methods.filter(|method| method.only == only);
        let methods = methods.map(|method| self::method(method, scope));
        methods.collect::<Vec<TokenStream>>()
    };
    let always = methods(None);
    let accesses = [Access::Owned, Access::Reference, Access::ReferenceItem];
    let by_access = accesses.map(|access| {
        let methods = methods(Some(access));
        let constructor =
            (access == Access::Owned).then(|| constructor(&quote!(Self::from(target))));
        if methods.is_empty() && constructor.is_none() {
            return None;
        }
        let access = mark(access);
        Some(quote! {
            impl #name<#access> {
                #constructor
                #(#methods)*
            }
        })
    });
    let by_access = by_access.iter();
    quote! {
        impl<Access> From<rt::Target> for #name<Access> {
            #[inline]
            fn from(target: rt::Target) -> Self {
                Self {
                    target,
                    access: std::marker::PhantomData,
                }
            }
        }

        impl<Access> #name<Access> {
            #target
            #(#always)*
        }

        #(#by_access)*
    }
}

fn mark(access: Access) -> TokenStream {
    match access {
        Access::Owned => quote!(rt::Owned),
        Access::Reference => quote!(rt::Reference),
        Access::ReferenceItem => quote!(rt::ReferenceItem),
    }
}

fn constructor(made: &TokenStream) -> TokenStream {
    quote! {
        /// What can be asked of what `target` is the path of.
        #[inline]
        pub fn new(target: rt::Target) -> Self {
            #made
        }
    }
}

fn target() -> TokenStream {
    quote! {
        /// The path so far.
        #[inline]
        pub fn target(&self) -> &rt::Target {
            &self.target
        }
    }
}

fn method<'a>(item: &'a Method, scope: &Scope<'a>) -> TokenStream {
    let (doc, note) = (&item.doc, deprecated(item.deprecated.as_ref()));
    let condition = item.kind.path().and_then(|path| scope.condition(path));
    let condition = condition.and_then(|when| attribute(scope.areas(), when, Not::Off));
    let name = ident(&item.name);
    let function = match &item.kind {
        MethodKind::Segment(segment, way) => {
            let (builder, make) = leads(way, scope);
            quote! {
                pub fn #name(&self) -> #builder {
                    #make(self.target.segment(#segment))
                }
            }
        }
        MethodKind::Keyed(segment, way) => {
            let (builder, make) = leads(way, scope);
            quote! {
                pub fn #name(&self, id: impl Into<rt::Key>) -> #builder {
                    #make(self.target.segment(#segment).key(id))
                }
            }
        }
        MethodKind::ById(way) => {
            let (builder, make) = leads(way, scope);
            quote! {
                pub fn #name(&self, id: impl Into<rt::Key>) -> #builder {
                    #make(self.target.key(id))
                }
            }
        }
        MethodKind::Named(parts, way) => {
            let (builder, make) = leads(way, scope);
            let names: Vec<_> = parts.iter().map(|(_, name)| ident(name)).collect();
            let wires = parts.iter().map(|(wire, _)| wire);
            quote! {
                pub fn #name(&self #(, #names: impl Into<rt::KeyValue>)*) -> #builder {
                    #make(self.target.key(rt::Key::named([#((#wires, #names.into())),*])))
                }
            }
        }
        MethodKind::Ask(ask) => self::ask(&item.name, ask, scope),
        MethodKind::Call(call) => {
            let path = scope.conditional(&call.path);
            let (arguments, passed) = (arguments(call, scope), passed(call));
            quote! {
                pub fn #name(&self #(, #arguments)*) -> #path {
                    #path::new(self.target.clone() #passed)
                }
            }
        }
    };
    quote! {
        #doc
        #condition
        #note
        #[inline]
        #function
    }
}

/// The builder that a method gives, and the function that makes it.
fn leads<'a>(way: &'a Way, scope: &Scope<'a>) -> (TokenStream, TokenStream) {
    let path = scope.conditional(&way.path);
    let builder = match way.mark {
        None => return (quote!(#path), quote!(#path::new)),
        Some(Mark::Is(Access::Owned)) => quote!(#path),
        Some(Mark::Is(access)) => {
            let access = mark(access);
            quote!(#path<#access>)
        }
        Some(Mark::Same) => quote!(#path<Access>),
    };
    (builder, quote!(#path::from))
}

/// A method that makes a request.
fn ask<'a>(name: &str, ask: &'a Ask, scope: &Scope<'a>) -> TokenStream {
    let name = ident(name);
    let (arguments, request, made) = match ask {
        Ask::Get(item) => {
            let item = scope.item(item);
            (quote!(), quote!(Get<#item>), quote!(Get::of(&self.target)))
        }
        Ask::List(item) => {
            let item = scope.item(item);
            (
                quote!(),
                quote!(List<#item>),
                quote!(List::of(&self.target)),
            )
        }
        Ask::Count => (quote!(), quote!(Count), quote!(Count::of(&self.target))),
        Ask::Delete => (
            quote!(),
            quote!(Delete),
            quote!(Delete::of(&self.target)),
        ),
        Ask::Create(item) => {
            let item = scope.item(item);
            (
                quote!(body: impl Into<#item>),
                quote!(Create<#item>),
                quote!(Create::of(&self.target, &body.into())),
            )
        }
        Ask::Update(item) => {
            let item = scope.item(item);
            (
                quote!(body: impl Into<#item>),
                quote!(Update<#item>),
                quote!(Update::of(&self.target, &body.into())),
            )
        }
        Ask::AddReference => (
            quote!(address: &str),
            quote!(SetReference),
            quote!(SetReference::add(&self.target, address)),
        ),
        Ask::SetReference => (
            quote!(address: &str),
            quote!(SetReference),
            quote!(SetReference::set(&self.target, address)),
        ),
        Ask::RemoveReference => (
            quote!(),
            quote!(RemoveReference),
            quote!(RemoveReference::of(&self.target)),
        ),
        Ask::Download(stream) => {
            let segment = segment(stream);
            (
                quote!(),
                quote!(Download),
                quote!(Download::of(self.target.#segment)),
            )
        }
        Ask::Clear(stream) => {
            let segment = segment(stream);
            (
                quote!(),
                quote!(Delete),
                quote!(Delete::of(&self.target.#segment)),
            )
        }
        Ask::Upload(stream) => {
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

/// The call that appends the segment of a stream.
fn segment(stream: &Stream) -> TokenStream {
    match stream {
        Stream::Property(name) => quote!(segment(#name)),
        Stream::Value => quote!(system("$value")),
    }
}

/// The arguments that an operation is made with.
pub fn arguments<'a>(call: &'a Call, scope: &Scope<'a>) -> impl Iterator<Item = TokenStream> {
    call.arguments.iter().map(|argument| {
        let (name, accepted) = (
            ident(&argument.name),
            structs::argument(&argument.shape, scope),
        );
        quote!(#name: #accepted)
    })
}

/// The arguments as they are handed on, behind another.
pub fn passed(call: &Call) -> TokenStream {
    let names = call.arguments.iter().map(|argument| ident(&argument.name));
    quote!(#(, #names)*)
}
