//! Documents made from a fuzzer's choices, whose names mostly resolve, so that the stages
//! after reading get work.

use arbitrary::Arbitrary;
use std::fmt;

/// A document of one schema.
#[derive(Arbitrary, Debug)]
pub struct Document {
    types: Vec<Type>,
    operations: Vec<Operation>,
    children: Vec<Child>,
    annotations: Vec<(Name, Annotation)>,
}

/// One of few names, so that they meet.
#[derive(Arbitrary, Clone, Copy, Debug)]
struct Name(u8);

const NAMES: [&str; 24] = [
    "a", "b", "c", "A", "aB", "a_b", "a-b", "ab1", "ab_1", "type", "self", "Self", "Extra",
    "extra", "new", "Call", "call", "Calls", "calls", "any", "AnyCall", "ä", "models", "with_a",
];

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(NAMES[usize::from(self.0) % NAMES.len()])
    }
}

#[derive(Arbitrary, Debug)]
enum Ref {
    Built(u8),
    Named(Name),
    Many(Name),
    ManyBuilt(u8),
}

const BUILT: [&str; 16] = [
    "String",
    "Boolean",
    "Int32",
    "Int64",
    "Double",
    "Decimal",
    "Guid",
    "Date",
    "Duration",
    "DateTimeOffset",
    "TimeOfDay",
    "Binary",
    "Stream",
    "Untyped",
    "GeographyPoint",
    "Byte",
];

impl fmt::Display for Ref {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let built = |n: u8| BUILT[usize::from(n) % BUILT.len()];
        match self {
            Self::Built(n) => write!(f, "Edm.{}", built(*n)),
            Self::Named(name) => write!(f, "s.{name}"),
            Self::Many(name) => write!(f, "Collection(s.{name})"),
            Self::ManyBuilt(n) => write!(f, "Collection(Edm.{})", built(*n)),
        }
    }
}

#[derive(Arbitrary, Debug)]
enum Type {
    Structured {
        name: Name,
        entity: bool,
        base: Option<Name>,
        is_abstract: bool,
        open: bool,
        key: Option<Name>,
        properties: Vec<Property>,
    },
    Enum {
        name: Name,
        flags: bool,
        members: Vec<(Name, Option<i8>)>,
    },
    Definition(Name, u8),
}

#[derive(Arbitrary, Debug)]
struct Property {
    name: Name,
    type_: Ref,
    navigation: bool,
    nullable: Option<bool>,
    contained: bool,
    default: Option<u8>,
    annotation: Option<Annotation>,
}

const DEFAULTS: [&str; 8] = ["", "0", "-1", "true", "a", "P1D", "2020-01-01", "\\\"*/{}"];

#[derive(Arbitrary, Debug)]
enum Annotation {
    Computed,
    Description(String),
    Deprecated(String),
    Permissions(u8),
    Optional,
}

#[derive(Arbitrary, Debug)]
struct Operation {
    function: bool,
    name: Name,
    bound: Option<Ref>,
    parameters: Vec<(Name, Ref, Option<bool>)>,
    returns: Option<Ref>,
    composable: bool,
}

#[derive(Arbitrary, Debug)]
enum Child {
    Set(Name, Name, Vec<(Name, Name)>),
    Singleton(Name, Name),
    Action(Name, Name),
    Function(Name, Name),
}

/// The text as XML may hold it in an attribute.
fn attribute(text: &str) -> String {
    let allowed = |c: &char| *c >= ' ' && !matches!(*c, '\u{fffe}' | '\u{ffff}');
    let mut out = String::new();
    for c in text.chars().filter(allowed) {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
    out
}

impl fmt::Display for Annotation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let core = "<Annotation Term=\"Org.OData.Core.V1.";
        match self {
            Self::Computed => write!(f, "{core}Computed\"/>"),
            Self::Optional => write!(f, "{core}OptionalParameter\"/>"),
            Self::Description(text) => {
                write!(f, "{core}Description\" String=\"{}\"/>", attribute(text))
            }
            Self::Permissions(n) => write!(f, "{core}Permissions\" EnumMember=\"{}\"/>", n % 5),
            Self::Deprecated(text) => write!(
                f,
                "{core}Revisions\"><Collection><Record><PropertyValue Property=\"Kind\" \
                 EnumMember=\"Org.OData.Core.V1.RevisionKind/Deprecated\"/><PropertyValue \
                 Property=\"Description\" String=\"{}\"/></Record></Collection></Annotation>",
                attribute(text)
            ),
        }
    }
}

impl fmt::Display for Property {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let element = if self.navigation {
            "NavigationProperty"
        } else {
            "Property"
        };
        write!(
            f,
            "<{element} Name=\"{}\" Type=\"{}\"",
            self.name, self.type_
        )?;
        if let Some(nullable) = self.nullable {
            write!(f, " Nullable=\"{nullable}\"")?;
        }
        if self.navigation {
            write!(f, " ContainsTarget=\"{}\"", self.contained)?;
        } else if let Some(n) = self.default {
            let text = DEFAULTS[usize::from(n) % DEFAULTS.len()];
            write!(f, " DefaultValue=\"{}\"", attribute(text))?;
        }
        f.write_str(">")?;
        if let Some(annotation) = &self.annotation {
            write!(f, "{annotation}")?;
        }
        write!(f, "</{element}>")
    }
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Structured {
                name,
                entity,
                base,
                is_abstract,
                open,
                key,
                properties,
            } => {
                let element = if *entity { "EntityType" } else { "ComplexType" };
                write!(
                    f,
                    "<{element} Name=\"{name}\" Abstract=\"{is_abstract}\" OpenType=\"{open}\""
                )?;
                if let Some(base) = base {
                    write!(f, " BaseType=\"s.{base}\"")?;
                }
                f.write_str(">")?;
                if let Some(key) = key {
                    write!(f, "<Key><PropertyRef Name=\"{key}\"/></Key>")?;
                }
                for property in properties {
                    write!(f, "{property}")?;
                }
                writeln!(f, "</{element}>")
            }
            Self::Enum {
                name,
                flags,
                members,
            } => {
                write!(f, "<EnumType Name=\"{name}\" IsFlags=\"{flags}\">")?;
                for (name, value) in members {
                    write!(f, "<Member Name=\"{name}\"")?;
                    if let Some(value) = value {
                        write!(f, " Value=\"{value}\"")?;
                    }
                    f.write_str("/>")?;
                }
                f.write_str("</EnumType>\n")
            }
            Self::Definition(name, built) => {
                let built = BUILT[usize::from(*built) % BUILT.len()];
                writeln!(
                    f,
                    "<TypeDefinition Name=\"{name}\" UnderlyingType=\"Edm.{built}\"/>"
                )
            }
        }
    }
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let element = if self.function { "Function" } else { "Action" };
        write!(
            f,
            "<{element} Name=\"{}\" IsBound=\"{}\" IsComposable=\"{}\">",
            self.name,
            self.bound.is_some(),
            self.composable && self.function
        )?;
        if let Some(bound) = &self.bound {
            write!(f, "<Parameter Name=\"bound\" Type=\"{bound}\"/>")?;
        }
        for (name, type_, nullable) in &self.parameters {
            write!(f, "<Parameter Name=\"{name}\" Type=\"{type_}\"")?;
            if let Some(nullable) = nullable {
                write!(f, " Nullable=\"{nullable}\"")?;
            }
            f.write_str("/>")?;
        }
        if let Some(returns) = &self.returns {
            write!(f, "<ReturnType Type=\"{returns}\"/>")?;
        }
        writeln!(f, "</{element}>")
    }
}

impl fmt::Display for Child {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Set(name, type_, bindings) => {
                write!(f, "<EntitySet Name=\"{name}\" EntityType=\"s.{type_}\">")?;
                for (path, target) in bindings {
                    write!(
                        f,
                        "<NavigationPropertyBinding Path=\"{path}\" Target=\"{target}\"/>"
                    )?;
                }
                f.write_str("</EntitySet>")
            }
            Self::Singleton(name, type_) => {
                write!(f, "<Singleton Name=\"{name}\" Type=\"s.{type_}\"/>")
            }
            Self::Action(name, of) => {
                write!(f, "<ActionImport Name=\"{name}\" Action=\"s.{of}\"/>")
            }
            Self::Function(name, of) => {
                write!(f, "<FunctionImport Name=\"{name}\" Function=\"s.{of}\"/>")
            }
        }
    }
}

impl fmt::Display for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "<edmx:Edmx xmlns:edmx=\"http://docs.oasis-open.org/odata/ns/edmx\" Version=\"4.0\">\
             <edmx:DataServices><Schema xmlns=\"http://docs.oasis-open.org/odata/ns/edm\" \
             Namespace=\"sample.ns\" Alias=\"s\">\n",
        )?;
        // Of equal names the first is kept: documents that are refused lead nowhere.
        let mut types: Vec<&str> = Vec::new();
        for type_ in &self.types {
            let (Type::Structured { name, .. }
            | Type::Enum { name, .. }
            | Type::Definition(name, _)) = type_;
            let name = NAMES[usize::from(name.0) % NAMES.len()];
            if !types.contains(&name) {
                types.push(name);
                write!(f, "{type_}")?;
            }
        }
        for operation in &self.operations {
            write!(f, "{operation}")?;
        }
        for (target, annotation) in &self.annotations {
            write!(
                f,
                "<Annotations Target=\"s.{target}\">{annotation}</Annotations>"
            )?;
        }
        f.write_str("<EntityContainer Name=\"Container\">")?;
        for child in &self.children {
            write!(f, "{child}")?;
        }
        f.write_str("</EntityContainer></Schema></edmx:DataServices></edmx:Edmx>\n")
    }
}
