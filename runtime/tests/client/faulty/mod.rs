//! The faults of the fault table, and the good answers that they spoil.

use std::time::Duration;

use msgraph_runtime::test_support::{Answer, Received};
use serde_json::{Value, json};

use crate::common::{CALLS, TRANSFER};

/// Longer than any time limit of a test.
pub const LATE: Duration = Duration::from_secs(60);

/// A fault: its name, whether the service acts before it, and what it makes of a good answer.
pub struct Fault {
    pub name: &'static str,
    pub acts: bool,
    pub make: fn(Answer) -> Answer,
    /// The same fault of one member of a batch, if a member can have it.
    pub member: Option<fn() -> Value>,
}

/// Dates by the clock of a service that is far behind ours, and ahead.
pub const BEHIND: [&str; 2] = [
    "Sun, 06 Nov 1994 08:49:37 GMT",
    "Sun, 06 Nov 1994 08:49:38 GMT",
];
pub const AHEAD: [&str; 2] = [
    "Thu, 06 Nov 2994 08:49:37 GMT",
    "Thu, 06 Nov 2994 08:49:38 GMT",
];

pub const FAULTS: &[Fault] = &[
    fault("429, Retry-After", false, |_| {
        Answer::throttled(Some("0.002"))
    })
    .member(|| member(429, Some("0.002"))),
    fault("429", false, |_| Answer::throttled(None)).member(|| member(429, None)),
    fault("503, Retry-After", false, |_| {
        Answer::unavailable(Some("0.002"))
    })
    .member(|| member(503, Some("0.002"))),
    fault("503", true, |_| Answer::unavailable(None)).member(|| member(503, None)),
    fault("reset before the body is read", false, |_| {
        Answer::reset_unread()
    }),
    fault("reset after reading", true, |_| Answer::reset()),
    fault("truncated body", true, |good| good.truncated(3)),
    fault("slow head", true, |good| good.after(LATE)),
    fault("slow body", true, |good| good.body_after(LATE)),
    fault("length too small", true, |good| good.content_length(3)),
    fault("length too big", true, |good| good.content_length(9_999)),
    fault("HTML, 502", true, |_| Answer::html(502)).member(|| member(502, None)),
    fault("HTML, 500", true, |_| Answer::html(500)).member(|| member(500, None)),
];

/// Further forms of `Retry-After`, and successes without a body.
pub const FORMS: &[Fault] = &[
    fault("429, Retry-After: 0", false, |_| {
        Answer::throttled(Some("0"))
    })
    .member(|| member(429, Some("0"))),
    fault("429, date that has passed", false, |_| {
        Answer::throttled(Some(BEHIND[0])).header("date", BEHIND[1])
    })
    .member(|| member(429, Some(BEHIND[0]))),
    fault("429, date, clock behind", false, |_| {
        Answer::throttled(Some(BEHIND[1])).header("date", BEHIND[0])
    })
    .member(|| member(429, Some(BEHIND[1]))),
    fault("429, date, clock ahead", false, |_| {
        Answer::throttled(Some(AHEAD[1])).header("date", AHEAD[0])
    })
    .member(|| member(429, Some(AHEAD[1]))),
    fault("503, Retry-After: 0", false, |_| {
        Answer::unavailable(Some("0"))
    })
    .member(|| member(503, Some("0"))),
    fault("429, Retry-After: 99", false, |_| {
        Answer::throttled(Some("99"))
    })
    .member(|| member(429, Some("99"))),
    fault("204", true, |_| Answer::status(204)).member(|| member(204, None)),
    fault("202, no body", true, |_| Answer::status(202)).member(|| member(202, None)),
];

pub const fn fault(name: &'static str, acts: bool, make: fn(Answer) -> Answer) -> Fault {
    let member = None;
    Fault {
        name,
        acts,
        make,
        member,
    }
}

impl Fault {
    const fn member(self, member: fn() -> Value) -> Self {
        let member = Some(member);
        Self { member, ..self }
    }
}

/// An answer to a member of a batch, without a body.
pub fn member(status: u16, retry_after: Option<&str>) -> Value {
    match retry_after {
        Some(wait) => json!({ "status": status, "headers": { "Retry-After": wait } }),
        None => json!({ "status": status }),
    }
}

pub const NO_FAULT: Fault = fault("", true, |good| good);

/// The answer to a batch in which all goes well.
pub fn batch(request: &Received) -> Answer {
    let asked = request.json().unwrap();
    let answers = asked["requests"].as_array().unwrap().iter();
    let answers =
        answers.map(|part| json!({ "id": part["id"], "status": 200, "body": { "value": 7 } }));
    Answer::json(200, &json!({ "responses": Vec::from_iter(answers) }))
}

/// The answer to a batch of which some members have a fault, and the number of transfers that were
/// executed.
pub fn batch_with(request: &Received, faulty: &str, fault: &Fault) -> (Answer, usize) {
    let mut executed = 0;
    let asked = request.json().unwrap();
    let answers = asked["requests"].as_array().unwrap().iter();
    let answers = answers.map(|part| {
        let url = part["url"].as_str().unwrap();
        let is_faulty = url == faulty;
        executed += usize::from(url == TRANSFER && (!is_faulty || fault.acts));
        let mut answer = match fault.member.filter(|_| is_faulty) {
            Some(make) => make(),
            None => json!({ "status": 200, "body": { "value": 7 } }),
        };
        answer["id"] = part["id"].clone();
        answer
    });
    let answers = Vec::from_iter(answers);
    let answer = Answer::json(200, &json!({ "responses": answers }));
    let date = match fault.name {
        "429, date, clock ahead" => AHEAD[0],
        "429, date that has passed" => BEHIND[1],
        _ => BEHIND[0],
    };
    (answer.header("date", date), executed)
}

pub fn page(request: &Received) -> Answer {
    let host = request.header("host").unwrap();
    let next = match request.query.as_deref() {
        None => 2,
        Some("$skiptoken=2") => 3,
        Some(_) => return Answer::json(200, &json!({ "value": [1] })),
    };
    let link = format!("http://{host}{CALLS}?$skiptoken={next}");
    Answer::json(200, &json!({ "value": [1, 2], "@odata.nextLink": link }))
}
