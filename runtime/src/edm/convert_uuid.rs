//! Conversions of [`Guid`] from and to `uuid`, which does not keep the case of the text.

use uuid::Uuid;

use super::Guid;

impl From<Uuid> for Guid {
    fn from(value: Uuid) -> Self {
        Self::from_u128(value.as_u128())
    }
}

impl From<Guid> for Uuid {
    fn from(value: Guid) -> Self {
        Self::from_u128(value.as_u128())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn round_trips() {
        let text = "01234567-89ab-cdef-0123-456789abcdef";
        let uuid = Uuid::from(Guid::parse(&text.to_uppercase()).unwrap());
        assert_eq!(uuid.to_string(), text);
        assert_eq!(Guid::from(uuid).as_str(), text);
    }
}
