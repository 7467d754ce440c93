//! Runs the whole generator and the snapshot on a metadata document, with the rules of a
//! selection after a line `%select`.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    let (metadata, select) = fuzz::split(text);
    fuzz::generate(metadata, select);
});
