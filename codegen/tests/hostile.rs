//! No text of the metadata gets out of where it stands: a literal or a doc comment.

#![allow(clippy::panic, clippy::unwrap_used)]

use std::collections::BTreeSet;

use csdl_codegen::emit;
use csdl_codegen::sdk::{
    Alias, AnyEnum, Builder, BuilderRef, Doc, EntityKey, Field, FieldType, File, FormerMember,
    Item, KeyForm, KeyPart, Method, MethodKind, Module, Path as Place, Sdk, Service, Struct,
    TextEnum, TextMember, Type, Variant,
};
use csdl_codegen::service::BatchFormat;
use proc_macro2::{Group, Literal, TokenStream, TokenTree};

fn doc(text: &str) -> Doc {
    Doc(vec![text.to_owned(), String::new(), text.to_owned()])
}

fn place(name: &str) -> Place {
    Place {
        name: name.to_owned(),
        ..Place::default()
    }
}

/// A struct with a field of every shape, whose every text is `text`.
fn hostile_struct(text: &str) -> Struct {
    let long = "a";
    let text = || text.to_owned();
    let shapes = [
        Type::String,
        Type::Scalar("bool"),
        Type::Runtime("RawJson"),
        Type::Model(place(&format!("B{long}"))),
        Type::Flags(place(&format!("C{long}"))),
    ];
    let mut fields = Vec::new();
    for (at, item) in shapes.into_iter().enumerate() {
        for (list, boxed) in [(false, false), (true, false), (false, true)] {
            let name = format!("{long}{at}{list}{boxed}");
            fields.push(Field {
                constant: name.to_uppercase(),
                setter: format!("with_{name}"),
                wire: text(),
                field_type: FieldType {
                    item: item.clone(),
                    list,
                    boxed,
                },
                doc: doc(&text()),
                deprecated: Some(text()),
                name,
            });
        }
    }
    let former = |word: &str| {
        let fields = fields.iter().enumerate();
        let fields = fields.map(|(at, field)| {
            let (constant, setter) = (format!("{word}{at}"), format!("{word}{at}"));
            let field = Field {
                constant,
                setter,
                ..field.clone()
            };
            (at, field)
        });
        fields.collect::<Vec<_>>()
    };
    Struct {
        path: place(&format!("A{long}")),
        doc: doc(&text()),
        deprecated: Some(text()),
        type_name: text(),
        required: (0..fields.len()).step_by(2).collect(),
        read_only: vec![1],
        create_only: vec![2],
        secret: vec![0, 3],
        written: true,
        former_constants: former("CONST"),
        former_setters: former("with_was").into_iter().map(|(_, f)| f).collect(),
        fields,
    }
}

/// A builder with a method for each form of a key, whose every text is `text`.
fn hostile_builder(text: &str) -> Builder {
    let part = |name: &str| KeyPart {
        wire: text.to_owned(),
        name: name.to_owned(),
        type_: Type::String,
    };
    let forms = [
        KeyForm::Id,
        KeyForm::Segment,
        KeyForm::Literal,
        KeyForm::Named,
    ];
    let methods = forms.into_iter().map(|form| Method {
        name: format!("{form:?}").to_lowercase(),
        doc: doc(text),
        deprecated: Some(text.to_owned()),
        only: None,
        options: vec![part("option")],
        kind: MethodKind::Keyed(
            text.to_owned(),
            EntityKey {
                form,
                parts: match form {
                    KeyForm::Named => vec![part("a"), part("b")],
                    _ => vec![part("a")],
                },
                declared_by: Some(text.to_owned()),
            },
            BuilderRef {
                path: place("Next"),
                access: None,
            },
        ),
    });
    Builder {
        path: place("Requests"),
        doc: doc(text),
        deprecated: Some(text.to_owned()),
        entity: text.to_owned(),
        has_access_param: false,
        methods: methods.collect(),
        former: Vec::new(),
    }
}

/// A crate whose every text is `text` and whose names end with an `a`.
fn hostile(text: &str) -> Sdk {
    let long = "a";
    let text = || text.to_owned();
    let structure = hostile_struct(&text());
    let member = |value: i64| TextMember {
        name: format!("{}{long}{value}", if value < 0 { "N" } else { "M" }).replace('-', ""),
        wire: text(),
        value,
        doc: doc(&text()),
        deprecated: Some(text()),
    };
    let texts = |first: i64| TextEnum {
        path: place(&format!("C{long}{}", first.unsigned_abs())),
        type_name: text(),
        flags: true,
        qualified_literals: true,
        members: (first..40).map(member).collect(),
        fallback: "Other".to_owned(),
        former: vec![FormerMember {
            name: "Was".to_owned(),
            now: "M1".to_owned(),
        }],
        ..TextEnum::default()
    };
    let variant = |letter: &str| Variant {
        name: format!("{letter}{long}"),
        path: place(&format!("{letter}{long}")),
        wire: text(),
    };
    let any = |base: Option<Variant>| AnyEnum {
        path: place(&format!("Any{long}")),
        fallback: base.is_none().then(|| format!("Unknown{long}")),
        base,
        derived: vec![variant("D"), variant("E")],
        ..AnyEnum::default()
    };
    let items = vec![
        Item::Struct(structure),
        Item::TextEnum(texts(0)),
        Item::TextEnum(texts(-3)),
        Item::AnyEnum(any(None)),
        Item::AnyEnum(any(Some(variant("F")))),
        Item::Alias(Alias {
            path: place("Former"),
            doc: doc(&text()),
            note: text(),
            target: place(&format!("A{long}")),
            has_access_param: false,
        }),
        Item::Builder(hostile_builder(&text())),
    ];
    Sdk {
        runtime: "runtime".to_owned(),
        root: vec!["crate".to_owned()],
        models: Module {
            name: "models".to_owned(),
            files: vec![File {
                name: "file".to_owned(),
                items,
                exports: (0..9).map(|at| format!("X{long}{at}")).collect(),
                ..File::default()
            }],
            ..Module::default()
        },
        requests: Module {
            name: "requests".to_owned(),
            ..Module::default()
        },
        service: Service {
            client: "Client".to_owned(),
            root: Some(text()),
            version: text(),
            scope: Some(text()),
            odata_version: Some(text()),
            preferences: vec![text()],
            sdk_header: Some(text()),
            ieee754_compatible: true,
            batch: BatchFormat::default(),
            batch_limit: Some(1),
            in_clouds: true,
        },
        ..Sdk::default()
    }
}

/// The files of a hostile crate as tokens, every literal as `0`, and the texts of all literals.
fn skeleton(text: &str) -> (Vec<String>, BTreeSet<String>) {
    let mut literals = BTreeSet::new();
    let mut blank = |name: &str, text: &str| {
        let tokens: TokenStream = text.parse().unwrap_or_else(|e| panic!("{name}: {e}"));
        without_literals(tokens, &mut literals).to_string()
    };
    let files = emit::files(&hostile(text), None).unwrap();
    let files = files.iter().map(|(name, text)| blank(name, text)).collect();
    (files, literals)
}

fn without_literals(tokens: TokenStream, literals: &mut BTreeSet<String>) -> TokenStream {
    let blank = |tree| match tree {
        TokenTree::Literal(literal) => {
            if let Ok(text) = syn::parse_str::<syn::LitStr>(&literal.to_string()) {
                literals.insert(text.value());
            }
            Literal::u8_unsuffixed(0).into()
        }
        TokenTree::Group(group) => {
            let inside = without_literals(group.stream(), literals);
            Group::new(group.delimiter(), inside).into()
        }
        other => other,
    };
    let mut trees: Vec<TokenTree> = tokens.into_iter().map(blank).collect();
    // Whether a comma ends a list depends on the length of its lines.
    trees.pop_if(|last| matches!(last, TokenTree::Punct(comma) if comma.as_char() == ','));
    trees.into_iter().collect()
}

#[test]
fn a_text_changes_literals_and_docs_and_nothing_else() {
    let (plain, _) = skeleton("plain");
    for text in [
        "\"); fn main() {} (\"",
        "\\",
        "\\\" , ) ] > => . {",
        "*/ r#\"\u{0}1\u{7f}\u{200b}\u{301}",
        "'a' \u{85}\u{2028} é\u{10ffff}",
        "/ //",
        "one\n}\r\nmod two {",
    ] {
        let (made, literals) = skeleton(text);
        assert!(made == plain, "{text:?}");
        assert!(literals.contains(text), "{text:?}");
    }
}
