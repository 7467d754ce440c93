//! Texts of numbers, dates and control information, made at random: what is read, what is
//! refused, and what is sent.
//!
//! `PROPTEST_CASES=1000000 cargo test --release -p msgraph-runtime --test texts` takes longer.

#![allow(
    clippy::unwrap_used,
    clippy::as_conversions,
    reason = "a test stops where it fails"
)]

#[path = "common/texts.rs"]
mod texts;

use proptest::prelude::*;

const NAMES: [&str; 22] = [
    "@OData.etag",
    "members@odatA.delta",
    "@odata.etag",
    "@etag",
    "@odata.nextLink",
    "@nextLink",
    "@deltaLink",
    "@odata.deltaLink",
    "@odata.context",
    "members@odata.nextLink",
    "members@count",
    "@removed",
    "@odata.type",
    "@id",
    "owner@odata.bind",
    "members@delta",
    "@com.contoso.note",
    "#ns.action",
    "value",
    "a",
    "@",
    "",
];

/// JSON with names that matter, and no name twice in an object.
fn json() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i32>().prop_map(Into::into),
        "[a@#\\\\\"\u{e9}]{0,6}".prop_map(Into::into),
    ];
    leaf.prop_recursive(4, 40, 6, |inner| {
        let name = prop::sample::select(&NAMES[..]);
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(serde_json::Value::from),
            prop::collection::btree_map(name, inner, 0..6).prop_map(|members| {
                members
                    .into_iter()
                    .map(|(name, value)| (name.to_owned(), value))
                    .collect()
            }),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_text_is_a_number_for_all_types_or_for_none(
        text in prop_oneof![
            "[-+.eE0-9]{0,9}",
            "[-+]?[0-9]{1,21}(\\.[0-9]{1,4})?(e[-+]?[0-9]{1,3})?",
            "[-+ .eE0-9xIN_,FaT\u{661}\u{0}]{0,8}",
            "(?i:true|false|-?inf|nan| true)",
        ],
    ) {
        texts::numbers(&text);
    }

    #[test]
    fn a_bare_number_is_one_of_json(text in "-?[-+.eE0-9]{0,22}") {
        texts::bare_numbers(&text);
    }

    #[test]
    fn times_are_written_as_they_came(
        text in prop_oneof![
            "[-+]?P?([0-9]{0,2}D)?(T([0-9]{0,2}H)?([0-9]{0,2}M)?([0-9]{0,2}(\\.[0-9]{0,2})?S)?)?",
            "[-+PTDHMS.0-9]{0,9}",
            "[0-9]{4}-[0-9]{2}-[0-9]{2}",
            "[+-]?[0-9]{3,6}-[01][0-9]-[0-3][0-9](T[0-2][0-9]:[0-5][0-9](:[0-6][0-9](\\.[0-9]{0,13})?)?(Z|z|[-+][0-9]{2}:?[0-9]{2})?)?",
            "[0-2][0-9]:[0-5][0-9](:[0-6][0-9](\\.[0-9]{0,13})?)?",
            "[-+:.TZ0-9]{0,25}",
        ],
    ) {
        texts::times(&text);
    }

    #[test]
    fn a_request_body_is_without_control_information_of_responses(value in json()) {
        texts::control_information(&value.to_string());
    }
}
