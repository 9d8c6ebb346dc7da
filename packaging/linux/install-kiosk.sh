#!/bin/sh
# Makes this Debian laptop a kiosk: after the next start it shows the signing kiosk and nothing else.
#
#     install-kiosk.sh PROGRAM [openbox|cage]
#
# PROGRAM is the folder of the program (a bundle, or an installation with .venv); it is left where it is
# and must be readable by all. Run as root, again at will: what is there already stays. See docs/lockdown.md.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
lib=/usr/local/lib/signing-kiosk
units=/etc/systemd/system

if [ $# -lt 1 ] || [ $# -gt 2 ]; then
    echo "usage: install-kiosk.sh PROGRAM [openbox|cage]" >&2
    exit 2
fi
program=$(cd "$1" && pwd)
screen=${2:-openbox}
case $screen in
    openbox) packages="openbox xinit xauth xserver-xorg x11-xserver-utils x11-xkb-utils" other=cage ;;
    cage) packages="cage xwayland" other=openbox ;;
    *)
        echo "The screen is openbox or cage, not $screen." >&2
        exit 2
        ;;
esac
if [ "$(id -u)" != 0 ]; then
    echo "This changes the system, so it needs root's rights: sudo $0 $*" >&2
    exit 1
fi
for command in "$program/kiosk" "$program/.venv/bin/kiosk"; do
    if [ -x "$command" ]; then break; fi
done
if [ ! -x "$command" ]; then
    echo "There is no program in $program: neither kiosk nor .venv/bin/kiosk." >&2
    exit 1
fi

echo "Installing Debian packages: $packages"
# shellcheck disable=SC2086 # one word a package
apt-get install -y -q --no-install-recommends $packages

if ! id kiosk >/dev/null 2>&1; then
    echo "Making the user kiosk: no password, no shell"
    useradd --system --user-group --home-dir /var/lib/signing-kiosk --shell /usr/sbin/nologin kiosk
fi

echo "Installing the kiosk's units and their helpers"
mkdir -p "$lib" /opt/signing-kiosk /media
for file in await-screen make-xauthority openbox-session stick; do
    install -m 755 "$here/kiosk/$file" "$lib/$file"
done
install -m 644 "$here/kiosk/openbox.xml" "$here/kiosk/openbox.env" "$here/kiosk/cage.env" "$lib/"
install -m 644 "$here"/kiosk/*.service "$here"/kiosk/*.path "$units/"
install -m 644 "$here/kiosk/pam" /etc/pam.d/signing-kiosk
install -m 644 "$here/kiosk/99-signing-kiosk.rules" /etc/udev/rules.d/
if [ "$screen" = openbox ]; then
    install -D -m 644 "$here/kiosk/xorg.conf" /etc/X11/xorg.conf.d/90-signing-kiosk.conf
fi
ln -sfn "$command" /opt/signing-kiosk/kiosk

echo "Starting the kiosk with the laptop, on $screen"
systemctl daemon-reload
systemctl disable "signing-kiosk-$other.service" 2>/dev/null || true
systemctl enable "signing-kiosk-$screen.service" signing-kiosk-eject.path
systemctl set-default graphical.target
systemctl mask ctrl-alt-del.target sleep.target suspend.target hibernate.target
udevadm control --reload || true

echo "Done. Restart the laptop. uninstall-kiosk.sh takes it back; it leaves the signatures in /var/lib/signing-kiosk."
