//! Generates JSON for a type of a registry from a sequence of bytes, one byte per choice.
//!
//! The document fits the type and is as awkward as a service may send it. A zero byte is always
//! the plainest choice, so that shrinking the bytes shrinks the document.

mod primitive;

use std::fmt::Write;

use msgraph_runtime::registry::{Cardinality, RegistryEntry, RegistryField, TypeKind, ValueType};

use crate::examples::Registry;

/// Objects nest no deeper than this.
const DEPTH: usize = 3;
/// Members of an object that are not declared.
const UNDECLARED: &[&str] = &[
    "zz",
    "@odata.etag",
    "@odata.context",
    "zz@odata.bind",
    "zz@removed",
    "",
    "é\\u00e9",
    "q\\\"uote",
    "Zz",
    "back\\\\slash",
];

/// Bytes that decide.
#[derive(Clone, Debug)]
pub struct Choices<'a> {
    bytes: &'a [u8],
}

impl<'a> Choices<'a> {
    /// Decides by these bytes, and by zeros when they are used up.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { bytes }
    }

    /// One of `count` choices.
    pub fn below(&mut self, count: usize) -> usize {
        let Some((first, rest)) = self.bytes.split_first() else {
            return 0;
        };
        self.bytes = rest;
        usize::from(*first) % count.max(1)
    }

    /// One of some values.
    pub fn of<'v, T: ?Sized>(&mut self, values: &[&'v T]) -> Option<&'v T> {
        values.get(self.below(values.len())).copied()
    }

    /// Something that is so once in `count` times.
    pub fn once_in(&mut self, count: usize) -> bool {
        self.below(count) == count - 1
    }
}

/// Makes a document that fits a type.
///
/// A member of an enumeration that stands alone has no object around it that
/// could remember how it was spelled: it comes as the metadata spells it.
pub fn document(registry: &Registry, entry: &RegistryEntry, bytes: &[u8]) -> String {
    let mut maker = Maker {
        registry,
        choices: Choices::new(bytes),
        out: String::new(),
        alone: matches!(entry.kind, TypeKind::Enum | TypeKind::Flags),
    };
    maker.named(entry, 0);
    maker.out
}

/// Makes an object that fits a list of fields, such as an action's parameters.
pub fn object(registry: &Registry, fields: &[RegistryField], bytes: &[u8]) -> String {
    let mut maker = Maker {
        registry,
        choices: Choices::new(bytes),
        out: String::new(),
        alone: false,
    };
    maker.object(fields, None, 0);
    maker.out
}

struct Maker<'a> {
    registry: &'a Registry,
    choices: Choices<'a>,
    out: String,
    alone: bool,
}

impl Maker<'_> {
    /// A value of a type of the registry.
    fn named(&mut self, entry: &RegistryEntry, depth: usize) {
        match entry.kind {
            TypeKind::Enum => self.text(entry),
            TypeKind::Flags => self.flags(entry),
            _ => self.structured(entry, depth),
        }
    }

    /// A member of an enumeration, in any case, or a text that is none.
    fn text(&mut self, entry: &RegistryEntry) {
        let text = match self.choices.of(entry.members) {
            Some(member) if !self.choices.once_in(5) => self.cased(member),
            _ => "futureValue".to_owned(),
        };
        let _ = write!(self.out, "\"{text}\"");
    }

    /// Members of an enumeration that combine, or their number.
    fn flags(&mut self, entry: &RegistryEntry) {
        if self.choices.once_in(12) && !self.alone {
            self.out.push_str("\"3\"");
            return;
        }
        let comma = if self.choices.once_in(4) && !self.alone {
            ", "
        } else {
            ","
        };
        let mut texts = Vec::new();
        for at in 0..=self.choices.below(3) {
            let text = match self.choices.of(entry.members) {
                Some(member) if !self.choices.once_in(6) => self.cased(member),
                _ => format!("future{at}"),
            };
            // Alone, it is a set of members: none comes twice.
            if !self.alone || !texts.contains(&text) {
                texts.push(text);
            }
        }
        let _ = write!(self.out, "\"{}\"", texts.join(comma));
    }

    /// An object of a type, or of one that derives from it.
    fn structured(&mut self, declared: &RegistryEntry, depth: usize) {
        let derived = match self.choices.below(3) {
            0 => None,
            _ => self.choices.of(declared.derived),
        };
        let entry = derived.and_then(|name| self.registry.find(name));
        let entry = entry.unwrap_or(declared);
        let name = match (derived, self.choices.below(8)) {
            (_, 7) => Some("#microsoft.graph.futureType".to_owned()),
            (None, 1 | 2) => Some(format!("#{}", declared.name)),
            (None, 3) => Some(declared.name.to_owned()),
            (None, _) => None,
            (Some(_), 1) => Some(entry.name.to_owned()),
            (Some(_), 2) => Some(format!("#{}", entry.name.to_ascii_uppercase())),
            (Some(_), _) => Some(format!("#{}", entry.name)),
        };
        self.object(entry.fields, name.as_deref(), depth);
    }

    fn object(&mut self, fields: &[RegistryField], name: Option<&str>, depth: usize) {
        let mut members = Vec::new();
        let mut used = Vec::new();
        let count = if depth < DEPTH { 6 } else { 2 };
        for _ in 0..self.choices.below(count + 1) {
            let at = self.choices.below(fields.len());
            if let Some(field) = fields.get(at).filter(|_| !used.contains(&at)) {
                used.push(at);
                members.push(self.member(fields, field, depth));
            }
        }
        if self.choices.once_in(8)
            && let Some(field) = used.first().and_then(|&at| fields.get(at))
        {
            self.again(field, depth, &mut members);
        }
        let undeclared = self.choices.below(3);
        for at in 0..undeclared {
            let start = self.choices.below(UNDECLARED.len());
            let name = UNDECLARED.get((start + at) % UNDECLARED.len());
            let name = name.copied().unwrap_or_default();
            let is_new = !members.iter().any(|(other, _)| other == name);
            if is_new && !is_declared(fields, name) {
                let value = self.part(|maker| maker.anything(depth));
                members.push((name.to_owned(), value));
            }
        }
        if let Some(name) = name {
            let at = self.choices.below(members.len() + 1);
            let member = ("@odata.type".to_owned(), format!("\"{name}\""));
            members.insert(at, member);
        }
        let space = self.choices.of(&["", " ", "\n\t"]).unwrap_or_default();
        self.out.push('{');
        for (at, (name, value)) in members.iter().enumerate() {
            let comma = if at > 0 { "," } else { "" };
            let _ = write!(self.out, "{comma}{space}\"{name}\"{space}:{space}{value}");
        }
        self.out.push_str(space);
        self.out.push('}');
    }

    /// The same member once more, its name in another case.
    fn again(&mut self, field: &RegistryField, depth: usize, members: &mut Vec<(String, String)>) {
        let names = [field.name.to_owned(), field.name.to_ascii_uppercase()];
        for name in names {
            if !members.iter().any(|(other, _)| *other == name) {
                let value = self.part(|maker| maker.value(field.value_type, depth));
                let at = self.choices.below(members.len() + 1);
                members.insert(at, (name, value));
            }
        }
    }

    /// A declared member, its name in any case that is not another's.
    fn member(
        &mut self,
        fields: &[RegistryField],
        field: &RegistryField,
        depth: usize,
    ) -> (String, String) {
        let twins = fields
            .iter()
            .filter(|other| other.name.eq_ignore_ascii_case(field.name));
        let name = match twins.count() {
            1 => self.cased(field.name),
            _ => field.name.to_owned(),
        };
        let value = self.part(|maker| maker.value(field.value_type, depth));
        (name, value)
    }

    /// A value where a type is declared.
    fn value(&mut self, declared: ValueType, depth: usize) {
        if self.choices.once_in(10) {
            self.out.push_str("null");
        } else if declared.cardinality == Cardinality::Many
            || declared.cardinality == Cardinality::OneOrMany && self.choices.once_in(2)
        {
            self.out.push('[');
            for at in 0..self.choices.below(4) {
                self.out.push_str(if at > 0 { "," } else { "" });
                if self.choices.once_in(12) && declared.cardinality != Cardinality::OneOrMany {
                    self.out.push_str("null");
                } else {
                    self.item(declared.name, depth);
                }
            }
            self.out.push(']');
        } else {
            self.item(declared.name, depth);
        }
    }

    fn item(&mut self, name: &str, depth: usize) {
        match self.registry.find(name) {
            Some(entry) => self.named(entry, depth + 1),
            None => match primitive::text(name, &mut self.choices) {
                Some(text) => self.out.push_str(text),
                None => self.anything(depth),
            },
        }
    }

    /// Any JSON.
    fn anything(&mut self, depth: usize) {
        let plain = primitive::anything(&mut self.choices);
        match self.choices.below(6) {
            4 if depth < DEPTH => {
                self.out.push('[');
                self.anything(depth + 1);
                self.out.push_str(",null]");
            }
            5 if depth < DEPTH => {
                self.out.push_str("{\"a\":");
                self.anything(depth + 1);
                self.out.push_str(",\"b\":[]}");
            }
            _ => self.out.push_str(plain),
        }
    }

    /// A name in its own case, or now and then in another.
    fn cased(&mut self, name: &str) -> String {
        match self.choices.below(8) {
            _ if self.alone => name.to_owned(),
            5 => name.to_ascii_uppercase(),
            6 => name.to_ascii_lowercase(),
            7 => {
                let (first, rest) = name.split_at(usize::from(name.is_char_boundary(1)));
                first.to_ascii_uppercase() + rest
            }
            _ => name.to_owned(),
        }
    }

    /// What is written meanwhile.
    fn part(&mut self, write: impl FnOnce(&mut Self)) -> String {
        let before = std::mem::take(&mut self.out);
        write(self);
        std::mem::replace(&mut self.out, before)
    }
}

fn is_declared(fields: &[RegistryField], name: &str) -> bool {
    fields
        .iter()
        .any(|field| field.name.eq_ignore_ascii_case(name))
}
