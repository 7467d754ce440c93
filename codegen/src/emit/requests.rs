//! What goes in: builders, operations and roots. What comes out: their items.

use super::names::joined;
use super::scope::Scope;
use super::structs;
use super::text::{Str, Text, line, open};
use crate::sdk::{Builder, Call, Method, MethodKind, Operation, Response, Root, Verb};

/// Prints the struct of an operation.
pub fn operation<'a>(item: &'a Operation, scope: &Scope<'a>, text: &mut Text) {
    let parameters = &item.parameters;
    let must_use = "#[must_use = \"an operation is a value; hand it to a client to send it\"]";
    structs::definition(parameters, must_use, "target: rt::Target", scope, text);
    text.apart();
    open!(text, "impl {} {{", parameters.path.name);
    structs::constants(parameters, text);
    text.apart();
    text.doc("Makes the operation on what `target` is the path of.");
    line!(text, "#[inline]");
    let target = "target: rt::Target".to_owned();
    let arguments = std::iter::once(target).chain(structs::arguments(parameters, scope));
    open!(text, "pub fn new({}) -> Self {{", joined(arguments));
    if parameters.required.is_empty() {
        line!(text, "Self {{ target, ..Self::default() }}");
    } else {
        open!(text, "Self {{");
        line!(text, "target,");
        structs::required(parameters, text);
        line!(text, "..Self::default()");
        text.close("}");
    }
    text.close("}");
    for (_, field) in structs::except(parameters, &parameters.required) {
        structs::setter(field, scope, text);
    }
    structs::write_anyway(text);
    text.close("}");
    structs::object(parameters, "parameters", text);
    request(item, scope, text);
}

/// `rt::Operation`.
fn request<'a>(item: &'a Operation, scope: &Scope<'a>, text: &mut Text) {
    let method = match item.verb {
        Verb::Get => "Get",
        Verb::Post => "Post",
    };
    text.apart();
    open!(
        text,
        "impl rt::Operation for {} {{",
        item.parameters.path.name
    );
    line!(text, "const METHOD: rt::Method = rt::Method::{method};");
    for (name, value) in [
        ("NAME", &item.segment),
        ("QUALIFIED_NAME", &item.qualified_name),
        ("BINDING", &item.binding),
    ] {
        line!(text, "const {name}: &'static str = {};", Str(value));
    }
    match &item.response {
        Response::Nothing => line!(text, "type Response = ();"),
        Response::One(item) => line!(text, "type Response = {};", scope.item(item)),
        Response::Scalar(item) => {
            line!(text, "type Response = rt::Scalar<{}>;", scope.item(item));
        }
        Response::Page(item) => line!(text, "type Response = rt::Page<{}>;", scope.item(item)),
        Response::Stream => line!(text, "type Response = rt::Binary;"),
    }
    text.apart();
    line!(text, "#[inline]");
    open!(text, "fn target(&self) -> &rt::Target {{");
    line!(text, "&self.target");
    text.close("}");
    text.close("}");
}

/// Prints a builder.
pub fn builder<'a>(item: &'a Builder, scope: &Scope<'a>, text: &mut Text) {
    let name = &item.path.name;
    text.apart();
    text.docs(&item.doc);
    text.deprecated(item.deprecated.as_ref());
    line!(text, "#[derive(Clone, Debug)]");
    open!(text, "pub struct {name} {{");
    line!(text, "target: rt::Target,");
    text.close("}");
    text.apart();
    open!(text, "impl {name} {{");
    text.doc("What can be asked of what `target` is the path of.");
    line!(text, "#[inline]");
    open!(text, "pub fn new(target: rt::Target) -> Self {{");
    line!(text, "Self {{ target }}");
    text.close("}");
    text.apart();
    text.doc("The path so far.");
    line!(text, "#[inline]");
    open!(text, "pub fn target(&self) -> &rt::Target {{");
    line!(text, "&self.target");
    text.close("}");
    if let Some(one) = &item.one {
        let one = scope.path(one);
        text.apart();
        text.doc("The one with this key.");
        line!(text, "#[inline]");
        open!(
            text,
            "pub fn by_id(&self, id: impl Into<rt::Key>) -> {one} {{"
        );
        line!(text, "{one}::new(self.target.key(id))");
        text.close("}");
    }
    for method in &item.methods {
        self::method(method, scope, text);
    }
    text.close("}");
}

fn method<'a>(item: &'a Method, scope: &Scope<'a>, text: &mut Text) {
    let name = &item.name;
    text.apart();
    text.docs(&item.doc);
    text.deprecated(item.deprecated.as_ref());
    line!(text, "#[inline]");
    match &item.kind {
        MethodKind::Segment(segment, path) => {
            let (segment, path) = (Str(segment), scope.path(path));
            open!(text, "pub fn {name}(&self) -> {path} {{");
            line!(text, "{path}::new(self.target.segment({segment}))");
        }
        MethodKind::Keyed(segment, path) => {
            let (segment, path) = (Str(segment), scope.path(path));
            open!(
                text,
                "pub fn {name}(&self, id: impl Into<rt::Key>) -> {path} {{"
            );
            line!(text, "{path}::new(self.target.segment({segment}).key(id))");
        }
        MethodKind::Named(parts, path) => {
            let path = scope.path(path);
            let arguments: String = parts
                .iter()
                .map(|(_, name)| format!(", {name}: impl Into<rt::KeyValue>"))
                .collect();
            let parts = parts
                .iter()
                .map(|(wire, name)| format!("({}, {name}.into())", Str(wire)));
            open!(text, "pub fn {name}(&self{arguments}) -> {path} {{");
            line!(
                text,
                "{path}::new(self.target.key(rt::Key::named([{}])))",
                joined(parts)
            );
        }
        MethodKind::Stream(segment) => {
            open!(text, "pub fn {name}(&self) -> rt::Target {{");
            line!(text, "self.target.segment({})", Str(segment));
        }
        MethodKind::Call(call) => {
            let path = scope.path(&call.path);
            let target = "&self".to_owned();
            let arguments = std::iter::once(target).chain(arguments(call, scope));
            open!(text, "pub fn {name}({}) -> {path} {{", joined(arguments));
            line!(text, "{path}::new(self.target.clone(){})", passed(call));
        }
    }
    text.close("}");
}

/// The arguments of a call.
fn arguments<'a>(call: &'a Call, scope: &Scope<'a>) -> impl Iterator<Item = String> {
    call.arguments.iter().map(|argument| {
        let shape = structs::argument(&argument.shape, scope);
        format!("{}: {shape}", argument.name)
    })
}

/// The arguments of a call as they are handed on, behind another.
fn passed(call: &Call) -> String {
    let names = call.arguments.iter();
    names
        .map(|argument| format!(", {}", argument.name))
        .collect()
}

/// Prints a function where paths begin.
pub fn root<'a>(item: &'a Root, scope: &Scope<'a>, text: &mut Text) {
    let (name, path) = (&item.name, scope.full(&item.call.path));
    let segment = Str(&item.segment);
    let target = match item.import {
        true => "import",
        false => "root",
    };
    text.apart();
    text.docs(&item.doc);
    text.deprecated(item.deprecated.as_ref());
    line!(text, "#[inline]");
    let arguments = joined(arguments(&item.call, scope));
    open!(text, "pub fn {name}({arguments}) -> {path} {{");
    line!(
        text,
        "{path}::new(rt::Target::{target}({segment}){})",
        passed(&item.call)
    );
    text.close("}");
}
