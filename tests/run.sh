#!/usr/bin/env bash
# Installs what is missing, builds and passes the tests. Without words: everything, in this order.
#   tests/run.sh suite      the suite, optimised
#   tests/run.sh sanitize   the suite under AddressSanitizer and UBSan, built by clang with the fuzz targets
#   tests/run.sh fuzz       every fuzz target for a few seconds ($FUZZ_SECONDS, 5)
set -euo pipefail
cd "$(dirname "$0")/.."

suite() {
  cmake --preset release >/dev/null
  cmake --build --preset release
  ctest --preset release -j "$(nproc)"
}

sanitize() {
  cmake --preset fuzz >/dev/null
  cmake --build --preset fuzz
  # Whole runs are slow under the sanitizers and tell nothing that the parts do not.
  ctest --test-dir build/fuzz --output-on-failure -j "$(nproc)" -LE whole
}

fuzz() {
  cmake --preset fuzz >/dev/null
  cmake --build --preset fuzz
  for target in build/fuzz/tests/fuzz_*; do
    [ -x "$target" ] && [ ! -d "$target" ] || continue
    name=$(basename "$target")
    corpus=build/fuzz/corpus/$name
    mkdir -p "$corpus"
    echo "$name"
    # Memory that a hostile length asks for is refused, not a crash: a child's limit does the same.
    ASAN_OPTIONS=detect_leaks=0:allocator_may_return_null=1:max_allocation_size_mb=2048 OMP_THREAD_LIMIT=1 \
      "$target" -max_total_time="${FUZZ_SECONDS:-5}" -rss_limit_mb=4096 -malloc_limit_mb=2048 -timeout=60 \
      -print_final_stats=0 -verbosity=0 "$corpus" $(ls -d tests/fuzz/seeds/"${name#fuzz_}" 2>/dev/null)
  done
}

case "${1:-all}" in
  -h | --help) sed -n '2,5s/^# \{0,1\}//p' "$0"; exit 0 ;;
esac
config/install-packages.sh
case "${1:-all}" in
  all) suite; sanitize; fuzz ;;
  suite | sanitize | fuzz) "$1" ;;
  *) echo "Unknown part '$1'; tests/run.sh --help lists them." >&2; exit 2 ;;
esac
