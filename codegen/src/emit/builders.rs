//! What goes in: builders. What comes out: their items.

use super::conditions::{Not, attribute};
use super::names::joined;
use super::scope::Scope;
use super::structs;
use super::text::{Str, Text, line, open};
use crate::sdk::{Access, Ask, Builder, Call, Mark, Method, MethodKind, Stream, Type, Way};

/// The parameter of builders with a mark.
pub const MARK: &str = "Access";

/// Prints a builder.
pub fn builder<'a>(item: &'a Builder, scope: &Scope<'a>, text: &mut Text) {
    let name = &item.path.name;
    text.apart();
    text.docs(&item.doc);
    text.deprecated(item.deprecated.as_ref());
    line!(text, "#[derive(Clone, Debug)]");
    if item.marked {
        open!(text, "pub struct {name}<{MARK} = rt::Owned> {{");
        line!(text, "target: rt::Target,");
        line!(text, "access: std::marker::PhantomData<{MARK}>,");
    } else {
        open!(text, "pub struct {name} {{");
        line!(text, "target: rt::Target,");
    }
    text.close("}");
    if item.marked {
        marked(item, scope, text);
        return;
    }
    text.apart();
    open!(text, "impl {name} {{");
    constructor("Self { target }", text);
    text.apart();
    target(text);
    for method in &item.methods {
        self::method(method, scope, text);
    }
    text.close("}");
}

/// The items of a builder with a mark.
fn marked<'a>(item: &'a Builder, scope: &Scope<'a>, text: &mut Text) {
    let name = &item.path.name;
    text.apart();
    open!(text, "impl<{MARK}> From<rt::Target> for {name}<{MARK}> {{");
    line!(text, "#[inline]");
    open!(text, "fn from(target: rt::Target) -> Self {{");
    open!(text, "Self {{");
    line!(text, "target,");
    line!(text, "access: std::marker::PhantomData,");
    text.close("}");
    text.close("}");
    text.close("}");
    text.apart();
    open!(text, "impl<{MARK}> {name}<{MARK}> {{");
    target(text);
    let all = || item.methods.iter();
    for method in all().filter(|method| method.only.is_none()) {
        self::method(method, scope, text);
    }
    text.close("}");
    for access in [Access::Owned, Access::Reference, Access::ReferenceItem] {
        let mut methods = all()
            .filter(|method| method.only == Some(access))
            .peekable();
        if methods.peek().is_none() && access != Access::Owned {
            continue;
        }
        text.apart();
        open!(text, "impl {name}<{}> {{", mark(access));
        if access == Access::Owned {
            constructor("Self::from(target)", text);
        }
        for method in methods {
            self::method(method, scope, text);
        }
        text.close("}");
    }
}

fn mark(access: Access) -> &'static str {
    match access {
        Access::Owned => "rt::Owned",
        Access::Reference => "rt::Reference",
        Access::ReferenceItem => "rt::ReferenceItem",
    }
}

fn constructor(made: &str, text: &mut Text) {
    text.doc("What can be asked of what `target` is the path of.");
    line!(text, "#[inline]");
    open!(text, "pub fn new(target: rt::Target) -> Self {{");
    line!(text, "{made}");
    text.close("}");
}

fn target(text: &mut Text) {
    text.doc("The path so far.");
    line!(text, "#[inline]");
    open!(text, "pub fn target(&self) -> &rt::Target {{");
    line!(text, "&self.target");
    text.close("}");
}

fn method<'a>(item: &'a Method, scope: &Scope<'a>, text: &mut Text) {
    let name = &item.name;
    text.apart();
    text.docs(&item.doc);
    if let Some(when) = item.kind.path().and_then(|path| scope.condition(path)) {
        attribute(scope.areas(), when, Not::Off, text);
    }
    text.deprecated(item.deprecated.as_ref());
    line!(text, "#[inline]");
    match &item.kind {
        MethodKind::Segment(segment, way) => {
            let (gives, make) = leads(way, scope);
            open!(text, "pub fn {name}(&self) -> {gives} {{");
            line!(text, "{make}(self.target.segment({}))", Str(segment));
        }
        MethodKind::Keyed(segment, way) => {
            let (gives, make) = leads(way, scope);
            open!(
                text,
                "pub fn {name}(&self, id: impl Into<rt::Key>) -> {gives} {{"
            );
            let segment = Str(segment);
            line!(text, "{make}(self.target.segment({segment}).key(id))");
        }
        MethodKind::ById(way) => {
            let (gives, make) = leads(way, scope);
            open!(
                text,
                "pub fn {name}(&self, id: impl Into<rt::Key>) -> {gives} {{"
            );
            line!(text, "{make}(self.target.key(id))");
        }
        MethodKind::Named(parts, way) => {
            let (gives, make) = leads(way, scope);
            let arguments: String = parts
                .iter()
                .map(|(_, name)| format!(", {name}: impl Into<rt::KeyValue>"))
                .collect();
            let parts = parts
                .iter()
                .map(|(wire, name)| format!("({}, {name}.into())", Str(wire)));
            open!(text, "pub fn {name}(&self{arguments}) -> {gives} {{");
            line!(
                text,
                "{make}(self.target.key(rt::Key::named([{}])))",
                joined(parts)
            );
        }
        MethodKind::Ask(ask) => self::ask(name, ask, scope, text),
        MethodKind::Call(call) => {
            let path = scope.conditional(&call.path);
            let target = "&self".to_owned();
            let arguments = std::iter::once(target).chain(arguments(call, scope));
            open!(text, "pub fn {name}({}) -> {path} {{", joined(arguments));
            line!(text, "{path}::new(self.target.clone(){})", passed(call));
        }
    }
    text.close("}");
}

/// The builder that a method gives, and what makes it.
fn leads<'a>(way: &'a Way, scope: &Scope<'a>) -> (String, String) {
    let path = scope.conditional(&way.path);
    let marked = match way.mark {
        None => return (path.to_string(), format!("{path}::new")),
        Some(Mark::Is(Access::Owned)) => String::new(),
        Some(Mark::Is(access)) => format!("<{}>", mark(access)),
        Some(Mark::Same) => format!("<{MARK}>"),
    };
    (format!("{path}{marked}"), format!("{path}::from"))
}

/// A method that makes a request.
fn ask<'a>(name: &str, ask: &'a Ask, scope: &Scope<'a>, text: &mut Text) {
    let entity = |item: &'a Type| scope.item(item);
    let (arguments, kind, made) = match ask {
        Ask::Get(item) => (
            "",
            format!("Get<{}>", entity(item)),
            "Get::of(&self.target)",
        ),
        Ask::List(item) => (
            "",
            format!("List<{}>", entity(item)),
            "List::of(&self.target)",
        ),
        Ask::Count => ("", "Count".to_owned(), "Count::of(&self.target)"),
        Ask::Delete => ("", "Delete".to_owned(), "Delete::delete(&self.target)"),
        Ask::Create(item) | Ask::Update(item) => {
            let item = entity(item);
            let kind = match ask {
                Ask::Create(_) => "Create",
                _ => "Update",
            };
            open!(
                text,
                "pub fn {name}(&self, body: impl Into<{item}>) -> rt::{kind}<{item}> {{"
            );
            line!(text, "rt::{kind}::of(&self.target, &body.into())");
            return;
        }
        Ask::AddReference => (
            ", address: &str",
            "Refer".to_owned(),
            "Refer::add_reference(&self.target, address)",
        ),
        Ask::SetReference => (
            ", address: &str",
            "Refer".to_owned(),
            "Refer::set_reference(&self.target, address)",
        ),
        Ask::RemoveReference => (
            "",
            "Delete".to_owned(),
            "Delete::remove_reference(&self.target)",
        ),
        Ask::Download(stream) => {
            open!(text, "pub fn {name}(&self) -> rt::Download {{");
            line!(text, "rt::Download::of(self.target.{})", segment(stream));
            return;
        }
        Ask::Clear(stream) => {
            open!(text, "pub fn {name}(&self) -> rt::Delete {{");
            line!(text, "rt::Delete::delete(&self.target.{})", segment(stream));
            return;
        }
        Ask::Upload(stream) => {
            open!(
                text,
                "pub fn {name}(&self, content_type: &str, bytes: Vec<u8>) -> rt::Upload {{"
            );
            let segment = segment(stream);
            line!(
                text,
                "rt::Upload::upload(self.target.{segment}, content_type, bytes)"
            );
            return;
        }
    };
    open!(text, "pub fn {name}(&self{arguments}) -> rt::{kind} {{");
    line!(text, "rt::{made}");
}

/// What appends the segment of a stream.
fn segment(stream: &Stream) -> String {
    match stream {
        Stream::Property(name) => format!("segment({})", Str(name)),
        Stream::Value => "system(\"$value\")".to_owned(),
    }
}

/// The arguments of a call.
pub fn arguments<'a>(call: &'a Call, scope: &Scope<'a>) -> impl Iterator<Item = String> {
    call.arguments.iter().map(|argument| {
        let shape = structs::argument(&argument.shape, scope);
        format!("{}: {shape}", argument.name)
    })
}

/// The arguments of a call as they are handed on, behind another.
pub fn passed(call: &Call) -> String {
    let names = call.arguments.iter();
    names
        .map(|argument| format!(", {}", argument.name))
        .collect()
}
