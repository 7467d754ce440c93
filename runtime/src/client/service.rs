//! What a generated crate says of its service.

use super::Cloud;

/// The dialect of a service as far as its client has to know it.
///
/// The generator writes it: keys, operation names and literals are in the generated code itself.
#[derive(Clone, Copy, Debug)]
pub struct Service {
    /// The root of the service without the version; `None` if only the user knows it.
    pub root: Option<&'static str>,
    /// The first segment of all paths, which names the version of the API; empty if there is none.
    pub version: &'static str,
    /// The scope of tokens; by default everything that the application was granted at the
    /// endpoint's host.
    pub scope: Option<&'static str>,
    /// The version of OData that responses may have (`OData-MaxVersion`).
    pub odata_version: Option<&'static str>,
    /// The preferences of every request (`Prefer`).
    pub preferences: &'static [&'static str],
    /// The header that names this library and the one below it.
    pub sdk_header: Option<&'static str>,
}

impl Service {
    /// A service of which nothing is known.
    pub const UNKNOWN: Self = Self {
        root: None,
        version: "",
        scope: None,
        odata_version: None,
        preferences: &[],
        sdk_header: None,
    };

    /// Microsoft Graph, version `beta`.
    pub(super) const GRAPH: Self = Self {
        root: Some(Cloud::GLOBAL_ROOT),
        version: "beta",
        scope: Some("https://graph.microsoft.com/.default"),
        preferences: &[UNKNOWN_ENUM_MEMBERS],
        sdk_header: Some("SdkVersion"),
        ..Self::UNKNOWN
    };
}

/// The preference for enumeration members that are newer than the version of the API.
pub const UNKNOWN_ENUM_MEMBERS: &str = "include-unknown-enum-members";
