//! ETags: conditional reads and writes, 304, 412 and 428.

use msgraph_runtime::edm::Guid;
use msgraph_runtime::request::Get;
use service_tests::services::cap::models::Orders;
use service_tests::services::cap::requests::OrdersRequests;
use service_tests::{Failure, Operation, Outcome, holds, operations, same};

use crate::Shop;

pub fn operations() -> Vec<Operation<Shop>> {
    operations![
        "etag: in the header of a read" => header,
        "etag: in the body" => body,
        "etag: update with the current one" => update,
        "etag: update with any" => update_any,
        "etag: update with an old one, 412" => update_old,
        "etag: update without one, 428" => update_without,
        "etag: delete with the current one" => delete,
        "etag: delete with an old one, 412" => delete_old,
        "etag: read what has not changed, 304" => not_modified,
        "etag: read what has changed" => modified,
    ]
}

fn order(shop: &Shop) -> Result<OrdersRequests, Failure> {
    let id: Guid = "7e2f2640-6866-4dcf-8f4d-3027aa831cad".parse()?;
    Ok(shop.orders().by_id(id))
}

async fn etag(get: Get<Orders>) -> Result<String, Failure> {
    let response = get.send().await?;
    Ok(response.etag().ok_or("no ETag")?.to_owned())
}

const OLD: &str = "W/\"2001-01-01T00:00:00.000Z\"";

async fn header(shop: Shop) -> Outcome {
    let etag = etag(order(&shop)?.get()).await?;
    same!(etag, "W/\"2024-01-02T03:04:05.678Z\"");
    Ok(())
}

async fn body(shop: Shop) -> Outcome {
    let orders = shop
        .orders()
        .list()
        .send()
        .await?
        .body
        .value
        .unwrap_or_default();
    let etag = orders.first().and_then(|order| order.etag());
    same!(etag.as_deref(), Some("W/\"2024-01-02T03:04:05.678Z\""));
    Ok(())
}

async fn update(shop: Shop) -> Outcome {
    let order = order(&shop)?;
    let before = etag(order.get()).await?;
    let update = order.update(Orders::default().with_status("shipped"));
    update.if_match(before.clone()).send().await?;
    let response = order.get().send().await?;
    holds!(response.etag() != Some(before.as_str()));
    same!(response.value()?.status.as_deref(), Some("shipped"));
    Ok(())
}

async fn update_any(shop: Shop) -> Outcome {
    let order = order(&shop)?;
    let update = order.update(Orders::default().with_status("shipped"));
    update.if_match("*").send().await?;
    same!(
        order.get().send().await?.value()?.status.as_deref(),
        Some("shipped")
    );
    Ok(())
}

async fn update_old(shop: Shop) -> Outcome {
    let order = order(&shop)?;
    let update = order
        .update(Orders::default().with_status("shipped"))
        .if_match(OLD);
    let Err(error) = update.send().await else {
        return Err(Failure::from("it was changed"));
    };
    same!(error.status(), Some(412));
    holds!(error.is_precondition_failed());
    same!(
        order.get().send().await?.value()?.status.as_deref(),
        Some("open")
    );
    Ok(())
}

async fn update_without(shop: Shop) -> Outcome {
    let order = order(&shop)?;
    let Err(error) = order
        .update(Orders::default().with_status("shipped"))
        .send()
        .await
    else {
        return Err(Failure::from("it was changed"));
    };
    same!(error.status(), Some(428));
    holds!(error.is_precondition_required());
    holds!(!error.may_have_acted());
    Ok(())
}

async fn delete(shop: Shop) -> Outcome {
    let order = order(&shop)?;
    let current = etag(order.get()).await?;
    same!(order.delete().if_match(current).send().await?.status, 204);
    same!(shop.orders().count().send().await?.body, 1);
    Ok(())
}

async fn delete_old(shop: Shop) -> Outcome {
    let Err(error) = order(&shop)?.delete().if_match(OLD).send().await else {
        return Err(Failure::from("it was deleted"));
    };
    same!(error.status(), Some(412));
    same!(shop.orders().count().send().await?.body, 2);
    Ok(())
}

async fn not_modified(shop: Shop) -> Outcome {
    let order = order(&shop)?;
    let current = etag(order.get()).await?;
    let Err(error) = order.get().if_none_match(current).send().await else {
        return Err(Failure::from("it was sent again"));
    };
    same!(error.status(), Some(304));
    holds!(error.is_not_modified());
    Ok(())
}

async fn modified(shop: Shop) -> Outcome {
    let order = order(&shop)?
        .get()
        .if_none_match(OLD)
        .send()
        .await?
        .value()?;
    same!(order.number.as_deref(), Some("A-1"));
    Ok(())
}
