#!/bin/sh
# Writes the locked requirements from pyproject.toml:
#
#     lock.sh [--upgrade | --upgrade-package NAME]...
#
# requirements.txt      to run
# requirements-dev.txt  to run, check and test
#
# Without --upgrade, versions that are locked already stay. The files name no package index:
# whichever pip is set up to use will do, as the hashes cover every file of a version.
# Run it on Linux with the oldest supported Python, 3.11.
set -eu
cd "$(dirname "$0")/.."

tools=.venv/lock
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

if [ ! -x "$tools/bin/pip-compile" ]; then
    "${PYTHON:-python3}" -m venv --clear "$tools"
    "$tools/bin/python" -m pip install --quiet --disable-pip-version-check pip-tools==7.6.2
fi

# compile FILE OPTION...: the pins that FILE already has are kept
compile() {
    file=$1
    shift
    "$tools/bin/pip-compile" --quiet --strip-extras --allow-unsafe --all-build-deps --generate-hashes \
        --no-header --no-emit-options --no-emit-index-url --no-emit-find-links --no-emit-trusted-host \
        --output-file "$file" "$@" pyproject.toml
}

# publish FILE TARGET: puts the header on
publish() {
    {
        echo "# Locked from pyproject.toml by 'make lock', for Linux. Do not edit."
        cat "$1"
    } >"$work/out"
    cat "$work/out" >"$2"
    echo "$2: $(grep -c '==' "$2") packages"
}

# The larger set first; the smaller one then keeps its versions, so the two always agree.
cat packaging/requirements-dev.txt >"$work/dev.txt" 2>/dev/null || true
compile "$work/dev.txt" --extra dev "$@"
cp "$work/dev.txt" "$work/run.txt"
compile "$work/run.txt"
publish "$work/run.txt" packaging/requirements.txt
publish "$work/dev.txt" packaging/requirements-dev.txt
