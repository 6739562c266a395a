#!/usr/bin/env bash
# Installs what is missing, builds, and runs every test: unit to end-to-end, with AddressSanitizer and UndefinedBehaviorSanitizer.
# Usage: tests/run.sh [ctest options]     e.g. tests/run.sh -L unit, tests/run.sh -R domain
# BWSYNC_PRESET=debug|asan|tsan|release picks another build (default: asan).
set -euo pipefail
cd "$(dirname "$0")/.."

deploy/install-dependencies.sh
preset=${BWSYNC_PRESET:-asan}
cmake --preset "$preset" >/dev/null
cmake --build --preset "$preset"

export ASAN_OPTIONS=${ASAN_OPTIONS:-detect_stack_use_after_return=1:abort_on_error=0}
export LSAN_OPTIONS=${LSAN_OPTIONS:-suppressions=$PWD/tests/support/lsan.supp:print_suppressions=0}
export UBSAN_OPTIONS=${UBSAN_OPTIONS:-print_stacktrace=1}
export TSAN_OPTIONS=${TSAN_OPTIONS:-suppressions=$PWD/tests/support/tsan.supp}
# A program that hangs is run once more: seen once, at its exit, after all its tests had passed. One that fails is not.
exec ctest --test-dir "build/$preset" --output-on-failure --repeat after-timeout:2 --parallel "${BWSYNC_TEST_JOBS:-2}" "$@"
