//! Reads any bytes as what the service posts to a bot, and lets views of the calls observe it.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|body: &[u8]| {
    fuzz::deliveries::digest(body);
});
