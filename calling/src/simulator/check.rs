//! Checks bodies of requests against the metadata.
//!
//! A body must read strictly as the SDK's own type, and may have no members that the metadata does
//! not declare.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use msgraph_beta_communications::Mode;
use msgraph_beta_communications::registry::{
    OPERATIONS, ReadDocument, RegistryEntry, RegistryField, RegistryOperation, TYPES, TypeKind,
};
use serde_json::{Map, Value};

/// Undeclared members that the service accepts wherever they stand.
const ACCEPTED: [&str; 3] = ["languageId", "region", "tenantId"];

static TYPES_BY_NAME: LazyLock<BTreeMap<&str, &RegistryEntry>> =
    LazyLock::new(|| TYPES.iter().map(|entry| (entry.name, entry)).collect());

/// An operation by the last segment of its path and the type that it is bound to.
pub(super) fn operation(name: &str, binding: &str) -> Option<&'static RegistryOperation> {
    OPERATIONS.iter().find(|operation| {
        let known = operation.name;
        operation.binding == binding
            && operation.is_action
            && (known == name || known.rsplit('.').next() == Some(name))
    })
}

/// Reads the body of an operation.
pub(super) fn parameters(operation: &RegistryOperation, body: &[u8]) -> Result<Value, String> {
    let body = match body {
        [] => b"{}",
        body => body,
    };
    check(operation.read, operation.parameters, body)
}

/// Reads an entity of a type.
pub(super) fn entity(name: &str, body: &[u8]) -> Result<Value, String> {
    let Some(entry) = TYPES_BY_NAME.get(name) else {
        return Err(format!("the metadata has no {name}"));
    };
    check(entry.read, entry.fields, body)
}

fn check(read: ReadDocument, fields: &[RegistryField], body: &[u8]) -> Result<Value, String> {
    let text = std::str::from_utf8(body).map_err(|error| format!("not UTF-8: {error}"))?;
    read(text, Mode::Strict).map_err(|error| error.to_string())?;
    let value: Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let Some(object) = value.as_object() else {
        return Err("not an object".to_owned());
    };
    check_members(object, fields, "$")?;
    Ok(value)
}

fn check_members(
    object: &Map<String, Value>,
    fields: &[RegistryField],
    path: &str,
) -> Result<(), String> {
    for (name, value) in object {
        if name.contains('@') || ACCEPTED.contains(&name.as_str()) {
            continue;
        }
        let path = format!("{path}.{name}");
        let Some(field) = fields.iter().find(|field| field.name == name) else {
            return Err(format!("{path} is not declared"));
        };
        check_value(value, field.value_type.name, &path)?;
    }
    Ok(())
}

fn check_value(value: &Value, declared: &str, path: &str) -> Result<(), String> {
    let Some(entry) = TYPES_BY_NAME.get(declared) else {
        // A primitive type: reading has checked it.
        return Ok(());
    };
    match (value, entry.kind) {
        (Value::Null, _) => Ok(()),
        (Value::Array(elements), _) => {
            let mut elements = elements.iter().enumerate();
            elements.try_for_each(|(index, element)| {
                check_value(element, declared, &format!("{path}[{index}]"))
            })
        }
        (Value::String(text), TypeKind::Enum | TypeKind::Flags) => {
            let is_known = |text: &str| {
                let mut members = entry.members.iter();
                members.any(|member| member.eq_ignore_ascii_case(text.trim()))
            };
            match text.split(',').all(is_known) {
                true => Ok(()),
                false => Err(format!("{path}: {declared} has no member {text:?}")),
            }
        }
        (Value::Object(object), _) => check_members(object, actual(object, entry, path)?, path),
        _ => Ok(()),
    }
}

/// The fields of the type that an object names, or else of the declared one.
fn actual(
    object: &Map<String, Value>,
    declared: &RegistryEntry,
    path: &str,
) -> Result<&'static [RegistryField], String> {
    let named = object.get("@odata.type").and_then(Value::as_str);
    let name = match named {
        Some(named) => named.trim_start_matches('#'),
        None if declared.is_abstract => {
            return Err(format!(
                "{path} needs an @odata.type: {} is abstract",
                declared.name
            ));
        }
        None => declared.name,
    };
    if name != declared.name && !declared.derived.contains(&name) {
        return Err(format!("{path}: {name} is no {}", declared.name));
    }
    match TYPES_BY_NAME.get(name) {
        Some(entry) => Ok(entry.fields),
        None => Err(format!("{path}: the metadata has no {name}")),
    }
}
