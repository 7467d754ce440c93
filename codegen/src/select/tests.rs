//! Tests of the selection: what is reached, in which direction, and why.

use super::{Rules, Selection, select};
use crate::csdl;
use crate::diagnostic::{Diagnostics, Severity, Sources};
use crate::model::{Model, resolve};

pub(super) fn model(body: &str) -> Model {
    let mut sources = Sources::default();
    let id = sources.add(
        "m.csdl",
        format!(
            r#"<e:Edmx xmlns:e="http://docs.oasis-open.org/odata/ns/edmx" Version="4.0">
            <e:DataServices><Schema xmlns="http://docs.oasis-open.org/odata/ns/edm"
            Namespace="n">{body}</Schema></e:DataServices></e:Edmx>"#
        ),
    );
    let (document, out) = csdl::read(&sources, id);
    assert!(!out.has_errors(), "{}", out.render(&sources));
    let (model, out) = resolve(&[document]);
    assert!(!out.has_errors(), "{}", out.render(&sources));
    model
}

pub(super) fn pick(model: &Model, rules: &str) -> (Selection, Diagnostics) {
    let mut sources = Sources::default();
    let id = sources.add("select.txt", rules);
    let (rules, out) = Rules::parse(&sources, id);
    assert!(out.is_empty(), "{}", out.render(&sources));
    select(model, &rules, false)
}

/// Names with `r` and `w`, and the way that led there.
pub(super) fn list(model: &Model, selection: &Selection) -> Vec<String> {
    let mut list: Vec<String> = selection
        .types
        .iter()
        .map(|(&id, used)| {
            format!(
                "{}{} {}: {}",
                if used.read { "r" } else { "-" },
                if used.write { "w" } else { "-" },
                model
                    .type_(id)
                    .map(|t| t.name.name.as_str())
                    .unwrap_or_default(),
                selection.path(model, id).join(" < ")
            )
        })
        .collect();
    list.sort_by(|a, b| a[3..].cmp(&b[3..]));
    list
}

const SERVICE: &str = r#"
<EntityType Name="entity" Abstract="true"><Key><PropertyRef Name="id"/></Key>
  <Property Name="id" Type="Edm.String" Nullable="false"/></EntityType>
<EntityType Name="home" BaseType="n.entity">
  <NavigationProperty Name="rooms" Type="Collection(n.room)" ContainsTarget="true"/>
  <NavigationProperty Name="owner" Type="n.person"/></EntityType>
<EntityType Name="room" BaseType="n.entity">
  <Property Name="colour" Type="n.colour"/>
  <Property Name="state" Type="n.state"><Annotation Term="Org.OData.Core.V1.Computed"/></Property>
</EntityType>
<EntityType Name="person" BaseType="n.entity"><Property Name="name" Type="n.fullName"/></EntityType>
<EntityType Name="guest" BaseType="n.person"/>
<ComplexType Name="fullName"/>
<ComplexType Name="paint" Abstract="true"/>
<ComplexType Name="gloss" BaseType="n.paint"/>
<ComplexType Name="matt" BaseType="n.gloss"/>
<ComplexType Name="receipt"/>
<ComplexType Name="stray"/>
<EnumType Name="colour"><Member Name="red"/></EnumType>
<EnumType Name="state"><Member Name="on"/></EnumType>
<Action Name="renovate" IsBound="true"><Parameter Name="it" Type="Collection(n.room)"/>
  <Parameter Name="paint" Type="n.paint"/><ReturnType Type="n.receipt"/></Action>
<Action Name="elsewhere" IsBound="true"><Parameter Name="it" Type="n.stray"/></Action>
<EntityContainer Name="c"><Singleton Name="home" Type="n.home"/></EntityContainer>"#;

#[test]
fn the_closure_of_a_small_service() {
    let model = model(SERVICE);
    let (selection, out) = pick(&model, "+ singleton home");
    assert!(out.is_empty());
    assert_eq!(
        list(&model, &selection),
        [
            "rw colour: room.colour < home.rooms < singleton home",
            "rw entity: base of home < singleton home",
            "r- fullName: person.name < home.owner < singleton home",
            "-w gloss: derived from paint < parameter paint of renovate < home.rooms < singleton home",
            "r- guest: derived from person < home.owner < singleton home",
            "rw home: singleton home",
            "-w matt: derived from gloss < derived from paint < parameter paint of renovate \
             < home.rooms < singleton home",
            "-w paint: parameter paint of renovate < home.rooms < singleton home",
            "r- person: home.owner < singleton home",
            "r- receipt: result of renovate < home.rooms < singleton home",
            "rw room: home.rooms < singleton home",
            "r- state: room.state < home.rooms < singleton home",
        ]
    );
    assert_eq!(selection.operations.len(), 1);
    assert_eq!(selection.roots.len(), 1);
}

#[test]
fn entities_that_clients_do_not_write() {
    let model = model(SERVICE);
    let (selection, _) = pick(&model, "+ singleton home\n- write n.room");
    let text = list(&model, &selection).join("\n");
    assert!(text.contains("r- room:"), "{text}");
    assert!(text.contains("r- colour:"), "{text}");
    assert!(text.contains("rw home:"), "{text}");
}

#[test]
fn what_clients_change_and_delete() {
    let model = model(SERVICE);
    let room = |rules: &str| {
        let (selection, _) = pick(&model, rules);
        let id = model.find_type("n.room").unwrap();
        let used = selection.types[&id];
        (used.change, used.delete, used.read_only)
    };
    assert_eq!(room("+ singleton home"), (true, true, false));
    assert_eq!(
        room("+ singleton home\n- write n.room"),
        (false, false, true)
    );
    // What an entity contains is not written either; that is said of no reference to it.
    assert_eq!(
        room("+ singleton home\n- write n.home"),
        (false, false, false)
    );
    let rules = "+ singleton home\n- write n.room\n+ delete n.room";
    assert_eq!(room(rules), (false, true, true));
    assert_eq!(room("+ write n.room"), (false, false, false));
}

#[test]
fn exclusions_cut_and_say_what_they_cut() {
    let model = model(SERVICE);
    let (selection, out) = pick(
        &model,
        "+ singleton home\n- type n.gloss\n- type n.person\n- operation n.elsewhere",
    );
    let text = list(&model, &selection).join("\n");
    for name in ["gloss", "matt", "person", "guest", "fullName"] {
        assert!(!text.contains(&format!(" {name}:")), "{name} in {text}");
    }
    let notes: Vec<_> = out.iter().map(|d| d.message.as_str()).collect();
    assert_eq!(notes, ["property `owner` of `n.home` stays untyped"]);
    let (_, out) = pick(&model, "+ singleton home\n- type n.entity\n+ type n.entity");
    assert!(out.has_errors(), "everything derives from it");
}

#[test]
fn unknown_names_are_reported_with_a_guess() {
    let model = model(SERVICE);
    let (_, out) = pick(
        &model,
        "+ singleton hom\n+ type n.rom\n- type n.rom\n- operation n.x",
    );
    let found: Vec<_> = out
        .iter()
        .map(|d| {
            (
                d.severity,
                d.message.as_str(),
                d.help.as_deref().unwrap_or_default(),
            )
        })
        .collect();
    assert_eq!(
        found,
        [
            (
                Severity::Warning,
                "unknown type `n.rom`",
                "did you mean `n.room`?"
            ),
            (
                Severity::Warning,
                "there is no action or function `n.x`",
                ""
            ),
            (
                Severity::Error,
                "there is no singleton `hom`",
                "did you mean `home`?"
            ),
            (
                Severity::Error,
                "unknown type `n.rom`",
                "did you mean `n.room`?"
            ),
            (Severity::Error, "the rules select nothing", ""),
        ]
    );
}

#[test]
fn all_is_everything() {
    let model = model(SERVICE);
    let (selection, _) = pick(&model, "+ all");
    assert_eq!(selection.types.len(), model.types.len());
    assert_eq!(selection.operations.len(), 2);
}

#[test]
fn a_union_of_the_overlay_brings_its_types_for_reading() {
    let mut model = model(SERVICE);
    let person = model.find_type("n.person").expect("declared");
    let stray = model.find_type("n.stray").expect("declared");
    let property = {
        let untyped = crate::model::Item::Abstract(crate::model::AbstractType::Untyped);
        let mut property =
            crate::model::Property::new("anything", crate::model::TypeRef::one(untyped));
        property.union = Some(vec![person]);
        property
    };
    if let crate::model::TypeKind::Structured(structured) =
        &mut model.types[usize::try_from(stray.0).expect("small")].kind
    {
        structured.properties.push(property);
    }
    let (selection, _) = pick(&model, "+ write n.stray");
    let text = list(&model, &selection).join("\n");
    assert!(text.contains("-w stray: a rule"), "{text}");
    assert!(
        text.contains("r- person: stray.anything < a rule"),
        "{text}"
    );
    assert!(text.contains("r- guest: derived from person"), "{text}");
}

/// The slice of Graph beta that this repository generates.
#[test]
fn the_slice_of_this_repository() {
    let package = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default();
    let folder = std::path::Path::new(&package).join("../metadata");
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).ok();
    let (Some(csdl), Some(rules)) = (read("beta.csdl"), read("select.txt")) else {
        eprintln!("skipped: metadata/beta.csdl or metadata/select.txt is not there");
        return;
    };
    let mut sources = Sources::default();
    let id = sources.add("beta.csdl", csdl);
    let (document, out) = csdl::read(&sources, id);
    assert!(!out.has_errors(), "{}", out.render(&sources));
    let (model, out) = resolve(&[document]);
    assert!(!out.has_errors(), "{}", out.render(&sources));
    let (selection, out) = pick(&model, &rules);
    assert!(!out.has_errors(), "{}", out.render(&sources));
    let counts = crate::snapshot::Counts::of(&model, &selection);
    assert_eq!(
        (counts.entity_types, counts.complex_types, counts.enum_types),
        (66, 139, 68)
    );
    assert_eq!((counts.actions, counts.functions), (44, 13));
    let used = |name: &str| {
        let id = model.find_type(name).expect("in the slice");
        selection.types.get(&id).map(|used| (used.read, used.write))
    };
    assert_eq!(used("microsoft.graph.call"), Some((true, true)));
    assert_eq!(
        used("microsoft.graph.callRecords.session"),
        Some((true, false))
    );
    assert_eq!(used("microsoft.graph.mediaPrompt"), Some((false, true)));
}
