#!/bin/sh
# Looks at the Debian packages in a folder as Debian does. Exit code 1: there is an error in one, and it is above.
#
#     check.sh FOLDER
set -eu
folder=$(realpath "$1")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Lintian wants no root; what is in these packages asks for none.
lintian --allow-root --fail-on error "$folder"/*.deb
for package in "$folder"/*.deb; do dpkg-deb -x "$package" "$work"; done
desktop-file-validate "$work"/usr/share/applications/*.desktop
appstreamcli validate --no-net "$work"/usr/share/metainfo/*.xml
gzip -dc "$work"/usr/share/man/man1/kiosk.1.gz | mandoc -Tlint -W warning
update-mime-database "$work/usr/share/mime"
for suffix in pack signatures; do
    test -e "$work/usr/share/mime/application/vnd.signing-kiosk.$suffix.xml"
done
echo "Nothing is wrong with the packages in $folder."
