//! `fetch` against servers on this machine, most of which are bad.
//!
//! No test measures time: where a server stalls, the option that ends the wait is short.

mod clone;
mod refused;
mod server;

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::PathBuf;

use flate2::Compression;
use flate2::write::GzEncoder;

use self::refusal::Code;
use self::server::{Reply, Server, response};
use super::*;

/// A workspace with something in metadata/, and a folder beside it; gone when the test ends well.
struct Workspace(PathBuf);

impl Workspace {
    fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("fetch-{name}-{}", std::process::id()));
        fs::create_dir_all(folder.join("metadata")).unwrap();
        fs::create_dir_all(folder.join("to")).unwrap();
        fs::write(folder.join("metadata/beta.csdl"), document(5)).unwrap();
        fs::write(folder.join("metadata/beta.lock"), "sha256 = \"0\"\n").unwrap();
        Self(folder)
    }

    fn file(&self) -> PathBuf {
        self.0.join("to/beta.csdl")
    }

    fn run(&self, words: &[&str]) -> Result<String, Failed> {
        let mut all = vec![OsString::from("--to"), self.file().into_os_string()];
        all.extend(words.iter().map(OsString::from));
        let args = args::parse(&all, SYNTAX).unwrap().unwrap();
        fetch(&self.0, &args)
    }

    fn get(&self, server: &Server, words: &[&str]) -> Result<String, Failed> {
        let url = server.url();
        self.run(&[&["--url", &url], words].concat())
    }

    /// All files and what they hold.
    fn all(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut found = BTreeMap::new();
        let mut todo = vec![self.0.clone()];
        while let Some(path) = todo.pop() {
            if path.is_dir() {
                todo.extend(fs::read_dir(&path).unwrap().map(|e| e.unwrap().path()));
            } else {
                let bytes = fs::read(&path).unwrap();
                found.insert(path, bytes);
            }
        }
        found
    }
}

impl Drop for Workspace {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// A document with this many types.
fn document(types: usize) -> String {
    let types = (0..types).map(|number| format!("<ComplexType Name=\"t{number}\"/>"));
    let types: String = types.collect();
    format!(
        "<?xml version=\"1.0\"?>\n\
         <edmx:Edmx xmlns:edmx=\"http://docs.oasis-open.org/odata/ns/edmx\" Version=\"4.0\">\
         <edmx:DataServices>\
         <Schema xmlns=\"http://docs.oasis-open.org/odata/ns/edm\" Namespace=\"s\">{types}</Schema>\
         </edmx:DataServices></edmx:Edmx>\n"
    )
}

fn xml(body: &str) -> Vec<u8> {
    response(
        "200 OK",
        "Content-Type: application/xml\r\n",
        body.as_bytes(),
    )
}

fn gzip(text: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(text).unwrap();
    encoder.finish().unwrap()
}

fn compressed(body: &[u8]) -> Vec<u8> {
    let headers = "Content-Type: application/xml\r\nContent-Encoding: gzip\r\n";
    response("200 OK", headers, body)
}

#[test]
fn a_document_is_stored_and_its_snapshot_named() {
    let here = Workspace::new("stored");
    let headers = "Content-Type: application/xml;charset=utf-8\r\nETag: W/\"a:1\"\r\n";
    let server = Server::start([response("200 OK", headers, document(7).as_bytes())]);
    let before = here.all();
    let said = here.get(&server, &[]).unwrap();
    let stored = fs::read_to_string(here.file()).unwrap();
    assert_eq!(stored, document(7));
    let source = fs::read_to_string(here.0.join("to/beta.csdl.source")).unwrap();
    let lines: Vec<_> = source.lines().collect();
    assert_eq!(lines[0], format!("origin: {}", server.url()));
    assert_eq!(lines[2], "etag: W/\"a:1\"");
    let hash = lines[1].strip_prefix("sha256: ").unwrap();
    let url = server.url();
    let command = format!("cargo xtask snapshot to/beta.csdl --source '{url}, sha256 {hash}'\n");
    assert!(said.ends_with(&command), "{said}");
    assert!(said.contains(", 7 types\n"), "{said}");
    let mut after = here.all();
    after.retain(|path, _| !path.starts_with(here.0.join("to")));
    assert_eq!(after, before);

    // Nobody is told who asks.
    let asked = &server.requests()[0];
    assert!(asked.starts_with("GET /$metadata HTTP/1.1\r\n"), "{asked}");
    for header in ["authorization:", "cookie:", "referer:", "if-none-match:"] {
        assert!(!asked.contains(header), "{asked}");
    }

    // The right hash, in any casing.
    let server = Server::start([xml(&document(7))]);
    let hash = hash.to_ascii_uppercase();
    let said = here.get(&server, &["--sha256", &hash]).unwrap();
    assert_eq!(said, "  unchanged   to/beta.csdl\n");
}

#[test]
fn a_compressed_document_and_one_with_a_byte_order_mark_are_stored() {
    let here = Workspace::new("encodings");
    let server = Server::start([compressed(&gzip(document(7).as_bytes()))]);
    here.get(&server, &[]).unwrap();
    assert_eq!(fs::read_to_string(here.file()).unwrap(), document(7));

    let marked = format!("\u{feff}{}", document(8));
    let server = Server::start([response(
        "200 OK",
        "Content-Type: text/plain\r\n",
        marked.as_bytes(),
    )]);
    here.get(&server, &[]).unwrap();
    assert_eq!(fs::read_to_string(here.file()).unwrap(), marked);
}

#[test]
fn an_unchanged_document_is_not_sent_again() {
    let here = Workspace::new("unchanged");
    let modified = "Sun, 06 Nov 1994 08:49:37 GMT";
    let headers =
        format!("Content-Type: application/xml\r\nETag: \"1\"\r\nLast-Modified: {modified}\r\n");
    let server = Server::start([
        response("200 OK", &headers, document(7).as_bytes()),
        response("304 Not Modified", "", b""),
        response("304 Not Modified", "", b""),
        response("200 OK", &headers, document(7).as_bytes()),
        response("200 OK", &headers, document(7).as_bytes()),
    ]);
    here.get(&server, &["--if-changed"]).unwrap();
    let before = here.all();
    let said = here.get(&server, &["--if-changed"]).unwrap();
    assert_eq!(said, "  unchanged   to/beta.csdl\n");
    assert_eq!(here.all(), before);

    // Without the option nothing is asked, and 304 is no answer then.
    match here.get(&server, &[]) {
        Err(Failed::Refused(refusal)) => assert_eq!(refusal.code, Code::Status),
        other => panic!("{other:?}"),
    }
    // A file that is not what was received is fetched again.
    fs::write(here.file(), document(6)).unwrap();
    here.get(&server, &["--if-changed"]).unwrap();
    assert_eq!(fs::read_to_string(here.file()).unwrap(), document(7));
    here.get(&server, &["--if-changed"]).unwrap();

    let asked = server.requests();
    let conditional: Vec<_> = asked
        .iter()
        .map(|asked| {
            let by_tag = asked.contains("if-none-match: \"1\"\r\n");
            (
                by_tag,
                asked.contains(&format!("if-modified-since: {modified}\r\n")),
            )
        })
        .collect();
    let [no, yes] = [(false, false), (true, true)];
    assert_eq!(conditional, [no, yes, no, no, yes]);
}

#[test]
fn a_busy_server_and_a_broken_response_get_a_second_try() {
    let here = Workspace::new("retry");
    let busy = response("429 Too Many Requests", "Retry-After: 0\r\n", b"");
    let server = Server::start([busy, xml(&document(7))]);
    here.get(&server, &[]).unwrap();
    assert_eq!(server.requests().len(), 2);

    // The second try begins anew: what came of the first one is gone.
    let half = "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: 900\r\n\r\n<?xml ";
    let server = Server::start([half.as_bytes().to_vec(), xml(&document(8))]);
    here.get(&server, &[]).unwrap();
    assert_eq!(fs::read_to_string(here.file()).unwrap(), document(8));
}

#[test]
fn a_redirect_on_the_same_server_is_followed() {
    let here = Workspace::new("redirect");
    let to = response("302 Found", "Location: /v2/$metadata\r\n", b"");
    let server = Server::start([to, xml(&document(7))]);
    here.get(&server, &[]).unwrap();
    assert!(server.requests()[1].starts_with("GET /v2/$metadata "));
}

#[test]
fn words_for_the_shell_are_quoted() {
    assert_eq!(quoted("target/fetch/beta.csdl"), "target/fetch/beta.csdl");
    assert_eq!(quoted("https://a/$metadata"), "'https://a/$metadata'");
    assert_eq!(quoted("it's"), "'it'\\''s'");
    assert_eq!(quoted(""), "''");
}
