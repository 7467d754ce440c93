//! Runs the whole generator on a document made from the fuzzer's choices; the names in it
//! mostly resolve, so that later stages are reached.

#![no_main]

use fuzz::document::Document;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|document: Document| fuzz::generate(&document.to_string(), None));
