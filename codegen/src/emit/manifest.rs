//! What goes in: where generated code will stand. What comes out: the two files
//! that a crate needs besides, made once and then left to whoever owns it.

use crate::Config;
use crate::files::Files;

/// `Cargo.toml` and `src/lib.rs` of a new crate.
///
/// `dependency` is the line that names the runtime, such as
/// `msgraph-runtime = { path = "../runtime" }`.
pub fn new_crate(config: &Config, name: &str, dependency: &str) -> Files {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    let name: String = name
        .chars()
        .map(|c| if plain(c) { c } else { '-' })
        .collect();
    let manifest = format!(
        "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\npublish = false\n\n\
         [features]\n# Every type by its OData name: for proxies, tools and tests.\nregistry = []\n\n\
         [dependencies]\n{dependency}\n"
    );
    let library = format!(
        "//! Typed bindings, made by `{}`.\n\n#![recursion_limit = \"512\"]\n\n\
         #[rustfmt::skip]\npub mod models;\n#[cfg(feature = \"registry\")]\n#[rustfmt::skip]\n\
         pub mod registry;\n#[rustfmt::skip]\npub mod requests;\n",
        config.command.replace(['\n', '\r'], " ")
    );
    Files::from([
        ("Cargo.toml".to_owned(), manifest),
        ("src/lib.rs".to_owned(), library),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_crate_names_its_runtime_and_its_modules() {
        let files = new_crate(&Config::default(), "my sdk\"", "msgraph-runtime = \"0.1\"");
        let manifest: toml::Table = files["Cargo.toml"].parse().unwrap();
        assert_eq!(manifest["package"]["name"].as_str(), Some("my-sdk-"));
        assert!(manifest["dependencies"].get("msgraph-runtime").is_some());
        assert!(syn::parse_file(&files["src/lib.rs"]).is_ok());
    }
}
