//! A server on loopback that sends exactly the bytes that a test gives it.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

/// What happens on one connection, after the request was read.
pub enum Reply {
    /// These bytes, and the end of the connection.
    Bytes(Vec<u8>),
    /// These bytes, and then nothing until the test ends.
    Stall(Vec<u8>),
}

impl From<Vec<u8>> for Reply {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Bytes(bytes)
    }
}

/// A server; it serves as many connections as it has replies, and then listens no more.
pub struct Server {
    address: SocketAddr,
    requests: Arc<Mutex<Vec<String>>>,
    thread: Option<JoinHandle<()>>,
    stalled: Arc<Mutex<Vec<TcpStream>>>,
}

impl Server {
    /// Starts a server with a reply for each connection.
    pub fn start(replies: impl IntoIterator<Item = impl Into<Reply>>) -> Self {
        let replies: Vec<Reply> = replies.into_iter().map(Into::into).collect();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (requests, stalled) = (Arc::default(), Arc::default());
        let (asked, held) = (Arc::clone(&requests), Arc::clone(&stalled));
        let thread = std::thread::spawn(move || {
            for reply in replies {
                let Ok((stream, _)) = listener.accept() else {
                    return;
                };
                serve(stream, reply, &asked, &held);
            }
        });
        Self {
            address,
            requests,
            thread: Some(thread),
            stalled,
        }
    }

    /// The address of its document.
    pub fn url(&self) -> String {
        format!("http://{}/$metadata", self.address)
    }

    /// The heads of the requests so far.
    pub fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        for stream in self.stalled.lock().unwrap().drain(..) {
            let _ = stream.shutdown(Shutdown::Both);
        }
        // Replies that nobody asked for: the thread waits for a connection.
        if let Some(thread) = self.thread.take() {
            while !thread.is_finished() {
                let _ = TcpStream::connect(self.address);
                std::thread::yield_now();
            }
            let _ = thread.join();
        }
    }
}

fn serve(
    mut stream: TcpStream,
    reply: Reply,
    requests: &Mutex<Vec<String>>,
    stalled: &Mutex<Vec<TcpStream>>,
) {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        match stream.read(&mut byte) {
            Ok(1) => head.push(byte[0]),
            _ => return,
        }
        // TLS begins so; no request does.
        if head.first() == Some(&0x16) {
            break;
        }
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    requests.lock().unwrap().push(head);
    let (Reply::Bytes(bytes) | Reply::Stall(bytes)) = &reply;
    // A client may refuse what comes before it has all of it.
    let _ = stream.write_all(bytes);
    if let Reply::Stall(_) = reply {
        stalled.lock().unwrap().push(stream);
    }
}

/// A response with its length.
pub fn response(status: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    let length = body.len();
    let head = format!("HTTP/1.1 {status}\r\n{headers}Content-Length: {length}\r\n\r\n");
    [head.as_bytes(), body].concat()
}
