//! What goes in: the roots of the service. What comes out: a function for each, and the
//! client that has each as a method.

use super::builders::{arguments, passed};
use super::conditions::{Not, attribute};
use super::names::joined;
use super::scope::Scope;
use super::text::{Str, Text, line, open};
use crate::sdk::{Root, Sdk};

/// Prints where paths begin.
pub fn roots<'a>(sdk: &'a Sdk, scope: &Scope<'a>, text: &mut Text) {
    for root in &sdk.roots {
        self::root(root, "", "", scope, text);
    }
    client(sdk, scope, text);
}

/// The client: there where the runtime has one.
fn client<'a>(sdk: &'a Sdk, scope: &Scope<'a>, text: &mut Text) {
    text.apart();
    text.doc("A client of the service: where paths begin that requests can be sent along.");
    line!(text, "///");
    text.doc("Cheap to clone; clones share connections and the token.");
    line!(text, "#[cfg(feature = \"client\")]");
    line!(text, "#[derive(Clone, Debug)]");
    line!(text, "pub struct Client(rt::GraphClient);");
    text.apart();
    line!(text, "#[cfg(feature = \"client\")]");
    open!(text, "impl Client {{");
    let credential = "credential: std::sync::Arc<dyn rt::client::TokenCredential>";
    text.doc("A client of the global cloud, with any credential of `azure_identity`, or one of");
    text.doc("your own.");
    line!(text, "///");
    text.doc("# Errors");
    line!(text, "///");
    text.doc("See [`rt::ClientBuilder::build`]; with these settings there is none.");
    line!(text, "#[inline]");
    open!(
        text,
        "pub fn new({credential}) -> Result<Self, rt::client::Error> {{"
    );
    line!(text, "Ok(Self(rt::GraphClient::new(credential)?))");
    text.close("}");
    text.apart();
    text.doc("A client with settings of your own; `into()` makes what it builds this client.");
    line!(text, "#[inline]");
    open!(text, "pub fn builder({credential}) -> rt::ClientBuilder {{");
    line!(text, "rt::GraphClient::builder(credential)");
    text.close("}");
    for root in &sdk.roots {
        self::root(root, "&self", ".through(&self.0)", scope, text);
    }
    text.close("}");
    text.apart();
    line!(text, "#[cfg(feature = \"client\")]");
    open!(text, "impl From<rt::GraphClient> for Client {{");
    line!(text, "#[inline]");
    open!(text, "fn from(client: rt::GraphClient) -> Self {{");
    line!(text, "Self(client)");
    text.close("}");
    text.close("}");
    text.apart();
    line!(text, "#[cfg(feature = \"client\")]");
    open!(text, "impl std::ops::Deref for Client {{");
    line!(text, "type Target = rt::GraphClient;");
    text.apart();
    line!(text, "#[inline]");
    open!(text, "fn deref(&self) -> &rt::GraphClient {{");
    line!(text, "&self.0");
    text.close("}");
    text.close("}");
}

/// A function where paths begin, or the same as a method of the client.
fn root<'a>(item: &'a Root, receiver: &str, through: &str, scope: &Scope<'a>, text: &mut Text) {
    let (name, path) = (&item.name, scope.full(&item.call.path));
    let segment = Str(&item.segment);
    let target = match item.import {
        true => "import",
        false => "root",
    };
    text.apart();
    text.docs(&item.doc);
    attribute(scope.areas(), item.when, Not::Off, text);
    text.deprecated(item.deprecated.as_ref());
    line!(text, "#[inline]");
    let receiver = Some(receiver.to_owned()).filter(|receiver| !receiver.is_empty());
    let arguments = joined(receiver.into_iter().chain(arguments(&item.call, scope)));
    open!(text, "pub fn {name}({arguments}) -> {path} {{");
    line!(
        text,
        "{path}::new(rt::Target::{target}({segment}){through}{})",
        passed(&item.call)
    );
    text.close("}");
}
