//! Generated code is Rust, and laid out as prettyplease lays it out: that of the fixtures, of
//! the generated crate, and of hostile names and texts.
//!
//! Blank lines, the header comment and the `pub use` lines of a module, one for each file,
//! follow a rule of our own and are not compared.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};

use csdl_codegen::sdk::{
    AnyEnum, Doc, Field, File, Item, Module, Path as Place, Sdk, Shape, Struct, TextEnum,
    TextMember, Type, Variant,
};
use csdl_codegen::{Config, Inputs, emit, generate};

/// The folder of the workspace; cargo names that of the package when it runs a test.
fn root() -> PathBuf {
    let package = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default();
    Path::new(&package).join("..")
}

/// What is wrong with the layout of a file.
fn fault(name: &str, text: &str) -> Option<String> {
    if let Err(error) = syn::parse_file(text) {
        return Some(format!("{name} is no Rust: {error}"));
    }
    let text = &without_exports(text);
    let wanted = match syn::parse_file(text) {
        Ok(file) => prettyplease::unparse(&file),
        Err(error) => return Some(format!("{name} is no Rust: {error}")),
    };
    let lines = |text: &str| -> Vec<String> {
        let lines = text.lines().map(str::to_owned);
        let own = |line: &String| line.is_empty() || line.starts_with("// ");
        lines.filter(|line| !own(line)).collect()
    };
    let (made, wanted) = (lines(text), lines(&wanted));
    if made == wanted {
        return None;
    }
    let at = made.iter().zip(&wanted).take_while(|(a, b)| a == b).count();
    Some(format!(
        "{name}: {:?} should be {:?}",
        made.get(at..made.len().min(at + 3)),
        wanted.get(at..wanted.len().min(at + 3))
    ))
}

/// A text without the lines that show what a module has, and the conditions above them.
fn without_exports(text: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    for line in text.lines() {
        if !line.starts_with("pub use self::") {
            kept.push(line);
            continue;
        }
        let mut open = kept.last().is_some_and(|line| line.ends_with(")]"));
        while open {
            open = !kept.pop().unwrap().starts_with("#[cfg(");
        }
    }
    kept.join("\n") + "\n"
}

fn check(faults: impl IntoIterator<Item = String>) {
    let faults: Vec<String> = faults.into_iter().take(5).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// The files below a folder that have this name.
fn below(folder: PathBuf, wanted: fn(&Path) -> bool) -> Vec<PathBuf> {
    let (mut todo, mut found) = (vec![folder], Vec::new());
    while let Some(folder) = todo.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                todo.push(path);
            } else if wanted(&path) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

#[test]
fn every_fixture_is_well_laid_out() {
    let inputs = below(root().join("tests/fixtures"), |path| {
        path.ends_with("input.csdl")
    });
    assert!(inputs.len() > 50);
    let mut faults = Vec::new();
    let mut files = 0;
    for path in inputs {
        let mut inputs = Inputs::default();
        let mut add = |name: &str| {
            let bytes = fs::read(path.with_file_name(name)).ok()?;
            inputs.sources.add_bytes(name, bytes).ok()
        };
        let metadata = add("input.csdl").into_iter().collect();
        let (select, overlay) = (add("select.txt"), add("overlay.toml"));
        let (names, docs) = (add("names.txt"), add("docs.toml"));
        inputs.metadata = metadata;
        (inputs.select, inputs.overlay) = (select, overlay);
        (inputs.names, inputs.docs) = (names, docs);
        // Fixtures of errors make no files.
        let Ok(output) = generate(&inputs, &Config::default()) else {
            continue;
        };
        for (name, text) in output
            .files
            .iter()
            .filter(|(name, _)| name.ends_with(".rs"))
        {
            files += 1;
            faults.extend(fault(&format!("{}: {name}", path.display()), text));
        }
    }
    assert!(files > 300, "{files}");
    check(faults);
}

#[test]
fn the_generated_crate_is_well_laid_out() {
    let files = below(root().join("generated/src"), |path| {
        let rust = path.extension().is_some_and(|extension| extension == "rs");
        rust && !path.ends_with("lib.rs")
    });
    assert!(files.len() > 200);
    check(files.iter().filter_map(|path| {
        let text = fs::read_to_string(path).unwrap();
        fault(&path.display().to_string(), &text)
    }));
}

fn doc(text: &str) -> Doc {
    Doc(vec![text.to_owned(), String::new(), text.to_owned()])
}

fn place(name: &str) -> Place {
    Place {
        name: name.to_owned(),
        ..Place::default()
    }
}

/// A field of each type, alone, in a list and in a box, with names as long as can be.
fn hostile_fields(text: &str, long: &str) -> Vec<Field> {
    let shapes = [
        Type::String,
        Type::Scalar("bool"),
        Type::Runtime("RawJson"),
        Type::Model(place(&format!("B{long}"))),
        Type::Flags(place(&format!("C{long}"))),
    ];
    let mut fields = Vec::new();
    for (at, item) in shapes.into_iter().enumerate() {
        for (list, boxed) in [(false, false), (true, false), (false, true)] {
            let name = format!("{long}{at}{list}{boxed}");
            fields.push(Field {
                constant: name.to_uppercase(),
                setter: format!("with_{name}"),
                wire: text.to_owned(),
                shape: Shape {
                    item: item.clone(),
                    list,
                    boxed,
                },
                doc: doc(text),
                deprecated: Some(text.to_owned()),
                name,
            });
        }
    }
    fields
}

/// A crate whose every text is `text` and whose names are as long as can be.
fn hostile(text: &str, length: usize) -> Sdk {
    let long = "a".repeat(length + 1);
    let fields = hostile_fields(text, &long);
    let text = || text.to_owned();
    let structure = Struct {
        path: place(&format!("A{long}")),
        doc: doc(&text()),
        deprecated: Some(text()),
        type_name: text(),
        required: (0..fields.len()).step_by(2).collect(),
        read_only: vec![1],
        secret: vec![0, 3],
        written: true,
        fields,
    };
    let member = |value: i64| TextMember {
        name: format!("{}{long}{value}", if value < 0 { "N" } else { "M" }).replace('-', ""),
        wire: text(),
        value,
        doc: doc(&text()),
        deprecated: Some(text()),
    };
    let texts = |first: i64| TextEnum {
        path: place(&format!("C{long}{}", first.unsigned_abs())),
        type_name: text(),
        flags: true,
        members: (first..40).map(member).collect(),
        fallback: "Other".to_owned(),
        ..TextEnum::default()
    };
    let variant = |letter: &str| Variant {
        name: format!("{letter}{long}"),
        accessor: String::new(),
        path: place(&format!("{letter}{long}")),
        wire: text(),
    };
    let any = |base: Option<Variant>| AnyEnum {
        path: place(&format!("Any{long}")),
        fallback: base.is_none().then(|| format!("Unknown{long}")),
        base,
        derived: vec![variant("D"), variant("E")],
        ..AnyEnum::default()
    };
    let items = vec![
        Item::Struct(structure),
        Item::TextEnum(texts(0)),
        Item::TextEnum(texts(-3)),
        Item::AnyEnum(any(None)),
        Item::AnyEnum(any(Some(variant("F")))),
    ];
    Sdk {
        runtime: "runtime".to_owned(),
        root: vec!["crate".to_owned()],
        models: Module {
            name: "models".to_owned(),
            files: vec![File {
                name: "file".to_owned(),
                items,
                exports: (0..9).map(|at| format!("X{long}{at}")).collect(),
                ..File::default()
            }],
            ..Module::default()
        },
        requests: Module {
            name: "requests".to_owned(),
            ..Module::default()
        },
        ..Sdk::default()
    }
}

#[test]
fn no_text_breaks_out_and_no_name_is_too_long() {
    let texts = [
        "plain",
        "\"); fn main() {} (\"",
        "\\",
        "\\\" , ) ] > => . {",
        "*/ r#\"\u{0}1\u{7f}\u{200b}\u{301}",
        "'a' \u{85}\u{2028} é\u{10ffff}",
    ];
    for text in texts {
        // The names of one text take every length, for each bends the lines elsewhere.
        let step = if text == "plain" { 1 } else { 25 };
        for length in (0..90).step_by(step) {
            let files = emit::files(&hostile(text, length));
            check(
                files
                    .iter()
                    .filter_map(|(name, made)| fault(&format!("{text:?}, {length}, {name}"), made)),
            );
        }
    }
}

#[test]
fn a_line_break_in_a_doc_stays_in_it() {
    let files = emit::files(&hostile("one\n}\r\nmod two {", 1));
    assert!(files.values().all(|text| syn::parse_file(text).is_ok()));
    let all: String = files.into_values().collect();
    assert!(!all.contains("\nmod two"), "{all}");
}
