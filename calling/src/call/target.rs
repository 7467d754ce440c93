//! Whom a call is transferred to, in the two forms in which the documentation writes it.

use std::error::Error;
use std::fmt;

use msgraph_beta_communications::models::{
    EndpointType, Identity, IdentitySet, InvitationParticipantInfo,
};

use super::party::PartyKind;

/// Whom to transfer a call to, to redirect it to, to invite or to call.
///
/// ```
/// use msgraph_calling::TransferTarget;
///
/// let heidi = TransferTarget::user("72f988bf-86f1-41af-91ab-2d7cd011db47", "550fae72")
///     .display_name("Heidi Steen");
/// let desk = TransferTarget::phone("+12345678901")?;
/// # let _ = (heidi, desk);
/// # Ok::<(), msgraph_calling::InvalidPhoneNumber>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct TransferTarget {
    kind: PartyKind,
    identity: Identity,
    endpoint: EndpointType,
    language: Option<String>,
    region: Option<String>,
}

/// Why a text is not the number of a telephone: it must be a `+` and up to 15 digits, as in E.164.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct InvalidPhoneNumber;

impl fmt::Display for InvalidPhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a telephone number: it must be `+` and up to 15 digits")
    }
}

impl Error for InvalidPhoneNumber {}

impl TransferTarget {
    /// A user of a tenant. Without its tenant the service refuses a user (7505), so it is required.
    pub fn user(tenant: impl Into<String>, id: impl Into<String>) -> Self {
        Self::in_tenant(PartyKind::User, tenant, id)
    }

    /// An application of a tenant.
    pub fn app(tenant: impl Into<String>, id: impl Into<String>) -> Self {
        Self::in_tenant(PartyKind::Application, tenant, id)
    }

    /// A resource account of a tenant, such as that of a call queue.
    pub fn app_instance(tenant: impl Into<String>, id: impl Into<String>) -> Self {
        Self::in_tenant(PartyKind::ApplicationInstance, tenant, id)
    }

    /// A telephone, by its number with country code: `+12345678901`.
    ///
    /// # Errors
    ///
    /// If the number is anything but `+` and 4 to 15 digits. Spaces and hyphens are left out.
    pub fn phone(number: &str) -> Result<Self, InvalidPhoneNumber> {
        let number: String = number.chars().filter(|c| !matches!(c, ' ' | '-')).collect();
        let digits = number.strip_prefix('+').ok_or(InvalidPhoneNumber)?;
        let is_number = digits.bytes().all(|byte| byte.is_ascii_digit());
        if !is_number || digits.starts_with('0') || !(4..=15).contains(&digits.len()) {
            return Err(InvalidPhoneNumber);
        }
        let identity = Identity::default().with_id(number);
        Ok(Self::new(PartyKind::Phone, identity))
    }

    fn in_tenant(kind: PartyKind, tenant: impl Into<String>, id: impl Into<String>) -> Self {
        let identity = Identity::default().with_id(id).with_tenant_id(tenant);
        Self::new(kind, identity)
    }

    fn new(kind: PartyKind, identity: Identity) -> Self {
        Self {
            kind,
            identity,
            endpoint: EndpointType::Default,
            language: None,
            region: None,
        }
    }

    /// The name to show.
    pub fn display_name(mut self, name: impl Into<String>) -> Self {
        self.identity.display_name = Some(name.into());
        self
    }

    /// The endpoint that is called, such as the voicemail of a user.
    pub fn endpoint(mut self, endpoint: EndpointType) -> Self {
        self.endpoint = endpoint;
        self
    }

    /// The language, such as `en-us`.
    pub fn language(mut self, language: impl Into<String>) -> Self {
        self.language = Some(language.into());
        self
    }

    /// The region, such as `amer`.
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.region = Some(region.into());
        self
    }

    /// Language and region, by the names of their members.
    pub(super) fn locale(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let language = self.language.as_deref().map(|text| ("languageId", text));
        let region = self.region.as_deref().map(|text| ("region", text));
        language.into_iter().chain(region)
    }

    /// The target of a blind transfer: only the identity of a telephone has a type.
    pub(super) fn plain(&self) -> InvitationParticipantInfo {
        let identity = match self.kind {
            PartyKind::Phone => self.identity.clone().with_odata_type(),
            _ => self.identity.clone(),
        };
        let identities = self.identities(identity);
        InvitationParticipantInfo::new(identities).with_endpoint_type(self.endpoint.clone())
    }

    /// The target of a consultative transfer, and of requests that take participants: everything
    /// has a type.
    pub(super) fn typed(&self) -> InvitationParticipantInfo {
        let identity = self.identity.clone().with_odata_type();
        let identities = self.identities(identity).with_odata_type();
        InvitationParticipantInfo::new(identities)
            .with_endpoint_type(self.endpoint.clone())
            .with_odata_type()
    }

    fn identities(&self, identity: Identity) -> IdentitySet {
        let set = IdentitySet::default();
        match self.kind {
            PartyKind::Phone => set.with_phone(identity),
            PartyKind::Application => set.with_application(identity),
            PartyKind::ApplicationInstance => set.with_application_instance(identity),
            _ => set.with_user(identity),
        }
    }

    /// Adds language and region as members of the target.
    pub(super) fn localized(&self, info: InvitationParticipantInfo) -> InvitationParticipantInfo {
        self.locale()
            .fold(info, |info, (name, value)| info.with_extra(name, value))
    }
}

impl From<&TransferTarget> for InvitationParticipantInfo {
    fn from(target: &TransferTarget) -> Self {
        target.localized(target.typed())
    }
}

impl From<TransferTarget> for InvitationParticipantInfo {
    fn from(target: TransferTarget) -> Self {
        Self::from(&target)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_need_a_country_code() {
        for number in ["+12345678901", "+1 234-567 8901", "+4930123456"] {
            assert!(TransferTarget::phone(number).is_ok(), "{number}");
        }
        for number in [
            "",
            "+",
            "12345678901",
            "+0123456",
            "+1234567890123456",
            "+12a45",
            "tel:+12345",
            "++12345678",
            "+١٢٣٤٥٦",
        ] {
            assert_eq!(
                TransferTarget::phone(number),
                Err(InvalidPhoneNumber),
                "{number}"
            );
        }
    }
}
