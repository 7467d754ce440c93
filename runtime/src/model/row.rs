//! Objects that are read as types of the user.

mod locate;

use std::ops::Deref;

use serde::de::DeserializeOwned;

use super::context::{ReadContext, WriteContext};
use super::item::{Item, sealed};
use super::value_ref::ValueRef;
use crate::json::{Failed, RawJson};

/// An object that is read as a type of your own, such as a row of aggregated values.
///
/// It derefs to the value, and keeps the JSON text that it was read from.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Row<R> {
    value: R,
    json: RawJson,
}

impl<R> Row<R> {
    /// The value.
    pub fn into_value(self) -> R {
        self.value
    }

    /// The JSON text, with the members that the type does not have.
    pub fn json(&self) -> &RawJson {
        &self.json
    }
}

impl<R> Deref for Row<R> {
    type Target = R;

    fn deref(&self) -> &R {
        &self.value
    }
}

impl<R> sealed::Item for Row<R> {}

impl<R: DeserializeOwned + Clone + 'static> Item for Row<R> {
    fn read_into(slot: &mut Option<Self>, from: &mut ReadContext<'_>) -> Result<(), Failed> {
        let mut json = None;
        RawJson::read_into(&mut json, from)?;
        let Some(json) = json else { return Ok(()) };
        match json.to::<R>() {
            Ok(value) => {
                *slot = Some(Self { value, json });
                Ok(())
            }
            Err(error) => misfit(&error, json.as_str(), from),
        }
    }

    fn read_onto(list: &mut Vec<Self>, from: &mut ReadContext<'_>) -> Result<(), Failed> {
        let mut slot = None;
        Self::read_into(&mut slot, from)?;
        list.extend(slot);
        Ok(())
    }

    fn write(&self, to: &mut WriteContext) {
        self.json.write(to);
    }

    fn view(&self) -> ValueRef<'_> {
        self.json.view()
    }
}

/// Fails at the value of `json`, right before here, that is the cause of an error.
#[cold]
fn misfit(error: &serde_json::Error, json: &str, from: &mut ReadContext<'_>) -> Result<(), Failed> {
    let before = json
        .split_inclusive('\n')
        .take(error.line().saturating_sub(1));
    let before: usize = before.map(str::len).sum();
    let (path, start) = locate::value_at(json, before + error.column());
    from.json.at = from.json.at.saturating_sub(json.len()) + start;
    let mut failed = from.json.misfit(&expected(&error.to_string()));
    for step in path.into_iter().rev() {
        failed = from.json.step(|| step);
    }
    failed
}

/// What was expected, by a message of serde: it may quote the value that was found.
fn expected(message: &str) -> String {
    let message = match message.rsplit_once(" at line ") {
        Some((message, _)) => message,
        None => message,
    };
    match message.split_once(", expected ") {
        Some((_, expected)) => expected.to_owned(),
        None => format!("a value that fits ({message})"),
    }
}
