//! Reading and writing beside plain derives of the same types, in one run.
//!
//! Three payloads: a notification of a call (0.8 kB), a call record (202 kB)
//! and a page of meetings with undeclared members (1 MB). Beside ours: closed
//! derive, derive with `flatten`, `IgnoredAny` and `Value` of `serde_json`.
//! `cargo bench --manifest-path benches/Cargo.toml -p json-bench`

use std::hint::black_box;

use criterion::{BenchmarkGroup, Criterion, Throughput, measurement::WallTime};
use derive_baseline::{closed, flatten};
use msgraph_beta_communications::models::call_records::CallRecord;
use msgraph_beta_communications::models::{CommsNotifications, OnlineMeeting};
use msgraph_beta_communications::{Item, Page, from_slice, to_vec};
use serde::de::{DeserializeOwned, IgnoredAny};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A page of a collection as a plain derive.
#[derive(Deserialize, Serialize)]
struct PlainPage<T> {
    #[serde(rename = "@odata.context", skip_serializing_if = "Option::is_none")]
    context: Option<String>,
    #[serde(rename = "@odata.count", skip_serializing_if = "Option::is_none")]
    count: Option<i64>,
    #[serde(rename = "@odata.nextLink", skip_serializing_if = "Option::is_none")]
    next_link: Option<String>,
    value: Vec<T>,
}

fn read<T: DeserializeOwned>(group: &mut BenchmarkGroup<'_, WallTime>, name: &str, json: &[u8]) {
    group.bench_function(name, |bencher| {
        bencher.iter(|| serde_json::from_slice::<T>(black_box(json)));
    });
}

fn write<T: DeserializeOwned + Serialize>(
    group: &mut BenchmarkGroup<'_, WallTime>,
    name: &str,
    json: &[u8],
) -> serde_json::Result<()> {
    let value: T = serde_json::from_slice(json)?;
    let size = serde_json::to_vec(&value)?.len();
    group.throughput(Throughput::Bytes(size as u64));
    group.bench_function(name, |bencher| {
        bencher.iter(|| serde_json::to_vec(black_box(&value)));
    });
    Ok(())
}

/// One payload through all of them.
fn payload<Ours, Closed, Flatten>(
    criterion: &mut Criterion,
    name: &str,
    json: &[u8],
) -> Result<(), Box<dyn std::error::Error>>
where
    Ours: Item,
    Closed: DeserializeOwned + Serialize,
    Flatten: DeserializeOwned + Serialize,
{
    let value: Ours = from_slice(json)?;
    let written = to_vec(&value);
    let same: [Value; 2] = [
        serde_json::from_slice(json)?,
        serde_json::from_slice(&written)?,
    ];
    if same[0] != same[1] {
        return Err(format!("{name} does not survive reading and writing").into());
    }

    let mut group = criterion.benchmark_group(format!("read {name}"));
    group.throughput(Throughput::Bytes(json.len() as u64));
    group.bench_function("ours", |bencher| {
        bencher.iter(|| from_slice::<Ours>(black_box(json)));
    });
    read::<Closed>(&mut group, "closed derive", json);
    read::<Flatten>(&mut group, "derive + flatten", json);
    read::<Value>(&mut group, "Value", json);
    read::<IgnoredAny>(&mut group, "IgnoredAny", json);
    group.finish();

    let mut group = criterion.benchmark_group(format!("write {name}"));
    group.throughput(Throughput::Bytes(written.len() as u64));
    group.bench_function("ours", |bencher| {
        bencher.iter(|| to_vec(black_box(&value)));
    });
    write::<Closed>(&mut group, "closed derive", json)?;
    write::<Flatten>(&mut group, "derive + flatten", json)?;
    write::<Value>(&mut group, "Value", json)?;
    group.finish();
    Ok(())
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // glibc gives memory back to the system after every document, unless it has
    // seen a large block come and go, as it soon has in a service that runs.
    drop(black_box(Vec::<u8>::with_capacity(30 << 20)));
    let mut criterion = Criterion::default().configure_from_args();
    payload::<
        CommsNotifications,
        closed::models::CommsNotifications,
        flatten::models::CommsNotifications,
    >(
        &mut criterion,
        "notification",
        include_bytes!("../../../generated/tests/data/notification.json"),
    )?;
    payload::<
        CallRecord,
        closed::models::call_records::CallRecord,
        flatten::models::call_records::CallRecord,
    >(
        &mut criterion,
        "call record",
        include_bytes!("data/call-record.json"),
    )?;
    payload::<
        Page<OnlineMeeting>,
        PlainPage<closed::models::OnlineMeeting>,
        PlainPage<flatten::models::OnlineMeeting>,
    >(
        &mut criterion,
        "meetings",
        include_bytes!("data/meetings.json"),
    )?;
    criterion.final_summary();
    Ok(())
}
