//! Documents that are expensive to resolve.

use super::{Attack, attack, chain, each, late, property, schema};

/// Attacks on the resolver.
pub const ATTACKS: &[Attack] = &[
    attack("steps of a path", 100_000, None, |n| {
        let path = vec!["next"; n].join("/");
        let cast = vec!["s.t/next"; n].join("/");
        let keyed = "<Key><PropertyRef Name=\"id\"/></Key><Property Name=\"id\" Type=\"Edm.String\" Nullable=\"false\"/>";
        schema(&format!(
            "<EntityType Name=\"t\">{keyed}<NavigationProperty Name=\"next\" Type=\"s.t\">\
             <Annotation Term=\"s.a\" Path=\"{path}\"/></NavigationProperty></EntityType>\
             <EntityContainer Name=\"c\"><EntitySet Name=\"set\" EntityType=\"s.t\">\
             <NavigationPropertyBinding Path=\"{path}\" Target=\"set\"/>\
             <NavigationPropertyBinding Path=\"{cast}\" Target=\"set\"/></EntitySet></EntityContainer>"
        ))
    }),
    attack("levels of inheritance", 20_000, Some("E0128"), |n| {
        schema(&each(n + 100, |i| {
            format!("<ComplexType Name=\"t{i}\" BaseType=\"s.t{}\"><Property Name=\"p{i}\" Type=\"Edm.String\"/></ComplexType>", i + 1)
        })).replace(&format!(" BaseType=\"s.t{}\"", n + 100), "")
    }),
    attack("a circle of bases", 20_000, Some("E0123"), |n| {
        schema(&each(n, |i| {
            format!(
                "<ComplexType Name=\"t{i}\" BaseType=\"s.t{}\"/>",
                (i + 1) % n
            )
        }))
    }),
    late(attack("inherited members", 2_000, Some("E0129"), |n| {
        let own = each(n * 10, |i| {
            format!("<Property Name=\"p{i}\" Type=\"Edm.String\"/>")
        });
        let derived = each(n, |i| {
            format!("<ComplexType Name=\"t{i}\" BaseType=\"s.base\"/>")
        });
        schema(&format!(
            "<ComplexType Name=\"base\">{own}</ComplexType>{derived}"
        ))
    })),
    attack("types in types", 20_000, None, |n| {
        chain(n, "ComplexType", "Property Name=\"p\"")
    }),
    attack(
        "types that require each other",
        20_000,
        Some("E0135"),
        |n| {
            schema(&each(n, |i| {
                format!(
                    "<ComplexType Name=\"t{i}\"><Property Name=\"p\" Nullable=\"false\" Type=\"s.t{}\"/></ComplexType>",
                    (i + 1) % n
                )
            }))
        },
    ),
    attack("contained entities", 20_000, None, |n| {
        let types = chain(
            n,
            "EntityType",
            "NavigationProperty Name=\"p\" ContainsTarget=\"true\"",
        );
        let root =
            "<EntityContainer Name=\"c\"><Singleton Name=\"x\" Type=\"s.t0\"/></EntityContainer>";
        types.replace("</Schema>", &format!("{root}</Schema>"))
    }),
    attack("definitions of definitions", 20_000, Some("E0116"), |n| {
        schema(&each(n, |i| {
            format!(
                "<TypeDefinition Name=\"t{i}\" UnderlyingType=\"s.t{}\"/>",
                i + 1
            )
        }))
        .replace(&format!("s.t{n}\""), "Edm.String\"")
    }),
    attack("members of an enumeration", 200_000, None, |n| {
        let members = each(n, |i| format!("<Member Name=\"m{i}\"/>"));
        schema(&format!(
            "<EnumType Name=\"e\" UnderlyingType=\"Edm.Int64\">{members}</EnumType>"
        ))
    }),
    attack("targets in an enumeration", 50_000, None, |n| {
        let members = each(n, |i| format!("<Member Name=\"m{i}\"/>"));
        let targets = each(n, |i| {
            format!("<Annotations Target=\"s.e/m{i}\"><Annotation Term=\"s.a\"/></Annotations>")
        });
        schema(&format!(
            "<EnumType Name=\"e\">{members}</EnumType>{targets}"
        ))
    }),
    attack("targets that are not there", 100_000, None, |n| {
        let terms = each(n, |i| format!("<Term Name=\"a{i}\" Type=\"Edm.String\"/>"));
        let targets = each(n, |i| format!("<Annotations Target=\"s.x{i}\"/>"));
        schema(&format!("{terms}{targets}"))
    }),
    attack("overloads", 100_000, None, |n| {
        schema(&each(n, |i| {
            format!(
                "<Function Name=\"f\"><Parameter Name=\"p{i}\" Type=\"s.t{i}\"/><ReturnType Type=\"Edm.String\"/></Function>\
             <EnumType Name=\"t{i}\"><Member Name=\"m\"/></EnumType>\
             <Annotations Target=\"s.f(s.t{i})\"><Annotation Term=\"s.a\"/></Annotations>"
            )
        }))
    }),
    late(attack(
        "annotations of overloads",
        5_000,
        Some("E0160"),
        |n| {
            let actions = each(n, |i| {
                format!(
                    "<ComplexType Name=\"t{i}\"/><Action Name=\"f\" IsBound=\"true\"><Parameter Name=\"b\" Type=\"s.t{i}\"/></Action>"
                )
            });
            let targets = each(n, |i| {
                format!(
                    "<Annotations Target=\"s.f\"><Annotation Term=\"s.a\" Qualifier=\"q{i}\" String=\"{}\"/></Annotations>",
                    "x".repeat(1000)
                )
            });
            schema(&format!("{actions}{targets}"))
        },
    )),
    late(attack("imports of overloads", 5_000, Some("E0153"), |n| {
        let functions = each(n, |i| {
            format!(
                "<Function Name=\"f\"><Parameter Name=\"p{i}\" Type=\"s.e{i}\"/>\
                 <ReturnType Type=\"Edm.String\"/></Function>\
                 <EnumType Name=\"e{i}\"><Member Name=\"m\"/></EnumType>"
            )
        });
        let imports = each(n + 1000, |i| {
            format!("<FunctionImport Name=\"i{i}\" Function=\"s.f\"/>")
        });
        schema(&format!(
            "{functions}<EntityContainer Name=\"c\">{imports}</EntityContainer>"
        ))
    })),
    attack("types of one name", 100_000, Some("E0110"), |n| {
        schema(&"<ComplexType Name=\"t\"/>".repeat(n))
    }),
    attack("types that nobody knows", 100_000, Some("E0107"), |n| {
        let all = each(n, |i| {
            format!("<Property Name=\"p{i}\" Type=\"s.type{i}\"/>")
        });
        let known = each(n, |i| format!("<ComplexType Name=\"tipe{i}\"/>"));
        schema(&format!(
            "<ComplexType Name=\"t\">{all}</ComplexType>{known}"
        ))
    }),
    attack("parts of a key", 20_000, None, |n| {
        let parts = each(n, |i| format!("<PropertyRef Name=\"p{i}\"/>"));
        let all = each(n, |i| {
            format!("<Property Name=\"p{i}\" Type=\"Edm.String\" Nullable=\"false\"/>")
        });
        schema(&format!(
            "<EntityType Name=\"t\"><Key>{parts}</Key>{all}</EntityType>"
        ))
    }),
    attack(
        "parts of a key that are not there",
        100_000,
        Some("E0126"),
        |n| {
            let parts = each(n, |i| format!("<PropertyRef Name=\"x{i}\"/>"));
            let all = each(n, |i| {
                format!("<Property Name=\"p{i}\" Type=\"Edm.String\"/>")
            });
            schema(&format!(
                "<EntityType Name=\"t\"><Key>{parts}</Key>{all}</EntityType>"
            ))
        },
    ),
    attack("annotations of one type", 100_000, None, |n| {
        let all = each(n, |i| {
            format!("<Annotation Term=\"s.a\" Qualifier=\"q{i}\"/>")
        });
        schema(&format!("<ComplexType Name=\"t\">{all}</ComplexType>"))
    }),
    attack("properties that are inherited already", 50_000, None, |n| {
        let all = each(n, |i| {
            format!("<Property Name=\"p{i}\" Type=\"Edm.String\"/>")
        });
        let more = each(2 * n, |i| {
            format!(
                "<Property Name=\"{}{}\" Type=\"Edm.String\"/>",
                ["p", "q"][i % 2],
                i / 2
            )
        });
        schema(&format!(
            "<ComplexType Name=\"b\">{all}</ComplexType><ComplexType Name=\"t\" BaseType=\"s.b\">{more}</ComplexType>"
        ))
    }),
    attack("containers that extend each other", 20_000, None, |n| {
        schema(&each(n, |i| {
            format!("<EntityContainer Name=\"c{i}\" Extends=\"s.c{}\"/>", i + 1)
        }))
        .replace(&format!(" Extends=\"s.c{n}\""), "")
    }),
    attack("bindings that lead nowhere", 50_000, None, |n| {
        let sets = each(n, |i| {
            format!(
                "<EntitySet Name=\"set{i}\" EntityType=\"s.t\"><NavigationPropertyBinding Path=\"next\" Target=\"sat{i}\"/></EntitySet>"
            )
        });
        let type_ = "<EntityType Name=\"t\"><Key><PropertyRef Name=\"id\"/></Key><Property Name=\"id\" Type=\"Edm.String\" \
                     Nullable=\"false\"/><NavigationProperty Name=\"next\" Type=\"s.t\"/></EntityType>";
        schema(&format!(
            "{type_}<EntityContainer Name=\"c\">{sets}</EntityContainer>"
        ))
    }),
    attack("included namespaces", 100_000, None, |n| {
        let all = each(n, |i| {
            format!("<e:Include Namespace=\"n{i}\" Alias=\"a{i}\"/>")
        });
        let reference = format!("<e:Reference Uri=\"u\">{all}</e:Reference><e:DataServices>");
        schema(&property("")).replacen("<e:DataServices>", &reference, 1)
    }),
    attack("schemas of a long namespace", 20_000, Some("E0011"), |n| {
        let services = format!("<e:DataServices xmlns=\"urn:{}\">", "n".repeat(n * 10));
        let schemas = "<Schema Namespace=\"x\"/>".repeat(n);
        schema("").replacen("<e:DataServices>", &format!("{services}{schemas}"), 1)
    }),
];
