//! What the dialect of a service follows from.

use super::{BatchFormat, Dialect, File, KeyStyle};
use crate::csdl;
use crate::diagnostic::{Diagnostics, Sources};
use crate::model::{Model, QName, resolve};

fn model(version: &str, schemas: &str) -> Model {
    let text = format!(
        r#"<edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" Version="{version}">
<edmx:DataServices>{schemas}</edmx:DataServices></edmx:Edmx>"#
    );
    let mut sources = Sources::default();
    let number = sources.add("input.csdl", text);
    let (document, found) = csdl::read(&sources, number);
    assert!(!found.has_errors(), "{}", found.render(&sources));
    resolve(&[document]).0
}

fn schema(namespace: &str, inside: &str) -> String {
    format!(
        r#"<Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="{namespace}">{inside}</Schema>"#
    )
}

fn read(text: &str) -> (File, Vec<String>) {
    let mut sources = Sources::default();
    let number = sources.add("service.toml", text);
    let mut found = Diagnostics::default();
    let file = sources
        .get(number)
        .map(|source| File::read(number, source, &mut found));
    let messages = found.iter().map(|finding| {
        let help = finding.help.clone().unwrap_or_default();
        format!("{} {help}", finding.message).trim_end().to_owned()
    });
    (file.unwrap_or_default(), messages.collect())
}

fn dialect(file: &str, model: &Model) -> Dialect {
    let (file, messages) = read(file);
    assert!(messages.is_empty(), "{messages:?}");
    Dialect::new(&file, model)
}

#[test]
fn the_standard_is_the_default() {
    let model = model("4.0", &schema("a.b", r#"<EntityContainer Name="Shop"/>"#));
    let found = dialect("", &model);
    assert_eq!(found.keys, KeyStyle::Parentheses);
    assert_eq!(found.operation(&QName::new("a.b", "f")), "a.b.f");
    assert!(found.qualified_enums);
    assert_eq!((found.service.root, found.service.scope), (None, None));
    assert_eq!(found.service.odata_version.as_deref(), Some("4.0"));
    assert!(found.service.preferences.is_empty() && found.service.sdk_header.is_none());
    assert_eq!(found.service.client, "ShopClient");
    assert!(found.writes_through_navigation && found.removes_by_address && found.replaces);
    assert!(found.sends_empty_object && !found.service.ieee754_compatible);
}

#[test]
fn a_service_says_how_it_wants_bodies() {
    let stated = "ieee754_compatible = true\nempty_action_body = \"none\"";
    let found = dialect(stated, &Model::default());
    assert!(found.service.ieee754_compatible && !found.sends_empty_object);
    let stated = "ieee754_compatible = false\nempty_action_body = \"object\"";
    let found = dialect(stated, &Model::default());
    assert!(!found.service.ieee754_compatible && found.sends_empty_object);
}

#[test]
fn a_service_may_write_where_entities_live_alone() {
    let denied = "write_through_navigation = false\nreplace = false";
    let found = dialect(denied, &Model::default());
    assert!(!found.writes_through_navigation && !found.replaces);
    assert!(found.removes_by_address);
}

#[test]
fn the_metadata_decides_what_the_file_leaves_open() {
    let inside = |value: &str| {
        format!(
            r#"<EntityContainer Name="Shop">
<Annotation Term="Org.OData.Capabilities.V1.KeyAsSegmentSupported"{value}/>
</EntityContainer><Annotation Term="Org.OData.Core.V1.DefaultNamespace"{value}/>"#
        )
    };
    let schemas = |value: &str| schema("a.b", &inside(value)) + &schema("c", "");
    for value in ["", r#" Bool="true""#] {
        let model = model("4.01", &schemas(value));
        let found = dialect("", &model);
        assert_eq!(found.keys, KeyStyle::Segment);
        assert_eq!(found.operation(&QName::new("a.b", "f")), "f");
        assert_eq!(found.operation(&QName::new("c", "f")), "c.f");
        assert_eq!(found.service.odata_version.as_deref(), Some("4.01"));
        let stated = "keys = \"parentheses\"\noperations = \"qualified\"\nodata_version = \"none\"";
        let found = dialect(stated, &model);
        assert_eq!(found.keys, KeyStyle::Parentheses);
        assert_eq!(found.operation(&QName::new("a.b", "f")), "a.b.f");
        assert_eq!(found.service.odata_version, None);
    }
    let denied = dialect("", &model("4.01", &schemas(r#" Bool="false""#)));
    assert_eq!(denied.keys, KeyStyle::Parentheses);
    assert_eq!(denied.operation(&QName::new("a.b", "f")), "a.b.f");
}

#[test]
fn batches_are_multipart_unless_the_service_knows_json() {
    let inside = |formats: &str| {
        let formats = match formats {
            "" => String::new(),
            some => format!(
                r#"<PropertyValue Property="SupportedFormats"><Collection>{some}</Collection></PropertyValue>"#
            ),
        };
        let support = format!(
            r#"<Annotation Term="Org.OData.Capabilities.V1.BatchSupport"><Record>
<PropertyValue Property="Supported" Bool="true"/>{formats}</Record></Annotation>"#
        );
        let container = format!(r#"<EntityContainer Name="Shop">{support}</EntityContainer>"#);
        schema("a.b", &container)
    };
    let json = "<String>application/json;odata.metadata=minimal</String>";
    let multipart = "<String>multipart/mixed</String>";
    let plain = schema("a.b", r#"<EntityContainer Name="Shop"/>"#);
    for (version, schemas, expected) in [
        ("4.0", plain.clone(), BatchFormat::Multipart),
        ("4.01", plain, BatchFormat::Json),
        ("4.0", inside(""), BatchFormat::Multipart),
        ("4.01", inside(multipart), BatchFormat::Multipart),
        (
            "4.0",
            inside(&format!("{multipart}{json}")),
            BatchFormat::Json,
        ),
    ] {
        let model = model(version, &schemas);
        assert_eq!(
            dialect("", &model).service.batch,
            expected,
            "{version} {schemas}"
        );
        assert_eq!(dialect("", &model).service.batch_limit, None);
        for (stated, expected) in [
            ("json", BatchFormat::Json),
            ("multipart", BatchFormat::Multipart),
            ("graph", BatchFormat::Graph),
        ] {
            let found = dialect(&format!("batch = \"{stated}\"\nbatch_limit = 5"), &model);
            assert_eq!(
                (found.service.batch, found.service.batch_limit),
                (expected, Some(5))
            );
        }
    }
}

#[test]
fn short_operations_are_those_of_the_container() {
    let model = model("4.0", &schema("a.b", r#"<EntityContainer Name="Shop"/>"#));
    let found = dialect("operations = \"short\"\nenums = \"short\"", &model);
    assert_eq!(found.operation(&QName::new("a.b", "f")), "f");
    assert_eq!(found.operation(&QName::new("a.b.c", "f")), "a.b.c.f");
    assert!(!found.qualified_enums);
}

#[test]
fn each_decision_has_a_reason() {
    let found = dialect("keys = \"segment\"", &Model::default());
    assert!(found.decisions.iter().all(|one| !one.reason.is_empty()));
    let reason = |subject| {
        let mut decisions = found.decisions.iter();
        decisions
            .find(|one| one.subject == subject)
            .map(|one| one.reason.as_str())
    };
    assert_eq!(reason("keys"), Some("`service.toml`"));
    assert_ne!(reason("bound operations"), Some("`service.toml`"));
}

#[test]
fn a_client_is_named_after_its_service() {
    for (namespace, container, expected) in [
        ("CatalogService", "EntityContainer", "CatalogServiceClient"),
        ("Microsoft.NAV", "NAV", "NavClient"),
        ("Microsoft.Dynamics.CRM", "System", "CrmClient"),
        (
            "com.sap.gateway.srvd.ui_orders.v0001",
            "Container",
            "UiOrdersClient",
        ),
        ("Trippin", "Container", "TrippinClient"),
        ("Default", "Container", "ServiceClient"),
        ("a.b", "ShopClient", "ShopClient"),
        ("a.b", "_1", "BClient"),
    ] {
        let inside = format!(r#"<EntityContainer Name="{container}"/>"#);
        let found = dialect("", &model("4.0", &schema(namespace, &inside)));
        assert_eq!(found.service.client, expected);
    }
    let two = schema("Default", r#"<EntityContainer Name="Container"/>"#);
    let two = two + &schema("Shop.Models", "");
    assert_eq!(
        dialect("", &model("4.0", &two)).service.client,
        "ShopClient"
    );
}

#[test]
fn what_is_wrong_is_said_with_a_suggestion() {
    for (text, expected) in [
        ("kesy = \"segment\"", "unknown key `kesy`"),
        (
            "key = \"segment\"",
            "unknown key `key` did you mean `keys`?",
        ),
        ("keys = \"segment\"\nx", "key with no value, expected `=`"),
        (
            "keys = \"segments\"",
            "expected `segment` or `parentheses` did you mean `segment`?",
        ),
        ("enums = true", "expected `short` or `qualified`"),
        ("replace = \"no\"", "expected `true` or `false`"),
        ("write_through = false", "unknown key `write_through`"),
        ("ieee754_compatible = \"yes\"", "expected `true` or `false`"),
        ("empty_action_body = \"{}\"", "expected `none` or `object`"),
        ("odata_version = 4.0", "expected `4.0` or `4.01` or `none`"),
        ("client = \"My Client\"", NAME),
        ("client = \"CallRequests\"", NAME),
        ("client = \"Self\"", NAME),
        ("scope = \"a\\nb\"", "expected the scope of a token"),
        (
            "preferences = \"a\"",
            "expected a list, each item a preference",
        ),
        ("sdk_header = \"a b\"", "expected the name of a header"),
        (
            "batch = \"jsom\"",
            "expected `json` or `multipart` or `graph` did you mean `json`?",
        ),
        ("batch_limit = 0", LIMIT),
        ("batch_limit = \"20\"", LIMIT),
        ("batch_limit = 70000", LIMIT),
        ("root = \"http://a.test\"", ROOT),
        ("root = \"https://\"", ROOT),
        ("root = \"https://u:p@a.test\"", ROOT),
        (
            "root = \"https://a.test\"\nversion = \"../x\"",
            "expected path segments such as `v1.0`",
        ),
    ] {
        let (_, messages) = read(text);
        assert_eq!(messages, [expected], "{text}");
    }
}

const NAME: &str = "expected the name of a Rust type that does not end in `Requests`";
const ROOT: &str = "expected a URL that begins with `https://`, without query and fragment";
const LIMIT: &str = "expected a number from 1 to 65535";
