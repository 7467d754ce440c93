//! What code loses where the metadata forbids requests.

use super::{document, inputs, read};
use crate::diff::{Class, Diff, Side, compare, rust};
use crate::{Config, Prepared, differing, prepare};

const CASE: &str = "restriction-added";

fn denied(term: &str, says: &str) -> String {
    format!(
        "<Annotation Term=\"Org.OData.Capabilities.V1.{term}\"><Record>\
         <PropertyValue Property=\"{says}\" Bool=\"false\"/></Record></Annotation>"
    )
}

/// A document of a service of which nothing is known.
fn standard(text: String) -> Prepared {
    let mut inputs = inputs(text);
    inputs.service = None;
    match prepare(&inputs, &Config::default()) {
        Ok(found) => found,
        Err(found) => panic!("{}", found.render(&inputs.sources)),
    }
}

fn difference(mut old: Prepared, mut new: Prepared) -> Diff {
    let mut diff = compare(Side::whole(&old.model), Side::whole(&new.model));
    let (before, after) = differing(&mut old, &mut new, &Config::default());
    rust::apply(&mut diff, &before, &after);
    diff
}

/// The class and the items of the only change, without what is added.
fn lost(diff: &Diff) -> (Class, Vec<String>) {
    assert_eq!(diff.changes.len(), 1);
    let change = &diff.changes[0];
    let items = change.rust.iter();
    let mut lost: Vec<String> = items.filter_map(|(old, _)| old.clone()).collect();
    lost.sort();
    (change.class, lost)
}

#[test]
fn a_method_that_a_contained_property_forbids_is_told_with_it() {
    let old = document(CASE, "old");
    let seats = "Type=\"Collection(self.seat)\" ContainsTarget=\"true\"";
    let restrictions = denied("DeleteRestrictions", "Deletable");
    let new = old.replace(
        &format!("{seats}/>"),
        &format!("{seats}>{restrictions}</NavigationProperty>"),
    );
    assert_ne!(old, new);
    let (class, lost) = lost(&difference(read(old), read(new)));
    assert_eq!(class, Class::SourceBreaking);
    assert_eq!(lost, ["requests::SeatRequests::delete(…) -> Delete"]);
}

#[test]
fn a_root_that_forbids_what_another_allows_leads_to_another_type() {
    let old = document(CASE, "old");
    let lobby = "<Singleton Name=\"lobby\" Type=\"self.room\"";
    let restrictions = denied("UpdateRestrictions", "Updatable");
    let new = old.replace(
        &format!("{lobby}/>"),
        &format!("{lobby}>{restrictions}</Singleton>"),
    );
    assert_ne!(old, new);
    let (class, lost) = lost(&difference(standard(old), standard(new)));
    assert_eq!(class, Class::SourceBreaking);
    let root = "Client::lobby() -> requests::RoomRequests";
    assert!(lost.contains(&root.to_owned()), "{lost:?}");
    let update = "requests::RoomRequests::update(…) -> Update<models::Room>";
    assert!(lost.contains(&update.to_owned()), "{lost:?}");
}
