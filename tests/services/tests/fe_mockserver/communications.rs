//! This project's own slice, by the crate that is made for Microsoft Graph.
//!
//! The server knows no keys as segments and no short names of operations, which is Graph's dialect; what
//! it makes of them is in `expected-failures.toml`.

use msgraph_beta_communications::GraphClient;
use msgraph_beta_communications::models::{Call, CallState, Presence};
use msgraph_runtime::Filter;
use service_tests::{Failure, Operation, Outcome, holds, operations, same};

pub fn operations() -> Vec<Operation<GraphClient>> {
    operations![
        "read: a singleton" => singleton,
        "read: a collection" => calls,
        "read: $select" => select,
        "read: $orderby, $top, $skip and $count" => page,
        "read: the number alone" => number,
        "read: another collection" => presences,
        "filter: an enumeration" => by_state,
        "filter: a text" => by_subject,
        "filter: and, or, not" => combined,
        "write: create" => create,
        "key: read by a segment" => read,
        "key: update by a segment" => update,
        "key: delete by a segment" => delete,
        "action: by its short name" => transfer,
        "batch: reads" => batch,
    ]
}

async fn singleton(client: GraphClient) -> Outcome {
    let response = client.communications().get().send().await?;
    same!(response.status, 200);
    holds!(response.body.is_some());
    Ok(())
}

fn ids(calls: Option<Vec<Call>>) -> Vec<String> {
    let calls = calls.unwrap_or_default().into_iter();
    calls.filter_map(|call| call.id).collect()
}

async fn calls(client: GraphClient) -> Outcome {
    let calls = client.communications().calls().list().send().await?.body;
    let calls = calls.value.unwrap_or_default();
    same!(calls[0].state, Some(CallState::Established));
    same!(calls[1].subject.as_deref(), Some("second"));
    same!(ids(Some(calls)), ["B0", "B1"]);
    Ok(())
}

async fn select(client: GraphClient) -> Outcome {
    let list = client
        .communications()
        .calls()
        .list()
        .select([Call::SUBJECT]);
    let calls = list.send().await?.body.value.unwrap_or_default();
    same!(calls[0].subject.as_deref(), Some("first"));
    same!(calls[0].state, None);
    Ok(())
}

async fn page(client: GraphClient) -> Outcome {
    let list = client
        .communications()
        .calls()
        .list()
        .order_by_desc(Call::SUBJECT);
    let page = list.skip(1).top(1).count(true).send().await?.body;
    same!(page.count, Some(2));
    same!(ids(page.value), ["B0"]);
    Ok(())
}

async fn number(client: GraphClient) -> Outcome {
    same!(
        client.communications().calls().count().send().await?.body,
        2
    );
    Ok(())
}

async fn presences(client: GraphClient) -> Outcome {
    let list = client.communications().presences().list();
    let list = list.filter(Filter::eq(Presence::AVAILABILITY, "Busy"));
    let presences = list.send().await?.body.value.unwrap_or_default();
    same!(presences.len(), 1);
    same!(presences[0].activity.as_deref(), Some("InACall"));
    Ok(())
}

async fn filtered(client: &GraphClient, filter: Filter, expected: &[&str]) -> Outcome {
    let list = client.communications().calls().list().filter(filter);
    same!(ids(list.send().await?.body.value), expected);
    Ok(())
}

async fn by_state(client: GraphClient) -> Outcome {
    filtered(
        &client,
        Filter::eq(Call::STATE, CallState::Terminated),
        &["B1"],
    )
    .await
}

async fn by_subject(client: GraphClient) -> Outcome {
    filtered(&client, Filter::contains(Call::SUBJECT, "irs"), &["B0"]).await
}

async fn combined(client: GraphClient) -> Outcome {
    let first = Filter::eq(Call::SUBJECT, "first").or(Filter::eq(Call::SUBJECT, "third"));
    let filter = first.and(Filter::ne(Call::STATE, CallState::Terminated));
    filtered(&client, filter, &["B0"]).await
}

async fn create(client: GraphClient) -> Outcome {
    let call = Call::default().with_subject("third").with_extra("id", "B2");
    let response = client.communications().calls().create(call).send().await?;
    same!(response.status, 201);
    let calls = client
        .communications()
        .calls()
        .list()
        .send()
        .await?
        .body
        .value;
    same!(ids(calls), ["B0", "B1", "B2"]);
    Ok(())
}

async fn read(client: GraphClient) -> Outcome {
    let call = client
        .communications()
        .call("B1")
        .get()
        .send()
        .await?
        .value()?;
    same!(call.subject.as_deref(), Some("second"));
    Ok(())
}

async fn update(client: GraphClient) -> Outcome {
    let call = client.communications().call("B1");
    call.update(Call::default().with_subject("new"))
        .send()
        .await?;
    let calls = client.communications().calls().list().send().await?.body;
    let calls = calls.value.unwrap_or_default();
    same!(calls[1].subject.as_deref(), Some("new"));
    Ok(())
}

async fn delete(client: GraphClient) -> Outcome {
    client.communications().call("B1").delete().send().await?;
    let calls = client
        .communications()
        .calls()
        .list()
        .send()
        .await?
        .body
        .value;
    same!(ids(calls), ["B0"]);
    Ok(())
}

async fn transfer(client: GraphClient) -> Outcome {
    let keep_alive = client.communications().call("B1").keep_alive();
    let response = keep_alive.send().await?;
    same!(response.status, 204);
    Ok(())
}

async fn batch(client: GraphClient) -> Outcome {
    let mut batch = client.batch();
    let calls = batch.add(client.communications().calls().list());
    let count = batch.add(client.communications().calls().count());
    let mut answers = batch.send().await?;
    same!(ids(answers.take(calls)?.body.value), ["B0", "B1"]);
    match answers.take(count) {
        Ok(count) => same!(count.body, 2),
        Err(error) => return Err(Failure::from(error)),
    }
    Ok(())
}
