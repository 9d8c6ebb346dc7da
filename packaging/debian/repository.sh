#!/bin/sh
# Makes a folder for a stick: our packages, and all that they depend on, for laptops without a network.
#
#     repository.sh [RELEASE...]        Debian releases, "bookworm trixie" without any
#
# Needs dist/deb (make deb). Makes dist/deb-stick; copy what is in it onto a stick. What a release lacks is
# fetched from this machine's mirror, with everything below it, so that it fits itself whatever a laptop has.
set -eu
cd "$(dirname "$0")/../.."

here=packaging/debian
out=dist/deb-stick
work=$(mktemp -d)
trap 'rm -rf --one-file-system "$work"' EXIT

if [ "$(id -u)" != 0 ]; then
    echo "Asking apt for another release needs root's rights: sudo make deb-stick" >&2
    exit 1
fi
if [ -z "$(ls dist/deb/*.deb 2>/dev/null)" ]; then
    echo "There are no packages yet: make deb" >&2
    exit 1
fi
rm -rf "$out"
mkdir -p "$out/signing-kiosk"
cp dist/deb/*.deb "$out/signing-kiosk/"
cp "$here"/stick/* "$out/"

wanted=$(sed -e 's/#.*//' packaging/bundle/debian-packages.txt packaging/session/debian-packages.txt | xargs | tr ' ' ',')
# shellcheck disable=SC2048 # names of releases have no spaces
for release in ${*:-bookworm trixie}; do
    echo "--- $release"
    mkdir "$out/$release"
    mmdebstrap --quiet --variant=extract --skip=essential/unlink,cleanup/apt \
        --include="$wanted,pkexec,libc6,libgcc-s1,libstdc++6" "$release" "$work/$release"
    mv "$work/$release"/var/cache/apt/archives/*.deb "$out/$release/"
    rm -rf --one-file-system "${work:?}/$release"
    (
        cd "$out"
        dpkg-scanpackages --multiversion signing-kiosk 2>/dev/null
        dpkg-scanpackages --multiversion "$release" 2>/dev/null
    ) >"$work/Packages"
    mv "$work/Packages" "$out/$release/Packages"
done
(cd "$out" && find . -type f ! -name SHA256SUMS -printf '%P\0' | sort -z | xargs -0 sha256sum) >"$work/sums"
mv "$work/sums" "$out/SHA256SUMS"
du -sh "$out"/*/ "$out"
sha256sum "$out/SHA256SUMS"
