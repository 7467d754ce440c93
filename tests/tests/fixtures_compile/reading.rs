//! Requests that read: casts of collections, required query options, paths of names.

use msgraph_runtime::edm::DateTimeOffset;
use msgraph_runtime::request::{Aggregate, Apply, Expr, Filter, List, Row};

fn time(text: &str) -> DateTimeOffset {
    text.parse().unwrap()
}

#[test]
fn a_collection_is_cast_to_a_derived_type() {
    use crate::dialect::standard::requests::people;
    let employees = people().as_employee();
    let list = employees
        .list()
        .filter(Filter::gt(Expr::length("UserName"), 3));
    for (path, expected) in [
        (
            list.top(1).path(),
            "/People/CatalogService.Employee?$filter=length%28UserName%29%20gt%203&$top=1",
        ),
        (
            employees.count().search("x").path(),
            "/People/CatalogService.Employee/$count?$search=x",
        ),
        (
            employees.by_id("x").get().path(),
            "/People/CatalogService.Employee('x')",
        ),
    ] {
        assert_eq!(path.unwrap(), expected);
    }
}

#[test]
fn options_that_the_service_requires_come_along() {
    use crate::paths::required_options::models::Event;
    use crate::paths::required_options::requests::{people, today};
    let person = people("contoso").by_id("1");
    let (start, end) = (
        time("2024-01-15T08:00:00+02:00"),
        time("2024-01-16T08:00:00Z"),
    );
    let view = person.calendar_view(start, end);
    let range = "tenant=contoso&startDateTime=2024-01-15T08%3A00%3A00%2B02%3A00\
                 &endDateTime=2024-01-16T08%3A00%3A00Z";
    for (path, expected) in [
        (
            view.list().top(2).path(),
            format!("/people/1/calendarView?{range}&$top=2"),
        ),
        (
            view.count().path(),
            format!("/people/1/calendarView/$count?{range}"),
        ),
        (
            view.by_id("7").get().path(),
            format!("/people/1/calendarView/7?{range}"),
        ),
        (
            person.calendar_view_by_id("7", start, end).get().path(),
            format!("/people/1/calendarView/7?{range}"),
        ),
        // What only reading requires is no part of a change.
        (
            view.by_id("7").delete().path(),
            "/people/1/calendarView/7".to_owned(),
        ),
        (
            view.create(Event::default()).path(),
            "/people/1/calendarView".to_owned(),
        ),
        (
            person.events().list().path(),
            "/people/1/events?tenant=contoso".to_owned(),
        ),
        (today("a&b").get().path(), "/today?zone=a%26b".to_owned()),
        (
            person.report("2").get().path(),
            "/people/1/report?tenant=contoso&format-version=2".to_owned(),
        ),
    ] {
        assert_eq!(path.unwrap(), expected);
    }
    let delta = view.delta(50);
    let expected = format!("/people/1/calendarView/delta()?{range}&pages=50");
    assert_eq!(super::path(&delta), expected);
    let moved = today("x").r#move("home", "1 2");
    assert_eq!(super::path(&moved), "/today/move?to=1%202");
}

#[test]
fn items_below_are_found_by_their_names() {
    use crate::paths::by_path::requests::drive;
    let file = drive().root().by_path("Docs/50% done.txt");
    let place = "/drive/root:/Docs/50%25%20done.txt";
    for (path, expected) in [
        (file.get().path(), place.to_owned()),
        (file.content().path(), format!("{place}:/content")),
        (file.children().list().path(), format!("{place}:/children")),
        (
            file.children().count().path(),
            format!("{place}:/children/$count"),
        ),
        (file.delete().path(), place.to_owned()),
        (
            file.children().by_id("7").by_path("a").get().path(),
            format!("{place}:/children/7:/a"),
        ),
        (
            drive().following_by_id("7").by_path("a").get().path(),
            "/drive/following/7:/a".to_owned(),
        ),
    ] {
        assert_eq!(path.unwrap(), expected);
    }
    assert_eq!(super::path(&file.copy()), format!("{place}:/copy"));
    for bad in ["", "/a", "a//b", "../b", "a/.."] {
        assert!(
            drive().root().by_path(bad).content().path().is_err(),
            "{bad:?}"
        );
    }
}

#[test]
fn rows_are_of_a_type_of_the_user() {
    use crate::dialect::standard::requests::products;

    #[derive(Clone, Debug, serde::Deserialize)]
    struct Sales {
        total: f64,
    }

    let rows: List<Row<Sales>> = products()
        .list()
        .apply(Apply::new().group_by(["name"], [Aggregate::sum("price", "total")]))
        .order_by_desc("total")
        .rows();
    assert!(rows.path().unwrap().starts_with("/Products?$apply=groupby"));
    let row: Row<Sales> = msgraph_runtime::from_str(r#"{"total":1.5}"#).unwrap();
    assert_eq!(row.total, 1.5);
}
