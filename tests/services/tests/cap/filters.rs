//! `$filter`: every operator and function, literals of every type, lambdas.

use msgraph_runtime::Filter;
use msgraph_runtime::edm::{Date, DateTimeOffset, Decimal, Guid, TimeOfDay};
use service_tests::services::cap::models::{
    Authors, Books, Chapters, Counters, Orders, OrdersItems, Tags,
};
use service_tests::{Operation, Outcome, operations, same};

use crate::Shop;

pub fn operations() -> Vec<Operation<Shop>> {
    operations![
        "filter: eq" => eq,
        "filter: ne" => ne,
        "filter: gt" => gt,
        "filter: ge" => ge,
        "filter: lt" => lt,
        "filter: le" => le,
        "filter: eq null" => null,
        "filter: ne null" => not_null,
        "filter: and" => and,
        "filter: or within and" => or_within_and,
        "filter: not" => not,
        "filter: in with numbers" => in_numbers,
        "filter: in with texts" => in_texts,
        "filter: in with nothing" => in_nothing,
        "filter: contains" => contains,
        "filter: startswith" => starts_with,
        "filter: endswith" => ends_with,
        "filter: a text with a quote" => quote,
        "filter: a text with reserved characters" => reserved,
        "filter: a text with letters beyond ASCII" => umlauts,
        "filter: Boolean" => boolean,
        "filter: Date" => date,
        "filter: TimeOfDay" => time,
        "filter: DateTimeOffset" => date_time,
        "filter: DateTimeOffset of another zone" => zone,
        "filter: Guid" => guid,
        "filter: Decimal" => decimal,
        "filter: Double" => double,
        "filter: Int64 beyond 2^53" => int64,
        "filter: a path" => path,
        "filter: any" => any,
        "filter: any of a path" => any_path,
        "filter: any without a condition" => not_empty,
        "filter: all" => all,
        "filter: two conditions within any" => any_and,
        "filter: the number of a navigation" => number,
        "filter: several uses" => several,
        "filter: raw text" => raw,
    ]
}

async fn books(shop: Shop, filter: Filter, expected: &[i32]) -> Outcome {
    let list = shop.books().list().filter(filter).select([Books::ID]);
    let books = list.order_by(Books::ID).send().await?.body.value;
    let ids: Vec<i32> = books.iter().flatten().filter_map(|book| book.id).collect();
    same!(ids, expected);
    Ok(())
}

async fn eq(shop: Shop) -> Outcome {
    books(shop, Filter::eq(Books::TITLE, "The Raven"), &[2]).await
}

async fn ne(shop: Shop) -> Outcome {
    books(shop, Filter::ne(Books::STARS, 3), &[1, 4, 5]).await
}

async fn gt(shop: Shop) -> Outcome {
    books(shop, Filter::gt(Books::STOCK, 12), &[2, 3]).await
}

async fn ge(shop: Shop) -> Outcome {
    books(shop, Filter::ge(Books::STOCK, 12), &[1, 2, 3]).await
}

async fn lt(shop: Shop) -> Outcome {
    books(shop, Filter::lt(Books::STOCK, 7), &[4]).await
}

async fn le(shop: Shop) -> Outcome {
    books(shop, Filter::le(Books::STOCK, 7), &[4, 5]).await
}

async fn null(shop: Shop) -> Outcome {
    books(shop, Filter::is_null(Books::STARS), &[5]).await
}

async fn not_null(shop: Shop) -> Outcome {
    books(shop, Filter::ne(Books::WEIGHT, None::<f64>), &[1]).await
}

async fn and(shop: Shop) -> Outcome {
    let filter = Filter::eq(Books::KIND, "novel").and(Filter::gt(Books::STOCK, 10));
    books(shop, filter, &[1, 3]).await
}

async fn or_within_and(shop: Shop) -> Outcome {
    let kind = Filter::eq(Books::KIND, "drama").or(Filter::eq(Books::KIND, "POEM"));
    books(shop, kind.and(Filter::gt(Books::STOCK, 0)), &[2]).await
}

async fn not(shop: Shop) -> Outcome {
    let kind = Filter::eq(Books::KIND, "novel").or(Filter::eq(Books::KIND, "POEM"));
    books(shop, !kind, &[4]).await
}

async fn in_numbers(shop: Shop) -> Outcome {
    books(shop, Filter::in_(Books::ID, [1, 3, 99]), &[1, 3]).await
}

async fn in_texts(shop: Shop) -> Outcome {
    books(shop, Filter::in_(Books::KIND, ["POEM", "drama"]), &[2, 4]).await
}

async fn in_nothing(shop: Shop) -> Outcome {
    books(shop, Filter::in_(Books::ID, [0; 0]), &[]).await
}

async fn contains(shop: Shop) -> Outcome {
    books(shop, Filter::contains(Books::TITLE, "the"), &[1, 4]).await
}

async fn starts_with(shop: Shop) -> Outcome {
    books(shop, Filter::starts_with(Books::TITLE, "The "), &[2]).await
}

async fn ends_with(shop: Shop) -> Outcome {
    books(shop, Filter::ends_with(Books::TITLE, "Heights"), &[1]).await
}

async fn quote(shop: Shop) -> Outcome {
    books(shop, Filter::starts_with(Books::TITLE, "Jane's"), &[5]).await
}

async fn reserved(shop: Shop) -> Outcome {
    books(
        shop,
        Filter::contains(Books::TITLE, "100% \"Tales\" & more"),
        &[5],
    )
    .await
}

async fn umlauts(shop: Shop) -> Outcome {
    let list = shop
        .tags()
        .list()
        .filter(Filter::eq(Tags::CODE, "Käse & Öl"));
    let tags = list.send().await?.body.value.unwrap_or_default();
    same!(tags.len(), 1);
    same!(tags[0].label.as_deref(), Some("umlauts"));
    Ok(())
}

async fn boolean(shop: Shop) -> Outcome {
    books(shop, Filter::eq(Books::IN_PRINT, true), &[1, 2]).await
}

async fn date(shop: Shop) -> Outcome {
    let date: Date = "1845-01-29".parse()?;
    books(shop, Filter::le(Books::PUBLISHED, date), &[2, 3]).await
}

async fn time(shop: Shop) -> Outcome {
    let time: TimeOfDay = "09:30:00".parse()?;
    books(shop, Filter::eq(Books::OPENS, time), &[1]).await
}

async fn date_time(shop: Shop) -> Outcome {
    let time: DateTimeOffset = "2023-05-06T07:08:09.123Z".parse()?;
    books(shop, Filter::eq(Books::SCANNED, time), &[1]).await
}

async fn zone(shop: Shop) -> Outcome {
    let time: DateTimeOffset = "2023-05-06T09:08:09+02:00".parse()?;
    books(shop, Filter::eq(Books::PRINTED, time), &[1]).await
}

async fn guid(shop: Shop) -> Outcome {
    let edition: Guid = "0f2a7a3e-5a3b-4f0f-9d53-0a1b2c3d4e5f".parse()?;
    books(shop, Filter::eq(Books::EDITION, edition), &[1]).await
}

async fn decimal(shop: Shop) -> Outcome {
    let price: Decimal = "13.13".parse()?;
    books(shop, Filter::le(Books::PRICE, price), &[1, 2, 4]).await
}

async fn double(shop: Shop) -> Outcome {
    books(shop, Filter::lt(Books::WEIGHT, 0.5), &[1]).await
}

async fn int64(shop: Shop) -> Outcome {
    let filter = Filter::eq(Counters::NUMBER, 9_007_199_254_740_993_i64);
    let counters = shop.counters().list().filter(filter).send().await?;
    let counters = counters.body.value.unwrap_or_default();
    same!(counters.len(), 1);
    same!(counters[0].active, Some(true));
    Ok(())
}

async fn path(shop: Shop) -> Outcome {
    let filter = Filter::eq(Books::AUTHOR.at(Authors::NAME), "Seán O'Casey");
    books(shop, filter, &[4]).await
}

async fn any(shop: Shop) -> Outcome {
    let filter = Filter::any(Books::CHAPTERS, "c", |c| {
        Filter::gt(c.at(Chapters::PAGES), 20)
    });
    books(shop, filter, &[1]).await
}

async fn any_path(shop: Shop) -> Outcome {
    let filter = Filter::any(Orders::ITEMS, "i", |item| {
        Filter::eq(item.at(OrdersItems::BOOK).at(Books::TITLE), "The Raven")
    });
    let orders = shop.orders().list().filter(filter).send().await?;
    let orders = orders.body.value.unwrap_or_default();
    same!(orders.len(), 1);
    same!(orders[0].number.as_deref(), Some("A-1"));
    Ok(())
}

async fn not_empty(shop: Shop) -> Outcome {
    books(shop, Filter::not_empty(Books::CHAPTERS), &[1, 2]).await
}

async fn all(shop: Shop) -> Outcome {
    let filter = Filter::all(Books::CHAPTERS, "c", |c| {
        Filter::lt(c.at(Chapters::PAGES), 20)
    });
    // All of no chapters have less.
    books(shop, filter, &[2, 3, 4, 5]).await
}

async fn any_and(shop: Shop) -> Outcome {
    let filter = Filter::any(Books::CHAPTERS, "c", |c| {
        let first = Filter::eq(c.clone().at(Chapters::NO), 1);
        first.and(Filter::eq(c.at(Chapters::HEADING), "Nevermore"))
    });
    books(shop, filter, &[2]).await
}

async fn number(shop: Shop) -> Outcome {
    let chapters = msgraph_runtime::request::PropertyPath::from(Books::CHAPTERS).count();
    books(shop, Filter::gt(chapters, 1), &[1]).await
}

async fn several(shop: Shop) -> Outcome {
    let list = shop.books().list().filter(Filter::eq(Books::STARS, 3));
    let list = list.filter(Filter::eq(Books::IN_PRINT, true));
    let books = list.send().await?.body.value.unwrap_or_default();
    same!(books.len(), 1);
    same!(books[0].id, Some(2));
    Ok(())
}

async fn raw(shop: Shop) -> Outcome {
    books(shop, Filter::raw("length(title) eq 9 and stock gt 0"), &[2]).await
}
