//! Servers whose documents are refused: with which code, and that nothing is left behind.

use super::*;

/// Runs against a bad server: refused with this code, and every file is as before, with and without
/// an earlier document.
#[track_caller]
fn refused(name: &str, replies: impl Fn() -> Vec<Reply>, words: &[&str], code: &str) -> String {
    let mut said = String::new();
    for earlier in [false, true] {
        let here = Workspace::new(&format!("{name}-{earlier}"));
        if earlier {
            fs::write(here.file(), document(3)).unwrap();
        }
        let before = here.all();
        let server = Server::start(replies());
        match here.get(&server, words) {
            Err(Failed::Refused(refusal)) => {
                assert_eq!(refusal.code.name(), code, "{refusal}");
                said = refusal.to_string();
            }
            other => panic!("{name}: {other:?}"),
        }
        assert_eq!(here.all(), before, "{name} leaves something behind");
    }
    said
}

#[track_caller]
fn refused_once(name: &str, reply: &[u8], words: &[&str], code: &str) -> String {
    refused(name, || vec![Reply::Bytes(reply.to_vec())], words, code)
}

#[track_caller]
fn refused_twice(name: &str, reply: &[u8], words: &[&str], code: &str) -> String {
    let reply = || Reply::Bytes(reply.to_vec());
    refused(name, || vec![reply(), reply()], words, code)
}

#[test]
fn redirects_elsewhere_are_refused() {
    for (name, location) in [
        ("host", "http://example.org/m"),
        ("port", "http://127.0.0.1:1/m"),
        ("name", "http://localhost/m"),
        ("https", "https://127.0.0.1/m"),
    ] {
        let reply = response(
            "307 Temporary Redirect",
            &format!("Location: {location}\r\n"),
            b"",
        );
        refused_once(name, &reply, &[], "redirect-elsewhere");
    }
    let file = response("302 Found", "Location: file:///etc/passwd\r\n", b"");
    refused_once("file", &file, &[], "redirect-insecure");
}

#[test]
fn a_circle_of_redirects_is_refused() {
    let again = || Reply::Bytes(response("301 Moved Permanently", "Location: /\r\n", b""));
    refused(
        "circle",
        || (0..4).map(|_| again()).collect(),
        &[],
        "redirect-loop",
    );
    let nowhere = response("302 Found", "", b"");
    refused_once("nowhere", &nowhere, &[], "redirect-loop");
}

#[test]
fn a_document_that_is_too_large_is_refused() {
    let large = document(1000);
    let limit = ["--max-bytes", "1KiB"];
    let said = refused_once("announced", &xml(&large), &limit, "too-large");
    assert!(
        said.contains("are announced, --max-bytes allows 1024"),
        "{said}"
    );
    // Without a length it shows only as it comes.
    let headers = "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n";
    let endless = format!("{headers}{large}");
    refused_once("endless", endless.as_bytes(), &limit, "too-large");
}

#[test]
fn a_small_body_that_inflates_is_refused() {
    let inflated = format!("<a>{}</a>", " ".repeat(4 << 20));
    let bomb = gzip(inflated.as_bytes());
    assert!(bomb.len() < 10_000, "{}", bomb.len());
    refused_once(
        "bomb",
        &compressed(&bomb),
        &["--max-bytes", "1MiB"],
        "too-large",
    );
}

#[test]
fn a_truncated_body_is_refused_both_times() {
    let body = document(7);
    let length = body.len() + 100;
    let long = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: {length}\r\n\r\n{body}"
    );
    refused_twice("truncated", long.as_bytes(), &[], "broken-response");
    let chunked = "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<?xml\r\n";
    refused_twice("chunked", chunked.as_bytes(), &[], "broken-response");
    let whole = gzip(document(7).as_bytes());
    let half = &whole[..whole.len() / 2];
    refused_twice("gzip", &compressed(half), &[], "broken-response");
    refused_twice("silent", b"", &[], "broken-response");
}

#[test]
fn a_length_that_is_too_short_is_refused() {
    let body = document(7);
    let length = body.len() - 20;
    let short = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: {length}\r\n\r\n{body}"
    );
    refused_once("short", short.as_bytes(), &[], "not-csdl");
}

#[test]
fn a_server_that_stalls_is_left() {
    let stalled = |bytes: &str| vec![Reply::Stall(bytes.as_bytes().to_vec())];
    let (short, long) = ("--idle-timeout=50ms", "--timeout=300ms");
    // The wait for a second try would be longer than the whole may take.
    refused("mute", || stalled(""), &[short, long], "idle-timeout");
    let begun = "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: 900\r\n\r\n<?xml ";
    refused("begun", || stalled(begun), &[short, long], "idle-timeout");
    refused("whole", || stalled(begun), &[long], "timeout");
}

#[test]
fn what_is_no_xml_is_refused() {
    let html = "<html><body>Sign in</body></html>";
    let page = response(
        "200 OK",
        "Content-Type: text/html; charset=utf-8\r\n",
        html.as_bytes(),
    );
    let said = refused_once("html", &page, &[], "content-type");
    assert!(said.ends_with("the response is text/html"), "{said}");
    refused_once("html-as-xml", &xml(html), &[], "not-csdl");
    let page = format!("\n<!DOCTYPE html>{html}");
    refused_once("page-as-xml", &xml(&page), &[], "doctype");
    let json = response(
        "200 OK",
        "Content-Type: text/plain\r\n",
        b"\xef\xbb\xbf {\"a\": 1}",
    );
    let said = refused_once("json", &json, &[], "not-xml");
    assert!(said.contains("begins with"), "{said}");
    refused_once("empty", &xml(""), &[], "not-csdl");
    let broken = document(7).replace("</Schema>", "");
    refused_once("broken-xml", &xml(&broken), &[], "not-csdl");
}

#[test]
fn entities_are_refused() {
    let declared = "<!DOCTYPE Edmx [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>\n";
    let hostile = document(7).replace("?>\n", &format!("?>\n{declared}"));
    refused_once("doctype", &xml(&hostile), &[], "doctype");
}

#[test]
fn other_statuses_are_refused() {
    let body = document(7);
    for (status, tries) in [
        ("404 Not Found", 1),
        ("401 Unauthorized", 1),
        ("206 Partial Content", 1),
        ("304 Not Modified", 1),
        ("502 Bad Gateway", 2),
    ] {
        let body = if status.starts_with("304") {
            ""
        } else {
            body.as_str()
        };
        let reply = response(status, "Content-Type: application/xml\r\n", body.as_bytes());
        let replies = || (0..tries).map(|_| Reply::Bytes(reply.clone())).collect();
        let said = refused(&status[..3], replies, &[], "status");
        assert!(said.contains(status), "{said}");
    }
}

#[test]
fn a_wait_beyond_the_timeout_is_not_begun() {
    for status in ["429 Too Many Requests", "503 Service Unavailable"] {
        let busy = response(status, "Retry-After: 3000\r\n", b"");
        let said = refused_once(&status[..3], &busy, &[], "throttled");
        assert!(
            said.contains("a wait of 3000 s; the wait for another try exceeds --timeout"),
            "{said}"
        );
    }
    let busy = response("429 Too Many Requests", "Retry-After: 0\r\n", b"");
    refused_twice("busy-twice", &busy, &[], "throttled");
}

#[test]
fn another_hash_is_refused() {
    let zeros = "0".repeat(64);
    let said = refused_once("hash", &xml(&document(7)), &["--sha256", &zeros], "sha256");
    assert!(said.contains(&zeros), "{said}");
}

#[test]
fn a_document_that_shrank_is_refused_unless_it_may() {
    let here = Workspace::new("shrunk");
    let server = Server::start([7, 3, 3, 4].map(|types| xml(&document(types))));
    here.get(&server, &[]).unwrap();
    let before = here.all();
    match here.get(&server, &[]) {
        Err(Failed::Refused(refusal)) => {
            assert_eq!(refusal.code, Code::Shrunk);
            let message = "3 types, where beta.csdl has 7; --shrunk accepts it";
            assert_eq!(refusal.message, message);
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(here.all(), before);
    here.get(&server, &["--shrunk"]).unwrap();
    here.get(&server, &[]).unwrap();
    assert_eq!(fs::read_to_string(here.file()).unwrap(), document(4));
}

#[test]
fn nobody_who_listens_is_a_refusal() {
    let here = Workspace::new("nobody");
    let before = here.all();
    let url = Server::start(Vec::<Reply>::new()).url();
    match here.run(&["--url", &url]) {
        Err(Failed::Refused(refusal)) => assert_eq!(refusal.code, Code::Unreachable),
        other => panic!("{other:?}"),
    }
    // Something that does not speak TLS.
    let server = Server::start([b"no TLS here\r\n".to_vec(), b"nor here\r\n".to_vec()]);
    let https = server.url().replace("http:", "https:");
    match here.run(&["--url", &https]) {
        Err(Failed::Refused(refusal)) => assert_eq!(refusal.code, Code::Unreachable),
        other => panic!("{other:?}"),
    }
    assert_eq!(here.all(), before);
}

#[test]
fn wrong_options_are_told_before_anything_is_asked() {
    let here = Workspace::new("options");
    let before = here.all();
    let inside = here.0.join("metadata/beta.csdl");
    let folder = here.0.join("to");
    let missing = here.0.join("missing/beta.csdl");
    for (words, message) in [
        (&["--url", "http://example.org/m"][..], "127.0.0.1"),
        (&["--url", "https://me:me@example.org/"], "credentials"),
        (&["--sha256", "12ab"], "64 hexadecimal digits"),
        (&["--max-bytes", "lots"], "64MiB"),
        (&["--timeout", "0s"], "60s"),
        (&["--idle-timeout", "2h"], "60s"),
        (&["--rev", "main"], "--rev needs --git"),
        (&["--git", "."], "--git needs --rev"),
        (
            &["--git", ".", "--rev", "a", "--url", "https://a.example"],
            "exclude",
        ),
        (
            &["--to", inside.to_str().unwrap()],
            "only `cargo xtask snapshot` writes",
        ),
        (&["--to", folder.to_str().unwrap()], "folder"),
        (&["--to", missing.to_str().unwrap()], "beta.csdl.part"),
    ] {
        match here.run(words) {
            Err(Failed::Error(error)) => assert!(error.contains(message), "{error}"),
            other => panic!("{words:?}: {other:?}"),
        }
    }
    assert_eq!(here.all(), before);
}
