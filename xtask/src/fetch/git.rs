//! A document out of a local clone: nothing is downloaded.

use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};

use super::Failed;
use super::document::{Part, Source};
use super::refusal::{Code, Refusal};

/// Reads a file of a revision into `part`.
pub fn read(
    folder: &Path,
    revision: &str,
    path: &str,
    mut part: Part,
) -> Result<(Part, Source), Failed> {
    let commit = commit(git(folder).args([
        "rev-parse",
        "--verify",
        "--quiet",
        "--end-of-options",
        &format!("{revision}^{{commit}}"),
    ]))?;
    let Some(commit) = commit else {
        let message = format!("the clone has no revision {revision}");
        return Err(Refusal::new(Code::Git, message).into());
    };
    let object = format!("{commit}:{path}");
    let mut child = git(folder)
        .args(["cat-file", "blob", &object])
        .stdout(Stdio::piped())
        .spawn()
        .map_err(cannot_start)?;
    let taken = child
        .stdout
        .take()
        .map_or(Ok(()), |out| copy(out, &mut part));
    if taken.is_err() {
        // It may be waiting for somebody to read what it writes.
        let _ = child.kill();
    }
    let status = child.wait()?;
    taken?;
    if !status.success() {
        let message = format!("{revision} has no file {path}");
        return Err(Refusal::new(Code::Git, message).into());
    }
    let source = Source {
        origin: format!("{path} at {commit}"),
        ..Source::default()
    };
    Ok((part, source))
}

fn copy(mut from: impl Read, part: &mut Part) -> Result<(), Failed> {
    let mut buffer = vec![0; 1 << 16];
    loop {
        match from.read(&mut buffer)? {
            0 => return Ok(()),
            read => part.write(buffer.get(..read).unwrap_or_default())?,
        }
    }
}

/// git in a folder, which asks nobody and downloads nothing.
fn git(folder: &Path) -> Command {
    let mut git = Command::new("git");
    git.arg("-C").arg(folder);
    git.env("GIT_NO_LAZY_FETCH", "1")
        .env("GIT_TERMINAL_PROMPT", "0");
    git.stdin(Stdio::null()).stderr(Stdio::null());
    git
}

/// The commit that git prints. `None` if there is no such revision; a folder that is no clone is an
/// error.
fn commit(git: &mut Command) -> Result<Option<String>, Failed> {
    let out = git.stderr(Stdio::piped()).output().map_err(cannot_start)?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim().to_owned();
    match out.status.code() {
        Some(0) => Ok(Some(text(&out.stdout))),
        Some(1) => Ok(None),
        _ => Err(Failed::Error(format!("git: {}", text(&out.stderr)))),
    }
}

fn cannot_start(error: std::io::Error) -> Failed {
    Failed::Error(format!("cannot start git: {error}"))
}
