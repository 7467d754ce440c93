//! Lays a partial update over an object.

use super::context::{Mode, ReadContext, WriteContext};
use super::object::Object;
use crate::json::RawJson;

/// Gives `value` every member that `update` has: values and explicit nulls. A member that
/// `update` lacks stays as it is.
///
/// Both have the same type. A value travels as JSON text: fields are known by position only,
/// and what the engine writes it reads back equal.
pub fn apply(value: &mut dyn Object, update: &dyn Object) {
    let table = update.table();
    for position in 0..table.names.keys.len() {
        let mut to = WriteContext::default();
        let field = update.field(position);
        let is_set = field.is_some_and(|field| field.write_member("", &mut to));
        if !is_set && !update.extra().is_null(position) {
            continue;
        }
        let Some(field) = value.field_mut(position) else {
            continue;
        };
        field.clear();
        if is_set {
            let text = to.json.out;
            let text = text.strip_suffix(',').unwrap_or(&text);
            let read = field.read(&mut ReadContext::new(text, Mode::Lenient));
            debug_assert!(read.is_ok(), "{text} is written and not read");
        }
        let extra = value.extra_mut();
        extra.forget_spelling(position);
        if is_set {
            extra.forget_null(position);
        } else {
            extra.mark_null(position);
        }
    }
    for (name, member) in update.extra().iter() {
        value.extra_mut().insert(&name, RawJson::trusted(member));
    }
    if update.extra().type_came() {
        value.extra_mut().mark_type();
    }
}
