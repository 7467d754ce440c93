//! Resolves XML namespace prefixes to the namespace of an element.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::rc::Rc;

const EDMX: &str = "http://docs.oasis-open.org/odata/ns/edmx";
const EDM: &str = "http://docs.oasis-open.org/odata/ns/edm";

/// The XML namespace of an element, as far as this reader distinguishes them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum ElementNamespace {
    /// The namespace of the EDMX envelope.
    Edmx,
    /// The namespace of the schema elements.
    Edm,
    /// Any other namespace. The text is shared because it can be long and many elements can
    /// have it.
    Other(Rc<str>),
}

/// The `xmlns` declarations in force at one point of the document.
#[derive(Debug, Default)]
pub(super) struct Namespaces<'a> {
    declared: BTreeMap<&'a str, Vec<ElementNamespace>>,
    /// The declared prefixes in order of declaration.
    order: Vec<&'a str>,
    /// The length of `order` at the start of each open element.
    scope_starts: Vec<usize>,
    /// The result of the last lookup: consecutive elements usually have the same prefix.
    last: Option<(&'a str, ElementNamespace)>,
}

impl<'a> Namespaces<'a> {
    /// Enters an element.
    pub fn open(&mut self) {
        self.scope_starts.push(self.order.len());
    }

    /// Leaves an element, which ends the scope of its declarations.
    pub fn close(&mut self) {
        let mark = self.scope_starts.pop().unwrap_or_default();
        if mark == self.order.len() {
            return;
        }
        self.last = None;
        for prefix in self.order.drain(mark..) {
            if let Some(stack) = self.declared.get_mut(prefix) {
                stack.pop();
            }
        }
    }

    /// Declares a prefix. The empty prefix stands for the default namespace.
    pub fn declare(&mut self, prefix: &'a str, namespace: Cow<'a, str>) {
        let namespace = match namespace.as_ref() {
            EDMX => ElementNamespace::Edmx,
            EDM => ElementNamespace::Edm,
            _ => ElementNamespace::Other(Rc::from(namespace)),
        };
        self.last = None;
        self.declared.entry(prefix).or_default().push(namespace);
        self.order.push(prefix);
    }

    /// Resolves a prefix; `None` if no declaration of it is in force.
    pub fn resolve(&mut self, prefix: &'a str) -> Option<ElementNamespace> {
        if let Some((last, namespace)) = &self.last
            && *last == prefix
        {
            return Some(namespace.clone());
        }
        let found = match self.declared.get(prefix).and_then(|stack| stack.last()) {
            Some(namespace) => namespace.clone(),
            None if prefix.is_empty() || prefix == "xml" => ElementNamespace::Other(Rc::from("")),
            None => return None,
        };
        self.last = Some((prefix, found.clone()));
        Some(found)
    }
}

/// Whether a namespace belongs to an OData version before 4.
pub(super) fn old_version(namespace: &str) -> bool {
    [
        "http://schemas.microsoft.com/ado/",
        "https://schemas.microsoft.com/ado/",
    ]
    .iter()
    .any(|start| namespace.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::{EDM, EDMX, ElementNamespace, Namespaces};
    use std::borrow::Cow;

    #[test]
    fn the_innermost_declaration_counts_until_its_element_ends() {
        let mut namespaces = Namespaces::default();
        namespaces.open();
        namespaces.declare("", Cow::Borrowed(EDMX));
        namespaces.declare("e", Cow::Borrowed(EDM));
        namespaces.open();
        namespaces.declare("", Cow::Borrowed(EDM));
        assert_eq!(namespaces.resolve(""), Some(ElementNamespace::Edm));
        assert_eq!(namespaces.resolve("e"), Some(ElementNamespace::Edm));
        assert_eq!(namespaces.resolve(""), Some(ElementNamespace::Edm));
        namespaces.close();
        assert_eq!(namespaces.resolve(""), Some(ElementNamespace::Edmx));
        assert_eq!(namespaces.resolve("f"), None);
    }
}
