//! Interprets the annotation terms that the generator supports, such as `Core.Computed`.

use super::{Deprecation, KeyRef, Model, Permissions, Property, Type, TypeKind};
use crate::csdl::{Annotation, Constant, Expression, ExpressionKind, PropertyValue};

const CORE: &str = "Org.OData.Core.V1.";

/// `AlternateKeys` of the vocabulary that was there before the one of OASIS. Its records are the
/// same; Dataverse and ASP.NET services use it.
const COMMUNITY_KEYS: &str = "OData.Community.Keys.V1.AlternateKeys";

/// Interprets the annotations of all elements; `visit` is called once with each annotation
/// list.
pub(super) fn interpret(model: &mut Model, visit: &mut dyn FnMut(&[Annotation])) {
    for type_ in &mut model.types {
        interpret_type(type_, visit);
    }
    for operation in &mut model.operations {
        visit(&operation.annotations);
        operation.description = description(&operation.annotations);
        operation.deprecated = deprecated(&operation.annotations);
        for parameter in &mut operation.parameters {
            visit(&parameter.annotations);
            parameter.description = description(&parameter.annotations);
            parameter.optional = core(&parameter.annotations, "OptionalParameter").is_some();
        }
        if let Some(returns) = &operation.return_type {
            visit(&returns.annotations);
        }
    }
    for root in &mut model.roots {
        visit(&root.annotations);
        root.description = description(&root.annotations);
        root.deprecated = deprecated(&root.annotations);
    }
    for schema in &model.schemas {
        visit(&schema.annotations);
        for term in &schema.terms {
            visit(&term.annotations);
        }
    }
    if let Some(container) = &model.container {
        visit(&container.annotations);
    }
}

fn interpret_type(type_: &mut Type, visit: &mut dyn FnMut(&[Annotation])) {
    visit(&type_.annotations);
    type_.description = description(&type_.annotations);
    type_.deprecated = deprecated(&type_.annotations);
    match &mut type_.kind {
        TypeKind::Structured(structured) => {
            structured.alternate_keys = alternate_keys(&type_.annotations);
            for property in &mut structured.properties {
                visit(&property.annotations);
                interpret_property(property);
            }
        }
        TypeKind::Enum(enumeration) => {
            for member in &mut enumeration.members {
                visit(&member.annotations);
                member.description = description(&member.annotations);
                member.deprecated = deprecated(&member.annotations);
            }
        }
        TypeKind::Definition(_) => {}
    }
}

fn interpret_property(property: &mut Property) {
    let list = &property.annotations;
    property.description = description(list);
    property.deprecated = deprecated(list);
    property.computed = tagged(list, "Computed");
    property.immutable = tagged(list, "Immutable");
    property.permissions = core(list, "Permissions").and_then(permissions);
}

/// The annotation with this term of the Core vocabulary and without qualifier.
fn core<'a>(list: &'a [Annotation], term: &str) -> Option<&'a Annotation> {
    list.iter().find(|annotation| {
        annotation.qualifier.is_none() && annotation.term.as_str().strip_prefix(CORE) == Some(term)
    })
}

/// Whether a term of type `Core.Tag` applies: it is present and its value is not `false`.
fn tagged(list: &[Annotation], term: &str) -> bool {
    core(list, term).is_some_and(|annotation| match &annotation.value {
        Some(Expression {
            kind: ExpressionKind::Constant(Constant::Bool, text),
            ..
        }) => text != "false",
        _ => true,
    })
}

/// The text of a constant or a path.
pub(super) fn text(value: Option<&Expression>) -> Option<&str> {
    match &value?.kind {
        ExpressionKind::Constant(_, text) | ExpressionKind::Path(_, text) => Some(text),
        _ => None,
    }
}

fn description(list: &[Annotation]) -> Option<String> {
    let of = |term| {
        text(core(list, term)?.value.as_ref())
            .map(str::trim)
            .filter(|text| !text.is_empty())
    };
    match (of("Description"), of("LongDescription")) {
        (Some(short), Some(long)) if short != long => Some(format!("{short}\n\n{long}")),
        (Some(one), _) | (None, Some(one)) => Some(one.to_owned()),
        (None, None) => None,
    }
}

fn permissions(annotation: &Annotation) -> Option<Permissions> {
    let value = text(annotation.value.as_ref())?;
    let (mut read, mut write) = (false, false);
    for member in value.split([' ', ',']).filter(|member| !member.is_empty()) {
        match member.rsplit('/').next()? {
            "Read" | "1" => read = true,
            "Write" | "2" => write = true,
            "ReadWrite" | "3" => (read, write) = (true, true),
            "None" | "0" => {}
            _ => return None,
        }
    }
    Some(match (read, write) {
        (true, true) => Permissions::ReadWrite,
        (true, false) => Permissions::Read,
        (false, true) => Permissions::Write,
        (false, false) => Permissions::None,
    })
}

/// Whether an expression is the constant `true`.
pub(super) fn is_true(value: Option<&Expression>) -> bool {
    value.is_some_and(|value| {
        matches!(&value.kind, ExpressionKind::Constant(Constant::Bool, text) if text == "true")
    })
}

/// The items of a collection expression; empty for any other expression.
pub(super) fn items(value: Option<&Expression>) -> &[Expression] {
    match value.map(|value| &value.kind) {
        Some(ExpressionKind::Collection(list)) => list,
        _ => &[],
    }
}

/// The value of a property in a record expression.
pub(super) fn field<'a>(record: &'a Expression, name: &str) -> Option<&'a Expression> {
    match &record.kind {
        ExpressionKind::Record { properties, .. } => properties
            .iter()
            .find(|PropertyValue { property, .. }| property.as_str() == name)?
            .value
            .as_ref(),
        _ => None,
    }
}

fn deprecated(list: &[Annotation]) -> Option<Deprecation> {
    let revisions = core(list, "Revisions")?;
    let record = items(revisions.value.as_ref()).iter().find(|record| {
        text(field(record, "Kind"))
            .is_some_and(|kind| kind.rsplit('/').next() == Some("Deprecated"))
    })?;
    let of = |name| text(field(record, name)).map(str::to_owned);
    Some(Deprecation {
        date: of("Date"),
        version: of("Version"),
        removal_date: of("RemovalDate"),
        description: of("Description"),
    })
}

/// The alternate keys of both vocabularies, each once.
fn alternate_keys(list: &[Annotation]) -> Vec<Vec<KeyRef>> {
    let community = list.iter().find(|annotation| {
        annotation.qualifier.is_none() && annotation.term.as_str() == COMMUNITY_KEYS
    });
    let annotations = core(list, "AlternateKeys").into_iter().chain(community);
    let records = annotations.flat_map(|annotation| items(annotation.value.as_ref()));
    let mut keys: Vec<Vec<KeyRef>> = Vec::new();
    for record in records {
        let mut key = Vec::new();
        for part in items(field(record, "Key")) {
            let Some(path) = text(field(part, "Name")) else {
                continue;
            };
            let alias = text(field(part, "Alias")).filter(|alias| *alias != path);
            key.push(KeyRef {
                path: path.to_owned(),
                alias: alias.map(str::to_owned),
                span: part.span,
                property: None,
            });
        }
        let same = |known: &&Vec<KeyRef>| {
            let parts = known.iter().zip(&key);
            known.len() == key.len() && parts.into_iter().all(|(a, b)| a.path == b.path)
        };
        if !key.is_empty() && !keys.iter().any(|known| same(&known)) {
            keys.push(key);
        }
    }
    keys
}
