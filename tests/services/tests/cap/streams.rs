//! Media properties, and texts in the language of the user.

use futures::TryStreamExt;
use service_tests::services::cap::models::Books;
use service_tests::{Failure, Operation, Outcome, holds, operations, same};

use crate::Shop;

pub fn operations() -> Vec<Operation<Shop>> {
    operations![
        "stream: upload and download" => upload,
        "stream: upload bytes that are no text" => upload_bytes,
        "stream: replace" => replace,
        "stream: download in parts" => download,
        "stream: download what is not there" => nothing,
        "stream: the type of the content" => content_type,
        "stream: delete" => delete,
        "stream: a large content" => large,
        "language: of one" => german,
        "language: of a collection" => german_list,
        "language: another one" => french,
        "language: none of those there are" => fallback,
        "language: in a filter" => filter,
        "language: the current text along the navigation" => localized,
        "language: all texts" => texts,
    ]
}

async fn upload(shop: Shop) -> Outcome {
    let book = shop.books().by_id(1);
    let uploaded = book
        .upload_cover("text/plain", b"a cover".to_vec())
        .send()
        .await?;
    same!(uploaded.status, 204);
    same!(book.cover().send().await?.body.0, b"a cover");
    Ok(())
}

async fn upload_bytes(shop: Shop) -> Outcome {
    let bytes = vec![0x89, b'P', b'N', b'G', 0, 0xff, 0xfe, b'\r', b'\n'];
    let book = shop.books().by_id(1);
    book.upload_cover("image/png", bytes.clone()).send().await?;
    same!(book.cover().send().await?.body.0, bytes);
    Ok(())
}

async fn replace(shop: Shop) -> Outcome {
    let book = shop.books().by_id(1);
    book.upload_cover("text/plain", b"first".to_vec())
        .send()
        .await?;
    book.upload_cover("text/plain", b"2nd".to_vec())
        .send()
        .await?;
    same!(book.cover().send().await?.body.0, b"2nd");
    Ok(())
}

async fn download(shop: Shop) -> Outcome {
    let book = shop.books().by_id(1);
    book.upload_cover("text/plain", b"in parts".to_vec())
        .send()
        .await?;
    let parts: Vec<_> = book.cover().stream().await?.body.try_collect().await?;
    same!(parts.concat(), b"in parts");
    Ok(())
}

async fn nothing(shop: Shop) -> Outcome {
    let response = shop.books().by_id(3).cover().send().await?;
    same!(response.status, 204);
    holds!(response.body.0.is_empty());
    Ok(())
}

async fn content_type(shop: Shop) -> Outcome {
    let book = shop.books().by_id(1);
    book.upload_cover("image/gif", b"GIF89a".to_vec())
        .send()
        .await?;
    let response = book.cover().send().await?;
    same!(response.headers.get("content-type"), Some("image/gif"));
    same!(
        book.get().send().await?.value()?.cover_type.as_deref(),
        Some("image/gif")
    );
    Ok(())
}

async fn delete(shop: Shop) -> Outcome {
    let book = shop.books().by_id(1);
    book.upload_cover("text/plain", b"a cover".to_vec())
        .send()
        .await?;
    same!(book.delete_cover().send().await?.status, 204);
    same!(book.cover().send().await?.status, 204);
    same!(shop.books().count().send().await?.body, 5);
    Ok(())
}

async fn large(shop: Shop) -> Outcome {
    let bytes = vec![b'x'; 1 << 20];
    let book = shop.books().by_id(1);
    book.upload_cover("text/plain", bytes.clone())
        .send()
        .await?;
    let parts: Vec<_> = book.cover().stream().await?.body.try_collect().await?;
    same!(parts.concat().len(), bytes.len());
    Ok(())
}

async fn title(shop: &Shop, language: &str) -> Result<Option<String>, Failure> {
    let get = shop
        .books()
        .by_id(1)
        .get()
        .header("Accept-Language", language);
    Ok(get.send().await?.value()?.title)
}

async fn german(shop: Shop) -> Outcome {
    same!(title(&shop, "de").await?.as_deref(), Some("Sturmhöhe"));
    Ok(())
}

async fn german_list(shop: Shop) -> Outcome {
    let list = shop
        .books()
        .list()
        .header("Accept-Language", "de-AT, en;q=0.5");
    let books: Vec<_> = list.order_by(Books::ID).items().try_collect().await?;
    let titles: Vec<_> = books
        .iter()
        .filter_map(|book| book.title.as_deref())
        .collect();
    // The header goes along to the next pages, and what is not translated stays as it is.
    same!(titles[..3], ["Sturmhöhe", "Der Rabe", "Eleonora"]);
    same!(titles.len(), 5);
    Ok(())
}

async fn french(shop: Shop) -> Outcome {
    same!(
        title(&shop, "fr").await?.as_deref(),
        Some("Les Hauts de Hurlevent")
    );
    Ok(())
}

async fn fallback(shop: Shop) -> Outcome {
    same!(
        title(&shop, "it").await?.as_deref(),
        Some("Wuthering Heights")
    );
    Ok(())
}

async fn filter(shop: Shop) -> Outcome {
    let list = shop
        .books()
        .list()
        .filter(msgraph_runtime::Filter::eq(Books::TITLE, "Der Rabe"));
    let books = list
        .header("Accept-Language", "de")
        .send()
        .await?
        .body
        .value;
    let ids: Vec<_> = books.iter().flatten().filter_map(|book| book.id).collect();
    same!(ids, [2]);
    Ok(())
}

async fn localized(shop: Shop) -> Outcome {
    let get = shop
        .books()
        .by_id(1)
        .localized()
        .get()
        .header("Accept-Language", "de");
    same!(
        get.send().await?.value()?.summary.as_deref(),
        Some("Eine Geschichte aus dem Moor")
    );
    Ok(())
}

async fn texts(shop: Shop) -> Outcome {
    let get = shop
        .books()
        .by_id(1)
        .get()
        .expand(Books::TEXTS)
        .select([Books::ID]);
    let texts = get.send().await?.value()?.texts.unwrap_or_default();
    let locales: Vec<_> = texts
        .iter()
        .filter_map(|text| text.locale.as_deref())
        .collect();
    same!(locales, ["de", "fr"]);
    Ok(())
}
