//! Builds a [`Document`] from the element tree of one source, without interpreting it.

mod annotation;
mod attributes;
mod container;
mod schema;

use super::namespaces::{ElementNamespace, old_version};
use super::xml::{self, Attribute, Node, Tree};
use super::{Document, Facets, Include, IncludeAnnotations, Reference, Text};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Sources, Spanned};

const ROOT: Code = Code::new("E0010", "root");
const OLD: Code = Code::new("E0011", "old-version");
const VERSION: Code = Code::new("E0012", "version");
const DATA_SERVICES: Code = Code::new("E0013", "data-services");
const MISSING: Code = Code::new("E0014", "missing-attribute");
const BOOLEAN: Code = Code::new("E0015", "boolean");
const REFERENCE: Code = Code::new("E0016", "reference");
const UNKNOWN: Code = Code::new("E0017", "unknown-element");
const LONG: Code = Code::new("E0019", "long-name");

/// Names above this length in bytes are refused. The standard allows 128 characters, 511 in
/// a namespace. Generated code and messages repeat names, so without a bound the output
/// would not stay proportional to the input.
const MAX_NAME_LENGTH: usize = 2048;

/// Reads the source with this index.
///
/// The document holds everything that could be read. It is complete only if there are no
/// errors.
pub fn read(sources: &Sources, source: u32) -> (Document, Diagnostics) {
    let text = sources
        .get(source)
        .map(|s| s.text.as_str())
        .unwrap_or_default();
    let (tree, out) = xml::parse(source, text);
    if out.has_errors() {
        return (
            Document {
                source,
                ..Document::default()
            },
            out,
        );
    }
    let mut reader = Reader { tree: &tree, out };
    if reader.long_names() {
        let document = Document {
            source,
            ..Document::default()
        };
        return (document, reader.out);
    }
    let document = reader.document(source);
    (document, reader.out)
}

struct Reader<'t, 'a> {
    tree: &'t Tree<'a>,
    out: Diagnostics,
}

impl<'t, 'a> Reader<'t, 'a> {
    fn document(&mut self, source: u32) -> Document {
        let mut document = Document {
            source,
            ..Document::default()
        };
        let Some(root) = self.tree.root() else {
            return document;
        };
        if let ElementNamespace::Other(namespace) = &root.namespace {
            self.foreign_root(root, namespace);
            return document;
        }
        if root.namespace != ElementNamespace::Edmx || root.name != "Edmx" {
            let message = format!("the root element is `{}`, not `edmx:Edmx`", root.name);
            self.error(ROOT, message, root);
            return document;
        }
        if let Some(version) = self.required(root, "Version") {
            if !matches!(version.as_str(), "4.0" | "4.01") {
                let message = format!("version `{}` is neither 4.0 nor 4.01", version.value);
                self.out
                    .push(Diagnostic::error(VERSION, message, version.span));
            }
            document.version = version;
        }
        let mut services: Option<&Node<'_>> = None;
        for child in self.children(root) {
            match (&child.namespace, child.name) {
                (ElementNamespace::Edmx, "Reference") => {
                    document.references.extend(self.reference(child));
                }
                (ElementNamespace::Edmx, "DataServices") => match services {
                    Some(first) => self.out.push(
                        Diagnostic::error(DATA_SERVICES, "a second `DataServices`", child.span)
                            .label(first.span, "the first is here"),
                    ),
                    None => {
                        services = Some(child);
                        self.data_services(child, &mut document);
                    }
                },
                _ => self.unknown(child, "Edmx"),
            }
        }
        if services.is_none() {
            self.error(DATA_SERVICES, "`edmx:DataServices` is missing", root);
        }
        document
    }

    /// Reports names that are too long and returns whether there are any.
    fn long_names(&mut self) -> bool {
        let all = self.tree.all_attributes().iter();
        let long = all.filter(|a| {
            a.value.len() > MAX_NAME_LENGTH && matches!(a.name, "Alias" | "Name" | "Namespace")
        });
        let mut any = false;
        for attribute in long {
            any = true;
            let message = format!("a name of more than {MAX_NAME_LENGTH} bytes");
            self.out
                .push(Diagnostic::error(LONG, message, attribute.span));
        }
        any
    }

    fn foreign_root(&mut self, root: &Node<'_>, namespace: &str) {
        if old_version(namespace) {
            let message = format!("this is CSDL of an OData version before 4: `{namespace}`");
            self.error(OLD, message, root);
        } else if root.name.eq_ignore_ascii_case("html") {
            self.error(ROOT, "this is HTML, not CSDL", root);
        } else {
            let message = format!("the root element is `{}` of `{namespace}`", root.name);
            let help = "expected `Edmx` of `http://docs.oasis-open.org/odata/ns/edmx`";
            self.out
                .push(Diagnostic::error(ROOT, message, root.span).help(help));
        }
    }

    fn data_services(&mut self, node: &Node<'a>, document: &mut Document) {
        let mut any = false;
        for child in self.children(node) {
            match (&child.namespace, child.name) {
                (ElementNamespace::Edm, "Schema") => {
                    any = true;
                    self.unknown_attributes(child);
                    document.schemas.extend(self.schema(child));
                }
                (ElementNamespace::Other(namespace), "Schema") => {
                    any = true;
                    // Many schemas can have the same long namespace, so the message quotes
                    // only a part.
                    let namespace: String = namespace.chars().take(200).collect();
                    let message = if old_version(&namespace) {
                        format!("a schema of an OData version before 4: `{namespace}`")
                    } else {
                        format!("a schema of the unknown namespace `{namespace}`")
                    };
                    let help = "expected `http://docs.oasis-open.org/odata/ns/edm`";
                    self.out
                        .push(Diagnostic::error(OLD, message, child.span).help(help));
                }
                _ => self.unknown(child, "DataServices"),
            }
        }
        if !any {
            self.error(DATA_SERVICES, "`edmx:DataServices` has no schema", node);
        }
    }

    fn reference(&mut self, node: &Node<'a>) -> Option<Reference> {
        let uri = self.required(node, "Uri")?;
        let mut reference = Reference {
            span: node.span,
            uri,
            ..Reference::default()
        };
        for child in self.children(node) {
            match (&child.namespace, child.name) {
                (ElementNamespace::Edmx, "Include") => {
                    if let Some(namespace) = self.required(child, "Namespace") {
                        reference.includes.push(Include {
                            namespace,
                            alias: self.optional(child, "Alias"),
                            annotations: self.annotations(child),
                        });
                    }
                }
                (ElementNamespace::Edmx, "IncludeAnnotations") => {
                    if let Some(term_namespace) = self.required(child, "TermNamespace") {
                        reference.include_annotations.push(IncludeAnnotations {
                            term_namespace,
                            qualifier: self.optional(child, "Qualifier"),
                            target_namespace: self.optional(child, "TargetNamespace"),
                        });
                    }
                }
                (_, "Annotation") => reference.annotations.extend(self.annotation(child)),
                _ => self.unknown(child, "Reference"),
            }
        }
        if reference.includes.is_empty() && reference.include_annotations.is_empty() {
            let message = "a reference that includes nothing";
            self.out
                .push(Diagnostic::warning(REFERENCE, message, node.span));
        }
        Some(reference)
    }

    fn children<'s>(
        &self,
        node: &'s Node<'a>,
    ) -> impl Iterator<Item = &'t Node<'a>> + use<'t, 's, 'a> {
        self.tree.children(node)
    }

    /// Counts the children with this name, so that a list can be allocated with the right
    /// size: the elements are large, and growing the list would move them.
    fn count(&self, node: &Node<'a>, name: &str) -> usize {
        self.children(node).filter(|c| c.name == name).count()
    }

    fn error(&mut self, code: Code, message: impl Into<String>, node: &Node<'_>) {
        self.out.push(Diagnostic::error(code, message, node.span));
    }

    /// Reports an element of an OData namespace in a place where the standard does not
    /// allow it.
    fn unknown(&mut self, node: &Node<'_>, parent: &str) {
        let message = format!("`{}` means nothing in `{parent}`; it is skipped", node.name);
        self.out.push(Diagnostic::note(UNKNOWN, message, node.span));
    }

    fn optional(&self, node: &Node<'a>, name: &str) -> Option<Text> {
        self.tree.attribute(node, name).map(text_of)
    }

    fn required(&mut self, node: &Node<'a>, name: &str) -> Option<Text> {
        let text = self.optional(node, name);
        if text.is_none() {
            let message = format!("`{}` has no attribute `{name}`", node.name);
            self.error(MISSING, message, node);
        }
        text
    }

    fn boolean(&mut self, node: &Node<'a>, name: &str) -> Option<bool> {
        let attribute = self.tree.attribute(node, name)?;
        let plain = match attribute.value.as_ref() {
            "true" => return Some(true),
            "false" => return Some(false),
            "1" => Some(true),
            "0" => Some(false),
            other if other.eq_ignore_ascii_case("true") => Some(true),
            other if other.eq_ignore_ascii_case("false") => Some(false),
            _ => None,
        };
        let message = format!("`{name}` is `{}`, not `true` or `false`", attribute.value);
        self.out.push(match plain {
            Some(value) => Diagnostic::warning(BOOLEAN, message, attribute.span)
                .help(format!("it is read as `{value}`")),
            None => Diagnostic::error(BOOLEAN, message, attribute.span),
        });
        plain
    }

    fn facets(&mut self, node: &Node<'a>) -> Facets {
        let mut facets = Facets::default();
        for attribute in self.tree.attributes(node) {
            let facet = match attribute.name {
                "MaxLength" => &mut facets.max_length,
                "Precision" => &mut facets.precision,
                "Scale" => &mut facets.scale,
                "SRID" => &mut facets.srid,
                "Unicode" => {
                    facets.unicode = self.boolean(node, "Unicode");
                    continue;
                }
                _ => continue,
            };
            *facet = Some(text_of(attribute));
        }
        facets
    }
}

fn text_of(attribute: &Attribute<'_>) -> Text {
    Spanned::new(attribute.value.as_ref().to_owned(), attribute.span)
}
