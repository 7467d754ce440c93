//! Lists what neither the metadata nor `docs.toml` describes: its documentation is a sentence made from
//! its name.

use crate::lower::{Input, Overloads};
use crate::model::TypeKind;

/// What is generated without a description.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Undescribed {
    /// Types, `type/member`, operations and `operation/parameter`, as keys of `docs.toml` spell them;
    /// sorted. A property is named once, at the type that declares it.
    pub names: Vec<String>,
    /// How many elements could have a description.
    pub of: usize,
}

/// Looks up every selected element.
pub(crate) fn undescribed(input: Input<'_>) -> Undescribed {
    let (model, selection, docs) = (input.model, input.selection, input.docs);
    let mut found = Undescribed::default();
    let mut look_up = |name: String, described: bool| {
        found.of += 1;
        if !described {
            found.names.push(name);
        }
    };
    for (_, type_) in model.type_ids().filter(|(id, _)| selection.has_type(*id)) {
        let name = type_.name.to_string();
        let own = docs.type_(&name).and_then(|own| own.doc.as_deref());
        look_up(name.clone(), type_.description.as_deref().or(own).is_some());
        let mut member = |member: &str, description: &Option<String>| {
            let described = description.is_some() || docs.member(&name, member).is_some();
            look_up(format!("{name}/{member}"), described);
        };
        match &type_.kind {
            TypeKind::Structured(structured) => {
                for property in &structured.properties {
                    member(&property.name, &property.description);
                }
            }
            TypeKind::Enum(enumeration) => {
                for found in &enumeration.members {
                    member(&found.name, &found.description);
                }
            }
            TypeKind::Definition(_) => {}
        }
    }
    let overloads = Overloads::new(model, input.order);
    let operations = model.operation_ids();
    for (_, operation) in operations.filter(|(id, _)| selection.has_operation(*id)) {
        let key = overloads.key(operation);
        let own = docs.operation(&key).and_then(|own| own.doc.as_deref());
        look_up(
            key.clone(),
            operation.description.as_deref().or(own).is_some(),
        );
        for parameter in operation.own_parameters() {
            let own = docs.parameter(&key, &parameter.name);
            let described = parameter.description.as_deref().or(own).is_some();
            look_up(format!("{key}/{}", parameter.name), described);
        }
    }
    found.names.sort();
    found
}

#[cfg(test)]
mod tests {
    use crate::{Config, Inputs, generate};

    const DOCUMENT: &str = r#"<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx">
<edmx:DataServices><Schema Namespace="s" xmlns="http://docs.oasis-open.org/odata/ns/edm">
<EnumType Name="state"><Member Name="free"/><Member Name="taken"/></EnumType>
<ComplexType Name="thing"><Property Name="label" Type="Edm.String">
<Annotation Term="Org.OData.Core.V1.Description" String="What it is called."/></Property></ComplexType>
<ComplexType Name="seat" BaseType="s.thing"><Property Name="row" Type="Edm.Int64"/><Property Name="column" Type="Edm.Int64"/></ComplexType>
<Action Name="move" IsBound="true"><Parameter Name="on" Type="s.seat"/><Parameter Name="by" Type="Edm.Int32"/></Action>
</Schema></edmx:DataServices></edmx:Edmx>"#;

    #[test]
    fn what_has_no_words_is_listed_once() {
        let docs = "[types.\"s.thing\"]\ndoc = \"A thing.\"\n\
                    [types.\"s.seat\"]\nmembers.row = \"Counted from the front.\"\n\
                    [types.\"s.state\"]\ndoc = \"Who sits there.\"\nmembers.free = \"Nobody.\"\n\
                    [operations.\"s.move(s.seat)\"]\ndoc = \"Moves it.\"\n";
        let mut inputs = Inputs::default();
        inputs.metadata = vec![inputs.sources.add("a.csdl", DOCUMENT)];
        inputs.docs = Some(inputs.sources.add("docs.toml", docs));
        let output = generate(&inputs, &Config::default()).unwrap();
        let expected = [
            "s.move(s.seat)/by",
            "s.seat",
            "s.seat/column",
            "s.state/taken",
        ];
        assert_eq!(output.undescribed.names, expected);
        assert_eq!(output.undescribed.of, 10);
    }
}
