//! Clients and validators of the simulated service.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use msgraph_beta_communications::GraphClient;
use msgraph_beta_communications::client::ClientBuilder;
use msgraph_beta_communications::client::credential::StaticToken;
use msgraph_beta_communications::request::RetryOptions;

use super::shared::Shared;
use super::transport::InProcess;
use super::{TeamsSimulator, graph, or_fail};
use crate::CallbackValidator;
use crate::auth::{CallbackValidatorBuilder, KeySet, KeySource, KeysError};

impl TeamsSimulator {
    /// The root of the service, such as `http://127.0.0.1:41234`.
    pub fn url(&self) -> &str {
        self.shared.base()
    }

    /// The URL of the OpenID metadata that leads to the signing keys.
    pub fn open_id_url(&self) -> String {
        format!("{}{}", self.shared.base(), graph::OPEN_ID)
    }

    /// The app id of the bot.
    pub fn app_id(&self) -> &str {
        &self.shared.app_id
    }

    /// A client of the simulated Microsoft Graph, with a token of all tenants and short waits
    /// between attempts.
    ///
    /// # Panics
    ///
    /// If there is no HTTP client.
    pub fn graph_client(&self) -> GraphClient {
        or_fail(self.graph_builder().build(), "no client")
    }

    /// A client whose token is good for one tenant; calls of others answer 403.
    ///
    /// # Panics
    ///
    /// If there is no HTTP client.
    pub fn graph_client_for(&self, tenant: &str) -> GraphClient {
        let token = format!("{}-{tenant}", graph::TOKEN);
        or_fail(self.builder_with(&token).build(), "no client")
    }

    /// The settings of [`graph_client`](Self::graph_client), to be changed before it is built.
    ///
    /// # Panics
    ///
    /// If there is no HTTP client.
    pub fn graph_builder(&self) -> ClientBuilder<GraphClient> {
        self.builder_with(graph::TOKEN)
    }

    fn builder_with(&self, token: &str) -> ClientBuilder<GraphClient> {
        let builder = GraphClient::builder(StaticToken::new(token))
            .endpoint(format!("{}{}", self.shared.base(), graph::VERSION))
            .retry(
                RetryOptions::default()
                    .with_first_wait(Duration::from_millis(2))
                    .with_max_total_wait(Duration::from_secs(2)),
            );
        if self.in_process {
            return builder.transport(InProcess(self.shared.clone()));
        }
        let client = reqwest::Client::builder()
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .build();
        builder.http_client(or_fail(client, "no HTTP client"))
    }

    /// A validator of the tokens that the simulator signs.
    ///
    /// # Panics
    ///
    /// If the app id is empty.
    pub fn validator(&self) -> CallbackValidator {
        or_fail(self.validator_builder().build(), "no validator")
    }

    /// The settings of [`validator`](Self::validator), to be changed before it is built.
    pub fn validator_builder(&self) -> CallbackValidatorBuilder {
        let builder = CallbackValidator::new(&self.shared.app_id);
        match self.in_process {
            true => builder.keys(Keys(self.shared.clone())),
            false => builder.metadata_url(self.open_id_url()),
        }
    }
}

/// The keys of the simulator without a connection.
struct Keys(Arc<Shared>);

#[async_trait]
impl KeySource for Keys {
    async fn fetch(&self) -> Result<KeySet, KeysError> {
        self.0.log().open_id_requests += 1;
        if self.0.world().settings.open_id_fails {
            return Err(KeysError::new("the simulator was told to fail"));
        }
        let keys = self.0.keys().jwks().to_string();
        KeySet::from_jwks(keys.as_bytes())
    }
}
