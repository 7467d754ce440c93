//! The `README.md` of a new crate: what it is, and the first request.

use crate::names::escape;
use crate::sdk::{Builder, CrudRequest, Item, Method, MethodKind, Module, Path, Root, Sdk};

/// What a service is asked first: the root, the method of its builder and the rest of the sample.
struct First<'a> {
    root: &'a Root,
    method: &'a str,
    rest: &'static str,
}

/// `README.md` of a new crate. The owner of the crate goes on from there.
pub fn readme(package: &str, command: &str, sdk: &Sdk) -> String {
    let mut out = format!(
        "# {package}\n\nTyped bindings for an OData service, made from its metadata by `{command}`.\n"
    );
    if let Some(first) = first(sdk) {
        out.push_str(&sample(package, sdk, &first));
    }
    out.push_str(
        "\n`REPORT.md` says what was generated and why, and how the requests of the service are \
         written; `API.txt`\nlists all public items.\n",
    );
    out
}

/// The first collection that can be listed, or else the first entity that can be read.
fn first(sdk: &Sdk) -> Option<First<'_>> {
    let find = |wanted: fn(&CrudRequest) -> bool, rest| {
        sdk.roots.iter().find_map(|root| {
            let plain = root.key.is_none() && !root.import && root.deprecated.is_none();
            let builder = builder(&sdk.requests, &root.constructor.path)?;
            let mut methods = builder.methods.iter();
            let found = methods.find(|method| is_crud(method, wanted))?;
            let method = found.name.as_str();
            plain.then_some(First { root, method, rest })
        })
    };
    let is_list = |request: &CrudRequest| matches!(request, CrudRequest::List(_));
    let is_get = |request: &CrudRequest| matches!(request, CrudRequest::Get(_));
    find(is_list, ".top(5)").or_else(|| find(is_get, ""))
}

fn is_crud(method: &Method, wanted: fn(&CrudRequest) -> bool) -> bool {
    matches!(&method.kind, MethodKind::Crud(request) if wanted(request))
}

/// The request builder with this path.
fn builder<'a>(module: &'a Module, path: &Path) -> Option<&'a Builder> {
    let items = module.files.iter().flat_map(|file| &file.items);
    let mut builders = items.filter_map(|item| match item {
        Item::Builder(builder) => Some(builder),
        _ => None,
    });
    let inner = || module.modules.iter().find_map(|inner| builder(inner, path));
    builders
        .find(|builder| builder.path == *path)
        .or_else(inner)
}

fn sample(package: &str, sdk: &Sdk, first: &First<'_>) -> String {
    let library = escape(&package.replace('-', "_"));
    let client = &sdk.service.client;
    let endpoint = match sdk.service.root {
        Some(_) => String::new(),
        None => "\"https://service.example/odata/\", ".to_owned(),
    };
    let (root, method, rest) = (&first.root.name, first.method, first.rest);
    format!(
        "\n## The first request\n\n```rust,no_run\n\
         use {library}::client::credential::Anonymous;\n\
         use {library}::{{{client}, Error}};\n\n\
         /// Prints what stands at `/{segment}`.\n\
         async fn show() -> Result<(), Error> {{\n    \
             let client = {client}::new({endpoint}Anonymous)?;\n    \
             let response = client.{root}().{method}(){rest}.send().await?;\n    \
             println!(\"{{:?}}\", response.body);\n    \
             Ok(())\n\
         }}\n```\n\n\
         If the service requires authentication, pass another type of `client::credential` instead of \
         `Anonymous`:\na token, a name and a password, a header, or any `TokenCredential`. For services of SAP \
         that want CSRF tokens with\nchanges, turn on the feature `csrf` and call `csrf_tokens()` on the \
         builder of the client.\n",
        segment = first.root.segment,
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Config, Inputs, generate};

    fn made(package: &str, schema: &str) -> String {
        let text = format!(
            "<edmx:Edmx Version='4.0' xmlns:edmx='http://docs.oasis-open.org/odata/ns/edmx'>\
             <edmx:DataServices><Schema Namespace='n' \
             xmlns='http://docs.oasis-open.org/odata/ns/edm'>\
             <EntityType Name='seat'><Key><PropertyRef Name='row'/></Key>\
             <Property Name='row' Type='Edm.Int32' Nullable='false'/></EntityType>{schema}\
             </Schema></edmx:DataServices></edmx:Edmx>"
        );
        let mut inputs = Inputs::default();
        let metadata = inputs.sources.add("a.csdl", text);
        inputs.metadata.push(metadata);
        let output = generate(&inputs, &Config::default()).unwrap();
        readme(package, "make it", &output.sdk)
    }

    #[test]
    fn the_first_request_is_for_a_collection_if_there_is_one() {
        let text = made(
            "my-hall",
            "<EntityContainer Name='Hall'><Singleton Name='best' Type='n.seat'/>\
             <EntitySet Name='seats' EntityType='n.seat'/></EntityContainer>",
        );
        assert!(text.contains("use my_hall::client::"), "{text}");
        assert!(
            text.contains("client.seats().list().top(5).send()"),
            "{text}"
        );
    }

    #[test]
    fn or_else_it_is_for_an_entity() {
        let text = made(
            "hall",
            "<EntityContainer Name='Hall'><Singleton Name='best' Type='n.seat'/></EntityContainer>",
        );
        assert!(text.contains("client.best().get().send()"), "{text}");
    }

    #[test]
    fn without_a_path_there_is_none() {
        let text = made("hall", "");
        assert!(!text.contains("```"), "{text}");
        assert!(text.starts_with("# hall\n"), "{text}");
    }
}
