//! Typed bindings for Microsoft Graph beta: cloud communications.
//!
//! Calls, participants, prompts and recordings, online meetings, presence,
//! call records: every type and every action and function that the service's
//! own metadata reaches from the singletons `communications` and `app`.
//!
//! ```no_run
//! # #[cfg(feature = "client")]
//! # async fn sample(
//! #     credential: std::sync::Arc<dyn msgraph_beta_communications::client::TokenCredential>,
//! # ) -> Result<(), Box<dyn std::error::Error>> {
//! use msgraph_beta_communications::GraphClient;
//! use msgraph_beta_communications::models::{Identity, IdentitySet, InvitationParticipantInfo};
//!
//! // Any credential of `azure_identity`, or one of your own.
//! let client = GraphClient::new(credential)?;
//!
//! let call = client.communications().call("57dab8b1");
//! println!("{:?}", call.get().send().await?.body.state);
//!
//! let to = Identity::default().with_id("550fae72-d251-43ec-868c-373732c2704f");
//! let to = InvitationParticipantInfo::new(IdentitySet::default().with_user(to));
//! call.transfer(to).send().await?;
//! # Ok(())
//! # }
//! ```
//!
//! Requests are values. They can be looked at, and made, without a client:
//!
//! ```
//! use msgraph_beta_communications::models::{
//!     EndpointType, Identity, IdentitySet, InvitationParticipantInfo,
//! };
//! use msgraph_beta_communications::{Operation, requests};
//!
//! let target = InvitationParticipantInfo::new(
//!     IdentitySet::default().with_user(
//!         Identity::default()
//!             .with_id("550fae72-d251-43ec-868c-373732c2704f")
//!             .with_display_name("Heidi Steen")
//!             .with_extra("tenantId", "72f988bf-86f1-41af-91ab-2d7cd011db47"),
//!     ),
//! )
//! .with_endpoint_type(EndpointType::Default);
//!
//! let transfer = requests::communications().call("57dab8b1").transfer(target);
//! assert_eq!(transfer.path()?, "/communications/calls/57dab8b1/transfer");
//! assert!(transfer.body().is_some());
//! # Ok::<(), msgraph_beta_communications::TargetError>(())
//! ```
//!
//! - [`models`]: entity types, complex types and enumerations. Reading and
//!   writing lose nothing: undeclared members are in `extra`, an unknown enum
//!   text is kept, an explicit `null` stays one.
//! - [`requests`]: builders along the paths, what can be asked there (`get`, `list`,
//!   `create`, `update`, `delete`, `count`, streams, references), and a value for every
//!   operation with its method, path and body.
//! - `GraphClient`: sends them. It comes with the feature `client`, which is on by
//!   default; without it the crate stands on serde alone.
//! - [`from_slice`], [`from_str`], [`to_vec`], [`to_string`]: JSON the fast
//!   way; every type implements serde's traits as well.

#[rustfmt::skip]
pub mod models;
#[rustfmt::skip]
#[cfg(feature = "registry")]
pub mod registry;
#[rustfmt::skip]
pub mod requests;

pub use msgraph_runtime::*;
#[cfg(feature = "client")]
pub use requests::Client as GraphClient;
