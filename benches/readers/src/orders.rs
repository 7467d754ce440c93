//! In which order members came: what the runtime's reader remembers.

use runtime::Names;

const FOLLOW: usize = 256;
/// Before the first member, and behind a member that is no field.
pub(crate) const FIRST: usize = usize::MAX;

/// Which field came after which.
pub struct Orders([u8; FOLLOW]);

impl Default for Orders {
    fn default() -> Self {
        Self([0; FOLLOW])
    }
}

impl Orders {
    #[inline(always)]
    pub(crate) fn place(names: &Names, last: usize) -> usize {
        let table = names.keys.as_ptr().addr();
        (table >> 3).wrapping_add(table >> 9).wrapping_add(last) % FOLLOW
    }

    #[inline(always)]
    pub(crate) fn expected(&self, place: usize, last: usize) -> usize {
        match self.0.get(place) {
            Some(field @ 1..) => usize::from(*field) - 1,
            _ => last.wrapping_add(1),
        }
    }

    #[inline(always)]
    pub(crate) fn came(&mut self, place: usize, field: usize) {
        if let (Some(slot), Ok(field)) =
            (self.0.get_mut(place), u8::try_from(field.wrapping_add(1)))
        {
            *slot = field;
        }
    }
}
