//! The register of documentation errors, `faults.toml`, compared with verdicts.
//!
//! An error that is not listed is a disagreement, and so is a listed one that no longer occurs.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{Outcome, Verdict};

/// The register.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Register {
    /// The faults.
    #[serde(default)]
    pub fault: Vec<Fault>,
}

/// A fault of an example.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// The id of the example.
    pub example: String,
    /// What is wrong, in words.
    pub fault: String,
    /// The rules that make JSON of it.
    #[serde(default)]
    pub repair: Vec<String>,
    /// `failed` if strict reading refuses the body, `not json` if no rule helps.
    pub outcome: Option<String>,
    /// The path of the member that strict reading refuses.
    pub path: Option<String>,
    /// Why that is right.
    pub reason: Option<String>,
}

/// Where a verdict and the register disagree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disagreement {
    /// The id of the example.
    pub id: String,
    /// What is news.
    pub news: String,
}

impl Register {
    /// Reads the register.
    ///
    /// # Errors
    ///
    /// What is wrong with the file.
    pub fn read(text: &str) -> Result<Self, String> {
        let register: Self = toml::from_str(text).map_err(|error| error.to_string())?;
        for fault in &register.fault {
            let failed = fault.outcome.as_deref() == Some("failed");
            if failed != fault.path.is_some() || failed && fault.reason.is_none() {
                let id = &fault.example;
                return Err(format!("{id}: `failed` goes with a path and a reason"));
            }
            if fault.repair.is_empty() && fault.outcome.is_none() {
                return Err(format!("{}: neither repair nor outcome", fault.example));
            }
        }
        Ok(register)
    }

    /// Compares verdicts with what is listed.
    pub fn disagreements(&self, verdicts: &[Verdict]) -> Vec<Disagreement> {
        let listed: BTreeMap<_, _> = self
            .fault
            .iter()
            .map(|fault| (fault.example.as_str(), fault))
            .collect();
        let mut news = Vec::new();
        for verdict in verdicts {
            let fault = listed.get(verdict.id.as_str()).copied();
            news.extend(compare(verdict, fault).map(|news| Disagreement {
                id: verdict.id.clone(),
                news,
            }));
        }
        news
    }
}

fn compare(verdict: &Verdict, fault: Option<&Fault>) -> Option<String> {
    let rules = fault
        .map(|fault| fault.repair.as_slice())
        .unwrap_or_default();
    if verdict.rules != rules {
        let (found, listed) = (verdict.rules.join(", "), rules.join(", "));
        return Some(match (found.is_empty(), listed.is_empty()) {
            (true, _) => format!("the fault is gone: needs no repair, listed is {listed}"),
            (_, true) => format!("not listed: needs the repair {found}"),
            _ => format!("needs the repair {found}, listed is {listed}"),
        });
    }
    let outcome = fault.and_then(|fault| fault.outcome.as_deref());
    let path = fault.and_then(|fault| fault.path.as_deref());
    match (&verdict.outcome, outcome) {
        (Outcome::Lost { what }, _) => Some(format!("lost: {what}")),
        (Outcome::Failed { path: found, .. }, Some("failed")) => {
            let listed = path.unwrap_or_default();
            (found != listed).then(|| format!("failed at {found}, listed is {listed}"))
        }
        (Outcome::Failed { message, .. }, _) => Some(format!("not listed: {message}")),
        (Outcome::NotJson { .. }, Some("not json")) => None,
        (Outcome::NotJson { error }, _) => Some(format!("not listed: {error}")),
        (_, Some(outcome)) => Some(format!("the fault is gone: listed is `{outcome}`")),
        (_, None) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const REGISTER: &str = r#"
        [[fault]]
        example = "a"
        fault = "a comma too many"
        repair = ["trailing_comma"]
        [[fault]]
        example = "b"
        fault = "a text for a number"
        outcome = "failed"
        path = "x.y"
        reason = "It is a number."
    "#;

    fn news(id: &str, rules: &[&str], outcome: Outcome) -> Option<String> {
        let register = Register::read(REGISTER).unwrap();
        let verdict = Verdict {
            id: id.to_owned(),
            name: String::new(),
            rules: rules.iter().map(|&rule| rule.to_owned()).collect(),
            outcome,
        };
        let mut news = register.disagreements(&[verdict]);
        news.pop().map(|news| news.news)
    }

    fn failed(path: &str) -> Outcome {
        Outcome::Failed {
            path: path.to_owned(),
            message: "no".to_owned(),
        }
    }

    #[test]
    fn what_is_listed_is_no_news() {
        assert_eq!(news("a", &["trailing_comma"], Outcome::Equal), None);
        assert_eq!(news("b", &[], failed("x.y")), None);
        assert_eq!(news("c", &[], Outcome::Equal), None);
    }

    #[test]
    fn what_is_not_listed_is_news() {
        assert!(news("c", &["comment"], Outcome::Equal).is_some());
        assert!(news("c", &[], failed("x")).is_some());
        assert!(news("b", &[], failed("x.z")).is_some());
        let what = String::new();
        assert!(news("b", &[], Outcome::Lost { what }).is_some());
    }

    #[test]
    fn what_is_gone_is_news() {
        for (id, outcome) in [("a", Outcome::Equal), ("b", Outcome::Equal)] {
            let news = news(id, &[], outcome).unwrap();
            assert!(news.starts_with("the fault is gone"), "{news}");
        }
    }
}
