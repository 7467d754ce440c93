//! Sales orders: drafts from their beginning to their end, deletion, an action, batches.

use msgraph_runtime::Filter;
use msgraph_runtime::client::Batch;
use msgraph_runtime::edm::{Decimal, Guid};
use msgraph_runtime::request::Invoke;
use service_tests::services::sales::SalesClient;
use service_tests::services::sales::models::{SalesOrderItemType, SalesOrderType};
use service_tests::{Failure, Operation, Outcome, holds, operations, same};

use super::sales::{ITEM, no_draft, numbers, order};

pub fn operations() -> Vec<Operation<SalesClient>> {
    operations![
        "draft: edit" => edit,
        "draft: change" => change,
        "draft: change an item" => change_item,
        "draft: the active one stays as it was" => unchanged,
        "draft: of the active one" => sibling,
        "draft: who edits it" => administrative,
        "draft: prepare" => prepare,
        "draft: activate" => activate,
        "draft: activate, without a body" => activate_plain,
        "draft: discard" => discard,
        "draft: delete" => delete_draft,
        "draft: a new one" => create,
        "draft: a new one, activated" => create_and_activate,
        "write: delete the active one" => delete,
        "action: with a text, returns a structure" => confirm,
        "batch: reads" => |shop: SalesClient| batch(shop.batch(), shop),
        "batch: reads in JSON" => |shop: SalesClient| batch(shop.batch().json(), shop),
        "batch: a draft from edit to activation" => batch_draft,
    ]
}

async fn edit_it(shop: &SalesClient) -> Result<SalesOrderType, Failure> {
    let edit = order(shop, true)?.draft_edit().with_preserve_changes(true);
    Ok(edit.send().await?.value()?)
}

async fn edit(shop: SalesClient) -> Outcome {
    let draft = edit_it(&shop).await?;
    same!(draft.is_active_entity, Some(false));
    same!(draft.has_active_entity, Some(true));
    same!(draft.sales_order.as_deref(), Some("4711"));
    same!(
        order(&shop, true)?
            .get()
            .send()
            .await?
            .value()?
            .has_draft_entity,
        Some(true)
    );
    Ok(())
}

async fn change(shop: SalesClient) -> Outcome {
    edit_it(&shop).await?;
    let draft = order(&shop, false)?;
    let change = SalesOrderType::default().with_sold_to_party("77");
    draft
        .update(change.with_net_amount("0.10".parse::<Decimal>()?))
        .send()
        .await?;
    let draft = draft.get().send().await?.value()?;
    same!(draft.sold_to_party.as_deref(), Some("77"));
    same!(draft.net_amount, Some("0.1".parse::<Decimal>()?));
    same!(draft.transaction_currency.as_deref(), Some("EUR"));
    Ok(())
}

async fn change_item(shop: SalesClient) -> Outcome {
    edit_it(&shop).await?;
    let item = shop.sales_order_item().by_key(ITEM.parse::<Guid>()?, false);
    item.update(SalesOrderItemType::default().with_product("TG99"))
        .send()
        .await?;
    same!(
        item.get().send().await?.value()?.product.as_deref(),
        Some("TG99")
    );
    Ok(())
}

async fn unchanged(shop: SalesClient) -> Outcome {
    edit_it(&shop).await?;
    let change = SalesOrderType::default().with_sold_to_party("77");
    order(&shop, false)?.update(change).send().await?;
    let active = order(&shop, true)?.get().send().await?.value()?;
    same!(active.sold_to_party.as_deref(), Some("10100001"));
    Ok(())
}

async fn sibling(shop: SalesClient) -> Outcome {
    edit_it(&shop).await?;
    let draft = order(&shop, true)?
        .sibling_entity()
        .get()
        .send()
        .await?
        .value()?;
    same!(draft.is_active_entity, Some(false));
    Ok(())
}

async fn administrative(shop: SalesClient) -> Outcome {
    edit_it(&shop).await?;
    let data = order(&shop, false)?
        .draft_administrative_data()
        .get()
        .send()
        .await?
        .value()?;
    same!(data.draft_is_created_by_me, Some(true));
    holds!(data.draft_uuid.is_some());
    Ok(())
}

async fn prepare(shop: SalesClient) -> Outcome {
    edit_it(&shop).await?;
    let draft = order(&shop, false)?
        .draft_prepare()
        .with_side_effects_qualifier("");
    same!(draft.send().await?.value()?.is_active_entity, Some(false));
    Ok(())
}

/// The server takes an absent body for text.
fn json(request: Invoke<Option<SalesOrderType>>) -> Invoke<Option<SalesOrderType>> {
    request.with_body(b"{}".to_vec())
}

async fn activate_plain(shop: SalesClient) -> Outcome {
    edit_it(&shop).await?;
    let active = order(&shop, false)?
        .draft_activate()
        .send()
        .await?
        .value()?;
    same!(active.is_active_entity, Some(true));
    Ok(())
}

async fn activate(shop: SalesClient) -> Outcome {
    edit_it(&shop).await?;
    let change = SalesOrderType::default().with_sold_to_party("77");
    order(&shop, false)?.update(change).send().await?;
    let activate = json(order(&shop, false)?.draft_activate().request());
    let active = activate.send().await?.value()?;
    same!(active.is_active_entity, Some(true));
    let active = order(&shop, true)?.get().send().await?.value()?;
    same!(active.sold_to_party.as_deref(), Some("77"));
    same!(active.has_draft_entity, Some(false));
    Ok(())
}

async fn discard(shop: SalesClient) -> Outcome {
    edit_it(&shop).await?;
    json(order(&shop, false)?.draft_discard().request())
        .send()
        .await?;
    same!(
        order(&shop, true)?
            .get()
            .send()
            .await?
            .value()?
            .has_draft_entity,
        Some(false)
    );
    no_draft(shop).await
}

async fn delete_draft(shop: SalesClient) -> Outcome {
    edit_it(&shop).await?;
    same!(order(&shop, false)?.delete().send().await?.status, 204);
    same!(
        order(&shop, true)?
            .get()
            .send()
            .await?
            .value()?
            .has_draft_entity,
        Some(false)
    );
    no_draft(shop).await
}

async fn create(shop: SalesClient) -> Outcome {
    let new = SalesOrderType::default()
        .with_sales_order("4713")
        .with_sold_to_party("9");
    let response = shop.sales_order().create(new).send().await?;
    same!(response.status, 201);
    let draft = response.value()?;
    same!(draft.is_active_entity, Some(false));
    holds!(draft.sales_order_uuid.is_some());
    let filter = Filter::eq(SalesOrderType::IS_ACTIVE_ENTITY, false);
    let drafts = shop.sales_order().list().filter(filter).send().await?;
    same!(numbers(drafts.body.value), ["4713"]);
    Ok(())
}

async fn create_and_activate(shop: SalesClient) -> Outcome {
    let id: Guid = "5a3f1c52-0d6b-4f8e-9a61-7b2c3d4e5f99".parse()?;
    let new = SalesOrderType::default().with_sales_order("4714");
    let new = new.with_extra("SalesOrderUUID", id.to_string());
    shop.sales_order().create(new).send().await?;
    let draft = shop.sales_order().by_key(id, false);
    json(draft.draft_activate().request()).send().await?;
    let active = shop
        .sales_order()
        .by_key(id, true)
        .get()
        .send()
        .await?
        .value()?;
    same!(active.sales_order.as_deref(), Some("4714"));
    Ok(())
}

async fn delete(shop: SalesClient) -> Outcome {
    same!(order(&shop, true)?.delete().send().await?.status, 204);
    same!(shop.sales_order().count().send().await?.body, 1);
    Ok(())
}

async fn confirm(shop: SalesClient) -> Outcome {
    let result = order(&shop, true)?
        .confirm("as \"ordered\"")
        .send()
        .await?
        .value()?;
    same!(result.confirmed, Some(true));
    same!(result.remark.as_deref(), Some("as \"ordered\""));
    Ok(())
}

async fn batch(mut batch: Batch, shop: SalesClient) -> Outcome {
    let one = batch.add(order(&shop, true)?.get());
    let all = batch.add(shop.sales_order().list());
    let mut answers = batch.send().await?;
    same!(
        answers.take(one)?.value()?.sales_order.as_deref(),
        Some("4711")
    );
    same!(numbers(answers.take(all)?.body.value), ["4711", "4712"]);
    Ok(())
}

async fn batch_draft(shop: SalesClient) -> Outcome {
    let mut batch = shop.batch();
    let edit = order(&shop, true)?.draft_edit().with_preserve_changes(true);
    let edit = batch.add(edit.request());
    let change = SalesOrderType::default().with_sold_to_party("78");
    let change = batch.add(order(&shop, false)?.update(change));
    let activate = batch.add(json(order(&shop, false)?.draft_activate().request()));
    let mut answers = batch.send().await?;
    same!(answers.take(edit)?.value()?.is_active_entity, Some(false));
    same!(answers.take(change)?.status, 200);
    same!(
        answers.take(activate)?.value()?.sold_to_party.as_deref(),
        Some("78")
    );
    Ok(())
}
