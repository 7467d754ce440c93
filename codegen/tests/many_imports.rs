//! Areas of a service with hundreds of operation imports, such as the Service Layer of SAP Business
//! One: dividing the crate costs little source.

#![allow(clippy::panic, clippy::unwrap_used)]

use std::fmt::Write;

use csdl_codegen::{Config, Inputs, Output, generate};

/// The numbers of entity sets and of operation imports; a service in the names has five of these.
const SETS: usize = 120;
const IMPORTS: usize = 513;

/// A document in the style of SAP Business One: documents with lines, enumerations that all of
/// them share, references from one to another, and services whose operations are imports.
fn document() -> String {
    let mut schema = String::new();
    let mut container = String::new();
    enums(&mut schema);
    for number in 0..SETS {
        entity(&mut schema, number);
        let _ = writeln!(
            container,
            "<EntitySet Name=\"Entity{number}s\" EntityType=\"SAPB1.Entity{number}\"/>"
        );
    }
    // Several sets with the same type of entity: orders, invoices and deliveries are documents.
    for number in 0..20 {
        let _ = writeln!(
            container,
            "<EntitySet Name=\"Documents{number}\" EntityType=\"SAPB1.Entity0\"/>"
        );
    }
    for number in 0..IMPORTS {
        import(&mut schema, &mut container, number);
    }
    format!(
        r#"<edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" Version="4.0"><edmx:DataServices>
<Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="SAPB1">
{schema}<EntityContainer Name="ServiceLayer">
{container}</EntityContainer></Schema></edmx:DataServices></edmx:Edmx>"#
    )
}

fn enums(out: &mut String) {
    out.push_str(
        "<EnumType Name=\"BoYesNoEnum\"><Member Name=\"tNO\"/><Member Name=\"tYES\"/></EnumType>\n",
    );
    for number in 0..80 {
        let _ = writeln!(out, "<EnumType Name=\"BoEnum{number}\">");
        for member in 0..5 {
            let _ = writeln!(out, "<Member Name=\"bo_{member}\"/>");
        }
        out.push_str("</EnumType>\n");
    }
}

fn entity(out: &mut String, number: usize) {
    let _ = writeln!(
        out,
        "<EntityType Name=\"Entity{number}\"><Key><PropertyRef Name=\"Entry\"/></Key>\n\
         <Property Name=\"Entry\" Type=\"Edm.Int32\" Nullable=\"false\"/>"
    );
    members(out, number);
    let _ = writeln!(
        out,
        "<Property Name=\"Lines\" Type=\"Collection(SAPB1.Line{number})\"/>"
    );
    for step in [1, 7, 40] {
        let target = (number + step) % SETS;
        let _ = writeln!(
            out,
            "<NavigationProperty Name=\"Entity{target}\" Type=\"SAPB1.Entity{target}\"/>"
        );
    }
    let _ = writeln!(out, "</EntityType>\n<ComplexType Name=\"Line{number}\">");
    members(out, number + 1);
    out.push_str("</ComplexType>\n");
    for action in ["Cancel", "Close"] {
        let _ = writeln!(
            out,
            "<Action Name=\"{action}\" IsBound=\"true\"><Parameter Name=\"Entity{number}\" \
             Type=\"SAPB1.Entity{number}\"/></Action>"
        );
    }
}

fn members(out: &mut String, number: usize) {
    for property in 0..12 {
        let type_ = match property {
            0 | 1 => "SAPB1.BoYesNoEnum".to_owned(),
            2 => format!("SAPB1.BoEnum{}", number % 80),
            3 => "SAPB1.BoEnum7".to_owned(),
            4 => "Edm.DateTimeOffset".to_owned(),
            5 => "Edm.Double".to_owned(),
            _ => "Edm.String".to_owned(),
        };
        let _ = writeln!(
            out,
            "<Property Name=\"Member{property}\" Type=\"{type_}\"/>"
        );
    }
}

fn import(schema: &mut String, container: &mut String, number: usize) {
    let (service, operation) = (number / 5, number % 5);
    if operation == 0 {
        let _ = writeln!(
            schema,
            "<ComplexType Name=\"Params{service}\">\n\
             <Property Name=\"Code\" Type=\"Edm.Int32\"/>\n\
             <Property Name=\"Locked\" Type=\"SAPB1.BoYesNoEnum\"/></ComplexType>"
        );
    }
    let (name, signature) = match operation {
        0 => (
            "GetList",
            format!("<ReturnType Type=\"Collection(SAPB1.Params{service})\"/>"),
        ),
        1 => (
            "Get",
            format!("<ReturnType Type=\"SAPB1.Entity{service}\"/>"),
        ),
        2 => (
            "Add",
            format!(
                "<Parameter Name=\"Entity\" Type=\"SAPB1.Entity{service}\"/>\
                 <ReturnType Type=\"SAPB1.Params{service}\"/>"
            ),
        ),
        3 => (
            "Update",
            format!("<Parameter Name=\"Params\" Type=\"SAPB1.Params{service}\"/>"),
        ),
        _ => ("Reset", String::new()),
    };
    let name = format!("Service{service}_{name}");
    let _ = writeln!(schema, "<Action Name=\"{name}\">{signature}</Action>");
    let _ = writeln!(
        container,
        "<ActionImport Name=\"{name}\" Action=\"SAPB1.{name}\"/>"
    );
}

fn crate_of(rules: &str) -> Output {
    let mut inputs = Inputs::default();
    let metadata = inputs.sources.add("business-one.xml", document());
    inputs.metadata.push(metadata);
    inputs.select = Some(inputs.sources.add("select.txt", rules));
    let output = generate(&inputs, &Config::default());
    output.unwrap_or_else(|found| panic!("{}", found.render(&inputs.sources)))
}

fn bytes(output: &Output) -> usize {
    let sources = output.files.iter();
    let sources = sources.filter(|(path, _)| path.ends_with(".rs"));
    sources.map(|(_, text)| text.len()).sum()
}

#[test]
fn areas_add_little_to_the_source_of_a_service_with_many_imports() {
    let whole = bytes(&crate_of("+ all\n+ areas 1000000\n"));
    let divided = bytes(&crate_of("+ all\n+ areas\n"));

    assert!(whole > 1_000_000, "{whole}");
    assert!(
        divided < 2 * whole,
        "{divided} bytes with areas, {whole} without"
    );
}
