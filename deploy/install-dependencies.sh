#!/usr/bin/env bash
# Installs every Debian 12 package that building, running and testing bwsync needs; does nothing when all are there.
# Usage: deploy/install-dependencies.sh   (root, or a user with sudo)
set -euo pipefail

packages=(
    # Tools that build, format, check and test.
    build-essential cmake ninja-build pkg-config ccache clang-format clang-tidy git python3 procps
    # The libraries of the daemon; README.md says why each is there.
    libboost-dev libboost-system-dev libcpprest-dev libpqxx-dev libyaml-cpp-dev prometheus-cpp-dev
    libpugixml-dev nlohmann-json3-dev libcli11-dev libssl-dev zlib1g-dev libsystemd-dev
    libphonenumber-dev libicu-dev libgtest-dev libgmock-dev libbenchmark-dev
    # What the tests and the demonstration run: a real PostgreSQL and a tool that makes certificates. libxml2 is the
    # parser that the feed's benchmark is held against.
    postgresql-15 postgresql-client-15 openssl libxml2-dev
    # promtool and a real Prometheus for the alerts and dashboards; the YAML of the rules.
    prometheus python3-yaml
    # Makes and checks the Debian packages, and boots them in a fresh Debian.
    dpkg-dev fakeroot lintian mmdebstrap systemd-container man-db
    # Container images, and the rehearsal of the Kubernetes manifests in them.
    podman buildah runc catatonit containernetworking-plugins
)

missing=()
for package in "${packages[@]}"; do
    state=$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null || true)
    [ "$state" = installed ] || missing+=("$package")
done
[ ${#missing[@]} -gt 0 ] || exit 0

as_root=()
if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null || { echo "install-dependencies: run as root or install sudo; missing: ${missing[*]}" >&2; exit 1; }
    as_root=(sudo)
fi
echo "install-dependencies: installing ${missing[*]}"
"${as_root[@]}" apt-get update -qq
# A PostgreSQL cluster of the package's own is not wanted: each run makes one in a directory of its own.
"${as_root[@]}" mkdir -p /etc/postgresql-common
[ -e /etc/postgresql-common/createcluster.conf ] ||
    echo 'create_main_cluster = false' | "${as_root[@]}" tee /etc/postgresql-common/createcluster.conf >/dev/null
# Nor is a Prometheus of the package's own: a masked unit is not started.
if [[ " ${missing[*]} " == *" prometheus "* ]] && [ ! -e /etc/systemd/system/prometheus.service ]; then
    "${as_root[@]}" mkdir -p /etc/systemd/system
    "${as_root[@]}" ln -s /dev/null /etc/systemd/system/prometheus.service
fi
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"
