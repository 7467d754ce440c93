//! Creating in every set, with children and translations.

use msgraph_runtime::Filter;
use msgraph_runtime::edm::{Date, DateTimeOffset, Decimal, Guid};
use service_tests::services::cap::models::{
    Authors, Books, BooksTexts, Chapters, Counters, Orders, OrdersItems, Prices, Tags, Visits,
};
use service_tests::{Operation, Outcome, holds, operations, same};

use crate::Shop;

pub fn operations() -> Vec<Operation<Shop>> {
    operations![
        "create: with a number as key" => create_author,
        "create: with a text as key" => create_tag,
        "create: with a Guid of the client" => create_order,
        "create: with a Guid of the server" => create_order_server,
        "create: with a key of three" => create_price,
        "create: with an Int64 as key" => create_counter,
        "create: with a time as key" => create_visit,
        "create: a child with the key of its parent" => create_chapter,
        "create: follow the relative Location" => location,
        "create: with children" => deep_insert,
        "create: with children and their keys" => deep_insert_keys,
        "create: with a reference by foreign key" => foreign_key,
        "create: with translations" => create_texts,
    ]
}

const ORDER: &str = "11111111-2222-4333-8444-555555555555";

async fn create_author(shop: Shop) -> Outcome {
    let author = Authors::default().with_id(21).with_name("Ágnes Nemes Nagy");
    let response = shop.authors().create(author).send().await?;
    same!(response.status, 201);
    let author = response.value()?;
    same!(author.id, Some(21));
    // The server knows who it was.
    same!(author.created_by.as_deref(), Some("alice"));
    same!(shop.authors().count().send().await?.body, 4);
    Ok(())
}

async fn create_tag(shop: Shop) -> Outcome {
    let tag = Tags::default().with_code("x'/y").with_label("two");
    shop.tags().create(tag).send().await?;
    let tag = shop.tags().by_id("x'/y").get().send().await?.value()?;
    same!(tag.label.as_deref(), Some("two"));
    Ok(())
}

async fn create_order(shop: Shop) -> Outcome {
    let id: Guid = ORDER.parse()?;
    let order = Orders::default().with_id(id).with_number("B-1");
    let order = shop.orders().create(order).send().await?.value()?;
    same!(order.id, Some(id));
    Ok(())
}

async fn create_order_server(shop: Shop) -> Outcome {
    let order = Orders::default().with_number("B-2");
    let order = shop.orders().create(order).send().await?.value()?;
    let id = order.id.ok_or("no id")?;
    holds!(order.created_at.is_some());
    let list = shop
        .orders()
        .list()
        .filter(Filter::eq(Orders::NUMBER, "B-2"));
    let orders = list.send().await?.body.value.unwrap_or_default();
    same!(orders.first().and_then(|order| order.id), Some(id));
    Ok(())
}

async fn create_price(shop: Shop) -> Outcome {
    let day: Date = "2025-01-01".parse()?;
    let price = Prices::default()
        .with_book_id(2)
        .with_currency("CHF")
        .with_valid_from(day);
    let price = price.with_amount("7.75".parse::<Decimal>()?);
    shop.prices().create(price).send().await?;
    let price = shop
        .prices()
        .by_key(2, "CHF", day)
        .get()
        .send()
        .await?
        .value()?;
    same!(price.amount, Some("7.75".parse::<Decimal>()?));
    Ok(())
}

async fn create_counter(shop: Shop) -> Outcome {
    let counter = Counters::default().with_number(8).with_active(true);
    let counter = shop.counters().create(counter).send().await?.value()?;
    same!(counter.number, Some(8));
    Ok(())
}

async fn create_visit(shop: Shop) -> Outcome {
    let at: DateTimeOffset = "2024-12-24T18:00:00.000Z".parse()?;
    let visit = Visits::default().with_at(at).with_page("end");
    shop.visits().create(visit).send().await?;
    let visit = shop.visits().by_id(at).get().send().await?.value()?;
    same!(visit.page.as_deref(), Some("end"));
    Ok(())
}

async fn create_chapter(shop: Shop) -> Outcome {
    let chapter = Chapters::default()
        .with_book_id(3)
        .with_no(1)
        .with_heading("The valley");
    shop.chapters().create(chapter).send().await?;
    let chapter = shop
        .books()
        .by_id(3)
        .chapter(3, 1)
        .get()
        .send()
        .await?
        .value()?;
    same!(chapter.heading.as_deref(), Some("The valley"));
    Ok(())
}

async fn location(shop: Shop) -> Outcome {
    let author = Authors::default().with_id(22).with_name("Sappho");
    let response = shop.authors().create(author).send().await?;
    let location = response.location().ok_or("no Location")?;
    same!(location, "Authors(22)");
    let author: Authors = shop.at(location)?.send().await?.value()?;
    same!(author.name.as_deref(), Some("Sappho"));
    Ok(())
}

async fn deep_insert(shop: Shop) -> Outcome {
    let item = |pos, quantity| OrdersItems::default().with_pos(pos).with_quantity(quantity);
    let order = Orders::default()
        .with_id(ORDER.parse::<Guid>()?)
        .with_items(vec![item(1, 5).with_book_id(1), item(2, 6).with_book_id(2)]);
    shop.orders().create(order).send().await?;
    let items = shop.orders().by_id(ORDER.parse::<Guid>()?).items();
    same!(items.count().send().await?.body, 2);
    Ok(())
}

async fn deep_insert_keys(shop: Shop) -> Outcome {
    let chapter = |no, heading: &str| Chapters::default().with_no(no).with_heading(heading);
    let book = Books::default().with_id(31).with_title("Fragments");
    let book = book.with_chapters(vec![chapter(7, "seven"), chapter(9, "nine")]);
    let book = shop.books().create(book).send().await?.value()?;
    let chapters = book.chapters.unwrap_or_default();
    let numbers: Vec<_> = chapters.iter().filter_map(|chapter| chapter.no).collect();
    same!(numbers, [7, 9]);
    let chapter = shop.chapters().by_key(31, 9).get().send().await?.value()?;
    same!(chapter.heading.as_deref(), Some("nine"));
    Ok(())
}

async fn foreign_key(shop: Shop) -> Outcome {
    let book = Books::default()
        .with_id(32)
        .with_title("Lenore")
        .with_author_id(12);
    shop.books().create(book).send().await?;
    let author = shop
        .books()
        .by_id(32)
        .author()
        .get()
        .send()
        .await?
        .value()?;
    same!(author.name.as_deref(), Some("Edgar Allan Poe"));
    Ok(())
}

async fn create_texts(shop: Shop) -> Outcome {
    let german = BooksTexts::default().with_locale("de").with_title("Gold");
    let book = Books::default()
        .with_id(33)
        .with_title("Gold")
        .with_texts(vec![german]);
    shop.books().create(book).send().await?;
    let text = shop
        .books()
        .by_id(33)
        .text("de", 33)
        .get()
        .send()
        .await?
        .value()?;
    same!(text.title.as_deref(), Some("Gold"));
    Ok(())
}
