#!/bin/sh
# Makes this Debian laptop a kiosk with a program that is only a folder: after the next start it shows the
# signing kiosk and nothing else.
#
#     install-kiosk.sh PROGRAM
#
# PROGRAM is the folder of the program (a bundle, or an installation with .venv); it is left where it is
# and must be readable by all. Run as root, again at will. The Debian package signing-kiosk-session does the
# same without this script. See docs/lockdown.md.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
lib=/usr/lib/signing-kiosk-session

if [ $# != 1 ]; then
    echo "usage: install-kiosk.sh PROGRAM" >&2
    exit 2
fi
if [ "$(id -u)" != 0 ]; then
    echo "This changes the system, so it needs root's rights: sudo $0 $*" >&2
    exit 1
fi
if dpkg-query -W -f='${db:Status-Status}' signing-kiosk-session 2>/dev/null | grep -qx installed; then
    echo "The package signing-kiosk-session is installed already. Run $lib/turn-on instead." >&2
    exit 1
fi
program=$(cd "$1" && pwd)
for command in "$program/kiosk" "$program/.venv/bin/kiosk"; do
    if [ -x "$command" ] && [ -f "$command" ]; then break; fi
done
if [ ! -f "$command" ]; then
    echo "There is no program in $program: neither kiosk nor .venv/bin/kiosk." >&2
    exit 1
fi

missing=
for package in $(sed 's/#.*//' "$here/debian-packages.txt"); do
    dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || missing="$missing $package"
done
if [ "$missing" ]; then
    echo "Installing Debian packages:$missing"
    # A failed update need not matter: the lists on this machine may still do.
    apt-get update -q || echo "The package lists could not be fetched; trying with those that are here." >&2
    # shellcheck disable=SC2086 # one word a package
    DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $missing
    mkdir -p /var/lib/signing-kiosk-session
    echo "$missing" >>/var/lib/signing-kiosk-session/packages
fi

echo "Installing the session"
mkdir -p /media
cp -r "$here/files/." /
ln -sfn "$command" "$lib/kiosk"
# In an image that is only being built no systemd runs yet.
if [ -d /run/systemd/system ]; then
    systemctl daemon-reload
    udevadm control --reload
fi
"$lib/turn-on"
echo "uninstall-kiosk.sh, beside this script, takes it back; it leaves the signatures in /var/lib/signing-kiosk."
