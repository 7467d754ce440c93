//! The macro that completes a generated client.

/// Completes a generated client, a struct around [`codegen::Client`](crate::codegen::Client).
///
/// With the root of the service the constructors know where it is; without it they ask for it.
#[doc(hidden)]
#[macro_export]
macro_rules! service_client {
    ($type:ident, $root:literal) => {
        impl $type {
            #[doc = concat!("A client of the service at `", $root, "`, with any credential of")]
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
        }

        $crate::service_client!(@ $type);
    };
    ($type:ident) => {
        impl $type {
            /// A client of the service at this endpoint, the URL that all its paths begin with, with
            /// any credential of `azure_identity` (feature `azure`) or one of `client::credential`.
            ///
            /// Tokens are asked for by the scope `.default` of the endpoint's host, unless
            /// `ClientBuilder::scope` sets another.
            ///
            /// # Errors
            ///
            /// `Address` if the endpoint is not a URL, has a query or a password, or would send the
            /// token over `http` to another machine.
            pub fn new(
                endpoint: impl ::core::convert::Into<::std::string::String>,
                credential: impl ::core::convert::Into<$crate::client::credential::Credential>,
            ) -> ::core::result::Result<Self, $crate::client::Error> {
                Self::builder(endpoint, credential).build()
            }

            /// The settings of a client, to be changed before it is built.
            pub fn builder(
                endpoint: impl ::core::convert::Into<::std::string::String>,
                credential: impl ::core::convert::Into<$crate::client::credential::Credential>,
            ) -> $crate::client::ClientBuilder<Self> {
                $crate::client::ClientBuilder::new(credential).endpoint(endpoint)
            }
        }

        $crate::service_client!(@ $type);
    };
    (@ $type:ident) => {
        impl $type {
            /// A client with the same settings and connections, and another credential: that of
            /// another tenant. The two share no tokens.
            pub fn for_tenant(
                &self,
                credential: impl ::core::convert::Into<$crate::client::credential::Credential>,
            ) -> Self {
                Self(self.0.for_tenant(credential))
            }

            /// The URL that all paths begin with: the root of the service, and the version of its API.
            pub fn endpoint(&self) -> &$crate::client::Url {
                self.0.endpoint()
            }

            /// A resource at the root of the service, by its first path segment, for requests that
            /// no builder makes. They are sent through this client.
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
    };
}
