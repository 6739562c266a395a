#!/usr/bin/env bash
# Installs what is missing, builds bwsync, and shows it at work against the lab on an embedded PostgreSQL.
# Usage: deploy/demo.sh           shows as it happens and goes on until Ctrl-C
#        deploy/demo.sh --check   unattended on a fast clock; exits non-zero when BroadWorks and Webex differ in the end
set -euo pipefail
cd "$(dirname "$0")/.."

deploy/install-dependencies.sh
preset=${BWSYNC_PRESET:-release}
echo "demo: building (the first time takes some minutes) ..."
cmake --preset "$preset" >/dev/null
cmake --build --preset "$preset" --target bwsyncd bwsyncctl bwsync-lab
exec python3 deploy/demo/show.py --binaries "build/$preset/bin" "$@"
