//! Bound actions and functions as plain values: method, path and body.

use super::method::Method;
use super::query::Query;
use super::target::{Target, TargetError};
use super::url::{encode_into, literal};
use super::{Invoke, Request};
use crate::model::{Item, Model, ValueRef, WriteContext};

/// A bound action or function: the value holds the parameters and is the request.
///
/// Actions carry their parameters as a JSON body, functions in the path. Generated operations
/// have these methods themselves; the trait is a bound for generic code, and only the generator
/// implements it.
pub trait Operation: Model + Item {
    /// `POST` for actions, `GET` for functions.
    const METHOD: Method;
    /// The path segment: the simple name, or the qualified one outside the
    /// service's own namespace.
    const NAME: &'static str;
    /// The qualified name.
    const QUALIFIED_NAME: &'static str;
    /// The type that the operation is bound to, such as `microsoft.graph.call`
    /// or `Collection(microsoft.graph.call)`.
    const BINDING: &'static str;
    /// Whether an action that takes no parameters has a body: an object without members.
    #[doc(hidden)]
    const SENDS_EMPTY_OBJECT: bool = false;
    /// The type that the response body is decoded to: `()`, `Option<T>`, `Page<T>` or `Content`.
    type Response;

    /// The resource that the operation is invoked on.
    fn target(&self) -> &Target;

    /// The path and query, encoded, from the root of the API version.
    ///
    /// Parameters of a function that have no literal form, or would be
    /// ambiguous in a path, are passed by alias: `f(p=@p)?@p=…`.
    ///
    /// # Errors
    ///
    /// If there is no target, or a key in it is not valid.
    fn path(&self) -> Result<String, TargetError> {
        let target = match Self::METHOD {
            Method::Get => compose(self),
            _ => self.target().operation(Self::NAME),
        };
        let mut path = target.path()?.to_owned();
        target.append_options(&mut path, Self::METHOD, &Query::default());
        Ok(path)
    }

    /// The JSON body; `None` for functions. An action that takes no parameters has none, or an
    /// object without members, as its service wants it.
    fn body(&self) -> Option<Vec<u8>> {
        let nothing = Self::TABLE.names.is_empty() && self.extra().is_empty();
        let has_body = Self::METHOD != Method::Get && (Self::SENDS_EMPTY_OBJECT || !nothing);
        has_body.then(|| self.target().body_of(self))
    }
}

/// The request of an operation.
pub fn invoke<O: Operation>(operation: &O) -> Invoke<O::Response> {
    let target = match O::METHOD {
        Method::Get => compose(operation),
        _ => operation.target().operation(O::NAME),
    };
    let request = Request::new(O::METHOD, target);
    match operation.body() {
        Some(body) => request.with_own_body(body),
        None => request,
    }
}

/// The path of the result of a function, from which paths may go on.
pub fn compose<O: Operation>(operation: &O) -> Target {
    let target = operation.target().operation(O::NAME);
    target.parameters(|path| append_parameters(path, operation))
}

/// Appends `(a=1,b=@b)?@b=…`.
fn append_parameters<T: Model>(path: &mut String, operation: &T) {
    let mut query = String::new();
    path.push('(');
    let start = path.len();
    let names = &T::TABLE.names;
    for position in 0..names.len() {
        let Some(field) = operation.field(position) else {
            continue;
        };
        let view = field.view();
        let absent = matches!(view, ValueRef::Absent);
        if absent && !operation.extra().is_null(position) {
            continue;
        }
        let name = names.name(position);
        let mut json = WriteContext::default();
        field.write_member("", &mut json);
        let json = json.json.out.trim_end_matches(',');
        append_parameter(path, &mut query, start, name, &view, json);
    }
    for (name, value) in operation.extra().iter() {
        let text = serde_json::from_str::<String>(value);
        let view = match &text {
            Ok(text) => ValueRef::Str(text),
            Err(_) => ValueRef::Raw(value),
        };
        append_parameter(path, &mut query, start, &name, &view, value);
    }
    path.push(')');
    path.push_str(&query);
}

fn append_parameter(
    path: &mut String,
    query: &mut String,
    start: usize,
    name: &str,
    view: &ValueRef<'_>,
    json: &str,
) {
    if path.len() > start {
        path.push(',');
    }
    encode_into(path, name);
    path.push('=');
    match (view, literal(view)) {
        (ValueRef::Str(text), Some(literal)) if needs_alias(text) => {
            alias(path, query, start, name, &literal);
        }
        (ValueRef::Raw(raw), _) if is_plain(raw) => encode_into(path, raw),
        (_, Some(literal)) => path.push_str(&literal),
        (_, None) => {
            let mut encoded = String::new();
            encode_into(&mut encoded, json);
            alias(path, query, start, name, &encoded);
        }
    }
}

/// Passes a value, already encoded, by the parameter alias `@name`. Before `start` there may be
/// another function that passes a parameter of this name.
fn alias(path: &mut String, query: &mut String, start: usize, name: &str, value: &str) {
    let mut alias = String::from("@");
    encode_into(&mut alias, name);
    while path
        .get(..start)
        .is_some_and(|before| before.contains(&format!("={alias}")))
    {
        alias.push('_');
    }
    path.push_str(&alias);
    query.push(if query.is_empty() { '?' } else { '&' });
    query.push_str(&alias);
    query.push('=');
    query.push_str(value);
}

/// Whether a text has characters that some servers and proxies do not accept in a path,
/// even when they are encoded.
fn needs_alias(text: &str) -> bool {
    text.contains(['/', '\\', '%', '?', '#', '+', '&'])
}

/// Whether JSON text is the same in a URL: numbers, `true`, `false` and `null`.
fn is_plain(raw: &str) -> bool {
    !raw.starts_with(['{', '[', '"'])
}
