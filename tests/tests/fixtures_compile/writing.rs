//! How entities are written through navigation, replaced, and related to others.

use crate::dialect::writing::models::{Author, Book, Chapter, Setting};
use crate::dialect::writing::requests::{authors, books, settings};
use msgraph_runtime::request::{Delta, Relate, Request};
use msgraph_runtime::{from_str, to_request_body};
use serde_json::{Value, json};

fn sent<K>(request: &Request<K>) -> (String, Option<Value>) {
    let line = format!("{} {}", request.method(), request.path().unwrap());
    let body = request.body().map(serde_json::from_slice);
    (line, body.transpose().unwrap())
}

fn line<K>(request: &Request<K>) -> String {
    sent(request).0
}

#[test]
fn entities_are_written_through_navigation_without_containment() {
    let author = authors().by_id(101);
    let book = Book::default().with_id(7).with_title("Emma");
    let body = json!({"ID": 7, "title": "Emma"});
    assert_eq!(
        sent(&author.books().create(book)),
        ("POST /Authors(101)/books".to_owned(), Some(body))
    );
    let chapter = Chapter::default().with_title("I");
    let book = books().by_id(201);
    for (found, expected) in [
        (
            line(&author.book(7).update(Book::default())),
            "PATCH /Authors(101)/books(7)",
        ),
        (
            line(&author.books().by_id(7).delete()),
            "DELETE /Authors(101)/books(7)",
        ),
        (
            line(&book.chapters().create(chapter.clone())),
            "POST /Books(201)/chapters",
        ),
        (
            line(&book.chapters().by_id(1).replace(chapter)),
            "PUT /Books(201)/chapters(1)",
        ),
        (
            line(&book.author().update(Author::default().with_name("x"))),
            "PATCH /Books(201)/author",
        ),
        (
            line(&author.award(7).delete()),
            "DELETE /Authors(101)/awards(7)",
        ),
    ] {
        assert_eq!(found, expected);
    }
}

#[test]
fn references_are_removed_by_key_or_by_address() {
    let books = authors().by_id(101).books();
    assert_eq!(
        line(&books.remove_reference("https://host/Books(7)?a=1")),
        "DELETE /Authors(101)/books/$ref?$id=https%3A%2F%2Fhost%2FBooks%287%29%3Fa%3D1"
    );
    assert_eq!(
        line(&books.by_id(7).remove_reference()),
        "DELETE /Authors(101)/books(7)/$ref"
    );
}

#[test]
fn a_replacement_has_the_body_of_a_creation() {
    let read = r#"{"@odata.etag":"W/\"1\"","ID":7,"title":null,"sold":5}"#;
    let book: Book = from_str(read).unwrap();
    let replace = books().by_id(7).replace(book);
    let body = json!({"ID": 7, "title": null});
    assert_eq!(sent(&replace), ("PUT /Books(7)".to_owned(), Some(body)));
    // The metadata has `PUT` as the only method.
    let setting = settings().by_id("a");
    let replace = setting.replace(Setting::default().with_value("b"));
    assert_eq!(line(&replace), "PUT /Settings('a')");
}

#[test]
fn a_condition_takes_the_version_of_the_entity() {
    let book: Book = from_str(r#"{"@odata.etag":"W/\"1\"","ID":7}"#).unwrap();
    let etag = book.etag().unwrap();
    let update = books().by_id(7).update(book.clone()).if_match(etag);
    assert_eq!(update.headers().next(), Some(("If-Match", "W/\"1\"")));
    let create = books().by_id(7).replace(book).if_none_match("*");
    assert_eq!(create.headers().next(), Some(("If-None-Match", "*")));
    assert_eq!(Book::default().etag(), None);
}

#[test]
fn a_deep_insert_keeps_the_keys_of_the_children() {
    let chapters = [Chapter::default().with_number(1).with_title("I")];
    let book = Book::default().with_id(7).with_chapters(chapters);
    let author = Author::default().with_id(101).with_books([book]);
    let body = json!({"ID": 101, "books": [
        {"ID": 7, "chapters": [{"number": 1, "title": "I"}]},
    ]});
    assert_eq!(sent(&authors().create(author)).1, Some(body));
}

#[test]
fn a_deep_update_has_the_whole_set_or_its_changes() {
    let book = |id: i32| Book::default().with_id(id);
    let all = Author::default().with_books([book(1), book(2).with_title("x")]);
    let body = json!({"books": [{"ID": 1}, {"ID": 2, "title": "x"}]});
    assert_eq!(sent(&authors().by_id(101).update(all)).1, Some(body));

    let changes = Delta::default()
        .upsert(&book(1).with_title("x"))
        .upsert(&Book::default().with_odata_id("Books(2)"))
        .remove(&book(3))
        .delete(&Book::default());
    let author = Author::default().with_delta(Author::BOOKS, changes);
    let body = json!({"books@delta": [
        {"ID": 1, "title": "x"},
        {"@odata.id": "Books(2)"},
        {"@removed": {"reason": "changed"}, "ID": 3},
        {"@removed": {"reason": "deleted"}},
    ]});
    assert_eq!(sent(&authors().by_id(101).update(author)).1, Some(body));
}

#[test]
fn existing_entities_are_related_by_their_addresses() {
    let bound = Book::default().with_bind(Book::AUTHOR, "Authors(\"1\")");
    let body = String::from_utf8(to_request_body(&bound)).unwrap();
    assert_eq!(body, r#"{"author@odata.bind":"Authors(\"1\")"}"#);
    let bound = Author::default().with_bind_all(Author::BOOKS, ["Books(1)", "Books(2)"]);
    let body = String::from_utf8(to_request_body(&bound)).unwrap();
    assert_eq!(body, r#"{"books@odata.bind":["Books(1)","Books(2)"]}"#);
    let linked = Book::default().with_author(Author::default().with_odata_id("Authors(1)"));
    let body = String::from_utf8(to_request_body(&linked)).unwrap();
    assert_eq!(body, r#"{"author":{"@odata.id":"Authors(1)"}}"#);
}

#[test]
fn a_set_forbids_what_another_set_of_its_type_allows() {
    use crate::dialect::restricted::models::{Book, Novel};
    use crate::dialect::restricted::requests::{
        BookCollectionRequests, BookRequests, archive, books, exhibit,
    };
    use msgraph_runtime::codegen::Owned;

    let create = books().create(Book::default().with_id(1));
    assert_eq!(line(&create), "POST /Books");
    let archive: BookCollectionRequests<Owned<false, true, false>> = archive();
    let exhibit: BookRequests<Owned<true, false, true>> = exhibit();
    assert_eq!(line(&exhibit.get()), "GET /Exhibit");
    let novel = archive.by_id(1).as_novel();
    let change = Novel::default().with_isbn("x");
    assert_eq!(
        line(&novel.update(change)),
        "PATCH /Archive(1)/Library.Novel"
    );
    let change = Book::default().with_isbn("y");
    let update = archive.by_isbn("x").update(change);
    assert_eq!(line(&update), "PATCH /Archive(isbn='x')");
}

#[test]
fn a_key_that_clients_choose_is_sent_on_creation_alone() {
    use crate::types::chosen_key::models::Airline;
    use crate::types::chosen_key::requests::airlines;

    let airline = Airline::default().with_code("AA").with_name("x");
    let body = json!({"code": "AA", "name": "x"});
    assert_eq!(sent(&airlines().create(airline.clone())).1, Some(body));
    let update = airlines().by_key("AA", 1).update(airline);
    assert_eq!(sent(&update).1, Some(json!({"name": "x"})));
}
