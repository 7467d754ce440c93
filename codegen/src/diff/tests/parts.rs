//! Lowering what can differ gives the same comparison as lowering everything.

use super::{cases, difference, document, read};
use crate::diff::{Diff, Side, compare, rust};
use crate::{Config, Inputs, Prepared, differing, prepare};

/// What is found if all items of both crates are lowered.
fn whole_difference(mut old: Prepared, mut new: Prepared) -> Diff {
    let mut diff = compare(Side::whole(&old.model), Side::whole(&new.model));
    let names = old.names();
    old.keep_names(&names);
    new.keep_names(&names);
    let (inputs, config) = (Inputs::default(), Config::default());
    let [before, after] = [old, new].map(|side| side.lower(&inputs, &config).unwrap());
    rust::apply(&mut diff, &before.sdk, &after.sdk);
    diff
}

#[test]
fn small_documents() {
    for entry in std::fs::read_dir(cases()).unwrap() {
        let case = entry.unwrap().file_name().into_string().unwrap();
        let (old, new) = (read(document(&case, "old")), read(document(&case, "new")));
        assert_eq!(difference(&case), whole_difference(old, new), "{case}");
    }
}

/// The metadata of the project with its selection, overlay and names; `edit` changes it.
fn project(edit: impl Fn(usize, &str) -> String) -> Prepared {
    let package = std::env::var_os("CARGO_MANIFEST_DIR").map(std::path::PathBuf::from);
    let folder = package.unwrap().join("../metadata");
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap();
    let lines = read("beta.csdl");
    let lines = lines.lines().enumerate();
    let text: String = lines.map(|(at, line)| edit(at, line) + "\n").collect();
    let mut inputs = Inputs {
        lenient: true,
        ..Inputs::default()
    };
    inputs.metadata = vec![inputs.sources.add("beta.csdl", text)];
    inputs.select = Some(inputs.sources.add("select.txt", read("select.txt")));
    inputs.overlay = Some(inputs.sources.add("overlay.toml", read("overlay.toml")));
    inputs.names = Some(inputs.sources.add("names.txt", read("names.txt")));
    match prepare(&inputs, &Config::default()) {
        Ok(found) => found,
        Err(found) => panic!("{}", found.render(&inputs.sources)),
    }
}

/// A line with another declaration, if it is one of those that can be edited alone.
fn edited(line: &str, variant: usize) -> String {
    let is = |element: &str| line.trim_start().starts_with(&format!("<{element} "));
    let is_whole = line.ends_with("/>");
    let add = |attribute: &str| line.replacen(" Name=", &format!(" {attribute} Name="), 1);
    let nullable = || match line.contains(" Nullable=") {
        true => line.replace(" Nullable=\"false\"", ""),
        false => add("Nullable=\"false\""),
    };
    match variant % 4 {
        _ if is("EntityType") || is("ComplexType") => {
            match line.contains(" Abstract=") || line.contains(" OpenType=") {
                true => line
                    .replace(" Abstract=\"true\"", "")
                    .replace(" OpenType=\"true\"", ""),
                false => add("OpenType=\"true\""),
            }
        }
        0 if is("Property") && is_whole && !line.contains("\"id\"") => String::new(),
        1 if is("Property") => line
            .replace("\"Edm.String\"", "\"Edm.Boolean\"")
            .replace("\"Edm.Int32\"", "\"Edm.Int64\""),
        _ if is("Property") => nullable(),
        0 if is("NavigationProperty") && is_whole => String::new(),
        _ if is("NavigationProperty") => match line.contains(" ContainsTarget=") {
            true => line.replace(" ContainsTarget=\"true\"", ""),
            false => add("ContainsTarget=\"true\""),
        },
        0 | 1 if is("Member") && is_whole => String::new(),
        _ if is("Parameter") => nullable(),
        _ if is("Action") => line.replace("\"m", "\"again_m"),
        _ => line.to_owned(),
    }
}

#[test]
fn edits_of_the_metadata_of_the_project() {
    let mut told = 0;
    for (step, offset) in [(7, 0), (11, 3), (31, 2)] {
        let edit = |at: usize, line: &str| match at % step == offset {
            true => edited(line, at / step),
            false => line.to_owned(),
        };
        let plain = |_: usize, line: &str| line.to_owned();
        let (mut old, mut new) = (project(plain), project(edit));
        let mut diff = compare(Side::whole(&old.model), Side::whole(&new.model));
        let (before, after) = differing(&mut old, &mut new, &Config::default());
        rust::apply(&mut diff, &before, &after);
        told += diff.changes.iter().filter(|c| !c.rust.is_empty()).count();
        let whole = whole_difference(project(plain), project(edit));
        for (part, whole) in diff.changes.iter().zip(&whole.changes) {
            assert_eq!(part, whole, "every {step}th line from {offset}");
        }
        assert_eq!(diff, whole);
    }
    assert!(told > 150, "{told}");
}
