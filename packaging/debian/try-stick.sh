#!/bin/sh
# Tries dist/deb-stick (make deb-stick) in a bare Debian without a network: installs a stall from it, then a desk.
#
#     try-stick.sh [RELEASE...]        Debian releases, "bookworm trixie" without any
#
# Needs root. Exit code 1: something did not hold, and the last lines say what.
set -eu
cd "$(dirname "$0")/../.."

work=$(mktemp -d)
trap 'rm -rf --one-file-system "$work"' EXIT

if [ "$(id -u)" != 0 ]; then
    echo "Making a bare Debian needs root's rights: sudo make try-deb-stick" >&2
    exit 1
fi
if [ ! -e dist/deb-stick/SHA256SUMS ]; then
    echo "There is no stick yet: make deb-stick" >&2
    exit 1
fi

# shellcheck disable=SC2048 # names of releases have no spaces
for release in ${*:-bookworm trixie}; do
    echo "--- $release: a bare Debian, and the stick"
    root=$work/$release
    mmdebstrap --quiet --variant=minbase "$release" "$root"
    # A folder's name as people have them
    mkdir -p "$root/media/somebody/BLUE STICK"
    cp -r dist/deb-stick/. "$root/media/somebody/BLUE STICK/"
    for kind in stall desk; do
        # shellcheck disable=SC2016 # the inner shell's
        unshare --mount --net --pid --fork chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin \
            sh -c 'mount -t proc proc /proc && exec sh "$@"' sh "/media/somebody/BLUE STICK/install.sh" $kind \
            >"$work/said" 2>&1 || {
            tail -20 "$work/said"
            exit 1
        }
        tail -3 "$work/said"
    done
    chroot "$root" kiosk --version

    echo "--- $release: a stick that somebody changed"
    echo >>"$root/media/somebody/BLUE STICK/README.txt"
    if chroot "$root" sh "/media/somebody/BLUE STICK/install.sh" >"$work/said" 2>&1; then
        echo "A stick that was changed was installed from." >&2
        exit 1
    fi
    tail -1 "$work/said"
    rm -rf --one-file-system "$root"
done
echo "--- All is well."
