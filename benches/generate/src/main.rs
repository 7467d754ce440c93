//! Measures what generating everything in some documents costs: the time of each stage, the peak
//! memory, and the size of the generated text. Nothing is written.
//!
//!     cargo run --release --manifest-path benches/Cargo.toml -p generate-bench --features mimalloc -- [--copies N] [--threads N] FILE...
//!
//! `--copies` multiplies each namespace by N, `--threads` prints files on N threads. `--line` prints one
//! row of a table only: CPU seconds, wall seconds of generating, peak MB, files, lines, bytes; n/a
//! where the system has no /proc.

#![allow(clippy::print_stdout)]

mod stages;

use std::error::Error;
use std::time::Instant;

use csdl_codegen::diagnostic::Sources;
use csdl_codegen::{Config, Inputs, generate};

/// The allocator of the feature `mimalloc` of `xtask`, so that both can be measured.
#[cfg(feature = "mimalloc")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> Result<(), Box<dyn Error>> {
    let mut copies = 1;
    let mut threads = None;
    let mut line = false;
    let mut files = Vec::new();
    let mut select = Vec::new();
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        match word.as_str() {
            "--copies" => copies = words.next().ok_or("--copies needs a number")?.parse()?,
            "--threads" => {
                threads = Some(words.next().ok_or("--threads needs a number")?.parse()?);
            }
            "--line" => line = true,
            "--select" => select.push(words.next().ok_or("--select needs a file")?),
            _ => files.push(word),
        }
    }
    let mut sources = Sources::default();
    let mut metadata = Vec::new();
    for file in &files {
        let text = std::fs::read_to_string(file)?;
        metadata.push(sources.add(file.as_str(), stages::copies(&text, copies)));
    }
    let mut inputs = Inputs {
        sources,
        metadata,
        ..Inputs::default()
    };
    if let Some(file) = select.first() {
        let text = std::fs::read_to_string(file)?;
        inputs.select = Some(inputs.sources.add(file.as_str(), text));
    }
    if !line {
        for (stage, seconds) in stages::times(&inputs, threads)? {
            println!("{stage:<10} {seconds:.3} s");
        }
    }
    let start = Instant::now();
    let config = Config {
        threads,
        ..Config::default()
    };
    let output = generate(&inputs, &config).map_err(|found| found.render(&inputs.sources))?;
    let seconds = start.elapsed().as_secs_f64();
    let lines: usize = output.files.values().map(|text| text.lines().count()).sum();
    let bytes: usize = output.files.values().map(String::len).sum();
    let cpu = cpu().map_or("n/a".to_owned(), |cpu| format!("{cpu:.2}"));
    let peak = peak().map_or("n/a".to_owned(), |peak| peak.to_string());
    if line {
        println!(
            "{cpu} {seconds:.2} {peak} {} {lines} {bytes}",
            output.files.len()
        );
    } else {
        println!("generate   {seconds:.3} s");
        println!("{} files, {lines} lines, {bytes} bytes", output.files.len());
        println!("CPU {cpu} s, peak {peak} MB");
    }
    Ok(())
}

/// The user and system time of this process, in seconds.
fn cpu() -> Option<f64> {
    let text = std::fs::read_to_string("/proc/self/stat").ok()?;
    let (_, fields) = text.rsplit_once(") ")?;
    let mut fields = fields.split(' ').skip(11);
    let ticks: u32 = fields.next()?.parse().ok()?;
    let more: u32 = fields.next()?.parse().ok()?;
    // A tick is 10 ms on every Linux that counts in ticks.
    Some(f64::from(ticks + more) / 100.0)
}

/// The peak memory of this process, in MB.
fn peak() -> Option<u32> {
    let text = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: u32 = line.trim().strip_suffix(" kB")?.parse().ok()?;
    Some(kilobytes / 1024)
}
