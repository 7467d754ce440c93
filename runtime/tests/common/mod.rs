//! Requests for tests of the client, as generated builders make them.

#![allow(dead_code, reason = "each test program uses some of it")]

use msgraph_runtime::RawJson;
use msgraph_runtime::codegen::Client;
use msgraph_runtime::request::response_kind::{Created, One, Updated};
use msgraph_runtime::request::{Invoke, List, Method, Request, Scalar, Target};

pub const CALLS: &str = "/communications/calls";
pub const CALL: &str = "/communications/calls/7";
pub const TRANSFER: &str = "/communications/calls/7/transfer";

pub fn calls(client: &Client) -> Target {
    client.root("communications").segment("calls")
}

pub fn get(client: &Client) -> Request<One<Scalar<i64>>> {
    Request::new(Method::Get, calls(client).key("7"))
}

pub fn patch(client: &Client) -> Request<Updated<RawJson>> {
    let target = calls(client).key("7");
    Request::new(Method::Patch, target).with_body(BODY.to_vec())
}

pub fn create(client: &Client) -> Request<Created<RawJson>> {
    Request::new(Method::Post, calls(client)).with_body(BODY.to_vec())
}

pub fn transfer(client: &Client) -> Invoke<()> {
    let target = calls(client).key("7").segment("transfer");
    Request::new(Method::Post, target).with_body(BODY.to_vec())
}

pub fn list(client: &Client) -> List<RawJson> {
    Request::new(Method::Get, calls(client))
}

/// Spaces and spelling that would not survive reading and writing.
pub const BODY: &[u8] = br#"{ "secret-body" : 1.0,"b":"\u00e9" }"#;

/// What is in an error and its sources, as text of every kind.
pub fn everything(error: &dyn std::error::Error) -> String {
    let mut text = format!("{error}\n{error:?}\n{error:#?}\n");
    let mut at = error.source();
    while let Some(source) = at {
        text.push_str(&format!("{source}\n{source:?}\n"));
        at = source.source();
    }
    text
}
