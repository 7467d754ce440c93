//! The `Cargo.toml`, `src/lib.rs` and `README.md` of a new crate, which the generator writes once and then
//! leaves to the owner of the crate, except for the features of areas.

use super::readme::readme;
use crate::Config;
use crate::files::Files;
use crate::names::is_identifier;
use crate::sdk::{AreaFeature, Areas, Sdk};

/// The first line of the part of `Cargo.toml` that the generator updates.
pub const BEGIN: &str = "# areas: what follows is generated\n";

/// The last line of that part.
pub const END: &str = "# areas: end\n";

/// The features of the runtime that convert its values to those of other libraries.
const CONVERSIONS: [&str; 5] = ["chrono", "jiff", "rust_decimal", "time", "uuid"];

/// `src/lib.rs` of a new crate.
const LIBRARY: &str = r#"//! Typed bindings, made by `COMMAND`.
//!
//! - [`models`]: entity types, complex types and enumerations.
//! - [`requests`]: builders along the paths of the service, and a value for each operation.
//! - [`CLIENT`](struct.CLIENT.html), with the feature `client`: sends requests.

#![recursion_limit = "512"]
#![cfg_attr(docsrs, feature(doc_cfg))]
#![cfg_attr(all(doctest, CONDITION), doc = include_str!("../README.md"))]

#[rustfmt::skip]
pub mod models;
#[cfg(feature = "registry")]
#[cfg_attr(docsrs, doc(cfg(feature = "registry")))]
#[rustfmt::skip]
pub mod registry;
#[rustfmt::skip]
pub mod requests;

#[cfg(feature = "client")]
#[cfg_attr(docsrs, doc(cfg(feature = "client")))]
pub use msgraph_runtime::client::{self, Error, ErrorKind, Response};
#[cfg(feature = "test-support")]
#[cfg_attr(docsrs, doc(cfg(feature = "test-support")))]
pub use msgraph_runtime::test_support;
pub use msgraph_runtime::{
    Expand, Expr, Extra, Filter, Flags, Item, Key, Method, Mode, Model, OneOrMany, Operation, Page,
    Property, RawJson, ReadError, ReadErrorKind, Request, UnknownObject, UnknownText, edm,
    from_slice, from_slice_with, from_str, from_str_with, request, to_request_body, to_string,
    to_vec, write_into,
};
#[cfg(feature = "client")]
#[cfg_attr(docsrs, doc(cfg(feature = "client")))]
#[doc(inline)]
pub use requests::CLIENT;
"#;

/// `Cargo.toml`, `src/lib.rs` and `README.md` of a new crate.
///
/// `dependency` is the line that names the runtime, such as
/// `msgraph-runtime = { path = "../runtime" }`.
pub fn new_crate(config: &Config, name: &str, dependency: &str, sdk: &Sdk) -> Files {
    let areas = &sdk.areas;
    let name = package_name(name);
    let runtime = dependency.split('=').next().unwrap_or_default().trim();
    let registry = match areas.features.is_empty() {
        true => "registry = []\n".to_owned(),
        false => format!("registry = [\"full\"]\n{}", features(areas)),
    };
    // Without areas there are no types, so all are on until the user of the crate chooses.
    let default = match areas.features.is_empty() {
        true => "default = [\"client\"]",
        false => {
            "# A dependency without default features has the areas that it names.\n\
                  default = [\"client\", \"full\"]"
        }
    };
    let conversions: String = CONVERSIONS
        .iter()
        .map(|name| format!("{name} = [\"{runtime}/{name}\"]\n"))
        .collect();
    let conversions =
        format!("# Conversions of dates, durations, decimals and GUIDs.\n{conversions}");
    let manifest = format!(
        "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\nreadme = \"README.md\"\npublish = false\n\n\
         [package.metadata.docs.rs]\nall-features = true\nrustdoc-args = [\"--cfg\", \"docsrs\"]\n\n\
         [features]\n{default}\n\
         # Sending requests; without it there are models and request values.\n\
         client = [\"{runtime}/client\"]\n\
         # Credentials of azure_identity.\n\
         azure = [\"client\", \"{runtime}/azure\"]\n\
         # CSRF tokens and session cookies, as SAP services want them.\n\
         csrf = [\"client\", \"{runtime}/csrf\"]\n\
         # A service on loopback for tests.\n\
         test-support = [\"client\", \"{runtime}/test-support\"]\n# Every type by its OData name: for proxies, tools and tests.\n{registry}{conversions}\n\
         [dependencies]\n{dependency}\n"
    );
    let condition = match areas.features.is_empty() {
        true => "feature = \"client\"",
        false => "feature = \"client\", feature = \"full\"",
    };
    let command = config.command.replace(['\n', '\r'], " ");
    let library = LIBRARY
        .replace("msgraph_runtime", &config.runtime_crate)
        .replace("COMMAND", &command)
        .replace("CONDITION", condition)
        .replace("CLIENT", &sdk.service.client);
    Files::from([
        ("Cargo.toml".to_owned(), manifest),
        ("README.md".to_owned(), readme(&name, &command, sdk)),
        ("src/lib.rs".to_owned(), library),
    ])
}

/// The name of a package as cargo and rustc accept it without a warning: in lower case, of letters,
/// digits, `-` and `_`, and none that would hide a crate of the standard library.
///
/// ```
/// use csdl_codegen::emit::manifest::package_name;
///
/// assert_eq!(package_name("My Shop"), "my-shop");
/// assert_eq!(package_name("1svc"), "service-1svc");
/// assert_eq!(package_name("core"), "core-service");
/// ```
pub fn package_name(text: &str) -> String {
    let mut name = String::new();
    for c in text.chars() {
        match c.to_ascii_lowercase() {
            c if c.is_ascii_alphanumeric() || c == '_' => name.push(c),
            _ if name.is_empty() || name.ends_with('-') => {}
            _ => name.push('-'),
        }
    }
    let name = name.trim_matches(['-', '_']);
    let reserved = ["alloc", "core", "proc_macro", "proc-macro", "std", "test"];
    match name {
        "" => "service".to_owned(),
        name if reserved.contains(&name) || !is_identifier(&name.replace('-', "_")) => {
            match name.starts_with(|c: char| c.is_ascii_digit()) {
                true => format!("service-{name}"),
                false => format!("{name}-service"),
            }
        }
        name => name.to_owned(),
    }
}

/// The manifest of a crate with the current features; `None` if it has no part for them.
pub fn with_features(manifest: &str, areas: &Areas) -> Option<String> {
    let (before, rest) = manifest.split_once(BEGIN)?;
    let (_, after) = rest.split_once(END)?;
    Some(format!("{before}{}{after}", features(areas)))
}

/// A feature for each area, and one for all of them.
fn features(areas: &Areas) -> String {
    let mut out = BEGIN.to_owned();
    out.push_str("# All areas.\nfull = [\n");
    for feature in &areas.features {
        out.push_str(&format!("    \"{}\",\n", feature.name));
    }
    out.push_str("]\n");
    for feature in &areas.features {
        let AreaFeature {
            name,
            what,
            types,
            operations,
        } = feature;
        let what = what.replace(['\n', '\r'], " ");
        out.push_str(&format!(
            "# {what}: {types} types, {operations} operations.\n{name} = []\n"
        ));
    }
    out.push_str(END);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_crate_names_its_runtime_and_its_modules() {
        let files = new_crate(
            &Config::default(),
            "my sdk\"",
            "msgraph-runtime = \"0.1\"",
            &Sdk::default(),
        );
        let manifest: toml::Table = files["Cargo.toml"].parse().unwrap();
        assert_eq!(manifest["package"]["name"].as_str(), Some("my-sdk"));
        assert!(manifest["dependencies"].get("msgraph-runtime").is_some());
        let client = manifest["features"]["client"].as_array().unwrap();
        assert_eq!(client[0].as_str(), Some("msgraph-runtime/client"));
        let jiff = manifest["features"]["jiff"].as_array().unwrap();
        assert_eq!(jiff[0].as_str(), Some("msgraph-runtime/jiff"));
        let library = new_crate(
            &Config::default(),
            "sdk",
            "rt = \"1\"",
            &with_client("ShopClient"),
        );
        let library = &library["src/lib.rs"];
        assert!(syn::parse_file(library).is_ok());
        assert!(
            library.contains("pub use requests::ShopClient;"),
            "{library}"
        );
        assert!(!library.contains("CLIENT"), "{library}");
    }

    fn with_client(name: &str) -> Sdk {
        let mut sdk = Sdk::default();
        name.clone_into(&mut sdk.service.client);
        sdk
    }

    #[test]
    fn packages_have_names_that_cargo_accepts() {
        for (text, expected) in [
            ("shop_sdk", "shop_sdk"),
            ("Ünï svc", "n-svc"),
            ("..", "service"),
            ("std", "std-service"),
            ("fn", "fn-service"),
            ("Trip--Pin-", "trip-pin"),
            ("2024", "service-2024"),
        ] {
            assert_eq!(package_name(text), expected);
        }
    }

    #[test]
    fn features_are_made_anew_and_nothing_else_is() {
        let feature = |name: &str| AreaFeature {
            name: name.to_owned(),
            what: format!("set `{name}`"),
            types: 3,
            operations: 1,
        };
        let areas = |names: &[&str]| Areas {
            features: names.iter().map(|name| feature(name)).collect(),
            ..Areas::default()
        };
        let files = new_crate(
            &Config::default(),
            "sdk",
            "rt = \"1\"",
            &Sdk {
                areas: areas(&["a", "b-c"]),
                ..Sdk::default()
            },
        );
        let old = files["Cargo.toml"].replace("0.1.0", "7.0.0");
        let new = with_features(&old, &areas(&["a", "d"])).unwrap();
        let manifest: toml::Table = new.parse().unwrap();
        assert_eq!(manifest["package"]["version"].as_str(), Some("7.0.0"));
        let features = manifest["features"].as_table().unwrap();
        let names: Vec<&str> = features.keys().map(String::as_str).collect();
        assert_eq!(
            names,
            [
                "a",
                "azure",
                "chrono",
                "client",
                "csrf",
                "d",
                "default",
                "full",
                "jiff",
                "registry",
                "rust_decimal",
                "test-support",
                "time",
                "uuid"
            ]
        );
        assert_eq!(features["full"].as_array().unwrap().len(), 2);
        assert_eq!(features["default"].as_array().unwrap().len(), 2);
        assert!(with_features("[package]\n", &areas(&[])).is_none());
    }
}
