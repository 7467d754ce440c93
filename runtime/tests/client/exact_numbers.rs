//! Values of `Edm.Int64` and `Edm.Decimal` as strings in bodies (`IEEE754Compatible`).

use msgraph_runtime::client::credential::Anonymous;
use msgraph_runtime::codegen::Client;
use msgraph_runtime::request::{Create, Replace, Request, SetReference, Target, Update};
use msgraph_runtime::{Method, RawJson};

const EXACT: &str = "application/json;IEEE754Compatible=true";

fn target() -> Target {
    let client = Client::builder(Anonymous).ieee754_compatible(true).build();
    client.unwrap().root("numbers").key("1")
}

fn content_types<K>(request: &Request<K>) -> Vec<&str> {
    request.headers().map(|(_, value)| value).collect()
}

#[test]
fn typed_values_are_written_as_the_client_says() {
    let create = Create::<i64>::of(&target(), &-1_i64);
    assert_eq!(create.body(), Some(&b"\"-1\""[..]));
    assert_eq!(content_types(&create), [EXACT]);
    let update = Update::<i32>::of(&target(), &-1);
    assert_eq!(update.body(), Some(&b"-1"[..]));
    assert_eq!(content_types(&update), [EXACT]);
    // A target that knows no client.
    let create = Create::<i64>::of(&Target::root("numbers"), &-1_i64);
    assert_eq!(create.body(), Some(&b"-1"[..]));
    assert!(content_types(&create).is_empty());
}

#[test]
fn json_of_the_user_stays_as_it_is() {
    let raw = RawJson::parse("{\"n\":1}").unwrap();
    let replace = Replace::<RawJson>::of(&target(), &raw);
    assert_eq!(replace.body(), Some(&b"{\"n\":1}"[..]));
    assert_eq!(content_types(&replace), [EXACT]);
    let bytes: Create<RawJson> = Request::new(Method::Post, target());
    let bytes = bytes.with_body(b"{\"n\":1}".to_vec());
    assert!(content_types(&bytes).is_empty());
    let reference = SetReference::set(&target(), "https://a.test/1");
    assert!(content_types(&reference).is_empty());
}
