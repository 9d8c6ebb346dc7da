#!/bin/sh
# Tries the bundle as people would: in a bare Debian without Python and without a network, as an
# ordinary user, with no more packages than the README names.
#
#     try.sh [RELEASE]        the Debian release, "bookworm" (12) without it
#
# Plays the rehearsal, then a stall's day: set-up, paper sheets, a sync; merges here and in the bare Debian,
# and compares the books. Then opens the window on a screen without a monitor, and its keyboard.
# Needs root (it makes two system folders and throws them away), dist/kiosk and .venv. Exit code 1: something
# did not hold, and the last lines say what. What was on the screen stays in dist/try.
set -eu
cd "$(dirname "$0")/../.."

here=packaging/bundle
release=${1:-bookworm}
rows=2000 # so many that merging uses all cores
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

# The packages of the lists, with commas between.
packages() {
    sed -e 's/#.*//' "$@" | xargs | tr ' ' ','
}

# bare ROOT PACKAGES: a Debian that has these, the bundle, and a user
bare() {
    mmdebstrap --quiet --variant=minbase --include="$2" "$release" "$1"
    chroot "$1" useradd --create-home stall
    mkdir "$1/opt/kiosk" "$1/opt/try"
    cp -a dist/kiosk/. "$1/opt/kiosk"
    cp "$here"/try-*.sh "$1/opt/try"
}

# inside ROOT SCRIPT ARGUMENT...: runs a script of this folder in a bare Debian, without a network
inside() {
    root=$1 script=$2
    shift 2
    unshare --mount --net --pid --fork chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin \
        sh "/opt/try/$script" "$@"
}

if [ "$(id -u)" != 0 ]; then fail "Making a bare Debian needs root's rights: sudo make try-bundle"; fi
if [ ! -x dist/kiosk/kiosk ]; then fail "There is no bundle yet: make bundle"; fi

say "A campaign at the desk"
echo "a passphrase for trying the bundle" >"$work/passphrase"
$outside campaign new "$work/campaign" --content resources/campaigns/stop-repression-hong-kong \
    --passphrase-file "$work/passphrase"
echo 246810 >"$work/pin"
{
    echo name,country
    for number in $(seq "$rows"); do echo "陳 Test $number,Hong Kong"; done
} >"$work/paper.csv"

say "A bare Debian ($release) with the packages that the README names"
bare "$work/stall" "$(packages "$here/debian-packages.txt")"
if chroot "$work/stall" sh -c 'command -v python3' >/dev/null; then
    fail "This Debian has a Python, so it shows nothing."
fi
cp -r "$work"/campaign/*.kioskpack "$work/campaign" "$work/passphrase" "$work/pin" "$work/paper.csv" \
    "$work/stall/home/stall/"
chroot "$work/stall" chown -R stall:stall /home/stall

say "A day at the stall"
inside "$work/stall" try-day.sh | tee "$work/day" | grep -v '^line '
merged=$(grep '^In all:' "$work/day") || fail "The bundle merged nothing."

say "The same, merged here"
$outside merge "$work"/stall/home/stall/stick/*.signatures --campaign "$work/campaign" \
    --passphrase-file "$work/passphrase" | tee "$work/books"
balanced="In all: collected $rows = counted $rows + duplicate 0 + withdrawn 0 + rejected 0 + unreadable 0"
for books in "$merged" "$(grep '^In all:' "$work/books")"; do
    if [ "$books" != "$balanced" ]; then fail "The books do not balance: $books"; fi
done

say "The window, in a bare Debian with a screen besides"
bare "$work/screen" "$(packages "$here/debian-packages.txt"),xvfb,xdotool"
failed=
inside "$work/screen" try-window.sh || failed=yes
mkdir -p dist/try
cp "$work"/screen/home/stall/*.xwd dist/try/ || true
if [ "$failed" ]; then fail "The window or its keyboard did not open; see dist/try."; fi
say "All is well."
