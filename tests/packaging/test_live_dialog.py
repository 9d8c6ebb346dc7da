"""What the stick that boots asks at power-on, on the text console. The stick itself is a stand-in here."""

from __future__ import annotations

import os
import pty
import re
import select
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import patience
from tests.program import ROOT

_LIVE = ROOT / "packaging/live/files/usr/lib/signing-kiosk-live"
_STICK = """\
#!/bin/sh
# A stick that keeps its passphrase in a file: there is none before it is made.
cd "$(dirname "$0")"
case $1 in
    find) [ -e passphrase ] ;;
    make) [ ! -e small ] || exit 9; echo "$2" >keyboard; cat >passphrase ;;
    open) [ "$(cat)" = "$(cat passphrase)" ] || exit 2 ;;
    keyboard) cat keyboard ;;
esac
"""


class Console:
    """The dialog on a terminal of its own; what stands there, and what is typed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        script = (_LIVE / "open-vault").read_text()
        for real, here in (
            ("/usr/lib/signing-kiosk-live", folder),
            ("/run/signing-kiosk-live", folder),
            ("/etc/X11", folder),
        ):
            script = script.replace(real, str(here))
        (folder / "open-vault").write_text(script)
        (folder / "vault").write_text(_STICK)
        (folder / "vault").chmod(0o755)
        (folder / "bin").mkdir(exist_ok=True)
        for name in ("loadkeys", "setfont", "systemctl"):  # the machine's own stay as they are
            command = folder / "bin" / name
            command.write_text(f'#!/bin/sh\necho "{name} $*" >>{folder}/called\n')
            command.chmod(0o755)
        self._said = ""

    def start(self) -> None:
        """As at power-on."""
        ours, its = pty.openpty()
        self._terminal = ours
        path = f"{self.folder}/bin:{os.environ['PATH']}"
        self.process = subprocess.Popen(
            ["sh", self.folder / "open-vault"],
            stdin=its, stdout=its, stderr=its, start_new_session=True, env={"PATH": path},
        )  # fmt: skip
        os.close(its)

    def read(self, words: str) -> str:
        """Waits for `words`, and returns all that was said up to them since the last time."""
        until = time.monotonic() + patience.SECONDS
        while words not in self._said:
            assert time.monotonic() < until, f"{words!r} does not come: {self._said!r}"
            if select.select([self._terminal], [], [], 0.1)[0]:
                self._said += os.read(self._terminal, 4096).decode()
        before, _, self._said = self._said.partition(words)
        return re.sub(r"\x1b\[[0-9;]*[A-Za-z]", "", before)

    def type(self, line: str) -> None:
        """A line, and Enter."""
        os.write(self._terminal, f"{line}\n".encode())

    def ends(self) -> None:
        """It is done, and the kiosk may come."""
        self.read("One moment, please.")
        assert self.process.wait(patience.SECONDS) == 0
        os.close(self._terminal)

    def called(self) -> str:
        """Which of the machine's commands it called."""
        return (self.folder / "called").read_text()


@pytest.fixture
def console(tmp_path: Path) -> Iterator[Console]:
    folder = tmp_path / "live"
    folder.mkdir()
    (folder / "keyboards").symlink_to(_LIVE / "keyboards")
    console = Console(folder)
    console.start()
    yield console
    console.process.kill()
    console.process.wait()


def test_the_first_start_asks_for_a_keyboard_and_a_passphrase_twice(console: Console) -> None:
    countries = console.read("Type its number, then Enter:")
    assert "Which keyboard does this computer have?" in countries
    assert re.search(r"3 +Germany, Austria", countries)
    assert re.search(r"10 +Japan", countries)
    for wrong in ("", "0", "11", "Germany", f"1e touch {console.folder}/broken", "-1"):
        console.type(wrong)
        console.read("Type its number, then Enter:")
    console.type("3")
    console.read("New passphrase:")
    console.type("too short")
    console.read("at least 12 signs")
    console.read("New passphrase:")
    console.type("four words of staff")
    console.read("The same once more:")
    console.type("four words of stuff")
    console.read("The two are not the same.")
    console.read("New passphrase:")
    console.type("  four words of staff ")
    console.read("The same once more:")
    console.type("  four words of staff ")
    assert "four words" not in console.read("Leave the stick in."), "it shows on the screen"
    console.ends()
    assert (console.folder / "passphrase").read_text() == "  four words of staff "
    assert not (console.folder / "broken").exists()
    assert '"XkbLayout" "de"' in (console.folder / "xorg.conf.d/00-keyboard.conf").read_text()
    assert "keyboards/de" in console.called()


def test_a_stick_without_space_says_so_and_switches_off(console: Console) -> None:
    (console.folder / "small").touch()
    console.read("Type its number, then Enter:")
    console.type("1")
    for asked in ("New passphrase:", "The same once more:"):
        console.read(asked)
        console.type("four words of staff")
    console.read("This stick is too small.")
    console.read("Press Enter to switch this computer off.")
    console.type("")
    patience.until(lambda: "systemctl poweroff" in console.called())


def test_a_later_start_asks_until_the_passphrase_is_right(tmp_path: Path) -> None:
    folder = tmp_path / "live"
    folder.mkdir()
    (folder / "keyboards").symlink_to(_LIVE / "keyboards")
    (folder / "passphrase").write_text("four words of staff")
    (folder / "keyboard").write_text("fr\n")
    console = Console(folder)
    console.start()
    console.read("The passphrase of this stick, please")
    console.read("Passphrase:")
    console.type("not the passphrase")
    console.read("That is not the passphrase.")
    console.read("Passphrase:")
    console.type("")
    console.read("Type its number, then Enter:")
    console.type("1")
    console.read("Passphrase:")
    console.type("four words of staff")
    console.ends()
    called = console.called()
    assert called.index("keyboards/fr") < called.index("keyboards/us")
    assert '"XkbLayout" "us"' in (folder / "xorg.conf.d/00-keyboard.conf").read_text()


def test_keys_that_end_programs_do_not_end_it(console: Console) -> None:
    console.read("Type its number, then Enter:")
    for key in ("\x03", "\x1c", "\x1a"):  # Ctrl+C, Ctrl+\\, Ctrl+Z
        console.type(key)
        console.read("Type its number, then Enter:")
    assert console.process.poll() is None
