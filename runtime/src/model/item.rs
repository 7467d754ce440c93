//! Values of fields and lists: how each Edm type is read, written and viewed.

use std::borrow::Cow;

use super::context::{Purpose, ReadContext, WriteContext};
use super::control::write_body_value;
use super::value_ref::ValueRef;
use crate::edm::{Binary, Date, DateTimeOffset, Decimal, Duration, Guid, Parsed, TimeOfDay};
use crate::json::{Failed, RawJson, Reader, Spelling, Writer, f32_text, f64_text, number_in};

/// Types that are read from JSON and written as JSON: every generated type, the Edm primitive
/// types and [`RawJson`].
///
/// It is a bound for generic code, such as `fn load<T: Item>(text: &str) -> T`. It cannot be
/// implemented elsewhere: its methods belong to the engine.
pub trait Item: sealed::Item + Sized + 'static {
    /// Reads a value that is not `null` into `slot`.
    #[doc(hidden)]
    fn read_into(slot: &mut Option<Self>, from: &mut ReadContext<'_>) -> Result<(), Failed>;
    /// Reads a value that is not `null` onto the end of `list`.
    #[doc(hidden)]
    fn read_onto(list: &mut Vec<Self>, from: &mut ReadContext<'_>) -> Result<(), Failed>;
    /// Writes the value.
    #[doc(hidden)]
    fn write(&self, to: &mut WriteContext);
    /// A view of the value.
    #[doc(hidden)]
    fn view(&self) -> ValueRef<'_>;
}

/// Reads a value that is not `null` onto the end of `list`, which stays as it was if that fails.
#[inline]
pub(super) fn push_read<T: Item>(
    list: &mut Vec<T>,
    from: &mut ReadContext<'_>,
) -> Result<(), Failed> {
    let before = list.len();
    let read = T::read_onto(list, from);
    if read.is_err() {
        list.truncate(before);
    }
    read
}

pub(super) mod sealed {
    /// Keeps [`Item`](super::Item) to the types of this crate and to generated ones.
    pub trait Item {}

    impl<T: crate::model::Generated> Item for T {}
}

/// An [`Item`] that is read by value.
macro_rules! scalar {
    ($type:ty, $read:expr, $write:expr, $view:expr) => {
        impl sealed::Item for $type {}

        impl Item for $type {
            #[inline]
            fn read_into(
                slot: &mut Option<Self>,
                from: &mut ReadContext<'_>,
            ) -> Result<(), Failed> {
                let read: fn(&mut Reader<'_>) -> Result<$type, Failed> = $read;
                *slot = Some(read(&mut from.json)?);
                Ok(())
            }

            #[inline]
            fn read_onto(list: &mut Vec<Self>, from: &mut ReadContext<'_>) -> Result<(), Failed> {
                let read: fn(&mut Reader<'_>) -> Result<$type, Failed> = $read;
                list.push(read(&mut from.json)?);
                Ok(())
            }

            #[inline]
            fn write(&self, to: &mut WriteContext) {
                let write: fn(&$type, &mut Writer) = $write;
                write(self, &mut to.json);
            }

            #[inline]
            fn view(&self) -> ValueRef<'_> {
                let view: fn(&$type) -> ValueRef<'_> = $view;
                view(self)
            }
        }
    };
}

scalar!(
    String,
    |from| from.string().map(Cow::into_owned),
    |value, to| to.string(value),
    |value| ValueRef::Str(value)
);
scalar!(
    bool,
    |from| from.boolean(),
    |value, to| to.raw(if *value { "true" } else { "false" }),
    |value| ValueRef::Bool(*value)
);
scalar!(
    f64,
    |from| from.double(),
    |value, to| to.raw(f64_text(*value, &mut zmij::Buffer::new())),
    |value| ValueRef::F64(*value)
);
scalar!(
    f32,
    |from| from.single(),
    |value, to| to.raw(f32_text(*value, &mut zmij::Buffer::new())),
    |value| ValueRef::F32(*value)
);
impl sealed::Item for RawJson {}

impl Item for RawJson {
    fn read_into(slot: &mut Option<Self>, from: &mut ReadContext<'_>) -> Result<(), Failed> {
        *slot = Some(raw_value(&mut from.json)?);
        Ok(())
    }

    fn read_onto(list: &mut Vec<Self>, from: &mut ReadContext<'_>) -> Result<(), Failed> {
        list.push(raw_value(&mut from.json)?);
        Ok(())
    }

    fn write(&self, to: &mut WriteContext) {
        match to.purpose {
            Purpose::Document => to.json.raw(self.as_str()),
            _ => write_body_value(self.as_str(), &mut to.json),
        }
    }

    fn view(&self) -> ValueRef<'_> {
        ValueRef::Raw(self.as_str())
    }
}

fn raw_value(from: &mut Reader<'_>) -> Result<RawJson, Failed> {
    from.peek();
    let start = from.at;
    from.skip_value()?;
    Ok(RawJson::trusted(from.since(start)))
}

macro_rules! integer {
    ($write:ident: $($type:ty),*) => {$(
        scalar!(
            $type,
            |from| from
                .integer(<$type>::MIN.into(), <$type>::MAX.into())
                .map(|value| value as $type),
            |value, to| to.$write(itoa::Buffer::new().format(*value)),
            |value| ValueRef::Int((*value).into())
        );
    )*};
}
integer!(raw: u8, i8, i16, i32);
integer!(exact_number: i64);

/// Reads a string and parses it.
#[inline]
fn text_value<T>(
    from: &mut Reader<'_>,
    expected: &str,
    parse: fn(&[u8]) -> Option<Parsed<T>>,
) -> Result<T, Failed> {
    from.peek();
    let start = from.at;
    let text = from.string()?;
    match parse(text.as_bytes()) {
        Some(Parsed { value, exact }) => {
            from.spelling = Spelling::canonical_if(exact);
            Ok(value)
        }
        None => {
            from.at = start;
            from.misfit(expected)
        }
    }
}

macro_rules! text_scalar {
    ($type:ty, $expected:literal, $view:expr) => {
        scalar!(
            $type,
            |from| text_value(from, $expected, <$type>::parse_wire),
            |value, to| {
                to.out.push('"');
                value.write_wire(&mut to.out);
                to.out.push('"');
            },
            $view
        );
    };
}
text_scalar!(Guid, "a GUID", |value| ValueRef::Wire(value.to_wire()));
text_scalar!(Date, "a date, YYYY-MM-DD", |value| ValueRef::Wire(
    value.to_wire()
));
text_scalar!(
    TimeOfDay,
    "a time of day, hh:mm:ss",
    |value| ValueRef::Wire(value.to_wire())
);
text_scalar!(
    DateTimeOffset,
    "a date and time, YYYY-MM-DDThh:mm:ssZ",
    |value| ValueRef::Wire(value.to_wire())
);
text_scalar!(Duration, "a duration, P1DT2H3M4.5S", |value| {
    ValueRef::Duration(value.to_wire())
});
text_scalar!(Binary, "base64 text", |value| ValueRef::Binary(
    value.as_ref()
));

scalar!(
    Decimal,
    |from| {
        let start = from.at;
        let (text, quoted) = if from.peek() == Some(b'"') {
            (from.string()?, true)
        } else {
            (Cow::Borrowed(from.number_text()?), false)
        };
        let number = match quoted {
            true => number_in(&text),
            false => Some(text),
        };
        match number.and_then(|number| Decimal::parse_wire(number.as_bytes())) {
            Some(Parsed { value, exact }) => {
                from.spelling = Spelling::canonical_if(exact && !quoted);
                Ok(value)
            }
            None => {
                from.at = start;
                from.misfit("a decimal number")
            }
        }
    },
    |value, to| to.exact_number(value.as_str()),
    |value| ValueRef::Decimal(value)
);
