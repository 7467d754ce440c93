//! Keys of every type, and what has to be quoted or encoded in them.

use msgraph_runtime::edm::{Date, DateTimeOffset, Decimal, Guid};
use service_tests::{Operation, Outcome, operations, same};

use crate::Shop;

pub fn operations() -> Vec<Operation<Shop>> {
    operations![
        "key: Int32" => int32,
        "key: Int64 beyond 2^53" => int64,
        "key: Guid" => guid,
        "key: DateTimeOffset" => date_time,
        "key: String" => string,
        "key: String with a quote" => quote,
        "key: String with a slash" => slash,
        "key: String with letters beyond ASCII" => umlauts,
        "key: String with reserved characters" => reserved,
        "key: two numbers, one of them of an association" => association,
        "key: number, text and date" => date,
        "key: Guid and number along a composition" => item,
        "key: Guid and number" => items,
        "key: text and number of a translation" => text,
        "key: text and number of all translations" => texts,
    ]
}

async fn int32(shop: Shop) -> Outcome {
    let author = shop.authors().by_id(13).get().send().await?.value()?;
    same!(author.name.as_deref(), Some("Seán O'Casey"));
    Ok(())
}

async fn int64(shop: Shop) -> Outcome {
    let counter = shop.counters().by_id(9_007_199_254_740_993).get();
    let counter = counter.send().await?.value()?;
    same!(counter.active, Some(true));
    same!(counter.day, Some("2024-02-29".parse::<Date>()?));
    Ok(())
}

async fn guid(shop: Shop) -> Outcome {
    let id: Guid = ORDER.parse()?;
    let order = shop.orders().by_id(id).get().send().await?.value()?;
    same!(order.number.as_deref(), Some("A-1"));
    Ok(())
}

async fn date_time(shop: Shop) -> Outcome {
    let at: DateTimeOffset = "2024-05-06T07:08:09.123Z".parse()?;
    let visit = shop.visits().by_id(at).get().send().await?.value()?;
    same!(visit.page.as_deref(), Some("home"));
    Ok(())
}

async fn tag(shop: Shop, code: &str, label: &str) -> Outcome {
    let tag = shop.tags().by_id(code).get().send().await?.value()?;
    same!(tag.code.as_deref(), Some(code));
    same!(tag.label.as_deref(), Some(label));
    Ok(())
}

async fn string(shop: Shop) -> Outcome {
    tag(shop, "plain", "nothing special").await
}

async fn quote(shop: Shop) -> Outcome {
    tag(shop, "O'Neil", "a quote").await
}

async fn slash(shop: Shop) -> Outcome {
    tag(shop, "a/b", "a slash").await
}

async fn umlauts(shop: Shop) -> Outcome {
    tag(shop, "Käse & Öl", "umlauts").await
}

async fn reserved(shop: Shop) -> Outcome {
    tag(shop, "50%#?+", "reserved characters").await
}

async fn association(shop: Shop) -> Outcome {
    let chapter = shop.chapters().by_key(1, 2).get().send().await?.value()?;
    same!(chapter.heading.as_deref(), Some("The storm"));
    Ok(())
}

async fn date(shop: Shop) -> Outcome {
    let price = shop
        .prices()
        .by_key(1, "EUR", "2024-07-01".parse::<Date>()?);
    let price = price.get().send().await?.value()?;
    same!(price.amount, Some("11".parse::<Decimal>()?));
    Ok(())
}

const ORDER: &str = "7e2f2640-6866-4dcf-8f4d-3027aa831cad";

async fn item(shop: Shop) -> Outcome {
    let id: Guid = ORDER.parse()?;
    let item = shop.orders().by_id(id).item(id, 20).get();
    same!(item.send().await?.value()?.quantity, Some(1));
    Ok(())
}

async fn items(shop: Shop) -> Outcome {
    let item = shop.orders_items().by_key(ORDER.parse::<Guid>()?, 10).get();
    same!(item.send().await?.value()?.quantity, Some(2));
    Ok(())
}

async fn text(shop: Shop) -> Outcome {
    let text = shop.books().by_id(1).text("de", 1).get();
    same!(
        text.send().await?.value()?.title.as_deref(),
        Some("Sturmhöhe")
    );
    Ok(())
}

async fn texts(shop: Shop) -> Outcome {
    let text = shop.books_texts().by_key("fr", 1).get();
    let text = text.send().await?.value()?;
    same!(text.title.as_deref(), Some("Les Hauts de Hurlevent"));
    Ok(())
}
