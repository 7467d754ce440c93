//! Replaces namespaces by their aliases in names and paths.
//!
//! CSDL XML allows both, for example `microsoft.graph.call` and `graph.call`. CSDL JSON
//! requires the alias wherever there is one (sections 4.2 and 5.1).

use crate::csdl::Document;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The namespaces and aliases that a document declares or includes.
#[derive(Debug, Default)]
pub(super) struct Aliases<'d> {
    /// Namespace → alias.
    aliases: BTreeMap<&'d str, &'d str>,
    /// Included namespace or alias → URI of the document that defines it.
    uris: BTreeMap<&'d str, &'d str>,
    /// Alias → namespace.
    namespaces: BTreeMap<&'d str, &'d str>,
}

impl<'d> Aliases<'d> {
    /// Collects the namespaces and aliases of a document.
    pub fn new(document: &'d Document) -> Self {
        let mut aliases = Self::default();
        for reference in &document.references {
            for include in &reference.includes {
                let uri = reference.uri.as_str();
                aliases.uris.insert(include.namespace.as_str(), uri);
                if let Some(alias) = &include.alias {
                    aliases.uris.insert(alias.as_str(), uri);
                    aliases.alias(include.namespace.as_str(), alias.as_str());
                }
            }
        }
        for schema in &document.schemas {
            if let Some(alias) = &schema.alias {
                aliases.alias(schema.namespace.as_str(), alias.as_str());
            }
        }
        aliases
    }

    fn alias(&mut self, namespace: &'d str, alias: &'d str) {
        self.aliases.insert(namespace, alias);
        self.namespaces.insert(alias, namespace);
    }

    /// Splits a qualified name into the alias (or the namespace if it has none) and the
    /// simple name with its leading dot. The first part is empty if the name has no dot.
    pub fn parts<'a>(&self, name: &'a str) -> (&'a str, &'a str)
    where
        'd: 'a,
    {
        let (qualifier, simple) = name.split_at(name.rfind('.').unwrap_or_default());
        (
            self.aliases.get(qualifier).copied().unwrap_or(qualifier),
            simple,
        )
    }

    /// A qualified name with its alias.
    pub fn qualified<'a>(&self, name: &'a str) -> Cow<'a, str>
    where
        'd: 'a,
    {
        let (qualifier, simple) = self.parts(name);
        if qualifier.len() + simple.len() == name.len() && name.starts_with(qualifier) {
            Cow::Borrowed(name)
        } else {
            Cow::Owned(format!("{qualifier}{simple}"))
        }
    }

    /// Splits a qualified name into its full namespace and the simple name.
    pub fn resolve<'a>(&self, name: &'a str) -> (&'a str, &'a str)
    where
        'd: 'a,
    {
        let (qualifier, simple) = name.rsplit_once('.').unwrap_or(("", name));
        let namespace = self.namespaces.get(qualifier).copied();
        (namespace.unwrap_or(qualifier), simple)
    }

    /// The URI of the document that defines the namespace of a qualified name; empty if it
    /// is this document.
    pub fn uri(&self, name: &str) -> &'d str {
        let qualifier = name.rsplit_once('.').map_or("", |(qualifier, _)| qualifier);
        self.uris.get(qualifier).copied().unwrap_or_default()
    }

    /// Replaces the namespace of each qualified name in a path of any kind (section 15).
    ///
    /// Blanks between the parameter types of an overload are removed; quoted texts are
    /// kept.
    pub fn path<'a>(&self, path: &'a str) -> Cow<'a, str>
    where
        'd: 'a,
    {
        if !path.contains(['.', ',']) {
            return Cow::Borrowed(path);
        }
        let mut out = String::with_capacity(path.len());
        let (mut quoted, mut comma) = (false, false);
        for part in path.split_inclusive(['/', '@', '#', '(', ')', ',', '=', '\'']) {
            let name = part.trim_end_matches(['/', '@', '#', '(', ')', ',', '=', '\'']);
            let end = part.get(name.len()..).unwrap_or_default();
            if quoted {
                out.push_str(name);
            } else {
                let name = if comma { name.trim_start() } else { name };
                let (qualifier, simple) = self.parts(name);
                out.push_str(qualifier);
                out.push_str(simple);
            }
            out.push_str(end);
            quoted ^= end == "'";
            comma = end == ",";
        }
        Cow::Owned(out)
    }

    /// Replaces namespaces in the target path of a binding, and removes the name of the
    /// enclosing container from its start (sections 13.4.2 and 13.5).
    pub fn target<'a>(&self, path: &'a str, container: &str) -> Cow<'a, str>
    where
        'd: 'a,
    {
        let path = self.path(path);
        let rest = path
            .strip_prefix(container)
            .and_then(|r| r.strip_prefix('/'));
        match rest {
            Some(rest) => Cow::Owned(rest.to_owned()),
            None => path,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Aliases;

    fn aliases() -> Aliases<'static> {
        let mut aliases = Aliases::default();
        aliases.alias("org.example", "self");
        aliases.alias("Org.OData.Core.V1", "Core");
        aliases
    }

    #[test]
    fn names_are_split_at_the_last_dot() {
        let aliases = aliases();
        for (name, expected) in [
            ("org.example.T", "self.T"),
            ("self.T", "self.T"),
            ("org.example.sub.T", "org.example.sub.T"),
            ("Edm.Int32", "Edm.Int32"),
            ("org.example", "org.example"),
            ("T", "T"),
            ("", ""),
        ] {
            assert_eq!(aliases.qualified(name), expected);
        }
        assert_eq!(aliases.resolve("self.T"), ("org.example", "T"));
        assert_eq!(aliases.resolve("a.b.T"), ("a.b", "T"));
    }

    #[test]
    fn each_name_in_a_path_gets_its_alias() {
        let aliases = aliases();
        for (path, expected) in [
            ("org.example.C/Set/org.example.T/p", "self.C/Set/self.T/p"),
            ("/org.example.C/Set", "/self.C/Set"),
            (
                "a@Org.OData.Core.V1.Description#q/x",
                "a@Core.Description#q/x",
            ),
            (
                "org.example.F(org.example.T, Collection(org.example.U),Edm.String)/p",
                "self.F(self.T,Collection(self.U),Edm.String)/p",
            ),
            ("org.example.F()", "self.F()"),
            (
                "S('org.example.T/, x',k=org.example.T)/1.5",
                "S('org.example.T/, x',k=self.T)/1.5",
            ),
            ("a b/c", "a b/c"),
            ("", ""),
        ] {
            assert_eq!(aliases.path(path), expected);
        }
    }

    #[test]
    fn targets_leave_out_their_own_container() {
        let aliases = aliases();
        assert_eq!(aliases.target("org.example.C/Set", "self.C"), "Set");
        assert_eq!(aliases.target("self.Cx/Set", "self.C"), "self.Cx/Set");
        assert_eq!(aliases.target("Set/x", "self.C"), "Set/x");
    }
}
