#!/bin/sh
# Installs those Debian packages of the given lists that are missing.
#
#     debian-packages.sh LIST...
#
# dpkg is asked first, which takes milliseconds: apt-get runs only when something is missing.
# SYSTEM=skip leaves the system alone. Exit code 1: something is missing and cannot be installed.
set -eu

# The lists' entries, one a word: "name" or "name|other-name".
entries() {
    sed -e 's/#.*//' -e 's/[[:space:]]*|[[:space:]]*/|/g' "$@"
}

# The entries that have none of their names installed.
missing() {
    installed=$(dpkg-query -W -f='${db:Status-Status} ${Package} \n' | sed -n 's/^installed//p' | tr -d '\n')
    for entry in $(entries "$@"); do
        for name in $(echo "$entry" | tr '|' ' '); do
            case $installed in *" $name "*) continue 2 ;; esac
        done
        echo "$entry"
    done
}

# For every entry the name that this release knows it by, all on one line.
names() {
    for entry in "$@"; do
        for name in $(echo "$entry" | tr '|' ' '); do
            if [ -n "$(apt-cache madison "$name" 2>/dev/null)" ]; then break; fi
        done
        printf '%s ' "$name"
    done
}

say() {
    printf '%s\n' "$@" >&2
}

if [ "${SYSTEM:-}" = skip ]; then
    exit 0
fi

if ! command -v dpkg-query >/dev/null 2>&1; then
    # Not Debian: name what is needed, once, and try with what is there.
    if [ ! -e .venv/installed ]; then
        say "This system has no dpkg, so system libraries are not installed here. On Debian they are:" \
            "$(entries "$@" | xargs)" "" \
            "If the program does not start, install your system's counterparts. Going on."
    fi
    exit 0
fi

needed=$(missing "$@")
if [ -z "$needed" ]; then
    exit 0
fi

if ! command -v apt-get >/dev/null 2>&1; then
    say "These Debian packages are missing, and there is no apt-get here to install them:" \
        "    $(echo "$needed" | xargs)" "" \
        "Install them, or go on without them:  make ... SYSTEM=skip"
    exit 1
fi

if [ "$(id -u)" = 0 ]; then
    as_root="env"
elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
    as_root='sudo -n env'
else
    if command -v sudo >/dev/null 2>&1; then become='sudo sh -c'; else become='su -c'; fi
    # shellcheck disable=SC2086 # one word an entry
    say "Debian packages are missing, and installing them needs root's rights. Run this, then try again:" "" \
        "    $become 'apt-get update && apt-get install -y --no-install-recommends $(names $needed | xargs)'" "" \
        "Or go on without them:  make ... SYSTEM=skip"
    exit 1
fi

echo "Installing Debian packages: $(echo "$needed" | xargs)"
apt="$as_root DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=300"
# A failed update need not matter: the lists on this machine may still do.
$apt update || say "The package lists could not be fetched; trying with those that are here."
# shellcheck disable=SC2046,SC2086 # one word an entry
if ! $apt install -y --no-install-recommends $(names $needed); then
    say "" "The Debian packages could not be installed; the reason is above." \
        "Without a network the first installation is not possible. Or go on without them:  make ... SYSTEM=skip"
    exit 1
fi
