#!/bin/sh
# Makes the stick's system of a Debian: run inside it by build.sh, which has put the bundle, the session and files/ there.
set -eu
live=/usr/lib/signing-kiosk-live

ln -sfn /opt/kiosk/kiosk /usr/lib/signing-kiosk-session/kiosk
/usr/lib/signing-kiosk-session/turn-on >/dev/null
# There is nothing else to leave for.
echo poweroff.target >/var/lib/signing-kiosk-session/target
systemctl --quiet enable signing-kiosk-desk.service acpid.service

# Keyboards for the console, made of those of the kiosk's screen.
cut -f 1 "$live/keyboards/list" | while read -r keyboard; do
    ckbcomp -layout "$keyboard" >"$live/keyboards/$keyboard"
done

# No network: nothing that would configure one, and no driver for one, by cable, radio or a phone's USB.
for modules in /lib/modules/*; do
    rm -rf "$modules"/kernel/drivers/net "$modules"/kernel/drivers/bluetooth "$modules"/kernel/net/bluetooth \
        "$modules"/kernel/net/wireless "$modules"/kernel/net/mac80211 "$modules"/kernel/drivers/infiniband
    depmod "${modules##*/}"
done
rm -rf /lib/firmware/bnx2* /lib/firmware/cxgb* /lib/firmware/liquidio /lib/firmware/mellanox /lib/firmware/netronome \
    /lib/firmware/qed /lib/firmware/ti-connectivity /lib/firmware/ueagle-atm /lib/firmware/mediatek /lib/firmware/mrvl
# No login, no swap, no updates, nothing kept from one start to the next.
systemctl --quiet mask getty.target swap.target systemd-networkd.service systemd-networkd.socket \
    apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer e2scrub_all.timer fstrim.timer \
    systemd-rfkill.socket systemd-backlight@.service
mkdir -p /etc/systemd/journald.conf.d
printf '[Journal]\nStorage=volatile\nRuntimeMaxUse=16M\n' >/etc/systemd/journald.conf.d/live.conf
: >/etc/fstab
: >/etc/machine-id
echo kiosk >/etc/hostname
echo "127.0.0.1 localhost kiosk" >/etc/hosts

# For every processor, not for that of the machine that builds.
printf 'IUCODE_TOOL_INITRAMFS=early\nIUCODE_TOOL_SCANCPUS=no\n' >/etc/default/intel-microcode
echo AMD64UCODE_INITRAMFS=early >/etc/default/amd64-microcode
printf 'MODULES=list\nBUSYBOX=y\nRESUME=none\nCOMPRESSLEVEL=9\n' >/etc/initramfs-tools/conf.d/live
chmod 755 /usr/share/initramfs-tools/hooks/signing-kiosk
update-initramfs -u

# What only an installed system needs.
rm -rf /usr/share/info/* /var/cache/apt/* /var/lib/apt/lists/* /var/log/* /var/cache/ldconfig /var/cache/debconf/*-old /tmp/*
