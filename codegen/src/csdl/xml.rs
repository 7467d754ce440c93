//! The elements of an XML document that belong to the OData namespaces, in one arena.
//!
//! Comments, processing instructions and elements of other namespaces are dropped.
//! Everything that XML forbids is reported as a diagnostic.

mod parse;

pub(super) use self::parse::parse;
use super::namespaces::ElementNamespace;
use crate::diagnostic::Span;
use std::borrow::Cow;

/// The OData elements of a document.
#[derive(Debug, Default)]
pub(super) struct Tree<'a> {
    nodes: Vec<Node<'a>>,
    attributes: Vec<Attribute<'a>>,
}

/// An element of one of the OData namespaces.
#[derive(Debug)]
pub(super) struct Node<'a> {
    /// The local name.
    pub name: &'a str,
    /// The namespace that the element belongs to.
    pub namespace: ElementNamespace,
    /// The position of the start tag.
    pub span: Span,
    /// The text directly inside the element.
    pub text: Cow<'a, str>,
    /// The range of its attributes in [`Tree`]: first index and end index.
    attributes: (u32, u32),
    first_child: NodeIndex,
    next: NodeIndex,
}

/// The index of a node, or [`NONE`]. A source is smaller than 4 GiB, so `u32` is large
/// enough.
type NodeIndex = u32;

/// The index that stands for no node.
const NONE: NodeIndex = NodeIndex::MAX;

fn index(number: NodeIndex) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

fn number(index: usize) -> NodeIndex {
    NodeIndex::try_from(index).unwrap_or(NONE)
}

/// An attribute without prefix.
#[derive(Debug)]
pub(super) struct Attribute<'a> {
    /// The name.
    pub name: &'a str,
    /// The value with character and entity references resolved.
    pub value: Cow<'a, str>,
    /// The position of the value.
    pub span: Span,
}

impl<'a> Tree<'a> {
    /// The root element.
    pub fn root(&self) -> Option<&Node<'a>> {
        self.nodes.first()
    }

    /// The children of an element in order.
    pub fn children<'t>(
        &'t self,
        node: &Node<'a>,
    ) -> impl Iterator<Item = &'t Node<'a>> + use<'t, 'a> {
        let mut next = node.first_child;
        std::iter::from_fn(move || {
            let child = self.nodes.get(index(next))?;
            next = child.next;
            Some(child)
        })
    }

    /// The attributes of an element.
    pub fn attributes(&self, node: &Node<'a>) -> &[Attribute<'a>] {
        let (first, end) = node.attributes;
        self.attributes
            .get(index(first)..index(end))
            .unwrap_or_default()
    }

    /// The attributes of all elements.
    pub fn all_attributes(&self) -> &[Attribute<'a>] {
        &self.attributes
    }

    /// The attribute of this name.
    pub fn attribute(&self, node: &Node<'a>, name: &str) -> Option<&Attribute<'a>> {
        self.attributes(node).iter().find(|a| a.name == name)
    }
}
