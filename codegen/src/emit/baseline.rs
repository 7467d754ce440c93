//! What goes in: [`Sdk`]. What comes out: the same types as plain serde derives.
