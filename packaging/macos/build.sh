#!/bin/sh
# Makes dist/macos/Signing kiosk.app and a disk image of it, on a Mac. Untried: nobody of the makers has had one.
#
#     build.sh
#
# IDENTITY="Developer ID Application: NAME (TEAM)" signs it; NOTARY=PROFILE, made once with
# "xcrun notarytool store-credentials PROFILE", has Apple notarise it. Without them it opens only after
# Control-click, Open. PYTHON=... chooses the Python that has the locked packages.
set -eu
cd "$(dirname "$0")/../.."
here=packaging/macos
python=${PYTHON:-python3}
out=dist/macos
app="$out/Signing kiosk.app"

if [ "$(uname)" != Darwin ]; then
    echo "A Mac's program can only be made on a Mac." >&2
    exit 1
fi
for tool in iconutil codesign hdiutil; do
    if ! command -v "$tool" >/dev/null 2>&1; then
        echo "$tool is missing: it comes with macOS and its command line tools (xcode-select --install)." >&2
        exit 1
    fi
done

mkdir -p build/macos/kiosk.iconset
"$python" "$here/icons.py" resources/icon.svg build/macos/kiosk.iconset
iconutil --convert icns --output build/macos/kiosk.icns build/macos/kiosk.iconset
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct) PYTHONHASHSEED=0 "$python" -m PyInstaller --noconfirm --clean \
    --log-level WARN --distpath "$out" --workpath build/macos/work packaging/bundle/kiosk.spec
cp LICENSE "$app/Contents/Resources/"

if [ -n "${IDENTITY:-}" ]; then
    # From the inside out: every library first, then the program around them
    find "$app/Contents" -type f \( -name '*.dylib' -o -name '*.so' \) -print0 |
        xargs -0 codesign --force --timestamp --options runtime --sign "$IDENTITY"
    codesign --force --deep --timestamp --options runtime --entitlements "$here/entitlements.plist" \
        --sign "$IDENTITY" "$app"
    codesign --verify --deep --strict "$app"
fi
version=$("$python" -c 'import kiosk; print(kiosk.__version__)')
image="$out/signing-kiosk-$version-$(uname -m).dmg"
hdiutil create -volname "Signing kiosk" -srcfolder "$app" -ov -format UDZO "$image"
if [ -n "${IDENTITY:-}" ]; then codesign --timestamp --sign "$IDENTITY" "$image"; fi
if [ -n "${NOTARY:-}" ]; then
    xcrun notarytool submit "$image" --keychain-profile "$NOTARY" --wait
    xcrun stapler staple "$image"
fi
shasum -a 256 "$image"
