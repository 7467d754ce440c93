//! Every collision of names is reported with both positions and with a line for `names.txt`
//! that resolves it.

#![allow(clippy::panic, clippy::unwrap_used)]

use csdl_codegen::diagnostic::Diagnostics;
use csdl_codegen::{Config, Inputs, Output, generate};

/// Generates a crate from schemas of the namespaces `n` and `n.b`, some names and an overlay.
fn run(schemas: &str, names: &str, overlay: &str) -> (Inputs, Result<Output, Diagnostics>) {
    let document = format!(
        r#"<e:Edmx xmlns:e="http://docs.oasis-open.org/odata/ns/edmx" Version="4.01">
<e:Reference Uri="u"><e:Include Namespace="Org.OData.Core.V1" Alias="Core"/></e:Reference>
<e:DataServices>
{}
</e:DataServices></e:Edmx>"#,
        schemas.replace(
            "<Schema ",
            "<Schema xmlns=\"http://docs.oasis-open.org/odata/ns/edm\" "
        )
    );
    let mut inputs = Inputs::default();
    let number = inputs.sources.add("input.csdl", document);
    inputs.metadata.push(number);
    inputs.names = Some(inputs.sources.add("names.txt", names));
    if !overlay.is_empty() {
        inputs.overlay = Some(inputs.sources.add("overlay.toml", overlay));
    }
    let output = generate(&inputs, &Config::default());
    (inputs, output)
}

/// The lines for `names.txt` that collisions recommend. Each has a position, and a label for
/// the other element unless the generator itself reserves the name.
fn recommended(inputs: &Inputs, output: &Output, reserved: bool) -> Vec<String> {
    let text = output.diagnostics.render(&inputs.sources);
    let mut lines = Vec::new();
    for found in output.diagnostics.iter() {
        if found.code.id != "W0301" {
            continue;
        }
        let place = |span| inputs.sources.line_column(span).is_some();
        assert!(found.span.is_some_and(place), "{text}");
        assert!(
            reserved || found.labels.iter().any(|l| place(l.span)),
            "{text}"
        );
        let help = found.help.as_deref().unwrap();
        let line = help.split('`').nth(1).unwrap();
        lines.push(line.replace("# reason", "# a test"));
    }
    lines
}

fn check(what: &str, schemas: &str, overlay: &str, reserved: bool) {
    let (inputs, first) = run(schemas, "", overlay);
    let first = first.unwrap_or_else(|found| panic!("{what}: {}", found.render(&inputs.sources)));
    let lines = recommended(&inputs, &first, reserved);
    assert!(
        lines.iter().any(|line| line.starts_with(what)),
        "{what}: {lines:#?}"
    );
    let (inputs, second) = run(schemas, &(lines.join("\n") + "\n"), overlay);
    let second = second
        .unwrap_or_else(|found| panic!("{what}: {lines:#?}\n{}", found.render(&inputs.sources)));
    let left: Vec<_> = second
        .diagnostics
        .iter()
        .filter(|found| matches!(found.code.id, "W0301" | "E0302" | "W0304"))
        .collect();
    assert!(left.is_empty(), "{what}: {lines:#?} {left:#?}");
    let code = |output: &Output| {
        let mut files = output.files.clone();
        files.remove("REPORT.md");
        files
    };
    assert!(code(&first) == code(&second), "{what}: other names");
}

const KEY: &str = r#"<Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String" Nullable="false"/>"#;

fn schema(inner: &str) -> String {
    format!(r#"<Schema Namespace="n">{inner}</Schema>"#)
}

#[test]
fn types_that_differ_in_case() {
    let related = schema(
        r#"<ComplexType Name="fooBar"/>
<ComplexType Name="foobar" BaseType="n.fooBar"/><ComplexType Name="FOOBAR" BaseType="n.foobar"/>
<ComplexType Name="uses"><Property Name="p" Type="n.fooBar"/></ComplexType>"#,
    );
    check("type n.foobar", &related, "", false);
    check("file n.foobar", &related, "", false);
    let enums = schema(r#"<EnumType Name="a.b"/>"#.replace("a.b", "kind").as_str())
        .replace("/></Schema>", "/>\n<EnumType Name=\"Kind\"/></Schema>");
    check("type n.kind", &enums, "", false);
}

#[test]
fn variants() {
    let schemas = r#"<Schema Namespace="n"><ComplexType Name="base"/>
<ComplexType Name="bFoo" BaseType="n.base"/>
<ComplexType Name="uses"><Property Name="p" Type="n.base"/></ComplexType></Schema>
<Schema Namespace="n.b"><ComplexType Name="foo" BaseType="n.base"/></Schema>"#;
    check("variant n.base/n.bFoo", schemas, "", false);
    let overlay = r#"[[property]]
type = "n.uses"
name = "data"
one_or_many_of = ["n.base"]
reason = "a test"
link = "https://example.org"
"#;
    check("variant n.uses/data/n.bFoo", schemas, overlay, false);
    let taken = schemas.replace(
        "<ComplexType Name=\"base\"/>",
        "<ComplexType Name=\"base\"/>\n<ComplexType Name=\"anyBase\"/>\n<ComplexType Name=\"usesData\"/>",
    );
    check("any n.base", &taken, overlay, false);
    check("union n.uses/data", &taken, overlay, false);
    check("file n.uses/data", &taken, overlay, false);
}

#[test]
fn modules() {
    let schemas = r#"<Schema Namespace="n.one"><ComplexType Name="c"/></Schema>
<Schema Namespace="n.One"><ComplexType Name="c"/></Schema>"#;
    check("module n.one", schemas, "", false);
}

#[test]
fn members_and_properties() {
    let schemas = schema(
        r#"<EnumType Name="e"><Member Name="a-b"/>
<Member Name="aB"/><Member Name="a = b # c"/></EnumType>
<ComplexType Name="c"><Property Name="x=y" Type="Edm.String"/>
<Property Name="x#y" Type="Edm.String"/></ComplexType>
<ComplexType Name="d" BaseType="n.c">
<Property Name="xY" Type="Edm.String"/><Property Name="member" Type="Edm.String"/><Property Name="_member" Type="Edm.String"/></ComplexType>"#,
    );
    check("member n.e/aB", &schemas, "", false);
    check("property n.c/x#y", &schemas, "", false);
    check("property n.d/xY", &schemas, "", false);
}

#[test]
fn accessors_of_derived_types_give_way_in_silence() {
    let schemas = schema(
        r#"<ComplexType Name="c"><Property Name="member" Type="Edm.String"/><Property Name="x" Type="Edm.String"/></ComplexType>
<ComplexType Name="d" BaseType="n.c"/><ComplexType Name="uses"><Property Name="p" Type="n.c"/></ComplexType>"#,
    );
    let decided = "property n.c/x = member_  # beside `member`\n";
    let (inputs, output) = run(&schemas, decided, "");
    let output = output.unwrap();
    let text = output.diagnostics.render(&inputs.sources);
    assert!(!text.contains("W0301"), "{text}");
    let code = &output.files["src/models/c.rs"];
    assert!(code.contains("pub fn member_(&self)") && code.contains("pub fn member__(&self)"));
}

#[test]
fn methods_of_builders() {
    let schemas = schema(&format!(
        r#"<EntityType Name="t">{KEY}
<NavigationProperty Name="userId" Type="n.t"/>
<NavigationProperty Name="user-id" Type="Collection(n.t)"/>
<Property Name="photo" Type="Edm.Stream"/>
<NavigationProperty Name="uploadPhoto" Type="n.t"/></EntityType>
<Function Name="find" IsBound="true"><Parameter Name="b" Type="n.t"/><Parameter Name="a_b" Type="Edm.String"/><ReturnType Type="Edm.Int32"/></Function>
<Function Name="find" IsBound="true"><Parameter Name="b" Type="n.t"/><Parameter Name="aB" Type="Edm.Int32"/><ReturnType Type="Edm.Int32"/></Function>
<EntityContainer Name="k"><EntitySet Name="all" EntityType="n.t"/>
<EntitySet Name="All" EntityType="n.t"/></EntityContainer>"#
    ));
    for what in [
        "method n.t/user-id",
        "method n.t/photo(upload)",
        "method n.t/n.find(a_b)",
        "operation n.find(n.t, a_b)",
        "root all",
    ] {
        check(what, &schemas, "", true);
    }
}

#[test]
fn reserved_methods() {
    let schemas = schema(&format!(
        r#"<EntityType Name="t">{KEY}<NavigationProperty Name="get" Type="n.t"/></EntityType>
<EntityContainer Name="k"><EntitySet Name="all" EntityType="n.t"/></EntityContainer>"#
    ));
    check("method n.t/get", &schemas, "", true);
}

#[test]
fn parameters_and_builders() {
    let schemas = schema(&format!(
        r#"<EntityType Name="t">{KEY}</EntityType>
<EntityType Name="tCollection">{KEY}</EntityType>
<Action Name="f"><Parameter Name="userId" Type="Edm.String"/>
<Parameter Name="user_id" Type="Edm.String"/></Action>
<EntityContainer Name="k"><EntitySet Name="all" EntityType="n.t"/>
<EntitySet Name="others" EntityType="n.tCollection"/>
<ActionImport Name="f" Action="n.f"/></EntityContainer>"#
    ));
    check("parameter n.f()/user_id", &schemas, "", false);
    check("builder n.tCollection", &schemas, "", false);
}

#[test]
fn imports_of_overloads() {
    let schemas = schema(
        r#"<Function Name="f"><Parameter Name="a_b" Type="Edm.String"/><ReturnType Type="Edm.Int32"/></Function>
<Function Name="f"><Parameter Name="aB" Type="Edm.Int32"/><ReturnType Type="Edm.Int32"/></Function>
<EntityContainer Name="k"><FunctionImport Name="f" Function="n.f"/></EntityContainer>"#,
    );
    check("root f(aB)", &schemas, "", false);
}

#[test]
fn a_type_cannot_take_a_name_that_generated_code_uses() {
    let schemas = schema(r#"<ComplexType Name="c"/><ComplexType Name="option"/>"#);
    let (_, output) = run(&schemas, "type n.c = Option  # short\n", "");
    assert!(output.is_err_and(|found| found.iter().any(|one| one.code.id == "E0302")));
    let (_, output) = run(&schemas, "", "");
    let files = output.unwrap().files;
    assert!(files["src/models/option.rs"].contains("pub struct Option_"));
}
