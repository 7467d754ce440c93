//! What goes in: the paths that a file refers to. What comes out: how each is
//! written there, and the `use` lines that make it so.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt::{Display, Formatter, Result};

use super::text::{Text, line};
use crate::sdk::{Path, Sdk, Shape, Type};

/// The names of one file.
pub struct Scope<'a> {
    sdk: &'a Sdk,
    /// Simple names that already mean something here.
    names: RefCell<BTreeMap<&'a str, Meaning<'a>>>,
}

enum Meaning<'a> {
    Own(&'a Path),
    Import(&'a Path),
}

/// A path as a file writes it.
#[derive(Clone, Copy)]
pub struct Name<'a> {
    /// The modules in front of all, if the path is written in full.
    root: Option<&'a [String]>,
    path: &'a Path,
}

/// The type of one value as a file writes it.
#[derive(Clone, Copy)]
pub struct Written<'a> {
    before: &'a str,
    name: Option<Name<'a>>,
    after: &'a str,
}

/// The type of a field without the `Option`, as a file writes it.
#[derive(Clone, Copy)]
pub struct Held<'a> {
    item: Written<'a>,
    list: bool,
    boxed: bool,
}

impl<'a> Scope<'a> {
    /// A file with these items of its own.
    pub fn new(sdk: &'a Sdk, own: impl IntoIterator<Item = &'a Path>) -> Self {
        let own = own.into_iter();
        let own = own.map(|path| (path.name.as_str(), Meaning::Own(path)));
        Self {
            sdk,
            names: RefCell::new(own.collect()),
        }
    }

    /// A path as this file writes it: imported, or in full if its name is taken.
    pub fn path(&self, path: &'a Path) -> Name<'a> {
        let mut names = self.names.borrow_mut();
        let import = || Meaning::Import(path);
        match names.entry(&path.name).or_insert_with(import) {
            Meaning::Own(known) | Meaning::Import(known) if *known == path => {
                Name { root: None, path }
            }
            _ => self.full(path),
        }
    }

    /// A path in full.
    pub fn full(&self, path: &'a Path) -> Name<'a> {
        Name::full(&self.sdk.root, path)
    }

    /// The type of one value.
    pub fn item(&self, item: &'a Type) -> Written<'a> {
        Written::new(item, |path| self.path(path))
    }

    /// The type of one value, with every path in full.
    pub fn item_in_full(&self, item: &'a Type) -> Written<'a> {
        Written::in_full(&self.sdk.root, item)
    }

    /// The type of a field without the `Option`.
    pub fn shape(&self, shape: &'a Shape) -> Held<'a> {
        Held {
            item: self.item(&shape.item),
            list: shape.list,
            boxed: shape.boxed,
        }
    }

    /// The `use` lines: of the runtime, and one for each module.
    pub fn uses(&self, text: &mut Text) {
        line!(text, "use {} as rt;", self.sdk.runtime);
        let mut modules: BTreeMap<&[String], Vec<&str>> = BTreeMap::new();
        for meaning in self.names.borrow().values() {
            if let Meaning::Import(path) = meaning {
                modules.entry(&path.modules).or_default().push(&path.name);
            }
        }
        for (module, names) in modules {
            let module = [&self.sdk.root, module].concat().join("::");
            match names.as_slice() {
                [name] => line!(text, "use {module}::{name};"),
                _ => line!(text, "use {module}::{{{}}};", names.join(", ")),
            }
        }
    }
}

impl<'a> Name<'a> {
    /// A path in full, `root` in front.
    pub fn full(root: &'a [String], path: &'a Path) -> Self {
        let root = Some(root);
        Self { root, path }
    }
}

impl<'a> Written<'a> {
    /// With every path in full.
    pub fn in_full(root: &'a [String], item: &'a Type) -> Self {
        Self::new(item, |path| Name::full(root, path))
    }

    fn new(item: &'a Type, name: impl FnOnce(&'a Path) -> Name<'a>) -> Self {
        let (before, name, after) = match item {
            Type::Scalar(name) => (*name, None, ""),
            Type::String => ("String", None, ""),
            Type::Runtime(name) => ("rt::", None, *name),
            Type::Model(path) => ("", Some(name(path)), ""),
            Type::Flags(path) => ("rt::Flags<", Some(name(path)), ">"),
            Type::OneOrMany(path) => ("rt::OneOrMany<", Some(name(path)), ">"),
        };
        Self {
            before,
            name,
            after,
        }
    }
}

impl Display for Name<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        for module in self.root.into_iter().flatten() {
            write!(f, "{module}::")?;
        }
        if self.root.is_some() {
            for module in &self.path.modules {
                write!(f, "{module}::")?;
            }
        }
        f.write_str(&self.path.name)
    }
}

impl Display for Written<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        f.write_str(self.before)?;
        if let Some(name) = &self.name {
            name.fmt(f)?;
        }
        f.write_str(self.after)
    }
}

impl Display for Held<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let item = &self.item;
        match (self.list, self.boxed) {
            (false, false) => item.fmt(f),
            (false, true) => write!(f, "Box<{item}>"),
            (true, false) => write!(f, "Vec<{item}>"),
            (true, true) => write!(f, "Vec<Box<{item}>>"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(modules: &[&str], name: &str) -> Path {
        let mut path = Path {
            modules: modules.iter().map(|&m| m.to_owned()).collect(),
            ..Path::default()
        };
        name.clone_into(&mut path.name);
        path
    }

    #[test]
    fn a_name_is_imported_once_and_written_in_full_when_taken() {
        let sdk = Sdk {
            runtime: "runtime".into(),
            root: vec!["crate".into()],
            ..Sdk::default()
        };
        let own = [path(&["models"], "Call"), path(&["requests"], "Other")];
        let others = [
            path(&["models"], "Modality"),
            path(&["models", "call_records"], "Modality"),
            path(&["models"], "Call"),
            path(&["models"], "Other"),
        ];
        let scope = Scope::new(&sdk, &own);
        let shown: Vec<String> = others.iter().map(|p| scope.path(p).to_string()).collect();
        assert_eq!(
            shown,
            [
                "Modality",
                "crate::models::call_records::Modality",
                "Call",
                "crate::models::Other"
            ]
        );
        let mut text = Text::new();
        scope.uses(&mut text);
        assert_eq!(
            text.finish(),
            "use runtime as rt;\nuse crate::models::Modality;\n"
        );
    }
}
