//! Changes that a maintainer has accepted, with the reason: `metadata/accepted.toml`.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde::Deserialize;

use super::{Change, Diff};

/// The file: a list of `[[accept]]` tables.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    accept: Vec<Entry>,
}

/// One `[[accept]]`: which changes, and why. A pattern may end with `*`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    id: Option<String>,
    rule: Option<String>,
    item: Option<String>,
    #[serde(default)]
    reason: String,
    link: Option<String>,
    until: Option<String>,
}

impl Entry {
    fn name(&self) -> String {
        let parts = [&self.id, &self.rule, &self.item];
        let parts: Vec<&str> = parts.iter().filter_map(|part| part.as_deref()).collect();
        parts.join(" ")
    }

    fn matches(&self, change: &Change) -> bool {
        matches(&self.id, &change.id())
            && matches(&self.rule, change.rule)
            && matches(&self.item, &change.item)
    }
}

/// Marks the changes that the file accepts; they stay in the list. `past` has the starts of the
/// hashes of the snapshot that the comparison begins with and of all before it: an entry that
/// holds until one of these has expired. Returns a warning for each entry without effect.
///
/// # Errors
///
/// The text is not such a file, or an entry has no reason or names nothing.
pub fn apply(text: &str, past: &BTreeSet<String>, diff: &mut Diff) -> Result<Vec<String>, String> {
    let mut warnings = Vec::new();
    for entry in read(text)? {
        let name = entry.name();
        if let Some(until) = &entry.until
            && past.iter().any(|sha| same_snapshot(sha, until))
        {
            warnings.push(format!(
                "the entry `{name}` has expired with the snapshot {until}; remove it"
            ));
            continue;
        }
        let mut used = false;
        for change in diff.changes.iter_mut().filter(|c| entry.matches(c)) {
            let link = entry.link.as_ref().map(|link| format!(" ({link})"));
            change.accepted = Some(entry.reason.clone() + &link.unwrap_or_default());
            used = true;
        }
        if !used {
            warnings.push(format!("the entry `{name}` matches no change"));
        }
    }
    Ok(warnings)
}

/// Whether the file accepts the change with this id by its id.
///
/// # Errors
///
/// As for [`apply`].
pub fn has_id(text: &str, id: &str) -> Result<bool, String> {
    Ok(read(text)?
        .iter()
        .any(|entry| entry.id.as_deref() == Some(id)))
}

/// The text of an entry for one change; `about` says in a comment which one it is.
pub fn entry(
    id: &str,
    reason: &str,
    link: Option<&str>,
    until: Option<&str>,
    about: Option<&str>,
) -> String {
    let mut out = String::from("\n[[accept]]\n");
    if let Some(about) = about {
        let _ = writeln!(out, "# {}", about.replace(char::is_control, " "));
    }
    let fields = [
        ("id", Some(id)),
        ("reason", Some(reason)),
        ("link", link),
        ("until", until),
    ];
    for (name, value) in fields {
        if let Some(value) = value {
            let _ = writeln!(out, "{name} = {}", toml::Value::from(value));
        }
    }
    out
}

fn read(text: &str) -> Result<Vec<Entry>, String> {
    let file: File = toml::from_str(text).map_err(|error| error.to_string())?;
    for entry in &file.accept {
        let name = entry.name();
        if name.is_empty() {
            return Err("an entry needs an `id`, a `rule` or an `item`".to_owned());
        }
        if entry.reason.trim().is_empty() {
            return Err(format!("the entry `{name}` has no reason"));
        }
    }
    Ok(file.accept)
}

/// Whether two starts of hashes are of one snapshot: at least seven digits are the same.
fn same_snapshot(sha: &str, until: &str) -> bool {
    until.len() >= 7 && (sha.starts_with(until) || sha.len() >= 7 && until.starts_with(sha))
}

fn matches(pattern: &Option<String>, text: &str) -> bool {
    match pattern.as_deref().map(|p| (p, p.strip_suffix('*'))) {
        None => true,
        Some((_, Some(start))) => text.starts_with(start),
        Some((whole, None)) => whole == text,
    }
}
