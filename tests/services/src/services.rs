//! The generated clients, one module for each metadata document.

include!(concat!(env!("OUT_DIR"), "/services/mod.rs"));
