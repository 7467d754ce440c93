//! The code of request builders, which create the requests of one entity or of a collection.

mod crud;

use proc_macro2::TokenStream;
use quote::quote;

use self::crud::crud;
use super::conditions::{Not, attribute};
use super::scope::Scope;
use super::structs;
use super::tokens::{Part, deprecated, ident};
use crate::model::Writing;
use crate::sdk::{
    Access, AccessParam, Action, Builder, BuilderRef, Constructor, EntityKey, KeyForm, KeyPart,
    Method, MethodKind, Only, Type,
};

/// The name of the access parameter of builders.
pub const ACCESS: &str = "Access";

/// A request builder.
pub fn builder<'a>(item: &'a Builder, scope: &Scope<'a>) -> TokenStream {
    let name = ident(&item.path.name);
    let (doc, note) = (&item.doc, deprecated(item.deprecated.as_ref()));
    if item.has_access_param {
        let implementations = with_access_param(item, scope);
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
    let methods = item.methods.iter().chain(&item.former);
    let methods = methods.map(|method| Part(move || self::method(method, scope)));
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

/// The implementations of a builder with an access parameter.
fn with_access_param<'a>(item: &'a Builder, scope: &Scope<'a>) -> TokenStream {
    let name = ident(&item.path.name);
    let target = target();
    let methods = |only: Option<Only>| {
        let methods = item.methods.iter().chain(&item.former);
        let methods = methods.filter(|method| method.only == only);
        let methods = methods.map(|method| Part(move || self::method(method, scope)));
        methods.collect::<Vec<_>>()
    };
    let always = methods(None);
    let by_access = CONDITIONS.map(|when| {
        let methods = methods(Some(when));
        let constructor =
            (when == Only::With(Access::OWNED)).then(|| constructor(&quote!(From::from(target))));
        if methods.is_empty() && constructor.is_none() {
            return None;
        }
        let head = match when {
            Only::With(access) => {
                let access = access_type(access);
                quote!(impl #name<#access>)
            }
            Only::ToDo(action) => {
                let bound = bound(action);
                quote!(impl<Access: #bound> #name<Access>)
            }
        };
        Some(quote! {
            #head {
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

/// The conditions of methods, in the order of their implementations.
const CONDITIONS: [Only; 9] = [
    Only::With(Access::OWNED),
    Only::With(Access::Reference),
    Only::With(Access::ReferenceItem),
    Only::ToDo(Action::Item),
    Only::ToDo(Action::Create),
    Only::ToDo(Action::Update),
    Only::ToDo(Action::Delete),
    Only::ToDo(Action::Refer),
    Only::ToDo(Action::RemoveReference),
];

/// The type that stands for an access.
pub fn access_type(access: Access) -> TokenStream {
    match access {
        Access::OWNED => quote!(rt::Owned),
        Access::Owned(writing) => {
            let (create, update, delete) = (writing.create, writing.update, writing.delete);
            quote!(rt::Owned<#create, #update, #delete>)
        }
        Access::Reference => quote!(rt::Reference),
        Access::ReferenceItem => quote!(rt::ReferenceItem),
        Access::Related(Writing::ALL) => quote!(rt::Related),
        Access::Related(writing) => {
            let (create, update, delete) = (writing.create, writing.update, writing.delete);
            quote!(rt::Related<#create, #update, #delete>)
        }
        Access::RelatedItem(Writing { update, delete, .. }) if update && delete => {
            quote!(rt::RelatedItem)
        }
        Access::RelatedItem(Writing { update, delete, .. }) => {
            quote!(rt::RelatedItem<#update, #delete>)
        }
    }
}

/// The trait of the accesses that may do this.
fn bound(action: Action) -> TokenStream {
    match action {
        Action::Create => quote!(rt::Creates),
        Action::Update => quote!(rt::Updates),
        Action::Delete => quote!(rt::Deletes),
        Action::Refer => quote!(rt::Refers),
        Action::RemoveReference => quote!(rt::RemovesReference),
        Action::Item => quote!(rt::ToMany),
    }
}

fn constructor(made: &TokenStream) -> TokenStream {
    quote! {
        /// Creates the builder of the requests to `target`.
        #[inline]
        pub fn new(target: rt::Target) -> Self {
            #made
        }
    }
}

fn target() -> TokenStream {
    quote! {
        /// The path of this builder.
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
    let (option_arguments, options) = (
        option_arguments(&item.options, scope),
        read_options(&item.options, scope),
    );
    let function = match &item.kind {
        MethodKind::Segment(segment, next) => {
            let (builder, make) = leads_to(next, scope);
            quote! {
                pub fn #name(&self #option_arguments) -> #builder {
                    #make(self.target.segment(#segment) #options)
                }
            }
        }
        MethodKind::ByPath(next) => {
            let (builder, make) = leads_to(next, scope);
            quote! {
                pub fn #name(&self, path: &str) -> #builder {
                    #make(self.target.by_path(path))
                }
            }
        }
        MethodKind::Keyed(segment, key, next) => {
            let (builder, make) = leads_to(next, scope);
            let (arguments, key) = (key_arguments(key, scope), self::key(key, scope));
            quote! {
                pub fn #name(&self #(, #arguments)* #option_arguments) -> #builder {
                    #make(self.target.segment(#segment).key(#key) #options)
                }
            }
        }
        MethodKind::ByKey(key, next) => {
            let (builder, make) = leads_to(next, scope);
            let (arguments, key) = (key_arguments(key, scope), self::key(key, scope));
            quote! {
                pub fn #name(&self #(, #arguments)*) -> #builder {
                    #make(self.target.key(#key))
                }
            }
        }
        MethodKind::Crud(request) => crud(&item.name, request, scope),
        MethodKind::Operation(constructor) => {
            let path = scope.conditional(&constructor.path);
            let (arguments, passed) = (arguments(constructor, scope), passed(constructor));
            let target = match item.options.is_empty() {
                true => quote!(.clone()),
                false => self::options(&item.options, &quote!(option), scope),
            };
            quote! {
                pub fn #name(&self #(, #arguments)* #option_arguments) -> #path {
                    #path::new(self.target #target #passed)
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

/// The builder that a method returns, and the function that creates it.
pub fn leads_to<'a>(next: &'a BuilderRef, scope: &Scope<'a>) -> (TokenStream, TokenStream) {
    let path = scope.conditional(&next.path);
    let builder = match next.access {
        None => return (quote!(#path), quote!(#path::new)),
        Some(AccessParam::Is(Access::OWNED)) => quote!(#path),
        Some(AccessParam::Is(access)) => {
            let access = access_type(access);
            quote!(#path<#access>)
        }
        Some(AccessParam::Same) => quote!(#path<Access>),
        Some(AccessParam::Item) => quote!(#path<Access::Item>),
    };
    // Not by the path of the builder: it may have a method `from`, which would hide the trait's.
    (builder, quote!(From::from))
}

/// The arguments that a key consists of.
pub fn key_arguments<'a>(
    key: &'a EntityKey,
    scope: &Scope<'a>,
) -> impl Iterator<Item = TokenStream> {
    key.parts.iter().map(|part| match key.form {
        KeyForm::Id => {
            let name = ident(&part.name);
            quote!(#name: impl Into<rt::Key>)
        }
        _ => value_argument(part, scope),
    })
}

/// The argument for a value in a URL.
pub fn value_argument<'a>(part: &'a KeyPart, scope: &Scope<'a>) -> TokenStream {
    let (name, type_) = (ident(&part.name), scope.item(&part.type_));
    match part.type_ {
        Type::Scalar(_) => quote!(#name: #type_),
        _ => quote!(#name: impl Into<#type_>),
    }
}

/// The arguments for query options, each after a comma.
pub fn option_arguments<'a>(list: &'a [KeyPart], scope: &Scope<'a>) -> TokenStream {
    let arguments = list.iter().map(|part| value_argument(part, scope));
    quote!(#(, #arguments)*)
}

/// What sets the query options of requests that read.
pub fn read_options<'a>(list: &'a [KeyPart], scope: &Scope<'a>) -> TokenStream {
    options(list, &quote!(read_option), scope)
}

/// What sets query options by this method of a target.
pub fn options<'a>(list: &'a [KeyPart], set: &TokenStream, scope: &Scope<'a>) -> TokenStream {
    let options = list.iter().map(|part| {
        let (name, type_, wire) = (ident(&part.name), scope.item(&part.type_), &part.wire);
        quote!(.#set(#wire, rt::KeyValue::of::<#type_>(#name)))
    });
    quote!(#(#options)*)
}

/// The key that is made of them.
pub fn key<'a>(key: &'a EntityKey, scope: &Scope<'a>) -> TokenStream {
    let parts = key.parts.iter().map(|part| {
        let (name, type_, wire) = (ident(&part.name), scope.item(&part.type_), &part.wire);
        match key.form {
            KeyForm::Id => quote!(#name),
            KeyForm::Segment => quote!(rt::Key::segment::<#type_>(#name)),
            KeyForm::Literal => quote!(rt::Key::literal::<#type_>(#name)),
            KeyForm::Named => quote!((#wire, rt::KeyValue::of::<#type_>(#name))),
        }
    });
    match key.form {
        KeyForm::Named => quote!(rt::Key::named([#(#parts),*])),
        _ => quote!(#(#parts)*),
    }
}

/// The arguments that a constructor has after the target.
pub fn arguments<'a>(
    constructor: &'a Constructor,
    scope: &Scope<'a>,
) -> impl Iterator<Item = TokenStream> {
    constructor.arguments.iter().map(|argument| {
        let (name, accepted) = (
            ident(&argument.name),
            structs::argument(&argument.field_type, scope),
        );
        quote!(#name: #accepted)
    })
}

/// The same arguments as they are passed on to the constructor, each after a comma.
pub fn passed(constructor: &Constructor) -> TokenStream {
    let names = constructor
        .arguments
        .iter()
        .map(|argument| ident(&argument.name));
    quote!(#(, #names)*)
}
