//! How requests are written in the dialect of a service.

use msgraph_runtime::client::ErrorKind;
use msgraph_runtime::client::credential::Anonymous;
use msgraph_runtime::edm::{Date, Guid};
use msgraph_runtime::request::Filter;
use msgraph_runtime::test_support::{Answer, FakeService};

fn date(text: &str) -> Date {
    text.parse().unwrap()
}

#[test]
fn keys_are_literals_in_parentheses_where_nothing_else_is_known() {
    use crate::dialect::standard::requests::{people, prices, products};
    let product = products().by_id(7);
    for (path, expected) in [
        (product.delete().path(), "/Products(7)"),
        (
            people().by_id("it's/a").get().path(),
            "/People('it%27%27s%2Fa')",
        ),
        // An empty text is a key like any other: it addresses no collection.
        (people().by_id("").delete().path(), "/People('')"),
        (people().by_id("..").get().path(), "/People('..')"),
        (
            prices().by_key(201, "EUR", date("2024-05-01")).get().path(),
            "/Prices(product=201,currency='EUR',from=2024-05-01)",
        ),
        (
            product
                .price(201, "a,b=')", date("2024-05-01"))
                .get()
                .path(),
            "/Products(7)/prices(product=201,currency='a%2Cb%3D%27%27%29',from=2024-05-01)",
        ),
        (product.fan("x").get().path(), "/Products(7)/fans('x')"),
        (
            product.fans().by_id("x").remove_reference().path(),
            "/Products(7)/fans('x')/$ref",
        ),
        (
            people().by_id("x").as_employee().make(1).get().path(),
            "/People('x')/CatalogService.Employee/makes(1)",
        ),
    ] {
        assert_eq!(path.unwrap(), expected);
    }
}

#[test]
fn operations_and_enumeration_literals_are_qualified_where_nothing_else_is_known() {
    use crate::dialect::standard::models::Color;
    use crate::dialect::standard::requests::products;
    let approve = products().by_id(7).approve();
    assert_eq!(
        approve.path().unwrap(),
        "/Products(7)/CatalogService.approve"
    );
    let painted = products().painted(Color::Red);
    assert_eq!(
        painted.path().unwrap(),
        "/Products/CatalogService.painted(color=CatalogService.Color'Red')"
    );
    let filter = Filter::eq("color", Color::Green);
    assert_eq!(
        filter.as_str().unwrap(),
        "color eq CatalogService.Color'Green'"
    );
    // In JSON a member is its name.
    let text = msgraph_runtime::to_string(&Color::Green);
    assert_eq!(text, r#""Green""#);
}

#[test]
fn what_the_file_states_is_the_dialect() {
    use crate::dialect::stated::models::Size;
    use crate::dialect::stated::requests::items;
    let item = items().by_id(5);
    assert_eq!(item.get().path().unwrap(), "/items/5");
    assert_eq!(item.order().path().unwrap(), "/items/5/order");
    let filter = Filter::eq("size", Size::Small);
    assert_eq!(filter.as_str().unwrap(), "size eq 'small'");
}

#[test]
fn what_the_metadata_announces_is_the_dialect() {
    use crate::dialect::announced::models::Size;
    use crate::dialect::announced::requests::items;
    let order = items().by_id(5).order();
    assert_eq!(order.path().unwrap(), "/items/5/order");
    let filter = Filter::eq("size", Size::Small);
    assert_eq!(filter.as_str().unwrap(), "size eq shop.v2.size'small'");
}

#[test]
fn every_type_of_key_has_its_literal() {
    use crate::dialect::every_key::models::{Rights, Size};
    use crate::dialect::every_key::requests as keys;
    let guid: Guid = "00000000-0000-0000-0000-00000000000a".parse().unwrap();
    let one = keys::all().by_key(
        true,
        255,
        -128,
        -32768,
        i32::MIN,
        i64::MAX,
        "-0.10".parse::<msgraph_runtime::edm::Decimal>().unwrap(),
        1.5,
        f64::NEG_INFINITY,
        "O'Neil",
        guid,
        date("2024-02-29"),
        "2024-01-15T00:00:00+02:00"
            .parse::<msgraph_runtime::edm::DateTimeOffset>()
            .unwrap(),
        "12:30:00.5"
            .parse::<msgraph_runtime::edm::TimeOfDay>()
            .unwrap(),
        "P1DT2H".parse::<msgraph_runtime::edm::Duration>().unwrap(),
        Size::Large,
        Rights::Read | Rights::Write,
        "x",
    );
    assert_eq!(
        one.target().path().unwrap(),
        "/all(boolean=true,byte=255,sByte=-128,int16=-32768,int32=-2147483648,\
         int64=9223372036854775807,decimal=-0.10,single=1.5,double=-INF,string='O%27%27Neil',\
         guid=00000000-0000-0000-0000-00000000000a,date=2024-02-29,\
         dateTimeOffset=2024-01-15T00%3A00%3A00%2B02%3A00,timeOfDay=12%3A30%3A00.5,\
         duration=duration'P1DT2H',size=keys.size'large',rights=keys.rights'read%2Cwrite',\
         label='x')"
    );
    for (target, expected) in [
        (
            keys::by_boolean().by_id(false).get().path(),
            "/byBoolean(false)",
        ),
        (
            keys::by_guid().by_id(guid).get().path(),
            "/byGuid(00000000-0000-0000-0000-00000000000a)",
        ),
        (
            keys::by_size().by_id("small").get().path(),
            "/bySize(keys.size'small')",
        ),
        (
            keys::by_rights().by_id(Rights::Read).get().path(),
            "/byRights(keys.rights'read')",
        ),
        (keys::by_label().by_id("a").get().path(), "/byLabel('a')"),
        (
            keys::by_single().by_id(f32::NAN).get().path(),
            "/bySingle(NaN)",
        ),
    ] {
        assert_eq!(target.unwrap(), expected);
    }
}

#[test]
fn paths_to_key_properties_go_by_their_aliases() {
    use crate::dialect::key_paths::requests::houses;
    let house = houses().by_key(1, 2);
    let room = house.room(3);
    let guid: Guid = "00000000-0000-0000-0000-00000000000a".parse().unwrap();
    for (path, expected) in [
        (house.get().path(), "/houses(addressId=1,plot=2)"),
        (room.delete().path(), "/houses(addressId=1,plot=2)/rooms(3)"),
        (
            house.neighbour(4, 5).remove_reference().path(),
            "/houses(addressId=1,plot=2)/neighbours(addressId=4,plot=5)/$ref",
        ),
        (
            house.as_villa().pool(6).get().path(),
            "/houses(addressId=1,plot=2)/Sample.Houses.villa/pools(6)",
        ),
        (
            house.rooms().by_self_and_type(guid, true).get().path(),
            "/houses(addressId=1,plot=2)/rooms(self=00000000-0000-0000-0000-00000000000a,type=true)",
        ),
        (
            house.rooms().by_position(7).get().path(),
            "/houses(addressId=1,plot=2)/rooms(position=7)",
        ),
    ] {
        assert_eq!(path.unwrap(), expected);
    }
}

#[test]
fn a_passage_takes_the_key_at_its_root() {
    let house = crate::dialect::passage::requests::house(1, 2);
    assert_eq!(
        house.room(3).get().path().unwrap(),
        "/houses(addressId=1,plot=2)/rooms(3)"
    );
}

#[tokio::test]
async fn a_client_without_a_root_asks_for_it_and_has_no_habits_of_another_service()
-> Result<(), Box<dyn std::error::Error>> {
    use crate::dialect::standard::models::Product;
    use crate::dialect::standard::requests::CatalogServiceClient;
    let service = FakeService::start().await;
    service.answer_with(|_| Answer::json(200, &serde_json::json!({"value": []})));
    let endpoint = service.url("/odata/");
    let client = CatalogServiceClient::builder(endpoint, Anonymous).build()?;
    client.products().list().send().await?;
    // An address that the service returned.
    client
        .at::<Product>("/odata/Products(1)")?
        .send_raw()
        .await?;
    let requests = service.requests();
    assert_eq!(requests.len(), 2);
    for request in &requests {
        assert!(request.path_and_query().starts_with("/odata/Products"));
        assert_eq!(request.header("odata-maxversion"), Some("4.0"));
        for absent in ["prefer", "sdkversion", "authorization"] {
            assert_eq!(request.header(absent), None, "{absent}");
        }
    }
    let refused = CatalogServiceClient::new("http://shop.example/odata", Anonymous);
    assert_eq!(refused.unwrap_err().kind(), ErrorKind::Address);
    Ok(())
}

#[tokio::test]
async fn what_the_file_states_of_root_and_headers_is_sent() -> Result<(), Box<dyn std::error::Error>>
{
    use crate::dialect::stated::requests::Shop;
    let shop = Shop::new(Anonymous)?;
    assert_eq!(shop.endpoint().as_str(), "https://shop.example/odata/v2");
    let service = FakeService::start().await;
    service.answer_with(|_| Answer::status(204));
    let shop: Shop = service.client();
    shop.items().by_id(5).get().send().await?;
    let requests = service.requests();
    assert_eq!(requests[0].path_and_query(), "/items/5");
    assert_eq!(requests[0].header("prefer"), Some("odata.maxpagesize=50"));
    assert_eq!(requests[0].header("odata-maxversion"), Some("4.01"));
    Ok(())
}

#[tokio::test]
async fn members_of_a_batch_have_the_same_paths() -> Result<(), Box<dyn std::error::Error>> {
    use crate::dialect::standard::requests::CatalogServiceClient;
    let service = FakeService::start().await;
    service.answer_with(|_| Answer::json(200, &serde_json::json!({"responses": []})));
    let client: CatalogServiceClient = service.client();
    let mut batch = client.batch().json();
    batch.add(client.people().by_id("it's").delete());
    batch.add(client.prices().by_key(1, "EUR", date("2024-05-01")).get());
    let _ = batch.send().await;
    let requests = service.requests();
    let sent = requests[0].json().unwrap();
    let urls = sent["requests"].as_array().unwrap().iter();
    let urls: Vec<_> = urls.map(|one| one["url"].as_str().unwrap()).collect();
    let expected = [
        "People('it%27%27s')",
        "Prices(product=1,currency='EUR',from=2024-05-01)",
    ];
    assert_eq!(urls, expected);
    Ok(())
}

#[tokio::test]
async fn a_service_of_4_0_gets_batches_as_multipart() -> Result<(), Box<dyn std::error::Error>> {
    use crate::dialect::standard::models::{Price, Product};
    use crate::dialect::standard::requests::{CatalogServiceClient, ProductRequests};
    let service = FakeService::start().await;
    service.answer_with(|_| {
        let part = |id| {
            format!(
                "--c\r\nContent-Type: application/http\r\nContent-ID: {id}\r\n\r\n\
                 HTTP/1.1 201 Created\r\nLocation: Products({id})\r\n\r\n\r\n"
            )
        };
        let set = "--r\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n";
        let body = format!("{set}{}{}--c--\r\n--r--\r\n", part(2), part(1));
        Answer::bytes(200, "multipart/mixed; boundary=r", body)
    });
    let client: CatalogServiceClient = service.client();
    let mut batch = client.batch();
    let mut group = batch.atomic_group();
    let product = group.add(client.products().create(Product::default()));
    let prices = ProductRequests::new(group.result_of(product)).prices();
    let price = group.add(prices.create(Price::default()));
    let mut answers = batch.send().await?;
    assert_eq!(answers.take(product)?.location(), Some("Products(1)"));
    assert_eq!(answers.take(price)?.location(), Some("Products(2)"));
    let sent = service.requests().remove(0).text();
    let lines: Vec<_> = sent
        .lines()
        .filter(|line| line.starts_with("POST "))
        .collect();
    let expected = ["POST Products HTTP/1.1", "POST $1/prices HTTP/1.1"];
    assert_eq!(lines, expected);
    Ok(())
}
