//! The text of every file of a crate, printed from an [`Sdk`].
//!
//! Nothing is decided here: names, types and docs are settled. Each file is built as tokens by the
//! templates of the modules below, parsed once, and laid out; `layout` says how.

mod any;
pub mod baseline;
mod builders;
mod conditions;
mod enums;
mod error;
mod former;
mod layout;
pub mod manifest;
mod names;
mod operations;
mod parallel;
mod readme;
mod registry;
mod roots;
mod scope;
mod structs;
mod tokens;

use std::num::NonZeroUsize;

use proc_macro2::TokenStream;
use quote::quote;

pub use self::error::{EmitError, INTERNAL};

use self::conditions::{Not, attribute};
use self::scope::Scope;
use self::tokens::ident;
use crate::files::Files;
use crate::sdk::{Doc, File, Item, Module, Sdk, When};

/// Lints that generated code breaks and nobody can fix by hand.
const ALLOW: &str = "#![allow(\n    deprecated,\n    clippy::just_underscores_and_digits,\n    clippy::large_enum_variant,\n    \
    clippy::should_implement_trait,\n    clippy::too_many_arguments,\n    \
    clippy::wrong_self_convention\n)]\n";

/// With some features off, some imports are unused.
const ALLOW_UNUSED: &str = "#![allow(unused_imports)]\n";

/// The registry uses types that are deprecated, and not all of its helpers are always used.
const ALLOW_IN_REGISTRY: &str = "#![allow(dead_code, deprecated)]\n";

/// What one file of the crate is printed from.
enum Source<'a> {
    /// The items of a file.
    Items(&'a File),
    /// The declarations of a module; the outermost ones have attributes for all that is below.
    Module { module: &'a Module, outermost: bool },
    /// The registry.
    Registry,
}

/// The files of a crate, by their paths below it.
///
/// They are printed on so many `threads`, by default on as many as the system can run at once.
/// What is printed does not depend on it.
///
/// # Errors
///
/// If a template printed something that is not Rust: the first such file by path.
pub fn files(sdk: &Sdk, threads: Option<NonZeroUsize>) -> Result<Files, EmitError> {
    let sources = sources(sdk);
    let printed = parallel::map(&sources, threads, |(path, source)| {
        print(sdk, source).map_err(|error| error.in_file(path))
    });
    let mut files = Files::new();
    let mut faulty: Option<EmitError> = None;
    for ((path, _), printed) in sources.into_iter().zip(printed) {
        match printed {
            Ok(text) => _ = files.insert(path, text),
            Err(error) if faulty.as_ref().is_some_and(|known| known.file < error.file) => {}
            Err(error) => faulty = Some(error),
        }
    }
    faulty.map_or(Ok(files), Err)
}

/// The paths of all files, the largest file first: no thread should have to begin with it last.
fn sources(sdk: &Sdk) -> Vec<(String, Source<'_>)> {
    let mut sources = vec![("src/registry.rs".to_owned(), Source::Registry)];
    for module in [&sdk.models, &sdk.requests] {
        let mut todo = vec![(format!("src/{}", plain(&module.name)), module, true)];
        while let Some((path, module, outermost)) = todo.pop() {
            for file in &module.files {
                let path = format!("{path}/{}.rs", plain(&file.name));
                sources.push((path, Source::Items(file)));
            }
            for below in &module.modules {
                todo.push((format!("{path}/{}", plain(&below.name)), below, false));
            }
            let source = Source::Module { module, outermost };
            sources.push((format!("{path}.rs"), source));
        }
    }
    sources
}

fn print(sdk: &Sdk, source: &Source<'_>) -> Result<String, EmitError> {
    Ok(match source {
        Source::Items(file) => {
            let header = header(sdk, file.public.as_ref());
            format!("{header}\n{}", items(sdk, file)?)
        }
        Source::Module { module, outermost } => {
            let mut text = header(sdk, Some(&module.doc));
            if *outermost {
                text.push_str(ALLOW);
            }
            let requests = std::ptr::eq(*module, &raw const sdk.requests);
            let unused = !sdk.areas.features.is_empty() || requests && sdk.roots.is_empty();
            if *outermost && unused {
                text.push_str(ALLOW_UNUSED);
            }
            let (declarations, exports) = (declarations(sdk, module)?, exports(sdk, module)?);
            text = format!("{text}\n{declarations}\n{exports}");
            if requests {
                text.push_str(&roots(sdk)?);
            }
            text
        }
        Source::Registry => {
            let header = header(sdk, Some(&registry_doc()));
            format!("{header}{ALLOW_IN_REGISTRY}\n{}", registry(sdk)?)
        }
    })
}

/// The comment that every file starts with, and its documentation.
fn header(sdk: &Sdk, doc: Option<&Doc>) -> String {
    let mut out = format!("// {}\n", sdk.header);
    if let Some(doc) = doc.filter(|doc| !doc.0.is_empty()) {
        out.push('\n');
        for line in &doc.0 {
            out.push_str(format!("//! {line}").trim_end());
            out.push('\n');
        }
    }
    out
}

/// The items of a file below their `use` declarations.
fn items(sdk: &Sdk, file: &File) -> Result<String, EmitError> {
    let mut scope = Scope::new(sdk, file.when, file.items.iter().map(Item::path))
        .with_parameter(structs::ITEMS);
    let has_access_param =
        |item: &Item| matches!(item, Item::Builder(builder) if builder.has_access_param);
    if file.items.iter().any(has_access_param) {
        scope = scope.with_parameter(builders::ACCESS);
    }
    let mut items = TokenStream::new();
    for item in &file.items {
        items.extend(self::item(item, &scope));
    }
    // Aliases name their targets in full.
    let is_plain = |item: &Item| matches!(item, Item::Alias(alias) if !alias.has_access_param);
    let text = match !file.items.is_empty() && file.items.iter().all(is_plain) {
        true => layout::format(items).map_err(EmitError::from),
        false => below_uses(&scope, items),
    };
    text.map_err(|error| {
        let mut items = file.items.iter();
        let faulty = items.find(|&item| layout::format(self::item(item, &scope)).is_err());
        error.in_item(faulty.map(|item| item.path().name.as_str()))
    })
}

fn item<'a>(item: &'a Item, scope: &Scope<'a>) -> TokenStream {
    match item {
        Item::Struct(item) => structs::model(item, scope),
        Item::TextEnum(item) => enums::text_enum(item),
        Item::AnyEnum(item) => any::any_enum(item, scope),
        Item::Builder(item) => builders::builder(item, scope),
        Item::Operation(item) => operations::operation(item, scope),
        Item::Alias(item) => former::alias(item, scope),
    }
}

/// Items below the `use` declarations that they need.
fn below_uses(scope: &Scope<'_>, items: TokenStream) -> Result<String, EmitError> {
    let mut code = scope.uses();
    code.extend(items);
    Ok(layout::format(code)?)
}

/// The declarations of the modules below a module.
fn declarations(sdk: &Sdk, module: &Module) -> Result<String, EmitError> {
    let namespaces = module.modules.iter().map(|below| {
        let name = ident(&below.name);
        quote!(#[rustfmt::skip] pub mod #name;)
    });
    let files = module.files.iter().map(|file| {
        let condition = attribute(&sdk.areas, file.when, Not::Off);
        let public = file.public.as_ref().map(|_| quote!(pub));
        let name = ident(&file.name);
        quote!(#condition #[rustfmt::skip] #public mod #name;)
    });
    Ok(layout::format(quote!(#(#namespaces)* #(#files)*))?)
}

/// What a module re-exports from its files, one line each.
fn exports(sdk: &Sdk, module: &Module) -> Result<String, EmitError> {
    let mut out = String::new();
    for file in &module.files {
        let name = &file.name;
        let items = match file.exports.as_slice() {
            [] => continue,
            [one] => one.clone(),
            many => format!("{{{}}}", many.join(", ")),
        };
        let condition = condition(sdk, file.when)?;
        out.push_str(&format!("{condition}pub use self::{name}::{items};\n"));
    }
    Ok(out)
}

/// The `#[cfg(…)]` of an item as text; empty if it has no condition.
fn condition(sdk: &Sdk, when: When) -> Result<String, EmitError> {
    let Some(attribute) = attribute(&sdk.areas, when, Not::Off) else {
        return Ok(String::new());
    };
    // An attribute can only be parsed with an item.
    let item = quote!(
        use x;
    );
    let mut text = layout::format(quote!(#attribute #item))?;
    text.truncate(text.len() - layout::format(item)?.len());
    Ok(text)
}

/// The functions where paths begin.
fn roots(sdk: &Sdk) -> Result<String, EmitError> {
    let scope = Scope::new(sdk, When::ALWAYS, []);
    let roots = roots::roots(sdk, &scope);
    Ok(format!("\n{}", below_uses(&scope, roots)?))
}

fn registry_doc() -> Doc {
    Doc(vec![
        "Every type and operation by its OData name.".to_owned(),
    ])
}

fn registry(sdk: &Sdk) -> Result<String, EmitError> {
    let scope = Scope::new(sdk, When::ALWAYS, []);
    let registry = registry::registry(&sdk.registry, &scope);
    below_uses(&scope, registry)
}

/// The name of a module as its file has it: not raw.
fn plain(name: &str) -> &str {
    name.strip_prefix("r#").unwrap_or(name)
}
