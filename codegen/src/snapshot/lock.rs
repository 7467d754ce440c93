//! The lock file: origin, hashes and counts of a snapshot.

use crate::model::{Model, OperationKind, TypeKind};
use crate::select::Selection;
use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;

/// Where a snapshot came from and how much it holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lock {
    /// Where the documents came from, in words.
    pub source: String,
    /// The hash of the documents, one after the other.
    pub source_sha256: String,
    /// The hash of the snapshot.
    pub sha256: String,
    /// How much it holds.
    pub counts: Counts,
}

/// How much a snapshot holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(
    missing_docs,
    reason = "each is called what it counts; passages are types that paths only lead through"
)]
pub struct Counts {
    pub entity_types: usize,
    pub complex_types: usize,
    pub enum_types: usize,
    pub type_definitions: usize,
    pub properties: usize,
    pub actions: usize,
    pub functions: usize,
    pub roots: usize,
    pub passages: usize,
}

/// The SHA-256 of a text, as a lock has it.
pub fn sha256(text: &str) -> String {
    hex(&Sha256::digest(text.as_bytes()))
}

impl Lock {
    pub(super) fn new<'s>(
        label: &str,
        texts: impl Iterator<Item = &'s str>,
        csdl: &str,
        model: &Model,
        selection: &Selection,
    ) -> Self {
        let mut source = Sha256::new();
        for text in texts {
            source.update(text.as_bytes());
        }
        Self {
            source: label.to_owned(),
            source_sha256: hex(&source.finalize()),
            sha256: sha256(csdl),
            counts: Counts::of(model, selection),
        }
    }

    /// The text of the lock file.
    pub fn to_toml(&self) -> String {
        let Counts {
            entity_types,
            complex_types,
            enum_types,
            type_definitions,
            properties,
            actions,
            functions,
            roots,
            passages,
        } = self.counts;
        format!(
            "# Written together with the snapshot. Do not edit.\n\
             source = {}\n\
             source_sha256 = \"{}\"\n\
             sha256 = \"{}\"\n\
             \n\
             [counts]\n\
             entity_types = {entity_types}\n\
             complex_types = {complex_types}\n\
             enum_types = {enum_types}\n\
             type_definitions = {type_definitions}\n\
             properties = {properties}\n\
             actions = {actions}\n\
             functions = {functions}\n\
             roots = {roots}\n\
             passages = {passages}\n",
            toml::Value::String(self.source.clone()),
            self.source_sha256,
            self.sha256
        )
    }
}

impl Counts {
    /// Counts what is selected.
    pub fn of(model: &Model, selection: &Selection) -> Self {
        let mut counts = Self {
            roots: selection.roots.len(),
            passages: selection
                .passages
                .keys()
                .filter(|id| selection.is_passage(**id))
                .count(),
            ..Self::default()
        };
        for type_ in selection.types.keys().filter_map(|&id| model.type_(id)) {
            match &type_.kind {
                TypeKind::Structured(structured) => {
                    counts.properties += structured.properties.len();
                    if structured.entity {
                        counts.entity_types += 1;
                    } else {
                        counts.complex_types += 1;
                    }
                }
                TypeKind::Enum(_) => counts.enum_types += 1,
                TypeKind::Definition(_) => counts.type_definitions += 1,
            }
        }
        for operation in selection
            .operations
            .keys()
            .filter_map(|&id| model.operation(id))
        {
            match operation.kind {
                OperationKind::Action => counts.actions += 1,
                OperationKind::Function => counts.functions += 1,
            }
        }
        counts
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}
