//! TripPin: writing, functions and actions.

use msgraph_runtime::edm::{DateTimeOffset, Guid};
use service_tests::services::trippin::TripPinClient;
use service_tests::services::trippin::models::{
    AnyLocation, City, Location, Person, PersonGender, Trip,
};
use service_tests::{Failure, Operation, Outcome, operations, same};

use super::trippin::names;

type Client = TripPinClient;

pub fn operations() -> Vec<Operation<Client>> {
    operations![
        "write: create" => create,
        "write: create what is contained" => create_trip,
        "write: update" => update,
        "write: update what is contained" => update_trip,
        "write: delete" => delete,
        "write: delete what is contained" => delete_trip,
        "function: unbound, with numbers" => nearest,
        "function: bound, without parameters" => favorite,
        "function: bound, with a text" => friends_trips,
        "action: unbound" => reset,
        "action: unbound, with Content-Type" => reset_json,
        "action: bound" => share,
    ]
}

async fn create(client: Client) -> Outcome {
    let city = City::new("United States", "Boise", "ID");
    let person = Person::new("Elaine", "Stewart")
        // The metadata says that it can only be read, but the service makes no keys.
        .with_user_name("elainestewart")
        .with_gender(PersonGender::Female)
        .with_emails(["Elaine@example.com"])
        .with_address_info([AnyLocation::from(Location::new(
            "308 Negra Arroyo Ln.",
            city,
        ))])
        .with_extra("Nickname", "El");
    let response = client.people().create(person).send().await?;
    same!(response.status, 201);
    let person = client
        .people()
        .by_id("elainestewart")
        .get()
        .send()
        .await?
        .value()?;
    same!(person.gender, Some(PersonGender::Female));
    same!(
        person.extra.get::<String>("Nickname").as_deref(),
        Some("El")
    );
    same!(
        person.address_info.map(|addresses| addresses.len()),
        Some(1)
    );
    Ok(())
}

fn new_trip() -> Result<Trip, Failure> {
    let (from, to) = (
        "2024-06-01T00:00:00Z".parse()?,
        "2024-06-03T00:00:00Z".parse()?,
    );
    let from: DateTimeOffset = from;
    let to: DateTimeOffset = to;
    Ok(Trip::new("Weekend", 120.5, from, to, ["short"]))
}

async fn create_trip(client: Client) -> Outcome {
    let trips = client.people().by_id("russellwhyte").trips();
    let id: Guid = "0c4f3d1a-2b5e-4a7c-8d9e-1f2a3b4c5d6e".parse()?;
    let trip = new_trip()?.with_extra("TripId", 7).with_share_id(id);
    same!(trips.create(trip).send().await?.status, 201);
    let trip = client
        .people()
        .by_id("russellwhyte")
        .trip(7)
        .get()
        .send()
        .await?
        .value()?;
    same!(trip.budget, Some(120.5));
    Ok(())
}

async fn update(client: Client) -> Outcome {
    let person = client.people().by_id("scottketchum");
    let change = Person::default()
        .with_first_name("S.")
        .with_gender(PersonGender::Unknown);
    person.update(change).send().await?;
    let person = person.get().send().await?.value()?;
    same!(person.first_name.as_deref(), Some("S."));
    same!(person.gender, Some(PersonGender::Unknown));
    same!(person.last_name.as_deref(), Some("Ketchum"));
    Ok(())
}

async fn update_trip(client: Client) -> Outcome {
    let trip = client.people().by_id("russellwhyte").trip(1);
    trip.update(Trip::default().with_budget(9.5)).send().await?;
    let trip = trip.get().send().await?.value()?;
    same!(trip.budget, Some(9.5));
    same!(trip.name.as_deref(), Some("Trip in Beijing"));
    Ok(())
}

async fn delete(client: Client) -> Outcome {
    same!(
        client
            .people()
            .by_id("scottketchum")
            .delete()
            .send()
            .await?
            .status,
        204
    );
    let people = client.people().list().send().await?.body.value;
    same!(names(people), ["russellwhyte", "georginabarlow"]);
    Ok(())
}

async fn delete_trip(client: Client) -> Outcome {
    let person = client.people().by_id("russellwhyte");
    same!(person.trip(0).delete().send().await?.status, 204);
    let trips = person
        .trips()
        .list()
        .send()
        .await?
        .body
        .value
        .unwrap_or_default();
    same!(
        trips.iter().map(|trip| trip.trip_id).collect::<Vec<_>>(),
        [Some(1)]
    );
    Ok(())
}

async fn nearest(client: Client) -> Outcome {
    let airport = client
        .get_nearest_airport(40.5, 116.25)
        .send()
        .await?
        .value()?;
    same!(airport.iata_code.as_deref(), Some("PEK"));
    let airport = client
        .get_nearest_airport(33.0, -118.0)
        .send()
        .await?
        .value()?;
    same!(airport.iata_code.as_deref(), Some("SFO"));
    Ok(())
}

async fn favorite(client: Client) -> Outcome {
    let airline = client.people().by_id("russellwhyte").get_favorite_airline();
    let airline = airline.send().await?.value()?;
    same!(airline.airline_code.as_deref(), Some("MU"));
    Ok(())
}

async fn friends_trips(client: Client) -> Outcome {
    let trips = client
        .people()
        .by_id("russellwhyte")
        .get_friends_trips("scottketchum");
    let trips = trips.send().await?.body.value.unwrap_or_default();
    same!(trips.len(), 2);
    Ok(())
}

async fn reset(client: Client) -> Outcome {
    same!(client.reset_data_source().send().await?.status, 204);
    Ok(())
}

async fn reset_json(client: Client) -> Outcome {
    let reset = client.reset_data_source().request();
    let reset = reset.header("Content-Type", "application/json");
    same!(reset.send().await?.status, 204);
    Ok(())
}

async fn share(client: Client) -> Outcome {
    let share = client
        .people()
        .by_id("russellwhyte")
        .share_trip("scottketchum", 0);
    same!(share.send().await?.status, 204);
    Ok(())
}
