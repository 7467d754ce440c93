//! What goes in: a [`Struct`]. What comes out: its items: the struct, its
//! constants and setters, its table, and the call of the runtime's macro.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use super::print::{self, Error};
use super::scope::{Scope, deprecated, doc, ident, names};
use crate::sdk::{Field, Shape, Struct, Type};

/// Prints an entity or complex type.
pub fn model(item: &Struct, scope: &Scope<'_>) -> Result<Vec<String>, Error> {
    let name = ident(&item.path.name);
    let mut members = constants(item);
    if item.written {
        if !item.required.is_empty() {
            members.push(constructor(item, scope));
        }
        // What requests leave out has no setter: it would have no effect.
        let set = item.fields.iter().enumerate();
        let set = set.filter(|(at, _)| !item.read_only.contains(at));
        members.extend(set.map(|(_, field)| setter(field, scope)));
        members.extend(write_anyway());
    }
    let mut out = vec![definition(item, &quote! {}, None, scope)?];
    if !members.is_empty() {
        out.push(print::implementation(quote! { impl #name }, members)?);
    }
    out.extend(object(item, "model")?);
    Ok(out)
}

/// The struct itself, with what a request holds besides.
pub fn definition(
    item: &Struct,
    attributes: &TokenStream,
    first: Option<TokenStream>,
    scope: &Scope<'_>,
) -> Result<String, Error> {
    let (name, docs) = (ident(&item.path.name), doc(&item.doc));
    let old = deprecated(item.deprecated.as_ref());
    let mut fields: Vec<TokenStream> = first.into_iter().collect();
    for field in &item.fields {
        let (name, docs) = (ident(&field.name), doc(&field.doc));
        let old = deprecated(field.deprecated.as_ref());
        let shape = scope.shape(&field.shape);
        fields.push(quote! { #docs #old pub #name: Option<#shape> });
    }
    fields.push(quote! {
        #[doc = " Members that the metadata does not declare, kept as they came."]
        pub extra: rt::Extra
    });
    let head = quote! {
        #docs
        #old
        #[derive(Clone, Default)]
        #[non_exhaustive]
        #attributes
        pub struct #name
    };
    print::structure(head, fields)
}

/// A constant a property.
pub fn constants(item: &Struct) -> Vec<TokenStream> {
    let constant = |(position, field): (usize, &Field)| {
        let name = ident(&field.constant);
        let position = Literal::usize_unsuffixed(position);
        let docs = Literal::string(&format!(" {}", code(&field.wire)));
        let old = deprecated(field.deprecated.as_ref());
        quote! {
            #[doc = #docs] #old
            pub const #name: rt::Property<Self> = rt::Property::new(#position);
        }
    };
    item.fields.iter().enumerate().map(constant).collect()
}

/// Text of the wire as code in Markdown.
pub fn code(text: &str) -> String {
    crate::lower::markdown::code(text)
}

fn constructor(item: &Struct, scope: &Scope<'_>) -> TokenStream {
    let (arguments, values) = required(item, scope);
    quote! {
        #[doc = " Makes a value with the members that the service requires."]
        #[inline]
        pub fn new(#(#arguments),*) -> Self {
            Self { #(#values,)* ..Self::default() }
        }
    }
}

/// The arguments of `new`, and what they are stored as.
pub fn required(item: &Struct, scope: &Scope<'_>) -> (Vec<TokenStream>, Vec<TokenStream>) {
    let fields = item.required.iter().filter_map(|at| item.fields.get(*at));
    fields
        .map(|field| {
            let name = ident(&field.name);
            let argument = argument(&field.shape, scope);
            let value = stored(&field.shape, quote! { #name });
            let value = if matches!(
                field.shape,
                Shape {
                    item: Type::Scalar(_),
                    list: false,
                    ..
                }
            ) {
                quote! { #name: Some(#name) }
            } else {
                quote! { #name: Some(#value) }
            };
            (quote! { #name: #argument }, value)
        })
        .unzip()
}

/// The type of an argument: whatever converts into the field.
pub fn argument(shape: &Shape, scope: &Scope<'_>) -> TokenStream {
    let item = scope.item(&shape.item);
    match shape {
        Shape { list: true, .. } => quote! { impl IntoIterator<Item = impl Into<#item>> },
        Shape {
            item: Type::Scalar(_),
            ..
        } => item,
        _ => quote! { impl Into<#item> },
    }
}

/// An argument as the field stores it.
fn stored(shape: &Shape, argument: TokenStream) -> TokenStream {
    match shape {
        Shape { list: true, .. } => quote! { #argument.into_iter().map(Into::into).collect() },
        Shape {
            item: Type::Scalar(_),
            ..
        } => argument,
        Shape { boxed: true, .. } => quote! { Box::new(#argument.into()) },
        _ => quote! { #argument.into() },
    }
}

/// `with_…`.
pub fn setter(field: &Field, scope: &Scope<'_>) -> TokenStream {
    let (name, setter) = (ident(&field.name), ident(&field.setter));
    let plain = field.name.strip_prefix("r#").unwrap_or(&field.name);
    let docs = Literal::string(&format!(" Sets [`{plain}`](Self::{plain})."));
    let old = deprecated(field.deprecated.as_ref());
    let item = scope.item(&field.shape.item);
    let value = stored(&field.shape, quote! { #name });
    let (generics, argument, bounds) = match &field.shape {
        Shape { list: true, .. } => (
            quote! { <I> },
            quote! { I },
            quote! { where I: IntoIterator, I::Item: Into<#item> },
        ),
        Shape {
            item: Type::Scalar(_),
            ..
        } => (quote! {}, item, quote! {}),
        _ => (quote! {}, quote! { impl Into<#item> }, quote! {}),
    };
    quote! {
        #[doc = #docs]
        #old
        #[inline]
        pub fn #setter #generics(mut self, #name: #argument) -> Self #bounds {
            self.#name = Some(#value);
            self
        }
    }
}

/// `with_null` and `with_extra`.
pub fn write_anyway() -> Vec<TokenStream> {
    vec![
        quote! {
            #[doc = " Sends `property` as an explicit `null`."]
            #[inline]
            pub fn with_null(mut self, property: rt::Property<Self>) -> Self {
                rt::set_null(&mut self, property);
                self
            }
        },
        quote! {
            #[doc = " Adds a member that the metadata does not declare."]
            #[inline]
            pub fn with_extra(mut self, name: &str, value: impl Into<rt::RawJson>) -> Self {
                self.extra.insert(name, value);
                self
            }
        },
    ]
}

/// `rt::Model`, and what the runtime's macro `completed` adds.
pub fn object(item: &Struct, completed: &str) -> Result<Vec<String>, Error> {
    let name = ident(&item.path.name);
    let [get, slot] = [quote! { & }, quote! { &mut }].map(|borrow| {
        let arms = item.fields.iter().enumerate().map(|(position, field)| {
            let (position, field) = (Literal::usize_unsuffixed(position), ident(&field.name));
            quote! { #position => #borrow self.#field }
        });
        match item.fields.is_empty() {
            true => (format_ident!("_position"), quote! { None }),
            false => (
                format_ident!("position"),
                quote! { Some(match position { #(#arms,)* _ => return None }) },
            ),
        }
    });
    let ((get_field, get), (slot_field, slot)) = (get, slot);
    let type_name = Literal::string(&item.type_name);
    let names = names(item.fields.iter().map(|field| field.wire.as_str()));
    let positions = |list: &[usize]| {
        let list = list.iter().map(|at| Literal::usize_unsuffixed(*at));
        quote! { &[#(#list),*] }
    };
    let (read_only, secret) = (positions(&item.read_only), positions(&item.secret));
    let members = vec![
        quote! {
            const TABLE: &'static rt::Table = &rt::Table {
                type_name: #type_name,
                names: #names,
                read_only: #read_only,
                secret: #secret,
            };
        },
        quote! { #[inline] fn field(&self, #get_field: usize) -> Option<&dyn rt::Field> { #get } },
        quote! {
            #[inline]
            fn field_mut(&mut self, #slot_field: usize) -> Option<&mut dyn rt::Field> { #slot }
        },
        quote! { #[inline] fn undeclared(&self) -> &rt::Extra { &self.extra } },
        quote! { #[inline] fn undeclared_mut(&mut self) -> &mut rt::Extra { &mut self.extra } },
    ];
    let completed = ident(completed);
    Ok(vec![
        print::implementation(quote! { impl rt::Model for #name }, members)?,
        print::item(quote! { rt::#completed!(#name); })?,
    ])
}
