# What runs Windows programs in build/windows, for the scripts beside; read (.) at the top of the checkout.
# shellcheck shell=sh

export WINEPREFIX="$PWD/build/windows/prefix" WINEARCH=win64 WINEDEBUG=-all
# No .NET, no browser, no entries in this machine's menus
export WINEDLLOVERRIDES='mscoree,mshtml=;winemenubuilder.exe=d'
export PYTHONDONTWRITEBYTECODE=1
# What this machine's own Qt is told is not for Windows programs
for name in $(env | sed -n 's/^\(QT_[A-Z0-9_]*\)=.*/\1/p'); do
    unset "$name"
done

# A path of this machine as Windows programs here see it
windows_path() {
    printf 'Z:%s\n' "$1" | tr / '\\'
}

# Runs a Windows program. Wine 8 cannot hand it a plain file as output, so that is always a pipe.
windows() {
    ended=$(mktemp)
    { wine "$@" </dev/null 2>&1 || echo "$?" >"$ended"; } | sed -u 's/\r$//'
    code=$(cat "$ended")
    rm -f "$ended"
    return "${code:-0}"
}

windows_python() {
    windows build/windows/python/python.exe "$@"
}

# Starts Wine's own services, so that they hold no pipe of a program that is run later.
begin_wine() {
    wineserver -p >/dev/null 2>&1 || true
    wineboot "$@" >/dev/null 2>&1 </dev/null
}

# Ends all that runs in build/windows/prefix, and nothing else.
end_wine() {
    wineserver -k >/dev/null 2>&1 || true
}
