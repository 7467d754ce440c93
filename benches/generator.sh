#!/usr/bin/env bash
# Measures what generating costs, as whole processes that write nothing.
#
#   benches/generator.sh [FILE.csdl]...
#
# Prints a Markdown table: CPU seconds (user and system), wall seconds of generating with one thread
# and with two, peak memory with two, and how much text is generated. Every time is the least of
# three runs. The rows are our selection, everything in each FILE, and two, four and eight copies of
# the first one. Without a FILE, those of ../shared/csdl are measured if there are any. Needs Linux
# for the CPU and memory columns.
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
work=${CARGO_TARGET_DIR:-$root/benches/target}
cargo build --quiet --release --manifest-path "$root/benches/Cargo.toml" --package generate-bench --features mimalloc
program=$work/release/generate-bench
files=("$@")
if [[ $# -eq 0 ]]; then
    shopt -s nullglob
    files=("$root"/../shared/csdl/graph-*.csdl)
fi

least() { # COLUMN, of rows on standard input
    sort -g -k "$1,$1" | awk -v column="$1" 'NR == 1 { print $column }'
}

row() { # TITLE ARGUMENTS…
    local title=$1 one= two=
    shift
    for _ in 1 2 3; do
        one+=$("$program" --line --threads 1 "$@")$'\n'
        two+=$("$program" --line --threads 2 "$@")$'\n'
    done
    one=${one%$'\n'} two=${two%$'\n'}
    echo "| $title | $(least 1 <<<"$one") | $(least 2 <<<"$one") | $(least 2 <<<"$two")" \
        "| $(least 3 <<<"$two") | $(awk 'NR == 1 { print $4 " | " $5 " | " $6 }' <<<"$one") |"
}

echo "| | CPU, s | 1 thread, s | 2 threads, s | peak, MB | files | lines | bytes |"
echo "|---|---|---|---|---|---|---|---|"
row "our selection" --select "$root/metadata/select.txt" "$root/metadata/beta.csdl"
for file in "${files[@]}"; do
    row "$(basename "$file")" "$file"
done
if [[ ${#files[@]} -gt 0 ]]; then
    for copies in 2 4 8; do
        row "$copies × $(basename "${files[0]}")" --copies "$copies" "${files[0]}"
    done
fi
