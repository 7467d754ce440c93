//! The clients by which requests are sent, one for each tenant.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use msgraph_beta_communications::GraphClient;

/// Makes the client of a tenant.
pub(super) type MakeClient = dyn Fn(&str) -> GraphClient + Send + Sync;

/// The client of each tenant: the bot has to send requests for a call with a token of the tenant
/// that the call is in.
pub(super) struct TenantClients {
    default: GraphClient,
    make: Option<Box<MakeClient>>,
    made: Mutex<HashMap<String, GraphClient>>,
}

impl TenantClients {
    pub fn new(default: GraphClient, make: Option<Box<MakeClient>>) -> Self {
        Self {
            default,
            make,
            made: Mutex::default(),
        }
    }

    /// The client of a tenant. It is made once, for it keeps the token.
    pub fn get(&self, tenant: Option<&str>) -> GraphClient {
        let (Some(make), Some(tenant)) = (&self.make, tenant) else {
            return self.default.clone();
        };
        let tenant = tenant.to_ascii_lowercase();
        if let Some(client) = self.made().get(&tenant) {
            return client.clone();
        }
        // Not under the lock: this is code of the application.
        let client = make(&tenant);
        self.made().entry(tenant).or_insert(client).clone()
    }

    fn made(&self) -> std::sync::MutexGuard<'_, HashMap<String, GraphClient>> {
        self.made.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
