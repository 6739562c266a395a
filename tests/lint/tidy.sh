#!/usr/bin/env bash
# clang-tidy over given files, or over what differs from a commit. Too slow for every CI run (5 to 60 s a file).
# Usage: tests/lint/tidy.sh FILE.cpp...      or: tests/lint/tidy.sh [--since COMMIT]   (default: HEAD, the uncommitted changes)
# BWSYNC_TIDY_BUILD names a configured build without unity files (default: build/debug, which is configured when missing).
set -euo pipefail
cd "$(dirname "$0")/../.."

build=${BWSYNC_TIDY_BUILD:-build/debug}
[[ -f $build/compile_commands.json ]] || cmake --preset debug >/dev/null

if [[ $# -gt 0 && $1 != --since ]]; then
    files=("$@")
else
    mapfile -t files < <(git diff --name-only --diff-filter=d "${2:-HEAD}" -- '*.cpp'; git ls-files --others --exclude-standard -- '*.cpp')
fi
[[ ${#files[@]} -gt 0 ]] || exit 0

# The compile commands are g++'s: what only g++ knows must not be an error of its own.
printf '%s\0' "${files[@]}" |
    xargs -0 -n 1 -P "${BWSYNC_TIDY_JOBS:-2}" nice clang-tidy --quiet -p "$build" --extra-arg=-Wno-unknown-warning-option
