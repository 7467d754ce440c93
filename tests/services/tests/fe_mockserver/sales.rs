//! Sales orders of which a user edits a draft, as SAP's services have them.

use msgraph_runtime::client::ErrorKind;
use msgraph_runtime::edm::{Date, Decimal, Guid};
use msgraph_runtime::{Expand, Filter};
use service_tests::services::sales::SalesClient;
use service_tests::services::sales::models::{SalesOrderItemType, SalesOrderType};
use service_tests::services::sales::requests::SalesOrderTypeRequests;
use service_tests::{Failure, Operation, Outcome, holds, operations, same};

pub fn operations() -> Vec<Operation<SalesClient>> {
    let mut all = operations![
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
    ];
    all.extend(super::drafts::operations());
    all
}

const ORDER: &str = "5a3f1c52-0d6b-4f8e-9a61-7b2c3d4e5f60";
pub const ITEM: &str = "00000000-0000-4000-8000-000000000010";

pub fn order(shop: &SalesClient, is_active: bool) -> Result<SalesOrderTypeRequests, Failure> {
    Ok(shop.sales_order().by_key(ORDER.parse::<Guid>()?, is_active))
}

async fn one(shop: SalesClient) -> Outcome {
    let order = order(&shop, true)?.get().send().await?.value()?;
    same!(order.sales_order.as_deref(), Some("4711"));
    same!(order.is_active_entity, Some(true));
    same!(order.net_amount, Some("1250.5".parse::<Decimal>()?));
    Ok(())
}

pub async fn no_draft(shop: SalesClient) -> Outcome {
    let Err(error) = order(&shop, false)?.get().send().await else {
        return Err(Failure::from("there is a draft"));
    };
    same!(error.kind(), ErrorKind::Service);
    holds!(error.is_not_found());
    Ok(())
}

pub fn numbers(orders: Option<Vec<SalesOrderType>>) -> Vec<String> {
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
