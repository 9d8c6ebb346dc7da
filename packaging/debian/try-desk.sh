#!/bin/sh
# What needs signing-kiosk-desk, inside the bare Debian that try.sh made: the search for duplicates and PostgreSQL's
# library, which finds no server here. As root, which only changes the user.
set -eu
mount -t proc proc /proc
mount -t tmpfs -o mode=1777 tmpfs /dev/shm
mount -t tmpfs -o mode=1777 tmpfs /tmp
exec setpriv --reuid stall --regid stall --clear-groups env -i HOME=/home/stall PATH=/usr/bin:/bin LANG=C.UTF-8 \
    sh -eu <<'DESK'
cd
kiosk duplicates --campaign campaign --passphrase-file passphrase >duplicates
tail -3 duplicates
if told=$(kiosk report --campaign campaign --register postgresql+psycopg://desk@127.0.0.1:1/none 2>&1); then exit 1; fi
case $told in
    *"desk's parts"*) echo "PostgreSQL's library is not there: $told" >&2; exit 1 ;;
esac
DESK
