//! Texts of `Retry-After`, made at random.

#[path = "../common/retry_after.rs"]
mod waits;

use proptest::prelude::*;

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[0-9]{0,24}",
        "[-+ .eE0-9naif]{0,9}",
        "(Mon|Tue|Wed|Thu|Fri|Sat|Sun), [0-9]{2} (Jan|Feb|Nov) [0-9]{4} [0-9]{2}:[0-9]{2}:[0-9]{2} GMT",
        "(Mon|Sun)day, [0-9]{2}-Nov-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2} GMT",
        "[A-Za-z0-9,: \u{e9}-]{0,30}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_a_wait_or_none(value in text(), date in text()) {
        waits::any_text(&value, &date);
    }

    #[test]
    fn the_wait_is_the_distance_of_two_dates(sent: u32, until: u32) {
        waits::two_dates(sent, until);
    }
}
