//! What completes a generated type: here, its [`Item`](crate::Item).

/// A struct.
#[macro_export]
macro_rules! model {
    ($type:ty) => {
        impl $crate::Item for $type {
            #[inline]
            fn place<C: $crate::Container<Value = Self>>(container: &mut C) -> $crate::Place<'_> {
                $crate::Place::Object(container.put(<$type>::default()))
            }
            fn weight(&self) -> u64 {
                $crate::weight(self)
            }
        }
    };
}

/// An enum over derived types.
#[macro_export]
macro_rules! any_model {
    ($type:ty) => {
        impl $crate::Item for $type {
            #[inline]
            fn place<C: $crate::Container<Value = Self>>(container: &mut C) -> $crate::Place<'_> {
                $crate::Place::Any(container)
            }
            fn weight(&self) -> u64 {
                let position = $crate::AnyModel::position(self) as u64;
                $crate::weight($crate::AnyModel::object(self)).wrapping_add(position)
            }
        }
    };
}

/// An enumeration.
#[macro_export]
macro_rules! text_enum {
    ($type:ty) => {
        impl $crate::FromText for $type {
            #[inline]
            fn from_text(text: ::std::borrow::Cow<'_, str>) -> Option<Self> {
                Some($crate::read_text(&text))
            }
        }
        impl $crate::Item for $type {
            #[inline]
            fn place<C: $crate::Container<Value = Self>>(container: &mut C) -> $crate::Place<'_> {
                $crate::Place::Text(container)
            }
            fn weight(&self) -> u64 {
                $crate::TextEnum::weight(self)
            }
        }
    };
}

/// Nothing is needed of flags.
#[macro_export]
macro_rules! flags {
    ($type:ty) => {};
}
