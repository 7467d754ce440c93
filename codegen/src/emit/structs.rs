//! The code of an entity or complex type, and what operations share with it: a struct, its
//! constants and setters, and its table of properties.

use proc_macro2::TokenStream;
use quote::quote;

use super::names::names;
use super::scope::Scope;
use super::tokens::{DocLine, Part, deprecated, ident, number};
use crate::lower::markdown::code;
use crate::sdk::{Field, FieldType, Struct, Type};

/// The type parameter of setters of collections.
pub const ITEMS: &str = "I";

/// An entity or complex type.
pub fn model<'a>(item: &'a Struct, scope: &Scope<'a>) -> TokenStream {
    let name = ident(&item.path.name);
    let definition = Part(|| definition(item, None, scope));
    let inherent = Part(|| {
        if !item.written && item.fields.is_empty() {
            return TokenStream::new();
        }
        let constants = Part(|| constants(item));
        let written = item.written.then_some(Part(|| written(item, scope)));
        quote! {
            impl #name {
                #constants
                #written
            }
        }
    });
    let table = Part(|| table(item));
    quote! {
        #definition
        #inherent
        #table
        rt::model!(#name);
    }
}

/// How values are made for requests.
fn written<'a>(item: &'a Struct, scope: &Scope<'a>) -> TokenStream {
    let constructor = (!item.required.is_empty()).then(|| constructor(item, scope));
    // A property that requests leave out has no setter: it would have no effect.
    let own = except(item, &item.read_only).map(|(_, field)| field);
    let setters = own
        .chain(&item.former_setters)
        .map(|field| Part(move || setter(field, scope)));
    let escape_hatches = Part(escape_hatches);
    quote! {
        #constructor
        #(#setters)*
        #escape_hatches
    }
}

/// The fields except those at `positions`, which are ascending.
pub fn except<'a>(
    item: &'a Struct,
    positions: &'a [usize],
) -> impl Iterator<Item = (usize, &'a Field)> {
    let fields = item.fields.iter().enumerate();
    fields.filter(|(at, _)| positions.binary_search(at).is_err())
}

/// The struct itself; that of an operation has a field `target` and `attributes` of its own.
pub fn definition<'a>(
    item: &'a Struct,
    attributes: Option<&TokenStream>,
    scope: &Scope<'a>,
) -> TokenStream {
    let name = ident(&item.path.name);
    let (doc, note) = (&item.doc, deprecated(item.deprecated.as_ref()));
    let target = attributes.map(|_| quote!(target: rt::Target,));
    let fields = item.fields.iter().map(|field| {
        Part(move || {
            let name = ident(&field.name);
            let (doc, note) = (&field.doc, deprecated(field.deprecated.as_ref()));
            let held = scope.field_type(&field.field_type);
            quote! {
                #doc
                #note
                pub #name: Option<#held>,
            }
        })
    });
    quote! {
        #doc
        #note
        #[derive(Clone, Default)]
        #[non_exhaustive]
        #attributes
        pub struct #name {
            #target
            #(#fields)*
            /// Members that the metadata does not declare, as they were received.
            pub extra: rt::Extra,
        }
    }
}

/// One constant for each property.
pub fn constants(item: &Struct) -> TokenStream {
    let former = item.former_constants.iter();
    let former = former.map(|(position, field)| (*position, field));
    let all = item.fields.iter().enumerate().chain(former);
    let constants = all.map(|(position, field)| {
        Part(move || {
            let (name, position) = (ident(&field.constant), number(position));
            let doc = code(&field.wire);
            let (doc, note) = (DocLine(&doc), deprecated(field.deprecated.as_ref()));
            quote! {
                #doc
                #note
                pub const #name: rt::Property<Self> = rt::Property::new(#position);
            }
        })
    });
    quote!(#(#constants)*)
}

fn constructor<'a>(item: &'a Struct, scope: &Scope<'a>) -> TokenStream {
    let arguments = arguments(item, scope);
    let required = required(item);
    quote! {
        /// Creates a value with the properties that the service requires.
        #[inline]
        pub fn new(#(#arguments),*) -> Self {
            Self {
                #(#required,)*
                ..Self::default()
            }
        }
    }
}

/// The arguments of `new`.
pub fn arguments<'a>(item: &'a Struct, scope: &Scope<'a>) -> impl Iterator<Item = TokenStream> {
    let fields = item.required.iter().filter_map(|at| item.fields.get(*at));
    fields.map(|field| {
        let (name, accepted) = (ident(&field.name), argument(&field.field_type, scope));
        quote!(#name: #accepted)
    })
}

/// The fields that the arguments of `new` are stored in.
pub fn required(item: &Struct) -> impl Iterator<Item = TokenStream> {
    let fields = item.required.iter().filter_map(|at| item.fields.get(*at));
    fields.map(|field| {
        let (name, stored) = (ident(&field.name), stored(field));
        quote!(#name: Some(#stored))
    })
}

/// The type of an argument: whatever converts into the field.
pub fn argument<'a>(field_type: &'a FieldType, scope: &Scope<'a>) -> TokenStream {
    let item = scope.item(&field_type.item);
    match field_type {
        FieldType { list: true, .. } => quote!(impl IntoIterator<Item = impl Into<#item>>),
        FieldType {
            item: Type::Scalar(_),
            ..
        } => quote!(#item),
        _ => quote!(impl Into<#item>),
    }
}

/// The value that a field stores for the argument of the same name.
fn stored(field: &Field) -> TokenStream {
    let name = ident(&field.name);
    match &field.field_type {
        FieldType { list: true, .. } => quote!(#name.into_iter().map(Into::into).collect()),
        FieldType {
            item: Type::Scalar(_),
            ..
        } => quote!(#name),
        FieldType { boxed: true, .. } => quote!(Box::new(#name.into())),
        _ => quote!(#name.into()),
    }
}

/// `with_…`.
pub fn setter<'a>(field: &'a Field, scope: &Scope<'a>) -> TokenStream {
    let (name, setter) = (ident(&field.name), ident(&field.setter));
    let plain = field.name.strip_prefix("r#").unwrap_or(&field.name);
    let doc = format!("Sets [`{plain}`](Self::{plain}).");
    let (doc, note) = (DocLine(&doc), deprecated(field.deprecated.as_ref()));
    let item = scope.item(&field.field_type.item);
    let signature = match &field.field_type {
        FieldType { list: true, .. } => quote! {
            pub fn #setter<I>(mut self, #name: I) -> Self
            where
                I: IntoIterator,
                I::Item: Into<#item>,
        },
        FieldType {
            item: Type::Scalar(_),
            ..
        } => quote!(pub fn #setter(mut self, #name: #item) -> Self),
        _ => quote!(pub fn #setter(mut self, #name: impl Into<#item>) -> Self),
    };
    let stored = Part(|| stored(field));
    quote! {
        #doc
        #note
        #[inline]
        #signature {
            self.#name = Some(#stored);
            self
        }
    }
}

/// `with_null` and `with_extra`.
pub fn escape_hatches() -> TokenStream {
    quote! {
        /// Sends `property` as an explicit `null`.
        #[inline]
        pub fn with_null(mut self, property: rt::Property<Self>) -> Self {
            rt::set_null(&mut self, property);
            self
        }

        /// Adds a member that the metadata does not declare.
        #[inline]
        pub fn with_extra(mut self, name: &str, value: impl Into<rt::RawJson>) -> Self {
            self.extra.insert(name, value);
            self
        }
    }
}

/// `impl rt::Model`: the table of properties and access to fields by their positions.
pub fn table(item: &Struct) -> TokenStream {
    let (name, type_name) = (ident(&item.path.name), &item.type_name);
    let names = names(item.fields.iter().map(|field| field.wire.as_str()));
    let read_only = item.read_only.iter().copied().map(number);
    let secret = item.secret.iter().copied().map(number);
    let create_only = (!item.create_only.is_empty()).then(|| {
        let positions = item.create_only.iter().copied().map(number);
        quote!(const CREATE_ONLY: &'static [u16] = &[#(#positions),*];)
    });
    let position = match item.fields.is_empty() {
        true => quote!(_position),
        false => quote!(position),
    };
    let field = Part(|| by_position(item, &quote!(&)));
    let field_mut = Part(|| by_position(item, &quote!(&mut)));
    quote! {
        impl rt::Model for #name {
            const TABLE: &'static rt::Table = &rt::Table {
                type_name: #type_name,
                names: #names,
                read_only: &[#(#read_only),*],
                secret: &[#(#secret),*],
            };
            #create_only

            #[inline]
            fn field(&self, #position: usize) -> Option<&dyn rt::Field> {
                #field
            }

            #[inline]
            fn field_mut(&mut self, #position: usize) -> Option<&mut dyn rt::Field> {
                #field_mut
            }

            #[inline]
            fn extra(&self) -> &rt::Extra {
                &self.extra
            }

            #[inline]
            fn extra_mut(&mut self) -> &mut rt::Extra {
                &mut self.extra
            }
        }
    }
}

/// The field at `position`, borrowed.
fn by_position(item: &Struct, borrow: &TokenStream) -> TokenStream {
    if item.fields.is_empty() {
        return quote!(None);
    }
    let arms = item.fields.iter().enumerate().map(|(position, field)| {
        Part(move || {
            let (position, name) = (number(position), ident(&field.name));
            quote!(#position => #borrow self.#name)
        })
    });
    quote! {
        Some(match position {
            #(#arms,)*
            _ => return None,
        })
    }
}
