//! Adds the CRUD requests of a builder to the list of paths.

use super::{ArgumentKind, Step, Walk, simple};
use crate::names::{escape, snake};
use crate::sdk::{Ask, Shape, Stream, Type};

impl<'s> Walk<'s> {
    /// Adds the path and method of a CRUD request.
    pub(super) fn crud_request(&mut self, at: &Step<'s>, name: &str, request: &Ask, entity: &str) {
        let body = |item: &Type| {
            let shape = Shape {
                item: item.clone(),
                list: false,
                boxed: false,
            };
            vec![(escape(&snake(simple(entity))), ArgumentKind::value(&shape))]
        };
        let address = || vec![("address".to_owned(), ArgumentKind::Text)];
        let (method, below, arguments) = match request {
            Ask::Get(_) | Ask::List(_) => ("GET", "", Vec::new()),
            Ask::Create(item) => ("POST", "", body(item)),
            Ask::Update(item) => ("PATCH", "", body(item)),
            Ask::Delete => ("DELETE", "", Vec::new()),
            Ask::Count => ("GET", "$count", Vec::new()),
            Ask::AddReference => ("POST", "$ref", address()),
            Ask::SetReference => ("PUT", "$ref", address()),
            Ask::RemoveReference => ("DELETE", "$ref", Vec::new()),
            Ask::Download(stream) => ("GET", segment(stream), Vec::new()),
            Ask::Clear(stream) => ("DELETE", segment(stream), Vec::new()),
            Ask::Upload(stream) => (
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
        let mut path = at.path.clone();
        if !below.is_empty() {
            path.push('/');
            path.push_str(below);
        }
        self.found(path, method, rust, at.keys.clone(), arguments);
    }
}

fn segment(stream: &Stream) -> &str {
    match stream {
        Stream::Property(name) => name,
        Stream::Value => "$value",
    }
}
