//! Sales orders of which a user edits a draft, as SAP's services have them.

use msgraph_runtime::client::ErrorKind;
use msgraph_runtime::edm::{Date, Decimal, Guid};
use msgraph_runtime::request::Invoke;
use msgraph_runtime::{Expand, Filter};
use service_tests::services::sales::SalesClient;
use service_tests::services::sales::models::{SalesOrderItemType, SalesOrderType};
use service_tests::services::sales::requests::SalesOrderTypeRequests;
use service_tests::{Failure, Operation, Outcome, holds, operations, same};

pub fn operations() -> Vec<Operation<SalesClient>> {
    operations![
        "read: one by Guid and Boolean" => one,
        "read: a draft that is not there" => no_draft,
        "read: all active" => active,
        "read: $filter by Guid" => by_guid,
        "read: $filter by Date and Decimal" => by_date,
        "read: $orderby, $top, $skip, $count" => ordered,
        "read: $select" => select,
        "read: $expand" => expand,
        "read: along the composition" => items,
        "read: an item by Guid and Boolean" => item,
        "read: back to the order" => back,
        "read: the number alone" => number,
        "draft: edit" => edit,
        "draft: change" => change,
        "draft: change an item" => change_item,
        "draft: the active one stays as it was" => unchanged,
        "draft: of the active one" => sibling,
        "draft: who edits it" => administrative,
        "draft: prepare" => prepare,
        "draft: activate" => activate,
        "draft: activate, without Content-Type" => activate_plain,
        "draft: discard" => discard,
        "draft: delete" => delete_draft,
        "draft: a new one" => create,
        "draft: a new one, activated" => create_and_activate,
        "write: delete the active one" => delete,
        "action: with a text, returns a structure" => confirm,
        "batch: reads" => batch,
    ]
}

const ORDER: &str = "5a3f1c52-0d6b-4f8e-9a61-7b2c3d4e5f60";
const ITEM: &str = "00000000-0000-4000-8000-000000000010";

fn order(shop: &SalesClient, is_active: bool) -> Result<SalesOrderTypeRequests, Failure> {
    Ok(shop.sales_order().by_key(ORDER.parse::<Guid>()?, is_active))
}

async fn edit_it(shop: &SalesClient) -> Result<SalesOrderType, Failure> {
    let edit = order(shop, true)?.draft_edit().with_preserve_changes(true);
    Ok(edit.send().await?.value()?)
}

async fn one(shop: SalesClient) -> Outcome {
    let order = order(&shop, true)?.get().send().await?.value()?;
    same!(order.sales_order.as_deref(), Some("4711"));
    same!(order.is_active_entity, Some(true));
    same!(order.net_amount, Some("1250.5".parse::<Decimal>()?));
    Ok(())
}

async fn no_draft(shop: SalesClient) -> Outcome {
    let Err(error) = order(&shop, false)?.get().send().await else {
        return Err(Failure::from("there is a draft"));
    };
    same!(error.kind(), ErrorKind::Service);
    holds!(error.is_not_found());
    Ok(())
}

fn numbers(orders: Option<Vec<SalesOrderType>>) -> Vec<String> {
    let numbers = orders.unwrap_or_default().into_iter();
    numbers.filter_map(|order| order.sales_order).collect()
}

async fn active(shop: SalesClient) -> Outcome {
    let filter = Filter::eq(SalesOrderType::IS_ACTIVE_ENTITY, true);
    let orders = shop.sales_order().list().filter(filter).send().await?;
    same!(numbers(orders.body.value), ["4711", "4712"]);
    Ok(())
}

async fn by_guid(shop: SalesClient) -> Outcome {
    let filter = Filter::eq(SalesOrderType::SALES_ORDER_UUID, ORDER.parse::<Guid>()?);
    let orders = shop.sales_order().list().filter(filter).send().await?;
    same!(numbers(orders.body.value), ["4711"]);
    Ok(())
}

async fn by_date(shop: SalesClient) -> Outcome {
    let date: Date = "2024-03-15".parse()?;
    let filter = Filter::gt(SalesOrderType::SALES_ORDER_DATE, date).and(Filter::lt(
        SalesOrderType::NET_AMOUNT,
        "100".parse::<Decimal>()?,
    ));
    let orders = shop.sales_order().list().filter(filter).send().await?;
    same!(numbers(orders.body.value), ["4712"]);
    Ok(())
}

async fn ordered(shop: SalesClient) -> Outcome {
    let list = shop
        .sales_order()
        .list()
        .order_by_desc(SalesOrderType::SALES_ORDER);
    let page = list.skip(1).top(1).count(true).send().await?.body;
    same!(page.count, Some(2));
    same!(numbers(page.value), ["4711"]);
    Ok(())
}

async fn select(shop: SalesClient) -> Outcome {
    let get = order(&shop, true)?
        .get()
        .select([SalesOrderType::SOLD_TO_PARTY]);
    let order = get.send().await?.value()?;
    same!(order.sold_to_party.as_deref(), Some("10100001"));
    same!(order.net_amount, None);
    Ok(())
}

async fn expand(shop: SalesClient) -> Outcome {
    let items = Expand::new(SalesOrderType::ITEM).select([SalesOrderItemType::PRODUCT]);
    let order = order(&shop, true)?
        .get()
        .expand(items)
        .send()
        .await?
        .value()?;
    let items = order.item.unwrap_or_default();
    let products: Vec<_> = items
        .iter()
        .filter_map(|item| item.product.as_deref())
        .collect();
    same!(products, ["TG11", "TG12"]);
    Ok(())
}

async fn items(shop: SalesClient) -> Outcome {
    let items = order(&shop, true)?
        .item()
        .list()
        .send()
        .await?
        .body
        .value
        .unwrap_or_default();
    let quantities: Vec<_> = items
        .iter()
        .map(|item| item.order_quantity.clone())
        .collect();
    same!(
        quantities,
        [
            Some("2.5".parse::<Decimal>()?),
            Some("7".parse::<Decimal>()?)
        ]
    );
    Ok(())
}

async fn item(shop: SalesClient) -> Outcome {
    let item = order(&shop, true)?.item_by_key(ITEM.parse::<Guid>()?, true);
    same!(
        item.get().send().await?.value()?.product.as_deref(),
        Some("TG11")
    );
    let item = shop.sales_order_item().by_key(ITEM.parse::<Guid>()?, true);
    same!(
        item.get().send().await?.value()?.product.as_deref(),
        Some("TG11")
    );
    Ok(())
}

async fn back(shop: SalesClient) -> Outcome {
    let item = shop.sales_order_item().by_key(ITEM.parse::<Guid>()?, true);
    let order = item.sales_order().get().send().await?.value()?;
    same!(order.sales_order.as_deref(), Some("4711"));
    Ok(())
}

async fn number(shop: SalesClient) -> Outcome {
    same!(shop.sales_order().count().send().await?.body, 2);
    Ok(())
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

/// The server reads an absent body as JSON only if the request says that it is.
fn json(request: Invoke<Option<SalesOrderType>>) -> Invoke<Option<SalesOrderType>> {
    request.header("Content-Type", "application/json")
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

async fn batch(shop: SalesClient) -> Outcome {
    let mut batch = shop.batch();
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
