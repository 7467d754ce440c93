//! A client with the credential that the environment holds.

use std::env::var;
use std::error::Error;

use azure_identity::ClientSecretCredential;
use msgraph_beta_communications::GraphClient;

/// A client for the application in `TENANT_ID`, `CLIENT_ID` and `CLIENT_SECRET`.
pub fn client() -> Result<GraphClient, Box<dyn Error>> {
    let read = |name: &str| var(name).map_err(|_| format!("{name} is not set"));
    let (tenant, id, secret) = (
        read("TENANT_ID")?,
        read("CLIENT_ID")?,
        read("CLIENT_SECRET")?,
    );
    let credential = ClientSecretCredential::new(&tenant, id, secret.into(), None)?;
    Ok(GraphClient::new(credential)?)
}
