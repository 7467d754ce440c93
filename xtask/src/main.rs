//! Scaffold.

fn main() {}
