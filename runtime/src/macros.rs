//! The impls that a trait of this crate cannot give to all generated types at
//! once: those of traits that belong to others.

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
            type Shape = $crate::private::Structure;
        }
        impl ::core::fmt::Debug for $type {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::private::debug_object(self, f)
            }
        }
        impl ::core::cmp::PartialEq for $type {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                $crate::private::objects_equal(self, other)
            }
        }
    };
}

/// Completes a generated operation: `Debug`, `PartialEq`, and what sends it.
#[doc(hidden)]
#[macro_export]
macro_rules! operation {
    ($type:ty) => {
        $crate::parameters!($type);
        impl $type {
            /// The request that this makes, to add headers and options to it.
            #[inline]
            pub fn request(&self) -> $crate::Invoke<<Self as $crate::Operation>::Response> {
                $crate::private::request(self)
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
            /// Sends the operation, through the client that its builder came from.
            ///
            /// # Errors
            ///
            /// If there is no answer, the service answers with an error, or the answer
            /// cannot be read.
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

/// Without a client there is nothing to send by.
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
                $crate::private::downcast($crate::AnyModel::object(self))
            }
            /// The members that the metadata does not declare.
            #[inline]
            pub fn extra(&self) -> &$crate::Extra {
                $crate::AnyModel::object(self).extra()
            }
        }
        impl $crate::Generated for $type {
            type Shape = $crate::private::Derived;
        }
        impl ::core::fmt::Debug for $type {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::private::debug_object($crate::AnyModel::object(self), f)
            }
        }
        impl ::core::cmp::PartialEq for $type {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                $crate::private::objects_equal(
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
                $crate::private::text_of(self)
            }
        }
        impl $crate::Generated for $type {
            type Shape = $crate::private::Enumeration;
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
            /// The member of this text, in any ASCII case; any other text is
            /// kept as it is.
            #[inline]
            fn from(text: &str) -> Self {
                $crate::private::read_text(text).0
            }
        }
        $crate::serde_by_engine!($type);
    };
}

/// Lets two members of a flags enumeration be joined by `|`.
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

/// Implements serde for an item, by way of the engine.
#[doc(hidden)]
#[macro_export]
macro_rules! serde_by_engine {
    ($type:ty) => {
        impl $crate::private::serde::Serialize for $type {
            #[inline]
            fn serialize<S: $crate::private::serde::Serializer>(
                &self,
                to: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::private::serialize_item(self, to)
            }
        }
        impl<'de> $crate::private::serde::Deserialize<'de> for $type {
            #[inline]
            fn deserialize<D: $crate::private::serde::Deserializer<'de>>(
                from: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::private::deserialize_item(from)
            }
        }
    };
}
