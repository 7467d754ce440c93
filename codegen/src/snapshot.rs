//! Snapshots: the selected part of metadata documents in a canonical form, and a lock file
//! with its origin and hash.

mod annotations;
mod lock;
mod names;
mod operations;
mod passages;
mod write;
mod xml;

pub use self::lock::{Counts, Lock, sha256};
pub use self::write::write_canonical;
use crate::csdl;
use crate::diagnostic::{Diagnostics, Sources};
use crate::model::{Model, resolve};
use crate::select::{Rules, select};

/// The selected part of the metadata, ready to be written.
#[derive(Clone, Debug)]
pub struct Snapshot {
    /// The selected part in canonical form.
    pub csdl: String,
    /// Its origin, hash and counts.
    pub lock: Lock,
    /// Warnings and notes.
    pub diagnostics: Diagnostics,
    /// All that the documents declare.
    pub model: Model,
}

/// Extracts the selected part of the documents.
///
/// `rules` is the number of the source with the rules; all other sources are documents.
/// `label` is the origin of the documents, for the lock.
///
/// # Errors
///
/// All findings, if one of them is an error in the documents or the rules.
pub fn snapshot(label: &str, sources: &Sources, rules: u32) -> Result<Snapshot, Diagnostics> {
    let (rules_read, mut out) = Rules::parse(sources, rules);
    let mut documents = Vec::new();
    for (id, _) in sources.iter().filter(|(id, _)| *id != rules) {
        let (document, found) = csdl::read(sources, id);
        documents.push(document);
        out.extend(found);
    }
    if out.has_errors() {
        out.sort();
        return Err(out);
    }
    let (model, found) = resolve(&documents);
    out.extend(found);
    let (selection, found) = select(&model, &rules_read, false);
    out.extend(found);
    out.sort();
    if out.has_errors() {
        return Err(out);
    }
    let csdl = write_canonical(&model, &selection);
    let texts = sources
        .iter()
        .filter(|(id, _)| *id != rules)
        .map(|(_, s)| s.text.as_str());
    let lock = Lock::new(label, texts, &csdl, &model, &selection);
    Ok(Snapshot {
        csdl,
        lock,
        diagnostics: out,
        model,
    })
}

#[cfg(test)]
mod tests;
