//! Measures each stage of the generator for documents and for two, four and eight copies of them, to
//! show that growth is linear.
//!
//! `CSDL_BENCH` names the documents, separated by colons. The default is `metadata/beta.csdl` and
//! `../shared/csdl/*.csdl`, as far as they exist.

#![allow(missing_docs, clippy::print_stdout)]

#[path = "../../generate/src/stages.rs"]
#[allow(dead_code)]
mod stages;

use std::hint::black_box;
use std::path::{Path, PathBuf};

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use csdl_codegen::diagnostic::Sources;
use csdl_codegen::{csdl, emit, model, select};

use stages::{Ready, copies, everything};

fn documents() -> Vec<PathBuf> {
    if let Some(list) = std::env::var_os("CSDL_BENCH") {
        return std::env::split_paths(&list).collect();
    }
    let package = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default();
    let root = Path::new(&package).join("../..");
    let mut out = vec![root.join("metadata/beta.csdl")];
    let more = std::fs::read_dir(root.join("../shared/csdl"));
    let more = more
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path());
    out.extend(more.filter(|path| path.extension().is_some_and(|end| end == "csdl")));
    out.sort();
    out
}

fn stages(criterion: &mut Criterion) {
    for path in documents() {
        let Ok(text) = std::fs::read_to_string(&path) else {
            println!("{} cannot be read: passed over", path.display());
            continue;
        };
        let name = path
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        for count in [1, 2, 4, 8] {
            measure(criterion, &name, count, copies(&text, count));
        }
    }
}

fn measure(criterion: &mut Criterion, name: &str, count: usize, text: String) {
    let mut group = criterion.benchmark_group(name);
    group.sample_size(10);
    group.throughput(Throughput::Bytes(text.len() as u64));
    let id = |stage: &str| BenchmarkId::new(stage, count);
    let mut sources = Sources::default();
    let number = sources.add(name, text);
    let document = csdl::read(&sources, number).0;
    let documents = [document];
    let (model, found) = model::resolve(&documents);
    if found.has_errors() {
        println!("{name} has errors: passed over");
        return;
    }
    let ready = Ready::new(model);
    let sdk = ready.lower();
    group.bench_function(id("read"), |bench| {
        bench.iter(|| csdl::read(black_box(&sources), number));
    });
    group.bench_function(id("resolve"), |bench| {
        bench.iter(|| model::resolve(black_box(&documents)));
    });
    group.bench_function(id("select"), |bench| {
        bench.iter(|| select::select(black_box(&ready.model), &everything()));
    });
    group.bench_function(id("lower"), |bench| {
        bench.iter(|| black_box(&ready).lower())
    });
    group.bench_function(id("emit"), |bench| {
        bench.iter(|| emit::files(black_box(&sdk), None))
    });
    group.finish();
}

criterion_group!(benches, stages);
criterion_main!(benches);
