"""A laptop to be played as people do: by its keys, its mouse, what is on its screen, and sticks.

What is on the screen is read by tesseract, so that a play names what people read, and not where it is.
"""

from __future__ import annotations

import hashlib
import re
import socket
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtGui import QImage, QTransform

from tests import patience
from tests.boot.machine import Machine, MachineError, machine
from tests.boot.reading import Word, place_of, plain, words_on

MEGABYTES = 2048
SECONDS = 600.0
"""How long something may take: the emulated processor is some fifty times slower, and shared."""
_LOOK_SECONDS = 0.2
"""Between two looks at a screen that stays as it is."""
_REMEMBERED = 8
"""How many screens that were read are remembered: reading one costs the laptop a second of its processor."""
_MOST = 0.85
"""How many of a sentence's words must be read."""
_KEYS = {
    " ": "spc", "\n": "ret", "\t": "tab", "-": "minus", "=": "equal", ",": "comma", ".": "dot", "/": "slash",
    ";": "semicolon", "'": "apostrophe", "@": "shift-2", "_": "shift-minus",
}  # fmt: skip
"""QEMU's names of what stands on the keys of a US keyboard, beside letters and digits."""


class Computer:
    """A laptop that is on, with a USB keyboard, a pointer that knows where it is, and USB ports."""

    def __init__(self, running: Machine, pictures: Path) -> None:
        self.machine = running
        self._pictures = pictures
        self.keep_awake = False
        """Whether to press Shift while waiting: the kiosk takes a slow computer for one that nobody is at."""
        self.turned = 0
        """How far what is shown is turned, in degrees clockwise; whoever reads it turns their head."""
        self._shots = 0
        self._read: dict[bytes, list[Word]] = {}

    # ------------------------------------------------------------------ the screen

    def screen(self) -> QImage:
        """What is on the screen now."""
        file = self.machine.folder / "screen.ppm"
        file.unlink(missing_ok=True)
        self.machine.qmp("screendump", filename=str(file))
        image = QImage()
        patience.until(lambda: file.exists() and image.load(str(file)))
        return image.transformed(QTransform().rotate(-self.turned))

    def keep_picture(self, name: str) -> Path:
        """Keeps a picture of the screen, numbered in the order of the play."""
        self._shots += 1
        self._pictures.mkdir(parents=True, exist_ok=True)
        file = self._pictures / f"{self._shots:02} {name}.png"
        self.screen().save(str(file))
        return file

    def words(self) -> list[Word]:
        """The words on the screen now. While only a cursor blinks, nothing is read anew."""
        screen = self.screen()
        pixels = hashlib.sha256(screen.constBits()).digest()
        if pixels not in self._read:
            if len(self._read) == _REMEMBERED:
                self._read.clear()
            self._read[pixels] = words_on(screen)
        return self._read[pixels]

    def find(self, *words: str, below: str = "") -> tuple[int, int] | None:
        """The middle of the first of `words` that is on the screen, below the words `below`; else None."""
        there = self.words()
        if below:
            heading = place_of(below, there)
            there = [word for word in there if heading is not None and word.y > heading[1]]
        return next((place for each in words if (place := place_of(each, there))), None)

    def wait_for(self, *words: str, below: str = "", seconds: float = SECONDS) -> tuple[int, int]:
        """Waits until one of `words` is on the screen (see `find`); returns its middle."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if place := self.find(*words, below=below):
                return place
            self._wait()
        picture = self.keep_picture(f"not there - {words[0]}")
        raise AssertionError(f"{' or '.join(words)} did not come onto the screen: see {picture}")

    def wait_to_read(self, sentence: str, seconds: float = SECONDS) -> None:
        """Waits until nearly all words of `sentence` are on the screen, in however many lines."""
        wanted = {plain(word) for word in sentence.split()}
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if len(wanted & {plain(word.text) for word in self.words()}) >= _MOST * len(wanted):
                return
            self._wait()
        picture = self.keep_picture("not there")
        raise AssertionError(f"{sentence!r} did not come onto the screen: see {picture}")

    def _wait(self) -> None:
        patience.let_go_on(_LOOK_SECONDS)
        if self.keep_awake:
            self.press("shift")

    # --------------------------------------------------------------- keys and mouse

    def press(self, *combinations: str) -> None:
        """Presses keys such as "ret" or "ctrl-alt-f2" (QEMU's names), one combination after another."""
        for combination in combinations:
            keys = [{"type": "qcode", "data": key} for key in combination.split("-")]
            for down in (True, False):
                events = [{"type": "key", "data": {"down": down, "key": key}} for key in keys]
                self.machine.qmp("input-send-event", events=events if down else events[::-1])
                # A keyboard keeps 16 of these until it is asked; a busy computer may ask too late.
                patience.hold(0.1)

    def type(self, text: str) -> None:
        """Types `text`, of letters and digits, on a US keyboard."""
        for sign in text:
            key = _KEYS.get(sign, sign.lower())
            self.press(f"shift-{key}" if sign.isupper() else key)

    def point(self, x: int, y: int) -> None:
        """Moves the pointer to a pixel of the screen."""
        size = self.screen().size()
        across, down = x / size.width(), y / size.height()
        # What is touched is the glass, which does not turn with what is shown.
        across, down = {
            0: (across, down), 90: (1 - down, across), 180: (1 - across, 1 - down), 270: (down, 1 - across),
        }[self.turned]  # fmt: skip
        places = {"x": round(across * 32767), "y": round(down * 32767)}
        events = [{"type": "abs", "data": {"axis": axis, "value": value}} for axis, value in places.items()]
        self.machine.qmp("input-send-event", events=events)

    def click(self, x: int, y: int, hold: float = 0.15) -> None:
        """Presses the left button at a pixel for `hold` seconds."""
        self.point(x, y)
        for down in (True, False):
            button = {"type": "btn", "data": {"button": "left", "down": down}}
            self.machine.qmp("input-send-event", events=[button])
            patience.hold(hold)

    def click_on(self, *words: str, below: str = "") -> None:
        """Waits until one of `words` stands still on the screen (see `find`), and clicks on it."""
        # Reading takes a moment, in which what comes late onto a screen may move all that is below it.
        place = self.wait_for(*words, below=below)
        while (again := self.wait_for(*words, below=below)) != place:
            place = again
        self.click(*place)

    # ------------------------------------------------------------- sticks and power

    def plug(self, stick: Path) -> None:
        """Plugs a stick with the image `stick` into a USB port."""
        name = f"stick-{stick.stem}"
        node = {"driver": "raw", "node-name": name, "file": {"driver": "file", "filename": str(stick)}}
        self.machine.qmp("blockdev-add", **node)
        self.machine.qmp(
            "device_add", driver="usb-storage", id=f"usb-{name}", drive=name, bus="usb.0", removable=True
        )

    def unplug(self, stick: Path) -> None:
        """Pulls it out; then its image holds what was on it."""
        name = f"stick-{stick.stem}"
        self.machine.qmp("device_del", id=f"usb-{name}")
        patience.until(lambda: self._let_go(name))

    def _let_go(self, name: str) -> bool:
        try:
            self.machine.qmp("blockdev-del", **{"node-name": name})
        except MachineError:
            return False  # still in its port
        return True

    def press_power_button(self) -> None:
        """A short press."""
        self.machine.qmp("system_powerdown")

    def wait_until_off(self, seconds: float = SECONDS) -> None:
        """Waits until it has switched itself off."""
        patience.until(lambda: not self.machine.is_on(), seconds)


class Shell:
    """Root at a serial line, to see what cannot be seen from outside; see `disk.SHELL`."""

    def __init__(self, line: socket.socket) -> None:
        self._line = line
        self._count = 0

    def run(self, command: str, seconds: float = SECONDS) -> str:
        """What `command` prints. Raises AssertionError where it fails or does not end."""
        output, code = self.attempt(command, seconds)
        assert code == 0, f"{command}: {output}"
        return output

    def attempt(self, command: str, seconds: float = SECONDS) -> tuple[str, int]:
        """What `command` prints, and its exit code."""
        self._count += 1
        mark = f"end-{self._count}"
        self._line.sendall(f'{command}; echo "" {mark}: $?\n'.encode())
        heard = b""
        self._line.settimeout(1)
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            try:
                heard += self._line.recv(65536)
            except TimeoutError:
                continue
            if found := re.search(rf" {mark}: (\d+)\s".encode(), heard):
                text = heard[: found.start()].decode(errors="replace").replace("\r", "")
                return text.strip(), int(found[1])
        raise AssertionError(f"{command} did not end: {heard.decode(errors='replace')}")


@contextmanager
def computer(
    folder: Path, arguments: Sequence[str | Path], lines: int = 2, pictures: Path | None = None
) -> Iterator[Computer]:
    """A laptop that boots from what `arguments` (of QEMU) give it, e.g. a disk.

    Args:
        folder: see `machine`.
        lines: how many serial lines it has.
        pictures: where pictures of its screen are kept; in `folder` without it.
    """
    usual = [
        "-smp", "2", "-m", str(MEGABYTES), "-rtc", "base=utc", "-vga", "std", "-device", "qemu-xhci,id=usb",
        "-device", "usb-kbd,bus=usb.0", "-device", "usb-tablet,bus=usb.0",
    ]  # fmt: skip
    with machine(folder, [*usual, *arguments], lines) as running:
        yield Computer(running, pictures or folder)
