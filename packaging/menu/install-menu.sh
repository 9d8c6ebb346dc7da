#!/bin/sh
# Puts the coordinator's window among this user's programs, so that it opens without a terminal.
#
# It runs from this folder: after moving the folder, call this again. To take it away, delete
# signing-kiosk-desk.desktop from ~/.local/share/applications.
set -eu
cd "$(dirname "$0")/../.."

folder=${XDG_DATA_HOME:-$HOME/.local/share}/applications
entry=$folder/signing-kiosk-desk.desktop

# A desktop entry and sed each have characters of their own.
case $PWD in
    *[\"\\\`\$%\&\|]*)
        echo "The name of this folder has a character that a menu entry cannot hold: $PWD" >&2
        echo "Move it to another folder, then try again." >&2
        exit 1
        ;;
esac

mkdir -p "$folder"
sed -e "s|@PROGRAM@|$PWD/.venv/bin/kiosk|" -e "s|@ICON@|$PWD/resources/icon.svg|" \
    packaging/menu/signing-kiosk-desk.desktop >"$entry.new"
mv "$entry.new" "$entry"
echo "The desk is among your programs now, as 'Signing kiosk: desk'."
