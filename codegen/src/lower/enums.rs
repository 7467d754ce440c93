//! Lowers an enumeration type to a [`TextEnum`].

use super::{Context, deprecation};
use crate::model::{EnumType, Type, TypeId};
use crate::sdk::{TextEnum, TextMember};

impl Context<'_> {
    /// The Rust enum of an enumeration type.
    pub(super) fn text_enum(&self, id: TypeId, found: &Type, kind: &EnumType) -> TextEnum {
        let names = &self.names.enums[&id];
        let members = names.members.iter().map(|(position, name)| {
            let member = &kind.members[*position];
            TextMember {
                name: name.clone(),
                wire: member.name.clone(),
                value: member.value,
                doc: self.member_doc(found, member),
                deprecated: deprecation(member.deprecated.as_ref()),
            }
        });
        TextEnum {
            path: self.names.types[&id].clone(),
            doc: self.type_doc(id, found),
            deprecated: deprecation(found.deprecated.as_ref()),
            type_name: found.name.to_string(),
            flags: kind.is_flags,
            qualified_literals: self.input.dialect.qualified_enums,
            members: members.collect(),
            fallback: names.fallback.clone(),
            former: Vec::new(),
        }
    }
}
