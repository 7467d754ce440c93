//! Actions and functions of every shape.

use msgraph_runtime::edm::{Binary, Date, DateTimeOffset, Decimal, Guid, TimeOfDay};
use service_tests::services::cap::models::{ApCatalogServiceCheckoutLines, Books, BookshopSize};
use service_tests::{Operation, Outcome, operations, same};

use crate::Shop;

pub fn operations() -> Vec<Operation<Shop>> {
    operations![
        "function: unbound, without parameters" => newest,
        "function: unbound, with $select and $expand" => newest_shaped,
        "function: unbound, with a text" => total_sold,
        "function: unbound, with values of all types" => echo,
        "function: unbound, with a collection and a structure by alias" => find,
        "function: unbound, with a text that has a quote" => echo_quote,
        "function: bound to one, returns a number" => discounted,
        "function: bound to one, without an optional parameter" => discounted_default,
        "function: bound to one, returns a structure" => bounds,
        "function: bound to one, returns entities" => similar,
        "function: bound to a collection, returns an entity" => cheapest,
        "function: bound to a collection, returns texts" => titles,
        "action: unbound, without parameters and result" => wipe,
        "action: unbound, with structures" => checkout,
        "action: unbound, returns numbers" => ring,
        "action: bound to one, returns the entity" => restock,
        "action: bound to one, returns a text" => rename,
        "action: bound to one, without parameters and result" => touch,
        "action: bound to one, with collections" => measure,
        "action: bound to a collection" => restock_all,
        "action: along a navigation" => navigation,
    ]
}

async fn newest(shop: Shop) -> Outcome {
    let book = shop.newest().send().await?.value()?;
    same!(book.id, Some(4));
    Ok(())
}

async fn newest_shaped(shop: Shop) -> Outcome {
    let newest = shop.newest().request().select([Books::TITLE]);
    let book = newest.send().await?.value()?;
    same!(book.title.as_deref(), Some("Juno and the Paycock"));
    Ok(())
}

async fn total_sold(shop: Shop) -> Outcome {
    let sold = shop.total_sold().with_kind("novel").send().await?.value()?;
    same!(sold.value, Some(9_007_199_254_740_993));
    Ok(())
}

async fn echo(shop: Shop) -> Outcome {
    let number: Decimal = "-0.5".parse()?;
    let id: Guid = "0f2a7a3e-5a3b-4f0f-9d53-0a1b2c3d4e5f".parse()?;
    let time: TimeOfDay = "07:08:09".parse()?;
    let at: DateTimeOffset = "2024-01-02T03:04:05.678Z".parse()?;
    let echo = shop
        .echo()
        .with_text("a/b ü")
        .with_number(number.clone())
        .with_id(id);
    let echo = echo
        .with_flag(true)
        .with_time(time)
        .with_at(at)
        .with_blob([1, 250, 251]);
    let answer = echo.send().await?.value()?;
    same!(answer.text.as_deref(), Some("a/b ü"));
    same!(answer.number, Some(number));
    same!(answer.id, Some(id));
    same!(answer.flag, Some(true));
    same!(answer.time, Some(time));
    same!(answer.at, Some(at));
    same!(answer.blob, Some(Binary::from([1, 250, 251])));
    Ok(())
}

async fn echo_quote(shop: Shop) -> Outcome {
    let answer = shop
        .echo()
        .with_text("O'Neil (100%)")
        .send()
        .await?
        .value()?;
    same!(answer.text.as_deref(), Some("O'Neil (100%)"));
    Ok(())
}

async fn find(shop: Shop) -> Outcome {
    let size = BookshopSize::default()
        .with_height("2.5".parse::<Decimal>()?)
        .with_unit("m");
    let at: DateTimeOffset = "2024-01-02T03:04:05Z".parse()?;
    let words = vec!["a'b".to_owned(), "c".to_owned()];
    let found = shop
        .find()
        .with_words(words)
        .with_box(size)
        .with_at(at)
        .send()
        .await?;
    let found = found.body.value.unwrap_or_default();
    same!(
        found,
        [
            "a'b",
            "c",
            "{\"height\":2.5,\"unit\":\"m\"}",
            "2024-01-02T03:04:05Z"
        ]
    );
    Ok(())
}

async fn discounted(shop: Shop) -> Outcome {
    let price = shop
        .books()
        .by_id(3)
        .discounted()
        .with_percent(50)
        .with_code("A/1");
    let price = price
        .with_day("2024-02-29".parse::<Date>()?)
        .send()
        .await?
        .value()?;
    same!(price.value, Some("7".parse::<Decimal>()?));
    Ok(())
}

async fn discounted_default(shop: Shop) -> Outcome {
    let price = shop
        .books()
        .by_id(3)
        .discounted()
        .with_percent(25)
        .send()
        .await?
        .value()?;
    same!(price.value, Some("10.5".parse::<Decimal>()?));
    Ok(())
}

async fn bounds(shop: Shop) -> Outcome {
    let bounds = shop
        .books()
        .by_id(1)
        .bounds()
        .with_scale("0.5".parse::<Decimal>()?);
    let bounds = bounds.send().await?.value()?;
    same!(bounds.height, Some("10.25".parse::<Decimal>()?));
    same!(bounds.unit.as_deref(), Some("cm"));
    Ok(())
}

async fn similar(shop: Shop) -> Outcome {
    let similar = shop.books().by_id(1).similar().with_limit(2).send().await?;
    let ids: Vec<_> = similar
        .body
        .value
        .iter()
        .flatten()
        .filter_map(|book| book.id)
        .collect();
    same!(ids, [1, 2]);
    Ok(())
}

async fn cheapest(shop: Shop) -> Outcome {
    let book = shop.books().cheapest().send().await?.value()?;
    same!(book.price, Some("9.99".parse::<Decimal>()?));
    Ok(())
}

async fn titles(shop: Shop) -> Outcome {
    let titles = shop
        .books()
        .titles()
        .send()
        .await?
        .body
        .value
        .unwrap_or_default();
    same!(titles.len(), 5);
    same!(titles[4], "Jane's 100% \"Tales\" & more");
    Ok(())
}

async fn wipe(shop: Shop) -> Outcome {
    same!(shop.wipe().send().await?.status, 204);
    Ok(())
}

async fn checkout(shop: Shop) -> Outcome {
    let line = |book, quantity| {
        let line = ApCatalogServiceCheckoutLines::default();
        line.with_book(book).with_quantity(quantity)
    };
    let size = BookshopSize::default().with_width("3".parse::<Decimal>()?);
    let checkout = shop.checkout().with_book(1).with_quantity(2).with_box(size);
    let bill = checkout
        .with_lines(vec![line(1, 2), line(3, 4)])
        .send()
        .await?
        .value()?;
    same!(bill.total, Some("12.5".parse::<Decimal>()?));
    let lines = bill.lines.unwrap_or_default();
    let lines: Vec<_> = lines
        .iter()
        .map(|line| (line.book, line.quantity))
        .collect();
    same!(lines, [(Some(1), Some(2)), (Some(3), Some(4))]);
    Ok(())
}

async fn ring(shop: Shop) -> Outcome {
    let numbers = shop.ring().with_times(3).send().await?.body.value;
    same!(numbers, Some(vec![0, 1, 2]));
    Ok(())
}

async fn restock(shop: Shop) -> Outcome {
    let restock = shop
        .books()
        .by_id(4)
        .restock()
        .with_amount(5)
        .with_note("new");
    let book = restock.send().await?.value()?;
    same!(book.stock, Some(5));
    same!(book.title.as_deref(), Some("Juno and the Paycock"));
    Ok(())
}

async fn rename(shop: Shop) -> Outcome {
    let title = shop
        .books()
        .by_id(4)
        .rename()
        .with_title("Juno")
        .send()
        .await?
        .value()?;
    same!(title.value.as_deref(), Some("Juno"));
    let book = shop.books().by_id(4).get().send().await?.value()?;
    same!(book.title.as_deref(), Some("Juno"));
    Ok(())
}

async fn touch(shop: Shop) -> Outcome {
    same!(shop.books().by_id(4).touch().send().await?.status, 204);
    Ok(())
}

async fn measure(shop: Shop) -> Outcome {
    let size = |height: &str| -> Result<BookshopSize, service_tests::Failure> {
        Ok(BookshopSize::default().with_height(height.parse::<Decimal>()?))
    };
    let measure = shop.books().by_id(4).measure();
    let measure = measure.with_sizes(vec![size("1.5")?, size("2")?]);
    let measure = measure
        .with_labels(vec!["a".to_owned()])
        .with_price("1.25".parse::<Decimal>()?);
    let measure = measure.with_due("2024-01-02T03:04:05Z".parse::<DateTimeOffset>()?);
    let sizes = measure
        .with_day("2024-01-02".parse::<Date>()?)
        .send()
        .await?;
    let heights: Vec<_> = sizes
        .body
        .value
        .iter()
        .flatten()
        .map(|size| size.height.clone())
        .collect();
    same!(
        heights,
        [
            Some("1.5".parse::<Decimal>()?),
            Some("2".parse::<Decimal>()?)
        ]
    );
    Ok(())
}

async fn restock_all(shop: Shop) -> Outcome {
    let changed = shop
        .books()
        .restock_all()
        .with_amount(1)
        .send()
        .await?
        .value()?;
    same!(changed.value, Some(5));
    let book = shop.books().by_id(4).get().send().await?.value()?;
    same!(book.stock, Some(1));
    Ok(())
}

async fn navigation(shop: Shop) -> Outcome {
    let book = shop.authors().by_id(12).book(3).restock().with_amount(1);
    same!(book.send().await?.value()?.stock, Some(556));
    Ok(())
}
