//! Annotations as XML, without those that only describe.

use super::names::Names;
use super::xml::Xml;
use crate::csdl::{Annotation, Constant, Expression, ExpressionKind, Facets, PropertyValue, Text};

/// Whether an annotation is kept.
pub(super) fn is_kept(annotation: &Annotation) -> bool {
    !matches!(
        annotation.term.as_str(),
        "Org.OData.Core.V1.Description" | "Org.OData.Core.V1.LongDescription"
    )
}

/// Writes annotations sorted by term and qualifier; of two equal ones the first counts.
pub(super) fn write_all(xml: &mut Xml, names: &Names<'_>, list: &[Annotation]) {
    let key = |a: &Annotation| {
        (
            a.term.value.clone(),
            a.qualifier.as_ref().map(|q| q.value.clone()),
        )
    };
    let mut sorted: Vec<&Annotation> = list.iter().filter(|a| is_kept(a)).collect();
    sorted.sort_by_cached_key(|a| key(a));
    sorted.dedup_by_key(|a| key(a));
    for annotation in sorted {
        xml.open("Annotation")
            .attribute("Term", &names.text(annotation.term.as_str()))
            .optional("Qualifier", annotation.qualifier.as_ref().map(Text::as_str));
        if let Some(value) = &annotation.value {
            write_value(xml, names, value);
        }
        write_all(xml, names, &annotation.annotations);
        xml.close();
    }
}

/// Writes a value as an attribute of the open element where that is possible.
fn write_value(xml: &mut Xml, names: &Names<'_>, value: &Expression) {
    if value.annotations.iter().any(is_kept) {
        return write(xml, names, value);
    }
    match &value.kind {
        ExpressionKind::Constant(Constant::EnumMember, text) => {
            xml.attribute("EnumMember", &members(names, text));
        }
        ExpressionKind::Constant(constant, text) => {
            xml.attribute(constant.name(), text);
        }
        ExpressionKind::Path(kind, path) => {
            xml.attribute(kind.name(), &names.path(path));
        }
        _ => write(xml, names, value),
    }
}

/// Writes a value as an element.
///
/// Recursion is bounded: the reader refuses what is nested too deeply.
fn write(xml: &mut Xml, names: &Names<'_>, value: &Expression) {
    let all = |xml: &mut Xml, list: &[Expression]| {
        for item in list {
            write(xml, names, item);
        }
    };
    match &value.kind {
        ExpressionKind::Constant(Constant::EnumMember, text) => {
            return xml.text("EnumMember", &members(names, text));
        }
        ExpressionKind::Constant(constant, text) => return xml.text(constant.name(), text),
        ExpressionKind::Path(kind, path) => return xml.text(kind.name(), &names.path(path)),
        ExpressionKind::LabeledElementReference(name) => {
            return xml.text("LabeledElementReference", &names.text(name));
        }
        ExpressionKind::Null => {
            xml.open("Null");
        }
        ExpressionKind::Collection(list) => {
            xml.open("Collection");
            all(xml, list);
        }
        ExpressionKind::Record { type_, properties } => {
            xml.open("Record");
            if let Some(type_) = type_ {
                xml.attribute("Type", &names.text(type_.as_str()));
            }
            for property in properties.iter().filter(|p| !describes(p)) {
                xml.open("PropertyValue")
                    .attribute("Property", property.property.as_str());
                if let Some(value) = &property.value {
                    write_value(xml, names, value);
                }
                write_all(xml, names, &property.annotations);
                xml.close();
            }
        }
        ExpressionKind::Operator(operator, list) => {
            xml.open(operator.name());
            all(xml, list);
        }
        ExpressionKind::If(list) => {
            xml.open("If");
            all(xml, list);
        }
        ExpressionKind::Apply {
            function,
            arguments,
        } => {
            xml.open("Apply").attribute("Function", function.as_str());
            all(xml, arguments);
        }
        ExpressionKind::Cast {
            type_,
            facets,
            operand,
        } => {
            xml.open("Cast")
                .attribute("Type", &names.text(type_.as_str()));
            write_facets(xml, facets);
            all(xml, operand);
        }
        ExpressionKind::IsOf {
            type_,
            facets,
            operand,
        } => {
            xml.open("IsOf")
                .attribute("Type", &names.text(type_.as_str()));
            write_facets(xml, facets);
            all(xml, operand);
        }
        ExpressionKind::LabeledElement { name, value } => {
            xml.open("LabeledElement").attribute("Name", name.as_str());
            all(xml, value);
        }
        ExpressionKind::UrlRef(list) => {
            xml.open("UrlRef");
            all(xml, list);
        }
    }
    write_all(xml, names, &value.annotations);
    xml.close();
}

/// Whether a property of a record is prose.
fn describes(property: &PropertyValue) -> bool {
    matches!(
        property.property.as_str(),
        "Description" | "LongDescription"
    )
}

fn members(names: &Names<'_>, text: &str) -> String {
    let one = |member: &str| match member.split_once('/') {
        Some((type_, name)) => format!("{}/{name}", names.text(type_)),
        None => member.to_owned(),
    };
    text.split_whitespace()
        .map(one)
        .collect::<Vec<_>>()
        .join(" ")
}

fn write_facets(xml: &mut Xml, facets: &Facets) {
    let text = |text: &'_ Option<Text>| text.as_ref().map(|t| t.value.clone());
    xml.optional("MaxLength", text(&facets.max_length).as_deref())
        .optional("Precision", text(&facets.precision).as_deref())
        .optional("Scale", text(&facets.scale).as_deref())
        .boolean("Unicode", facets.unicode)
        .optional("SRID", text(&facets.srid).as_deref());
}
