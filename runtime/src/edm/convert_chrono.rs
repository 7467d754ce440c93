//! Conversions from and to `chrono`.
