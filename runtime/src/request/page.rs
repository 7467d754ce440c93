//! Response bodies that wrap values: a page of a collection, a single primitive value.

use crate::model::{Extra, Field, Generated, Item, Model, Names, StructKind, Table};

/// One page of a collection (OData JSON Format, section 12).
#[derive(Clone)]
#[non_exhaustive]
pub struct Page<T> {
    /// The items. A page may be empty and still have a next one.
    pub value: Option<Vec<T>>,
    /// The number of items of the whole collection, if it was requested (`$count=true`).
    pub count: Option<i64>,
    /// The absolute URL of the next page, to be used unchanged.
    pub next_link: Option<String>,
    /// The absolute URL of the changes since this page.
    pub delta_link: Option<String>,
    /// Everything else, such as `@odata.context`.
    pub extra: Extra,
}

impl<T> Default for Page<T> {
    fn default() -> Self {
        Self {
            value: None,
            count: None,
            next_link: None,
            delta_link: None,
            extra: Extra::default(),
        }
    }
}

impl<T: Item + Clone> Model for Page<T> {
    const TABLE: &'static Table = &PAGE;

    fn extra(&self) -> &Extra {
        &self.extra
    }

    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }

    fn field(&self, position: usize) -> Option<&dyn Field> {
        Some(match position {
            0 => &self.count,
            1 => &self.next_link,
            2 => &self.delta_link,
            3 => &self.value,
            _ => return None,
        })
    }

    fn field_mut(&mut self, position: usize) -> Option<&mut dyn Field> {
        Some(match position {
            0 => &mut self.count,
            1 => &mut self.next_link,
            2 => &mut self.delta_link,
            3 => &mut self.value,
            _ => return None,
        })
    }
}

const PAGE: Table = Table {
    type_name: "",
    names: Names {
        keys: &[
            "\"@odata.count\":",
            "\"@odata.nextLink\":",
            "\"@odata.deltaLink\":",
            "\"value\":",
        ],
        index: PAGE_INDEX,
    },
    read_only: &[],
    secret: &[],
};

/// The result of an operation that returns a primitive value: `{"value": …}`.
#[derive(Clone)]
#[non_exhaustive]
pub struct Scalar<T> {
    /// The value.
    pub value: Option<T>,
    /// Everything else, such as `@odata.context`.
    pub extra: Extra,
}

impl<T> Default for Scalar<T> {
    fn default() -> Self {
        Self {
            value: None,
            extra: Extra::default(),
        }
    }
}

impl<T: Item + Clone> Model for Scalar<T> {
    const TABLE: &'static Table = &SCALAR;

    fn extra(&self) -> &Extra {
        &self.extra
    }

    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }

    fn field(&self, position: usize) -> Option<&dyn Field> {
        Some(match position {
            0 => &self.value,
            _ => return None,
        })
    }

    fn field_mut(&mut self, position: usize) -> Option<&mut dyn Field> {
        Some(match position {
            0 => &mut self.value,
            _ => return None,
        })
    }
}

const SCALAR: Table = Table {
    type_name: "",
    names: Names {
        keys: &["\"value\":"],
        index: SCALAR_INDEX,
    },
    read_only: &[],
    secret: &[],
};

macro_rules! wrapped {
    ($name:ident) => {
        impl<T: Item + Clone> Generated for $name<T> {
            type Kind = StructKind;
        }

        impl<T: Item + Clone> std::fmt::Debug for $name<T> {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                crate::model::debug_object(self, f)
            }
        }

        impl<T: Item + Clone> PartialEq for $name<T> {
            fn eq(&self, other: &Self) -> bool {
                crate::model::objects_equal(self, other)
            }
        }

        impl<T: Item + Clone> serde::Serialize for $name<T> {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                crate::model::serialize_item(self, to)
            }
        }

        impl<'de, T: Item + Clone> serde::Deserialize<'de> for $name<T> {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                crate::model::deserialize_item(from)
            }
        }
    };
}
wrapped!(Page);
wrapped!(Scalar);

const PAGE_INDEX: &[u8] = &[255, 255, 255, 3, 255, 1, 0, 2];
const SCALAR_INDEX: &[u8] = &[255, 255, 255, 0];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{from_str, to_string};

    #[test]
    fn every_name_is_found() {
        for table in [&PAGE, &SCALAR] {
            for position in 0..table.names.len() {
                let name = table.names.name(position);
                assert_eq!(
                    table.names.find(name),
                    crate::model::Match::Exact(position),
                    "{name}: slot {}",
                    Names::hash(name.as_bytes()) as usize & (table.names.index.len() - 1)
                );
            }
        }
    }

    #[test]
    fn a_page_keeps_what_it_does_not_know() {
        let text = "{\"@odata.context\":\"c\",\"@odata.count\":2,\"value\":[\"a\",\"b\"],\
                    \"@odata.nextLink\":\"https://x/?$skip=2\"}";
        let page: Page<String> = from_str(text).unwrap();
        assert_eq!(
            page.value.as_deref(),
            Some(&["a".to_owned(), "b".to_owned()][..])
        );
        assert_eq!(page.count, Some(2));
        assert_eq!(page.next_link.as_deref(), Some("https://x/?$skip=2"));
        let again: serde_json::Value = serde_json::from_str(&to_string(&page)).unwrap();
        assert_eq!(
            again,
            serde_json::from_str::<serde_json::Value>(text).unwrap()
        );
    }

    #[test]
    fn a_plain_value_is_unwrapped() {
        let scalar: Scalar<String> =
            from_str("{\"@odata.context\":\"c\",\"value\":\"u\"}").unwrap();
        assert_eq!(scalar.value.as_deref(), Some("u"));
    }
}
