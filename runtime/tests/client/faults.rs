//! The fault table: how each kind of request behaves under each fault of the service.
//!
//! A second test sends many requests among faults, none of which may be executed twice or lost.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::common::{CALL, CALLS, TRANSFER, calls, create, get, list, patch, transfer};
use crate::faulty::{FAULTS, FORMS, Fault, NO_FAULT, batch, batch_with, page};
use futures::{StreamExt, stream};
use msgraph_runtime::client::{Error, ErrorKind, RetryOptions};
use msgraph_runtime::codegen::Client;
use msgraph_runtime::request::Scalar;
use msgraph_runtime::request::response_kind::{Created, One};
use msgraph_runtime::test_support::{Answer, FakeService, Received};
use msgraph_runtime::{Method, RawJson, Request};
use serde_json::json;
use snapbox::assert::DEFAULT_ACTION_ENV;
use snapbox::data::DataFormat;
use snapbox::{Assert, Data};

/// A limit that no sound answer comes near, and that a slow one exceeds.
const LIMIT: Duration = Duration::from_millis(500);

/// A kind of request: the fault meets the one to this method and path.
struct Column {
    name: &'static str,
    method: Method,
    path: &'static str,
}

const fn column(name: &'static str, method: Method, path: &'static str) -> Column {
    Column { name, method, path }
}

/// One member of a batch has the fault, here and there; the other is good.
const GET_IN_BATCH: &str = "GET beside a transfer in a batch";
const TRANSFER_IN_BATCH: &str = "transfer beside a GET in a batch";

const COLUMNS: &[Column] = &[
    column("GET", Method::Get, CALL),
    column("PATCH", Method::Patch, CALL),
    column("PATCH, If-Match", Method::Patch, CALL),
    column("POST transfer", Method::Post, TRANSFER),
    column("POST create call", Method::Post, CALLS),
    column("batch of GETs", Method::Post, "/$batch"),
    column("batch with a transfer", Method::Post, "/$batch"),
    column(GET_IN_BATCH, Method::Post, "/$batch"),
    column(TRANSFER_IN_BATCH, Method::Post, "/$batch"),
    column(
        "stream of 3 pages",
        Method::Get,
        "/communications/calls?$skiptoken=2",
    ),
];

impl Column {
    /// Whether doing it twice does more than doing it once.
    fn acts(&self) -> bool {
        !matches!(self.name, "GET" | "batch of GETs" | "stream of 3 pages")
    }

    fn meets(&self, request: &Received) -> bool {
        request.path_and_query() == self.path
    }

    fn good(&self, request: &Received) -> Answer {
        match self.name {
            name if name.contains("batch") => batch(request),
            "stream of 3 pages" => page(request),
            "POST transfer" => Answer::json(202, &json!({ "id": "operation" })),
            "POST create call" => Answer::json(201, &json!({ "id": "7" })),
            _ => Answer::json(200, &json!({ "value": 7 })),
        }
    }

    async fn send(&self, client: &Client) -> Result<u16, Error> {
        Ok(match self.name {
            "GET" => get(client).send().await?.status,
            "PATCH" => patch(client).send().await?.status,
            "PATCH, If-Match" => patch(client).if_match("W/\"1\"").send().await?.status,
            "POST transfer" => transfer(client).send().await?.status,
            "batch of GETs" | "batch with a transfer" => {
                let mut batch = client.batch();
                let first = batch.add(get(client));
                match self.acts() {
                    true => batch.add(transfer(client)).member(),
                    false => batch.add(get(client)).member(),
                };
                batch.send().await?.take(first)?.status
            }
            GET_IN_BATCH | TRANSFER_IN_BATCH => {
                let mut batch = client.batch();
                let read = batch.add(get(client));
                let transfer = batch.add(transfer(client));
                let mut answers = batch.send().await?;
                let (read, transfer) = (answers.take(read), answers.take(transfer));
                match self.name == GET_IN_BATCH {
                    true => transfer.and(read.map(|read| read.status))?,
                    false => read.and(transfer.map(|transfer| transfer.status))?,
                }
            }
            "stream of 3 pages" => {
                let mut pages = list(client).pages();
                let mut items = 0;
                while let Some(page) = pages.next().await {
                    items += page?.value.unwrap_or_default().len();
                }
                // A page without a body has no next link.
                assert!(items == 5 || items == 2, "each item once");
                if items == 5 { 200 } else { 204 }
            }
            _ => create(client).send().await?.status,
        })
    }
}

/// One cell: the first answers are faulty, all others are good.
async fn cell(column: &'static Column, fault: &'static Fault, faulty: usize) -> String {
    let faulty_member = match column.name {
        GET_IN_BATCH => Some(CALL),
        TRANSFER_IN_BATCH => Some(TRANSFER),
        _ => None,
    };
    if faulty_member.is_some() && fault.member.is_none() {
        return "-".to_owned();
    }
    let service = FakeService::start().await;
    let acted = Arc::new(Mutex::new(0));
    let (count, acts) = (acted.clone(), fault.acts);
    if fault.name.contains("before") {
        // The fault comes by an expectation: nothing else can leave a body unread.
        let (path, query) = column.path.split_once('?').unwrap_or((column.path, ""));
        let mut before = service.expect(column.method, path);
        if !query.is_empty() {
            before = before.query(query);
        }
        before.answer((fault.make)(Answer::status(200)));
    }
    let left = Mutex::new(if fault.name.contains("before") {
        0
    } else {
        faulty
    });
    let make = fault.make;
    service.answer_with(move |request| {
        let mut left = left.lock().unwrap();
        let good = column.good(request);
        let meets = column.meets(request);
        let fails = meets && *left > 0;
        if let Some(member) = faulty_member {
            let fault = if fails { fault } else { &NO_FAULT };
            let (answer, executed) = batch_with(request, member, fault);
            *left -= usize::from(fails);
            *count.lock().unwrap() += executed;
            return answer;
        }
        *count.lock().unwrap() += usize::from(meets && (!fails || acts));
        match fails {
            true => {
                *left -= 1;
                make(good)
            }
            false => good,
        }
    });
    let mut settings = service.builder();
    if fault.name.contains("slow") {
        settings = settings.timeout(LIMIT);
    }
    let client = settings.build().unwrap();
    // The cells of a row share a thread. All clients are built, which takes a while, before the
    // time limit of the first request starts.
    tokio::task::yield_now().await;
    let ended = column.send(&client).await;
    let seen = service.requests().len();
    let acted = *acted.lock().unwrap();
    let guarded = column.name.contains("If-Match");
    // The version of the entity keeps an update from being made twice.
    assert!(
        !column.acts() || guarded || acted <= 1,
        "{} twice: {}",
        column.name,
        fault.name
    );
    match ended {
        Ok(status) => format!("{seen}: {status}"),
        Err(error) => {
            // The error of a GET is certain, whatever else its batch did.
            if column.acts() && column.name != GET_IN_BATCH && acted > 0 {
                assert!(error.may_have_acted(), "{}: {error}", column.name);
            }
            let unsure = if error.may_have_acted() {
                ", unsure"
            } else {
                ""
            };
            let what = match (error.kind(), error.status()) {
                (ErrorKind::Service, Some(status)) => status.to_string(),
                (kind, _) => format!("{kind:?}"),
            };
            format!("{seen}: {what}{unsure}")
        }
    }
}

async fn table(faulty: usize, out: &mut String) {
    let names = COLUMNS.iter().map(|column| column.name);
    let names: Vec<_> = names.collect();
    writeln!(out, "| fault | {} |", names.join(" | ")).unwrap();
    writeln!(out, "|---|{}", "---|".repeat(COLUMNS.len())).unwrap();
    for fault in FAULTS.iter().chain(FORMS) {
        if faulty > 1 && fault.name.contains("before") {
            continue;
        }
        let cells = COLUMNS.iter().map(|column| cell(column, fault, faulty));
        let cells = futures::future::join_all(cells).await;
        writeln!(out, "| {} | {} |", fault.name, cells.join(" | ")).unwrap();
    }
}

#[tokio::test]
async fn each_fault_meets_each_kind_of_request() {
    let mut text = String::from(
        "# What requests do under faults\n\n\
         Written by `runtime/tests/client/faults.rs`. A cell says how many requests the service saw,\n\
         and what the caller got: a status, or a kind of error; *unsure* is an error whose\n\
         `may_have_acted` says that the service may have acted all the same. Of a batch, a column\n\
         *beside* is about a fault of one member; `-` is a fault that no member can have.\n\n\
         ## The first answer is faulty\n\n",
    );
    table(1, &mut text).await;
    text.push_str("\n## All answers are faulty\n\n");
    table(usize::MAX, &mut text).await;
    // The folder of the package at run time, so that a copied checkout compares its own file.
    let package = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default();
    let golden = Path::new(&package).join("tests/goldens/faults.md");
    let golden = Data::read_from(&golden, Some(DataFormat::Text)).raw();
    // `SNAPSHOTS=overwrite` writes the file instead of comparing.
    let assert = Assert::new().action_env(DEFAULT_ACTION_ENV);
    assert.eq(text, golden);
}

/// What the service remembers: how often it saw a request, and how often it acted on it.
#[derive(Default)]
struct Ledger {
    seen: BTreeMap<u64, u64>,
    acted: BTreeMap<u64, u64>,
    faults: u64,
}

impl Ledger {
    /// Faults are chosen by request and try alone: the order of arrival is chance.
    fn answer(&mut self, request: &Received) -> Answer {
        let number = match request.method.as_str() {
            "GET" => request.path.rsplit('/').next().unwrap().parse().unwrap(),
            _ => request.json().unwrap()["id"].as_u64().unwrap(),
        };
        let tries = self.seen.entry(number).or_default();
        *tries += 1;
        let dice = mix(number * 64 + *tries);
        let good = Answer::json(200, &json!({ "value": number }));
        let fault = (dice.is_multiple_of(5)).then(|| &FAULTS[(dice / 5) as usize % FAULTS.len()]);
        self.faults += u64::from(fault.is_some());
        if fault.is_none_or(|fault| fault.acts) {
            *self.acted.entry(number).or_default() += 1;
        }
        match fault {
            Some(fault) => (fault.make)(good),
            None => good,
        }
    }
}

/// Well spread numbers from a seed (SplitMix64).
fn mix(seed: u64) -> u64 {
    let mut z = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_call_is_lost_or_made_twice() {
    const REQUESTS: u64 = 10_000;
    let service = FakeService::start().await;
    let ledger = Arc::new(Mutex::new(Ledger::default()));
    let kept = ledger.clone();
    service.answer_with(move |request| kept.lock().unwrap().answer(request));
    let retry = RetryOptions::default().with_first_wait(Duration::from_millis(1));
    let client = service
        .builder()
        .retry(retry)
        // Long enough for any request to arrive on a busy system.
        .timeout(4 * LIMIT)
        .build()
        .unwrap();

    let send = async |number: u64| {
        let target = calls(&client);
        let ended: Result<(), Error> = if number.is_multiple_of(2) {
            let get: Request<One<Scalar<i64>>> =
                Request::new(Method::Get, target.key(number.to_string().as_str()));
            let answer = get.send().await;
            answer
                .and_then(|answer| answer.value())
                .map(|value| assert_eq!(value.value, i64::try_from(number).ok()))
        } else {
            let body = json!({ "id": number }).to_string().into_bytes();
            let create: Request<Created<RawJson>> = Request::new(Method::Post, target);
            create.with_body(body).send().await.map(|_| ())
        };
        (number, ended)
    };
    let all = stream::iter(1..=REQUESTS).map(send).buffer_unordered(64);
    let all: Vec<_> = all.collect().await;

    let ledger = ledger.lock().unwrap();
    let (mut good, mut unsure, mut refused) = (0, 0, 0);
    for (number, ended) in &all {
        let acted = ledger.acted.get(number).copied().unwrap_or_default();
        let tries = ledger.seen[number];
        assert!(tries <= 5);
        let reads = number % 2 == 0;
        assert!(reads || acted <= 1, "call {number} was made {acted} times");
        match ended {
            Ok(()) => {
                assert!(acted > 0, "{number} was not answered by the service");
                good += 1;
            }
            // A read fails only if no try went well, or an answer is no JSON.
            Err(error) if reads => {
                let odd = error.kind() == ErrorKind::Decode || error.status() == Some(500);
                assert!(odd || tries == 5, "{error}");
            }
            Err(error) if error.may_have_acted() => unsure += 1,
            Err(error) => {
                assert_eq!(acted, 0, "call {number} was made, but: {error}");
                refused += 1;
            }
        }
    }
    let made = ledger
        .acted
        .keys()
        .filter(|number| *number % 2 == 1)
        .count();
    let lost = all.iter().filter(|(n, ended)| n % 2 == 1 && ended.is_err());
    assert_eq!(lost.count(), unsure + refused);
    println!(
        "{} requests seen, {} faults; {made} calls made; {good} answers, {unsure} unsure, \
         {refused} refused",
        ledger.seen.values().sum::<u64>(),
        ledger.faults
    );
    assert!(ledger.faults > 2_000 && unsure > 100 && good > 8_000);
}
