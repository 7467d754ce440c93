//! A bot behind an HTTP server, with the credential that the environment holds.

use std::env::var;
use std::error::Error;
use std::time::Duration;

use azure_identity::ClientSecretCredential;
use msgraph_beta_communications::GraphClient;
use msgraph_calling::{CallbackValidator, CallingBot, CallingBotBuilder, Shutdown};

/// The settings of a bot for the application in `TENANT_ID`, `CLIENT_ID` and `CLIENT_SECRET`, to
/// whose `CALLBACK_URI` the service posts.
pub fn builder() -> Result<CallingBotBuilder, Box<dyn Error>> {
    let secret = read("CLIENT_SECRET")?.into();
    let (tenant, app) = (tenant()?, read("CLIENT_ID")?);
    let credential = ClientSecretCredential::new(&tenant, app.clone(), secret, None)?;
    let client = GraphClient::new(credential)?;
    let validator = CallbackValidator::new(app).tenants([tenant]).build()?;
    Ok(CallingBot::builder(
        client,
        validator,
        read("CALLBACK_URI")?,
    ))
}

/// The tenant of the application: `TENANT_ID`.
pub fn tenant() -> Result<String, Box<dyn Error>> {
    read("TENANT_ID")
}

fn read(name: &str) -> Result<String, Box<dyn Error>> {
    Ok(var(name).map_err(|_| format!("{name} is not set"))?)
}

/// Serves the callback address on `PORT` (8080) until `done`, and hangs up what is left. TLS and the
/// public address are the business of a proxy before it.
pub async fn serve(bot: &CallingBot, done: impl Future<Output = ()>) -> Result<(), Box<dyn Error>> {
    let port: u16 = var("PORT").unwrap_or("8080".to_owned()).parse()?;
    let listener = tokio::net::TcpListener::bind(("0.0.0.0", port)).await?;
    let served = axum::serve(listener, bot.router());
    let ended = async {
        done.await;
        // The server still runs: the service reports the ends of the calls.
        let within = Duration::from_secs(20);
        bot.shutdown(Shutdown::HangUp { within }).await;
    };
    tokio::select! {
        result = served.into_future() => result?,
        () = ended => {}
    }
    Ok(())
}
