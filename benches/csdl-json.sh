#!/usr/bin/env bash
# CSDL XML to CSDL JSON: ours beside OASIS's converter, whole processes.
#
#   NODE_PATH=…/node_modules benches/csdl-json.sh FILE.csdl
#
# Prints CPU seconds (user and system), the least of five runs each, one after
# the other. Needs Node and its package odata-csdl.
set -euo pipefail

file=${1:?usage: benches/csdl-json.sh FILE.csdl}
root=$(cd "$(dirname "$0")/.." && pwd)
converter=$(node -p "require.resolve('odata-csdl/package.json').replace(/package.json$/, '')")
work=${CARGO_TARGET_DIR:-$root/target}
cargo build --quiet --release --manifest-path "$root/Cargo.toml" --package xtask
mkdir -p "$work/csdl-json"
cp "$file" "$work/csdl-json/input.xml"
TIMEFORMAT='%U %S'

# The least CPU time of five runs of a command.
least() {
    for _ in 1 2 3 4 5; do
        { time "$@" >"$work/csdl-json/output" 2>/dev/null; } 2>&1
    done | awk '{ t = $1 + $2; if (NR == 1 || t < least) least = t } END { printf "%.2f", least }'
}

ours=$(least "$work/release/xtask" inspect "$file" --json)
theirs=$(cd "$work/csdl-json" && least node "$converter/lib/cli.js" input.xml)
echo "ours $ours s, converter $theirs s"
