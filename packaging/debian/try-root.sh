#!/bin/sh
# What try.sh asks inside the bare Debian where the older version is installed: upgrade, remove, purge; as root.
#
#     try-root.sh before | upgrade | gone
#
# Exit code 1: the last line says what did not hold.
set -eu
vault=/var/lib/signing-kiosk/kiosk
session=/usr/lib/signing-kiosk-session

mount -t proc proc /proc
mount -t tmpfs -o mode=1777 tmpfs /dev/shm
mount -t tmpfs -o mode=1777 tmpfs /tmp

fail() {
    printf '%s\n' "$1" >&2
    exit 1
}

# same WHAT A B
same() {
    if [ "$2" != "$3" ]; then fail "$1: $2, and not $3"; fi
}

as_kiosk() {
    setpriv --reuid kiosk --regid kiosk --clear-groups env -i HOME=/var/lib/signing-kiosk PATH=/usr/bin:/bin \
        LANG=C.UTF-8 "$@"
}

signatures() {
    as_kiosk kiosk status --data "$vault" | sed -n 's/^Signatures: *//p'
}

# The kiosk's and the coordinator's files, each with what is in it
kept() {
    find "$vault" /home/stall/campaign -type f ! -name '*-shm' ! -name '*-wal' -exec sha256sum {} + | sort -k 2
}

case $1 in
    before)
        same "What the laptop starts with" "$(systemctl get-default)" graphical.target
        same "The display manager" "$(readlink /etc/systemd/system/display-manager.service)" /lib/systemd/system/some-dm.service
        if id kiosk >/dev/null 2>&1; then fail "Installing has made the user kiosk."; fi
        for kind in pack:kioskpack:signing-kiosk signatures:signatures:signing-kiosk-desk; do
            suffix=${kind#*:}
            file=/tmp/some.${suffix%:*}
            echo x >"$file"
            type=application/vnd.signing-kiosk.${kind%%:*}
            same "The kind of $file" "$(gio info -a standard::content-type "$file" | sed -n 's/.*content-type: //p')" "$type"
            gio mime "$type" | grep -q "Default application.*: ${kind##*:}.desktop" || fail "Nothing opens $type."
            rm "$file"
        done
        test -e /usr/share/man/man1/kiosk.1.gz || fail "There is no manual page."

        "$session/turn-on"
        same "What a kiosk starts with" "$(systemctl get-default)" signing-kiosk.target
        install -d -o kiosk -g kiosk -m 700 /var/lib/signing-kiosk
        cp /home/stall/*.kioskpack /home/stall/pin /home/stall/paper.csv /tmp
        as_kiosk kiosk setup /tmp/*.kioskpack --name "Library steps" --pin-file /tmp/pin --data "$vault"
        as_kiosk kiosk sign /tmp/paper.csv --data "$vault" | tail -1
        kept >/root/kept
        signatures >/root/signatures
        ;;
    upgrade)
        # As if it had been booted, and with the kiosk open at first
        mkdir -p /run/systemd/system /tmp/bin
        cat >/tmp/bin/systemctl <<'SYSTEMCTL'
#!/bin/sh
echo "$*" >>/tmp/asked
case $* in *is-active*) test -e /tmp/open ;; esac
SYSTEMCTL
        chmod +x /tmp/bin/systemctl
        touch /tmp/open
        if PATH=/tmp/bin:$PATH dpkg --install /root/new/*.deb; then fail "It was upgraded under an open kiosk."; fi
        same "The versions under an open kiosk" "$(dpkg-query -W -f='${Version} ' 'signing-kiosk*')" "0.0.1 0.0.1 0.0.1 "
        same "Signatures under an open kiosk" "$(signatures)" "$(cat /root/signatures)"
        rm /tmp/open
        PATH=/tmp/bin:$PATH dpkg --install /root/new/*.deb
        rm -r /run/systemd/system
        if grep -Ev '^(daemon-reload|--quiet is-active signing-kiosk.service)$' /tmp/asked; then
            fail "The upgrade has asked systemd for more than to read its units again."
        fi
        same "What a kiosk starts with after an upgrade" "$(systemctl get-default)" signing-kiosk.target
        kept | diff /root/kept - || fail "The upgrade has changed the kiosk's files."
        same "Signatures after an upgrade" "$(signatures)" "$(cat /root/signatures)"
        as_kiosk kiosk sync /tmp --data "$vault"
        kept >/root/kept
        ;;
    gone)
        dpkg --remove signing-kiosk-session
        same "What the laptop starts with again" "$(systemctl get-default)" graphical.target
        same "The display manager" "$(readlink /etc/systemd/system/display-manager.service)" /lib/systemd/system/some-dm.service
        dpkg --purge signing-kiosk-session signing-kiosk-desk signing-kiosk
        if command -v kiosk >/dev/null; then fail "The program is still there."; fi
        left=$(find /usr /etc -name '*signing*kiosk*' ! -path '*/.git/*' | tr '\n' ' ')
        same "What is left of the packages" "$left" ""
        kept | diff /root/kept - || fail "Purging has changed the kiosk's files."
        id kiosk >/dev/null || fail "The user whose signatures those are is gone."
        dpkg --install /root/new/*.deb
        same "Signatures after installing again" "$(signatures)" "$(cat /root/signatures)"
        ;;
esac
