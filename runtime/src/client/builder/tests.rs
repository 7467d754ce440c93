//! What address and scope a client has.

use super::*;
use crate::client::credential::Anonymous;
use crate::client::engine::Client;
use crate::client::service::Service;

macro_rules! client {
    ($name:ident, $service:expr) => {
        struct $name;

        impl From<Client> for $name {
            fn from(_: Client) -> Self {
                Self
            }
        }

        impl ServiceClient for $name {
            const PACKAGE: (&'static str, &'static str) = ("", "");
            const SERVICE: Service = $service;
        }
    };
}
client!(Unknown, Service::UNKNOWN);
client!(
    Shop,
    Service {
        root: Some("https://shop.example/odata/"),
        scope: Some("api://shop/.default"),
        ..Service::UNKNOWN
    }
);

fn address<C: ServiceClient>(builder: ClientBuilder<C>) -> (Option<String>, String) {
    let root = builder.root();
    let endpoint = root.clone().unwrap_or("https://a.test/x".to_owned());
    let scope = builder.token_scope(&endpoint.parse().unwrap());
    (root, scope)
}

#[test]
fn the_root_and_the_scope_are_those_of_the_service() {
    let new = || ClientBuilder::<Shop>::new(Anonymous);
    let text = |root: &str, scope: &str| (Some(root.to_owned()), scope.to_owned());
    let scope = "api://shop/.default";
    assert_eq!(address(new()), text("https://shop.example/odata", scope));
    assert_eq!(
        address(new().version("/v2/")),
        text("https://shop.example/odata/v2", scope)
    );
    assert_eq!(
        address(new().endpoint("https://b.test/v3/").scope("s")),
        text("https://b.test/v3", "s")
    );
    let china = ClientBuilder::<Client>::new(Anonymous).cloud(Cloud::China);
    let (root, scope) = address(china.version("v1.0"));
    let expected = "https://microsoftgraph.chinacloudapi.cn/v1.0";
    assert_eq!(root.as_deref(), Some(expected));
    assert_eq!(scope, Cloud::China.scope());
}

#[test]
fn nothing_is_assumed_of_an_unknown_service() {
    let new = || ClientBuilder::<Unknown>::new(Anonymous);
    assert_eq!(address(new()).0, None);
    let error = new().build().map(|_| ()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Address);
    let there = new().endpoint("https://b.test:8443/odata");
    assert_eq!(address(there).1, "https://b.test:8443/.default");
}
