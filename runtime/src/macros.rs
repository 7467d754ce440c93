//! Macros that implement the traits of other crates for generated types, which no blanket
//! implementation here can do.

#[cfg(feature = "client")]
mod service_client;

/// Completes a generated struct: `Debug`, `PartialEq`, serde.
#[doc(hidden)]
#[macro_export]
macro_rules! model {
    ($type:ty) => {
        $crate::parameters!($type);
        $crate::serde_by_engine!($type);
        impl $type {
            /// The member with this wire name, whether the metadata declares it or not, as
            /// JSON: `member("id")`.
            ///
            /// Declared properties are found in any ASCII case, other members by their exact
            /// name. `None` if there is no such member; an explicit `null` is JSON `null`.
            #[inline]
            pub fn member(&self, name: &str) -> ::core::option::Option<$crate::RawJson> {
                $crate::codegen::find_member(self, name)
            }

            /// The version of the entity (`@odata.etag`), as `if_match` takes it. Its addresses are
            /// in `extra`: `odata_id`, `read_link`, `edit_link`.
            #[inline]
            pub fn etag(&self) -> ::core::option::Option<::std::borrow::Cow<'_, str>> {
                self.extra.etag()
            }

            /// Writes `@odata.type`, which is otherwise written only where a value of a derived
            /// type needs it.
            ///
            /// Some documented requests name types that are clear without it.
            #[inline]
            #[must_use]
            pub fn with_odata_type(self) -> Self {
                $crate::codegen::name_type(self)
            }

            /// Lays a partial update over this value: members that the update has, explicit
            /// nulls included, replace those of this value; all others stay.
            ///
            /// Members are compared at this level only: a complex value is replaced as a whole.
            #[inline]
            pub fn apply(&mut self, update: &Self) {
                $crate::codegen::apply(self, update);
            }
        }
    };
}

/// Gives a generated struct `Debug` and `PartialEq`.
#[doc(hidden)]
#[macro_export]
macro_rules! parameters {
    ($type:ty) => {
        impl $crate::codegen::Generated for $type {
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

/// Completes a generated operation: `Debug`, `PartialEq`, and the methods of a request.
#[doc(hidden)]
#[macro_export]
macro_rules! operation {
    ($type:ty) => {
        $crate::parameters!($type);
        impl $type {
            /// The request of this operation, to add headers and options to it.
            #[inline]
            pub fn request(
                &self,
            ) -> $crate::request::Invoke<<Self as $crate::Operation>::Response> {
                $crate::codegen::invoke(self)
            }
            /// The method: `POST` for actions, `GET` for functions.
            #[inline]
            pub fn method(&self) -> $crate::request::Method {
                <Self as $crate::Operation>::METHOD
            }
            /// The path and query, encoded, from the root of the API version.
            ///
            /// # Errors
            ///
            /// If there is no target, or a key in it is not valid.
            #[inline]
            pub fn path(
                &self,
            ) -> ::core::result::Result<::std::string::String, $crate::request::TargetError> {
                $crate::Operation::path(self)
            }
            /// The JSON body; `None` for functions. An action without parameters has none, or an
            /// object without members, as its service wants it.
            #[inline]
            pub fn body(&self) -> ::core::option::Option<::std::vec::Vec<u8>> {
                $crate::Operation::body(self)
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
            #[cfg_attr(docsrs, doc(cfg(feature = "client")))]
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
                $crate::codegen::downcast($crate::codegen::AnyModel::object(self))
            }
            /// The member with this wire name, whether the metadata declares it or not, as
            /// JSON: `member("id")`.
            ///
            /// Declared properties are found in any ASCII case, other members by their exact
            /// name. `None` if there is no such member; an explicit `null` is JSON `null`.
            #[inline]
            pub fn member(&self, name: &str) -> ::core::option::Option<$crate::RawJson> {
                $crate::codegen::find_member($crate::codegen::AnyModel::object(self), name)
            }
            /// The version of the entity (`@odata.etag`), as `if_match` takes it. Its addresses are
            /// in `extra`: `odata_id`, `read_link`, `edit_link`.
            #[inline]
            pub fn etag(&self) -> ::core::option::Option<::std::borrow::Cow<'_, str>> {
                $crate::codegen::AnyModel::object(self).extra().etag()
            }
            /// The members that the metadata does not declare.
            #[inline]
            pub fn extra(&self) -> &$crate::Extra {
                $crate::codegen::AnyModel::object(self).extra()
            }
        }
        impl $crate::codegen::Generated for $type {
            type Kind = $crate::codegen::PolymorphicKind;
        }
        impl ::core::fmt::Debug for $type {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::codegen::debug_object($crate::codegen::AnyModel::object(self), f)
            }
        }
        impl ::core::cmp::PartialEq for $type {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                $crate::codegen::objects_equal(
                    $crate::codegen::AnyModel::object(self),
                    $crate::codegen::AnyModel::object(other),
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
        impl $crate::codegen::Generated for $type {
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
