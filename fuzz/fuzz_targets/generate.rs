//! What goes in: a metadata document, and after a line `%select` the rules of a selection.
//! What comes out: nothing, or a panic: the whole generator, and the snapshot.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    let (metadata, select) = fuzz::split(text);
    fuzz::generate(metadata, select);
});
