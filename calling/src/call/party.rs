//! Who calls or is called, read from an identity set.

use msgraph_beta_communications::models::{AnyIdentity, AnyIdentitySet, ParticipantInfo};

/// Who calls or is called.
///
/// The service describes people, telephones and applications by an
/// [`IdentitySet`](msgraph_beta_communications::models::IdentitySet), of which one member is set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Party {
    /// What the party is.
    pub kind: PartyKind,
    /// The id: a GUID, or the number of a telephone with its `+`.
    pub id: Option<String>,
    /// The name that the service shows.
    pub display_name: Option<String>,
    /// The tenant; telephones have none.
    pub tenant: Option<String>,
}

/// What a [`Party`] is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PartyKind {
    /// A user of a tenant.
    User,
    /// A telephone.
    Phone,
    /// An application.
    Application,
    /// A resource account, such as that of a call queue.
    ApplicationInstance,
    /// A guest, who has no account.
    Guest,
    /// Someone whose identity is kept from the application.
    Encrypted,
    /// A user of an on-premises deployment.
    OnPremises,
    /// A user of Azure Communication Services.
    AzureCommunicationServicesUser,
    /// None of these.
    #[default]
    Unknown,
}

impl Party {
    /// The party of an identity set. If several members are set, a user goes before the others.
    pub fn of(identities: &AnyIdentitySet) -> Self {
        use PartyKind as Kind;

        let acs = identities.azure_communication_services_user();
        let members = [
            (Kind::User, identities.user()),
            (Kind::Phone, identities.phone()),
            (Kind::ApplicationInstance, identities.application_instance()),
            (Kind::Application, identities.application()),
            (Kind::Guest, identities.guest()),
            (Kind::OnPremises, identities.on_premises()),
            (Kind::AzureCommunicationServicesUser, acs),
            (Kind::AzureCommunicationServicesUser, identities.acs_user()),
            (Kind::Encrypted, identities.encrypted()),
        ];
        let mut found = members.into_iter();
        match found.find_map(|(kind, identity)| Some((kind, identity?))) {
            Some((kind, identity)) => Self::new(kind, identity),
            None => Self::default(),
        }
    }

    fn new(kind: PartyKind, identity: &AnyIdentity) -> Self {
        Self {
            kind,
            id: identity.id().map(str::to_owned),
            display_name: identity.display_name().map(str::to_owned),
            tenant: identity.tenant_id().map(str::to_owned),
        }
    }

    pub(super) fn of_participant(info: Option<&ParticipantInfo>) -> Self {
        let identities = info.and_then(|info| info.identity.as_ref());
        identities.map(Self::of).unwrap_or_default()
    }

    /// Whether the party belongs to one of these tenants. Telephones belong to none.
    ///
    /// Ids are compared without ASCII case.
    pub fn is_in<T: AsRef<str>>(&self, tenants: impl IntoIterator<Item = T>) -> bool {
        let Some(own) = &self.tenant else {
            return false;
        };
        let mut tenants = tenants.into_iter();
        tenants.any(|tenant| tenant.as_ref().eq_ignore_ascii_case(own))
    }
}

#[cfg(test)]
mod tests {
    use msgraph_beta_communications::models::{Identity, IdentitySet};

    use super::*;

    #[test]
    fn a_telephone_is_read_without_a_type() {
        let set = IdentitySet::default().with_phone(Identity::default().with_id("+12345678901"));
        let party = Party::of(&set.into());
        assert_eq!(party.kind, PartyKind::Phone);
        assert_eq!(party.id.as_deref(), Some("+12345678901"));
        assert!(!party.is_in(["t1"]));
    }

    #[test]
    fn tenants_are_compared_without_case() {
        let user = Identity::default().with_id("u").with_tenant_id("AB-1");
        let party = Party::of(&IdentitySet::default().with_user(user).into());
        assert!(party.is_in(["x", "ab-1"]));
        assert!(!party.is_in(["x"]));
        assert!(!party.is_in::<&str>([]));
    }
}
