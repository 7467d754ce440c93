//! The operations that fail because the server does not know what the standard has.

use std::collections::BTreeMap;

use crate::folder;

const FILE: &str = "expected-failures.toml";

/// The expected failures of one server.
#[derive(Debug)]
pub struct Expected(BTreeMap<String, Entry>);

#[derive(Debug)]
struct Entry {
    /// A part of the error.
    error: String,
    reason: String,
}

impl Expected {
    /// Reads the entries of one server.
    pub fn read(server: &str) -> Result<Self, String> {
        let text = std::fs::read_to_string(folder().join(FILE));
        let text = text.map_err(|error| format!("{FILE}: {error}"))?;
        let table: toml::Table = text.parse().map_err(|error| format!("{FILE}: {error}"))?;
        let entries = table.get(server).and_then(toml::Value::as_table);
        let mut all = BTreeMap::new();
        for (name, entry) in entries.into_iter().flatten() {
            let text = |key: &str| match entry.get(key).and_then(toml::Value::as_str) {
                Some(text) if !text.is_empty() => Ok(text.to_owned()),
                _ => Err(format!("{FILE}: {name} has no `{key}`")),
            };
            let (error, reason) = (text("error")?, text("reason")?);
            all.insert(name.clone(), Entry { error, reason });
        }
        Ok(Self(all))
    }

    /// What a success means: nothing, or that an entry is out of date.
    pub fn passed(&self, name: &str) -> Result<Option<String>, String> {
        match self.0.get(name) {
            None => Ok(None),
            Some(_) => Err(format!("it succeeds; remove it from {FILE}")),
        }
    }

    /// The reason of a failure that is expected, or what is wrong.
    pub fn failed(&self, name: &str, error: &str) -> Result<Option<String>, String> {
        match self.0.get(name) {
            None => Err(error.to_owned()),
            Some(entry) if error.contains(&entry.error) => Ok(Some(entry.reason.clone())),
            Some(entry) => Err(format!("{error}\n  {FILE} expects {:?}", entry.error)),
        }
    }

    /// The entries that no operation has.
    pub fn unknown<'a>(&'a self, names: impl Iterator<Item = &'a str>) -> Vec<String> {
        let names: Vec<&str> = names.collect();
        let unknown = self.0.keys().filter(|name| !names.contains(&name.as_str()));
        unknown
            .map(|name| format!("{FILE} names `{name}`, which is no operation"))
            .collect()
    }
}
