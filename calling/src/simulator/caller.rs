//! Who calls, is called, or takes part.

use serde_json::{Map, Value, json};

/// Someone who calls, is called, or takes part in a call.
///
/// ```
/// use msgraph_calling::simulator::Caller;
///
/// let one = Caller::user("tenant", "user").named("Heidi Steen");
/// let two = Caller::phone("+12345678901");
/// let meeting = Caller::group([one, two]);
/// ```
#[derive(Clone, Debug)]
#[must_use = "a caller does nothing by itself"]
pub struct Caller {
    kind: &'static str,
    identity: Map<String, Value>,
    tenant: Option<String>,
    others: Vec<Caller>,
    is_group: bool,
    is_recorded: bool,
}

impl Caller {
    fn new(kind: &'static str, id: &str) -> Self {
        let mut identity = Map::new();
        identity.insert("@odata.type".to_owned(), "#microsoft.graph.identity".into());
        identity.insert("id".to_owned(), id.into());
        Self {
            kind,
            identity,
            tenant: None,
            others: Vec::new(),
            is_group: false,
            is_recorded: false,
        }
    }

    /// A user of a tenant.
    pub fn user(tenant: impl Into<String>, id: &str) -> Self {
        Self::new("user", id).of_tenant(tenant.into())
    }

    /// A telephone, by its number, such as `+12345678901`.
    pub fn phone(number: &str) -> Self {
        Self::new("phone", number)
    }

    /// Another application.
    pub fn application(id: &str) -> Self {
        Self::new("application", id)
    }

    /// A bot's instance in a tenant, such as a call queue.
    pub fn application_instance(tenant: impl Into<String>, id: &str) -> Self {
        Self::new("applicationInstance", id).of_tenant(tenant.into())
    }

    /// A guest, whom no tenant knows.
    pub fn guest(id: &str) -> Self {
        Self::new("guest", id)
    }

    /// Someone whose identity the application may not see.
    pub fn encrypted(id: &str) -> Self {
        Self::new("encrypted", id)
    }

    /// A group call of these; the first is the one who calls the bot.
    ///
    /// # Panics
    ///
    /// If there is nobody.
    #[track_caller]
    pub fn group(people: impl IntoIterator<Item = Self>) -> Self {
        let mut people = people.into_iter();
        let Some(mut first) = people.next() else {
            super::fail("a group call has somebody who calls");
        };
        first.others = people.collect();
        first.is_group = true;
        first
    }

    /// Adds a name.
    pub fn named(mut self, name: &str) -> Self {
        self.identity.insert("displayName".to_owned(), name.into());
        self
    }

    /// The tenant that a call of a telephone or a guest belongs to: that of the bot's resource
    /// account.
    pub fn calling(mut self, tenant: impl Into<String>) -> Self {
        self.tenant = Some(tenant.into());
        self
    }

    /// The call is to be recorded by policy: the bot has 5 seconds to answer instead of 15.
    pub fn recorded_by_policy(mut self) -> Self {
        self.is_recorded = true;
        self
    }

    fn of_tenant(mut self, tenant: String) -> Self {
        let value = Value::from(tenant.clone());
        self.identity.insert("tenantId".to_owned(), value);
        self.tenant = Some(tenant);
        self
    }

    /// The tenant, if the caller has one, or else the one that is called.
    pub fn tenant(&self) -> Option<&str> {
        self.tenant.as_deref()
    }

    /// The id or the telephone number.
    pub fn id(&self) -> &str {
        self.identity
            .get("id")
            .and_then(Value::as_str)
            .unwrap_or_default()
    }

    pub(super) fn is_phone(&self) -> bool {
        self.kind == "phone"
    }

    pub(super) fn is_user(&self) -> bool {
        self.kind == "user"
    }

    pub(super) fn is_group(&self) -> bool {
        self.is_group
    }

    pub(super) fn is_recorded(&self) -> bool {
        self.is_recorded
    }

    pub(super) fn others(&self) -> &[Self] {
        &self.others
    }

    /// The `identitySet`.
    pub(super) fn identity_set(&self) -> Value {
        json!({
            "@odata.type": "#microsoft.graph.identitySet",
            self.kind: self.identity,
        })
    }

    /// The `participantInfo`.
    pub(super) fn info(&self) -> Value {
        json!({
            "@odata.type": "#microsoft.graph.participantInfo",
            "identity": self.identity_set(),
            "endpointType": "default",
            "region": "amer",
            "languageId": "en-US",
        })
    }

    /// Reads an `identitySet` as the bot sent it.
    pub(super) fn of_identity_set(set: &Value) -> Option<Self> {
        const KINDS: [&str; 6] = [
            "user",
            "phone",
            "applicationInstance",
            "application",
            "guest",
            "encrypted",
        ];
        KINDS.into_iter().find_map(|kind| {
            let identity = set.get(kind)?.as_object()?;
            let mut caller = Self::new(kind, "");
            caller.identity.extend(identity.clone());
            let tenant = identity.get("tenantId").and_then(Value::as_str);
            caller.tenant = tenant.map(str::to_owned);
            Some(caller)
        })
    }
}
