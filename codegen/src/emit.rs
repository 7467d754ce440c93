//! What goes in: [`Sdk`]. What comes out: the text of its files. Decides nothing:
//! names, types and docs are data by now; here they are only laid out.

mod any;
pub mod baseline;
mod builders;
mod conditions;
mod enums;
mod error;
mod layout;
pub mod manifest;
mod names;
mod operations;
mod registry;
mod roots;
mod scope;
mod structs;
mod text;
mod tokens;

pub use self::error::{EmitError, INTERNAL};

use proc_macro2::TokenStream;
use quote::quote;

use self::conditions::{Not, attribute};
use self::scope::Scope;
use self::text::{Text, line};
use crate::files::Files;
use crate::sdk::{Doc, File, Item, Module, Sdk, When};

/// What generated code does that lints frown upon, where nobody can change it.
const ALLOW: &str = "#![allow(\n    deprecated,\n    clippy::just_underscores_and_digits,\n    clippy::large_enum_variant,\n    \
    clippy::should_implement_trait,\n    clippy::too_many_arguments,\n    \
    clippy::wrong_self_convention\n)]\n";

/// Where features are off, an import may have nothing to do.
const ALLOW_UNUSED: &str = "#![allow(unused_imports)]\n";

/// The files of a crate, by their paths below it.
///
/// # Errors
///
/// If a template printed something that is not Rust.
pub fn files(sdk: &Sdk) -> Result<Files, EmitError> {
    let mut files = Files::new();
    for module in [&sdk.models, &sdk.requests] {
        let mut todo = vec![(format!("src/{}", plain(&module.name)), module)];
        while let Some((path, module)) = todo.pop() {
            for file in &module.files {
                let path = format!("{path}/{}.rs", plain(&file.name));
                let content = content(sdk, file).map_err(|error| error.in_file(&path))?;
                let text = format!("{}\n{content}", header(sdk, file.public.as_ref()));
                files.insert(path, text);
            }
            for below in &module.modules {
                todo.push((format!("{path}/{}", plain(&below.name)), below));
            }
            let top = path.matches('/').count() == 1;
            let mut text = header(sdk, Some(&module.doc));
            if top {
                text.push_str(ALLOW);
            }
            if top && !sdk.areas.features.is_empty() {
                text.push_str(ALLOW_UNUSED);
            }
            text.push('\n');
            let path = format!("{path}.rs");
            let in_file = |error: EmitError| error.in_file(&path);
            text.push_str(&declarations(sdk, module).map_err(in_file)?);
            if std::ptr::eq(module, &sdk.requests) {
                text.push_str(&roots(sdk).map_err(in_file)?);
            }
            files.insert(path, text);
        }
    }
    let path = "src/registry.rs".to_owned();
    let text = format!(
        "{}{}\n{}",
        header(sdk, Some(&registry_doc())),
        registry_allow(),
        registry(sdk).map_err(|error| error.in_file(&path))?
    );
    files.insert(path, text);
    Ok(files)
}

/// Everything as one text with nested modules: what fixtures are compared with.
///
/// # Errors
///
/// If a template printed something that is not Rust.
pub fn single_file(sdk: &Sdk) -> Result<String, EmitError> {
    let mut out = format!("// {}\n", sdk.header);
    for module in [&sdk.models, &sdk.requests] {
        let mut text = nested(sdk, module)?;
        if std::ptr::eq(module, &sdk.requests) {
            text.push_str(&roots(sdk)?);
        }
        out.push('\n');
        out.push_str(&block(
            &module.name,
            true,
            &module.doc,
            &format!("{ALLOW}\n{text}"),
        ));
    }
    out.push('\n');
    if !sdk.areas.features.is_empty() {
        // Every type by its name needs every type.
        out.push_str("#[cfg(feature = \"full\")]\n");
    }
    let text = format!("{}\n{}", registry_allow(), registry(sdk)?);
    out.push_str(&block("registry", true, &registry_doc(), &text));
    Ok(out)
}

fn nested(sdk: &Sdk, module: &Module) -> Result<String, EmitError> {
    let mut out = String::new();
    for below in &module.modules {
        out.push_str(&block(&below.name, true, &below.doc, &nested(sdk, below)?));
        out.push('\n');
    }
    for file in &module.files {
        let nothing = Doc::default();
        let doc = file.public.as_ref().unwrap_or(&nothing);
        out.push_str(&condition(sdk, file.when)?);
        out.push_str(&block(
            &file.name,
            file.public.is_some(),
            doc,
            &content(sdk, file)?,
        ));
        out.push('\n');
    }
    out.push_str(&exports(sdk, module)?);
    Ok(out)
}

fn block(name: &str, public: bool, doc: &Doc, text: &str) -> String {
    let visible = if public { "pub " } else { "" };
    let mut inside: String = doc.0.iter().map(|line| format!("//! {line}\n")).collect();
    inside.push_str(text);
    format!("{visible}mod {name} {{\n{}}}\n", indent(inside.trim_end()))
}

/// The comment that every file starts with, and what it holds.
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

/// The items of a file below their `use` lines.
fn content(sdk: &Sdk, file: &File) -> Result<String, EmitError> {
    let mut scope = Scope::new(sdk, file.when, file.items.iter().map(Item::path));
    let marked = |item: &Item| matches!(item, Item::Builder(builder) if builder.marked);
    if file.items.iter().any(marked) {
        scope = scope.with_parameter(builders::MARK);
    }
    let mut items = TokenStream::new();
    for item in &file.items {
        items.extend(match item {
            Item::Struct(item) => structs::model(item, &scope),
            Item::TextEnum(item) => enums::text_enum(item),
            Item::AnyEnum(item) => any::any_enum(item, &scope),
            Item::Builder(item) => builders::builder(item, &scope),
            Item::Operation(item) => operations::operation(item, &scope),
        });
    }
    below_uses(&scope, items)
}

/// Items below the `use` declarations that they need.
fn below_uses(scope: &Scope<'_>, items: TokenStream) -> Result<String, EmitError> {
    let mut tokens = scope.uses();
    tokens.extend(items);
    formatted(tokens)
}

fn formatted(tokens: TokenStream) -> Result<String, EmitError> {
    Ok(layout::format(&syn::parse2(tokens)?))
}

/// The attribute of what is there under a condition, as text.
fn condition(sdk: &Sdk, when: When) -> Result<String, EmitError> {
    let attribute = attribute(&sdk.areas, when, Not::Off);
    let mut text = formatted(quote!(#attribute use x;))?;
    text.truncate(text.len() - "use x;\n".len());
    Ok(text)
}

/// The modules below a module, and what they show.
fn declarations(sdk: &Sdk, module: &Module) -> Result<String, EmitError> {
    let mut text = Text::new();
    for below in &module.modules {
        line!(text, "#[rustfmt::skip]");
        line!(text, "pub mod {};", below.name);
    }
    for file in &module.files {
        let visible = if file.public.is_some() { "pub " } else { "" };
        let condition = condition(sdk, file.when)?;
        line!(text, "{condition}#[rustfmt::skip]");
        line!(text, "{visible}mod {};", file.name);
    }
    Ok(text.finish() + "\n" + &exports(sdk, module)?)
}

fn exports(sdk: &Sdk, module: &Module) -> Result<String, EmitError> {
    let mut out = String::new();
    for file in &module.files {
        let condition = condition(sdk, file.when)?;
        match file.exports.as_slice() {
            [] => {}
            [one] => out.push_str(&format!("{condition}pub use self::{}::{one};\n", file.name)),
            many => {
                out.push_str(&format!(
                    "{condition}pub use self::{}::{{{}}};\n",
                    file.name,
                    many.join(", ")
                ));
            }
        }
    }
    Ok(out)
}

/// The functions where paths begin.
fn roots(sdk: &Sdk) -> Result<String, EmitError> {
    if sdk.roots.is_empty() {
        return Ok(String::new());
    }
    let scope = Scope::new(sdk, When::ALWAYS, []);
    let roots = roots::roots(sdk, &scope);
    Ok(format!("\n{}", below_uses(&scope, roots)?))
}

fn registry_doc() -> Doc {
    Doc(vec![
        "Every type and operation by its OData name.".to_owned(),
    ])
}

fn registry_allow() -> &'static str {
    "#![allow(dead_code, deprecated)]\n"
}

fn registry(sdk: &Sdk) -> Result<String, EmitError> {
    let scope = Scope::new(sdk, When::ALWAYS, []);
    let registry = registry::registry(&sdk.registry, &scope);
    below_uses(&scope, registry)
}

/// Moves every line a step to the right.
fn indent(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    for line in text.lines() {
        if !line.is_empty() {
            out.push_str("    ");
            out.push_str(line);
        }
        out.push('\n');
    }
    out
}

/// The name of a module's file.
fn plain(name: &str) -> &str {
    name.strip_prefix("r#").unwrap_or(name)
}
