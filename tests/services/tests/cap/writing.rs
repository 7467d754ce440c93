//! Updating and deleting in every set.

use msgraph_runtime::edm::{Date, DateTimeOffset, Decimal, Guid};
use service_tests::services::cap::models::{
    Authors, Books, Chapters, Counters, Orders, OrdersItems, Prices, Settings, Tags, Visits,
};
use service_tests::{Failure, Operation, Outcome, holds, operations, same};

use crate::Shop;

pub fn operations() -> Vec<Operation<Shop>> {
    operations![
        "write: update one property" => update_author,
        "write: update with a text as key" => update_tag,
        "write: update with a key of two" => update_chapter,
        "write: update with a key of three" => update_price,
        "write: update a counter" => update_counter,
        "write: update a visit" => update_visit,
        "write: update a singleton" => update_settings,
        "write: null in an update" => null,
        "write: update with return=representation" => representation,
        "write: update with return=minimal" => minimal,
        "write: update what is not there" => update_nothing,
        "write: update children by their parent" => deep_update,
        "write: delete an author" => delete_author,
        "write: delete a tag" => delete_tag,
        "write: delete with a key of two" => delete_chapter,
        "write: delete with a key of three" => delete_price,
        "write: delete a counter" => delete_counter,
        "write: delete a visit" => delete_visit,
        "write: delete with children" => delete_book,
        "write: reference by $ref" => reference,
    ]
}

async fn update_author(shop: Shop) -> Outcome {
    let author = shop.authors().by_id(11);
    author
        .update(Authors::default().with_name("E. Brontë"))
        .send()
        .await?;
    let author = author.get().send().await?.value()?;
    same!(author.name.as_deref(), Some("E. Brontë"));
    same!(author.born, Some("1818-07-30".parse::<Date>()?));
    Ok(())
}

async fn update_tag(shop: Shop) -> Outcome {
    let tag = shop.tags().by_id("50%#?+");
    tag.update(Tags::default().with_label("other"))
        .send()
        .await?;
    same!(
        tag.get().send().await?.value()?.label.as_deref(),
        Some("other")
    );
    Ok(())
}

async fn update_chapter(shop: Shop) -> Outcome {
    let chapter = shop.chapters().by_key(1, 2);
    chapter
        .update(Chapters::default().with_pages(23))
        .send()
        .await?;
    same!(chapter.get().send().await?.value()?.pages, Some(23));
    Ok(())
}

async fn update_price(shop: Shop) -> Outcome {
    let price = shop
        .prices()
        .by_key(1, "USD", "2024-01-01".parse::<Date>()?);
    let amount: Decimal = "12.3".parse()?;
    price
        .update(Prices::default().with_amount(amount.clone()))
        .send()
        .await?;
    same!(price.get().send().await?.value()?.amount, Some(amount));
    Ok(())
}

async fn update_counter(shop: Shop) -> Outcome {
    let counter = shop.counters().by_id(7);
    counter
        .update(Counters::default().with_active(true))
        .send()
        .await?;
    same!(counter.get().send().await?.value()?.active, Some(true));
    Ok(())
}

async fn update_visit(shop: Shop) -> Outcome {
    let visit = shop
        .visits()
        .by_id("2024-05-06T07:08:09.123Z".parse::<DateTimeOffset>()?);
    visit
        .update(Visits::default().with_page("away"))
        .send()
        .await?;
    same!(
        visit.get().send().await?.value()?.page.as_deref(),
        Some("away")
    );
    Ok(())
}

async fn update_settings(shop: Shop) -> Outcome {
    let settings = Settings::default().with_theme("light");
    shop.settings().update(settings).send().await?;
    let settings = shop.settings().get().send().await?.value()?;
    same!(settings.theme.as_deref(), Some("light"));
    same!(settings.page_size, Some(4));
    Ok(())
}

async fn null(shop: Shop) -> Outcome {
    let book = shop.books().by_id(1);
    let change = Books::default()
        .with_null(Books::SUMMARY)
        .with_null(Books::AUTHOR_ID);
    book.update(change).send().await?;
    let book = book.get().send().await?.value()?;
    same!(book.summary, None);
    same!(book.author_id, None);
    same!(book.title.as_deref(), Some("Wuthering Heights"));
    Ok(())
}

async fn representation(shop: Shop) -> Outcome {
    let update = shop.books().by_id(2).update(Books::default().with_stock(1));
    let response = update.prefer("return=representation").send().await?;
    same!(response.status, 200);
    same!(response.value()?.stock, Some(1));
    Ok(())
}

async fn minimal(shop: Shop) -> Outcome {
    let update = shop.books().by_id(2).update(Books::default().with_stock(1));
    let response = update.prefer("return=minimal").send().await?;
    same!(response.status, 204);
    same!(response.body.is_none(), true);
    Ok(())
}

async fn update_nothing(shop: Shop) -> Outcome {
    let update = shop
        .authors()
        .by_id(99)
        .update(Authors::default().with_name("new"));
    let Err(error) = update.if_match("*").send().await else {
        return Err(Failure::from("it was created"));
    };
    holds!(error.is_not_found());
    same!(shop.authors().count().send().await?.body, 3);
    Ok(())
}

async fn deep_update(shop: Shop) -> Outcome {
    let order = shop
        .orders()
        .by_id("7e2f2640-6866-4dcf-8f4d-3027aa831cad".parse::<Guid>()?);
    let items = vec![
        OrdersItems::default().with_pos(10).with_quantity(3),
        OrdersItems::default()
            .with_pos(30)
            .with_quantity(4)
            .with_book_id(3),
    ];
    let update = order.update(Orders::default().with_items(items));
    update.if_match("*").send().await?;
    let items = order
        .items()
        .list()
        .order_by(OrdersItems::POS)
        .send()
        .await?
        .body;
    let items: Vec<_> = items
        .value
        .iter()
        .flatten()
        .map(|item| (item.pos, item.quantity))
        .collect();
    same!(items, [(Some(10), Some(3)), (Some(30), Some(4))]);
    Ok(())
}

/// Whether a deleted entity is gone.
macro_rules! gone {
    ($entity:expr) => {{
        let entity = $entity;
        same!(entity.delete().send().await?.status, 204);
        match entity.get().send().await {
            Err(error) if error.is_not_found() => Ok(()),
            other => Err(Failure::from(format!("{other:?}"))),
        }
    }};
}

async fn delete_author(shop: Shop) -> Outcome {
    gone!(shop.authors().by_id(13))
}

async fn delete_tag(shop: Shop) -> Outcome {
    gone!(shop.tags().by_id("O'Neil"))?;
    gone!(shop.tags().by_id("a/b"))
}

async fn delete_chapter(shop: Shop) -> Outcome {
    gone!(shop.chapters().by_key(1, 3))
}

async fn delete_price(shop: Shop) -> Outcome {
    gone!(
        shop.prices()
            .by_key(1, "EUR", "2024-07-01".parse::<Date>()?)
    )?;
    same!(shop.prices().count().send().await?.body, 2);
    Ok(())
}

async fn delete_counter(shop: Shop) -> Outcome {
    gone!(shop.counters().by_id(7))
}

async fn delete_visit(shop: Shop) -> Outcome {
    gone!(
        shop.visits()
            .by_id("2024-05-06T07:08:09.123Z".parse::<DateTimeOffset>()?)
    )
}

async fn delete_book(shop: Shop) -> Outcome {
    gone!(shop.books().by_id(1))?;
    // Its chapters went with it.
    same!(shop.chapters().count().send().await?.body, 1);
    Ok(())
}

async fn reference(shop: Shop) -> Outcome {
    let author = shop.books().by_id(5).author();
    author.set_reference("Authors(13)").send().await?;
    same!(author.get().send().await?.value()?.id, Some(13));
    Ok(())
}
