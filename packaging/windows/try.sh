#!/bin/sh
# Plays the Windows program under Wine: the chain by command, the rehearsal, windows on a screen, and tests.
#
#     try.sh [TEST...]        tests to run instead of the usual ones, e.g. tests/windows
#
# Needs build/windows, which assemble.sh makes. Exit code 1: something did not hold, and the last lines say what.
# The rehearsal's pictures stay in build/windows/pictures.
set -eu
cd "$(dirname "$0")/../.."
. packaging/windows/wine/environment.sh

rows=1500 # so many that merging uses all cores
work="build/windows/try/陳 大文"
rm -rf build/windows/try build/windows/pictures
mkdir -p "$work/stick"

say() {
    printf '%s\n' "--- $1"
}

fail() {
    printf '%s\n' "$1" >&2
    exit 1
}

kiosk() {
    windows_python -m kiosk "$@"
}

# A screen, and what places windows on it; Wine is begun on that screen
screen=$(mktemp)
Xvfb -displayfd 3 -screen 0 1366x768x24 -nolisten tcp -noreset 3>"$screen" 2>/dev/null &
server=$!
trap 'end_wine; kill "$server" 2>/dev/null; rm -f "$screen"' EXIT
while [ ! -s "$screen" ]; do
    kill -0 "$server" 2>/dev/null || fail "The screen without a monitor (Xvfb) did not start."
    sleep 0.1
done
DISPLAY=:$(cat "$screen")
export DISPLAY
unset WAYLAND_DISPLAY
openbox >/dev/null 2>&1 &
begin_wine

if [ $# = 0 ]; then
    say "The chain, by command"
    echo "a passphrase for trying Windows" >"$work/passphrase"
    echo 246810 >"$work/pin"
    {
        echo name,country,email
        for number in $(seq "$rows"); do echo "陳 Test $number,Hong Kong,t$number@example.org"; done
        echo "陳 Test 1,Hong Kong,t1@example.org"
    } >"$work/paper.csv"
    kiosk campaign new "$work/campaign" --content resources/campaigns/stop-repression-hong-kong \
        --passphrase-file "$work/passphrase"
    kiosk setup "$work"/campaign/*.kioskpack --name "圖書館 steps" --pin-file "$work/pin" --data "$work/data"
    kiosk sign "$work/paper.csv" --data "$work/data" | tail -n 3
    kiosk sync "$work/stick" --data "$work/data"
    kiosk merge "$work"/stick/*.signatures --campaign "$work/campaign" --passphrase-file "$work/passphrase" >"$work/books"
    grep '^In all:' "$work/books" || fail "The merge told no books: $(cat "$work/books")"
    all=$((rows + 1))
    grep -q "^In all: collected $all = counted $rows + duplicate 1 + " "$work/books" || fail "The books do not balance."
    for command in duplicates "report" "receipts $work/stick"; do
        name=${command%% *}
        rest=${command#"$name"}
        kiosk "$name" ${rest:+"${rest# }"} --campaign "$work/campaign" --passphrase-file "$work/passphrase" | tail -n 3
    done
    for kind in csv xlsx pdf; do
        kiosk export "$work/list.$kind" --campaign "$work/campaign" --passphrase-file "$work/passphrase" | tail -n 1
        [ -s "$work/list.$kind" ] || fail "There is no list.$kind."
    done
    kiosk sync "$work/stick" --data "$work/data" | grep -q "has merged 1 to $all" || fail "The receipt was not taken."

    say "The rehearsal"
    kiosk rehearse --data "$work/data" --screenshots build/windows/pictures || fail "The rehearsal found a fault."
    pictures=$(find build/windows/pictures -name '*.png' | wc -l)
    [ "$pictures" -ge 39 ] || fail "The rehearsal made $pictures pictures, not 39."

    set -- tests/windows tests/signing tests/exchange
fi

say "Windows on a screen, and tests: $*"
QT_QPA_PLATFORM=offscreen windows_python -m pytest -q -p no:randomly "$@" || fail "Tests failed under Wine."
say "All is well."
