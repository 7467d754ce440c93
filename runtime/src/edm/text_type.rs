//! The traits of types with a short wire text (`FromStr`, `Display`, `Debug`, serde), made
//! from `parse_wire` and `to_wire`.

/// Implements the text traits of a type that has `parse_wire` and `to_wire`.
macro_rules! text_type {
    ($type:ident, $edm:literal, $expected:literal) => {
        impl $type {
            #[doc = concat!("Reads the text of an `", $edm, "`, leniently.")]
            ///
            /// # Errors
            ///
            /// The text is no value of the type.
            #[inline]
            pub fn parse(text: &str) -> Result<Self, $crate::edm::ParseError> {
                match Self::parse_wire(text.as_bytes()) {
                    Some(parsed) => Ok(parsed.value),
                    None => Err($crate::edm::ParseError::new($edm)),
                }
            }

            /// Appends the wire text to `out`.
            #[inline]
            pub fn write_wire(&self, out: &mut String) {
                out.push_str(self.to_wire().as_str());
            }
        }

        impl std::str::FromStr for $type {
            type Err = $crate::edm::ParseError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::parse(text)
            }
        }

        impl TryFrom<&str> for $type {
            type Error = $crate::edm::ParseError;

            fn try_from(text: &str) -> Result<Self, Self::Error> {
                Self::parse(text)
            }
        }

        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.to_wire().as_str())
            }
        }

        impl std::fmt::Debug for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(
                    f,
                    concat!(stringify!($type), "({})"),
                    self.to_wire().as_str()
                )
            }
        }

        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.to_wire().as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Text;

                impl serde::de::Visitor<'_> for Text {
                    type Value = $type;

                    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        f.write_str($expected)
                    }

                    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<$type, E> {
                        match <$type>::parse_wire(text.as_bytes()) {
                            Some(parsed) => Ok(parsed.value),
                            None => Err(E::invalid_value(serde::de::Unexpected::Str(text), &self)),
                        }
                    }
                }

                deserializer.deserialize_str(Text)
            }
        }
    };
}

pub(crate) use text_type;
