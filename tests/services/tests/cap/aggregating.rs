//! `$apply` with rows of a type of the test's own, and `$compute`.

use futures::TryStreamExt;
use msgraph_runtime::Filter;
use msgraph_runtime::edm::Decimal;
use msgraph_runtime::request::{Aggregate, Apply, Expr, PropertyPath};
use serde::Deserialize;
use service_tests::services::cap::models::{Authors, Books};
use service_tests::{Operation, Outcome, operations, same};

use crate::Shop;

pub fn operations() -> Vec<Operation<Shop>> {
    operations![
        "apply: aggregate" => aggregate,
        "apply: the number" => aggregate_count,
        "apply: the number of different values" => count_distinct,
        "apply: groupby" => group_by,
        "apply: groupby alone" => group_by_alone,
        "apply: groupby a path" => group_by_path,
        "apply: filter, then groupby" => filter_group_by,
        "apply: orderby and top" => ordered,
        "apply: topcount" => top_count,
        "apply: with $filter and $orderby after it" => apply_options,
        "apply: page by page" => pages,
        "apply: compute" => apply_compute,
        "apply: concat" => apply_concat,
        "compute: arithmetic" => compute,
        "compute: a function" => compute_function,
    ]
}

/// What `$apply` makes of books.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(default)]
struct Sales {
    kind: Option<String>,
    total: Option<Decimal>,
    books: Option<u32>,
    least: Option<Decimal>,
    author: Option<AuthorName>,
}

#[derive(Clone, Debug, Deserialize, PartialEq)]
struct AuthorName {
    name: Option<String>,
}

async fn sales(shop: Shop, apply: impl Into<Apply>) -> Result<Vec<Sales>, service_tests::Failure> {
    let rows = shop.books().list().apply(apply).rows::<Sales>();
    let rows = rows.send().await?.body.value.unwrap_or_default();
    Ok(rows.into_iter().map(|row| row.into_value()).collect())
}

async fn aggregate(shop: Shop) -> Outcome {
    let total = Aggregate::sum(Books::STOCK, "total");
    let rows = sales(
        shop,
        Apply::new().aggregate([total, Aggregate::min(Books::PRICE, "least")]),
    )
    .await?;
    same!(rows.len(), 1);
    same!(rows[0].total, Some("907".parse::<Decimal>()?));
    same!(rows[0].least, Some("9.99".parse::<Decimal>()?));
    Ok(())
}

async fn aggregate_count(shop: Shop) -> Outcome {
    let rows = sales(shop, Apply::new().aggregate([Aggregate::count("books")])).await?;
    same!(rows[0].books, Some(5));
    Ok(())
}

async fn count_distinct(shop: Shop) -> Outcome {
    let kinds = Aggregate::count_distinct(Books::KIND, "books");
    let rows = sales(shop, Apply::new().aggregate([kinds])).await?;
    same!(rows[0].books, Some(3));
    Ok(())
}

fn totals(rows: &[Sales]) -> Vec<(&str, Option<String>)> {
    let mut totals: Vec<_> = rows
        .iter()
        .map(|row| {
            (
                row.kind.as_deref().unwrap_or(""),
                row.total.as_ref().map(ToString::to_string),
            )
        })
        .collect();
    totals.sort();
    totals
}

fn total(kind: &str, total: &str) -> (String, Option<String>) {
    (kind.to_owned(), Some(total.to_owned()))
}

async fn group_by(shop: Shop) -> Outcome {
    let group = Apply::new().group_by([Books::KIND], [Aggregate::sum(Books::STOCK, "total")]);
    let rows = sales(shop, group).await?;
    let totals: Vec<_> = totals(&rows)
        .into_iter()
        .map(|(kind, total)| (kind.to_owned(), total))
        .collect();
    same!(
        totals,
        [
            total("POEM", "333"),
            total("drama", "0"),
            total("novel", "574")
        ]
    );
    Ok(())
}

async fn group_by_alone(shop: Shop) -> Outcome {
    let rows = sales(shop, Apply::new().group_by([Books::KIND], Apply::new())).await?;
    same!(totals(&rows).len(), 3);
    Ok(())
}

async fn group_by_path(shop: Shop) -> Outcome {
    let group = Apply::new()
        .filter(Filter::ne(Books::AUTHOR_ID, None::<i32>))
        .group_by(
            [Books::AUTHOR.at(Authors::NAME)],
            [Aggregate::count("books")],
        );
    let rows = sales(shop, group).await?;
    let poe = rows.iter().find(|row| {
        let name = row
            .author
            .as_ref()
            .and_then(|author| author.name.as_deref());
        name == Some("Edgar Allan Poe")
    });
    same!(poe.and_then(|row| row.books), Some(2));
    Ok(())
}

async fn filter_group_by(shop: Shop) -> Outcome {
    let group = Apply::new()
        .filter(Filter::gt(Books::STOCK, 10))
        .group_by([Books::KIND], [Aggregate::sum(Books::STOCK, "total")]);
    let rows = sales(shop, group).await?;
    let totals: Vec<_> = totals(&rows)
        .into_iter()
        .map(|(kind, total)| (kind.to_owned(), total))
        .collect();
    same!(totals, [total("POEM", "333"), total("novel", "567")]);
    Ok(())
}

async fn ordered(shop: Shop) -> Outcome {
    let group = Apply::new()
        .group_by([Books::KIND], [Aggregate::sum(Books::STOCK, "total")])
        .order_by_desc("total")
        .top(1);
    let rows = sales(shop, group).await?;
    same!(rows.len(), 1);
    same!(rows[0].kind.as_deref(), Some("novel"));
    Ok(())
}

async fn top_count(shop: Shop) -> Outcome {
    let rows = sales(shop, Apply::new().top_count(2, Books::STOCK)).await?;
    let mut kinds: Vec<_> = rows.iter().filter_map(|row| row.kind.as_deref()).collect();
    kinds.sort_unstable();
    same!(kinds, ["POEM", "novel"]);
    Ok(())
}

async fn apply_options(shop: Shop) -> Outcome {
    let group = Apply::new().group_by([Books::KIND], [Aggregate::sum(Books::STOCK, "total")]);
    let list = shop
        .books()
        .list()
        .apply(group)
        .filter(Filter::gt("total", 100));
    let rows = list
        .order_by("total")
        .rows::<Sales>()
        .send()
        .await?
        .body
        .value;
    let kinds: Vec<_> = rows
        .iter()
        .flatten()
        .filter_map(|row| row.kind.clone())
        .collect();
    same!(kinds, ["POEM", "novel"]);
    Ok(())
}

async fn pages(shop: Shop) -> Outcome {
    let group = Apply::new().group_by([Books::TITLE], [Aggregate::sum(Books::STOCK, "total")]);
    let list = shop.books().list().apply(group).order_by(Books::TITLE);
    let rows: Vec<_> = list.rows::<Sales>().items().try_collect().await?;
    same!(rows.len(), 5);
    Ok(())
}

async fn apply_compute(shop: Shop) -> Outcome {
    let apply = Apply::new()
        .compute(Expr::mul(Books::PRICE, Books::STOCK), "value")
        .aggregate([Aggregate::sum("value", "total")]);
    let rows = sales(shop, apply).await?;
    same!(rows[0].total, Some("13325.61".parse::<Decimal>()?));
    Ok(())
}

async fn apply_concat(shop: Shop) -> Outcome {
    let all = Apply::new().aggregate([Aggregate::sum(Books::STOCK, "total")]);
    let kinds = Apply::new().group_by([Books::KIND], [Aggregate::sum(Books::STOCK, "total")]);
    let rows = sales(shop, Apply::new().concat([kinds, all])).await?;
    same!(rows.len(), 4);
    same!(rows[3].total, Some("907".parse::<Decimal>()?));
    Ok(())
}

async fn compute(shop: Shop) -> Outcome {
    let value = Expr::mul(Books::PRICE, Books::STOCK);
    let list = shop.books().list().compute(value, "value");
    let list = list.select([PropertyPath::from(Books::ID), "value".into()]);
    let list = list.order_by(Books::ID).send().await?;
    let books = list.body.value.unwrap_or_default();
    same!(books[0].extra.get::<f64>("value"), Some(133.32));
    same!(books[0].title, None);
    Ok(())
}

async fn compute_function(shop: Shop) -> Outcome {
    let list = shop
        .books()
        .list()
        .compute(Expr::to_upper(Books::TITLE), "loud");
    let list = list.select([PropertyPath::from(Books::ID), "loud".into()]);
    let books = list
        .order_by(Books::ID)
        .send()
        .await?
        .body
        .value
        .unwrap_or_default();
    same!(
        books[2].extra.get::<String>("loud").as_deref(),
        Some("ELEONORA")
    );
    Ok(())
}
