//! What goes in: [`Sdk`]. What comes out: the same types as plain serde derives,
//! for benchmarks to compare with: what a generator without an engine would make.
//!
//! A value of a type that others derive from is one struct with the members of
//! all of them, for derived enums fail where the type is not named. Flags are
//! text, JSON of no known type is `serde_json::Value`.

use std::collections::{BTreeMap, BTreeSet};

use super::scope::{Name, Written};
use super::text::{Str, Text, line, open};
use super::{EmitError, formatted};
use crate::lower::markdown::code;
use crate::sdk::{AnyEnum, Field, Item, Module, Path, Sdk, Shape, Struct, TextEnum, Type};

/// What becomes of undeclared members.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// They are lost.
    Closed,
    /// They go into a map, which has everything buffered on read.
    Flatten,
}

/// Prints the models as one text with nested modules; `sdk.root` says where it
/// will stand.
///
/// # Errors
///
/// If a template printed something that is not Rust.
pub fn baseline(sdk: &Sdk, style: Style) -> Result<String, EmitError> {
    let mut baseline = Baseline {
        structs: BTreeMap::new(),
        merged: BTreeSet::new(),
        sdk,
        style,
    };
    let mut todo = vec![&sdk.models];
    while let Some(module) = todo.pop() {
        todo.extend(&module.modules);
        for item in module.files.iter().flat_map(|file| &file.items) {
            match item {
                Item::Struct(item) => {
                    baseline.structs.insert(&item.path, item);
                }
                Item::AnyEnum(item) => {
                    baseline.merged.insert(&item.path);
                }
                _ => {}
            }
        }
    }
    let text = format!(
        "use {} as rt;\n\npub mod models {{\n{}}}\n",
        sdk.runtime,
        baseline.module(&sdk.models)
    );
    Ok(format!("// {}\n\n{}", sdk.header, formatted(&text)?))
}

struct Baseline<'a> {
    structs: BTreeMap<&'a Path, &'a Struct>,
    merged: BTreeSet<&'a Path>,
    sdk: &'a Sdk,
    style: Style,
}

impl<'a> Baseline<'a> {
    /// The items of a namespace and of those below it.
    fn module(&self, root: &'a Module) -> String {
        // Namespaces are few levels deep: their names have a bounded length.
        let mut out = String::from("#[allow(unused_imports)]\nuse super::*;\n");
        for module in &root.modules {
            let text = self.module(module);
            out.push_str(&format!("\npub mod {} {{\n{text}}}\n", module.name));
        }
        for item in root.files.iter().flat_map(|file| &file.items) {
            let mut text = Text::new();
            match item {
                Item::Struct(item) => self.structure(&item.path, &item.fields, &mut text),
                Item::AnyEnum(item) => self.structure(&item.path, &self.merge(item), &mut text),
                Item::TextEnum(item) => text_enum(item, &mut text),
                Item::Builder(_) | Item::Operation(_) => continue,
            }
            out.push('\n');
            out.push_str(&text.finish());
        }
        out
    }

    /// The fields of the base and of all that derives from it.
    fn merge(&self, item: &AnyEnum) -> Vec<Field> {
        let mut fields: Vec<Field> = Vec::new();
        let mut names = BTreeSet::new();
        for variant in item.base.iter().chain(&item.derived) {
            let own = self
                .structs
                .get(&variant.path)
                .map(|found| found.fields.as_slice());
            for field in own.unwrap_or_default() {
                match fields.iter_mut().find(|known| known.wire == field.wire) {
                    Some(known) if known.shape != field.shape => {
                        known.shape = Shape {
                            item: Type::Runtime("RawJson"),
                            list: false,
                            boxed: false,
                        };
                    }
                    Some(_) => {}
                    None => {
                        let mut field = field.clone();
                        while !names.insert(field.name.clone()) {
                            field.name.push('_');
                        }
                        fields.push(field);
                    }
                }
            }
        }
        fields
    }

    fn structure(&self, path: &Path, fields: &[Field], text: &mut Text) {
        let optional = "default, skip_serializing_if = \"Option::is_none\"";
        text.doc(&format!("`{}`", path.name));
        line!(
            text,
            "#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]"
        );
        open!(text, "pub struct {} {{", path.name);
        text.doc("The type that the object says it is of.");
        line!(text, "#[serde(rename = \"@odata.type\", {optional})]");
        line!(text, "pub odata_type: Option<String>,");
        for field in fields {
            let (name, shape) = (&field.name, self.shape(&field.shape));
            text.apart();
            text.doc(&code(&field.wire));
            line!(text, "#[serde(rename = {}, {optional})]", Str(&field.wire));
            line!(text, "pub {name}: Option<{shape}>,");
        }
        if self.style == Style::Flatten {
            text.apart();
            text.doc("Undeclared members.");
            line!(text, "#[serde(flatten)]");
            line!(
                text,
                "pub extra: serde_json::Map<String, serde_json::Value>,"
            );
        }
        text.close("}");
    }

    fn shape(&self, shape: &Shape) -> String {
        let merged = matches!(&shape.item, Type::Model(path) if self.merged.contains(path));
        let mut out = match &shape.item {
            Type::Flags(_) => "String".to_owned(),
            Type::Runtime("RawJson") => "serde_json::Value".to_owned(),
            // The payloads of the benchmarks have one: an untagged enum would
            // have it buffered first.
            Type::OneOrMany(path) => format!("Box<{}>", Name::full(&self.sdk.root, path)),
            other => Written::in_full(&self.sdk.root, other).to_string(),
        };
        if shape.boxed || merged && !shape.list {
            out = format!("Box<{out}>");
        }
        if shape.list {
            out = format!("Vec<{out}>");
        }
        out
    }
}

fn text_enum(item: &TextEnum, text: &mut Text) {
    text.doc(&format!("`{}`", item.path.name));
    line!(
        text,
        "#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]"
    );
    open!(text, "pub enum {} {{", item.path.name);
    for member in &item.members {
        text.apart();
        text.doc(&code(&member.wire));
        line!(text, "#[serde(rename = {})]", Str(&member.wire));
        line!(text, "{},", member.name);
    }
    text.close("}");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sdk::{Doc, File, Variant};

    fn field(name: &str, item: Type) -> Field {
        Field {
            name: name.to_owned(),
            constant: name.to_uppercase(),
            setter: format!("with_{name}"),
            wire: name.to_owned(),
            shape: Shape {
                item,
                list: false,
                boxed: false,
            },
            doc: Doc::default(),
            deprecated: None,
        }
    }

    fn path(name: &str) -> Path {
        Path {
            modules: vec!["models".to_owned()],
            name: name.to_owned(),
            when: crate::sdk::When::ALWAYS,
        }
    }

    #[test]
    fn a_merged_struct_has_the_members_of_all() {
        let structure = |name: &str, fields: Vec<Field>| {
            Item::Struct(Struct {
                path: path(name),
                fields,
                ..Struct::default()
            })
        };
        let variant = |name: &str| Variant {
            name: name.to_owned(),
            accessor: String::new(),
            path: path(name),
            wire: String::new(),
        };
        let any = AnyEnum {
            path: path("AnyA"),
            base: Some(variant("A")),
            derived: vec![variant("B")],
            ..AnyEnum::default()
        };
        let file = |items| File {
            name: "x".to_owned(),
            items,
            ..File::default()
        };
        let items = vec![
            structure("A", vec![field("a", Type::String)]),
            structure(
                "B",
                vec![
                    field("a", Type::String),
                    field("b", Type::Model(path("AnyA"))),
                ],
            ),
            Item::AnyEnum(any),
        ];
        let sdk = Sdk {
            runtime: "rt_crate".to_owned(),
            root: vec!["crate".to_owned()],
            models: Module {
                files: vec![file(items)],
                ..Module::default()
            },
            ..Sdk::default()
        };
        let closed = baseline(&sdk, Style::Closed).unwrap();
        let (_, any) = closed.split_once("pub struct AnyA").unwrap();
        assert!(any.contains("pub a: Option<String>"));
        assert!(
            any.contains("pub b: Option<Box<crate::models::AnyA>>"),
            "{any}"
        );
        assert!(!closed.contains("flatten"));
        assert_eq!(
            baseline(&sdk, Style::Flatten)
                .unwrap()
                .matches("serde(flatten)")
                .count(),
            3
        );
    }
}
