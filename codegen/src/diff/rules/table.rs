//! The table of the kinds of change.

use super::{Rule, added, code, documented, hint, noise, wire};

/// All rules, by class and name.
pub const RULES: &[Rule] = &[
    wire(
        "enum-flags-changed",
        "Several members in one text become one member, or the reverse.",
    ),
    wire(
        "key-changed",
        "Every path to an entity of the type changes.",
    ),
    wire(
        "key-removed",
        "Entities of the type can no longer be addressed.",
    ),
    wire(
        "navigation-collection-changed",
        "One entity becomes a collection, or the reverse.",
    ),
    wire(
        "navigation-removed",
        "Its paths are gone, and it cannot be expanded.",
    ),
    wire(
        "navigation-type-changed",
        "Other entities are there than before.",
    ),
    wire(
        "operation-kind-changed",
        "Actions are invoked by POST, functions by GET.",
    ),
    wire("operation-removed", "Its path is gone."),
    wire(
        "overload-removed",
        "The operation no longer takes this set of parameters.",
    ),
    wire(
        "parameter-added-required",
        "Requests without it are refused.",
    ),
    wire(
        "parameter-became-required",
        "Requests without it are refused.",
    ),
    wire(
        "parameter-collection-changed",
        "One value becomes an array, or the reverse.",
    ),
    wire(
        "parameter-removed",
        "The service may refuse a parameter that it does not know.",
    ),
    wire(
        "parameter-type-changed",
        "The value has another form in JSON or in the URL.",
    ),
    wire(
        "property-became-navigation",
        "It comes only if it is expanded, and is not sent inline.",
    ),
    wire(
        "property-collection-changed",
        "One value becomes an array, or the reverse.",
    ),
    wire(
        "property-removed",
        "It no longer comes, and the service may refuse it.",
    ),
    wire(
        "property-type-changed",
        "The value has another form in JSON.",
    ),
    wire(
        "return-collection-changed",
        "One value becomes a page of values, or the reverse.",
    ),
    wire("return-removed", "There is no longer a response body."),
    wire("return-type-changed", "The response has another form."),
    wire(
        "root-kind-changed",
        "One entity becomes a collection, or the reverse.",
    ),
    wire("root-removed", "All paths below it are gone."),
    wire("root-type-changed", "Everything below it changes."),
    wire(
        "type-kind-changed",
        "Entities and values stand in different places of JSON and URLs.",
    ),
    wire(
        "type-removed",
        "Values of the type are gone; the service may refuse its name.",
    ),
    wire(
        "typedef-underlying-changed",
        "Values have another form in JSON.",
    ),
    code(
        "arguments-reordered",
        "Code that passes arguments by position sends them swapped.",
    ),
    code(
        "base-changed",
        "An enum over the former base type loses a variant.",
    ),
    code("constructor-changed", "`new` gains or loses an argument."),
    code(
        "enum-member-case-changed",
        "Members are read in any casing; what is written differs.",
    ),
    code(
        "enum-member-removed",
        "The variant is gone; its text is still read as unknown.",
    ),
    code(
        "enum-member-renamed",
        "Same number, and one name begins with the other.",
    ),
    code(
        "key-case-changed",
        "The name of a key property differs in case only.",
    ),
    code(
        "navigation-type-widened",
        "The declared target is now a base type.",
    ),
    code(
        "operation-case-changed",
        "A path segment differs in case; the service ignores case.",
    ),
    code(
        "operation-moved-namespace",
        "Its qualified name is another path segment.",
    ),
    code(
        "parameter-case-changed",
        "The name of the parameter differs in case only.",
    ),
    code(
        "parameter-type-named",
        "A text becomes a member of an enumeration, or the reverse.",
    ),
    code(
        "paths-changed",
        "Entities are created and deleted elsewhere.",
    ),
    code(
        "property-case-changed",
        "Properties are read in any casing.",
    ),
    code(
        "property-type-named",
        "A text becomes a member of an enumeration, or the reverse.",
    ),
    code(
        "property-type-widened",
        "Every former value fits the new type.",
    ),
    code(
        "return-added",
        "There is a response body where there was none.",
    ),
    code(
        "return-type-named",
        "A text becomes a member of an enumeration, or the reverse.",
    ),
    code(
        "root-case-changed",
        "A path segment differs in case; select.txt has to follow.",
    ),
    code("setter-removed", "Only the service sets the value now."),
    code(
        "type-abstract-changed",
        "A struct becomes an enum over derived types, or the reverse.",
    ),
    code(
        "type-abstract-removed",
        "The enum over derived types gets a variant for the type.",
    ),
    code(
        "type-case-changed",
        "`@odata.type` is compared without case.",
    ),
    code(
        "type-gained-first-derived",
        "Fields of the type become enums over derived types.",
    ),
    code(
        "type-lost-last-derived",
        "Fields of the type become structs.",
    ),
    code("type-moved-namespace", "The type is in another module."),
    code(
        "type-renamed",
        "One removed and one added type have the same members.",
    ),
    documented(
        "annotation-added",
        "Capabilities, permissions or other facts; breaks code if it takes a method away.",
    ),
    documented(
        "annotation-changed",
        "Capabilities, permissions or other facts; breaks code if it takes a method away.",
    ),
    documented(
        "annotation-removed",
        "Capabilities, permissions or other facts; breaks code if it takes a method away.",
    ),
    hint(
        "base-inserted",
        "A further base type; members that moved are told with it.",
    ),
    hint("binding-added", "The entity set of a reference is known."),
    hint("binding-changed", "References lead to another entity set."),
    hint(
        "binding-removed",
        "The entity set of a reference is no longer known.",
    ),
    hint(
        "composable-changed",
        "Paths may or may not go on from the result.",
    ),
    hint(
        "computed-added",
        "The service ignores or refuses what is sent.",
    ),
    hint("computed-removed", "Clients may set the value."),
    hint(
        "containment-changed",
        "It differs to whom the entities belong.",
    ),
    documented("deprecation-added", "A date to plan for."),
    documented("deprecation-changed", "Another date or replacement."),
    documented("deprecation-removed", "The announcement is taken back."),
    hint("entity-set-path-changed", "Other entities are returned."),
    hint(
        "enum-sentinel-added",
        "The enumeration may grow from now on.",
    ),
    hint(
        "enum-sentinel-position",
        "Members behind the sentinel come only to those who ask.",
    ),
    hint("enum-sentinel-removed", "The enumeration is complete."),
    hint(
        "enum-value-changed",
        "Flags may come as a number; of other enumerations it is noise.",
    ),
    hint("facets-changed", "Other limits."),
    hint("immutable-added", "The value can be set only at creation."),
    hint("immutable-removed", "The value can be changed."),
    hint("key-added", "Entities of the type can be addressed."),
    hint("nullable-loosened", "null may come."),
    hint("nullable-tightened", "The service may refuse null."),
    hint("on-delete-changed", "Other entities are deleted, too."),
    hint("parameter-became-optional", "Requests may leave it out."),
    hint(
        "parameter-nullable-changed",
        "null is allowed, or no longer is.",
    ),
    hint("partner-changed", "The inverse of the navigation differs."),
    hint(
        "referential-constraint-changed",
        "Other properties refer to the target.",
    ),
    hint(
        "removal-overdue",
        "The announced date of removal has passed, and it is still there.",
    ),
    hint(
        "return-nullable-changed",
        "The result may be null, or no longer is.",
    ),
    hint(
        "service-document-changed",
        "The service document lists the root, or no longer does.",
    ),
    hint(
        "type-open-changed",
        "Undeclared properties may come, or no longer do.",
    ),
    hint("typedef-facets-changed", "Other limits."),
    added("alternate-key-added", "A further path."),
    wire("alternate-key-changed", "A path has other keys."),
    wire("alternate-key-removed", "A path is gone."),
    added(
        "enum-member-added",
        "Programs that know all members meet a further one.",
    ),
    added("navigation-added", "A further path."),
    added("operation-added", "A further path."),
    added(
        "operation-widened",
        "It can be invoked on entities of further types.",
    ),
    added(
        "overload-added",
        "The operation takes a further set of parameters.",
    ),
    added("parameter-added-optional", "Requests may leave it out."),
    added(
        "property-added",
        "A further member; it was undeclared before.",
    ),
    added("root-added", "Further paths."),
    added("type-added", "A further type."),
    added(
        "type-stream-changed",
        "A media entity: its content is at `$value`.",
    ),
    noise("binding-parameter-name", "It is never sent."),
    noise("descriptions-changed", "Documentation."),
    noise("enum-underlying-changed", "Members are sent by name."),
    noise(
        "left-selection",
        "The service still declares it, but nothing selected refers to it.",
    ),
    noise(
        "joined-selection",
        "The service declared it before; it is selected now.",
    ),
    noise("member-moved-to-base", "Types that had it still have it."),
    noise(
        "operation-moved-to-base",
        "It can still be invoked on the same entities.",
    ),
    noise("parameter-order", "Parameters are sent by name."),
    noise(
        "schema-alias-changed",
        "An abbreviation inside of the document.",
    ),
    noise(
        "schema-added",
        "A further namespace; what it declares is told as well.",
    ),
    noise(
        "schema-removed",
        "A namespace is gone; what it declared is told as well.",
    ),
    noise("term-added", "Terms are for annotations, not for values."),
    noise("term-applies-to-changed", "Other elements have it."),
    noise("term-base-changed", "Another term says what it is about."),
    noise(
        "term-default-changed",
        "What annotations without a value say.",
    ),
    noise("term-facets-changed", "Other limits of annotations."),
    noise(
        "term-nullable-changed",
        "Annotations may or may not say null.",
    ),
    noise("term-removed", "Annotations with it are told as well."),
    noise("term-type-changed", "Annotations have other values."),
];
