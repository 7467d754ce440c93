//! Comparison of an outcome with the expectation; each difference is a sentence.

use super::{Entry, Expected, Fault, Found, Made, Tier, count, lines};
use crate::csdl;
use crate::diagnostic::Severity;

/// How what was made differs from what the manifest expects.
pub(super) fn differences(entry: &Entry, made: &Made) -> Vec<String> {
    let found = lines(&made.found, &made.inputs.sources);
    let mut out: Vec<String> = match entry.expected {
        Expected::Accept => accepted(entry, made, &found),
        Expected::Reject => refused(entry, &found).into_iter().collect(),
    };
    // What a faulty document counts depends on which of its parts one believes.
    if entry.expected == Expected::Accept {
        out.extend(counts(entry, made));
    }
    out
}

fn accepted(entry: &Entry, made: &Made, found: &[Found]) -> Vec<String> {
    let errors = found.iter().zip(made.found.iter());
    let mut errors = errors.filter(|(one, _)| one.severity == Severity::Error);
    if let Some((first, finding)) = errors.next() {
        let more = match errors.count() {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        return vec![format!(
            "should be accepted; {}{more}: {}",
            place(first),
            finding.message
        )];
    }
    let silent = entry.known_violations.iter().filter(|(_, violation)| {
        let met = |line: &usize| found.iter().any(|one| one.line == Some(*line));
        !violation.first_lines.is_empty() && !violation.first_lines.iter().any(met)
    });
    silent
        .map(|(class, violation)| {
            let lines = list(violation.first_lines.iter().copied());
            format!("{class} in {lines} is passed in silence")
        })
        .collect()
}

fn refused(entry: &Entry, found: &[Found]) -> Option<String> {
    let counts = |one: &&Found| match entry.tier {
        Tier::A => one.severity == Severity::Error,
        Tier::B => one.severity != Severity::Note,
    };
    let found: Vec<&Found> = found.iter().filter(counts).collect();
    let Some(fault) = &entry.error else {
        let silent = found.is_empty();
        return silent.then(|| "should be refused; nothing was found".to_owned());
    };
    let Fault { class, line, code } = fault;
    let class = match class.as_str() {
        "" => "the fault",
        class => class,
    };
    let place_of_fault = line.map(|line| format!(" in line {line}"));
    let place_of_fault = place_of_fault.unwrap_or_default();
    if found.is_empty() {
        return Some(format!("{class}{place_of_fault} is not found"));
    }
    let right = |one: &&Found| {
        line.is_none_or(|line| one.line == Some(line))
            && code.as_ref().is_none_or(|code| one.code.id == code)
    };
    if found.iter().any(right) {
        return None;
    }
    let ours: Vec<String> = found.iter().take(4).map(|one| place(one)).collect();
    let code = code.as_ref().map(|code| format!(" as {code}"));
    Some(format!(
        "{class} should be found{place_of_fault}{}; ours: {}",
        code.unwrap_or_default(),
        ours.join(", ")
    ))
}

fn counts(entry: &Entry, made: &Made) -> Option<String> {
    let expected = entry.counts.as_ref()?;
    let number = *made.inputs.metadata.first()?;
    let (document, found) = csdl::read(&made.inputs.sources, number);
    // Of a document that cannot be read through nothing is counted.
    if found.has_errors() {
        return None;
    }
    let wrong: Vec<String> = count(&document)
        .into_iter()
        .filter_map(|(what, ours)| {
            let theirs = *expected.get(what)?;
            (theirs != ours).then(|| format!("{what} {ours} instead of {theirs}"))
        })
        .collect();
    (!wrong.is_empty()).then(|| format!("counts: {}", wrong.join(", ")))
}

fn place(one: &Found) -> String {
    let word = one.severity.word();
    match one.line {
        Some(line) => format!("{word} {} in line {line}", one.code.id),
        None => format!("{word} {} without a line", one.code.id),
    }
}

fn list(lines: impl Iterator<Item = usize>) -> String {
    let lines: Vec<String> = lines.map(|line| line.to_string()).collect();
    format!(
        "line{} {}",
        if lines.len() == 1 { "" } else { "s" },
        lines.join(", ")
    )
}
