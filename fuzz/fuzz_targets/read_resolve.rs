//! What goes in: any bytes.
//! What comes out: nothing, or a panic: text or fault, tree, model, CSDL JSON, findings.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| fuzz::read_and_resolve(bytes));
