//! Holds JSON payloads to what a resolved model declares, without any generated code.
//!
//! So a documented payload can be compared with metadata that is not generated yet: a changed type of a
//! property is a misfit, a removed property or enumeration member is undeclared.

use csdl_codegen::model::{Item, Model, Parameter, Primitive, Property, TypeId, TypeKind, TypeRef};

use crate::json::Json;

/// What a payload has that the model does not declare so, each by its path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// Values of another kind than their type has.
    pub misfits: Vec<String>,
    /// Members, texts of enumerations and types that the model lacks.
    pub undeclared: Vec<String>,
}

/// Compares a payload with a type or with the parameters of an operation.
///
/// `name` is a type, `Collection(TYPE)` for a page of it, or `OPERATION(BINDING)`.
///
/// # Errors
///
/// If the model has no such type or operation.
pub fn check(model: &Model, name: &str, payload: &Json) -> Result<Found, String> {
    let mut checker = Checker {
        model,
        found: Found::default(),
    };
    if let Some(type_) = model.find_type_ref(name) {
        match payload.get("value") {
            Some(items) if type_.collection => checker.value(type_, items, "value"),
            _ => checker.value(type_, payload, ""),
        }
        return Ok(checker.found);
    }
    let parameters = parameters(model, name).ok_or_else(|| format!("{name} is not declared"))?;
    let fields = parameters.iter().map(|parameter| Field {
        name: &parameter.name,
        type_: parameter.type_,
        union: None,
    });
    checker.members(&fields.collect::<Vec<_>>(), payload, "");
    Ok(checker.found)
}

/// The parameters of `OPERATION(BINDING)`, without the binding parameter.
fn parameters<'m>(model: &'m Model, name: &str) -> Option<&'m [Parameter]> {
    let mut operations = model.operations.iter();
    let found = operations.find(|operation| {
        let binding = operation.binding();
        let binding = binding.map(|binding| model.type_name(binding.type_));
        binding.is_some_and(|binding| format!("{}({binding})", operation.name) == name)
    });
    found.map(|operation| operation.own_parameters())
}

/// A property or a parameter.
struct Field<'m> {
    name: &'m str,
    type_: TypeRef,
    /// The types of which the value is one, or a collection of them.
    union: Option<&'m [TypeId]>,
}

impl<'m> From<&'m Property> for Field<'m> {
    fn from(property: &'m Property) -> Self {
        Self {
            name: &property.name,
            type_: property.type_,
            union: property.union.as_deref(),
        }
    }
}

struct Checker<'m> {
    model: &'m Model,
    found: Found,
}

impl<'m> Checker<'m> {
    fn value(&mut self, type_: TypeRef, json: &Json, path: &str) {
        match json {
            Json::Null => {}
            Json::Array(items) if type_.collection => {
                for (at, item) in items.iter().enumerate() {
                    self.item(type_.item, item, &format!("{path}[{at}]"));
                }
            }
            _ if type_.collection => self.misfit(type_, path),
            json => self.item(type_.item, json, path),
        }
    }

    fn item(&mut self, item: Item, json: &Json, path: &str) {
        let fits = match item {
            _ if *json == Json::Null => true,
            Item::Primitive(primitive) => is_primitive(primitive, json),
            Item::Abstract(_) => true,
            Item::Named(id) => return self.named(id, json, path),
        };
        if !fits {
            self.misfit(TypeRef::one(item), path);
        }
    }

    fn named(&mut self, id: TypeId, json: &Json, path: &str) {
        match (self.model.type_(id).map(|type_| &type_.kind), json) {
            (Some(TypeKind::Structured(_)), Json::Object(_)) => self.object(&[id], json, path),
            (Some(TypeKind::Enum(declared)), Json::String(text)) => {
                for text in text.split(',').map(str::trim) {
                    let is = |name: &str| name.eq_ignore_ascii_case(text);
                    if !declared.members.iter().any(|member| is(&member.name)) {
                        self.found.undeclared.push(format!("{path} = {text:?}"));
                    }
                }
            }
            (Some(TypeKind::Definition(definition)), json) => {
                self.item(definition.underlying, json, path);
            }
            _ => self.misfit(TypeRef::one(Item::Named(id)), path),
        }
    }

    /// An object of one of these types, or of one derived from them.
    fn object(&mut self, allowed: &[TypeId], json: &Json, path: &str) {
        let named = json
            .text("@odata.type")
            .map(|name| name.trim_start_matches('#'));
        let id = match named.map(|name| (name, self.find(name))) {
            Some((_, Some(id))) if allowed.iter().any(|base| self.model.is_a(id, *base)) => id,
            Some((name, _)) => {
                return self.found.undeclared.push(format!("{path} as {name}"));
            }
            // Without a name it is of the declared type; of a union nothing is known then.
            None => match allowed {
                [only] => *only,
                _ => return,
            },
        };
        let properties = self.model.all_properties(id);
        let fields: Vec<_> = properties
            .into_iter()
            .map(|(_, p)| Field::from(p))
            .collect();
        self.members(&fields, json, path);
    }

    /// A type by its name, in any casing, as a service may write it.
    fn find(&self, name: &str) -> Option<TypeId> {
        let is = |declared: &str| declared.eq_ignore_ascii_case(name);
        let mut types = self.model.type_ids();
        types.find_map(|(id, type_)| is(&type_.name.to_string()).then_some(id))
    }

    fn members(&mut self, fields: &[Field<'m>], json: &Json, path: &str) {
        let Json::Object(members) = json else {
            return self.found.misfits.push(format!("{path}: no object"));
        };
        for (name, value) in members.iter().filter(|(name, _)| !name.contains('@')) {
            let dot = if path.is_empty() { "" } else { "." };
            let path = format!("{path}{dot}{name}");
            let found = fields
                .iter()
                .find(|field| field.name.eq_ignore_ascii_case(name));
            match (found, value) {
                (None, _) => self.found.undeclared.push(path),
                (
                    Some(Field {
                        union: Some(all), ..
                    }),
                    Json::Array(items),
                ) => {
                    for (at, item) in items.iter().enumerate() {
                        self.object(all, item, &format!("{path}[{at}]"));
                    }
                }
                (
                    Some(Field {
                        union: Some(all), ..
                    }),
                    value,
                ) => self.object(all, value, &path),
                (Some(field), value) => self.value(field.type_, value, &path),
            }
        }
    }

    fn misfit(&mut self, type_: TypeRef, path: &str) {
        let type_ = self.model.type_name(type_);
        self.found.misfits.push(format!("{path}: no {type_}"));
    }
}

/// Whether a value can be of a primitive type. Services send every primitive as a text, too, and what the
/// text has to look like is not looked at, except for numbers.
fn is_primitive(primitive: Primitive, json: &Json) -> bool {
    use Primitive::{Boolean, Byte, Decimal, Double, Int16, Int32, Int64, SByte, Single};
    match (primitive, json) {
        (Boolean, Json::String(text)) => text == "true" || text == "false",
        (Boolean, json) => matches!(json, Json::Bool(_)),
        (Byte | Int16 | Int32 | Int64 | SByte | Decimal, Json::String(text)) => {
            text.parse::<f64>().is_ok()
        }
        (Byte | Int16 | Int32 | Int64 | SByte | Decimal, json) => matches!(json, Json::Number(_)),
        (Double | Single, json) => matches!(json, Json::Number(_) | Json::String(_)),
        (_, json) => matches!(json, Json::String(_)),
    }
}

#[cfg(test)]
mod tests {
    use csdl_codegen::csdl;
    use csdl_codegen::diagnostic::Sources;
    use csdl_codegen::model::resolve;

    use super::*;
    use crate::json::parse;

    const DOCUMENT: &str = r#"<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx">
<edmx:DataServices><Schema Namespace="s" xmlns="http://docs.oasis-open.org/odata/ns/edm">
<EnumType Name="state"><Member Name="free" Value="0"/><Member Name="taken" Value="1"/></EnumType>
<ComplexType Name="seat"><Property Name="row" Type="Edm.Int64"/><Property Name="note" Type="Edm.String"/>
<Property Name="state" Type="s.state"/><Property Name="next" Type="Collection(s.seat)"/></ComplexType>
<ComplexType Name="box" BaseType="s.seat"><Property Name="open" Type="Edm.Boolean"/></ComplexType>
<Action Name="move" IsBound="true"><Parameter Name="on" Type="s.seat"/><Parameter Name="to" Type="s.seat"/></Action>
</Schema></edmx:DataServices></edmx:Edmx>"#;

    fn found(name: &str, payload: &str) -> Result<Found, String> {
        let mut sources = Sources::default();
        let number = sources.add("document", DOCUMENT);
        let (document, _) = csdl::read(&sources, number);
        let (model, _) = resolve(&[document]);
        check(&model, name, &parse(payload).unwrap())
    }

    #[track_caller]
    fn finds(name: &str, payload: &str, misfits: &[&str], undeclared: &[&str]) {
        let found = found(name, payload).unwrap();
        assert_eq!(
            (found.misfits, found.undeclared),
            (own(misfits), own(undeclared))
        );
    }

    fn own(texts: &[&str]) -> Vec<String> {
        texts.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn what_fits_is_not_told() {
        let seat = r##"{"@odata.type":"#s.box","Row":"7","note":null,"state":"Free","open":true,
            "next":[{"row":1,"row@x.y":2}],"next@odata.count":1}"##;
        finds("s.seat", seat, &[], &[]);
        finds(
            "Collection(s.seat)",
            &format!("{{\"value\":[{seat}]}}"),
            &[],
            &[],
        );
        finds("s.move(s.seat)", &format!("{{\"to\":{seat}}}"), &[], &[]);
    }

    #[test]
    fn what_does_not_fit_is_told_with_its_path() {
        finds(
            "s.seat",
            r#"{"row":"x","note":7}"#,
            &["row: no Edm.Int64", "note: no Edm.String"],
            &[],
        );
        let items = r#"{"value":[{"next":{}},{"state":5},5]}"#;
        let misfits = [
            "value[0].next: no Collection(s.seat)",
            "value[1].state: no s.state",
            "value[2]: no s.seat",
        ];
        finds("Collection(s.seat)", items, &misfits, &[]);
    }

    #[test]
    fn what_is_not_declared_is_told_with_its_path() {
        finds(
            "s.seat",
            r#"{"open":true,"state":"parked"}"#,
            &[],
            &["open", "state = \"parked\""],
        );
        let other = r##"{"to":{"@odata.type":"#s.bench","row":true},"on":{}}"##;
        finds("s.move(s.seat)", other, &[], &["to as s.bench", "on"]);
        assert!(found("s.bench", "{}").is_err());
        assert!(found("s.move(s.box)", "{}").is_err());
    }
}
