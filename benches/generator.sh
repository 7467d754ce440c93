#!/usr/bin/env bash
# What generating costs: whole processes, nothing written.
#
#   benches/generator.sh [FILE.csdl]...
#
# Prints a Markdown table: CPU seconds (user and system, the least of three runs),
# peak memory, and how much text comes out: of our selection, of everything in
# each FILE, and of two, four and eight copies of the first one. Without a FILE,
# those of ../shared/csdl are taken, where there are any. Needs Linux for the
# CPU and memory columns.
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
work=${CARGO_TARGET_DIR:-$root/target}
cargo build --quiet --release --manifest-path "$root/Cargo.toml" --package csdl-codegen --example generate
program=$work/release/examples/generate
files=("$@")
if [[ $# -eq 0 ]]; then
    shopt -s nullglob
    files=("$root"/../shared/csdl/graph-*.csdl)
fi

row() { # TITLE ARGUMENTS…
    local title=$1
    shift
    for _ in 1 2 3; do
        "$program" --line "$@"
    done | sort -g | awk -v title="$title" \
        'NR == 1 { printf "| %s | %s | %s | %s | %s | %s |\n", title, $1, $2, $3, $4, $5 }'
}

echo "| | CPU, s | peak, MB | files | lines | bytes |"
echo "|---|---|---|---|---|---|"
row "our selection" --select "$root/metadata/select.txt" "$root/metadata/beta.csdl"
for file in "${files[@]}"; do
    row "$(basename "$file")" "$file"
done
if [[ ${#files[@]} -gt 0 ]]; then
    for copies in 2 4 8; do
        row "$copies × $(basename "${files[0]}")" --copies "$copies" "${files[0]}"
    done
fi
