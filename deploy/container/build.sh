#!/usr/bin/env bash
# Builds the images out of Debian packages and the programs of a build, the same bytes each time from the same of these.
# Usage: build.sh --binaries DIR [--output DIR] [--engine podman|buildah|docker|none] [--tag TAG] [IMAGE...]
#   --binaries  where bwsyncd, bwsyncctl and bwsync-lab are
#   --output    where root file systems, lists of files and SBOMs go (default: build/container)
#   --engine    what builds the image of them (default: podman); none: the root file systems only
#   IMAGE       bwsync, bwsync-lab, bwsync-rehearsal-postgresql (default: all)
# The time stamps are SOURCE_DATE_EPOCH, else the time of the last commit.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)

usage() { sed -n '2,9s/^# \{0,1\}//p' "$0" >&2; exit 2; }

binaries="" output=$root/build/container engine=podman images=()
version=$(sed -n 's/^project(bwsync VERSION \([0-9.]*\).*/\1/p' "$root/CMakeLists.txt")
tag=$version
while [ $# -gt 0 ]; do
    case $1 in
        --binaries) binaries=${2:?}; shift 2 ;;
        --output) output=${2:?}; shift 2 ;;
        --engine) engine=${2:?}; shift 2 ;;
        --tag) tag=${2:?}; shift 2 ;;
        bwsync | bwsync-lab | bwsync-rehearsal-postgresql) images+=("$1"); shift ;;
        *) usage ;;
    esac
done
[ -n "$binaries" ] || usage
[ ${#images[@]} -gt 0 ] || images=(bwsync bwsync-lab bwsync-rehearsal-postgresql)
epoch=${SOURCE_DATE_EPOCH:-$(git -C "$root" log -1 --format=%ct)}

make_root() {  # image, further options
    local context=$output/$1
    mkdir -p "$context" "$output/archives"
    ln -sfn ../archives "$context/archives"
    PYTHONDONTWRITEBYTECODE=1 python3 "$here/root_file_system.py" --image "$1" --output "$context" --version "$version" --epoch "$epoch" "${@:2}"
}

build_image() {
    # Only the archive is the engine's business: a small context, and the same one whichever image was built before.
    local context=$output/$1/context
    rm -rf "$context"
    mkdir -p "$context"
    ln "$output/$1/$1.tar" "$context/root.tar"
    cp "$here/start-postgresql" "$context/"
    local options=(--file "$here/Containerfile" --target "$1" --tag "localhost/$1:$tag")
    case $engine in
        none) ;;
        podman) podman build --quiet --timestamp "$epoch" --isolation chroot "${options[@]}" "$context" ;;
        buildah) buildah build --quiet --timestamp "$epoch" --isolation chroot "${options[@]}" "$context" ;;
        *) "$engine" build --quiet "${options[@]}" "$context" ;;
    esac
    rm -rf "$context"
}

for image in "${images[@]}"; do
    case $image in
        bwsync) make_root bwsync --program "$binaries/bwsyncd" --program "$binaries/bwsyncctl" --package base-files --package ca-certificates --package tzdata ;;
        bwsync-lab) make_root bwsync-lab --program "$binaries/bwsync-lab" --package base-files ;;
        bwsync-rehearsal-postgresql) make_root bwsync-rehearsal-postgresql --package base-files --package dash --package postgresql-15 ;;
    esac
    build_image "$image"
done
