//! Conversions from and to `uuid`.
