//! Conversions from and to `jiff`.
