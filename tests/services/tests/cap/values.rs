//! Values of every type, written and read back.

use std::sync::OnceLock;

use msgraph_runtime::client::credential::Basic;
use msgraph_runtime::edm::{Binary, Date, DateTimeOffset, Decimal, Guid, TimeOfDay};
use msgraph_runtime::request::Filter;
use service_tests::services::cap::models::{Books, BookshopSize};
use service_tests::{Failure, Operation, Outcome, Recorder, operations, same};

use crate::Shop;

pub fn operations() -> Vec<Operation<Shop>> {
    operations![
        "value: all types as the server holds them" => read,
        "value: String" => string,
        "value: Boolean" => boolean,
        "value: Int32 at its ends" => int32,
        "value: Int64" => int64,
        "value: Int64 beyond 2^53" => int64_beyond,
        "value: Int64 beyond 2^53 as a text" => int64_exact,
        "value: Int64 at its ends, of a client that sends texts" => int64_ends,
        "value: Int64 beyond 2^53, in an update" => int64_update,
        "value: Int64 beyond 2^53, in a batch" => |_: Shop| exact_batch(false),
        "value: Int64 beyond 2^53, in a batch in JSON" => |_: Shop| exact_batch(true),
        "value: Decimal as a text" => decimal_text,
        "value: Decimal of 18 digits, of a client that sends texts" => decimal_digits,
        "value: Decimal" => decimal,
        "value: Decimal of 18 digits" => decimal_exact,
        "value: Double" => double,
        "value: Date" => date,
        "value: TimeOfDay" => time,
        "value: DateTimeOffset in seconds" => date_time,
        "value: DateTimeOffset with milliseconds" => timestamp,
        "value: DateTimeOffset of another zone" => zone,
        "value: Guid" => guid,
        "value: Binary" => binary,
        "value: a text that is one of a list" => kind,
        "value: a number that is one of a list" => stars,
        "value: a structure that is flattened" => structure,
        "value: a collection of texts" => texts,
        "value: an empty collection" => empty,
        "value: a collection of structures" => structures,
        "value: a default of the server" => default,
    ]
}

/// Creates a book of these values and reads it back.
async fn kept(shop: &Shop, book: Books) -> Result<Books, service_tests::Failure> {
    let book = book.with_id(70).with_title("kept");
    shop.books().create(book).send().await?;
    Ok(shop.books().by_id(70).get().send().await?.value()?)
}

async fn read(shop: Shop) -> Outcome {
    let book = shop.books().by_id(1).get().send().await?.value()?;
    same!(book.in_print, Some(true));
    same!(book.price, Some("11.11".parse::<Decimal>()?));
    same!(book.weight, Some(0.45));
    same!(book.published, Some("1847-12-01".parse::<Date>()?));
    same!(book.opens, Some("09:30:00".parse::<TimeOfDay>()?));
    same!(
        book.printed,
        Some("2023-05-06T07:08:09Z".parse::<DateTimeOffset>()?)
    );
    same!(
        book.scanned,
        Some("2023-05-06T07:08:09.123Z".parse::<DateTimeOffset>()?)
    );
    same!(
        book.edition,
        Some("0f2a7a3e-5a3b-4f0f-9d53-0a1b2c3d4e5f".parse::<Guid>()?)
    );
    same!(book.checksum, Some(Binary::from([0, 1, 254, 255])));
    same!(
        book.keywords,
        Some(vec!["moor".to_owned(), "ghost".to_owned()])
    );
    Ok(())
}

async fn string(shop: Shop) -> Outcome {
    let text = "\"quoted\" \\ line\nend\ttab – 𝄞 \u{1F4D6} '";
    let book = kept(&shop, Books::default().with_summary(text)).await?;
    same!(book.summary.as_deref(), Some(text));
    Ok(())
}

async fn boolean(shop: Shop) -> Outcome {
    let book = kept(&shop, Books::default().with_in_print(false)).await?;
    same!(book.in_print, Some(false));
    Ok(())
}

async fn int32(shop: Shop) -> Outcome {
    let book = kept(
        &shop,
        Books::default().with_author_id(i32::MIN).with_stars(5),
    )
    .await?;
    same!(book.author_id, Some(i32::MIN));
    Ok(())
}

async fn int64(shop: Shop) -> Outcome {
    let book = kept(&shop, Books::default().with_sold(9_007_199_254_740_991)).await?;
    same!(book.sold, Some(9_007_199_254_740_991));
    Ok(())
}

async fn int64_beyond(shop: Shop) -> Outcome {
    let book = kept(&shop, Books::default().with_sold(i64::MAX)).await?;
    same!(book.sold, Some(i64::MAX));
    Ok(())
}

/// The media type of JSON in which Int64 and Decimal are texts (OData JSON Format, section 3.2).
const EXACT: &str = "application/json;IEEE754Compatible=true";

/// Creates a book with a number as text, and reads it back.
async fn exact(shop: &Shop, name: &str, number: &str) -> Result<Books, service_tests::Failure> {
    let book = Books::default()
        .with_id(70)
        .with_title("kept")
        .with_extra(name, number);
    let create = shop.books().create(book).header("Content-Type", EXACT);
    create.header("Accept", EXACT).send().await?;
    let get = shop.books().by_id(70).get().header("Accept", EXACT);
    Ok(get.send().await?.value()?)
}

async fn int64_exact(shop: Shop) -> Outcome {
    let book = exact(&shop, "sold", "9007199254740993").await?;
    same!(book.sold, Some(9_007_199_254_740_993));
    Ok(())
}

/// A client of the same server that sends Int64 and Decimal as texts, and asks for them as texts.
static EXACT_SHOP: OnceLock<Shop> = OnceLock::new();

/// Makes the client whose numbers are exact.
pub fn make_exact(url: String, recorder: Recorder) -> Result<(), Failure> {
    let client = Shop::builder(url, Basic::new("alice", "wonderland"));
    let client = client.ieee754_compatible(true).per_attempt_policy(recorder);
    let _ = EXACT_SHOP.set(client.build()?);
    Ok(())
}

fn exact_shop() -> Result<&'static Shop, Failure> {
    EXACT_SHOP.get().ok_or_else(|| "no such client".into())
}

async fn int64_ends(_: Shop) -> Outcome {
    let shop = exact_shop()?;
    let book = kept(shop, Books::default().with_sold(i64::MAX)).await?;
    same!(book.sold, Some(i64::MAX));
    // What was read as a text goes back as one.
    let again = Books::default().with_sold(i64::MIN);
    shop.books().by_id(70).update(again).send().await?;
    let filter = Filter::eq(Books::SOLD, i64::MIN);
    let found = shop
        .books()
        .list()
        .filter(filter)
        .count(true)
        .send()
        .await?
        .body;
    same!(found.count, Some(1));
    let sold = found
        .value
        .unwrap_or_default()
        .pop()
        .and_then(|book| book.sold);
    same!(sold, Some(i64::MIN));
    Ok(())
}

async fn int64_update(_: Shop) -> Outcome {
    let shop = exact_shop()?;
    let sold = Books::default().with_sold(9_007_199_254_740_993);
    shop.books().by_id(1).update(sold).send().await?;
    let book = shop.books().by_id(1).get().send().await?.value()?;
    same!(book.sold, Some(9_007_199_254_740_993));
    Ok(())
}

async fn exact_batch(json: bool) -> Outcome {
    let shop = exact_shop()?;
    let mut batch = match json {
        true => shop.batch().json(),
        false => shop.batch(),
    };
    let sold = Books::default().with_sold(i64::MAX);
    let update = batch.add(shop.books().by_id(1).update(sold));
    let get = batch.add_after(shop.books().by_id(1).get(), [update]);
    let mut answers = batch.send().await?;
    answers.take(update)?;
    same!(answers.take(get)?.value()?.sold, Some(i64::MAX));
    Ok(())
}

async fn decimal_digits(_: Shop) -> Outcome {
    let shop = exact_shop()?;
    let exact: Decimal = "12345678.0123456789".parse()?;
    // An action returns it as it came; SQLite would round it.
    let weigh = shop.weigh().with_number(exact.clone()).with_count(i64::MAX);
    let weight = weigh.send().await?.value()?;
    same!(weight.value, Some(exact));
    Ok(())
}

async fn decimal_text(shop: Shop) -> Outcome {
    let book = exact(&shop, "price", "1234567.10").await?;
    same!(
        book.price.as_ref().map(|price| price.as_str()),
        Some("1234567.10")
    );
    Ok(())
}

async fn decimal(shop: Shop) -> Outcome {
    let price: Decimal = "1234567.89".parse()?;
    let book = kept(&shop, Books::default().with_price(price.clone())).await?;
    same!(book.price, Some(price));
    Ok(())
}

async fn decimal_exact(shop: Shop) -> Outcome {
    let exact: Decimal = "12345678.0123456789".parse()?;
    let book = kept(&shop, Books::default().with_exact(exact.clone())).await?;
    same!(book.exact, Some(exact));
    Ok(())
}

async fn double(shop: Shop) -> Outcome {
    let book = kept(&shop, Books::default().with_weight(1.0e-7)).await?;
    same!(book.weight, Some(1.0e-7));
    Ok(())
}

async fn date(shop: Shop) -> Outcome {
    let date: Date = "2024-02-29".parse()?;
    let book = kept(&shop, Books::default().with_published(date)).await?;
    same!(book.published, Some(date));
    Ok(())
}

async fn time(shop: Shop) -> Outcome {
    let time: TimeOfDay = "23:59:59".parse()?;
    let book = kept(&shop, Books::default().with_opens(time)).await?;
    same!(book.opens, Some(time));
    Ok(())
}

async fn date_time(shop: Shop) -> Outcome {
    let time: DateTimeOffset = "2024-12-31T23:59:59Z".parse()?;
    let book = kept(&shop, Books::default().with_printed(time)).await?;
    same!(book.printed, Some(time));
    Ok(())
}

async fn timestamp(shop: Shop) -> Outcome {
    let time: DateTimeOffset = "2024-12-31T23:59:59.987Z".parse()?;
    let book = kept(&shop, Books::default().with_scanned(time)).await?;
    same!(book.scanned, Some(time));
    Ok(())
}

async fn zone(shop: Shop) -> Outcome {
    let time: DateTimeOffset = "2024-06-01T12:00:00+02:00".parse()?;
    let book = kept(&shop, Books::default().with_printed(time)).await?;
    same!(
        book.printed,
        Some("2024-06-01T10:00:00Z".parse::<DateTimeOffset>()?)
    );
    Ok(())
}

async fn guid(shop: Shop) -> Outcome {
    let guid: Guid = "ffffffff-0000-4000-8000-abcdefabcdef".parse()?;
    let book = kept(&shop, Books::default().with_edition(guid)).await?;
    same!(book.edition, Some(guid));
    Ok(())
}

async fn binary(shop: Shop) -> Outcome {
    let bytes: Vec<u8> = (190..=253).collect();
    let book = kept(&shop, Books::default().with_checksum(bytes.clone())).await?;
    same!(book.checksum, Some(Binary::from(bytes)));
    Ok(())
}

async fn kind(shop: Shop) -> Outcome {
    let book = kept(&shop, Books::default().with_kind("drama")).await?;
    same!(book.kind.as_deref(), Some("drama"));
    Ok(())
}

async fn stars(shop: Shop) -> Outcome {
    let book = kept(&shop, Books::default().with_stars(5)).await?;
    same!(book.stars, Some(5));
    Ok(())
}

async fn structure(shop: Shop) -> Outcome {
    let height: Decimal = "21.5".parse()?;
    let book = Books::default()
        .with_box_height(height.clone())
        .with_box_unit("in");
    let book = kept(&shop, book).await?;
    same!(book.box_height, Some(height));
    same!(book.box_width, None);
    same!(book.box_unit.as_deref(), Some("in"));
    Ok(())
}

async fn texts(shop: Shop) -> Outcome {
    let words = vec!["one".to_owned(), "tw\"o".to_owned(), String::new()];
    let book = kept(&shop, Books::default().with_keywords(words.clone())).await?;
    same!(book.keywords, Some(words));
    Ok(())
}

async fn empty(shop: Shop) -> Outcome {
    let book = kept(&shop, Books::default().with_keywords(Vec::<String>::new())).await?;
    same!(book.keywords, Some(Vec::new()));
    Ok(())
}

async fn structures(shop: Shop) -> Outcome {
    let size = BookshopSize::default()
        .with_height("18.4".parse::<Decimal>()?)
        .with_unit("cm");
    let book = kept(&shop, Books::default().with_formats(vec![size])).await?;
    let formats = book.formats.unwrap_or_default();
    same!(formats.len(), 1);
    same!(formats[0].height, Some("18.4".parse::<Decimal>()?));
    same!(formats[0].unit.as_deref(), Some("cm"));
    Ok(())
}

async fn default(shop: Shop) -> Outcome {
    let book = kept(&shop, Books::default()).await?;
    same!(book.box_unit.as_deref(), Some("cm"));
    Ok(())
}
