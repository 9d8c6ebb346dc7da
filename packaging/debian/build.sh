#!/bin/sh
# Makes the Debian packages out of a bundle.
#
#     build.sh BUNDLE FOLDER [VERSION]
#
# BUNDLE is what `make bundle` made; FOLDER is made anew, with the packages in it; VERSION is the program's own
# without it, with the commit's time behind it where that is no release. Needs .venv (make install-dev).
# The same commit gives the same bytes: times are the commit's, owners root, names sorted, and one thread packs.
set -eu
if [ $# -lt 2 ] || [ $# -gt 3 ]; then
    echo "usage: build.sh BUNDLE FOLDER [VERSION]" >&2
    exit 2
fi
if [ ! -x "$1/kiosk" ]; then
    echo "There is no bundle in $1. Make it: make bundle" >&2
    exit 1
fi
bundle=$(realpath "$1")
out=$(realpath -m "$2")
cd "$(dirname "$0")/../.."

here=packaging/debian
menu=packaging/menu
python=.venv/bin/python
umask 022
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}
export SOURCE_DATE_EPOCH
day=$(date -u -d "@$SOURCE_DATE_EPOCH" +%Y-%m-%d)
architecture=$(dpkg --print-architecture)
maintainer=$("$python" -c 'import sys; sys.path.insert(0, sys.argv[1]); import changelog; print(changelog.MAINTAINER)' "$here")

# The version in kiosk/__init__.py, if CHANGELOG.md has nothing newer; else the commit comes behind it, and later
# ones behind that. Tags do not count: a clone may have none.
own_version() {
    number=$(sed -n 's/^__version__ = "\(.*\)"$/\1/p' kiosk/__init__.py)
    case $(awk '/^## \[/ { heading = $0 } /^- / { print heading; exit }' CHANGELOG.md) in
        "## [$number]"*) echo "$number" ;;
        *) echo "$number+$(date -u -d "@$SOURCE_DATE_EPOCH" +%Y%m%d.%H%M%S)" ;;
    esac
}
version=${3:-$(own_version)}

# listed FILE: the packages in a list, with commas between
listed() {
    sed -e 's/#.*//' "$1" | xargs | sed 's/ /, /g'
}

# The C library that the bundle was made with, or a newer one, and what else it leaves to the system
libraries="$(dpkg-query -W -f='libc6 (>= ${Version})' libc6 | sed 's/-[^)]*)/)/'), libgcc-s1, libstdc++6"
depends="$libraries, $(listed packaging/bundle/debian-packages.txt)"
session=$(listed packaging/session/debian-packages.txt)

# filled FILE SIZE: a file with what is known now in its places
filled() {
    sed -e "s/@VERSION@/$version/" -e "s/@DAY@/$day/" -e "s/@ARCHITECTURE@/$architecture/" \
        -e "s/@MAINTAINER@/$maintainer/" -e "s/@SIZE@/${2:-}/" \
        -e "s/@LIBRARIES@/$libraries/" -e "s/@DEPENDS@/$depends/" -e "s/@SESSION@/$session/" "$1"
}

# documents PACKAGE: changelog, rights, and what lintian is told
documents() {
    folder=$work/$1/usr/share/doc/$1
    mkdir -p "$folder"
    "$python" "$here/changelog.py" CHANGELOG.md "$version" "$day" | gzip -9n >"$folder/changelog.gz"
    "$python" "$here/rights.py" "$bundle" >"$folder/copyright"
    if [ -e "$here/$1/lintian-overrides" ]; then
        mkdir -p "$work/$1/usr/share/lintian/overrides"
        cp "$here/$1/lintian-overrides" "$work/$1/usr/share/lintian/overrides/$1"
    fi
}

# package PACKAGE: packs the tree that was put together for it
package() {
    documents "$1"
    tree=$work/$1
    find "$tree" -type d -exec chmod 755 {} +
    find "$tree" -type f -perm /111 ! -name '*.so*' -exec chmod 755 {} +
    find "$tree" -type f \( ! -perm /111 -o -name '*.so*' \) -exec chmod 644 {} +
    mkdir "$tree/DEBIAN"
    (cd "$tree" && find . -path ./DEBIAN -prune -o -type f -printf '%P\0' | sort -z | xargs -0 md5sum) >"$tree/DEBIAN/md5sums"
    # In KiB, and a KiB for every folder and link: the same on every file system
    size=$(find "$tree" -path "$tree/DEBIAN" -prune -o -type f -printf '%s\n' -o -printf '1\n' |
        awk '{ kib += int(($1 + 1023) / 1024) } END { print kib }')
    filled "$here/$1/control" "$size" >"$tree/DEBIAN/control"
    install -m 755 "$here/preinst" "$tree/DEBIAN/preinst"
    for script in postinst prerm postrm; do
        if [ -e "$here/$1/$script" ]; then install -m 755 "$here/$1/$script" "$tree/DEBIAN/$script"; fi
    done
    if [ -d "$tree/etc" ]; then
        (cd "$tree" && find etc -type f | sort | sed 's,^,/,') >"$tree/DEBIAN/conffiles"
    fi
    find "$tree" -exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +
    dpkg-deb --root-owner-group -Zxz -z3 --threads-max=1 --build "$tree" "$out" >/dev/null
}

rm -rf "$out"
mkdir -p "$out"

# The program, its commands, its places in menus, and the files that open it
tree=$work/signing-kiosk
mkdir -p "$tree/usr/lib" "$tree/usr/bin" "$tree/usr/share/applications" "$tree/usr/share/mime/packages" \
    "$tree/usr/share/metainfo" "$tree/usr/share/man/man1"
cp -a "$bundle" "$tree/usr/lib/signing-kiosk"
(cd "$tree/usr/lib/signing-kiosk" && rm -rf LICENSE README.md session) # the packages have their own
ln -s ../lib/signing-kiosk/kiosk "$tree/usr/bin/kiosk"
for entry in signing-kiosk signing-kiosk-desk; do
    sed -e 's,"@PROGRAM@",kiosk,' -e 's,@ICON@,signing-kiosk,' "$menu/$entry.desktop" \
        >"$tree/usr/share/applications/$entry.desktop"
done
cp "$menu/signing-kiosk.xml" "$tree/usr/share/mime/packages/"
for file in "$menu"/*.metainfo.xml; do filled "$file" >"$tree/usr/share/metainfo/${file##*/}"; done
"$python" "$here/manual.py" | gzip -9n >"$tree/usr/share/man/man1/kiosk.1.gz"
"$python" "$here/icons.py" resources/icon.svg "$tree/usr/share/icons/hicolor"

# What only a coordinator's computer needs
parts=usr/lib/signing-kiosk/_internal
mkdir -p "$work/signing-kiosk-desk/$parts"
for part in $(sed -e 's/#.*//' "$here/desk-parts.txt"); do
    for file in "$tree/$parts"/$part; do mv "$file" "$work/signing-kiosk-desk/$parts/"; done
done
find "$tree/$parts" -xtype l -exec mv -t "$work/signing-kiosk-desk/$parts/" {} +

# The locked session, which nothing turns on by itself
session_tree=$work/signing-kiosk-session
lib=usr/lib/signing-kiosk-session
mkdir -p "$session_tree/usr/share/applications" "$session_tree/usr/share/polkit-1/actions"
cp -r packaging/session/files/. "$session_tree"
ln -s ../signing-kiosk/kiosk "$session_tree/$lib/kiosk"
cp "$here"/signing-kiosk-session/*.desktop "$session_tree/usr/share/applications/"
cp "$here"/signing-kiosk-session/*.policy "$session_tree/usr/share/polkit-1/actions/"

for one in signing-kiosk signing-kiosk-desk signing-kiosk-session; do package "$one"; done
ls -l "$out"
