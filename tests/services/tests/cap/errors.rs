//! What the server refuses, and what of it the error says.

use msgraph_runtime::Filter;
use msgraph_runtime::client::credential::{Anonymous, Basic};
use msgraph_runtime::client::{Error, ErrorKind};
use service_tests::services::cap::models::Books;
use service_tests::services::cap::requests::BooksRequests;
use service_tests::{Failure, Operation, Outcome, holds, operations, same};

use crate::Shop;

pub fn operations() -> Vec<Operation<Shop>> {
    operations![
        "error: 404 of an entity" => not_found,
        "error: 400 of a filter" => bad_filter,
        "error: 400 of a value out of range" => range,
        "error: 400 of a property that is mandatory" => mandatory,
        "error: several at once, with details" => details,
        "error: the target of a parameter" => target,
        "error: the status and message of a program" => status,
        "error: 405 of a set that cannot be written" => read_only,
        "error: 401 of a wrong password" => unauthorized,
        "error: 403 without the role" => forbidden,
        "error: an action for the role" => allowed,
        "error: nobody at all" => anonymous,
    ]
}

/// The error of a request that has to fail.
fn refused<T>(result: Result<T, Error>) -> Result<Error, Failure> {
    match result {
        Ok(_) => Err(Failure::from("it succeeded")),
        Err(error) => Ok(error),
    }
}

async fn not_found(shop: Shop) -> Outcome {
    let error = refused(shop.books().by_id(999).get().send().await)?;
    same!(error.kind(), ErrorKind::Service);
    same!(error.status(), Some(404));
    holds!(error.is_not_found());
    same!(
        error.service().map(|service| service.code.as_str()),
        Some("404")
    );
    Ok(())
}

async fn bad_filter(shop: Shop) -> Outcome {
    let list = shop.books().list().filter(Filter::eq("nothing", 1));
    let error = refused(list.send().await)?;
    same!(error.status(), Some(400));
    holds!(
        error
            .service()
            .is_some_and(|service| service.message.contains("nothing"))
    );
    Ok(())
}

async fn range(shop: Shop) -> Outcome {
    let update = shop
        .books()
        .by_id(1)
        .update(Books::default().with_stock(-1));
    let error = refused(update.send().await)?;
    same!(error.status(), Some(400));
    let service = error.service().ok_or("no body")?;
    same!(service.code, "ASSERT_RANGE");
    same!(service.target.as_deref(), Some("stock"));
    Ok(())
}

async fn mandatory(shop: Shop) -> Outcome {
    let error = refused(
        shop.books()
            .create(Books::default().with_id(80))
            .send()
            .await,
    )?;
    same!(error.status(), Some(400));
    let service = error.service().ok_or("no body")?;
    same!(service.code, "ASSERT_MANDATORY");
    same!(service.target.as_deref(), Some("title"));
    Ok(())
}

async fn details(shop: Shop) -> Outcome {
    let restock = shop
        .books()
        .by_id(1)
        .restock()
        .with_amount(-1)
        .with_note("both");
    let error = refused(restock.send().await)?;
    same!(error.status(), Some(422));
    let service = error.service().ok_or("no body")?;
    same!(service.code, "MULTIPLE_ERRORS");
    let details: Vec<_> = service
        .details
        .iter()
        .map(|detail| (detail.code.as_str(), detail.target.as_deref()))
        .collect();
    same!(
        details,
        [("NEGATIVE", Some("amount")), ("NO_REASON", Some("note"))]
    );
    Ok(())
}

async fn target(shop: Shop) -> Outcome {
    let restock = shop.books().by_id(1).restock().with_amount(-1);
    let error = refused(restock.send().await)?;
    let service = error.service().ok_or("no body")?;
    same!(service.code, "NEGATIVE");
    same!(service.message, "the amount is negative");
    same!(service.target.as_deref(), Some("amount"));
    Ok(())
}

async fn status(shop: Shop) -> Outcome {
    let error = refused(shop.fail().with_status(418).send().await)?;
    same!(error.status(), Some(418));
    same!(
        error.service().map(|service| service.message.as_str()),
        Some("failed with 418")
    );
    Ok(())
}

async fn read_only(shop: Shop) -> Outcome {
    // The metadata forbids it, so the builder of the archive has no such method.
    let in_archive = BooksRequests::new(shop.archive().by_id(1).target().clone());
    let error = refused(in_archive.delete().send().await)?;
    same!(error.status(), Some(405));
    Ok(())
}

async fn unauthorized(shop: Shop) -> Outcome {
    let shop = shop.for_tenant(Basic::new("alice", "wrong"));
    let error = refused(shop.books().list().send().await)?;
    same!(error.status(), Some(401));
    Ok(())
}

async fn forbidden(shop: Shop) -> Outcome {
    let shop = shop.for_tenant(Basic::new("bob", "builder"));
    let error = refused(shop.audit().send().await)?;
    same!(error.status(), Some(403));
    Ok(())
}

async fn allowed(shop: Shop) -> Outcome {
    same!(
        shop.audit().send().await?.value()?.value.as_deref(),
        Some("audited")
    );
    Ok(())
}

async fn anonymous(shop: Shop) -> Outcome {
    let shop = shop.for_tenant(Anonymous);
    let error = refused(shop.audit().send().await)?;
    same!(error.status(), Some(401));
    same!(shop.authors().count().send().await?.body, 3);
    Ok(())
}
