//! The root of the generated crate shows few items, each by name, and so does the root of a crate
//! that the generator starts.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test stops where it fails"
)]

use std::collections::BTreeSet;
use std::fs;

use conformance_tests::{manifest_dir, snapshot};
use csdl_codegen::Config;
use csdl_codegen::emit::manifest::new_crate;
use csdl_codegen::sdk::{Sdk, Service};
use syn::{Attribute, Item, UseTree, Visibility};

/// More items than this are more than a newcomer reads.
const MOST: usize = 50;

/// The public items of a `lib.rs`, one a line: the name, and the feature that it needs.
fn public_items(source: &str) -> BTreeSet<String> {
    let file = syn::parse_file(source).unwrap();
    let mut found = BTreeSet::new();
    for item in &file.items {
        let (attributes, names) = match item {
            Item::Mod(item) if is_public(&item.vis) => (&item.attrs, vec![item.ident.to_string()]),
            Item::Use(item) if is_public(&item.vis) => {
                let mut names = Vec::new();
                add_names(&item.tree, "", &mut names);
                (&item.attrs, names)
            }
            Item::Mod(_) | Item::Use(_) => continue,
            _ => panic!("the root declares modules and re-exports items, nothing else"),
        };
        let feature = feature(attributes);
        found.extend(names.iter().map(|name| match &feature {
            Some(feature) => format!("{name} ({feature})"),
            None => name.clone(),
        }));
    }
    found
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

/// Adds the names that a `use` declaration brings in; `parent` is the last segment before it.
fn add_names(tree: &UseTree, parent: &str, names: &mut Vec<String>) {
    match tree {
        UseTree::Path(path) => add_names(&path.tree, &path.ident.to_string(), names),
        UseTree::Name(name) if name.ident == "self" => names.push(parent.to_owned()),
        UseTree::Name(name) => names.push(name.ident.to_string()),
        UseTree::Rename(name) => names.push(name.rename.to_string()),
        UseTree::Group(group) => {
            for tree in &group.items {
                add_names(tree, parent, names);
            }
        }
        UseTree::Glob(_) => panic!("`{parent}::*` re-exports items that nobody chose"),
    }
}

/// The name in `#[cfg(feature = "…")]`.
fn feature(attributes: &[Attribute]) -> Option<String> {
    attributes.iter().find_map(|attribute| {
        let list = attribute.meta.require_list().ok()?;
        let text = list.tokens.to_string();
        let name = text.strip_prefix("feature = \"")?.strip_suffix('"')?;
        list.path.is_ident("cfg").then(|| name.to_owned())
    })
}

fn root_of_the_sdk() -> BTreeSet<String> {
    let path = manifest_dir().join("../generated/src/lib.rs");
    public_items(&fs::read_to_string(path).unwrap())
}

#[test]
fn the_root_shows_these_items() {
    let items = root_of_the_sdk();
    assert!(items.len() <= MOST, "{} items", items.len());
    let list: String = items.iter().map(|item| format!("{item}\n")).collect();
    let golden = manifest_dir().join("goldens/public_items.txt");
    if let Err(difference) = snapshot::check(&golden, Some(&list)) {
        panic!("{difference}\n{}", snapshot::hint("public_items"));
    }
}

#[test]
fn a_new_crate_shows_the_same() {
    let dependency = "msgraph-runtime = \"0.1\"";
    let service = Service {
        client: "GraphClient".to_owned(),
        ..Service::default()
    };
    let sdk = Sdk {
        service,
        ..Sdk::default()
    };
    let files = new_crate(&Config::default(), "sdk", dependency, &sdk);
    assert_eq!(public_items(&files["src/lib.rs"]), root_of_the_sdk());
}

#[test]
fn names_are_found_whatever_the_form_of_the_declaration() {
    let source = "
        #[cfg(feature = \"f\")]
        #[cfg_attr(docsrs, doc(cfg(feature = \"f\")))]
        pub use a::b::{self, C, d::E as F};
        pub mod g;
        mod hidden;
        use a::Private;
    ";
    let items: Vec<String> = public_items(source).into_iter().collect();
    assert_eq!(items, ["C (f)", "F (f)", "b (f)", "g"]);
}

#[test]
#[should_panic(expected = "`a::*`")]
fn a_glob_is_refused() {
    public_items("pub use a::*;");
}
