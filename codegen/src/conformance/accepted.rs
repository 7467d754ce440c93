//! `differences.toml`: documents whose outcome may differ from the manifest, with reasons.

use serde::Deserialize;
use std::collections::BTreeMap;

/// Documents that may differ from their manifest, each with the reason.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Accepted {
    /// Reason by path.
    pub reasons: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    difference: Vec<Difference>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Difference {
    path: String,
    reason: String,
}

impl Accepted {
    /// Reads the text of the file: tables `[[difference]]` with `path` and `reason`.
    ///
    /// # Errors
    ///
    /// What is wrong with the text, a path that is listed twice, or an empty reason.
    pub fn read(text: &str) -> Result<Self, String> {
        let file: File = toml::from_str(text).map_err(|error| error.to_string())?;
        let mut reasons = BTreeMap::new();
        for Difference { path, reason } in file.difference {
            if reason.trim().is_empty() {
                return Err(format!("{path} differs without a reason"));
            }
            if reasons.insert(path.clone(), reason).is_some() {
                return Err(format!("{path} is listed twice"));
            }
        }
        Ok(Self { reasons })
    }
}

#[cfg(test)]
mod tests {
    use super::Accepted;

    #[test]
    fn a_difference_needs_a_reason_and_stands_once() {
        let one = |reason: &str| format!("[[difference]]\npath = \"a/b\"\nreason = \"{reason}\"\n");
        let read = Accepted::read(&one("why")).unwrap();
        assert_eq!(read.reasons["a/b"], "why");
        assert!(Accepted::read(&one(" ")).is_err());
        assert!(Accepted::read(&format!("{}{}", one("x"), one("y"))).is_err());
        assert_eq!(Accepted::read("").unwrap(), Accepted::default());
    }
}
