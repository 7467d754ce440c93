//! Options of reading: `$select`, `$expand`, `$orderby`, `$top`, `$skip`, `$count`, `$search`, pages.

use futures::TryStreamExt;
use msgraph_runtime::{Expand, Filter};
use service_tests::services::cap::models::{Authors, Books, Chapters, Orders, OrdersItems};
use service_tests::{Operation, Outcome, holds, operations, same};

use crate::Shop;

pub fn operations() -> Vec<Operation<Shop>> {
    operations![
        "read: one by key" => one_by_key,
        "read: a collection" => collection,
        "read: $select of one" => select_one,
        "read: $select of a collection" => select_many,
        "read: $expand of one" => expand_one,
        "read: $expand of a collection" => expand_many,
        "read: $expand with all options" => expand_options,
        "read: $expand within $expand" => expand_nested,
        "read: $orderby ascending" => order_by,
        "read: $orderby descending, then ascending" => order_by_two,
        "read: $orderby a path" => order_by_path,
        "read: $top and $skip" => top_skip,
        "read: $count=true with $top" => count_inline,
        "read: the number alone" => count_alone,
        "read: $search a word" => search,
        "read: $search a phrase" => search_phrase,
        "read: all pages by relative links" => pages,
        "read: a page resumed from its cursor" => resume,
        "read: a page of the preferred size" => page_size,
        "read: along a navigation to one" => navigation_one,
        "read: along a navigation to many" => navigation_many,
        "read: one along a navigation" => navigation_key,
        "read: the number along a navigation" => navigation_count,
        "read: a navigation that leads nowhere" => navigation_none,
        "read: a singleton" => singleton,
        "read: a set that cannot be written" => archive,
    ]
}

fn ids(books: &[Books]) -> Vec<i32> {
    books.iter().filter_map(|book| book.id).collect()
}

async fn one_by_key(shop: Shop) -> Outcome {
    let book = shop.books().by_id(1).get().send().await?.value()?;
    same!(book.id, Some(1));
    same!(book.title.as_deref(), Some("Wuthering Heights"));
    same!(book.author_id, Some(11));
    Ok(())
}

async fn collection(shop: Shop) -> Outcome {
    let page = shop.authors().list().send().await?.body;
    let authors = page.value.unwrap_or_default();
    let names: Vec<_> = authors.iter().filter_map(|a| a.name.as_deref()).collect();
    same!(names, ["Emily Brontë", "Edgar Allan Poe", "Seán O'Casey"]);
    Ok(())
}

async fn select_one(shop: Shop) -> Outcome {
    let get = shop
        .books()
        .by_id(1)
        .get()
        .select([Books::TITLE, Books::STOCK]);
    let book = get.send().await?.value()?;
    same!(book.title.as_deref(), Some("Wuthering Heights"));
    same!(book.stock, Some(12));
    same!(book.summary, None);
    Ok(())
}

async fn select_many(shop: Shop) -> Outcome {
    let list = shop.tags().list().select(["code"]);
    let tags = list.send().await?.body.value.unwrap_or_default();
    same!(tags.len(), 5);
    holds!(
        tags.iter()
            .all(|tag| tag.code.is_some() && tag.label.is_none())
    );
    Ok(())
}

async fn expand_one(shop: Shop) -> Outcome {
    let get = shop.books().by_id(2).get().expand(Books::AUTHOR);
    let book = get.send().await?.value()?;
    let author = book.author.ok_or("no author")?;
    same!(author.name.as_deref(), Some("Edgar Allan Poe"));
    Ok(())
}

async fn expand_many(shop: Shop) -> Outcome {
    let list = shop.authors().list().expand(Authors::BOOKS);
    let authors = list.send().await?.body.value.unwrap_or_default();
    let books: Vec<_> = authors
        .iter()
        .map(|a| ids(a.books.as_deref().unwrap_or(&[])))
        .collect();
    same!(books, [vec![1], vec![2, 3], vec![4]]);
    Ok(())
}

async fn expand_options(shop: Shop) -> Outcome {
    let chapters = Expand::new(Books::CHAPTERS)
        .select([Chapters::NO, Chapters::HEADING])
        .filter(Filter::gt(Chapters::PAGES, 8))
        .order_by_desc(Chapters::NO)
        .skip(1)
        .top(1)
        .count(true);
    let get = shop.books().by_id(1).get().expand(chapters);
    let book = get.send().await?.value()?;
    let chapters = book.chapters.unwrap_or_default();
    same!(chapters.len(), 1);
    same!(chapters[0].heading.as_deref(), Some("The landlord"));
    same!(chapters[0].pages, None);
    Ok(())
}

async fn expand_nested(shop: Shop) -> Outcome {
    let items = Expand::new(Orders::ITEMS).expand(
        Expand::new(OrdersItems::BOOK)
            .select([Books::TITLE])
            .expand(Books::AUTHOR),
    );
    let list = shop.orders().list().expand(items).order_by(Orders::NUMBER);
    let orders = list.send().await?.body.value.unwrap_or_default();
    let book = orders[0]
        .items
        .as_ref()
        .and_then(|items| items[1].book.as_ref());
    let book = book.ok_or("no book")?;
    same!(book.title.as_deref(), Some("The Raven"));
    let author = book.author.as_ref().ok_or("no author")?;
    same!(author.id, Some(12));
    Ok(())
}

async fn order_by(shop: Shop) -> Outcome {
    let list = shop
        .books()
        .list()
        .order_by(Books::TITLE)
        .select([Books::ID]);
    let books = list.send().await?.body.value.unwrap_or_default();
    same!(ids(&books), [3, 5, 4, 2]);
    Ok(())
}

async fn order_by_two(shop: Shop) -> Outcome {
    let list = shop
        .books()
        .list()
        .order_by_desc(Books::STARS)
        .order_by(Books::PRICE);
    let books = list.send().await?.body.value.unwrap_or_default();
    same!(ids(&books), [1, 2, 3, 4]);
    Ok(())
}

async fn order_by_path(shop: Shop) -> Outcome {
    let list = shop
        .books()
        .list()
        .order_by(Books::AUTHOR.at(Authors::NAME))
        .order_by(Books::ID);
    let books = list.send().await?.body.value.unwrap_or_default();
    // A book without an author comes first, for null is the least.
    same!(ids(&books), [5, 2, 3, 1]);
    Ok(())
}

async fn top_skip(shop: Shop) -> Outcome {
    let list = shop.books().list().order_by(Books::ID).skip(1).top(2);
    let page = list.send().await?.body;
    same!(ids(page.value.as_deref().unwrap_or(&[])), [2, 3]);
    same!(page.next_link, None);
    Ok(())
}

async fn count_inline(shop: Shop) -> Outcome {
    let page = shop.books().list().top(1).count(true).send().await?.body;
    same!(page.count, Some(5));
    same!(page.value.map(|books| books.len()), Some(1));
    Ok(())
}

async fn count_alone(shop: Shop) -> Outcome {
    same!(shop.books().count().send().await?.body, 5);
    Ok(())
}

async fn search(shop: Shop) -> Outcome {
    let list = shop.books().list().search("raven");
    let books = list.send().await?.body.value.unwrap_or_default();
    same!(ids(&books), [2]);
    Ok(())
}

async fn search_phrase(shop: Shop) -> Outcome {
    let list = shop.books().list().search("\"story of the moors\"");
    let books = list.send().await?.body.value.unwrap_or_default();
    same!(ids(&books), [1]);
    Ok(())
}

async fn pages(shop: Shop) -> Outcome {
    let list = shop.books().list().select([Books::ID]).order_by(Books::ID);
    let books: Vec<_> = list.items().try_collect().await?;
    same!(ids(&books), [1, 2, 3, 4, 5]);
    Ok(())
}

async fn resume(shop: Shop) -> Outcome {
    let mut pages = shop.books().list().select([Books::ID]).pages();
    let first = pages.try_next().await?.ok_or("no page")?;
    same!(first.value.map(|books| books.len()), Some(4));
    let cursor = pages.cursor().ok_or("no cursor")?;
    let rest: Vec<Books> = shop.resume(cursor)?.items().try_collect().await?;
    same!(ids(&rest), [5]);
    Ok(())
}

async fn page_size(shop: Shop) -> Outcome {
    let list = shop
        .books()
        .list()
        .select([Books::ID])
        .prefer("odata.maxpagesize=2");
    let pages: Vec<_> = list.pages().try_collect().await?;
    let sizes: Vec<_> = pages
        .iter()
        .map(|page| page.value.as_ref().map_or(0, Vec::len))
        .collect();
    same!(sizes, [2, 2, 1]);
    Ok(())
}

async fn navigation_one(shop: Shop) -> Outcome {
    let author = shop.books().by_id(1).author().get().send().await?.value()?;
    same!(author.name.as_deref(), Some("Emily Brontë"));
    Ok(())
}

async fn navigation_many(shop: Shop) -> Outcome {
    let list = shop
        .authors()
        .by_id(12)
        .books()
        .list()
        .order_by_desc(Books::ID);
    let books = list.send().await?.body.value.unwrap_or_default();
    same!(ids(&books), [3, 2]);
    Ok(())
}

async fn navigation_key(shop: Shop) -> Outcome {
    let book = shop
        .authors()
        .by_id(12)
        .book(3)
        .get()
        .send()
        .await?
        .value()?;
    same!(book.title.as_deref(), Some("Eleonora"));
    Ok(())
}

async fn navigation_count(shop: Shop) -> Outcome {
    same!(
        shop.books().by_id(1).chapters().count().send().await?.body,
        3
    );
    Ok(())
}

async fn navigation_none(shop: Shop) -> Outcome {
    let response = shop.books().by_id(5).author().get().send().await?;
    same!(response.status, 204);
    same!(response.body.is_none(), true);
    Ok(())
}

async fn singleton(shop: Shop) -> Outcome {
    let settings = shop.settings().get().send().await?.value()?;
    same!(settings.theme.as_deref(), Some("dark"));
    same!(settings.page_size, Some(4));
    Ok(())
}

async fn archive(shop: Shop) -> Outcome {
    let book = shop.archive().by_id(4).get().send().await?.value()?;
    same!(book.title.as_deref(), Some("Juno and the Paycock"));
    Ok(())
}
