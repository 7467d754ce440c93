//! A service that wants values of `Edm.Int64` and `Edm.Decimal` as strings (`IEEE754Compatible`).

use crate::dialect::exact_numbers::models::{Detail, Entry};
use crate::dialect::exact_numbers::requests;
use crate::dialect::exact_numbers::requests::LedgerClient;
use msgraph_runtime::client::BatchFormat;
use msgraph_runtime::client::credential::Anonymous;
use msgraph_runtime::edm::Decimal;
use msgraph_runtime::request::Request;
use msgraph_runtime::test_support::{Answer, FakeService};
use msgraph_runtime::{Method, from_str};
use serde_json::{Value, json};

const EXACT: &str = "application/json;IEEE754Compatible=true";

fn client() -> LedgerClient {
    LedgerClient::new("https://ledger.test/odata", Anonymous).unwrap()
}

fn text<K>(request: &Request<K>) -> &str {
    std::str::from_utf8(request.body().unwrap()).unwrap()
}

fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn entry() -> Entry {
    let detail = Detail::default()
        .with_units(-1)
        .with_rates([decimal("0.10")]);
    Entry::default()
        .with_number(i64::MAX)
        .with_amount(decimal("12345678.0123456789"))
        .with_weight(1.5)
        .with_pages(7)
        .with_totals([1, 2])
        .with_detail(detail)
        .with_extra("more", 3)
}

#[test]
fn exact_numbers_are_strings_at_any_depth_and_others_are_not() {
    let create = client().entries().create(entry());
    let expected = concat!(
        r#"{"number":"9223372036854775807","amount":"12345678.0123456789","weight":1.5,"#,
        r#""pages":7,"totals":["1","2"],"detail":{"units":"-1","rates":["0.10"]},"more":3}"#
    );
    assert_eq!(text(&create), expected);
    let headers: Vec<_> = create.headers().collect();
    assert_eq!(headers, [("Content-Type", EXACT)]);
    let one = client().entries().by_id(1);
    for (body, named) in [
        (text(&one.update(entry())), r#""amount":"12345678"#),
        (text(&one.replace(entry())), r#""number":"9223"#),
    ] {
        assert!(body.contains(named), "{body}");
    }
}

#[test]
fn the_client_says_it_and_not_the_type() {
    for create in [
        requests::entries().create(entry()),
        LedgerClient::builder("https://ledger.test/odata", Anonymous)
            .ieee754_compatible(false)
            .build()
            .unwrap()
            .entries()
            .create(entry()),
    ] {
        assert!(text(&create).starts_with(r#"{"number":9223372036854775807,"#));
        assert_eq!(create.headers().count(), 0);
    }
    // So does a client of a service that is not known to want it.
    use crate::dialect::announced::models::Item;
    use crate::dialect::announced::requests::ShopClient;
    let create = |exact| {
        let shop = ShopClient::builder("https://shop.test", Anonymous);
        let shop = shop.ieee754_compatible(exact).build().unwrap();
        text(&shop.items().create(Item::default().with_number(1))).to_owned()
    };
    assert_eq!(create(true), r#"{"number":"1"}"#);
    assert_eq!(create(false), r#"{"number":1}"#);
}

#[test]
fn what_was_received_is_written_back_as_strings() {
    let send = |json: &str| {
        let entry: Entry = from_str(json).unwrap();
        text(&client().entries().create(entry)).to_owned()
    };
    for (received, sent) in [
        (
            r#"{"number":"7","amount":"1.50"}"#,
            r#"{"number":"7","amount":"1.50"}"#,
        ),
        (
            r#"{"number":7.0,"amount":1.5}"#,
            r#"{"number":"7","amount":"1.5"}"#,
        ),
        // The spelling of a name is kept.
        (
            r#"{"Number":7,"AMOUNT":"1.5"}"#,
            r#"{"Number":"7","AMOUNT":"1.5"}"#,
        ),
        // That of other values, too.
        (
            r#"{"number":1,"pages":"7","weight":1.50}"#,
            r#"{"number":"1","weight":1.50,"pages":"7"}"#,
        ),
        (r#"{"totals":["1",null]}"#, r#"{"totals":["1",null]}"#),
        (
            r#"{"amount":null,"detail":{"units":"2"}}"#,
            r#"{"amount":null,"detail":{"units":"2"}}"#,
        ),
    ] {
        assert_eq!(send(received), sent);
    }
    let entry: Entry = from_str(r#"{"Number":"7"}"#).unwrap();
    let changed = client().entries().create(entry.with_number(8));
    assert_eq!(text(&changed), r#"{"number":"8"}"#);
}

#[test]
fn operations_write_parameters_as_strings_in_bodies_alone() {
    let entry = client().entries().by_id(1);
    let split = entry.split(decimal("0.1")).with_shares([3]);
    let body = r#"{"amount":"0.1","shares":["3"]}"#;
    assert_eq!(split.body().unwrap(), body.as_bytes());
    assert_eq!(text(&split.request()), body);
    let request = split.request();
    let headers: Vec<_> = request.headers().collect();
    assert_eq!(headers, [("Content-Type", EXACT)]);
    let sum = entry.sum(1, [2, 3]);
    assert_eq!(
        sum.path().unwrap(),
        "/entries(1)/Ledger.sum(first=1,others=@others)?@others=%5B2%2C3%5D"
    );
    assert_eq!((sum.body(), sum.request().headers().count()), (None, 0));
    // This service wants no body where there are no parameters.
    assert_eq!(entry.close().body(), None);
    assert_eq!(entry.close().request().headers().count(), 0);
}

#[test]
fn an_action_without_parameters_has_an_object_in_the_standard() {
    use crate::dialect::standard::requests::products;
    let approve = products().by_id(7).approve();
    assert_eq!(approve.body().unwrap(), b"{}");
    assert_eq!(text(&approve.request()), "{}");
}

#[tokio::test]
async fn requests_ask_for_strings_and_read_them() {
    let service = FakeService::start().await;
    let client: LedgerClient = service.client();
    let max = i64::MAX.to_string();
    let page = json!({"@odata.count": "1", "value": [{"number": max, "amount": "0.10"}]});
    let answer = Answer::json(200, &page);
    service.expect(Method::Get, "/entries").answer(answer);
    let answer = Answer::json(201, &json!({"number": max}));
    service.expect(Method::Post, "/entries").answer(answer);
    let answer = Answer::bytes(200, "text/plain", "2");
    service
        .expect(Method::Get, "/entries/$count")
        .answer(answer);

    let page = client
        .entries()
        .list()
        .count(true)
        .send()
        .await
        .unwrap()
        .body;
    assert_eq!(page.count, Some(1));
    assert_eq!(page.value.unwrap()[0].number, Some(i64::MAX));
    let created = client.entries().create(entry()).send().await.unwrap();
    assert_eq!(created.value().unwrap().number, Some(i64::MAX));
    assert_eq!(client.entries().count().send().await.unwrap().body, 2);

    let sent: Vec<(Option<String>, Option<String>)> = service
        .requests()
        .iter()
        .map(|request| {
            let header = |name| request.header(name).map(str::to_owned);
            (header("accept"), header("content-type"))
        })
        .collect();
    let exact = || Some(EXACT.to_owned());
    let text = Some("text/plain, */*;q=0.1".to_owned());
    assert_eq!(sent, [(exact(), None), (exact(), exact()), (text, None)]);
    service.finish();
}

#[tokio::test]
async fn batches_say_it_in_each_request_and_in_json_for_the_whole() {
    let service = FakeService::start().await;
    service.answer_with(|_| Answer::status(500));
    for format in [BatchFormat::Json, BatchFormat::Multipart] {
        let client: LedgerClient = service.builder().batch_format(format).build().unwrap();
        let mut batch = client.batch();
        batch.add(client.entries().by_id(1).get());
        batch.add(
            client
                .entries()
                .by_id(1)
                .update(Entry::default().with_totals([1])),
        );
        batch.send().await.map(|_| ()).unwrap_err();
    }
    let sent = service.requests();
    let json: Value = sent[0].json().unwrap();
    assert_eq!(json["requests"][0]["headers"], json!({"accept": EXACT}));
    assert_eq!(
        json["requests"][1]["headers"],
        json!({"accept": EXACT, "content-type": EXACT})
    );
    assert_eq!(json["requests"][1]["body"], json!({"totals": ["1"]}));
    let whole = |at: usize, name| sent[at].header(name).unwrap().to_owned();
    assert_eq!(whole(0, "accept"), EXACT);
    assert_eq!(whole(0, "content-type"), EXACT);

    let multipart = sent[1].text();
    assert_eq!(
        multipart.matches(&format!("Accept: {EXACT}\r\n")).count(),
        2
    );
    assert_eq!(
        multipart
            .matches(&format!("Content-Type: {EXACT}\r\n"))
            .count(),
        1
    );
    assert!(
        multipart.contains("\r\n\r\n{\"totals\":[\"1\"]}\r\n"),
        "{multipart}"
    );
    assert_eq!(whole(1, "accept"), "multipart/mixed");
}
