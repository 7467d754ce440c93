//! Four readers under one engine, and the runtime itself, on three payloads.
//!
//! What is compared and what is not: see the library of this crate.

use std::hint::black_box;

use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, Criterion, Throughput};
use msgraph_beta_communications as real;
use reader_comparison::models::call_records::CallRecord;
use reader_comparison::models::{CommsNotifications, OnlineMeeting};
use reader_comparison::orders::Orders;
use reader_comparison::{Model, Page, by_serde, pull_jiter, pull_own, weight};

type Fault = Box<dyn std::error::Error>;

/// Runs one reader; gives the weight of what it read.
fn run<T: Model, E: std::fmt::Debug>(
    group: &mut BenchmarkGroup<'_, WallTime>,
    name: &str,
    json: &[u8],
    read: fn(&[u8], &mut Orders) -> Result<T, E>,
) -> Result<u64, Fault> {
    let mut orders = Orders::default();
    let value = read(json, &mut orders).map_err(|error| format!("{name}: {error:?}"))?;
    group.bench_function(name, |bencher| {
        bencher.iter(|| read(black_box(json), &mut orders));
    });
    Ok(weight(&value))
}

fn payload<T: Model, Real: real::Item>(
    criterion: &mut Criterion,
    name: &str,
    json: &[u8],
) -> Result<(), Fault> {
    let mut group = criterion.benchmark_group(name);
    group.throughput(Throughput::Bytes(json.len() as u64));
    let weights = [
        run::<T, _>(&mut group, "own", json, pull_own::read)?,
        run::<T, _>(&mut group, "jiter", json, pull_jiter::read)?,
        run::<T, _>(&mut group, "sonic-rs", json, by_serde::read_sonic_rs)?,
        run::<T, _>(&mut group, "serde_json", json, by_serde::read_serde_json)?,
    ];
    if weights.iter().any(|weight| *weight != weights[0]) {
        return Err(format!("{name}: not all have read the same: {weights:?}").into());
    }
    group.bench_function("runtime", |bencher| {
        bencher.iter(|| real::from_slice::<Real>(black_box(json)));
    });
    group.finish();
    Ok(())
}

fn main() -> Result<(), Fault> {
    // As in the bench of the generated crate: otherwise glibc gives memory back
    // after every document.
    drop(black_box(Vec::<u8>::with_capacity(30 << 20)));
    let mut criterion = Criterion::default().configure_from_args();
    payload::<CommsNotifications, real::models::CommsNotifications>(
        &mut criterion,
        "notification",
        include_bytes!("../../../generated/tests/data/notification.json"),
    )?;
    payload::<CallRecord, real::models::call_records::CallRecord>(
        &mut criterion,
        "call record",
        include_bytes!("../../json/benches/data/call-record.json"),
    )?;
    payload::<Page<OnlineMeeting>, real::Page<real::models::OnlineMeeting>>(
        &mut criterion,
        "meetings",
        include_bytes!("../../json/benches/data/meetings.json"),
    )?;
    criterion.final_summary();
    Ok(())
}
