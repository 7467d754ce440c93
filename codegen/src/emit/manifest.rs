//! The `Cargo.toml` and `src/lib.rs` of a new crate, which the generator writes once and then
//! leaves to the owner of the crate, except for the features of areas.

use crate::Config;
use crate::files::Files;
use crate::sdk::{AreaFeature, Areas};

/// The first line of the part of `Cargo.toml` that the generator updates.
pub const BEGIN: &str = "# areas: what follows is generated\n";

/// The last line of that part.
pub const END: &str = "# areas: end\n";

/// `src/lib.rs` of a new crate.
const LIBRARY: &str = r#"//! Typed bindings, made by `COMMAND`.
//!
//! - [`models`]: entity types, complex types and enumerations.
//! - [`requests`]: builders along the paths of the service, and a value for each operation.
//! - [`GraphClient`](struct.GraphClient.html), with the feature `client`: sends requests.

#![recursion_limit = "512"]
#![cfg_attr(docsrs, feature(doc_cfg))]

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
    Expand, Extra, Filter, Flags, Item, Key, Method, Mode, Model, OneOrMany, Operation, Page,
    Property, RawJson, ReadError, ReadErrorKind, Request, UnknownObject, UnknownText, edm,
    from_slice, from_slice_with, from_str, from_str_with, request, to_request_body, to_string,
    to_vec, write_into,
};
#[cfg(feature = "client")]
#[cfg_attr(docsrs, doc(cfg(feature = "client")))]
#[doc(inline)]
pub use requests::GraphClient;
"#;

/// `Cargo.toml` and `src/lib.rs` of a new crate.
///
/// `dependency` is the line that names the runtime, such as
/// `msgraph-runtime = { path = "../runtime" }`.
pub fn new_crate(config: &Config, name: &str, dependency: &str, areas: &Areas) -> Files {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    let name: String = name
        .chars()
        .map(|c| if plain(c) { c } else { '-' })
        .collect();
    let runtime = dependency.split('=').next().unwrap_or_default().trim();
    let registry = match areas.features.is_empty() {
        true => "registry = []\n".to_owned(),
        false => format!("registry = [\"full\"]\n{}", features(areas)),
    };
    let manifest = format!(
        "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\npublish = false\n\n\
         [package.metadata.docs.rs]\nall-features = true\nrustdoc-args = [\"--cfg\", \"docsrs\"]\n\n\
         [features]\ndefault = [\"client\"]\n\
         # Sending requests; without it there are models and request values.\n\
         client = [\"{runtime}/client\"]\n\
         # Credentials of azure_identity.\n\
         azure = [\"client\", \"{runtime}/azure\"]\n\
         # A service on loopback for tests.\n\
         test-support = [\"client\", \"{runtime}/test-support\"]\n# Every type by its OData name: for proxies, tools and tests.\n{registry}\n\
         [dependencies]\n{dependency}\n"
    );
    let command = config.command.replace(['\n', '\r'], " ");
    let library = LIBRARY
        .replace("msgraph_runtime", &config.runtime_crate)
        .replace("COMMAND", &command);
    Files::from([
        ("Cargo.toml".to_owned(), manifest),
        ("src/lib.rs".to_owned(), library),
    ])
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
            &Areas::default(),
        );
        let manifest: toml::Table = files["Cargo.toml"].parse().unwrap();
        assert_eq!(manifest["package"]["name"].as_str(), Some("my-sdk-"));
        assert!(manifest["dependencies"].get("msgraph-runtime").is_some());
        let client = manifest["features"]["client"].as_array().unwrap();
        assert_eq!(client[0].as_str(), Some("msgraph-runtime/client"));
        assert!(syn::parse_file(&files["src/lib.rs"]).is_ok());
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
            &areas(&["a", "b-c"]),
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
                "client",
                "d",
                "default",
                "full",
                "registry",
                "test-support"
            ]
        );
        assert_eq!(features["full"].as_array().unwrap().len(), 2);
        assert!(with_features("[package]\n", &areas(&[])).is_none());
    }
}
