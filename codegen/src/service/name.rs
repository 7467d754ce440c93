//! The name of the client type, after the service.

use crate::model::Model;
use crate::names::pascal;

/// Names that say nothing about a service, in lower case.
const GENERIC: &[&str] = &[
    "api",
    "container",
    "com",
    "data",
    "default",
    "defaultcontainer",
    "edm",
    "entities",
    "entity",
    "entitycontainer",
    "model",
    "models",
    "net",
    "odata",
    "org",
    "service",
    "services",
    "system",
];

/// The name of the client type, and where it comes from.
///
/// It is the first name that says something: that of the container, the last part of its namespace,
/// the parts before, and those of the other namespaces. `CatalogService.EntityContainer` gives
/// `CatalogServiceClient`.
pub fn client(model: &Model) -> (String, String) {
    let container = model.container.iter().map(|container| &container.name);
    let names = container
        .clone()
        .map(|name| ("container", name.name.as_str()));
    let home = container.map(|name| name.namespace.as_str());
    let other = model.schemas.iter().map(|schema| schema.namespace.as_str());
    let parts = home
        .chain(other)
        .flat_map(|namespace| namespace.rsplit('.'));
    let parts = parts.map(|part| ("namespace", part));
    let found = names.chain(parts).find(|(_, name)| says_something(name));
    let Some((kind, name)) = found else {
        return ("ServiceClient".to_owned(), "no name says more".to_owned());
    };
    let mut client = pascal(name);
    if !client.ends_with("Client") {
        client.push_str("Client");
    }
    let name: String = name
        .chars()
        .filter(|c| c.is_alphanumeric() || *c == '_')
        .collect();
    (client, format!("the {kind} `{name}`"))
}

fn says_something(name: &str) -> bool {
    let lower = name.to_lowercase();
    let version = lower.strip_prefix('v').is_some_and(|rest| {
        !rest.is_empty() && rest.chars().all(|c| c.is_ascii_digit() || c == '_')
    });
    let starts = name.starts_with(|c: char| c.is_alphabetic());
    starts && !version && !GENERIC.contains(&lower.as_str())
}
