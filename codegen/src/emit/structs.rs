//! What goes in: a [`Struct`]. What comes out: its items: the struct, its
//! constants and setters, its table, and the call of the runtime's macro.

use super::names::{joined, names};
use super::scope::Scope;
use super::text::{Str, Text, line, open};
use crate::lower::markdown::code;
use crate::sdk::{Field, Shape, Struct, Type};

/// Prints an entity or complex type.
pub fn model<'a>(item: &'a Struct, scope: &Scope<'a>, text: &mut Text) {
    let name = &item.path.name;
    definition(item, "", "", scope, text);
    if item.written || !item.fields.is_empty() {
        text.apart();
        open!(text, "impl {name} {{");
        constants(item, text);
        if item.written {
            if !item.required.is_empty() {
                constructor(item, scope, text);
            }
            // What requests leave out has no setter: it would have no effect.
            for (_, field) in except(item, &item.read_only) {
                setter(field, scope, text);
            }
            write_anyway(text);
        }
        text.close("}");
    }
    object(item, "model", text);
}

/// The fields but those at some positions, which are ascending.
pub fn except<'a>(
    item: &'a Struct,
    positions: &'a [usize],
) -> impl Iterator<Item = (usize, &'a Field)> {
    let fields = item.fields.iter().enumerate();
    fields.filter(|(at, _)| positions.binary_search(at).is_err())
}

/// The struct itself, with what a request holds besides.
pub fn definition<'a>(
    item: &'a Struct,
    attribute: &str,
    first: &str,
    scope: &Scope<'a>,
    text: &mut Text,
) {
    text.apart();
    text.docs(&item.doc);
    text.deprecated(item.deprecated.as_ref());
    line!(text, "#[derive(Clone, Default)]");
    line!(text, "#[non_exhaustive]");
    if !attribute.is_empty() {
        line!(text, "{attribute}");
    }
    open!(text, "pub struct {} {{", item.path.name);
    if !first.is_empty() {
        line!(text, "{first},");
    }
    for field in &item.fields {
        let (name, shape) = (&field.name, scope.shape(&field.shape));
        if !field.doc.0.is_empty() {
            text.apart();
        }
        text.docs(&field.doc);
        text.deprecated(field.deprecated.as_ref());
        line!(text, "pub {name}: Option<{shape}>,");
    }
    text.apart();
    text.doc("Members that the metadata does not declare, kept as they came.");
    line!(text, "pub extra: rt::Extra,");
    text.close("}");
}

/// A constant a property.
pub fn constants(item: &Struct, text: &mut Text) {
    for (position, field) in item.fields.iter().enumerate() {
        let name = &field.constant;
        text.doc(&code(&field.wire));
        text.deprecated(field.deprecated.as_ref());
        line!(
            text,
            "pub const {name}: rt::Property<Self> = rt::Property::new({position});"
        );
    }
}

fn constructor<'a>(item: &'a Struct, scope: &Scope<'a>, text: &mut Text) {
    text.apart();
    text.doc("Makes a value with the members that the service requires.");
    line!(text, "#[inline]");
    open!(
        text,
        "pub fn new({}) -> Self {{",
        joined(arguments(item, scope))
    );
    open!(text, "Self {{");
    required(item, text);
    line!(text, "..Self::default()");
    text.close("}");
    text.close("}");
}

/// The arguments of `new`.
pub fn arguments<'a>(item: &'a Struct, scope: &Scope<'a>) -> impl Iterator<Item = String> {
    let fields = item.required.iter().filter_map(|at| item.fields.get(*at));
    fields.map(|field| format!("{}: {}", field.name, argument(&field.shape, scope)))
}

/// What the arguments of `new` are stored as.
pub fn required(item: &Struct, text: &mut Text) {
    for field in item.required.iter().filter_map(|at| item.fields.get(*at)) {
        let (name, (before, after)) = (&field.name, stored(&field.shape));
        line!(text, "{name}: Some({before}{name}{after}),");
    }
}

/// The type of an argument: whatever converts into the field.
pub fn argument<'a>(shape: &'a Shape, scope: &Scope<'a>) -> String {
    let item = scope.item(&shape.item);
    match shape {
        Shape { list: true, .. } => format!("impl IntoIterator<Item = impl Into<{item}>>"),
        Shape {
            item: Type::Scalar(_),
            ..
        } => item.to_string(),
        _ => format!("impl Into<{item}>"),
    }
}

/// What stands around an argument where the field stores it.
fn stored(shape: &Shape) -> (&'static str, &'static str) {
    match shape {
        Shape { list: true, .. } => ("", ".into_iter().map(Into::into).collect()"),
        Shape {
            item: Type::Scalar(_),
            ..
        } => ("", ""),
        Shape { boxed: true, .. } => ("Box::new(", ".into())"),
        _ => ("", ".into()"),
    }
}

/// `with_…`.
pub fn setter<'a>(field: &'a Field, scope: &Scope<'a>, text: &mut Text) {
    let (name, setter) = (&field.name, &field.setter);
    let plain = name.strip_prefix("r#").unwrap_or(name);
    let item = scope.item(&field.shape.item);
    let (before, after) = stored(&field.shape);
    text.apart();
    text.doc(&format!("Sets [`{plain}`](Self::{plain})."));
    text.deprecated(field.deprecated.as_ref());
    line!(text, "#[inline]");
    match &field.shape {
        Shape { list: true, .. } => {
            line!(text, "pub fn {setter}<I>(mut self, {name}: I) -> Self");
            open!(text, "where");
            line!(text, "I: IntoIterator,");
            line!(text, "I::Item: Into<{item}>,");
            text.close("{");
            text.deeper();
        }
        Shape {
            item: Type::Scalar(_),
            ..
        } => open!(text, "pub fn {setter}(mut self, {name}: {item}) -> Self {{"),
        _ => open!(
            text,
            "pub fn {setter}(mut self, {name}: impl Into<{item}>) -> Self {{"
        ),
    }
    line!(text, "self.{name} = Some({before}{name}{after});");
    line!(text, "self");
    text.close("}");
}

/// `with_null` and `with_extra`.
pub fn write_anyway(text: &mut Text) {
    text.apart();
    text.doc("Sends `property` as an explicit `null`.");
    line!(text, "#[inline]");
    open!(
        text,
        "pub fn with_null(mut self, property: rt::Property<Self>) -> Self {{"
    );
    line!(text, "rt::set_null(&mut self, property);");
    line!(text, "self");
    text.close("}");
    text.apart();
    text.doc("Adds a member that the metadata does not declare.");
    line!(text, "#[inline]");
    open!(
        text,
        "pub fn with_extra(mut self, name: &str, value: impl Into<rt::RawJson>) -> Self {{"
    );
    line!(text, "self.extra.insert(name, value);");
    line!(text, "self");
    text.close("}");
}

/// `rt::Model`, and what the runtime's macro `completed` adds.
pub fn object(item: &Struct, completed: &str, text: &mut Text) {
    let name = &item.path.name;
    text.apart();
    open!(text, "impl rt::Model for {name} {{");
    open!(text, "const TABLE: &'static rt::Table = &rt::Table {{");
    line!(text, "type_name: {},", Str(&item.type_name));
    names(
        "names: ",
        item.fields.iter().map(|field| field.wire.as_str()),
        ",",
        text,
    );
    line!(text, "read_only: &[{}],", joined(&item.read_only));
    text.last(format_args!("secret: &[{}]", joined(&item.secret)));
    text.close("};");
    let position = match item.fields.is_empty() {
        true => "_position",
        false => "position",
    };
    accessor(
        item,
        format_args!("fn field(&self, {position}: usize) -> Option<&dyn rt::Field> {{"),
        "&",
        text,
    );
    accessor(
        item,
        format_args!("fn field_mut(&mut self, {position}: usize) -> Option<&mut dyn rt::Field> {{"),
        "&mut ",
        text,
    );
    text.apart();
    line!(text, "#[inline]");
    open!(text, "fn undeclared(&self) -> &rt::Extra {{");
    line!(text, "&self.extra");
    text.close("}");
    text.apart();
    line!(text, "#[inline]");
    open!(text, "fn undeclared_mut(&mut self) -> &mut rt::Extra {{");
    line!(text, "&mut self.extra");
    text.close("}");
    text.close("}");
    text.apart();
    line!(text, "rt::{completed}!({name});");
}

/// A function that hands out a field by its position.
fn accessor(item: &Struct, head: std::fmt::Arguments<'_>, borrow: &str, text: &mut Text) {
    text.apart();
    line!(text, "#[inline]");
    text.open(head);
    if item.fields.is_empty() {
        line!(text, "None");
    } else {
        open!(text, "Some(");
        open!(text, "match position {{");
        for (position, field) in item.fields.iter().enumerate() {
            text.arm(format_args!("{position} => {borrow}self.{}", field.name));
        }
        text.arm(format_args!("_ => return None"));
        text.close("},");
        text.close(")");
    }
    text.close("}");
}
