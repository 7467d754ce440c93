//! jiter, pulled.

use std::borrow::Cow;

use jiter::{Jiter, NumberInt, Peek};

use crate::by_pull::{Failed, Member, Opens, Source, TYPE, object};
use crate::object::Model;
use crate::orders::Orders;

/// Reads a value.
///
/// # Errors
///
/// If there is none.
pub fn read<T: Model>(json: &[u8], orders: &mut Orders) -> Result<T, Failed> {
    let mut from = Pulled {
        reader: Jiter::new(json),
        next: None,
    };
    let mut value = T::default();
    object(&mut from, orders, &mut value)?;
    from.reader.finish().map_err(|_| Failed)?;
    Ok(value)
}

struct Pulled<'a> {
    reader: Jiter<'a>,
    /// What was peeked at, so that it is not peeked at again.
    next: Option<Peek>,
}

impl Pulled<'_> {
    #[inline]
    fn peek(&mut self) -> Result<Peek, Failed> {
        match self.next.take() {
            Some(peek) => Ok(peek),
            None => self.reader.peek().map_err(|_| Failed),
        }
    }
}

impl Source for Pulled<'_> {
    #[inline]
    fn null(&mut self) -> Result<bool, Failed> {
        let peek = self.peek()?;
        if peek == Peek::Null {
            self.reader.known_null().map_err(|_| Failed)?;
            return Ok(true);
        }
        self.next = Some(peek);
        Ok(false)
    }

    #[inline]
    fn opens(&mut self) -> Result<Opens, Failed> {
        let peek = self.peek()?;
        self.next = Some(peek);
        Ok(match peek {
            Peek::Object => Opens::Object,
            Peek::Array => Opens::List,
            _ => Opens::Other,
        })
    }

    #[inline]
    fn boolean(&mut self) -> Result<bool, Failed> {
        let peek = self.peek()?;
        self.reader.known_bool(peek).map_err(|_| Failed)
    }

    #[inline]
    fn integer(&mut self) -> Result<i64, Failed> {
        let peek = self.peek()?;
        match self.reader.known_int(peek) {
            Ok(NumberInt::Int(value)) => Ok(value),
            _ => Err(Failed),
        }
    }

    #[inline]
    fn float(&mut self) -> Result<f64, Failed> {
        let peek = self.peek()?;
        self.reader.known_float(peek).map_err(|_| Failed)
    }

    #[inline]
    fn text<T>(&mut self, take: impl FnOnce(Cow<'_, str>) -> T) -> Result<T, Failed> {
        if self.peek()? != Peek::String {
            return Err(Failed);
        }
        let text = self.reader.known_str().map_err(|_| Failed)?;
        Ok(take(Cow::Borrowed(text)))
    }

    #[inline]
    fn raw(&mut self) -> Result<&str, Failed> {
        let peek = self.peek()?;
        let start = self.reader.current_index();
        self.reader.known_skip(peek).map_err(|_| Failed)?;
        std::str::from_utf8(self.reader.slice_to_current(start)).map_err(|_| Failed)
    }

    #[inline(always)]
    fn member(&mut self, first: bool, expected: &str) -> Result<Member<'_>, Failed> {
        let name = if first {
            if self.peek()? != Peek::Object {
                return Err(Failed);
            }
            self.reader.known_object()
        } else {
            self.reader.next_key()
        };
        let Some(name) = name.map_err(|_| Failed)? else {
            return Ok(Member::End);
        };
        if first && name == TYPE {
            return Ok(Member::Type);
        }
        if expected.len() == name.len() + 3
            && expected.as_bytes().get(1..=name.len()) == Some(name.as_bytes())
        {
            return Ok(Member::Expected);
        }
        Ok(Member::Name(Cow::Borrowed(name)))
    }

    #[inline]
    fn item(&mut self, first: bool) -> Result<bool, Failed> {
        let next = if first {
            if self.peek()? != Peek::Array {
                return Err(Failed);
            }
            self.reader.known_array()
        } else {
            self.reader.array_step()
        };
        self.next = next.map_err(|_| Failed)?;
        Ok(self.next.is_some())
    }
}
