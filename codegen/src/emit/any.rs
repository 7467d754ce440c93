//! What goes in: an [`AnyEnum`]. What comes out: the enum, its table, the
//! conversions into it, and the members that all its types share.

use super::names::names;
use super::scope::Scope;
use super::text::{Text, line, open};
use crate::lower::markdown::code;
use crate::sdk::{AnyEnum, Member, Shape, Type, Variant};

/// Prints an enum over a type and those that derive from it.
pub fn any_enum<'a>(item: &'a AnyEnum, scope: &Scope<'a>, text: &mut Text) {
    let name = &item.path.name;
    definition(item, scope, text);
    table(item, text);
    text.apart();
    open!(text, "impl Default for {name} {{");
    line!(text, "#[inline]");
    open!(text, "fn default() -> Self {{");
    match (&item.base, &item.fallback) {
        (Some(base), _) => {
            let (variant, path) = (&base.name, scope.path(&base.path));
            line!(text, "Self::{variant}({path}::default())");
        }
        (None, Some(fallback)) => line!(text, "Self::{fallback}(rt::UnknownObject::default())"),
        (None, None) => line!(text, "Self::make(0)"),
    }
    text.close("}");
    text.close("}");
    if let Some(variant) = &item.base {
        conversion(item, variant, "value", scope, text);
    }
    for variant in &item.derived {
        conversion(item, variant, "Box::new(value)", scope, text);
    }
    if !item.members.is_empty() {
        text.apart();
        open!(text, "impl {name} {{");
        for member in &item.members {
            reader(member, scope, text);
        }
        text.close("}");
    }
    text.apart();
    line!(text, "rt::any_model!({name});");
}

fn definition<'a>(item: &'a AnyEnum, scope: &Scope<'a>, text: &mut Text) {
    text.apart();
    text.docs(&item.doc);
    text.deprecated(item.deprecated.as_ref());
    line!(text, "#[derive(Clone)]");
    line!(text, "#[non_exhaustive]");
    open!(text, "pub enum {} {{", item.path.name);
    if let Some(base) = &item.base {
        text.doc("The base type itself, or a type that the metadata does not name.");
        line!(text, "{}({}),", base.name, scope.path(&base.path));
    }
    for derived in &item.derived {
        text.apart();
        text.doc(&code(&derived.wire));
        line!(
            text,
            "{}(Box<{}>),",
            derived.name,
            scope.path(&derived.path)
        );
    }
    if let Some(fallback) = &item.fallback {
        text.apart();
        text.doc("An object of a type that the metadata does not name, or of none.");
        line!(text, "{fallback}(rt::UnknownObject),");
    }
    text.close("}");
}

/// `rt::AnyModel`: positions are those of the names, the fallback comes last.
fn table(item: &AnyEnum, text: &mut Text) {
    let variants = item.base.iter().chain(&item.derived);
    text.apart();
    open!(text, "impl rt::AnyModel for {} {{", item.path.name);
    names(
        "const TYPES: &'static rt::Names = &",
        variants.clone().map(|variant| variant.wire.as_str()),
        ";",
        text,
    );
    line!(text, "const BASE_FIRST: bool = {};", item.base.is_some());
    make(item, text);
    text.apart();
    line!(text, "#[inline]");
    open!(text, "fn object(&self) -> &dyn rt::Object {{");
    objects(item, "&**", text);
    text.close("}");
    text.apart();
    line!(text, "#[inline]");
    open!(text, "fn object_mut(&mut self) -> &mut dyn rt::Object {{");
    objects(item, "&mut **", text);
    text.close("}");
    text.apart();
    line!(text, "#[inline]");
    open!(text, "fn position(&self) -> usize {{");
    open!(text, "match self {{");
    let all = variants.map(|variant| &variant.name).chain(&item.fallback);
    for (position, variant) in all.enumerate() {
        text.arm(format_args!("Self::{variant}(_) => {position}"));
    }
    text.close("}");
    text.close("}");
    text.close("}");
}

fn make(item: &AnyEnum, text: &mut Text) {
    let rest = match (&item.base, &item.fallback) {
        (_, Some(fallback)) => format!("Self::{fallback}(rt::UnknownObject::default())"),
        (Some(base), None) => format!("Self::{}(Default::default())", base.name),
        (None, None) => String::new(),
    };
    text.apart();
    line!(text, "#[inline]");
    if item.derived.is_empty() {
        open!(text, "fn make(_position: usize) -> Self {{");
        line!(text, "{rest}");
    } else {
        open!(text, "fn make(position: usize) -> Self {{");
        open!(text, "match position {{");
        let first = usize::from(item.base.is_some());
        for (at, derived) in item.derived.iter().enumerate() {
            let (position, variant) = (first + at, &derived.name);
            text.arm(format_args!(
                "{position} => Self::{variant}(Box::default())"
            ));
        }
        text.arm(format_args!("_ => {rest}"));
        text.close("}");
    }
    text.close("}");
}

/// The object inside, whatever the variant; derived ones are boxed.
fn objects(item: &AnyEnum, borrow: &str, text: &mut Text) {
    open!(text, "match self {{");
    if let Some(base) = &item.base {
        text.arm(format_args!("Self::{}(value) => value", base.name));
    }
    for derived in &item.derived {
        text.arm(format_args!(
            "Self::{}(value) => {borrow}value",
            derived.name
        ));
    }
    if let Some(fallback) = &item.fallback {
        text.arm(format_args!("Self::{fallback}(value) => value"));
    }
    text.close("}");
}

fn conversion<'a>(
    item: &AnyEnum,
    variant: &'a Variant,
    value: &str,
    scope: &Scope<'a>,
    text: &mut Text,
) {
    let (path, name) = (scope.path(&variant.path), &item.path.name);
    text.apart();
    open!(text, "impl From<{path}> for {name} {{");
    line!(text, "#[inline]");
    open!(text, "fn from(value: {path}) -> Self {{");
    line!(text, "Self::{}({value})", variant.name);
    text.close("}");
    text.close("}");
}

/// A member of the base, whatever the type.
fn reader<'a>(member: &'a Member, scope: &Scope<'a>, text: &mut Text) {
    let (method, position) = (&member.method, member.position);
    let item = scope.item(&member.shape.item);
    let shape = scope.shape(&member.shape);
    let (before, after, then) = match &member.shape {
        Shape { list: true, .. } => ("&[", "]", ".map(Vec::as_slice)"),
        Shape {
            item: Type::Scalar(_),
            ..
        } => ("", "", ".copied()"),
        Shape {
            item: Type::String, ..
        } => ("&str", "", ".map(String::as_str)"),
        Shape { boxed: true, .. } => ("&", "", ".map(|value| &**value)"),
        _ => ("&", "", ""),
    };
    let item = match before {
        "&str" => String::new(),
        _ => item.to_string(),
    };
    text.apart();
    text.docs(&member.doc);
    text.deprecated(member.deprecated.as_ref());
    line!(text, "#[inline]");
    open!(
        text,
        "pub fn {method}(&self) -> Option<{before}{item}{after}> {{"
    );
    line!(
        text,
        "rt::member::<{shape}>(rt::AnyModel::object(self), {position}){then}"
    );
    text.close("}");
}
