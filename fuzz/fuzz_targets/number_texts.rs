//! Reads any text as a value of every number type, quoted and bare.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    // The oracle computes with 128 bits.
    if text.len() <= 24 {
        fuzz::texts::numbers(text);
        fuzz::texts::bare_numbers(text);
    }
});
