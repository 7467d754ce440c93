//! The file that is written: first `FILE.part`, and `FILE` only when all of it is accepted.

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use csdl_codegen::csdl;
use csdl_codegen::diagnostic::{Diagnostics, Severity, Sources};
use sha2::{Digest, Sha256};

use super::refusal::{Code, Refusal};
use super::{Failed, Options};

/// `FILE.part`: what has come so far. It is removed unless it is kept.
#[derive(Debug)]
pub struct Part {
    file: File,
    path: PathBuf,
    target: PathBuf,
    limit: u64,
    bytes: u64,
    hash: Sha256,
    /// Something that is no white space came: the first of it decides.
    begun: bool,
}

impl Part {
    /// Creates the file beside its target.
    pub fn create(target: &Path, limit: u64) -> Result<Self, Failed> {
        let path = beside(target, "part");
        let file = File::create(&path)
            .map_err(|error| Failed::Error(format!("cannot write {}: {error}", name(&path))))?;
        Ok(Self {
            file,
            path,
            target: target.to_owned(),
            limit,
            bytes: 0,
            hash: Sha256::new(),
            begun: false,
        })
    }

    /// Begins anew, for a second try.
    pub fn restart(&mut self) -> Result<(), Failed> {
        self.file = File::create(&self.path)?;
        (self.bytes, self.begun) = (0, false);
        self.hash = Sha256::new();
        Ok(())
    }

    /// Adds bytes, unless they are too many or do not begin as XML does.
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), Failed> {
        let come = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        self.bytes = self.bytes.saturating_add(come);
        if self.bytes > self.limit {
            return Err(self.too_large("more came").into());
        }
        if !self.begun {
            self.begun = begins_as_xml(bytes)?;
        }
        self.hash.update(bytes);
        self.file.write_all(bytes)?;
        Ok(())
    }

    /// Refuses a length that is too much, before any of it is read.
    pub fn announce(&self, length: u64) -> Result<(), Refusal> {
        if length > self.limit {
            return Err(self.too_large(&format!("{length} bytes are announced")));
        }
        Ok(())
    }

    fn too_large(&self, came: &str) -> Refusal {
        let limit = self.limit;
        let message = format!("{came}, --max-bytes allows {limit}");
        Refusal::new(Code::TooLarge, message)
    }

    /// Checks the whole document.
    pub fn check(self, options: &Options, stored: Option<&Stored>) -> Result<Accepted, Failed> {
        let sha256 = hex(&self.hash.clone().finalize());
        if let Some(expected) = options.sha256.as_ref().filter(|hash| **hash != sha256) {
            let message = format!("expected {expected}, but the document has {sha256}");
            return Err(Refusal::new(Code::Sha256, message).into());
        }
        self.file.sync_all()?;
        let types = count_types(&fs::read(&self.path)?)?;
        let before = stored.map_or(0, |stored| stored.types);
        if types < before.div_ceil(2) && !options.shrunk {
            let message = format!(
                "{types} types, where {} has {before}; --shrunk accepts it",
                name(&self.target)
            );
            return Err(Refusal::new(Code::Shrunk, message).into());
        }
        Ok(Accepted {
            bytes: self.bytes,
            sha256,
            types,
            part: self,
        })
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        // After `keep` there is none.
        let _ = fs::remove_file(&self.path);
    }
}

/// Whether something that is no white space has come; it must begin a tag. A byte order mark may stand
/// before it, and `csdl::read` decides about UTF-16.
fn begins_as_xml(bytes: &[u8]) -> Result<bool, Refusal> {
    let mark = |byte: &u8| matches!(byte, 0xef | 0xbb | 0xbf | 0xff | 0xfe | 0);
    let first = bytes
        .iter()
        .find(|byte| !byte.is_ascii_whitespace() && !mark(byte));
    match first {
        None => Ok(false),
        Some(b'<') => Ok(true),
        Some(_) => {
            let start = bytes.get(..bytes.len().min(40)).unwrap_or_default();
            let start = String::from_utf8_lossy(start);
            let message = format!("the document begins with {:?}", start.trim());
            Err(Refusal::new(Code::NotXml, message))
        }
    }
}

/// Reads a document and counts the types that it declares.
fn count_types(bytes: &[u8]) -> Result<usize, Refusal> {
    let mut sources = Sources::default();
    let (document, found) = match sources.add_bytes("document", bytes.to_vec()) {
        Ok(number) => csdl::read(&sources, number),
        Err(found) => (csdl::Document::default(), found),
    };
    if let Some(code) = first_error(&found) {
        let code = match code {
            "doctype" => Code::Doctype,
            _ => Code::NotCsdl,
        };
        let errors = found.count(Severity::Error);
        let first = found.iter().filter(|f| f.severity == Severity::Error);
        let first: Diagnostics = first.take(1).cloned().collect();
        let first = first.render(&sources);
        let message = format!("errors in the document: {errors}; the first:\n{first}");
        return Err(Refusal::new(code, message.trim_end()));
    }
    Ok(document
        .schemas
        .iter()
        .map(|schema| schema.types.len())
        .sum())
}

fn first_error(found: &Diagnostics) -> Option<&'static str> {
    let mut errors = found.iter().filter(|f| f.severity == Severity::Error);
    errors.next().map(|error| error.code.slug)
}

/// A document that was accepted.
#[derive(Debug)]
pub struct Accepted {
    /// Its length.
    pub bytes: u64,
    /// Its hash, in lower case.
    pub sha256: String,
    /// How many types it declares.
    pub types: usize,
    part: Part,
}

impl Accepted {
    /// Puts the document in its place, and its origin beside it.
    pub fn keep(self, source: &Source) -> Result<(), Failed> {
        let target = &self.part.target;
        fs::rename(&self.part.path, target)
            .map_err(|error| Failed::Error(format!("cannot write {}: {error}", name(target))))?;
        fs::write(beside(target, "source"), source.to_text())?;
        Ok(())
    }
}

/// Where a document came from: `FILE.source`, a line for each value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// The URL, or the file and the commit of git.
    pub origin: String,
    /// The hash of the document, in lower case.
    pub sha256: String,
    /// `ETag`, as it was received.
    pub etag: Option<String>,
    /// `Last-Modified`, as it was received.
    pub last_modified: Option<String>,
}

impl Source {
    fn to_text(&self) -> String {
        let mut text = String::new();
        let (etag, modified) = (self.etag.as_ref(), self.last_modified.as_ref());
        for (name, value) in [
            ("origin", Some(&self.origin)),
            ("sha256", Some(&self.sha256)),
            ("etag", etag),
            ("last-modified", modified),
        ] {
            if let Some(value) = value {
                let _ = writeln!(text, "{name}: {value}");
            }
        }
        text
    }

    fn from_text(text: &str) -> Self {
        let value = |wanted: &str| {
            let mut lines = text.lines().filter_map(|line| line.split_once(": "));
            let found = lines.find(|(name, _)| *name == wanted);
            found.map(|(_, value)| value.to_owned())
        };
        Self {
            origin: value("origin").unwrap_or_default(),
            sha256: value("sha256").unwrap_or_default(),
            etag: value("etag"),
            last_modified: value("last-modified"),
        }
    }
}

/// The document that was fetched last.
#[derive(Debug)]
pub struct Stored {
    /// Its hash.
    pub sha256: String,
    /// How many types it declares; 0 if it is faulty.
    types: usize,
    source: Source,
}

impl Stored {
    /// Reads the document and its origin. `None` without a document.
    pub fn read(target: &Path) -> Option<Self> {
        let bytes = fs::read(target).ok()?;
        let source = fs::read_to_string(beside(target, "source")).unwrap_or_default();
        Some(Self {
            sha256: hex(&Sha256::digest(&bytes)),
            types: count_types(&bytes).unwrap_or(0),
            source: Source::from_text(&source),
        })
    }

    /// Its origin, if that is this one and the document is as it was received.
    pub fn source_at(&self, origin: &str) -> Option<&Source> {
        let same = self.source.origin == origin && self.source.sha256 == self.sha256;
        same.then_some(&self.source)
    }
}

/// `FILE.ending`.
fn beside(target: &Path, ending: &str) -> PathBuf {
    let mut name = target.file_name().unwrap_or_default().to_owned();
    name.push(".");
    name.push(ending);
    target.with_file_name(name)
}

fn name(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

fn hex(bytes: &[u8]) -> String {
    let mut text = String::new();
    for byte in bytes {
        let _ = write!(text, "{byte:02x}");
    }
    text
}
