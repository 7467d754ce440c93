//! The commands as programs: arguments and small documents, exit codes, output and files.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test stops where it fails"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A folder of its own, gone when the test ends well.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("xtask-{name}-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    /// Writes a document with this schema in it.
    fn document(&self, name: &str, references: &str, namespace: &str, schema: &str) -> String {
        let path = self.0.join(name);
        let text = format!(
            "<edmx:Edmx xmlns:edmx=\"http://docs.oasis-open.org/odata/ns/edmx\" Version=\"4.0\">\n\
             {references}<edmx:DataServices>\n\
             <Schema xmlns=\"http://docs.oasis-open.org/odata/ns/edm\" Namespace=\"{namespace}\">\n\
             {schema}\n</Schema></edmx:DataServices></edmx:Edmx>\n"
        );
        fs::write(&path, text).unwrap();
        path.to_string_lossy().into_owned()
    }

    fn path(&self, name: &str) -> String {
        self.0.join(name).to_string_lossy().into_owned()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// The program beside this test. The path that cargo compiles in would be that of the
/// original in a copy of the checkout.
fn program() -> PathBuf {
    let test = std::env::current_exe().unwrap();
    let folder = test.ancestors().nth(2).unwrap();
    let name = format!("xtask{}", std::env::consts::EXE_SUFFIX);
    folder.join(name)
}

struct Ran {
    code: i32,
    out: String,
    err: String,
}

fn run(words: &[&str]) -> Ran {
    let output = Command::new(program()).args(words).output().unwrap();
    Ran {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// A schema with a warning: a type that has the name of its property.
const WARNED: &str =
    "<ComplexType Name=\"seat\">\n<Property Name=\"seat\" Type=\"Edm.String\"/>\n</ComplexType>";
const UNKNOWN: &str =
    "<ComplexType Name=\"seat\">\n<Property Name=\"row\" Type=\"lib.seet\"/>\n</ComplexType>";
const REFERENCE: &str = "<edmx:Reference Uri=\"https://example.org/people.xml\">\
    <edmx:Include Namespace=\"people\"/></edmx:Reference>\n";

#[test]
fn errors_end_with_the_hint_that_explains_them() {
    let folder = Folder::new("hint");
    let file = folder.document("a.csdl", "", "lib", UNKNOWN);
    let hint = "for more about a code: cargo xtask explain E0107\n";
    let inspected = run(&["inspect", &file]);
    assert_eq!(inspected.code, 1);
    assert!(inspected.out.ends_with(hint), "{}", inspected.out);
    let out = folder.path("out");
    let made = run(&["regenerate", "--metadata", &file, "--out", &out]);
    assert_eq!(made.code, 1);
    assert!(made.err.ends_with(hint), "{}", made.err);
    assert!(!Path::new(&out).exists());

    let explained = run(&["explain", "E0107"]);
    assert_eq!(explained.code, 0);
    assert!(explained.out.starts_with("E0107 unknown-type\n"));
    let unknown = run(&["explain", "E1107"]);
    assert_eq!(unknown.code, 2);
    assert_eq!(
        unknown.err,
        "error: unknown code 'E1107'; did you mean E0107?\n"
    );
}

#[test]
fn findings_are_json_lines_and_nothing_else() {
    let folder = Folder::new("json");
    let file = folder.document("a.csdl", "", "lib", UNKNOWN);
    let ran = run(&["inspect", &file, "--message-format=json"]);
    assert_eq!(ran.code, 1);
    assert_eq!(ran.out.lines().count(), 1, "{}", ran.out);
    assert!(
        ran.out
            .starts_with(r#"{"code":"E0107","slug":"unknown-type","severity":"error","#)
    );
    assert!(
        ran.out
            .contains(r#""line":5,"column":28,"end_line":5,"end_column":36"#),
        "{}",
        ran.out
    );
    assert!(ran.out.contains(r#""help":"did you mean `lib.seat`?""#));
    let out = folder.path("out");
    let words = [
        "regenerate",
        "--metadata",
        &file,
        "--out",
        &out,
        "--message-format",
        "json",
    ];
    let made = run(&words);
    assert_eq!((made.code, made.out), (1, ran.out));

    let warned = folder.document("b.csdl", "", "lib", WARNED);
    let words = [
        "regenerate",
        "--metadata",
        &warned,
        "--out",
        &out,
        "--message-format",
        "json",
    ];
    let made = run(&words);
    assert_eq!(made.code, 0, "{}", made.err);
    assert_eq!(made.out.lines().count(), 1, "{}", made.out);
    assert!(made.out.contains(r#""severity":"warning""#));
    let wrong = run(&["inspect", &file, "--message-format", "xml"]);
    assert_eq!(wrong.code, 2);
    assert!(wrong.err.contains("expected human or json"));
}

#[test]
fn strictness_refuses_warnings_and_writes_nothing() {
    let folder = Folder::new("strict");
    let file = folder.document("a.csdl", "", "lib", WARNED);
    assert_eq!(run(&["inspect", &file]).code, 0);
    let strict = run(&["inspect", &file, "--strict"]);
    assert_eq!(strict.code, 1);
    assert!(strict.out.contains("error[E0130 "), "{}", strict.out);

    let out = folder.path("out");
    let words = ["regenerate", "--metadata", &file, "--out", &out];
    let refused = run(&[words.as_slice(), &["--strict"]].concat());
    assert_eq!(refused.code, 1);
    assert!(refused.err.contains("1 error; nothing was written"));
    assert!(!Path::new(&out).exists());
    assert_eq!(run(&words).code, 0);
    assert!(Path::new(&out).join("src/models/seat.rs").exists());
}

#[test]
fn types_of_given_documents_are_known_and_made_only_where_they_are_reached() {
    let folder = Folder::new("with");
    let loan = "<ComplexType Name=\"loan\">\n<Property Name=\"by\" Type=\"people.reader\"/>\n</ComplexType>";
    let main = folder.document("loans.csdl", REFERENCE, "lib", loan);
    // The container is that of another service.
    let people = "<ComplexType Name=\"reader\"/>\n<EntityType Name=\"guard\" Abstract=\"true\"/>\n\
         <EntityContainer Name=\"all\"><Singleton Name=\"chief\" Type=\"people.guard\"/></EntityContainer>";
    let with = folder.document("people.csdl", "", "people", people);

    let alone = run(&["inspect", &main, "--strict"]);
    assert_eq!(alone.code, 1);
    assert!(alone.out.contains("people: not given"), "{}", alone.out);
    assert!(alone.out.contains("error[E0109 missing-document]"));
    assert!(alone.out.contains("--with"), "{}", alone.out);
    let both = run(&["inspect", &main, "--with", &with, "--strict"]);
    assert_eq!(both.code, 0, "{}", both.out);
    assert!(both.out.contains("people: given") && both.out.contains("no roots"));
    assert!(both.out.contains("1 type with 1 property"), "{}", both.out);

    let out = folder.path("out");
    let made = run(&[
        "regenerate",
        "--metadata",
        &main,
        "--with",
        &with,
        "--out",
        &out,
    ]);
    assert_eq!(made.code, 0, "{}", made.err);
    let mut files = Vec::new();
    let mut todo = vec![Path::new(&out).join("src/models")];
    while let Some(path) = todo.pop() {
        if path.is_dir() {
            todo.extend(fs::read_dir(&path).unwrap().map(|e| e.unwrap().path()));
        } else {
            files.push(path.file_stem().unwrap().to_string_lossy().into_owned());
        }
    }
    let has = |name: &str| files.iter().any(|file| file == name);
    assert!(has("loan") && has("reader") && !has("guard"), "{files:?}");
}

#[test]
fn the_overlay_of_this_project_applies_to_other_metadata_only_if_asked_for() {
    let folder = Folder::new("overlay");
    let seat =
        "<ComplexType Name=\"seat\">\n<Property Name=\"row\" Type=\"Edm.String\"/>\n</ComplexType>";
    let file = folder.document("a.csdl", "", "lib", seat);
    let out = folder.path("out");
    let words = ["regenerate", "--metadata", &file, "--out", &out];
    let plain = run(&words);
    assert_eq!((plain.code, plain.err.as_str()), (0, ""));
    assert!(plain.out.contains("0 warnings, 0 notes"), "{}", plain.out);

    let overlay = folder.path("overlay.toml");
    let text = "[[secret]]\ntype = \"lib.seat\"\nmembers = [\"row\", \"gone\"]\nreason = \"r\"\nlink = \"l\"\n";
    fs::write(&overlay, text).unwrap();
    let words = [words.as_slice(), &["--overlay", &overlay]].concat();
    let strict = run(&words);
    assert_eq!(strict.code, 1);
    assert!(strict.err.contains("error[E0308 "), "{}", strict.err);
    let lenient = run(&[words.as_slice(), &["--lenient"]].concat());
    assert_eq!(lenient.code, 0, "{}", lenient.err);
    assert!(
        lenient.out.contains("0 warnings, 1 notes"),
        "{}",
        lenient.out
    );
}

#[test]
fn a_new_crate_names_the_runtime_relative_to_itself() {
    let folder = Folder::new("relative");
    let file = folder.document("a.csdl", "", "lib", "<ComplexType Name=\"seat\"/>");
    let out = folder.path("new/sdk");
    let words = ["regenerate", "--metadata", &file, "--out", &out];
    let made = run(&[&words[..], &["--package", "My Shop"]].concat());
    assert_eq!(made.code, 0, "{}", made.err);
    assert!(made.err.contains("named `my-shop`"), "{}", made.err);
    let manifest = fs::read_to_string(folder.0.join("new/sdk/Cargo.toml")).unwrap();
    assert!(manifest.contains("name = \"my-shop\""), "{manifest}");
    let path = manifest
        .split("path = \"")
        .nth(1)
        .and_then(|rest| rest.split('"').next());
    let path = path.unwrap();
    assert!(path.starts_with("../"), "{path}");
    let runtime = folder.0.join("new/sdk").join(path).canonicalize().unwrap();
    let workspace = Path::new("..").canonicalize().unwrap();
    assert_eq!(runtime, workspace.join("runtime"));
}

#[test]
fn the_dialect_of_a_service_comes_from_its_file() {
    let folder = Folder::new("service");
    let schema = "<EntityType Name=\"seat\"><Key><PropertyRef Name=\"row\"/></Key>\
                  <Property Name=\"row\" Type=\"Edm.Int32\" Nullable=\"false\"/></EntityType>\
                  <EntityContainer Name=\"Theatre\">\
                  <EntitySet Name=\"seats\" EntityType=\"hall.seat\"/></EntityContainer>";
    let metadata = folder.document("a.csdl", "", "hall", schema);
    let service = folder.path("service.toml");
    let (plain, stated) = (folder.path("plain"), folder.path("stated"));
    let read = |file: &str| fs::read_to_string(folder.0.join(file)).unwrap();

    let made = run(&["regenerate", "--metadata", &metadata, "--out", &plain]);
    assert_eq!(made.code, 0, "{}", made.err);
    assert!(read("plain/src/lib.rs").contains("pub use requests::TheatreClient;"));
    assert!(read("plain/src/requests/seat.rs").contains("rt::Key::literal::<i32>(row)"));
    let report = read("plain/REPORT.md");
    assert!(report.contains("| client | `TheatreClient` | the container `Theatre` |"));

    fs::write(&service, "keys = \"segment\"\nclient = \"Hall\"\n").unwrap();
    let words = ["--metadata", &metadata, "--service", &service];
    let made = run(&[&["regenerate", "--out", &stated], &words[..]].concat());
    assert_eq!(made.code, 0, "{}", made.err);
    assert!(read("stated/src/lib.rs").contains("pub use requests::Hall;"));
    assert!(read("stated/src/requests/seat.rs").contains("rt::Key::segment::<i32>(row)"));
    let listed = run(&[&["paths"], &words[..]].concat());
    assert!(listed.out.contains("/seats/{seat-id}"), "{}", listed.out);
    let listed = run(&["paths", "--metadata", &metadata]);
    assert!(listed.out.contains("/seats({seat-id})"), "{}", listed.out);

    fs::write(&service, "client = \"Hall\"\nkey = \"segment\"\n").unwrap();
    let refused = run(&[&["regenerate", "--out", &stated], &words[..]].concat());
    assert_eq!(refused.code, 1);
    assert!(refused.err.contains("service.toml:2:1"), "{}", refused.err);
    assert!(
        refused.err.contains("did you mean `keys`?"),
        "{}",
        refused.err
    );
}

#[test]
fn every_command_has_help_with_an_example_and_exit_codes() {
    for command in [
        "regenerate",
        "snapshot",
        "inspect",
        "paths",
        "explain",
        "conformance",
        "examples",
    ] {
        let help = run(&[command, "--help"]);
        assert_eq!((help.code, help.err.as_str()), (0, ""));
        assert!(help.out.contains("\nExample"), "{command}");
        assert!(help.out.contains("\nExit codes: 0 "), "{command}");
        let wrong = run(&[command, "--no-such-option"]);
        assert_eq!(wrong.code, 2);
        assert!(
            wrong.err.contains("invalid option '--no-such-option'"),
            "{}",
            wrong.err
        );
    }
    let unknown = run(&["regenrate"]);
    assert_eq!(unknown.code, 2);
    assert!(
        unknown.err.contains("did you mean regenerate?"),
        "{}",
        unknown.err
    );
}
