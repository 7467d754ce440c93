//! The list of all public items of a generated crate, one a line, with their types.
//!
//! A change of the metadata that touches hundreds of files touches few of these lines, so the
//! list is what a reviewer reads. It is made from the [`Sdk`], not from Rust code.

mod builders;
mod types;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use types::shown;

use crate::sdk::{
    Access, AnyEnum, Argument, Item, Module, Operation, Path, Response, Sdk, Struct, TextEnum, Type,
};

/// The public items of a crate, sorted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Api {
    /// The items.
    pub lines: Vec<Line>,
}

/// A public item.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// Its path, such as `models::Call::state`.
    pub key: String,
    /// Its path and type, such as `models::Call::state: Option<CallState>`.
    pub text: String,
    /// The OData element that it stands for, such as `microsoft.graph.call/state`.
    pub origin: String,
    /// The OData names of the types in its text.
    pub mentions: Vec<String>,
    /// Whether the line is about an item of another line: that it is deprecated.
    pub note: bool,
}

impl Api {
    /// Lists the items of a crate.
    pub fn new(sdk: &Sdk) -> Self {
        let mut list = Lister {
            origins: sdk.elsewhere.clone(),
            lines: Vec::new(),
        };
        list.find_origins(sdk);
        let mut todo = vec![&sdk.models, &sdk.requests];
        while let Some(module) = todo.pop() {
            list.module(module);
            todo.extend(&module.modules);
        }
        for root in &sdk.roots {
            let key = format!("Client::{}", root.name);
            let mut arguments = list.arguments(&root.constructor.arguments);
            if let Some(key) = &root.key {
                arguments = list.key(key);
            }
            list.options(&mut arguments, &root.options);
            let access = match root.access {
                None | Some(Access::OWNED) => String::new(),
                Some(access) => format!("<{}>", builders::access(access)),
            };
            let path = shown(&root.constructor.path);
            let text = format!("({}) -> {path}{access}", arguments.0);
            list.add(
                key,
                &text,
                &root.segment,
                arguments.1,
                root.deprecated.is_some(),
            );
        }
        let mut lines = list.lines;
        lines.sort_by(|a, b| a.text.cmp(&b.text));
        lines.dedup();
        Self { lines }
    }

    /// The text of `API.txt`.
    pub fn to_text(&self) -> String {
        self.lines.iter().fold(String::new(), |mut out, line| {
            let _ = writeln!(out, "{}", line.text);
            out
        })
    }
}

/// Collects lines.
struct Lister {
    origins: BTreeMap<Path, String>,
    lines: Vec<Line>,
}

impl Lister {
    fn find_origins(&mut self, sdk: &Sdk) {
        for found in &sdk.registry.types {
            if let Type::Model(path) | Type::Flags(path) | Type::OneOrMany(path) = &found.value {
                self.origins.insert(path.clone(), found.name.clone());
            }
        }
        let mut todo = vec![&sdk.models, &sdk.requests];
        while let Some(module) = todo.pop() {
            todo.extend(&module.modules);
            for item in module.files.iter().flat_map(|file| &file.items) {
                let origin = match item {
                    Item::Struct(found) => found.type_name.trim_start_matches('#').to_owned(),
                    Item::TextEnum(found) => found.type_name.clone(),
                    Item::Builder(found) => found.entity.clone(),
                    Item::Operation(found) => operation_name(found),
                    Item::AnyEnum(_) | Item::Alias(_) => continue,
                };
                self.origins.insert(item.path().clone(), origin);
            }
        }
    }

    fn add(
        &mut self,
        key: String,
        rest: &str,
        origin: &str,
        mentions: Vec<String>,
        deprecated: bool,
    ) {
        if deprecated {
            let note = format!("{key} is deprecated");
            self.lines.push(Line {
                key: note.clone(),
                text: note,
                origin: origin.to_owned(),
                mentions: Vec::new(),
                note: true,
            });
        }
        self.lines.push(Line {
            text: format!("{key}{rest}"),
            key,
            origin: origin.to_owned(),
            mentions,
            note: false,
        });
    }

    fn module(&mut self, module: &Module) {
        for item in module.files.iter().flat_map(|file| &file.items) {
            let path = shown(item.path());
            let origin = self.origins.get(item.path()).cloned().unwrap_or_default();
            match item {
                Item::Struct(found) => self.structure(found, &path, &origin),
                Item::TextEnum(found) => self.text_enum(found, &path, &origin),
                Item::AnyEnum(found) => self.any_enum(found, &path, &origin),
                Item::Builder(found) => self.builder(found, &path, &origin),
                Item::Operation(found) => self.operation(found, &path, &origin),
                Item::Alias(found) => {
                    let text = format!(" = {}", shown(&found.target));
                    self.add(path, &text, &origin, Vec::new(), true);
                }
            }
        }
    }

    fn structure(&mut self, found: &Struct, path: &str, origin: &str) {
        self.add(
            path.to_owned(),
            ": struct",
            origin,
            Vec::new(),
            found.deprecated.is_some(),
        );
        self.fields(found, path, origin);
    }

    fn fields(&mut self, found: &Struct, path: &str, origin: &str) {
        if !found.required.is_empty() {
            let required = found.required.iter().filter_map(|at| found.fields.get(*at));
            let arguments: Vec<Argument> = required
                .map(|field| Argument {
                    name: field.name.clone(),
                    field_type: field.field_type.clone(),
                })
                .collect();
            let (text, mentions) = self.arguments(&arguments);
            self.add(
                format!("{path}::new"),
                &format!("({text})"),
                origin,
                mentions,
                false,
            );
        }
        for (at, field) in found.fields.iter().enumerate() {
            let (type_, mentions) = self.field_type(&field.field_type);
            let origin = format!("{origin}/{}", field.wire);
            let key = format!("{path}::{}", field.name);
            let text = format!(": Option<{type_}>");
            self.add(key, &text, &origin, mentions, field.deprecated.is_some());
            let former = found.former_setters.iter();
            for former in former.filter(|former| former.wire == field.wire) {
                let key = format!("{path}::{}", former.setter);
                self.add(key, &format!("({type_})"), &origin, Vec::new(), true);
            }
            if found.written && !found.read_only.contains(&at) {
                let key = format!("{path}::{}", field.setter);
                self.add(key, &format!("({type_})"), &origin, Vec::new(), false);
            }
        }
    }

    fn text_enum(&mut self, found: &TextEnum, path: &str, origin: &str) {
        let kind = if found.flags { ": flags" } else { ": enum" };
        self.add(
            path.to_owned(),
            kind,
            origin,
            Vec::new(),
            found.deprecated.is_some(),
        );
        for member in &found.members {
            let key = format!("{path}::{}", member.name);
            let origin = format!("{origin}/{}", member.wire);
            self.add(key, "", &origin, Vec::new(), member.deprecated.is_some());
        }
        for former in &found.former {
            let key = format!("{path}::{}", former.name);
            self.add(key, &format!(" = {}", former.now), origin, Vec::new(), true);
        }
    }

    fn any_enum(&mut self, found: &AnyEnum, path: &str, origin: &str) {
        let deprecated = found.deprecated.is_some();
        self.add(path.to_owned(), ": enum", origin, Vec::new(), deprecated);
        for variant in found.base.iter().chain(&found.derived) {
            let key = format!("{path}::{}", variant.name);
            let text = format!("({})", shown(&variant.path));
            self.add(key, &text, origin, vec![variant.wire.clone()], false);
        }
        let families = found.families.iter().flat_map(|family| &family.members);
        for member in found.members.iter().chain(families) {
            let (type_, mentions) = self.field_type(&member.field_type);
            let key = format!("{path}::{}", member.method);
            let text = format!("() -> Option<{type_}>");
            self.add(key, &text, origin, mentions, member.deprecated.is_some());
        }
    }

    fn operation(&mut self, found: &Operation, path: &str, origin: &str) {
        let (result, mentions) = match &found.response {
            Response::Nothing => ("()".to_owned(), Vec::new()),
            Response::Stream => ("bytes".to_owned(), Vec::new()),
            Response::One(type_) | Response::Scalar(type_) => self.type_(type_),
            Response::Page(type_) => {
                let (text, mentions) = self.type_(type_);
                (format!("Page<{text}>"), mentions)
            }
        };
        let deprecated = found.parameters.deprecated.is_some();
        let text = format!(": {:?} -> {result}", found.verb);
        self.add(path.to_owned(), &text, origin, mentions, deprecated);
        self.fields(&found.parameters, path, origin);
    }
}

/// The name of an operation, with what it is bound to.
fn operation_name(found: &Operation) -> String {
    format!("{}({})", found.qualified_name, found.binding)
}
