#!/usr/bin/env bash
# What a crate for a whole service costs, by how many of its areas are turned on.
#
#   benches/areas.sh FILE.csdl [AREA]...     the table; AREA are the five that are measured
#                                            together, the first one also alone
#   benches/areas.sh --each FILE.csdl        checks that the crate compiles with no area, with
#                                            each alone, and with all
#
# Generates the crate for everything that FILE declares and prints a Markdown table: CPU seconds
# (user and system) and peak memory of `cargo check` with dependencies built before, and the
# library of a release build, without the client. Every figure is one run. Compare figures of one run only.
#
# Needs bash, cargo and python3.
set -euo pipefail

each=false
if [[ ${1-} == --each ]]; then
    each=true
    shift
fi
file=${1:?usage: benches/areas.sh [--each] FILE.csdl [AREA]...}
shift
areas=("$@")
((${#areas[@]})) || areas=(communications users groups teams sites)

root=$(cd "$(dirname "$0")/.." && pwd)
work=${CARGO_TARGET_DIR:-$root/target}/areas
export CARGO_TARGET_DIR=$work/target CARGO_INCREMENTAL=0 CARGO_TERM_QUIET=true
mkdir -p "$work"
rm -rf "$work/service"
cargo run --quiet --release --manifest-path "$root/Cargo.toml" --package xtask -- \
    regenerate --metadata "$file" --select all --out "$work/service" --lenient \
    --overlay "$root/metadata/overlay.toml" --names "$root/metadata/names.txt" \
    --docs "$root/metadata/docs.toml" >"$work/log" 2>&1 || {
    cat "$work/log" >&2
    exit 1
}
manifest=$work/service/Cargo.toml
# A crate of its own, wherever it lies.
grep -q '^\[workspace\]' "$manifest" || printf '\n[workspace]\n' >>"$manifest"
cp "$root/Cargo.lock" "$work/service/Cargo.lock"

measure() {
    python3 - "$@" <<'PYTHON'
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL, stderr=sys.stderr)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
print(f"{used.ru_utime + used.ru_stime:.1f} {used.ru_maxrss / unit:.0f}")
PYTHON
}
features() {
    local IFS=,
    echo "$*"
}

if $each; then
    export RUSTFLAGS="${RUSTFLAGS-} -D warnings"
    names=$(awk '/^full = \[/ { in_list = 1; next } in_list && /\]/ { exit } in_list' "$manifest" |
        tr -d ' ",')
    count=0
    for name in '' $names full "full,registry"; do
        cargo check --manifest-path "$manifest" --no-default-features --features "$name" ||
            {
                echo "does not compile with: ${name:-no area}" >&2
                exit 1
            }
        count=$((count + 1))
    done
    echo "$count sets of features compile without a warning: none, each of $(wc -w <<<"$names") alone, all, all with the registry"
    exit 0
fi

stamp=$$
cargo build --release --manifest-path "$manifest" --no-default-features
row() { # TITLE FEATURES
    local check release rlib
    cargo check --manifest-path "$manifest" --no-default-features --features "$2"
    check=$(measure cargo rustc --manifest-path "$manifest" --no-default-features --features "$2" --lib --profile check \
        -- --cap-lints allow --cfg "round=\"$stamp\"")
    release=$(measure cargo rustc --manifest-path "$manifest" --no-default-features --features "$2" --lib --release \
        -- --cap-lints allow --cfg "round=\"$stamp\"")
    rlib=$(($(wc -c <"$(ls -t "$CARGO_TARGET_DIR"/release/*.rlib | head -n 1)") / 1024))
    echo "| $1 | ${check% *} | ${check#* } | ${release% *} | ${release#* } | $rlib |"
}

rustc --version
echo
echo "| areas | check, CPU s | peak, MB | release library, CPU s | peak, MB | rlib, KB |"
echo "|---|---|---|---|---|---|"
row "none" ""
row "1: ${areas[0]}" "${areas[0]}"
row "${#areas[@]}: $(features "${areas[@]}")" "$(features "${areas[@]}")"
row "all" full
