//! The methods of request builders in the list of public items.

use super::Lister;
use super::types::shown;
use crate::model::Writing;
use crate::sdk::{
    Access, AccessParam, Builder, BuilderRef, Constructor, CrudRequest, KeyPart, Method,
    MethodKind, Only,
};

impl Lister {
    pub(super) fn builder(&mut self, found: &Builder, path: &str, origin: &str) {
        let generics = if found.has_access_param {
            "<Access>"
        } else {
            ""
        };
        let kind = format!("{generics}: builder");
        self.add(
            path.to_owned(),
            &kind,
            origin,
            Vec::new(),
            found.deprecated.is_some(),
        );
        for method in found.methods.iter().chain(&found.former) {
            let (text, mentions) = self.method(method);
            let only = method
                .only
                .map(|when| match when {
                    Only::With(access) => format!("<{}>", self::access(access)),
                    Only::ToDo(action) => format!("<Access: {action:?}>"),
                })
                .unwrap_or_default();
            let key = format!("{path}{only}::{}", method.name);
            let origin = match &method.kind {
                MethodKind::Segment(name, _) | MethodKind::Keyed(name, _, _) => {
                    format!("{origin}/{name}")
                }
                MethodKind::Operation(of) => {
                    self.origins.get(&of.path).cloned().unwrap_or_default()
                }
                _ => origin.to_owned(),
            };
            self.add(key, &text, &origin, mentions, method.deprecated.is_some());
        }
    }

    fn method(&self, method: &Method) -> (String, Vec<String>) {
        match &method.kind {
            MethodKind::Segment(_, to) => {
                let mut arguments = (String::new(), Vec::new());
                self.options(&mut arguments, &method.options);
                let (text, mut mentions) = arguments;
                mentions.extend(self.named(&to.path));
                (format!("({text}) -> {}", builder(to)), mentions)
            }
            MethodKind::ByPath(to) => (format!("(path) -> {}", builder(to)), self.named(&to.path)),
            MethodKind::Keyed(_, key, to) | MethodKind::ByKey(key, to) => {
                let mut arguments = self.key(key);
                self.options(&mut arguments, &method.options);
                let (text, mut mentions) = arguments;
                mentions.extend(self.named(&to.path));
                (format!("({text}) -> {}", builder(to)), mentions)
            }
            MethodKind::Crud(request) => self.crud(request),
            MethodKind::Operation(Constructor { path, arguments }) => {
                let mut arguments = self.arguments(arguments);
                self.options(&mut arguments, &method.options);
                let (text, mut mentions) = arguments;
                mentions.extend(self.named(path));
                (format!("({text}) -> {}", shown(path)), mentions)
            }
        }
    }

    /// Adds query options to the text and the mentions of arguments.
    pub(super) fn options(&self, arguments: &mut (String, Vec<String>), options: &[KeyPart]) {
        for part in options {
            let (type_, mentions) = self.type_(&part.type_);
            if !arguments.0.is_empty() {
                arguments.0.push_str(", ");
            }
            arguments.0.push_str(&format!("{}: {type_}", part.name));
            arguments.1.extend(mentions);
        }
    }

    fn crud(&self, request: &CrudRequest) -> (String, Vec<String>) {
        let (word, type_) = match request {
            CrudRequest::Get(type_) => ("Get", Some(type_)),
            CrudRequest::List(type_) => ("List", Some(type_)),
            CrudRequest::Lookup(lookup) => ("Lookup", Some(&lookup.item)),
            CrudRequest::Create(type_) => ("Create", Some(type_)),
            CrudRequest::Update(type_) => ("Update", Some(type_)),
            CrudRequest::Replace(type_) => ("Replace", Some(type_)),
            CrudRequest::Delete => ("Delete", None),
            CrudRequest::Count => ("Count", None),
            CrudRequest::AddReference => ("AddReference", None),
            CrudRequest::SetReference => ("SetReference", None),
            CrudRequest::RemoveReference | CrudRequest::RemoveReferenceTo => {
                ("RemoveReference", None)
            }
            CrudRequest::Download(_) => ("Download", None),
            CrudRequest::Upload(_) => ("Upload", None),
            CrudRequest::Clear(_) => ("Clear", None),
        };
        match type_ {
            Some(type_) => {
                let (text, mentions) = self.type_(type_);
                (format!("(…) -> {word}<{text}>"), mentions)
            }
            None => (format!("(…) -> {word}"), Vec::new()),
        }
    }
}

fn builder(to: &BuilderRef) -> String {
    let access = match to.access {
        None => String::new(),
        Some(AccessParam::Same) => "<Access>".to_owned(),
        Some(AccessParam::Item) => "<Access::Item>".to_owned(),
        Some(AccessParam::Is(access)) => format!("<{}>", self::access(access)),
    };
    shown(&to.path) + &access
}

/// The argument of an access parameter.
pub(super) fn access(access: Access) -> String {
    match access {
        Access::Owned(writing) => format!("Owned{}", restricted(writing)),
        Access::Reference => "Reference".to_owned(),
        Access::ReferenceItem => "ReferenceItem".to_owned(),
        Access::Related(writing) => format!("Related{}", restricted(writing)),
        Access::RelatedItem(writing) => format!("RelatedItem{}", restricted(writing)),
    }
}

/// What a root or a navigation property forbids: ` without create`.
fn restricted(writing: Writing) -> String {
    let denied = [
        ("create", writing.create),
        ("update", writing.update),
        ("delete", writing.delete),
    ];
    let denied = denied.iter().filter(|(_, may)| !may);
    let denied: Vec<&str> = denied.map(|(word, _)| *word).collect();
    match denied.is_empty() {
        true => String::new(),
        false => format!(" without {}", denied.join(", ")),
    }
}
