//! Documents out of a local clone.

use std::process::Command;

use super::*;

/// A clone with one commit.
fn clone(here: &Workspace, text: &str) -> (PathBuf, String) {
    let folder = here.0.join("clone");
    fs::create_dir_all(folder.join("schemas")).unwrap();
    fs::write(folder.join("schemas/beta-Prod.csdl"), text).unwrap();
    let git = |words: &[&str]| {
        let mut command = Command::new("git");
        command.arg("-C").arg(&folder);
        command.args(["-c", "user.name=a", "-c", "user.email=a@example.org"]);
        let out = command.args(words).output().unwrap();
        assert!(out.status.success(), "{words:?}: {out:?}");
        String::from_utf8(out.stdout).unwrap().trim().to_owned()
    };
    git(&["init", "--quiet"]);
    git(&["add", "."]);
    git(&["commit", "--quiet", "--message", "Add a document"]);
    let commit = git(&["rev-parse", "HEAD"]);
    (folder, commit)
}

#[test]
fn a_document_comes_out_of_a_clone() {
    let here = Workspace::new("git");
    let (folder, commit) = clone(&here, &document(7));
    let folder = folder.to_str().unwrap();
    let said = here.run(&["--git", folder, "--rev", "HEAD"]).unwrap();
    assert_eq!(fs::read_to_string(here.file()).unwrap(), document(7));
    let source = format!("--source 'schemas/beta-Prod.csdl at {commit}, sha256 ");
    assert!(said.contains(&source), "{said}");
    let again = here.run(&["--git", folder, "--rev", &commit]).unwrap();
    assert_eq!(again, "  unchanged   to/beta.csdl\n");
}

#[test]
fn a_clone_without_the_document_is_refused() {
    let here = Workspace::new("git-without");
    let (folder, _) = clone(&here, &document(200));
    let git = ["--git", folder.to_str().unwrap()];
    let before = here.all();
    for (words, code) in [
        (&["--rev", "nowhere"][..], Code::Git),
        (&["--rev", "--all"], Code::Git),
        (&["--rev", "HEAD", "--path", "schemas"], Code::Git),
        (&["--rev", "HEAD", "--path", "v1.csdl"], Code::Git),
        (&["--rev", "HEAD", "--max-bytes", "1kB"], Code::TooLarge),
    ] {
        match here.run(&[&git[..], words].concat()) {
            Err(Failed::Refused(refusal)) => assert_eq!(refusal.code, code, "{refusal}"),
            other => panic!("{words:?}: {other:?}"),
        }
    }
    let nowhere = here.0.join("nowhere");
    let words = ["--git", nowhere.to_str().unwrap(), "--rev", "HEAD"];
    assert!(matches!(here.run(&words), Err(Failed::Error(_))));
    assert_eq!(here.all(), before);
}
