#!/usr/bin/env bash
# Installs what is missing, builds, and makes the Debian packages build/release/bwsync_*.deb and bwsync-lab_*.deb.
set -euo pipefail
cd "$(dirname "$0")/.."

deploy/install-dependencies.sh
cmake --preset release >/dev/null
cmake --build --preset release --target package_documents
cd build/release
rm -f bwsync_*.deb bwsync-lab_*.deb
# Times of files inside the packages: the last commit's, so that the same source gives the same package.
SOURCE_DATE_EPOCH=$(git -C ../.. log -1 --format=%ct 2>/dev/null || date +%s)
export SOURCE_DATE_EPOCH
cpack -G DEB --config CPackConfig.cmake >/dev/null
ls -l bwsync_*.deb bwsync-lab_*.deb
