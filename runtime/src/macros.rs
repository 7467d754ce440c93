//! Macros that implement the traits of other crates for generated types, which no blanket
//! implementation here can do.

/// Completes a generated struct: `Debug`, `PartialEq`, serde.
#[doc(hidden)]
#[macro_export]
macro_rules! model {
    ($type:ty) => {
        $crate::parameters!($type);
        $crate::serde_by_engine!($type);
    };
}

/// Gives a generated struct `Debug` and `PartialEq`.
#[doc(hidden)]
#[macro_export]
macro_rules! parameters {
    ($type:ty) => {
        impl $crate::Generated for $type {
            type Kind = $crate::codegen::StructKind;
        }
        impl ::core::fmt::Debug for $type {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::codegen::debug_object(self, f)
            }
        }
        impl ::core::cmp::PartialEq for $type {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                $crate::codegen::objects_equal(self, other)
            }
        }
    };
}

/// Completes a generated operation: `Debug`, `PartialEq`, and the methods that send it.
#[doc(hidden)]
#[macro_export]
macro_rules! operation {
    ($type:ty) => {
        $crate::parameters!($type);
        impl $type {
            /// The request of this operation, to add headers and options to it.
            #[inline]
            pub fn request(&self) -> $crate::Invoke<<Self as $crate::Operation>::Response> {
                $crate::codegen::request(self)
            }
        }
        $crate::sendable!($type);
    };
}

/// Lets a generated operation be sent.
#[cfg(feature = "client")]
#[doc(hidden)]
#[macro_export]
macro_rules! sendable {
    ($type:ty) => {
        impl $type {
            /// Sends the operation through the client that its builder was made by.
            ///
            /// # Errors
            ///
            /// If there is no response, the service responds with an error, or the response
            /// cannot be decoded.
            #[inline]
            pub async fn send(
                self,
            ) -> ::core::result::Result<
                $crate::client::Response<<Self as $crate::Operation>::Response>,
                $crate::client::Error,
            > {
                self.request().send().await
            }
        }
    };
}

/// Without the feature `client` an operation cannot be sent.
#[cfg(not(feature = "client"))]
#[doc(hidden)]
#[macro_export]
macro_rules! sendable {
    ($type:ty) => {};
}

/// Completes a generated enum over derived types: `Debug`, `PartialEq`, serde,
/// access to the value inside.
#[doc(hidden)]
#[macro_export]
macro_rules! any_model {
    ($type:ty) => {
        impl $type {
            /// The value inside, if it is of the type `T`.
            #[inline]
            pub fn downcast<T: $crate::Model>(&self) -> ::core::option::Option<&T> {
                $crate::codegen::downcast($crate::AnyModel::object(self))
            }
            /// The members that the metadata does not declare.
            #[inline]
            pub fn extra(&self) -> &$crate::Extra {
                $crate::AnyModel::object(self).extra()
            }
        }
        impl $crate::Generated for $type {
            type Kind = $crate::codegen::PolymorphicKind;
        }
        impl ::core::fmt::Debug for $type {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::codegen::debug_object($crate::AnyModel::object(self), f)
            }
        }
        impl ::core::cmp::PartialEq for $type {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                $crate::codegen::objects_equal(
                    $crate::AnyModel::object(self),
                    $crate::AnyModel::object(other),
                )
            }
        }
        $crate::serde_by_engine!($type);
    };
}

/// Completes a generated enumeration: `as_str`, `Display`, `Debug`, `From`,
/// serde.
#[doc(hidden)]
#[macro_export]
macro_rules! text_enum {
    ($type:ty) => {
        impl $type {
            /// The text on the wire.
            #[inline]
            pub fn as_str(&self) -> &str {
                $crate::codegen::text_of(self)
            }
        }
        impl $crate::Generated for $type {
            type Kind = $crate::codegen::EnumKind;
        }
        impl ::core::fmt::Display for $type {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(self.as_str())
            }
        }
        impl ::core::fmt::Debug for $type {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.write_str(self.as_str())
            }
        }
        impl ::core::convert::From<&str> for $type {
            /// The member with this text, in any ASCII case; any other text is kept unchanged.
            #[inline]
            fn from(text: &str) -> Self {
                $crate::codegen::read_text(text)
            }
        }
        $crate::serde_by_engine!($type);
    };
}

/// Lets two members of a flags enumeration be combined by `|`.
#[doc(hidden)]
#[macro_export]
macro_rules! flags {
    ($type:ty) => {
        impl ::core::ops::BitOr for $type {
            type Output = $crate::Flags<$type>;
            #[inline]
            fn bitor(self, other: Self) -> $crate::Flags<$type> {
                $crate::Flags::from(self) | other
            }
        }
    };
}

/// Implements serde for a generated type by the engine.
#[doc(hidden)]
#[macro_export]
macro_rules! serde_by_engine {
    ($type:ty) => {
        impl $crate::codegen::serde::Serialize for $type {
            #[inline]
            fn serialize<S: $crate::codegen::serde::Serializer>(
                &self,
                to: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::codegen::serialize_item(self, to)
            }
        }
        impl<'de> $crate::codegen::serde::Deserialize<'de> for $type {
            #[inline]
            fn deserialize<D: $crate::codegen::serde::Deserializer<'de>>(
                from: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::codegen::deserialize_item(from)
            }
        }
    };
}
