//! What bodies of requests hold of keys and of what the service sets.

use serde_json::{Value, json};

fn json_of(body: Option<&[u8]>) -> Value {
    serde_json::from_slice(body.unwrap()).unwrap()
}

#[test]
fn keys_are_sent_and_those_of_children_too() {
    use crate::types::key_is_writable::models::{Part, Product};
    use crate::types::key_is_writable::requests::products;
    let part = Part::new("red").with_line("a").with_color("blue");
    let mut product = Product::default().with_name("x").with_parts([part]);
    product.id = Some(3);
    let sent = json!({"ID": 3, "Name": "x", "Parts": [{"line": "a", "color": "blue"}]});
    assert_eq!(json_of(products().create(product.clone()).body()), sent);
    // Children may be new ones, so they are sent with what is set once.
    assert_eq!(json_of(products().by_id(3).update(product).body()), sent);
}

#[test]
fn what_is_set_once_is_left_out_of_updates() {
    use crate::types::key_is_writable::models::Part;
    use crate::types::key_is_writable::requests::products;
    let mut part = Part::new("red").with_line("a").with_note("n");
    part.number = Some(1);
    let parts = products().by_id(3).parts();
    let sent = json!({"line": "a", "color": "red", "note": "n"});
    assert_eq!(json_of(parts.create(part.clone()).body()), sent);
    let one = parts.by_key(1, "a");
    assert_eq!(
        json_of(one.update(part.clone()).body()),
        json!({"note": "n"})
    );
    // Whoever knows better adds the member by its name.
    let forced = one.update(part.with_extra("number", 2));
    assert_eq!(json_of(forced.body()), json!({"note": "n", "number": 2}));
}

#[test]
fn the_overlay_says_whose_key_is_sent() {
    use crate::types::writable_by_overlay::models::{Domain, Subdomain, User};
    use crate::types::writable_by_overlay::requests::{domains, users};
    let user: User = msgraph_runtime::from_str(r#"{"id":"1","name":"x"}"#).unwrap();
    assert_eq!(json_of(users().create(user).body()), json!({"name": "x"}));
    let domain = Domain::default().with_id("example.com");
    let sent = json!({"id": "example.com"});
    assert_eq!(json_of(domains().create(domain).body()), sent);
    let below = Subdomain::default().with_id("a.example.com");
    let sent = json!({"@odata.type": "#sample.subdomain", "id": "a.example.com"});
    assert_eq!(json_of(domains().create(below).body()), sent);
}
