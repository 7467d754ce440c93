//! Writing through navigation, replacing, and relating entities in bodies.

use msgraph_runtime::edm::{Date, Guid};
use msgraph_runtime::request::{Delta, Relate};
use service_tests::services::cap::models::{
    Authors, Books, BooksTexts, Chapters, Orders, OrdersItems, Prices, Settings, Tags,
};
use service_tests::{Failure, Operation, Outcome, holds, operations, same};

use crate::Shop;

pub fn operations() -> Vec<Operation<Shop>> {
    operations![
        "navigation: create in an association" => create_book,
        "navigation: create in a composition" => create_chapter,
        "navigation: create in an inline composition" => create_item,
        "navigation: create a translation" => create_text,
        "navigation: update one of an association" => update_book,
        "navigation: update one of a composition" => update_chapter,
        "navigation: update what leads to one" => update_author,
        "navigation: update a translation" => update_text,
        "navigation: delete one of a composition" => delete_chapter,
        "navigation: delete one of an inline composition" => delete_item,
        "navigation: remove a reference by address" => remove_reference,
        "replace: an entity" => replace,
        "replace: with a text as key" => replace_tag,
        "replace: with a key of three" => replace_price,
        "replace: an entity that is not there" => replace_nothing,
        "replace: one along a composition" => replace_chapter,
        "replace: a singleton" => replace_settings,
        "replace: with an old ETag" => replace_old,
        "relate: by `@odata.bind`" => bind,
        "relate: by `@odata.id`" => odata_id,
        "relate: by the key in a body" => key_in_body,
        "relate: by a delta" => delta,
        "relate: replace the children" => children,
        "condition: create only if there is none" => create_only,
        "condition: create what is there" => create_again,
    ]
}

const ORDER: &str = "7e2f2640-6866-4dcf-8f4d-3027aa831cad";

async fn create_book(shop: Shop) -> Outcome {
    let book = Books::default().with_id(51).with_title("Lenore");
    let response = shop.authors().by_id(12).books().create(book).send().await?;
    same!(response.status, 201);
    let book = shop.books().by_id(51).get().send().await?.value()?;
    same!(book.author_id, Some(12));
    Ok(())
}

async fn create_chapter(shop: Shop) -> Outcome {
    let chapter = Chapters::default().with_no(4).with_heading("The end");
    let response = shop
        .books()
        .by_id(1)
        .chapters()
        .create(chapter)
        .send()
        .await?;
    same!(response.status, 201);
    same!(response.value()?.book_id, Some(1));
    let chapter = shop.chapters().by_key(1, 4).get().send().await?.value()?;
    same!(chapter.heading.as_deref(), Some("The end"));
    Ok(())
}

async fn create_item(shop: Shop) -> Outcome {
    let items = shop.orders().by_id(ORDER.parse::<Guid>()?).items();
    let item = OrdersItems::default().with_pos(30).with_quantity(9);
    same!(items.create(item).send().await?.status, 201);
    same!(items.count().send().await?.body, 3);
    Ok(())
}

async fn create_text(shop: Shop) -> Outcome {
    let text = BooksTexts::default()
        .with_locale("fr")
        .with_title("Le Corbeau");
    let texts = shop.books().by_id(2).texts();
    same!(texts.create(text).send().await?.status, 201);
    let book = shop.books().by_id(2).get().header("Accept-Language", "fr");
    same!(
        book.send().await?.value()?.title.as_deref(),
        Some("Le Corbeau")
    );
    Ok(())
}

async fn update_book(shop: Shop) -> Outcome {
    let book = shop.authors().by_id(12).book(3);
    book.update(Books::default().with_stock(1)).send().await?;
    same!(
        shop.books().by_id(3).get().send().await?.value()?.stock,
        Some(1)
    );
    Ok(())
}

async fn update_chapter(shop: Shop) -> Outcome {
    let chapter = shop.books().by_id(1).chapter(1, 2);
    chapter
        .update(Chapters::default().with_pages(23))
        .send()
        .await?;
    let chapter = shop.chapters().by_key(1, 2).get().send().await?.value()?;
    same!(chapter.pages, Some(23));
    Ok(())
}

async fn update_author(shop: Shop) -> Outcome {
    let author = shop.books().by_id(1).author();
    author
        .update(Authors::default().with_name("E. B."))
        .send()
        .await?;
    let author = shop.authors().by_id(11).get().send().await?.value()?;
    same!(author.name.as_deref(), Some("E. B."));
    Ok(())
}

async fn update_text(shop: Shop) -> Outcome {
    let text = shop.books().by_id(1).text("de", 1);
    text.update(BooksTexts::default().with_title("Sturm"))
        .send()
        .await?;
    same!(
        text.get().send().await?.value()?.title.as_deref(),
        Some("Sturm")
    );
    Ok(())
}

async fn delete_chapter(shop: Shop) -> Outcome {
    same!(
        shop.books()
            .by_id(1)
            .chapter(1, 2)
            .delete()
            .send()
            .await?
            .status,
        204
    );
    same!(
        shop.books().by_id(1).chapters().count().send().await?.body,
        2
    );
    Ok(())
}

async fn delete_item(shop: Shop) -> Outcome {
    let id: Guid = ORDER.parse()?;
    let order = shop.orders().by_id(id);
    same!(order.item(id, 10).delete().send().await?.status, 204);
    same!(order.items().count().send().await?.body, 1);
    Ok(())
}

async fn remove_reference(shop: Shop) -> Outcome {
    shop.authors()
        .by_id(12)
        .books()
        .remove_reference("Books(3)")
        .send()
        .await?;
    same!(
        shop.books().by_id(3).get().send().await?.value()?.author_id,
        None
    );
    Ok(())
}

async fn replace(shop: Shop) -> Outcome {
    let book = shop.books().by_id(1);
    book.replace(Books::default().with_title("New"))
        .send()
        .await?;
    let book = book.get().send().await?.value()?;
    same!(book.title.as_deref(), Some("New"));
    same!(book.price, None);
    same!(book.box_unit.as_deref(), Some("cm"));
    Ok(())
}

async fn replace_tag(shop: Shop) -> Outcome {
    let tag = shop.tags().by_id("a/b");
    tag.replace(Tags::default()).send().await?;
    same!(tag.get().send().await?.value()?.label, None);
    Ok(())
}

async fn replace_price(shop: Shop) -> Outcome {
    let price = shop
        .prices()
        .by_key(1, "USD", "2024-01-01".parse::<Date>()?);
    price.replace(Prices::default()).send().await?;
    same!(price.get().send().await?.value()?.amount, None);
    Ok(())
}

async fn replace_nothing(shop: Shop) -> Outcome {
    let author = shop.authors().by_id(61);
    author
        .replace(Authors::default().with_name("new"))
        .send()
        .await?;
    same!(
        author.get().send().await?.value()?.name.as_deref(),
        Some("new")
    );
    Ok(())
}

async fn replace_chapter(shop: Shop) -> Outcome {
    let chapter = shop.books().by_id(1).chapter(1, 1);
    chapter
        .replace(Chapters::default().with_heading("new"))
        .send()
        .await?;
    let chapter = chapter.get().send().await?.value()?;
    same!(chapter.heading.as_deref(), Some("new"));
    same!(chapter.pages, None);
    Ok(())
}

async fn replace_settings(shop: Shop) -> Outcome {
    let settings = shop.settings();
    settings
        .replace(Settings::default().with_theme("light"))
        .send()
        .await?;
    same!(
        settings.get().send().await?.value()?.theme.as_deref(),
        Some("light")
    );
    Ok(())
}

async fn replace_old(shop: Shop) -> Outcome {
    let order = shop.orders().by_id(ORDER.parse::<Guid>()?);
    let replace = order.replace(Orders::default().with_number("B-1"));
    let Err(error) = replace.if_match("W/\"old\"").send().await else {
        return Err(Failure::from("it was replaced"));
    };
    holds!(error.is_precondition_failed());
    Ok(())
}

async fn bind(shop: Shop) -> Outcome {
    let book = Books::default().with_id(52).with_title("bound");
    let book = book.with_bind(Books::AUTHOR, "Authors(13)");
    shop.books().create(book).send().await?;
    same!(
        shop.books()
            .by_id(52)
            .get()
            .send()
            .await?
            .value()?
            .author_id,
        Some(13)
    );
    Ok(())
}

async fn odata_id(shop: Shop) -> Outcome {
    let author = Authors::default().with_odata_id("Authors(13)");
    let book = Books::default()
        .with_id(53)
        .with_title("bound")
        .with_author(author);
    shop.books().create(book).send().await?;
    same!(
        shop.books()
            .by_id(53)
            .get()
            .send()
            .await?
            .value()?
            .author_id,
        Some(13)
    );
    Ok(())
}

async fn key_in_body(shop: Shop) -> Outcome {
    let author = Authors::default().with_id(13);
    let book = Books::default()
        .with_id(54)
        .with_title("bound")
        .with_author(author);
    shop.books().create(book).send().await?;
    same!(
        shop.books()
            .by_id(54)
            .get()
            .send()
            .await?
            .value()?
            .author_id,
        Some(13)
    );
    Ok(())
}

async fn delta(shop: Shop) -> Outcome {
    let order = shop.orders().by_id(ORDER.parse::<Guid>()?);
    let item = |pos| OrdersItems::default().with_pos(pos);
    let changes = Delta::default()
        .upsert(&item(30).with_quantity(4))
        .delete(&item(10));
    let update = order.update(Orders::default().with_delta(Orders::ITEMS, changes));
    update.if_match("*").send().await?;
    let items = order
        .items()
        .list()
        .order_by(OrdersItems::POS)
        .send()
        .await?
        .body
        .value;
    let items: Vec<_> = items.iter().flatten().map(|item| item.pos).collect();
    same!(items, [Some(20), Some(30)]);
    Ok(())
}

async fn children(shop: Shop) -> Outcome {
    let chapters = vec![Chapters::default().with_no(9).with_heading("only")];
    let book = shop.books().by_id(1);
    book.update(Books::default().with_chapters(chapters))
        .send()
        .await?;
    let chapters = book
        .chapters()
        .list()
        .send()
        .await?
        .body
        .value
        .unwrap_or_default();
    let numbers: Vec<_> = chapters.iter().map(|chapter| chapter.no).collect();
    same!(numbers, [Some(9)]);
    Ok(())
}

async fn create_only(shop: Shop) -> Outcome {
    let id: Guid = "11111111-2222-4333-8444-666666666666".parse()?;
    let order = shop.orders().by_id(id);
    let replace = order.replace(Orders::default().with_number("B-1"));
    replace.if_none_match("*").send().await?;
    same!(
        order.get().send().await?.value()?.number.as_deref(),
        Some("B-1")
    );
    Ok(())
}

async fn create_again(shop: Shop) -> Outcome {
    let order = shop.orders().by_id(ORDER.parse::<Guid>()?);
    let replace = order.replace(Orders::default().with_number("B-1"));
    let Err(error) = replace.if_none_match("*").send().await else {
        return Err(Failure::from("it was replaced"));
    };
    same!(
        order.get().send().await?.value()?.number.as_deref(),
        Some("A-1")
    );
    same!(error.status(), Some(412));
    Ok(())
}
