//! `cargo xtask fetch`: downloads a metadata document, and refuses what is none.

mod document;
mod git;
mod http;
mod refusal;
mod units;

#[cfg(test)]
mod tests;

use std::ffi::OsString;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;

use reqwest::Url;

use self::document::{Part, Source, Stored};
use self::refusal::Refusal;
use crate::args::{self, CliArgs, Syntax};
use crate::{Failure, eprint, print, workspace};

const SYNTAX: Syntax = Syntax {
    help: "\
Downloads a metadata document to a file, for `cargo xtask snapshot`. Nothing in metadata/ is touched.

  cargo xtask fetch [--url URL] [--to FILE] [--if-changed] [--sha256 HEX] [--shrunk]
                    [--max-bytes SIZE] [--timeout TIME] [--idle-timeout TIME]
  cargo xtask fetch --git DIR --rev REV [--path PATH] [--to FILE] ...

  --url URL            the default is https://graph.microsoft.com/beta/$metadata. Only https; http only
                       at 127.0.0.1 and [::1]
  --git DIR            takes the document from a local clone instead; nothing is downloaded
  --rev REV            the commit, branch or tag
  --path PATH          the file in it; the default is schemas/beta-Prod.csdl
  --to FILE            the default is target/fetch/beta.csdl; FILE.source keeps where it came from
  --if-changed         asks the server whether the document differs from FILE (ETag, Last-Modified)
  --sha256 HEX         refuses any other document
  --shrunk             accepts a document with less than half of the types that FILE has
  --max-bytes SIZE     such as 500KiB; the default is 64MiB; compressed documents count decompressed
  --timeout TIME       for everything, such as 2m; the default is 60s
  --idle-timeout TIME  for a connection that brings nothing; the default is 20s

A document is refused, with a code, if it is longer, comes from somewhere else, breaks off, is no XML, has
a DOCTYPE or is faulty CSDL; FILE is then as it was. Redirects stay on the same server, 3 at most.
Connections that fail and servers that are busy get a second try; Retry-After is honoured within
--timeout. No credentials and no cookies are sent. The proxy is that of the environment.

Exit codes: 0 FILE is there, or unchanged; 1 refused; 2 the command could not run.

Examples:
  cargo xtask fetch --if-changed
  cargo xtask fetch --git ../msgraph-metadata --rev master
",
    flags: &["--if-changed", "--shrunk"],
    options: &[
        "--url",
        "--git",
        "--rev",
        "--path",
        "--to",
        "--sha256",
        "--max-bytes",
        "--timeout",
        "--idle-timeout",
    ],
    max_files: 0,
};

/// Why nothing was fetched.
#[derive(Debug)]
enum Failed {
    /// The document was refused. Exit code 1.
    Refused(Refusal),
    /// The command could not run. Exit code 2.
    Error(String),
}

impl From<Refusal> for Failed {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<std::io::Error> for Failed {
    fn from(error: std::io::Error) -> Self {
        Self::Error(error.to_string())
    }
}

/// Runs the command.
pub fn run(args: &[OsString]) -> Result<(), Failure> {
    let Some(args) = args::parse(args, SYNTAX)? else {
        return Ok(());
    };
    let root = workspace::root()?;
    match fetch(&root, &args) {
        Ok(text) => {
            print(&text);
            Ok(())
        }
        Err(Failed::Error(message)) => Err(Failure::Error(message)),
        Err(Failed::Refused(refusal)) => {
            eprint(&refusal.to_string());
            Err(Failure::Check)
        }
    }
}

/// What the options ask for.
#[derive(Debug)]
struct Options {
    from: Origin,
    to: PathBuf,
    if_changed: bool,
    /// In lower case.
    sha256: Option<String>,
    shrunk: bool,
    max_bytes: u64,
    timeout: Duration,
    idle: Duration,
}

/// Where the document comes from.
#[derive(Debug)]
enum Origin {
    Url(Url),
    Git {
        folder: PathBuf,
        revision: String,
        path: String,
    },
}

/// Fetches, and returns what to print.
fn fetch(root: &Path, args: &CliArgs) -> Result<String, Failed> {
    let options = options(root, args).map_err(Failed::Error)?;
    let part = Part::create(&options.to, options.max_bytes)?;
    let stored = Stored::read(&options.to);
    let (part, source) = match &options.from {
        Origin::Git {
            folder,
            revision,
            path,
        } => git::read(folder, revision, path, part)?,
        Origin::Url(url) => {
            let known = stored.as_ref().filter(|_| options.if_changed);
            let known = known.and_then(|stored| stored.source_at(url.as_str()));
            match http::download(url, &options, known, part)? {
                Some(found) => found,
                None => return Ok(unchanged(root, &options.to)),
            }
        }
    };
    let accepted = part.check(&options, stored.as_ref())?;
    let same = stored.is_some_and(|stored| stored.sha256 == accepted.sha256);
    let (bytes, types) = (accepted.bytes, accepted.types);
    let source = Source {
        sha256: accepted.sha256.clone(),
        ..source
    };
    accepted.keep(&source)?;
    if same {
        return Ok(unchanged(root, &options.to));
    }
    let file = workspace::shown(root, &options.to);
    let label = format!("{}, sha256 {}", source.origin, source.sha256);
    let mut text = String::new();
    let _ = writeln!(text, "  fetched     {}", source.origin);
    let _ = writeln!(text, "  to          {file}");
    let _ = writeln!(text, "  holds       {bytes} bytes, {types} types");
    let _ = writeln!(text, "  sha256      {}", source.sha256);
    let _ = writeln!(text, "To take it into metadata/:");
    let _ = writeln!(
        text,
        "  cargo xtask snapshot {} --source {}",
        quoted(&file),
        quoted(&label)
    );
    Ok(text)
}

fn unchanged(root: &Path, file: &Path) -> String {
    format!("  unchanged   {}\n", workspace::shown(root, file))
}

/// A word for the shell: `$metadata` must not become a variable.
fn quoted(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "/._-".contains(c);
    if !text.is_empty() && text.chars().all(plain) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', "'\\''"))
}

const DEFAULT_URL: &str = "https://graph.microsoft.com/beta/$metadata";
const DEFAULT_PATH: &str = "schemas/beta-Prod.csdl";

/// Reads and checks the options.
fn options(root: &Path, args: &CliArgs) -> Result<Options, String> {
    let to = args
        .last("--to")
        .map_or_else(|| root.join("target/fetch/beta.csdl"), PathBuf::from);
    if args.last("--to").is_none() {
        let folder = to.parent().unwrap_or(root);
        std::fs::create_dir_all(folder).map_err(|error| error.to_string())?;
    }
    check_target(root, &to)?;
    let sha256 = args.last("--sha256").map(str::to_ascii_lowercase);
    if let Some(hash) = &sha256
        && !(hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()))
    {
        return Err(format!(
            "invalid value '{hash}' for --sha256: expected 64 hexadecimal digits"
        ));
    }
    let time = |option: &str, default: &str| {
        let text = args.last(option).unwrap_or(default);
        units::duration(text).ok_or_else(|| {
            format!("invalid value '{text}' for {option}: expected a time such as 60s or 2m")
        })
    };
    let size = args.last("--max-bytes").unwrap_or("64MiB");
    Ok(Options {
        from: from(args)?,
        to,
        if_changed: args.has("--if-changed"),
        sha256,
        shrunk: args.has("--shrunk"),
        max_bytes: units::bytes(size).ok_or_else(|| {
            format!("invalid value '{size}' for --max-bytes: expected a size such as 64MiB")
        })?,
        timeout: time("--timeout", "60s")?,
        idle: time("--idle-timeout", "20s")?,
    })
}

/// Where the document comes from: `--url`, or `--git` with `--rev`.
fn from(args: &CliArgs) -> Result<Origin, String> {
    let Some(folder) = args.last("--git") else {
        if let Some(option) = ["--rev", "--path"]
            .into_iter()
            .find(|option| args.last(option).is_some())
        {
            return Err(format!("{option} needs --git"));
        }
        return http::address(args.last("--url").unwrap_or(DEFAULT_URL)).map(Origin::Url);
    };
    if args.last("--url").is_some() {
        return Err("--url and --git exclude each other".to_owned());
    }
    let revision = args.last("--rev").ok_or("--git needs --rev")?;
    Ok(Origin::Git {
        folder: PathBuf::from(folder),
        revision: revision.to_owned(),
        path: args.last("--path").unwrap_or(DEFAULT_PATH).to_owned(),
    })
}

/// Refuses a target that is a folder, or that only `cargo xtask snapshot` may write.
fn check_target(root: &Path, to: &Path) -> Result<(), String> {
    let shown = workspace::shown(root, to);
    if to.is_dir() || to.file_name().is_none() {
        return Err(format!("--to {shown}: this is a folder"));
    }
    let from = workspace::relative(&root.join("metadata"), to).map_err(|e| e.to_string())?;
    if !from.starts_with("..") && Path::new(&from).is_relative() {
        return Err(format!(
            "--to {shown}: only `cargo xtask snapshot` writes to metadata/"
        ));
    }
    Ok(())
}
