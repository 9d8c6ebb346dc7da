#!/bin/sh
# Takes back what install-kiosk.sh did. The user and /var/lib/signing-kiosk with its signatures stay.
set -eu
if [ "$(id -u)" != 0 ]; then
    echo "This changes the system, so it needs root's rights: sudo $0" >&2
    exit 1
fi
echo "Stopping the kiosk and removing its units"
for unit in signing-kiosk-cage signing-kiosk-openbox; do
    systemctl disable --now "$unit.service" 2>/dev/null || true
done
systemctl disable --now signing-kiosk-eject.path 2>/dev/null || true
systemctl unmask ctrl-alt-del.target sleep.target suspend.target hibernate.target
rm -f /etc/systemd/system/signing-kiosk-cage.service /etc/systemd/system/signing-kiosk-openbox.service \
    /etc/systemd/system/signing-kiosk@.service /etc/systemd/system/signing-kiosk-stick@.service \
    /etc/systemd/system/signing-kiosk-eject.path /etc/systemd/system/signing-kiosk-eject.service \
    /etc/pam.d/signing-kiosk /etc/udev/rules.d/99-signing-kiosk.rules \
    /etc/X11/xorg.conf.d/90-signing-kiosk.conf /opt/signing-kiosk/kiosk
rm -rf /usr/local/lib/signing-kiosk /run/signing-kiosk-eject
systemctl daemon-reload
udevadm control --reload || true
echo "Done. The signatures are still in /var/lib/signing-kiosk."
