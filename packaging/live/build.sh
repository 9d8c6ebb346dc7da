#!/bin/sh
# Makes dist/signing-kiosk-live.img: an image that, written onto a stick, boots into the kiosk. docs/live.md tells
# what it holds; this, how it is made. No device is mounted or mapped, so that it can be made wherever root can.
#
#     build.sh [RELEASE]        the Debian release, "bookworm" (12) without it
#
# Needs root, dist/kiosk (make bundle) and the packages of debian-packages-build.txt. SOURCE_DATE_EPOCH: the
# time that all files get; that of the last commit without it.
set -eu
cd "$(dirname "$0")/../.."

here=packaging/live
session=packaging/session
release=${1:-bookworm}
image=dist/signing-kiosk-live.img
disk=5354414c-4c53-4749-4e49-4e474b494f53 # the name of the table of partitions of every stick of this kind
esp_mib=64
work=$(mktemp -d "${TMPDIR:-/var/tmp}/signing-kiosk-live.XXXXXX")
trap 'rm -rf --one-file-system "$work"' EXIT
root=$work/root

say() {
    printf '%s\n' "--- $1"
}

fail() {
    printf '%s\n' "$1" >&2
    exit 1
}

# The packages of the lists, with commas between.
packages() {
    sed -e 's/#.*//' "$@" | xargs | tr ' ' ','
}

# A UUID that `$1` alone decides.
uuid_of() {
    printf '%s' "$1" | sha256sum | sed 's/^\(.\{8\}\)\(....\).\(...\).\(...\)\(.\{12\}\).*/\1-\2-4\3-8\4-\5/'
}

# put_number FILE OFFSET NUMBER: eight bytes, the lowest first
put_number() {
    number=$3
    for _ in 1 2 3 4 5 6 7 8; do
        # shellcheck disable=SC2059 # the format is the byte
        printf "\\$(printf %03o $((number % 256)))"
        number=$((number / 256))
    done | dd of="$1" bs=1 seek="$2" conv=notrunc status=none
}

# put_part NUMBER FILE: into the image, where its partition begins
put_part() {
    first=$(sgdisk --info="$1" "$image" | sed -n 's/^First sector: \([0-9]*\).*/\1/p')
    dd if="$2" of="$image" bs=1M seek=$((first / 2048)) conv=notrunc,sparse status=none
}

if [ "$(id -u)" != 0 ]; then fail "Making a system for the stick needs root's rights: sudo make live"; fi
if [ ! -x dist/kiosk/kiosk ]; then fail "There is no bundle yet: make bundle"; fi
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}
export SOURCE_DATE_EPOCH
umask 022

say "A Debian ($release) with the kiosk, its session, firmware and fonts"
mmdebstrap --quiet --variant=minbase --components="main non-free-firmware" \
    --include="$(packages "$here/debian-packages-system.txt" "$session/debian-packages.txt" packaging/bundle/debian-packages.txt)" \
    --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/doc/*' \
    --dpkgopt='path-include=/usr/share/doc/*/copyright' \
    --dpkgopt='path-exclude=/usr/share/locale/*' "$release" "$root"
cp -r "$session/files/." "$here/files/." "$root/"
sed -i "s/@DISK@/$disk/" "$root/usr/lib/udev/rules.d/90-signing-kiosk-live.rules"
cp -r dist/kiosk "$root/opt/kiosk"
chmod -R go=rX "$root/opt/kiosk"
cp "$here/finish.sh" "$root/root/"
# shellcheck disable=SC2016 # what the inner shell expands
unshare --mount --net --pid --fork sh -euc '
    mount --bind /dev "$1/dev"; mount -t proc proc "$1/proc"; mount -t tmpfs tmpfs "$1/run"
    exec chroot "$1" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin SOURCE_DATE_EPOCH="$2" sh /root/finish.sh
' sh "$root" "$SOURCE_DATE_EPOCH"
rm "$root/root/finish.sh"

say "The EFI partition: Debian's signed shim and GRUB, the kernel"
mkdir -p "$work/esp/EFI/BOOT" "$work/esp/EFI/debian" "$work/esp/kiosk"
cp "$root/usr/lib/shim/shimx64.efi.signed" "$work/esp/EFI/BOOT/BOOTX64.EFI"
cp "$root/usr/lib/shim/mmx64.efi.signed" "$work/esp/EFI/BOOT/mmx64.efi"
cp "$root/usr/lib/grub/x86_64-efi-signed/grubx64.efi.signed" "$work/esp/EFI/BOOT/grubx64.efi"
cp "$root"/boot/vmlinuz-* "$work/esp/kiosk/vmlinuz"
cp "$root"/boot/initrd.img-* "$work/esp/kiosk/initrd"
grub=$root/usr/lib/grub/i386-pc
cp "$grub/boot.img" "$work/boot.img"
chroot "$root" grub-mkimage -O i386-pc -p '(,gpt2)/EFI/debian' -o /tmp/core.img \
    biosdisk part_gpt fat normal linux echo test all_video gzio minicmd reboot halt
mv "$root/tmp/core.img" "$work/core.img"
rm -rf "${root:?}"/boot/* "$root/usr/lib/grub" "$root/usr/lib/shim"

say "The system: one file that cannot be changed, and the tree of its hashes"
mksquashfs "$root" "$work/system" -comp zstd -Xcompression-level 15 -noappend -no-progress -quiet -no-xattrs
bytes=$(stat -c %s "$work/system")
hash=$(veritysetup format --data-blocks=$((bytes / 4096)) --hash-offset="$bytes" \
    --salt="$(printf 'signing kiosk %s' "$SOURCE_DATE_EPOCH" | sha256sum | cut -c 1-64)" \
    --uuid="$(uuid_of "verity $SOURCE_DATE_EPOCH")" "$work/system" "$work/system" | sed -n 's/^Root hash:[[:space:]]*//p')
system=$(uuid_of "system $hash")
line="boot=signing-kiosk kiosk.system=$system kiosk.bytes=$bytes kiosk.hash=$hash"
line="$line quiet loglevel=3 panic=30 noresume systemd.gpt_auto=0 systemd.show_status=0"
sed "s/@LINE@/$line/" "$here/grub.cfg" >"$work/esp/EFI/debian/grub.cfg"
find "$work/esp" -exec touch -d "@$SOURCE_DATE_EPOCH" {} +
truncate -s "${esp_mib}M" "$work/esp.img"
mkfs.vfat --invariant -F 32 -n KIOSK "$work/esp.img" >/dev/null
mcopy -s -m -i "$work/esp.img" "$work/esp/EFI" "$work/esp/kiosk" ::

say "The image"
system_mib=$((($(stat -c %s "$work/system") + 1048575) / 1048576))
mkdir -p dist
rm -f "$image"
truncate -s $((1 + 1 + esp_mib + system_mib + 1))M "$image"
sgdisk --disk-guid="$disk" \
    --new=1:2048:+1M --typecode=1:ef02 --change-name=1:kiosk-bios --partition-guid="1:$(uuid_of "bios $hash")" \
    --new=2:4096:+"${esp_mib}M" --typecode=2:ef00 --change-name=2:kiosk-start --partition-guid="2:$(uuid_of "esp $hash")" \
    --new=3:0:+"${system_mib}M" --typecode=3:8300 --change-name=3:kiosk-system --partition-guid="3:$system" \
    "$image" >/dev/null
# What grub-bios-setup does on a device: the first sector, and where GRUB's own image lies.
put_number "$work/boot.img" 92 2048
put_number "$work/core.img" 500 2049
dd if="$work/boot.img" of="$image" bs=440 count=1 conv=notrunc status=none
put_part 1 "$work/core.img"
put_part 2 "$work/esp.img"
put_part 3 "$work/system"
(cd dist && sha256sum "${image##*/}" >SHA256SUMS)
{
    echo "$(sha256sum <"$work/esp.img" | cut -d ' ' -f 1)  second partition (kiosk-start), $esp_mib MiB"
    echo "$(head -c "$((system_mib * 1048576))" "$work/system" | cat - /dev/zero | head -c "$((system_mib * 1048576))" | sha256sum | cut -d ' ' -f 1)  third partition (kiosk-system), $system_mib MiB"
} >dist/SHA256SUMS.partitions

printf '%s\n' "The image: $image, $(($(stat -c %s "$image") / 1000000)) MB; its checksum: dist/SHA256SUMS." \
    "docs/live.md tells how it comes onto a stick."
