//! Writes doc comments: a first sentence, the rest of the description, and a last line with
//! OData facts.

mod facts;
mod operation;

use super::{Context, markdown};
use crate::docs::address;
use crate::model::{Member, Property, PropertyId, Type, TypeId};
use crate::sdk::Doc;

impl Context<'_> {
    /// The doc comment of a type.
    pub(super) fn type_doc(&self, id: TypeId, found: &Type) -> Doc {
        let own = self.input.docs.type_(&found.name.to_string());
        let description = found
            .description
            .as_deref()
            .or(own.and_then(|doc| doc.doc.as_deref()));
        let structural = format!("The {} `{}`.", found.kind_name(), found.name.name);
        let page = own.and_then(|doc| doc.page.as_deref());
        compose(description, &structural, self.type_facts(id, found), page)
    }

    /// The doc comment of the enum over a type and the types derived from it.
    pub(super) fn any_doc(&self, id: TypeId, found: &Type) -> Doc {
        let name = &self.names.types[&id].name;
        let summary = format!("A [`{}`] or a value of a type that derives from it.", name);
        let facts = format!(
            "{} {} and derived types",
            found.kind_name(),
            code(&found.name)
        );
        Doc(vec![summary, String::new(), format!("OData: {facts}.")])
    }

    /// The doc comment of the enum of a union.
    pub(super) fn union_doc(&self, id: PropertyId, property: &Property) -> Doc {
        let owner = &self.input.model[id.owner].name;
        let summary = format!("A value of the property `{}` of `{owner}`.", property.name);
        let mut lines = markdown::text(&summary);
        lines.push(String::new());
        if let Some(reason) = self.input.overlay.reason(id.owner, &property.name) {
            lines.extend(markdown::text(reason));
            lines.push(String::new());
        }
        lines.push("OData: not in the metadata.".to_owned());
        Doc(lines)
    }

    /// The doc comment of a property in the struct of `type_`.
    pub(super) fn property_doc(&self, type_: TypeId, id: PropertyId, property: &Property) -> Doc {
        let model = self.input.model;
        let mut description = property.description.as_deref();
        for owner in model.lineage(type_) {
            let name = model[owner].name.to_string();
            let found = self.input.docs.member(&name, &property.name);
            description = description.or(found);
            if owner == id.owner {
                break;
            }
        }
        let facts = self.property_facts(type_, id, property);
        compose(
            description,
            &sentence(&property.name, property),
            facts,
            None,
        )
    }

    /// The doc comment of an enum member.
    pub(super) fn member_doc(&self, found: &Type, member: &Member) -> Doc {
        let own = self
            .input
            .docs
            .member(&found.name.to_string(), &member.name);
        let wire = markdown::code(&member.name);
        match member.description.as_deref().or(own) {
            Some(description) => compose(Some(description), "", wire, None),
            None => Doc(vec![wire]),
        }
    }
}

/// The generic sentence for a property without a description.
fn sentence(name: &str, property: &Property) -> String {
    let words = crate::names::snake(name)
        .trim_matches('_')
        .replace('_', " ");
    match (&property.navigation, property.type_.collection) {
        (Some(_), true) => format!("The related {words}."),
        (Some(_), false) => format!("The related {words}, if expanded."),
        (None, true) => format!("The list of {words}."),
        (None, false) => format!("The {words}."),
    }
}

/// Composes the description, or else the generic sentence, and the line of facts.
pub(super) fn compose(
    description: Option<&str>,
    structural: &str,
    facts: String,
    page: Option<&str>,
) -> Doc {
    let mut lines = description.map(described).unwrap_or_default();
    if lines.is_empty() {
        lines = markdown::text(structural);
    }
    lines.push(String::new());
    let mut facts = format!("OData: {facts}.");
    if let Some(page) = page {
        facts.push_str(&format!(" [Documentation]({})", address(page)));
    }
    lines.extend(markdown::wrap(&facts));
    Doc(lines)
}

/// A description whose first sentence is a paragraph of its own.
fn described(description: &str) -> Vec<String> {
    let mut paragraphs = markdown::paragraphs(description);
    if let Some(first) = paragraphs.first_mut()
        && let Some(rest) = first_sentence(first).and_then(|at| first.get(at..))
    {
        let rest = rest.trim_start().to_owned();
        let keep = first.len() - rest.len();
        first.truncate(keep);
        paragraphs.insert(1, rest);
    }
    markdown::text(&paragraphs.join("\n\n"))
}

/// The end of the first sentence, if more text follows it.
fn first_sentence(text: &str) -> Option<usize> {
    let mut from = 0;
    let mut ticks = 0;
    while let Some(at) = text.get(from..)?.find(". ") {
        let end = from + at + 1;
        let before = text.get(..end)?;
        let next = text.get(end..)?.trim_start().chars().next()?;
        let word = before.rsplit(' ').next().unwrap_or_default();
        ticks += text.get(from..end)?.matches('`').count();
        let open = ticks % 2 == 1;
        let short = matches!(word, "e.g." | "i.e." | "etc." | "vs." | "No.");
        if !open && !short && !next.is_lowercase() {
            return Some(end);
        }
        from = end;
    }
    None
}

/// Formats a name as code.
pub(super) fn code(name: &impl ToString) -> String {
    markdown::code(&name.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_sentence_stands_alone() {
        let text = |words: &str| described(words).join("\n");
        assert_eq!(text("One. Two. Three."), "One.\n\nTwo. Three.");
        assert_eq!(text("As e.g. This one. Two."), "As e.g. This one.\n\nTwo.");
        assert_eq!(text("Of `a. B` only. Two."), "Of `a. B` only.\n\nTwo.");
        assert_eq!(text("Only one."), "Only one.");
        assert_eq!(text("Version 1.0 of it"), "Version 1.0 of it");
    }

    #[test]
    fn facts_come_last_after_a_sentence() {
        let doc = compose(
            None,
            "The state.",
            "`state`, `Edm.String`".to_owned(),
            Some("a/b"),
        );
        assert_eq!(doc.0[0], "The state.");
        assert!(doc.0.join(" ").ends_with(
            "OData: `state`, `Edm.String`. [Documentation](https://learn.microsoft.com/graph/api/a/b?view=graph-rest-beta)"
        ));
    }
}
