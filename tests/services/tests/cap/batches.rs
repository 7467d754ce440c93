//! `$batch`.

use msgraph_runtime::Filter;
use msgraph_runtime::client::Batch;
use service_tests::services::cap::models::{Authors, Books, Chapters};
use service_tests::services::cap::requests::BooksRequests;
use service_tests::{Failure, Operation, Outcome, holds, operations, same};

use crate::Shop;

pub fn operations() -> Vec<Operation<Shop>> {
    operations![
        "batch: several reads" => |shop: Shop| reads(shop.batch(), shop),
        "batch: reads with options" => |shop: Shop| options(shop.batch(), shop),
        "batch: writes" => |shop: Shop| writes(shop.batch(), shop),
        "batch: a request after another" => |shop: Shop| after(shop.batch(), shop),
        "batch: a request after one that fails" => after_failure,
        "batch: one that fails, and those after it" => stopped,
        "batch: one that fails among others" => |shop: Shop| failure(shop.batch(), shop),
        "batch: an action and a function" => |shop: Shop| invocations(shop.batch(), shop),
        "batch: a number" => |shop: Shop| number(shop.batch(), shop),
        "batch: many requests" => |shop: Shop| many(shop.batch(), shop),
        "batch: a stream" => |shop: Shop| stream(shop.batch(), shop),
        "batch: an atomic group" => |shop: Shop| atomic(shop.batch(), shop),
        "batch: an atomic group that fails" => |shop: Shop| atomic_failure(shop.batch(), shop),
        "batch: below what another request creates" => |shop: Shop| result(shop.batch(), shop),
        "batch in JSON: several reads" => |shop: Shop| reads(shop.batch().json(), shop),
        "batch in JSON: reads with options" => |shop: Shop| options(shop.batch().json(), shop),
        "batch in JSON: writes" => |shop: Shop| writes(shop.batch().json(), shop),
        "batch in JSON: a request after another" => |shop: Shop| after(shop.batch().json(), shop),
        "batch in JSON: a request after one that fails" => after_failure_json,
        "batch in JSON: one that fails among others" => |shop: Shop| failure(shop.batch().json(), shop),
        "batch in JSON: an action and a function" => |shop: Shop| invocations(shop.batch().json(), shop),
        "batch in JSON: a number" => |shop: Shop| number(shop.batch().json(), shop),
        "batch in JSON: many requests" => |shop: Shop| many(shop.batch().json(), shop),
        "batch in JSON: a stream" => |shop: Shop| stream(shop.batch().json(), shop),
        "batch in JSON: an atomic group" => |shop: Shop| atomic(shop.batch().json(), shop),
        "batch in JSON: an atomic group that fails" => |shop: Shop| atomic_failure(shop.batch().json(), shop),
        "batch in JSON: below what another request creates" => |shop: Shop| result(shop.batch().json(), shop),
    ]
}

async fn reads(mut batch: Batch, shop: Shop) -> Outcome {
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

async fn options(mut batch: Batch, shop: Shop) -> Outcome {
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

async fn writes(mut batch: Batch, shop: Shop) -> Outcome {
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

async fn after(mut batch: Batch, shop: Shop) -> Outcome {
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
    // The server stopped at the error, and says nothing of the rest.
    holds!(second.to_string().contains("not executed"));
    holds!(!second.may_have_acted());
    Ok(())
}

async fn after_failure_json(shop: Shop) -> Outcome {
    let mut batch = shop.batch().json();
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
    same!(second.status(), Some(424));
    Ok(())
}

async fn stopped(shop: Shop) -> Outcome {
    let mut batch = shop.batch();
    let missing = batch.add(shop.books().by_id(999).get());
    let delete = batch.add(shop.books().by_id(1).delete());
    let mut answers = batch.send().await?;
    let (Err(first), Err(second)) = (answers.take(missing), answers.take(delete)) else {
        return Err(Failure::from("they succeeded"));
    };
    holds!(first.is_not_found());
    holds!(second.to_string().contains("not executed"));
    same!(shop.books().count().send().await?.body, 5);
    Ok(())
}

async fn failure(batch: Batch, shop: Shop) -> Outcome {
    let mut batch = batch.continue_on_error();
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

async fn invocations(mut batch: Batch, shop: Shop) -> Outcome {
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

async fn number(mut batch: Batch, shop: Shop) -> Outcome {
    let count = batch.add(shop.books().count());
    let mut answers = batch.send().await?;
    same!(answers.take(count)?.body, 5);
    Ok(())
}

async fn many(mut batch: Batch, shop: Shop) -> Outcome {
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

async fn stream(mut batch: Batch, shop: Shop) -> Outcome {
    let bytes = vec![0x89, b'P', b'N', b'G', 0, 0xff, b'\r', b'\n'];
    let book = shop.books().by_id(1);
    let upload = batch.add(book.upload_cover("image/png", bytes.clone()));
    let mut answers = batch.send().await?;
    answers.take(upload)?;
    same!(book.cover().send().await?.body.0, bytes);
    Ok(())
}

async fn atomic(mut batch: Batch, shop: Shop) -> Outcome {
    let mut group = batch.atomic_group();
    let create = group.add(
        shop.authors()
            .create(Authors::default().with_id(43).with_name("new")),
    );
    let update = group.add(shop.books().by_id(2).update(Books::default().with_stock(1)));
    let mut answers = batch.send().await?;
    same!(answers.take(create)?.status, 201);
    same!(answers.take(update)?.value()?.stock, Some(1));
    Ok(())
}

async fn atomic_failure(mut batch: Batch, shop: Shop) -> Outcome {
    let mut group = batch.atomic_group();
    let create = group.add(
        shop.authors()
            .create(Authors::default().with_id(44).with_name("new")),
    );
    let update = group.add(
        shop.books()
            .by_id(2)
            .update(Books::default().with_stock(-1)),
    );
    let mut answers = batch.send().await?;
    let (Err(_), Err(error)) = (answers.take(create), answers.take(update)) else {
        return Err(Failure::from("they succeeded"));
    };
    same!(error.status(), Some(400));
    // The author was not created either.
    same!(shop.authors().count().send().await?.body, 3);
    Ok(())
}

async fn result(mut batch: Batch, shop: Shop) -> Outcome {
    let mut group = batch.atomic_group();
    let book = Books::default().with_id(45).with_title("new");
    let create = group.add(shop.books().create(book));
    let chapters = BooksRequests::new(group.result_of(create)).chapters();
    let chapter = group.add(chapters.create(Chapters::default().with_no(1).with_heading("one")));
    let mut answers = batch.send().await?;
    same!(answers.take(create)?.status, 201);
    same!(answers.take(chapter)?.status, 201);
    let chapter = shop.chapters().by_key(45, 1).get().send().await?.value()?;
    same!(chapter.heading.as_deref(), Some("one"));
    Ok(())
}
