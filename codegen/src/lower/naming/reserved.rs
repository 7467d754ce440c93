//! The names that generated types have besides those of the metadata.

/// Field names that would collide with `extra`, `with_extra`, `with_null` and `with_odata_type` of
/// every struct.
pub const STRUCT: &[&str] = &["extra", "null", "odata_type"];

/// The methods of every enum over derived types besides those of its members.
pub const ANY: &[&str] = &["downcast", "etag", "extra", "member"];

/// The methods that builders of one entity can have; reserved even where a builder lacks
/// them.
pub const ONE: &[&str] = &[
    "new",
    "target",
    "get",
    "update",
    "delete",
    "set_reference",
    "remove_reference",
];

/// A further method of builders of one entity, reserved where `PUT` replaces it.
pub const REPLACE: &str = "replace";

/// The methods that builders of a collection can have; reserved even where a builder lacks
/// them.
pub const MANY: &[&str] = &[
    "new",
    "target",
    "by_id",
    "list",
    "create",
    "count",
    "add_reference",
];

/// The same for a collection whose entities have a composite key.
pub const MANY_BY_KEY: &[&str] = &[
    "new",
    "target",
    "by_key",
    "list",
    "create",
    "count",
    "add_reference",
];

/// A further method of builders of a collection, reserved where the dialect has it.
pub const REMOVE_REFERENCE: &str = "remove_reference";

/// The methods that the client has besides those at which paths start.
pub const CLIENT: &[&str] = &[
    "new",
    "builder",
    "for_tenant",
    "endpoint",
    "root",
    "at",
    "upload_session",
    "batch",
    "resume",
    "resume_changes",
];

#[cfg(test)]
mod tests {
    use super::{ANY, CLIENT};
    use std::collections::BTreeSet;
    use std::path::PathBuf;
    use std::{env, fs};

    /// The methods that a macro of the runtime gives to a generated type.
    fn methods(file: &str, name: &str) -> BTreeSet<String> {
        let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap());
        let text = fs::read_to_string(root.join("../runtime/src").join(file)).unwrap();
        let (_, rest) = text.split_once(&format!("macro_rules! {name} {{")).unwrap();
        let definition = rest.split("macro_rules!").next().unwrap_or_default();
        let functions = definition.split("pub fn ").skip(1);
        let names = functions.map(|rest| rest.split(['(', '<']).next().unwrap_or_default());
        names.map(str::to_owned).collect()
    }

    #[test]
    fn methods_of_the_runtime_are_reserved() {
        let reserved = |list: &[&str]| list.iter().map(|&name| name.to_owned()).collect();
        assert_eq!(
            methods("macros/service_client.rs", "service_client"),
            reserved(CLIENT)
        );
        assert_eq!(methods("macros.rs", "any_model"), reserved(ANY));
    }
}
