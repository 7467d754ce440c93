//! `cargo xtask explain`: the meaning of a code, with a faulty example and its correction.

use std::ffi::OsString;
use std::fmt::Write;

use csdl_codegen::diagnostic::explain::{all, find};
use csdl_codegen::diff::find_rule;

use crate::args::{self, Syntax};
use crate::{Failure, print};

const SYNTAX: Syntax = Syntax {
    help: "\
Explains the code of a finding: the rule, a faulty example and its correction.

  cargo xtask explain [CODE]

CODE is the number or the name, such as E0107 or unknown-type. Without it, all codes are listed. The
name of a rule of `cargo xtask diff`, such as property-removed, is explained as well.
E marks codes that can be errors, W those that are warnings at most.

Exit codes: 0 success; 2 there is no such code.

Example: cargo xtask explain E0107
",
    flags: &[],
    options: &[],
    max_files: 1,
};

/// Runs the command.
pub fn run(args: &[OsString]) -> Result<(), Failure> {
    let Some(args) = args::parse(args, SYNTAX)? else {
        return Ok(());
    };
    let Some(code) = args.files.first() else {
        print(&list());
        return Ok(());
    };
    let text = match find_rule(code) {
        Some(rule) => format!("{}: {}\n\n{}\n", rule.id, rule.class.word(), rule.why),
        None => explained(code).map_err(Failure::Error)?,
    };
    print(&text);
    Ok(())
}

/// A line for each code.
fn list() -> String {
    let mut text = String::new();
    for one in all() {
        let _ = writeln!(text, "{}  {:<24} {}", one.id, one.slug, one.summary);
    }
    text
}

/// The explanation for a terminal, with indented examples below a title.
fn explained(code: &str) -> Result<String, String> {
    let found = find(code).map_err(|near| {
        let hint = match near {
            Some(near) => format!("did you mean {near}?"),
            None => "`cargo xtask explain` lists all codes".to_owned(),
        };
        format!("unknown code '{code}'; {hint}")
    })?;
    let mut text = String::new();
    let mut inside = false;
    for line in found.text.lines() {
        match line.strip_prefix("```") {
            Some(_) if inside => inside = false,
            Some(what) => {
                inside = true;
                let _ = writeln!(text, "{}:\n", title(what));
            }
            None if inside => {
                let _ = writeln!(text, "    {line}");
            }
            None => {
                let _ = writeln!(text, "{}", line.trim_start_matches("## "));
            }
        }
    }
    Ok(text)
}

/// The title of an example: `select faulty` is a faulty select.txt.
fn title(what: &str) -> String {
    let (kind, state) = what.split_once(' ').unwrap_or((what, ""));
    let file = match kind {
        "select" | "names" => format!(" {kind}.txt"),
        "overlay" | "docs" => format!(" {kind}.toml"),
        _ => String::new(),
    };
    let word = if state == "faulty" {
        "Faulty"
    } else {
        "Correct"
    };
    format!("{word}{file}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_codes_are_listed_with_name_and_summary() {
        let list = list();
        assert_eq!(list.lines().count(), all().len());
        assert!(list.contains("E0107  unknown-type"), "{list}");
    }

    #[test]
    fn a_code_is_explained_by_example() {
        let text = explained("e0170").unwrap();
        assert!(text.starts_with("E0170 rule\n"), "{text}");
        assert!(
            text.contains("\nFaulty select.txt:\n\n    + everything\n"),
            "{text}"
        );
        assert!(!text.contains("```"), "{text}");
        for one in all() {
            assert!(explained(one.slug).is_ok_and(|text| text.starts_with(one.id)));
        }
    }

    #[test]
    fn an_unknown_code_gets_the_nearest() {
        let hint = explained("unknown-typ").unwrap_err();
        assert_eq!(
            hint,
            "unknown code 'unknown-typ'; did you mean unknown-type?"
        );
        let hint = explained("what?").unwrap_err();
        assert!(hint.ends_with("lists all codes"), "{hint}");
    }
}
