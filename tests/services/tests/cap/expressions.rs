//! Functions and operators in filters and orders, numbers with filters, searches.

use msgraph_runtime::Filter;
use msgraph_runtime::request::{Expr, Search};
use service_tests::services::cap::models::{Books, Chapters};
use service_tests::{Operation, Outcome, operations, same};

use crate::Shop;

pub fn operations() -> Vec<Operation<Shop>> {
    operations![
        "expression: tolower" => to_lower,
        "expression: toupper" => to_upper,
        "expression: trim" => trim,
        "expression: length" => length,
        "expression: concat" => concat,
        "expression: indexof" => index_of,
        "expression: substring" => substring,
        "expression: substring of a length" => substring_len,
        "expression: contains of an expression" => contains,
        "expression: matchesPattern" => pattern,
        "expression: year, month and day" => year,
        "expression: hour, minute and second" => hour,
        "expression: date" => date,
        "expression: time" => time,
        "expression: now" => now,
        "expression: round, floor and ceiling" => round,
        "expression: a property against a property" => properties,
        "expression: add and sub" => add,
        "expression: mul, div and mod" => multiply,
        "expression: case" => case,
        "expression: $count with $filter" => count_where,
        "expression: within any" => within_any,
        "expression: $orderby an expression" => order_by,
        "number: with $filter" => count_filter,
        "number: with $search" => count_search,
        "number: with $filter along a navigation" => count_navigation,
        "search: two words" => search_and,
        "search: one of two words" => search_or,
        "search: not a word" => search_not,
    ]
}

async fn books(shop: Shop, filter: Filter, expected: &[i32]) -> Outcome {
    let list = shop.books().list().filter(filter).select([Books::ID]);
    let books = list.order_by(Books::ID).send().await?.body.value;
    let ids: Vec<i32> = books.iter().flatten().filter_map(|book| book.id).collect();
    same!(ids, expected);
    Ok(())
}

async fn to_lower(shop: Shop) -> Outcome {
    books(
        shop,
        Filter::eq(Expr::to_lower(Books::TITLE), "eleonora"),
        &[3],
    )
    .await
}

async fn to_upper(shop: Shop) -> Outcome {
    books(
        shop,
        Filter::eq(Expr::to_upper(Books::TITLE), "ELEONORA"),
        &[3],
    )
    .await
}

async fn trim(shop: Shop) -> Outcome {
    books(shop, Filter::eq(Expr::trim(Books::TITLE), "Eleonora"), &[3]).await
}

async fn length(shop: Shop) -> Outcome {
    books(shop, Filter::lt(Expr::length(Books::TITLE), 10), &[2, 3]).await
}

async fn concat(shop: Shop) -> Outcome {
    let both = Expr::concat(Expr::concat(Books::KIND, "/"), Books::TITLE);
    books(shop, Filter::eq(both, "novel/Eleonora"), &[3]).await
}

async fn index_of(shop: Shop) -> Outcome {
    books(
        shop,
        Filter::eq(Expr::index_of(Books::TITLE, "Raven"), 4),
        &[2],
    )
    .await
}

async fn substring(shop: Shop) -> Outcome {
    books(
        shop,
        Filter::eq(Expr::substring(Books::TITLE, 4), "Raven"),
        &[2],
    )
    .await
}

async fn substring_len(shop: Shop) -> Outcome {
    let part = Expr::substring_len(Books::TITLE, 4, 2);
    books(shop, Filter::eq(part, "Ra"), &[2]).await
}

async fn contains(shop: Shop) -> Outcome {
    books(
        shop,
        Filter::contains(Expr::to_lower(Books::TITLE), "heights"),
        &[1],
    )
    .await
}

async fn pattern(shop: Shop) -> Outcome {
    books(
        shop,
        Filter::matches_pattern(Books::TITLE, "^[EJ].*k?$"),
        &[3, 4, 5],
    )
    .await
}

async fn year(shop: Shop) -> Outcome {
    let filter = Filter::eq(Expr::year(Books::PUBLISHED), 1845)
        .and(Filter::eq(Expr::month(Books::PUBLISHED), 1))
        .and(Filter::eq(Expr::day(Books::PUBLISHED), 29));
    books(shop, filter, &[2]).await
}

async fn hour(shop: Shop) -> Outcome {
    let filter = Filter::eq(Expr::hour(Books::PRINTED), 7)
        .and(Filter::eq(Expr::minute(Books::PRINTED), 8))
        .and(Filter::eq(Expr::second(Books::PRINTED), 9));
    books(shop, filter, &[1]).await
}

async fn date(shop: Shop) -> Outcome {
    let day: msgraph_runtime::edm::Date = "2023-05-06".parse()?;
    books(shop, Filter::eq(Expr::date(Books::PRINTED), day), &[1]).await
}

async fn time(shop: Shop) -> Outcome {
    let time: msgraph_runtime::edm::TimeOfDay = "07:08:09".parse()?;
    books(shop, Filter::eq(Expr::time(Books::PRINTED), time), &[1]).await
}

async fn now(shop: Shop) -> Outcome {
    books(shop, Filter::lt(Books::PRINTED, Expr::now()), &[1]).await
}

async fn round(shop: Shop) -> Outcome {
    let filter = Filter::eq(Expr::round(Books::PRICE), 13)
        .or(Filter::eq(Expr::floor(Books::PRICE), 11))
        .or(Filter::eq(Expr::ceiling(Books::PRICE), 10));
    books(shop, filter, &[1, 2, 4]).await
}

async fn properties(shop: Shop) -> Outcome {
    books(shop, Filter::lt(Books::STOCK, Books::PRICE), &[4, 5]).await
}

async fn add(shop: Shop) -> Outcome {
    let sum = Expr::sub(Expr::add(Books::STOCK, Books::STARS), 1);
    books(shop, Filter::eq(sum, 16), &[1]).await
}

async fn multiply(shop: Shop) -> Outcome {
    let rest = Expr::modulo(Books::STOCK, 2);
    books(
        shop,
        Filter::eq(rest, 0).and(Filter::gt(Expr::mul(Books::STOCK, 2), 0)),
        &[1],
    )
    .await
}

async fn case(shop: Shop) -> Outcome {
    let size = Expr::case([(Filter::gt(Books::STOCK, 100), "many")], "few");
    books(shop, Filter::eq(size, "many"), &[2, 3]).await
}

async fn count_where(shop: Shop) -> Outcome {
    let long = Expr::count_where(Books::CHAPTERS, Filter::gt(Chapters::PAGES, 9));
    books(shop, Filter::gt(long, 1), &[1]).await
}

async fn within_any(shop: Shop) -> Outcome {
    let filter = Filter::any(Books::CHAPTERS, "c", |c| {
        Filter::eq(Expr::to_lower(c.at(Chapters::HEADING)), "the storm")
    });
    books(shop, filter, &[1]).await
}

async fn order_by(shop: Shop) -> Outcome {
    let list = shop
        .books()
        .list()
        .order_by_desc(Expr::length(Books::TITLE));
    let books = list.top(2).send().await?.body.value;
    let ids: Vec<i32> = books.iter().flatten().filter_map(|book| book.id).collect();
    same!(ids, [5, 4]);
    Ok(())
}

async fn count_filter(shop: Shop) -> Outcome {
    let count = shop
        .books()
        .count()
        .filter(Filter::eq(Books::KIND, "novel"));
    same!(count.send().await?.body, 3);
    Ok(())
}

async fn count_search(shop: Shop) -> Outcome {
    same!(shop.books().count().search("raven").send().await?.body, 1);
    Ok(())
}

async fn count_navigation(shop: Shop) -> Outcome {
    let count = shop.books().by_id(1).chapters().count();
    let count = count.filter(Filter::lt(Chapters::PAGES, 20));
    same!(count.send().await?.body, 2);
    Ok(())
}

async fn found(shop: Shop, search: Search, expected: &[i32]) -> Outcome {
    let list = shop.books().list().search(search).order_by(Books::ID);
    let books = list.send().await?.body.value;
    let ids: Vec<i32> = books.iter().flatten().filter_map(|book| book.id).collect();
    same!(ids, expected);
    Ok(())
}

async fn search_and(shop: Shop) -> Outcome {
    found(
        shop,
        Search::word("juno").and(Search::word("paycock")),
        &[4],
    )
    .await
}

async fn search_or(shop: Shop) -> Outcome {
    found(
        shop,
        Search::word("raven").or(Search::word("eleonora")),
        &[2, 3],
    )
    .await
}

async fn search_not(shop: Shop) -> Outcome {
    found(
        shop,
        Search::word("the").and(!Search::word("paycock")),
        &[1, 2],
    )
    .await
}
