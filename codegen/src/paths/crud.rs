//! Adds the CRUD requests of a builder to the list of paths.

use super::{ArgumentKind, Step, Walk, simple};
use crate::names::{escape, snake};
use crate::sdk::{CrudRequest, FieldType, Stream, Type};

impl<'s> Walk<'s> {
    /// Adds the path and method of a CRUD request.
    pub(super) fn crud_request(
        &mut self,
        at: &Step<'s>,
        name: &str,
        request: &CrudRequest,
        entity: &str,
    ) {
        let body = |item: &Type| {
            let field_type = FieldType {
                item: item.clone(),
                list: false,
                boxed: false,
            };
            vec![(
                escape(&snake(simple(entity))),
                ArgumentKind::value(&field_type),
            )]
        };
        if let CrudRequest::Lookup(lookup) = request {
            let argument = &lookup.argument;
            let path = format!("{}?$filter={} eq {{{argument}}}", at.path, lookup.filter);
            let rust = format!("{}.{name}({argument})", at.rust);
            let arguments = vec![(argument.clone(), ArgumentKind::Text)];
            return self.found(at, path, "GET", rust, arguments);
        }
        let address = || vec![("address".to_owned(), ArgumentKind::Text)];
        let (method, below, arguments) = match request {
            CrudRequest::Get(_) | CrudRequest::List(_) | CrudRequest::Lookup(_) => {
                ("GET", "", Vec::new())
            }
            CrudRequest::Create(item) => ("POST", "", body(item)),
            CrudRequest::Update(item) => ("PATCH", "", body(item)),
            CrudRequest::Replace(item) => ("PUT", "", body(item)),
            CrudRequest::Delete => ("DELETE", "", Vec::new()),
            CrudRequest::Count => ("GET", "$count", Vec::new()),
            CrudRequest::AddReference => ("POST", "$ref", address()),
            CrudRequest::SetReference => ("PUT", "$ref", address()),
            CrudRequest::RemoveReference => ("DELETE", "$ref", Vec::new()),
            CrudRequest::RemoveReferenceTo => ("DELETE", "$ref?$id={address}", address()),
            CrudRequest::Download(stream) => ("GET", segment(stream), Vec::new()),
            CrudRequest::Clear(stream) => ("DELETE", segment(stream), Vec::new()),
            CrudRequest::Upload(stream) => (
                "PUT",
                segment(stream),
                vec![
                    ("content_type".to_owned(), ArgumentKind::Text),
                    ("bytes".to_owned(), ArgumentKind::Bytes),
                ],
            ),
        };
        let names: Vec<&str> = arguments.iter().map(|(name, _)| name.as_str()).collect();
        let rust = format!("{}.{name}({})", at.rust, names.join(", "));
        let mut to = at.clone();
        if !below.is_empty() {
            to.push('/');
            to.path.push_str(below);
        }
        let path = to.path;
        self.found(at, path, method, rust, arguments);
    }
}

fn segment(stream: &Stream) -> &str {
    match stream {
        Stream::Property(name) => name,
        Stream::Value => "$value",
    }
}
