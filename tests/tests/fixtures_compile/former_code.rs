//! Code of users that an earlier crate compiled goes on to compile and to send the same.

use msgraph_runtime::edm::DateTimeOffset;
use serde_json::{Value, json};

fn json_of(body: Option<impl AsRef<[u8]>>) -> Value {
    serde_json::from_slice(body.unwrap().as_ref()).unwrap()
}

#[test]
fn positional_arguments_stay_in_their_place() {
    use crate::kept::positions::models::Address;
    use crate::kept::positions::requests::parcels;
    // The metadata lists `to` first, and the city belongs to a base type.
    let parcel = parcels().by_id("1");
    let sent = json_of(parcel.r#move("Graz", "Wien").body());
    assert_eq!(sent, json!({"from": "Graz", "to": "Wien"}));
    let sent = json_of(parcel.send(Address::new("Ring 1", "Wien", "AT")).body());
    let address = json!({"street": "Ring 1", "city": "Wien", "country": "AT"});
    assert_eq!(sent["address"], address);
}

#[test]
fn overloads_and_former_keys_keep_their_names() {
    use crate::kept::names::models::Room;
    use crate::kept::names::requests::rooms;
    let room = rooms().by_id(7);
    let at: DateTimeOffset = "2026-05-01T00:00:00Z".parse().unwrap();
    let path = room.free_seats(at).path().unwrap();
    assert!(path.contains("freeSeats(at=2026-05-01"), "{path}");
    let path = room.free_seats_without_parameters().path().unwrap();
    assert!(path.ends_with("freeSeats()"), "{path}");
    let path = room.free_seats_with_row(2).path().unwrap();
    assert!(path.ends_with("freeSeats(row=2)"), "{path}");
    // `id` was the key, so it is no argument.
    assert_eq!(
        json_of(rooms().create(Room::new("here")).body()),
        json!({"place": "here"})
    );
}

#[test]
#[allow(deprecated, reason = "it is about deprecated names")]
fn former_names_stand_for_the_new_ones() {
    use crate::kept::renamed::models::{self, Condition, Location, State};
    use crate::kept::renamed::requests::{self, halls};
    let place: models::geo::Place = Location::default()
        .with_mailbox("7")
        .with_labels(["a"])
        .with_condition(State::Taken);
    let is_taken = matches!(place.condition, Some(Condition::Taken));
    assert!(is_taken && place.condition == Some(Condition::TakenUp));
    let text = msgraph_runtime::to_string(&place);
    assert_eq!(
        text,
        r#"{"mailBox":"7","tags":["a"],"condition":"takenUp"}"#
    );
    let cleared = Location::default().with_null(Location::MAILBOX);
    assert_eq!(msgraph_runtime::to_string(&cleared), r#"{"mailBox":null}"#);
    let hall: requests::RoomRequests = halls().by_id("1");
    let _: requests::RoomCollectionRequests<_> = hall.plans();
    let action: requests::hall::Unlock = hall.open();
    let action: requests::room::Unlock = action;
    assert!(action.path().unwrap().ends_with("/open"));
    let _: models::Room = models::Hall::default();
}
