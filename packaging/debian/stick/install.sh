#!/bin/sh
# Installs the signing kiosk from the folder that this script lies in, without a network:
#
#     sh install.sh            a stall: the program, and what makes a laptop a kiosk
#     sh install.sh desk       a coordinator's computer: the program, with the desk's parts
#
# Asks for an administrator's password. Works on the Debian releases that have a folder beside it.
set -eu
here=$(cd "$(dirname "$0")" && pwd)

case ${1:-stall} in
    stall) packages="signing-kiosk signing-kiosk-session" ;;
    desk) packages="signing-kiosk signing-kiosk-desk" ;;
    *)
        echo "usage: sh install.sh [desk]" >&2
        exit 2
        ;;
esac
release=$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release)
if [ ! -e "$here/$release/Packages" ]; then
    echo "This stick has nothing for this system ('$release'). It has: $(cd "$here" && echo */Packages)" >&2
    exit 1
fi
if [ "$(id -u)" != 0 ]; then
    for become in pkexec sudo; do
        if command -v $become >/dev/null 2>&1; then exec $become sh "$here/install.sh" "$@"; fi
    done
    echo "Installing needs an administrator: su -c 'sh $here/install.sh'" >&2
    exit 1
fi

echo "Looking whether every file of this stick is as it was made"
(cd "$here" && sha256sum --quiet --check SHA256SUMS) || {
    echo "This stick is damaged, or somebody has changed it. Nothing was installed. Make a new one." >&2
    exit 1
}

# A place of its own for what apt knows: the system's sources are neither asked nor changed.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
ln -s "$here" "$work/stick"
mkdir -p "$work/lists/partial"
echo "deb [trusted=yes] file:$work/stick $release/" >"$work/list"
apt() {
    DEBIAN_FRONTEND=noninteractive apt-get -q -o APT::Sandbox::User=root -o Dir::Etc::SourceList="$work/list" \
        -o Dir::Etc::SourceParts=/dev/null -o Dir::State::Lists="$work/lists" "$@"
}
apt update
# shellcheck disable=SC2086 # one word a package
apt install -y --no-install-recommends $packages
echo
echo "Done. The signing kiosk is among your programs."
if [ "${1:-stall}" = stall ]; then
    echo "To make this laptop a kiosk, choose \"Make this laptop a kiosk\" there."
fi
