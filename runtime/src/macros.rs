//! Macros that implement the traits of other crates for generated types, which no blanket
//! implementation here can do.

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
            /// The JSON body; `None` for functions, and for actions without parameters.
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

/// Completes a generated client, a struct around [`codegen::Client`](crate::codegen::Client).
#[cfg(feature = "client")]
#[doc(hidden)]
#[macro_export]
macro_rules! service_client {
    ($type:ident) => {
        impl $type {
            /// A client of version `beta` in the global cloud, with any credential of
            /// `azure_identity` (feature `azure`) or one of `client::credential`.
            ///
            /// # Errors
            ///
            /// Those of `ClientBuilder::build`; these
            /// settings cause none.
            pub fn new(
                credential: impl ::core::convert::Into<$crate::client::credential::Credential>,
            ) -> ::core::result::Result<Self, $crate::client::Error> {
                Self::builder(credential).build()
            }

            /// The settings of a client, to be changed before it is built.
            pub fn builder(
                credential: impl ::core::convert::Into<$crate::client::credential::Credential>,
            ) -> $crate::client::ClientBuilder<Self> {
                $crate::client::ClientBuilder::new(credential)
            }

            /// A client with the same settings and connections, and another credential: that of
            /// another tenant. The two share no tokens.
            pub fn for_tenant(
                &self,
                credential: impl ::core::convert::Into<$crate::client::credential::Credential>,
            ) -> Self {
                Self(self.0.for_tenant(credential))
            }

            /// The root of the API version, such as `https://graph.microsoft.com/beta`.
            pub fn endpoint(&self) -> &$crate::client::Url {
                self.0.endpoint()
            }

            /// A resource at the root of the service, such as `communications`, for requests
            /// that no builder makes. They are sent through this client.
            pub fn root(&self, name: &str) -> $crate::request::Target {
                self.0.root(name)
            }

            /// A request to an address that the service returned, such as a `Location` or the
            /// `resourceUrl` of a notification: a whole URL, or a path from the root of the
            /// host or of the API version.
            ///
            /// # Errors
            ///
            /// `ForeignHost` if the address leads to
            /// another host.
            pub fn at<T: $crate::Item>(
                &self,
                location: &str,
            ) -> ::core::result::Result<$crate::request::Get<T>, $crate::client::Error> {
                self.0.at(location)
            }

            /// The upload session with this URL, which is `uploadUrl` in the response to
            /// `createUploadSession`.
            ///
            /// # Errors
            ///
            /// `Address` if it is not a URL, and `ForeignHost` if the connection would not be
            /// encrypted.
            pub fn upload_session(
                &self,
                upload_url: &str,
            ) -> ::core::result::Result<$crate::client::UploadSession, $crate::client::Error> {
                self.0.upload_session(upload_url)
            }

            /// An empty batch.
            pub fn batch(&self) -> $crate::client::Batch {
                self.0.batch()
            }

            /// Resumes a stream of pages or items.
            ///
            /// # Errors
            ///
            /// `ForeignHost` if the cursor leads to
            /// another service than that of this client; nothing is sent.
            pub fn resume<T: $crate::Item + ::core::clone::Clone>(
                &self,
                cursor: $crate::client::Cursor,
            ) -> ::core::result::Result<$crate::client::Pages<T>, $crate::client::Error> {
                self.0.resume(cursor)
            }

            /// The changes since a
            /// `delta_cursor`, or the rest of an
            /// unfinished round.
            ///
            /// If the service no longer knows the position, the stream fails with an error for
            /// which `is_resync_required` holds:
            /// start again without it.
            ///
            /// # Errors
            ///
            /// `ForeignHost` if the cursor leads to
            /// another service than that of this client; nothing is sent.
            pub fn resume_changes<T: $crate::Item + ::core::clone::Clone>(
                &self,
                cursor: $crate::client::Cursor,
            ) -> ::core::result::Result<$crate::client::Changes<T>, $crate::client::Error> {
                self.0.resume_changes(cursor)
            }
        }

        #[doc(hidden)]
        impl ::core::convert::From<$crate::codegen::Client> for $type {
            fn from(client: $crate::codegen::Client) -> Self {
                Self(client)
            }
        }

        #[doc(hidden)]
        impl $crate::codegen::ServiceClient for $type {
            const PACKAGE: (&'static str, &'static str) = (
                ::core::env!("CARGO_PKG_NAME"),
                ::core::env!("CARGO_PKG_VERSION"),
            );
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
