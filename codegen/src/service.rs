//! The dialect of a service: how its URLs and requests are written.
//!
//! It is decided once, when a crate is generated. `service.toml` may say it; what that leaves open
//! follows from the metadata, and else is the form that every service of the standard accepts.

mod batch;
mod body;
mod file;
mod name;

use std::collections::BTreeSet;

pub use self::file::{File, INVALID};
use crate::csdl::{Annotation, Constant, Expression, ExpressionKind};
use crate::model::{Model, QName};
use crate::sdk::Service;

/// How the URLs and requests of a service are written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dialect {
    /// How the key of one property is written.
    pub keys: KeyStyle,
    /// The namespaces whose bound operations go by their simple names; those of all others are
    /// qualified.
    pub short_operations: BTreeSet<String>,
    /// Whether literals of enumerations begin with the name of the type.
    pub qualified_enums: bool,
    /// Whether an action without parameters has a body: an object without members.
    pub sends_empty_object: bool,
    /// Whether entities are created, changed and deleted through navigation properties without
    /// containment, and not only where they live.
    pub writes_through_navigation: bool,
    /// Whether a collection of references takes the address of the one to remove
    /// (`DELETE …/$ref?$id=…`).
    pub removes_by_address: bool,
    /// Whether `PUT` replaces an entity.
    pub replaces: bool,
    /// What the client has to know.
    pub service: Service,
    /// What was decided, for the report.
    pub decisions: Vec<Decision>,
}

/// How the key of one property is written. Several properties are always in parentheses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum KeyStyle {
    /// `/People/x`.
    Segment,
    /// `/People('x')`.
    #[default]
    Parentheses,
}

/// The format of batches (`$batch`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum BatchFormat {
    /// JSON as the standard has it.
    Json,
    /// JSON as Microsoft Graph documents it: URLs with a slash in front.
    Graph,
    /// `multipart/mixed`.
    #[default]
    Multipart,
}

/// A decision about a [`Dialect`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// What was decided.
    pub subject: &'static str,
    /// The decision, in Markdown.
    pub value: String,
    /// The reason, in Markdown.
    pub reason: String,
}

impl Dialect {
    /// Decides the dialect from `service.toml` and the metadata.
    pub fn new(file: &File, model: &Model) -> Self {
        let mut dialect = Self::default();
        dialect.decide_keys(file, model);
        dialect.decide_operations(file, model);
        dialect.decide_enums(file, model);
        dialect.decide_writing(file);
        dialect.decide_address(file);
        dialect.decide_headers(file, model);
        dialect.decide_bodies(file);
        dialect.decide_batches(file, model);
        let (client, reason) = match &file.client {
            Some(name) => (name.clone(), STATED.to_owned()),
            None => name::client(model),
        };
        dialect.note("client", format!("`{client}`"), reason);
        dialect.service.client = client;
        dialect
    }

    /// The path segment of a bound operation.
    pub fn operation(&self, name: &QName) -> String {
        match self.short_operations.contains(&name.namespace) {
            true => name.name.clone(),
            false => name.to_string(),
        }
    }

    fn note(&mut self, subject: &'static str, value: impl Into<String>, reason: impl Into<String>) {
        self.decisions.push(Decision {
            subject,
            value: value.into(),
            reason: reason.into(),
        });
    }

    fn decide_keys(&mut self, file: &File, model: &Model) {
        let (keys, reason) = match file.keys {
            Some(keys) => (keys, STATED),
            None if says(container(model), KEY_AS_SEGMENT) => (
                KeyStyle::Segment,
                "the container has `Capabilities.KeyAsSegmentSupported`",
            ),
            None => (
                KeyStyle::Parentheses,
                "every service has to accept it; the metadata has no \
                 `Capabilities.KeyAsSegmentSupported`",
            ),
        };
        self.keys = keys;
        let value = match keys {
            KeyStyle::Segment => "a segment: `/People/x`",
            KeyStyle::Parentheses => "in parentheses: `/People('x')`",
        };
        self.note("keys", value, reason);
    }

    fn decide_operations(&mut self, file: &File, model: &Model) {
        let annotated = model.schemas.iter();
        let annotated = annotated.filter(|schema| says(&schema.annotations, DEFAULT_NAMESPACE));
        let annotated: BTreeSet<String> = annotated.map(|s| s.namespace.clone()).collect();
        let qualified = "by the qualified name: `/Ns.Approve`";
        let short = |namespaces: &BTreeSet<String>| {
            let names: Vec<String> = namespaces.iter().map(|name| format!("`{name}`")).collect();
            format!("by the simple name (`/Approve`) in {}", names.join(", "))
        };
        let (namespaces, reason) = match file.short_operations {
            Some(false) => (BTreeSet::new(), STATED.to_owned()),
            Some(true) => {
                let home = model.container.as_ref();
                let home = home.map(|container| container.name.namespace.clone());
                (
                    home.into_iter().chain(annotated).collect(),
                    STATED.to_owned(),
                )
            }
            None if !annotated.is_empty() => (
                annotated,
                "the schema has `Core.DefaultNamespace`".to_owned(),
            ),
            None => (
                BTreeSet::new(),
                format!(
                    "every service has to accept it; no schema has `Core.DefaultNamespace`{}",
                    conformance(model)
                ),
            ),
        };
        let value = match namespaces.is_empty() {
            true => qualified.to_owned(),
            false => short(&namespaces),
        };
        self.short_operations = namespaces;
        self.note("bound operations", value, reason);
    }

    fn decide_enums(&mut self, file: &File, model: &Model) {
        let (short, reason) = match file.short_enums {
            Some(short) => (short, STATED),
            None if model.version == "4.01" => (
                false,
                "services of version 4.01 accept both forms, those of 4.0 only this one",
            ),
            None => (false, "services of version 4.0 accept no other form"),
        };
        self.qualified_enums = !short;
        let value = match short {
            true => "without the type: `'Red'`",
            false => "with the type: `Ns.Color'Red'`",
        };
        self.note("enumeration literals in URLs", value, reason);
    }

    fn decide_writing(&mut self, file: &File) {
        let standard = "every service may offer it; `service.toml` does not deny it";
        let mut decide = |subject, stated: Option<bool>, yes: &str, no: &str| {
            let decided = stated.unwrap_or(true);
            let value = if decided { yes } else { no };
            let reason = if stated.is_some() { STATED } else { standard };
            self.note(subject, value, reason);
            decided
        };
        let through = decide(
            "writing through navigation without containment",
            file.write_through_navigation,
            "`POST`, `PATCH`, `PUT` and `DELETE`, where no `NavigationRestrictions` forbid it",
            "none: only references are changed there (`$ref`)",
        );
        let by_address = decide(
            "removal of references from collections",
            file.remove_reference_by_address,
            "by key, or by address: `/$ref?$id=…`",
            "by key: `/{id}/$ref`",
        );
        let replaces = decide(
            "replacing entities",
            file.replace,
            "by `PUT`, unless `UpdateMethod` leaves it out",
            "only where `UpdateMethod` has `PUT`",
        );
        self.writes_through_navigation = through;
        self.removes_by_address = by_address;
        self.replaces = replaces;
    }

    fn decide_address(&mut self, file: &File) {
        self.service.root.clone_from(&file.root);
        self.service.in_clouds = file.root.as_deref() == Some(GRAPH);
        self.service.version = file.version.clone().unwrap_or_default();
        self.service.scope.clone_from(&file.scope);
        match &self.service.root {
            Some(root) => {
                let slash = if self.service.version.is_empty() {
                    ""
                } else {
                    "/"
                };
                let value = format!("`{root}{slash}{}`", self.service.version);
                self.note("root", value, STATED);
            }
            None => self.note(
                "root",
                "the constructor of the client asks for it",
                "metadata does not say where the service is",
            ),
        }
        match &self.service.scope {
            Some(scope) => {
                let value = format!("`{scope}`");
                self.note("scope of tokens", value, STATED);
            }
            None => self.note(
                "scope of tokens",
                "`.default` of the host",
                "`service.toml` has no `scope`",
            ),
        }
    }

    fn decide_headers(&mut self, file: &File, model: &Model) {
        let (version, reason) = match &file.odata_version {
            Some(version) => (version.clone(), STATED),
            None if model.version == "4.01" => {
                (Some("4.01".to_owned()), "the version of the document")
            }
            None => (Some("4.0".to_owned()), "the version of the document"),
        };
        let value = match &version {
            Some(version) => format!("`OData-MaxVersion: {version}`"),
            None => "not sent".to_owned(),
        };
        self.service.odata_version = version;
        self.note("version of OData", value, reason);
        self.service.preferences.clone_from(&file.preferences);
        let preferences: Vec<String> = file.preferences.iter().map(|p| format!("`{p}`")).collect();
        match preferences.is_empty() {
            true => self.note("preferences", "none", "`service.toml` has no `preferences`"),
            false => self.note("preferences", preferences.join(", "), STATED),
        }
        self.service.sdk_header.clone_from(&file.sdk_header);
        if let Some(name) = &self.service.sdk_header {
            let value = format!("`{name}`");
            self.note("header that names the SDK", value, STATED);
        }
    }
}

/// The reason for what the file states.
const STATED: &str = "`service.toml`";

/// The root of Microsoft Graph, which has one more in each national cloud.
const GRAPH: &str = "https://graph.microsoft.com";

const KEY_AS_SEGMENT: &str = "Org.OData.Capabilities.V1.KeyAsSegmentSupported";
const CONFORMANCE: &str = "Org.OData.Capabilities.V1.ConformanceLevel";
const DEFAULT_NAMESPACE: &str = "Org.OData.Core.V1.DefaultNamespace";

/// The annotations of the entity container.
fn container(model: &Model) -> &[Annotation] {
    let container = model.container.as_ref();
    container.map_or(&[], |container| &container.annotations)
}

/// The annotation with this term and without a qualifier.
fn annotation<'a>(list: &'a [Annotation], term: &str) -> Option<&'a Annotation> {
    let mut list = list.iter();
    list.find(|found| found.qualifier.is_none() && found.term.as_str() == term)
}

/// Whether a term that is true or false is there and true.
fn says(list: &[Annotation], term: &str) -> bool {
    annotation(list, term).is_some_and(|found| match &found.value {
        None => true,
        Some(Expression { kind, .. }) => {
            matches!(kind, ExpressionKind::Constant(Constant::Bool, text) if text == "true")
        }
    })
}

/// A remark on the conformance level that the service claims, if it claims one.
fn conformance(model: &Model) -> String {
    let found = annotation(container(model), CONFORMANCE);
    let level = match found.and_then(|found| found.value.as_ref()) {
        Some(Expression {
            kind: ExpressionKind::Constant(_, level),
            ..
        }) => level,
        _ => return String::new(),
    };
    let level = level.rsplit('/').next().unwrap_or_default();
    let plain: String = level.chars().filter(char::is_ascii_alphanumeric).collect();
    format!(", whatever its conformance level ({plain})")
}

#[cfg(test)]
mod tests;
