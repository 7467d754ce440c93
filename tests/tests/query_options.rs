//! Query options built from property constants, enumeration members and values of generated types.

use msgraph_beta_communications::models::{
    Call, CallState, IdentitySet, Modality, Participant, ParticipantInfo,
};
use msgraph_beta_communications::{
    Expand, Expr, Filter, Method, Request,
    edm::DateTimeOffset,
    request::{Count, Get, List, Target},
};

fn calls() -> List<Call> {
    Request::new(Method::Get, Target::root("communications").segment("calls"))
}

#[test]
fn options_are_made_of_properties() -> Result<(), Box<dyn std::error::Error>> {
    let since: DateTimeOffset = "2026-01-15T10:00:00+02:00".parse()?;
    let list = calls()
        .select([Call::ID, Call::STATE])
        .select(["createdDateTime"])
        .expand(
            Expand::new(Call::PARTICIPANTS)
                .select([Participant::INFO])
                .filter(Filter::eq(Participant::IS_MUTED, true))
                .top(3),
        )
        .filter(
            Filter::in_(
                Call::STATE,
                [CallState::Established, CallState::from("x'y")],
            )
            .and(Filter::gt("createdDateTime", since))
            .and(!Filter::is_null(Call::SUBJECT)),
        )
        .filter(Filter::any(Call::PARTICIPANTS, "p", |p| {
            let user = Participant::INFO
                .at(ParticipantInfo::IDENTITY)
                .at(IdentitySet::USER);
            Filter::eq(p.at(user).at("id"), "O'Neil")
        }))
        .filter(Filter::any(Call::REQUESTED_MODALITIES, "m", |m| {
            Filter::eq(m, Modality::Audio)
        }))
        .order_by_desc(Call::SUBJECT);
    let query = list.query();
    assert_eq!(query.get("$select"), Some("id,state,createdDateTime"));
    assert_eq!(
        query.get("$expand"),
        Some("participants($select=info;$filter=isMuted eq true;$top=3)")
    );
    assert_eq!(
        query.get("$filter"),
        Some(
            "((state in ('established','x''y') and createdDateTime gt 2026-01-15T10:00:00+02:00 \
             and not (subject eq null)) and participants/any(p:p/info/identity/user/id eq \
             'O''Neil')) and requestedModalities/any(m:m eq 'audio')"
        )
    );
    assert_eq!(query.get("$orderby"), Some("subject desc"));
    Ok(())
}

#[test]
fn an_entity_is_shaped_alike() -> Result<(), Box<dyn std::error::Error>> {
    let target = Target::root("communications").segment("calls").key("1");
    let get: Get<Call> = Request::new(Method::Get, target);
    let get = get.select([Call::STATE]).expand(Call::OPERATIONS);
    assert_eq!(
        get.path()?,
        "/communications/calls/1?$select=state&$expand=operations"
    );
    Ok(())
}

#[test]
fn expressions_are_made_of_properties() {
    let list = calls()
        .filter(
            Filter::contains(Expr::to_lower(Call::SUBJECT), "review")
                .and(Filter::ne(Call::SUBJECT, Call::ID))
                .and(Filter::gt(Call::PARTICIPANTS.at("$count"), 2)),
        )
        .filter(Filter::any(Call::PARTICIPANTS, "p", |p| {
            Filter::ge(Expr::length(p.at(Participant::ID)), 36)
        }))
        .order_by_desc(Expr::length(Call::SUBJECT))
        .order_by(Call::ID);
    let query = list.query();
    assert_eq!(
        query.get("$filter"),
        Some(
            "(contains(tolower(subject),'review') and subject ne id and participants/$count gt 2) \
             and participants/any(p:length(p/id) ge 36)"
        )
    );
    assert_eq!(query.get("$orderby"), Some("length(subject) desc,id"));
}

#[test]
fn what_is_counted_is_filtered() -> Result<(), Box<dyn std::error::Error>> {
    let count = Count::of(&Target::root("communications").segment("calls"));
    let count = count.filter(Filter::eq(Call::STATE, CallState::Established));
    assert_eq!(
        count.search("sales").path()?,
        "/communications/calls/$count?$filter=state%20eq%20%27established%27&$search=sales"
    );
    Ok(())
}
