//! Compares our client with plain `reqwest` and `serde_json::Value`, against one server on
//! loopback in one run, and prints a table.
//!
//! The server is a process of its own, so that its work and its memory are not
//! counted. Rounds of both clients alternate; of each figure the best round is
//! shown. `--pages ours|plain N` reads a stream of N items and prints the peak
//! memory; the table runs it in processes of their own.

mod clients;
mod server;

use std::alloc::System;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

use self::clients::{Contender, Ours, Plain};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// Requests of a round, one after the other.
const ONE_BY_ONE: usize = 3000;
/// Requests of a round, in several tasks.
const TOGETHER: usize = 9600;
/// Tasks that send at once.
const TASKS: usize = 32;
/// Rounds of each contender.
const ROUNDS: usize = 3;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["--serve"] => server::serve(),
        ["--pages", who, count] => pages(who, count.parse().expect("a number of items")),
        _ => table(),
    }
}

/// What a round gave.
#[derive(Clone, Copy, Default)]
struct Figures {
    per_second: f64,
    median: Duration,
    slow: Duration,
    together: f64,
    allocations: f64,
    bytes: f64,
}

fn table() {
    let (mut child, root) = start();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .expect("a runtime");
    let ours = Ours::new(&root);
    let plain = Plain::new(&root);
    for (what, post) in [("GET a call (1.4 KB)", false), ("POST transfer", true)] {
        let (mut a, mut b) = (Figures::default(), Figures::default());
        runtime.block_on(async {
            // Connections and token first.
            round(&ours, post, 200, 200).await;
            round(&plain, post, 200, 200).await;
            for _ in 0..ROUNDS {
                a = best(a, round(&ours, post, ONE_BY_ONE, TOGETHER).await);
                b = best(b, round(&plain, post, ONE_BY_ONE, TOGETHER).await);
            }
        });
        println!("\n{what}\n");
        println!("| | requests/s, one by one | median, µs | 99 %, µs | requests/s, {TASKS} tasks | allocations/request | bytes allocated/request |");
        println!("|---|---|---|---|---|---|---|");
        for (name, figures) in [("ours", a), ("reqwest + Value", b)] {
            println!(
                "| {name} | {:.0} | {} | {} | {:.0} | {:.0} | {:.0} |",
                figures.per_second,
                figures.median.as_micros(),
                figures.slow.as_micros(),
                figures.together,
                figures.allocations,
                figures.bytes
            );
        }
    }
    child.kill().expect("the server ends");
    println!("\nA stream of pages of 1,000 items: peak memory of the process, MB\n");
    println!("| | 10,000 items | 100,000 items |\n|---|---|---|");
    for (name, who) in [("ours", "ours"), ("reqwest + Value", "plain")] {
        let peak = |count: usize| {
            let me = std::env::current_exe().expect("this program");
            let output = Command::new(me)
                .args(["--pages", who, &count.to_string()])
                .output()
                .expect("a process");
            String::from_utf8_lossy(&output.stdout).trim().to_owned()
        };
        println!("| {name} | {} | {} |", peak(10_000), peak(100_000));
    }
}

async fn round<C: Contender>(client: &C, post: bool, one_by_one: usize, together: usize) -> Figures {
    let region = Region::new(ALLOCATOR);
    let mut times = Vec::with_capacity(one_by_one);
    let start = Instant::now();
    for _ in 0..one_by_one {
        let before = Instant::now();
        client.send(post).await;
        times.push(before.elapsed());
    }
    let took = start.elapsed();
    let change = region.change();
    times.sort_unstable();
    let start = Instant::now();
    let tasks: Vec<_> = (0..TASKS)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move {
                for _ in 0..together / TASKS {
                    client.send(post).await;
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.expect("the task ends");
    }
    Figures {
        per_second: one_by_one as f64 / took.as_secs_f64(),
        median: times[times.len() / 2],
        slow: times[times.len() * 99 / 100],
        together: together as f64 / start.elapsed().as_secs_f64(),
        allocations: change.allocations as f64 / one_by_one as f64,
        bytes: change.bytes_allocated as f64 / one_by_one as f64,
    }
}

/// The better of two rounds, figure by figure.
fn best(a: Figures, b: Figures) -> Figures {
    if a.per_second == 0.0 {
        return b;
    }
    Figures {
        per_second: a.per_second.max(b.per_second),
        median: a.median.min(b.median),
        slow: a.slow.min(b.slow),
        together: a.together.max(b.together),
        allocations: a.allocations.min(b.allocations),
        bytes: a.bytes.min(b.bytes),
    }
}

/// Starts the server; its first line is the root of the service.
fn start() -> (Child, String) {
    let me = std::env::current_exe().expect("this program");
    let mut child = Command::new(me)
        .arg("--serve")
        .stdout(Stdio::piped())
        .spawn()
        .expect("the server starts");
    let mut root = String::new();
    let output = child.stdout.take().expect("its output");
    BufReader::new(output).read_line(&mut root).expect("its address");
    (child, root.trim().to_owned())
}

fn pages(who: &str, count: usize) {
    let (mut child, root) = start();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    let read = runtime.block_on(async {
        match who {
            "ours" => Ours::new(&root).pages(count).await,
            _ => Plain::new(&root).pages(count).await,
        }
    });
    child.kill().expect("the server ends");
    assert_eq!(read, count);
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = peak.and_then(|text| text.trim().trim_end_matches("kB").trim().parse::<f64>().ok());
    match kilobytes {
        Some(kilobytes) => println!("{:.1}", kilobytes / 1024.0),
        None => println!("n/a"),
    }
}
