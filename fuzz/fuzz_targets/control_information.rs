//! Sends any JSON object and reads it as a page.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    fuzz::texts::control_information(text);
});
