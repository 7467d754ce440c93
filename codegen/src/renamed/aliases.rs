//! Adds the aliases to a crate.

use std::collections::BTreeSet;

use super::find::taken;
use super::{Name, Renamed};
use crate::names;
use crate::sdk::{Alias, Doc, File, FormerMember, Item, Module, Path, Sdk};

impl Renamed {
    /// Adds a deprecated alias for each former name. What the crate lacks, and what is something
    /// else in it, is left out.
    pub fn apply(&self, sdk: &mut Sdk) {
        for name in &self.names {
            let Some(target) = item_path(sdk, &name.new) else {
                member(sdk, name);
                continue;
            };
            if item_path(sdk, &name.old).is_none() {
                alias(sdk, name, target);
            }
        }
    }
}

/// The modules and the name in a path.
fn split(path: &str) -> Option<(Vec<String>, String)> {
    let (modules, name) = path.rsplit_once("::")?;
    let modules = modules.split("::").map(str::to_owned);
    Some((modules.collect(), name.to_owned()))
}

fn files<'s>(sdk: &'s Sdk) -> impl Iterator<Item = &'s File> {
    let mut todo: Vec<&'s Module> = vec![&sdk.models, &sdk.requests];
    let modules = std::iter::from_fn(move || {
        let module = todo.pop()?;
        todo.extend(&module.modules);
        Some(module)
    });
    modules.flat_map(|module| &module.files)
}

/// The item with this path, and whether it is a builder with an access parameter.
fn item_path(sdk: &Sdk, path: &str) -> Option<(Path, bool)> {
    let (modules, name) = split(path)?;
    let items = files(sdk).flat_map(|file| &file.items);
    let mut found = items.filter(|item| {
        let path = item.path();
        path.modules == modules && path.name == name
    });
    let item = found.next()?;
    let has_access_param = matches!(item, Item::Builder(builder) if builder.has_access_param);
    Some((item.path().clone(), has_access_param))
}

fn alias(sdk: &mut Sdk, name: &Name, (target, has_access_param): (Path, bool)) {
    let Some((modules, ident)) = split(&name.old) else {
        return;
    };
    let Some((top, below)) = modules.split_first() else {
        return;
    };
    let when = target.when;
    let path = Path {
        modules: modules.clone(),
        name: ident.clone(),
        when,
    };
    let item = Item::Alias(Alias {
        path,
        doc: Doc(vec![format!("The former name of `{}`.", name.new)]),
        note: note(&name.new),
        target,
        has_access_param,
    });
    let mut at = match top.as_str() {
        "models" => &mut sdk.models,
        _ => &mut sdk.requests,
    };
    for (depth, module) in below.iter().enumerate() {
        if let Some(found) = at.modules.iter().position(|m| m.name == *module) {
            at = &mut at.modules[found];
            continue;
        }
        // The file of operations, or what was a module.
        let known = at
            .files
            .iter()
            .position(|f| f.name == *module && f.public.is_some());
        let is_last = depth + 1 == below.len();
        match known {
            Some(file) if is_last => at.files[file].items.push(item),
            None if is_last && !at.files.iter().any(|f| f.name == *module) => {
                let public = Some(Doc(vec!["Former names.".to_owned()]));
                at.files
                    .push(file(module.clone(), public, item, Vec::new()));
            }
            _ => return,
        }
        sort(at);
        return;
    }
    let mut module = names::escape(&names::module(&ident));
    let taken: BTreeSet<&String> = at.files.iter().map(|file| &file.name).collect();
    while taken.contains(&module) {
        module.push('_');
    }
    at.files.push(file(module, None, item, vec![ident]));
    sort(at);
}

fn file(name: String, public: Option<Doc>, item: Item, exports: Vec<String>) -> File {
    File {
        name,
        public,
        when: item.path().when,
        items: vec![item],
        exports,
    }
}

fn sort(module: &mut Module) {
    module.files.sort_by(|a, b| a.name.cmp(&b.name));
}

fn note(new: &str) -> String {
    format!("renamed to `{new}`")
}

/// Adds the former name of a member of an item.
fn member(sdk: &mut Sdk, name: &Name) {
    let (Some((item, was)), Some((_, is))) =
        (name.old.rsplit_once("::"), name.new.rsplit_once("::"))
    else {
        return;
    };
    let mut todo: Vec<&mut Module> = vec![&mut sdk.models, &mut sdk.requests];
    while let Some(module) = todo.pop() {
        todo.extend(module.modules.iter_mut());
        for found in module.files.iter_mut().flat_map(|file| &mut file.items) {
            let path = found.path();
            let shown = path.modules.iter().chain([&path.name]);
            if shown.map(String::as_str).collect::<Vec<_>>().join("::") == item
                && !taken(found).contains(was)
            {
                add(found, was, is);
            }
        }
    }
}

fn add(item: &mut Item, was: &str, is: &str) {
    let note = Some(note(is));
    let fields = match item {
        Item::TextEnum(found) => {
            if found.members.iter().any(|member| member.name == is) {
                found.former.push(FormerMember {
                    name: was.to_owned(),
                    now: is.to_owned(),
                });
            }
            return;
        }
        Item::Builder(found) => {
            let Some(method) = found.methods.iter().find(|method| method.name == is) else {
                return;
            };
            let mut method = method.clone();
            was.clone_into(&mut method.name);
            method.deprecated = note;
            found.former.push(method);
            return;
        }
        Item::Struct(found) => found,
        Item::Operation(found) => &mut found.parameters,
        Item::AnyEnum(_) | Item::Alias(_) => return,
    };
    for (at, field) in fields.fields.iter().enumerate() {
        let mut former = field.clone();
        former.deprecated.clone_from(&note);
        if field.constant == is {
            was.clone_into(&mut former.constant);
            fields.former_constants.push((at, former));
        } else if field.setter == is && fields.written && !fields.read_only.contains(&at) {
            was.clone_into(&mut former.setter);
            fields.former_setters.push(former);
        }
    }
}
