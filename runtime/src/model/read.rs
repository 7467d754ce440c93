//! Reading of objects into any generated type.
//!
//! The name of a member is first compared with the one that followed last time, then looked
//! up. A member that no field is declared for is kept as text.

use std::borrow::Cow;

use super::context::{MemberOrder, ReadContext, WriteContext};
use super::control::longer_spelling;
use super::names::Match;
use super::object::{Object, Table};
use super::spelling::OriginalSpelling;
use crate::json::{Failed, PathStep, Reader, Spelling};

/// Reads the members of an object into `value`.
pub(super) fn read_object(
    from: &mut ReadContext<'_>,
    value: &mut dyn Object,
) -> Result<(), Failed> {
    if from.json.peek() != Some(b'{') {
        return from.json.misfit("an object");
    }
    from.json.enter()?;
    from.json.at += 1;
    if from.json.peek() == Some(b'}') {
        from.json.at += 1;
        from.json.leave();
        return Ok(());
    }
    let table = value.table();
    let mut last = NO_FIELD;
    if from.json.at_key(TYPE_KEY) {
        from.json.at += TYPE_KEY.len();
        read_type(from, value, table, "\"@odata.type\"")?;
    } else {
        last = read_expected(from, value, table, last)?;
    }
    loop {
        match from.json.peek() {
            Some(b',') => {
                from.json.at += 1;
                from.json.peek();
            }
            Some(b'}') => {
                from.json.at += 1;
                break;
            }
            _ => return from.json.syntax("`,` or `}`"),
        }
        last = read_expected(from, value, table, last)?;
    }
    from.json.spelling = Spelling::Canonical;
    from.json.leave();
    Ok(())
}

const TYPE_KEY: &str = "\"@odata.type\":";
/// The position before the first member, and of a member that no field is declared for.
const NO_FIELD: usize = usize::MAX;

/// Reads one member and returns its field. The name that followed `last` the previous time
/// is compared first.
#[inline(always)]
fn read_expected(
    from: &mut ReadContext<'_>,
    value: &mut dyn Object,
    table: &'static Table,
    last: usize,
) -> Result<usize, Failed> {
    let slot = MemberOrder::slot(&table.names, last);
    let expected = from.order.expected(slot, last);
    match table.names.keys.get(expected) {
        Some(key) if from.json.at_key(key) => {
            from.json.at += key.len();
            if from.matched_ignoring_case {
                displace(value, expected);
            }
            read_field(from, value, table, expected, None)
        }
        _ => {
            let field = read_member(from, value, table)?;
            from.order.record(slot, field);
            Ok(field)
        }
    }
}

/// Reads a member whose name is not the expected one and returns its field.
fn read_member(
    from: &mut ReadContext<'_>,
    value: &mut dyn Object,
    table: &'static Table,
) -> Result<usize, Failed> {
    let (name, raw_name) = from.json.member_name()?;
    match table.names.find(&name) {
        Match::Exact(field) => {
            displace(value, field);
            read_field(from, value, table, field, None)
        }
        Match::IgnoringCase(field) if is_free(value, field) => {
            from.matched_ignoring_case = true;
            read_field(from, value, table, field, Some(raw_name))
        }
        _ if name == "@odata.type" => read_type(from, value, table, raw_name),
        _ if name.contains('@') => read_control(from, value, table, &name, raw_name),
        _ => read_extra(from, value, raw_name),
    }
}

/// Reads control information: that of a field in the spelling of 4.01 (`@nextLink`) into the
/// field, any other as a member that the type does not declare.
#[cold]
fn read_control(
    from: &mut ReadContext<'_>,
    value: &mut dyn Object,
    table: &'static Table,
    name: &str,
    raw_name: &str,
) -> Result<usize, Failed> {
    let longer = longer_spelling(name);
    match longer.and_then(|name| table.names.find(&name).position()) {
        Some(field) if is_free(value, field) => {
            from.matched_ignoring_case = true;
            read_field(from, value, table, field, Some(raw_name))
        }
        _ => read_extra(from, value, raw_name),
    }
}

/// Keeps a member that the type does not declare.
fn read_extra(
    from: &mut ReadContext<'_>,
    value: &mut dyn Object,
    raw_name: &str,
) -> Result<usize, Failed> {
    from.json.peek();
    let start = from.json.at;
    if from.json.skip_value().is_err() {
        return from
            .json
            .step(|| PathStep::Member(raw_name.trim_matches('"').to_owned()));
    }
    value.extra_mut().push(raw_name, from.json.since(start));
    Ok(NO_FIELD)
}

/// Reads the value of `@odata.type`. The name of the type itself, spelled as in the
/// metadata, becomes one bit; any other text is kept as an extra member.
#[inline]
fn read_type(
    from: &mut ReadContext<'_>,
    value: &mut dyn Object,
    table: &Table,
    raw_name: &str,
) -> Result<usize, Failed> {
    if skip_type_name(&mut from.json, table) {
        value.extra_mut().mark_type();
        return Ok(NO_FIELD);
    }
    read_extra(from, value, raw_name)
}

/// Consumes the name of the type of `table`, spelled as in the metadata; consumes nothing
/// and returns `false` if another value is here.
fn skip_type_name(json: &mut Reader<'_>, table: &Table) -> bool {
    let quoted = json.peek() == Some(b'"');
    let start = json.at;
    if quoted && !table.type_name.is_empty() {
        json.at += 1;
        if json.at_key(table.type_name) {
            json.at += table.type_name.len();
            if json.at_key("\"") {
                json.at += 1;
                return true;
            }
        }
    }
    json.at = start;
    false
}

/// Reads the value of a declared field and returns the field. `raw_name` is the name as it
/// was received, with its quotes, where the metadata spells it in another way.
#[inline]
fn read_field(
    from: &mut ReadContext<'_>,
    value: &mut dyn Object,
    table: &'static Table,
    position: usize,
    raw_name: Option<&str>,
) -> Result<usize, Failed> {
    let null = from.json.peek() == Some(b'n');
    let start = from.json.at;
    let depth = from.json.depth();
    let Some(field) = value.field_mut(position) else {
        return from.json.syntax("a field of the table");
    };
    if null {
        from.json.literal("null")?;
        field.clear();
        value.extra_mut().mark_null(position);
    } else {
        from.json.spelling = Spelling::Canonical;
        if field.read(from).is_err() {
            field.clear();
            let misfit = Misfit { start, depth };
            return misfit.keep(from, value, table, position, raw_name);
        }
    }
    let respelled = from.json.spelling == Spelling::Other;
    if respelled || raw_name.is_some() {
        let text = respelled.then(|| from.json.since(start));
        from.json.spelling = Spelling::Canonical;
        if let Some(field) = value.field(position) {
            let spelling = OriginalSpelling::new(position, field, raw_name, text);
            value.extra_mut().keep_spelling(spelling);
        }
    }
    Ok(position)
}

/// The position of a value of the wrong type.
struct Misfit {
    start: usize,
    /// The nesting at `start`.
    depth: usize,
}

impl Misfit {
    /// In lenient mode, keeps the value as an extra member; otherwise fails with its path.
    #[cold]
    fn keep(
        self,
        from: &mut ReadContext<'_>,
        value: &mut dyn Object,
        table: &'static Table,
        position: usize,
        raw_name: Option<&str>,
    ) -> Result<usize, Failed> {
        if from.forgive(self.start, self.depth).is_ok() {
            let name = format!("\"{}\"", table.names.name(position));
            let text = from.json.since(self.start);
            let extra = value.extra_mut();
            extra.push_misfit(raw_name.unwrap_or(&name), text);
            from.json.spelling = Spelling::Canonical;
            return Ok(position);
        }
        from.json.blame(table.type_name);
        if table.is_secret(position) {
            from.json.hide_found();
        }
        from.json
            .step(|| PathStep::Member(table.names.name(position).to_owned()))
    }
}

/// Whether nothing has been read into a field yet.
fn is_free(value: &dyn Object, position: usize) -> bool {
    let set = value.field(position).is_some_and(|field| field.is_set());
    !set && !value.extra().is_null(position)
}

/// Moves a value that was received under another spelling of the name into the extra
/// members, because the exact name follows: of `{"ID":1,"id":2}` the field gets `2`.
fn displace(value: &mut dyn Object, position: usize) {
    if is_free(value, position) {
        return;
    }
    let extra = value.extra();
    let Some(spelling) = extra.spelling_of(position) else {
        return;
    };
    let Some(name) = spelling.name.clone() else {
        return;
    };
    let mut writer = WriteContext::default();
    match value.field(position) {
        Some(field) if field.write_member("", &mut writer) => {
            spelling.restore(&mut writer, 0, "", field);
        }
        _ => writer.json.raw(&format!("{name}:null,")),
    }
    let member = writer.json.out;
    // The member is `"name":value,`.
    let text = member.get(name.len() + 1..member.len() - 1);
    debug_assert!(text.is_some(), "{member} is no member {name}");
    value.extra_mut().push(&name, text.unwrap_or_default());
    value.extra_mut().forget_spelling(position);
}

/// The value of `@odata.type`, or of `@type`, of the object that starts here, at whatever position among the
/// members. Nothing is consumed.
pub(super) fn find_type<'a>(json: &mut Reader<'a>) -> Result<Option<Cow<'a, str>>, Failed> {
    if json.peek() != Some(b'{') {
        return Ok(None);
    }
    let start = json.at;
    json.at += 1;
    json.peek();
    let mut found = None;
    if json.at_key(TYPE_KEY) {
        json.at += TYPE_KEY.len();
        if json.peek() == Some(b'"') {
            found = Some(json.string()?);
        }
    } else if json.peek() != Some(b'}') {
        if json.enter().is_err() {
            json.at = start;
            return json.too_deep();
        }
        loop {
            let (name, _) = json.member_name()?;
            let wanted = matches!(&*name, "@odata.type" | "@type");
            if wanted && json.peek() == Some(b'"') {
                found = Some(json.string()?);
                break;
            }
            json.skip_value()?;
            match json.peek() {
                Some(b',') => json.at += 1,
                _ => break,
            }
        }
        json.leave();
    }
    json.at = start;
    Ok(found)
}

/// The qualified name in the text of an `@odata.type`, which follows the last `#`.
pub(super) fn type_name_of(text: &str) -> &str {
    if let Some(name) = text.strip_prefix('#') {
        return name;
    }
    match text.rsplit_once('#') {
        Some((_, name)) => name,
        None => text,
    }
}
