#!/bin/sh
# Runs the tests as other machines would: on another day, in another zone, language and order, beside other
# work, and as somebody who is not root. `tests/anywhere.sh [ARGUMENT OF PYTEST]...`; exit code 0: all pass, and
# git sees nothing new.
#
# They run in a copy of what is committed. PLAYERS says in how many processes, as for `make test`.
set -eu
cd "$(dirname "$0")/.."

copy=$(mktemp -d)/checkout
beside=
trap 'kill $beside 2>/dev/null || true; rm -rf "$(dirname "$copy")"' EXIT
git clone --quiet . "$copy"
cp -a .venv "$copy/.venv"
# Under faketime 0.9.10, that of Debian 12, Python's own sleep is refused (its issue 426). Now and then a process dies
# there, too ("take_gil: PyCOND_WAIT failed"): what fails so passes by itself, or where the clock is really set (date -s).
packages=$("$copy/.venv/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
echo 'import select, time; time.sleep = lambda seconds, wait=select.select: wait((), (), (), seconds)' >"$packages/faketime.pth"

# play DAY ZONE LOCALE COMMAND...
play() {
    echo "The tests on $1, in $2, in $3:"
    day=$1
    shift
    (
        cd "$copy"
        export TZ="$1" LC_ALL="$2" LANG="$2" QT_QPA_PLATFORM=offscreen FAKETIME_DONT_FAKE_MONOTONIC=1
        shift 2
        faketime -f "$day" "$@"
    )
    changed=$(git -c safe.directory="$copy" -C "$copy" status --porcelain)
    if [ -n "$changed" ]; then
        echo "The tests left something in the checkout: $changed" >&2
        exit 1
    fi
}

tests="$copy/.venv/bin/python -m pytest -n ${PLAYERS:-3} --dist loadfile"

for _ in 1 2 3; do
    while :; do :; done &
    beside="$beside $!"
done
# shellcheck disable=SC2086 # the words of a command
play +365d Pacific/Kiritimati zh_CN.UTF-8 $tests "$@"
# shellcheck disable=SC2086 # their numbers
kill $beside
beside=

ordinary=
if [ "$(id -u)" = 0 ]; then
    ordinary="setpriv --reuid=nobody --regid=nogroup --clear-groups env HOME=$copy/.venv/home"
    mkdir "$copy/.venv/home"
    chmod 755 "$(dirname "$copy")"
    chown -R nobody:nogroup "$copy"
    if ! $ordinary "$copy/.venv/bin/python" -c ""; then
        echo "An ordinary user cannot read this Python, so root plays them: make .venv with another (PYTHON=...)." >&2
        ordinary=
    fi
fi
# The @ lets the clock go on from there; midnight passes while they run.
# shellcheck disable=SC2086
play "@$(($(date +%Y) + 1))-02-28 23:59:50" America/Los_Angeles C $ordinary $tests "$@"
