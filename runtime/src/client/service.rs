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
    /// How batches are written.
    pub batch: BatchDialect,
}

/// How a service wants batches written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BatchDialect {
    /// The format of the requests.
    pub format: BatchFormat,
    /// The greatest number of requests in a batch; `None` if the service has none.
    pub limit: Option<usize>,
    /// Whether members in JSON are written as Microsoft Graph documents them: the URL with a slash
    /// before it, and no names of headers in lower case.
    pub as_graph: bool,
}

/// The format of the requests of a batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BatchFormat {
    /// One JSON object (OData JSON Format 4.01, section 19).
    Json,
    /// `multipart/mixed` (OData 4.01 Protocol, section 11.7.7), the only format of OData 4.0.
    Multipart,
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
        batch: BatchDialect {
            format: BatchFormat::Multipart,
            limit: None,
            as_graph: false,
        },
    };

    /// Microsoft Graph, version `beta`.
    pub(super) const GRAPH: Self = Self {
        root: Some(Cloud::GLOBAL_ROOT),
        version: "beta",
        scope: Some("https://graph.microsoft.com/.default"),
        preferences: &[UNKNOWN_ENUM_MEMBERS],
        sdk_header: Some("SdkVersion"),
        batch: BatchDialect {
            format: BatchFormat::Json,
            limit: Some(20),
            as_graph: true,
        },
        ..Self::UNKNOWN
    };
}

/// The preference for enumeration members that are newer than the version of the API.
pub const UNKNOWN_ENUM_MEMBERS: &str = "include-unknown-enum-members";
