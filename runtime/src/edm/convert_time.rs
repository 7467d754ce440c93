//! Conversions from and to `time`.
