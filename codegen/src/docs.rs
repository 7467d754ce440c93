//! `docs.toml`: hand-written documentation of types and operations, looked up by OData name.
//!
//! Descriptions in the metadata take precedence. Entries that describe nothing are reported.

mod undescribed;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use toml::Spanned;

pub use self::undescribed::Undescribed;
pub(crate) use self::undescribed::undescribed;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity, Source, Span};

/// `docs.toml` cannot be read.
pub const UNREADABLE: Code = Code::new("E0305", "docs-file");
/// An entry of `docs.toml` that describes nothing.
pub const UNUSED: Code = Code::new("W0306", "unused-docs");

/// The hand-written documentation.
#[derive(Debug, Default)]
pub struct Docs {
    file: File,
    source: u32,
    used: RefCell<BTreeSet<String>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    types: BTreeMap<Spanned<String>, TypeDoc>,
    #[serde(default)]
    operations: BTreeMap<Spanned<String>, OperationDoc>,
}

/// The documentation of a type.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TypeDoc {
    /// Its description.
    pub doc: Option<String>,
    /// The documentation page, without the address in front.
    pub page: Option<String>,
    /// Descriptions of properties or enum members.
    #[serde(default)]
    pub members: BTreeMap<Spanned<String>, String>,
}

/// The documentation of an operation.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OperationDoc {
    /// Its description.
    pub doc: Option<String>,
    /// The documentation page, without the address in front.
    pub page: Option<String>,
    /// Application permissions, the least privileged first.
    #[serde(default)]
    pub permissions: Vec<String>,
    /// Limits of the service.
    pub limits: Option<String>,
    /// Descriptions of parameters.
    #[serde(default)]
    pub parameters: BTreeMap<Spanned<String>, String>,
}

impl Docs {
    /// Reads `docs.toml`.
    pub fn read(number: u32, source: &Source, diagnostics: &mut Diagnostics) -> Self {
        let file: File = read_toml(UNREADABLE, number, source, diagnostics);
        let docs = Self {
            file,
            source: number,
            used: RefCell::default(),
        };
        for page in docs.pages() {
            if !is_page(page) {
                diagnostics.push(Diagnostic::error(
                    UNREADABLE,
                    format!("`{page}` is no page such as `resources/call`"),
                    Span::new(number, source.text.find(page).unwrap_or(0), page.len()),
                ));
            }
        }
        docs
    }

    fn pages(&self) -> impl Iterator<Item = &String> {
        let types = self.file.types.values().filter_map(|doc| doc.page.as_ref());
        types.chain(
            self.file
                .operations
                .values()
                .filter_map(|doc| doc.page.as_ref()),
        )
    }

    /// The documentation of a type.
    pub fn type_(&self, name: &str) -> Option<&TypeDoc> {
        let found = self.file.types.get(name)?;
        self.used.borrow_mut().insert(name.to_owned());
        Some(found)
    }

    /// The description of a property or an enum member.
    pub fn member(&self, type_: &str, member: &str) -> Option<&str> {
        let found = self.type_(type_)?.members.get(member)?;
        self.used.borrow_mut().insert(format!("{type_}/{member}"));
        Some(found)
    }

    /// The documentation of an operation, such as `microsoft.graph.transfer(microsoft.graph.call)`.
    pub fn operation(&self, name: &str) -> Option<&OperationDoc> {
        let found = self.file.operations.get(name)?;
        self.used.borrow_mut().insert(name.to_owned());
        Some(found)
    }

    /// The description of a parameter.
    pub fn parameter(&self, operation: &str, parameter: &str) -> Option<&str> {
        let found = self.operation(operation)?.parameters.get(parameter)?;
        self.used
            .borrow_mut()
            .insert(format!("{operation}/{parameter}"));
        Some(found)
    }

    /// Reports every entry that describes nothing.
    pub fn report_unused(&self, diagnostics: &mut Diagnostics) {
        let used = self.used.borrow();
        let types = self
            .file
            .types
            .iter()
            .map(|(name, doc)| (name, &doc.members));
        let operations = self.file.operations.iter();
        let operations = operations.map(|(name, doc)| (name, &doc.parameters));
        for (name, parts) in types.chain(operations) {
            let own = (name.get_ref().clone(), name.span());
            let parts = parts.keys().map(|part| {
                let entry = format!("{}/{}", name.get_ref(), part.get_ref());
                (entry, part.span())
            });
            for (entry, span) in std::iter::once(own).chain(parts) {
                if !used.contains(&entry) {
                    diagnostics.push(Diagnostic::warning(
                        UNUSED,
                        format!("docs.toml describes `{entry}`, which is not generated"),
                        Span::new(self.source, span.start, span.len()),
                    ));
                }
            }
        }
    }
}

/// The address of a documentation page.
pub fn address(page: &str) -> String {
    format!("https://learn.microsoft.com/graph/api/{page}?view=graph-rest-beta")
}

fn is_page(page: &str) -> bool {
    !page.is_empty()
        && page.split('/').all(|part| {
            !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        })
}

/// Reads a TOML file. If it is faulty, reports that and returns an empty value.
pub fn read_toml<T: serde::de::DeserializeOwned + Default>(
    code: Code,
    number: u32,
    source: &Source,
    diagnostics: &mut Diagnostics,
) -> T {
    toml::from_str(&source.text).unwrap_or_else(|error| {
        let span = error
            .span()
            .map(|span| Span::new(number, span.start, span.len()));
        let finding = Diagnostic::new(code, Severity::Error, error.message(), span);
        diagnostics.push(finding);
        T::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Docs, Diagnostics) {
        let mut found = Diagnostics::default();
        let source = Source {
            name: "docs.toml".into(),
            text: text.into(),
        };
        (Docs::read(3, &source, &mut found), found)
    }

    #[test]
    fn words_are_found_and_unused_ones_reported() {
        let (docs, mut found) = read(
            "[types.\"a.b\"]\ndoc = \"B.\"\npage = \"resources/b\"\n\
             [types.\"a.b\".members]\nx = \"X.\"\ny = \"Y.\"\n\
             [operations.\"a.f(a.b)\".parameters]\np = \"P.\"\n",
        );
        assert!(found.is_empty());
        assert_eq!(docs.type_("a.b").and_then(|d| d.doc.as_deref()), Some("B."));
        assert_eq!(docs.member("a.b", "x"), Some("X."));
        assert_eq!(docs.member("a.b", "z"), None);
        assert_eq!(docs.parameter("a.f(a.b)", "p"), Some("P."));
        docs.report_unused(&mut found);
        let messages: Vec<_> = found.iter().map(|d| d.message.as_str()).collect();
        assert_eq!(
            messages,
            ["docs.toml describes `a.b/y`, which is not generated"]
        );
        let place = found.iter().next().and_then(|d| d.span);
        assert_eq!(
            place,
            Some(Span::new(3, 77, 1)),
            "the `y` before `= \"Y.\"`"
        );
    }

    #[test]
    fn faults_have_a_place() {
        for text in [
            "[types.\"a.b\"]\ndocs = \"B.\"",
            "[types.\"a.b\"]\npage = \"../x\"",
            "x",
        ] {
            let (_, found) = read(text);
            assert!(found.has_errors(), "{text}");
            assert!(found.iter().all(|d| d.span.is_some_and(|s| s.source == 3)));
        }
    }
}
