//! Operations as plain values: method, path and body, before anything is sent.

use crate::engine::to_request_body;
use crate::item::Item;
use crate::json::writer::Writer;
use crate::object::Model;
use crate::request::{Invoke, Request};
use crate::target::{Target, TargetError};
use crate::url::{encode_into, literal};
use crate::view::View;

/// An HTTP method.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Method {
    /// `DELETE`
    Delete,
    /// `GET`
    Get,
    /// `PATCH`
    Patch,
    /// `POST`
    Post,
    /// `PUT`
    Put,
}

impl Method {
    /// The name of the method.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Delete => "DELETE",
            Self::Get => "GET",
            Self::Patch => "PATCH",
            Self::Post => "POST",
            Self::Put => "PUT",
        }
    }
}

impl std::fmt::Display for Method {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A bound action or function, with its parameters: the value is both the
/// parameters and the request.
///
/// Actions carry their parameters as a JSON body, functions in the path.
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
    /// What the service answers.
    type Response;

    /// What the operation is called on.
    fn target(&self) -> &Target;

    /// The path and query, encoded, from the root of the API version.
    ///
    /// Parameters of a function that have no literal form, or would be
    /// ambiguous in a path, are passed by alias: `f(p=@p)?@p=…`.
    ///
    /// # Errors
    ///
    /// If the target is missing or a key in it is not sound.
    fn path(&self) -> Result<String, TargetError> {
        let target = self.target().operation(Self::NAME);
        let mut path = target.path()?.to_owned();
        if Self::METHOD == Method::Get {
            append_parameters(&mut path, self);
        }
        Ok(path)
    }

    /// The JSON body; `None` for functions, and for actions that take no
    /// parameters.
    fn body(&self) -> Option<Vec<u8>> {
        let nothing = Self::TABLE.names.is_empty() && self.undeclared().is_empty();
        (Self::METHOD != Method::Get && !nothing).then(|| to_request_body(self))
    }
}

/// The request that an operation makes: what [`crate::operation!`] hands out.
pub fn request<O: Operation>(operation: &O) -> Invoke<O::Response> {
    let mut target = operation.target().operation(O::NAME);
    if O::METHOD == Method::Get {
        target = target.parameters(|path| append_parameters(path, operation));
    }
    let request = Request::new(O::METHOD, target);
    match operation.body() {
        Some(body) => request.with_body(body),
        None => request,
    }
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
        let absent = matches!(view, View::Absent);
        if absent && !operation.undeclared().is_null(position) {
            continue;
        }
        let name = names.name(position);
        let mut json = Writer::default();
        field.write_member("", &mut json);
        let json = json.out.trim_end_matches(',');
        append_parameter(path, &mut query, start, name, &view, json);
    }
    for (name, value) in operation.undeclared().iter() {
        let text = serde_json::from_str::<String>(value);
        let view = match &text {
            Ok(text) => View::Str(text),
            Err(_) => View::Raw(value),
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
    view: &View<'_>,
    json: &str,
) {
    if path.len() > start {
        path.push(',');
    }
    encode_into(path, name);
    path.push('=');
    match (view, literal(view)) {
        (View::Str(text), Some(literal)) if is_awkward(text) => {
            alias(path, query, name, &literal);
        }
        (View::Raw(raw), _) if is_plain(raw) => encode_into(path, raw),
        (_, Some(literal)) => path.push_str(&literal),
        (_, None) => {
            let mut encoded = String::new();
            encode_into(&mut encoded, json);
            alias(path, query, name, &encoded);
        }
    }
}

/// Passes a value, already encoded, by the alias `@name`.
fn alias(path: &mut String, query: &mut String, name: &str, value: &str) {
    path.push('@');
    encode_into(path, name);
    query.push(if query.is_empty() { '?' } else { '&' });
    query.push('@');
    encode_into(query, name);
    query.push('=');
    query.push_str(value);
}

/// Characters that servers and proxies are known to trip over in a path, even
/// when they are encoded.
fn is_awkward(text: &str) -> bool {
    text.contains(['/', '\\', '%', '?', '#', '+', '&'])
}

/// Numbers, `true`, `false` and `null` are the same in JSON and in URLs.
fn is_plain(raw: &str) -> bool {
    !raw.starts_with(['{', '[', '"'])
}
