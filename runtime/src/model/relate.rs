//! How the body of a request relates its entity to others: by their addresses, and by changes to a
//! collection.

use super::item::Item;
use super::object::{Model, Property};
use super::to_request_body;
use crate::json::RawJson;

/// Relates an entity to others in the body that creates or changes it.
///
/// Every generated struct has these methods. Related entities that are set as properties are
/// created with it (deep insert); in the body of an update, which OData allows since 4.01, a
/// collection is the whole set of them afterwards, and a [`Delta`] what changes of it.
pub trait Relate: Model {
    /// Relates it to an existing entity by its address, such as `Authors(101)`
    /// (`author@odata.bind`, the form of OData 4.0).
    #[must_use]
    fn with_bind(self, property: Property<Self>, address: &str) -> Self {
        annotated(self, property, "odata.bind", RawJson::from(address))
    }

    /// The same for a collection: relates it to each of these entities.
    #[must_use]
    fn with_bind_all<'a>(
        self,
        property: Property<Self>,
        addresses: impl IntoIterator<Item = &'a str>,
    ) -> Self {
        let list = list(addresses.into_iter().map(RawJson::from));
        annotated(self, property, "odata.bind", list)
    }

    /// Lets the value stand for the existing entity with this address (`@odata.id`): in the form of
    /// OData 4.01 it is set as a related entity instead of being bound.
    #[must_use]
    fn with_odata_id(mut self, address: &str) -> Self {
        Model::extra_mut(&mut self).insert("@odata.id", address);
        self
    }

    /// What an update changes of a collection of related entities (`books@delta`; OData 4.01).
    #[must_use]
    fn with_delta(self, property: Property<Self>, delta: Delta) -> Self {
        annotated(self, property, "delta", list(delta.0))
    }
}

impl<T: Model> Relate for T {}

/// Changes to a collection of related entities, in the order in which they apply (OData JSON Format
/// 4.01, section 15).
///
/// An entity is known by its key, or by [`with_odata_id`](Relate::with_odata_id). A key that only
/// the service makes is left out of bodies; `with_extra` adds it.
///
/// ```
/// use msgraph_runtime::request::Delta;
/// use msgraph_runtime::{UnknownObject, from_str};
///
/// let line = |text| from_str::<UnknownObject>(text);
/// let delta = Delta::default()
///     .upsert(&line(r#"{"ID": 1, "quantity": 5}"#)?)
///     .remove(&line(r#"{"ID": 2}"#)?);
/// // With generated code: `Order::default().with_delta(Order::LINES, delta)`.
/// assert_eq!(delta.len(), 2);
/// # Ok::<(), msgraph_runtime::ReadError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Delta(Vec<RawJson>);

impl Delta {
    /// Adds an entity to the collection, or changes what is set of one that is in it. One that
    /// exists elsewhere is related to.
    #[must_use]
    pub fn upsert(mut self, entity: &impl Item) -> Self {
        self.0.push(RawJson::trusted(&body(entity)));
        self
    }

    /// Takes an entity out of the collection without deleting it (`"reason":"changed"`).
    #[must_use]
    pub fn remove(self, entity: &impl Item) -> Self {
        self.removed(entity, "changed")
    }

    /// Takes an entity out of the collection and deletes it (`"reason":"deleted"`).
    #[must_use]
    pub fn delete(self, entity: &impl Item) -> Self {
        self.removed(entity, "deleted")
    }

    /// The number of changes.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is no change.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn removed(mut self, entity: &impl Item, reason: &str) -> Self {
        let body = body(entity);
        let rest = body.strip_prefix('{').unwrap_or("}");
        let comma = if rest.trim_start() == "}" { "" } else { "," };
        let text = format!(r#"{{"@removed":{{"reason":"{reason}"}}{comma}{rest}"#);
        self.0.push(RawJson::trusted(&text));
        self
    }
}

fn body(entity: &impl Item) -> String {
    String::from_utf8_lossy(&to_request_body(entity)).into_owned()
}

/// A JSON array.
fn list(items: impl IntoIterator<Item = RawJson>) -> RawJson {
    let items: Vec<RawJson> = items.into_iter().collect();
    let items: Vec<&str> = items.iter().map(RawJson::as_str).collect();
    RawJson::trusted(&format!("[{}]", items.join(",")))
}

/// A value with an annotation of one of its properties.
fn annotated<T: Model>(mut value: T, property: Property<T>, term: &str, json: RawJson) -> T {
    let name = format!("{}@{term}", property.name());
    Model::extra_mut(&mut value).insert(&name, json);
    value
}
