#!/bin/sh
# Installs what is missing: Debian packages, a virtual environment in .venv, the locked
# Python packages, and the program itself (editable: it runs from this folder).
#
#     install.sh [dev]
#
# With "dev" also what the checks and tests need. When all is there this takes a moment:
# .venv/installed holds a checksum of everything that it was made from.
# PYTHON=/path/to/python3 chooses the Python; SYSTEM=skip leaves Debian packages alone.
set -eu
cd "$(dirname "$0")/../.."

lists=packaging/linux/debian-packages.txt
lock=packaging/requirements.txt
stamp=.venv/installed
case ${1:-} in
    '') ;;
    dev)
        lists="$lists packaging/linux/debian-packages-test.txt"
        lock=packaging/requirements-dev.txt
        stamp=.venv/installed-dev
        ;;
    *)
        echo "usage: install.sh [dev]" >&2
        exit 2
        ;;
esac

say() {
    printf '%s\n' "$@" >&2
}

# A checksum of what a lock's installation was made from. The folder counts: a moved .venv does not work.
checksum() {
    { pwd && cat pyproject.toml kiosk/__init__.py "$1"; } | cksum
}

# Whether .venv has a Python that still finds its own packages (after an upgrade of Python it may not).
usable() {
    [ -x .venv/bin/python ] && .venv/bin/python -c 'import pip' 2>/dev/null
}

# Prints the first Python that is new enough, or says what to do.
choose_python() {
    if [ -n "${PYTHON:-}" ]; then
        set -- "$PYTHON"
    else
        set -- python3 python3.14 python3.13 python3.12 python3.11
    fi
    for python in "$@"; do
        if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$python"
            return
        fi
    done
    found="no $1"
    if command -v "$1" >/dev/null 2>&1; then found=$("$1" --version 2>&1); fi
    say "Python 3.11 or newer is needed. Found: $found" \
        "Debian 12, Ubuntu 24.04 and newer have it. If one is installed elsewhere, name it:" "" \
        "    make ... PYTHON=/path/to/python3.12"
    return 1
}

make_venv() {
    python=$(choose_python)
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        say "This Python ($python) cannot make virtual environments: its 'venv' part is missing." \
            "Install it (on Debian: apt-get install python3-venv), then try again."
        return 1
    fi
    echo "Making .venv with $("$python" --version)"
    "$python" -m venv --clear .venv
}

# Bars on a terminal, silence in a log.
pip_install() {
    if [ -t 1 ]; then quiet=; else quiet=--quiet; fi
    # shellcheck disable=SC2086 # nothing or one word
    .venv/bin/python -m pip install $quiet --disable-pip-version-check --no-input "$@"
}

# shellcheck disable=SC2086 # one word a list
packaging/linux/debian-packages.sh $lists

if usable; then
    if [ "$(cat "$stamp" 2>/dev/null)" = "$(checksum "$lock")" ]; then
        exit 0
    fi
else
    make_venv
fi

echo "Installing Python packages (the first time this fetches some 300 MB)"
rm -f .venv/installed .venv/installed-dev
if ! { pip_install --require-hashes --only-binary=:all: -r "$lock" \
    && pip_install --no-deps --no-build-isolation --editable .; }; then
    say "" "The Python packages could not be installed; the reason is above." \
        "Installing needs a network; once all is installed, starting does not. Try again when there is one."
    exit 1
fi
# What the tests need holds all that running needs.
checksum packaging/requirements.txt >.venv/installed
if [ "$stamp" = .venv/installed-dev ]; then
    checksum "$lock" >"$stamp"
fi
