//! For every field of every type: a misfit is refused with its path, and survives lenient reading.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test stops where it fails"
)]

use conformance_tests::examples::Registry;
use conformance_tests::json::same;
use msgraph_beta_communications::registry::{OPERATIONS, TYPES};
use msgraph_runtime::registry::{Cardinality, Document, RegistryField, TypeKind};
use msgraph_runtime::{Mode, ReadError, ReadErrorKind};

type Read = fn(&str, Mode) -> Result<Box<dyn Document>, ReadError>;

/// Values that fit nothing of a type; empty if everything fits.
fn misfits(registry: &Registry, field: &RegistryField) -> Vec<&'static str> {
    let declared = field.value_type;
    let is_known = registry.find(declared.name).is_some();
    match declared.name {
        // One or many of something, or whatever else comes.
        _ if declared.cardinality == Cardinality::OneOrMany => vec![],
        // `"true"` is read: services send any primitive as text.
        "Edm.Boolean" => vec!["5", "\"yes\"", "\"\""],
        "Edm.String" => vec!["true", "5", "{}"],
        "Edm.Int32" | "Edm.Int16" | "Edm.Byte" | "Edm.SByte" => {
            vec!["true", "\"x\"", "0.5", "99999999999"]
        }
        "Edm.Int64" => vec!["true", "\"x\"", "0.5", "9223372036854775808"],
        "Edm.Double" | "Edm.Single" | "Edm.Decimal" => vec!["true", "\"x\"", "{}"],
        "Edm.Guid" | "Edm.Date" | "Edm.TimeOfDay" | "Edm.DateTimeOffset" | "Edm.Duration"
        | "Edm.Binary" => vec!["true", "\"*\"", "5"],
        _ if is_known => vec!["true", "5", "[[]]"],
        _ => vec![],
    }
}

/// Checks all fields; gives how many values were tried.
fn check(registry: &Registry, owner: &str, fields: &[RegistryField], read: Read) -> usize {
    let mut tried = 0;
    for field in fields {
        for value in misfits(registry, field) {
            let name = field.name;
            let (value, path) = if field.value_type.cardinality == Cardinality::Many {
                (format!("[{value}]"), format!("{name}[0]"))
            } else {
                (value.to_owned(), name.to_owned())
            };
            refused(
                owner,
                &format!("{{\"zz\":1,\"{name}\":{value}}}"),
                &path,
                read,
            );
            tried += 1;
        }
        if field.value_type.cardinality == Cardinality::Many {
            let text = format!("{{\"{}\":true}}", field.name);
            refused(owner, &text, field.name, read);
        }
    }
    tried
}

fn refused(owner: &str, text: &str, path: &str, read: Read) {
    let error = match read(text, Mode::Strict) {
        Err(error) => error,
        Ok(document) => panic!("{owner}: {text} was read: {document:?}"),
    };
    assert_eq!(error.kind(), ReadErrorKind::Type, "{owner}: {text}");
    assert_eq!(error.path(), path, "{owner}: {text}: {error}");
    let lenient = read(text, Mode::Lenient);
    let lenient = lenient.unwrap_or_else(|error| panic!("{owner}: {text}: {error}"));
    assert_eq!(same(text, &lenient.to_json()), Ok(()), "{owner}");
    let written = lenient.to_serde_json().unwrap();
    assert_eq!(same(text, &written), Ok(()), "{owner}, serde");
}

#[test]
fn a_value_that_does_not_fit_a_field_is_refused_there() {
    let registry = Registry::new(TYPES, OPERATIONS);
    let mut tried = 0;
    for entry in TYPES {
        if matches!(entry.kind, TypeKind::Entity | TypeKind::Complex) && !entry.is_abstract {
            tried += check(&registry, entry.name, entry.fields, entry.read);
        }
    }
    assert!(tried > 2_000, "{tried} values");
}

#[test]
fn a_parameter_that_does_not_fit_is_refused() {
    let registry = Registry::new(TYPES, OPERATIONS);
    let mut tried = 0;
    for operation in OPERATIONS {
        tried += check(
            &registry,
            operation.name,
            operation.parameters,
            operation.read,
        );
    }
    assert!(tried > 50, "{tried} values");
}
