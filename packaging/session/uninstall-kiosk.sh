#!/bin/sh
# Takes back what install-kiosk.sh did: the laptop can be used as before, at once and after every start.
# Signatures are never touched: where there are some, they and the user kiosk stay, and this says so.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
lib=/usr/lib/signing-kiosk-session
data=/var/lib/signing-kiosk
installed=/var/lib/signing-kiosk-session/packages

if [ "$(id -u)" != 0 ]; then
    echo "This changes the system, so it needs root's rights: sudo $0" >&2
    exit 1
fi
if [ -x "$lib/turn-off" ]; then "$lib/turn-off"; fi

echo "Removing the session"
(cd "$here/files" && find . -type f) | while read -r file; do rm -f "/$file"; done
rm -rf "$lib"
if [ -d /run/systemd/system ]; then
    systemctl daemon-reload
    udevadm control --reload
fi

if [ -e "$data/kiosk" ]; then
    echo "The kiosk's data is still in $data, with all its signatures, and its user kiosk."
    echo "When they are merged, and not before:  rm -r $data && userdel kiosk"
else
    rm -rf "$data"
    if id kiosk >/dev/null 2>&1; then userdel kiosk; fi
fi
if [ -e "$installed" ]; then
    echo "These Debian packages came with the kiosk. If nothing else uses them:"
    echo "    apt-get purge --autoremove$(tr -d '\n' <"$installed")"
    rm -f "$installed"
    rmdir --ignore-fail-on-non-empty "${installed%/*}"
fi
