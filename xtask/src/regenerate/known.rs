//! In go the docs and the names of metadata/, and other metadata; out come those
//! that are about something in it.

use std::collections::BTreeSet;

use csdl_codegen::Inputs;
use csdl_codegen::model::Model;

use super::fit::replace;

/// Takes out of the docs and the names what is about nothing in the metadata.
pub fn keep_known(inputs: &mut Inputs, model: &Model) {
    let known = names(model);
    let is_known = |subject: &Option<String>| match subject {
        Some(subject) => known.contains(subject),
        None => true,
    };
    if let Some((number, text)) = source(inputs, inputs.docs) {
        let mut subject = None;
        let kept = filter(text, |line| {
            // A line belongs to the table above it.
            subject = table(line).or(subject.take());
            is_known(&subject)
        });
        replace(&mut inputs.sources, number, &kept);
    }
    if let Some((number, text)) = source(inputs, inputs.names) {
        let kept = filter(text, |line| is_known(&decision(line)));
        replace(&mut inputs.sources, number, &kept);
    }
}

fn source(inputs: &Inputs, number: Option<u32>) -> Option<(u32, &str)> {
    let number = number?;
    Some((number, &inputs.sources.get(number)?.text))
}

/// Lines that go leave an empty one: the rest stays where it is.
fn filter(text: &str, mut keep: impl FnMut(&str) -> bool) -> String {
    let lines = text.split_inclusive('\n');
    lines
        .map(|line| if keep(line) { line } else { "\n" })
        .collect()
}

/// Everything that has a name: namespaces, types, operations with their binding.
fn names(model: &Model) -> BTreeSet<String> {
    let mut names: BTreeSet<_> = model.schemas.iter().map(|s| s.namespace.clone()).collect();
    names.extend(model.types.iter().map(|found| found.name.to_string()));
    names.extend(model.operations.iter().map(|operation| {
        let binding = operation.binding().map(|p| model.type_name(p.type_));
        format!("{}({})", operation.name, binding.unwrap_or_default())
    }));
    names
}

/// What a table of the docs is about: `[types."ns.name".members]`.
fn table(line: &str) -> Option<String> {
    let line = line.strip_prefix('[')?;
    let name = line.split('"').nth(1)?;
    Some(name.to_owned())
}

/// What a decision is about: `member ns.type/member = name`.
fn decision(line: &str) -> Option<String> {
    let who = line.split('#').next()?.split('=').next()?;
    let target = who.split_whitespace().nth(1)?;
    let end = target
        .rfind(')')
        .map_or_else(|| target.find('/'), |at| Some(at + 1));
    target.get(..end.unwrap_or(target.len())).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_say_what_they_are_about() {
        assert_eq!(table("[types.\"a.b\".members]\n").as_deref(), Some("a.b"));
        assert_eq!(
            table("[operations.\"a.f(a.b)\"]").as_deref(),
            Some("a.f(a.b)")
        );
        assert_eq!(table("doc = \"[no]\""), None);
        for (line, subject) in [
            ("type a.b = C  # why", Some("a.b")),
            ("property a.b/c = d  # why", Some("a.b")),
            (
                "parameter a.f(Collection(a.b))/p = q  # why",
                Some("a.f(Collection(a.b))"),
            ),
            ("module a = b  # why", Some("a")),
            ("# type a.b", None),
            ("\n", None),
        ] {
            assert_eq!(decision(line).as_deref(), subject, "{line}");
        }
    }
}
