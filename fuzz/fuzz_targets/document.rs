//! What goes in: choices.
//! What comes out: nothing, or a panic: a document made of the choices, which mostly means
//! something, goes through the whole generator.

#![no_main]

use fuzz::document::Document;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|document: Document| fuzz::generate(&document.to_string(), None));
