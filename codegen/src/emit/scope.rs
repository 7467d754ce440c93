//! What goes in: the paths that a file refers to. What comes out: how each is
//! written there, and the `use` lines that make it so.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt::{Display, Formatter, Result};

use super::conditions::{self, Not};
use super::text::{Text, line};
use crate::names::pascal;
use crate::sdk::{Areas, Path, Sdk, Shape, Type, When};

/// The names of one file.
pub struct Scope<'a> {
    sdk: &'a Sdk,
    /// When the file is there.
    when: When,
    /// Simple names that already mean something here.
    names: RefCell<BTreeMap<Cow<'a, str>, Meaning<'a>>>,
}

enum Meaning<'a> {
    Own(&'a Path),
    Import(&'a Path),
    /// Something that may be off where the file is there; whether an object that is not
    /// known stands for it then.
    Maybe(&'a Path, bool),
    /// No item: a type parameter.
    Parameter,
}

impl<'a> Meaning<'a> {
    fn path(&self) -> Option<&'a Path> {
        match self {
            Self::Own(path) | Self::Import(path) | Self::Maybe(path, _) => Some(path),
            Self::Parameter => None,
        }
    }
}

/// A path as a file writes it.
#[derive(Clone, Copy)]
pub struct Name<'a> {
    path: &'a Path,
    form: Form<'a>,
}

/// How a path is written.
#[derive(Clone, Copy)]
enum Form<'a> {
    /// By its simple name.
    Simple,
    /// With all modules, these first.
    Full(&'a [String]),
    /// By an alias: modules and name as one, and so many underscores.
    Alias(usize),
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
    /// A file with these items of its own, which is there under a condition.
    pub fn new(sdk: &'a Sdk, when: When, own: impl IntoIterator<Item = &'a Path>) -> Self {
        let own = own.into_iter();
        let own = own.map(|path| (path.name.as_str().into(), Meaning::Own(path)));
        Self {
            sdk,
            when,
            names: RefCell::new(own.collect()),
        }
    }

    /// The same file, in which a type parameter has this name.
    pub fn with_parameter(mut self, name: &'static str) -> Self {
        self.names.get_mut().insert(name.into(), Meaning::Parameter);
        self
    }

    /// A path as this file writes it: imported, or in full if its name is taken. What may
    /// be off gets a name that means an object that is not known then.
    pub fn path(&self, path: &'a Path) -> Name<'a> {
        match self.condition(path) {
            None => self.import(path),
            Some(_) => self.maybe(path, true),
        }
    }

    /// A path that is written only where it is there.
    pub fn conditional(&self, path: &'a Path) -> Name<'a> {
        match self.condition(path) {
            None => self.import(path),
            Some(_) => self.maybe(path, false),
        }
    }

    /// The condition that what is behind a path has and this file has not.
    pub fn condition(&self, path: &Path) -> Option<When> {
        Some(path.when).filter(|needed| !self.sdk.areas.implies(self.when, *needed))
    }

    /// The areas that conditions are about.
    pub fn areas(&self) -> &'a Areas {
        &self.sdk.areas
    }

    fn import(&self, path: &'a Path) -> Name<'a> {
        let mut names = self.names.borrow_mut();
        let import = || Meaning::Import(path);
        let known = names
            .entry(path.name.as_str().into())
            .or_insert_with(import);
        match known {
            Meaning::Own(known) | Meaning::Import(known) if *known == path => {
                let form = Form::Simple;
                Name { path, form }
            }
            _ => self.full(path),
        }
    }

    fn maybe(&self, path: &'a Path, stands_in: bool) -> Name<'a> {
        let mut names = self.names.borrow_mut();
        let simple = Name {
            path,
            form: Form::Simple,
        };
        let aliases = (0..).map(|trail| Name {
            path,
            form: Form::Alias(trail),
        });
        for name in std::iter::once(simple).chain(aliases) {
            let key = match name.form {
                Form::Alias(_) => Cow::Owned(name.to_string()),
                _ => Cow::Borrowed(path.name.as_str()),
            };
            let meaning = names.entry(key);
            let meaning = meaning.or_insert(Meaning::Maybe(path, stands_in));
            if meaning.path() == Some(path) {
                return name;
            }
        }
        simple
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

    /// The `use` lines: of the runtime, and one for each module; what may be off last.
    pub fn uses(&self, text: &mut Text) {
        line!(text, "use {} as rt;", self.sdk.runtime);
        let names = self.names.borrow();
        let mut modules: BTreeMap<(When, &[String]), Vec<Cow<'_, str>>> = BTreeMap::new();
        let mut off: BTreeMap<When, Vec<(&str, &Path)>> = BTreeMap::new();
        for (name, meaning) in names.iter() {
            let (path, when) = match meaning {
                Meaning::Own(_) | Meaning::Parameter => continue,
                Meaning::Import(path) => (path, When::ALWAYS),
                Meaning::Maybe(path, _) => (path, path.when),
            };
            let list = modules.entry((when, &path.modules)).or_default();
            list.push(match *name == path.name {
                true => Cow::Borrowed(name),
                false => format!("{} as {name}", path.name).into(),
            });
            if let Meaning::Maybe(path, true) = meaning {
                off.entry(when).or_default().push((name, path));
            }
        }
        for ((when, module), names) in modules {
            let module = [&self.sdk.root, module].concat().join("::");
            conditions::attribute(self.areas(), when, Not::Off, text);
            match names.as_slice() {
                [name] => line!(text, "use {module}::{name};"),
                _ => line!(text, "use {module}::{{{}}};", names.join(", ")),
            }
        }
        for (when, list) in off {
            for (name, path) in list {
                let number = conditions::number(path);
                conditions::attribute(self.areas(), when, Not::On, text);
                line!(text, "type {name} = rt::UnknownObject<{number:#018x}>;");
            }
        }
    }
}

impl<'a> Name<'a> {
    /// A path in full, `root` in front.
    pub fn full(root: &'a [String], path: &'a Path) -> Self {
        let form = Form::Full(root);
        Self { path, form }
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
        let Path { modules, name, .. } = self.path;
        match self.form {
            Form::Simple => f.write_str(name),
            Form::Full(root) => {
                for module in root.iter().chain(modules) {
                    write!(f, "{module}::")?;
                }
                f.write_str(name)
            }
            Form::Alias(trail) => {
                for module in modules {
                    f.write_str(&pascal(module.trim_start_matches("r#")))?;
                }
                write!(f, "{}{:_<trail$}", name.trim_start_matches("r#"), "")
            }
        }
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
        let scope = Scope::new(&sdk, When::ALWAYS, &own);
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
