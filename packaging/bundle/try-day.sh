#!/bin/sh
# A stall's day with the bundle, inside the bare Debian that try.sh made; as root, which only changes the user.
set -eu

mount -t proc proc /proc
mount -t tmpfs -o mode=1777 tmpfs /dev/shm
mount -t tmpfs -o mode=1777 tmpfs /tmp
exec setpriv --reuid stall --regid stall --clear-groups env -i HOME=/home/stall PATH=/usr/bin:/bin LANG=C.UTF-8 \
    sh -eu <<'DAY'
cd
PATH=/opt/kiosk:$PATH
kiosk rehearse
kiosk setup ./*.kioskpack --name "Library steps" --pin-file pin
kiosk sign paper.csv
mkdir stick
kiosk sync stick
kiosk status
kiosk posters stick
kiosk merge stick/*.signatures --campaign campaign --passphrase-file passphrase
kiosk report --campaign campaign --passphrase-file passphrase --pdf report.pdf >/dev/null
kiosk export petition.pdf --campaign campaign --passphrase-file passphrase
kiosk verify petition.pdf --campaign campaign
kiosk staff-card card.pdf
kiosk campaign example content
kiosk campaign words content zh-Hant
DAY
