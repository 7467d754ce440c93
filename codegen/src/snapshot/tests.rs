//! The canonical form: what is kept, what is dropped, and that it is a fixed point.

use super::{Snapshot, snapshot};
use crate::diagnostic::Sources;

fn take(documents: &[&str], rules: &str) -> Result<Snapshot, String> {
    let mut sources = Sources::default();
    for (at, text) in documents.iter().enumerate() {
        sources.add(format!("{at}.csdl"), *text);
    }
    let rules = sources.add("select.txt", rules);
    snapshot("a test", &sources, rules).map_err(|d| d.render(&sources))
}

const SAMPLE: &str = r#"<?xml version="1.0" encoding="utf-8"?>
<x:Edmx xmlns:x="http://docs.oasis-open.org/odata/ns/edmx" Version="4.0"><x:DataServices>
<Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="z.other" Alias="self">
  <ComplexType Name="far"><NavigationProperty Name="back" Type="graph.b"/></ComplexType>
  <Annotations Target="n.graph.b/q">
    <Annotation Term="Org.OData.Core.V1.Computed" Bool="true"/>
    <Annotation Term="Org.OData.Core.V1.Description" String="prose"/>
  </Annotations>
</Schema>
<Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="n.graph" Alias="graph">
  <Function Name="f" IsBound="true"><Parameter Name="b" Type="graph.b"/><Parameter Name="y" Type="Edm.String"/><ReturnType Type="Edm.String" Nullable="false"/></Function>
  <Function Name="f" IsBound="true"><Parameter Name="b" Type="graph.b"/><Parameter Name="x" Type="Edm.Int64"/><ReturnType Type="Edm.String"/></Function>
  <Action Name="z" IsBound="false"/>
  <Term Name="mark" Type="Edm.String"/><Term Name="unused" Type="Edm.String"/>
  <EntityType Name="b" OpenType="true">
    <Key><PropertyRef Name="q"/></Key>
    <Property Name="q" Type="Edm.String" Nullable="false" MaxLength="MAX" Unicode="false"/>
    <Property Name="a" Type="Collection(self.far)"><Annotation Term="graph.mark" String="&lt;&quot;"/></Property>
    <NavigationProperty Name="n" Type="graph.c" ContainsTarget="false"/>
  </EntityType>
  <EntityType Name="c" BaseType="graph.b" Abstract="false"/>
  <EnumType Name="a"><Member Name="two"/><Member Name="one"/></EnumType>
  <ComplexType Name="unreached"/>
  <EntityContainer Name="C"><EntitySet Name="s" EntityType="graph.b">
    <NavigationPropertyBinding Path="n" Target="s"/><NavigationPropertyBinding Path="graph.c/n" Target="t"/></EntitySet>
    <Singleton Name="t" Type="graph.c"/></EntityContainer>
</Schema>
</x:DataServices></x:Edmx>"#;

#[test]
fn the_canonical_form_of_a_sample() {
    let found = take(&[SAMPLE], "+ set s\n+ type n.graph.a").expect("no errors");
    let expected = r#"<?xml version="1.0" encoding="UTF-8"?>
<edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" Version="4.0">
  <edmx:DataServices>
    <Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="n.graph" Alias="graph">
      <EnumType Name="a">
        <Member Name="two" Value="0"/>
        <Member Name="one" Value="1"/>
      </EnumType>
      <EntityType Name="b" OpenType="true">
        <Key>
          <PropertyRef Name="q"/>
        </Key>
        <Property Name="q" Type="Edm.String" Nullable="false" MaxLength="max" Unicode="false">
          <Annotation Term="Org.OData.Core.V1.Computed" Bool="true"/>
        </Property>
        <Property Name="a" Type="Collection(z.other.far)">
          <Annotation Term="graph.mark" String="&lt;&quot;"/>
        </Property>
        <NavigationProperty Name="n" Type="graph.c"/>
      </EntityType>
      <EntityType Name="c" BaseType="graph.b" OpenType="true"/>
      <Function Name="f" IsBound="true">
        <Parameter Name="b" Type="graph.b"/>
        <Parameter Name="x" Type="Edm.Int64"/>
        <ReturnType Type="Edm.String"/>
      </Function>
      <Function Name="f" IsBound="true">
        <Parameter Name="b" Type="graph.b"/>
        <Parameter Name="y" Type="Edm.String"/>
        <ReturnType Type="Edm.String" Nullable="false"/>
      </Function>
      <Term Name="mark" Type="Edm.String"/>
      <EntityContainer Name="C">
        <EntitySet Name="s" EntityType="graph.b">
          <NavigationPropertyBinding Path="n" Target="s"/>
        </EntitySet>
      </EntityContainer>
    </Schema>
    <Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="z.other">
      <ComplexType Name="far">
        <NavigationProperty Name="back" Type="graph.b"/>
      </ComplexType>
    </Schema>
  </edmx:DataServices>
</edmx:Edmx>
"#;
    assert_eq!(found.csdl, expected);
    let again = take(&[&found.csdl], "+ all").expect("the output is valid");
    assert_eq!(again.csdl, found.csdl, "a fixed point");
    assert!(again.diagnostics.is_empty(), "{:?}", again.diagnostics);
}

#[test]
fn the_order_of_the_input_does_not_matter_across_documents() {
    let part = |name: &str, other: &str| {
        format!(
            r#"<e:Edmx xmlns:e="http://docs.oasis-open.org/odata/ns/edmx" Version="4.0">
            <e:Reference Uri="x"><e:Include Namespace="{other}" Alias="o"/></e:Reference>
            <e:DataServices><Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="{name}">
            <ComplexType Name="t"><Property Name="p" Type="Collection(o.t)"/></ComplexType>
            </Schema></e:DataServices></e:Edmx>"#
        )
    };
    let (a, b) = (part("n.a", "n.b"), part("n.b", "n.a"));
    let one = take(&[&a, &b], "+ type n.a.t").expect("no errors");
    let two = take(&[&b, &a], "+ type n.a.t").expect("no errors");
    assert_eq!(one.csdl, two.csdl);
    assert_eq!(one.lock.counts.complex_types, 2);
}

#[test]
fn what_is_left_out_stays_untyped() {
    let sample = take(&[SAMPLE], "+ set s\n- type z.other.far").expect("no errors");
    assert!(
        sample
            .csdl
            .contains(r#"Name="a" Type="Collection(Edm.Untyped)""#),
        "{}",
        sample.csdl
    );
    assert!(!sample.csdl.contains("z.other"), "{}", sample.csdl);
    let sample = take(&[SAMPLE], "+ set s\n- type n.graph.c").expect("no errors");
    assert!(
        sample.csdl.contains(r#"Name="n" Type="Edm.EntityType""#),
        "{}",
        sample.csdl
    );
}

#[test]
fn the_lock_counts_and_names_its_source() {
    let found = take(&[SAMPLE], "+ set s").expect("no errors");
    let text = found.lock.to_toml();
    assert!(text.contains("source = \"a test\"\n"), "{text}");
    assert!(text.contains("entity_types = 2\n"), "{text}");
    assert!(text.contains("functions = 2\n"), "{text}");
    assert_eq!(found.lock.sha256.len(), 64);
    assert!(toml::from_str::<toml::Table>(&text).is_ok());
}

#[test]
fn all_errors_come_at_once_and_in_order() {
    let wrong = SAMPLE
        .replace("Collection(self.far)", "Collection(self.fur)")
        .replace(r#"Name="n" Type="graph.c""#, r#"Name="n" Type="grap.c""#);
    let errors = take(&[&wrong], "+ set s\n+ set nobody").expect_err("two wrong types");
    let first = errors.find("did you mean `self.far`?").expect("the first");
    let second = errors.find("did you mean `graph.c`?").expect("the second");
    assert!(first < second, "{errors}");
    assert!(errors.contains("there is no set `nobody`"), "{errors}");
}

#[test]
fn of_what_paths_lead_through_only_the_way_is_kept() {
    let document = r#"<x:Edmx xmlns:x="http://docs.oasis-open.org/odata/ns/edmx" Version="4.0"><x:DataServices>
<Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="n">
  <EntityType Name="entity" Abstract="true"><Key><PropertyRef Name="id"/></Key>
    <Property Name="id" Type="Edm.String" Nullable="false"/><Property Name="etag" Type="Edm.String"/></EntityType>
  <EntityType Name="object" BaseType="n.entity" OpenType="true"><Property Name="deleted" Type="Edm.Date"/>
    <NavigationProperty Name="owners" Type="Collection(n.user)"/></EntityType>
  <EntityType Name="user" BaseType="n.object" OpenType="true"><Property Name="mail" Type="Edm.String"/>
    <NavigationProperty Name="boss" Type="n.user"/>
    <NavigationProperty Name="chats" Type="Collection(n.chat)" ContainsTarget="true"><Annotation Term="n.mark" String="x"/></NavigationProperty>
    <Annotation Term="Org.OData.Core.V1.AlternateKeys"><Collection><Record><PropertyValue Property="Key"><Collection>
      <Record><PropertyValue Property="Name" PropertyPath="mail"/></Record></Collection></PropertyValue></Record></Collection></Annotation>
  </EntityType>
  <EntityType Name="chat"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String" Nullable="false"/></EntityType>
  <Term Name="mark" Type="Edm.String"/>
  <Action Name="fire" IsBound="true"><Parameter Name="it" Type="n.user"/></Action>
  <EntityContainer Name="c"><EntitySet Name="users" EntityType="n.user">
    <NavigationPropertyBinding Path="boss" Target="users"/></EntitySet>
    <Singleton Name="me" Type="n.user"/></EntityContainer>
</Schema></x:DataServices></x:Edmx>"#;
    let rules = "+ path users/{id}/chats";
    let found = take(&[document], rules).expect("no errors");
    let expected = r#"<?xml version="1.0" encoding="UTF-8"?>
<edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" Version="4.0">
  <edmx:DataServices>
    <Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="n">
      <EntityType Name="chat">
        <Key>
          <PropertyRef Name="id"/>
        </Key>
        <Property Name="id" Type="Edm.String" Nullable="false"/>
      </EntityType>
      <EntityType Name="entity" Abstract="true">
        <Key>
          <PropertyRef Name="id"/>
        </Key>
        <Property Name="id" Type="Edm.String" Nullable="false"/>
      </EntityType>
      <EntityType Name="object" BaseType="n.entity" OpenType="true"/>
      <EntityType Name="user" BaseType="n.object" OpenType="true">
        <NavigationProperty Name="chats" Type="Collection(n.chat)" ContainsTarget="true">
          <Annotation Term="n.mark" String="x"/>
        </NavigationProperty>
      </EntityType>
      <Term Name="mark" Type="Edm.String"/>
      <EntityContainer Name="c">
        <EntitySet Name="users" EntityType="n.user"/>
      </EntityContainer>
    </Schema>
  </edmx:DataServices>
</edmx:Edmx>
"#;
    assert_eq!(found.csdl, expected);
    let again = take(&[&found.csdl], rules).expect("the same rules apply to it");
    assert_eq!(again.csdl, found.csdl, "a fixed point");
    assert_eq!(again.lock.counts, found.lock.counts);
    assert_eq!(
        (found.lock.counts.entity_types, found.lock.counts.passages),
        (1, 1)
    );
}

/// The stored snapshot is in canonical form and is what the lock says it is.
#[test]
fn the_snapshot_of_this_repository() {
    let package = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default();
    let folder = std::path::Path::new(&package).join("../metadata");
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).ok();
    let (Some(csdl), Some(lock), Some(rules)) =
        (read("beta.csdl"), read("beta.lock"), read("select.txt"))
    else {
        eprintln!("skipped: the snapshot is not in metadata/");
        return;
    };
    let again = take(&[&csdl], &rules).expect("no errors");
    assert_eq!(again.csdl, csdl, "a fixed point");
    assert!(
        lock.contains(&again.lock.sha256),
        "the hash in the lock is another"
    );
}
