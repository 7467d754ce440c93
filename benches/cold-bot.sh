#!/usr/bin/env bash
# What the first build of a bot costs that depends on the SDK with default features.
#
#   benches/cold-bot.sh
#
# Prints the number of crates, and CPU and wall seconds and the largest process's peak memory of
# `cargo check` and of `cargo build` into an empty target folder. One run; downloads are not counted.
#
# Needs bash, cargo and python3.
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
work=${CARGO_TARGET_DIR:-$root/target}/cold-bot
rm -rf "$work"
mkdir -p "$work/src"
cp "$root/Cargo.lock" "$work/Cargo.lock"
cat >"$work/Cargo.toml" <<TOML
[package]
name = "cold-bot"
version = "0.0.0"
edition = "2024"
[workspace]
[dependencies]
msgraph-beta-communications = { path = "$root/generated" }
TOML
cat >"$work/src/main.rs" <<'RUST'
use msgraph_beta_communications::GraphClient;

async fn hang_up(client: &GraphClient, call: &str) {
    let _ = client.communications().call(call).delete().send().await;
}

fn main() {
    let _ = hang_up;
}
RUST
manifest=(--manifest-path "$work/Cargo.toml")
export CARGO_TARGET_DIR=$work/target CARGO_INCREMENTAL=0 CARGO_TERM_QUIET=true
cargo fetch "${manifest[@]}"
crates=$(cargo tree "${manifest[@]}" -e normal,build --prefix none --no-dedupe | awk '!seen[$1 $2]++' | wc -l)

measure() {
    python3 - "$@" <<'PYTHON'
import resource, subprocess, sys, time
start = time.monotonic()
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL, stderr=sys.stderr)
wall = time.monotonic() - start
used = resource.getrusage(resource.RUSAGE_CHILDREN)
unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
print(f"{used.ru_utime + used.ru_stime:.0f} CPU s, {wall:.0f} s, {used.ru_maxrss / unit:.0f} MB")
PYTHON
}

echo "| crates | cargo check | cargo build |"
echo "|---|---|---|"
check=$(measure cargo check "${manifest[@]}")
rm -rf "$CARGO_TARGET_DIR"
build=$(measure cargo build "${manifest[@]}")
echo "| $crates | $check | $build |"
