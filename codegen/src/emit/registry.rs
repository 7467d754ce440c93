//! What goes in: the [`Registry`]. What comes out: its two tables.

use super::names::joined;
use super::scope::Scope;
use super::text::{Str, Text, line, open};
use crate::sdk::{
    Registry, RegistryField, RegistryKind, RegistryOperation, RegistryType, RegistryValue,
};

/// Prints the tables and the functions that keep them short.
pub fn registry<'a>(item: &'a Registry, scope: &Scope<'a>, text: &mut Text) {
    text.apart();
    text.doc("Every type, sorted by OData name.");
    if item.types.is_empty() {
        line!(text, "pub static TYPES: &[rt::RegistryEntry] = &[];");
    } else {
        open!(text, "pub static TYPES: &[rt::RegistryEntry] = &[");
        for found in &item.types {
            entry(found, scope, text);
        }
        text.close("];");
    }
    text.apart();
    text.doc("Every operation, sorted by qualified name and binding.");
    if item.operations.is_empty() {
        line!(
            text,
            "pub static OPERATIONS: &[rt::RegistryOperation] = &[];"
        );
    } else {
        open!(text, "pub static OPERATIONS: &[rt::RegistryOperation] = &[");
        for found in &item.operations {
            operation(found, scope, text);
        }
        text.close("];");
    }
    helpers(text);
}

fn entry<'a>(item: &'a RegistryType, scope: &Scope<'a>, text: &mut Text) {
    let kind = match item.kind {
        RegistryKind::Entity => "Entity",
        RegistryKind::Complex => "Complex",
        RegistryKind::Enum => "Enum",
        RegistryKind::Flags => "Flags",
        RegistryKind::Union => "Union",
    };
    let texts = |list: &[String]| joined(list.iter().map(|text| Str(text)));
    open!(text, "rt::RegistryEntry {{");
    line!(text, "name: {},", Str(&item.name));
    line!(text, "kind: rt::Kind::{kind},");
    line!(text, "is_abstract: {},", item.is_abstract);
    line!(text, "fields: &[{}],", fields(&item.fields));
    line!(text, "members: &[{}],", texts(&item.members));
    line!(text, "derived: &[{}],", texts(&item.derived));
    let value = scope.item_in_full(&item.value);
    text.last(format_args!("read: rt::document::<{value}>"));
    text.close("},");
}

fn operation<'a>(item: &'a RegistryOperation, scope: &Scope<'a>, text: &mut Text) {
    let response = match &item.response {
        Some(response) => format!("Some({})", value(response)),
        None => "None".to_owned(),
    };
    open!(text, "rt::RegistryOperation {{");
    line!(text, "name: {},", Str(&item.name));
    line!(text, "binding: {},", Str(&item.binding));
    line!(text, "is_action: {},", item.action);
    line!(text, "parameters: &[{}],", fields(&item.parameters));
    line!(text, "response: {response},");
    let path = scope.full(&item.path);
    text.last(format_args!("read: rt::document::<{path}>"));
    text.close("},");
}

fn fields(list: &[RegistryField]) -> String {
    let field =
        |field: &RegistryField| format!("field({}, {})", Str(&field.name), value(&field.value));
    joined(list.iter().map(field))
}

fn value(item: &RegistryValue) -> String {
    let name = Str(&item.name);
    match (item.collection, item.one_or_many) {
        (false, false) => format!("one({name})"),
        (true, _) => format!("many({name})"),
        (false, true) => format!("one_or_many({name})"),
    }
}

fn helpers(text: &mut Text) {
    for (name, collection, one_or_many) in [
        ("one", false, false),
        ("many", true, false),
        ("one_or_many", false, true),
    ] {
        text.apart();
        open!(
            text,
            "const fn {name}(name: &'static str) -> rt::ValueType {{"
        );
        open!(text, "rt::ValueType {{");
        line!(text, "name,");
        line!(text, "collection: {collection},");
        line!(text, "one_or_many: {one_or_many},");
        text.close("}");
        text.close("}");
    }
    text.apart();
    open!(
        text,
        "const fn field(name: &'static str, value_type: rt::ValueType) -> rt::RegistryField {{"
    );
    open!(text, "rt::RegistryField {{");
    line!(text, "name,");
    line!(text, "value_type,");
    text.close("}");
    text.close("}");
}
