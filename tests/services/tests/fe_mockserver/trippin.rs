//! TripPin: open types, contained entities, enumerations, derived types, a singleton.

use msgraph_runtime::Filter;
use msgraph_runtime::edm::{DateTimeOffset, Guid};
use service_tests::services::trippin::TripPinClient;
use service_tests::services::trippin::models::{Airline, Person, PersonGender, Trip};
use service_tests::{Operation, Outcome, holds, operations, same};

pub fn operations() -> Vec<Operation<TripPinClient>> {
    let mut all = operations![
        "read: one by a text as key" => one,
        "read: one by an Int64 as key" => photo,
        "read: a collection" => people,
        "read: an enumeration" => gender,
        "read: a collection of structures" => addresses,
        "read: a property that is not declared" => undeclared,
        "read: an Int64 beyond 2^53" => concurrency,
        "read: a geography value" => geography,
        "read: a singleton" => me,
        "read: contained entities" => trips,
        "read: one contained entity" => trip,
        "read: the number of contained entities" => trip_count,
        "read: $select and $orderby" => select,
        "read: $top, $skip and $count" => page,
        "read: contained entities of a derived type" => flights,
        "filter: an enumeration" => by_gender,
        "filter: an enumeration as a text" => by_gender_text,
        "filter: startswith" => starts_with,
        "filter: any of a collection of texts" => any,
        "filter: of contained entities" => trips_after,
    ];
    all.extend(super::trippin_writing::operations());
    all
}

type Client = TripPinClient;

async fn one(client: Client) -> Outcome {
    let person = client
        .people()
        .by_id("russellwhyte")
        .get()
        .send()
        .await?
        .value()?;
    same!(person.first_name.as_deref(), Some("Russell"));
    let emails = [
        "Russell@example.com".to_owned(),
        "Russell@contoso.com".to_owned(),
    ];
    same!(person.emails, Some(emails.to_vec()));
    Ok(())
}

async fn photo(client: Client) -> Outcome {
    let photo = client.photos().by_id(2).get().send().await?.value()?;
    same!(photo.name.as_deref(), Some("My Photo 2"));
    Ok(())
}

pub fn names(people: Option<Vec<Person>>) -> Vec<String> {
    let people = people.unwrap_or_default().into_iter();
    people.filter_map(|person| person.user_name).collect()
}

async fn people(client: Client) -> Outcome {
    let people = client.people().list().send().await?.body.value;
    same!(
        names(people),
        ["russellwhyte", "scottketchum", "georginabarlow"]
    );
    Ok(())
}

async fn gender(client: Client) -> Outcome {
    let person = client
        .people()
        .by_id("georginabarlow")
        .get()
        .send()
        .await?
        .value()?;
    same!(person.gender, Some(PersonGender::Female));
    Ok(())
}

async fn addresses(client: Client) -> Outcome {
    let person = client
        .people()
        .by_id("russellwhyte")
        .get()
        .send()
        .await?
        .value()?;
    let addresses = person.address_info.unwrap_or_default();
    let address = addresses.first().ok_or("no address")?;
    same!(address.address(), Some("187 Suffolk Ln."));
    let city = address.city().ok_or("no city")?;
    same!(city.name.as_deref(), Some("Boise"));
    Ok(())
}

async fn undeclared(client: Client) -> Outcome {
    let person = client
        .people()
        .by_id("russellwhyte")
        .get()
        .send()
        .await?
        .value()?;
    same!(
        person.extra.get::<String>("Nickname").as_deref(),
        Some("Russ")
    );
    Ok(())
}

async fn concurrency(client: Client) -> Outcome {
    let person = client
        .people()
        .by_id("scottketchum")
        .get()
        .send()
        .await?
        .value()?;
    same!(person.concurrency, Some(638_396_064_000_000_001));
    Ok(())
}

async fn geography(client: Client) -> Outcome {
    let airport = client
        .airports()
        .by_id("ZBAA")
        .get()
        .send()
        .await?
        .value()?;
    let location = airport.location.ok_or("no location")?;
    let point = location.loc.ok_or("no point")?;
    holds!(point.as_str().contains("116.584556"));
    Ok(())
}

async fn me(client: Client) -> Outcome {
    let me = client.me().get().send().await?.value()?;
    same!(me.user_name.as_deref(), Some("aprilcline"));
    Ok(())
}

async fn trips(client: Client) -> Outcome {
    let trips = client
        .people()
        .by_id("russellwhyte")
        .trips()
        .list()
        .send()
        .await?;
    let trips = trips.body.value.unwrap_or_default();
    let budgets: Vec<_> = trips.iter().map(|trip| trip.budget).collect();
    same!(budgets, [Some(3000.0), Some(2000.5)]);
    Ok(())
}

async fn trip(client: Client) -> Outcome {
    let trip = client
        .people()
        .by_id("russellwhyte")
        .trip(1)
        .get()
        .send()
        .await?
        .value()?;
    same!(trip.name.as_deref(), Some("Trip in Beijing"));
    same!(
        trip.share_id,
        Some("f94e9116-8bdd-4dac-ab61-08438d0d9a71".parse::<Guid>()?)
    );
    Ok(())
}

async fn trip_count(client: Client) -> Outcome {
    let trips = client.people().by_id("russellwhyte").trips();
    same!(trips.count().send().await?.body, 2);
    Ok(())
}

async fn flights(client: Client) -> Outcome {
    let items = client.people().by_id("russellwhyte").trip(0).plan_items();
    let flights = items
        .as_flight()
        .list()
        .send()
        .await?
        .body
        .value
        .unwrap_or_default();
    let numbers: Vec<_> = flights
        .iter()
        .filter_map(|f| f.flight_number.as_deref())
        .collect();
    same!(numbers, ["AA26"]);
    Ok(())
}

async fn select(client: Client) -> Outcome {
    let list = client
        .airlines()
        .list()
        .select([Airline::NAME])
        .order_by_desc(Airline::NAME);
    let airlines = list.send().await?.body.value.unwrap_or_default();
    let names: Vec<_> = airlines
        .iter()
        .filter_map(|airline| airline.name.as_deref())
        .collect();
    same!(
        names,
        [
            "Shanghai Airline",
            "China Eastern Airlines",
            "American Airlines"
        ]
    );
    Ok(())
}

async fn page(client: Client) -> Outcome {
    let list = client
        .people()
        .list()
        .order_by(Person::USER_NAME)
        .skip(1)
        .top(1)
        .count(true);
    let page = list.send().await?.body;
    same!(page.count, Some(3));
    same!(names(page.value), ["russellwhyte"]);
    Ok(())
}

async fn by_gender(client: Client) -> Outcome {
    let list = client
        .people()
        .list()
        .filter(Filter::eq(Person::GENDER, PersonGender::Female));
    same!(names(list.send().await?.body.value), ["georginabarlow"]);
    Ok(())
}

async fn by_gender_text(client: Client) -> Outcome {
    let list = client
        .people()
        .list()
        .filter(Filter::eq(Person::GENDER, "Female"));
    same!(names(list.send().await?.body.value), ["georginabarlow"]);
    Ok(())
}

async fn starts_with(client: Client) -> Outcome {
    let list = client
        .people()
        .list()
        .filter(Filter::starts_with(Person::LAST_NAME, "Ket"));
    same!(names(list.send().await?.body.value), ["scottketchum"]);
    Ok(())
}

async fn any(client: Client) -> Outcome {
    let filter = Filter::any(Person::EMAILS, "e", |email| {
        Filter::ends_with(email, "contoso.com")
    });
    let people = client.people().list().filter(filter).send().await?;
    same!(names(people.body.value), ["russellwhyte"]);
    Ok(())
}

async fn trips_after(client: Client) -> Outcome {
    let time: DateTimeOffset = "2014-01-15T00:00:00Z".parse()?;
    let trips = client.people().by_id("russellwhyte").trips().list();
    let trips = trips
        .filter(Filter::gt(Trip::STARTS_AT, time))
        .send()
        .await?;
    let trips = trips.body.value.unwrap_or_default();
    same!(
        trips.iter().map(|trip| trip.trip_id).collect::<Vec<_>>(),
        [Some(1)]
    );
    Ok(())
}
