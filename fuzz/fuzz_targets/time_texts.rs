//! Reads any text as a date, a time, a point in time and a duration.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    fuzz::texts::times(text);
});
