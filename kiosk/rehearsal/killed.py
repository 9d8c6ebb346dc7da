"""A stall that is killed: what it thanked for is there, and nothing of the visitor in progress."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PySide6.QtTest import QTest

from kiosk.app import application, stall_window
from kiosk.errors import KioskError
from kiosk.memory import keep_out_of_files
from kiosk.rehearsal.pipe import PipeEnd
from kiosk.rehearsal.visitor import Person, RehearsalError, Visitor
from kiosk.stall.kiosk import Kiosk
from kiosk.ui.places import no_sticks

KILLS = 2
_PATIENCE_SECONDS = 60.0
_SIZE = (1366, 768)


def sign_and_be_killed(kiosk: Kiosk, thanked: tuple[Person, Person], unfinished: Person) -> None:
    """Opens `kiosk` in a process of its own, kills that, and looks at what is left; and once more.

    The first process is killed right after it has thanked the first person, the second one
    while `unfinished` signs, who came after the second person.

    Raises:
        RehearsalError: a signature was lost or doubled, or something of `unfinished` was kept.
        VaultError: the vault is damaged.
    """
    before = kiosk.vault.count()
    with _killed_at_the_end(kiosk.data, thanked[0], None) as said:
        _wait_for(said, "thanked")
    with _killed_at_the_end(kiosk.data, thanked[1], unfinished) as said:
        _wait_for(said, "thanked")
        _wait_for(said, "typed")
    again = Kiosk.open(kiosk.data)
    again.vault.check()
    if again.vault.count() != before + len(thanked):
        raise RehearsalError(
            "After the kiosk was killed, its vault did not hold exactly what it had thanked for.",
            "Do not use this kiosk. Report this.",
        )
    look_for_names(kiosk.data.parent, [unfinished])


def look_for_names(folder: Path, people: list[Person]) -> None:
    """Raises RehearsalError when a name or an e-mail address of `people` can be read in a file below."""
    typed = [text for person in people for text in (person.name, person.email)]
    wanted = [text.encode(coding) for text in typed for coding in ("utf-8", "utf-16-le", "utf-16-be")]
    for path in folder.rglob("*"):
        data = path.read_bytes() if path.is_file() else b""
        if any(name in data for name in wanted):
            raise RehearsalError(
                "A name can be read in {file}.", "Do not use this kiosk. Report this.", file=path.name
            )


@contextmanager
def _killed_at_the_end(data: Path, person: Person, unfinished: Person | None) -> Iterator[PipeEnd[Any, Any]]:
    """A stall in a new process, which is killed when the block ends; gives what it says."""
    context = multiprocessing.get_context("spawn")  # Qt's state does not survive a fork
    said, saying = context.Pipe(duplex=False)
    stall = context.Process(target=_run_stall, args=(data, person, unfinished, saying), daemon=True)
    stall.start()
    saying.close()
    try:
        yield said
    finally:
        stall.kill()
        stall.join()
        said.close()


def _wait_for(said: PipeEnd[Any, Any], wanted: str) -> None:
    told: object = "nothing"
    try:
        if said.poll(_PATIENCE_SECONDS):
            told = said.recv()
    except EOFError:
        told = "that it ended"
    if isinstance(told, KioskError):
        raise told
    if told != wanted:
        raise RehearsalError(
            "The kiosk could not be opened a second time to be killed.", "Close other programs, try again."
        )


def _run_stall(data: Path, person: Person, unfinished: Person | None, say: PipeEnd[Any, Any]) -> None:
    """What the new process does: `person` signs, `unfinished` types a name, and then it waits for its end."""
    keep_out_of_files()
    os.environ["QT_QPA_PLATFORM"] = "offscreen"  # another window would lie over the kiosk's
    application()
    window = stall_window(Kiosk.open(data), find_sticks=no_sticks)
    window.resize(*_SIZE)
    window.show()
    visitor = Visitor(window)
    try:
        visitor.sign(person)
        say.send("thanked")
        if unfinished:
            visitor.tap("done")
            visitor.begin(unfinished)
            say.send("typed")
    except KioskError as error:
        say.send(error)
    parent = multiprocessing.parent_process()
    while parent is not None and parent.is_alive():  # nobody is left to kill it once that one has gone
        QTest.qWait(200)
