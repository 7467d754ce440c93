#!/usr/bin/env bash
# What building our types costs, beside plain serde derives of the same types.
#
#   benches/build-cost.sh [--quick]
#
# Prints a Markdown table: CPU seconds (user and system, cargo and its children
# together), sizes, and the largest process's peak memory. Everything that a
# figure is not about is built before; every step is run three times and the
# least is taken (--quick: once). Compare figures of one run only.
#
# Needs bash and cargo. Without python3 the memory columns say n/a.
set -euo pipefail

rounds=3
case "${1-}" in
--quick) rounds=1 ;;
'') ;;
*)
    echo "usage: benches/build-cost.sh [--quick]" >&2
    exit 2
    ;;
esac

root=$(cd "$(dirname "$0")/.." && pwd)
# Apart from other builds: neither disturbs what the other has built.
work=${CARGO_TARGET_DIR:-$root/target}/build-cost
export CARGO_TARGET_DIR=$work/target CARGO_INCREMENTAL=0 CARGO_TERM_QUIET=true
export CARGO_PROFILE_RELEASE_STRIP=symbols
mkdir -p "$work"
TIMEFORMAT='%U %S'

# The models without the requests: the types that the baselines have, too.
models=$work/models
rm -rf "$models"
mkdir -p "$models"
cp -r "$root/generated/src" "$models/src"
rm -rf "$models/src/requests" "$models/src/requests.rs"
sed -i '/^pub mod requests;$/d' "$models/src/lib.rs"
cp "$root/Cargo.lock" "$models/Cargo.lock"
cat >"$models/Cargo.toml" <<TOML
[package]
name = "models-alone"
version = "0.0.0"
edition = "2024"
[workspace]
[features]
registry = []
[dependencies]
msgraph-runtime = { path = "$root/runtime" }
TOML

# A variant: name, manifest, package, features, features of the bot.
variants=(ours alone closed flatten)
title() {
    case $1 in
    ours) echo "our crate" ;;
    alone) echo "our models alone" ;;
    closed) echo "closed derive" ;;
    flatten) echo 'derive + `flatten`' ;;
    nothing) echo "(cargo, nothing to do)" ;;
    esac
}
package() {
    case $1 in
    ours | nothing) echo "--manifest-path $root/Cargo.toml -p msgraph-beta-communications --no-default-features" ;;
    alone) echo "--manifest-path $models/Cargo.toml" ;;
    *) echo "--manifest-path $root/benches/Cargo.toml -p derive-baseline --no-default-features --features $1" ;;
    esac
}
library() {
    case $1 in
    ours) echo libmsgraph_beta_communications.rlib ;;
    alone) echo libmodels_alone.rlib ;;
    *) echo libderive_baseline.rlib ;;
    esac
}

# measure COMMAND…: prints CPU seconds and the peak memory in MB.
if command -v python3 >/dev/null && python3 -c 'import resource' 2>/dev/null; then
    measure() {
        python3 - "$@" <<'PYTHON'
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL, stderr=sys.stderr)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
print(f"{used.ru_utime + used.ru_stime:.2f} {used.ru_maxrss / unit:.0f}")
PYTHON
    }
else
    measure() {
        local used
        used=$({ time "$@" >/dev/null 2>"$work/log"; } 2>&1) || {
            cat "$work/log" >&2
            return 1
        }
        awk '{ printf "%.2f n/a\n", $1 + $2 }' <<<"$used"
    }
fi

# The flag makes cargo build this crate again, and only this one.
check() { # VARIANT ROUND
    local flags
    read -ra flags <<<"$(package "$1")"
    measure cargo rustc "${flags[@]}" --lib --profile check -- --cap-lints allow --cfg "round=\"$2\""
}
release() { # VARIANT ROUND
    local flags
    read -ra flags <<<"$(package "$1")"
    measure cargo rustc "${flags[@]}" --lib --release -- --cap-lints allow --cfg "round=\"$2\""
}
bot() { # VARIANT ROUND
    measure cargo rustc --manifest-path "$root/benches/bot/Cargo.toml" --release --features "$1" \
        -- --cfg "round=\"$2\""
}
kilobytes() { echo $(($(wc -c <"$1") / 1024)); }

# The least figure of each kind, in files: least NAME VALUE.
rm -rf "$work/figures"
mkdir -p "$work/figures"
least() {
    local file=$work/figures/$1
    if [[ ! -e $file ]] || awk -v new="$2" -v old="$(cat "$file")" 'BEGIN { exit !(new < old) }'; then
        echo "$2" >"$file"
    fi
}
figure() { cat "$work/figures/$1" 2>/dev/null || echo "–"; }
note() { # KIND VARIANT FIGURES
    local cpu memory
    read -r cpu memory <<<"$3"
    least "$1-cpu-$2" "$cpu"
    least "$1-memory-$2" "$memory"
}

# Dependencies first. The round's name changes from call to call, so that no
# crate of the last call is fresh.
stamp=$$
for variant in "${variants[@]}"; do
    check "$variant" "$stamp-0" >/dev/null
    release "$variant" "$stamp-0" >/dev/null
    [[ $variant == alone ]] || bot "$variant" "$stamp-0" >/dev/null
done
for ((round = 1; round <= rounds; round++)); do
    for variant in "${variants[@]}"; do
        note check "$variant" "$(check "$variant" "$stamp-$round")"
        note release "$variant" "$(release "$variant" "$stamp-$round")"
        least "rlib-$variant" "$(kilobytes "$CARGO_TARGET_DIR/release/$(library "$variant")")"
        [[ $variant != alone ]] || continue
        note bot "$variant" "$(bot "$variant" "$stamp-$round")"
        least "binary-$variant" "$(kilobytes "$CARGO_TARGET_DIR/release/build-cost-bot")"
    done
    note check nothing "$(check ours "$stamp-$round")"
done

rustc --version
echo
echo "| | check, CPU s | × flatten | peak, MB | release library, CPU s | peak, MB | rlib, KB | bot, CPU s | bot, KB |"
echo "|---|---|---|---|---|---|---|---|---|"
for variant in "${variants[@]}" nothing; do
    share=$(awk -v one="$(figure "check-cpu-$variant")" -v other="$(figure check-cpu-flatten)" \
        'BEGIN { printf "%.2f", one / other }')
    echo "| $(title "$variant")" \
        "| $(figure "check-cpu-$variant") | $share | $(figure "check-memory-$variant")" \
        "| $(figure "release-cpu-$variant") | $(figure "release-memory-$variant") | $(figure "rlib-$variant")" \
        "| $(figure "bot-cpu-$variant") | $(figure "binary-$variant") |"
done
echo
echo "Crates that a build with our types compiles:"
echo
cargo tree --manifest-path "$root/Cargo.toml" -e normal -p msgraph-beta-communications \
    --no-default-features --prefix none --no-dedupe |
    awk '!seen[$1]++ { print "- " $1 " " $2 }'
