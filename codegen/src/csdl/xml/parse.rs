//! Builds a [`Tree`] from the events of quick-xml, without the elements of foreign
//! namespaces.

mod attributes;

use self::attributes::{AttributeNames, attribute_value, split};
use super::super::namespaces::{ElementNamespace, Namespaces};
use super::{NONE, Node, NodeIndex, Tree, index, number};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Span};
use quick_xml::events::{BytesDecl, BytesStart, BytesText, Event};
use quick_xml::{Reader, XmlVersion};
use std::borrow::Cow;

/// Error: the text is not well-formed XML.
const XML: Code = Code::new("E0002", "xml");
/// Error: the text has a document type declaration.
const DOCTYPE: Code = Code::new("E0003", "doctype");
/// Error: the text contains a character that XML does not allow.
const CHARACTER: Code = Code::new("E0004", "character");
/// Error: a prefix is not declared by any `xmlns` attribute.
const PREFIX: Code = Code::new("E0005", "unknown-prefix");
/// Error: elements are nested too deeply.
const DEPTH: Code = Code::new("E0006", "depth");
/// Error: the declared encoding is not supported.
const DECLARED_ENCODING: Code = Code::new("E0007", "declared-encoding");

/// The maximum nesting of OData elements. Real documents stay below 20.
const MAX_DEPTH: usize = 200;

/// Parses the text of a source. The tree is usable only if there are no errors.
pub(in crate::csdl) fn parse(source: u32, text: &str) -> (Tree<'_>, Diagnostics) {
    let mut parser = Parser {
        source,
        text,
        tree: Tree::default(),
        out: Diagnostics::default(),
        open: Vec::new(),
        namespaces: Namespaces::default(),
        attribute_names: AttributeNames::default(),
        version: XmlVersion::Implicit1_0,
        skipping: 0,
        root_seen: false,
    };
    if parser.legal_characters() {
        parser.run();
    }
    (parser.tree, parser.out)
}

struct Parser<'a> {
    source: u32,
    text: &'a str,
    tree: Tree<'a>,
    out: Diagnostics,
    /// The open elements that are in the tree, each with its last child so far.
    open: Vec<(NodeIndex, NodeIndex)>,
    namespaces: Namespaces<'a>,
    /// The attribute names of the current element; kept here to reuse the allocation.
    attribute_names: AttributeNames<'a>,
    version: XmlVersion,
    /// The number of open elements that are not in the tree.
    skipping: usize,
    root_seen: bool,
}

impl<'a> Parser<'a> {
    fn error(&mut self, code: Code, message: impl Into<String>, at: usize, len: usize) {
        self.out.push(Diagnostic::error(
            code,
            message,
            Span::new(self.source, at, len),
        ));
    }

    /// Reports where the text stops being XML, with the element that is open there.
    fn unfinished(&mut self, message: String, at: usize) {
        let found = Diagnostic::error(XML, message, Span::new(self.source, at, 0));
        let open = self.open.last();
        let open = open.and_then(|&(id, _)| self.tree.nodes.get(index(id)));
        self.out.push(match open {
            Some(open) if self.skipping == 0 => found.label(open.span, "this element is open"),
            _ => found,
        });
    }

    /// Reports a character that XML does not allow and returns whether the text is free of
    /// such characters.
    fn legal_characters(&mut self) -> bool {
        let start = self
            .text
            .trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
        if start.is_empty() {
            self.error(XML, "the text is empty", self.text.len(), 0);
            return false;
        }
        if start.starts_with(['{', '[']) {
            self.error(XML, "this is JSON; only CSDL in XML is read", 0, 0);
            return false;
        }
        match illegal_character(self.text.as_bytes()) {
            None => return true,
            Some((at, 0xef)) => {
                self.error(CHARACTER, "a code point that is not a character", at, 3);
            }
            Some((at, byte)) => {
                self.error(CHARACTER, format!("control character U+{byte:04X}"), at, 1);
            }
        }
        false
    }

    fn run(&mut self) {
        let base = if self.text.starts_with('\u{feff}') {
            '\u{feff}'.len_utf8()
        } else {
            0
        };
        let mut reader = Reader::from_str(self.text.get(base..).unwrap_or_default());
        reader.config_mut().check_comments = true;
        let place = |position: u64| usize::try_from(position).unwrap_or(usize::MAX) + base;
        loop {
            let start = place(reader.buffer_position());
            let event = reader.read_event();
            let end = place(reader.buffer_position());
            match event {
                Ok(Event::Start(tag)) => self.start(&tag, start, end - 1, false),
                Ok(Event::Empty(tag)) => self.start(&tag, start, end - 2, true),
                Ok(Event::End(_)) => self.close(),
                Ok(Event::Text(text)) => self.text(&text, start, end),
                Ok(Event::CData(text)) => {
                    let text = text.xml_content(self.version).into_owned();
                    if self.open.is_empty() && self.skipping == 0 {
                        self.error(XML, "text outside of the root element", start, 0);
                    }
                    self.content(Cow::Owned(text), start);
                }
                Ok(Event::GeneralRef(name)) => self.reference(&name, start, end),
                Ok(Event::Decl(declaration)) => self.declaration(&declaration, start, end, base),
                Ok(Event::DocType(doctype)) => {
                    let html = doctype
                        .trim_start()
                        .get(..4)
                        .is_some_and(|n| n.eq_ignore_ascii_case("html"));
                    let message = if html {
                        "this is HTML, not CSDL"
                    } else {
                        "a document type declaration is refused: it can name other files and entities"
                    };
                    return self.error(DOCTYPE, message, start, end - start);
                }
                Ok(Event::Comment(_) | Event::PI(_)) => {}
                Ok(Event::Eof) => break,
                Err(error) => {
                    let at = place(reader.error_position()).min(self.text.len());
                    return self.unfinished(error.to_string(), at);
                }
            }
        }
        if !self.open.is_empty() || self.skipping > 0 {
            let message = "the text ends before its root element does";
            self.unfinished(message.to_owned(), self.text.len());
        } else if !self.root_seen {
            self.error(XML, "there is no element in the text", 0, 0);
        }
    }

    fn text(&mut self, text: &BytesText<'_>, start: usize, end: usize) {
        let raw = self.text.get(start..end).unwrap_or_default();
        if raw.bytes().all(|b| b.is_ascii_whitespace()) && !self.in_string() {
            return;
        }
        if raw.contains("]]>") {
            self.error(XML, "`]]>` must not stand in text", start, 0);
        }
        match text.xml_content(self.version) {
            Cow::Borrowed(_) => self.content(Cow::Borrowed(raw), start),
            Cow::Owned(text) => self.content(Cow::Owned(text), start),
        }
    }

    /// Whether the open element is a string constant, the only one whose white space is
    /// significant.
    fn in_string(&self) -> bool {
        let open = self.open.last();
        let open = open.and_then(|&(id, _)| self.tree.nodes.get(index(id)));
        self.skipping == 0 && open.is_some_and(|node| node.name == "String")
    }

    fn declaration(&mut self, declaration: &BytesDecl<'_>, start: usize, end: usize, base: usize) {
        if start != base {
            self.error(
                XML,
                "the XML declaration must stand first",
                start,
                end - start,
            );
        }
        match declaration.version().as_deref() {
            Ok("1.0") => self.version = XmlVersion::Explicit1_0,
            Ok("1.1") => self.version = XmlVersion::Explicit1_1,
            Ok(other) => {
                let message = format!("XML version `{other}` is neither 1.0 nor 1.1");
                self.error(XML, message, start, end - start);
            }
            Err(error) => self.error(XML, error.to_string(), start, end - start),
        }
        if let Some(Ok(encoding)) = declaration.encoding() {
            let known = ["utf-8", "utf8", "us-ascii", "utf-16", "iso-8859-1"];
            if !known.iter().any(|k| encoding.eq_ignore_ascii_case(k)) {
                let message = format!("encoding `{encoding}` is not read; UTF-8 is");
                self.error(DECLARED_ENCODING, message, start, end - start);
            }
        }
    }

    fn start(&mut self, tag: &BytesStart<'_>, start: usize, end: usize, empty: bool) {
        if self.open.is_empty() && self.skipping == 0 {
            if self.root_seen {
                self.error(XML, "there is a second root element", start, end - start);
            }
            self.root_seen = true;
        }
        // The event borrows from the reader, which does not live long enough; the same text
        // in the source does.
        let inner = self.text.get(start + 1..end).unwrap_or_default();
        let (qname, rest) = inner
            .split_at_checked(tag.name().0.len())
            .unwrap_or((inner, ""));
        let first = self.tree.attributes.len();
        self.namespaces.open();
        self.attributes(rest, start + 1 + qname.len());
        let (prefix, name) = split(qname);
        let namespace = match self.namespaces.resolve(prefix) {
            Some(namespace) => namespace,
            None => {
                let message = format!("prefix `{prefix}` is not declared");
                self.error(PREFIX, message, start + 1, prefix.len());
                ElementNamespace::Other("".into())
            }
        };
        // The root is kept whatever its name is, so that a message can name it. A schema of
        // an unknown OData version is kept for the same reason.
        let known = matches!(namespace, ElementNamespace::Edm | ElementNamespace::Edmx)
            || self.open.is_empty()
            || (name == "Schema" && self.open.len() == 2);
        let deep = self.open.len() >= MAX_DEPTH;
        if known && deep && self.skipping == 0 {
            let message = format!("elements are nested more than {MAX_DEPTH} deep");
            self.error(DEPTH, message, start, end - start);
        }
        if self.skipping > 0 || !known || deep {
            self.tree.attributes.truncate(first);
            if empty {
                self.namespaces.close();
            } else {
                self.skipping += 1;
            }
            return;
        }
        let id = number(self.tree.nodes.len());
        self.tree.nodes.push(Node {
            name,
            namespace,
            span: Span::new(self.source, start, end + 1 + usize::from(empty) - start),
            text: Cow::Borrowed(""),
            attributes: (number(first), number(self.tree.attributes.len())),
            first_child: NONE,
            next: NONE,
        });
        if let Some((parent, last)) = self.open.last_mut() {
            let before = std::mem::replace(last, id);
            if let Some(before) = self.tree.nodes.get_mut(index(before)) {
                before.next = id;
            } else if let Some(parent) = self.tree.nodes.get_mut(index(*parent)) {
                parent.first_child = id;
            }
        }
        if empty {
            self.namespaces.close();
        } else {
            self.open.push((id, NONE));
        }
    }

    fn close(&mut self) {
        self.namespaces.close();
        if self.skipping > 0 {
            self.skipping -= 1;
        } else {
            self.open.pop();
        }
    }

    fn reference(&mut self, name: &str, start: usize, end: usize) {
        let text =
            match attribute_value(self.text.get(start..end).unwrap_or_default(), self.version) {
                Ok(text) => text,
                Err(_) => {
                    let message =
                        format!("entity `&{name};` is not one of the five that XML knows");
                    return self.error(XML, message, start, end - start);
                }
            };
        if text
            .chars()
            .any(|c| c < ' ' && !matches!(c, '\t' | '\n' | '\r'))
        {
            return self.error(
                CHARACTER,
                "a reference to a control character",
                start,
                end - start,
            );
        }
        if self.open.is_empty() && self.skipping == 0 {
            return self.error(XML, "text outside of the root element", start, end - start);
        }
        self.content(text, start);
    }

    /// Adds text to the open element. Only constant and path expressions have significant
    /// text.
    fn content(&mut self, text: Cow<'a, str>, start: usize) {
        if self.open.is_empty() && self.skipping == 0 {
            if let Some(at) = text.find(|c: char| !c.is_ascii_whitespace()) {
                self.error(XML, "text outside of the root element", start + at, 0);
            }
            return;
        }
        if self.skipping > 0 {
            return;
        }
        let Some(&(id, NONE)) = self.open.last() else {
            return;
        };
        let Some(node) = self.tree.nodes.get_mut(index(id)) else {
            return;
        };
        if node.text.is_empty() {
            node.text = text
        } else {
            node.text.to_mut().push_str(&text)
        }
    }
}

/// Finds the first byte of a character that XML does not allow, with its offset.
fn illegal_character(text: &[u8]) -> Option<(usize, u8)> {
    const BLOCK: usize = 64;
    let control = |b: u8| (b < b' ') & (b != b'\t') & (b != b'\n') & (b != b'\r');
    // Whole blocks are tested first, without a branch per byte: nearly all blocks are free
    // of suspects.
    let suspect = |block: &[u8]| {
        let found = |found, &b: &u8| found | control(b) | (b == 0xef);
        block.iter().fold(false, found)
    };
    let blocks = (0..).step_by(BLOCK).zip(text.chunks(BLOCK));
    for (start, block) in blocks.filter(|(_, block)| suspect(block)) {
        for (at, &byte) in (start..).zip(block) {
            // U+FFFE and U+FFFF.
            let rest = || text.get(at + 1..at + 3);
            let bad = byte == 0xef && matches!(rest(), Some([0xbf, 0xbe | 0xbf]));
            if control(byte) || bad {
                return Some((at, byte));
            }
        }
    }
    None
}
