//! `cargo xtask diff` and what `snapshot` keeps: exit codes, formats and files.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test stops where it fails"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A workspace of its own, with small documents; gone when the test ends well.
struct Workspace(PathBuf);

impl Workspace {
    fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("xtask-diff-{name}-{}", std::process::id()));
        fs::create_dir_all(folder.join("metadata")).unwrap();
        let this = Self(folder);
        this.write("Cargo.toml", "[workspace]\n");
        this.write("metadata/select.txt", "+ type s.a\n");
        this.document("old.csdl", "<Property Name=\"x\" Type=\"Edm.String\"/>");
        this.document("new.csdl", "<Property Name=\"y\" Type=\"Edm.String\"/>");
        this
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.0.join(name), text).unwrap();
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.0.join(name)).unwrap()
    }

    fn document(&self, name: &str, members: &str) {
        let text = format!(
            "<edmx:Edmx xmlns:edmx=\"http://docs.oasis-open.org/odata/ns/edmx\" Version=\"4.0\">\n\
             <edmx:DataServices>\n\
             <Schema xmlns=\"http://docs.oasis-open.org/odata/ns/edm\" Namespace=\"s\">\n\
             <ComplexType Name=\"a\">{members}</ComplexType>\n</Schema></edmx:DataServices></edmx:Edmx>\n"
        );
        self.write(name, &text);
    }

    fn run(&self, words: &[&str]) -> (i32, String, String) {
        let mut command = Command::new(program());
        let command = command.args(words).current_dir(&self.0);
        let Output {
            status,
            stdout,
            stderr,
        } = command.env_remove("CARGO_MANIFEST_DIR").output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (status.code().unwrap(), text(stdout), text(stderr))
    }
}

impl Drop for Workspace {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// The program beside this test.
fn program() -> PathBuf {
    let test = std::env::current_exe().unwrap();
    let folder: &Path = test.ancestors().nth(2).unwrap();
    folder.join(format!("xtask{}", std::env::consts::EXE_SUFFIX))
}

#[test]
fn a_break_fails_unless_the_level_is_higher_or_it_is_accepted() {
    let here = Workspace::new("levels");
    let (code, out, _) = here.run(&["diff", "old.csdl", "new.csdl"]);
    assert_eq!(code, 1, "{out}");
    assert!(
        out.contains("1 wire-breaking, 1 addition; next version: minor"),
        "{out}"
    );
    assert!(
        out.contains("property-removed s.a/x: was `Edm.String`"),
        "{out}"
    );
    let never = ["diff", "old.csdl", "new.csdl", "--fail-on", "never"];
    assert_eq!(here.run(&never).0, 0);
    let silent = ["diff", "old.csdl", "new.csdl", "--fail-on", "silent"];
    assert_eq!(here.run(&silent).0, 0);
    assert_eq!(here.run(&["diff", "old.csdl", "old.csdl"]).0, 0);

    let reason = "[[accept]]\nrule = \"property-removed\"\nitem = \"s.*\"\nreason = \"unused\"\n";
    let unused = "[[accept]]\nid = \"000000000000\"\nreason = \"no such change\"\n";
    here.write("metadata/accepted.toml", &format!("{reason}{unused}"));
    let (code, out, err) = here.run(&["diff", "old.csdl", "new.csdl"]);
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("accepted: unused"), "{out}");
    assert!(err.contains("`000000000000` matches no change"), "{err}");
}

#[test]
fn what_cannot_run_is_told_apart() {
    let here = Workspace::new("errors");
    for words in [
        &["diff"][..],
        &["diff", "old.csdl", "missing.csdl"],
        &["diff", "old.csdl", "new.csdl", "--fail-on", "all"],
        &["diff", "old.csdl", "new.csdl", "--format", "yaml"],
    ] {
        let (code, out, err) = here.run(words);
        assert_eq!((code, out.as_str()), (2, ""), "{words:?}");
        assert!(err.starts_with("error: "), "{err}");
    }
    here.write(
        "metadata/accepted.toml",
        "[[accept]]\nrule = \"key-changed\"\n",
    );
    let (code, _, err) = here.run(&["diff", "old.csdl", "new.csdl"]);
    assert_eq!(code, 2);
    assert!(err.contains("reason"), "{err}");
}

#[test]
fn a_snapshot_keeps_its_story_once() {
    let here = Workspace::new("story");
    assert_eq!(here.run(&["snapshot", "old.csdl"]).0, 0);
    assert!(
        !here.0.join("metadata/CHANGES.md").exists(),
        "the first one has no story"
    );
    let (code, out, err) = here.run(&["snapshot", "new.csdl"]);
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("property-removed s.a/x"), "{out}");
    let changes = here.read("metadata/CHANGES.md");
    assert_eq!(changes.matches("\n## ").count(), 1, "{changes}");
    assert_eq!(here.run(&["snapshot", "new.csdl"]).0, 0);
    assert_eq!(here.read("metadata/CHANGES.md"), changes);

    // The way back is told as such.
    let (_, out, _) = here.run(&["snapshot", "old.csdl"]);
    assert!(
        out.contains("property-added s.a/x: `Edm.String`; takes back: "),
        "{out}"
    );
    assert_eq!(
        fs::read_dir(here.0.join("metadata/changes"))
            .unwrap()
            .count(),
        2
    );
}

#[test]
fn a_snapshot_that_the_overlay_does_not_fit_replaces_nothing() {
    let here = Workspace::new("refused");
    assert_eq!(here.run(&["snapshot", "old.csdl"]).0, 0);
    here.write(
        "metadata/overlay.toml",
        "[[read_only]]\ntype = \"s.a\"\nmembers = [\"x\"]\nreason = \"so it is\"\n",
    );
    let before = here.read("metadata/beta.csdl");
    let (code, _, err) = here.run(&["snapshot", "new.csdl"]);
    assert_eq!(code, 1, "{err}");
    assert_eq!(here.read("metadata/beta.csdl"), before);
    assert!(!here.0.join("metadata/CHANGES.md").exists());
    assert_eq!(here.run(&["snapshot", "new.csdl", "--keep-going"]).0, 0);
    assert_ne!(here.read("metadata/beta.csdl"), before);
}

#[test]
fn a_change_is_accepted_by_its_id() {
    let here = Workspace::new("accept");
    let (_, json, _) = here.run(&["diff", "old.csdl", "new.csdl", "--format", "json"]);
    let line = json.lines().next().unwrap();
    let id = line.split("\"id\":\"").nth(1).unwrap().get(..12).unwrap();
    assert_eq!(here.run(&["accept", id, " "]).0, 2);
    assert_eq!(here.run(&["accept", "x", "reason"]).0, 2);
    let (code, _, err) = here.run(&["accept", id, "nobody \"sends\" it"]);
    assert_eq!(code, 0, "{err}");
    assert_eq!(here.run(&["accept", id, "again"]).0, 1);
    let (code, out, err) = here.run(&["diff", "old.csdl", "new.csdl"]);
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    assert!(out.contains("accepted: nobody \"sends\" it"), "{out}");
}

#[test]
fn former_names_live_until_the_next_snapshot() {
    let here = Workspace::new("renamed");
    here.document(
        "old.csdl",
        "<Property Name=\"mailbox\" Type=\"Edm.String\"/>",
    );
    here.document(
        "new.csdl",
        "<Property Name=\"mailBox\" Type=\"Edm.String\"/>",
    );
    here.document(
        "next.csdl",
        "<Property Name=\"other\" Type=\"Edm.String\"/>",
    );
    assert_eq!(here.run(&["snapshot", "old.csdl"]).0, 0);
    assert!(!here.0.join("metadata/renamed.toml").exists());
    assert_eq!(here.run(&["snapshot", "new.csdl"]).0, 0);
    let renamed = here.read("metadata/renamed.toml");
    let entry = "old = \"models::A::MAILBOX\"\nnew = \"models::A::MAIL_BOX\"\n";
    assert!(renamed.contains(entry), "{renamed}");
    assert_eq!(here.run(&["snapshot", "next.csdl"]).0, 0);
    let renamed = here.read("metadata/renamed.toml");
    assert!(!renamed.contains("[[renamed]]"), "{renamed}");
}
