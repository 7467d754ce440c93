//! Equality of every generated type.

use super::object::Object;
use super::value_ref::ValueRef;

/// Whether two objects are of one type and have equal fields, explicit nulls and extra
/// members. Original spellings and a redundant `@odata.type` do not count.
pub fn objects_equal(one: &dyn Object, other: &dyn Object) -> bool {
    let table = one.table();
    let same_type = table.type_name == other.table().type_name
        && table.names.len() == other.table().names.len();
    same_type
        && (0..table.names.len()).all(|at| match (one.field(at), other.field(at)) {
            (Some(mine), Some(theirs)) => match (mine.view(), theirs.view()) {
                (ValueRef::Absent, ValueRef::Absent) => {
                    one.extra().is_null(at) == other.extra().is_null(at)
                }
                (mine, theirs) => views_equal(&mine, &theirs),
            },
            (mine, theirs) => mine.is_none() && theirs.is_none(),
        })
        && one.extra() == other.extra()
}

fn views_equal(one: &ValueRef<'_>, other: &ValueRef<'_>) -> bool {
    match (one, other) {
        (ValueRef::Absent, ValueRef::Absent) => true,
        (ValueRef::Bool(one), ValueRef::Bool(other)) => one == other,
        (ValueRef::Int(one), ValueRef::Int(other)) => one == other,
        (ValueRef::F32(one), ValueRef::F32(other)) => one == other,
        (ValueRef::F64(one), ValueRef::F64(other)) => one == other,
        (ValueRef::Decimal(one), ValueRef::Decimal(other)) => one == other,
        (ValueRef::Str(one), ValueRef::Str(other)) | (ValueRef::Raw(one), ValueRef::Raw(other)) => {
            one == other
        }
        (ValueRef::Enum(one, _), ValueRef::Enum(other, _)) => one == other,
        (ValueRef::Wire(one), ValueRef::Wire(other))
        | (ValueRef::Duration(one), ValueRef::Duration(other)) => one.as_str() == other.as_str(),
        (ValueRef::Binary(one), ValueRef::Binary(other)) => one == other,
        (ValueRef::Object(one, _), ValueRef::Object(other, _)) => objects_equal(*one, *other),
        (ValueRef::List(one), ValueRef::List(other)) => {
            one.len() == other.len()
                && (0..one.len()).all(|at| views_equal(&one.view(at), &other.view(at)))
        }
        _ => false,
    }
}
