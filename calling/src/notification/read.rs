//! Sorts one element of a delivery by the type of its data, or else by its address.

use msgraph_beta_communications::models::{
    AnyCommsOperation, Call, CallDirection, CallState, ChangeType, CommsNotification,
    ContentSharingSession, DeltaParticipants, OperationStatus, Participant,
    ParticipantJoiningNotification, ParticipantLeftNotification,
};
use msgraph_beta_communications::{Item, Mode, UnknownObject, from_str_with};
use serde_json::value::RawValue;

use super::delivery::member;
use super::id::segment_after;
use super::{CallId, Notification, OperationId, RosterChange};
use crate::ext::CallStateExt;
use crate::reason::EndReason;

/// What a notification is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Call,
    Participants,
    DeltaParticipants,
    Operation,
    ContentSharing,
    ParticipantJoining,
    ParticipantLeft,
}

/// The changed object, as JSON text.
enum Data<'a> {
    None,
    One(&'a str),
    Many(Vec<&'a str>),
}

/// One element, with what the address and the data tell about it.
struct Element<'a> {
    change: Option<ChangeType>,
    address: String,
    call: Option<CallId>,
    data: Data<'a>,
    type_name: Option<String>,
}

/// Makes a notification of an element, whose JSON text is `text`.
pub(super) fn sort(notification: CommsNotification, text: &str) -> Notification {
    let envelope: UnknownObject = from_str_with(text, Mode::Lenient).unwrap_or_default();
    let element = Element::of(&notification, &envelope);
    element.sort().unwrap_or_else(|| Notification::Other {
        call: element.call.clone(),
        notification: Box::new(notification),
    })
}

fn read<T: Item>(text: &str) -> Option<T> {
    from_str_with(text, Mode::Lenient).ok()
}

fn text_member(object: &UnknownObject, name: &str) -> Option<String> {
    serde_json::from_str(member(object, name)?).ok()
}

impl<'a> Data<'a> {
    fn of(text: Option<&'a str>) -> Self {
        let Some(text) = text else { return Self::None };
        match text.as_bytes().first() {
            Some(b'{') => Self::One(text),
            Some(b'[') => {
                let list: Vec<&RawValue> = serde_json::from_str(text).unwrap_or_default();
                Self::Many(list.into_iter().map(RawValue::get).collect())
            }
            _ => Self::None,
        }
    }

    fn texts(&self) -> &[&'a str] {
        match self {
            Self::None => &[],
            Self::One(text) => std::slice::from_ref(text),
            Self::Many(list) => list,
        }
    }

    fn one(&self) -> Option<&'a str> {
        match self.texts() {
            [text] => Some(text),
            _ => None,
        }
    }
}

impl<'a> Element<'a> {
    fn of(notification: &CommsNotification, envelope: &'a UnknownObject) -> Self {
        let data = Data::of(member(envelope, "resourceData"));
        let objects = || {
            let texts = data.texts().iter();
            texts.filter_map(|text| read::<UnknownObject>(text))
        };
        let type_name = objects().find_map(|object| object.type_name());
        let mut addresses = notification
            .resource_url
            .clone()
            .into_iter()
            .chain(text_member(envelope, "resource"))
            .chain(objects().find_map(|object| text_member(&object, "@odata.id")));
        let address = addresses
            .find(|address| CallId::from_resource_url(address).is_some())
            .unwrap_or_default();
        Self {
            change: notification.change_type.clone(),
            call: CallId::from_resource_url(&address),
            address,
            data,
            type_name,
        }
    }

    fn sort(&self) -> Option<Notification> {
        match self.kind()? {
            Kind::Call => self.call(),
            Kind::Participants => self.participants(),
            Kind::DeltaParticipants => self.delta(),
            Kind::Operation => self.operation(),
            Kind::ContentSharing => self.content_sharing(),
            Kind::ParticipantJoining => {
                let joining: Box<ParticipantJoiningNotification> =
                    Box::new(read(self.data.one()?)?);
                let call = self.call_or_id_of(joining.call.as_ref());
                Some(Notification::ParticipantJoining { call, joining })
            }
            Kind::ParticipantLeft => {
                let left: Box<ParticipantLeftNotification> = Box::new(read(self.data.one()?)?);
                let call = self.call_or_id_of(left.call.as_ref());
                Some(Notification::ParticipantLeft { call, left })
            }
        }
    }

    /// The type of the data decides, for `…/operations/participants` carries participants.
    fn kind(&self) -> Option<Kind> {
        match self.type_name.as_deref() {
            Some(name) => kind_of_type(name),
            None => self.kind_of_address(),
        }
    }

    fn kind_of_address(&self) -> Option<Kind> {
        let path = self.address.split(['?', '#']).next().unwrap_or_default();
        let call = self.call.as_ref()?;
        let mut rest = path
            .split('/')
            .filter(|segment| !segment.is_empty())
            .skip_while(|segment| !names_call(segment, call))
            .skip(1)
            .map(str::to_ascii_lowercase);
        match rest.next().as_deref() {
            None => Some(Kind::Call),
            Some("participants") => Some(Kind::Participants),
            Some("operations") if rest.next().as_deref() == Some("participants") => {
                Some(Kind::Participants)
            }
            Some("operations") => Some(Kind::Operation),
            Some("contentsharingsessions") => Some(Kind::ContentSharing),
            Some(_) => None,
        }
    }

    fn is_deleted(&self) -> bool {
        self.change == Some(ChangeType::Deleted)
    }

    fn call(&self) -> Option<Notification> {
        let update: Call = match &self.data {
            Data::None => Call::default(),
            data => read(data.one()?)?,
        };
        let id = || CallId::new(update.id.as_deref()?).ok();
        let call = self.call.clone().or_else(id)?;
        let update = Box::new(update);
        let state = update.state.as_ref();
        if self.is_deleted() || state.is_some_and(CallState::is_terminal) {
            let reason = EndReason::of(&update);
            return Some(Notification::CallEnded {
                call,
                update,
                reason,
            });
        }
        let is_new = state.is_none()
            && self.change == Some(ChangeType::Created)
            && update.direction == Some(CallDirection::Incoming);
        if is_new || state == Some(&CallState::Incoming) {
            return Some(Notification::Incoming { call, update });
        }
        let pressed = update.tone_info.as_ref();
        let pressed = pressed.and_then(|info| Some((info.sequence_id, info.tone.clone()?)));
        Some(match pressed {
            Some((sequence, tone)) => Notification::Tone {
                call,
                sequence,
                tone,
                update,
            },
            None => Notification::CallUpdated { call, update },
        })
    }

    fn participants(&self) -> Option<Notification> {
        let call = self.call.clone()?;
        let texts = self.data.texts();
        let mut participants: Vec<Participant> =
            texts.iter().filter_map(|text| read(text)).collect();
        let in_address = segment_after(&self.address, "participants");
        if participants.is_empty() && self.is_deleted() {
            let mut participant = Participant::default();
            participant.id = Some(in_address.clone()?);
            participants.push(participant);
        }
        let is_whole = in_address.is_none()
            && matches!(&self.data, Data::Many(list) if list.len() == participants.len());
        let change = if self.is_deleted() {
            RosterChange::Removed
        } else if is_whole {
            RosterChange::Full
        } else if participants.is_empty() {
            return None;
        } else {
            // A part of the roster must not push out those who are not in it.
            RosterChange::Delta { sequence: None }
        };
        Some(Notification::Roster {
            call,
            change,
            participants,
        })
    }

    fn delta(&self) -> Option<Notification> {
        let delta: DeltaParticipants = read(self.data.one()?)?;
        Some(Notification::Roster {
            call: self.call.clone()?,
            change: RosterChange::Delta {
                sequence: delta.sequence_number,
            },
            participants: delta.participants.unwrap_or_default(),
        })
    }

    fn operation(&self) -> Option<Notification> {
        let call = self.call.clone()?;
        let operation: AnyCommsOperation = match &self.data {
            Data::None => AnyCommsOperation::default(),
            data => read(data.one()?)?,
        };
        let id = operation.id().and_then(|id| OperationId::new(id).ok());
        let id = id.or_else(|| OperationId::from_resource_url(&self.address));
        let status = operation.status();
        let is_final = matches!(
            status,
            Some(OperationStatus::Completed | OperationStatus::Failed)
        );
        Some(if is_final || self.is_deleted() {
            Notification::OperationDone {
                call,
                id,
                operation,
            }
        } else {
            Notification::OperationUpdated {
                call,
                id,
                operation,
            }
        })
    }

    fn content_sharing(&self) -> Option<Notification> {
        let data: Option<ContentSharingSession> = match &self.data {
            Data::None => None,
            data => Some(read(data.one()?)?),
        };
        let session = data.as_ref().and_then(|data| data.id.clone());
        Some(Notification::ContentSharing {
            call: self.call.clone()?,
            change: self.change.clone()?,
            session: session.or_else(|| segment_after(&self.address, "contentSharingSessions")),
            data: data.map(Box::new),
        })
    }

    fn call_or_id_of(&self, call: Option<&Call>) -> Option<CallId> {
        let in_data = || CallId::new(call?.id.as_deref()?).ok();
        self.call.clone().or_else(in_data)
    }
}

/// Whether a segment of a path is the id, or `calls('id')`.
fn names_call(segment: &str, call: &CallId) -> bool {
    let is_key = segment.contains('(') && segment_after(segment, "calls").is_some();
    is_key || segment_after(&format!("calls/{segment}"), "calls").as_deref() == Some(call.as_str())
}

/// The kind of `#microsoft.graph.playPromptOperation` and the like.
fn kind_of_type(name: &str) -> Option<Kind> {
    let name = name.trim_start_matches('#').to_ascii_lowercase();
    let name = name.strip_prefix("microsoft.graph.").unwrap_or(&name);
    Some(match name {
        "call" => Kind::Call,
        "participant" => Kind::Participants,
        "deltaparticipants" => Kind::DeltaParticipants,
        "contentsharingsession" => Kind::ContentSharing,
        "participantjoiningnotification" => Kind::ParticipantJoining,
        "participantleftnotification" => Kind::ParticipantLeft,
        // A new kind of operation is still an operation.
        name if name.ends_with("operation") => Kind::Operation,
        _ => return None,
    })
}
