//! Changes that a maintainer has accepted, with the reason: `metadata/accepted.toml`.

use serde::Deserialize;

use super::Diff;

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
    reason: String,
    link: Option<String>,
}

/// Marks the changes that the file accepts; they stay in the list. Returns the entries that
/// match none.
///
/// # Errors
///
/// The text is not such a file, or an entry has no reason or names nothing.
pub fn apply(text: &str, diff: &mut Diff) -> Result<Vec<String>, String> {
    let file: File = toml::from_str(text).map_err(|error| error.to_string())?;
    let mut unused = Vec::new();
    for entry in &file.accept {
        let parts = [&entry.id, &entry.rule, &entry.item];
        let name: Vec<&str> = parts.iter().filter_map(|part| part.as_deref()).collect();
        let name = name.join(" ");
        if name.is_empty() {
            return Err("an entry needs an `id`, a `rule` or an `item`".to_owned());
        }
        if entry.reason.trim().is_empty() {
            return Err(format!("the entry `{name}` has no reason"));
        }
        let mut used = false;
        for change in &mut diff.changes {
            if matches(&entry.id, &change.id())
                && matches(&entry.rule, change.rule)
                && matches(&entry.item, &change.item)
            {
                let link = entry.link.as_ref().map(|link| format!(" ({link})"));
                change.accepted = Some(entry.reason.clone() + &link.unwrap_or_default());
                used = true;
            }
        }
        if !used {
            unused.push(name);
        }
    }
    Ok(unused)
}

fn matches(pattern: &Option<String>, text: &str) -> bool {
    match pattern.as_deref().map(|p| (p, p.strip_suffix('*'))) {
        None => true,
        Some((_, Some(start))) => text.starts_with(start),
        Some((whole, None)) => whole == text,
    }
}
