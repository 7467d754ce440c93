//! Compares references to types, and writes what reports say of facets and keys.

use super::Differ;
use crate::model::{Facets, Item, KeyRef, MaxLength, Primitive, Scale, Srid, TypeKind, TypeRef};

/// How a reference to a type changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reference {
    /// It is the same type.
    Same,
    /// A single value against a collection.
    Collection,
    /// A text against a member of an enumeration.
    Named,
    /// Every former value fits.
    Widened,
    /// Another type.
    Other,
}

impl Differ<'_> {
    /// Compares an old reference with a new one.
    pub(super) fn reference(&self, old: TypeRef, new: TypeRef) -> Reference {
        if old.collection != new.collection {
            return Reference::Collection;
        }
        let mapped = self.pairs.reference(old).map(|found| found.item);
        if mapped == Some(new.item) {
            return Reference::Same;
        }
        let is_text = |item: Item| item == Item::Primitive(Primitive::String);
        if is_text(old.item) && self.is_enum(false, new.item)
            || is_text(new.item) && self.is_enum(true, old.item)
        {
            return Reference::Named;
        }
        match (mapped, old.item, new.item) {
            (Some(Item::Named(was)), _, Item::Named(is)) if self.new.model.is_a(was, is) => {
                Reference::Widened
            }
            (_, Item::Primitive(was), Item::Primitive(is)) if fits(was, is) => Reference::Widened,
            _ => Reference::Other,
        }
    }

    fn is_enum(&self, old: bool, item: Item) -> bool {
        let model = if old { self.old.model } else { self.new.model };
        let Item::Named(id) = item else { return false };
        let text = Item::Primitive(Primitive::String);
        match &model[id].kind {
            TypeKind::Enum(_) => true,
            TypeKind::Definition(found) => found.underlying == text,
            TypeKind::Structured(_) => false,
        }
    }

    pub(super) fn old_name(&self, type_: TypeRef) -> Option<String> {
        Some(self.old.model.type_name(type_))
    }

    pub(super) fn new_name(&self, type_: TypeRef) -> Option<String> {
        Some(self.new.model.type_name(type_))
    }
}

/// Whether every value of a numeric type is one of another, with the same form in JSON.
fn fits(was: Primitive, is: Primitive) -> bool {
    use Primitive::{Byte, Double, Int16, Int32, Int64, SByte, Single};
    match was {
        Byte | SByte => matches!(is, Int16 | Int32 | Int64),
        Int16 => matches!(is, Int32 | Int64),
        Int32 => is == Int64,
        Single => is == Double,
        _ => false,
    }
}

/// The properties of a key, separated by commas.
pub fn names(key: &[KeyRef]) -> String {
    let names: Vec<&str> = key.iter().map(|part| part.path.as_str()).collect();
    names.join(",")
}

/// The facets that differ, before and after, such as `MaxLength none` and `MaxLength 40`.
pub fn facets(old: &Facets, new: &Facets) -> Option<(String, String)> {
    let (mut from, mut to) = (Vec::new(), Vec::new());
    for ((name, before), (_, after)) in listed(old).into_iter().zip(listed(new)) {
        if before != after {
            let text = |value: Option<String>| {
                format!("{name} {}", value.unwrap_or_else(|| "none".to_owned()))
            };
            from.push(text(before));
            to.push(text(after));
        }
    }
    (!from.is_empty()).then(|| (from.join(", "), to.join(", ")))
}

fn listed(facets: &Facets) -> [(&'static str, Option<String>); 5] {
    let length = facets.max_length.map(|length| match length {
        MaxLength::Length(length) => length.to_string(),
        MaxLength::Max => "max".to_owned(),
    });
    let scale = facets.scale.map(|scale| match scale {
        Scale::Digits(digits) => digits.to_string(),
        Scale::Variable => "variable".to_owned(),
        Scale::Floating => "floating".to_owned(),
    });
    let srid = facets.srid.map(|srid| match srid {
        Srid::Number(number) => number.to_string(),
        Srid::Variable => "variable".to_owned(),
    });
    [
        ("MaxLength", length),
        ("Precision", facets.precision.map(|n| n.to_string())),
        ("Scale", scale),
        ("Unicode", facets.unicode.map(|b| b.to_string())),
        ("SRID", srid),
    ]
}
