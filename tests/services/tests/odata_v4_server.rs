//! odata-v4-server: a small service with `odata-v4-server/server.js`.

use msgraph_runtime::client::credential::Anonymous;
use msgraph_runtime::edm::DateTimeOffset;
use service_tests::services::stationery::StationeryClient;
use service_tests::services::stationery::models::{Category, Product};
use service_tests::{
    Failure, Operation, Outcome, Recorder, Report, Server, Suite, check_metadata, holds,
    operations, same,
};

type Shop = StationeryClient;

#[tokio::test]
async fn operations() -> Result<(), Report> {
    let Some(mut server) = Server::start("odata-v4-server/server.js", "odata-v4-server")? else {
        return Ok(());
    };
    let recorder = Recorder::default();
    let client = Shop::builder(server.url("odata"), Anonymous);
    let client = client.per_attempt_policy(recorder.clone()).build()?;
    check_metadata!(client, server.url("odata"), "odata-v4-server/metadata.xml");
    let suite = Suite {
        name: "odata-v4-server",
        title: "odata-v4-server",
        client,
        recorder,
        operations: table(),
    };
    suite.run(&mut server).await
}

fn table() -> Vec<Operation<Shop>> {
    operations![
        "read: one by key" => one,
        "read: one by a text as key" => text_key,
        "read: a text with a quote as key" => quote,
        "read: a collection" => collection,
        "read: the number alone" => number,
        "read: the number alone, of any media type" => number_any,
        "read: $select" => select,
        "read: an entity that is not there" => missing,
        "write: create" => create,
        "write: create, and follow the absolute Location" => location,
        "write: update by key" => update,
        "write: null in an update" => null,
        "write: update by a text as key" => update_text,
        "write: delete by key" => delete,
        "write: delete by a text as key" => delete_text,
    ]
}

async fn one(shop: Shop) -> Outcome {
    let product = shop.products().by_id(2).get().send().await?.value()?;
    same!(product.name.as_deref(), Some("Paper"));
    same!(product.price, Some(2.25));
    same!(product.in_stock, Some(false));
    same!(
        product.added,
        Some("2024-02-03T04:05:06Z".parse::<DateTimeOffset>()?)
    );
    Ok(())
}

async fn text_key(shop: Shop) -> Outcome {
    let category = shop
        .categories()
        .by_id("office")
        .get()
        .send()
        .await?
        .value()?;
    same!(category.label.as_deref(), Some("Office"));
    Ok(())
}

async fn quote(shop: Shop) -> Outcome {
    let category = shop
        .categories()
        .by_id("O'Neil")
        .get()
        .send()
        .await?
        .value()?;
    same!(category.label.as_deref(), Some("A name"));
    Ok(())
}

async fn collection(shop: Shop) -> Outcome {
    let products = shop
        .products()
        .list()
        .send()
        .await?
        .body
        .value
        .unwrap_or_default();
    let ids: Vec<_> = products.iter().filter_map(|product| product.id).collect();
    same!(ids, [1, 2]);
    Ok(())
}

async fn number(shop: Shop) -> Outcome {
    same!(shop.products().count().send().await?.body, 2);
    Ok(())
}

async fn number_any(shop: Shop) -> Outcome {
    let count = shop.products().count().header("Accept", "*/*");
    same!(count.send().await?.body, 2);
    Ok(())
}

async fn select(shop: Shop) -> Outcome {
    let get = shop.products().by_id(1).get().select([Product::NAME]);
    let product = get.send().await?.value()?;
    same!(product.name.as_deref(), Some("Pencil"));
    same!(product.price, None);
    Ok(())
}

async fn missing(shop: Shop) -> Outcome {
    let Err(error) = shop.products().by_id(9).get().send().await else {
        return Err(Failure::from("it is there"));
    };
    holds!(error.is_not_found());
    let service = error.service().ok_or("no body")?;
    // The server sends a number.
    same!(service.code, "404");
    same!(service.message, "Resource not found.");
    Ok(())
}

async fn create(shop: Shop) -> Outcome {
    let product = Product::default()
        .with_id(3)
        .with_name("Ink")
        .with_in_stock(true);
    let response = shop
        .products()
        .create(product.with_price(7.5))
        .send()
        .await?;
    same!(response.status, 201);
    same!(response.value()?.id, Some(3));
    let product = shop.products().by_id(3).get().send().await?.value()?;
    same!(product.price, Some(7.5));
    Ok(())
}

async fn location(shop: Shop) -> Outcome {
    let category = Category::default().with_code("x y").with_label("two words");
    let response = shop.categories().create(category).send().await?;
    let location = response.location().ok_or("no Location")?;
    let category: Category = shop.at(location)?.send().await?.value()?;
    same!(category.label.as_deref(), Some("two words"));
    Ok(())
}

async fn update(shop: Shop) -> Outcome {
    let product = shop.products().by_id(1);
    let response = product
        .update(Product::default().with_name("Pen"))
        .send()
        .await?;
    same!(response.status, 204);
    let product = product.get().send().await?.value()?;
    same!(product.name.as_deref(), Some("Pen"));
    same!(product.price, Some(1.5));
    Ok(())
}

async fn null(shop: Shop) -> Outcome {
    let product = shop.products().by_id(1);
    product
        .update(Product::default().with_null(Product::PRICE))
        .send()
        .await?;
    let product = product.get().send().await?.value()?;
    same!(product.price, None);
    same!(product.name.as_deref(), Some("Pencil"));
    Ok(())
}

async fn update_text(shop: Shop) -> Outcome {
    let category = shop.categories().by_id("O'Neil");
    category
        .update(Category::default().with_label("new"))
        .send()
        .await?;
    same!(
        category.get().send().await?.value()?.label.as_deref(),
        Some("new")
    );
    Ok(())
}

async fn delete(shop: Shop) -> Outcome {
    same!(shop.products().by_id(1).delete().send().await?.status, 204);
    let products = shop
        .products()
        .list()
        .send()
        .await?
        .body
        .value
        .unwrap_or_default();
    let ids: Vec<_> = products.iter().filter_map(|product| product.id).collect();
    same!(ids, [2]);
    Ok(())
}

async fn delete_text(shop: Shop) -> Outcome {
    shop.categories().by_id("O'Neil").delete().send().await?;
    let categories = shop
        .categories()
        .list()
        .send()
        .await?
        .body
        .value
        .unwrap_or_default();
    let codes: Vec<_> = categories
        .iter()
        .filter_map(|c| c.code.as_deref())
        .collect();
    same!(codes, ["office"]);
    Ok(())
}
