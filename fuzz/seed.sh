#!/usr/bin/env bash
# Gathers seeds from the fixtures into corpus/: one file each for every document there,
# and for `generate` the document with its selection; for `deliveries` the documented bodies.
#
#   fuzz/seed.sh [FOLDER…]     documents (*.csdl, *.xml) of other folders join them
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$here/corpus/read_resolve" "$here/corpus/generate" "$here/corpus/document"
find "$here/../tests/fixtures" "$@" \( -name '*.csdl' -o -name '*.xml' \) -size -64k -print0 |
    while IFS= read -r -d '' file; do
        folder=$(dirname "$file")
        name=$(basename "$(dirname "$folder")")-$(basename "$folder")-$(basename "$file")
        cp "$file" "$here/corpus/read_resolve/$name"
        cp "$file" "$here/corpus/generate/$name"
        if [ -f "$folder/select.txt" ]; then
            { echo; echo %select; cat "$folder/select.txt"; } >>"$here/corpus/generate/$name"
        fi
    done
mkdir -p "$here/corpus/deliveries"
cp "$here/../calling/tests/data"/*.json "$here/corpus/deliveries"
echo "$(find "$here/corpus/generate" -type f | wc -l) seeds"
