//! Reads a text as `Retry-After`, and another as `Date` of the same response.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (&str, &str, u32, u32)| {
    let (value, date, sent, until) = input;
    fuzz::retry_after::any_text(value, date);
    fuzz::retry_after::two_dates(sent, until);
});
