//! Prints verdicts: a line per example, the totals, and what the register does not list.

use std::fmt::Write;

use super::{Disagreement, Outcome, Verdict};

/// Writes the report.
pub fn report(verdicts: &[Verdict], news: &[Disagreement]) -> String {
    let mut text = String::new();
    for verdict in verdicts {
        line(&mut text, verdict);
    }
    totals(&mut text, verdicts);
    for news in news {
        let _ = writeln!(text, "{}: {}", news.id, news.news);
    }
    if news.is_empty() {
        text.push_str("nothing that tests/faults.toml does not know\n");
    }
    text
}

fn word(outcome: &Outcome) -> Option<&'static str> {
    Some(match outcome {
        Outcome::Equal => "ok",
        Outcome::Lost { .. } => "lost",
        Outcome::Failed { .. } => "failed",
        Outcome::NoType { .. } => "no type",
        Outcome::NotJson { .. } => "not json",
        Outcome::NoBody => return None,
    })
}

fn line(text: &mut String, verdict: &Verdict) {
    let Some(word) = word(&verdict.outcome) else {
        return;
    };
    let detail = match &verdict.outcome {
        Outcome::Lost { what } => what,
        Outcome::Failed { message, .. } => message,
        Outcome::NoType { why } => why,
        Outcome::NotJson { error } => error,
        Outcome::Equal | Outcome::NoBody => "",
    };
    let Verdict {
        id, name, rules, ..
    } = verdict;
    let _ = write!(text, "{word:<8} {id:<46} {name}");
    if !rules.is_empty() {
        let _ = write!(text, " [{}]", rules.join(", "));
    }
    if !detail.is_empty() {
        let gap = if name.is_empty() { "" } else { "  " };
        let _ = write!(text, "{gap}{detail}");
    }
    let kept = text.trim_end().len();
    text.truncate(kept);
    text.push('\n');
}

fn totals(text: &mut String, verdicts: &[Verdict]) {
    let bodies = verdicts.iter().filter_map(|verdict| word(&verdict.outcome));
    let bodies: Vec<_> = bodies.collect();
    let _ = write!(text, "\n{} bodies:", bodies.len());
    for kind in ["ok", "lost", "failed", "no type", "not json"] {
        let count = bodies.iter().filter(|word| **word == kind).count();
        let _ = write!(text, " {count} {kind},");
    }
    let repaired = verdicts.iter().filter(|v| !v.rules.is_empty()).count();
    let _ = writeln!(text, " {repaired} repaired");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_well() {
        let verdict = |id: &str, rules: &[&str], outcome| Verdict {
            id: id.to_owned(),
            name: "microsoft.graph.call".to_owned(),
            rules: rules.iter().map(|&rule| rule.to_owned()).collect(),
            outcome,
        };
        let what = "to_json: /a: 1 became nothing".to_owned();
        let verdicts = [
            verdict("beta/call-get#2", &["trailing_comma"], Outcome::Equal),
            verdict("beta/call-get#4", &[], Outcome::Lost { what }),
            verdict("beta/call-get#5", &[], Outcome::NoBody),
        ];
        let text = report(&verdicts, &[]);
        let lines: Vec<_> = text.lines().collect();
        assert!(lines[0].starts_with("ok       beta/call-get#2 "), "{text}");
        assert!(
            lines[0].ends_with("microsoft.graph.call [trailing_comma]"),
            "{text}"
        );
        assert!(
            lines[1].ends_with("microsoft.graph.call  to_json: /a: 1 became nothing"),
            "{text}"
        );
        assert_eq!(
            lines[3],
            "2 bodies: 1 ok, 1 lost, 0 failed, 0 no type, 0 not json, 1 repaired"
        );
    }
}
