//! What may be written through a navigation property, and by which method.

use super::*;
use crate::model::{PropertyId, UpdateMethods, Writing};

const TERM: &str = "Org.OData.Capabilities.V1";

/// Two sets of one type, whose navigation property has these annotations, and these of its own.
fn sets(own: &str, first: &str, second: &str) -> Model {
    let text = schema(
        "4.0",
        &format!(
            r#"<EntityType Name="A"><Key><PropertyRef Name="id"/></Key>
<Property Name="id" Type="Edm.String" Nullable="false"/>
<NavigationProperty Name="next" Type="Collection(n.A)">{own}</NavigationProperty></EntityType>
<EntityContainer Name="C"><EntitySet Name="one" EntityType="n.A">{first}</EntitySet>
<EntitySet Name="two" EntityType="n.A">{second}</EntitySet></EntityContainer>"#
        ),
    );
    documents(&[text]).0
}

fn denied(term: &str, says: &str) -> String {
    format!(
        r#"<Annotation Term="{TERM}.{term}">{}</Annotation>"#,
        record(says)
    )
}

fn record(says: &str) -> String {
    format!(r#"<Record><PropertyValue Property="{says}" Bool="false"/></Record>"#)
}

/// `NavigationRestrictions` that deny creation at a property.
fn restricted(property: &str) -> String {
    let named = match property {
        "" => String::new(),
        name => format!(
            r#"<PropertyValue Property="NavigationProperty" NavigationPropertyPath="{name}"/>"#
        ),
    };
    format!(
        r#"<Annotation Term="{TERM}.NavigationRestrictions"><Record>
<PropertyValue Property="RestrictedProperties"><Collection><Record>{named}
<PropertyValue Property="InsertRestrictions">{}</PropertyValue>
</Record></Collection></PropertyValue></Record></Annotation>"#,
        record("Insertable")
    )
}

fn writing(model: &Model) -> Writing {
    let (id, _) = model.type_ids().next().unwrap();
    model.writing_through(PropertyId {
        owner: id,
        index: 1,
    })
}

#[test]
fn what_the_property_or_all_sets_deny_is_not_written_through() {
    let (next, other) = (restricted("next"), restricted("other"));
    let no_create = Writing {
        create: false,
        ..Writing::ALL
    };
    for (own, first, second, expected) in [
        ("", "", "", Writing::ALL),
        ("", &*next, &*next, no_create),
        // The other set allows it, and the method serves both.
        ("", &*next, "", Writing::ALL),
        ("", &*other, &*other, Writing::ALL),
        (&*next, "", "", no_create),
        (&*other, "", "", Writing::ALL),
        (&*restricted(""), "", "", no_create),
    ] {
        assert_eq!(
            writing(&sets(own, first, second)),
            expected,
            "{own} {first}"
        );
    }
    let own =
        denied("UpdateRestrictions", "Updatable") + &denied("DeleteRestrictions", "Deletable");
    let only_create = Writing {
        update: false,
        delete: false,
        create: true,
    };
    assert_eq!(writing(&sets(&own, "", "")), only_create);
}

#[test]
fn sets_forbid_what_is_false_without_qualifier() {
    let (no_create, no_update) = (
        denied("InsertRestrictions", "Insertable"),
        denied("UpdateRestrictions", "Updatable"),
    );
    let qualified = no_create.replacen(" Term=", " Qualifier=\"q\" Term=", 1);
    let by_path = no_create.replace("Bool=\"false\"", "Path=\"id\"");
    let says_true = no_create.replace("\"false\"", "\"true\"");
    let allows = |create, update| Writing {
        create,
        update,
        delete: true,
    };
    let both = no_create.clone() + &no_update;
    for (own, expected) in [
        ("", Writing::ALL),
        (&*no_create, allows(false, true)),
        (&*both, allows(false, false)),
        (&*qualified, Writing::ALL),
        (&*by_path, Writing::ALL),
        (&*says_true, Writing::ALL),
    ] {
        let model = sets("", own, "");
        assert_eq!(model.roots[0].writing(), expected, "{own}");
        assert_eq!(model.roots[1].writing(), Writing::ALL, "{own}");
    }
}

#[test]
fn methods_that_update_are_those_that_the_metadata_says() {
    let says = |methods: &str| {
        format!(
            r#"<Annotation Term="{TERM}.UpdateRestrictions"><Record>
<PropertyValue Property="UpdateMethod"><EnumMember>{methods}</EnumMember></PropertyValue>
</Record></Annotation>"#
        )
    };
    let put = says("Org.OData.Capabilities.V1.HttpMethod/PUT");
    let patch = says("Org.OData.Capabilities.V1.HttpMethod/PATCH");
    let never = denied("UpdateRestrictions", "Updatable");
    let both =
        says("Org.OData.Capabilities.V1.HttpMethod/PATCH Org.OData.Capabilities.V1.HttpMethod/PUT");
    for (own, first, second, (has_put, no_patch, no_put)) in [
        ("", "", "", (false, false, false)),
        ("", &*put, "", (true, false, false)),
        ("", &*put, &*put, (true, true, false)),
        ("", &*patch, &*patch, (false, false, true)),
        ("", &*both, &*patch, (true, false, false)),
        (&*put, "", "", (true, false, false)),
        // What the second set would say does not matter: nothing is updated there.
        ("", &*put, &*never, (true, true, false)),
    ] {
        let model = sets(own, first, second);
        let (id, _) = model.type_ids().next().unwrap();
        let expected = UpdateMethods {
            put: has_put,
            no_patch,
            no_put,
        };
        let found = model.update_methods(id, &model.update_places());
        assert_eq!(found, expected, "{own} {first} {second}");
    }
}
