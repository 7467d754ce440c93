//! The participants of a call.

use serde_json::{Value, json};

use super::Caller;
use super::guid::Guid;
use super::notices::{self, notice};
use super::record::{CallRecord, MessageKind};

pub(super) struct Member {
    pub id: Guid,
    pub who: Caller,
    pub is_muted: bool,
    pub is_in_lobby: bool,
    /// Number of the last change.
    sequence: i64,
    has_left: bool,
}

pub(super) struct Roster {
    members: Vec<Member>,
    sequence: i64,
    /// Whether the bot asked for changes in place of whole rosters.
    pub is_delta: bool,
    has_numbers: bool,
}

impl Roster {
    pub fn new(has_numbers: bool) -> Self {
        Self {
            members: Vec::new(),
            sequence: 0,
            is_delta: false,
            has_numbers,
        }
    }

    pub fn present(&self) -> impl Iterator<Item = &Member> {
        self.members.iter().filter(|member| !member.has_left)
    }

    pub fn add(&mut self, id: Guid, who: Caller) {
        self.sequence += 1;
        self.members.push(Member {
            id,
            who,
            is_muted: false,
            is_in_lobby: false,
            sequence: self.sequence,
            has_left: false,
        });
    }

    /// Changes somebody who is present; says whether there is one.
    pub fn change(&mut self, id: Guid, change: impl FnOnce(&mut Member)) -> bool {
        let mut members = self.members.iter_mut();
        let Some(member) = members.find(|member| member.id == id && !member.has_left) else {
            return false;
        };
        self.sequence += 1;
        member.sequence = self.sequence;
        change(member);
        true
    }

    pub fn remove(&mut self, id: Guid) -> bool {
        self.change(id, |member| member.has_left = true)
    }

    /// The whole roster, as a GET answers it.
    pub fn resources(&self) -> Vec<Value> {
        self.present()
            .map(|member| member.resource(self.has_numbers))
            .collect()
    }
}

impl Member {
    pub fn resource(&self, has_numbers: bool) -> Value {
        let mut resource = json!({
            "@odata.type": "#microsoft.graph.participant",
            "id": self.id.to_string(),
            "info": {
                "identity": plain(self.who.identity_set()),
                "region": "westus",
                "languageId": "en-US",
            },
            "mediaStreams": [{
                "mediaType": "audio",
                "label": "main-audio",
                "sourceId": "1",
                "direction": "sendReceive",
            }],
            "isMuted": self.is_muted,
            "isInLobby": self.is_in_lobby,
        });
        if has_numbers {
            let number = Value::from(self.sequence);
            resource = notices::with(resource, [("rosterSequenceNumber", number)]);
        }
        match self.has_left {
            false => resource,
            true => notices::with(resource, [("removedState", json!({ "reason": "Left" }))]),
        }
    }
}

/// The value without type names, as rosters have it.
fn plain(mut value: Value) -> Value {
    if let Some(members) = value.as_object_mut() {
        members.remove("@odata.type");
        for member in members.values_mut() {
            *member = plain(member.take());
        }
    }
    value
}

impl CallRecord {
    /// Tells the bot about the roster: whole, or what changed if it asked for that.
    pub fn post_roster(&mut self, changed: &[Guid]) {
        match self.roster.is_delta && !changed.is_empty() {
            true => self.post_delta_roster(changed),
            false => self.post_full_roster(),
        }
    }

    /// Lets people in who wait in the lobby, and tells the bot.
    pub fn admit(&mut self, people: &[Guid]) {
        for &id in people {
            self.roster.change(id, |member| member.is_in_lobby = false);
        }
        if !people.is_empty() {
            self.post_roster(people);
        }
    }

    pub fn post_full_roster(&mut self) {
        let url = format!("{}/participants", self.url());
        let people = self.roster.resources();
        let label = format!("updated roster of {}", people.len());
        let notice = notice("updated", &url, Value::Array(people));
        self.post(MessageKind::Update, label, vec![notice]);
    }

    pub fn post_delta_roster(&mut self, changed: &[Guid]) {
        let url = format!("{}/participants", self.url());
        let members = self.roster.members.iter();
        let members = members.filter(|member| changed.contains(&member.id));
        let people = Vec::from_iter(members.map(|member| member.resource(true)));
        let label = format!("updated roster by {}", people.len());
        let delta = json!({
            "@odata.type": "#microsoft.graph.deltaParticipants",
            "sequenceNumber": self.roster.sequence,
            "participants": people,
        });
        let notice = notice("updated", &url, delta);
        self.post(MessageKind::Update, label, vec![notice]);
    }
}
