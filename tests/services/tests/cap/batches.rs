//! `$batch`.

use msgraph_runtime::Filter;
use service_tests::services::cap::models::{Authors, Books, Chapters};
use service_tests::{Failure, Operation, Outcome, operations, same};

use crate::Shop;

pub fn operations() -> Vec<Operation<Shop>> {
    operations![
        "batch: several reads" => reads,
        "batch: reads with options" => options,
        "batch: writes" => writes,
        "batch: a request after another" => after,
        "batch: a request after one that fails" => after_failure,
        "batch: one that fails among others" => failure,
        "batch: an action and a function" => invocations,
        "batch: a number" => number,
        "batch: more requests than one batch holds" => many,
    ]
}

async fn reads(shop: Shop) -> Outcome {
    let mut batch = shop.batch();
    let book = batch.add(shop.books().by_id(2).get());
    let authors = batch.add(shop.authors().list());
    let mut answers = batch.send().await?;
    same!(
        answers.take(book)?.value()?.title.as_deref(),
        Some("The Raven")
    );
    same!(
        answers.take(authors)?.body.value.map(|all| all.len()),
        Some(3)
    );
    Ok(())
}

async fn options(shop: Shop) -> Outcome {
    let mut batch = shop.batch();
    let list = shop
        .books()
        .list()
        .filter(Filter::eq(Books::TITLE, "The Raven"));
    let list = batch.add(list.select([Books::ID]).expand(Books::AUTHOR));
    let mut answers = batch.send().await?;
    let books = answers.take(list)?.body.value.unwrap_or_default();
    same!(books.len(), 1);
    same!(
        books[0].author.as_ref().and_then(|author| author.id),
        Some(12)
    );
    Ok(())
}

async fn writes(shop: Shop) -> Outcome {
    let mut batch = shop.batch();
    let create = batch.add(
        shop.authors()
            .create(Authors::default().with_id(41).with_name("new")),
    );
    let update = batch.add(shop.books().by_id(2).update(Books::default().with_stock(1)));
    let delete = batch.add(shop.chapters().by_key(1, 1).delete());
    let mut answers = batch.send().await?;
    same!(answers.take(create)?.status, 201);
    same!(answers.take(update)?.value()?.stock, Some(1));
    same!(answers.take(delete)?.status, 204);
    same!(shop.chapters().count().send().await?.body, 3);
    Ok(())
}

async fn after(shop: Shop) -> Outcome {
    let mut batch = shop.batch();
    let create = batch.add(
        shop.authors()
            .create(Authors::default().with_id(42).with_name("new")),
    );
    let read = batch.add_after(shop.authors().by_id(42).get(), [create]);
    let mut answers = batch.send().await?;
    same!(answers.take(create)?.status, 201);
    same!(answers.take(read)?.value()?.name.as_deref(), Some("new"));
    Ok(())
}

async fn after_failure(shop: Shop) -> Outcome {
    let mut batch = shop.batch();
    let update = batch.add(
        shop.books()
            .by_id(1)
            .update(Books::default().with_stock(-1)),
    );
    let read = batch.add_after(shop.books().by_id(1).get(), [update]);
    let mut answers = batch.send().await?;
    let (Err(first), Err(second)) = (answers.take(update), answers.take(read)) else {
        return Err(Failure::from("they succeeded"));
    };
    same!(first.status(), Some(400));
    same!(
        first
            .service()
            .and_then(|service| service.target.as_deref()),
        Some("stock")
    );
    same!(second.status(), Some(424));
    Ok(())
}

async fn failure(shop: Shop) -> Outcome {
    let mut batch = shop.batch();
    let missing = batch.add(shop.books().by_id(999).get());
    let book = batch.add(shop.books().by_id(1).get());
    let mut answers = batch.send().await?;
    match answers.take(missing) {
        Err(error) if error.is_not_found() => {}
        other => return Err(Failure::from(format!("{other:?}"))),
    }
    same!(answers.take(book)?.value()?.id, Some(1));
    Ok(())
}

async fn invocations(shop: Shop) -> Outcome {
    let mut batch = shop.batch();
    let action = batch.add(shop.books().by_id(4).restock().with_amount(2).request());
    let function = batch.add(shop.books().by_id(3).similar().with_limit(1).request());
    let mut answers = batch.send().await?;
    same!(answers.take(action)?.value()?.stock, Some(2));
    same!(
        answers.take(function)?.body.value.map(|books| books.len()),
        Some(1)
    );
    Ok(())
}

async fn number(shop: Shop) -> Outcome {
    let mut batch = shop.batch();
    let count = batch.add(shop.books().count());
    let mut answers = batch.send().await?;
    same!(answers.take(count)?.body, 5);
    Ok(())
}

async fn many(shop: Shop) -> Outcome {
    let mut batch = shop.batch();
    let requests = (0..21).map(|number| {
        let heading = format!("chapter {number}");
        let chapter = Chapters::default()
            .with_book_id(5)
            .with_no(number)
            .with_heading(heading);
        shop.chapters().create(chapter)
    });
    let tickets: Vec<_> = requests.map(|request| batch.add(request)).collect();
    let mut answers = batch.send().await?;
    for ticket in tickets {
        same!(answers.take(ticket)?.status, 201);
    }
    same!(
        shop.books().by_id(5).chapters().count().send().await?.body,
        21
    );
    Ok(())
}
