#!/usr/bin/env bash
# What the first build of a bot costs that depends on the SDK: without Azure, with default features, and
# with azure_identity beside it; and what the same program costs with graph-rs-sdk.
#
#   benches/cold-bot.sh            # one run of each
#   benches/cold-bot.sh 3 check    # the least of three runs, of `cargo check` alone
#
# Prints the number of crates, and CPU and wall seconds and the largest process's peak memory of
# `cargo check` and of `cargo build` into an empty target folder. Downloads are not counted.
#
# Needs bash, cargo and python3.
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
work=${CARGO_TARGET_DIR:-$root/target}/cold-bot
runs=${1:-1}
commands=${2:-check build}
export CARGO_TARGET_DIR=$work/target CARGO_INCREMENTAL=0 CARGO_TERM_QUIET=true

# A bot with these dependencies: a crate of ours, or graph-rs-sdk.
bot() {
    rm -rf "$work"
    mkdir -p "$work/src"
    cp "$root/Cargo.lock" "$work/Cargo.lock"
    local client=msgraph_beta_communications delete=delete
    case $1 in graph-rs-sdk*) client=graph_rs_sdk delete=delete_calls ;; esac
    cat >"$work/Cargo.toml" <<TOML
[package]
name = "cold-bot"
version = "0.0.0"
edition = "2024"
[workspace]
[dependencies]
$1
TOML
    cat >"$work/src/main.rs" <<RUST
use $client::GraphClient;

async fn hang_up(client: &GraphClient, call: &str) {
    let _ = client.communications().call(call).$delete().send().await;
}

fn main() {
    let _ = hang_up;
}
RUST
}

# The least of the runs, by CPU time.
measure() {
    python3 - "$runs" "$CARGO_TARGET_DIR" "$@" <<'PYTHON'
import os, resource, shutil, subprocess, sys, time
best = None
for _ in range(int(sys.argv[1])):
    shutil.rmtree(sys.argv[2], ignore_errors=True)
    start = time.monotonic()
    child = subprocess.Popen(sys.argv[3:], stdout=subprocess.DEVNULL, stderr=sys.stderr)
    _, status, used = os.wait4(child.pid, 0)
    wall = time.monotonic() - start
    if status != 0:
        sys.exit("the command failed")
    run = (used.ru_utime + used.ru_stime, wall, used.ru_maxrss)
    best = run if best is None else min(best, run)
unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
print(f"{best[0]:.1f} CPU s, {best[1]:.0f} s, {best[2] / unit:.0f} MB")
PYTHON
}

sdk="path = \"$root/generated\""
echo "| bot | crates | ${commands// / | } |"
echo "|---|---|---|---|" | cut -c "1-$((8 + 4 * $(wc -w <<<"$commands") + 1))"
while IFS='|' read -r name dependencies; do
    bot "$(tr ';' '\n' <<<"$dependencies")"
    manifest=(--manifest-path "$work/Cargo.toml")
    cargo fetch "${manifest[@]}"
    tree=$(cargo tree "${manifest[@]}" -e normal,build --prefix none --no-dedupe)
    row="| $name | $(awk '!seen[$1 $2]++' <<<"$tree" | wc -l)"
    for command in $commands; do
        row+=" | $(measure cargo "$command" "${manifest[@]}")"
    done
    echo "$row |"
done <<BOTS
without Azure|msgraph-beta-communications = { $sdk, default-features = false, features = ["client"] }
default features|msgraph-beta-communications = { $sdk }
with azure_identity|msgraph-beta-communications = { $sdk };azure_identity = "1"
graph-rs-sdk 3.0.1|graph-rs-sdk = "=3.0.1"
BOTS
