#!/bin/sh
# Tries the Debian packages as people would: in a bare Debian, as an ordinary user and as its root.
#
#     try.sh [RELEASE...]        Debian releases, "bookworm trixie" without any
#
# Installs an older version with what it depends on, plays a stall's day and merges it, makes the laptop a kiosk,
# upgrades it with its vault in place, gives it back, removes, purges, and installs again. No network but for
# installing. Needs root (it makes system folders and throws them away), dist/deb and .venv. Exit code 1: something
# did not hold, and the last lines say what.
set -eu
cd "$(dirname "$0")/../.."

here=packaging/debian
rows=200
outside=.venv/bin/kiosk
work=$(mktemp -d)
trap 'rm -rf --one-file-system "$work"' EXIT

say() {
    printf '%s\n' "--- $1"
}

fail() {
    printf '%s\n' "$1" >&2
    exit 1
}

# older FOLDER: the packages with a version before theirs, so that there is something to upgrade
older() {
    mkdir -p "$1"
    for package in dist/deb/*.deb; do
        name=$(dpkg-deb -f "$package" Package)
        dpkg-deb -R "$package" "$work/older"
        sed -i -e "s/^Version: .*/Version: 0.0.1/" -e "s/signing-kiosk (= [^)]*)/signing-kiosk (= 0.0.1)/" \
            "$work/older/DEBIAN/control"
        dpkg-deb -Znone --build "$work/older" "$1/${name}_0.0.1.deb" >/dev/null
        rm -r "$work/older"
    done
}

# inside ROOT SCRIPT ARGUMENT...: runs a script in a bare Debian, without a network
inside() {
    root=$1 script=$2
    shift 2
    unshare --mount --net --pid --fork chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin \
        DEBIAN_FRONTEND=noninteractive sh "/opt/try/$script" "$@"
}

# try_on RELEASE
try_on() {
    root=$work/$1
    say "$1: a bare Debian, and the packages with what they depend on"
    # apt fetches the dependencies from the mirror of this machine; the packages themselves are files.
    mmdebstrap --quiet --variant=minbase --include=libglib2.0-bin,shared-mime-info,desktop-file-utils \
        --customize-hook='mkdir -p "$1/etc/systemd/system" "$1/root/old" "$1/root/new" "$1/opt/try"' \
        --customize-hook='ln -s /lib/systemd/system/some-dm.service "$1/etc/systemd/system/display-manager.service"' \
        --customize-hook="cp $work/old/*.deb \"\$1/root/old/\"" \
        --customize-hook='chroot "$1" sh -c "apt-get install -y -q --no-install-recommends /root/old/*.deb"' \
        "$1" "$root"
    chroot "$root" useradd --create-home stall
    cp dist/deb/*.deb "$root/root/new/"
    cp packaging/bundle/try-day.sh "$here"/try-*.sh "$root/opt/try/"
    cp -r "$work"/campaign/*.kioskpack "$work/campaign" "$work/passphrase" "$work/pin" "$work/paper.csv" \
        "$root/home/stall/"
    chroot "$root" chown -R stall:stall /home/stall

    say "$1: a day at the stall, merged in the bare Debian"
    inside "$root" try-day.sh | tee "$work/day" | grep -v '^line '
    grep -qx "In all: collected $rows = counted $rows + duplicate 0 + withdrawn 0 + rejected 0 + unreadable 0" \
        "$work/day" || fail "The books do not balance."
    inside "$root" try-desk.sh

    for step in before upgrade gone; do
        say "$1: $step"
        inside "$root" try-root.sh "$step"
    done
    rm -rf --one-file-system "$root"
}

if [ "$(id -u)" != 0 ]; then fail "Making a bare Debian needs root's rights: sudo make try-deb"; fi
if [ -z "$(ls dist/deb/*.deb 2>/dev/null)" ]; then fail "There are no packages yet: make deb"; fi

say "A campaign at the desk"
echo "a passphrase for trying the packages" >"$work/passphrase"
$outside campaign new "$work/campaign" --content resources/campaigns/stop-repression-hong-kong \
    --passphrase-file "$work/passphrase"
echo 246810 >"$work/pin"
{
    echo name,country
    for number in $(seq "$rows"); do echo "陳 Test $number,Hong Kong"; done
} >"$work/paper.csv"
older "$work/old"

# shellcheck disable=SC2048 # names of releases have no spaces
for release in ${*:-bookworm trixie}; do try_on "$release"; done
say "All is well."
