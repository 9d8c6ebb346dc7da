# What runs Windows programs in build/windows, for the scripts beside; read (.) at the top of the checkout.

export WINEPREFIX="$PWD/build/windows/prefix" WINEARCH=win64 WINEDEBUG=-all
# No .NET, no browser, no entries in this machine's menus
export WINEDLLOVERRIDES='mscoree,mshtml=;winemenubuilder.exe=d'
export PYTHONDONTWRITEBYTECODE=1

# A path of this machine as Windows programs here see it
windows_path() {
    printf 'Z:%s\n' "$1" | tr / '\\'
}

# Runs the Windows Python. Wine 8 cannot hand it a plain file as output, so that is always a pipe
windows_python() {
    fifo_status=$(mktemp)
    { wine build/windows/python/python.exe "$@" </dev/null 2>&1 && echo 0 >"$fifo_status" || echo $? >"$fifo_status"; } | cat
    code=$(cat "$fifo_status")
    rm -f "$fifo_status"
    return "$code"
}
