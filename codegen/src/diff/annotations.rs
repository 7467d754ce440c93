//! Compares annotations, and writes their values in few words.

use super::Differ;
use crate::csdl::{Annotation, Constant, Expression, ExpressionKind};
use crate::model::Deprecation;

/// The terms that other rules compare.
const INTERPRETED: [&str; 7] = [
    "Org.OData.Core.V1.Description",
    "Org.OData.Core.V1.LongDescription",
    "Org.OData.Core.V1.Revisions",
    "Org.OData.Core.V1.Computed",
    "Org.OData.Core.V1.Immutable",
    "Org.OData.Core.V1.OptionalParameter",
    "Org.OData.Core.V1.AlternateKeys",
];

impl Differ<'_> {
    /// Compares the annotations and the deprecation of an element.
    pub(super) fn annotations(
        &mut self,
        item: &str,
        (old, new): (&[Annotation], &[Annotation]),
        (was, is): (Option<&Deprecation>, Option<&Deprecation>),
    ) {
        if was != is {
            let rule = match (was, is) {
                (None, _) => "deprecation-added",
                (_, None) => "deprecation-removed",
                _ => "deprecation-changed",
            };
            self.tell(rule, item, was.map(deprecation), is.map(deprecation));
        }
        if old.is_empty() && new.is_empty() {
            return;
        }
        let relevant = |a: &&Annotation| !INTERPRETED.contains(&a.term.as_str());
        for (at, before) in old.iter().enumerate().filter(|(_, a)| relevant(a)) {
            // Of two equal ones the first counts, here as in `find`.
            if old[..at].iter().any(|other| is_same(other, before)) {
                continue;
            }
            let name = format!("{item}@{}", term(before));
            match new.iter().find(|after| is_same(before, after)) {
                None => self.tell("annotation-removed", name, Some(value(before)), None),
                Some(after) if value(before) != value(after) => {
                    let (from, to) = (value(before), value(after));
                    self.tell("annotation-changed", name, Some(from), Some(to));
                }
                Some(_) => {}
            }
        }
        for after in new.iter().filter(relevant) {
            if !old.iter().any(|before| is_same(before, after)) {
                let name = format!("{item}@{}", term(after));
                self.tell("annotation-added", name, None, Some(value(after)));
            }
        }
    }
}

/// What a report says of an announced removal.
pub fn deprecation(found: &Deprecation) -> String {
    match (&found.removal_date, &found.date) {
        (Some(date), _) => format!("removal {date}"),
        (None, Some(date)) => format!("since {date}"),
        (None, None) => "deprecated".to_owned(),
    }
}

fn is_same(a: &Annotation, b: &Annotation) -> bool {
    let qualifier = |a: &Annotation| a.qualifier.as_ref().map(|q| q.value.clone());
    a.term.as_str() == b.term.as_str() && qualifier(a) == qualifier(b)
}

/// The term without the namespace that all vocabularies of OASIS share.
fn term(annotation: &Annotation) -> String {
    let full = annotation.term.as_str();
    let short = full.strip_prefix("Org.OData.").unwrap_or(full);
    let mut out = short.replace(".V1.", ".");
    if let Some(qualifier) = &annotation.qualifier {
        out.push('#');
        out.push_str(qualifier.as_str());
    }
    out
}

fn value(annotation: &Annotation) -> String {
    annotation
        .value
        .as_ref()
        .map_or_else(|| "true".to_owned(), text)
}

/// An expression as text. Recursion is bounded: the reader refuses what is nested too deeply.
fn text(found: &Expression) -> String {
    let list = |all: &[Expression]| all.iter().map(text).collect::<Vec<_>>().join(", ");
    match &found.kind {
        // The type may be written with an alias.
        ExpressionKind::Constant(Constant::EnumMember, text) => {
            let members = text.split_whitespace();
            let members = members.map(|member| member.rsplit('/').next().unwrap_or(member));
            members.collect::<Vec<_>>().join(" ")
        }
        ExpressionKind::Constant(_, text) | ExpressionKind::Path(_, text) => text.clone(),
        ExpressionKind::Null => "null".to_owned(),
        ExpressionKind::Collection(all) => format!("[{}]", list(all)),
        ExpressionKind::Record { properties, .. } => {
            let one = |p: &crate::csdl::PropertyValue| {
                let value = p.value.as_ref();
                let nested = value.is_some_and(|v| matches!(v.kind, ExpressionKind::Record { .. }));
                let value = value.map_or_else(|| "true".to_owned(), text);
                match nested {
                    true => format!("{} {{{value}}}", p.property.as_str()),
                    false => format!("{} {value}", p.property.as_str()),
                }
            };
            properties.iter().map(one).collect::<Vec<_>>().join(", ")
        }
        ExpressionKind::Operator(operator, all) => format!("{}({})", operator.name(), list(all)),
        ExpressionKind::If(all) => format!("If({})", list(all)),
        ExpressionKind::Apply {
            function,
            arguments,
        } => format!("{}({})", function.as_str(), list(arguments)),
        ExpressionKind::Cast { operand, .. } => format!("Cast({})", list(operand)),
        ExpressionKind::IsOf { operand, .. } => format!("IsOf({})", list(operand)),
        ExpressionKind::LabeledElement { value, .. } => list(value),
        ExpressionKind::LabeledElementReference(name) => name.clone(),
        ExpressionKind::UrlRef(all) => format!("UrlRef({})", list(all)),
    }
}
