//! Reads and resolves arbitrary bytes, and writes CSDL JSON and all findings.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| fuzz::read_and_resolve(bytes));
