//! Groups operations by name and binding type, to find overloads and what distinguishes
//! them.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Model, Operation, OperationId, Parameter, QName, TypeRef};
use crate::names::pascal;
use crate::order::Order;

/// All operations of a model, grouped by binding type and by name.
#[derive(Debug)]
pub struct Overloads<'m> {
    model: &'m Model,
    order: &'m Order,
    bound: BTreeMap<TypeRef, Vec<OperationId>>,
    groups: BTreeMap<Option<TypeRef>, BTreeMap<&'m QName, Group<'m>>>,
}

/// The operations with one name and binding type: their number, how many have a parameter
/// of a certain name, and how many have exactly a certain list of parameter names.
#[derive(Debug, Default)]
struct Group<'m> {
    size: usize,
    having: BTreeMap<&'m str, usize>,
    with: BTreeMap<BTreeSet<&'m str>, usize>,
    pinned: BTreeSet<&'m str>,
}

impl<'m> Overloads<'m> {
    /// Groups the operations of a model; `order` has the names that some have already.
    pub fn new(model: &'m Model, order: &'m Order) -> Self {
        let mut out = Self {
            model,
            order,
            bound: BTreeMap::new(),
            groups: BTreeMap::new(),
        };
        for (id, operation) in model.operation_ids() {
            let binding = binding(operation);
            if let Some(binding) = binding {
                out.bound.entry(binding).or_default().push(id);
            }
            let here = out.groups.entry(binding).or_default();
            let group = here.entry(&operation.name).or_default();
            let names = names(operation);
            group.size += 1;
            for name in &names {
                *group.having.entry(name).or_default() += 1;
            }
            *group.with.entry(names).or_default() += 1;
            group.pinned.extend(order.ending(model, operation));
        }
        out
    }

    /// The operations whose binding parameter has exactly this type, in input order.
    pub fn bound_to(&self, type_: TypeRef) -> &[OperationId] {
        self.bound
            .get(&type_)
            .map(Vec::as_slice)
            .unwrap_or_default()
    }

    /// The key of an operation in `docs.toml` and `names.txt`. It lists the parameters only
    /// if there are overloads.
    pub fn key(&self, operation: &Operation) -> String {
        let mut key = format!("{}(", operation.name);
        if let Some(binding) = binding(operation) {
            key.push_str(&self.model.type_name(binding));
        }
        if self.group(operation).is_some() {
            for parameter in operation.own_parameters() {
                key.push_str(", ");
                key.push_str(&parameter.name);
            }
        }
        key.push(')');
        key
    }

    /// The names of an operation's parameters, separated by commas; `None` if it has no
    /// overloads.
    pub(super) fn distinct_parameters(&self, operation: &Operation) -> Option<String> {
        self.group(operation)?;
        let own = operation.own_parameters().iter();
        let names: Vec<&str> = own.map(|parameter| parameter.name.as_str()).collect();
        Some(names.join(","))
    }

    /// The suffix that distinguishes an overload from the others: the pinned one, else the
    /// parameters that not all overloads have, and the parameter types if several overloads have
    /// the same names. An overload that is pinned keeps its suffix, so another that would have it
    /// as well lists all its parameters.
    pub fn suffix(&self, operation: &Operation) -> String {
        let group = self.group(operation);
        let same = |group: &Group<'_>| group.with.get(&names(operation)).is_some_and(|n| *n > 1);
        if !group.is_some_and(same)
            && let Some(pinned) = self.order.ending(self.model, operation)
        {
            return pinned.to_owned();
        }
        let Some(group) = group else {
            return String::new();
        };
        let everywhere = |name: &str| group.having.get(name) == Some(&group.size);
        let own = operation.own_parameters().iter();
        let parts = own.filter(|parameter| !everywhere(&parameter.name));
        let mut out = with(parts);
        if group.pinned.contains(out.as_str()) {
            out = match operation.own_parameters() {
                [] => "WithoutParameters".to_owned(),
                own => with(own.iter()),
            };
        }
        if same(group) {
            for parameter in operation.own_parameters() {
                let name = self.model.type_name(parameter.type_);
                out.push_str("Of");
                out.push_str(&pascal(name.rsplit('.').next().unwrap_or(&name)));
            }
        }
        out
    }

    /// The overloads of an operation; `None` if it is the only one.
    fn group(&self, operation: &Operation) -> Option<&Group<'m>> {
        let here = self.groups.get(&binding(operation))?;
        let group = here.get(&operation.name);
        group.filter(|group| group.size > 1)
    }
}

fn binding(operation: &Operation) -> Option<TypeRef> {
    operation.binding().map(|parameter| parameter.type_)
}

/// `With` and the names of parameters; nothing without parameters.
fn with<'p>(parameters: impl Iterator<Item = &'p Parameter>) -> String {
    let parts: Vec<String> = parameters.map(|p| pascal(&p.name)).collect();
    match parts.is_empty() {
        true => String::new(),
        false => format!("With{}", parts.join("And")),
    }
}

fn names(operation: &Operation) -> BTreeSet<&str> {
    let own = operation.own_parameters().iter();
    own.map(|parameter| parameter.name.as_str()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Item, OperationKind, Primitive};

    static ORDER: std::sync::LazyLock<Order> = std::sync::LazyLock::new(Order::default);

    fn operation(parameters: &[&str]) -> Operation {
        let parameter = |name: &&str| Parameter {
            name: (*name).to_owned(),
            span: Default::default(),
            type_: TypeRef::one(Item::Primitive(Primitive::String)),
            nullable: None,
            optional: false,
            facets: Default::default(),
            description: None,
            annotations: Vec::new(),
        };
        Operation {
            name: QName::new("a", "delta"),
            span: Default::default(),
            kind: OperationKind::Function,
            bound: true,
            parameters: parameters.iter().map(parameter).collect(),
            return_type: None,
            composable: false,
            entity_set_path: None,
            description: None,
            deprecated: None,
            annotations: Vec::new(),
        }
    }

    #[test]
    fn overloads_are_told_apart_by_what_differs() {
        let operations = vec![
            operation(&["b"]),
            operation(&["b", "token"]),
            operation(&["b", "x", "token"]),
        ];
        let mut model = Model {
            operations,
            ..Model::default()
        };
        let suffixes = |model: &Model| -> Vec<String> {
            let overloads = Overloads::new(model, &ORDER);
            let all = model.operations.iter();
            all.map(|operation| overloads.suffix(operation)).collect()
        };
        assert_eq!(suffixes(&model), ["", "WithToken", "WithXAndToken"]);
        model.operations.reverse();
        assert_eq!(suffixes(&model), ["WithXAndToken", "WithToken", ""]);
        assert_eq!(
            Overloads::new(&model, &ORDER).key(&model.operations[0]),
            "a.delta(Edm.String, x, token)"
        );
        model.operations.truncate(1);
        assert_eq!(suffixes(&model), [""]);
        assert_eq!(
            Overloads::new(&model, &ORDER).key(&model.operations[0]),
            "a.delta(Edm.String)"
        );
    }

    #[test]
    fn what_has_the_same_names_is_told_apart_by_types() {
        let mut twin = operation(&["b", "token"]);
        if let Some(last) = twin.parameters.last_mut() {
            last.type_ = TypeRef::many(Item::Primitive(Primitive::Int32));
        }
        let elsewhere = Operation {
            bound: false,
            ..operation(&["token"])
        };
        let model = Model {
            operations: vec![operation(&["b", "token"]), twin, elsewhere],
            ..Model::default()
        };
        let overloads = Overloads::new(&model, &ORDER);
        let all = model.operations.iter();
        let suffixes: Vec<_> = all.map(|operation| overloads.suffix(operation)).collect();
        assert_eq!(suffixes, ["OfString", "OfInt32", ""]);
        let key = |at: usize| overloads.key(&model.operations[at]);
        assert_eq!(key(1), "a.delta(Edm.String, token)");
        assert_eq!(key(2), "a.delta()", "bound to nothing, it is no overload");
        let one = TypeRef::one(Item::Primitive(Primitive::String));
        assert_eq!(overloads.bound_to(one), [OperationId(0), OperationId(1)]);
        let many = TypeRef {
            collection: true,
            ..one
        };
        assert!(overloads.bound_to(many).is_empty());
    }
}
