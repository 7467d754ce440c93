//! How a file writes the paths of other items, and the `use` declarations that make it so.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::BTreeMap;

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, quote};

use super::conditions::{self, Not};
use super::tokens::ident;
use crate::names::pascal;
use crate::sdk::{Areas, FieldType, Path, Sdk, Type, When};

/// The meaning of simple names in one file.
pub struct Scope<'a> {
    sdk: &'a Sdk,
    /// The condition under which the file is compiled.
    when: When,
    /// The simple names that are taken.
    names: RefCell<BTreeMap<Cow<'a, str>, Meaning<'a>>>,
}

enum Meaning<'a> {
    Own(&'a Path),
    Import(&'a Path),
    /// An item that may be disabled while the file is compiled, and whether its name then is an
    /// alias of the runtime's type for unknown objects.
    Maybe(&'a Path, bool),
    /// A type parameter.
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
    /// With all its modules, after these.
    Full(&'a [String]),
    /// By an alias that ends with this number of underscores.
    Alias(usize),
}

/// The type of one value as a file writes it.
#[derive(Clone, Copy)]
pub enum Written<'a> {
    /// `bool` or a number.
    Scalar(&'a str),
    /// `String`.
    String,
    /// A type of the runtime.
    Runtime(&'a str),
    /// A generated type.
    Model(Name<'a>),
    /// A set of members of a generated enum.
    Flags(Name<'a>),
    /// One value or a list of a generated enum.
    OneOrMany(Name<'a>),
}

/// The type of a field without the `Option`, as a file writes it.
#[derive(Clone, Copy)]
pub struct Held<'a> {
    item: Written<'a>,
    list: bool,
    boxed: bool,
}

impl<'a> Scope<'a> {
    /// The scope of a file that defines the items `own` and is compiled under a condition.
    pub fn new(sdk: &'a Sdk, when: When, own: impl IntoIterator<Item = &'a Path>) -> Self {
        let own = own.into_iter();
        let own = own.map(|path| (path.name.as_str().into(), Meaning::Own(path)));
        Self {
            sdk,
            when,
            names: RefCell::new(own.collect()),
        }
    }

    /// The same scope, in which a type parameter has this name.
    pub fn with_parameter(mut self, name: &'static str) -> Self {
        self.names.get_mut().insert(name.into(), Meaning::Parameter);
        self
    }

    /// A path as this file writes it: imported, or in full if its name is taken.
    ///
    /// An item that may be disabled gets a name of its own, which then is an alias of the runtime's
    /// type for unknown objects.
    pub fn path(&self, path: &'a Path) -> Name<'a> {
        match self.condition(path) {
            None => self.import(path),
            Some(_) => self.maybe(path, true),
        }
    }

    /// A path that this file writes only in code that is disabled together with the item.
    pub fn conditional(&self, path: &'a Path) -> Name<'a> {
        match self.condition(path) {
            None => self.import(path),
            Some(_) => self.maybe(path, false),
        }
    }

    /// The condition of an item that the condition of the file does not imply.
    pub fn condition(&self, path: &Path) -> Option<When> {
        Some(path.when).filter(|needed| !self.sdk.areas.implies(self.when, *needed))
    }

    /// The areas that conditions refer to.
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
                Form::Alias(underscores) => Cow::Owned(alias(path, underscores)),
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

    /// `#[cfg(…)]` of an item that may be off while its file is compiled.
    pub fn compiled_with(&self, when: When) -> Option<TokenStream> {
        conditions::attribute(&self.sdk.areas, when, Not::Off)
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
    pub fn field_type(&self, field_type: &'a FieldType) -> Held<'a> {
        Held {
            item: self.item(&field_type.item),
            list: field_type.list,
            boxed: field_type.boxed,
        }
    }

    /// The `use` declarations: the runtime, then one for each module, then the aliases that
    /// replace types whose features are disabled.
    pub fn uses(&self) -> TokenStream {
        let names = self.names.borrow();
        let mut modules: BTreeMap<(When, &[String]), Vec<TokenStream>> = BTreeMap::new();
        let mut off: BTreeMap<When, Vec<TokenStream>> = BTreeMap::new();
        for (name, meaning) in names.iter() {
            let (path, when) = match meaning {
                Meaning::Own(_) | Meaning::Parameter => continue,
                Meaning::Import(path) => (path, When::ALWAYS),
                Meaning::Maybe(path, _) => (path, path.when),
            };
            let (original, alias) = (ident(&path.name), ident(name));
            let list = modules.entry((when, &path.modules)).or_default();
            list.push(match *name == path.name {
                true => quote!(#original),
                false => quote!(#original as #alias),
            });
            if let Meaning::Maybe(path, true) = meaning {
                let unless = conditions::attribute(self.areas(), when, Not::On);
                let number = hexadecimal(conditions::number(path));
                let alias = quote!(#unless type #alias = rt::UnknownObject<#number>;);
                off.entry(when).or_default().push(alias);
            }
        }
        let imports = modules.into_iter().map(|((when, module), names)| {
            let condition = conditions::attribute(self.areas(), when, Not::Off);
            let module = self.sdk.root.iter().chain(module).map(|name| ident(name));
            match names.as_slice() {
                [name] => quote!(#condition use #(#module::)*#name;),
                _ => quote!(#condition use #(#module::)*{#(#names),*};),
            }
        });
        let (runtime, off) = (ident(&self.sdk.runtime), off.values().flatten());
        quote! {
            use #runtime::codegen as rt;
            #(#imports)*
            #(#off)*
        }
    }
}

/// A number as `0x0123456789abcdef`.
fn hexadecimal(number: u64) -> Literal {
    let digits = format!("{number:#018x}");
    digits
        .parse()
        .unwrap_or_else(|_| Literal::u64_unsuffixed(number))
}

impl<'a> Name<'a> {
    /// A path in full, below `root`.
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
        match item {
            Type::Scalar(name) => Self::Scalar(name),
            Type::String => Self::String,
            Type::Runtime(name) => Self::Runtime(name),
            Type::Model(path) => Self::Model(name(path)),
            Type::Flags(path) => Self::Flags(name(path)),
            Type::OneOrMany(path) => Self::OneOrMany(name(path)),
        }
    }
}

/// The alias of a path: modules and name as one word, and some underscores.
fn alias(Path { modules, name, .. }: &Path, underscores: usize) -> String {
    let plain = |name: &str| name.strip_prefix("r#").unwrap_or(name).to_owned();
    let modules = modules.iter().map(|module| pascal(&plain(module)));
    let mut out: String = modules.chain([plain(name)]).collect();
    out.extend(std::iter::repeat_n('_', underscores));
    out
}

impl ToTokens for Name<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let Path { modules, name, .. } = self.path;
        match self.form {
            Form::Simple => ident(name).to_tokens(tokens),
            Form::Full(root) => {
                for module in root.iter().chain(modules) {
                    let module = ident(module);
                    tokens.extend(quote!(#module::));
                }
                ident(name).to_tokens(tokens);
            }
            Form::Alias(underscores) => ident(&alias(self.path, underscores)).to_tokens(tokens),
        }
    }
}

impl ToTokens for Written<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        match self {
            Self::Scalar(name) => ident(name).to_tokens(tokens),
            Self::String => tokens.extend(quote!(String)),
            Self::Runtime(name) => {
                let name = ident(name);
                tokens.extend(quote!(rt::#name));
            }
            Self::Model(name) => name.to_tokens(tokens),
            Self::Flags(name) => tokens.extend(quote!(rt::Flags<#name>)),
            Self::OneOrMany(name) => tokens.extend(quote!(rt::OneOrMany<#name>)),
        }
    }
}

impl ToTokens for Held<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let item = &self.item;
        match (self.list, self.boxed) {
            (false, false) => item.to_tokens(tokens),
            (false, true) => tokens.extend(quote!(Box<#item>)),
            (true, false) => tokens.extend(quote!(Vec<#item>)),
            (true, true) => tokens.extend(quote!(Vec<Box<#item>>)),
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
        let shown = |path| scope.path(path).to_token_stream().to_string();
        let shown: Vec<String> = others.iter().map(shown).collect();
        assert_eq!(
            shown,
            [
                "Modality",
                "crate :: models :: call_records :: Modality",
                "Call",
                "crate :: models :: Other"
            ]
        );
        assert_eq!(
            scope.uses().to_string(),
            "use runtime :: codegen as rt ; use crate :: models :: Modality ;"
        );
    }
}
