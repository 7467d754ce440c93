//! The clouds that the service runs in, each with its root, authority host and scope.

/// A cloud of the service (deployments page of the documentation).
///
/// It sets all addresses; [`ClientBuilder`](super::ClientBuilder) can override each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Cloud {
    /// The global service.
    #[default]
    Global,
    /// Government of the United States, L4.
    UsGovernmentL4,
    /// Government of the United States, L5 (defence).
    UsGovernmentL5,
    /// China, operated by 21Vianet.
    China,
}

impl Cloud {
    /// The root of the global service.
    pub(super) const GLOBAL_ROOT: &'static str = "https://graph.microsoft.com";

    /// The root of the service, such as `https://graph.microsoft.com`.
    pub fn root(self) -> &'static str {
        match self {
            Self::Global => Self::GLOBAL_ROOT,
            Self::UsGovernmentL4 => "https://graph.microsoft.us",
            Self::UsGovernmentL5 => "https://dod-graph.microsoft.us",
            Self::China => "https://microsoftgraph.chinacloudapi.cn",
        }
    }

    /// The authority that issues tokens, for the credentials of `azure_identity`.
    pub fn authority_host(self) -> &'static str {
        match self {
            Self::Global => "https://login.microsoftonline.com",
            Self::UsGovernmentL4 | Self::UsGovernmentL5 => "https://login.microsoftonline.us",
            Self::China => "https://login.chinacloudapi.cn",
        }
    }

    /// The scope of tokens: everything that the application was granted.
    pub fn scope(self) -> String {
        format!("{}/.default", self.root())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn root_authority_and_scope_belong_together() {
        let china = Cloud::China;
        assert_eq!(
            china.scope(),
            "https://microsoftgraph.chinacloudapi.cn/.default"
        );
        assert!(china.authority_host().ends_with("chinacloudapi.cn"));
        assert_ne!(Cloud::UsGovernmentL4.root(), Cloud::UsGovernmentL5.root());
    }
}
