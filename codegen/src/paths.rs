//! Lists every request path that the builders of an [`Sdk`] reach, with the Rust expression
//! that reaches it.
//!
//! Builders are per type, so paths can be infinite: a message has `replies`, which are
//! messages again. A path therefore contains a navigation property only once. After a
//! reference the path has the requests of its target, but does not continue: the longer
//! paths start where the entity is contained. The same holds for a cast of a collection.

mod crud;
mod key;

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fmt;

use crate::sdk::{
    Access, AccessParam, Builder, BuilderRef, Constructor, CrudRequest, FieldType, Item, Method,
    MethodKind, Module, Operation, Path, Sdk, Type, Verb,
};

/// A request path and HTTP method that the generated crate can send.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReachablePath {
    /// The path below the root of the API version, with `{call-id}` for keys and `{name}`
    /// for parameters.
    pub path: String,
    /// The HTTP method.
    pub method: &'static str,
    /// The Rust expression, starting with `client`.
    pub rust: String,
    /// The key variables of the expression, each with its placeholder in the path.
    pub keys: Vec<(String, String)>,
    /// The other variables of the expression.
    pub arguments: Vec<(String, ArgumentKind)>,
    /// Whether the path addresses an entity by an alternate key although its key would do.
    pub by_alternate_key: bool,
}

/// The kind of argument that a variable stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ArgumentKind {
    /// A value of this type: a path below `models`, or a runtime type that starts with
    /// `rt`.
    Value(String),
    /// A URL or a media type.
    Text,
    /// Bytes.
    Bytes,
}

impl ArgumentKind {
    /// One value of this type.
    fn of(item: &Type) -> Self {
        Self::value(&FieldType {
            item: item.clone(),
            list: false,
            boxed: false,
        })
    }

    fn value(field_type: &FieldType) -> Self {
        let model = |path: &Path| format!("{}::{}", path.modules.join("::"), path.name);
        let item = match &field_type.item {
            Type::Scalar(name) => (*name).to_owned(),
            Type::String => "String".to_owned(),
            Type::Runtime(name) => format!("rt::{name}"),
            Type::Model(path) => model(path),
            Type::Flags(path) => format!("rt::Flags<{}>", model(path)),
            Type::OneOrMany(path) => format!("rt::OneOrMany<{}>", model(path)),
        };
        Self::Value(match field_type.list {
            true => format!("Vec<{item}>"),
            false => item,
        })
    }
}

impl fmt::Display for ArgumentKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Value(name) => f.write_str(name),
            Self::Text => f.write_str("&str"),
            Self::Bytes => f.write_str("Vec<u8>"),
        }
    }
}

/// Lists every path and method, sorted.
pub fn paths(sdk: &Sdk) -> Vec<ReachablePath> {
    let mut walk = Walk::new(sdk);
    for root in &sdk.roots {
        let mut at = Step {
            path: format!("/{}", root.segment),
            ..Step::default()
        };
        let mut arguments = names(&root.constructor);
        if let Some(key) = &root.key {
            let found = walk.builders.get(&root.constructor.path);
            let entity = found.map(|found| found.entity.as_str()).unwrap_or_default();
            arguments = at.key(key, entity);
        }
        at.options(&root.options, &mut arguments);
        at.rust = format!("client.{}({arguments})", root.name);
        match walk.operations.get(&root.constructor.path) {
            Some(operation) => walk.operation(at, "", operation, &root.constructor.arguments),
            None => {
                at.builder = Some(&root.constructor.path);
                at.access = root.access;
                walk.go(at);
            }
        }
    }
    while let Some(step) = walk.todo.pop_front() {
        let builder = step.builder.and_then(|path| walk.builders.get(path));
        if let Some(builder) = builder.copied() {
            walk.expand(&step, builder);
        }
    }
    walk.out.into_values().collect()
}

/// Formats the paths as JSON: an array of objects with `path`, `method` and `rust`.
pub fn to_json(list: &[ReachablePath]) -> String {
    let text = |text: &str| serde_json::Value::from(text).to_string();
    let lines = list.iter().map(|reached| {
        format!(
            "  {{\"path\": {}, \"method\": {}, \"rust\": {}}}",
            text(&reached.path),
            text(reached.method),
            text(&reached.rust)
        )
    });
    let lines: Vec<String> = lines.collect();
    format!("[\n{}\n]\n", lines.join(",\n"))
}

/// Formats the paths as tab-separated lines: method, path, expression, and the arguments in
/// it.
pub fn to_lines(list: &[ReachablePath]) -> String {
    let mut out = String::new();
    for reached in list {
        let keys = reached.keys.iter();
        let keys = keys.map(|(name, key)| format!("{name}: {{{key}}}"));
        let arguments = reached.arguments.iter();
        let arguments = arguments.map(|(name, given)| format!("{name}: {given}"));
        let names: Vec<String> = keys.chain(arguments).collect();
        let (method, path, rust) = (reached.method, &reached.path, &reached.rust);
        out.push_str(&format!("{method}\t{path}\t{rust}\t{}\n", names.join("; ")));
    }
    out
}

/// A position on a path.
#[derive(Clone, Debug, Default)]
struct Step<'s> {
    path: String,
    rust: String,
    /// The variables of keys with their placeholders; the type of those that are not texts.
    keys: Vec<(String, String, Option<ArgumentKind>)>,
    by_alternate_key: bool,
    /// The builder at this position.
    builder: Option<&'s Path>,
    /// The kind of navigation that led here.
    access: Option<Access>,
    /// Whether a path of names is at the end: a colon comes before what follows.
    in_names: bool,
    /// Whether a function, or the cast of a collection, led here: the paths of its result are
    /// listed, not those below.
    composed: bool,
    /// The navigation properties and casts used so far, as pairs of builder and segment.
    taken: Vec<(&'s Path, &'s str)>,
}

struct Walk<'s> {
    builders: BTreeMap<&'s Path, &'s Builder>,
    operations: BTreeMap<&'s Path, &'s Operation>,
    todo: VecDeque<Step<'s>>,
    seen: BTreeSet<String>,
    out: BTreeMap<(String, &'static str), ReachablePath>,
}

impl<'s> Walk<'s> {
    fn new(sdk: &'s Sdk) -> Self {
        let mut walk = Self {
            builders: BTreeMap::new(),
            operations: BTreeMap::new(),
            todo: VecDeque::new(),
            seen: BTreeSet::new(),
            out: BTreeMap::new(),
        };
        let mut modules: Vec<&Module> = vec![&sdk.requests];
        while let Some(module) = modules.pop() {
            modules.extend(&module.modules);
            for item in module.files.iter().flat_map(|file| &file.items) {
                match item {
                    Item::Builder(builder) => drop(walk.builders.insert(&builder.path, builder)),
                    Item::Operation(operation) => {
                        walk.operations
                            .insert(&operation.parameters.path, operation);
                    }
                    _ => {}
                }
            }
        }
        walk
    }

    /// Visits a position, unless it was reached by a shorter expression before.
    fn go(&mut self, step: Step<'s>) {
        if self.seen.insert(step.path.clone()) {
            self.todo.push_back(step);
        }
    }

    fn expand(&mut self, at: &Step<'s>, builder: &'s Builder) {
        let offered = builder.methods.iter().filter(|method| {
            let access = at.access.unwrap_or(Access::OWNED);
            method.only.is_none_or(|only| only.includes(access))
        });
        for method in offered {
            match &method.kind {
                MethodKind::Crud(request) => {
                    self.crud_request(at, &method.name, request, &builder.entity)
                }
                MethodKind::Operation(constructor) => {
                    if let Some(operation) = self.operations.get(&constructor.path).copied() {
                        let mut to = at.clone();
                        to.rust
                            .push_str(&format!(".{}({})", method.name, names(constructor)));
                        to.path.push('/');
                        self.operation(to, &operation.segment, operation, &constructor.arguments);
                    }
                }
                kind => {
                    if let Some(next) = kind.builder() {
                        self.builder(at, builder, method, next);
                    }
                }
            }
        }
    }

    /// Continues a path with a method that returns a builder.
    fn builder(
        &mut self,
        at: &Step<'s>,
        builder: &'s Builder,
        method: &'s Method,
        next: &'s BuilderRef,
    ) {
        let mut to = at.clone();
        to.builder = Some(&next.path);
        to.access = match next.access {
            Some(AccessParam::Is(access)) => Some(access),
            Some(AccessParam::Same) => at.access,
            Some(AccessParam::Item) => at.access.map(Access::item),
            None => None,
        };
        if let MethodKind::Segment(segment, _) | MethodKind::Keyed(segment, _, _) = &method.kind {
            let lives = !at.composed && at.access.is_none_or(Access::is_owned);
            let taken = (&builder.path, segment.as_str());
            if !lives || to.taken.contains(&taken) {
                return;
            }
            to.taken.push(taken);
            to.composed |= is_collection(builder);
            to.push('/');
            to.path.push_str(segment);
        }
        let mut arguments = String::new();
        if let MethodKind::Keyed(_, key, _) | MethodKind::ByKey(key, _) = &method.kind {
            let entity = self.builders.get(&next.path).map(|found| &found.entity);
            arguments = to.key(key, entity.map(String::as_str).unwrap_or_default());
        }
        if let MethodKind::ByPath(_) = &method.kind {
            let taken = (&builder.path, ":");
            if at.composed || to.taken.contains(&taken) {
                return;
            }
            to.taken.push(taken);
            arguments = to.names();
        }
        to.options(&method.options, &mut arguments);
        let method_call = format!(".{}({arguments})", method.name);
        to.rust.push_str(&method_call);
        self.go(to);
    }

    /// Adds an operation; `segment` is the rest of its path. A function with optional
    /// parameters is there without and with all of them.
    fn operation(
        &mut self,
        at: Step<'s>,
        segment: &str,
        operation: &'s Operation,
        arguments: &'s [crate::sdk::Argument],
    ) {
        let path = at.path.clone() + segment;
        let mut given = Vec::new();
        let required = operation.parameters.required.iter();
        let required = required.filter_map(|position| operation.parameters.fields.get(*position));
        for (_, argument) in required.zip(arguments) {
            given.push((
                argument.name.clone(),
                ArgumentKind::value(&argument.field_type),
            ));
        }
        if let Some(next) = operation.compose.as_ref().filter(|_| !at.composed) {
            let given: Vec<String> = given
                .iter()
                .map(|(name, _)| format!("{name}={{{name}}}"))
                .collect();
            let mut to = at.clone();
            to.path = format!("{path}({})", given.join(","));
            to.rust.push_str(".compose()");
            to.builder = Some(&next.path);
            to.access = None;
            to.composed = true;
            self.go(to);
        }
        if operation.verb == Verb::Post {
            return self.found(&at, path, "POST", at.rust.clone(), given);
        }
        let fields = operation.parameters.fields.iter().enumerate();
        let is_required = |at: &usize| operation.parameters.required.contains(at);
        let shown = |optional: bool| {
            let shown = fields.clone().filter(|(at, _)| optional || is_required(at));
            let shown = shown.map(|(_, field)| format!("{0}={{{0}}}", field.wire));
            format!("{path}({})", shown.collect::<Vec<_>>().join(","))
        };
        let optional = fields.clone().filter(|(at, _)| !is_required(at));
        let (mut rust, mut all) = (at.rust.clone(), given.clone());
        for (_, field) in optional {
            let kind = ArgumentKind::value(&field.field_type);
            let mut name = field.name.clone();
            let taken = |name: &String, all: &[(String, ArgumentKind)]| {
                let mut keys = at.keys.iter().map(|(key, ..)| key);
                keys.any(|key| key == name) || all.iter().any(|(known, _)| known == name)
            };
            while taken(&name, &all) {
                name.push('_');
            }
            rust.push_str(&format!(".{}({name})", field.setter));
            all.push((name, kind));
        }
        self.found(&at, shown(false), "GET", at.rust.clone(), given);
        self.found(&at, shown(true), "GET", rust, all);
    }

    fn found(
        &mut self,
        at: &Step<'s>,
        path: String,
        method: &'static str,
        rust: String,
        mut arguments: Vec<(String, ArgumentKind)>,
    ) {
        let key = (path.clone(), method);
        let mut keys = Vec::new();
        for (name, placeholder, kind) in at.keys.iter().cloned() {
            match kind {
                Some(kind) => arguments.push((name, kind)),
                None => keys.push((name, placeholder)),
            }
        }
        self.out.entry(key).or_insert(ReachablePath {
            path,
            method,
            rust,
            keys,
            arguments,
            by_alternate_key: at.by_alternate_key,
        });
    }
}

/// Whether a builder is that of a collection: its segments are casts.
fn is_collection(builder: &Builder) -> bool {
    let mut methods = builder.methods.iter();
    methods.any(|method| matches!(method.kind, MethodKind::Crud(CrudRequest::List(_))))
}

/// The arguments in the notation of the expression.
fn names(constructor: &Constructor) -> String {
    let names = constructor.arguments.iter();
    let names: Vec<&str> = names.map(|argument| argument.name.as_str()).collect();
    names.join(", ")
}

/// The name without its namespace.
fn simple(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}
