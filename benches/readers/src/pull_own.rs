//! Our reader, pulled.

use std::borrow::Cow;

use crate::by_pull::{Failed, Member, Opens, Source, TYPE_KEY, object, place};
use crate::json::reader::Reader;
use crate::object::{Model, Object};
use crate::orders::Orders;

/// Reads a value.
///
/// # Errors
///
/// If there is none.
pub fn read<T: Model>(json: &[u8], orders: &mut Orders) -> Result<T, Failed> {
    let mut from = Own(Reader::new(std::str::from_utf8(json).map_err(|_| Failed)?));
    let mut value = T::default();
    object(&mut from, orders, &mut value)?;
    from.0.end().map_err(|_| Failed)?;
    Ok(value)
}

/// Reads members that were kept as text into an object that may declare them;
/// those that do not fit are lost.
pub(crate) fn read_again(members: &str, value: &mut dyn Object) {
    let mut from = Own(Reader::new(members));
    let mut orders = Orders::default();
    let table = value.table();
    while let Ok((name, _)) = from.0.member_name() {
        let field = table.names.find(&name).position();
        if let Some(slot) = field.and_then(|field| value.slot(field)) {
            if place(&mut from, &mut orders, slot.place()).is_err() {
                slot.clear();
            }
        } else if let Ok(text) = from.raw() {
            value.extra_mut().name(&name);
            value.extra_mut().value(text);
        }
        from.0.at += 1;
    }
}

struct Own<'a>(Reader<'a>);

impl Source for Own<'_> {
    #[inline]
    fn null(&mut self) -> Result<bool, Failed> {
        if self.0.peek() != Some(b'n') {
            return Ok(false);
        }
        self.0.literal("null").map_err(|_| Failed)?;
        Ok(true)
    }

    #[inline]
    fn opens(&mut self) -> Result<Opens, Failed> {
        Ok(match self.0.peek() {
            Some(b'{') => Opens::Object,
            Some(b'[') => Opens::List,
            _ => Opens::Other,
        })
    }

    #[inline]
    fn boolean(&mut self) -> Result<bool, Failed> {
        self.0.boolean().map_err(|_| Failed)
    }

    #[inline]
    fn integer(&mut self) -> Result<i64, Failed> {
        self.0.integer(i64::MIN, i64::MAX).map_err(|_| Failed)
    }

    #[inline]
    fn float(&mut self) -> Result<f64, Failed> {
        self.0.double().map_err(|_| Failed)
    }

    #[inline]
    fn text<T>(&mut self, take: impl FnOnce(Cow<'_, str>) -> T) -> Result<T, Failed> {
        self.0.string().map(take).map_err(|_| Failed)
    }

    #[inline]
    fn raw(&mut self) -> Result<&str, Failed> {
        self.0.peek();
        let start = self.0.at;
        self.0.skip_value().map_err(|_| Failed)?;
        Ok(self.0.since(start))
    }

    #[inline(always)]
    fn member(&mut self, first: bool, expected: &str) -> Result<Member<'_>, Failed> {
        let from = &mut self.0;
        if first {
            if from.peek() != Some(b'{') {
                return Err(Failed);
            }
            from.enter().map_err(|_| Failed)?;
            from.at += 1;
            if from.peek() == Some(b'}') {
                from.at += 1;
                from.leave();
                return Ok(Member::End);
            }
            if from.at_key(TYPE_KEY) {
                from.at += TYPE_KEY.len();
                return Ok(Member::Type);
            }
        } else {
            match from.peek() {
                Some(b',') => {
                    from.at += 1;
                    from.peek();
                }
                Some(b'}') => {
                    from.at += 1;
                    from.leave();
                    return Ok(Member::End);
                }
                _ => return Err(Failed),
            }
        }
        if from.at_key(expected) {
            from.at += expected.len();
            return Ok(Member::Expected);
        }
        let (name, _) = from.member_name().map_err(|_| Failed)?;
        Ok(Member::Name(name))
    }

    #[inline]
    fn item(&mut self, first: bool) -> Result<bool, Failed> {
        let from = &mut self.0;
        let next = from.peek();
        if first {
            if next != Some(b'[') {
                return Err(Failed);
            }
            from.enter().map_err(|_| Failed)?;
            from.at += 1;
            if from.peek() != Some(b']') {
                return Ok(true);
            }
        } else if next == Some(b',') {
            from.at += 1;
            return Ok(true);
        } else if next != Some(b']') {
            return Err(Failed);
        }
        from.at += 1;
        from.leave();
        Ok(false)
    }
}
