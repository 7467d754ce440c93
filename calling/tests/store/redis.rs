//! What only the store in Redis has: a server that goes away, its clock, and its keys.

use std::time::Duration;

use msgraph_calling::{CallStore, Claim, RedisStore, StoreError, TenantId};

use crate::claims::incoming;
use crate::setup::{Server, Started, call, minutes};

async fn claim(store: &RedisStore, number: u32) -> Result<Claim, StoreError> {
    let (id, tenant, minute) = (call(number), TenantId::new("a tenant"), minutes(1));
    store
        .claim(&id, "a", &tenant, &incoming(), minute, minute)
        .await
}

#[tokio::test]
async fn requests_fail_while_the_server_is_away() {
    let Some(server) = Server::start() else {
        return;
    };
    let store = server.builder().connect().await.unwrap();
    let tenant = TenantId::new("a tenant");
    assert!(
        store
            .hold(&call(1), "a", &tenant, minutes(1))
            .await
            .unwrap()
    );
    let port = server.port;
    drop(server);
    for _ in 0..3 {
        assert!(store.renew(&call(1), "a", minutes(1)).await.is_err());
        assert!(claim(&store, 2).await.is_err());
        assert!(store.expired().await.is_err());
    }
    let error = store.renew(&call(1), "a", minutes(1)).await.unwrap_err();
    assert_eq!(error.to_string(), "Redis did not answer");
    assert!(std::error::Error::source(&error).is_some());

    // Another process may have taken the port.
    let Started::Running(_server) = Server::on(port) else {
        return;
    };
    // The first request may find that the connection is gone.
    let mut answer = store.renew(&call(1), "a", minutes(1)).await;
    for _ in 0..3 {
        if answer.is_err() {
            answer = store.renew(&call(1), "a", minutes(1)).await;
        }
    }
    // The server keeps nothing.
    assert!(!answer.unwrap());
    assert!(
        store
            .hold(&call(1), "a", &tenant, minutes(1))
            .await
            .unwrap()
    );
}

#[tokio::test]
async fn there_is_no_store_without_a_server() {
    let Some(server) = Server::start() else {
        return;
    };
    let url = server.url();
    drop(server);
    for url in [url.as_str(), "https://contoso.com/", ""] {
        let error = RedisStore::builder(url).connect().await.unwrap_err();
        assert_eq!(error.to_string(), "there is no connection to Redis");
    }
}

#[tokio::test]
async fn the_clock_is_the_server_s() {
    let Some(server) = Server::start() else {
        return;
    };
    let store = server.builder().connect().await.unwrap();
    let tenant = TenantId::new("a tenant");
    let moment = Duration::from_millis(1);
    assert!(store.hold(&call(1), "a", &tenant, moment).await.unwrap());
    assert!(
        store
            .hold(&call(2), "a", &tenant, minutes(60))
            .await
            .unwrap()
    );
    let expired = loop {
        let expired = store.expired().await.unwrap();
        if !expired.is_empty() {
            break expired;
        }
        tokio::time::sleep(moment).await;
    };
    assert_eq!(expired.len(), 1);
    assert_eq!(expired[0].call, call(1));
    let adopted = store.adopt(&call(1), "b", minutes(60)).await.unwrap();
    let until = adopted.unwrap().until;
    let before = std::time::SystemTime::now();
    assert!(until > before + minutes(50) && until < before + minutes(70));
    while !store.seen("message", moment).await.unwrap() {}
    while !store.seen("message", moment).await.unwrap() {}
}

#[tokio::test]
async fn every_key_ends_and_has_the_prefix() {
    let Some(server) = Server::start() else {
        return;
    };
    let store = server.builder().prefix("bot").connect().await.unwrap();
    let other = server.builder().connect().await.unwrap();
    let tenant = TenantId::new("a tenant");
    assert!(matches!(claim(&store, 1).await, Ok(Claim::Taken(_))));
    assert!(store.seen("Message", minutes(1)).await.unwrap());
    assert!(
        store
            .hold(&call(1), "a", &tenant, minutes(1))
            .await
            .unwrap()
    );
    // Bots with other prefixes do not see it.
    assert!(!other.renew(&call(1), "a", minutes(1)).await.unwrap());

    let client = redis::Client::open(server.url()).unwrap();
    let mut connection = client.get_multiplexed_async_connection().await.unwrap();
    let mut keys: Vec<String> = redis::cmd("KEYS")
        .arg("*")
        .query_async(&mut connection)
        .await
        .unwrap();
    keys.sort();
    let id = call(1);
    let expected = [
        format!("{{bot}}:call:{id}"),
        format!("{{bot}}:claim:{id}"),
        "{bot}:leases".to_owned(),
        "{bot}:message:message".to_owned(),
    ];
    assert_eq!(keys, expected);
    for key in keys.iter().filter(|key| !key.ends_with("leases")) {
        let left: i64 = redis::cmd("PTTL")
            .arg(key)
            .query_async(&mut connection)
            .await
            .unwrap();
        assert!(left > 0, "{key}: {left}");
    }
    assert!(store.release(&call(1), "a").await.unwrap());
    let left: bool = redis::cmd("EXISTS")
        .arg("{bot}:leases")
        .query_async(&mut connection)
        .await
        .unwrap();
    assert!(!left);
}
