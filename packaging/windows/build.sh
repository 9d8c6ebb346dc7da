#!/bin/sh
# Makes dist/windows/kiosk, the program as one folder for Windows, with PyInstaller under Wine.
#
#     build.sh
#
# Needs build/windows, which assemble.sh makes. On a real Windows: docs/packaging.md.
set -eu
cd "$(dirname "$0")/../.."
here=packaging/windows
. "$here/wine/environment.sh"
trap end_wine EXIT
begin_wine

export PYTHONHASHSEED=0 SOURCE_DATE_EPOCH
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)
.venv/bin/python "$here/icon.py" resources/icon.svg build/windows/kiosk.ico
rm -rf dist/windows/kiosk
windows_python -m PyInstaller --noconfirm --clean --log-level ERROR \
    --distpath dist/windows --workpath build/windows/work packaging/bundle/kiosk.spec
if [ ! -f dist/windows/kiosk/kiosk.exe ]; then
    echo "PyInstaller made no kiosk.exe; the reason is above." >&2
    exit 1
fi
cp LICENSE "$here/README.txt" "$here/lockdown.ps1" dist/windows/kiosk/
version=$(.venv/bin/python -c 'import kiosk; print(kiosk.__version__)')
zip=dist/windows/signing-kiosk-$version-windows.zip
rm -f "$zip"
(cd dist/windows && ../../.venv/bin/python -m zipfile -c "../../$zip" kiosk)
echo "$(($(stat -c %s "$zip") / 1000000)) MB in $zip"
du -sm dist/windows/kiosk | sed 's/\t.*/ MB in dist\/windows\/kiosk/'
