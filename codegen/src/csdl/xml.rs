//! What goes in: text.
//! What comes out: [`Tree`]: the elements of the OData namespaces with their
//! attributes and places, in one arena. All that XML allows besides is gone, and
//! all that it forbids is a diagnostic.

mod parse;

pub(super) use self::parse::parse;
use super::scope::Vocabulary;
use crate::diagnostic::Span;
use std::borrow::Cow;

/// The elements of a document.
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
    /// Whose element it is.
    pub vocabulary: Vocabulary,
    /// The start tag.
    pub span: Span,
    /// The text directly inside.
    pub text: Cow<'a, str>,
    /// Its attributes are those from the first number up to the second.
    attributes: (u32, u32),
    first_child: Number,
    next: Number,
}

/// The number of a node, or [`NONE`]. Spans end at 4 GiB, so there are no more nodes.
type Number = u32;

/// No node.
const NONE: Number = Number::MAX;

fn index(number: Number) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

fn number(index: usize) -> Number {
    Number::try_from(index).unwrap_or(NONE)
}

/// An attribute without prefix.
#[derive(Debug)]
pub(super) struct Attribute<'a> {
    /// The name.
    pub name: &'a str,
    /// The value, references resolved.
    pub value: Cow<'a, str>,
    /// Where the value stands.
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
