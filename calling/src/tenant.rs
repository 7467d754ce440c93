//! The id of a Microsoft Entra tenant.

use std::fmt;
use std::hash::{Hash, Hasher};

/// The id of a Microsoft Entra tenant: a GUID.
///
/// It keeps its text, and is compared without ASCII case.
///
/// ```
/// use msgraph_calling::TenantId;
///
/// let tenant = TenantId::new("72F988BF-86F1-41AF-91AB-2D7CD011DB47");
/// assert_eq!(tenant, TenantId::new("72f988bf-86f1-41af-91ab-2d7cd011db47"));
/// assert_eq!(tenant.as_str(), "72F988BF-86F1-41AF-91AB-2D7CD011DB47");
/// ```
#[derive(Clone, Debug)]
pub struct TenantId(Box<str>);

impl TenantId {
    /// The tenant with this id.
    pub fn new(id: impl Into<String>) -> Self {
        Self(id.into().into())
    }

    /// The text, as it was given or received.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl PartialEq for TenantId {
    fn eq(&self, other: &Self) -> bool {
        self.0.eq_ignore_ascii_case(&other.0)
    }
}

impl Eq for TenantId {}

impl Hash for TenantId {
    fn hash<H: Hasher>(&self, state: &mut H) {
        for byte in self.0.bytes() {
            state.write_u8(byte.to_ascii_lowercase());
        }
    }
}

impl fmt::Display for TenantId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<&str> for TenantId {
    fn from(id: &str) -> Self {
        Self::new(id)
    }
}

impl From<String> for TenantId {
    fn from(id: String) -> Self {
        Self::new(id)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn ids_that_are_equal_have_the_same_hash() {
        let tenants = HashSet::from([TenantId::new("AB"), TenantId::new("ab")]);
        assert_eq!(tenants.len(), 1);
        assert!(tenants.contains(&"aB".into()));
        assert!(!tenants.contains(&"abc".into()));
    }
}
