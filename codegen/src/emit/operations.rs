//! What goes in: operations. What comes out: their items.

use super::names::joined;
use super::scope::Scope;
use super::structs;
use super::text::{Str, Text, line, open};
use crate::sdk::{Operation, Response, Verb};

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
    structs::object(parameters, "operation", text);
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
        Response::Stream => line!(text, "type Response = rt::Content;"),
    }
    text.apart();
    line!(text, "#[inline]");
    open!(text, "fn target(&self) -> &rt::Target {{");
    line!(text, "&self.target");
    text.close("}");
    text.close("}");
}
